//! The worker in line: what it answers, and that it never says more than the disk holds.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "a test says what is wrong by failing"
)]

use std::{
    collections::VecDeque,
    io,
    ops::Bound,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use jiff::civil::date;
use redb::{BackendError, StorageBackend};

use homeroom::{
    app::effect::{Effect, Occasion, Outcome, Secret},
    domain::{
        act,
        book::Book,
        change::{Entry, EntryKind},
        date::DateTime,
        draft::{Answer as DraftAnswer, Draft},
        grade::Grade,
        student::Name,
        text::Text,
    },
    exchange::{catalog, practice},
    run::worker::{Answer, Job, Worker},
    store::{
        Backup, Claimed, Cost, Credentials, Passphrase, Reason, RecoveryKey, Store, Unlock,
        medium::{Medium, Memory},
    },
};

const PASSPHRASE: &str = "five unrelated words of mine";

fn noon() -> DateTime {
    date(2025, 10, 14).at(12, 0, 0, 0)
}

/// A disk that can be told to fail its syncs.
#[derive(Debug, Clone, Default)]
struct Disk {
    memory: Memory,
    fails: Arc<AtomicBool>,
    /// Where the book would lie; full as long as the room that is kept beside it is not given up.
    book: PathBuf,
}

impl Disk {
    fn fails(&self, fails: bool) {
        self.fails.store(fails, Ordering::SeqCst);
    }
}

impl Medium for Disk {
    fn open(&self) -> io::Result<Box<dyn StorageBackend>> {
        Ok(Box::new(self.clone()))
    }

    fn path(&self) -> &std::path::Path {
        &self.book
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        self.memory.len()
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.memory.read(offset, out)
    }
    fn set_len(&self, length: u64) -> io::Result<()> {
        self.memory.set_len(length)
    }
    fn sync_data(&self) -> io::Result<()> {
        if self.fails.load(Ordering::SeqCst) {
            return Err(io::Error::other("the stick was pulled out"));
        }
        if self.book.with_extension("homeroom.reserve").is_file() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.memory.sync_data()
    }
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.memory.write(offset, data)
    }
    fn try_lock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<bool, BackendError> {
        Ok(true)
    }
    fn unlock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }
}

/// A worker over an empty book on that disk, and the book.
fn worker(disk: &Disk) -> (Worker, Book) {
    let credentials = Credentials {
        passphrase: Passphrase::new(PASSPHRASE),
        recovery: RecoveryKey::random().unwrap(),
        cost: Cost::CHEAP,
    };
    let id = homeroom::store::new_book_id().unwrap();
    let book = Book::new(id, Text::new("A. Reed"), noon().date());
    let opened = Store::create_on(Box::new(disk.clone()), &credentials, &book).unwrap();
    let worker = Worker::over(opened.store).with(noon, Cost::CHEAP);
    (worker, book)
}

/// How many groups are on the disk, as the next start finds it.
fn groups_on(disk: &Disk, worker: Worker) -> usize {
    drop(worker);
    let claimed = Claimed::on(Box::new(disk.clone())).unwrap();
    let keys = claimed
        .keys(&Unlock::Passphrase(Passphrase::new(PASSPHRASE)))
        .unwrap();
    claimed.open(keys).unwrap().book.groups.len()
}

/// What the program would ask to be saved: groups are made, one after the other.
fn entries(book: &Book, first: u64, count: u64) -> Vec<Entry> {
    let mut book = book.clone();
    (first..first + count)
        .map(|seq| {
            let change = act::add_group(&book, Text::new(&format!("Room {seq}")));
            change.apply(&mut book).unwrap();
            Entry {
                seq,
                at: noon(),
                by: book.adviser.clone(),
                kind: EntryKind::Act,
                change,
            }
        })
        .collect()
}

fn saves(entries: &[Entry]) -> VecDeque<Job> {
    entries
        .iter()
        .map(|entry| Job::Effect(Effect::Save(Box::new(entry.clone()))))
        .collect()
}

