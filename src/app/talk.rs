//! What is done while one sits with a student: attendance, ticks, notes, goals, and who the student is.
//!
//! The round and a student's page are in front of the same student and do the same. Each says with [`On`] what its cursor
//! means; what an act does with it stands here once. This module must not know what a screen does after an act: it is
//! told what came of it, see [`Recorded`].

use super::{
    action::Action,
    detail::Detail,
    effect::Effect,
    model::{CountsFor, Desk, Model},
    notice::Notice,
    screen::{
        Next, Screen,
        form::Form,
        pick::Pick,
        reading,
        student::{Section, StudentPage},
    },
    update::{UNDO_HINT, perform, say},
};
use crate::domain::{
    act,
    catalog::ItemId,
    checkin::CheckInKind,
    id::{GoalId, StudentId},
    round::earlier_today,
};

/// What an act works on, as the screen sees it that has the keys.
#[derive(Debug, Clone)]
pub struct On {
    /// The students whom an act for several is for.
    pub students: Vec<StudentId>,
    /// The student under the cursor.
    pub student: Option<StudentId>,
    /// The goal under the cursor.
    pub goal: Option<GoalId>,
    /// The item that the act means, by its number or under the cursor; or what is said where there is none.
    pub item: Result<ItemId, String>,
    /// What is said of a student whose attendance stands already.
    pub already: &'static str,
    /// Whether to check in a student who was seen is taken as going on to the next, and not refused.
    pub passes_seen: bool,
}

/// What came of an act.
#[derive(Debug)]
pub enum Recorded {
    /// Attendance was dealt with: the next student may come.
    Attended,
    /// An item was ticked, or the tick taken back.
    Ticked,
    /// Anything else, a refusal too: what becomes of the screen.
    Other(Next),
}

impl Recorded {
    /// What becomes of a screen that does nothing more after an act.
    pub fn next(self) -> Next {
        match self {
            Self::Attended | Self::Ticked => Next::Stay,
            Self::Other(next) => next,
        }
    }
}

/// Does an act on students. `None` for what is no such act, or has nobody to work on.
pub fn record(
    model: &mut Model,
    action: Action,
    on: &On,
    effects: &mut Vec<Effect>,
) -> Option<Recorded> {
    if let Some(next) = ask_which_period(model, action) {
        return Some(Recorded::Other(next));
    }
    let desk = model.desk.as_ref()?;
    let form = match action {
        Action::CheckIn => return Some(attend(model, on, CheckInKind::Seen, effects)),
        Action::Absent => return Some(attend(model, on, CheckInKind::Absent, effects)),
        Action::Later => return Some(attend(model, on, CheckInKind::Later, effects)),
        Action::Tick(_) | Action::SetAside => return item(model, action, on, effects),
        Action::WriteNote => Form::note(desk, &on.students, model.now)?,
        Action::Progress if on.goal.is_some() => Form::progress(desk, on.student?, on.goal?)?,
        _ => return about_student(model, action, on.student?, effects).map(Recorded::Other),
    };
    Some(Recorded::Other(Next::push(Screen::Form(form))))
}

/// Ticks the item that is meant, or asks why it does not apply.
fn item(model: &mut Model, action: Action, on: &On, effects: &mut Vec<Effect>) -> Option<Recorded> {
    let item = match &on.item {
        Ok(item) => item,
        Err(why) => {
            say(model, Notice::refused(why.clone()));
            return Some(Recorded::Other(Next::Stay));
        }
    };
    if action == Action::SetAside {
        let desk = model.desk.as_ref()?;
        let form = Form::reason(desk, on.students.clone(), item.clone())?;
        return Some(Recorded::Other(Next::push(Screen::Form(form))));
    }
    tick_for(model, &on.students, item, effects);
    Some(Recorded::Ticked)
}

/// Checks in, notes absent or puts off.
fn attend(model: &mut Model, on: &On, kind: CheckInKind, effects: &mut Vec<Effect>) -> Recorded {
    let now = model.now;
    let Some(desk) = &model.desk else {
        return Recorded::Other(Next::Stay);
    };
    if stands(desk, &on.students, kind) {
        if on.passes_seen && kind == CheckInKind::Seen {
            return Recorded::Attended;
        }
        say(model, Notice::refused(on.already));
        return Recorded::Other(Next::Stay);
    }
    let change = act::check_in(&desk.book, &on.students, kind, desk.stamp(now));
    perform(model, change, effects);
    Recorded::Attended
}

/// Whether the one student was noted so in this period, or seen. Several at once are noted in any case.
fn stands(desk: &Desk, students: &[StudentId], kind: CheckInKind) -> bool {
    let [one] = students else { return false };
    let standing = desk.seat_of(*one).and_then(|seat| seat.standing);
    standing == Some(CheckInKind::Seen) || standing == Some(kind)
}

