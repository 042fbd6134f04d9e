//! A form that was open when the book was closed: kept as a [`Draft`], and made again of it when the book is open.
//!
//! The form is made anew from the book and only what was typed is put back, so labels and choices are always today's.
//! Secrets are never kept, nor forms that ask for nothing but a file. The names of forms are stored: they never change.

use super::{CatalogPiece, Form, FormKind, GoalPiece, PartForm, talk};
use crate::{
    app::{
        field::{Entry, Field as Asked},
        line::Line,
        model::{Desk, Model},
        screen::Screen,
    },
    domain::{
        act::Stamp,
        catalog::{Answerer, ItemId, QuestionId, RequirementCode, ResourceId},
        date::{Date, DateTime, SchoolYear},
        draft::{Answer, Draft},
        id::{CheckInId, GoalId, GroupId, PartId, StudentId},
        part::{Field, PartKind, PartOf, Value},
        plan::PlanKey,
        text::Text,
    },
};

/// What is being written now; `None` where nothing is, or nothing that may be kept.
pub fn of(model: &Model) -> Option<Draft> {
    let desk = model.desk.as_ref().filter(|desk| !desk.practice)?;
    let open = model.screens.iter().rev().find_map(|screen| match screen {
        Screen::Form(form) => Some(form),
        _ => None,
    });
    let draft = open.and_then(|form| form.draft(desk, model.now));
    let nothing = || Draft {
        at: model.now,
        initials: true,
        form: String::new(),
        about: Vec::new(),
        words: Vec::new(),
        answers: Vec::new(),
        focus: 0,
    };
    let initials = model.initials;
    let draft = draft.map(|draft| Draft { initials, ..draft });
    draft.or_else(|| initials.then(nothing))
}

/// The open form as it stands, also where nothing is typed yet: for a line that is being typed outside of it.
pub fn begun(model: &Model) -> Option<Draft> {
    let desk = model.desk.as_ref().filter(|desk| !desk.practice)?;
    let Some(Screen::Form(form)) = model.top() else {
        return None;
    };
    let initials = model.initials;
    let draft = form.as_it_stands(desk, model.now);
    draft.map(|draft| Draft { initials, ..draft })
}

