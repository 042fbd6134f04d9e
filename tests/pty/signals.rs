//! The system ends or stops the program, or the terminal is gone.

use rustix::process::Signal;

use std::{sync::Mutex, thread, time::Duration};

use homeroom::store::Cost;

use crate::{
    book::{PASSPHRASE, book, type_passphrase},
    counts::{HANG_UPS, SIGNALS, STOPS, STOPS_WHILE_OPENING},
    demo::{assert_nobody, check_in, demo, names},
    kills::{Dice, side_by_side},
    often::{NAME, NOTED, look_into, note, often, open, says, wander},
    terminal::{Folder, Session, Start},
};

#[test]
fn a_signal_to_end_gives_the_terminal_back() {
    for (signal, number) in [
        (Signal::TERM, 15),
        (Signal::INT, 2),
        (Signal::HUP, 1),
        (Signal::QUIT, 3),
    ] {
        let folder = Folder::new();
        let mut session = demo(&folder);
        check_in(&mut session);
        session.signal(signal);
        assert_eq!(session.end().exit_code(), 128 + number, "{signal:?}");
        session.is_as_before();
        assert_nobody(&session.screen());
    }
}

#[test]
fn a_terminal_that_is_closed_ends_the_program() {
    for controls in [true, false] {
        let folder = Folder::new();
        let mut start = Start::with(&folder, &["demo"]);
        start.controls = controls;
        let mut session = start.run();
        session.see("PRACTICE");
        session.hang_up();
        assert_eq!(session.end().exit_code(), 129, "signal: {controls}");
    }
}

#[test]
fn a_terminal_that_takes_no_output_cannot_keep_the_program() {
    let folder = Folder::new();
    let mut session = Start::with(&folder, &["demo"]).size(60, 200).run();
    session.see("PRACTICE");
    session.hang_in_a_write();
    session.signal(Signal::TERM);
    assert_eq!(session.end().exit_code(), 128 + 15);
}

#[test]
fn a_stop_leaves_nothing_on_the_screen_and_comes_back_neutral() {
    let folder = Folder::new();
    let mut session = demo(&folder);
    session.signal(Signal::TSTP);
    session.stopped();
    session.is_as_before();
    assert_nobody(&session.screen());
    session.signal(Signal::CONT);
    session.until("the program's page", vt100::Screen::alternate_screen);
    session.see("Homeroom");
    assert_nobody(&session.screen());
    session.keys(" ");
    session.see("PRACTICE");
    session.keys("q");
    assert_eq!(session.end().exit_code(), 0);
    session.is_as_before();
}

#[test]
fn a_stop_from_the_palette_is_the_same() {
    let folder = Folder::new();
    let mut session = demo(&folder);
    session.keys(":");
    session.keys("suspend");
    session.see("suspend");
    session.keys("\r");
    session.stopped();
    session.is_as_before();
    assert_nobody(&session.screen());
    session.signal(Signal::CONT);
    session.until("the program's page", vt100::Screen::alternate_screen);
    assert_nobody(&session.screen());
    session.keys(" ");
    session.see("PRACTICE");
}

#[test]
fn a_stop_that_cannot_be_caught_comes_back_neutral() {
    let folder = Folder::new();
    let session = demo(&folder);
    session.signal(Signal::STOP);
    session.stopped();
    session.signal(Signal::CONT);
    let names = names();
    session.until("a neutral page", |screen| {
        let text = screen.contents();
        text.contains("Homeroom") && !names.iter().any(|name| text.contains(name))
    });
}

const ENDS: [(Signal, u32); 4] = [
    (Signal::TERM, 15),
    (Signal::INT, 2),
    (Signal::HUP, 1),
    (Signal::QUIT, 3),
];

fn shows_nobody(session: &Session) {
    let screen = session.screen();
    for mark in [NAME, NOTED] {
        assert!(!screen.contains(mark), "{mark} is shown:\n{screen}");
    }
}

#[test]
fn a_signal_at_any_moment_gives_the_terminal_back_and_loses_nothing() {
    often(&SIGNALS, &|folder, dice, number, draft| {
        let (signal, code) = ENDS[(number / 4) as usize % 4];
        let mut noted = Vec::new();
        let session = if dice.below(6) > 0 {
            let mut session = open(Start::book(folder), draft);
            noted.push(format!("{NOTED}{number}end"));
            note(&mut session, dice, &noted[0]);
            wander(&mut session, dice);
            session
        } else {
            let mut session = Start::book(folder).run();
            session.see("Passphrase");
            type_passphrase(&mut session);
            thread::sleep(dice.moment(Duration::from_millis(60))); // this moment is what is tested
            session
        };
        session.signal(signal);
        assert_eq!(session.end().exit_code(), 128 + code, "{signal:?}");
        session.is_as_before();
        shows_nobody(&session);
        noted
    });
}

