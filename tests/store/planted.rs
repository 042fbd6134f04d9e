//! What somebody else on the machine may have put where our files belong: nothing is written outside of the folder, and
//! nobody else reads or puts anything in it.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use homeroom::domain::date::DateTime;
use homeroom::store::{Claimed, Kind, Restore, Store, StoreError, TakeOver, Who};

use crate::counts::PLANTED;
use crate::session::{ADVISER, Session, empty_book, today};
use crate::{credentials, unlock};

/// An account that has nothing to do with ours.
const NOBODY: u32 = 65534;

fn who() -> Who {
    Who {
        adviser: Some(ADVISER.to_owned()),
        machine: "room-12".to_owned(),
        since: "Oct 14 10:02".to_owned(),
    }
}

fn noon() -> DateTime {
    today().at(12, 0, 0, 0)
}

/// A folder of ours, and what somebody else has beside it.
struct Ground(PathBuf);

impl Ground {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("homeroom-plant-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("theirs/folder")).unwrap();
        fs::create_dir_all(path.join("ours")).unwrap();
        fs::set_permissions(path.join("ours"), fs::Permissions::from_mode(0o700)).unwrap();
        fs::write(path.join("theirs/file"), b"not yours").unwrap();
        Self(path)
    }

    fn book(&self) -> PathBuf {
        self.0.join("ours/lee.homeroom")
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.0.join(format!("ours/lee.homeroom.{ending}"))
    }

    fn theirs(&self, name: &str) -> PathBuf {
        self.0.join("theirs").join(name)
    }

    /// All that is theirs: names, bytes, modes, and when it was changed.
    fn picture(&self) -> Vec<(PathBuf, Vec<u8>, u32, i64)> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.join("theirs")];
        while let Some(folder) = folders.pop() {
            let mut paths: Vec<_> = fs::read_dir(&folder)
                .unwrap()
                .map(|e| e.unwrap().path())
                .collect();
            paths.sort();
            for path in paths {
                let is = fs::symlink_metadata(&path).unwrap();
                let bytes = if is.is_file() {
                    fs::read(&path).unwrap()
                } else {
                    Vec::new()
                };
                found.push((path.clone(), bytes, is.mode(), is.mtime_nsec()));
                if is.is_dir() {
                    folders.push(path);
                }
            }
        }
        found
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What is put in the place of a file.
#[derive(Debug, Clone, Copy)]
enum Planted {
    LinkToFile,
    LinkToNothing,
    LinkToFolder,
    SecondName,
    Pipe,
    Folder,
}

impl Planted {
    const ALL: [Self; 6] = [
        Self::LinkToFile,
        Self::LinkToNothing,
        Self::LinkToFolder,
        Self::SecondName,
        Self::Pipe,
        Self::Folder,
    ];

    fn put(self, ground: &Ground, at: &Path) {
        if let Ok(there) = fs::symlink_metadata(at) {
            if there.is_dir() {
                fs::remove_dir_all(at).unwrap();
            } else {
                fs::remove_file(at).unwrap();
            }
        }
        match self {
            Self::LinkToFile => symlink(ground.theirs("file"), at).unwrap(),
            Self::LinkToNothing => symlink(ground.theirs("not-there"), at).unwrap(),
            Self::LinkToFolder => symlink(ground.theirs("folder"), at).unwrap(),
            Self::SecondName => fs::hard_link(ground.theirs("file"), at).unwrap(),
            Self::Pipe => {
                let made = Command::new("mkfifo").arg(at).status().unwrap();
                assert!(made.success());
            }
            Self::Folder => fs::create_dir(at).unwrap(),
        }
    }
}

/// Each place where a file of ours is made.
const PLACES: [&str; 5] = ["new", "open", "reserve", "previous", "backups"];

/// Makes a book there.
fn make(ground: &Ground) -> Result<(), StoreError> {
    let made = Store::create(&ground.book(), &who(), &credentials(), &empty_book(3))?;
    made.store.close_day(noon())
}

/// Opens it, writes, makes a backup, and restores that.
fn use_it(ground: &Ground, session: &mut Session) -> Result<(), StoreError> {
    let claimed = Claimed::of(&ground.book(), &who(), TakeOver::Refuse)?;
    let keys = claimed.keys(&unlock())?;
    let mut store = claimed.open(keys)?.store;
    store.commit(&session.entries)?;
    store.close_day(noon())?;
    let backup = homeroom::store::backup::newest_good(&ground.book(), None);
    if let Some(backup) = backup {
        Restore::of(&ground.book(), &who(), TakeOver::Refuse, &backup.path)?.go(noon())?;
    }
    Ok(())
}

#[test]
fn whatever_is_planted_nothing_is_written_outside_the_folder() {
    let mut tried = 0;
    while tried < PLANTED.times() {
        for place in PLACES {
            for planted in Planted::ALL {
                for is_there in [false, true] {
                    let ground = Ground::new("outside");
                    if is_there {
                        make(&ground).unwrap();
                    }
                    planted.put(&ground, &ground.beside(place));
                    let before = ground.picture();
                    // It may be refused; it may not end the program, and it may not write there.
                    let done = if is_there {
                        use_it(&ground, &mut Session::with_students(3, 4))
                    } else {
                        make(&ground)
                    };
                    let what = format!("{planted:?} as {place}, book there: {is_there}: {done:?}");
                    assert_eq!(ground.picture(), before, "{what}");
                    assert!(!ground.theirs("not-there").exists(), "{what}");
                    if let Err(error) = done {
                        let known = [
                            Kind::NotOurs,
                            Kind::NoCopy,
                            Kind::Io,
                            Kind::Busy(None),
                            Kind::NotRestored,
                        ];
                        assert!(known.contains(error.kind()), "{what}");
                    }
                    tried += 1;
                }
            }
        }
    }
}

