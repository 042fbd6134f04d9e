//! What a person does, as [`Change`]s. Every act of the program and of an import is made here; nothing is written yet.
//!
//! Acts on several students at once are one Change: they hold together and are undone together. They are no contact.

use super::{
    book::{Book, Settings},
    catalog::{Catalog, Item, Repeat, SwitchName},
    change::{Change, Edit, Lasting},
    checkin::{CheckIn, CheckInKind, NextStep},
    date::{Date, DateTime},
    goal::{Goal, GoalKind, GoalState, Progress, Smart},
    grade::Grade,
    group::Group,
    id::{CheckInId, GoalId, GroupId, PartId, ProgressId, StudentId},
    mark::Mark,
    part::{Part, PartKind, PartOf, Values},
    status,
    student::{Name, Standing, Student},
    text::Text,
};

/// When something is written down, and for which moment it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Now.
    pub at: DateTime,
    /// The moment it counts for; the same, unless it is dated back.
    pub when: DateTime,
}

impl Stamp {
    /// Now counts for now.
    pub fn now(at: DateTime) -> Self {
        Self { at, when: at }
    }

    /// Written down at `at`, counts for `day`: noon of it, unless it is today.
    pub fn on(at: DateTime, day: Date) -> Self {
        let when = if day == at.date() {
            at
        } else {
            day.at(12, 0, 0, 0)
        };
        Self { at, when }
    }

    /// The day it counts for.
    pub fn day(self) -> Date {
        self.when.date()
    }
}

/// Ticks an item for those who have it on their list and have not done it; when everybody has, takes the ticks back.
/// A tick replaces *not applicable*.
pub fn tick(
    book: &Book,
    catalog: &Catalog,
    students: &[StudentId],
    item: &Item,
    stamp: Stamp,
) -> Change {
    let able: Vec<&Student> = having(book, catalog, students, item).collect();
    let is_done = |student: &&Student| {
        let status = status::item(book, student, item, stamp.at.date());
        status.state == status::ItemState::Done
    };
    let clear = !able.is_empty() && able.iter().all(is_done);
    let now = (!clear).then(|| Mark::Done {
        on: stamp.day(),
        by: book.adviser.clone(),
    });
    able.iter()
        .filter(|student| clear || !is_done(student))
        .map(|student| mark(book, student, item, now.clone()))
        .collect()
}

/// Marks an item as not applicable, with the reason.
pub fn set_aside(
    book: &Book,
    catalog: &Catalog,
    students: &[StudentId],
    item: &Item,
    reason: &Text,
    stamp: Stamp,
) -> Change {
    let now = Mark::NotApplicable {
        on: stamp.day(),
        by: book.adviser.clone(),
        reason: reason.clone(),
    };
    having(book, catalog, students, item)
        .map(|student| mark(book, student, item, Some(now.clone())))
        .collect()
}

/// Makes an item open again.
pub fn reopen(book: &Book, catalog: &Catalog, students: &[StudentId], item: &Item) -> Change {
    having(book, catalog, students, item)
        .filter(|student| status::mark(book, student, item).is_some())
        .map(|student| mark(book, student, item, None))
        .collect()
}

fn having<'a>(
    book: &'a Book,
    catalog: &'a Catalog,
    students: &'a [StudentId],
    item: &'a Item,
) -> impl Iterator<Item = &'a Student> {
    students
        .iter()
        .filter_map(|id| book.students.get(id))
        .filter(|student| status::is_listed(book, catalog, student, item))
}

fn mark(book: &Book, student: &Student, item: &Item, now: Option<Mark>) -> Edit {
    Edit::Mark {
        student: student.id,
        item: item.id.clone(),
        lasting: status::lasting(book, item),
        was: status::mark(book, student, item).cloned(),
        now,
    }
}

/// Notes what happened in the round. Several students at once are *with the group*, which is no contact.
pub fn check_in(book: &Book, students: &[StudentId], kind: CheckInKind, stamp: Stamp) -> Change {
    let kind = match kind {
        CheckInKind::Seen | CheckInKind::Note if students.len() > 1 => CheckInKind::Group,
        kind => kind,
    };
    students
        .iter()
        .zip(book.next_id..)
        .map(|(student, id)| entry(book, *student, None, blank(book, id, kind, stamp)))
        .collect()
}

fn blank(book: &Book, id: u64, kind: CheckInKind, stamp: Stamp) -> CheckIn {
    CheckIn {
        id: CheckInId(id),
        when: stamp.when,
        at: stamp.at,
        by: book.adviser.clone(),
        kind,
        note: Text::default(),
        next: None,
    }
}

