//! Fields to fill. Enter takes the whole form, Tab goes to the next field, Esc leaves without taking it.
//!
//! Each family of forms stands in a file of its own: which fields are asked, and how what was typed is taken.

mod answers;
mod goal;
mod part;
mod settings;
mod student;
mod talk;

pub use part::PartForm;

use super::Next;
use crate::{
    app::{
        action::Action,
        effect::Effect,
        field::{Field, Fields},
        line::Typed,
        model::{Desk, Model},
        notice::Notice,
        update::{perform, say, with_round},
    },
    domain::{
        act::{self, Stamp},
        catalog::{Answerer, ItemId, Phrase},
        date::{Date, Toward, parse_day},
        goal::Goal,
        grade::Grade,
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
    /// The adviser's name.
    Adviser,
    /// A stock phrase; a new one where there is no number.
    Phrase(Option<usize>),
    /// The path of a roster.
    RosterPath,
    /// The path of the school's own checklist.
    CatalogPath,
    /// A new passphrase, twice.
    Passphrase,
}

/// A piece of one of a student's goals.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalPiece {
    /// Whose.
    student: StudentId,
    /// The goals that are offered; only the one where a piece is changed.
    goals: Vec<GoalId>,
    /// Which piece; a new one where there is none.
    at: Option<usize>,
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

    fn grade_in(&self, at: usize) -> Result<Grade, Fault> {
        let number = self.fields.text(at).trim().parse().ok();
        number
            .and_then(Grade::new)
            .ok_or_else(|| (at, "The grade is a number from 6 to 12.".to_owned()))
    }

    fn accept(&mut self, model: &mut Model, effects: &mut Vec<Effect>) -> Result<Next, Fault> {
        let now = model.now;
        let today = now.date();
        match self.kind.clone() {
            FormKind::Note {
                students,
                into,
                stamp,
            } => {
                let note = self.note_typed(stamp)?;
                change_with(model, effects, |desk| {
                    act::note(&desk.book, &students, into, &note, stamp)
                });
                with_round(model, |round, _| round.selected.clear());
            }
            FormKind::Progress { student, goal } => {
                self.take_progress(model, student, goal, effects)?;
            }
            FormKind::Goal { student, goal } => {
                let said = self.goal_typed(today)?;
                change_with(model, effects, |desk| match goal {
                    Some(goal) => {
                        act::reword_goal(&desk.book, student, goal, said, desk.stamp(now))
                    }
                    None => act::set_goal(&desk.book, student, said, desk.stamp(now)),
                });
            }
            FormKind::Step(piece) => self.take_step(model, &piece, effects)?,
            FormKind::Barrier(piece) => self.take_barrier(model, &piece, effects)?,
            FormKind::Reflection(piece) => self.take_reflection(model, &piece, effects)?,
            FormKind::Part(form) => self.take_part(model, &form, effects)?,
            FormKind::Answers(who) => return self.take_answers(model, who, effects),
            FormKind::AnswersPath => self.take_answers_path(model, effects)?,
            FormKind::AddStudent(group) => return self.add_another(model, group, effects),
            FormKind::EditStudent(student) => self.take_student(model, student, effects)?,
            FormKind::Reason { students, item } => {
                let reason = self.needed(0, "A few words say why.")?;
                change_with(model, effects, |desk| match desk.catalog.item(&item) {
                    Some(item) => act::set_aside(
                        &desk.book,
                        &desk.catalog,
                        &students,
                        item,
                        &reason,
                        desk.stamp(now),
                    ),
                    None => crate::domain::change::Change::default(),
                });
                with_round(model, |round, _| round.selected.clear());
            }
            FormKind::NewGroup => return self.make_group(model, effects),
            FormKind::RenameGroup(id) => {
                let name = self.needed(0, "A group needs a name.")?;
                change_with(model, effects, |desk| {
                    act::edit_group(&desk.book, id, |group| group.name = name)
                });
            }
            FormKind::Day => self.take_day(model, today)?,
            FormKind::BeginBy => {
                let day = self.day_in(0, today, Toward::Future)?;
                change_with(model, effects, |desk| {
                    act::edit_settings(&desk.book, |settings| settings.begin_by = day)
                });
            }
            FormKind::Period => {
                let minutes = self
                    .fields
                    .text(0)
                    .trim()
                    .parse()
                    .ok()
                    .filter(|m| (5..=120).contains(m));
                let minutes =
                    minutes.ok_or_else(|| (0, "A period has 5 to 120 minutes.".to_owned()))?;
                change_with(model, effects, |desk| {
                    act::edit_settings(&desk.book, |s| s.period_minutes = minutes)
                });
            }
            FormKind::Adviser => {
                let name = self.needed(0, "Your name stands at every note.")?;
                change_with(model, effects, |desk| act::rename_adviser(&desk.book, name));
            }
            FormKind::Phrase(at) => self.take_phrase(model, at, effects)?,
            FormKind::RosterPath => {
                let path = self.needed(0, "Give the path of the file.")?;
                effects.push(Effect::ReadRoster {
                    path: path.as_str().to_owned(),
                    reading: 0,
                });
            }
            FormKind::CatalogPath => {
                let path = self.needed(0, "Give the path of the file.")?;
                effects.push(Effect::ReadCatalog(path.as_str().to_owned()));
            }
            FormKind::Passphrase => {
                if self.fields.text(0) != self.fields.text(1) {
                    return Err((1, "The two are not the same.".to_owned()));
                }
                effects.push(Effect::ChangePassphrase(self.fields.secret(0)));
            }
        }
        Ok(Next::Close)
    }
}

/// Makes a Change from the desk and performs it, where it changes anything.
fn change_with(
    model: &mut Model,
    effects: &mut Vec<Effect>,
    make: impl FnOnce(&Desk) -> crate::domain::change::Change,
) {
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

/// What a goal is called in a list.
pub fn goal_line(goal: &Goal) -> String {
    format!("{} ({})", goal.text, goal.state().name())
}
