//! What happened in a period: for the screen, for `homeroom recap`, and as evidence that the group met.

use std::collections::BTreeSet;

use super::{
    amendment::{self, Contested},
    book::Book,
    checkin::{CheckIn, CheckInKind},
    date::{self, Date, DateTime},
    id::{GroupId, StudentId},
    mark::Mark,
    round::{self, Round},
    student::Student,
};

/// What was promised in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// By whom, or to whom.
    pub student: StudentId,
    /// What.
    pub text: String,
    /// By when.
    pub by: Option<Date>,
    /// What the family states to the note that it stands in: it goes wherever the note goes.
    pub statements: Vec<String>,
}

/// One period of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recap {
    /// The first and the last note of the period.
    pub from: DateTime,
    /// See `from`.
    pub to: DateTime,
    /// Who was seen, in the order of the names.
    pub seen: Vec<StudentId>,
    /// Who was absent.
    pub absent: Vec<StudentId>,
    /// Items ticked on that day: whose, how many.
    pub ticks: Vec<(StudentId, usize)>,
    /// What was promised in it: by whom, what, by when.
    pub promises: Vec<Promise>,
    /// Who has not been seen in the round, absent students included, in the order in which they come next.
    pub unseen: Vec<StudentId>,
}

impl Recap {
    /// The period under way, else the last one of this school year. `None` when there was none.
    pub fn of(book: &Book, group: GroupId, now: DateTime) -> Option<Self> {
        let to = round::last_noted_before(book, group, now)?;
        let from = round::began(book, group, to)?;
        let members = book.members(group);
        let in_period = |kind: CheckInKind| {
            let is =
                move |s: &&&Student| round::standing(book.plan(s.id), Some(from), to) == Some(kind);
            members.iter().filter(is).map(|s| s.id).collect::<Vec<_>>()
        };
        let seen = in_period(CheckInKind::Seen);
        let unseen = Round::open(book, group, to)
            .order
            .iter()
            .filter(|place| {
                !matches!(place.reason, round::Reason::SeenThisRound { .. })
                    && !seen.contains(&place.student)
            })
            .map(|place| place.student)
            .collect();
        Some(Self {
            from,
            to,
            absent: in_period(CheckInKind::Absent),
            ticks: members
                .iter()
                .filter_map(|s| ticks_on(book, s, to.date()))
                .collect(),
            promises: members
                .iter()
                .flat_map(|s| promises(book, s, from, to))
                .collect(),
            seen,
            unseen,
        })
    }

    /// Everybody whom it names.
    pub fn students(&self) -> Vec<StudentId> {
        let ticked = self.ticks.iter().map(|(student, _)| student);
        let promised = self.promises.iter().map(|promise| &promise.student);
        let named = [&self.seen, &self.absent, &self.unseen]
            .into_iter()
            .flatten();
        let all: BTreeSet<StudentId> = named.chain(ticked).chain(promised).copied().collect();
        all.into_iter().collect()
    }

    /// As lines of plain text, with headings; `columns` wide at most.
    pub fn lines(&self, book: &Book, columns: usize) -> Vec<String> {
        let name = |id: &StudentId| {
            book.students
                .get(id)
                .map(Student::spoken)
                .unwrap_or_default()
        };
        let names = |ids: &[StudentId]| ids.iter().map(name).collect::<Vec<_>>();
        let ticks: usize = self.ticks.iter().map(|(_, count)| count).sum();
        let mut lines = vec![format!(
            "{}, {} to {}",
            date::long(self.from.date()),
            date::clock(self.from),
            date::clock(self.to)
        )];
        let mut section = |title: String, parts: Vec<String>| {
            lines.push(String::new());
            lines.push(title);
            lines.extend(wrapped(&parts, columns));
        };
        section(format!("Seen: {}", self.seen.len()), names(&self.seen));
        section(
            format!("Absent: {}", self.absent.len()),
            names(&self.absent),
        );
        let ticked = self
            .ticks
            .iter()
            .map(|(id, count)| format!("{} {count}", name(id)))
            .collect();
        section(format!("Items ticked: {ticks}"), ticked);
        let today = self.to.date();
        let promised = self.promises.iter().map(|promise| {
            let by = promise
                .by
                .map(|by| format!(", by {}", date::spoken(by, today)))
                .unwrap_or_default();
            let stated = promise.statements.iter();
            let stated = stated.map(|said| format!(" (the family says: {said})"));
            let stated = stated.collect::<Vec<_>>().concat();
            format!("{}: {}{by}{stated}", name(&promise.student), promise.text)
        });
        section(
            format!("Promised: {}", self.promises.len()),
            promised.collect(),
        );
        section(
            format!("Not yet seen in this round: {}", self.unseen.len()),
            names(&self.unseen),
        );
        lines
    }
}

/// Parts on lines, separated by semicolons where several fit on one.
fn wrapped(parts: &[String], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.chars().count() + part.chars().count() + 2 <= columns => {
                line.push_str("; ");
                line.push_str(part);
            }
            _ => lines.push(format!("  {part}")),
        }
    }
    lines
}

fn ticks_on(book: &Book, student: &Student, day: Date) -> Option<(StudentId, usize)> {
    let is_of_day = |mark: &&Mark| matches!(mark, Mark::Done { on, .. } if *on == day);
    let marks = book
        .plan(student.id)
        .marks
        .values()
        .chain(student.once.values());
    let count = marks.filter(is_of_day).count();
    (count > 0).then_some((student.id, count))
}

fn promises(book: &Book, student: &Student, from: DateTime, to: DateTime) -> Vec<Promise> {
    let entries = book.plan(student.id).check_ins().iter();
    let of_period = entries.filter(|entry| entry.when >= from && entry.when <= to);
    let promise = |entry: &CheckIn| {
        let next = entry.next.as_ref()?;
        let line = Contested::Entry(entry.id);
        let asked = amendment::at(book, student.id, &line);
        Some(Promise {
            student: student.id,
            text: next.text.as_str().to_owned(),
            by: next.by,
            statements: asked
                .filter_map(amendment::statement)
                .map(str::to_owned)
                .collect(),
        })
    };
    of_period.filter_map(promise).collect()
}