/// Takes the jobs and says what came back, and whether it goes on.
fn take(worker: &mut Worker, jobs: VecDeque<Job>) -> (Vec<String>, bool) {
    let mut answers = Vec::new();
    let goes_on = worker.take(jobs, &mut |answer| {
        answers.push(match answer {
            Answer::Outcome(Outcome::Saved { through, .. }) => format!("saved {through}"),
            Answer::Outcome(Outcome::NotSaved(_)) => "not saved".into(),
            Answer::Outcome(other) => format!("{other:?}"),
            Answer::Reached => "reached".into(),
            Answer::Safe => "safe".into(),
        });
    });
    (answers, goes_on)
}

#[test]
fn changes_that_queued_up_share_one_transaction() {
    let disk = Disk::default();
    let (mut worker, book) = worker(&disk);
    let (answers, _) = take(&mut worker, saves(&entries(&book, 1, 5)));
    assert_eq!(answers, ["saved 5"]);
    assert_eq!(groups_on(&disk, worker), 5);
}

#[test]
fn what_could_not_be_saved_is_saved_with_the_next_change() {
    let disk = Disk::default();
    let (mut worker, book) = worker(&disk);
    let entries = entries(&book, 1, 2);
    disk.fails(true);
    let (answers, _) = take(&mut worker, saves(&entries[..1]));
    assert_eq!(answers, ["not saved"]);
    disk.fails(false);
    let (answers, _) = take(&mut worker, saves(&entries[1..]));
    assert_eq!(answers, ["saved 2"]);
    assert_eq!(groups_on(&disk, worker), 2);
}

#[test]
fn what_could_not_be_saved_is_tried_again_every_minute_and_told_once() {
    let disk = Disk::default();
    let (mut worker, book) = worker(&disk);
    let entries = entries(&book, 1, 1);
    disk.fails(true);
    take(&mut worker, saves(&entries));
    let minutes = || [Job::Minute, Job::Minute, Job::Minute].into();
    let (answers, _) = take(&mut worker, minutes());
    assert!(answers.len() <= 1, "{answers:?}");
    disk.fails(false);
    let (answers, _) = take(&mut worker, minutes());
    assert_eq!(answers, ["saved 1"]);
}

#[test]
fn leaving_with_something_unsaved_asks_first_and_then_lets_go() {
    let disk = Disk::default();
    let (mut worker, book) = worker(&disk);
    disk.fails(true);
    let mut jobs = saves(&entries(&book, 1, 1));
    jobs.push_back(Job::Effect(Effect::Quit)); // before anybody could see that it failed
    let (answers, goes_on) = take(&mut worker, jobs);
    assert_eq!(answers, ["not saved", "not saved"]);
    assert!(goes_on);
    let (answers, goes_on) = take(&mut worker, [Job::Abandon].into());
    assert_eq!(answers, ["safe"]);
    assert!(!goes_on);
}

#[test]
fn locking_with_something_unsaved_does_not_lock() {
    let disk = Disk::default();
    let (mut worker, book) = worker(&disk);
    let entries = entries(&book, 1, 1);
    disk.fails(true);
    take(&mut worker, saves(&entries));
    assert!(matches!(
        worker.perform(Effect::Lock)[..],
        [Outcome::NotSaved(_)]
    ));
    disk.fails(false);
    assert!(matches!(
        worker.perform(Effect::Lock)[..],
        [Outcome::Locked]
    ));
}

#[test]
fn an_end_without_questions_saves_what_waits() {
    let (mut worker, book) = worker(&Disk::default());
    let entries = entries(&book, 1, 3);
    let mut jobs = saves(&entries);
    jobs.push_back(Job::End);
    let (answers, goes_on) = take(&mut worker, jobs);
    assert_eq!((answers, goes_on), (vec!["saved 3".to_owned()], false));
}

#[test]
fn a_practice_book_takes_changes_after_its_invented_history() {
    let made = practice::practice(&catalog::default_catalog(), noon().date());
    let last = made.journal.last().unwrap().seq;
    let mut worker = Worker::practice(made.book.clone(), last).with(noon, Cost::CHEAP);
    let entries = entries(&made.book, last + 1, 2);
    let (answers, _) = take(&mut worker, saves(&entries));
    assert_eq!(answers, [format!("saved {}", last + 2)]);
    let undone = Entry {
        seq: last + 3,
        kind: EntryKind::Undo(last + 2),
        change: entries[1].change.inverse(),
        ..entries[1].clone()
    };
    let (answers, _) = take(&mut worker, saves(&[undone]));
    assert_eq!(answers, [format!("saved {}", last + 3)]);
}

