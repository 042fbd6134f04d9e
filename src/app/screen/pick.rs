//! One of several: a goal, a group, a period, a student who left. A digit takes a line at once.

use super::{
    Next, Screen,
    form::Form,
    student::{self, New},
};
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        effect::Effect,
        model::{CountsFor, Desk, Model},
        notice::Notice,
        update::{act_beneath, perform, say},
    },
    domain::{
        act,
        catalog::{Answerer, Scope, SwitchName},
        date::{self, DateTime},
        grade::Grade,
        id::{GoalId, GroupId, StudentId},
        part::PartKind,
        retention::{self, Kept},
        student::{Name, Student},
        text::Text,
    },
};

/// What is chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum PickKind {
    /// The goal to note progress on.
    Goal(StudentId, Vec<GoalId>),
    /// The group to move a student to.
    Group(StudentId, Vec<GroupId>),
    /// Whether a contact counts for now or for the period that is over; then the act that was asked for.
    Period(DateTime, DateTime, Action),
    /// A student who left.
    Leaver(Vec<StudentId>),
    /// A student who left, to be deleted for good.
    Gone(Vec<StudentId>),
    /// What the list asks of the school or of this student.
    Switch(StudentId, Vec<SwitchName>),
    /// What to add to a student's plan.
    AddToPlan(StudentId, Vec<New>),
    /// How the students of a new group come in.
    Members(GroupId),
    /// Whose answers are entered.
    Answerer,
    /// A stock phrase to change.
    Phrase,
    /// How the screen looks.
    Theme(Vec<String>),
    /// Where the 23rd student goes.
    SecondGroup(Name, Grade, Vec<GroupId>, Text),
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    /// What is chosen.
    pub kind: PickKind,
    /// What is asked.
    pub title: String,
    /// The lines.
    pub options: Vec<String>,
    /// The line under the cursor.
    pub cursor: usize,
}

impl Pick {
    fn new(kind: PickKind, title: &str, options: Vec<String>) -> Self {
        Self {
            kind,
            title: title.to_owned(),
            options,
            cursor: 0,
        }
    }

    /// Which goal to note progress on.
    pub fn goals(desk: &Desk, student: StudentId) -> Self {
        let live: Vec<_> = desk.book.plan(student).live_goals().collect();
        let options = live
            .iter()
            .map(|goal| super::form::goal_line(goal))
            .collect();
        let ids = live.iter().map(|goal| goal.id).collect();
        Self::new(PickKind::Goal(student, ids), "Which goal?", options)
    }

    /// Which group to move a student to.
    pub fn groups_for(desk: &Desk, student: StudentId) -> Self {
        let now_in = desk.book.students.get(&student).map(|s| s.group);
        let groups: Vec<_> = desk
            .book
            .open_groups()
            .filter(|group| Some(group.id) != now_in)
            .collect();
        let line = |group: &&crate::domain::group::Group| {
            format!("{} ({} students)", group.name, desk.book.size(group.id))
        };
        let options = groups.iter().map(line).collect();
        let ids = groups.iter().map(|group| group.id).collect();
        Self::new(
            PickKind::Group(student, ids),
            "Move to which group?",
            options,
        )
    }

    /// Which period a contact counts for.
    pub fn period(from: DateTime, to: DateTime, then: Action) -> Self {
        let options = vec![
            format!(
                "Today's period from {} to {}, written down now",
                date::clock(from),
                date::clock(to)
            ),
            "Now: a new period begins".to_owned(),
        ];
        Self::new(
            PickKind::Period(from, to, then),
            "Which period does this count for?",
            options,
        )
    }

    /// Which student to bring back.
    pub fn leavers(desk: &Desk, group: GroupId) -> Self {
        let leavers = desk.book.leavers(group);
        let options = leavers
            .iter()
            .map(|s| format!("{}, grade {}", s.listed(), s.grade))
            .collect();
        let ids = leavers.iter().map(|s| s.id).collect();
        Self::new(PickKind::Leaver(ids), "Bring back whom?", options)
    }