fn entry(book: &Book, student: StudentId, was: Option<&CheckIn>, now: CheckIn) -> Edit {
    Edit::CheckIn {
        plan: book.key(student),
        id: now.id,
        was: was.cloned().map(Box::new),
        now: Some(Box::new(now)),
    }
}

/// What is written at a talk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// In a few words; may be empty.
    pub text: Text,
    /// What comes next; empty for nothing.
    pub next: Text,
    /// By when.
    pub by: Option<Date>,
}

/// Writes a note: into the entry `into` of a single student, else as a new dated note.
pub fn note(
    book: &Book,
    students: &[StudentId],
    into: Option<CheckInId>,
    note: &Note,
    stamp: Stamp,
) -> Change {
    if let ([student], Some(id)) = (students, into)
        && let Some(was) = book.check_in(*student, id)
    {
        return rewrite(book, *student, was, note);
    }
    let kind = if students.len() > 1 {
        CheckInKind::Group
    } else {
        CheckInKind::Note
    };
    students
        .iter()
        .zip(book.next_id..)
        .map(|(student, id)| {
            let mut now = blank(book, id, kind, stamp);
            now.note = note.text.clone();
            now.next = next_step(note, None);
            entry(book, *student, None, now)
        })
        .collect()
}

/// Corrects an entry; what it said before stays in the journal. Nothing, when it says the same.
fn rewrite(book: &Book, student: StudentId, was: &CheckIn, note: &Note) -> Change {
    let mut now = was.clone();
    now.note = note.text.clone();
    now.next = next_step(note, was.next.as_ref());
    if now == *was {
        return Change::default();
    }
    entry(book, student, Some(was), now).into()
}

fn next_step(note: &Note, was: Option<&NextStep>) -> Option<NextStep> {
    let kept = was
        .filter(|was| was.text == note.next)
        .and_then(|was| was.kept);
    (!note.next.is_empty()).then(|| NextStep {
        text: note.next.clone(),
        by: note.by,
        kept,
    })
}

/// Notes the last promise as kept; empty when there is none open.
pub fn keep_promise(book: &Book, student: StudentId, stamp: Stamp) -> Change {
    let Some((was, _)) = book.plan(student).promise() else {
        return Change::default();
    };
    let mut now = was.clone();
    if let Some(next) = &mut now.next {
        next.kept = Some(stamp.day());
    }
    entry(book, student, Some(was), now).into()
}

/// What a goal says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoalText {
    /// The goal in the student's words.
    pub text: Text,
    /// What it is about.
    pub kind: GoalKind,
    /// When it should be reached.
    pub target: Option<Date>,
    /// Optional prompts.
    pub smart: Smart,
    /// What should be reached by the end of this school year; may be empty.
    pub benchmark: Text,
}

/// Sets a new goal.
pub fn set_goal(book: &Book, student: StudentId, said: GoalText, stamp: Stamp) -> Change {
    let goal = Goal {
        id: GoalId(book.next_id),
        text: said.text,
        kind: said.kind,
        smart: said.smart,
        target: said.target,
        set_on: stamp.day(),
        changed: stamp.at,
        benchmark: said.benchmark,
        barriers: Vec::new(),
        steps: Vec::new(),
        reflections: Vec::new(),
        carried: None,
        progress: Vec::new(),
    };
    goal_edit(book, student, None, goal).into()
}

/// Changes what a goal says; its progress stays.
pub fn reword_goal(
    book: &Book,
    student: StudentId,
    id: GoalId,
    said: GoalText,
    stamp: Stamp,
) -> Change {
    edit_goal(book, student, id, stamp, |goal| {
        goal.text = said.text;
        goal.kind = said.kind;
        goal.smart = said.smart;
        goal.target = said.target;
        goal.benchmark = said.benchmark;
    })
}

/// Changes what a goal says, with its barriers, steps and reflections; nothing when that makes no difference.
pub fn edit_goal(
    book: &Book,
    student: StudentId,
    id: GoalId,
    stamp: Stamp,
    edit: impl FnOnce(&mut Goal),
) -> Change {
    let Some(was) = book.goal(student, id) else {
        return Change::default();
    };
    let mut now = was.clone();
    edit(&mut now);
    if now == *was {
        return Change::default();
    }
    now.changed = stamp.at;
    goal_edit(book, student, Some(was), now).into()
}

/// Takes a goal away; what it said stays in the timeline.
pub fn drop_goal(book: &Book, student: StudentId, id: GoalId) -> Change {
    let edit = book.goal(student, id).map(|was| Edit::Goal {
        plan: book.key(student),
        id,
        was: Some(Box::new(was.clone())),
        now: None,
    });
    edit.into_iter().collect()
}

