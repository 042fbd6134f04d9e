//! One student: the sections of the plan at the left, the lines of one of them at the right. Where it is narrow, one of the two.

use std::fmt::Write;

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::student::{New, PageLine, Section, Side, StudentPage, retired_mark},
    domain::{
        checkin::{CheckIn, CheckInKind},
        date::{self, Date},
        goal::{Goal, GoalState},
        grade::Grade,
        mark::Mark,
        part::{Field, Part, PartKind},
        plan::Plan,
        requirement::{self, RequirementStatus, Standing},
        review::{self, Approval},
        status::{ItemStatus, Status},
        student::Student,
    },
    theme::Role,
    view::{
        frame::{offset, split_top},
        paper::{Paper, Row},
        text,
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
        let status = Status::of(&desk.book, &desk.catalog, self.student, desk.day());
        let rules = requirement::all(&desk.book, &desk.catalog, self.student, desk.day());
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
            let kinds = self.line(line, &status, &rules);
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

    fn goal_text(&self, goal: crate::domain::id::GoalId) -> String {
        let goal = self.plan.goals.get(&goal);
        goal.map_or_else(
            || "an earlier goal".to_owned(),
            |goal| goal.text.to_string(),
        )
    }

    fn part(&self, line: &PageLine) -> Option<&'a Part> {
        match line {
            PageLine::Part(of, id) => self.at.desk.book.parts_at(*of)?.get(id),
            _ => None,
        }
    }

    fn line(
        &self,
        line: &PageLine,
        status: &Status<'a>,
        rules: &[RequirementStatus<'a>],
    ) -> Vec<Kind<'a>> {
        let plan = self.plan;
        let goal = |id| plan.goals.get(id);
        match line {
            PageLine::Promise => {
                let next = plan.promise().map(|(_, next)| next);
                plan::promise(next, self.today, self.width, 4)
            }
            PageLine::Item(id) => {
                let mut items = status.items.iter();
                let found = items.find(|item| item.item.id == *id);
                found.map(|item| self.item(item)).unwrap_or_default()
            }
            PageLine::Retired(id) => {
                let mark = retired_mark(self.student, plan, id);
                vec![Kind::Labeled(
                    "retired".to_owned(),
                    Role::NotApplicable,
                    self.retired(id.as_str(), mark).into(),
                )]
            }
            PageLine::Goal(id) => goal(id).map(|goal| self.goal(goal)).unwrap_or_default(),
            PageLine::Step(id, at) => goal(id)
                .and_then(|goal| goal.steps.get(*at))
                .map(|step| {
                    let mark = if step.done.is_some() { "[x]" } else { "[ ]" };
                    self.labeled(
                        format!("  {mark}"),
                        if step.done.is_some() {
                            Role::Done
                        } else {
                            Role::Due
                        },
                        step.text.as_str(),
                    )
                })
                .unwrap_or_default(),
            PageLine::Reflection(id, at) => goal(id)
                .and_then(|goal| goal.reflections.get(*at))
                .map(|said| {
                    self.labeled(
                        format!("  {}, said", date::spoken(said.on, self.today)),
                        Role::Text,
                        said.text.as_str(),
                    )
                })
                .unwrap_or_default(),
            PageLine::Barrier(id, at) => goal(id)
                .and_then(|goal| goal.barriers.get(*at))
                .map(|barrier| {
                    let (label, role) = if barrier.is_open() {
                        ("  open", Role::Due)
                    } else {
                        ("  answered", Role::Done)
                    };
                    self.labeled(label.to_owned(), role, barrier.text.as_str())
                })
                .unwrap_or_default(),
            PageLine::Strategy(_, _, None) => {
                vec![Kind::Labeled(
                    "  none yet".to_owned(),
                    Role::Due,
                    "enter adds one".into(),
                )]
            }
            PageLine::Strategy(id, at, Some(strategy)) => goal(id)
                .and_then(|goal| goal.barriers.get(*at)?.strategies.get(*strategy))
                .map(|text| self.plain(2, text.as_str()))
                .unwrap_or_default(),
            PageLine::Part(..) => self
                .part(line)
                .map(|part| self.part_rows(part))
                .unwrap_or_default(),
            PageLine::Approval(at) => review::approvals(&self.at.desk.book, self.student.id)
                .get(*at)
                .map(|approval| self.approval(approval))
                .unwrap_or_default(),
            PageLine::Requirement(code) => rules
                .iter()
                .find(|rule| rule.requirement.code == *code)
                .map(|rule| self.requirement(rule))
                .unwrap_or_default(),
            PageLine::Need(code, at) => rules
                .iter()
                .find(|rule| rule.requirement.code == *code)
                .and_then(|rule| rule.needs.get(*at))
                .map(|need| {
                    let count = if need.want > 1 {
                        format!(", {} of {}", need.have, need.want)
                    } else {
                        String::new()
                    };
                    let said = format!("{}{count}", need.need.say);
                    self.owned(self.labeled("   missing".to_owned(), Role::Due, &said))
                })
                .unwrap_or_default(),
            PageLine::Entry(id) => plan
                .check_in(*id)
                .map(|entry| self.entry(entry))
                .unwrap_or_default(),
            PageLine::Add(new) => vec![Kind::Labeled(self.add(*new), Role::Key, "".into())],
        }
    }

    fn add(&self, new: New) -> String {
        format!("+ {}", new.noun())
    }

    /// A label with text behind it that goes on under it.
    fn labeled<'b>(&self, label: String, role: Role, text: &'b str) -> Vec<Kind<'b>> {
        plan::labeled(label, role, text, self.width, 6)
    }

    fn plain<'b>(&self, indent: usize, text: &'b str) -> Vec<Kind<'b>> {
        let lines = text::wrap(text, self.width.saturating_sub(indent), 6);
        lines
            .into_iter()
            .map(|line| Kind::Plain(indent, line.into()))
            .collect()
    }

    /// The same rows, holding their text.
    fn owned(&self, rows: Vec<Kind<'_>>) -> Vec<Kind<'a>> {
        rows.into_iter().map(Kind::into_owned).collect()
    }

    fn item(&self, item: &ItemStatus<'a>) -> Vec<Kind<'a>> {
        let mut rows = vec![Kind::Item(*item, self.page.detail.number_of(&item.item.id))];
        if let Some(year) = item.carried {
            rows.push(Kind::Plain(6, format!("left open in {year}").into()));
        }
        rows
    }

    fn retired(&self, id: &str, mark: Option<&Mark>) -> String {
        let said = match mark {
            Some(Mark::Done { on, .. }) => format!("done {}", date::spoken(*on, self.today)),
            Some(Mark::NotApplicable { reason, .. }) => format!("not applicable: {reason}"),
            None => String::new(),
        };
        format!("{id}, {said}")
    }

    /// A goal, and under it what belongs to it.
    fn goal(&self, goal: &'a Goal) -> Vec<Kind<'a>> {
        let mut rows = vec![Kind::Goal(goal)];
        if let Some(state) = goal.carried {
            let said = format!("from last year, {}", state.name());
            rows.push(Kind::Plain(2, said.into()));
        }
        if !goal.benchmark.is_empty() {
            rows.extend(self.labeled(
                "  this year".to_owned(),
                Role::Text,
                goal.benchmark.as_str(),
            ));
        }
        if let Some(last) = goal.progress.last() {
            let mut label = format!(
                "  {}, {}",
                date::spoken(last.when.date(), self.today),
                last.state.name()
            );
            if let Some(sure) = last.confidence {
                let _ = write!(label, ", sure {sure} of 10");
            }
            rows.extend(plan::labeled(
                label,
                Role::Text,
                last.note.as_str(),
                self.width,
                2,
            ));
        }
        if goal.state() != GoalState::Dropped && goal.open_barriers().next().is_some() {
            rows.push(Kind::Plain(2, "a barrier has no strategy yet".into()));
        }
        rows
    }

    /// A part: when, what, and under it the rest of what it says.
    fn part_rows(&self, part: &'a Part) -> Vec<Kind<'a>> {
        let label = match part.kind {
            PartKind::Course => part
                .choice(Field::Kind)
                .map_or("", |kind| kind.label)
                .to_owned(),
            _ => part
                .day(Field::On)
                .map(|on| date::short(on, self.today))
                .unwrap_or_default(),
        };
        let title = part.title();
        let label = format!("  {label:<7}");
        let mut rows = self.owned(self.labeled(label, Role::Text, &title));
        for (spec, said) in part.rest() {
            let is_in_label =
                part.kind == PartKind::Course && matches!(spec.field, Field::Kind | Field::Year);
            if !is_in_label {
                rows.extend(self.owned(self.plain(4, &format!("{}: {said}", spec.label))));
            }
        }
        if part.kind == PartKind::Course {
            let serves = part.goal().map_or_else(
                || "tied to no goal".to_owned(),
                |goal| format!("serves: {}", self.goal_text(goal)),
            );
            rows.extend(self.owned(self.plain(4, &serves)));
        }
        for (field, word) in [(Field::Until, "until"), (Field::Review, "next review")] {
            if let Some(day) = part.day(field) {
                rows.push(Kind::Plain(
                    4,
                    format!("{word} {}", date::short(day, self.today)).into(),
                ));
            }
        }
        rows
    }

    fn approval(&self, approval: &Approval<'_>) -> Vec<Kind<'a>> {
        let who = approval.who.label;
        let Some(part) = approval.given else {
            return vec![Kind::Labeled(
                format!("[ ] {who}"),
                Role::Due,
                "not yet".into(),
            )];
        };
        let mut said = date::short(part.counts_on(), self.today);
        if let Some(how) = part.choice(Field::How) {
            let _ = write!(said, ", {}", how.label);
        }
        if !part.text(Field::Name).is_empty() {
            let _ = write!(said, ", {}", part.text(Field::Name));
        }
        let mut rows = vec![Kind::Labeled(format!("[x] {who}"), Role::Done, said.into())];
        if approval.is_outdated {
            rows.push(Kind::Plain(4, "before a later change of the plan".into()));
        }
        rows
    }

    /// `R-GOALS  not yet`.
    fn requirement(&self, status: &RequirementStatus<'_>) -> Vec<Kind<'a>> {
        let (mark, role) = match status.standing {
            Standing::Met => ("[x]", Role::Done),
            Standing::NotYet => ("[ ]", Role::Due),
            Standing::NotApplicable => ("[~]", Role::NotApplicable),
        };
        let label = format!("{mark} {:<12}", status.requirement.code);
        let said = match status.excused {
            Some(excused) => excused.reason(),
            None => status.standing.name(),
        };
        vec![Kind::Labeled(label, role, said.into())]
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
            let lines = text::wrap(&said, room, 3).into_iter();
            rows.extend(lines.map(|line| Kind::Plain(ENTRY, line.to_owned().into())));
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