#[test]
fn a_terminal_that_is_closed_at_any_moment_ends_the_program_and_loses_nothing() {
    let most = Mutex::new((Duration::ZERO, Duration::ZERO));
    often(&HANG_UPS, &|folder, dice, number, draft| {
        let mut start = Start::book(folder);
        start.controls = number % 8 < 4; // with the signal, and without
        let mut session = open(start, draft);
        let noted = format!("{NOTED}{number}end");
        note(&mut session, dice, &noted);
        let half = (dice.below(2) == 0).then(|| format!("half{number}"));
        match &half {
            Some(words) => {
                session.keys("G+");
                session.see("Add a student");
                session.keys(words);
                session.see(words);
            }
            None => wander(&mut session, dice),
        }
        session.hang_up();
        let (status, taken, used) = session.end_measured();
        assert_eq!(status.exit_code(), 129);
        assert!(used < Duration::from_millis(500), "it used {used:?}");
        let mut most = most.lock().unwrap();
        *most = (most.0.max(taken), most.1.max(used));
        drop(most);
        if let Some(words) = half {
            assert!(
                says(look_into(folder).draft.as_ref(), &words),
                "{words} is lost"
            );
        }
        vec![noted]
    });
    let (taken, used) = *most.lock().unwrap();
    println!("gone after {taken:?} at most, with {used:?} of the machine");
}

#[test]
fn stops_and_returns_show_nobody_and_lose_nothing() {
    often(&STOPS, &|folder, dice, number, draft| {
        let mut session = open(Start::book(folder), draft);
        let noted = format!("{NOTED}{number}end");
        note(&mut session, dice, &noted);
        wander(&mut session, dice);
        let signal = if number % 8 < 4 {
            Signal::TSTP
        } else {
            Signal::STOP
        };
        session.signal(signal);
        session.stopped();
        if signal == Signal::TSTP {
            session.is_as_before();
            shows_nobody(&session);
        }
        session.signal(Signal::CONT);
        session.until("the question, and nobody", |screen| {
            let text = screen.contents();
            text.contains("Passphrase") && !text.contains(NAME) && !text.contains(NOTED)
        });
        type_passphrase(&mut session);
        session.see("Tester0");
        session.signal(Signal::TERM);
        session.end();
        vec![noted]
    });
}

#[test]
fn a_stop_while_the_passphrase_is_looked_at_opens_nothing_for_whoever_goes_on() {
    let work = Cost {
        memory: 16 * 1024,
        passes: 2,
        lanes: 1,
    };
    side_by_side(STOPS_WHILE_OPENING.times() as u64, |number| {
        let folder = Folder::new();
        book(&folder, work, 3);
        let mut dice = Dice::new(number);
        let mut session = Start::book(&folder).run();
        session.see("Passphrase");
        session.keys(PASSPHRASE);
        session.until("the whole line", |screen| {
            screen.contents().contains(&"*".repeat(PASSPHRASE.len()))
        });
        session.keys("\r");
        thread::sleep(dice.moment(Duration::from_millis(150))); // this moment is what is tested
        let signal = if number % 8 < 4 {
            Signal::TSTP
        } else {
            Signal::STOP
        };
        session.signal(signal);
        session.stopped();
        thread::sleep(Duration::from_millis(30)); // what was written before the stop is read by then
        let before = session.written().len();
        session.signal(Signal::CONT);
        session.until_written(before, "\x1b[?1049h");
        session.until("a page that waits", |screen| {
            let text = screen.contents();
            text.contains("any key") || (text.contains("Passphrase") && !text.contains("Opening"))
        });
        session.keys(" ");
        session.until("the question", |screen| {
            let text = screen.contents();
            text.contains("Passphrase") && !text.contains("Opening")
        });
        let written = session.written();
        let since = String::from_utf8_lossy(&written[before..]).into_owned();
        assert!(!since.contains(NAME), "{signal:?} opened the book");
        session.keys("\x15");
        type_passphrase(&mut session);
        session.see("Tester0");
    });
}
