//! How each line of a student's page is written.

use std::fmt::Write;

use super::Writer;
use crate::{
    app::screen::{
        form::line_of,
        student::{PageLine, retired_mark},
    },
    domain::{
        amendment,
        catalog::ItemId,
        checkin::{CheckIn, CheckInKind},
        date::{self, SchoolYear},
        goal::{Goal, GoalState},
        id::GoalId,
        mark::Mark,
        part::{Field, Part, PartKind},
        plan::PlanKey,
        requirement::{RequirementStatus, Standing},
        review::{self, Approval},
        status::{ItemStatus, Status},
    },
    theme::Role,
    view::{
        text,
        widget::plan::{self, Kind},
    },
};

impl<'a> Writer<'a> {
    pub(super) fn goal_text(&self, goal: GoalId) -> String {
        let goal = self.plan.goals.get(&goal);
        goal.map_or_else(
            || "an earlier goal".to_owned(),
            |goal| goal.text.to_string(),
        )
    }

    pub(super) fn part(&self, line: &PageLine) -> Option<&'a Part> {
        match line {
            PageLine::Part(of, id) => self.at.desk.book.parts_at(*of)?.get(id),
            _ => None,
        }
    }

    pub(super) fn line(
        &self,
        line: &PageLine,
        status: &Status<'a>,
        rules: &[RequirementStatus<'a>],
    ) -> Vec<Kind<'a>> {
        let plan = self.plan;
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
            PageLine::Earlier(year) => self.earlier(*year),
            PageLine::Retired(id) => {
                let mark = retired_mark(self.student, plan, id);
                vec![Kind::Labeled(
                    "retired".to_owned(),
                    Role::NotApplicable,
                    self.retired(id.as_str(), mark).into(),
                )]
            }
            PageLine::Goal(id)
            | PageLine::Step(id, _)
            | PageLine::Reflection(id, _)
            | PageLine::Barrier(id, _)
            | PageLine::Strategy(id, ..) => {
                let goal = plan.goals.get(id);
                goal.and_then(|goal| self.goal_line(goal, line))
                    .unwrap_or_default()
            }
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
                .map(|rule| requirement_row(rule))
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
                    owned(self.labeled("  missing".to_owned(), Role::Due, &said))
                })
                .unwrap_or_default(),
            PageLine::Entry(id) => plan
                .check_in(*id)
                .map(|entry| self.entry(entry))
                .unwrap_or_default(),
            PageLine::Add(new) => vec![Kind::Labeled(
                format!("+ {}", new.noun()),
                Role::Key,
                "".into(),
            )],
        }
    }

    /// Requests to correct a line, each with the statement that stays with it.
    pub(super) fn amendments(&self, line: &PageLine) -> Vec<Kind<'a>> {
        let Some(line) = line_of(line) else {
            return Vec::new();
        };
        let asked = amendment::at(&self.at.desk.book, self.student.id, &line);
        asked
            .flat_map(|part| {
                let statement = amendment::statement(part);
                let statement = statement.map(|said| format!("the family says: {said}"));
                let said = std::iter::once(amendment::says(part, self.today)).chain(statement);
                said.flat_map(|said| owned(self.plain(4, &said)))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// A line of a goal: the goal itself, or one of its pieces.
    fn goal_line(&self, goal: &'a Goal, line: &PageLine) -> Option<Vec<Kind<'a>>> {
        Some(match line {
            PageLine::Step(_, at) => {
                let step = goal.steps.get(*at)?;
                let (mark, role) = match step.done {
                    Some(_) => ("[x]", Role::Done),
                    None => ("[ ]", Role::Due),
                };
                self.labeled(format!("  {mark}"), role, step.text.as_str())
            }
            PageLine::Reflection(_, at) => {
                let said = goal.reflections.get(*at)?;
                let label = format!("  {}, said", date::spoken(said.on, self.today));
                self.labeled(label, Role::Text, said.text.as_str())
            }
            PageLine::Barrier(_, at) => {
                let barrier = goal.barriers.get(*at)?;
                let (label, role) = if barrier.is_open() {
                    ("  open", Role::Due)
                } else {
                    ("  answered", Role::Done)
                };
                self.labeled(label.to_owned(), role, barrier.text.as_str())
            }
            PageLine::Strategy(_, _, None) => {
                let none = "  none yet".to_owned();
                vec![Kind::Labeled(none, Role::Due, "enter adds one".into())]
            }
            PageLine::Strategy(_, at, Some(strategy)) => {
                let text = goal.barriers.get(*at)?.strategies.get(*strategy)?;
                self.plain(2, text.as_str())
            }
            _ => self.goal(goal),
        })
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

    fn item(&self, item: &ItemStatus<'a>) -> Vec<Kind<'a>> {
        let mut rows = vec![Kind::Item(*item, self.page.detail.number_of(&item.item.id))];
        if let Some(year) = item.carried {
            rows.push(Kind::Plain(6, format!("left open in {year}").into()));
        }
        rows
    }

    /// An earlier school year: what was done then, or how to see it.
    fn earlier(&self, year: SchoolYear) -> Vec<Kind<'a>> {
        let desk = self.at.desk;
        let student = self.student.id;
        if !desk.has_read(year) {
            let said = "enter shows what was done";
            return vec![Kind::Labeled(year.to_string(), Role::Key, said.into())];
        }
        let plan = desk.book.plans.get(&PlanKey { year, student });
        let marks = plan.into_iter().flat_map(|plan| &plan.marks);
        let marks: Vec<_> = marks.collect();
        let said = format!("{} marks", marks.len());
        let heading = Kind::Labeled(year.to_string(), Role::Heading, said.into());
        let row = |(id, mark): (&ItemId, &Mark)| {
            let item = desk.catalog.item(id);
            let text = item.map_or(id.as_str(), |item| item.text.as_str());
            let (label, role) = match mark {
                Mark::Done { .. } => ("  [x]", Role::Done),
                Mark::NotApplicable { .. } => ("  [~]", Role::NotApplicable),
            };
            Kind::Labeled(label.to_owned(), role, text.to_owned().into())
        };
        let parts = plan.into_iter().flat_map(|plan| plan.parts.values());
        let part = |part: &Part| {
            let day = date::short(part.counts_on(), self.today);
            let said = format!("{}: {}, {day}", part.kind.noun(), part.title());
            Kind::Plain(2, said.into())
        };
        std::iter::once(heading)
            .chain(marks.into_iter().map(row))
            .chain(parts.map(part))
            .collect()
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
        let mut rows = owned(self.labeled(label, Role::Text, &title));
        for (spec, said) in part.rest() {
            let is_in_label =
                part.kind == PartKind::Course && matches!(spec.field, Field::Kind | Field::Year);
            if !is_in_label {
                rows.extend(owned(self.plain(4, &format!("{}: {said}", spec.label))));
            }
        }
        if part.kind == PartKind::Course {
            let serves = part.goal().map_or_else(
                || "tied to no goal".to_owned(),
                |goal| format!("serves: {}", self.goal_text(goal)),
            );
            rows.extend(owned(self.plain(4, &serves)));
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

/// The same rows, holding their text.
fn owned<'a>(rows: Vec<Kind<'_>>) -> Vec<Kind<'a>> {
    rows.into_iter().map(Kind::into_owned).collect()
}

/// `R-GOALS  not yet`.
fn requirement_row(status: &RequirementStatus<'_>) -> Vec<Kind<'static>> {
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

/// Columns before the text of an entry.
const ENTRY: usize = 22;

fn kind(kind: CheckInKind) -> &'static str {
    match kind {
        CheckInKind::Group => "in a group",
        other => other.name(),
    }
}
