//! Disks that are full, of many sizes: what is said to be saved is there, what is not is said, and with room the work goes on.
//!
//! The disks are mounted, which needs the rights to do so; where they are not given, a line says what was left out.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use homeroom::{
    app::effect::{Effect, Outcome, Secret},
    domain::{
        act::{self, Note, Stamp},
        book::Book,
        change::{Entry, EntryKind},
        text::Text,
    },
    run::{clock, worker::Worker},
    store::{Claimed, Cost, Kind, Passphrase, Store, TakeOver, Unlock},
};
use rustix::process::Signal;

use crate::{
    book::{PASSPHRASE, quick_book, unlock},
    counts::{FULL_DISKS, FULL_DISKS_PROGRAM, FULL_EXT4},
    kills::who,
    terminal::{Folder, Session, Start},
};

/// A disk of its own, mounted on a folder.
pub struct Disk {
    pub folder: Folder,
    kind: DiskKind,
}

enum DiskKind {
    /// In memory; it grows when it is told to.
    Memory,
    /// In a file; what fills it up can be removed.
    Ext4,
}

/// Much more than any of these tests writes.
const ROOM: u64 = 16 * 1024;

impl Disk {
    /// In memory, with so much room.
    fn in_memory(kilobytes: u64) -> Option<Self> {
        let folder = Folder::new();
        let size = format!("size={kilobytes}k,nr_inodes=1k");
        let mounted = run(
            "mount",
            &["-t", "tmpfs", "-o", &size, "tmpfs", text(folder.path())],
        );
        mounted.then_some(Self {
            folder,
            kind: DiskKind::Memory,
        })
    }

    /// An ext4 of which only so much is left.
    pub fn ext4(kilobytes: u64) -> Option<Self> {
        let folder = Folder::new();
        let image = image(folder.path());
        fs::File::create(&image)
            .unwrap()
            .set_len(ROOM * 1024)
            .unwrap();
        let made = run(
            "mkfs.ext4",
            &[
                "-q",
                "-m",
                "0",
                "-b",
                "1024",
                "-O",
                "^has_journal",
                text(&image),
            ],
        );
        if !made || !run("mount", &["-o", "loop", text(&image), text(folder.path())]) {
            let _ = fs::remove_file(&image);
            return None;
        }
        let disk = Self {
            folder,
            kind: DiskKind::Ext4,
        };
        let free = rustix::fs::statvfs(disk.folder.path()).unwrap();
        let fill = free.f_bavail * free.f_frsize - kilobytes * 1024;
        fs::write(disk.filling(), vec![1; usize::try_from(fill).unwrap()]).unwrap();
        Some(disk)
    }

    /// Everything that lies on it, used or not.
    pub fn bytes(&self) -> Vec<u8> {
        rustix::fs::sync();
        fs::read(image(self.folder.path())).unwrap()
    }

    fn filling(&self) -> PathBuf {
        self.folder.path().join("filling")
    }

