//! The person's lines, read one by one and never further: what stands behind a line belongs to whoever reads after us.
//!
//! The conversation reads here; the watchdog takes what is half typed and lets nobody read any more. When the book locks the
//! program begins anew in the same process and goes on reading where this one stopped, so nothing may lie in a buffer of
//! ours. Must not know what a line means.

use std::{
    io::{self, IsTerminal},
    sync::{Mutex, MutexGuard, PoisonError},
};

use zeroize::Zeroizing;

use crate::{
    domain::draft::{Answer, Draft},
    run::watch::Idle,
};

/// The longest line that is taken, in bytes: more than any field holds. The rest of a longer one is left out.
const LONGEST_LINE: usize = 64 * 1024;

/// What was read and belongs to nobody yet.
#[derive(Debug, Default)]
struct Held {
    bytes: Zeroizing<Vec<u8>>,
    /// More came than is taken.
    is_cut: bool,
    /// The end of what there is was seen.
    is_over: bool,
    /// The form into whose field the line will go.
    form: Option<Box<Draft>>,
    /// Somebody waits for a line.
    is_awaited: bool,
}

/// One line.
#[derive(Debug)]
pub(super) struct Line {
    /// Without its end.
    pub text: Zeroizing<String>,
    /// It was longer than what is taken.
    pub is_cut: bool,
}

/// Where the lines come from.
#[derive(Debug)]
pub(super) struct Input {
    is_terminal: bool,
    held: Mutex<Held>,
}

impl Input {
    /// What comes in on the standard input.
    pub(super) fn new() -> Self {
        Self {
            is_terminal: io::stdin().is_terminal(),
            held: Mutex::default(),
        }
    }

    /// Whether somebody types it.
    pub(super) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on a line is awaited. The form into whose field it goes; `None` where it is a key or a secret.
    pub(super) fn await_line(&self, form: Option<Draft>) {
        let mut held = self.held();
        held.form = form.map(Box::new);
        held.is_awaited = true;
    }

    /// The next line; `None` when no more come. A line that comes when the book is to be locked reaches nobody.
    pub(super) fn line(&self, idle: &Idle) -> io::Result<Option<Line>> {
        loop {
            let mut held = self.held();
            held.read(self.is_terminal)?;
            let is_whole = held.is_whole();
            if is_whole && idle.key() {
                return Ok(held.take());
            }
            drop(held);
            if is_whole {
                wait_for_the_lock(idle);
            } else {
                system::wait()?;
            }
        }
    }

    /// Leaves out the rest of a line whose beginning was taken before the program began anew.
    pub(super) fn skip_line(&self) -> io::Result<()> {
        loop {
            let mut held = self.held();
            held.read(self.is_terminal)?;
            if held.is_whole() {
                held.take();
                return Ok(());
            }
            drop(held);
            system::wait()?;
        }
    }

    /// From now on, and for as long as this lives, nobody reads.
    pub(super) fn stop(&self) -> Stopped<'_> {
        // Elsewhere the loop has it in hand while it waits for a line.
        let mut held = if cfg!(unix) {
            Some(self.held())
        } else {
            self.held.try_lock().ok()
        };
        // Where nobody waits for a line, the next one is meant for whoever reads after us.
        if let Some(held) = held.as_mut().filter(|held| held.is_awaited) {
            if self.is_terminal {
                system::read_half_a_line(&mut held.bytes);
            } else if cfg!(unix) {
                let _ = held.read(false); // what cannot be read was not typed
            }
        }
        Stopped {
            is_terminal: self.is_terminal,
            held,
        }
    }
}

/// The loop does not go on before the watchdog has decided.
fn wait_for_the_lock(idle: &Idle) {
    while !idle.key() {
        std::thread::park_timeout(std::time::Duration::from_millis(20));
    }
}

impl Held {
    fn read(&mut self, is_terminal: bool) -> io::Result<()> {
        while !self.is_whole() && system::is_ready() {
            // A terminal gives one line and no more; elsewhere a byte at a time takes nothing of the next one.
            let mut bytes = Zeroizing::new([0; 4096]);
            let most = if is_terminal { bytes.len() } else { 1 };
            let count = system::read(bytes.get_mut(..most).unwrap_or_default())?;
            self.is_over = count == 0;
            let read = bytes.get(..count).unwrap_or_default();
            let room = LONGEST_LINE.saturating_sub(self.bytes.len());
            if room < count && read.last() == Some(&b'\n') {
                self.bytes.push(b'\n');
            }
            self.is_cut |= room < count;
            self.bytes
                .extend_from_slice(read.get(..count.min(room)).unwrap_or_default());
        }
        Ok(())
    }

