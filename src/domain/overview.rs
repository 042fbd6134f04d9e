//! The group at a glance: who has what open, on which days the group was met, how far it has come.
//!
//! Only counts and puts side by side. What is done, due or met is decided by [`super::status`] and [`super::requirement`];
//! who was met when by [`super::round`]. Knows no screen.

mod matrix;
mod progress;
mod year;

pub use matrix::{Cell, Column, Key, Matrix, Subject, checklist, parts, requirements};
pub use progress::{Month, by_part, goals_by_state, months};
pub use year::{Gap, Year};

#[cfg(test)]
mod tests;
