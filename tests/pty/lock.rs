//! The lock of the real program: when it comes, that nothing of the book stays, and that what was typed comes back.
//!
//! The shortest wait that an adviser can set is a minute, so one test waits for it.

use std::{
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use homeroom::store::{BookKeys, Cost};
use rustix::process::Signal;

use crate::{
    book::{book, quick_book, unlock},
    counts::{LOCKS, LOCKS_IN_TIME},
    kills::SIDE_BY_SIDE,
    marks::Marks,
    often::{self, keys},
    terminal::{Folder, Session, Start},
};

/// Marks that are in the book and in nothing else; the first are names of the quick book, the last is typed.
const TYPED: &str = "zebrafish";

fn open(folder: &Folder) -> Session {
    quick_book(folder);
    let mut session = Start::book(folder).run();
    unlock(&mut session);
    session.see("Tester0");
    session
}

/// Begins a note and does not take it.
fn half_a_note(session: &mut Session) {
    session.keys("e");
    session.see("enter save");
    session.keys(TYPED);
    session.see(TYPED);
}

fn is_locked(session: &Session) {
    session.until("the question, and nobody", |screen| {
        let text = screen.contents();
        text.contains("Passphrase") && !text.contains("Tester") && !text.contains(TYPED)
    });
}

/// What was typed is back on the screen, and can be taken.
fn comes_back(session: &mut Session) {
    unlock(session);
    session.see("What you typed is back");
    session.see(TYPED);
    session.keys("\r");
    session.until("the note, saved", |screen| {
        let text = screen.contents();
        text.contains(TYPED) && !text.contains("enter save") && text.contains(" saved ")
    });
}

fn holds_nothing(session: &Session) {
    let marks = Marks::new(&["Tester", TYPED, "five unrelated words"]);
    for part in session.memory().iter().flatten() {
        assert_eq!(marks.in_bytes(part), [""; 0]);
    }
}

#[test]
fn a_locked_program_holds_nothing_of_the_book_in_its_memory() {
    let folder = Folder::new();
    let mut session = open(&folder);
    half_a_note(&mut session);
    session.keys("\x0c");
    is_locked(&session);
    holds_nothing(&session);
    comes_back(&mut session);
    session.keys("q");
    assert_eq!(session.end().exit_code(), 0);
    session.is_as_before();
    assert!(!session.screen().contains("Tester"));
}

#[test]
fn a_minute_without_a_key_warns_and_then_locks() {
    let folder = Folder::new();
    let mut session = open(&folder);
    session.keys(":");
    session.keys("lock after");
    session.see("lock after");
    session.keys("\r");
    session.see("1 to 30");
    session.keys("\x151\r");
    session.until("the setting, saved", |screen| {
        let text = screen.contents();
        !text.contains("1 to 30") && text.contains(" saved ")
    });
    half_a_note(&mut session);
    session.see_within("locks in 20 seconds", 55);
    session.see_within("Passphrase", 35);
    is_locked(&session);
    holds_nothing(&session);
    comes_back(&mut session);
}

#[test]
fn a_stop_locks_before_it_stops() {
    let folder = Folder::new();
    let mut session = open(&folder);
    half_a_note(&mut session);
    session.signal(Signal::TSTP);
    session.stopped();
    session.is_as_before();
    assert!(!session.screen().contains("Tester"));
    holds_nothing(&session);
    session.signal(Signal::CONT);
    is_locked(&session);
    comes_back(&mut session);
}

#[test]
fn a_stop_that_cannot_be_caught_locks_when_it_goes_on() {
    let folder = Folder::new();
    let mut session = open(&folder);
    half_a_note(&mut session);
    session.signal(Signal::STOP);
    session.stopped();
    session.signal(Signal::CONT);
    is_locked(&session);
    comes_back(&mut session);
}

#[test]
fn a_half_typed_note_survives_the_end_of_the_program() {
    for signal in [Signal::TERM, Signal::HUP] {
        let folder = Folder::new();
        let mut session = open(&folder);
        half_a_note(&mut session);
        session.signal(signal);
        session.end();
        let mut session = Start::book(&folder).run();
        comes_back(&mut session);
    }
}

#[test]
fn a_half_typed_note_survives_the_end_of_the_terminal() {
    for controls in [true, false] {
        let folder = Folder::new();
        quick_book(&folder);
        let mut start = Start::book(&folder);
        start.controls = controls;
        let mut session = start.run();
        unlock(&mut session);
        session.see("Tester0");
        half_a_note(&mut session);
        session.hang_up();
        session.end();
        let mut session = Start::book(&folder).run();
        comes_back(&mut session);
    }
}

#[test]
fn it_locks_also_while_the_loop_hangs() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut session = Start::book(&folder).size(60, 200).run();
    unlock(&mut session);
    session.see("Tester0");
    session.hang_in_a_write();
    session.signal(Signal::TSTP); // the watchdog locks for every reason in the same way
    session.stopped();
    holds_nothing(&session);
}

