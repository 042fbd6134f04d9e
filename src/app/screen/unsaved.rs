//! Leaving with notes that are not saved: stay, try again, or lose them. Another key than the one that led here.

use super::Next;
use crate::app::{action::Action, effect::Effect, model::Model};

/// What a key does here. `None` for what is not this screen's own.
pub fn act(model: &mut Model, action: Action, effects: &mut Vec<Effect>) -> Option<Next> {
    match action {
        Action::Back => Some(Next::Close),
        Action::Retry => {
            effects.push(Effect::Retry);
            Some(Next::Close)
        }
        Action::Abandon => {
            model.leaving = true;
            effects.push(Effect::Quit);
            Some(Next::Stay)
        }
        _ => None,
    }
}
