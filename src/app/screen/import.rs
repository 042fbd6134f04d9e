//! What a roster was understood as, before anything is saved.

use super::Next;
use crate::app::{
    action::Action,
    effect::{Effect, RosterFile},
    model::{Desk, Model},
};

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct Import {
    /// What was read.
    pub file: RosterFile,
}

impl Import {
    /// Compares what was read with the group that is shown.
    pub fn new(_desk: &Desk, file: RosterFile) -> Option<Self> {
        Some(Self { file })
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        _model: &mut Model,
        action: Action,
        _effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        (action == Action::Back).then_some(Next::Close)
    }
}