/// Nothing is unlocked in half a second only by leaving the work of the passphrase out.
#[test]
fn a_wrong_passphrase_is_said_to_wait_and_the_right_one_is_taken_after_it() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut session = Start::book(&folder).run();
    session.see("Passphrase");
    session.keys("not the words of this book\r");
    session.see("The next try is taken in");
    session.keys("not these words either\r");
    session.see("Opening in");
    session.see("does not open the book");
    session.see("The next try is taken in 3"); // it was two, and a part of a second
    unlock(&mut session);
    session.see("0 seen");
}

/// Whether one of the keys stands in the memory of the process.
fn has_key(session: &Session, keys: &BookKeys) -> bool {
    session
        .memory()
        .iter()
        .flatten()
        .any(|part| keys.are_in(part))
}

#[test]
fn after_many_locks_neither_names_nor_keys_are_in_memory_and_what_was_typed_comes_back() {
    let each = LOCKS.times().div_ceil(SIDE_BY_SIDE as usize);
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                let folder = Folder::new();
                quick_book(&folder);
                let keys = keys(&folder).1;
                let mut session = often::open(Start::book(&folder), false);
                match session.memory() {
                    Some(_) => assert!(has_key(&session, &keys), "the search finds nothing"),
                    None => println!("skipped: the memory of a process cannot be read here"),
                }
                for _ in 0..each {
                    half_a_note(&mut session);
                    session.keys("\x0c");
                    is_locked(&session);
                    holds_nothing(&session);
                    assert!(!has_key(&session, &keys), "a key is in memory");
                    unlock(&mut session);
                    session.see("What you typed is back");
                    session.see(TYPED);
                    session.keys("\x1b");
                    session.until("the round", |screen| {
                        !screen.contents().contains("enter save")
                    });
                }
            });
        }
    });
}

/// A book that locks after a minute, its last key just pressed; every second one with a loop that hangs in a write.
fn last_key(folder: &Folder, number: usize) -> (Session, Instant, Option<String>) {
    book(folder, Cost::CHEAP, 1);
    let mut session = Start::book(folder).size(60, 200).run();
    unlock(&mut session);
    session.see("Tester0");
    half_a_note(&mut session);
    if number % 2 == 1 {
        session.hang_in_a_write();
    }
    session.keys("x");
    let program = session.program();
    (session, Instant::now(), program)
}

#[test]
fn a_minute_after_the_last_key_the_book_is_locked_also_where_the_loop_hangs() {
    let folders: Vec<Folder> = (0..LOCKS_IN_TIME.times()).map(|_| Folder::new()).collect();
    let late = Mutex::new(Duration::ZERO);
    thread::scope(|scope| {
        for (number, folder) in folders.iter().enumerate() {
            let late = &late;
            scope.spawn(move || {
                let (session, last, program) = last_key(folder, number);
                let Some(program) = program else {
                    println!("skipped: the system does not tell when a program begins anew");
                    return;
                };
                let limit = Duration::from_secs(60);
                while session.program() == Some(program.clone()) {
                    assert!(last.elapsed() < limit * 2, "it is not locked");
                    thread::sleep(Duration::from_millis(5)); // that moment is what is looked for
                }
                let mut late = late.lock().unwrap();
                *late = (*late).max(last.elapsed().saturating_sub(limit));
                drop(late);
                holds_nothing(&session);
                session.signal(Signal::KILL);
                session.end();
                assert!(often::says(often::look_into(folder).draft.as_ref(), TYPED));
            });
        }
    });
    println!("locked {:?} after the minute at most", late.lock().unwrap());
}
