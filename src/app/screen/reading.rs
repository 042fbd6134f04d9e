//! Lines to read: the recap of a period, and why a status is what it is.

use std::fmt::Write;

use super::Next;
use crate::{
    app::{
        action::Action,
        model::{CountsFor, Desk, Model},
    },
    domain::{
        catalog::{Catalog, Requirement, RequirementCode},
        date::{self, DateTime},
        id::StudentId,
        mark::Mark,
        recap::Recap,
        requirement::{self, NeedStatus, RequirementStatus},
        round::Reason,
        status::{self, ItemState, ItemStatus, Status, due_from},
    },
};

/// How wide text for reading is laid out: what fits on every supported screen.
pub const COLUMNS: usize = 76;

/// Lines with a place to read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What it is.
    pub title: String,
    /// The lines; those that are headings begin with a letter in column one, the rest is indented.
    pub lines: Vec<String>,
    /// The first line that is shown.
    pub top: usize,
}

impl Reading {
    fn new(title: &str, lines: Vec<String>) -> Self {
        Self {
            title: title.to_owned(),
            lines,
            top: 0,
        }
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(&mut self, action: Action) -> Option<Next> {
        let last = self.lines.len().saturating_sub(1);
        self.top = match action {
            Action::Up => self.top.saturating_sub(1),
            Action::Down => (self.top + 1).min(last),
            Action::PageUp => self.top.saturating_sub(10),
            Action::PageDown => (self.top + 10).min(last),
            Action::First => 0,
            Action::Last => last,
            Action::Back | Action::Open => return Some(Next::Close),
            _ => return None,
        };
        Some(Next::Stay)
    }
}

/// A student's complete record.
pub fn record(lines: Vec<String>) -> Reading {
    Reading::new("The complete record", lines)
}

/// What was deleted, and what that does not reach.
pub fn certificate(lines: Vec<String>) -> Reading {
    Reading::new("A record was deleted", lines)
}

/// The recap of the period under way, else of the last one.
pub fn recap(model: &Model) -> Option<Reading> {
    let desk = model.desk.as_ref()?;
    let recap = match desk.counts_for {
        CountsFor::Now => Recap::of(&desk.book, desk.group?, model.now),
        CountsFor::Day(day) => Recap::of(&desk.book, desk.group?, day.at(23, 59, 59, 0)),
        CountsFor::Period(_, last) => Recap::of(&desk.book, desk.group?, last),
    };
    let lines = recap.map_or_else(
        || vec!["Nobody was seen yet this school year.".to_owned()],
        |recap| recap.lines(&desk.book, COLUMNS),
    );
    Some(Reading::new("Recap of the period", lines))
}

/// The recap of the last period of a day.
pub fn recap_of(desk: &Desk, day: date::Date) -> Option<Reading> {
    let recap = Recap::of(&desk.book, desk.group?, day.at(23, 59, 59, 0))?;
    let title = format!("Recap of {}", date::long(day));
    Some(Reading::new(&title, recap.lines(&desk.book, COLUMNS)))
}

/// How the days of the year are counted.
pub fn why_met() -> Reading {
    let said = [
        "A student was met on a day with a check-in, a dated note or a goal's progress. Absence is no meeting, and what is \
         noted for several at once is none either: nobody is forgotten by it.",
        "Counted are those who are in the group now, in the school year that the book is in. A gap goes from one day on which \
         somebody was met to the next, or to today.",
    ];
    let lines = said.iter().flat_map(|said| wrap(said, "  "));
    let heading = "What counts as met".to_owned();
    Reading::new("Why", std::iter::once(heading).chain(lines).collect())
}

/// What the figure of the group is the sum of.
pub fn why_progress(desk: &Desk) -> Reading {
    let students = desk.group.map(|group| desk.book.members(group));
    let students = students.unwrap_or_default();
    let figure = |student| status::figure(&desk.book, &desk.catalog, student, desk.day());
    let figures: Vec<_> = students.iter().map(|student| figure(student)).collect();
    let done: usize = figures.iter().map(|figure| figure.done).sum();
    let due: usize = figures.iter().map(|figure| figure.due).sum();
    let mut lines = vec![format!("Why the group's figure is {done} of {due}")];
    let rule = "It is the sum of everybody's own figure: items done, of those whose time has come or that are done already; \
                items that do not apply count nowhere. w on a student says the rule and source of every item. A month that is \
                over counts what was due at its end, and the ticks of that day or before.";
    lines.extend(wrap(rule, "  "));
    lines.push(String::new());
    lines.push("Everybody's own".to_owned());
    for (student, figure) in students.iter().zip(&figures) {
        let (done, due) = (figure.done, figure.due);
        lines.push(format!("  {done:>2} of {due:>2}  {}", student.listed()));
    }
    Reading::new("Why", lines)
}

/// Why a student stands where it stands, and why the figure is what it is: rule and source of every item.
pub fn why(desk: &Desk, student: StudentId, now: DateTime) -> Option<Reading> {
    let student = desk.book.students.get(&student)?;
    let mut lines = vec![format!("Why {} stands here", student.spoken())];
    let seat = desk.seat_of(student.id);
    let round = desk.round.as_ref();
    if let (Some(seat), Some(round)) = (seat, round) {
        lines.extend(wrap(&reason_in_full(seat.reason, now), "  "));
        let bound = format!(
            "{} waits at most {} periods of {} talks or more, counted where the student attends. Promises that are due may \
             take {} of these places out of turn.",
            student.spoken(),
            round.bound(&desk.book, student),
            round.pace,
            round.promise_places(),
        );
        lines.extend(wrap(&bound, "  "));
        let source = "Source: \"What is an ILP?\" of a Kentucky district: nobody looks at the plan in May for the first time.";
        lines.extend(wrap(source, "  "));
    }
    let status = Status::of(&desk.book, &desk.catalog, student, now.date());
    let figure = status.figure();
    let season = desk.book.season(now.date());
    lines.push(String::new());
    lines.push(format!(
        "Why the figure is {} of {}",
        figure.done, figure.due
    ));
    let rule = format!(
        "It is {} of school year {}. Counted are the items of grade {} whose time has come or that are done already; \
         items that do not apply count nowhere.",
        season.name(),
        desk.book.settings.year,
        student.grade
    );
    lines.extend(wrap(&rule, "  "));
    for (state, title) in [
        (ItemState::Due, "Due now"),
        (ItemState::Ahead, "Not due yet"),
        (ItemState::NotApplicable, "Does not apply"),
        (ItemState::Done, "Done"),
    ] {
        let items: Vec<&ItemStatus<'_>> = status
            .items
            .iter()
            .filter(|line| line.state == state)
            .collect();
        if !items.is_empty() {
            lines.push(String::new());
            lines.push(format!("{title}: {}", items.len()));
            lines.extend(
                items
                    .into_iter()
                    .flat_map(|item| item_lines(&desk.catalog, item, now)),
            );
        }
    }
    let asked = requirement::all(&desk.book, &desk.catalog, student, now.date());
    if !asked.is_empty() {
        lines.push(String::new());
        lines.push("What the rules ask of this plan".to_owned());
    }
    for status in &asked {
        let code = &status.requirement.code;
        let said = format!("{code} {}: {}", status.standing.name(), status.reason());
        lines.extend(wrap(&said, "  "));
    }
    if student.grade < crate::domain::grade::Grade::GOALS_FROM {
        lines.push(String::new());
        lines.extend(wrap("Goals are welcome in this grade and a duty from grade 8 on (KDE ILP Self-Implementation Rubric).", ""));
    }
    Some(Reading::new("Why", lines))
}

/// One requirement for one student: the rule, its source, what is there and what is missing, and the items that serve it.
pub fn requirement(desk: &Desk, student: StudentId, code: &RequirementCode) -> Option<Reading> {
    let student = desk.book.students.get(&student)?;
    let rule = desk.catalog.requirement(code)?;
    let status = requirement::of(&desk.book, &desk.catalog, student, rule, desk.day());
    let mut lines = vec![format!("{code}: {}", status.standing.name())];
    lines.extend(wrap(rule.asks.as_str(), "  "));
    lines.extend(wrap(&source(rule), "  "));
    if status.is_half {
        let half = "Half is expected: the student came after the middle of the school year.";
        lines.extend(wrap(half, "  "));
    }
    lines.push(String::new());
    lines.push(format!("For {}, grade {}", student.spoken(), student.grade));
    lines.extend(need_lines(&status));
    let listed = Status::of(&desk.book, &desk.catalog, student, desk.day());
    let serving = listed.items.iter();
    let serving: Vec<_> = serving
        .filter(|line| line.item.requirements.contains(code))
        .collect();
    if !serving.is_empty() {
        lines.push(String::new());
        lines.push("Items of the checklist that serve it".to_owned());
        let now = desk.day().at(12, 0, 0, 0);
        let said = |line: &&ItemStatus<'_>| format!("{} ({})", line.item.text, when(line, now));
        lines.extend(serving.iter().flat_map(|line| wrap(&said(line), "  ")));
    }
    Some(Reading::new("What the rule asks", lines))
}

/// What a requirement asks for, and how much of it is there; why it asks nothing where it does not.
fn need_lines(status: &RequirementStatus<'_>) -> Vec<String> {
    if let Some(excused) = status.excused {
        return wrap(excused.reason(), "  ");
    }
    let line = |need: &NeedStatus<'_>| {
        let mark = if need.is_met() { "[x]" } else { "[ ]" };
        let late = match need.late {
            Some(days) => format!(", {days} days after its date"),
            None => String::new(),
        };
        let said = format!(
            "{mark} {}: {} of {}{late}",
            need.need.say, need.have, need.want
        );
        wrap(&said, "  ")
    };
    status.needs.iter().flat_map(line).collect()
}

