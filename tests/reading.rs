//! A book that can only be read: what is shown, what is refused, and that nothing is asked of the disk.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod driver;

use driver::{Driver, TODAY};
use homeroom::{
    app::{
        access::{self, Access, Why},
        action::Action,
        effect::{Comparison, Effect, Elsewhere, Outcome, Problem},
        message::Message,
        screen::{
            Screen,
            gate::{Gate, Step},
        },
        update::context,
    },
    domain::date::DateTime,
};
use proptest::prelude::*;

fn protected() -> Access {
    Access::Reading(Why::Protected("/media/stick/book.homeroom".to_owned()))
}

fn backup() -> Access {
    Access::Reading(Why::Backup("Oct 13, 2026, 16:42".to_owned()))
}

/// The practice group as a book that can only be read.
fn reading(access: Access) -> Driver {
    let mut driver = Driver::practice();
    driver.model.desk.as_mut().unwrap().practice = false;
    driver.model.access = access;
    driver
}

fn now() -> DateTime {
    TODAY.at(10, 0, 0, 0)
}

#[test]
fn an_act_that_would_change_something_says_what_where_and_what_to_do() {
    let mut driver = reading(protected());
    for key in [
        "c", "1", "e", "p", "a", "s", "P", "m", "x", "+", "u", "<c-r>", "d",
    ] {
        driver.keys(key);
        let said = driver.notice();
        assert!(
            said.contains("Not done: /media/stick/book.homeroom cannot be written."),
            "{key}: {said}"
        );
        assert!(
            said.contains("Copy it to a folder of your own"),
            "{key}: {said}"
        );
        assert!(
            matches!(driver.top(), Screen::Round(_)),
            "{key} opened something"
        );
    }
    assert_eq!(driver.model.access.refusal().unwrap().lines().count(), 1);
    let mut driver = reading(backup());
    driver.keys("c");
    assert!(
        driver
            .notice()
            .contains("this is the backup of Oct 13, 2026, 16:42")
    );
}

#[test]
fn everything_that_is_only_looked_at_can_be_looked_at() {
    for (keys, wanted) in [
        ("/bell<enter><enter>", "Student"),
        ("t", "Timeline"),
        ("y", "Glance"),
        ("w", "Reading"),
        ("Y", "Signals"),
        ("/bell<enter>o", "Turned"),
        ("?", "Filter"),
        (":theme<enter>", "Pick"),
        ("b", "Blank"),
    ] {
        let mut driver = reading(protected());
        driver.model.themes = vec!["default".into(), "plain".into()];
        driver.keys(keys);
        let top = format!("{:?}", driver.top());
        assert!(top.starts_with(wanted), "{keys}: {top}");
    }
}

#[test]
fn the_palette_says_of_a_changing_act_that_it_cannot_be_done() {
    let mut driver = reading(protected());
    driver.keys(":").types("check in").keys("<enter>");
    assert_eq!(driver.notice(), access::ONLY_READ);
}

#[test]
fn leaving_asks_nothing_and_the_lock_closes_it() {
    let mut driver = reading(protected());
    driver.keys("c1q");
    assert!(driver.model.leaving);
    assert!(matches!(driver.effects.last(), Some(Effect::Quit)));
    let mut driver = reading(protected());
    driver.keys("c<c-l>");
    assert!(matches!(driver.effects.last(), Some(Effect::Lock)));
    driver.outcome(Outcome::Locked);
    assert!(driver.model.desk.is_none() && !driver.model.access.is_reading());
}

