//! Faults of the program on purpose, for the tests that hold what a person sees of one. Only builds for tests have them.
//!
//! Places in the threads of `run` tell that they were reached; one of them panics at the time that the command line chose.
//! In a build for people every place is empty and the command line does not know the option.

/// Where a fault can be asked for: one in each thread and around everything that must be given back or closed.
pub const PLACES: [&str; 12] = [
    "open", "keyboard", "take", "tick", "draw", "frame", "job", "save", "saved", "close", "watch",
    "lock",
];

#[cfg(any(debug_assertions, feature = "ten-fold"))]
mod asked {
    use std::sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    };

    /// The place, and how often it is still passed before the fault.
    static CHOSEN: OnceLock<(String, AtomicUsize)> = OnceLock::new();

    /// `save:3`: the third time that something is saved.
    pub fn choose(asked: &str) {
        let (place, times) = asked.split_once(':').unwrap_or((asked, "1"));
        let times = times.parse().unwrap_or(1);
        let _ = CHOSEN.set((place.to_owned(), AtomicUsize::new(times)));
    }

    pub(in crate::run) fn place(here: &str) {
        let Some((place, left)) = CHOSEN.get() else {
            return;
        };
        let is_now = place == here && left.fetch_sub(1, Ordering::SeqCst) == 1;
        assert!(!is_now, "a fault on purpose");
    }
}

#[cfg(any(debug_assertions, feature = "ten-fold"))]
pub use asked::choose;

#[cfg(any(debug_assertions, feature = "ten-fold"))]
pub(super) use asked::place;

/// Nothing, in a build for people.
#[cfg(not(any(debug_assertions, feature = "ten-fold")))]
#[inline]
pub(super) fn place(_: &str) {}
