//! One student, full width: all items, goals and the whole log of the year.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::{
        detail::{Detail, DetailLine},
        screen::student::StudentPage,
    },
    domain::{
        checkin::{CheckIn, CheckInKind},
        date::{self, Date},
        goal::Goal,
        status::{ItemState, Status},
        student::Student,
    },
    theme::Role,
    view::{
        frame::offset,
        paper::Paper,
        text,
        widget::plan::{self, Kind, PlanRow},
    },
};

/// Draws the page around its cursor.
pub fn draw(page: &StudentPage, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let Some(student) = at.desk.book.students.get(&page.student()) else {
        return;
    };
    let writer = Writer {
        detail: &page.detail,
        student,
        at,
        today: at.now.date(),
        width: usize::from(area.width).saturating_sub(1),
    };
    let rows = writer.rows();
    let height = usize::from(area.height);
    let cursor = Some(page.detail.cursor);
    let is_at = |row: &PlanRow<'_>| row.line == cursor;
    let last_at = rows.iter().rposition(is_at).unwrap_or(0);
    let first_at = rows.iter().position(is_at).unwrap_or(0);
    let first = offset(last_at, height, rows.len()).min(first_at);
    let shown = rows.get(first..).unwrap_or_default();
    let cursor = cursor.filter(|_| at.has_keys);
    plan::draw(shown, cursor, writer.today, paper, area);
}

struct Writer<'a> {
    detail: &'a Detail,
    student: &'a Student,
    at: &'a Place<'a>,
    today: Date,
    width: usize,
}

impl<'a> Writer<'a> {
    fn rows(&self) -> Vec<PlanRow<'a>> {
        let desk = self.at.desk;
        let plan = desk.book.plan(self.student.id);
        let status = Status::of(&desk.book, &desk.catalog, self.student, desk.day());
        let seat = desk.seat_of(self.student.id);
        let mut rows = vec![PlanRow::fixed(plan::name(self.student, seat, self.today))];
        if plan.promise().is_none() {
            let nothing = plan::promise(None, self.today, self.width, 1);
            rows.extend(nothing.into_iter().map(PlanRow::fixed));
        }
        let has_ahead = status
            .items
            .iter()
            .any(|item| item.state == ItemState::Ahead);
        let mut parts = [
            Some(plan::checklist(seat, has_ahead)),
            Some(plan::goals_heading(plan, self.student.grade)),
            Some(Kind::Heading("LOG".into(), String::new())),
        ];
        for (at, line) in self.detail.lines.iter().enumerate() {
            let part = match line {
                DetailLine::Promise => None,
                DetailLine::Item(_) => Some(0),
                DetailLine::Goal(_) => Some(1),
                DetailLine::Entry(_) => Some(2),
            };
            begin(part, &mut parts, &mut rows);
            rows.extend(
                self.line(line, &status)
                    .into_iter()
                    .map(|kind| PlanRow::of(at, kind)),
            );
        }
        begin(Some(1), &mut parts, &mut rows);
        rows
    }

    fn line(&self, line: &DetailLine, status: &Status<'a>) -> Vec<Kind<'a>> {
        let plan = self.at.desk.book.plan(self.student.id);
        match line {
            DetailLine::Promise => {
                let next = plan.promise().map(|(_, next)| next);
                plan::promise(next, self.today, self.width, 4)
            }
            DetailLine::Item(id) => status
                .items
                .iter()
                .find(|item| item.item.id == *id)
                .map(|item| Kind::Item(*item, self.detail.number_of(id)))
                .into_iter()
                .collect(),
            DetailLine::Goal(id) => plan
                .goals
                .get(id)
                .map(|goal| self.goal(goal))
                .unwrap_or_default(),
            DetailLine::Entry(id) => plan
                .check_in(*id)
                .map(|entry| self.entry(entry))
                .unwrap_or_default(),
        }
    }

    /// A goal, and under it what was said at the last look.
    fn goal(&self, goal: &'a Goal) -> Vec<Kind<'a>> {
        let mut rows = vec![Kind::Goal(goal)];
        if let Some(last) = goal.progress.last() {
            let sure = last
                .confidence
                .map(|sure| format!(", sure {sure} of 10"))
                .unwrap_or_default();
            let day = date::spoken(last.when.date(), self.today);
            let label = format!("  {day}, {}{sure}", last.state.name());
            rows.extend(plan::labeled(
                label,
                Role::Text,
                last.note.as_str(),
                self.width,
                2,
            ));
        }
        rows
    }

    /// `12 Oct seen   note`, and what was promised then.
    fn entry(&self, entry: &'a CheckIn) -> Vec<Kind<'a>> {
        let day = date::spoken(entry.day(), self.today);
        let label = format!("{day:<10}{:<10}", kind(entry.kind));
        let room = self.width.saturating_sub(ENTRY);
        let mut lines = text::wrap(entry.note.as_str(), room, 6).into_iter();
        let first = lines.next().unwrap_or_default();
        let mut rows = vec![Kind::Labeled(label, Role::Text, first.into())];
        rows.extend(lines.map(|line| Kind::Plain(ENTRY, line.into())));
        if let Some(next) = &entry.next {
            let by = next
                .by
                .map(|by| format!(", by {}", date::spoken(by, self.today)))
                .unwrap_or_default();
            let kept = if next.kept.is_some() { ", kept" } else { "" };
            let said = format!("next: {}{by}{kept}", next.text);
            let lines: Vec<String> = text::wrap(&said, room, 3)
                .into_iter()
                .map(str::to_owned)
                .collect();
            rows.extend(
                lines
                    .into_iter()
                    .map(|line| Kind::Plain(ENTRY, line.into())),
            );
        }
        rows
    }
}

/// Columns before the text of an entry.
const ENTRY: usize = 22;

fn kind(kind: CheckInKind) -> &'static str {
    match kind {
        CheckInKind::Group => "in a group",
        other => other.name(),
    }
}

/// The headings of a part, and of those before it that have no line.
fn begin<'a>(part: Option<usize>, parts: &mut [Option<Kind<'a>>; 3], rows: &mut Vec<PlanRow<'a>>) {
    let Some(part) = part else { return };
    let due = parts.iter_mut().take(part + 1).filter_map(Option::take);
    for heading in due {
        rows.push(PlanRow::fixed(Kind::Blank));
        rows.push(PlanRow::fixed(heading));
    }
}