#[test]
fn a_sidecar_that_is_a_link_is_refused_with_what_to_do() {
    let ground = Ground::new("sidecar");
    make(&ground).unwrap();
    Planted::LinkToFile.put(&ground, &ground.beside("open"));
    let error = Claimed::of(&ground.book(), &who(), TakeOver::Force).unwrap_err();
    assert_eq!(*error.kind(), Kind::NotOurs);
    assert!(error.to_string().contains("lee.homeroom.open"), "{error}");
    assert!(
        error.to_string().contains("Somebody may have put it there"),
        "{error}"
    );
}

/// Whether this test runs with all rights, so that it can become somebody else for a moment.
fn is_root() -> bool {
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !is_root {
        println!("skipped: only an account with all rights can become a second one");
    }
    is_root
}

/// Whether somebody else can do that.
fn nobody_can(script: &str, at: &Path) -> bool {
    let done = Command::new("sh")
        .args(["-c", script, "sh"])
        .arg(at)
        .uid(NOBODY)
        .gid(NOBODY)
        .stderr(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .status();
    done.is_ok_and(|status| status.success())
}

#[test]
fn a_second_account_reads_nothing_and_puts_nothing_there() {
    if !is_root() {
        return;
    }
    let ground = Ground::new("second");
    fs::remove_dir(ground.0.join("ours")).unwrap(); // made by the program itself
    make(&ground).unwrap();
    let open = Claimed::of(&ground.book(), &who(), TakeOver::Refuse).unwrap();
    assert!(
        nobody_can("ls \"$1\"", &ground.0),
        "the second account can do nothing at all"
    );
    let folder = ground.0.join("ours");
    let mut files = vec![folder.clone(), ground.beside("backups")];
    for folder in files.clone() {
        files.extend(
            fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path()),
        );
    }
    assert!(files.len() >= 6, "{files:?}");
    for file in &files {
        assert!(
            !nobody_can("cat \"$1\" || ls \"$1\"", file),
            "{file:?} can be read"
        );
        assert!(
            !nobody_can("echo x >> \"$1\"", file),
            "{file:?} can be written"
        );
        assert!(
            !nobody_can("rm -rf \"$1\" && test ! -e \"$1\"", file),
            "{file:?} can be taken away"
        );
    }
    assert!(!nobody_can(
        "ln -s /etc/passwd \"$1/lee.homeroom.new\"",
        &folder
    ));
    drop(open);
}

#[test]
fn a_folder_that_others_can_write_in_is_refused_before_anything_is_written() {
    let ground = Ground::new("exposed");
    let ours = ground.0.join("ours");
    make(&ground).unwrap();
    let files = || fs::read_dir(&ours).unwrap().count();
    let before = files();
    fs::set_permissions(&ours, fs::Permissions::from_mode(0o777)).unwrap();
    let error = Claimed::of(&ground.book(), &who(), TakeOver::Refuse).unwrap_err();
    assert_eq!(*error.kind(), Kind::Exposed);
    assert!(
        error.to_string().contains("a folder of your own"),
        "{error}"
    );
    let other = ours.join("other.homeroom");
    let made = Store::create(&other, &who(), &credentials(), &empty_book(3));
    assert_eq!(*made.map(|_| ()).unwrap_err().kind(), Kind::Exposed);
    let backup = homeroom::store::backup::list(&ground.book()).remove(0).path;
    let restored = Restore::of(&ground.book(), &who(), TakeOver::Refuse, &backup);
    assert_eq!(*restored.map(|_| ()).unwrap_err().kind(), Kind::Exposed);
    assert_eq!(files(), before);
    // In a folder like /tmp nobody can take another's files away.
    fs::set_permissions(&ours, fs::Permissions::from_mode(0o1777)).unwrap();
    assert!(Claimed::of(&ground.book(), &who(), TakeOver::Refuse).is_ok());
    fs::set_permissions(&ours, fs::Permissions::from_mode(0o700)).unwrap();
    assert!(Claimed::of(&ground.book(), &who(), TakeOver::Refuse).is_ok());
}

#[test]
fn a_folder_of_backups_that_others_can_write_in_gets_none() {
    let ground = Ground::new("backups");
    make(&ground).unwrap();
    let backups = ground.beside("backups");
    fs::set_permissions(&backups, fs::Permissions::from_mode(0o777)).unwrap();
    let before = fs::read_dir(&backups).unwrap().count();
    let done = use_it(&ground, &mut Session::with_students(3, 4));
    assert_eq!(*done.unwrap_err().kind(), Kind::NoCopy);
    assert_eq!(fs::read_dir(&backups).unwrap().count(), before);
    drop(File::open(ground.book()).unwrap());
}
