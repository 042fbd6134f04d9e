//! Why an act cannot be done just now: what the palette shows beside it, and what its key says.

use super::{context, is_refused};
use crate::{
    app::{
        access,
        action::Action,
        model::{Desk, Model},
        screen::Screen,
    },
    domain::{student::Student, year},
};

/// Why an action cannot be done now; `None` when it can. The palette shows it, a key says it.
pub fn not_now(model: &Model, action: Action) -> Option<&'static str> {
    let Some(desk) = &model.desk else {
        let always = matches!(
            action,
            Action::Help | Action::Leave | Action::Blank | Action::Suspend | Action::Lock
        );
        return (!always).then_some("No book is open.");
    };
    if is_refused(model, context(model), action) {
        return Some(access::ONLY_READ);
    }
    let in_practice = not_in_practice(action).filter(|_| desk.practice);
    if let Some(reason) = in_practice.or_else(|| not_on_the_list(desk, action)) {
        return Some(reason);
    }
    let no_student = desk.seats.is_empty();
    match action {
        _ if no_student && needs_a_student(action) => {
            Some("Nobody is in this group yet: + adds a student.")
        }
        Action::AddStudent
        | Action::Recap
        | Action::RenameGroup
        | Action::ArchiveGroup
        | Action::Import
            if desk.group.is_none() =>
        {
            Some("There is no group yet.")
        }
        Action::NextGroup | Action::PreviousGroup if desk.book.open_groups().nth(1).is_none() => {
            Some("There is no other group.")
        }
        Action::Move if desk.book.open_groups().nth(1).is_none() => {
            Some("There is no other group yet.")
        }
        Action::BringBack
            if desk
                .group
                .is_none_or(|group| desk.book.leavers(group).is_empty()) =>
        {
            Some("Nobody has left this group.")
        }
        Action::Undo if desk.history.last().is_none() => Some("Nothing to undo."),
        Action::Redo if desk.history.redo().is_none() => Some("Nothing to do again."),
        Action::Import | Action::Answers | Action::ReadAnswers if model.initials => {
            Some("That is a list of names: turn \"only initials\" off first.")
        }
        Action::Initials
            if model
                .screens
                .iter()
                .any(|screen| matches!(screen, Screen::Import(_) | Screen::Answers(_))) =>
        {
            Some("This is a list of names: leave it first.")
        }
        Action::Gone if desk.book.students.values().all(Student::is_here) => {
            Some("Nobody has left.")
        }
        Action::Gone | Action::Inspect if model.initials => {
            Some("That shows whole names: turn \"only initials\" off first.")
        }
        Action::NewYear if year::refused(&desk.book, desk.day()).is_some() => {
            Some("The next school year can be begun from 60 days before its first day.")
        }
        Action::BeginYear if !model.screens.iter().any(is_roll_over) => {
            Some("Look first at what it does: \"a new school year\".")
        }
        Action::TakeOff if !model.screens.iter().any(is_list) => {
            Some("Look first at the list: \"edit the checklist\".")
        }
        Action::Retry if desk.saves.problem.is_none() => Some("Everything is saved."),
        Action::Theme if model.themes.is_empty() => Some(
            "Nothing to choose: no colors are shown here (NO_COLOR, or lines instead of a screen).",
        ),
        Action::DefaultCatalog if desk.book.catalog.is_none() => Some("It is in use already."),
        _ => None,
    }
}

/// The same for what the school's list has nothing of.
fn not_on_the_list(desk: &Desk, action: Action) -> Option<&'static str> {
    match action {
        Action::Answers | Action::AddAnswers | Action::ReadAnswers
            if desk.catalog.questions().is_empty() =>
        {
            Some("The school's list has no questions.")
        }
        Action::Rubric if desk.catalog.indicators().is_empty() => {
            Some("The school's list has no rubric.")
        }
        _ => None,
    }
}

/// The same in the practice group.
fn not_in_practice(action: Action) -> Option<&'static str> {
    match action {
        Action::Purge => Some("Nothing of the practice group is kept."),
        Action::LockAfter => Some("The practice group does not lock."),
        Action::Lock | Action::Passphrase | Action::NewRecovery | Action::NewKeys => {
            Some("The practice group has no passphrase.")
        }
        _ => None,
    }
}

fn is_roll_over(screen: &Screen) -> bool {
    matches!(screen, Screen::RollOver(_))
}

fn is_list(screen: &Screen) -> bool {
    matches!(screen, Screen::Items(_))
}

/// Acts on somebody of the group.
fn needs_a_student(action: Action) -> bool {
    matches!(
        action,
        Action::CheckIn
            | Action::Absent
            | Action::Later
            | Action::WriteNote
            | Action::Progress
            | Action::NewGoal
            | Action::AddToPlan
            | Action::Requirements
            | Action::Amend
            | Action::Inspect
            | Action::WriteRecord
            | Action::Purge
            | Action::Glance
            | Action::SetAside
            | Action::Find
            | Action::Select
            | Action::Turn
            | Action::Why
            | Action::EditStudent
            | Action::Move
            | Action::Standing
            | Action::Signals
    )
}
