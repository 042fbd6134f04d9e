//! Before the book is open: it cannot simply be opened, and the person says what to do. Somebody else has it open, or it is
//! older than what was open on this machine.
//!
//! Each choice has a digit. Nothing is taken by a key that was meant for the passphrase before.

use super::{Gate, Next, Step};
use crate::app::{
    action::Action,
    detail::{moved, stride},
    effect::{Comparison, Effect, Elsewhere},
    model::Model,
    notice::Notice,
    update::{leave, say},
};

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Read the newest backup.
    ReadBackup,
    /// Look whether the book is free by now.
    TryAgain,
    /// Ask whether to take it over from another machine.
    MayTakeOver,
    /// Take it over.
    TakeOver,
    /// Back to the choices before.
    NotNow,
    /// Say what the older book and the one before hold.
    Compare,
    /// Open the older book.
    GoOn,
    /// Leave the program.
    Leave,
}

impl Gate {
    /// A book that somebody else has open.
    pub fn elsewhere(place: String, elsewhere: Elsewhere) -> Self {
        let mut gate = Self::at(Step::Busy, place, Vec::new());
        gate.is_elsewhere(elsewhere);
        gate
    }

    /// Somebody else has the book open.
    pub fn is_elsewhere(&mut self, elsewhere: Elsewhere) {
        self.go(Step::Busy);
        self.problem = Some(elsewhere.problem.clone());
        self.backup = elsewhere.backup.clone().unwrap_or_default();
        self.elsewhere = Some(Box::new(elsewhere));
    }

    /// The book is older than what was open here, as this sentence says.
    pub fn is_older(&mut self, said: String) {
        self.go(Step::Older);
        self.older = said;
        // Enter may have been pressed twice after the passphrase: it does no harm there.
        self.cursor = 0;
    }

    /// What the older book and the one before hold.
    pub fn compared(&mut self, comparison: Comparison) {
        self.busy = false;
        self.cursor = 0;
        self.comparison = Some(Box::new(comparison));
    }

    /// The book waits for its passphrase now.
    pub fn is_claimed(&mut self, reads: bool) {
        self.go(Step::Unlock);
        self.reads = reads;
    }

    /// What can be chosen here; none where something is asked.
    pub fn choices(&self) -> Vec<Choice> {
        match self.step {
            Step::Busy => {
                let takes = self.elsewhere.as_ref().is_some_and(|one| one.can_take_over);
                let backup = (!self.backup.is_empty()).then_some(Choice::ReadBackup);
                let take_over = takes.then_some(Choice::MayTakeOver);
                let always = [Choice::TryAgain];
                let choices = backup.into_iter().chain(always).chain(take_over);
                choices.chain([Choice::Leave]).collect()
            }
            Step::TakeOver => vec![Choice::NotNow, Choice::TakeOver],
            Step::Older if self.comparison.is_none() => {
                vec![Choice::Compare, Choice::GoOn, Choice::Leave]
            }
            Step::Older => vec![Choice::Leave, Choice::GoOn],
            _ => Vec::new(),
        }
    }

    /// Whether something is chosen here instead of typed.
    pub fn is_choosing(&self) -> bool {
        matches!(self.step, Step::Busy | Step::TakeOver | Step::Older)
    }

    /// A choice in words.
    pub fn words(&self, choice: Choice) -> String {
        match choice {
            Choice::ReadBackup => format!("Read the newest backup, of {}", self.backup),
            Choice::TryAgain => "Try again: it may be closed there by now".to_owned(),
            Choice::MayTakeOver => "Take it over: that computer is off or broken".to_owned(),
            Choice::TakeOver => "Yes, nobody has it open: take it over".to_owned(),
            Choice::NotNow => "No, back".to_owned(),
            Choice::Compare => "Compare: what this book holds, and what was open here".to_owned(),
            Choice::GoOn => "Go on with this book as it is".to_owned(),
            Choice::Leave => "Leave; nothing is changed".to_owned(),
        }
    }

    /// What a key does where something is chosen. `None` for what is not this screen's own.
    pub(super) fn choose(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let choices = self.choices();
        if let Some(by) = stride(action) {
            self.cursor = moved(self.cursor, by, choices.len());
            return Some(Next::Stay);
        }
        let at = match action {
            Action::Tick(number) => usize::from(number).saturating_sub(1),
            Action::Open | Action::Toggle => self.cursor,
            Action::Back if self.step == Step::TakeOver => {
                self.back_to_busy();
                return Some(Next::Stay);
            }
            Action::Back => return Some(leave(model, effects)),
            _ => return None,
        };
        let Some(choice) = choices.get(at).copied() else {
            say(model, Notice::refused("No line has that number."));
            return Some(Next::Stay);
        };
        self.cursor = at;
        Some(self.chosen(choice, model, effects))
    }

    fn chosen(&mut self, choice: Choice, model: &mut Model, effects: &mut Vec<Effect>) -> Next {
        let effect = match choice {
            Choice::Leave => return leave(model, effects),
            Choice::MayTakeOver => {
                self.go(Step::TakeOver);
                return Next::Stay;
            }
            Choice::NotNow => {
                self.back_to_busy();
                return Next::Stay;
            }
            Choice::ReadBackup => Effect::ReadBackup,
            Choice::TryAgain => Effect::TryAgain { take_over: false },
            Choice::TakeOver => Effect::TryAgain { take_over: true },
            Choice::Compare => Effect::Compare,
            Choice::GoOn => Effect::GoOn,
        };
        self.busy = true;
        effects.push(effect);
        Next::Stay
    }

    fn back_to_busy(&mut self) {
        if let Some(elsewhere) = self.elsewhere.take() {
            self.is_elsewhere(*elsewhere);
        }
    }
}
