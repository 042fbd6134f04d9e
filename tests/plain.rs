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
#[path = "screens/scenes.rs"]
mod scenes;

use std::{collections::BTreeSet, fs, path::Path};

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

/// What may not be printed: it moves a cursor, or a reader spells it out.
fn is_drawn(c: char) -> bool {
    (c.is_control() && c != '\n')
        || ('\u{2500}'..='\u{259f}').contains(&c)
        || ('\u{2800}'..='\u{28ff}').contains(&c)
}

/// A conversation on a screen of the program.
fn at(driver: &Driver) -> Conversation {
    Conversation::new(driver.model.clone(), Keymap::default())
}

/// A line that stands for a key: its name, or the key as it is typed.
fn keys_of(context: Context, action: Action) -> Option<String> {
    let bindings = Keymap::default().bindings();
    let keys = bindings.keys_of(context, action);
    keys.first().map(|key| match *key {
        "space" => "space".to_owned(),
        key => key.to_owned(),
    })
}

#[test]
fn every_screen_is_said_in_words_and_again_when_asked() {
    let mut all = String::new();
    for scene in scenes::all() {
        let mut conversation = at(&scene.driver);
        let said = conversation.begin();
        let question = conversation.question();
        assert!(said.len() > 1, "{} is silent", scene.name);
        let again = conversation.take("=", &mut Acknowledged).join("\n");
        let is_question = matches!(context(&conversation.model), Context::Form | Context::Gate);
        assert!(
            is_question || scene.name == "blank" || !again.is_empty(),
            "{}",
            scene.name
        );
        all.push_str("#### ");
        all.push_str(scene.name);
        all.push('\n');
        let choices = question.choices.into_iter();
        for line in said
            .into_iter()
            .skip(1)
            .chain(choices)
            .chain([question.text])
        {
            all.push_str(line.trim_end());
            all.push('\n');
        }
        all.push('\n');
        assert!(!again.contains(is_drawn), "{}: {again:?}", scene.name);
    }
    assert!(!all.contains(is_drawn));
    let bars = ["[#", "[-", "[!", "---", "  "];
    for line in all.lines() {
        let bar = bars.iter().find(|bar| line.contains(*bar));
        assert_eq!(bar, None, "{line}");
    }
    insta::with_settings!({snapshot_path => "plain", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("screens", all);
    });
}

#[test]
fn outside_of_names_only_the_letters_of_ascii_are_said() {
    let mut foreign = BTreeSet::new();
    for scene in scenes::all() {
        let mut names = String::new();
        if let Some(desk) = &scene.driver.model.desk {
            for student in desk.book.students.values() {
                names.push_str(&student.spoken());
                names.push_str(&student.listed());
            }
        }
        let mut conversation = at(&scene.driver);
        let mut said = conversation.begin();
        said.extend(conversation.take("=", &mut Acknowledged));
        said.extend(conversation.take("?", &mut Acknowledged));
        let said = said.concat();
        let others = said
            .chars()
            .filter(|c| !c.is_ascii() && !names.contains(*c));
        foreign.extend(others.map(|c| format!("{c:?} in {}", scene.name)));
    }
    assert!(foreign.is_empty(), "{foreign:#?}");
}

/// Every screen, and there every key of the one table.
#[test]
fn every_act_of_every_place_says_something_and_leads_where_its_key_does() {
    let bindings = Keymap::default().bindings();
    let mut places = BTreeSet::new();
    let mut tried = 0;
    for scene in scenes::all() {
        let place = context(&scene.driver.model);
        places.insert(format!("{place:?}"));
        let acts: BTreeSet<Action> = bindings.in_context(place).map(|(act, _)| act).collect();
        for act in acts {
            let name = keys_of(place, act).unwrap();
            let mut pressed = Driver::practice();
            pressed.model = scene.driver.model.clone();
            pressed.model.notice = None;
            let mut conversation = at(&pressed);
            conversation.begin();
            let digit = matches!(act, Action::Tick(_));
            let takes_text = homeroom::keys::takes_text(place);
            if takes_text && !matches!(act, Action::Back | Action::Help | Action::Accept) {
                continue; // an answer is asked for field by field
            }
            let line = match act {
                Action::Help => "?".to_owned(),
                Action::Accept if takes_text => ".".to_owned(),
                _ => name.clone(),
            };
            let said = conversation.take(&line, &mut Acknowledged);
            tried += 1;
            let ends = conversation.model.leaving;
            let question = conversation.question();
            assert!(
                ends || takes_text || !said.is_empty() || !question.choices.is_empty(),
                "{act:?} is silent in {}",
                scene.name
            );
            if digit || takes_text || act == Action::Help {
                continue;
            }
            pressed.message(homeroom::app::message::Message::Act(act));
            assert_eq!(
                context(&conversation.model),
                context(&pressed.model),
                "{act:?} in {}",
                scene.name
            );
        }
    }
    let all = 19;
    assert_eq!(places.len(), all, "{places:?}");
    assert!(tried > 1000, "{tried}");
}

