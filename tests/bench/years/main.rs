//! Whether opening grows with history: a book of seven years beside one of a single year, with equal last years.
//!
//! `cargo bench --bench years`. A student and year has 60 marks, 40 check-ins and 5 goals with 10 looks each; every act is an
//! entry of the history, as it is in a real book. Both books are opened in turn through a terminal, from the passphrase to the
//! first whole frame, once with the key derivation of a real book and once with the cheapest one, which hides nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_lossless,
    reason = "a bench that cannot go on ends there"
)]

#[path = "../pty/running.rs"]
mod running;

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use homeroom::{
    domain::{
        act::{self, GoalText, Note, Stamp},
        book::Book,
        catalog::ItemId,
        change::{Change, Edit, Entry, EntryKind, Lasting},
        date::{SchoolYear, plus_days},
        goal::GoalState,
        grade::Grade,
        id::{GoalId, StudentId},
        mark::Mark,
        student::Name,
        text::Text,
    },
    run::clock,
    store::{
        self, Claimed, Cost, Credentials, Passphrase, RecoveryKey, Store, TakeOver, Unlock, Who,
        lock,
    },
};
use running::{Running, median};

const PASSPHRASE: &str = "five unrelated words of mine";
/// Shown on the first frame of the open book.
const FIRST: &str = "Student, Number 21";
const STARTS: usize = 15;
const KEYS: usize = 40;
const STUDENTS: usize = 22;
const YEARS: [i16; 2] = [1, 7];