#[test]
fn what_was_half_typed_before_is_not_offered_where_it_cannot_be_saved() {
    let mut writing = Driver::practice();
    writing.model.desk.as_mut().unwrap().practice = false;
    writing.keys("/bell<enter>e").types("half a note");
    let draft = homeroom::app::screen::form::draft::of(&writing.model);
    assert!(draft.is_some());
    let opened = |access| homeroom::app::effect::Opened {
        book: writing.book().clone(),
        entries: Vec::new(),
        catalog: writing.desk().catalog.clone(),
        practice: false,
        access,
        warnings: Vec::new(),
        place: "book.homeroom".to_owned(),
        years: std::collections::BTreeSet::new(),
        draft: draft.clone(),
    };
    let mut driver = Driver::at(Gate::unlock("book".to_owned(), Vec::new()), now());
    driver.outcome(Outcome::Opened(Box::new(opened(Access::Writing))));
    assert!(matches!(driver.top(), Screen::Form(_)));
    driver.outcome(Outcome::Opened(Box::new(opened(protected()))));
    assert!(matches!(driver.top(), Screen::Round(_)));
    assert!(driver.model.access.is_reading());
}

const KEYS: &[&str] = &[
    "j",
    "k",
    "G",
    "g",
    "c",
    "a",
    "s",
    "1",
    "3",
    "9",
    "<tab>",
    "<space>",
    "v",
    "<enter>",
    "<esc>",
    "e",
    "p",
    "P",
    "m",
    "x",
    "w",
    "W",
    "r",
    "t",
    "o",
    "b",
    "/",
    ":",
    "?",
    "f",
    "d",
    "+",
    "u",
    "<c-r>",
    "i",
    "-",
    ">",
    "an",
    "<left>",
    "<right>",
    "<home>",
    "<bs>",
    "[",
    "]",
    "y",
    "<btab>",
    "Y",
    "C",
    "D",
    "X",
    "B",
    "R",
    "A",
    "F",
    "l",
    "L",
    ":groups<enter>",
    ":graduates<enter>",
    ":new school<enter>",
    ":rubric<enter>",
    ":answers<enter>",
    ":import<enter>",
    ":passphrase<enter>",
    ":recovery<enter>",
    ":keys<enter>",
    ":checklist<enter>",
    ":adviser<enter>",
    ":phrases<enter>",
    ":lock after<enter>",
    ":where to go<enter>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_pressed_a_book_that_is_read_stays_as_it_is(
        keys in prop::collection::vec(prop::sample::select(KEYS), 0..40),
        of_a_backup: bool,
    ) {
        let mut driver = reading(if of_a_backup { backup() } else { protected() });
        let before = driver.book().clone();
        for key in keys {
            driver.keys(key);
            prop_assert!(driver.book() == &before, "{key} changed the book");
            prop_assert!(!driver.effects.iter().any(access::writes), "{key} asked to write");
            prop_assert!(
                !driver.model.screens.iter().any(access::asks_to_save),
                "{key} asked for what cannot be saved"
            );
            prop_assert!(driver.desk().saves.queued.is_empty());
        }
    }
}

/// Also an act that no key leads to.
#[test]
fn no_act_of_the_table_changes_anything() {
    for action in Action::all().chain((1..=9).map(Action::Tick)) {
        for place in [
            "",
            "<tab>",
            "/bell<enter><enter>",
            "/bell<enter><enter><tab>",
            "t",
            "y",
            "C",
            "Y",
        ] {
            let mut driver = reading(protected());
            let before = driver.book().clone();
            driver.keys(place);
            driver.message(Message::Act(action));
            assert!(driver.book() == &before, "{action:?} at {place:?}");
            assert!(
                !driver.effects.iter().any(access::writes),
                "{action:?} at {place:?}"
            );
        }
    }
}

fn elsewhere(can_take_over: bool, backup: Option<&str>) -> Elsewhere {
    Elsewhere {
        problem: Problem {
            what: "Kim Lee has the book open on room-12 since Oct 14 09:40.".to_owned(),
            safe: "The file was not changed.".to_owned(),
            todo: "Close it there, or go on working there.".to_owned(),
        },
        backup: backup.map(str::to_owned),
        can_take_over,
    }
}

fn busy(can_take_over: bool) -> Driver {
    let backup = Some("Oct 13, 2026, 16:42");
    let gate = Gate::elsewhere(
        "~/book.homeroom".to_owned(),
        elsewhere(can_take_over, backup),
    );
    Driver::at(gate, now())
}

