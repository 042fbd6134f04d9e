//! The chapters of a record, each from its place in the book.

use super::{Cell, Chapter, Row};
use crate::domain::{
    amendment::{self, Contested},
    book::Book,
    catalog::{Catalog, ItemId},
    change::{Change, Edit, Entry},
    checkin::CheckIn,
    date::{Date, DateTime, SchoolYear},
    disclosure,
    goal::{Goal, GoalState},
    mark::Mark,
    part::{Field, Part, PartKind, PartOf, Parts, Takes, Value},
    plan::{Plan, PlanKey},
    sentence,
    status::{ItemState, Status},
    student::{Standing, Student},
    text::Text,
};

/// Makes the chapters of one student.
pub(super) struct Maker<'b> {
    book: &'b Book,
    catalog: &'b Catalog,
    student: &'b Student,
    today: Date,
}

/// Cells that are not empty, in their order.
#[derive(Default)]
struct Cells(Vec<Cell>);

#[expect(
    clippy::needless_pass_by_value,
    reason = "what is shown is given as it comes, often as a value that was just made"
)]
impl Cells {
    fn with(mut self, key: &'static str, label: &'static str, value: impl ToString) -> Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.0.push(Cell { key, label, value });
        }
        self
    }

    fn with_some(
        self,
        key: &'static str,
        label: &'static str,
        value: Option<impl ToString>,
    ) -> Self {
        match value {
            Some(value) => self.with(key, label, value),
            None => self,
        }
    }

    fn each<T: ToString>(
        self,
        key: &'static str,
        label: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        values
            .into_iter()
            .fold(self, |cells, value| cells.with(key, label, value))
    }

    fn plain(self) -> Row {
        Row {
            cells: self.0,
            amendments: Vec::new(),
        }
    }
}

impl<'b> Maker<'b> {
    pub(super) fn new(
        book: &'b Book,
        catalog: &'b Catalog,
        student: &'b Student,
        today: Date,
    ) -> Self {
        Self {
            book,
            catalog,
            student,
            today,
        }
    }

    /// Who the student is.
    pub(super) fn who(&self) -> Chapter {
        Chapter {
            key: "student",
            heading: "Student",
            year: None,
            rows: vec![self.person(self.student).plain()],
        }
    }

    fn person(&self, student: &Student) -> Cells {
        let group = self.book.groups.get(&student.group);
        let (standing, since) = match student.standing {
            Standing::Here => ("in the group", None),
            Standing::Left { on } => ("left", Some(on)),
            Standing::Graduated { on } => ("graduated", Some(on)),
        };
        Cells::default()
            .with("name", "Name", student.name.spoken())
            .with_some("preferred", "Goes by", student.preferred.as_ref())
            .with_some("number", "School's number", student.school_id.as_ref())
            .with("grade", "Grade", student.grade)
            .with_some("group", "Group", group.map(|group| &group.name))
            .with("standing", "Is", standing)
            .with_some("since", "Since", since)
            .with("joined", "Came into the group", student.joined.date())
            .with_some("arrived", "Came to the school", student.arrived)
            .each("asked", "The list asks as well", &student.switches)
    }

    fn chapter(
        key: &'static str,
        heading: &'static str,
        year: Option<SchoolYear>,
        rows: Vec<Row>,
    ) -> Option<Chapter> {
        (!rows.is_empty()).then_some(Chapter {
            key,
            heading,
            year,
            rows,
        })
    }

    /// What a school year holds.
    pub(super) fn year(&self, key: PlanKey) -> Vec<Chapter> {
        let none = Plan::default();
        let plan = self.book.plans.get(&key).unwrap_or(&none);
        let marks = if key.year == self.book.settings.year {
            self.checklist()
        } else {
            let marks = plan.marks.iter();
            marks.map(|(item, mark)| self.mark(item, mark)).collect()
        };
        let goals = plan.goals.values().map(|goal| self.goal(goal));
        let talks = plan.check_ins().iter().map(|entry| self.talk(entry));
        let year = Some(key.year);
        let own = [
            Self::chapter("checklist", "Checklist", year, marks),
            Self::chapter("goals", "Goals", year, goals.collect()),
            Self::chapter("talks", "Talks and notes", year, talks.collect()),
        ];
        let parts = self.parts(&plan.parts, year);
        own.into_iter()
            .flatten()
            .chain(parts)
            .chain(self.answers(key.year))
            .collect()
    }

    /// The list of this year with what is open, and marks that it no longer has.
    fn checklist(&self) -> Vec<Row> {
        let status = Status::of(self.book, self.catalog, self.student, self.today);
        let mut rows: Vec<Row> = status
            .items
            .iter()
            .map(|line| {
                if let Some(mark) = line.mark {
                    self.mark(&line.item.id, mark)
                } else {
                    let state = match line.state {
                        ItemState::Ahead => "later",
                        _ => "open",
                    };
                    let cells = Cells::default()
                        .with("item", "Item", &line.item.text)
                        .with("state", "Is", state);
                    self.row(cells, &Contested::Item(line.item.id.clone()))
                }
            })
            .collect();
        let plan = self.book.plan(self.student.id);
        let is_listed = |id: &ItemId| status.items.iter().any(|line| line.item.id == *id);
        let rest = plan.marks.iter().filter(|(id, _)| !is_listed(id));
        rows.extend(rest.map(|(id, mark)| self.mark(id, mark)));
        rows
    }