/// Where a rule stands, and since when.
fn source(rule: &Requirement) -> String {
    let mut said = format!("Source: {}", rule.source);
    if !rule.date.is_empty() {
        let _ = write!(said, ", {}", rule.date);
    }
    if let Some(from) = rule.from {
        let _ = write!(said, "; in force since {from}");
    }
    if let Some(until) = rule.until {
        let _ = write!(said, "; in force until {until}");
    }
    said.push('.');
    said
}

/// The reason of a place, as one sentence.
pub fn reason_in_full(reason: Reason, now: DateTime) -> String {
    let today = now.date();
    match reason {
        Reason::PromiseDue { by } => format!(
            "Something was promised by {}, and nobody talked about it since.",
            date::spoken(by, today)
        ),
        Reason::CloserLook { by } => format!(
            "Another plan of the student asks for a closer look, due since {}. Which one stands on the student's page.",
            date::spoken(by, today)
        ),
        Reason::NeverSeen => "No talk yet this school year: first in line.".to_owned(),
        Reason::Waiting { days } => {
            format!("The last talk was {days} days ago; nobody further down waits longer.")
        }
        Reason::SeenThisRound { on } => format!(
            "Seen in this round already ({}): comes after those who were not.",
            date::spoken(on, today)
        ),
    }
}

