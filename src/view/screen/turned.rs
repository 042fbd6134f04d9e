//! One student alone, for other eyes: no notes, no promises, nobody else.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    domain::{
        catalog::Category,
        date,
        goal::GoalState,
        id::StudentId,
        status::{ItemState, ItemStatus, Status},
        student::Student,
    },
    theme::Role,
    view::paper::{Paper, Row},
};

/// Draws the page.
pub fn draw(student: StudentId, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let Some(student) = at.desk.book.students.get(&student) else {
        return;
    };
    let status = Status::of(&at.desk.book, &at.desk.catalog, student, at.desk.day());
    let mut page = Page { paper, area, at: 0 };
    page.head(student, &status);
    let goals = goals(student, at);
    let room = usize::from(area.height).saturating_sub(page.at + goals.len() + 2);
    page.items(&status, room);
    page.gap(goals.len() + 1);
    page.line("GOALS", Role::Heading);
    if goals.is_empty() {
        page.line("  none yet", Role::Text);
    }
    for (goal, role) in goals {
        page.line(&goal, role);
    }
}

struct Page<'a, 'b> {
    paper: &'a mut Paper<'b>,
    area: Rect,
    at: usize,
}

impl Page<'_, '_> {
    fn head(&mut self, student: &Student, status: &Status<'_>) {
        let figure = status.figure();
        self.paper.point(Row::of(self.area, 0).after(1));
        let name = format!("{}, grade {}", student.spoken(), student.grade);
        self.line(&name, Role::Heading);
        let has_room = usize::from(self.area.height) > status.items.len() + 6;
        if has_room {
            self.at += 1;
        }
        let list = format!("CHECKLIST  {} of {}", figure.done, figure.due);
        self.line(&list, Role::Heading);
    }

    /// An empty row, where `needed` more rows still fit under it.
    fn gap(&mut self, needed: usize) {
        if self.at + needed < usize::from(self.area.height) {
            self.at += 1;
        }
    }

    fn line(&mut self, text: &str, role: Role) {
        let mut row = Row::of(self.area, self.at).after(1);
        self.paper.write(&mut row, text, role);
        self.at += 1;
    }

    /// What is open first, in the order of the year; as many as there is room for.
    fn items(&mut self, status: &Status<'_>, room: usize) {
        let mut items: Vec<&ItemStatus<'_>> = status.items.iter().collect();
        items.sort_by_key(|item| item.state);
        let all = items.len();
        let shown = if all > room {
            room.saturating_sub(1)
        } else {
            all
        };
        for item in items.into_iter().take(shown) {
            let (mark, role) = match item.state {
                ItemState::Due => ("[ ]", Role::Due),
                ItemState::Ahead => ("( )", Role::Ahead),
                ItemState::Done => ("[x]", Role::Done),
                ItemState::NotApplicable => ("[~]", Role::NotApplicable),
            };
            let mut row = Row::of(self.area, self.at).after(1);
            self.at += 1;
            let tag = tag(item);
            if row.room() > crate::domain::catalog::Item::TEXT_COLUMNS + 6 + tag.len() {
                self.paper.right(&mut row, tag, role);
            }
            self.paper
                .write(&mut row, &format!("  {mark} {}", item.item.text), role);
        }
        if all > shown {
            self.line(&format!("  and {} more", all - shown), Role::Text);
        }
    }
}

fn tag(item: &ItemStatus<'_>) -> &'static str {
    match item.state {
        ItemState::NotApplicable => "does not apply",
        ItemState::Ahead => "later this year",
        ItemState::Due | ItemState::Done => Category::short(item.item.category),
    }
}

/// Goals with their state and day, those that are worked on first.
fn goals(student: &Student, at: &Place<'_>) -> Vec<(String, Role)> {
    let today = at.now.date();
    let plan = at.desk.book.plan(student.id);
    let mut goals: Vec<_> = plan
        .goals
        .values()
        .filter(|goal| goal.state() != GoalState::Dropped)
        .collect();
    goals.sort_by_key(|goal| !goal.state().is_live());
    let line = |goal: &crate::domain::goal::Goal| {
        let by = goal
            .target
            .map(|day| format!(", by {}", date::short(day, today)))
            .unwrap_or_default();
        format!("  {} ({}{by})", goal.text, goal.state().name())
    };
    goals
        .into_iter()
        .map(|goal| {
            let role = match goal.state() {
                GoalState::OnTrack => Role::OnTrack,
                GoalState::Done => Role::Done,
                _ => Role::Text,
            };
            (line(goal), role)
        })
        .collect()
}