#[test]
fn every_act_of_the_palette_is_done_by_its_name() {
    for act in Action::all() {
        let mut conversation = practice();
        conversation.begin();
        let said = conversation.take(act.name(), &mut Acknowledged).join("\n");
        let in_palette = Driver::practice();
        let mut palette = homeroom::app::screen::filter::Filter::palette(Context::Round);
        palette.cursor = 0;
        let lines = palette.lines(&in_palette.model);
        let is_offered = lines.iter().any(|line| line.action == act);
        let is_known = !said.contains("is no key here");
        assert!(is_known || !is_offered, "{act:?}: {said}");
    }
}

#[test]
fn a_number_goes_to_its_line_and_says_it() {
    let lists = [
        "signals",
        "places",
        "items",
        "items-rules",
        "rollover",
        "followups",
        "rubric",
        "answers",
        "timeline",
        "student",
        "student-courses",
        "groups",
    ];
    for scene in scenes::all() {
        if !lists.contains(&scene.name) {
            continue;
        }
        let mut conversation = at(&scene.driver);
        conversation.begin();
        let all = conversation.take("=", &mut Acknowledged).join("\n");
        for number in [3, 1] {
            let wanted = format!("{number}. ");
            let Some(line) = all.lines().find(|line| line.starts_with(&wanted)) else {
                assert!(number > 1, "{}: {all}", scene.name);
                continue;
            };
            let said = conversation.take(&number.to_string(), &mut Acknowledged);
            assert_eq!(
                said.last().map(String::as_str),
                Some(line),
                "{}",
                scene.name
            );
        }
        let said = conversation.take("999", &mut Acknowledged);
        assert_eq!(said, ["No line has that number."], "{}", scene.name);
    }
}

#[test]
fn a_long_text_is_said_in_parts() {
    let mut conversation = practice();
    conversation.begin();
    let mut said = conversation.take("w", &mut Acknowledged);
    assert!(said.len() < 25, "{said:#?}");
    assert!(said.last().unwrap().ends_with("an empty line goes on."));
    let mut parts = 1;
    while said.last().unwrap().ends_with("an empty line goes on.") {
        said = conversation.take("", &mut Acknowledged);
        parts += 1;
        assert!(parts < 20);
    }
    assert!(
        said.last().unwrap().contains("not switched on"),
        "{said:#?}"
    );
    assert_eq!(context(&conversation.model), Context::List);
    conversation.take("esc", &mut Acknowledged);
    assert_eq!(context(&conversation.model), Context::Round);
}

#[test]
fn it_is_said_when_nobody_is_left() {
    let driver = Driver::group(&["Bell, Tyrone", "Cho, Min"], 9);
    let mut conversation = at(&driver);
    conversation.begin();
    let first = conversation.take("c", &mut Acknowledged).join("\n");
    assert!(!first.contains("Nobody is left"), "{first}");
    let last = conversation.take("a", &mut Acknowledged).join("\n");
    assert!(last.contains("Nobody is left for this period."), "{last}");
}

#[test]
fn only_initials_are_said_where_that_is_wished() {
    let mut conversation = practice();
    conversation.begin();
    let mut said = conversation.take("only initials", &mut Acknowledged);
    for line in ["=", "c", "y", "=", "esc", "p", "esc", "t", "esc", "e"] {
        said.extend(conversation.take(line, &mut Acknowledged));
        said.push(conversation.question().text);
    }
    let said = said.join("\n");
    let desk = conversation.model.desk.as_ref().unwrap();
    for student in desk.book.students.values() {
        let last = student.name.last.as_str();
        let is_said = said
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == last);
        assert!(last.len() < 4 || !is_said, "{last}:\n{said}");
    }
    assert!(said.contains("J.E."), "{said}");
}

#[test]
fn a_plus_adds_to_what_a_field_holds_and_a_backslash_makes_anything_text() {
    let mut conversation = practice();
    conversation.begin();
    for line in ["e", "was here", "", "", "/eads", "="] {
        conversation.take(line, &mut Acknowledged);
    }
    assert_eq!(
        homeroom::run::plain::conversation::meant("+ and left", "was here"),
        "was here and left"
    );
    assert_eq!(homeroom::run::plain::conversation::meant("+1", ""), "+1");
    assert_eq!(homeroom::run::plain::conversation::meant("\\+1", "5"), "+1");
    assert_eq!(homeroom::run::plain::conversation::meant("\\", "5"), "");
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
