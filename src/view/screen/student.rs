//! One student: the sections of the plan at the left, the lines of one of them at the right. Where it is narrow, one of the two.

use ratatui::layout::Rect;

mod line;

use super::Place;
use crate::{
    app::screen::student::{PageLine, Section, Side, StudentPage},
    domain::{
        date::{self, Date},
        grade::Grade,
        part::PartKind,
        plan::Plan,
        requirement::{self},
        status::Status,
        student::Student,
    },
    theme::Role,
    view::{
        frame::{offset, split_top},
        paper::{Paper, Row},
        widget::plan::{self, Kind, PlanRow},
    },
};

/// Columns of the list of sections.
const SECTIONS: u16 = 27;

/// From this width on both sides have room.
const BOTH: u16 = 64;

/// Draws the page around its cursor.
pub fn draw(page: &StudentPage, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let Some(student) = at.desk.book.students.get(&page.student()) else {
        return;
    };
    let today = at.now.date();
    let (head, body) = split_top(area, 1);
    let name = plan::name(student, at.desk.seat_of(student.id), today);
    plan::draw(&[PlanRow::fixed(name)], None, today, paper, head);
    let (sections, lines) = sides(page.side, body);
    draw_sections(page, at, student, paper, sections);
    let writer = Writer {
        page,
        student,
        plan: at.desk.book.plan(student.id),
        at,
        today,
        width: usize::from(lines.width).saturating_sub(1),
    };
    writer.draw(paper, lines);
}

/// The lines of the section that is open, for whoever says them without drawing; none is wrapped before `width`.
pub fn rows<'a>(page: &'a StudentPage, at: &'a Place<'a>, width: usize) -> Vec<PlanRow<'a>> {
    let Some(student) = at.desk.book.students.get(&page.student()) else {
        return Vec::new();
    };
    let writer = Writer {
        page,
        student,
        plan: at.desk.book.plan(student.id),
        at,
        today: at.now.date(),
        width,
    };
    writer.rows()
}

/// The two sides; where it is narrow only the one with the keys has any width.
fn sides(side: Side, body: Rect) -> (Rect, Rect) {
    let left = match side {
        _ if body.width >= BOTH => SECTIONS,
        Side::Sections => body.width,
        Side::Lines => 0,
    };
    let sections = Rect {
        width: left,
        ..body
    };
    let lines = Rect {
        x: body.x + left,
        width: body.width - left,
        ..body
    };
    (sections, lines)
}

/// The sections with what counts in each; a line parts those of the plan form from the others where there is room.
fn draw_sections(
    page: &StudentPage,
    at: &Place<'_>,
    student: &Student,
    paper: &mut Paper<'_>,
    area: Rect,
) {
    if area.width == 0 {
        return;
    }
    let has_gap = usize::from(area.height) > Section::ALL.len();
    let own = Section::ALL
        .into_iter()
        .filter(|section| section.is_of_the_form());
    let added = Section::ALL
        .into_iter()
        .filter(|section| !section.is_of_the_form());
    let gap = has_gap.then_some(None);
    let rows: Vec<Option<Section>> = own.map(Some).chain(gap).chain(added.map(Some)).collect();
    let under = rows
        .iter()
        .position(|row| *row == Some(page.section))
        .unwrap_or(0);
    let first = offset(under, usize::from(area.height), rows.len());
    let shown = rows.iter().skip(first).take(usize::from(area.height));
    for (line, section) in shown.enumerate() {
        let mut row = Row::of(area, line);
        row.end = row
            .end
            .saturating_sub(u16::from(area.width == SECTIONS) * 2);
        let Some(section) = section else { continue };
        let is_at = *section == page.section;
        let has_keys = is_at && page.side == Side::Sections && at.has_keys;
        let role = |role| if has_keys { Role::Cursor } else { role };
        if has_keys {
            paper.blank(row, Role::Cursor);
            paper.point(row);
        }
        paper.write(&mut row, if is_at { ">" } else { " " }, role(Role::Heading));
        let figure = section.figure(at.desk, student);
        paper.right(&mut row, &figure, role(Role::Text));
        let name = if is_at { Role::Heading } else { Role::Text };
        paper.write(&mut row, section.name(), role(name));
    }
    if area.width == SECTIONS {
        for line in 0..usize::from(area.height) {
            let mut row = Row::of(area, line).after(usize::from(SECTIONS) - 1);
            paper.write(&mut row, paper.glyph("│", "|"), Role::Rule);
        }
    }
}

struct Writer<'a> {
    page: &'a StudentPage,
    student: &'a Student,
    plan: &'a Plan,
    at: &'a Place<'a>,
    today: Date,
    width: usize,
}

