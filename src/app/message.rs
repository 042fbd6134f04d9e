//! What [`super::update::update`] takes.

use super::{action::Action, effect::Outcome, line::Typed};
use crate::domain::date::DateTime;

/// Something happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key that is bound.
    Act(Action),
    /// A key that is text, where text is typed; or one that is bound to nothing.
    Text(Typed),
    /// The time: once at the start, before each key, and once a minute.
    Tick(DateTime),
    /// Nobody has pressed a key for long: the book locks in 20 seconds.
    LocksSoon,
    /// A key that means nothing here was pressed: somebody is here.
    StillHere,
    /// The answer to an effect.
    Outcome(Outcome),
}