    /// Somebody deletes something.
    fn make_room(&self) {
        match self.kind {
            DiskKind::Memory => {
                let size = format!("remount,size={ROOM}k");
                assert!(run("mount", &["-o", &size, text(self.folder.path())]));
            }
            DiskKind::Ext4 => fs::remove_file(self.filling()).unwrap(),
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        run("umount", &["-l", text(self.folder.path())]);
        let _ = fs::remove_file(image(self.folder.path()));
    }
}

fn image(folder: &Path) -> PathBuf {
    folder.with_extension("image")
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn run(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .output()
        .is_ok_and(|output| output.status.success())
}

/// The book at its desk, with the worker as the program has it.
struct Desk {
    worker: Worker,
    book: Book,
    entries: Vec<Entry>,
    /// As many of them are on the disk, as far as was said.
    saved: usize,
}

impl Desk {
    fn open(path: &Path) -> Self {
        let claimed = Claimed::of(path, &who(), TakeOver::Refuse).unwrap();
        let worker = Worker::claimed(path.to_owned(), claimed);
        let mut worker = worker.with(clock::now, Cost::CHEAP);
        let mut opened = worker.perform(Effect::Unlock(Secret::new(PASSPHRASE)));
        let Some(Outcome::Opened(opened)) = opened.pop() else {
            panic!("{opened:?}")
        };
        Self {
            worker,
            book: opened.book,
            saved: opened.entries.len(),
            entries: opened.entries,
        }
    }

    /// One long note more. Whether it was said to be saved.
    fn write(&mut self) -> bool {
        let number = self.entries.len();
        let students: Vec<_> = self.book.students.keys().copied().collect();
        let student = students[number % students.len()];
        let said = format!("talk{number} {}", "about the plan ".repeat(60));
        let note = Note {
            text: Text::new(&said),
            next: Text::default(),
            by: None,
        };
        let stamp = Stamp::now(clock::now());
        let change = act::note(&self.book, &[student], None, &note, stamp);
        change.apply(&mut self.book).unwrap();
        let entry = Entry {
            seq: self.entries.last().unwrap().seq + 1,
            at: clock::now(),
            by: self.book.adviser.clone(),
            kind: EntryKind::Act,
            change,
        };
        self.entries.push(entry.clone());
        let outcomes = self.worker.perform(Effect::Save(Box::new(entry)));
        self.took(&outcomes)
    }

    fn took(&mut self, outcomes: &[Outcome]) -> bool {
        let last = self.entries.last().unwrap().seq;
        match &outcomes[0] {
            Outcome::Saved { through, .. } => {
                assert_eq!(*through, last);
                self.saved = self.entries.len();
                true
            }
            Outcome::NotSaved(problem) => {
                assert!(problem.what.contains("disk is full"), "{problem:?}");
                false
            }
            other => panic!("{other:?}"),
        }
    }
}

/// What is in the file now, read from a copy: the worker has the file itself.
fn read(path: &Path) -> (Book, Vec<Entry>) {
    let beside = Folder::new();
    fs::copy(path, beside.book()).unwrap();
    let key = Unlock::Passphrase(Passphrase::new(PASSPHRASE));
    let mut opened = Store::open(&beside.book(), &who(), TakeOver::Refuse, &key).unwrap();
    opened.store.check().unwrap();
    let entries = opened.store.entries(0..u64::MAX).unwrap();
    (opened.store.book().clone(), entries)
}

/// Works on a disk until it is full, and on when there is room again. Whether it became full.
fn fill_up(full: &Disk, before: &Folder) -> bool {
    let path = full.folder.book();
    if fs::copy(before.book(), &path).is_err() {
        return false; // not even the book of before has room
    }
    let claimed = Claimed::of(&path, &who(), TakeOver::Refuse);
    if let Err(error) = claimed {
        assert_eq!(*error.kind(), Kind::DiskFull, "{error}");
        assert_eq!(fs::read(&path).unwrap(), fs::read(before.book()).unwrap());
        return false;
    }
    drop(claimed);
    let mut desk = Desk::open(&path);
    let is_full = (0..1500).any(|_| !desk.write());
    for _ in 0..3 {
        desk.write(); // it goes on being said, or fits by now
    }
    let (book, entries) = read(&path);
    // What was being written when the disk became full may be there as a whole, or not at all.
    let is_known = entries.len() >= desk.saved && entries == desk.entries[..entries.len()];
    assert!(
        is_known,
        "other entries than those that were said to be saved"
    );
    if desk.saved == desk.entries.len() {
        assert_eq!(book, desk.book);
    }
    full.make_room();
    if desk.saved < desk.entries.len() {
        let outcomes = desk.worker.perform(Effect::Retry);
        assert!(desk.took(&outcomes), "there is room, and it is not saved");
    }
    assert!(desk.write());
    let closed = desk.worker.perform(Effect::Lock);
    assert!(matches!(closed[..], [Outcome::Locked]), "{closed:?}");
    let (book, entries) = read(&path);
    assert_eq!(entries, desk.entries);
    assert_eq!(book, desk.book);
    is_full
}

/// Fills disks of so many sizes; they have to become full while the book is open, not before or never.
fn fill_up_all(disks: usize, disk: impl Fn(u64) -> Option<Disk> + Sync) {
    let before = Folder::new();
    quick_book(&before);
    let book = fs::metadata(before.book()).unwrap().len() / 1024;
    let disks = disks as u64;
    // From less than the book alone needs to what the notes do not fill.
    let size = |number: u64| book / 2 + number * (2 * book + 1024) / disks;
    let full: usize = thread::scope(|scope| {
        let work = |first: u64| {
            let (before, disk) = (&before, &disk);
            move || {
                let numbers = (first..disks).step_by(4);
                numbers
                    .filter(|number| disk(size(*number)).is_some_and(|disk| fill_up(&disk, before)))
                    .count()
            }
        };
        let threads: Vec<_> = (0..4).map(|first| scope.spawn(work(first))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    println!("{full} of {disks} disks became full while the book was open");
    assert!(
        full as u64 > disks / 2,
        "only {full} of {disks} became full"
    );
}

#[test]
fn a_full_disk_of_any_size_keeps_what_was_saved_and_takes_the_rest_when_there_is_room() {
    if Disk::in_memory(ROOM).is_none() {
        println!("left out: full disks, because nothing can be mounted here");
        return;
    }
    fill_up_all(FULL_DISKS.times(), Disk::in_memory);
}

#[test]
fn the_same_holds_on_a_file_system_of_a_real_disk() {
    if Disk::ext4(ROOM / 2).is_none() {
        println!("left out: full disks of ext4, because none can be made or mounted here");
        return;
    }
    fill_up_all(FULL_EXT4.times(), Disk::ext4);
}

/// Writes a long note and waits for what is said of it.
fn write_note(session: &mut Session, note: &str) -> bool {
    session.keys("e");
    session.see("── Note: ");
    session.keys("\x15"); // in the place of what was written before
    session.keys(&format!("{note} {} ", "about the plan ".repeat(60)));
    session.keys("\r");
    session.until("an answer", |screen| {
        let text = screen.contents();
        let header = text.lines().next().unwrap_or_default().to_owned();
        !text.contains("── Note: ")
            && !header.contains("saving")
            && (header.contains(" saved ") || header.contains("NOT SAVED"))
    });
    !session.screen().contains("NOT SAVED")
}

/// As many as there are students.
const TO_THE_FIRST: &str = "kkkkkkkkkkkkkkkkkkkkkk";

#[test]
fn the_program_itself_says_what_a_full_disk_did_not_take() {
    if Disk::in_memory(ROOM).is_none() {
        println!("left out: full disks under the program, because nothing can be mounted here");
        return;
    }
    let before = Folder::new();
    quick_book(&before);
    let book = fs::metadata(before.book()).unwrap().len() / 1024;
    for number in 0..FULL_DISKS_PROGRAM.times() as u64 {
        let disk = Disk::in_memory(book + 32 + number * 4).unwrap();
        fs::copy(before.book(), disk.folder.book()).unwrap();
        let mut session = Start::book(&disk.folder).run();
        unlock(&mut session);
        session.see("204");
        let mut acknowledged = Vec::new();
        let mut refused = None;
        for round in 0..200 {
            let note = format!("talk{number}x{round}end");
            session.keys(if round % 21 == 20 { TO_THE_FIRST } else { "j" });
            if !write_note(&mut session, &note) {
                refused = Some(note);
                break;
            }
            acknowledged.push(note);
        }
        let refused = refused
            .unwrap_or_else(|| panic!("disk {number} did not become full:\n{}", session.screen()));
        let is_killed = number % 2 == 0;
        if is_killed {
            session.signal(Signal::KILL);
            session.end();
            disk.make_room();
        } else {
            disk.make_room();
            session.keys("e");
            session.see("── Note: ");
            session.keys("\x15there is room\r");
            session.until("all saved", |screen| {
                let text = screen.contents();
                !text.contains("── Note: ")
                    && text.contains(" saved ")
                    && !text.contains("NOT SAVED")
            });
            session.keys("q");
            assert_eq!(session.end().exit_code(), 0);
        }
        let history = format!("{:?}", read(&disk.folder.book()).1);
        let is_there = |note: &String| history.contains(note);
        assert!(
            acknowledged.iter().all(is_there),
            "a note is lost that was shown as saved"
        );
        assert_eq!(
            is_there(&refused),
            !is_killed,
            "the note that was shown as not saved"
        );
    }
}
