//! Random sessions: nothing panics, rules hold, undo returns the exact earlier state, and the file equals the model.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_lossless,
    clippy::too_many_lines,
    reason = "a test says what is wrong by failing"
)]

mod counts;
mod driver;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use driver::Driver;
use homeroom::{
    app::{
        effect::{Effect, Outcome, Problem},
        message::Message,
    },
    domain::{
        book::Book,
        change::{Entry, EntryKind},
        group::MOST_STUDENTS,
    },
    store::Store,
    view::{self, Look},
};
use proptest::prelude::*;
use ratatui::{Terminal, backend::TestBackend};

fn saved(effect: Effect) -> Option<Entry> {
    match effect {
        Effect::Save(entry) => Some(*entry),
        _ => None,
    }
}

/// One thing that happens.
#[derive(Debug, Clone)]
enum Step {
    Key(KeyEvent),
    Minutes(i64),
    SaveFails,
    Text(String),
}

fn a_key() -> impl Strategy<Value = KeyEvent> {
    let letters = "ccccaaseepmxw1234567890uuvv/:?tr+d[]{}-ifoRAGgjjjkkkn q>yyyhlCCD"
        .chars()
        .collect::<Vec<_>>();
    let named = [
        KeyCode::Enter,
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::Backspace,
        KeyCode::F(1),
        KeyCode::F(9),
    ];
    let control = "rzyluwce".chars().collect::<Vec<_>>();
    prop_oneof![
        8 => proptest::sample::select(letters).prop_map(|c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)),
        4 => proptest::sample::select(named.to_vec()).prop_map(|code| KeyEvent::new(code, KeyModifiers::NONE)),
        1 => proptest::sample::select(control).prop_map(|c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)),
        1 => any::<char>().prop_map(|c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)),
    ]
}

fn a_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        30 => a_key().prop_map(Step::Key),
        1 => (0..3000_i64).prop_map(Step::Minutes),
        1 => Just(Step::SaveFails),
        2 => "[a-z0-9 ,/]{1,12}".prop_map(Step::Text),
    ]
}

fn take(driver: &mut Driver, step: &Step) {
    match step {
        Step::Key(key) => driver.press(*key),
        Step::Minutes(minutes) => drop(driver.minutes(*minutes)),
        Step::Text(text) => drop(driver.types(text)),
        Step::SaveFails => {
            let problem = Problem {
                what: "No.".into(),
                safe: String::new(),
                todo: String::new(),
            };
            driver.message(Message::Outcome(Outcome::NotSaved(problem)));
        }
    }
}

/// Windows that come and go, down to none at all.
const SIZES: [(u16, u16); 9] = [
    (80, 24),
    (120, 40),
    (40, 12),
    (20, 6),
    (19, 5),
    (10, 3),
    (1, 1),
    (0, 0),
    (300, 2),
];

fn draw(driver: &Driver, (columns, rows): (u16, u16)) {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal
        .draw(|frame| view::draw(&driver.model, &Look::default(), frame))
        .unwrap();
}

fn holds(book: &Book) -> Result<(), TestCaseError> {
    for group in book.groups.keys() {
        prop_assert!(book.size(*group) <= MOST_STUDENTS);
    }
    for student in book.students.values() {
        prop_assert!(book.groups.contains_key(&student.group));
        prop_assert!(student.id.0 < book.next_id);
    }
    Ok(())
}

/// Requests about a record, and what left it: no undo takes them back, and whom they are about stays with them.
fn has_what_stays(book: &Book) -> bool {
    let of_years = book.plans.values().map(|plan| &plan.parts);
    of_years
        .chain(book.folders.values())
        .flat_map(|parts| parts.values())
        .any(|part| part.kind.stays())
}

