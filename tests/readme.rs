//! The README shows what the program is: its picture and its keys come from the program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_lossless,
    clippy::format_push_string,
    reason = "a test says what is wrong by failing"
)]

mod counts;
mod driver;

use std::{fs, path::Path};

use driver::Driver;
use homeroom::{
    app::action::{Action, Context},
    keys::Keymap,
    view::{self, Look},
};
use ratatui::{Terminal, backend::TestBackend};

const README: &str = include_str!("../README.md");

/// What stands between two marks.
fn block(name: &str) -> String {
    let begin = format!("<!-- {name} -->\n");
    let end = format!("<!-- end {name} -->");
    let from = README.find(&begin).expect("a mark") + begin.len();
    let to = README[from..].find(&end).expect("an end mark");
    README[from..from + to].to_owned()
}

fn picture() -> String {
    let driver = Driver::practice();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal
        .draw(|frame| view::draw(&driver.model, &Look::default(), frame))
        .unwrap();
    let buffer = terminal.backend().buffer();
    let mut lines = String::from("```text\n");
    for row in buffer.content.chunks(80) {
        let line: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    lines + "```\n"
}

fn keys() -> String {
    let bindings = Keymap::default().bindings();
    let mut text = String::new();
    for (context, title) in [
        (Context::Round, "In the round"),
        (Context::Detail, "In the detail pane, where it differs"),
        (Context::Student, "On a student's page, where it differs"),
        (
            Context::Glance,
            "Looking at the group at a glance, where it differs",
        ),
        (Context::Import, "Looking at a roster"),
        (Context::Groups, "In the list of groups"),
        (Context::RollOver, "Before a new school year"),
        (Context::FollowUps, "In the list of graduates"),
        (Context::Items, "In the school's own checklist"),
        (Context::Places, "In the list of places to go"),
    ] {
        let mut rows: Vec<(Action, Vec<&str>)> = Vec::new();
        for (action, key) in bindings.in_context(context) {
            let round = bindings.keys_of(Context::Round, action);
            let differs = context == Context::Round || !round.contains(&key);
            match rows.iter_mut().find(|(known, _)| *known == action) {
                Some((_, keys)) if differs => keys.push(key),
                None if differs => rows.push((action, vec![key])),
                _ => {}
            }
        }
        if rows.is_empty() {
            continue; // nothing that the round does not have as well
        }
        text += &format!("{title}:\n\n| key | what it does |\n|---|---|\n");
        for (action, keys) in rows {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            match action {
                Action::Tick(1) => text += &format!("| `1` to `9` | {} |\n", action.doc()),
                Action::Tick(_) => {}
                _ => text += &format!("| {} | {} |\n", keys.join(" "), action.doc()),
            }
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_picture_is_the_program() {
    assert_eq!(block("picture"), picture(), "\nwanted:\n{}", picture());
}

/// A figure as people write it.
fn grouped(figure: usize) -> String {
    match (figure / 1_000, figure % 1_000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{},{rest:03}", grouped(thousands)),
    }
}

fn counts() -> String {
    let mut text = String::from(
        "| what is tried | tries | what may not happen | happened | again: `cargo test --test` |\n|---|---|---|---|---|\n",
    );
    for count in counts::ALL {
        let (tried, none, once) = (count.tried, count.none, grouped(count.once));
        text.push_str(&format!(
            "| {tried} | {once} | {none} | 0 | `{} {}` |\n",
            count.suite, count.test
        ));
    }
    text
}

#[test]
fn the_table_of_tries_is_the_one_of_the_suites() {
    assert_eq!(block("counts"), counts(), "\nwanted:\n{}", counts());
}

#[test]
fn the_keys_are_the_key_map() {
    assert_eq!(block("keys"), keys(), "\nwanted:\n{}", keys());
}

/// The sections in which something is promised; the others say how to begin, or are made by the tests themselves.
const PROMISES: [&str; 7] = [
    "A period",
    "The plan",
    "The school's own checklist",
    "Without a screen, and for every eye",
    "Where the file lies, and how it is protected",
    "What a family may ask for",
    "When something is wrong",
];

/// Paragraphs, points of a list and rows of a table, without code, headings and what only leads on to them.
fn sentences(section: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut in_code = false;
    for line in section.lines() {
        let is_fence = line.starts_with("```");
        in_code ^= is_fence;
        if is_fence || in_code || line.is_empty() || line.starts_with('#') {
            found.push(String::new());
        } else if line.starts_with(['-', '|']) {
            found.push(line.to_owned());
        } else {
            *found.last_mut().unwrap() += &format!("{line}\n");
        }
    }
    let leads_on = |said: &String| {
        said.trim_end().ends_with(':')
            || said.starts_with("|---")
            || said.starts_with("| what |")
            || said.starts_with("| command |")
    };
    found.retain(|said| !said.is_empty() && !leads_on(said));
    found
}

fn section(title: &str) -> &'static str {
    let from = README.find(&format!("\n## {title}\n")).expect(title) + 1;
    let rest = &README[from..];
    rest.find("\n## ").map_or(rest, |to| &rest[..to])
}

/// The tests that hold what is said.
fn held_by(said: &str) -> Vec<&str> {
    let notes = said
        .match_indices("<!-- test: ")
        .map(|(at, mark)| &said[at + mark.len()..]);
    notes
        .filter_map(|rest| rest.split_once(" -->"))
        .flat_map(|(names, _)| names.split(", "))
        .collect()
}

/// Every line of code under a folder.
fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|end| end == "rs") {
            *text += &fs::read_to_string(path).unwrap();
        }
    }
}

#[test]
fn every_promise_names_the_tests_that_hold_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    for folder in ["src", "tests"] {
        sources(&root.join(folder), &mut code);
    }
    for said in PROMISES
        .into_iter()
        .flat_map(|title| sentences(section(title)))
    {
        let is_warning = said.starts_with("Not protected: ");
        assert!(
            is_warning || !held_by(&said).is_empty(),
            "no test is named for:\n{said}"
        );
    }
    for name in held_by(README) {
        assert!(
            code.contains(&format!("fn {name}(")),
            "there is no test {name}"
        );
    }
}

#[test]
fn it_opens_with_the_two_commands() {
    let start: Vec<&str> = README
        .lines()
        .filter(|line| line.starts_with("cargo "))
        .take(2)
        .collect();
    assert!(start[0].starts_with("cargo run --release -- demo"));
    assert!(start[1].starts_with("cargo test"));
}
