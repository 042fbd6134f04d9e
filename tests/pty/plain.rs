//! The conversation in lines: in a pipe, at a terminal, at one that can do nothing.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use crate::terminal::{Folder, Start, surroundings};

/// What the program prints when these lines come in through a pipe.
fn piped(folder: &Folder, variables: &[(&str, &str)], arguments: &[&str], lines: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_homeroom"))
        .args(arguments)
        .env_clear()
        .envs(surroundings(folder))
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may have left before the last line.
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}\n{errors}");
    assert!(!said.contains('\u{1b}'), "{said:?}");
    said
}

#[test]
fn in_a_pipe_a_round_is_held_in_lines() {
    let folder = Folder::new();
    let said = piped(&folder, &[], &["--plain", "demo"], "c\na\nu\nr\nesc\nq\n");
    for wanted in ["Round of", "Checked in", "u undo", "to go"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
}

#[test]
fn it_is_asked_for_by_a_variable_and_ends_when_nothing_more_comes() {
    let folder = Folder::new();
    let said = piped(&folder, &[("ACCESSIBLE", "1")], &["demo"], "c\n");
    assert!(said.contains("Checked in"), "{said}");
}

#[test]
fn a_passphrase_is_not_shown_and_ctrl_c_gives_the_terminal_back() {
    let folder = Folder::new();
    let mut session = Start::with(&folder, &["--plain"]).run();
    session.see("File");
    session.keys("\n");
    session.see("Passphrase");
    session.keys("five unrelated words of mine\n");
    session.see("Once more");
    let written = String::from_utf8(session.written()).unwrap();
    assert!(!written.contains("unrelated"), "{written}");
    assert!(!written.contains('\u{1b}'), "{written:?}");
    session.keys("\u{3}");
    session.end();
    session.is_as_before();
}

#[test]
fn a_theme_is_asked_for_or_chosen_and_kept() {
    let folder = Folder::new();
    let white = |screen: &vt100::Screen| {
        let cell = screen.cell(2, 60);
        cell.is_some_and(|cell| cell.bgcolor() == vt100::Color::Rgb(0, 0, 0))
    };
    let mut asked = Start::with(&folder, &["--theme", "high-contrast", "demo"]).run();
    asked.until("the high-contrast theme", white);
    asked.keys("q");
    asked.end();
    let mut session = Start::with(&folder, &["demo"]).run();
    session.see("check in");
    assert!(!session.read(white));
    session.keys(":theme\r");
    session.see("How should the screen look");
    session.keys("2");
    session.until("the high-contrast theme", white);
    session.keys("q");
    session.end();
    let again = Start::with(&folder, &["demo"]).run();
    again.until("the high-contrast theme", white);
}
