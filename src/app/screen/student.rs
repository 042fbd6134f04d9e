//! One student, full width: the sections of the plan on one side, the lines of one of them on the other.
//!
//! Enter edits the line at the cursor, whatever it is; the last lines of a section add to it. So arrows and enter are enough.

mod lines;
mod section;

pub use lines::{PageLine, lines, retired_mark};
pub use section::{New, Section, additions};

use super::{Next, Screen, form::Form, pick::Pick, reading};
use crate::{
    app::{
        action::Action,
        detail::{Detail, moved, stride},
        effect::Effect,
        model::{Desk, Model},
        notice::Notice,
        talk::{self, On, Recorded, tick_for},
        update::{perform, say, want_year},
    },
    domain::{
        act,
        book::Book,
        catalog::{ItemId, RequirementCode, Way},
        change::Change,
        date::DateTime,
        goal::Goal,
        id::{GoalId, PartId, StudentId},
        part::{Field, PartKind, PartOf, Value},
        requirement, review,
        status::{self, ItemState},
        student::Student,
    },
};

/// Which side has the keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Side {
    /// The list of sections.
    #[default]
    Sections,
    /// The lines of the section.
    Lines,
}

/// The state of the page.
#[derive(Debug, Clone)]
pub struct StudentPage {
    /// The checklist in an order that stays, with the numbers of the items.
    pub detail: Detail,
    /// The section that is shown.
    pub section: Section,
    /// Which side has the keys.
    pub side: Side,
    /// The line under the cursor.
    pub cursor: usize,
}

impl StudentPage {
    /// The page of a student.
    pub fn new(desk: &Desk, student: StudentId) -> Self {
        Self {
            detail: Detail::of(desk, student),
            section: Section::default(),
            side: Side::default(),
            cursor: 0,
        }
    }

    /// The page with a section opened.
    pub fn at(desk: &Desk, student: StudentId, section: Section) -> Self {
        Self {
            section,
            side: Side::Lines,
            ..Self::new(desk, student)
        }
    }

    /// Whose page it is.
    pub fn student(&self) -> StudentId {
        self.detail.student
    }

    /// The lines of the section that is shown.
    pub fn lines(&self, desk: &Desk) -> Vec<PageLine> {
        let student = desk.book.students.get(&self.student());
        student
            .map(|student| lines(self.section, desk, student, &self.detail))
            .unwrap_or_default()
    }

    /// Brings the page up to date after the book has changed.
    pub fn follow(&mut self, desk: &Desk) {
        self.detail.follow(desk);
        self.cursor = self.cursor.min(self.lines(desk).len().saturating_sub(1));
    }

    fn at_cursor(&self, desk: &Desk) -> Option<PageLine> {
        (self.side == Side::Lines)
            .then(|| self.lines(desk).into_iter().nth(self.cursor))
            .flatten()
    }

    /// The item of the checklist under the cursor.
    pub fn item_at_cursor(&self, desk: &Desk) -> Option<ItemId> {
        match self.at_cursor(desk)? {
            PageLine::Item(item) => Some(item),
            _ => None,
        }
    }

    /// The goal that the line at the cursor belongs to.
    fn goal_at_cursor(&self, desk: &Desk) -> Option<GoalId> {
        match self.at_cursor(desk)? {
            PageLine::Goal(goal)
            | PageLine::Step(goal, _)
            | PageLine::Reflection(goal, _)
            | PageLine::Barrier(goal, _)
            | PageLine::Strategy(goal, ..) => Some(goal),
            _ => None,
        }
    }

    fn step(&mut self, desk: &Desk, by: isize) {
        match self.side {
            Side::Sections => {
                let at = Section::ALL.iter().position(|one| *one == self.section);
                let to = moved(at.unwrap_or(0), by, Section::ALL.len());
                if let Some(section) = Section::ALL.get(to) {
                    self.show(*section);
                }
            }
            Side::Lines => self.cursor = moved(self.cursor, by, self.lines(desk).len()),
        }
    }

