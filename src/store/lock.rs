//! Who has the book open: a small plain file beside it, because some shares grant a lock to everybody.
//!
//! Taken by `vault` before redb touches the file and given back at the end. It names adviser, machine, process and
//! time, never a student. The system's own lock decides on an ordinary disk; this file lets a refused second start say
//! who, and holds where that lock lies.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::error::{Holder, Kind, StoreError};
use super::place;

/// Longest sidecar that is read.
const LONGEST: u64 = 4096;

/// Who opens a book, as the caller knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The adviser's name, when it is known before the book is open.
    pub adviser: Option<String>,
    /// The machine; see [`machine_name`].
    pub machine: String,
    /// Local date and time, as people read it.
    pub since: String,
}

/// What to do when another machine seems to have the book open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeOver {
    /// Refuse and say who.
    Refuse,
    /// The person said that nobody has it open: go on. A lock of the system is never broken.
    Force,
}

/// The name of this machine; "this machine" when the system does not say.
pub fn machine_name() -> String {
    let from_kernel = fs::read_to_string("/proc/sys/kernel/hostname").ok();
    from_kernel
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "this machine".to_owned())
}

/// Who is asked for a lock. On some shares the answer is always yes.
pub trait Locks {
    /// Locks a file for this process alone, until it is closed.
    ///
    /// # Errors
    /// `WouldBlock` when another process has it.
    fn try_lock(&self, file: &File) -> Result<(), TryLockError>;
}

/// The system of this machine.
#[derive(Debug, Clone, Copy)]
pub struct Kernel;

impl Locks for Kernel {
    fn try_lock(&self, file: &File) -> Result<(), TryLockError> {
        file.try_lock()
    }
}

/// The sidecar of an open book. Dropping it gives the book back.
#[derive(Debug)]
pub(crate) struct Sidecar {
    path: PathBuf,
    text: String,
}

impl Sidecar {
    /// Writes down that `book` is open here.
    ///
    /// # Errors
    /// `Busy` with the holder; errors of the system.
    pub(crate) fn take(book: &Path, who: &Who, take_over: TakeOver) -> Result<Self, StoreError> {
        Self::take_by(&Kernel, book, who, take_over)
    }

    /// The same where somebody else answers for the locks.
    ///
    /// # Errors
    /// As [`Sidecar::take`].
    pub(crate) fn take_by(
        locks: &dyn Locks,
        book: &Path,
        who: &Who,
        take_over: TakeOver,
    ) -> Result<Self, StoreError> {
        let path = sidecar_path(book);
        let text = describe(who)?;
        for _ in 0..TRIES {
            let (mut file, is_made) =
                open_or_make(&path).map_err(|error| StoreError::from_io(&error, &path))?;
            // Of two who come at the same moment, one goes on. Where locks lie, it is the one who made the file.
            if let Err(TryLockError::WouldBlock) = locks.try_lock(&file) {
                break;
            }
            let found = if is_made {
                None
            } else {
                read_when_written(&mut file)
            };
            if !may_replace(found.as_ref(), who, take_over) || is_locked(locks, book) {
                let holder = found.map(|found| found.holder);
                return Err(StoreError::new(Kind::Busy(holder), book));
            }
            write_over(&mut file, &text).map_err(|error| StoreError::from_io(&error, book))?;
            let sidecar = Self {
                path: path.clone(),
                text: text.clone(),
            };
            if sidecar.is_ours() {
                return Ok(sidecar);
            }
            // Whoever had it gave it back between our opening and our writing: begin again.
            std::mem::forget(sidecar);
        }
        Err(StoreError::new(Kind::Busy(holder(book)), book))
    }

    /// Whether it is still ours: another machine may have been told to take it over.
    pub(crate) fn is_ours(&self) -> bool {
        let mut text = String::new();
        place::open_ours(&self.path, false)
            .and_then(|file| file.take(LONGEST).read_to_string(&mut text))
            .is_ok_and(|_| text == self.text)
    }
}

