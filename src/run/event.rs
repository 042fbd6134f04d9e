//! What can happen to the loop, from all its sources in one queue; and the thread that reads the keyboard.
//!
//! The loop takes everything that waits before it draws once, so a held-down key costs one frame, not five hundred.

use std::{
    io,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use crossterm::event::{Event, read};

use super::{
    fault,
    watch::{Idle, Seen},
    worker::Answer,
};

/// Something for the loop.
#[derive(Debug)]
pub enum Input {
    /// From the terminal: a key, a paste, another size.
    Terminal(Event),
    /// From the worker.
    Worker(Answer),
    /// From the watchdog. It tells of another size of the window too: whoever reads the keyboard begins to look for it only
    /// after the first frame.
    Seen(Seen),
    /// The keyboard cannot be read any more, for this reason.
    Lost(io::Error),
}

/// How much is taken at once: so that a flood of keys cannot keep the loop from drawing.
const AT_ONCE: usize = 4096;

/// Waits until something happens or the time is over, and takes everything that waits. Empty when the time is over,
/// `None` when nothing can happen any more.
pub fn wait(inbox: &Receiver<Input>, longest: Duration) -> Option<Vec<Input>> {
    match inbox.recv_timeout(longest) {
        Ok(first) => {
            let rest = inbox.try_iter().take(AT_ONCE - 1);
            Some(std::iter::once(first).chain(rest).collect())
        }
        Err(RecvTimeoutError::Timeout) => Some(Vec::new()),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

/// Reads the keyboard for as long as anybody listens. A key that comes when the book is to be locked reaches nobody.
///
/// # Errors
/// The system gives no thread.
pub fn listen(inbox: Sender<Input>, idle: Arc<Idle>) -> io::Result<()> {
    thread::Builder::new()
        .name("keyboard".into())
        .spawn(move || {
            let lost = loop {
                let event = match read() {
                    Ok(event) => event,
                    Err(error) => break error,
                };
                fault::place("keyboard");
                if is_pressed(&event) && !idle.key() {
                    continue;
                }
                if inbox.send(Input::Terminal(event)).is_err() {
                    return;
                }
            };
            let _ = inbox.send(Input::Lost(lost));
        })
        .map(|_| ())
}

/// Whether somebody did something.
pub fn is_pressed(event: &Event) -> bool {
    matches!(event, Event::Paste(_)) || event.as_key_press_event().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn everything_that_waits_is_taken_at_once() {
        let (sender, inbox) = mpsc::channel();
        for _ in 0..500 {
            sender.send(Input::Seen(Seen::GoOn)).unwrap();
        }
        assert_eq!(wait(&inbox, Duration::ZERO).unwrap().len(), 500);
        assert_eq!(wait(&inbox, Duration::ZERO).unwrap().len(), 0);
        drop(sender);
        assert!(wait(&inbox, Duration::ZERO).is_none());
    }
}
