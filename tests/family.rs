//! What a family may ask for: the complete record with nobody else in it, corrections whose statements stay, and a log of what
//! left that nothing takes back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

#[path = "family/amend.rs"]
mod amend;
#[path = "family/complete.rs"]
mod complete;
#[path = "family/deleting.rs"]
mod deleting;
#[expect(dead_code, reason = "the suites of the file use the rest")]
#[path = "store/fault.rs"]
mod fault;
#[path = "family/leaving.rs"]
mod leaving;
#[path = "family/retention.rs"]
mod retention;
#[expect(dead_code, reason = "the suites of the file use the rest")]
#[path = "store/session.rs"]
mod session;

mod counts;
mod driver;

use driver::{Driver, TODAY};
use homeroom::{
    app::effect::Effect,
    domain::{
        amendment,
        part::{Field, PartKind},
        record::Record,
    },
    exchange::{self, practice},
};

fn record(driver: &Driver, name: &str) -> Record {
    let desk = driver.desk();
    let of = desk.book.students.values();
    let student = of.into_iter().find(|one| one.spoken() == name).unwrap().id;
    let journal: Vec<_> = desk.history.entries().cloned().collect();
    let now = driver.model.now;
    Record::of(&desk.book, &desk.catalog, &journal, student, now).unwrap()
}

#[test]
fn everybody_s_record_is_complete_and_names_nobody_else() {
    let catalog = exchange::catalog::default_catalog();
    let made = practice::practice(&catalog, TODAY);
    let book = &made.book;
    assert!(book.students.len() >= 22);
    for student in book.students.values() {
        let now = TODAY.at(10, 0, 0, 0);
        let of = Record::of(book, &catalog, &made.journal, student.id, now).unwrap();
        let (text, json) = (exchange::record::text(&of), exchange::record::json(&of));
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let plan = book.plan(student.id);
        let said = plan
            .check_ins()
            .iter()
            .map(|entry| entry.note.as_str())
            .chain(plan.goals.values().map(|goal| goal.text.as_str()))
            .filter(|said| !said.is_empty());
        for said in said.chain([student.name.spoken().as_str()]) {
            assert!(flat.contains(said), "{said} is missing on the page");
            assert!(
                json.contains(&said.replace('"', "\\\"")),
                "{said} is missing in JSON"
            );
        }
        for other in book
            .students
            .values()
            .filter(|other| other.id != student.id)
        {
            for name in [other.spoken(), other.listed(), other.name.spoken()] {
                assert!(!flat.contains(&name) && !json.contains(&name), "{name}");
            }
        }
        assert!(text.lines().all(|line| line.chars().count() <= 78));
    }
}

#[test]
fn another_student_s_name_in_a_note_is_left_out_and_a_given_name_is_pointed_at() {
    let mut driver = Driver::group(&["Diaz, Ana", "Bell, Tyrone"], 9);
    driver.keys("/").types("diaz").keys("<enter>e");
    driver
        .types("worked with TYRONE BELL, and Tyrone helped")
        .keys("<enter>");
    let of = record(&driver, "Ana Diaz");
    let text = exchange::record::text(&of);
    assert!(
        text.contains("worked with [another student], and Tyrone helped"),
        "{text}"
    );
    assert!(of.left_out >= 1);
    assert!(
        of.look_at.contains(&"Talks and notes, 2026-27".to_owned()),
        "{:?}",
        of.look_at
    );
    let own = record(&driver, "Tyrone Bell");
    assert!(!exchange::record::text(&own).contains("Diaz"));
}

#[test]
fn a_request_to_amend_and_its_statement_stand_at_the_note_wherever_it_goes() {
    let mut driver = Driver::group(&["Diaz, Ana"], 9);
    driver
        .keys("e")
        .types("was late three times")
        .keys("<enter>");
    driver.keys("<enter>"); // the page
    for _ in 0..13 {
        driver.keys("<down>");
    }
    driver
        .keys("<enter>:")
        .types("ask to amend")
        .keys("<enter>");
    driver
        .types("late once")
        .keys("<tab>1")
        .types("Mr. Diaz")
        .keys("<tab>");
    driver
        .keys("<tab>3")
        .keys("<tab>")
        .types("Principal Ode")
        .keys("<tab>");
    driver.types("The bus was late.").keys("<enter>");
    let book = driver.book();
    let student = *book.students.keys().next().unwrap();
    let asked = book
        .parts(student, PartKind::Amendment)
        .next()
        .expect("noted");
    assert_eq!(amendment::statement(asked), Some("The bus was late."));
    assert!(asked.text(Field::Line).starts_with("entry "), "{asked:?}");
    let of = record(&driver, "Ana Diaz");
    let talks = of.chapters.iter().find(|one| one.key == "talks").unwrap();
    let said = &talks.rows[0].amendments[0];
    assert!(
        said.iter().any(|cell| cell.value == "The bus was late."),
        "{said:?}"
    );
}

#[test]
fn that_a_record_left_is_noted_before_it_is_written_and_is_not_undone() {
    let mut driver = Driver::group(&["Diaz, Ana"], 9);
    driver.keys("e").types("a note").keys("<enter>");
    driver.keys(":").types("write the complete").keys("<enter>");
    driver.types("/media/stick").keys("<enter>");
    let kinds: Vec<&Effect> = driver.effects.iter().rev().take(2).collect();
    assert!(matches!(kinds[0], Effect::WriteRecord { .. }), "{kinds:?}");
    assert!(matches!(kinds[1], Effect::Save(_)), "{kinds:?}");
    let student = *driver.book().students.keys().next().unwrap();
    driver.keys("uuuu");
    let left: Vec<_> = driver.book().parts(student, PartKind::Disclosure).collect();
    assert_eq!(left.len(), 1, "the log only grows");
    assert!(
        driver.book().plan(student).check_ins().is_empty(),
        "the note was undone"
    );
}
