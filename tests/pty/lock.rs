//! The lock of the real program: when it comes, that nothing of the book stays, and that what was typed comes back.
//!
//! The shortest wait that an adviser can set is a minute, so one test waits for it.

use rustix::process::Signal;

use crate::{
    book::{quick_book, unlock},
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

#[cfg(target_os = "linux")]
fn holds_nothing(session: &Session) {
    for mark in ["Tester", TYPED, "five unrelated words"] {
        let found = session.count_in_memory(mark.as_bytes());
        assert_eq!(found, Some(0), "{mark:?} is in the memory of the process");
    }
}

#[cfg(not(target_os = "linux"))]
fn holds_nothing(_: &Session) {}

#[test]
fn a_locked_program_holds_nothing_of_the_book_in_its_memory() {
    let folder = Folder::new();
    let mut session = open(&folder);
    half_a_note(&mut session);
    #[cfg(target_os = "linux")]
    if let Some(found) = session.count_in_memory(b"Tester") {
        assert!(found > 0, "the search finds nothing at all");
    }
    session.keys("\x0c");
    is_locked(&session);
    if cfg!(target_os = "linux") {
        holds_nothing(&session);
    }
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
    session.stop_reading();
    for round in 0..2000 {
        session.resize(60, 199 + round % 2);
        session.keys("j");
        match session.waits_for_terminal() {
            Some(true) => break,
            Some(false) => std::thread::yield_now(),
            None => {}
        }
    }
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