/// A folder that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("homeroom-worker-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn book(&self) -> PathBuf {
        self.0.join("group.homeroom")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Makes a book as the first start does: its recovery key, and what is in it.
fn make(worker: &mut Worker, folder: &Folder) -> (Secret, Book) {
    let [Outcome::Offered { recovery, .. }] = &worker.perform(Effect::Offer)[..] else {
        panic!("no offer")
    };
    let made = worker.perform(Effect::Make {
        place: folder.book().to_string_lossy().into_owned(),
        passphrase: Secret::new(PASSPHRASE),
        recovery: recovery.clone(),
        adviser: Text::new("A. Reed"),
    });
    let [Outcome::Opened(opened)] = &made[..] else {
        panic!("{made:?}")
    };
    (recovery.clone(), opened.book.clone())
}

fn add_student(worker: &mut Worker, mut book: Book) {
    let made = &entries(&book, 1, 1)[0];
    take(worker, saves(std::slice::from_ref(made)));
    made.change.apply(&mut book).unwrap();
    let group = *book.groups.keys().next().unwrap();
    let name = Name::parse("Diaz, Ana");
    let change = act::add_student(&book, group, name, Grade::new(9).unwrap(), noon());
    let entry = Entry {
        seq: 2,
        at: noon(),
        by: book.adviser.clone(),
        kind: EntryKind::Act,
        change,
    };
    take(worker, saves(&[entry]));
}

#[test]
fn a_book_that_was_made_opens_with_its_passphrase_after_a_wrong_one() {
    let folder = Folder::new("unlock");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    let (_, book) = make(&mut worker, &folder);
    add_student(&mut worker, book);
    assert!(matches!(
        worker.perform(Effect::Lock)[..],
        [Outcome::Locked]
    ));
    let wrong = worker.perform(Effect::Unlock(Secret::new("five unrelated words of yours")));
    assert!(
        matches!(wrong[..], [Outcome::WrongPassphrase { wait: 1, .. }]),
        "{wrong:?}"
    );
    let right = worker.perform(Effect::Unlock(Secret::new(PASSPHRASE)));
    let [Outcome::Opened(opened)] = &right[..] else {
        panic!("{right:?}")
    };
    assert_eq!(opened.book.students.len(), 1);
    assert!(!opened.practice);
}

#[test]
fn the_recovery_key_opens_the_book_and_the_new_passphrase_holds() {
    let folder = Folder::new("recover");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    let (key, _) = make(&mut worker, &folder);
    worker.perform(Effect::Lock);
    let new = "another set of words of mine";
    let recover = |key: &str| Effect::Recover {
        key: Secret::new(key),
        passphrase: Secret::new(new),
    };
    let mistyped = worker.perform(recover("000000"));
    assert!(matches!(mistyped[..], [Outcome::NotOpened(_)]));
    let opened = worker.perform(recover(key.expose()));
    assert!(matches!(opened[..], [Outcome::Opened(_)]), "{opened:?}");
    worker.perform(Effect::Lock);
    let old = worker.perform(Effect::Unlock(Secret::new(PASSPHRASE)));
    assert!(matches!(old[..], [Outcome::WrongPassphrase { .. }]));
    let right = worker.perform(Effect::Unlock(Secret::new(new)));
    assert!(matches!(right[..], [Outcome::Opened(_)]));
}

#[test]
fn a_changed_passphrase_holds() {
    let folder = Folder::new("change");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    make(&mut worker, &folder);
    let new = "another set of words of mine";
    let changed = worker.perform(Effect::ChangePassphrase(Secret::new(new)));
    assert!(matches!(changed[..], [Outcome::PassphraseChanged(None)]));
    worker.perform(Effect::Lock);
    let right = worker.perform(Effect::Unlock(Secret::new(new)));
    assert!(matches!(right[..], [Outcome::Opened(_)]));
}

#[test]
fn a_book_is_never_made_over_another_one() {
    let folder = Folder::new("over");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    let (recovery, _) = make(&mut worker, &folder);
    worker.perform(Effect::Lock);
    let before = std::fs::read(folder.book()).unwrap();
    let refused = worker.perform(Effect::Make {
        place: folder.book().to_string_lossy().into_owned(),
        passphrase: Secret::new(PASSPHRASE),
        recovery,
        adviser: Text::new("B. Reed"),
    });
    assert!(
        matches!(refused[..], [Outcome::NotOpened(_)]),
        "{refused:?}"
    );
    assert_eq!(std::fs::read(folder.book()).unwrap(), before);
}

