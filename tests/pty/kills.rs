//! Kills without warning: whatever was shown as saved is there, and every book opens.

use std::{
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use homeroom::{
    domain::{book::Book, plan::Plan},
    store::{
        Claimed, Cost, Credentials, Kind, Passphrase, RecoveryKey, Store, TakeOver, Unlock, Who,
    },
};
use rustix::process::Signal;

use crate::{
    book::{PASSPHRASE, first_start, quick_book, unlock},
    counts::{KILLS_MAKING, KILLS_WORKING},
    terminal::{Folder, Session, Start},
};

/// Kills over one book: what is written in one period is one note, and a line takes 500 characters.
const A_BOOK: usize = 20;

/// At once: the key derivation uses the cores anyway.
pub const SIDE_BY_SIDE: u64 = 4;

/// Numbers that differ from run to run; the seed is printed with a failure.
pub struct Dice(u64);

impl Dice {
    pub fn new(number: u64) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Self((now.as_nanos() as u64).wrapping_mul(number * 2 + 1) | 1)
    }

    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    pub fn moment(&mut self, longest: Duration) -> Duration {
        Duration::from_micros(self.below(longest.as_micros().max(1) as u64))
    }
}

pub fn who() -> Who {
    Who {
        adviser: None,
        machine: homeroom::store::lock::machine_name(),
        since: "now".into(),
    }
}

fn open(folder: &Folder) -> Book {
    let claimed = Claimed::of(&folder.book(), &who(), TakeOver::Refuse).unwrap();
    let keys = claimed
        .keys(&Unlock::Passphrase(Passphrase::new(PASSPHRASE)))
        .unwrap();
    claimed.open(keys).unwrap().book
}

fn kill(session: &Session) {
    session.signal(Signal::KILL);
    session.end();
}

pub fn side_by_side(kills: u64, work: impl Fn(u64) + Sync) {
    thread::scope(|scope| {
        for first in 0..SIDE_BY_SIDE {
            let work = &work;
            scope.spawn(move || (first..kills).step_by(SIDE_BY_SIDE as usize).for_each(work));
        }
    });
}

#[test]
fn a_kill_while_the_book_is_made_leaves_none_or_a_whole_one() {
    let whole = {
        let folder = Folder::new();
        let mut session = first_start(&folder);
        let start = Instant::now();
        session.keys("\r");
        session.see("Make a group");
        start.elapsed()
    };
    side_by_side(KILLS_MAKING.times() as u64, |number| {
        let folder = Folder::new();
        let mut dice = Dice::new(number);
        let mut session = first_start(&folder);
        session.keys("\r");
        thread::sleep(dice.moment(whole * 3)); // this moment is what is tested
        let was_made = session.screen().contains("Make a group");
        kill(&session);
        let found = Claimed::of(&folder.book(), &who(), TakeOver::Refuse);
        match found {
            Ok(claimed) => {
                drop(claimed);
                assert_eq!(open(&folder).adviser.as_str(), "A. Reed");
            }
            Err(error) => {
                assert_eq!(*error.kind(), Kind::Missing, "{error}");
                assert!(!was_made, "a book that was shown is gone");
                make_after_all(&folder);
            }
        }
    });
}

/// What a kill left behind does not keep anybody from making the book.
fn make_after_all(folder: &Folder) {
    let credentials = Credentials {
        passphrase: Passphrase::new(PASSPHRASE),
        recovery: RecoveryKey::random().unwrap(),
        cost: Cost::CHEAP,
    };
    let id = homeroom::store::new_book_id().unwrap();
    let book = Book::new(
        id,
        homeroom::domain::text::Text::new("B. Reed"),
        jiff::civil::date(2025, 10, 14),
    );
    Store::create(&folder.book(), &who(), &credentials, &book).unwrap();
}

/// Every note in the book.
pub fn notes(book: &Book) -> Vec<String> {
    book.plans
        .values()
        .flat_map(Plan::check_ins)
        .map(|entry| entry.note.as_str().to_owned())
        .filter(|note| !note.is_empty())
        .collect()
}

/// Waits until a note is shown as done and the header says saved. The header comes first in every frame, so the two
/// together cannot be two halves of different frames.
pub fn is_acknowledged(screen: &vt100::Screen, note: &str) -> bool {
    let text = screen.contents();
    let header = text.lines().next().unwrap_or_default();
    text.contains(note)
        && !text.contains("enter save")
        && header.contains(" saved ")
        && !header.contains("saving")
}

#[test]
fn a_kill_while_working_loses_nothing_that_was_shown_as_saved() {
    side_by_side_books(|folder, dice, number| {
        let mut session = Start::book(folder).run();
        unlock(&mut session);
        session.see("204");
        let mut acknowledged = Vec::new();
        let last = dice.below(4);
        for round in 0..=last {
            let note = format!("talk{number}x{round}end");
            session.keys(&"j".repeat(dice.below(20) as usize));
            session.keys("e");
            session.see("enter save");
            session.keys("\x01"); // in front of what was written before
            session.keys(&note);
            session.see(&note);
            session.keys("\r");
            if round == last {
                thread::sleep(dice.moment(Duration::from_millis(4)));
            } else {
                session.until("an acknowledged note", |screen| {
                    is_acknowledged(screen, &note)
                });
            }
            if session.read(|screen| is_acknowledged(screen, &note)) {
                acknowledged.push(note);
            }
        }
        kill(&session);
        acknowledged
    });
}

/// Each thread kills again and again over one book, and then over the next; in the end, and after each kill, everything acknowledged is in it.
fn side_by_side_books(work: impl Fn(&Folder, &mut Dice, u64) -> Vec<String> + Sync) {
    thread::scope(|scope| {
        for first in 0..SIDE_BY_SIDE {
            let work = &work;
            scope.spawn(move || {
                let mut dice = Dice::new(first);
                let kills = KILLS_WORKING.times() as u64;
                let numbers: Vec<u64> = (first..kills).step_by(SIDE_BY_SIDE as usize).collect();
                for numbers in numbers.chunks(A_BOOK) {
                    over_one_book(numbers, |folder, number| work(folder, &mut dice, number));
                }
            });
        }
    });
}

fn over_one_book(numbers: &[u64], mut work: impl FnMut(&Folder, u64) -> Vec<String>) {
    let folder = Folder::new();
    quick_book(&folder);
    let mut acknowledged = Vec::new();
    for number in numbers {
        acknowledged.extend(work(&folder, *number));
        let found = notes(&open(&folder));
        for note in &acknowledged {
            let is_there = found.iter().any(|text| text.contains(note));
            assert!(is_there, "{note} is lost: {found:?}");
        }
        // What is written in one period is one note.
        let half = |text: &&String| !text.starts_with("talk") || !text.ends_with("end");
        assert_eq!(found.iter().find(half), None);
    }
}
