//! Fields to fill. Enter takes the whole form, Tab goes to the next field, Esc leaves without taking it.

use super::{Next, Screen, pick::Pick};
use crate::{
    app::{
        action::Action,
        effect::Effect,
        field::{Field, Fields},
        line::Typed,
        model::{CountsFor, Desk, Model},
        notice::Notice,
        update::{perform, say, with_round},
    },
    domain::{
        act::{self, GoalText, Note, Stamp},
        catalog::{ItemId, Phrase},
        checkin::CheckIn,
        date::{self, Date, DateTime, Toward, parse_day},
        goal::{Goal, GoalKind, GoalState, MOST_CONFIDENCE, Smart},
        grade::Grade,
        group::{Group, MOST_STUDENTS},
        id::{CheckInId, GoalId, GroupId, StudentId},
        student::{Name, Student},
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

fn note_fields(entry: Option<&CheckIn>) -> Vec<Field> {
    let note = entry.map_or("", |entry| entry.note.as_str());
    let next = entry.and_then(|entry| entry.next.as_ref());
    vec![
        Field::line(
            "Note",
            "in a few words; a prefix becomes a stock phrase",
            note,
        ),
        Field::line(
            "Next step",
            "who does what",
            next.map_or("", |next| next.text.as_str()),
        ),
        Field::line(
            "By when",
            "fri, 2w, 14 oct, 10/14",
            &day_text(next.and_then(|next| next.by)),
        ),
    ]
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

    /// A note for these students; into what was noted for the one student already, where there is such an entry.
    pub fn note(desk: &Desk, students: &[StudentId], now: DateTime) -> Option<Self> {
        let stamp = desk.stamp(now);
        let into = match students {
            [] => return None,
            [one] => entry_of(desk, *one, stamp),
            _ => None,
        };
        let kind = FormKind::Note {
            students: students.to_vec(),
            into: into.map(|entry| entry.id),
            stamp,
        };
        Some(Self::new(
            kind,
            format!("Note: {}", whom(desk, students)),
            note_fields(into),
        ))
    }

    /// Corrects what an entry says.
    pub fn correct_note(desk: &Desk, student: StudentId, entry: CheckInId) -> Option<Self> {
        let entry = desk.book.check_in(student, entry)?;
        let kind = FormKind::Note {
            students: vec![student],
            into: Some(entry.id),
            stamp: Stamp {
                at: entry.at,
                when: entry.when,
            },
        };
        let day = date::short(entry.day(), desk.day());
        let title = format!("{} {day}: {}", entry.kind.name(), whom(desk, &[student]));
        Some(Self::new(kind, title, note_fields(Some(entry))))
    }

    /// How a goal goes.
    pub fn progress(desk: &Desk, student: StudentId, goal: GoalId) -> Option<Self> {
        let said = desk.book.goal(student, goal)?;
        let states = GoalState::ALL.iter().map(|state| state.name().to_owned());
        let chosen = GoalState::ALL
            .iter()
            .position(|state| *state == said.state())
            .unwrap_or(0);
        let fields = vec![
            Field::choice("State", states, chosen),
            Field::line("Note", "in a few words; why not a lower number?", ""),
            Field::line("How sure, 0 to 10", "if it was asked", ""),
        ];
        let kind = FormKind::Progress { student, goal };
        Some(Self::new(kind, format!("Goal: {}", said.text), fields))
    }

    /// A new goal, or what a goal says.
    pub fn goal(desk: &Desk, student: StudentId, goal: Option<GoalId>) -> Option<Self> {
        let said = match goal {
            Some(id) => Some(desk.book.goal(student, id)?),
            None => None,
        };
        let smart = said.map(|goal| goal.smart.clone()).unwrap_or_default();
        let kinds = GoalKind::ALL.iter().map(|kind| kind.name().to_owned());
        let chosen = said
            .and_then(|goal| GoalKind::ALL.iter().position(|kind| *kind == goal.kind))
            .unwrap_or(0);
        let fields = vec![
            Field::line(
                "Goal",
                "in the student's words",
                said.map_or("", |goal| goal.text.as_str()),
            ),
            Field::choice("About", kinds, chosen),
            Field::line(
                "Until",
                "14 jun, 8w; may stay empty",
                &day_text(said.and_then(|goal| goal.target)),
            ),
            Field::line(
                "This year",
                "what should be reached by June, for a longer goal",
                said.map_or("", |goal| goal.benchmark.as_str()),
            ),
            Field::line("Specific", "what exactly?", smart.specific.as_str()),
            Field::line(
                "Measurable",
                "how will we both know?",
                smart.measurable.as_str(),
            ),
            Field::line(
                "Achievable",
                "why can it be done?",
                smart.achievable.as_str(),
            ),
            Field::line("Relevant", "why does it matter?", smart.relevant.as_str()),
            Field::line("Time", "until when, in words?", smart.time_bound.as_str()),
        ];
        let title = format!("Goal of {}", whom(desk, &[student]));
        Some(Self::new(FormKind::Goal { student, goal }, title, fields))
    }

    /// A new student.
    pub fn add_student(desk: &Desk, group: GroupId) -> Option<Self> {
        let name = &desk.book.groups.get(&group)?.name;
        let grade = usual_grade(desk, group)
            .map(|grade| grade.to_string())
            .unwrap_or_default();
        let fields = vec![
            Field::line("Name", "Diaz, Ana  or  Ana Diaz", ""),
            Field::line("Grade", "6 to 12", &grade),
        ];
        let title = format!(
            "Add a student to {name} ({} of {MOST_STUDENTS})",
            desk.book.size(group)
        );
        Some(Self::new(FormKind::AddStudent(group), title, fields))
    }

    /// Who a student is.
    pub fn edit_student(desk: &Desk, student: StudentId) -> Option<Self> {
        let s = desk.book.students.get(&student)?;
        let fields = vec![
            Field::line("Name", "Diaz, Ana", &s.name.sorted()),
            Field::line(
                "Goes by",
                "instead of the first name; may stay empty",
                s.preferred.as_ref().map_or("", Text::as_str),
            ),
            Field::line("Grade", "6 to 12", &s.grade.to_string()),
            Field::line(
                "School number",
                "may stay empty",
                s.school_id.as_ref().map_or("", Text::as_str),
            ),
        ];
        Some(Self::new(
            FormKind::EditStudent(student),
            format!("Who {} is", s.spoken()),
            fields,
        ))
    }

    /// Why an item does not apply.
    pub fn reason(desk: &Desk, students: Vec<StudentId>, item: ItemId) -> Option<Self> {
        let text = &desk.catalog.item(&item)?.text;
        let title = format!("Does not apply: {text}");
        let fields = vec![Field::line(
            "Why",
            "moved in, done at another school, ...",
            "",
        )];
        Some(Self::new(
            FormKind::Reason { students, item },
            title,
            fields,
        ))
    }

    /// A new group.
    pub fn new_group() -> Self {
        let fields = vec![Field::line("Name", "a room or what you call it", "")];
        Self::new(FormKind::NewGroup, "Make a group".to_owned(), fields)
    }

    /// Another name for a group.
    pub fn rename_group(group: &Group) -> Self {
        let fields = vec![Field::line(
            "Name",
            "a room or what you call it",
            group.name.as_str(),
        )];
        Self::new(
            FormKind::RenameGroup(group.id),
            format!("Rename {}", group.name),
            fields,
        )
    }

    /// The day for which contacts count.
    pub fn day(desk: &Desk) -> Self {
        let day = match desk.counts_for {
            CountsFor::Day(day) => day.to_string(),
            _ => String::new(),
        };
        let fields = vec![Field::line(
            "Day",
            "yesterday, fri, 10/14; empty for today",
            &day,
        )];
        Self::new(FormKind::Day, "Contacts count for".to_owned(), fields)
    }

    /// The length of a period.
    pub fn period(desk: &Desk) -> Self {
        let minutes = desk.book.settings.period_minutes.to_string();
        let fields = vec![Field::line("Minutes", "5 to 120", &minutes)];
        Self::new(
            FormKind::Period,
            "Length of an advisory period".to_owned(),
            fields,
        )
    }

    /// The adviser's name.
    pub fn adviser(desk: &Desk) -> Self {
        let fields = vec![Field::line(
            "Your name",
            "stands at every note",
            desk.book.adviser.as_str(),
        )];
        Self::new(FormKind::Adviser, "Adviser".to_owned(), fields)
    }

    /// A stock phrase.
    pub fn phrase(desk: &Desk, at: Option<usize>) -> Self {
        let phrases = desk.phrases();
        let phrase = at.and_then(|at| phrases.get(at));
        let fields = vec![
            Field::line(
                "Prefix",
                "a few letters",
                phrase.map_or("", |p| p.prefix.as_str()),
            ),
            Field::line(
                "Phrase",
                "empty takes it away",
                phrase.map_or("", |p| p.text.as_str()),
            ),
        ];
        Self::new(FormKind::Phrase(at), "Stock phrase".to_owned(), fields)
    }

    /// The path of a roster.
    pub fn roster_path() -> Self {
        let fields = vec![Field::line(
            "File",
            "path of a class list: .csv, .txt, .tsv",
            "",
        )];
        Self::new(FormKind::RosterPath, "Import a roster".to_owned(), fields)
    }

    /// The path of the school's own checklist.
    pub fn catalog_path() -> Self {
        let fields = vec![Field::line("File", "path of a checklist file (TOML)", "")];
        Self::new(
            FormKind::CatalogPath,
            "The school's own checklist".to_owned(),
            fields,
        )
    }

    /// A new passphrase.
    pub fn passphrase() -> Self {
        let fields = vec![
            Field::secret("New passphrase", "at least 15 characters"),
            Field::secret("Once more", ""),
        ];
        Self::new(
            FormKind::Passphrase,
            "Change the passphrase".to_owned(),
            fields,
        )
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

    fn note_typed(&self, stamp: Stamp) -> Result<Note, Fault> {
        let note = Note {
            text: self.text(0),
            next: self.text(1),
            by: self.day_in(2, stamp.at.date(), Toward::Future)?,
        };
        if note.by.is_some() && note.next.is_empty() {
            return Err((1, "What is to be done by then?".to_owned()));
        }
        Ok(note)
    }

    fn take_progress(
        &self,
        model: &mut Model,
        student: StudentId,
        goal: GoalId,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let state = GoalState::ALL
            .get(self.fields.chosen(0))
            .copied()
            .unwrap_or_default();
        let sure = self.fields.text(2).trim();
        let confidence = match (sure, sure.parse::<u8>()) {
            ("", _) => None,
            (_, Ok(number)) if number <= MOST_CONFIDENCE => Some(number),
            _ => return Err((2, "A number from 0 to 10, or nothing.".to_owned())),
        };
        let (note, now) = (self.text(1), model.now);
        change_with(model, effects, |desk| {
            act::progress(
                &desk.book,
                student,
                goal,
                state,
                confidence,
                note,
                desk.stamp(now),
            )
        });
        Ok(())
    }

    fn goal_typed(&self, today: Date) -> Result<GoalText, Fault> {
        Ok(GoalText {
            text: self.needed(0, "The goal needs a sentence.")?,
            kind: GoalKind::ALL
                .get(self.fields.chosen(1))
                .copied()
                .unwrap_or_default(),
            target: self.day_in(2, today, Toward::Future)?,
            benchmark: self.text(3),
            smart: Smart {
                specific: self.text(4),
                measurable: self.text(5),
                achievable: self.text(6),
                relevant: self.text(7),
                time_bound: self.text(8),
            },
        })
    }

    /// Adds the student and stays for the next one. An empty name ends.
    fn add_another(
        &mut self,
        model: &mut Model,
        group: GroupId,
        effects: &mut Vec<Effect>,
    ) -> Result<Next, Fault> {
        let name = Name::parse(self.fields.text(0));
        if name.is_empty() {
            return Ok(Next::Close);
        }
        let grade = self.grade_in(1)?;
        let now = model.now;
        let Some(desk) = &model.desk else {
            return Ok(Next::Close);
        };
        if desk.book.size(group) >= MOST_STUDENTS {
            return Ok(offer_second_group(desk, group, &name, grade));
        }
        let twice = desk.book.members(group).iter().any(|s| s.name == name);
        let change = act::add_student(&desk.book, group, name, grade, now);
        perform(model, change, effects);
        if twice {
            say(
                model,
                Notice::alarm(
                    "Somebody with the same name is here already. u takes this one back.",
                ),
            );
        }
        let fresh = model
            .desk
            .as_ref()
            .and_then(|desk| Self::add_student(desk, group));
        if let Some(fresh) = fresh {
            *self = fresh;
            self.fields.set(1, &grade.to_string());
        }
        Ok(Next::Stay)
    }

    fn take_student(
        &self,
        model: &mut Model,
        student: StudentId,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let name = Name::parse(self.fields.text(0));
        if name.is_empty() {
            return Err((0, "A student needs a name.".to_owned()));
        }
        let grade = self.grade_in(2)?;
        let some = |text: Text| (!text.is_empty()).then_some(text);
        let (preferred, school_id) = (some(self.text(1)), some(self.text(3)));
        let edit = |s: &mut Student| {
            s.name = name;
            s.preferred = preferred;
            s.grade = grade;
            s.school_id = school_id;
        };
        change_with(model, effects, |desk| {
            act::edit_student(&desk.book, student, edit)
        });
        Ok(())
    }

    /// Makes the group, shows it, and asks for its students.
    fn make_group(&self, model: &mut Model, effects: &mut Vec<Effect>) -> Result<Next, Fault> {
        let name = self.needed(0, "A group needs a name.")?;
        change_with(model, effects, |desk| act::add_group(&desk.book, name));
        let group = model.desk.as_ref().and_then(|desk| desk.group);
        Ok(group.map_or(Next::Close, |group| {
            Next::replace(Screen::Pick(Pick::members(group)))
        }))
    }

    fn take_day(&self, model: &mut Model, today: Date) -> Result<(), Fault> {
        let day = self.day_in(0, today, Toward::Past)?;
        if day.is_some_and(|day| day > today) {
            return Err((0, "That day has not come yet.".to_owned()));
        }
        let now = model.now;
        let Some(desk) = &mut model.desk else {
            return Ok(());
        };
        if day
            .is_some_and(|day| desk.book.settings.calendar.year_of(day) != desk.book.settings.year)
        {
            return Err((0, "That day is in another school year.".to_owned()));
        }
        desk.counts_for = day
            .filter(|day| *day != today)
            .map_or(CountsFor::Now, CountsFor::Day);
        desk.refresh_all(now);
        let said = match desk.counts_for {
            CountsFor::Day(day) => {
                format!("Contacts count for {} until d changes it.", date::long(day))
            }
            _ => "Contacts count for now.".to_owned(),
        };
        say(model, Notice::done(said));
        Ok(())
    }

    fn take_phrase(
        &self,
        model: &mut Model,
        at: Option<usize>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let prefix = self.needed(0, "A phrase needs a prefix.")?;
        let text = self.text(1);
        let Some(desk) = &model.desk else {
            return Ok(());
        };
        let mut phrases = desk.phrases().to_vec();
        let taken = phrases
            .iter()
            .enumerate()
            .any(|(i, phrase)| Some(i) != at && phrase.prefix == prefix);
        if taken {
            return Err((0, "Another phrase has this prefix.".to_owned()));
        }
        let phrase = Phrase { prefix, text };
        match at.and_then(|at| phrases.get_mut(at)) {
            Some(old) => *old = phrase,
            None => phrases.push(phrase),
        }
        phrases.retain(|phrase| !phrase.text.is_empty());
        change_with(model, effects, |desk| {
            act::edit_settings(&desk.book, |s| s.phrases = Some(phrases))
        });
        Ok(())
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

/// The 23rd is refused with the reason, and nothing typed is lost: a second group takes the student on one key.
fn offer_second_group(desk: &Desk, group: GroupId, name: &Name, grade: Grade) -> Next {
    Next::push(Screen::Pick(Pick::second_group(
        desk,
        group,
        name.clone(),
        grade,
    )))
}

/// What is noted of a student for the moment that notes are written for: an entry of this period or of that day.
fn entry_of(desk: &Desk, student: StudentId, stamp: Stamp) -> Option<&CheckIn> {
    let began = desk.round.as_ref().and_then(|round| round.began);
    let last = desk
        .book
        .plan(student)
        .check_ins()
        .iter()
        .rev()
        .find(|entry| entry.day() == stamp.day())?;
    let same_period = match desk.counts_for {
        CountsFor::Now => began.is_some_and(|began| last.when >= began),
        CountsFor::Day(_) => true,
        CountsFor::Period(from, to) => last.when >= from && last.when <= to,
    };
    same_period.then_some(last)
}

/// The grade that most students of a group have.
fn usual_grade(desk: &Desk, group: GroupId) -> Option<Grade> {
    let members = desk.book.members(group);
    Grade::all()
        .map(|grade| (members.iter().filter(|s| s.grade == grade).count(), grade))
        .max()
        .filter(|(count, _)| *count > 0)
        .map(|(_, grade)| grade)
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