/// The item with a number, or what is said where there is none.
pub fn numbered(detail: Option<&Detail>, number: u8) -> Result<ItemId, String> {
    detail
        .and_then(|detail| detail.item_number(number))
        .cloned()
        .ok_or_else(|| format!("No item has the number {number}."))
}

/// Ticks an item for students, or takes the tick back, and says for whom it could not.
pub fn tick_for(
    model: &mut Model,
    students: &[StudentId],
    item: &ItemId,
    effects: &mut Vec<Effect>,
) {
    let now = model.now;
    let Some(desk) = &model.desk else { return };
    let Some(item) = desk.catalog.item(item) else {
        return;
    };
    let change = act::tick(&desk.book, &desk.catalog, students, item, desk.stamp(now));
    let for_whom = change.students().len();
    if change.is_empty() {
        say(
            model,
            Notice::refused("None of these students has that item on the list."),
        );
        return;
    }
    let without = students.len() - for_whom;
    perform(model, change, effects);
    if let Some(notice) = model.notice.as_mut().filter(|_| without > 0) {
        let said = notice.text.trim_end_matches(UNDO_HINT);
        notice.text = format!("{said}; {without} had it or have no such item{UNDO_HINT}");
    }
}

/// Acts that are about one student, wherever the cursor on that student stands.
pub fn about_student(
    model: &mut Model,
    action: Action,
    student: StudentId,
    effects: &mut Vec<Effect>,
) -> Option<Next> {
    let now = model.now;
    let desk = model.desk.as_ref()?;
    let next = match action {
        Action::Progress => progress(model, student)?,
        Action::NewGoal => Next::push(Screen::Form(Form::goal(desk, student, None)?)),
        Action::EditStudent => Next::push(Screen::Form(Form::edit_student(desk, student)?)),
        Action::AddToPlan => Next::push(Screen::Pick(Pick::add_to_plan(
            desk,
            desk.book.students.get(&student)?,
            &[],
        ))),
        Action::Requirements => Next::push(Screen::Student(Box::new(StudentPage::at(
            desk,
            student,
            Section::Requirements,
        )))),
        Action::Switches => Next::push(Screen::Pick(Pick::switches(desk, student))),
        Action::Move => {
            let groups = Pick::groups_for(desk, student);
            if groups.options.is_empty() {
                say(
                    model,
                    Notice::refused("There is no other group yet. The palette (:) makes one."),
                );
                return Some(Next::Stay);
            }
            Next::push(Screen::Pick(groups))
        }
        Action::Standing => {
            let here = desk.book.students.get(&student)?.is_here();
            let change = if here {
                act::leave(&desk.book, student, now.date())
            } else {
                act::bring_back(&desk.book, student, now)
            };
            perform(model, change, effects);
            Next::Stay
        }
        Action::Inspect => {
            effects.push(Effect::ReadRecord {
                student,
                catalog: desk.catalog.clone(),
            });
            Next::Stay
        }
        Action::WriteRecord => Next::push(Screen::Form(Form::record(desk, student)?)),
        Action::Purge => Next::push(Screen::Form(Form::purge(desk, student)?)),
        Action::Amend => Next::push(Screen::Form(Form::amend(desk, student, None)?)),
        Action::Why => Next::push(Screen::Reading(reading::why(desk, student, now)?)),
        _ => return None,
    };
    Some(next)
}

/// A goal's progress: at once when one goal is live, else which one first.
fn progress(model: &mut Model, student: StudentId) -> Option<Next> {
    let desk = model.desk.as_ref()?;
    let live: Vec<_> = desk
        .book
        .plan(student)
        .live_goals()
        .map(|goal| goal.id)
        .collect();
    Some(match live.as_slice() {
        [] => {
            say(
                model,
                Notice::refused("No goal to note progress on: m sets one."),
            );
            Next::Stay
        }
        [one] => Next::push(Screen::Form(Form::progress(desk, student, *one)?)),
        _ => Next::push(Screen::Pick(Pick::goals(desk, student))),
    })
}

/// After the bell and an hour more, a contact would begin a new period. Asks once which one is meant.
pub fn ask_which_period(model: &Model, action: Action) -> Option<Next> {
    let is_contact = matches!(
        action,
        Action::CheckIn | Action::Absent | Action::Later | Action::WriteNote | Action::Progress
    );
    let desk = model
        .desk
        .as_ref()
        .filter(|desk| desk.counts_for == CountsFor::Now && is_contact)?;
    let begun = desk
        .round
        .as_ref()
        .is_some_and(|round| round.began.is_some());
    if begun || desk.asked_period {
        return None;
    }
    let (from, to) = earlier_today(&desk.book, desk.group?, model.now)?;
    Some(Next::push(Screen::Pick(Pick::period(from, to, action))))
}
