//! A new school year and the graduates, by keys: the dry run, one step, undo after a restart, and the follow-ups.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_lossless,
    clippy::too_many_lines,
    reason = "a test says what is wrong by failing"
)]

mod driver;

use std::collections::BTreeMap;

use driver::Driver;
use homeroom::{
    app::{
        effect::{Effect, Opened, Outcome, Problem},
        message::Message,
        screen::{Screen, gate::Gate},
    },
    domain::{
        act::{self, Stamp},
        book::Book,
        change::EntryKind,
        date::{Date, DateTime, SchoolYear},
        grade::Grade,
        id::BookId,
        student::{Name, Standing, Student},
        text::Text,
        year::{self, Fate},
    },
    exchange::catalog::default_catalog,
    run::worker::Worker,
    store::{Claimed, Cost, Credentials, Passphrase, RecoveryKey, Store, medium::Memory},
};
use jiff::civil::date;

const JUNE: Date = date(2027, 6, 5);
const NAMES: [(&str, u8); 4] = [
    ("Abara, Chidi", 9),
    ("Bell, Tyrone", 12),
    ("Cho, Min", 11),
    ("Diaz, Ana", 6),
];

/// A group of four at the end of a school year.
fn book() -> Book {
    let fall = date(2026, 9, 1);
    let mut book = Book::new(BookId([7; 16]), Text::new("Ms. Reed"), fall);
    act::add_group(&book, Text::new("204"))
        .apply(&mut book)
        .unwrap();
    let group = book.settings.group.unwrap();
    for (name, grade) in NAMES {
        let grade = Grade::new(grade).unwrap();
        let at = fall.at(8, 0, 0, 0);
        act::add_student(&book, group, Name::parse(name), grade, at)
            .apply(&mut book)
            .unwrap();
    }
    book
}

fn driver(book: Book, day: Date) -> Driver {
    let now = day.at(10, 0, 0, 0);
    Driver::open(book, Vec::new(), default_catalog(), false, now)
}

fn named<'a>(book: &'a Book, name: &str) -> &'a Student {
    let mut students = book.students.values();
    students.find(|one| one.name.sorted() == name).unwrap()
}

#[test]
fn the_dry_run_shows_it_and_one_key_begins_the_year() {
    let mut driver = driver(book(), JUNE);
    let before = driver.book().clone();
    driver.keys(":").types("new school year").keys("<enter>");
    let Screen::RollOver(page) = driver.top() else {
        panic!("the dry run");
    };
    assert_eq!(page.plan.count(Fate::Promote), 3);
    assert_eq!(page.plan.count(Fate::Graduate), 1);
    assert_eq!(driver.book(), &before, "nothing is done yet");
    driver.keys("<space><down><down><enter><enter><end><enter>");
    assert_eq!(
        driver.notice(),
        "Began the school year 2027-28 after 2026-27 (1 moved up, 2 graduated)  u undo"
    );
    assert!(matches!(driver.top(), Screen::Round(_)));
    let book = driver.book();
    assert_eq!(book.settings.year, SchoolYear(2027));
    assert_eq!(named(book, "Abara, Chidi").grade.number(), 9, "repeats");
    assert!(!named(book, "Bell, Tyrone").is_here());
    assert_eq!(
        named(book, "Cho, Min").standing,
        Standing::Graduated { on: JUNE }
    );
    assert_eq!(named(book, "Diaz, Ana").grade.number(), 7);
    assert_eq!(driver.desk().counts().to_go, 2, "nobody was seen yet");
    driver.keys("u");
    assert_eq!(driver.book(), &before);
    assert_eq!(
        driver.notice(),
        "Undid: began the school year 2027-28 after 2026-27 (1 moved up, 2 graduated)"
    );
}

#[test]
fn leaving_the_dry_run_does_nothing() {
    let mut driver = driver(book(), JUNE);
    let before = driver.book().clone();
    driver
        .keys(":")
        .types("new school year")
        .keys("<enter><space><esc>");
    assert_eq!(driver.book(), &before);
    assert!(matches!(driver.top(), Screen::Round(_)));
}

#[test]
fn twice_in_one_summer_is_refused_with_a_sentence() {
    for second in [JUNE, date(2027, 8, 20)] {
        let mut driver = driver(book(), JUNE);
        driver.keys(":").types("new school year").keys("<enter>B");
        let after = driver.book().clone();
        driver.message(Message::Tick(second.at(11, 0, 0, 0)));
        driver.keys(":").types("new school year").keys("<enter>");
        assert_eq!(
            driver.notice(),
            "The next school year can be begun from 60 days before its first day."
        );
        assert_eq!(driver.book(), &after);
    }
}

