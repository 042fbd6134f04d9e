//! A whole book that was replaced by an older one: the machine on which it was open notices, and no other does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod counts;

use std::{
    fs,
    path::{Path, PathBuf},
};

use counts::ROLL_BACKS;
use homeroom::{
    app::effect::{Effect, Outcome, Secret},
    domain::{
        act,
        book::Book,
        change::{Entry, EntryKind},
        date::DateTime,
        text::Text,
    },
    run::{seen::Memory, worker::Worker},
    store::{
        self, Cost, Credentials, Passphrase, Reason, RecoveryKey, Store, TakeOver, Unlock, Who,
        backup,
    },
};
use jiff::civil::date;

const PASSPHRASE: &str = "five unrelated words of mine";
const RECOVERY: &str = "000000-000011-720885-051260-114730-334752-299178-000022";

/// So many states of one book that each can stand in the place of each later one.
const STATES: usize = 21;

fn noon() -> DateTime {
    date(2026, 11, 12).at(15, 2, 0, 0)
}

/// A folder that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("homeroom-older-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn book(&self) -> PathBuf {
        self.0.join("lee.homeroom")
    }

    /// What one machine remembers.
    fn memory(&self, machine: &str) -> Memory {
        Memory::in_folder(self.0.join(machine))
    }

    fn worker(&self, memory: Memory) -> Worker {
        Worker::new(self.book())
            .with(noon, Cost::CHEAP)
            .remembering(memory)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn who() -> Who {
    Who {
        adviser: None,
        machine: store::lock::machine_name(),
        since: "now".to_owned(),
    }
}

fn credentials() -> Credentials {
    Credentials {
        passphrase: Passphrase::new(PASSPHRASE),
        recovery: RecoveryKey::parse(RECOVERY).unwrap(),
        cost: Cost::CHEAP,
    }
}

fn make(path: &Path) -> Book {
    let id = store::new_book_id().unwrap();
    let book = Book::new(id, Text::new("A. Reed"), noon().date());
    let opened = Store::create(path, &who(), &credentials(), &book).unwrap();
    opened.store.close().unwrap();
    book
}

/// Another group in the book, saved by whoever has it open.
fn next(book: &mut Book, seq: u64) -> Entry {
    let change = act::add_group(book, Text::new(&format!("Room {seq}")));
    change.apply(book).unwrap();
    Entry {
        seq,
        at: noon(),
        by: book.adviser.clone(),
        kind: EntryKind::Act,
        change,
    }
}

fn save(worker: &mut Worker, entry: Entry) {
    let saved = worker.perform(Effect::Save(Box::new(entry)));
    assert!(matches!(saved[..], [Outcome::Saved { .. }]), "{saved:?}");
}

fn unlock(worker: &mut Worker) -> Outcome {
    let secret = Secret::new(PASSPHRASE);
    worker.perform(Effect::Unlock(secret)).pop().unwrap()
}

fn opens(worker: &mut Worker) {
    let outcome = unlock(worker);
    assert!(matches!(outcome, Outcome::Opened(_)), "{outcome:?}");
}

/// What is said of an older book.
fn older(worker: &mut Worker) -> String {
    match unlock(worker) {
        Outcome::Older(said) => said,
        other => panic!("not noticed: {other:?}"),
    }
}

/// The file after each of several edits.
fn states(folder: &Folder, count: usize) -> Vec<Vec<u8>> {
    let mut book = make(&folder.book());
    let mut states = Vec::new();
    for seq in 1..=count as u64 {
        let mut worker = folder.worker(Memory::default());
        opens(&mut worker);
        save(&mut worker, next(&mut book, seq));
        worker.perform(Effect::Lock);
        states.push(fs::read(folder.book()).unwrap());
    }
    states
}

#[test]
fn every_older_copy_is_noticed_where_the_newer_was_open_and_nowhere_else() {
    let folder = Folder::new("all");
    let states = states(&folder, STATES);
    let mut tried = 0;
    for round in 0.. {
        for later in 1..STATES {
            let here = folder.memory(&format!("here-{round}-{later}"));
            fs::write(folder.book(), &states[later]).unwrap();
            let mut worker = folder.worker(here.clone());
            opens(&mut worker);
            worker.perform(Effect::Lock);
            for (earlier, bytes) in states.iter().enumerate().take(later) {
                fs::write(folder.book(), bytes).unwrap();
                let said = older(&mut folder.worker(here.clone()));
                let edits = match later - earlier {
                    1 => "1 edit is missing".to_owned(),
                    edits => format!("{edits} edits are missing"),
                };
                assert!(said.contains(&edits), "{said}");
                assert!(said.contains("Nov 12, 2026, 15:02"), "{said}");
                let elsewhere = folder.memory(&format!("elsewhere-{round}-{earlier}-{later}"));
                opens(&mut folder.worker(elsewhere));
                tried += 1;
            }
            // What is newer than what was open here is no cause for alarm.
            let last = states.last().unwrap();
            fs::write(folder.book(), last).unwrap();
            opens(&mut folder.worker(here));
        }
        if tried >= ROLL_BACKS.times() {
            break;
        }
    }
}

#[test]
fn who_goes_on_with_an_older_book_is_not_asked_again() {
    let folder = Folder::new("goes-on");
    let states = states(&folder, 3);
    let here = folder.memory("here");
    opens(&mut folder.worker(here.clone()));
    fs::write(folder.book(), &states[0]).unwrap();
    let mut worker = folder.worker(here.clone());
    older(&mut worker);
    let Some(Outcome::Compared(compared)) = worker.perform(Effect::Compare).pop() else {
        panic!("nothing was compared");
    };
    let figures: Vec<_> = compared.rows.iter().map(|row| row.join("|")).collect();
    assert!(figures.contains(&"Edits|3|1".to_owned()), "{figures:?}");
    assert_eq!(
        fs::read(folder.book()).unwrap(),
        states[0],
        "not opened yet"
    );
    let outcome = worker.perform(Effect::GoOn).pop();
    assert!(matches!(outcome, Some(Outcome::Opened(_))), "{outcome:?}");
    worker.perform(Effect::Lock);
    opens(&mut folder.worker(here));
}

#[test]
fn who_leaves_an_older_book_alone_is_asked_again_and_not_a_byte_is_changed() {
    let folder = Folder::new("leaves");
    let states = states(&folder, 3);
    let here = folder.memory("here");
    opens(&mut folder.worker(here.clone()));
    fs::write(folder.book(), &states[1]).unwrap();
    for _ in 0..2 {
        let mut worker = folder.worker(here.clone());
        older(&mut worker);
        drop(worker);
        assert_eq!(fs::read(folder.book()).unwrap(), states[1]);
    }
}

#[test]
fn the_comparison_names_a_backup_that_holds_what_is_missing() {
    let folder = Folder::new("backup");
    let states = states(&folder, 3);
    let here = folder.memory("here");
    let mut worker = folder.worker(here.clone());
    opens(&mut worker);
    worker.perform(Effect::Lock);
    let opened = Store::open(
        &folder.book(),
        &who(),
        TakeOver::Refuse,
        &Unlock::Passphrase(Passphrase::new(PASSPHRASE)),
    );
    let store = opened.unwrap().store;
    store.back_up(Reason::Asked, noon()).unwrap();
    store.close().unwrap();
    fs::write(folder.book(), &states[0]).unwrap();
    let mut worker = folder.worker(here);
    older(&mut worker);
    let Some(Outcome::Compared(compared)) = worker.perform(Effect::Compare).pop() else {
        panic!("nothing was compared");
    };
    assert!(
        compared.advice.contains("holds what is missing"),
        "{}",
        compared.advice
    );
    assert!(
        compared
            .rows
            .iter()
            .any(|row| row[0] == "Newest backup" && row[2] == "3 edits")
    );
}

/// Whatever is done to a book in the program, its next start is no surprise.
#[test]
fn nothing_that_is_done_on_purpose_is_taken_for_an_older_copy() {
    let folder = Folder::new("purpose");
    let mut book = make(&folder.book());
    let here = folder.memory("here");
    let mut worker = folder.worker(here.clone());
    opens(&mut worker);
    for seq in 1..=4 {
        save(&mut worker, next(&mut book, seq));
    }
    let keys = Effect::ChangeKeys {
        passphrase: Secret::new(PASSPHRASE),
        recovery: Secret::new(RECOVERY),
    };
    let changed = worker.perform(keys);
    assert!(
        matches!(changed[..], [Outcome::KeysChanged(None)]),
        "{changed:?}"
    );
    worker.perform(Effect::Lock);
    let mut worker = folder.worker(here.clone());
    opens(&mut worker);
    save(&mut worker, next(&mut book, 5));
    // A kill: nothing is closed.
    drop(worker);
    opens(&mut folder.worker(here.clone()));
    // A damaged book goes back to its backup.
    let mut bytes = fs::read(folder.book()).unwrap();
    let half = bytes.len() / 2;
    bytes.truncate(half);
    fs::write(folder.book(), bytes).unwrap();
    assert!(!backup::list(&folder.book()).is_empty());
    let mut worker = folder.worker(here.clone());
    let outcome = unlock(&mut worker);
    assert!(matches!(outcome, Outcome::Damaged { .. }), "{outcome:?}");
    let restored = worker.perform(Effect::Restore);
    assert!(
        matches!(restored[..], [Outcome::Restored(None)]),
        "{restored:?}"
    );
    opens(&mut worker);
    drop(worker);
    opens(&mut folder.worker(here));
}

#[test]
fn what_is_remembered_tells_nothing_of_the_book_and_is_for_its_owner_only() {
    let folder = Folder::new("tells");
    let mut book = make(&folder.book());
    let here = folder.0.join("here");
    let mut worker = folder.worker(Memory::in_folder(here.clone()));
    opens(&mut worker);
    save(&mut worker, next(&mut book, 1));
    worker.perform(Effect::Lock);
    let files: Vec<_> = fs::read_dir(&here)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let text = fs::read_to_string(&files[0]).unwrap();
    for mark in ["Room", "Reed", "lee", folder.0.to_str().unwrap()] {
        assert!(
            !text.contains(mark)
                && !files[0]
                    .file_name()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .contains(mark)
        );
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&here), mode(&files[0])), (0o700, 0o600));
    }
    // A practice book leaves nothing there.
    let practice = Folder::new("practice");
    let there = practice.0.join("there");
    let mut worker = Worker::practice(book.clone(), 0)
        .with(noon, Cost::CHEAP)
        .remembering(Memory::in_folder(there.clone()));
    save(&mut worker, next(&mut book, 1));
    assert!(!there.exists());
}
