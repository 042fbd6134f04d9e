//! Where there are no such signals the console itself ends the program; what was acknowledged is in the book.

use std::{
    io,
    sync::{
        Arc,
        atomic::AtomicBool,
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use super::{
    Seen, Why,
    idle::{Due, Idle},
};

/// Longest sleep: the wait of a thread does not count the sleep of the machine.
const LONGEST: Duration = Duration::from_secs(30);

/// Watches whether somebody is there.
#[derive(Debug)]
pub struct Watch {
    idle: Arc<Idle>,
    bell: Receiver<()>,
}

impl Watch {
    /// Nothing to take over.
    ///
    /// # Errors
    /// Never.
    pub fn register() -> io::Result<Self> {
        let (ring, bell) = mpsc::channel();
        let ring = std::sync::Mutex::new(ring);
        let ring = move || {
            if let Ok(ring) = ring.lock() {
                let _ = ring.send(());
            }
        };
        Ok(Self {
            idle: Arc::new(Idle::new(ring)),
            bell,
        })
    }

    /// The wait for a key.
    pub fn idle(&self) -> Arc<Idle> {
        Arc::clone(&self.idle)
    }

    /// Nobody stops a process here.
    pub fn gone_on(&self) -> Arc<AtomicBool> {
        Arc::default()
    }

    /// Watches from a thread of its own.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(
        self,
        tell: impl Fn(Seen) + Send + 'static,
        lock: impl Fn(Why) -> Seen + Send + 'static,
        _end: impl FnOnce() + Send + 'static,
    ) -> io::Result<()> {
        let watch = move || {
            loop {
                let sleep = match self.idle.due() {
                    Due::Warn => {
                        tell(Seen::LocksSoon);
                        continue;
                    }
                    Due::Lock(why) => {
                        tell(lock(why));
                        self.idle.again();
                        continue;
                    }
                    Due::Nothing(sleep) => sleep.unwrap_or(LONGEST).min(LONGEST),
                };
                if let Err(RecvTimeoutError::Disconnected) = self.bell.recv_timeout(sleep) {
                    return;
                }
            }
        };
        thread::Builder::new().name("watch".into()).spawn(watch)?;
        Ok(())
    }
}

/// There is no such thing here.
pub fn stop() {}

/// Ends this process.
pub fn end() {
    std::process::exit(101);
}