#[test]
fn the_year_cannot_be_begun_without_a_look_at_what_it_does() {
    let mut driver = driver(book(), JUNE);
    driver
        .keys(":")
        .types("begin the school year")
        .keys("<enter>");
    assert_eq!(
        driver.notice(),
        "Look first at what it does: \"a new school year\"."
    );
    assert_eq!(driver.book().settings.year, SchoolYear(2026));
}

#[test]
fn in_fall_a_book_of_last_year_says_so_when_it_is_opened() {
    let said = driver(book(), date(2027, 8, 20));
    assert!(said.notice().starts_with("School year 2026-27 is over."));
    assert_eq!(driver(book(), JUNE).notice(), "");
}

/// The book a year later: two have graduated.
fn a_year_later() -> Book {
    let mut book = book();
    let cho = named(&book, "Cho, Min").id;
    let fates = BTreeMap::from([(cho, Fate::Graduate)]);
    let stamp = Stamp::now(JUNE.at(10, 0, 0, 0));
    year::roll_over(&book, &default_catalog(), &fates, stamp)
        .change
        .apply(&mut book)
        .unwrap();
    book
}

#[test]
fn who_follows_graduates_up_is_reminded_and_writes_the_answer_down() {
    let day = date(2027, 12, 6);
    let mut driver = driver(a_year_later(), day);
    assert_eq!(
        driver.notice(),
        "2 graduates are to be asked what became of the plan: `:` and \"graduates\"."
    );
    driver.keys(":").types("graduates");
    let Screen::Filter(palette) = driver.top() else {
        panic!("the palette");
    };
    let first = &palette.lines(&driver.model)[0];
    assert_eq!(first.text, "graduates (2 due)");
    driver.keys("<enter><enter>");
    assert!(matches!(driver.top(), Screen::Form(_)), "asks at once");
    driver.keys("<right><tab><right><tab><right><enter>");
    assert!(
        matches!(driver.top(), Screen::FollowUps(_)),
        "{}",
        driver.notice()
    );
    let due = homeroom::domain::followup::due(driver.book(), day);
    assert_eq!(due, 1);
}

/// The program with a worker that does at once what it is asked for.
struct Whole {
    driver: Driver,
    worker: Worker,
    /// Which school years were asked for.
    read: Vec<Vec<SchoolYear>>,
}

const PASSPHRASE: &str = "five unrelated words of mine";

fn clock() -> DateTime {
    JUNE.at(10, 0, 0, 0)
}

impl Whole {
    fn on(opened: homeroom::store::Opened) -> Self {
        let mut driver = Driver::at(Gate::unlock("book".to_owned(), Vec::new()), clock());
        driver.hold_saves = true;
        driver.outcome(Outcome::Opened(Box::new(Opened {
            book: opened.book,
            entries: opened.entries,
            catalog: default_catalog().into(),
            practice: false,
            access: homeroom::app::access::Access::Writing,
            warnings: Vec::new(),
            place: "book".to_owned(),
            years: opened.years,
            draft: None,
        })));
        Self {
            driver,
            worker: Worker::over(opened.store).with(clock, Cost::CHEAP),
            read: Vec::new(),
        }
    }

    fn make(disk: &Memory, book: &Book) -> Self {
        let credentials = Credentials {
            passphrase: Passphrase::new(PASSPHRASE),
            recovery: RecoveryKey::random().unwrap(),
            cost: Cost::CHEAP,
        };
        Self::on(Store::create_on(Box::new(disk.clone()), &credentials, book).unwrap())
    }

    /// The program ends and is started again.
    fn restart(self, disk: &Memory) -> Self {
        drop(self.worker);
        let claimed = Claimed::on(Box::new(disk.clone())).unwrap();
        let passphrase = homeroom::store::Unlock::Passphrase(Passphrase::new(PASSPHRASE));
        let keys = claimed.keys(&passphrase).unwrap();
        Self::on(claimed.open(keys).unwrap())
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        self.driver.keys(keys);
        self.perform()
    }

    /// Does what was asked for, until nothing is asked for any more.
    fn perform(&mut self) -> &mut Self {
        while !self.driver.effects.is_empty() {
            for effect in std::mem::take(&mut self.driver.effects) {
                if let Effect::ReadYears(years) = &effect {
                    self.read.push(years.clone());
                }
                for outcome in self.worker.perform(effect) {
                    self.driver.outcome(outcome);
                }
            }
        }
        self
    }
}

