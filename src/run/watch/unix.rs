//! Signals and the hang-up of a terminal.

use std::{
    io,
    os::unix::net::UnixStream,
    sync::{Arc, atomic::AtomicBool},
    thread,
};

use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ},
    iterator::{backend::SignalDelivery, exfiltrator::SignalOnly},
    low_level,
};

use super::Seen;

/// The signals that have a designed answer.
const WATCHED: [i32; 7] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH];

/// Signals from here on are ours, also those that come before [`Watch::start`].
#[derive(Debug)]
pub struct Watch {
    signals: SignalDelivery<UnixStream, SignalOnly>,
}

impl Watch {
    /// Takes over the signals. To be done before the terminal is taken.
    ///
    /// # Errors
    /// Those of the system.
    pub fn register() -> io::Result<Self> {
        // A file that grows too large is an error of the write then, as a full disk is.
        signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
        let (read, write) = UnixStream::pair()?;
        let signals = SignalDelivery::with_pipe(read, write, SignalOnly, WATCHED)?;
        Ok(Self { signals })
    }

    /// Watches from a thread of its own. `end` gives everything back; the process ends after it.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(
        mut self,
        tell: impl Fn(Seen) + Send + 'static,
        end: impl FnOnce() + Send + 'static,
    ) -> io::Result<()> {
        let watch = move || {
            let signal = self.until_the_end(tell);
            end();
            low_level::exit(128 + signal)
        };
        thread::Builder::new().name("watch".into()).spawn(watch)?;
        Ok(())
    }

    fn until_the_end(&mut self, tell: impl Fn(Seen)) -> i32 {
        loop {
            if self.sleep() {
                return SIGHUP;
            }
            for signal in self.signals.pending() {
                match signal {
                    SIGTSTP => tell(Seen::Stop),
                    SIGCONT => tell(Seen::GoOn),
                    SIGWINCH => tell(Seen::Resized),
                    end => return end,
                }
            }
        }
    }

    /// Sleeps until a signal comes. `true`: the terminal is gone.
    fn sleep(&self) -> bool {
        let terminal = rustix::stdio::stdin();
        let mut fds = [
            PollFd::new(&terminal, PollFlags::empty()), // hang-ups are told unasked
            PollFd::new(self.signals.get_read(), PollFlags::IN),
        ];
        // An interrupted poll means that a signal came.
        let _ = poll(&mut fds, None);
        let gone = PollFlags::HUP | PollFlags::ERR;
        fds.first().is_some_and(|fd| fd.revents().intersects(gone))
    }
}

/// Stops this process until it is told to go on. Returns then.
pub fn stop() {
    let _ = low_level::raise(signal_hook::consts::SIGSTOP);
}

/// Has the watchdog end this process, as if the system had asked for it.
pub fn end() {
    let _ = low_level::raise(SIGTERM);
}
