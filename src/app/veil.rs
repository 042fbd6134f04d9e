//! Initials in the place of names, for a screen that others see.
//!
//! The view draws a copy of the model in which every student is called by initials, so that no screen has to know of it and
//! nothing of it can reach the book. Whole names are replaced in what was said already; what somebody wrote into a note is
//! shown as it is, so this is for lists and talks about the group, not for reading notes aloud.

use std::collections::BTreeMap;

use super::{
    model::{Desk, Model},
    screen::Screen,
};
use crate::domain::{
    book::Book,
    change::{Edit, Entry},
    id::StudentId,
    student::{Name, Student},
    text::Text,
};

/// The model as it is drawn where only initials are shown.
pub fn veiled(model: &Model) -> Model {
    let mut veiled = model.clone();
    let Some(desk) = &mut veiled.desk else {
        return veiled;
    };
    let initials = initials(&desk.book);
    let names = names(&desk.book, &initials);
    veil_desk(desk, &initials);
    desk.refresh_all(model.now);
    if let Some(notice) = &mut veiled.notice {
        hide(&mut notice.text, &names);
    }
    for screen in &mut veiled.screens {
        veil_screen(screen, &names);
    }
    veiled
}

/// `A.D.`, or `A.D. 1` and `A.D. 2` where two are the same: by number in the book, so that they stay what they are.
fn initials(book: &Book) -> BTreeMap<StudentId, String> {
    let plain = |student: &Student| -> String {
        let first = student.preferred.as_ref().unwrap_or(&student.name.first);
        let letters = [first, &student.name.last];
        let letters = letters
            .iter()
            .filter_map(|part| part.as_str().chars().next());
        letters
            .flat_map(|letter| letter.to_uppercase().chain(['.']))
            .collect()
    };
    let mut same: BTreeMap<String, Vec<StudentId>> = BTreeMap::new();
    for student in book.students.values() {
        same.entry(plain(student)).or_default().push(student.id);
    }
    let numbered = same.into_iter().flat_map(|(initials, students)| {
        let is_only = students.len() == 1;
        students.into_iter().zip(1..).map(move |(student, number)| {
            let called = if is_only {
                initials.clone()
            } else {
                format!("{initials} {number}")
            };
            (student, called)
        })
    });
    numbered.collect()
}

/// Every way in which a student is called, the longest first, with what is shown instead.
fn names(book: &Book, initials: &BTreeMap<StudentId, String>) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> = Vec::new();
    for student in book.students.values() {
        let Some(called) = initials.get(&student.id) else {
            continue;
        };
        let ways = [
            student.listed(),
            student.spoken(),
            student.name.sorted(),
            student.name.spoken(),
        ];
        names.extend(ways.into_iter().map(|way| (way, called.clone())));
    }
    names.retain(|(name, _)| !name.is_empty());
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    names
}

fn hide(text: &mut String, names: &[(String, String)]) {
    for (name, called) in names {
        if text.contains(name.as_str()) {
            *text = text.replace(name.as_str(), called);
        }
    }
}

fn veil(student: &mut Student, initials: &BTreeMap<StudentId, String>) {
    let called = initials.get(&student.id).map_or("", String::as_str);
    student.preferred = None;
    student.name = Name {
        last: Text::new(called),
        first: Text::default(),
    };
}

fn veil_desk(desk: &mut Desk, initials: &BTreeMap<StudentId, String>) {
    for student in desk.book.students.values_mut() {
        veil(student, initials);
    }
    desk.history
        .change_shown(|entry| veil_entry(entry, initials));
}

/// The history tells of names as well.
fn veil_entry(entry: &mut Entry, initials: &BTreeMap<StudentId, String>) {
    for edit in &mut entry.change.edits {
        if let Edit::Student { was, now, .. } = edit {
            for student in was.iter_mut().chain(now) {
                veil(student, initials);
            }
        }
    }
}

/// What a layer holds as finished sentences.
fn veil_screen(screen: &mut Screen, names: &[(String, String)]) {
    match screen {
        Screen::Form(form) => hide(&mut form.title, names),
        Screen::Pick(pick) => {
            hide(&mut pick.title, names);
            for option in &mut pick.options {
                hide(option, names);
            }
        }
        Screen::Reading(reading) => {
            hide(&mut reading.title, names);
            for line in &mut reading.lines {
                hide(line, names);
            }
        }
        _ => {}
    }
}