/// Adds a part of a plan.
pub fn add_part(book: &Book, of: PartOf, kind: PartKind, values: Values, stamp: Stamp) -> Change {
    let id = PartId(book.next_id);
    let now = part(book, id, kind, values, stamp);
    part_edit(of, id, None, Some(now)).into()
}

/// Fills a part's fields anew; nothing when that makes no difference or it is not there.
pub fn edit_part(book: &Book, of: PartOf, id: PartId, values: Values, stamp: Stamp) -> Change {
    let Some(was) = book.parts_at(of).and_then(|parts| parts.get(&id)) else {
        return Change::default();
    };
    if was.values == values {
        return Change::default();
    }
    let now = part(book, id, was.kind, values, stamp);
    part_edit(of, id, Some(was.clone()), Some(now)).into()
}

/// Takes a part away; what it said stays in the timeline.
pub fn drop_part(book: &Book, of: PartOf, id: PartId) -> Change {
    let was = book.parts_at(of).and_then(|parts| parts.get(&id));
    was.map(|was| part_edit(of, id, Some(was.clone()), None))
        .into_iter()
        .collect()
}

fn part(book: &Book, id: PartId, kind: PartKind, values: Values, stamp: Stamp) -> Part {
    Part {
        id,
        kind,
        values,
        at: stamp.at,
        by: book.adviser.clone(),
    }
}

fn part_edit(of: PartOf, id: PartId, was: Option<Part>, now: Option<Part>) -> Edit {
    Edit::Part {
        of,
        id,
        was: was.map(Box::new),
        now: now.map(Box::new),
    }
}

/// Records how a goal goes.
pub fn progress(
    book: &Book,
    student: StudentId,
    id: GoalId,
    state: GoalState,
    confidence: Option<u8>,
    note: Text,
    stamp: Stamp,
) -> Change {
    let Some(was) = book.goal(student, id) else {
        return Change::default();
    };
    let mut now = was.clone();
    now.record(Progress {
        id: ProgressId(book.next_id),
        when: stamp.when,
        at: stamp.at,
        by: book.adviser.clone(),
        state,
        confidence,
        note,
    });
    goal_edit(book, student, Some(was), now).into()
}

fn goal_edit(book: &Book, student: StudentId, was: Option<&Goal>, now: Goal) -> Edit {
    Edit::Goal {
        plan: book.key(student),
        id: now.id,
        was: was.cloned().map(Box::new),
        now: Some(Box::new(now)),
    }
}

/// Adds a student to a group. Into a group that has met already comes a newcomer: the day of arrival is noted, since less is
/// expected of who comes late in the year.
pub fn add_student(book: &Book, group: GroupId, name: Name, grade: Grade, at: DateTime) -> Change {
    let mut student = Student::new(StudentId(book.next_id), name, grade, group, at);
    student.arrived = arrival(book, group, at.date());
    Edit::Student {
        id: student.id,
        was: None,
        now: Some(Box::new(student)),
    }
    .into()
}

/// The day of arrival of who is put into a group on `day`: that day, when the group met before it in this school year.
pub(super) fn arrival(book: &Book, group: GroupId, day: Date) -> Option<Date> {
    let members = book.members(group);
    let mut first_talks = members.iter().filter_map(|student| {
        let log = book.plan(student.id).check_ins();
        log.iter().find(|entry| entry.kind.is_contact())
    });
    first_talks.any(|talk| talk.day() < day).then_some(day)
}

/// Changes who a student is; nothing when that makes no difference or the student is unknown.
pub fn edit_student(book: &Book, id: StudentId, edit: impl FnOnce(&mut Student)) -> Change {
    let Some(was) = book.students.get(&id) else {
        return Change::default();
    };
    let mut now = was.clone();
    edit(&mut now);
    if now == *was {
        return Change::default();
    }
    Edit::Student {
        id,
        was: Some(Box::new(was.clone())),
        now: Some(Box::new(now)),
    }
    .into()
}

/// Moves a student to another group; the wait for a talk there counts from now.
pub fn move_student(book: &Book, id: StudentId, group: GroupId, at: DateTime) -> Change {
    edit_student(book, id, |student| {
        if student.group != group {
            student.group = group;
            student.joined = at;
        }
    })
}

/// Marks a student as left. Nothing is deleted.
pub fn leave(book: &Book, id: StudentId, on: Date) -> Change {
    edit_student(book, id, |student| {
        if student.is_here() {
            student.standing = Standing::Left { on };
        }
    })
}

/// Brings a student back who left.
pub fn bring_back(book: &Book, id: StudentId, at: DateTime) -> Change {
    edit_student(book, id, |student| {
        if !student.is_here() {
            student.standing = Standing::Here;
            student.joined = at;
        }
    })
}