/// The book without them, with the numbers that they took given back.
fn without_what_stays(book: &Book, first: &Book) -> Book {
    let mut book = book.clone();
    if has_what_stays(&book) {
        let of_years = book.plans.values_mut().map(|plan| &mut plan.parts);
        for parts in of_years.chain(book.folders.values_mut()) {
            parts.retain(|_, part| !part.kind.stays());
        }
        book.folders.retain(|_, parts| !parts.is_empty());
        book.next_id = first.next_id;
    }
    book
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_sessions_keep_the_rules_and_undo_returns_to_the_beginning(
        steps in proptest::collection::vec(a_step(), 1..120)
    ) {
        let mut driver = Driver::practice_without_journal();
        let first = driver.book().clone();
        for (number, step) in steps.iter().enumerate() {
            take(&mut driver, step);
            prop_assert!(!driver.model.screens.is_empty());
            holds(driver.book())?;
            draw(&driver, SIZES[number % SIZES.len()]);
        }
        while let Some(seq) = driver.desk().history.last() {
            let desk = driver.model.desk.as_mut().unwrap();
            let (kind, change) = desk.history.undo(seq).unwrap();
            prop_assert!(matches!(kind, EntryKind::Undo(_)));
            let now = driver.model.now;
            if let Err(refused) = desk.perform(change, kind, now) {
                prop_assert!(has_what_stays(driver.book()), "undo in order is refused: {refused:?}");
                return Ok(());
            }
        }
        prop_assert_eq!(without_what_stays(driver.book(), &first), first);
    }

    #[test]
    fn the_reopened_file_equals_the_model(steps in proptest::collection::vec(a_step(), 1..120)) {
        let catalog = homeroom::exchange::catalog::default_catalog();
        let practice = homeroom::exchange::practice::practice(&catalog, driver::TODAY);
        let mut opened = Store::practice(&practice.before()).unwrap();
        opened.store.commit(&practice.journal).unwrap();
        let mut driver = Driver::practice();
        for step in &steps {
            take(&mut driver, step);
            let saves: Vec<Entry> = driver.effects.drain(..).filter_map(saved).collect();
            opened.store.commit(&saves).unwrap();
        }
        let reloaded = opened.store.reopen().unwrap();
        prop_assert_eq!(&reloaded.book, driver.book());
    }
}

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as i64
    }
}

/// What was saved since; the numbers follow on.
fn numbers_follow_on(driver: &mut Driver, last: &mut Option<u64>) -> usize {
    let saves: Vec<u64> = driver
        .effects
        .drain(..)
        .filter_map(saved)
        .map(|entry| entry.seq)
        .collect();
    for seq in &saves {
        assert!(last.is_none_or(|last| last + 1 == *seq), "{last:?}, {seq}");
        *last = Some(*seq);
    }
    saves.len()
}

#[test]
fn jumps_of_the_clock_change_no_order_and_are_said() {
    const A_SESSION: usize = 50;
    const TEN_YEARS: i64 = 10 * 366 * 24 * 60;
    let keys = [
        "c",
        "1",
        "j",
        "a",
        "s",
        "u",
        "k",
        "2",
        "esome words<enter>",
        "v",
        "<esc>",
    ];
    let mut dice = Dice(2_463_534_242);
    let (mut entries, mut said) = (0, 0);
    for _ in 0..counts::CLOCK_JUMPS.times() / A_SESSION {
        let mut driver = Driver::practice_without_journal();
        let mut last = None;
        for number in 0..A_SESSION {
            let before = driver.model.now;
            let minutes = dice.below(2 * TEN_YEARS) - TEN_YEARS;
            driver.minutes(minutes);
            if driver.model.now < before && minutes < -70 {
                assert!(
                    driver.notice().contains("went back"),
                    "{minutes}: {}",
                    driver.notice()
                );
                said += 1;
            }
            driver.keys(keys[dice.below(keys.len() as i64) as usize]);
            entries += numbers_follow_on(&mut driver, &mut last);
            draw(&driver, SIZES[number % 3]);
        }
        holds(driver.book()).unwrap();
    }
    assert!(
        entries > counts::CLOCK_JUMPS.times() / 5,
        "only {entries} entries"
    );
    assert!(
        said > counts::CLOCK_JUMPS.times() / 4,
        "said only {said} times"
    );
}

/// In each of these the clock shows an hour twice, or none of it.
const ZONES: [&str; 6] = [
    "America/New_York",
    "America/Los_Angeles",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Pacific/Auckland",
];

#[test]
fn an_hour_that_comes_twice_or_never_changes_no_order_and_is_not_said() {
    use jiff::ToSpan;
    for zone in ZONES {
        let mut driver = Driver::practice_without_journal();
        let mut last = None;
        let (mut at, mut shifts) = (driver.model.now.in_tz(zone).unwrap(), 0);
        let end = at.checked_add(1.year()).unwrap();
        while at < end {
            let next = at.checked_add(2.hours()).unwrap();
            let is_shift = next.offset() != at.offset();
            shifts += u32::from(is_shift);
            // Around a shift every ten minutes, else a few times a day.
            let next = if is_shift {
                at.checked_add(10.minutes()).unwrap()
            } else {
                next
            };
            driver.message(homeroom::app::message::Message::Tick(next.datetime()));
            assert!(!driver.notice().contains("went back"), "{next}");
            if is_shift {
                driver.keys("cj1");
            }
            numbers_follow_on(&mut driver, &mut last);
            at = next;
        }
        assert!(shifts >= 2 && last.is_some(), "no hour was different");
    }
}