#[test]
fn on_a_full_disk_the_last_notes_go_into_the_room_that_was_kept_for_them() {
    let folder = Folder::new("full");
    std::fs::create_dir_all(&folder.0).unwrap();
    let disk = Disk {
        book: folder.book(),
        ..Disk::default()
    };
    let (mut worker, book) = worker(&disk);
    let reserve = folder.0.join("group.homeroom.reserve");
    std::fs::write(&reserve, [7; 1024]).unwrap();
    let said = worker.perform(Effect::Save(Box::new(entries(&book, 1, 1)[0].clone())));
    let [Outcome::Saved { .. }, Outcome::Said(problem)] = &said[..] else {
        panic!("{said:?}")
    };
    assert!(problem.what.starts_with("The disk is full"), "{problem}");
    assert!(!reserve.exists());
    assert_eq!(groups_on(&disk, worker), 1);
}

/// The backups beside the book, newest first.
fn backups(folder: &Folder) -> Vec<Backup> {
    homeroom::store::backup::list(&folder.book())
}

#[test]
fn a_close_after_work_leaves_one_backup_a_day_and_one_without_work_leaves_none() {
    let folder = Folder::new("day");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    let (_, book) = make(&mut worker, &folder);
    add_student(&mut worker, book);
    worker.perform(Effect::Lock);
    let first = backups(&folder);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].reason, Reason::Day);
    worker.perform(Effect::Unlock(Secret::new(PASSPHRASE)));
    worker.perform(Effect::Lock);
    assert_eq!(backups(&folder), first);
}

#[test]
fn a_backup_before_an_import_holds_all_that_was_entered_until_then() {
    let folder = Folder::new("before");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    let (_, book) = make(&mut worker, &folder);
    let entries = entries(&book, 1, 2);
    let mut jobs = saves(&entries[..1]);
    jobs.push_back(Job::Effect(Effect::BackUp(Occasion::Import)));
    jobs.extend(saves(&entries[1..]));
    take(&mut worker, jobs);
    let [backup] = &backups(&folder)[..] else {
        panic!("{:?}", backups(&folder));
    };
    assert_eq!(backup.reason, Reason::Import);
    let aside = folder.0.join("aside.homeroom");
    std::fs::copy(&backup.path, &aside).unwrap();
    let mut reader = Worker::new(aside).with(noon, Cost::CHEAP);
    let opened = reader.perform(Effect::Unlock(Secret::new(PASSPHRASE)));
    let [Outcome::Opened(opened)] = &opened[..] else {
        panic!("{opened:?}")
    };
    assert_eq!(opened.book.groups.len(), book.groups.len() + 1);
}

#[test]
fn a_backup_that_cannot_be_made_is_said_and_the_notes_are_saved_all_the_same() {
    let folder = Folder::new("no-backup");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    let (_, book) = make(&mut worker, &folder);
    std::fs::write(
        homeroom::store::backup::folder(&folder.book()),
        "in the way",
    )
    .unwrap();
    let said = worker.perform(Effect::BackUp(Occasion::RollOver));
    let [Outcome::Said(problem)] = &said[..] else {
        panic!("{said:?}")
    };
    assert_eq!(
        problem.safe,
        "The book itself is saved; the older backups are there."
    );
    let saved = worker.perform(Effect::Save(Box::new(entries(&book, 1, 1)[0].clone())));
    assert!(matches!(saved[..], [Outcome::Saved { .. }]), "{saved:?}");
}

#[test]
fn a_new_recovery_key_opens_the_book_and_the_old_one_no_longer() {
    let folder = Folder::new("recovery");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    let (old, _) = make(&mut worker, &folder);
    let [Outcome::Offered { recovery: new, .. }] = &worker.perform(Effect::Offer)[..] else {
        panic!("no offer")
    };
    let changed = worker.perform(Effect::ChangeRecovery(new.clone()));
    assert!(matches!(changed[..], [Outcome::KeysChanged(None)]));
    worker.perform(Effect::Lock);
    let recover = |key: &Secret| Effect::Recover {
        key: key.clone(),
        passphrase: Secret::new(PASSPHRASE),
    };
    let refused = worker.perform(recover(&old));
    assert!(
        matches!(refused[..], [Outcome::NotOpened(_)]),
        "{refused:?}"
    );
    let opened = worker.perform(recover(new));
    assert!(matches!(opened[..], [Outcome::Opened(_)]), "{opened:?}");
}

