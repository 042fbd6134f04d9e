//! The system ends or stops the program, or the terminal is gone.

use rustix::process::Signal;

use crate::{
    demo::{assert_nobody, check_in, demo, names},
    terminal::{Folder, Start},
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
    session.stop_reading();
    // Until the main thread hangs in a write, where the system tells that.
    for round in 0..2000 {
        session.resize(60, 199 + round % 2);
        session.keys("j");
        match session.waits_for_terminal() {
            Some(true) => break,
            Some(false) => std::thread::yield_now(),
            None => {}
        }
    }
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