    /// Who has left, and of whom the school's rule keeps the record no longer.
    pub fn gone(desk: &Desk) -> Self {
        let gone = retention::gone(&desk.book, desk.day());
        let line = |kept: &Kept| {
            let of = desk.book.students.get(&kept.student);
            let name = of.map(Student::listed).unwrap_or_default();
            format!("{name}: {}", kept.says())
        };
        let title = match desk.book.settings.keep_years {
            Some(1) => "Delete for good? Kept for 1 year after leaving".to_owned(),
            Some(years) => format!("Delete for good? Kept for {years} years after leaving"),
            None => "Delete for good? No rule is set: \"keep records for\"".to_owned(),
        };
        let options = gone.iter().map(line).collect();
        let ids = gone.iter().map(|kept| kept.student).collect();
        Self::new(PickKind::Gone(ids), &title, options)
    }

    /// What the list asks of the school or of this student.
    pub fn switches(desk: &Desk, student: StudentId) -> Self {
        let mut pick = Self::new(
            PickKind::Switch(student, Vec::new()),
            "What the list asks; enter turns it on or off",
            Vec::new(),
        );
        pick.fill_switches(desk, student);
        pick
    }

    fn fill_switches(&mut self, desk: &Desk, student: StudentId) {
        let Some(of) = desk.book.students.get(&student) else {
            return;
        };
        let line = |switch: &crate::domain::catalog::Switch| {
            let (on, whose) = match switch.scope {
                Scope::Book => (
                    desk.book.settings.switches.contains(&switch.name),
                    "everybody",
                ),
                Scope::Student => (of.switches.contains(&switch.name), "this student"),
            };
            format!("[{}] {} ({whose})", if on { "x" } else { " " }, switch.text)
        };
        self.options = desk.catalog.switches().iter().map(line).collect();
        let names = desk
            .catalog
            .switches()
            .iter()
            .map(|switch| switch.name.clone())
            .collect();
        self.kind = PickKind::Switch(student, names);
    }

    /// What to add to a student's plan: what is offered first, then everything else.
    pub fn add_to_plan(desk: &Desk, student: &Student, first: &[New]) -> Self {
        let has_goals = !desk.book.plan(student.id).goals.is_empty();
        let needs_goal = |new: &New| matches!(new, New::Step | New::Barrier | New::Reflection);
        let rest = New::all().filter(|new| !first.contains(new));
        let all: Vec<New> = first
            .iter()
            .copied()
            .chain(rest)
            .filter(|new| has_goals || !needs_goal(new))
            .filter(|new| !student.is_here() || *new != New::Part(PartKind::FollowUp))
            .collect();
        let options = all.iter().map(|new| new.noun().to_owned()).collect();
        let title = format!("Add to the plan of {}", student.spoken());
        Self::new(PickKind::AddToPlan(student.id, all), &title, options)
    }

    /// How the students of a group come in.
    pub fn members(group: GroupId) -> Self {
        let options = vec![
            "Type the names".to_owned(),
            "Give a class list as a file".to_owned(),
        ];
        Self::new(PickKind::Members(group), "Who is in the group?", options)
    }

    /// Whose answers are entered.
    pub fn answerer() -> Self {
        let options = [
            "A student",
            "A parent or guardian",
            "Somebody of the school",
        ];
        Self::new(
            PickKind::Answerer,
            "Who answered?",
            options.map(str::to_owned).to_vec(),
        )
    }

    /// How the screen looks on this machine.
    pub fn theme(names: &[String]) -> Self {
        let options = names.iter().map(|name| name.replace('-', " ")).collect();
        Self::new(
            PickKind::Theme(names.to_vec()),
            "How should the screen look on this machine?",
            options,
        )
    }

    /// Which stock phrase to change.
    pub fn phrases(desk: &Desk) -> Self {
        let line = |phrase: &crate::domain::catalog::Phrase| {
            format!("{:6} {}", phrase.prefix, phrase.text)
        };
        let mut options: Vec<String> = desk.phrases().iter().map(line).collect();
        options.push("a new phrase".to_owned());
        Self::new(
            PickKind::Phrase,
            "Stock phrases: which one to change?",
            options,
        )
    }