#[test]
fn after_all_keys_were_changed_work_goes_on_and_the_old_passphrase_opens_the_backup_only() {
    let folder = Folder::new("rekey");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    let (_, book) = make(&mut worker, &folder);
    let [Outcome::Offered { words, recovery }] = &worker.perform(Effect::Offer)[..] else {
        panic!("no offer")
    };
    let changed = worker.perform(Effect::ChangeKeys {
        passphrase: words.clone(),
        recovery: recovery.clone(),
    });
    assert!(
        matches!(changed[..], [Outcome::KeysChanged(None)]),
        "{changed:?}"
    );
    add_student(&mut worker, book);
    worker.perform(Effect::Lock);
    let old = worker.perform(Effect::Unlock(Secret::new(PASSPHRASE)));
    assert!(matches!(old[..], [Outcome::WrongPassphrase { .. }]));
    let right = worker.perform(Effect::Unlock(words.clone()));
    let [Outcome::Opened(opened)] = &right[..] else {
        panic!("{right:?}")
    };
    assert_eq!(opened.book.students.len(), 1);
    let before = backups(&folder)
        .into_iter()
        .find(|backup| backup.reason == Reason::Keys)
        .unwrap();
    let mut reader = Worker::new(before.path).with(noon, Cost::CHEAP);
    let old = reader.perform(Effect::Unlock(Secret::new(PASSPHRASE)));
    assert!(matches!(old[..], [Outcome::Opened(_)]), "{old:?}");
}

#[test]
fn a_damaged_book_names_the_newest_good_backup_and_one_effect_restores_it() {
    let folder = Folder::new("damaged");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    let (_, book) = make(&mut worker, &folder);
    add_student(&mut worker, book);
    worker.perform(Effect::Lock);
    let whole = std::fs::read(folder.book()).unwrap();
    let half = &whole[..whole.len() / 2];
    std::fs::write(folder.book(), half).unwrap();
    let told = worker.perform(Effect::Unlock(Secret::new(PASSPHRASE)));
    let [Outcome::Damaged { problem, backup }] = &told[..] else {
        panic!("{told:?}")
    };
    assert!(problem.what.starts_with("The book is damaged"), "{problem}");
    assert_eq!(backup, "Oct 14, 2025, 12:00, at the end of the day");
    let restored = worker.perform(Effect::Restore);
    assert!(
        matches!(restored[..], [Outcome::Restored(None)]),
        "{restored:?}"
    );
    let opened = worker.perform(Effect::Unlock(Secret::new(PASSPHRASE)));
    let [Outcome::Opened(opened)] = &opened[..] else {
        panic!("{opened:?}")
    };
    assert_eq!(opened.book.students.len(), 1);
    let kept = backups(&folder)
        .into_iter()
        .find(|backup| backup.reason == Reason::Damaged)
        .unwrap();
    assert_eq!(std::fs::read(kept.path).unwrap(), half);
}

#[test]
fn an_edited_checklist_comes_back_as_the_text_for_the_book_or_with_its_first_fault() {
    let mut worker = Worker::new(PathBuf::new());
    let mut parts = catalog::default_catalog().parts().clone();
    parts.items[0].text = Text::new("in our own words");
    let answer = worker.perform(Effect::WriteCatalog(Box::new(parts.clone())));
    let [Outcome::Catalog(read)] = answer.as_slice() else {
        panic!("{answer:?}");
    };
    let file = (**read).as_ref().unwrap();
    assert_eq!(file.catalog.parts(), &parts);
    let text = file.text.clone().unwrap();
    assert_eq!(catalog::load(&text, "book").0.unwrap().parts(), &parts);

    parts.items[0].text = Text::new(&"long ".repeat(10));
    let answer = worker.perform(Effect::WriteCatalog(Box::new(parts)));
    let [Outcome::Catalog(read)] = answer.as_slice() else {
        panic!("{answer:?}");
    };
    let problem = (**read).as_ref().unwrap_err();
    assert_eq!(problem.what, "\"text\" has 49 columns; 44 is the most");
    assert_eq!(problem.safe, "The checklist in use stays as it is.");
}

