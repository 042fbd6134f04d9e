//! How long nobody has pressed a key, and when that is too long.
//!
//! The thread that reads the keyboard tells of every key, the loop says after how long an open book is to lock, and the
//! watchdog asks what is due. Time is the larger of what the machine counted, its sleep included, and what the wall clock
//! says: a machine that slept, or a clock that was turned, cannot keep a book open. Must not know the model.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// How long before the lock it is said.
pub const WARNING: Duration = Duration::from_secs(20);

/// A machine that slept this long may lie in other hands.
const SLEPT: Duration = Duration::from_secs(60);

/// The clocks at one moment, each since a beginning of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moment {
    /// Counts on while the machine sleeps.
    pub with_sleep: Duration,
    /// Stands still while the machine sleeps.
    pub awake: Duration,
    /// The clock on the wall.
    pub wall: Duration,
}

impl Moment {
    /// This moment.
    pub fn now() -> Self {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH);
        let (with_sleep, awake) = counted();
        Self {
            with_sleep,
            awake,
            wall: wall.unwrap_or_default(),
        }
    }

    fn since(self, before: Self) -> Duration {
        let counted = self.with_sleep.saturating_sub(before.with_sleep);
        counted.max(self.wall.saturating_sub(before.wall))
    }

    fn slept_since(self, before: Self) -> Duration {
        let counted = self.with_sleep.saturating_sub(before.with_sleep);
        counted.saturating_sub(self.awake.saturating_sub(before.awake))
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn counted() -> (Duration, Duration) {
    use rustix::time::{ClockId, clock_gettime};
    let read = |id| Duration::try_from(clock_gettime(id)).unwrap_or_default();
    (read(ClockId::Boottime), read(ClockId::Monotonic))
}

/// Elsewhere the wall clock alone tells of a sleep.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn counted() -> (Duration, Duration) {
    use std::{sync::LazyLock, time::Instant};
    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    (BEGAN.elapsed(), BEGAN.elapsed())
}

/// What the program does once the book is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Asks for the passphrase.
    Ask,
    /// Stops until it is told to go on, and asks then.
    Stop,
}

/// Why a book is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Nobody was there, or the machine slept.
    Idle,
    /// Somebody wants it so.
    Asked(Then),
}

/// What is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing until then; `None` while no book is open.
    Nothing(Option<Duration>),
    /// Say that the book locks in a moment.
    Warn,
    /// Lock it.
    Lock(Why),
}

/// The wait for a key, apart from clocks and threads.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wait {
    limit: Option<Duration>,
    key: Moment,
    is_warned: bool,
    asked: Option<Why>,
}

impl Wait {
    /// From now on the book locks after this long; `None` while there is nothing to lock.
    pub fn arm(&mut self, limit: Option<Duration>, now: Moment) {
        *self = Self {
            limit,
            key: now,
            ..Self::default()
        };
    }

    /// A key is pressed. `false` when it comes too late: nothing of it may reach the book.
    pub fn key(&mut self, now: Moment) -> bool {
        if matches!(self.due(now), Due::Lock(_)) {
            return false;
        }
        self.key = now;
        self.is_warned = false;
        true
    }

    /// Somebody wants the book locked.
    pub fn ask(&mut self, then: Then) {
        self.asked = self.limit.and(Some(Why::Asked(then)));
    }

    /// What is to be done now. Once it is the lock, it stays that until [`Wait::arm`].
    pub fn due(&mut self, now: Moment) -> Due {
        let Some(limit) = self.limit else {
            return Due::Nothing(None);
        };
        let idle = now.since(self.key);
        if idle >= limit || now.slept_since(self.key) >= SLEPT {
            self.asked.get_or_insert(Why::Idle);
        }
        if let Some(why) = self.asked {
            return Due::Lock(why);
        }
        let warning = limit.saturating_sub(WARNING);
        if idle < warning {
            return Due::Nothing(Some(warning.saturating_sub(idle)));
        }
        if std::mem::replace(&mut self.is_warned, true) {
            Due::Nothing(Some(limit.saturating_sub(idle)))
        } else {
            Due::Warn
        }
    }
}

/// The same for several threads.
pub struct Idle {
    wait: Mutex<Wait>,
    /// Wakes the watchdog.
    ring: Box<dyn Fn() + Send + Sync>,
}

impl fmt::Debug for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.wait.fmt(f)
    }
}

