//! The program as a conversation, as transcripts: what is typed stands behind `< `, below it what is said.
//!
//! A transcript under `tests/plain/` begins with the kind of desk. `? ` before a question, `...` stands for anything in a line, and alone for any number of lines. All of it
//! goes through the real key map and the real update.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod driver;

use std::{fs, path::Path};

use driver::{Driver, TODAY};
use homeroom::{
    app::{
        action::{Action, Context},
        effect::{Effect, Opened, Outcome},
        screen::{Screen, gate::Gate},
        update::context,
    },
    domain::date::DateTime,
    exchange,
    keys::Keymap,
    run::{
        plain::conversation::{Conversation, Outside},
        worker::Worker,
    },
    store::Cost,
};
use jiff::ToSpan;

/// Acknowledges what is saved.
struct Acknowledged;

impl Outside for Acknowledged {
    fn perform(&mut self, effect: Effect) -> Vec<Outcome> {
        match effect {
            Effect::Save(entry) => vec![Outcome::Saved {
                through: entry.seq,
                at: TODAY.at(10, 0, 0, 0),
            }],
            _ => Vec::new(),
        }
    }
}

/// The real worker, in line.
struct Real(Worker);

impl Outside for Real {
    fn perform(&mut self, effect: Effect) -> Vec<Outcome> {
        self.0.perform(effect)
    }
}

fn practice() -> Conversation {
    Conversation::new(Driver::practice().model, Keymap::default())
}

/// Takes lines one after the other; what was said, with the questions between.
fn talk(conversation: &mut Conversation, outside: &mut impl Outside, lines: &[&str]) -> String {
    let mut said = conversation.begin();
    for line in lines {
        let question = conversation.question();
        said.extend(question.choices);
        said.push(format!("? {}", question.text.trim_end()));
        said.push(format!("< {line}"));
        said.extend(conversation.take(line, outside));
    }
    said.join("\n")
}

/// Whether a line is as it was wanted; `...` stands for anything.
fn fits(wanted: &str, said: &str) -> bool {
    match wanted.split_once("...") {
        None => wanted == said,
        Some((before, rest)) => said.strip_prefix(before).is_some_and(|said| {
            rest.is_empty()
                || (0..=said.len()).any(|at| said.get(at..).is_some_and(|s| fits(rest, s)))
        }),
    }
}

/// Whether all lines are; a line `...` stands for any number of lines.
fn all_fit(wanted: &[&str], said: &[&str]) -> bool {
    match (wanted.split_first(), said.split_first()) {
        (None, None) => true,
        (Some((&"...", rest)), _) => (0..=said.len()).any(|at| all_fit(rest, &said[at..])),
        (Some((first, wanted)), Some((line, said))) => fits(first, line) && all_fit(wanted, said),
        _ => false,
    }
}

fn transcript(name: &str, conversation: &mut Conversation, outside: &mut impl Outside) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/plain/{name}.txt"));
    let wanted = fs::read_to_string(path).unwrap();
    let wanted: Vec<&str> = wanted.lines().filter(|line| !line.is_empty()).collect();
    let typed: Vec<&str> = wanted
        .iter()
        .filter_map(|line| line.strip_prefix('<'))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let said = talk(conversation, outside, &typed);
    let lines: Vec<&str> = said.lines().collect();
    assert!(all_fit(&wanted, &lines), "{name}:\n{said}");
}

#[test]
fn a_round_is_held_line_by_line() {
    transcript("round", &mut practice(), &mut Acknowledged);
}

#[test]
fn a_goal_and_a_part_of_the_plan_are_asked_for_field_by_field() {
    transcript("plan", &mut practice(), &mut Acknowledged);
}

#[test]
fn the_palette_is_a_list_with_numbers() {
    transcript("palette", &mut practice(), &mut Acknowledged);
}

#[test]
fn undo_timeline_and_recap_are_said() {
    transcript("timeline", &mut practice(), &mut Acknowledged);
}

#[test]
fn the_page_for_other_eyes_and_the_blank_page_name_nobody_else() {
    let mut conversation = practice();
    let said = talk(&mut conversation, &mut Acknowledged, &["/bell", "o"]);
    let turned = said.rsplit_once("< o").unwrap().1;
    let desk = conversation.model.desk.as_ref().unwrap();
    for student in desk.book.students.values() {
        let last = student.name.last.as_str();
        assert_eq!(turned.contains(last), last == "Bell", "{turned}");
    }
    let blank = conversation.take("b", &mut Acknowledged);
    assert_eq!(blank, ["Homeroom. Any line comes back."]);
}

fn now() -> DateTime {
    TODAY.at(10, 0, 0, 0)
}