    fn is_whole(&self) -> bool {
        self.is_over || self.bytes.last() == Some(&b'\n')
    }

    fn take(&mut self) -> Option<Line> {
        let bytes = std::mem::take(&mut self.bytes);
        let is_cut = std::mem::take(&mut self.is_cut);
        self.form = None;
        self.is_awaited = false;
        if std::mem::take(&mut self.is_over) && bytes.is_empty() {
            return None;
        }
        Some(Line {
            text: text(&bytes),
            is_cut,
        })
    }
}

fn text(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::from_utf8_lossy(bytes).into_owned());
    let kept = text.trim_end_matches(['\n', '\r']).len();
    text.truncate(kept);
    text
}

/// Nobody reads while this lives.
pub(super) struct Stopped<'a> {
    is_terminal: bool,
    held: Option<MutexGuard<'a, Held>>,
}

impl Stopped<'_> {
    /// The open form with the line that is half typed; `None` where there is no form or nothing of a line.
    pub(super) fn half_given(&self) -> Option<Draft> {
        let held = self.held.as_deref()?;
        let typed = text(&held.bytes);
        let typed = typed.lines().next().unwrap_or_default();
        if typed.trim().is_empty() {
            return None;
        }
        let mut draft = held.form.as_deref()?.clone();
        let Some(Answer::Typed(answer)) = draft.answers.get_mut(draft.focus) else {
            return None;
        };
        *answer = super::conversation::meant(typed, answer);
        Some(draft)
    }

    /// The rest of a line is still to come, and would be taken for the next answer.
    pub(super) fn is_mid_line(&self) -> bool {
        let held = self.held.as_deref();
        !self.is_terminal && held.is_some_and(|held| !held.bytes.is_empty() && !held.is_whole())
    }
}

#[cfg(unix)]
mod system {
    use std::io;

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        io::Errno,
        stdio::stdin,
        termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr},
    };

    const AT_ONCE: Timespec = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };

    /// Waits until something can be read, or the end is there.
    pub(super) fn wait() -> io::Result<()> {
        match poll(&mut [PollFd::new(&stdin(), PollFlags::IN)], None) {
            Ok(_) | Err(Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn is_ready() -> bool {
        poll(&mut [PollFd::new(&stdin(), PollFlags::IN)], Some(&AT_ONCE))
            .is_ok_and(|ready| ready > 0)
    }

    pub(super) fn read(into: &mut [u8]) -> io::Result<usize> {
        loop {
            match rustix::io::read(stdin(), &mut *into) {
                Err(Errno::INTR) => {}
                done => return Ok(done?),
            }
        }
    }

    /// A line that was not sent off yet is with the system: it gives it when lines are no longer asked for.
    pub(super) fn read_half_a_line(line: &mut Vec<u8>) {
        let Ok(before) = tcgetattr(stdin()) else {
            return;
        };
        let mut single = before.clone();
        single.local_modes.remove(LocalModes::ICANON);
        single.special_codes[SpecialCodeIndex::VMIN] = 0;
        single.special_codes[SpecialCodeIndex::VTIME] = 0;
        if tcsetattr(stdin(), OptionalActions::Now, &single).is_err() {
            return;
        }
        let mut bytes = zeroize::Zeroizing::new([0; 4096]);
        if let Ok(count) = rustix::io::read(stdin(), &mut *bytes) {
            line.extend_from_slice(bytes.get(..count).unwrap_or_default());
        }
        let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
    }
}

#[cfg(not(unix))]
mod system {
    //! The program does not begin anew here, so nothing is lost in a buffer.

    use std::io::{self, Read};

    pub(super) fn wait() -> io::Result<()> {
        Ok(())
    }

    pub(super) fn is_ready() -> bool {
        true
    }

    pub(super) fn read(into: &mut [u8]) -> io::Result<usize> {
        io::stdin().lock().read(into)
    }

    pub(super) fn read_half_a_line(_: &mut Vec<u8>) {}
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn held(bytes: &[u8]) -> Held {
        Held {
            bytes: Zeroizing::new(bytes.to_vec()),
            ..Held::default()
        }
    }

    #[test]
    fn a_line_ends_at_its_end_and_nothing_more_is_the_end() {
        assert!(!held(b"half").is_whole());
        assert_eq!(held(b"a note\r\n").take().unwrap().text.as_str(), "a note");
        let mut last = held(b"no end");
        last.is_over = true;
        assert_eq!(last.take().unwrap().text.as_str(), "no end");
        let mut over = held(b"");
        over.is_over = true;
        assert!(over.take().is_none());
    }
}