    /// Where the 23rd student goes.
    pub fn second_group(desk: &Desk, full: GroupId, name: Name, grade: Grade) -> Self {
        let free = desk.book.open_groups().filter(|group| {
            group.id != full && desk.book.size(group.id) < crate::domain::group::MOST_STUDENTS
        });
        let free: Vec<_> = free.collect();
        let second = super::import::second_name(desk, full);
        let mut options = vec![format!(
            "Make a second group, {second}, and add {} there",
            name.spoken()
        )];
        options.extend(free.iter().map(|group| format!("Add to {}", group.name)));
        let ids = free.iter().map(|group| group.id).collect();
        let title = "This group has 22 students, the most one adviser may have in a group (KDE rubric). Where now?";
        Self::new(
            PickKind::SecondGroup(name, grade, ids, second),
            title,
            options,
        )
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let length = self.options.len();
        if let Some(by) = stride(action) {
            self.cursor = moved(self.cursor, by, length);
            return Some(Next::Stay);
        }
        match action {
            Action::Back => Some(Next::Close),
            Action::Tick(number) => {
                self.cursor = usize::from(number).saturating_sub(1);
                Some(self.choose(model, effects))
            }
            Action::Open | Action::Toggle => Some(self.choose(model, effects)),
            _ => None,
        }
    }

    fn choose(&mut self, model: &mut Model, effects: &mut Vec<Effect>) -> Next {
        if self.cursor >= self.options.len() {
            self.cursor = self.options.len().saturating_sub(1);
            say(model, Notice::refused("No line has that number."));
            return Next::Stay;
        }
        self.chosen(model, effects).unwrap_or(Next::Close)
    }

    fn chosen(&mut self, model: &mut Model, effects: &mut Vec<Effect>) -> Option<Next> {
        let now = model.now;
        let desk = model.desk.as_mut()?;
        let at = self.cursor;
        match self.kind.clone() {
            PickKind::Goal(student, goals) => {
                return Form::progress(desk, student, *goals.get(at)?)
                    .map(|form| Next::replace(Screen::Form(form)));
            }
            PickKind::Group(student, groups) => {
                let change = act::move_student(&desk.book, student, *groups.get(at)?, now);
                perform(model, change, effects);
            }
            PickKind::Period(from, to, then) => {
                desk.asked_period = true;
                if at == 0 {
                    desk.counts_for = CountsFor::Period(from, to);
                    desk.refresh_all(now);
                }
                act_beneath(model, then, effects);
            }
            PickKind::Leaver(students) => {
                let change = act::bring_back(&desk.book, *students.get(at)?, now);
                perform(model, change, effects);
            }
            PickKind::Gone(_) if desk.practice => {
                say(
                    model,
                    Notice::refused("Nothing of the practice group is kept."),
                );
                return Some(Next::Stay);
            }
            PickKind::Gone(students) => {
                return Form::purge(desk, *students.get(at)?)
                    .map(|form| Next::replace(Screen::Form(form)));
            }
            PickKind::Switch(student, names) => {
                let name = names.get(at)?;
                let change = match desk.catalog.switch(name)?.scope {
                    Scope::Student => act::switch_student(&desk.book, student, name),
                    Scope::Book => act::switch_book(&desk.book, name),
                };
                perform(model, change, effects);
                self.fill_switches(model.desk.as_ref()?, student);
                return Some(Next::Stay);
            }
            PickKind::AddToPlan(student, all) => {
                return student::form_for(desk, student, *all.get(at)?, now).map(Next::replace);
            }
            PickKind::Members(group) if at == 0 => {
                return Form::add_student(desk, group)
                    .map(|form| Next::replace(Screen::Form(form)));
            }
            PickKind::Members(_) => return Some(Next::replace(Screen::Form(Form::roster_path()))),
            PickKind::Answerer => {
                let form = Form::answers(desk, *Answerer::ALL.get(at)?);
                return Some(Next::replace(Screen::Form(form)));
            }
            PickKind::Theme(names) => effects.push(Effect::UseTheme(names.get(at)?.clone())),
            PickKind::Phrase => {
                let phrase = (at < desk.phrases().len()).then_some(at);
                return Some(Next::replace(Screen::Form(Form::phrase(desk, phrase))));
            }
            PickKind::SecondGroup(name, grade, groups, second) => {
                let change = match at.checked_sub(1) {
                    None => act::add_to_new_group(&desk.book, second, name, grade, now),
                    Some(at) => act::add_student(&desk.book, *groups.get(at)?, name, grade, now),
                };
                perform(model, change, effects);
                close_beneath(model);
            }
        }
        None
    }
}

/// Takes the form away that led here: what it asked is done.
fn close_beneath(model: &mut Model) {
    if matches!(model.screens.last(), Some(Screen::Form(_))) {
        model.screens.pop();
    }
}