#[test]
fn every_wrong_passphrase_makes_the_next_wait_twice_as_long_up_to_a_minute() {
    let folder = Folder::new("wait");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    make(&mut worker, &folder);
    worker.perform(Effect::Lock);
    let mut waits = || {
        let tried = worker.perform(Effect::Unlock(Secret::new("not the words of this book")));
        match tried[..] {
            [Outcome::WrongPassphrase { wait, .. }] => wait,
            _ => panic!("{tried:?}"),
        }
    };
    let waited: Vec<u32> = std::iter::repeat_with(&mut waits).take(8).collect();
    assert_eq!(waited, [1, 2, 4, 8, 16, 32, 60, 60]);
    assert!((0..60).all(|_| waits() == 60), "somebody is locked out");
    let right = worker.perform(Effect::Unlock(Secret::new(PASSPHRASE)));
    assert!(matches!(right[..], [Outcome::Opened(_)]), "{right:?}");
    worker.perform(Effect::Lock);
    let again = worker.perform(Effect::Unlock(Secret::new("not the words of this book")));
    assert!(matches!(
        again[..],
        [Outcome::WrongPassphrase { wait: 1, .. }]
    ));
}

fn half_a_note() -> Draft {
    Draft {
        at: noon(),
        initials: true,
        form: "note".into(),
        about: vec![0, 3],
        words: vec![noon().to_string(), noon().to_string()],
        answers: vec![
            DraftAnswer::Typed("wants to be a zebrafish".into()),
            DraftAnswer::Chosen(2),
        ],
        focus: 1,
    }
}

/// What was being written, as the next start finds it.
fn found(worker: &mut Worker) -> Option<Draft> {
    match &worker.perform(Effect::Unlock(Secret::new(PASSPHRASE)))[..] {
        [Outcome::Opened(opened)] => opened.draft.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_being_written_is_sealed_in_the_book_however_it_is_closed() {
    let ways: [fn() -> Job; 4] = [
        || Job::Effect(Effect::Lock),
        || Job::Effect(Effect::Quit),
        || Job::Lock(std::sync::mpsc::channel().0),
        || Job::End,
    ];
    for (number, way) in ways.into_iter().enumerate() {
        let folder = Folder::new(&format!("draft-{number}"));
        let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
        make(&mut worker, &folder);
        take(
            &mut worker,
            [Job::Writing(Some(Box::new(half_a_note()))), way()].into(),
        );
        worker.perform(Effect::Lock); // at an end the thread closes the file
        let bytes = std::fs::read(folder.book()).unwrap();
        assert!(!bytes.windows(9).any(|part| part == b"zebrafish"));
        assert_eq!(found(&mut worker), Some(half_a_note()), "way {number}");
    }
}

#[test]
fn what_was_taken_or_left_does_not_come_back() {
    let folder = Folder::new("taken");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    make(&mut worker, &folder);
    take(
        &mut worker,
        [Job::Writing(Some(Box::new(half_a_note())))].into(),
    );
    worker.perform(Effect::Lock);
    assert!(found(&mut worker).is_some());
    take(&mut worker, [Job::Writing(None)].into());
    drop(worker); // as when the program is killed
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    assert_eq!(found(&mut worker), None);
}

#[test]
fn a_lock_tells_where_the_book_lies_and_nothing_when_it_is_not_saved() {
    let folder = Folder::new("where");
    let mut worker = Worker::new(folder.book()).with(noon, Cost::CHEAP);
    make(&mut worker, &folder);
    let (tell, closed) = std::sync::mpsc::channel();
    take(&mut worker, [Job::Lock(tell)].into());
    assert_eq!(closed.recv().unwrap(), Some(folder.book()));

    let disk = Disk::default();
    let (mut worker, book) = self::worker(&disk);
    disk.fails(true);
    let (tell, closed) = std::sync::mpsc::channel();
    let mut jobs = saves(&entries(&book, 1, 1));
    jobs.push_back(Job::Lock(tell));
    let (answers, _) = take(&mut worker, jobs);
    assert_eq!(answers, ["not saved", "not saved"]);
    assert_eq!(closed.recv().unwrap(), None);
}