    fn show(&mut self, section: Section) {
        self.section = section;
        self.cursor = 0;
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        if let Some(by) = stride(action) {
            self.step(desk, by);
            return Some(Next::Stay);
        }
        match (self.side, action) {
            (Side::Sections, Action::Open | Action::Pane) => self.side = Side::Lines,
            (Side::Lines, Action::Back | Action::Pane) => self.side = Side::Sections,
            (Side::Sections, Action::Back) => return Some(Next::Close),
            (Side::Lines, Action::Open) => {
                let line = self.at_cursor(desk)?;
                return Some(self.open(model, &line, effects).unwrap_or(Next::Stay));
            }
            (Side::Lines, Action::Toggle) => return Some(self.toggle(model, effects)),
            (_, Action::AddToPlan) => return self.add(desk, model.now),
            (_, Action::Amend) => {
                let line = self.at_cursor(desk);
                let form = Form::amend(desk, self.student(), line.as_ref())?;
                return Some(Next::push(Screen::Form(form)));
            }
            (_, Action::TakeAway) => self.take_away(model, effects),
            (_, Action::Turn) => return Some(Next::push(Screen::Turned(self.student()))),
            _ => return self.record(model, action, effects),
        }
        Some(Next::Stay)
    }

    /// The acts that write something.
    fn record(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let on = self.on(model.desk.as_ref()?, action);
        talk::record(model, action, &on, effects).map(Recorded::next)
    }

    /// What an act works on here.
    fn on(&self, desk: &Desk, action: Action) -> On {
        On {
            students: vec![self.student()],
            student: Some(self.student()),
            goal: self.goal_at_cursor(desk),
            item: match action {
                Action::Tick(number) => self.numbered(number),
                _ => self
                    .item_at_cursor(desk)
                    .ok_or_else(|| "Go to an item of the checklist first, then x.".to_owned()),
            },
            already: "Already noted in this period; u takes the last act back.",
            passes_seen: false,
        }
    }

    /// A digit means what was seen when it was pressed: only where the numbers are shown.
    fn numbered(&self, number: u8) -> Result<ItemId, String> {
        if self.section == Section::Preparing {
            talk::numbered(Some(&self.detail), number)
        } else {
            Err("The numbered items stand under Preparing.".to_owned())
        }
    }

    /// What enter does on a line.
    fn open(
        &mut self,
        model: &mut Model,
        line: &PageLine,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let (student, now) = (self.student(), model.now);
        let desk = model.desk.as_ref()?;
        let form = match line {
            PageLine::Goal(goal) => Form::goal(desk, student, Some(*goal)),
            PageLine::Step(goal, at) => Form::step(desk, student, Some((*goal, *at))),
            PageLine::Reflection(goal, at) => Form::reflection(desk, student, Some((*goal, *at))),
            PageLine::Barrier(goal, at) | PageLine::Strategy(goal, at, _) => {
                Form::barrier(desk, student, Some((*goal, *at)))
            }
            PageLine::Part(of, id) => Form::edit_part(desk, *of, *id),
            PageLine::Approval(at) => self.approval(desk, *at),
            PageLine::Entry(entry) => Form::correct_note(desk, student, *entry),
            PageLine::Promise => {
                let entry = desk.book.plan(student).promise().map(|(entry, _)| entry.id);
                entry.and_then(|entry| Form::correct_note(desk, student, entry))
            }
            PageLine::Add(new) => return form_for(desk, student, *new, now).map(Next::push),
            PageLine::Need(code, at) => return self.answer(model, code, *at),
            PageLine::Item(_) => {
                return reading::why(desk, student, now)
                    .map(|page| Next::push(Screen::Reading(page)));
            }
            PageLine::Requirement(code) => {
                return reading::requirement(desk, student, code)
                    .map(|page| Next::push(Screen::Reading(page)));
            }
            PageLine::Earlier(year) => {
                want_year(model, *year, effects);
                None
            }
            PageLine::Retired(_) => {
                let said = "The checklist has this item no longer; its mark is kept here.";
                say(model, Notice::done(said));
                None
            }
        };
        form.map(|form| Next::push(Screen::Form(form)))
    }