fn step(driver: &Driver) -> Step {
    match driver.top() {
        Screen::Gate(gate) => gate.step,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_second_start_reads_the_newest_backup_by_one_key_and_leaves_by_another() {
    let mut driver = busy(false);
    driver.keys("1");
    assert!(matches!(driver.effects.as_slice(), [Effect::ReadBackup]));
    driver.outcome(Outcome::Claimed(backup()));
    assert_eq!(step(&driver), Step::Unlock);
    assert!(driver.model.access.banner()[0].contains("the backup of Oct 13, 2026, 16:42"));
    driver.types("five unrelated words").keys("<enter>");
    assert!(matches!(driver.effects.last(), Some(Effect::Unlock(_))));
    for key in ["3", "q", "<esc>", "<c-c>"] {
        let mut driver = busy(false);
        driver.keys(key);
        assert!(driver.model.leaving, "{key}");
        assert!(matches!(driver.effects.as_slice(), [Effect::Quit]), "{key}");
    }
}

#[test]
fn the_recovery_key_reads_a_backup_without_a_new_passphrase() {
    let mut driver = busy(false);
    driver.keys("1");
    driver.outcome(Outcome::Claimed(backup()));
    driver.keys("<f2>").types("000000-000011").keys("<enter>");
    assert!(matches!(
        driver.effects.last(),
        Some(Effect::Recover { .. })
    ));
}

#[test]
fn taking_over_is_asked_twice_and_only_where_another_machine_says_so() {
    let mut driver = busy(false);
    driver.keys("jjj<enter>");
    assert!(
        driver.model.leaving,
        "no such line where this machine has it open"
    );
    let mut driver = busy(true);
    driver.keys("3");
    assert_eq!(step(&driver), Step::TakeOver);
    assert!(driver.effects.is_empty());
    driver.keys("<enter>");
    assert_eq!(step(&driver), Step::Busy, "enter alone takes nothing over");
    driver.keys("32");
    assert!(matches!(
        driver.effects.as_slice(),
        [Effect::TryAgain { take_over: true }]
    ));
    driver.outcome(Outcome::Claimed(Access::Writing));
    assert_eq!(step(&driver), Step::Unlock);
    driver = busy(true);
    driver.keys("2");
    assert!(matches!(
        driver.effects.as_slice(),
        [Effect::TryAgain { take_over: false }]
    ));
    driver.outcome(Outcome::Busy(elsewhere(true, None)));
    driver.keys("1");
    assert!(
        matches!(
            driver.effects.last(),
            Some(Effect::TryAgain { take_over: false })
        ),
        "no backup is offered where none is"
    );
}

#[test]
fn an_older_book_asks_and_a_second_enter_does_not_open_it() {
    let mut driver = Driver::at(Gate::unlock("book".to_owned(), Vec::new()), now());
    driver.types("words").keys("<enter>");
    let said = "It is older than what was open here on Nov 12, 2026, 15:02: 3 edits are missing.";
    driver.outcome(Outcome::Older(said.to_owned()));
    assert_eq!(step(&driver), Step::Older);
    driver.keys("<enter>");
    assert!(matches!(driver.effects.last(), Some(Effect::Compare)));
    let rows = vec![["Edits".to_owned(), "310".to_owned(), "307".to_owned()]];
    driver.outcome(Outcome::Compared(Comparison {
        rows,
        advice: "Look for the newest.".to_owned(),
    }));
    driver.keys("2");
    assert!(matches!(driver.effects.last(), Some(Effect::GoOn)));
    let mut driver = Driver::at(Gate::unlock("book".to_owned(), Vec::new()), now());
    driver.outcome(Outcome::Older(said.to_owned()));
    driver.keys("3");
    assert!(driver.model.leaving);
    assert_eq!(context(&driver.model), homeroom::app::action::Context::List);
}
