//! Letters that are not shown while a passphrase is typed. Whatever ends the program shows them again.

#[cfg(unix)]
mod system {
    use std::sync::{Mutex, PoisonError};

    use rustix::{
        stdio::stdin,
        termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr},
    };

    /// How the terminal was before.
    static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);

    pub(super) fn hide() {
        let Ok(before) = tcgetattr(stdin()) else {
            return;
        };
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        *BEFORE.lock().unwrap_or_else(PoisonError::into_inner) = Some(before);
        let _ = tcsetattr(stdin(), OptionalActions::Now, &silent);
    }

    pub(super) fn show() {
        let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(before) = before {
            let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
        }
    }
}

#[cfg(not(unix))]
mod system {
    //! No way to hide a line without reading keys one by one: the question says that the answer shows.

    pub(super) fn hide() {
        println!("On this system the answer shows while it is typed.");
    }

    pub(super) fn show() {}
}

/// While it lives, what is typed does not show.
#[derive(Debug)]
pub(super) struct Hidden;

impl Hidden {
    /// From now on.
    pub(super) fn begin() -> Self {
        system::hide();
        Self
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        system::show();
    }
}

/// Shows again what is typed, from any thread.
pub(super) fn show() {
    system::show();
}