    /// The approval that stands there, or a new one where there is none or the plan was changed since.
    fn approval(&self, desk: &Desk, at: usize) -> Option<Form> {
        let approvals = review::approvals(&desk.book, self.student());
        let approval = approvals.get(at)?;
        let place = PartKind::Approval.place(desk.book.key(self.student()));
        if let Some(given) = approval.given.filter(|_| !approval.is_outdated) {
            return Form::edit_part(desk, place, given.id);
        }
        let who = [(Field::Who, Value::Choice(approval.who))];
        Form::new_part(desk, place, PartKind::Approval, &who)
    }

    /// Goes to where what a requirement misses is added.
    fn answer(&mut self, model: &mut Model, code: &RequirementCode, at: usize) -> Option<Next> {
        let student = self.student();
        let desk = model.desk.as_ref()?;
        let asked = desk.catalog.requirement(code)?;
        let of = desk.book.students.get(&student)?;
        let status = requirement::of(&desk.book, &desk.catalog, of, asked, desk.day());
        let form = match status.needs.get(at)?.way {
            Way::Parts { kind, with, .. } => {
                let preset: Vec<_> = with
                    .iter()
                    .map(|(field, choice)| (*field, Value::Choice(*choice)))
                    .collect();
                Form::new_part(desk, kind.place(desk.book.key(student)), *kind, &preset)
            }
            Way::Goals { kind, .. } => Form::new_goal(desk, student, *kind),
            Way::Begun => Form::new_part(
                desk,
                PartKind::Start.place(desk.book.key(student)),
                PartKind::Start,
                &[],
            ),
            Way::Items { .. } => {
                let code = code.clone();
                let serving = self.first_open(desk, of, &code);
                self.show(Section::Preparing);
                self.cursor = serving.unwrap_or(0);
                say(
                    model,
                    Notice::done("The items that count for it are under Preparing; space ticks."),
                );
                None
            }
        };
        form.map(|form| Next::push(Screen::Form(form)))
    }

    /// Where the first open item stands that serves a requirement.
    fn first_open(&self, desk: &Desk, student: &Student, code: &RequirementCode) -> Option<usize> {
        let lines = lines(Section::Preparing, desk, student, &self.detail);
        lines.iter().position(|line| {
            let PageLine::Item(id) = line else {
                return false;
            };
            desk.catalog.item(id).is_some_and(|item| {
                let status = status::item(&desk.book, student, item, desk.day());
                item.requirements.contains(code) && status.state != ItemState::Done
            })
        })
    }

    /// Adds to the section: at once where there is one thing to add, else asks what.
    fn add(&self, desk: &Desk, now: DateTime) -> Option<Next> {
        let student = desk.book.students.get(&self.student())?;
        let own: Vec<New> = additions(self.section, desk, student).collect();
        if let ([one], Side::Lines) = (own.as_slice(), self.side) {
            return form_for(desk, student.id, *one, now).map(Next::push);
        }
        Some(Next::push(Screen::Pick(Pick::add_to_plan(
            desk, student, &own,
        ))))
    }

