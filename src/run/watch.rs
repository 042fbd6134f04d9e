//! The watchdog: locks the book when nobody is there, and ends the program when the terminal is gone or the system asks
//! for it, whatever the other threads do.
//!
//! With the terminal gone the thread that reads keys spins and never comes back, and the loop may wait for it. So this
//! thread has its own way out: it gives the terminal back, lets the worker finish its queue, and ends the process within
//! two seconds. It locks by itself for the same reason; see `run::lock`. It sleeps until something happens or is due.
//! Must not know the model.

pub mod idle;

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub use unix::{Watch, end, stop};

#[cfg(not(unix))]
mod other;
#[cfg(not(unix))]
pub use other::{Watch, end, stop};

pub use idle::{Idle, Then, Why};

/// What the watchdog saw, where the loop has to do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The program is to stop until further notice.
    Stop,
    /// It goes on after a stop.
    GoOn,
    /// The window has another size.
    Resized,
    /// The book locks in a moment.
    LocksSoon,
    /// The book is closed, and the program could not be begun anew: it forgets by itself what was open.
    Locked,
    /// The book cannot be locked: something in it is not saved. The screen was taken away all the same.
    Unsaved(Why),
}
