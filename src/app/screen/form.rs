//! Fields to fill. Enter takes the whole form, Tab goes to the next field, Esc leaves without taking it.
//!
//! Each family of forms stands in a file of its own: which fields are asked, and how what was typed is taken.

mod answers;
mod catalog;
pub mod draft;
mod file;
mod goal;
mod group;
mod part;
mod record;
mod settings;
mod student;
mod talk;

pub use catalog::CatalogPiece;
pub use goal::{GoalPiece, goal_line};
pub use part::PartForm;
pub use record::{leave, line_of};

use super::Next;
use crate::{
    app::{
        action::Action,
        effect::Effect,
        field::{Field, Fields},
        line::Typed,
        model::{Desk, Model},
        notice::Notice,
        update::{perform, say},
    },
    domain::{
        act::Stamp,
        catalog::{Answerer, ItemId, Phrase},
        change::Change,
        date::{Date, Toward, parse_day},
        id::{CheckInId, GoalId, GroupId, StudentId},
        student::Student,
        text::Text,
    },
};

/// What a form is for.
#[derive(Debug, Clone, PartialEq)]
pub enum FormKind {
    /// A note, the next step and by when.
    Note {
        /// For whom.
        students: Vec<StudentId>,
        /// The entry it is written into; a new one where there is none.
        into: Option<CheckInId>,
        /// For when it counts.
        stamp: Stamp,
    },
    /// How a goal goes.
    Progress {
        /// Whose.
        student: StudentId,
        /// Which.
        goal: GoalId,
    },
    /// A new goal, or what a goal says.
    Goal {
        /// Whose.
        student: StudentId,
        /// Which; a new one where there is none.
        goal: Option<GoalId>,
    },
    /// A step of a goal.
    Step(GoalPiece),
    /// What may stand in the way of a goal, and what answers it.
    Barrier(GoalPiece),
    /// What was said when a goal was updated.
    Reflection(GoalPiece),
    /// A part of a plan.
    Part(Box<PartForm>),
    /// What one person in this role answered; stays for the next one.
    Answers(Answerer),
    /// The path of a file of answers.
    AnswersPath,
    /// A new student; stays for the next one.
    AddStudent(GroupId),
    /// Who a student is.
    EditStudent(StudentId),
    /// Why an item does not apply.
    Reason {
        /// For whom.
        students: Vec<StudentId>,
        /// Which item.
        item: ItemId,
    },
    /// A new group.
    NewGroup,
    /// Another name for a group.
    RenameGroup(GroupId),
    /// The day for which contacts count.
    Day,
    /// The day by which the plans of grade 6 are to be begun.
    BeginBy,
    /// The length of a period.
    Period,
    /// Minutes without a key until the book locks itself.
    LockAfter,
    /// The adviser's name.
    Adviser,
    /// A stock phrase; a new one where there is no number.
    Phrase(Option<usize>),
    /// The path of a roster.
    RosterPath,
    /// An item, a rule, a place or a question of the school's own list.
    Catalog(CatalogPiece),
    /// The path of the school's own checklist.
    CatalogPath,
    /// Where a student's complete record goes, to whom and why.
    Record(StudentId),
    /// Whether a record is to be deleted for good: the name has to be typed.
    Purge(StudentId),
    /// How many years records are kept.
    KeepYears,
    /// A new passphrase, twice.
    Passphrase,
}

/// Fields with a purpose.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// What it is for.
    pub kind: FormKind,
    /// What it is called.
    pub title: String,
    /// What is asked.
    pub fields: Fields,
    /// Why it was not taken.
    pub error: Option<String>,
}

/// Why a form is not taken: the field and the reason.
type Fault = (usize, String);

