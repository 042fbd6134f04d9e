//! The round: the list of students with a cursor, and the detail that follows it.

use std::collections::BTreeSet;

use super::{Next, Screen, filter::Filter, form::Form, student::StudentPage};
use crate::{
    app::{
        action::Action,
        detail::{Detail, DetailLine, moved, stride},
        effect::Effect,
        model::{Desk, Model, Seat},
        notice::Notice,
        talk::{self, On, Recorded, tick_for},
        update::{perform, say},
    },
    domain::{act, catalog::ItemId, change::Change, id::StudentId},
};

/// Which side has the keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    /// The students.
    #[default]
    List,
    /// The lines of one student.
    Detail,
}

/// The state of the round's screen. What it shows stands on the [`Desk`].
#[derive(Debug, Clone, Default)]
pub struct RoundScreen {
    /// The student under the cursor; `None` in an empty group.
    pub cursor: Option<StudentId>,
    /// Which side has the keys.
    pub pane: Pane,
    /// The lines of the student under the cursor.
    pub detail: Option<Detail>,
    /// Students on whom one act works at once; empty for the one under the cursor.
    pub selected: BTreeSet<StudentId>,
    /// Only those not seen for three weeks.
    pub only_long_unseen: bool,
    /// What was looked for last.
    pub pattern: String,
}

impl RoundScreen {
    /// The cursor on the first student to see.
    pub fn new(desk: &Desk) -> Self {
        let mut screen = Self::default();
        let first = desk
            .next_to_see(None)
            .or_else(|| desk.seats.first().map(|seat| seat.student));
        screen.go_to(first, desk);
        screen
    }

