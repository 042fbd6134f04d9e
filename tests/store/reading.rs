//! A book on a medium that cannot be written: read whole, mended in memory, and not one byte changed anywhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use homeroom::domain::change::Entry;
use homeroom::store::{Claimed, Kind, Opened, Reason, Store, StoreError, TakeOver, Who, backup};
use jiff::ToSpan;

use crate::counts::READ_ONLY;
use crate::fault::Disk;
use crate::session::{ADVISER, Dice, Session, as_opened, empty_book, today};
use crate::{credentials, unlock};

fn who() -> Who {
    Who {
        adviser: Some(ADVISER.to_owned()),
        machine: "room-12".to_owned(),
        since: "Oct 14 10:02".to_owned(),
    }
}

/// Memory that is mounted as a disk, and gone afterwards.
struct Stick(PathBuf);

impl Stick {
    /// `None`, and a line that says so, where this account may not mount anything.
    fn plug_in(name: &str) -> Option<Self> {
        let path =
            std::env::temp_dir().join(format!("homeroom-stick-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        let stick = Self(path);
        if stick.mount(&["-t", "tmpfs", "-o", "size=32m,mode=700", "tmpfs"]) {
            return Some(stick);
        }
        println!(
            "skipped: no disk of memory can be mounted here, so no medium is really write-protected"
        );
        None
    }

    fn mount(&self, options: &[&str]) -> bool {
        let mounted = Command::new("mount").args(options).arg(&self.0).output();
        mounted.is_ok_and(|output| output.status.success())
    }

    fn protect(&self) {
        assert!(self.mount(&["-o", "remount,ro"]));
    }

    fn unprotect(&self) {
        assert!(self.mount(&["-o", "remount,rw"]));
    }

    fn book(&self) -> PathBuf {
        self.0.join("lee.homeroom")
    }

    /// Every file with its bytes and the time of its last change.
    fn picture(&self) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let changed = fs::metadata(&path).unwrap().modified().unwrap();
                if path.is_dir() {
                    folders.push(path.clone());
                    found.insert(path, (Vec::new(), changed));
                } else {
                    found.insert(path.clone(), (fs::read(&path).unwrap(), changed));
                }
            }
        }
        found
    }
}

impl Drop for Stick {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
        let _ = fs::remove_dir(&self.0);
    }
}

/// A book in the middle of its work: closed, as a kill leaves it, or as a power cut does.
fn worked(seed: u64, dice: &mut Dice) -> (Vec<u8>, Session) {
    let mut session = Session::with_students(seed, 8);
    let disk = Disk::default();
    let opened = Store::create_on(Box::new(disk.clone()), &credentials(), &empty_book(seed));
    let mut store = opened.unwrap().store;
    store.commit(&session.entries).unwrap();
    for _ in 0..4 {
        store.commit(&session.step()).unwrap();
    }
    let bytes = match seed % 3 {
        0 => {
            store.close().unwrap();
            disk.bytes()
        }
        1 => disk.bytes(),
        _ => disk.power_cut(dice),
    };
    (bytes, session)
}

fn read(path: &Path) -> Result<Opened, StoreError> {
    let claimed = Claimed::of_or_to_read(path, &who(), TakeOver::Refuse)?;
    assert!(claimed.is_reading());
    let keys = claimed.keys(&unlock())?;
    claimed.open(keys)
}

/// All that the store can do to a book, each refused in the words of a medium that cannot be written.
fn refuses_everything(opened: &mut Opened, step: &[Entry]) {
    let now = today().at(12, 0, 0, 0);
    let store = &mut opened.store;
    let draft = homeroom::domain::draft::Draft {
        at: now,
        initials: false,
        form: "note".to_owned(),
        about: Vec::new(),
        words: Vec::new(),
        answers: Vec::new(),
        focus: 0,
    };
    for refused in [
        store.commit(step).map(|_| ()),
        store.keep_draft(Some(&draft)),
        store.back_up(Reason::Asked, now).map(|_| ()),
        store.set_passphrase(&credentials().passphrase, credentials().cost),
        store.change_recovery(&credentials().recovery),
        store.change_all_keys(&credentials(), now),
    ] {
        assert_eq!(*refused.unwrap_err().kind(), Kind::ReadOnly);
    }
    assert!(!store.give_up_reserve());
    assert!(store.mark().is_none(), "nothing of it is remembered");
}