fn day_text(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

impl Form {
    fn new(kind: FormKind, title: String, fields: Vec<Field>) -> Self {
        Self {
            kind,
            title,
            fields: Fields::new(fields),
            error: None,
        }
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        match action {
            Action::NextField | Action::Down => self.fields.next(),
            Action::PreviousField | Action::Up => self.fields.previous(),
            Action::Back => return Some(self.leave(model)),
            Action::Accept => {
                self.expand(model);
                match self.accept(model, effects) {
                    Ok(next) => return Some(next),
                    Err((field, error)) => {
                        self.fields.focus = field;
                        self.error = Some(error);
                    }
                }
            }
            _ => return None,
        }
        Some(Next::Stay)
    }

    /// Types into the field. A prefix followed by a space becomes its phrase.
    pub fn typed(&mut self, model: &Model, typed: &Typed) {
        self.error = None;
        if *typed == Typed::Char(' ') && self.expand(model) {
            return;
        }
        self.fields.typed(typed);
    }

    /// Where stock phrases are typed: the note of a note and of a progress.
    fn note_field(&self) -> Option<usize> {
        match self.kind {
            FormKind::Note { .. } => Some(0),
            FormKind::Progress { .. } => Some(1),
            _ => None,
        }
    }

    /// The phrase that the note stands for, when all of it is a prefix.
    pub fn phrase_ahead(&self, desk: &Desk) -> Option<Phrase> {
        let typed = self.fields.text(self.note_field()?);
        desk.phrases()
            .iter()
            .find(|phrase| !typed.is_empty() && phrase.prefix.as_str() == typed)
            .cloned()
    }

    fn expand(&mut self, model: &Model) -> bool {
        let focus = self.fields.focus;
        let phrase = model.desk.as_ref().and_then(|desk| self.phrase_ahead(desk));
        match (phrase, self.note_field()) {
            (Some(phrase), Some(field)) if field == focus => {
                self.fields.set(field, phrase.text.as_str());
                true
            }
            _ => false,
        }
    }

    /// Leaves without taking it; says so when something was typed.
    fn leave(&self, model: &mut Model) -> Next {
        let note = self.note_field().map(|field| self.fields.text(field));
        if note.is_some_and(|note| !note.is_empty()) {
            say(model, Notice::done("Not kept: what was typed."));
        }
        Next::Close
    }

    fn text(&self, at: usize) -> Text {
        Text::new(self.fields.text(at))
    }

    fn needed(&self, at: usize, what: &str) -> Result<Text, Fault> {
        let text = self.text(at);
        if text.is_empty() {
            Err((at, what.to_owned()))
        } else {
            Ok(text)
        }
    }

    fn day_in(&self, at: usize, today: Date, toward: Toward) -> Result<Option<Date>, Fault> {
        let text = self.fields.text(at).trim();
        if text.is_empty() {
            return Ok(None);
        }
        let day = parse_day(text, today, toward);
        day.map(Some).ok_or_else(|| {
            (
                at,
                "That is no day: try fri, 3d, 2w, 14 oct or 10/14.".to_owned(),
            )
        })
    }

    /// Takes what was typed, each kind as its family says.
    fn accept(&mut self, model: &mut Model, effects: &mut Vec<Effect>) -> Result<Next, Fault> {
        match self.kind.clone() {
            FormKind::Note {
                students,
                into,
                stamp,
            } => self.take_note(model, &students, into, stamp, effects)?,
            FormKind::Progress { student, goal } => {
                self.take_progress(model, student, goal, effects)?;
            }
            FormKind::Goal { student, goal } => self.take_goal(model, student, goal, effects)?,
            FormKind::Step(piece) => self.take_step(model, &piece, effects)?,
            FormKind::Barrier(piece) => self.take_barrier(model, &piece, effects)?,
            FormKind::Reflection(piece) => self.take_reflection(model, &piece, effects)?,
            FormKind::Part(form) => self.take_part(model, &form, effects)?,
            FormKind::Answers(who) => return self.take_answers(model, who, effects),
            FormKind::AnswersPath => self.take_answers_path(model, effects)?,
            FormKind::AddStudent(group) => return self.add_another(model, group, effects),
            FormKind::EditStudent(student) => self.take_student(model, student, effects)?,
            FormKind::Reason { students, item } => {
                self.take_reason(model, &students, &item, effects)?;
            }
            FormKind::NewGroup => return self.make_group(model, effects),
            FormKind::RenameGroup(group) => self.take_group_name(model, group, effects)?,
            FormKind::Day => self.take_day(model)?,
            FormKind::BeginBy => self.take_begin_by(model, effects)?,
            FormKind::Period => self.take_period(model, effects)?,
            FormKind::LockAfter => self.take_lock_after(model, effects)?,
            FormKind::Adviser => self.take_adviser(model, effects)?,
            FormKind::Phrase(at) => self.take_phrase(model, at, effects)?,
            FormKind::Catalog(piece) => return self.take_catalog(model, &piece, effects),
            FormKind::RosterPath => self.take_roster_path(effects)?,
            FormKind::CatalogPath => self.take_catalog_path(effects)?,
            FormKind::Record(student) => self.take_record(student, effects)?,
            FormKind::Purge(student) => return self.take_purge(model, student, effects),
            FormKind::KeepYears => self.take_keep_years(model, effects)?,
            FormKind::Passphrase => self.take_passphrase(effects)?,
        }
        Ok(Next::Close)
    }
}

/// Makes a Change from the desk and performs it, where it changes anything.
fn change_with(model: &mut Model, effects: &mut Vec<Effect>, make: impl FnOnce(&Desk) -> Change) {
    let Some(desk) = &model.desk else { return };
    let change = make(desk);
    if change.is_empty() {
        say(model, Notice::done("Nothing changed."));
    } else {
        perform(model, change, effects);
    }
}

/// `Ana Diaz`, or `14 students`.
fn whom(desk: &Desk, students: &[StudentId]) -> String {
    match students {
        [one] => desk
            .book
            .students
            .get(one)
            .map(Student::spoken)
            .unwrap_or_default(),
        several => format!("{} students", several.len()),
    }
}