    fn toggle(&mut self, model: &mut Model, effects: &mut Vec<Effect>) -> Next {
        let (student, now) = (self.student(), model.now);
        let Some(desk) = &model.desk else {
            return Next::Stay;
        };
        let Some(line) = self.at_cursor(desk) else {
            return Next::Stay;
        };
        let stamp = desk.stamp(now);
        match line {
            PageLine::Item(item) => tick_for(model, &[student], &item, effects),
            PageLine::Promise => {
                let change = act::keep_promise(&desk.book, student, stamp);
                perform(model, change, effects);
            }
            PageLine::Step(goal, at) => {
                let change = act::edit_goal(&desk.book, student, goal, stamp, |goal| {
                    if let Some(step) = goal.steps.get_mut(at) {
                        step.done = step.done.is_none().then(|| stamp.day());
                    }
                });
                perform(model, change, effects);
            }
            PageLine::Goal(goal) => {
                return Form::progress(desk, student, goal)
                    .map_or(Next::Stay, |form| Next::push(Screen::Form(form)));
            }
            line => return self.open(model, &line, effects).unwrap_or(Next::Stay),
        }
        if let Some(desk) = &model.desk {
            self.step(desk, 1);
        }
        Next::Stay
    }

    fn take_away(&mut self, model: &mut Model, effects: &mut Vec<Effect>) {
        let now = model.now;
        let Some(desk) = &model.desk else { return };
        let change = self
            .at_cursor(desk)
            .map(|line| taken_away(desk, self.student(), &line, now))
            .unwrap_or_default();
        if change.is_empty() {
            let said =
                "Nothing here can be taken away: go to a goal, a step or a part of the plan.";
            return say(model, Notice::refused(said));
        }
        perform(model, change, effects);
    }
}

/// What is left when the line at the cursor is taken out of the plan; the timeline keeps it.
fn taken_away(desk: &Desk, student: StudentId, line: &PageLine, now: DateTime) -> Change {
    let (book, stamp) = (&desk.book, desk.stamp(now));
    let edit = |goal, edit: &dyn Fn(&mut Goal)| act::edit_goal(book, student, goal, stamp, edit);
    match *line {
        PageLine::Goal(goal) => act::drop_goal(book, student, goal),
        PageLine::Step(goal, at) => edit(goal, &|goal| take(&mut goal.steps, at)),
        PageLine::Reflection(goal, at) => edit(goal, &|goal| take(&mut goal.reflections, at)),
        PageLine::Barrier(goal, at) => edit(goal, &|goal| take(&mut goal.barriers, at)),
        PageLine::Strategy(goal, at, Some(strategy)) => edit(goal, &|goal| {
            if let Some(barrier) = goal.barriers.get_mut(at) {
                take(&mut barrier.strategies, strategy);
            }
        }),
        PageLine::Part(of, id) if stays(book, of, id) => Change::default(),
        PageLine::Part(of, id) => act::drop_part(book, of, id),
        PageLine::Approval(at) => {
            let given = review::approvals(book, student);
            let given = given.get(at).and_then(|approval| approval.given);
            let place = PartKind::Approval.place(book.key(student));
            given.map_or_else(Change::default, |part| act::drop_part(book, place, part.id))
        }
        _ => Change::default(),
    }
}

/// Requests about the record and what left it stay.
fn stays(book: &Book, of: PartOf, id: PartId) -> bool {
    let part = book.parts_at(of).and_then(|parts| parts.get(&id));
    part.is_some_and(|part| part.kind.stays())
}

fn take<T>(all: &mut Vec<T>, at: usize) {
    if at < all.len() {
        all.remove(at);
    }
}

/// The form that adds something to a plan.
pub fn form_for(desk: &Desk, student: StudentId, new: New, now: DateTime) -> Option<Screen> {
    let form = match new {
        New::Goal => Form::goal(desk, student, None),
        New::Step => Form::step(desk, student, None),
        New::Barrier => Form::barrier(desk, student, None),
        New::Reflection => Form::reflection(desk, student, None),
        New::Note => Form::note(desk, &[student], now),
        New::Part(kind) => {
            let place = kind.place(desk.book.key(student));
            let old = desk.book.parts(student, kind).next_back();
            match old.filter(|_| kind.is_single()) {
                Some(old) => Form::edit_part(desk, place, old.id),
                None => Form::new_part(desk, place, kind, &[]),
            }
        }
    };
    form.map(Screen::Form)
}
