//! What a new school year will do, student by student.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::rollover::RollOverScreen,
    domain::{
        part::{Part, PartKind},
        student::Student,
        year::{Fate, Moving, RollOver},
    },
    theme::Role,
    view::{
        frame::{rule, split_bottom, split_top},
        paper::{Paper, Row},
        text,
        widget::list,
    },
};

/// Columns of a name, where there is room.
const NAME: usize = 24;

/// Columns of what becomes of a student.
const FATE: usize = 24;

/// Draws the screen.
pub fn draw(screen: &RollOverScreen, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let plan = &screen.plan;
    let along = format!("{} The old year stays readable.", plan.along());
    let width = usize::from(area.width).saturating_sub(1);
    let who = plan.who();
    let said = [who.as_str(), along.as_str()];
    let said: Vec<&str> = said
        .into_iter()
        .flat_map(|said| text::wrap(said, width, 2))
        .collect();
    let rows = u16::try_from(said.len()).unwrap_or(0) + 1;
    let (head, body) = split_top(area, rows.min(area.height / 2).max(1));
    let title = format!(
        "{} ends, {} begins; nothing is done yet",
        plan.from, plan.to
    );
    rule(paper, Row::of(head, 0), &title);
    for (at, said) in said.into_iter().enumerate() {
        paper.write(&mut Row::of(head, at + 1).after(1), said, Role::Text);
    }
    let (body, foot) = split_bottom(body, if body.height > 12 { 3 } else { 0 });
    let groups = several_groups(plan, at);
    list::draw(
        plan.moving.len() + 1,
        screen.cursor,
        paper,
        body,
        |index, is_at, paper, mut row| {
            if let Some(moving) = plan.moving.get(index) {
                return draw_line(moving, at, groups, is_at, paper, row);
            }
            let role = if is_at { Role::Cursor } else { Role::Key };
            let said = format!("Begin the school year {}", plan.to);
            paper.write(&mut row, &said, role);
        },
    );
    if let Some(moving) = screen.at_cursor() {
        draw_foot(moving, at, paper, foot);
    }
}

/// Whether the students are of more than one group, so that the lines have to say which.
fn several_groups(plan: &RollOver, at: &Place<'_>) -> bool {
    let group = |moving: &Moving| at.desk.book.students.get(&moving.student).map(|s| s.group);
    let first = plan.moving.first().and_then(group);
    plan.moving.iter().any(|moving| group(moving) != first)
}

/// Which items and goals go along with the student under the cursor; of a graduate what the follow-ups need.
fn draw_foot(moving: &Moving, at: &Place<'_>, paper: &mut Paper<'_>, foot: Rect) {
    let Some(student) = at.desk.book.students.get(&moving.student) else {
        return;
    };
    rule(paper, Row::of(foot, 0), &student.spoken());
    let lines = if moving.fate == Fate::Graduate {
        for_follow_ups(student, at)
    } else {
        going_along(moving, at)
    };
    for (line, (label, said)) in lines.iter().enumerate() {
        let mut row = Row::of(foot, line + 1).after(1);
        paper.column(&mut row, label, 9, Role::Heading);
        paper.write(&mut row, said, Role::Text);
    }
}

fn going_along(moving: &Moving, at: &Place<'_>) -> [(&'static str, String); 2] {
    let named = |id| at.desk.catalog.item(id).map(|item| item.text.as_str());
    let items = moving.items.iter().filter_map(named).collect();
    let goals = at.desk.book.plan(moving.student).live_goals();
    let goals = goals.take(moving.goals);
    let goals = goals.map(|goal| goal.text.as_str()).collect();
    let said = |said: Vec<&str>| match said.as_slice() {
        [] => "none go along".to_owned(),
        said => said.join("; "),
    };
    [("Items", said(items)), ("Goals", said(goals))]
}

fn for_follow_ups(student: &Student, at: &Place<'_>) -> [(&'static str, String); 2] {
    let newest = |kind| at.desk.book.parts(student.id, kind).next_back();
    let planned = newest(PartKind::Direction).map(Part::title);
    let contact = newest(PartKind::Contact).map(Part::title);
    let missing = || "none noted: P adds one on the student's page, for the follow-ups".to_owned();
    [
        (
            "Planned",
            planned.unwrap_or_else(|| "nothing noted".to_owned()),
        ),
        ("Contact", contact.unwrap_or_else(missing)),
    ]
}

fn draw_line(
    moving: &Moving,
    at: &Place<'_>,
    says_group: bool,
    is_at: bool,
    paper: &mut Paper<'_>,
    mut row: Row,
) {
    let Some(student) = at.desk.book.students.get(&moving.student) else {
        return;
    };
    let role = |role| if is_at { Role::Cursor } else { role };
    let group = at.desk.book.groups.get(&student.group);
    if let Some(group) = group.filter(|_| says_group && row.room() > 70) {
        paper.right(&mut row, group.name.as_str(), role(Role::FieldHint));
    }
    let name = row.room().saturating_sub(FATE + 1).min(NAME);
    paper.column(&mut row, &student.listed(), name, role(Role::Text));
    row = row.after(1);
    let own = match moving.fate {
        Fate::Promote => Role::Text,
        Fate::Graduate => Role::Done,
        Fate::Repeat | Fate::Leave => Role::Due,
    };
    paper.column(&mut row, &moving.says(student), FATE, role(own));
    row = row.after(1);
    paper.write(&mut row, &moving.along(), role(Role::Text));
}