    /// The lines that are shown, in order.
    pub fn visible<'a>(&self, desk: &'a Desk) -> impl Iterator<Item = &'a Seat> + use<'a> {
        let only_long_unseen = self.only_long_unseen;
        desk.seats
            .iter()
            .filter(move |seat| !only_long_unseen || seat.is_long_unseen())
    }

    /// The students an act is for: the selection in the order of the round, or the one under the cursor.
    pub fn subjects(&self, desk: &Desk) -> Vec<StudentId> {
        if self.selected.is_empty() {
            return self.cursor.into_iter().collect();
        }
        desk.in_order(&self.selected)
    }

    /// Puts the cursor on a student and lays out the detail.
    pub fn go_to(&mut self, student: Option<StudentId>, desk: &Desk) {
        if self.cursor != student || self.detail.is_none() {
            self.cursor = student;
            self.detail = student.map(|student| Detail::of(desk, student));
        }
    }

    /// Brings the screen up to date after the book has changed.
    pub fn follow(&mut self, desk: &Desk) {
        self.selected.retain(|id| desk.seat_of(*id).is_some());
        let gone = self.cursor.is_none_or(|id| desk.seat_of(id).is_none());
        if gone {
            let first = desk
                .next_to_see(None)
                .or_else(|| desk.seats.first().map(|seat| seat.student));
            self.go_to(first, desk);
        }
        if let Some(detail) = &mut self.detail {
            detail.follow(desk);
        }
    }

    fn step(&mut self, desk: &Desk, by: isize) {
        let shown: Vec<StudentId> = self.visible(desk).map(|seat| seat.student).collect();
        let at = shown.iter().position(|id| Some(*id) == self.cursor);
        let to = at.map_or(0, |at| moved(at, by, shown.len()));
        if let Some(student) = shown.get(to) {
            self.go_to(Some(*student), desk);
        }
    }

    fn step_detail(&mut self, by: isize) {
        if let Some(detail) = &mut self.detail {
            detail.cursor = moved(detail.cursor, by, detail.lines.len());
        }
    }

    /// To the next match of the last pattern, or the one before.
    pub fn find_again(&mut self, desk: &Desk, forward: bool) -> bool {
        let matches = super::filter::matching(desk, &self.pattern);
        let at = desk
            .seats
            .iter()
            .position(|seat| Some(seat.student) == self.cursor)
            .unwrap_or(0);
        let place = |id: &StudentId| {
            desk.seats
                .iter()
                .position(|seat| seat.student == *id)
                .unwrap_or(0)
        };
        let next = if forward {
            matches
                .iter()
                .filter(|id| place(id) > at)
                .min_by_key(|id| place(id))
                .or_else(|| matches.iter().min_by_key(|id| place(id)))
        } else {
            matches
                .iter()
                .filter(|id| place(id) < at)
                .max_by_key(|id| place(id))
                .or_else(|| matches.iter().max_by_key(|id| place(id)))
        };
        if let Some(student) = next {
            self.go_to(Some(*student), desk);
        }
        next.is_some()
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let Some(desk) = &model.desk else {
            return Some(Next::Stay);
        };
        if let Some(by) = stride(action) {
            match self.pane {
                Pane::List => self.step(desk, by),
                Pane::Detail => self.step_detail(by),
            }
            return Some(Next::Stay);
        }
        match (self.pane, action) {
            (Pane::List, Action::Pane) => self.pane = Pane::Detail,
            (Pane::Detail, Action::Pane | Action::Back) => self.pane = Pane::List,
            (Pane::List, Action::Back) => self.back(),
            (Pane::List, Action::Toggle) => self.leave_one_out(desk),
            (Pane::List, Action::Select) => self.select(desk),
            (Pane::List, Action::Open) => return Some(self.open(desk)),
            (Pane::Detail, Action::Toggle) => self.toggle_line(model, effects),
            (Pane::Detail, Action::Open) => return Some(open_line(self.detail.as_ref()?, model)),
            (_, Action::LongUnseen) => self.toggle_filter(model),
            (_, Action::FindNext | Action::FindPrevious) => {
                self.find_or_say(model, action == Action::FindNext);
            }
            (_, Action::Find) => {
                return Some(Next::push(Screen::Filter(Filter::find(self.cursor))));
            }
            (_, Action::Turn) => {
                return self
                    .cursor
                    .map(|student| Next::push(Screen::Turned(student)));
            }
            (_, Action::NextGroup) => self.other_group(model, 1),
            (_, Action::PreviousGroup) => self.other_group(model, -1),
            _ => return self.record(model, action, effects),
        }
        Some(Next::Stay)
    }

    /// The acts that write something; after one on attendance the next student to see comes.
    fn record(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let on = self.on(model.desk.as_ref()?, action);
        Some(match talk::record(model, action, &on, effects)? {
            Recorded::Attended => {
                if self.selected.is_empty() {
                    self.advance(model);
                }
                self.selected.clear();
                Next::Stay
            }
            Recorded::Ticked => {
                self.selected.clear();
                Next::Stay
            }
            Recorded::Other(next) => next,
        })
    }

    /// What an act works on here. In this list `c` goes on past a student who was seen already.
    fn on(&self, desk: &Desk, action: Action) -> On {
        On {
            students: self.subjects(desk),
            student: self.cursor,
            goal: None,
            item: match action {
                Action::Tick(number) => talk::numbered(self.detail.as_ref(), number),
                _ => self
                    .item_at_cursor()
                    .ok_or_else(|| "Go to the item first: tab, then arrows, then x.".to_owned()),
            },
            already: "Already seen in this period; u takes the last act back.",
            passes_seen: true,
        }
    }

    /// The item at the cursor of the detail, where that side has the keys.
    fn item_at_cursor(&self) -> Option<ItemId> {
        let detail = self.detail.as_ref().filter(|_| self.pane == Pane::Detail);
        detail.and_then(Detail::item_at_cursor).cloned()
    }

    fn back(&mut self) {
        if !self.selected.is_empty() {
            self.selected.clear();
        } else if self.only_long_unseen {
            self.only_long_unseen = false;
        }
    }

    /// The first press selects the student, the next all of them, the next none.
    fn select(&mut self, desk: &Desk) {
        let Some(cursor) = self.cursor else { return };
        let all: BTreeSet<StudentId> = self.visible(desk).map(|seat| seat.student).collect();
        if self.selected == all {
            self.selected.clear();
        } else if !self.selected.insert(cursor) {
            self.selected = all;
        }
    }

    /// Takes the student under the cursor into the selection or out of it, and moves on.
    fn leave_one_out(&mut self, desk: &Desk) {
        let Some(cursor) = self.cursor else { return };
        if !self.selected.remove(&cursor) {
            self.selected.insert(cursor);
        }
        self.step(desk, 1);
    }

    fn open(&self, desk: &Desk) -> Next {
        self.cursor.map_or(Next::Stay, |student| {
            Next::push(Screen::Student(Box::new(StudentPage::new(desk, student))))
        })
    }

    fn toggle_filter(&mut self, model: &mut Model) {
        let Some(desk) = &model.desk else { return };
        if !self.only_long_unseen && !desk.seats.iter().any(Seat::is_long_unseen) {
            say(
                model,
                Notice::done("Everybody was seen in the last three weeks."),
            );
            return;
        }
        self.only_long_unseen = !self.only_long_unseen;
        let shown = self
            .visible(desk)
            .any(|seat| Some(seat.student) == self.cursor);
        if !shown {
            self.step(desk, 0);
        }
    }

    fn find_or_say(&mut self, model: &mut Model, forward: bool) {
        let Some(desk) = &model.desk else { return };
        if self.pattern.is_empty() || !self.find_again(desk, forward) {
            say(
                model,
                Notice::refused("Nothing to find again: / finds a student."),
            );
        }
    }

    fn other_group(&mut self, model: &mut Model, by: isize) {
        let now = model.now;
        let Some(desk) = &mut model.desk else { return };
        let groups: Vec<_> = desk.book.open_groups().map(|group| group.id).collect();
        let at = groups
            .iter()
            .position(|id| Some(*id) == desk.group)
            .unwrap_or(0);
        let to = (at as isize + by).rem_euclid(groups.len().max(1) as isize) as usize;
        if groups.len() < 2 {
            say(
                model,
                Notice::refused("There is no other group. The palette (:) makes one."),
            );
            return;
        }
        desk.show_group(groups.get(to).copied(), now);
        *self = Self::new(desk);
    }

    fn advance(&mut self, model: &mut Model) {
        let Some(desk) = &model.desk else { return };
        match desk.next_to_see(self.cursor) {
            Some(student) => {
                if !self.visible(desk).any(|seat| seat.student == student) {
                    self.only_long_unseen = false;
                }
                self.go_to(Some(student), desk);
            }
            None => say(
                model,
                Notice::done("Everybody here has been seen in this round. r recap  u undo"),
            ),
        }
    }

    fn tick(&mut self, model: &mut Model, item: &ItemId, effects: &mut Vec<Effect>) {
        let Some(desk) = &model.desk else { return };
        let subjects = self.subjects(desk);
        tick_for(model, &subjects, item, effects);
        self.selected.clear();
    }

    fn toggle_line(&mut self, model: &mut Model, effects: &mut Vec<Effect>) {
        let Some(detail) = &self.detail else { return };
        let student = detail.student;
        match detail.at_cursor().cloned() {
            Some(DetailLine::Item(item)) => self.tick(model, &item, effects),
            Some(line) => toggle_other_line(model, student, &line, effects),
            None => return,
        }
        self.step_detail(1);
    }
}