/// A folder that is gone afterwards.
struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_book_is_made_filled_locked_and_unlocked() {
    let path = std::env::temp_dir().join(format!("homeroom-plain-{}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    let folder = Folder(path);
    let file = folder.0.join("group.homeroom");
    let roster = folder.0.join("list.csv");
    fs::write(
        &roster,
        "Last name,First name,Grade\nBell,Tyrone,11\nCho,Min,6\n",
    )
    .unwrap();
    let gate = Gate::make(file.to_str().unwrap().to_owned(), Vec::new());
    let mut conversation = Conversation::new(Driver::at(gate, now()).model, Keymap::default());
    let mut outside = Real(Worker::new(file.clone()).with(now, Cost::CHEAP));
    let mut said = conversation.begin();
    let mut answers = 0;
    while conversation.model.desk.is_none() && answers < 30 {
        answers += 1;
        let question = conversation.question().text;
        let key = match conversation.model.top() {
            Some(Screen::Gate(gate)) => gate.groups().into_iter().map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let answer = if question.starts_with("Passphrase") || question.starts_with("Once more") {
            "five unrelated words of mine".to_owned()
        } else if question.starts_with("Your name") {
            "Ms. Reed".to_owned()
        } else if let Some(number) = question.strip_prefix("Group ") {
            let number: usize = number.split(' ').next().unwrap().parse().unwrap();
            key[number - 1].clone()
        } else {
            String::new()
        };
        said.extend(conversation.take(&answer, &mut outside));
    }
    assert!(conversation.model.desk.is_some(), "{said:#?}");
    assert!(
        said.iter().any(|line| line.starts_with("Group 8: ")),
        "{said:#?}"
    );
    let roster = roster.to_str().unwrap().to_owned();
    let lines = ["204", "2", &roster, "", "c", "1"];
    for line in lines {
        said.extend(conversation.take(line, &mut outside));
    }
    let all = said.join("\n");
    for wanted in ["Not saved yet", "Tyrone Bell", "Checked in", "Ticked"] {
        assert!(all.contains(wanted), "{wanted}:\n{all}");
    }
    conversation.take("lock now", &mut outside);
    assert!(conversation.model.desk.is_none());
    assert!(conversation.question().is_secret);
    let wrong = conversation.take("not the passphrase", &mut outside);
    assert!(
        conversation.model.desk.is_none() && !wrong.is_empty(),
        "{wrong:?}"
    );
    let later = conversation.model.now.saturating_add(3.seconds());
    conversation.tick(later, &mut outside); // the next try has to wait
    let right = conversation.take("five unrelated words of mine", &mut outside);
    assert!(conversation.model.desk.is_some(), "{right:?}");
    assert!(
        right.iter().any(|line| line.contains("1 seen")),
        "{right:?}"
    );
}

#[test]
fn nothing_that_is_said_moves_a_cursor_or_draws_a_box() {
    let mut conversation = practice();
    let mut said = conversation.begin();
    let bindings = Keymap::default().bindings();
    let acts: Vec<Action> = bindings
        .in_context(Context::Round)
        .map(|(act, _)| act)
        .collect();
    for act in acts
        .into_iter()
        .chain([Action::Rubric, Action::FollowUps, Action::Groups])
    {
        for line in [
            act.name(),
            "=",
            "?",
            "down",
            "j",
            "enter",
            "=",
            "esc",
            "esc",
            "esc",
            "esc",
        ] {
            let question = conversation.question();
            said.extend(question.choices);
            said.push(question.text);
            said.extend(conversation.take(line, &mut Acknowledged));
            if conversation.model.leaving {
                conversation = practice();
            }
        }
        assert!(conversation.model.desk.is_some());
    }
    let drawn = |c: char| {
        (c.is_control() && c != '\n')
            || ('\u{2500}'..='\u{259f}').contains(&c)
            || ('\u{2800}'..='\u{28ff}').contains(&c)
    };
    for line in &said {
        assert!(!line.contains(drawn), "{line:?}");
    }
    assert!(said.len() > 500, "{}", said.len());
}

#[test]
fn names_and_notes_from_outside_cannot_write_to_the_terminal() {
    let mut conversation = practice();
    let lines = ["e", "\u{1b}]52;c;aGk=\u{7} \u{202e}evil", ".", "="];
    let said = talk(&mut conversation, &mut Acknowledged, &lines);
    let shown: String = said
        .lines()
        .filter(|line| !line.starts_with("< "))
        .collect();
    assert!(shown.contains("evil"), "{shown}");
    assert!(
        !shown.contains(['\u{1b}', '\u{7}', '\u{202e}']),
        "{shown:?}"
    );
}

#[test]
fn a_line_that_is_no_key_says_so_and_changes_nothing() {
    let mut conversation = practice();
    conversation.begin();
    let before = conversation.model.desk.as_ref().unwrap().book.clone();
    let said = conversation.take("frobnicate", &mut Acknowledged);
    assert_eq!(said, ["\"frobnicate\" is no key here. ? lists the keys."]);
    assert!(conversation.model.desk.as_ref().unwrap().book == before);
    assert_eq!(context(&conversation.model), Context::Round);
}

#[test]
fn help_gives_the_sentence_of_every_key_of_the_place() {
    let mut conversation = practice();
    conversation.begin();
    let help = conversation.take("?", &mut Acknowledged).join("\n");
    for (action, _) in Keymap::default().bindings().in_context(Context::Round) {
        assert!(help.contains(action.doc()), "{action:?}");
    }
}

/// The practice book opened anew: what a reader hears first.
#[test]
fn the_opening_says_the_group_the_first_student_and_the_promise() {
    let catalog = exchange::catalog::default_catalog();
    let made = exchange::practice::practice(&catalog, TODAY);
    let mut model = Driver::at(Gate::unlock(String::new(), Vec::new()), now()).model;
    model.open(Opened {
        draft: None,
        book: made.book,
        entries: made.journal,
        catalog: std::sync::Arc::new(catalog),
        practice: true,
        access: homeroom::app::access::Access::Writing,
        warnings: Vec::new(),
        place: String::new(),
        years: std::collections::BTreeSet::new(),
    });
    let said = Conversation::new(model, Keymap::default())
        .begin()
        .join("\n");
    assert!(
        said.contains("21 to go") && said.contains("Jon Eads, grade 10"),
        "{said}"
    );
    assert!(said.contains("Promised by"), "{said}");
}
