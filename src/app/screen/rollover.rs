//! A new school year: what it will do, student by student, before it is done.

use std::collections::BTreeMap;

use super::{Next, Screen};
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        effect::{Effect, Occasion},
        model::{Desk, Model},
        notice::Notice,
        update::{perform, say},
    },
    domain::{
        act::Stamp,
        date::DateTime,
        id::StudentId,
        year::{self, Fate, Moving, RollOver},
    },
};

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct RollOverScreen {
    /// What was said about single students.
    fates: BTreeMap<StudentId, Fate>,
    /// What will be done.
    pub plan: RollOver,
    /// The line under the cursor; behind the students stands the line that begins the year.
    pub cursor: usize,
}

impl RollOverScreen {
    /// What the next school year will do, or why it cannot be begun.
    ///
    /// # Errors
    ///
    /// The sentence to say, when it is too early.
    pub fn new(desk: &Desk, now: DateTime) -> Result<Self, String> {
        if let Some(refused) = year::refused(&desk.book, now.date()) {
            return Err(refused);
        }
        let fates = BTreeMap::new();
        Ok(Self {
            plan: year::roll_over(&desk.book, &desk.catalog, &fates, Stamp::now(now)),
            fates,
            cursor: 0,
        })
    }

    /// The student under the cursor; `None` on the line that begins the year.
    pub fn at_cursor(&self) -> Option<&Moving> {
        self.plan.moving.get(self.cursor)
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let length = self.plan.moving.len() + 1;
        if let Some(by) = stride(action) {
            self.cursor = moved(self.cursor, by, length);
            return Some(Next::Stay);
        }
        match action {
            Action::Back => return Some(Next::Close),
            Action::Toggle | Action::Open if self.at_cursor().is_some() => self.other_fate(model),
            Action::Open | Action::BeginYear => return Some(self.begin(model, effects)),
            _ => return None,
        }
        Some(Next::Stay)
    }

    /// The book was changed, or something was said about a student: works it out again.
    pub fn follow(&mut self, desk: &Desk, now: DateTime) {
        if desk.book.settings.year == self.plan.from {
            let stamp = Stamp::now(now);
            self.plan = year::roll_over(&desk.book, &desk.catalog, &self.fates, stamp);
        }
    }

    fn other_fate(&mut self, model: &Model) {
        let (Some(desk), Some(at)) = (&model.desk, self.at_cursor()) else {
            return;
        };
        if let Some(student) = desk.book.students.get(&at.student) {
            self.fates.insert(student.id, at.fate.next(student));
            self.follow(desk, model.now);
        }
    }

    /// Does it, if the book is still the one that was looked at.
    fn begin(&self, model: &mut Model, effects: &mut Vec<Effect>) -> Next {
        let Some(desk) = &model.desk else {
            return Next::Close;
        };
        if desk.book.settings.year != self.plan.from {
            say(
                model,
                Notice::refused("The school year has been begun already."),
            );
            return Next::Close;
        }
        let stamp = Stamp::now(model.now);
        let plan = year::roll_over(&desk.book, &desk.catalog, &self.fates, stamp);
        effects.push(Effect::BackUp(Occasion::RollOver));
        perform(model, plan.change, effects);
        Next::Close
    }
}

/// Opens the screen, or says why it cannot be.
pub fn open(model: &mut Model) -> Option<Screen> {
    let desk = model.desk.as_ref()?;
    match RollOverScreen::new(desk, model.now) {
        Ok(screen) => Some(Screen::RollOver(Box::new(screen))),
        Err(refused) => {
            say(model, Notice::refused(refused));
            None
        }
    }
}