/// How often a sidecar that vanishes under our hands is tried again.
const TRIES: usize = 5;

/// The file, and whether it was not there before.
fn open_or_make(path: &Path) -> io::Result<(File, bool)> {
    match place::make_private(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok((place::open_ours(path, true)?, false))
        }
        made => Ok((made?, true)),
    }
}

/// How long whoever made an empty sidecar has to write it, before it counts as left by a machine that stopped.
const WRITING: Duration = Duration::from_millis(500);

/// An empty one may be about to be written: where locks lie nothing else says so.
fn read_when_written(file: &mut File) -> Option<Found> {
    let steps = 25;
    for _ in 0..steps {
        if file.metadata().is_ok_and(|found| found.len() > 0) {
            break;
        }
        thread::sleep(WRITING / steps);
    }
    read(file)
}

fn write_over(file: &mut File, text: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(text.as_bytes())
}

/// None that can be read was being written when its machine stopped.
fn may_replace(found: Option<&Found>, who: &Who, take_over: TakeOver) -> bool {
    take_over == TakeOver::Force || found.is_none_or(|found| found.is_stale(who))
}

impl Drop for Sidecar {
    fn drop(&mut self) {
        if self.is_ours() {
            // Nothing is lost if it stays: the next start finds it stale.
            let _ = place::remove(&self.path);
        }
    }
}

/// Why `book` must not be read either: somebody is writing in it.
///
/// # Errors
/// `Busy` with the holder.
pub(crate) fn refuse_busy(book: &Path, who: &Who, take_over: TakeOver) -> Result<(), StoreError> {
    let found = place::open_ours(&sidecar_path(book), false).ok();
    let found = found.and_then(|mut file| read(&mut file));
    if may_replace(found.as_ref(), who, take_over) && !is_locked(&Kernel, book) {
        return Ok(());
    }
    let holder = found.map(|found| found.holder);
    Err(StoreError::new(Kind::Busy(holder), book))
}

/// Where the sidecar of `book` lies.
pub(crate) fn sidecar_path(book: &Path) -> PathBuf {
    place::beside(book, "open")
}

/// Who has `book` open, if a sidecar says so.
pub fn holder(book: &Path) -> Option<Holder> {
    let sidecar = sidecar_path(&place::resolve(book));
    let mut file = place::open_ours(&sidecar, false).ok()?;
    read(&mut file).map(|found| found.holder)
}

struct Found {
    holder: Holder,
    run: String,
}

impl Found {
    /// Of this machine, and its process is gone.
    fn is_stale(&self, who: &Who) -> bool {
        self.holder.machine == who.machine && !is_running(self.holder.process, &self.run)
    }
}

fn describe(who: &Who) -> Result<String, StoreError> {
    let mut token = [0; 8];
    super::secret::fill_random(&mut token)?;
    let process = std::process::id();
    Ok(format!(
        "Homeroom has this book open.\nadviser: {}\nmachine: {}\nprocess: {process}\nsince: {}\nrun: {}\ntoken: {:016x}\n",
        one_line(who.adviser.as_deref().unwrap_or_default()),
        one_line(&who.machine),
        one_line(&who.since),
        run_of(process).unwrap_or_default(),
        u64::from_be_bytes(token),
    ))
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// `None` when there is nothing in it that can be read.
fn read(file: &mut File) -> Option<Found> {
    let mut text = String::new();
    file.take(LONGEST).read_to_string(&mut text).ok()?;
    let field = |name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .map(one_line)
    };
    Some(Found {
        holder: Holder {
            adviser: field("adviser").filter(|name| !name.is_empty()),
            machine: field("machine")?,
            process: field("process")?.parse().ok()?,
            since: field("since")?,
        },
        run: field("run").unwrap_or_default(),
    })
}

/// What tells one run of a process from another with the same number: the start of the machine and of the process.
/// `None` where the system does not tell.
fn run_of(process: u32) -> Option<String> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, in brackets, may hold blanks; field 22 counts from the start, 20 after it.
    let started = stat.rsplit_once(')')?.1.split_whitespace().nth(19)?;
    Some(format!("{} {started}", boot.trim()))
}

