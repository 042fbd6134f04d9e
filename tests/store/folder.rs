//! The book as a file in a folder: private, one at a time, whole or not there, with a copy beside it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use homeroom::store::lock::Locks;
use homeroom::store::medium::Medium;
use homeroom::store::{Claimed, Kind, Opened, Restore, Store, StoreError, TakeOver, Who};

use crate::counts::SECOND_WRITERS;
use crate::fault::Disk;
use crate::session::{ADVISER, NAMES, Session, as_opened, empty_book};
use crate::{credentials, unlock};

const SEED: u64 = 5;

/// A folder of its own for a test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("homeroom-store-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn book(&self) -> PathBuf {
        self.0.join("data").join("lee.homeroom")
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.0.join("data").join(format!("lee.homeroom.{ending}"))
    }

    fn backups(&self) -> Vec<PathBuf> {
        let all = homeroom::store::backup::list(&self.book());
        all.into_iter().map(|backup| backup.path).collect()
    }

    fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.join("data"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn noon() -> homeroom::domain::date::DateTime {
    crate::session::today().at(12, 0, 0, 0)
}

fn who(machine: &str) -> Who {
    Who {
        adviser: Some(ADVISER.to_owned()),
        machine: machine.to_owned(),
        since: "Oct 14 10:02".to_owned(),
    }
}

fn create(folder: &Folder, seed: u64) -> Opened {
    Store::create(
        &folder.book(),
        &who("room-12"),
        &credentials(),
        &empty_book(seed),
    )
    .unwrap()
}

fn open(path: &Path) -> Result<Opened, StoreError> {
    Store::open(path, &who("room-12"), TakeOver::Refuse, &unlock())
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_new_book_is_for_its_owner_only_and_leaves_nothing_passing() {
    let folder = Folder::new("private");
    let mut opened = create(&folder, SEED);
    assert_eq!(
        folder.files(),
        ["lee.homeroom", "lee.homeroom.open", "lee.homeroom.reserve"]
    );
    assert_eq!(mode(&folder.0.join("data")), 0o700);
    for file in ["lee.homeroom", "lee.homeroom.open"] {
        assert_eq!(mode(&folder.0.join("data").join(file)), 0o600);
    }
    let session = Session::with_students(SEED, 5);
    opened.store.commit(&session.entries).unwrap();
    opened.store.close_day(noon()).unwrap();
    assert_eq!(
        folder.files(),
        [
            "lee.homeroom",
            "lee.homeroom.backups",
            "lee.homeroom.reserve"
        ]
    );
    assert_eq!(mode(&folder.beside("backups")), 0o700);
    assert_eq!(mode(&folder.beside("reserve")), 0o600);
    assert_eq!(mode(&folder.backups()[0]), 0o600);
    assert_eq!(open(&folder.book()).unwrap().book, as_opened(&session.book));
}

#[test]
fn what_a_killed_start_left_behind_does_not_stop_the_next() {
    let folder = Folder::new("killed");
    fs::create_dir_all(folder.0.join("data")).unwrap();
    fs::write(folder.beside("new"), b"half a book").unwrap();
    let dead = "machine: room-12\nprocess: 1\nsince: yesterday\nrun: another boot\n";
    fs::write(folder.beside("open"), dead).unwrap();
    create(&folder, SEED).store.close().unwrap();
    fs::write(folder.beside("previous.new"), b"half a copy").unwrap();
    fs::write(folder.beside("open"), "").unwrap();
    open(&folder.book()).unwrap().store.close().unwrap();
    assert!(!folder.beside("open").exists());
}

#[test]
fn a_book_is_never_written_over_by_a_new_one() {
    let folder = Folder::new("exists");
    create(&folder, SEED).store.close().unwrap();
    let before = fs::read(folder.book()).unwrap();
    let again = Store::create(
        &folder.book(),
        &who("room-12"),
        &credentials(),
        &empty_book(2),
    );
    assert_eq!(*again.map(|_| ()).unwrap_err().kind(), Kind::Exists);
    assert_eq!(fs::read(folder.book()).unwrap(), before);
}

#[test]
fn a_second_start_is_told_who_has_it_open_by_whatever_name_it_comes() {
    let folder = Folder::new("twice");
    let first = create(&folder, SEED);
    let soft = folder.0.join("soft.homeroom");
    symlink(folder.book(), &soft).unwrap();
    for path in [folder.book(), soft] {
        let error = open(&path).map(|_| ()).unwrap_err();
        let Kind::Busy(Some(holder)) = error.kind() else {
            panic!("{error}");
        };
        assert_eq!(holder.adviser.as_deref(), Some(ADVISER));
        assert!(
            error
                .to_string()
                .contains("open on room-12 since Oct 14 10:02"),
            "{error}"
        );
    }
    let hard = folder.0.join("hard.homeroom");
    fs::hard_link(folder.book(), &hard).unwrap();
    let error = open(&hard).map(|_| ()).unwrap_err();
    assert_eq!(*error.kind(), Kind::Busy(None));
    let forced = Claimed::of(&folder.book(), &who("library"), TakeOver::Force);
    assert!(matches!(
        forced.map(|_| ()).unwrap_err().kind(),
        Kind::Busy(_)
    ));
    first.store.close().unwrap();
    assert!(open(&folder.book()).is_ok());
}

#[test]
fn a_book_left_open_on_another_machine_is_taken_over_only_when_told_to() {
    let folder = Folder::new("library");
    create(&folder, SEED).store.close().unwrap();
    let theirs = "adviser: Kim Lee\nmachine: library\nprocess: 77\nsince: Oct 13 09:00\nrun: x 1\n";
    fs::write(folder.beside("open"), theirs).unwrap();
    let error = open(&folder.book()).map(|_| ()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("Kim Lee has the book open on library"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(folder.beside("open")).unwrap(), theirs);
    let forced = Store::open(&folder.book(), &who("room-12"), TakeOver::Force, &unlock()).unwrap();
    forced.store.close().unwrap();
    assert!(!folder.beside("open").exists());
}

#[test]
fn a_refused_start_changes_neither_the_book_nor_the_folder() {
    let folder = Folder::new("refused");
    create(&folder, SEED).store.close_day(noon()).unwrap();
    let whole = fs::read(folder.book()).unwrap();
    let files = folder.files();
    let claimed = Claimed::of(&folder.book(), &who("room-12"), TakeOver::Refuse).unwrap();
    drop(claimed);
    assert_eq!(fs::read(folder.book()).unwrap(), whole);
    let cut = whole[..whole.len() / 2].to_vec();
    fs::write(folder.book(), &cut).unwrap();
    let error = open(&folder.book()).map(|_| ()).unwrap_err();
    assert!(matches!(error.kind(), Kind::Damaged(_)), "{error}");
    assert!(
        error
            .to_string()
            .contains("newest good backup is of Oct 14, 2026, 12:00"),
        "{error}"
    );
    assert_eq!(fs::read(folder.book()).unwrap(), cut);
    assert_eq!(folder.files(), files);
}

#[test]
fn a_day_that_was_used_leaves_a_backup_of_its_end() {
    let folder = Folder::new("copy");
    let mut session = Session::with_students(SEED, 5);
    let mut store = create(&folder, SEED).store;
    store.commit(&session.entries).unwrap();
    store.close_day(noon()).unwrap();
    let closed = session.book.clone();
    let mut store = open(&folder.book()).unwrap().store;
    store.commit(&session.step()).unwrap();
    let copy = folder.0.join("copy.homeroom");
    fs::copy(&folder.backups()[0], &copy).unwrap();
    assert_eq!(open(&copy).unwrap().book, as_opened(&closed));
    store
        .close_day(noon().saturating_add(jiff::Span::new().hours(3)))
        .unwrap();
    let [end] = &folder.backups()[..] else {
        panic!("one a day: {:?}", folder.backups());
    };
    fs::copy(end, &copy).unwrap();
    assert_eq!(open(&copy).unwrap().book, as_opened(&session.book));
    // A day without a change makes none.
    let store = open(&folder.book()).unwrap().store;
    store
        .close_day(noon().saturating_add(jiff::Span::new().hours(30)))
        .unwrap();
    assert_eq!(folder.backups().len(), 1);
}

#[test]
fn restoring_over_a_file_shows_both_sides_first_and_keeps_what_was_there() {
    let folder = Folder::new("restore");
    let mut session = Session::with_students(SEED, 5);
    let mut store = create(&folder, SEED).store;
    store.commit(&session.entries).unwrap();
    store.close_day(noon()).unwrap();
    let then = session.book.clone();
    let mut store = open(&folder.book()).unwrap().store;
    store.commit(&session.step()).unwrap();
    store.close().unwrap();
    let from = folder.backups()[0].clone();
    let take = || Restore::of(&folder.book(), &who("room-12"), TakeOver::Refuse, &from);
    let restore = take().unwrap();
    let keys = restore.keys(&unlock()).unwrap();
    let (backup, present) = (
        restore.figures(&keys).unwrap(),
        restore.present(&unlock()).unwrap(),
    );
    assert_eq!(backup.students.len(), then.students.len());
    assert!(present.entries > backup.entries && present.last > backup.last);
    assert!(matches!(take().unwrap_err().kind(), Kind::Busy(_)));
    drop(restore);
    assert!(!folder.beside("new").exists());
    assert_eq!(open(&folder.book()).unwrap().book, as_opened(&session.book));
    let kept = take().unwrap().go(noon()).unwrap().unwrap();
    assert_eq!(open(&folder.book()).unwrap().book, as_opened(&then));
    assert_eq!(open(&kept.path).unwrap().book, as_opened(&session.book));
}

#[test]
fn a_store_that_is_dropped_in_a_hurry_keeps_what_was_acknowledged() {
    let folder = Folder::new("hurry");
    let session = Session::with_students(SEED, 5);
    let mut opened = create(&folder, SEED);
    opened.store.commit(&session.entries).unwrap();
    drop(opened);
    assert_eq!(folder.files(), ["lee.homeroom", "lee.homeroom.reserve"]);
    assert_eq!(open(&folder.book()).unwrap().book, as_opened(&session.book));
}

#[test]
fn what_is_not_there_or_no_file_is_said_in_words() {
    let folder = Folder::new("missing");
    let error = open(&folder.book()).map(|_| ()).unwrap_err();
    assert_eq!(*error.kind(), Kind::Missing);
    assert!(
        error.to_string().contains("There is no book here"),
        "{error}"
    );
    fs::create_dir_all(folder.book()).unwrap();
    let error = open(&folder.book()).map(|_| ()).unwrap_err();
    assert_eq!(*error.kind(), Kind::NotABook);
}

#[test]
fn no_name_stands_in_any_file_of_the_folder_but_the_adviser_in_the_sidecar() {
    let folder = Folder::new("names");
    let session = Session::with_students(SEED, 8);
    let mut opened = create(&folder, SEED);
    opened.store.commit(&session.entries).unwrap();
    opened.store.close().unwrap();
    let opened = open(&folder.book()).unwrap();
    for file in folder
        .files()
        .iter()
        .filter(|file| !file.ends_with("backups"))
    {
        let bytes = fs::read(folder.0.join("data").join(file)).unwrap();
        for name in NAMES.iter().flat_map(|name| name.split(", ")) {
            let found = bytes
                .windows(name.len())
                .any(|window| window == name.as_bytes());
            assert!(!found, "{name} in {file}");
        }
    }
    drop(opened);
}

#[test]
fn a_practice_book_is_a_real_one_without_a_name() {
    let mut session = Session::with_students(7, 22);
    let before = temporary_files();
    let mut opened = Store::practice(&session.book).unwrap();
    assert_eq!(temporary_files(), before);
    assert_eq!(opened.book, as_opened(&session.book));
    session.entries.clear();
    let step = session.step();
    opened.store.commit(&step).unwrap();
    opened.store.check().unwrap();
    let reloaded = opened.store.reopen().unwrap();
    assert_eq!(as_opened(&reloaded.book), as_opened(&session.book));
    opened.store.close().unwrap();
}

fn temporary_files() -> usize {
    let ours = |name: &str| name.starts_with("homeroom-") && !name.starts_with("homeroom-store-");
    fs::read_dir(std::env::temp_dir())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| ours(name))
        .count()
}

#[test]
fn of_two_who_start_at_the_same_moment_exactly_one_gets_the_book() {
    let folder = Folder::new("race");
    create(&folder, SEED).store.close().unwrap();
    for race in 0..crate::counts::RACES.times() {
        let stale = "machine: room-12\nprocess: 1\nsince: yesterday\nrun: another boot\n";
        match race % 3 {
            0 => {}
            1 => fs::write(folder.beside("open"), stale).unwrap(),
            _ => fs::write(folder.beside("open"), "").unwrap(),
        }
        let start = std::sync::Barrier::new(2);
        let claim = || {
            start.wait();
            Claimed::of(&folder.book(), &who("room-12"), TakeOver::Refuse)
        };
        let (first, second) = std::thread::scope(|scope| {
            let other = scope.spawn(claim);
            (claim(), other.join().unwrap())
        });
        let (loser, winner) = match (first, second) {
            (Ok(winner), Err(loser)) | (Err(loser), Ok(winner)) => (loser, winner),
            (Ok(_), Ok(_)) => panic!("race {race}: both"),
            (Err(one), Err(other)) => panic!("race {race}: {one} {other}"),
        };
        assert!(matches!(loser.kind(), Kind::Busy(_)), "{loser}");
        assert!(folder.beside("open").exists(), "race {race}");
        drop(winner);
    }
}

/// A share that grants every lock to everybody.
struct Yes;

impl Locks for Yes {
    fn try_lock(&self, _: &fs::File) -> Result<(), fs::TryLockError> {
        Ok(())
    }
}

/// The book on such a share: its bytes lie in memory, and its lock is granted as well.
#[derive(Debug)]
struct Share(Disk, PathBuf);

impl Medium for Share {
    fn open(&self) -> std::io::Result<Box<dyn redb::StorageBackend>> {
        self.0.open()
    }

    fn path(&self) -> &Path {
        &self.1
    }
}

fn on_share(
    folder: &Folder,
    disk: &Disk,
    machine: &str,
    take_over: TakeOver,
) -> Result<Claimed, StoreError> {
    let medium = Box::new(Share(disk.clone(), folder.book()));
    Claimed::of_by(&Yes, medium, &folder.book(), &who(machine), take_over)
}

/// A book on a share, closed.
fn share(name: &str) -> (Folder, Disk) {
    let folder = Folder::new(name);
    create(&folder, SEED).store.close().unwrap();
    let disk = Disk::holding(fs::read(folder.book()).unwrap());
    (folder, disk)
}

#[test]
fn where_every_lock_is_granted_a_second_writer_is_refused_by_the_sidecar() {
    let (folder, disk) = share("share");
    for tried in 0..SECOND_WRITERS.times() {
        // Another machine, and another window of the same one.
        let second = ["library", "room-12"][tried % 2];
        let first = on_share(&folder, &disk, "room-12", TakeOver::Refuse).unwrap();
        let refused = on_share(&folder, &disk, second, TakeOver::Refuse)
            .map(|_| ())
            .unwrap_err();
        let Kind::Busy(Some(holder)) = refused.kind() else {
            panic!("{refused}");
        };
        assert_eq!(holder.machine, "room-12");
        drop(first);
    }
}

#[test]
fn of_two_who_start_together_where_every_lock_is_granted_one_gets_the_book() {
    let (folder, disk) = share("together");
    for _ in 0..SECOND_WRITERS.times() / 10 {
        let barrier = std::sync::Barrier::new(2);
        let start = |machine: &'static str| {
            barrier.wait();
            let claimed = on_share(&folder, &disk, machine, TakeOver::Refuse);
            barrier.wait(); // nobody gives it back before the other has tried
            claimed.is_ok()
        };
        let got = std::thread::scope(|scope| {
            let starts = ["room-12", "library"].map(|machine| scope.spawn(move || start(machine)));
            starts.map(|start| start.join().unwrap())
        });
        assert_ne!(got[0], got[1], "both, or nobody");
    }
}

#[test]
fn a_share_left_by_a_machine_that_is_gone_is_taken_over_after_a_question() {
    let (folder, disk) = share("gone");
    let gone = on_share(&folder, &disk, "library", TakeOver::Refuse).unwrap();
    let text = fs::read(folder.beside("open")).unwrap();
    drop(gone);
    fs::write(folder.beside("open"), text).unwrap();
    let asked = on_share(&folder, &disk, "room-12", TakeOver::Refuse);
    assert!(matches!(
        asked.map(|_| ()).unwrap_err().kind(),
        Kind::Busy(Some(_))
    ));
    let taken = on_share(&folder, &disk, "room-12", TakeOver::Force);
    assert!(taken.is_ok());
}