    fn item_text(&self, item: &ItemId) -> String {
        let known = self.catalog.item(item);
        known.map_or_else(|| item.to_string(), |item| item.text.to_string())
    }

    fn mark(&self, item: &ItemId, mark: &Mark) -> Row {
        let cells = Cells::default().with("item", "Item", self.item_text(item));
        let cells = match mark {
            Mark::Done { on, by } => cells
                .with("state", "Is", "done")
                .with("on", "On", on)
                .with("by", "Noted by", by),
            Mark::NotApplicable { on, by, reason } => cells
                .with("state", "Is", "not applicable")
                .with("reason", "Why", reason)
                .with("on", "On", on)
                .with("by", "Noted by", by),
        };
        self.row(cells, &Contested::Item(item.clone()))
    }

    fn goal(&self, goal: &Goal) -> Row {
        let smart = &goal.smart;
        let mut cells = Cells::default()
            .with("goal", "Goal", &goal.text)
            .with("kind", "About", goal.kind.name())
            .with("state", "Stands", goal.state().name())
            .with("set", "Set on", goal.set_on)
            .with_some("target", "To be reached by", goal.target)
            .with_some(
                "carried",
                "Taken over from the year before as",
                goal.carried.map(GoalState::name),
            )
            .with("specific", "What exactly", &smart.specific)
            .with("measurable", "Known to be met by", &smart.measurable)
            .with("achievable", "Why it can be done", &smart.achievable)
            .with("relevant", "Why it matters", &smart.relevant)
            .with("time", "Until when", &smart.time_bound)
            .with("benchmark", "This year", &goal.benchmark);
        for step in &goal.steps {
            let done = step.done.map(|on| format!(" (done {on})"));
            let said = format!("{}{}", step.text, done.unwrap_or_default());
            cells = cells.with("step", "Step", said);
        }
        for barrier in &goal.barriers {
            cells = cells.with("barrier", "In the way", &barrier.text).each(
                "strategy",
                "Answered by",
                &barrier.strategies,
            );
        }
        for said in &goal.reflections {
            let text = format!("{}: {}", said.on, said.text);
            cells = cells.with("reflection", "Said", text);
        }
        for look in &goal.progress {
            let sure = look.confidence.map(|sure| format!(", sure {sure} of 10"));
            let note = Some(look.note.as_str()).filter(|note| !note.is_empty());
            let said = format!(
                "{}: {}{}{} (noted by {})",
                look.when.date(),
                look.state.name(),
                sure.unwrap_or_default(),
                note.map(|note| format!(", {note}")).unwrap_or_default(),
                look.by,
            );
            cells = cells.with("progress", "Progress", said);
        }
        self.row(cells, &Contested::Goal(goal.id))
    }

    fn talk(&self, entry: &CheckIn) -> Row {
        let mut cells = Cells::default()
            .with("on", "On", entry.day())
            .with("kind", "What", entry.kind.name())
            .with("note", "Note", &entry.note);
        if let Some(next) = &entry.next {
            cells = cells
                .with("next", "Next", &next.text)
                .with_some("next-by", "By", next.by)
                .with_some("next-kept", "Kept on", next.kept);
        }
        let cells = cells.with("by", "Noted by", &entry.by);
        self.row(cells, &Contested::Entry(entry.id))
    }

    /// What lasts for all years: marks, parts of the folder, what left.
    pub(super) fn lasting(&self) -> Vec<Chapter> {
        let once = self.student.once.iter();
        let once = once.map(|(item, mark)| self.mark(item, mark)).collect();
        let none = Parts::new();
        let folder = self.book.parts_at(PartOf::Folder(self.student.id));
        let left = disclosure::all(self.book, self.student.id);
        let left = left.into_iter().map(|part| self.part(part)).collect();
        let heading = PartKind::Disclosure.heading();
        Self::chapter("once", "Done once for all years", None, once)
            .into_iter()
            .chain(self.parts(folder.unwrap_or(&none), None))
            .chain(Self::chapter(
                PartKind::Disclosure.name(),
                heading,
                None,
                left,
            ))
            .collect()
    }

    /// The parts of a place, a chapter for each kind. What left comes by itself, with copies of the whole book.
    fn parts(&self, parts: &Parts, year: Option<SchoolYear>) -> Vec<Chapter> {
        let kinds = PartKind::ALL
            .iter()
            .filter(|kind| **kind != PartKind::Disclosure);
        kinds
            .filter_map(|kind| {
                let own = parts.values().filter(|part| part.kind == *kind);
                let rows = own.map(|part| self.part(part)).collect();
                Self::chapter(kind.name(), kind.heading(), year, rows)
            })
            .collect()
    }

    fn part(&self, part: &Part) -> Row {
        let cells = self.cells(part).with("by", "Noted by", &part.by);
        self.row(cells, &Contested::Part(part.id))
    }