fn main() {
    let folder = std::env::temp_dir().join(format!("homeroom-years-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    println!(
        "{:38} {:>11} {:>11} {:>6}",
        "median", "one year", "seven years", "ratio"
    );
    for (name, cost) in [("real key", Cost::STANDARD), ("cheapest key", Cost::CHEAP)] {
        let books = YEARS.map(|years| {
            let path = folder.join(format!("{name}-{years}.homeroom").replace(' ', "-"));
            write(&path, years, cost);
            path
        });
        let sizes = [0, 1].map(|at| std::fs::metadata(&books[at]).unwrap().len() as f64 / 1024.0);
        row(&format!("{name}: file, KiB"), sizes);
        report(name, &books);
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

fn row(name: &str, [one, seven]: [f64; 2]) {
    println!("{name:38} {one:>11.1} {seven:>11.1} {:>6.2}", seven / one);
}

fn report(name: &str, books: &[PathBuf; 2]) {
    let mut claimed = [Vec::new(), Vec::new()];
    let mut opened = [Vec::new(), Vec::new()];
    let mut committed = [Vec::new(), Vec::new()];
    let mut painted = [Vec::new(), Vec::new()];
    let mut memory = [Vec::new(), Vec::new()];
    for _ in 0..STARTS {
        for (at, path) in books.iter().enumerate() {
            let [claim, open, commit] = opens(path);
            claimed[at].push(claim);
            opened[at].push(open);
            committed[at].push(commit);
            let mut running = start(path);
            let keys = format!("{PASSPHRASE}\r");
            painted[at].push(running.type_until(keys.as_bytes(), FIRST));
            memory[at].push(running.peak_memory());
            running.quit();
        }
    }
    let middle = |values: &[Vec<f64>; 2]| [0, 1].map(|at| median(&values[at]));
    row(&format!("{name}: file claimed, us"), middle(&claimed));
    row(&format!("{name}: verified and read, us"), middle(&opened));
    row(&format!("{name}: one commit, us"), middle(&committed));
    row(
        &format!("{name}: open to first frame, us"),
        middle(&painted),
    );
    row(&format!("{name}: peak memory, KiB"), middle(&memory));
    let (moves, ticks) = keys(books);
    row(&format!("{name}: move to last byte, us"), middle(&moves));
    row(&format!("{name}: tick, durable, us"), middle(&ticks));
}

/// The file alone, without a screen: claimed, which has the database look itself over; verified by us and read, without the key
/// derivation; and one tick, durable.
fn opens(path: &Path) -> [f64; 3] {
    let begun = Instant::now();
    let claimed = Claimed::of(path, &who(), TakeOver::Refuse).unwrap();
    let claim = since(begun);
    let unlock = Unlock::Passphrase(Passphrase::new(PASSPHRASE));
    let keys = claimed.keys(&unlock).unwrap();
    let begun = Instant::now();
    let mut opened = claimed.open(keys).unwrap();
    let open = since(begun);
    assert_eq!(opened.book.plans.len(), STUDENTS);
    let student = *opened.book.students.keys().next().unwrap();
    let stamp = Stamp::now(clock::now());
    let seq = opened.entries.last().unwrap().seq + 1;
    let entry = Entry {
        seq,
        at: stamp.at,
        by: opened.book.adviser.clone(),
        kind: EntryKind::Act,
        change: tick(&opened.book, student, 100 + seq as i32, stamp),
    };
    let begun = Instant::now();
    opened.store.commit(&[entry]).unwrap();
    let commit = since(begun);
    opened.store.close().unwrap();
    [claim, open, commit]
}

fn since(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e6
}

fn start(path: &Path) -> Running {
    let command = [
        env!("CARGO_BIN_EXE_homeroom").into(),
        "--book".into(),
        path.to_owned(),
    ];
    Running::start(&command, "Open your book")
}

fn keys(books: &[PathBuf; 2]) -> ([Vec<f64>; 2], [Vec<f64>; 2]) {
    let mut running: Vec<Running> = books.iter().map(|path| start(path)).collect();
    for running in &mut running {
        running.type_until(format!("{PASSPHRASE}\r").as_bytes(), FIRST);
    }
    let (mut moves, mut ticks) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for key in 0..KEYS {
        for at in 0..2 {
            let step: &[u8] = if key % 2 == 0 { b"j" } else { b"k" };
            moves[at].push(running[at].press(step).last);
        }
    }
    for _ in 0..KEYS {
        for at in 0..2 {
            ticks[at].push(running[at].press(b"1").last);
        }
    }
    running.into_iter().for_each(Running::quit);
    (moves, ticks)
}

fn who() -> Who {
    Who {
        adviser: None,
        machine: lock::machine_name(),
        since: "now".into(),
    }
}

/// An adviser at work, whose every act is saved.
struct Writer {
    opened: store::Opened,
    book: Book,
    entries: Vec<Entry>,
    seq: u64,
}

impl Writer {
    fn act(&mut self, change: Change, stamp: Stamp) {
        change.apply(&mut self.book).unwrap();
        self.seq += 1;
        self.entries.push(Entry {
            seq: self.seq,
            at: stamp.at,
            by: self.book.adviser.clone(),
            kind: EntryKind::Act,
            change,
        });
        if self.entries.len() >= 500 {
            self.save();
        }
    }

    fn save(&mut self) {
        self.opened.store.commit(&self.entries).unwrap();
        self.entries.clear();
    }
}

/// A book whose last school year is the one of today.
fn write(path: &Path, years: i16, cost: Cost) {
    let today = clock::now().date();
    let book = Book::new(store::new_book_id().unwrap(), Text::new("A. Reed"), today);
    let last = book.settings.year;
    let credentials = Credentials {
        passphrase: Passphrase::new(PASSPHRASE),
        recovery: RecoveryKey::random().unwrap(),
        cost,
    };
    let opened = Store::create(path, &who(), &credentials, &book).unwrap();
    let mut writer = Writer {
        opened,
        book,
        entries: Vec::new(),
        seq: 0,
    };
    let now = Stamp::now(clock::now());
    writer.act(act::add_group(&writer.book, Text::new("204")), now);
    let group = writer.book.settings.group.unwrap();
    for number in 0..STUDENTS {
        let name = Name::parse(&format!("Student, Number {number}"));
        let grade = Grade::new(9).unwrap();
        let added = act::add_student(&writer.book, group, name, grade, now.at);
        writer.act(added, now);
    }
    for back in (0..years).rev() {
        let year = SchoolYear(last.0 - back);
        let turned = act::edit_settings(&writer.book, |settings| settings.year = year);
        if !turned.is_empty() {
            writer.act(turned, now);
        }
        hold_a_year(&mut writer);
    }
    writer.save();
    writer.opened.store.close().unwrap();
}

fn hold_a_year(writer: &mut Writer) {
    let begins = writer
        .book
        .settings
        .calendar
        .first_day(writer.book.settings.year);
    let stamp = |day: i32| Stamp::now(plus_days(begins, day).at(10, 0, 0, 0));
    let students: Vec<StudentId> = writer.book.students.keys().copied().collect();
    for student in students {
        for mark in 0..60 {
            let change = tick(&writer.book, student, mark, stamp(mark));
            writer.act(change, stamp(mark));
        }
        for talk in 0..40 {
            let note = Note {
                text: Text::new("talked about the welding program and what it asks for"),
                ..Note::default()
            };
            let change = act::note(&writer.book, &[student], None, &note, stamp(talk * 3));
            writer.act(change, stamp(talk * 3));
        }
        for _ in 0..5 {
            let said = GoalText {
                text: Text::new("Pass algebra with a B or better"),
                ..GoalText::default()
            };
            let id = GoalId(writer.book.next_id);
            let set = act::set_goal(&writer.book, student, said, stamp(1));
            writer.act(set, stamp(1));
            for look in 0..10 {
                let text = Text::new("two tests are missing, the rest is fine");
                let state = GoalState::OnTrack;
                let when = stamp(10 + look * 10);
                let looked = act::progress(&writer.book, student, id, state, Some(6), text, when);
                writer.act(looked, when);
            }
        }
    }
}

fn tick(book: &Book, student: StudentId, mark: i32, stamp: Stamp) -> Change {
    Change::from(Edit::Mark {
        student,
        item: ItemId::new(&format!("item-number-{mark}")).unwrap(),
        lasting: Lasting::Year(book.settings.year),
        was: None,
        now: Some(Mark::Done {
            on: stamp.day(),
            by: book.adviser.clone(),
        }),
    })
}
