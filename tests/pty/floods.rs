//! Keys, pastes and window sizes as they come when something is stuck, held down or dropped on the keyboard.

use std::{fmt::Write as _, time::Instant};

use homeroom::domain::{book::Book, plan::Plan};
use rustix::process::Signal;

use crate::{
    book::{quick_book, unlock},
    counts::{KEYS_AT_ONCE, SIZES_WHILE_TYPING},
    demo::{demo, seen},
    kills::Dice,
    often::{keys, look_into, open, says},
    terminal::{Folder, Session, Start},
};

fn book(folder: &Folder) -> Book {
    let (claimed, keys) = keys(folder);
    claimed.open(keys).unwrap().book
}

#[test]
fn five_hundred_keys_at_once_all_count() {
    let folder = Folder::new();
    let mut session = demo(&folder);
    session.keys(&format!("g{}jjj", "jk".repeat(248)));
    session.until("the cursor on the fourth student", |screen| {
        let text = screen.contents();
        text.lines()
            .position(|line| line.chars().nth(1) == Some('>'))
            == Some(4)
    });
    session.keys("q");
    assert_eq!(session.end().exit_code(), 0);
}

#[test]
fn a_paste_is_text_and_never_keys() {
    let folder = Folder::new();
    let mut session = demo(&folder);
    let before = session.read(seen);
    session.keys("\x1b[200~ccqq\x1b[201~");
    session.keys("e");
    session.see("enter save");
    session.keys("\x1b[200~one\r\ntwo\x1b[31m\x1b[201~");
    session.see("one  two");
    assert_eq!(session.read(seen), before);
    session.keys(&format!("\x1b[200~{}\x1b[201~", "long ".repeat(20_000)));
    session.keys("end");
    session.signal(rustix::process::Signal::TERM);
    session.end();
    session.is_as_before();
}

/// So many letters, different for each number: no word, so that no stock phrase is meant.
fn letters(number: usize, count: usize) -> String {
    let letters = (0..).map(|at| char::from(b'a' + ((at * 7 + at / 26 + number * 5) % 26) as u8));
    letters.take(count).collect()
}

#[test]
fn twenty_thousand_keys_at_once_are_all_written_down() {
    for round in 0..KEYS_AT_ONCE.times() / 20_000 {
        let folder = Folder::new();
        quick_book(&folder);
        let mut session = open(Start::book(&folder), false);
        // A note and a next step for each of the 22 students.
        let mut burst = "g".to_owned();
        for number in 0..22 {
            let (note, next) = (letters(number + round, 480), letters(number + 9, 440));
            write!(burst, "e{note}\t{next}\rj").unwrap();
        }
        assert!(burst.len() > 20_000);
        let start = Instant::now();
        session.keys(&burst);
        session.until("the last of them, saved", |screen| {
            let header = screen
                .contents()
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned();
            seen(screen) == Some(22) && header.contains(" saved ") && !header.contains("saving")
        });
        println!("{} keys in {:?}", burst.len(), start.elapsed());
        session.keys("q");
        session.end();
        let book = book(&folder);
        let mut noted: Vec<(String, String)> = book
            .plans
            .values()
            .flat_map(Plan::check_ins)
            .map(|entry| {
                let next = entry
                    .next
                    .as_ref()
                    .map(|next| next.text.as_str().to_owned());
                (entry.note.as_str().to_owned(), next.unwrap_or_default())
            })
            .collect();
        let mut typed: Vec<(String, String)> = (0..22)
            .map(|number| (letters(number + round, 480), letters(number + 9, 440)))
            .collect();
        noted.sort();
        typed.sort();
        assert_eq!(noted, typed);
    }
}

#[test]
fn a_paste_of_a_million_letters_is_cut_with_a_word_about_it() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut session = open(Start::book(&folder), false);
    session.keys("e");
    session.see("enter save");
    let start = Instant::now();
    session.keys(&format!("\x1b[200~{}\x1b[201~", "long ".repeat(200_000)));
    session.see("left out");
    println!("a million letters in {:?}", start.elapsed());
    session.keys("\r");
    session.until("the note, saved", |screen| {
        let text = screen.contents();
        text.contains("long long") && !text.contains("enter save") && text.contains(" saved ")
    });
    session.keys("q");
    session.end();
    let notes = look_into(&folder).notes;
    assert_eq!(notes, ["long ".repeat(100).trim()]);
}

#[test]
fn a_paste_without_an_end_does_not_lose_what_was_typed() {
    for gone in [true, false] {
        let folder = Folder::new();
        quick_book(&folder);
        let mut session = open(Start::book(&folder), false);
        session.keys("e");
        session.see("enter save");
        session.keys("before it");
        session.see("before it");
        session.keys("\x1b[200~and then nothing ends it\r\rqq");
        if gone {
            // Nothing that is typed is a key any more, so only the reader's own end lets go of the terminal.
            session.resize(30, 90);
            session.hang_up();
        } else {
            session.signal(Signal::TERM);
        }
        session.end();
        assert!(says(look_into(&folder).draft.as_ref(), "before it"));
        let mut session = Start::book(&folder).run();
        unlock(&mut session);
        session.see("What you typed is back");
        session.see("before it");
    }
}

/// One time a letter, four times another window.
#[test]
fn a_window_that_never_rests_does_not_lose_a_letter() {
    for round in 0..SIZES_WHILE_TYPING.times() / 2_000 {
        let folder = Folder::new();
        quick_book(&folder);
        let mut dice = Dice::new(round as u64);
        let mut session = open(Start::book(&folder), false);
        session.keys("e");
        session.see("enter save");
        let typed = letters(round, 400);
        for letter in typed.chars() {
            for _ in 0..5 {
                let (rows, columns) = match dice.below(10) {
                    0 => (1, 1),
                    1 => (60, 250),
                    _ => (1 + dice.below(60) as u16, 1 + dice.below(200) as u16),
                };
                session.resize(rows, columns);
            }
            session.keys(&letter.to_string());
        }
        session.resize(24, 201);
        session.until("the form", |screen| {
            screen.contents().contains("enter save")
        });
        session.keys("\r");
        saved(&session);
        session.keys("q");
        session.end();
        assert_eq!(look_into(&folder).notes, [typed]);
    }
}

fn saved(session: &Session) {
    session.until("a note that is saved", |screen| {
        let text = screen.contents();
        let header = text.lines().next().unwrap_or_default();
        !text.contains("enter save") && header.contains(" saved ")
    });
}
