//! The practice group: start, move, tick, leave; windows of all sizes.

use homeroom::exchange::{catalog::default_catalog, practice::practice};

use crate::terminal::{Folder, Session, Start};

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
pub fn seen(screen: &vt100::Screen) -> Option<u32> {
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
