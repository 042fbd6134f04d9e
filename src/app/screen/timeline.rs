//! What was done and when; undo from there.

use super::Next;
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        effect::Effect,
        model::{Desk, Model},
        notice::Notice,
        update::{perform_kind, say},
    },
    domain::{change::EntryKind, date, id::StudentId, sentence},
};

/// The state of the screen.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// Only what is about this student.
    pub student: Option<StudentId>,
    /// The line under the cursor; 0 is the newest.
    pub cursor: usize,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineLine {
    /// Which entry.
    pub seq: u64,
    /// `10:04`, or the day for an earlier one.
    pub when: String,
    /// What was done.
    pub said: String,
    /// Who did it.
    pub by: String,
    /// It can be undone from here.
    pub holds: bool,
    /// An act that was undone, or an undoing itself.
    pub is_undone: bool,
}

impl Timeline {
    /// The lines, newest first.
    pub fn lines(&self, desk: &Desk) -> Vec<TimelineLine> {
        let about = |entry: &&crate::domain::change::Entry| {
            self.student
                .is_none_or(|student| entry.change.students().contains(&student))
        };
        let line = |entry: &crate::domain::change::Entry| TimelineLine {
            seq: entry.seq,
            when: if entry.at.date() == desk.day() {
                date::clock(entry.at)
            } else {
                date::short(entry.at.date(), desk.day())
            },
            said: sentence::entry(entry, &desk.book, &desk.catalog),
            by: entry.by.as_str().to_owned(),
            holds: desk.history.holds(entry.seq),
            is_undone: entry.kind == EntryKind::Act && !desk.history.holds(entry.seq),
        };
        desk.history
            .entries()
            .rev()
            .filter(about)
            .map(line)
            .collect()
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        let length = self.lines(desk).len();
        match action {
            Action::Back | Action::Timeline => return Some(Next::Close),
            Action::Undo | Action::Toggle => self.undo(model, effects),
            _ => self.cursor = moved(self.cursor, stride(action)?, length),
        }
        Some(Next::Stay)
    }

    /// Takes the act under the cursor back, whenever it was; later changes of the same thing stand in the way.
    fn undo(&mut self, model: &mut Model, effects: &mut Vec<Effect>) {
        let Some(desk) = &model.desk else { return };
        let lines = self.lines(desk);
        let under = lines.get(self.cursor);
        let Some((kind, change)) = under.and_then(|line| desk.history.undo(line.seq)) else {
            let line =
                "This was undone already, or is an undoing itself. ctrl-r does the last one again.";
            say(model, Notice::refused(line));
            return;
        };
        if perform_kind(model, change, kind, effects) {
            self.cursor += 1; // the undoing stands on top now
        }
    }
}