impl<'a> Writer<'a> {
    fn draw(&self, paper: &mut Paper<'_>, area: Rect) {
        if area.width == 0 {
            return;
        }
        let rows = self.rows();
        let height = usize::from(area.height);
        let has_keys = self.page.side == Side::Lines && self.at.has_keys;
        let cursor = has_keys.then_some(self.page.cursor);
        let is_at = |row: &PlanRow<'_>| row.line.is_some() && row.line == cursor;
        let last_at = rows.iter().rposition(is_at).unwrap_or(0);
        let first_at = rows.iter().position(is_at).unwrap_or(0);
        let first = offset(last_at, height, rows.len()).min(first_at);
        let shown = rows.get(first..).unwrap_or_default();
        plan::draw(shown, cursor, self.today, paper, area);
    }

    fn rows(&self) -> Vec<PlanRow<'a>> {
        let desk = self.at.desk;
        let section = self.page.section;
        let status = if section == Section::Preparing {
            Status::of(&desk.book, &desk.catalog, self.student, desk.day())
        } else {
            Status::default()
        };
        let rules = if section == Section::Requirements {
            requirement::all(&desk.book, &desk.catalog, self.student, desk.day())
        } else {
            Vec::new()
        };
        let mut rows = vec![PlanRow::fixed(self.heading())];
        rows.extend(self.clock().map(PlanRow::fixed));
        let lines = self.page.lines(desk);
        let mut above = String::new();
        for (at, line) in lines.iter().enumerate() {
            let over = self.over(line);
            if !over.is_empty() && over != above {
                rows.push(PlanRow::fixed(Kind::Labeled(
                    over.clone(),
                    Role::Heading,
                    "".into(),
                )));
            }
            above = over;
            if matches!(line, PageLine::Add(_))
                && !matches!(
                    at.checked_sub(1).and_then(|at| lines.get(at)),
                    Some(PageLine::Add(_)) | None
                )
            {
                rows.push(PlanRow::fixed(Kind::Blank));
            }
            let mut kinds = self.line(line, &status, &rules);
            kinds.extend(self.amendments(line));
            rows.extend(kinds.into_iter().map(|kind| PlanRow::of(at, kind)));
        }
        rows
    }

    fn heading(&self) -> Kind<'a> {
        let desk = self.at.desk;
        let right = match self.page.section {
            Section::Preparing => "( ) later".to_owned(),
            Section::Goals if self.plan.goals.is_empty() => {
                if self.student.grade >= Grade::GOALS_FROM {
                    "wanted from grade 8".to_owned()
                } else {
                    "practice before grade 8".to_owned()
                }
            }
            Section::Money | Section::Review => desk.book.settings.year.to_string(),
            _ => String::new(),
        };
        Kind::Heading(self.page.section.heading().into(), right)
    }

    /// The grade-6 clock, on the page of the yearly review.
    fn clock(&self) -> Option<Kind<'a>> {
        let is_shown = self.page.section == Section::Review && self.student.grade == Grade::FIRST;
        let clock = requirement::clock(&self.at.desk.book, self.student, self.today);
        let said = match (clock.begun, clock.by, clock.left) {
            (_, None, _) => "no 90-day date: type it in the palette (:)".to_owned(),
            (Some(_), Some(_), Some(left)) if left < 0 => {
                format!("begun {} d after the date", -left)
            }
            (Some(_), Some(by), _) => format!("begun in time for {}", date::short(by, self.today)),
            (None, Some(by), Some(left)) if left >= 0 => {
                format!("{left} d left, until {}", date::short(by, self.today))
            }
            (None, Some(by), _) => format!(
                "was due {}; begin when you meet",
                date::short(by, self.today)
            ),
        };
        is_shown.then(|| Kind::Labeled("90-day date".to_owned(), Role::Heading, said.into()))
    }

    /// What stands over a line: the goal of a barrier, the school year of a course, the kind of a part.
    fn over(&self, line: &PageLine) -> String {
        match line {
            PageLine::Barrier(goal, _) => self.goal_text(*goal),
            PageLine::Strategy(goal, at, _) => {
                let goal = self.plan.goals.get(goal);
                let barrier = goal.and_then(|goal| goal.barriers.get(*at));
                barrier
                    .map(|barrier| barrier.text.to_string())
                    .unwrap_or_default()
            }
            PageLine::Part(..) => self
                .part(line)
                .map(|part| match part.year() {
                    Some(year) if part.kind == PartKind::Course => year.to_string(),
                    _ if self.page.section.kinds().len() > 1 => part.kind.heading().to_owned(),
                    _ => String::new(),
                })
                .unwrap_or_default(),
            _ => String::new(),
        }
    }
}