/// Where the system cannot tell, the lock of the system decides alone.
fn is_running(process: u32, run: &str) -> bool {
    run_of(process).is_some_and(|now| now == run)
}

/// Whether the system says that somebody has the file open for writing.
fn is_locked(locks: &dyn Locks, book: &Path) -> bool {
    let Ok(file) = File::open(book) else {
        return false;
    };
    match locks.try_lock(&file) {
        Err(TryLockError::WouldBlock) => true,
        Ok(()) => {
            let _ = file.unlock();
            false
        }
        Err(TryLockError::Error(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path =
                std::env::temp_dir().join(format!("homeroom-lock-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn book(&self) -> PathBuf {
            self.0.join("group.homeroom")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn who(machine: &str) -> Who {
        Who {
            adviser: Some("Kim Lee".to_owned()),
            machine: machine.to_owned(),
            since: "Oct 14 10:02".to_owned(),
        }
    }

    fn take(folder: &Folder, machine: &str) -> Result<Sidecar, StoreError> {
        Sidecar::take(&folder.book(), &who(machine), TakeOver::Refuse)
    }

    fn plant(folder: &Folder, machine: &str, run: &str) {
        let text = format!(
            "adviser: Kim Lee\nmachine: {machine}\nprocess: 1\nsince: Oct 14 10:02\nrun: {run}\n"
        );
        fs::write(sidecar_path(&folder.book()), text).unwrap();
    }

    #[test]
    fn the_second_one_hears_who_where_and_since_when() {
        let folder = Folder::new("second");
        let first = take(&folder, "room-12").unwrap();
        let refused = take(&folder, "room-12").unwrap_err();
        let Kind::Busy(Some(holder)) = refused.kind() else {
            panic!("{refused}");
        };
        assert_eq!(holder.adviser.as_deref(), Some("Kim Lee"));
        assert_eq!(
            (holder.machine.as_str(), holder.since.as_str()),
            ("room-12", "Oct 14 10:02")
        );
        assert!(
            refused
                .what()
                .contains("Kim Lee has the book open on room-12 since Oct 14 10:02")
        );
        drop(first);
        assert!(take(&folder, "room-14").is_ok());
        assert!(!sidecar_path(&folder.book()).exists());
    }

    #[test]
    fn one_left_behind_by_a_dead_process_of_this_machine_is_replaced() {
        let folder = Folder::new("dead");
        plant(&folder, "room-12", "another boot 17");
        assert!(take(&folder, "room-12").is_ok());
        fs::write(sidecar_path(&folder.book()), "").unwrap();
        assert!(take(&folder, "room-12").is_ok());
    }

    #[test]
    fn one_of_another_machine_is_asked_about_and_can_be_taken_over() {
        let folder = Folder::new("other");
        plant(&folder, "library", "another boot 17");
        assert!(take(&folder, "room-12").is_err());
        let forced = Sidecar::take(&folder.book(), &who("room-12"), TakeOver::Force).unwrap();
        assert!(forced.is_ours());
    }

    #[test]
    fn a_lock_of_the_system_is_never_taken_over() {
        let folder = Folder::new("kernel");
        let file = File::create(folder.book()).unwrap();
        file.lock().unwrap();
        plant(&folder, "library", "another boot 17");
        let forced = Sidecar::take(&folder.book(), &who("room-12"), TakeOver::Force);
        assert!(matches!(forced.unwrap_err().kind(), Kind::Busy(Some(_))));
    }

    #[test]
    fn who_was_replaced_notices_and_leaves_the_other_one_alone() {
        let folder = Folder::new("race");
        let first = take(&folder, "room-12").unwrap();
        let second = Sidecar::take(&folder.book(), &who("library"), TakeOver::Force).unwrap();
        assert!(!first.is_ours());
        drop(first);
        assert!(second.is_ours());
    }
}
