//! Graduates, with what is known 6 and 12 months after graduation.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::followup::FollowUps,
    domain::{
        date::{self, Date},
        followup::{Asked, Graduate, MONTHS},
        part::{Field, Part},
    },
    theme::Role,
    view::{
        frame::{rule, split_bottom, split_top},
        paper::{Paper, Row},
        text,
        widget::list,
    },
};

/// Columns of a name.
const NAME: usize = 20;

/// Columns of a name beside one answer.
const SHORT_NAME: usize = 14;

/// Columns of an answer.
const ANSWER: usize = 26;

/// Draws the screen.
pub fn draw(screen: &FollowUps, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let all = FollowUps::list(at.desk);
    let today = at.now.date();
    let (head, body) = split_top(area, 1);
    rule(
        paper,
        Row::of(head, 0),
        "Graduates, asked after 6 and 12 months",
    );
    if all.is_empty() {
        paper.point(Row::of(body, 0).after(1));
        let said = "Nobody has graduated yet. A new school year (: palette) sends graduates here.";
        let width = usize::from(body.width).saturating_sub(1);
        for (at, line) in text::wrap(said, width, 4).into_iter().enumerate() {
            paper.write(&mut Row::of(body, at).after(1), line, Role::Text);
        }
        return;
    }
    let (body, foot) = split_bottom(body, if body.height > 6 { 3 } else { 0 });
    list::draw(
        all.len(),
        screen.cursor,
        paper,
        body,
        |index, is_at, paper, row| {
            if let Some(graduate) = all.get(index) {
                draw_line(graduate, today, is_at, paper, row);
            }
        },
    );
    if let Some(graduate) = all.get(screen.cursor) {
        draw_foot(graduate, paper, foot);
    }
}

fn draw_line(
    graduate: &Graduate<'_>,
    today: Date,
    is_at: bool,
    paper: &mut Paper<'_>,
    mut row: Row,
) {
    let role = |role| if is_at { Role::Cursor } else { role };
    let name = graduate.student.listed();
    let has_room = row.room() > NAME + 2 * ANSWER;
    let width = if has_room { NAME } else { SHORT_NAME };
    paper.column(&mut row, &name, width, role(Role::Text));
    row = row.after(1);
    for (asked, months) in graduate.asked.iter().zip(MONTHS) {
        if !has_room && months != graduate.current() {
            continue;
        }
        let (said, own) = answer(asked, months, today);
        paper.column(&mut row, &said, ANSWER, role(own));
        row = row.after(1);
    }
}

/// `6: 2-year or technical`, `12: due since 3 Dec`
fn answer(asked: &Asked<'_>, months: u8, today: Date) -> (String, Role) {
    let day = |on: &Date| date::short(*on, today);
    match asked {
        Asked::NotYet { on } => (format!("{months}: from {}", day(on)), Role::Ahead),
        Asked::Due { on } => (format!("{months}: ask, since {}", day(on)), Role::Due),
        Asked::NotWished => (format!("{months}: not wished"), Role::NotApplicable),
        Asked::Passed => (format!("{months}: not asked"), Role::NotApplicable),
        Asked::Answered(part) => {
            let status = part.choice(Field::Status).map_or("", |status| status.label);
            (format!("{months}: {status}"), Role::Done)
        }
    }
}

/// Plan, contact and whether asking is wished, of the graduate under the cursor.
fn draw_foot(graduate: &Graduate<'_>, paper: &mut Paper<'_>, foot: Rect) {
    rule(paper, Row::of(foot, 0), &graduate.student.spoken());
    for (at, (label, said)) in about(graduate).iter().enumerate() {
        let mut row = Row::of(foot, at + 1).after(1);
        paper.column(&mut row, label, 9, Role::Heading);
        paper.write(&mut row, said, Role::Text);
    }
}

/// The same, each with what it is.
pub(in crate::view) fn about(graduate: &Graduate<'_>) -> [(&'static str, String); 2] {
    let direction = graduate.direction.map(Part::title);
    let planned = direction.unwrap_or_else(|| "nothing noted".to_owned());
    let contact = graduate.contact.map_or_else(
        || "none noted: P adds one on the student's page (tab)".to_owned(),
        |part| {
            let wished = if part.is(Field::Consent, "no") {
                ", does not wish to be asked"
            } else {
                ""
            };
            format!(
                "{} {}{wished}",
                part.text(Field::Name),
                part.text(Field::Note)
            )
        },
    );
    [("Planned", planned), ("Contact", contact)]
}