/// Turns a switch of the catalog for one student.
pub fn switch_student(book: &Book, id: StudentId, switch: &SwitchName) -> Change {
    edit_student(book, id, |student| {
        if !student.switches.remove(switch) {
            student.switches.insert(switch.clone());
        }
    })
}

/// Makes a group and shows it first.
pub fn add_group(book: &Book, name: Text) -> Change {
    let group = Group {
        id: GroupId(book.next_id),
        name,
        archived: false,
    };
    let id = group.id;
    let made = Edit::Group {
        id,
        was: None,
        now: Some(group),
    };
    let shown = settings_edit(book, |settings| settings.group = Some(id));
    [made].into_iter().chain(shown).collect()
}

/// Changes a group; nothing when that makes no difference.
pub fn edit_group(book: &Book, id: GroupId, edit: impl FnOnce(&mut Group)) -> Change {
    let Some(was) = book.groups.get(&id) else {
        return Change::default();
    };
    let mut now = was.clone();
    edit(&mut now);
    if now == *was {
        return Change::default();
    }
    Edit::Group {
        id,
        was: Some(was.clone()),
        now: Some(now),
    }
    .into()
}

/// Changes the settings; nothing when that makes no difference.
pub fn edit_settings(book: &Book, edit: impl FnOnce(&mut Settings)) -> Change {
    settings_edit(book, edit).into_iter().collect()
}

fn settings_edit(book: &Book, edit: impl FnOnce(&mut Settings)) -> Option<Edit> {
    let mut now = book.settings.clone();
    edit(&mut now);
    (now != book.settings).then(|| Edit::Settings {
        was: Box::new(book.settings.clone()),
        now: Box::new(now),
    })
}

/// Changes the adviser's name; nothing when it is the same.
pub fn rename_adviser(book: &Book, name: Text) -> Change {
    let edit = (name != book.adviser).then(|| Edit::Adviser {
        was: book.adviser.clone(),
        now: name,
    });
    edit.into_iter().collect()
}

/// Makes a group with one student in it, and shows it.
pub fn add_to_new_group(
    book: &Book,
    group: Text,
    name: Name,
    grade: Grade,
    at: DateTime,
) -> Change {
    let mut change = add_group(book, group);
    let id = StudentId(book.next_id + 1);
    let student = Student::new(id, name, grade, GroupId(book.next_id), at);
    change.edits.push(Edit::Student {
        id,
        was: None,
        now: Some(Box::new(student)),
    });
    change
}

/// Turns a switch of the catalog for the whole book.
pub fn switch_book(book: &Book, switch: &SwitchName) -> Change {
    edit_settings(book, |settings| {
        if !settings.switches.remove(switch) {
            settings.switches.insert(switch.clone());
        }
    })
}

/// Takes the school's own catalog, or goes back to the one that comes along.
pub fn use_catalog(book: &Book, now: Option<std::sync::Arc<str>>) -> Change {
    let edit = (now != book.catalog).then(|| Edit::Catalog {
        was: book.catalog.clone(),
        now,
    });
    edit.into_iter().collect()
}

/// Takes a catalog, and with it the marks of this school year at items that are now asked for in another way: once instead of every
/// year, or the other way round. They are kept in another place then, and what is done stays done.
pub fn change_catalog(
    book: &Book,
    text: Option<std::sync::Arc<str>>,
    was: &Catalog,
    now: &Catalog,
) -> Change {
    let mut change = use_catalog(book, text);
    if change.is_empty() {
        return change;
    }
    let turned = now.items().iter().filter(|item| {
        let before = was.item(&item.id);
        before.is_some_and(|before| before.repeat != item.repeat)
    });
    for item in turned {
        let students = book.students.values();
        change.edits.extend(
            students
                .filter_map(|student| moved_mark(book, student, item))
                .flatten(),
        );
    }
    change
}

/// Brings the mark of this school year to where marks at the item are kept from now on.
fn moved_mark(book: &Book, student: &Student, item: &Item) -> Option<[Edit; 2]> {
    let year = Lasting::Year(book.settings.year);
    let of_year = book.plan(student.id).marks.get(&item.id);
    let once = student.once.get(&item.id);
    let (from, to, mark, other) = match item.repeat {
        Repeat::Once => (year, Lasting::Once, of_year, once),
        Repeat::EveryYear => (Lasting::Once, year, once, of_year),
    };
    let is_of_this_year =
        |mark: &&Mark| book.settings.calendar.year_of(mark.on()) == book.settings.year;
    let mark = mark.filter(is_of_this_year).filter(|_| other.is_none())?;
    let edit = |lasting, was, now| Edit::Mark {
        student: student.id,
        item: item.id.clone(),
        lasting,
        was,
        now,
    };
    Some([
        edit(from, Some(mark.clone()), None),
        edit(to, None, Some(mark.clone())),
    ])
}
