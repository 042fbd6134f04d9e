//! What a new school year will do, student by student.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::rollover::RollOverScreen,
    domain::year::{Fate, Moving},
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        widget::list,
    },
};

/// Columns of a name.
const NAME: usize = 24;

/// Columns of what becomes of a student.
const FATE: usize = 24;

/// Draws the screen.
pub fn draw(screen: &RollOverScreen, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let plan = &screen.plan;
    let (head, body) = split_top(area, 3);
    rule(
        paper,
        Row::of(head, 0),
        &format!("{} ends, {} begins", plan.from, plan.to),
    );
    let mut counts = Row::of(head, 1).after(1);
    paper.write(&mut counts, &summary(screen), Role::Text);
    let mut said = Row::of(head, 2).after(1);
    let kept = "Nothing is done yet. The old year stays readable; u takes all of it back.";
    paper.write(&mut said, kept, Role::FieldHint);
    list::draw(
        plan.moving.len(),
        screen.cursor,
        paper,
        body,
        |index, is_at, paper, row| {
            if let Some(moving) = plan.moving.get(index) {
                draw_line(moving, at, is_at, paper, row);
            }
        },
    );
}

/// `19 go on, 1 repeats, 2 graduate; 7 items and 21 goals go along`
fn summary(screen: &RollOverScreen) -> String {
    let plan = &screen.plan;
    let words = [
        (Fate::Promote, "to the next grade"),
        (Fate::Repeat, "stay in the grade"),
        (Fate::Graduate, "graduate"),
        (Fate::Leave, "leave"),
    ];
    let counts = words.iter().filter_map(|(fate, word)| {
        let count = plan.count(*fate);
        (count > 0).then(|| format!("{count} {word}"))
    });
    let counts: Vec<String> = counts.collect();
    let items: usize = plan.moving.iter().map(|one| one.items.len()).sum();
    let goals: usize = plan.moving.iter().map(|one| one.goals).sum();
    format!(
        "{}. {items} items, {goals} goals go along.",
        counts.join(", ")
    )
}

fn draw_line(moving: &Moving, at: &Place<'_>, is_at: bool, paper: &mut Paper<'_>, mut row: Row) {
    let Some(student) = at.desk.book.students.get(&moving.student) else {
        return;
    };
    let role = |role| if is_at { Role::Cursor } else { role };
    paper.column(&mut row, &student.listed(), NAME, role(Role::Text));
    row = row.after(1);
    let fate = match (moving.fate, moving.grade) {
        (Fate::Promote, Some(grade)) => (format!("grade {} to {grade}", student.grade), Role::Text),
        (Fate::Repeat, _) => (format!("stays in grade {}", student.grade), Role::Due),
        (Fate::Graduate, _) => (
            format!("graduates from grade {}", student.grade),
            Role::Done,
        ),
        _ => ("leaves".to_owned(), Role::Due),
    };
    paper.column(&mut row, &fate.0, FATE, role(fate.1));
    row = row.after(1);
    paper.write(&mut row, &along(moving), role(Role::Text));
}

/// `2 items, 1 goal, a promise`
fn along(moving: &Moving) -> String {
    let count = |count: usize, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        several => Some(format!("{several} {one}s")),
    };
    let promise = moving.has_promise.then(|| "a promise".to_owned());
    let parts = [
        count(moving.items.len(), "item"),
        count(moving.goals, "goal"),
        promise,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
