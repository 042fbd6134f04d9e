//! Early signals of the group: one line a number, and behind each of them the list of its students.

use super::{Next, Screen, student::StudentPage};
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        model::{Desk, Model},
    },
    domain::signals::{self, MOST_WEEKS, Signal, SignalKind, WEEKS},
};

/// The state of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signals {
    /// How many weeks back *seen* reaches.
    pub weeks: u8,
    /// The number under the cursor.
    pub cursor: usize,
    /// The number whose students are shown.
    pub open: Option<SignalKind>,
    /// The student under the cursor, while students are shown.
    pub behind: usize,
}

impl Default for Signals {
    fn default() -> Self {
        Self {
            weeks: WEEKS,
            cursor: 0,
            open: None,
            behind: 0,
        }
    }
}

impl Signals {
    /// The numbers, counted now.
    pub fn lines(&self, desk: &Desk) -> Vec<Signal> {
        desk.group
            .map(|group| signals::all(&desk.book, &desk.catalog, group, desk.day(), self.weeks))
            .unwrap_or_default()
    }

    /// The number whose students are shown. One that is gone since has nobody behind it.
    pub fn opened(&self, desk: &Desk) -> Option<Signal> {
        let kind = self.open?;
        self.lines(desk).into_iter().find(|line| line.kind == kind)
    }

    /// Whether the line under the cursor is the one that counts weeks: the first one.
    pub fn counts_weeks(&self) -> bool {
        let is_seen = self.open.map(|kind| kind == SignalKind::Seen);
        is_seen.unwrap_or(self.cursor == 0)
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(&mut self, model: &Model, action: Action) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        match action {
            Action::Less | Action::More => self.reach(action),
            Action::Open => return Some(self.enter(desk)),
            Action::Back | Action::Signals => return Some(self.back()),
            _ => self.step(desk, stride(action)?),
        }
        Some(Next::Stay)
    }

    fn step(&mut self, desk: &Desk, by: isize) {
        if self.open.is_some() {
            let length = self.opened(desk).map_or(0, |line| line.behind.len());
            self.behind = moved(self.behind, by, length);
        } else {
            self.cursor = moved(self.cursor, by, self.lines(desk).len());
        }
    }

    /// A week less or more, on the line that counts weeks.
    fn reach(&mut self, action: Action) {
        if self.counts_weeks() {
            let weeks = match action {
                Action::Less => self.weeks.saturating_sub(1),
                _ => self.weeks + 1,
            };
            self.weeks = weeks.clamp(1, MOST_WEEKS);
            self.behind = 0;
        }
    }

    /// To the students behind the number, from there to the page of one.
    fn enter(&mut self, desk: &Desk) -> Next {
        if self.open.is_none() {
            self.open = self.lines(desk).get(self.cursor).map(|line| line.kind);
            self.behind = 0;
            return Next::Stay;
        }
        let line = self.opened(desk);
        let one = line.as_ref().and_then(|line| line.behind.get(self.behind));
        one.map_or(Next::Stay, |one| {
            Next::push(Screen::Student(Box::new(StudentPage::new(
                desk,
                one.student,
            ))))
        })
    }

    fn back(&mut self) -> Next {
        match self.open.take() {
            Some(_) => Next::Stay,
            None => Next::Close,
        }
    }
}
