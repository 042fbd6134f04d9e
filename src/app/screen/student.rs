//! One student, full width: all items, goals and the whole log of the year.

use super::{
    Next, Screen,
    form::Form,
    round::{about_student, ask_which_period, open_line, tick_for, toggle_other_line},
};
use crate::{
    app::{
        action::Action,
        detail::{Detail, DetailLine, Extent, moved},
        effect::Effect,
        model::{Desk, Model},
        notice::Notice,
        update::{perform, say},
    },
    domain::{act, checkin::CheckInKind, id::StudentId},
};

/// The state of the page.
#[derive(Debug, Clone)]
pub struct StudentPage {
    /// What it shows, with the cursor.
    pub detail: Detail,
}

impl StudentPage {
    /// The page of a student.
    pub fn new(desk: &Desk, student: StudentId) -> Self {
        Self {
            detail: Detail::of(desk, student, Extent::Full),
        }
    }

    /// Whose page it is.
    pub fn student(&self) -> StudentId {
        self.detail.student
    }

    fn step(&mut self, by: isize) {
        self.detail.cursor = moved(self.detail.cursor, by, self.detail.lines.len());
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        match action {
            Action::Up => self.step(-1),
            Action::Down => self.step(1),
            Action::PageUp => self.step(-10),
            Action::PageDown => self.step(10),
            Action::First => self.step(isize::MIN),
            Action::Last => self.step(isize::MAX),
            Action::Back => return Some(Next::Close),
            Action::Open => return Some(open_line(&self.detail, model)),
            Action::Turn => return Some(Next::push(Screen::Turned(self.student()))),
            Action::Toggle => self.toggle(model, effects),
            _ => return self.record(model, action, effects),
        }
        Some(Next::Stay)
    }

    fn record(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        if let Some(next) = ask_which_period(model, action) {
            return Some(next);
        }
        let student = self.student();
        let desk = model.desk.as_ref()?;
        match action {
            Action::Tick(number) => match self.detail.item_number(number).cloned() {
                Some(item) => tick_for(model, &[student], &item, effects),
                None => say(
                    model,
                    Notice::refused(format!("No item has the number {number}.")),
                ),
            },
            Action::CheckIn => check_in(model, student, CheckInKind::Seen, effects),
            Action::Absent => check_in(model, student, CheckInKind::Absent, effects),
            Action::Later => check_in(model, student, CheckInKind::Later, effects),
            Action::WriteNote => {
                return Some(Next::push(Screen::Form(Form::note(
                    desk,
                    &[student],
                    model.now,
                )?)));
            }
            Action::SetAside => {
                let Some(item) = self.detail.item_at_cursor().cloned() else {
                    say(model, Notice::refused("Go to the item first, then x."));
                    return Some(Next::Stay);
                };
                return Some(Next::push(Screen::Form(Form::reason(
                    desk,
                    vec![student],
                    item,
                )?)));
            }
            _ => return about_student(model, action, student, effects),
        }
        Some(Next::Stay)
    }

    fn toggle(&mut self, model: &mut Model, effects: &mut Vec<Effect>) {
        let student = self.student();
        match self.detail.at_cursor().cloned() {
            Some(DetailLine::Item(item)) => tick_for(model, &[student], &item, effects),
            Some(line) => toggle_other_line(model, student, &line, effects),
            None => return,
        }
        self.step(1);
    }
}

/// Notes attendance of one student, from the page.
fn check_in(model: &mut Model, student: StudentId, kind: CheckInKind, effects: &mut Vec<Effect>) {
    let now = model.now;
    let Some(desk) = &model.desk else { return };
    let standing = desk.seat_of(student).and_then(|seat| seat.standing);
    if standing == Some(CheckInKind::Seen) || standing == Some(kind) {
        say(
            model,
            Notice::refused("Already noted in this period; u takes the last act back."),
        );
        return;
    }
    let change = act::check_in(&desk.book, &[student], kind, desk.stamp(now));
    perform(model, change, effects);
}