/// What space does on a line that is no item: a promise is noted as kept; a goal and a note want more than a key.
fn toggle_other_line(
    model: &mut Model,
    student: StudentId,
    line: &DetailLine,
    effects: &mut Vec<Effect>,
) {
    let now = model.now;
    let Some(desk) = &model.desk else { return };
    match line {
        DetailLine::Promise => {
            let change = act::keep_promise(&desk.book, student, desk.stamp(now));
            perform(model, change, effects);
        }
        DetailLine::Goal(_) => say(model, Notice::refused("enter notes how the goal goes.")),
        DetailLine::Entry(_) => say(
            model,
            Notice::refused("enter opens the note to correct it."),
        ),
        DetailLine::Item(_) => {}
    }
}

/// What enter does on a line of the detail.
fn open_line(detail: &Detail, model: &mut Model) -> Next {
    let now = model.now;
    let Some(desk) = &model.desk else {
        return Next::Stay;
    };
    let student = detail.student;
    let form = match detail.at_cursor() {
        Some(DetailLine::Goal(goal)) => Form::progress(desk, student, *goal),
        Some(DetailLine::Entry(entry)) => Form::correct_note(desk, student, *entry),
        Some(DetailLine::Promise) => {
            let entry = desk.book.plan(student).promise().map(|(entry, _)| entry.id);
            entry.and_then(|entry| Form::correct_note(desk, student, entry))
        }
        Some(DetailLine::Item(_)) => {
            return super::reading::why(desk, student, now)
                .map_or(Next::Stay, |page| Next::push(Screen::Reading(page)));
        }
        None => None,
    };
    form.map_or(Next::Stay, |form| Next::push(Screen::Form(form)))
}

/// Takes a Change that may be empty: says so.
pub fn perform_or_say(
    model: &mut Model,
    change: Change,
    otherwise: &str,
    effects: &mut Vec<Effect>,
) {
    if change.is_empty() {
        say(model, Notice::refused(otherwise));
    } else {
        perform(model, change, effects);
    }
}
