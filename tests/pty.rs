//! The real program in a real terminal: what only a terminal can show. Few tests; the screens themselves are tested
//! without one.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on ends there"
)]

#[path = "pty/book.rs"]
mod book;
#[cfg(target_os = "linux")]
#[path = "pty/calls.rs"]
mod calls;
#[cfg(target_os = "linux")]
#[path = "pty/dates.rs"]
mod dates;
#[path = "pty/demo.rs"]
mod demo;
#[cfg(target_os = "linux")]
#[path = "pty/disks.rs"]
mod disks;
#[path = "pty/floods.rs"]
mod floods;
#[path = "pty/kills.rs"]
mod kills;
#[cfg(target_os = "linux")]
#[path = "pty/limits.rs"]
mod limits;
#[path = "pty/lock.rs"]
mod lock;
#[path = "pty/marks.rs"]
mod marks;
#[path = "pty/often.rs"]
mod often;
#[path = "pty/panics.rs"]
mod panics;
#[cfg(target_os = "linux")]
#[path = "pty/phases.rs"]
mod phases;
#[path = "pty/places.rs"]
mod places;
#[path = "pty/plain.rs"]
mod plain;
#[cfg(target_os = "linux")]
#[path = "pty/secrets.rs"]
mod secrets;
#[path = "pty/signals.rs"]
mod signals;
#[path = "pty/terminal.rs"]
mod terminal;
#[path = "pty/tmux.rs"]
mod tmux;

mod counts;