#[test]
fn undo_of_a_new_year_after_a_restart_reads_the_old_year_first() {
    let disk = Memory::default();
    let mut program = Whole::make(&disk, &book());
    program.keys("c");
    let before = program.driver.book().clone();
    program.driver.keys(":").types("new school year");
    program.keys("<enter>B");
    let after = program.driver.book().clone();

    let mut program = program.restart(&disk);
    let years: Vec<SchoolYear> = program
        .driver
        .book()
        .plans
        .keys()
        .map(|key| key.year)
        .collect();
    assert!(
        !years.contains(&SchoolYear(2026)),
        "only the book's year is in memory"
    );
    program.keys("u");
    assert_eq!(program.read, [vec![SchoolYear(2026)]]);
    assert_eq!(program.driver.book(), &before);
    assert!(program.driver.notice().starts_with("Undid: began"));
    assert!(program.driver.desk().saves.queued.is_empty(), "it is saved");

    let mut program = program.restart(&disk);
    assert_eq!(program.driver.book(), &before, "and stays so");
    program.keys("<c-r>");
    assert_eq!(program.driver.book(), &after);
    program.keys("uu");
    assert!(program.driver.book().plans.is_empty(), "the check-in too");
}

#[test]
fn an_act_of_the_old_year_is_undone_from_the_new_one() {
    let disk = Memory::default();
    let mut program = Whole::make(&disk, &book());
    program.keys("c");
    program.driver.keys(":").types("new school year");
    program.keys("<enter>B");
    let mut program = program.restart(&disk);
    // In the timeline the check-in stands under the new year; it is taken back alone.
    program.keys("t<down><space>");
    assert_eq!(program.read, [vec![SchoolYear(2026)]]);
    assert_eq!(program.driver.book().settings.year, SchoolYear(2027));
    let mut plans = program.driver.book().plans.keys();
    assert!(plans.all(|key| key.year == SchoolYear(2027)));
    let program = program.restart(&disk);
    assert_eq!(program.driver.book().settings.year, SchoolYear(2027));
}

#[test]
fn a_change_that_waits_for_its_years_is_neither_done_nor_refused() {
    let disk = Memory::default();
    let mut program = Whole::make(&disk, &book());
    program.keys("c");
    program.driver.keys(":").types("new school year");
    program.keys("<enter>B");
    let mut program = program.restart(&disk);
    let before = program.driver.book().clone();
    program.driver.keys("u");
    assert_eq!(program.driver.book(), &before);
    assert_eq!(program.driver.notice(), "");
    assert!(program.driver.model.awaiting.is_some());
    program.driver.keys("u");
    program.perform();
    assert!(program.driver.model.awaiting.is_none());
    let undone = program.driver.desk().history.entries();
    let undone = undone.filter(|entry| matches!(entry.kind, EntryKind::Undo(_)));
    assert_eq!(
        undone.count(),
        1,
        "pressed twice while it waited, done once"
    );
}

#[test]
fn a_year_that_cannot_be_read_says_so_and_changes_nothing() {
    let disk = Memory::default();
    let mut program = Whole::make(&disk, &book());
    program.keys("c");
    program.driver.keys(":").types("new school year");
    program.keys("<enter>B");
    let mut program = program.restart(&disk);
    let before = program.driver.book().clone();
    program.driver.keys("u");
    program.driver.effects.clear();
    let problem = Problem {
        what: "The old year could not be read.".to_owned(),
        safe: "Nothing was changed.".to_owned(),
        todo: "Try again.".to_owned(),
    };
    program
        .driver
        .outcome(Outcome::Years(Box::new(Err(problem))));
    assert!(program.driver.notice().contains("could not be read"));
    assert_eq!(program.driver.book(), &before);
    assert!(program.driver.model.awaiting.is_none());
    program.keys("u");
    assert_eq!(
        program.driver.book().settings.year,
        SchoolYear(2026),
        "the next try does it"
    );
}

#[test]
fn who_has_a_plan_of_an_older_year_cannot_be_taken_out_of_the_book() {
    let disk = Memory::default();
    let mut program = Whole::make(&disk, &book());
    program.driver.keys("+").types("Eads, Jon");
    program.keys("<tab><bs><bs>9<enter><esc>");
    program.driver.keys("/").types("eads").keys("<enter>");
    program.keys("c");
    // Repeats the grade: nothing of who the student is changes.
    program.driver.keys(":").types("new school year");
    let at_eads = "<down><down><down><down>";
    program.keys(&format!("<enter>{at_eads}<space>B"));
    let eads = named(program.driver.book(), "Eads, Jon").clone();
    assert_eq!(eads.grade.number(), 9);
    let mut program = program.restart(&disk);
    // The act that added the student, from the timeline.
    program.keys("t<end><space>");
    assert!(
        program.driver.notice().contains("has a history"),
        "{}",
        program.driver.notice()
    );
    assert!(program.driver.book().students.contains_key(&eads.id));
    assert!(program.driver.desk().saves.problem.is_none());
}

#[test]
fn locking_forgets_what_waited() {
    let mut driver = driver(book(), JUNE);
    let change = act::rename_adviser(driver.book(), Text::new("Ms. Lee"));
    driver.model.awaiting = Some((EntryKind::Act, change));
    driver.outcome(Outcome::Locked);
    assert!(driver.model.awaiting.is_none());
}