#[test]
fn a_book_on_a_protected_medium_is_read_whole_and_not_a_byte_is_changed() {
    let Some(stick) = Stick::plug_in("whole") else {
        return;
    };
    let mut dice = Dice::new(11);
    for seed in 0..READ_ONLY.times() as u64 {
        let (bytes, mut session) = worked(seed, &mut dice);
        stick.unprotect();
        fs::write(stick.book(), bytes).unwrap();
        let dead = "machine: room-12\nprocess: 1\nsince: yesterday\nrun: another boot\n";
        let sidecar = stick.0.join("lee.homeroom.open");
        if seed % 2 == 0 {
            fs::write(&sidecar, dead).unwrap();
        } else {
            let _ = fs::remove_file(&sidecar);
        }
        stick.protect();
        let before = stick.picture();
        let mut opened = read(&stick.book()).unwrap();
        assert_eq!(opened.book, as_opened(&session.book), "seed {seed}");
        let all = opened.store.entries(0..u64::MAX).unwrap();
        assert_eq!(all, session.entries, "seed {seed}");
        opened.store.check().unwrap();
        assert_eq!(*opened.store.book(), session.book, "seed {seed}");
        let step = session.step();
        refuses_everything(&mut opened, &step);
        opened.store.close_day(today().at(15, 0, 0, 0)).unwrap();
        assert!(
            stick.picture() == before,
            "seed {seed}: the stick was changed"
        );
    }
}

#[test]
fn a_protected_book_that_another_machine_has_open_is_not_read_under_its_hands() {
    let Some(stick) = Stick::plug_in("busy") else {
        return;
    };
    let (bytes, _) = worked(0, &mut Dice::new(1));
    fs::write(stick.book(), bytes).unwrap();
    let theirs = "adviser: Kim Lee\nmachine: library\nprocess: 77\nsince: Oct 13 09:00\nrun: x 1\n";
    fs::write(stick.0.join("lee.homeroom.open"), theirs).unwrap();
    stick.protect();
    let error = read(&stick.book()).map(|_| ()).unwrap_err();
    assert!(matches!(error.kind(), Kind::Busy(Some(_))), "{error}");
    let forced = Claimed::of_or_to_read(&stick.book(), &who(), TakeOver::Force);
    assert!(forced.unwrap().is_reading());
}

/// A folder that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("homeroom-read-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn while_somebody_has_the_book_open_its_newest_backup_can_be_read() {
    let folder = Folder::new("backup");
    let book = folder.0.join("lee.homeroom");
    let mut session = Session::with_students(3, 5);
    let mut store = Store::create(&book, &who(), &credentials(), &empty_book(3))
        .unwrap()
        .store;
    store.commit(&session.entries).unwrap();
    let noon = today().at(12, 0, 0, 0);
    store.back_up(Reason::Asked, noon).unwrap();
    let then = session.book.clone();
    store.commit(&session.step()).unwrap();
    let busy = Claimed::of_or_to_read(&book, &who(), TakeOver::Refuse).unwrap_err();
    assert!(matches!(busy.kind(), Kind::Busy(_)), "{busy}");
    let newest = backup::newest_good(&book, None).unwrap();
    assert_eq!(newest.moment(), "Oct 14, 2026, 12:00");
    let before = fs::read(&newest.path).unwrap();
    let claimed = Claimed::copy_of(&newest.path).unwrap();
    let keys = claimed.keys(&unlock()).unwrap();
    let mut opened = claimed.open(keys).unwrap();
    assert_eq!(opened.book, as_opened(&then));
    refuses_everything(&mut opened, &session.step());
    opened
        .store
        .close_day(noon.saturating_add(3.hours()))
        .unwrap();
    assert_eq!(fs::read(&newest.path).unwrap(), before);
    assert_eq!(backup::list(&book).len(), 1);
    store.close().unwrap();
}