/// Which form, and what it is about.
type Subject = (&'static str, Vec<u64>, Vec<String>);

impl Form {
    fn draft(&self, desk: &Desk, now: DateTime) -> Option<Draft> {
        let draft = self.as_it_stands(desk, now)?;
        let untouched = Self::about(desk, &draft)?;
        (untouched.answers_so_far() != draft.answers).then_some(draft)
    }

    fn as_it_stands(&self, desk: &Desk, now: DateTime) -> Option<Draft> {
        let (form, about, words) = self.subject(desk)?;
        Some(Draft {
            at: now,
            initials: false,
            form: form.to_owned(),
            about,
            words,
            answers: self.answers_so_far(),
            focus: self.fields.focus,
        })
    }

    fn answers_so_far(&self) -> Vec<Answer> {
        let answer = |field: &Asked| match &field.entry {
            Entry::Line(line) | Entry::Secret(line) => Answer::Typed(line.text().to_owned()),
            Entry::Choice { chosen, .. } => Answer::Chosen(*chosen),
        };
        self.fields.all.iter().map(answer).collect()
    }

    fn subject(&self, desk: &Desk) -> Option<Subject> {
        let none = Vec::new;
        Some(match &self.kind {
            FormKind::Note {
                students,
                into,
                stamp,
            } => {
                let into = std::iter::once(into.map_or(0, |entry| entry.0));
                let about = into.chain(students.iter().map(|one| one.0)).collect();
                let words = vec![stamp.at.to_string(), stamp.when.to_string()];
                ("note", about, words)
            }
            FormKind::Progress { student, goal } => ("progress", vec![student.0, goal.0], none()),
            FormKind::Goal { student, goal } => {
                let goal = goal.map_or(0, |goal| goal.0);
                ("goal", vec![student.0, goal], none())
            }
            FormKind::Step(piece) => ("step", piece.numbers(), none()),
            FormKind::Barrier(piece) => ("barrier", piece.numbers(), none()),
            FormKind::Reflection(piece) => ("reflection", piece.numbers(), none()),
            FormKind::Part(form) => {
                let (about, words) = form.subject();
                ("part", about, words)
            }
            FormKind::Answers(who) => {
                let who = Answerer::ALL.iter().position(|one| one == who)?;
                ("answers", vec![who as u64], none())
            }
            FormKind::AddStudent(group) => ("add-student", vec![group.0], none()),
            FormKind::EditStudent(student) => ("student", vec![student.0], none()),
            FormKind::Reason { students, item } => {
                let about = students.iter().map(|one| one.0).collect();
                ("reason", about, vec![item.as_str().to_owned()])
            }
            FormKind::NewGroup => ("new-group", vec![], none()),
            FormKind::RenameGroup(group) => ("group", vec![group.0], none()),
            FormKind::Phrase(at) => {
                let at = at.map_or(desk.phrases().len(), |at| at);
                ("phrase", vec![at as u64], none())
            }
            FormKind::Day => ("day", vec![], none()),
            FormKind::BeginBy => ("begin-by", vec![], none()),
            FormKind::Period => ("period", vec![], none()),
            FormKind::LockAfter => ("lock-after", vec![], none()),
            FormKind::KeepYears => ("keep-years", vec![], none()),
            FormKind::Adviser => ("adviser", vec![], none()),
            FormKind::Catalog(piece) => {
                let grade = match piece {
                    CatalogPiece::Item(_, grade) => vec![u64::from(*grade)],
                    _ => vec![],
                };
                ("catalog", grade, piece.words())
            }
            FormKind::Record(student) => ("record", vec![student.0], none()),
            FormKind::AnswersPath
            | FormKind::RosterPath
            | FormKind::CatalogPath
            | FormKind::Purge(_) // what is begun there is begun with a clear head
            | FormKind::Passphrase => return None,
        })
    }

    /// The one student it is about.
    pub fn student(&self) -> Option<StudentId> {
        match &self.kind {
            FormKind::Note { students, .. } | FormKind::Reason { students, .. } => {
                students.first().copied().filter(|_| students.len() == 1)
            }
            FormKind::Progress { student, .. }
            | FormKind::Goal { student, .. }
            | FormKind::EditStudent(student)
            | FormKind::Record(student) => Some(*student),
            FormKind::Step(piece) | FormKind::Barrier(piece) | FormKind::Reflection(piece) => {
                Some(piece.student)
            }
            FormKind::Part(form) => form.of.student(),
            _ => None,
        }
    }

    /// The form that a draft was made of, with what was typed into it. `None` when what it was about is gone.
    pub fn resume(desk: &Desk, draft: &Draft) -> Option<Self> {
        let mut form = Self::about(desk, draft)?;
        let matching = form.fields.all.iter_mut().zip(&draft.answers);
        for (field, answer) in matching {
            match (&mut field.entry, answer) {
                (Entry::Line(line), Answer::Typed(text)) => *line = Line::with(text),
                (Entry::Choice { options, chosen }, Answer::Chosen(at)) if *at < options.len() => {
                    *chosen = *at;
                }
                _ => {}
            }
        }
        form.fields.focus = draft.focus.min(form.fields.all.len().saturating_sub(1));
        Some(form)
    }

    fn about(desk: &Desk, draft: &Draft) -> Option<Self> {
        let number = |at: usize| draft.about.get(at).copied();
        let student = || number(0).map(StudentId);
        let word = |at: usize| draft.words.get(at).map(String::as_str);
        match draft.form.as_str() {
            "note" => Self::resume_note(desk, draft),
            "progress" => Self::progress(desk, student()?, GoalId(number(1)?)),
            "goal" => {
                let goal = number(1).filter(|goal| *goal > 0).map(GoalId);
                Self::goal(desk, student()?, goal)
            }
            "step" => Self::step(desk, student()?, piece(draft)),
            "barrier" => Self::barrier(desk, student()?, piece(draft)),
            "reflection" => Self::reflection(desk, student()?, piece(draft)),
            "part" => Self::resume_part(desk, draft),
            "answers" => {
                let who = Answerer::ALL.get(usize::try_from(number(0)?).ok()?)?;
                Some(Self::answers(desk, *who))
            }
            "add-student" => Self::add_student(desk, GroupId(number(0)?)),
            "student" => Self::edit_student(desk, student()?),
            "record" => Self::record(desk, student()?),
            "reason" => Self::reason(desk, known(desk, &draft.about), ItemId::new(word(0)?)?),
            "new-group" => Some(Self::new_group()),
            "group" => Some(Self::rename_group(
                desk.book.groups.get(&GroupId(number(0)?))?,
            )),
            "phrase" => {
                let at = usize::try_from(number(0)?).ok()?;
                Some(Self::phrase(
                    desk,
                    Some(at).filter(|at| *at < desk.phrases().len()),
                ))
            }
            "day" => Some(Self::day(desk)),
            "begin-by" => Some(Self::begin_by(desk)),
            "period" => Some(Self::period(desk)),
            "keep-years" => Some(Self::keep_years(desk)),
            "lock-after" => Some(Self::lock_after(desk)),
            "adviser" => Some(Self::adviser(desk)),
            "catalog" => Self::catalog_piece(desk, draft),
            _ => None,
        }
    }

    /// It counts for the moment it was begun for, and goes into the entry it was begun in.
    fn resume_note(desk: &Desk, draft: &Draft) -> Option<Self> {
        let (into, students) = draft.about.split_first()?;
        let students = known(desk, students);
        let into = Some(CheckInId(*into)).filter(|entry| match students.as_slice() {
            [one] => desk.book.check_in(*one, *entry).is_some(),
            _ => false,
        });
        let [at, when] = draft.words.as_slice() else {
            return None;
        };
        let stamp = Stamp {
            at: at.parse().ok()?,
            when: when.parse().ok()?,
        };
        (!students.is_empty()).then(|| talk::note_form(desk, students, into, stamp))
    }

    /// A piece of the school's own list; a new one where it has no name.
    fn catalog_piece(desk: &Desk, draft: &Draft) -> Option<Self> {
        let words: Vec<&str> = draft.words.iter().map(String::as_str).collect();
        let (what, name) = words.split_first()?;
        let name = name.first().copied();
        let grade = draft
            .about
            .first()
            .and_then(|grade| u8::try_from(*grade).ok());
        match (*what, name) {
            ("item", None) => Self::item(desk, None, grade?),
            ("item", Some(name)) => Self::item(desk, Some(&ItemId::new(name)?), grade?),
            ("rule", Some(name)) => Self::rule(desk, &RequirementCode::new(name)?),
            ("place", None) => Self::place(desk, None),
            ("place", Some(name)) => Self::place(desk, Some(&ResourceId::new(name)?)),
            ("question", None) => Self::question(desk, None),
            ("question", Some(name)) => Self::question(desk, Some(&QuestionId::new(name)?)),
            _ => None,
        }
    }

    fn resume_part(desk: &Desk, draft: &Draft) -> Option<Self> {
        let &[place, year, whose, id] = draft.about.as_slice() else {
            return None;
        };
        let year = SchoolYear(i16::try_from(year).ok()?);
        let student = StudentId(whose);
        let of = match place {
            FOLDER => PartOf::Folder(student),
            YEAR => PartOf::Year(PlanKey { year, student }),
            _ => PartOf::School(year),
        };
        if id > 0 {
            return Self::edit_part(desk, of, PartId(id));
        }
        let (kind, settled) = draft.words.split_first()?;
        let kind = PartKind::named(kind)?;
        let settled = settled.chunks(3).map(|words| value(kind, words));
        let settled: Vec<(Field, Value)> = settled.collect::<Option<_>>()?;
        Self::new_part(desk, of, kind, &settled)
    }
}

/// Those of them who are in the book.
fn known(desk: &Desk, students: &[u64]) -> Vec<StudentId> {
    let students = students.iter().map(|one| StudentId(*one));
    students
        .filter(|one| desk.book.students.contains_key(one))
        .collect()
}

/// Which piece of which goal; `None` for a new one.
fn piece(draft: &Draft) -> Option<(GoalId, usize)> {
    let goal = draft.about.get(2)?;
    let at = draft.about.get(1)?.checked_sub(1)?;
    Some((GoalId(*goal), usize::try_from(at).ok()?))
}

impl CatalogPiece {
    /// What it is, and its name where it has one.
    fn words(&self) -> Vec<String> {
        let (what, name) = match self {
            Self::Item(id, _) => ("item", id.as_ref().map(ItemId::as_str)),
            Self::Rule(code) => ("rule", Some(code.as_str())),
            Self::Place(id) => ("place", id.as_ref().map(ResourceId::as_str)),
            Self::Question(id) => ("question", id.as_ref().map(QuestionId::as_str)),
        };
        let words = std::iter::once(what).chain(name);
        words.map(str::to_owned).collect()
    }
}

impl GoalPiece {
    fn numbers(&self) -> Vec<u64> {
        let at = self.at.map_or(0, |at| at as u64 + 1);
        let goals = self.goals.iter().map(|goal| goal.0);
        [self.student.0, at].into_iter().chain(goals).collect()
    }
}

const FOLDER: u64 = 0;
const YEAR: u64 = 1;
const SCHOOL: u64 = 2;

impl PartForm {
    /// Place, year, student, part; the kind and what is settled.
    fn subject(&self) -> (Vec<u64>, Vec<String>) {
        let year = |year: SchoolYear| u64::try_from(year.0).unwrap_or_default();
        let [place, year, whose] = match self.of {
            PartOf::Folder(student) => [FOLDER, 0, student.0],
            PartOf::Year(key) => [YEAR, year(key.year), key.student.0],
            PartOf::School(of) => [SCHOOL, year(of), 0],
        };
        let id = self.id.map_or(0, |id| id.0);
        let settled = self.settled.iter().flat_map(words);
        let kind = self.kind.name().to_owned();
        let words = std::iter::once(kind).chain(settled).collect();
        (vec![place, year, whose, id], words)
    }
}

/// A settled field as three words: which, what, how much.
fn words((field, value): (&Field, &Value)) -> [String; 3] {
    let (what, said) = match value {
        Value::Text(text) => ("text", text.as_str().to_owned()),
        Value::Day(day) => ("day", day.to_string()),
        Value::Year(year) => ("year", year.0.to_string()),
        Value::Number(number) => ("number", number.to_string()),
        Value::Choice(choice) => ("choice", choice.name.to_owned()),
        Value::Goal(goal) => ("goal", goal.0.to_string()),
        Value::Item(item) => ("item", item.as_str().to_owned()),
    };
    [field.name().to_owned(), what.to_owned(), said]
}

fn value(kind: PartKind, words: &[String]) -> Option<(Field, Value)> {
    let [field, what, said] = words else {
        return None;
    };
    let field = Field::named(field)?;
    let value = match what.as_str() {
        "text" => Value::Text(Text::new(said)),
        "day" => Value::Day(said.parse::<Date>().ok()?),
        "year" => Value::Year(SchoolYear(said.parse().ok()?)),
        "number" => Value::Number(said.parse().ok()?),
        "choice" => Value::Choice(kind.choice(field, said)?),
        "goal" => Value::Goal(GoalId(said.parse().ok()?)),
        "item" => Value::Item(ItemId::new(said)?),
        _ => return None,
    };
    Some((field, value))
}