fn item_lines(catalog: &Catalog, line: &ItemStatus<'_>, now: DateTime) -> Vec<String> {
    let item = line.item;
    let mut lines = wrap(&format!("{} ({})", item.text, when(line, now)), "  ");
    lines.extend(wrap(item.detail.as_str(), "      "));
    for place in catalog.resources_for(&item.id) {
        let said = format!("Where to go: {}, {}", place.name, place.address.as_str());
        lines.extend(wrap(&said, "      "));
    }
    for code in &item.requirements {
        let rule = catalog.requirement(code).map_or_else(
            || code.to_string(),
            |rule| format!("{code}: {} {}", rule.asks, source(rule)),
        );
        lines.extend(wrap(&rule, "      "));
    }
    lines
}

fn when(line: &ItemStatus<'_>, now: DateTime) -> String {
    match line.mark {
        Some(Mark::Done { on, by }) if line.state == ItemState::Done => {
            format!("done {}, {by}", date::spoken(*on, now.date()))
        }
        Some(Mark::NotApplicable { on, by, reason }) => {
            format!("{reason}; {}, {by}", date::spoken(*on, now.date()))
        }
        Some(Mark::Done { on, .. }) => {
            format!("each term; last done {}", date::spoken(*on, now.date()))
        }
        None => format!("from {}", due_from(line.item.when).name()),
    }
}

/// Words on lines, indented.
pub fn wrap(text: &str, indent: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let width = indent.len() + line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && width > COLUMNS {
            lines.push(format!("{indent}{line}"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(format!("{indent}{line}"));
    }
    lines
}
