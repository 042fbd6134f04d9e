//! Signals, the hang-up of a terminal, and the wait for a key.

use std::{
    io::{self, IsTerminal, Read, Write},
    os::unix::net::UnixStream,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, atomic::AtomicBool},
    thread,
    time::Duration,
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::{backend::SignalDelivery, exfiltrator::SignalOnly},
    low_level,
};

use super::{
    super::fault,
    Seen, Then, Why,
    idle::{Due, Idle},
};

/// The signals that have a designed answer.
const WATCHED: [i32; 7] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH];

/// Signals from here on are ours, also those that come before [`Watch::start`].
#[derive(Debug)]
pub struct Watch {
    signals: SignalDelivery<UnixStream, SignalOnly>,
    /// Set by the signal itself, before any thread goes on.
    gone_on: Arc<AtomicBool>,
    idle: Arc<Idle>,
    /// A pipe whose other end is closed may still hold lines that nobody has read.
    has_terminal: bool,
    /// Rung when something may be due earlier than it was.
    bell: UnixStream,
    #[cfg(target_os = "linux")]
    clock: Option<std::os::fd::OwnedFd>,
}

impl Watch {
    /// Takes over the signals. To be done before the terminal is taken.
    ///
    /// # Errors
    /// Those of the system.
    pub fn register() -> io::Result<Self> {
        let gone_on = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(SIGCONT, Arc::clone(&gone_on))?;
        let (read, write) = UnixStream::pair()?;
        let signals = SignalDelivery::with_pipe(read, write, SignalOnly, WATCHED)?;
        let (bell, ring) = UnixStream::pair()?;
        bell.set_nonblocking(true)?;
        ring.set_nonblocking(true)?;
        let ring = move || {
            let _ = (&ring).write(&[0]); // a full pipe is rung already
        };
        Ok(Self {
            signals,
            gone_on,
            idle: Arc::new(Idle::new(ring)),
            has_terminal: io::stdin().is_terminal(),
            bell,
            #[cfg(target_os = "linux")]
            clock: jumps_of_the_clock().ok(),
        })
    }

    /// The wait for a key.
    pub fn idle(&self) -> Arc<Idle> {
        Arc::clone(&self.idle)
    }

    /// Whether the process went on after a stop, until somebody takes that back. What is told of it comes later.
    pub fn gone_on(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.gone_on)
    }

    /// Watches from a thread of its own. `lock` closes the book and begins the program anew; it comes back only where that
    /// is not possible, with what the loop is to be told. `end` gives everything back; the process ends after it.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(
        mut self,
        tell: impl Fn(Seen) + Send + 'static,
        lock: impl Fn(Why) -> Seen + Send + 'static,
        end: impl FnOnce() + Send + 'static,
    ) -> io::Result<()> {
        let watch = move || {
            // Nobody else could end the process after a fault in here.
            let watched = AssertUnwindSafe(|| self.until_the_end(&tell, &lock));
            let signal = panic::catch_unwind(watched).unwrap_or(SIGTERM);
            end();
            low_level::exit(128 + signal)
        };
        thread::Builder::new().name("watch".into()).spawn(watch)?;
        Ok(())
    }

    fn until_the_end(&mut self, tell: &impl Fn(Seen), lock: &impl Fn(Why) -> Seen) -> i32 {
        loop {
            let longest = match self.idle.due() {
                Due::Nothing(longest) => longest,
                Due::Warn => {
                    tell(Seen::LocksSoon);
                    continue;
                }
                Due::Lock(why) => {
                    tell(lock(why));
                    self.idle.again();
                    continue;
                }
            };
            if self.sleep(longest) {
                return SIGHUP;
            }
            fault::place("watch");
            for signal in self.signals.pending() {
                match signal {
                    // With a book open the program does not stop or go on before that is locked.
                    SIGTSTP if self.idle.ask(Then::Stop) => {}
                    SIGCONT if self.idle.ask(Then::Ask) => {}
                    SIGTSTP => tell(Seen::Stop),
                    SIGCONT => tell(Seen::GoOn),
                    SIGWINCH => tell(Seen::Resized),
                    end => return end,
                }
            }
        }
    }

    /// Sleeps until a signal comes, the bell rings, the clock jumps or the time is over. `true`: the terminal is gone.
    fn sleep(&self, longest: Option<Duration>) -> bool {
        let terminal = rustix::stdio::stdin();
        let mut fds = vec![
            PollFd::new(self.signals.get_read(), PollFlags::IN),
            PollFd::new(&self.bell, PollFlags::IN),
        ];
        #[cfg(target_os = "linux")]
        fds.extend(self.clock.iter().map(|fd| PollFd::new(fd, PollFlags::IN)));
        if self.has_terminal {
            fds.insert(0, PollFd::new(&terminal, PollFlags::empty())); // hang-ups are told unasked
        }
        let longest = longest.and_then(|longest| Timespec::try_from(longest).ok());
        // An interrupted poll means that a signal came.
        let _ = poll(&mut fds, longest.as_ref());
        let gone = PollFlags::HUP | PollFlags::ERR;
        let is_hung_up = fds.first().is_some_and(|fd| fd.revents().intersects(gone));
        let _ = (&self.bell).read(&mut [0; 64]);
        #[cfg(target_os = "linux")]
        if let Some(clock) = &self.clock {
            let _ = rustix::io::read(clock, &mut [0; 8]);
        }
        self.has_terminal && is_hung_up
    }
}

/// Can be read when the machine comes back from sleep, or its clock is set: the sleep of a thread does not count those.
#[cfg(target_os = "linux")]
fn jumps_of_the_clock() -> rustix::io::Result<std::os::fd::OwnedFd> {
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, timerfd_create,
        timerfd_settime,
    };
    let flags = TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK;
    let clock = timerfd_create(TimerfdClockId::Realtime, flags)?;
    let never = Itimerspec {
        it_interval: Timespec::default(),
        it_value: Timespec {
            tv_sec: i64::MAX / 2_000_000_000,
            tv_nsec: 0,
        },
    };
    let on_set = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
    timerfd_settime(&clock, on_set, &never)?;
    Ok(clock)
}

/// Stops this process until it is told to go on. Returns then.
pub fn stop() {
    let _ = low_level::raise(signal_hook::consts::SIGSTOP);
}

/// Has the watchdog end this process, as if the system had asked for it.
pub fn end() {
    let _ = low_level::raise(SIGTERM);
}