    fn cells(&self, part: &Part) -> Cells {
        let shown = part
            .kind
            .fields()
            .iter()
            .filter(|spec| spec.takes != Takes::Line);
        shown.fold(Cells::default(), |cells, spec| {
            let Some(value) = part.values.get(&spec.field) else {
                return cells;
            };
            let said = match value {
                Value::Text(text) => text.as_str().to_owned(),
                Value::Day(day) => day.to_string(),
                Value::Year(year) => year.to_string(),
                Value::Number(number) => number.to_string(),
                Value::Choice(choice) => choice.label.to_owned(),
                Value::Item(item) => self.item_text(item),
                Value::Goal(goal) => self.goal_text(*goal),
            };
            cells.with(spec.field.name(), spec.label, said)
        })
    }

    fn goal_text(&self, goal: crate::domain::id::GoalId) -> String {
        let plans = self.book.plans.iter();
        let mut own = plans.filter(|(key, _)| key.student == self.student.id);
        own.find_map(|(_, plan)| plan.goals.get(&goal)).map_or_else(
            || "an earlier goal".to_owned(),
            |goal| goal.text.to_string(),
        )
    }

    /// Answers to the school's questions that were given under this student's name.
    fn answers(&self, year: SchoolYear) -> Option<Chapter> {
        let own = names(self.student);
        let parts = self.book.school.get(&year)?.values();
        let rows = parts.filter(|part| is_named(part, &own));
        let rows = rows.map(|part| self.part(part)).collect();
        Self::chapter(
            "answer",
            "Answers to the school's questions",
            Some(year),
            rows,
        )
    }

    /// A row with the requests that stand at it.
    fn row(&self, cells: Cells, line: &Contested) -> Row {
        let asked = amendment::at(self.book, self.student.id, line);
        Row {
            cells: cells.0,
            amendments: asked.map(|part| self.cells(part).0).collect(),
        }
    }

    /// What was done and when, as far as it is about this student.
    pub(super) fn history(&self, journal: &[Entry]) -> Option<Chapter> {
        let rows = journal.iter().filter_map(|entry| {
            let edits = entry.change.edits.iter();
            let own: Change = edits
                .filter(|edit| edit.student() == Some(self.student.id))
                .cloned()
                .collect();
            (!own.is_empty()).then(|| self.act(entry, own))
        });
        Self::chapter("history", "What was done, and when", None, rows.collect())
    }

    fn act(&self, entry: &Entry, change: Change) -> Row {
        let before: Vec<String> = change
            .edits
            .iter()
            .flat_map(|edit| self.before(edit))
            .collect();
        let own = Entry {
            change,
            ..entry.clone()
        };
        Cells::default()
            .with("at", "When", minute(entry.at))
            .with(
                "what",
                "What",
                sentence::entry(&own, self.book, self.catalog),
            )
            .each("was", "Before it said", before)
            .with("by", "By", &entry.by)
            .plain()
    }

    /// What was written there before it was corrected or taken away: so that together with what stands in the other chapters nothing
    /// is missing that ever stood in the record.
    fn before(&self, edit: &Edit) -> Vec<String> {
        let (was, now) = match edit {
            Edit::Goal { was, now, .. } => {
                both(was.as_deref(), now.as_deref(), |goal| self.goal(goal).cells)
            }
            Edit::CheckIn { was, now, .. } => both(was.as_deref(), now.as_deref(), |entry| {
                self.talk(entry).cells
            }),
            Edit::Part { was, now, .. } => {
                both(was.as_deref(), now.as_deref(), |part| self.cells(part).0)
            }
            Edit::Mark { item, was, now, .. } => both(was.as_ref(), now.as_ref(), |mark| {
                self.mark(item, mark).cells
            }),
            Edit::Student { was, now, .. } => both(was.as_deref(), now.as_deref(), |student| {
                self.person(student).0
            }),
            _ => return Vec::new(),
        };
        let gone = was.into_iter().filter(|cell| !now.contains(cell));
        gone.map(|cell| format!("{}: {}", cell.label, cell.value))
            .collect()
    }
}

/// The cells of what was and of what is.
fn both<T>(
    was: Option<&T>,
    now: Option<&T>,
    cells: impl Fn(&T) -> Vec<Cell>,
) -> (Vec<Cell>, Vec<Cell>) {
    let of = |one: Option<&T>| one.map(&cells).unwrap_or_default();
    (of(was), of(now))
}

/// The ways in which a student signs, folded.
pub(super) fn names(student: &Student) -> [String; 4] {
    [
        student.spoken(),
        student.listed(),
        student.name.spoken(),
        student.name.sorted(),
    ]
    .map(|name| Text::new(&name).fold())
}

/// Whether it is an answer that was given under one of these names.
pub(super) fn is_named(part: &Part, names: &[String]) -> bool {
    let name = match part.values.get(&Field::Name) {
        Some(Value::Text(name)) => name.fold(),
        _ => return false,
    };
    part.kind == PartKind::Answer && names.contains(&name)
}

/// `2026-10-14 10:02`.
fn minute(at: DateTime) -> String {
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}
