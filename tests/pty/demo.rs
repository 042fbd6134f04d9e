//! The practice group: start, move, tick, leave; windows of all sizes; places where the program cannot run.

use std::process::{Command, Stdio};

use homeroom::exchange::{catalog::default_catalog, practice::practice};

use crate::terminal::{Folder, Session, Start, surroundings};

/// Starts the practice group and waits for its first frame.
pub fn demo(folder: &Folder) -> Session {
    let session = Start::with(folder, &["demo"]).run();
    session.see("PRACTICE");
    session
}

/// Checks the student at the cursor in, and waits until that is on the disk.
pub fn check_in(session: &mut Session) {
    let before = session.read(seen);
    session.keys("c");
    session.until("a check-in that is saved", |screen| {
        let header = screen
            .contents()
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned();
        seen(screen) == before.map(|count| count + 1)
            && header.contains(" saved ")
            && !header.contains("saving")
    });
}

/// How many were seen, by the header.
fn seen(screen: &vt100::Screen) -> Option<u32> {
    let text = screen.contents();
    let (before, _) = text.lines().next()?.split_once(" seen")?;
    before.rsplit(' ').next()?.parse().ok()
}

/// Family names of the practice group that are no other word.
pub fn names() -> Vec<String> {
    let today = jiff::civil::date(2025, 10, 14);
    let students = practice(&default_catalog(), today).book.students;
    let names: Vec<String> = students
        .values()
        .map(|student| student.name.last.as_str().to_owned())
        .filter(|name| name.chars().count() > 2)
        .collect();
    assert!(names.len() > 15, "{names:?}");
    names
}

/// Asserts that none of these names is in the text.
pub fn assert_nobody(text: &str) {
    for name in names() {
        assert!(!text.contains(&name), "{name} is shown:\n{text}");
    }
}

#[test]
fn the_practice_group_opens_takes_acts_and_leaves_the_terminal_as_it_was() {
    let folder = Folder::new();
    let mut session = demo(&folder);
    assert!(names().iter().any(|name| session.screen().contains(name)));
    check_in(&mut session);
    session.keys("q");
    assert_eq!(session.end().exit_code(), 0);
    session.is_as_before();
    assert_nobody(&session.screen());
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "something was left behind");
}

#[test]
fn the_title_of_the_window_names_the_program_and_nobody() {
    let folder = Folder::new();
    let mut session = demo(&folder);
    session.keys("jjq");
    session.end();
    let written = String::from_utf8_lossy(&session.written()).into_owned();
    let titles: Vec<&str> = written
        .split("\x1b]")
        .skip(1)
        .filter_map(|rest| rest.split(['\x07', '\x1b']).next())
        .collect();
    assert!(!titles.is_empty());
    assert!(
        titles.iter().all(|title| title.ends_with(";Homeroom")),
        "{titles:?}"
    );
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

#[test]
fn a_window_of_ten_by_three_says_what_is_needed_and_grows_back() {
    let folder = Folder::new();
    let mut session = Start::with(&folder, &["demo"]).size(3, 10).run();
    session.see("20 x");
    assert_nobody(&session.screen());
    session.resize(24, 80);
    session.see("PRACTICE");
    session.resize(1, 1);
    session.resize(60, 200);
    session.see("PRACTICE");
    session.keys("q");
    assert_eq!(session.end().exit_code(), 0);
    session.is_as_before();
}

#[test]
fn without_color_and_with_plain_letters_only_names_have_others() {
    let folder = Folder::new();
    let mut session = Start::with(&folder, &["demo"])
        .variable("NO_COLOR", "1")
        .variable("LANG", "C")
        .run();
    session.see("PRACTICE");
    let written = String::from_utf8_lossy(&session.written()).into_owned();
    let styles = written
        .split("\x1b[")
        .filter_map(|part| Some(part.split_once('m')?.0))
        .filter(|part| part.bytes().all(|b| b.is_ascii_digit() || b == b';'))
        .flat_map(|part| part.split(';'));
    for style in styles {
        let number: u8 = style.parse().unwrap_or_default();
        let is_color = matches!(number, 30..=38 | 40..=48 | 90..=107);
        assert!(!is_color, "the color {number} was set");
    }
    assert!(!session.screen().contains('\u{2502}'), "a line was drawn");
    session.keys("q");
    session.end();
}

#[test]
fn a_terminal_that_cannot_place_its_cursor_gets_lines() {
    let folder = Folder::new();
    let mut session = Start::with(&folder, &["demo"])
        .variable("TERM", "dumb")
        .run();
    session.see("to go");
    session.keys("q\n");
    assert_eq!(session.end().exit_code(), 0);
    let written = session.written();
    assert!(!written.contains(&0x1b), "an escape was written");
}

#[test]
fn without_a_terminal_there_is_a_sentence_and_no_screen() {
    let folder = Folder::new();
    for arguments in [&["demo"][..], &[]] {
        let said = Command::new(env!("CARGO_BIN_EXE_homeroom"))
            .args(arguments)
            .env_clear()
            .envs(surroundings(&folder))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(said.status.code(), Some(2));
        assert_eq!(said.stdout, b"");
        let text = String::from_utf8(said.stderr).unwrap();
        assert!(text.starts_with("Homeroom needs a terminal"), "{text}");
    }
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "something was made");
}