impl Idle {
    /// Nothing is open yet; `ring` wakes the one who asks what is due.
    pub fn new(ring: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            wait: Mutex::default(),
            ring: Box::new(ring),
        }
    }

    fn wait(&self) -> MutexGuard<'_, Wait> {
        self.wait.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// See [`Wait::arm`]. Does nothing where that is so already.
    pub fn arm(&self, limit: Option<Duration>) {
        let mut wait = self.wait();
        if wait.limit != limit {
            wait.arm(limit, Moment::now());
            drop(wait);
            (self.ring)();
        }
    }

    /// The lock was not possible: the wait begins anew.
    pub fn again(&self) {
        let mut wait = self.wait();
        let limit = wait.limit;
        wait.arm(limit, Moment::now());
    }

    /// Whether there is an open book to lock.
    pub fn is_armed(&self) -> bool {
        self.wait().limit.is_some()
    }

    /// See [`Wait::key`].
    pub fn key(&self) -> bool {
        let in_time = self.wait().key(Moment::now());
        if !in_time {
            (self.ring)();
        }
        in_time
    }

    /// Wants the open book locked. `false` where none is open.
    pub fn ask(&self, then: Then) -> bool {
        let mut wait = self.wait();
        wait.ask(then);
        let is_open = wait.limit.is_some();
        drop(wait);
        (self.ring)();
        is_open
    }

    /// See [`Wait::due`].
    pub fn due(&self) -> Due {
        if cfg!(feature = "sabotage-watchdog") {
            return Due::Nothing(None);
        }
        self.wait().due(Moment::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn at(seconds: u64) -> Moment {
        let time = Duration::from_secs(seconds);
        Moment {
            with_sleep: time,
            awake: time,
            wall: time,
        }
    }

    fn armed() -> Wait {
        let mut wait = Wait::default();
        wait.arm(Some(3 * MINUTE), at(0));
        wait
    }

    #[test]
    fn three_minutes_without_a_key_lock_and_twenty_seconds_before_it_is_said() {
        let mut wait = armed();
        assert_eq!(
            wait.due(at(0)),
            Due::Nothing(Some(Duration::from_secs(160)))
        );
        assert_eq!(wait.due(at(160)), Due::Warn);
        assert_eq!(wait.due(at(160)), Due::Nothing(Some(WARNING)));
        assert_eq!(wait.due(at(180)), Due::Lock(Why::Idle));
    }

    #[test]
    fn a_key_begins_the_wait_anew_and_is_warned_of_anew() {
        let mut wait = armed();
        assert_eq!(wait.due(at(165)), Due::Warn);
        assert!(wait.key(at(170)));
        assert_eq!(
            wait.due(at(180)),
            Due::Nothing(Some(Duration::from_secs(150)))
        );
        assert_eq!(wait.due(at(330)), Due::Warn);
        assert_eq!(wait.due(at(350)), Due::Lock(Why::Idle));
    }

    #[test]
    fn a_key_that_comes_too_late_does_not_reach_the_book() {
        let mut wait = armed();
        assert!(!wait.key(at(181)));
        assert!(!wait.key(at(182)));
        assert_eq!(wait.due(at(182)), Due::Lock(Why::Idle));
        wait.arm(Some(3 * MINUTE), at(200));
        assert!(wait.key(at(201)));
    }

    #[test]
    fn a_machine_that_slept_for_a_minute_locks_at_once() {
        let mut wait = armed();
        let slept = |seconds: u64| Moment {
            with_sleep: Duration::from_secs(10 + seconds),
            awake: Duration::from_secs(10),
            wall: Duration::from_secs(10 + seconds),
        };
        assert!(matches!(wait.due(slept(59)), Due::Nothing(_)));
        assert!(!wait.key(slept(61)));
        assert_eq!(wait.due(slept(61)), Due::Lock(Why::Idle));
    }

    #[test]
    fn a_clock_that_is_turned_back_does_not_keep_the_book_open() {
        let mut wait = armed();
        let turned = Moment {
            wall: Duration::ZERO,
            ..at(180)
        };
        assert_eq!(wait.due(turned), Due::Lock(Why::Idle));
        let mut wait = armed();
        let counts_no_sleep = Moment {
            wall: Duration::from_secs(600),
            ..at(5)
        };
        assert_eq!(wait.due(counts_no_sleep), Due::Lock(Why::Idle));
    }

    #[test]
    fn without_an_open_book_nothing_is_due() {
        let mut wait = armed();
        wait.arm(None, at(1));
        wait.ask(Then::Stop);
        assert_eq!(wait.due(at(100_000)), Due::Nothing(None));
        assert!(wait.key(at(100_000)));
    }

    #[test]
    fn one_minute_is_said_after_forty_seconds() {
        let mut wait = Wait::default();
        wait.arm(Some(MINUTE), at(0));
        assert_eq!(wait.due(at(39)), Due::Nothing(Some(Duration::from_secs(1))));
        assert_eq!(wait.due(at(40)), Due::Warn);
    }
}
