//! Why the file could not be opened or written, in words for the adviser: what happened, where, what is safe, what to do now.
//!
//! Made by every part of the store, shown by `run` and `cli`. It carries no student data: file names, times and
//! counts only. Sentences live here so that they can be read side by side.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::backup::newest_readable;
use super::files::System;

/// Who has a book open, as its sidecar says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The adviser's name, when the program knew it.
    pub adviser: Option<String>,
    /// Name of the machine.
    pub machine: String,
    /// Process id on that machine.
    pub process: u32,
    /// Local date and time at which it was opened, for reading.
    pub since: String,
}

/// What kind of failure it was: decides exit code and whether something can be offered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// There is no file.
    Missing,
    /// A file already lies where a new book should be made.
    Exists,
    /// The file is something else.
    NotABook,
    /// Made by a newer version; the number is its format.
    Newer(u16),
    /// The file can no longer be read as written; the text names the part.
    Damaged(&'static str),
    /// A value is not the one this program wrote there; the text names the part.
    Tampered(&'static str),
    /// The passphrase does not open this book.
    WrongPassphrase,
    /// The recovery key does not open this book.
    WrongRecovery,
    /// The file asks for more work or memory than any book of ours.
    TooCostly,
    /// The computer has no memory left for the work of the passphrase.
    NoMemory,
    /// Somebody has it open. `None`: the system says so, and no sidecar tells who.
    Busy(Option<Holder>),
    /// No room left.
    DiskFull,
    /// The folder or medium cannot be written.
    ReadOnly,
    /// The system refuses this account.
    Denied,
    /// The disk, stick or network gave an error.
    Io,
    /// An earlier save failed on this handle: reopen before anything else.
    Unsaved,
    /// A change does not fit the saved book; the text is the book's own sentence.
    Refused(String),
    /// A value is larger than the file may hold.
    TooLarge,
    /// The system has no random numbers to give.
    NoRandom,
    /// The backup could not be made.
    NoCopy,
    /// The stick, disk or network folder with the book is not there any more.
    Gone,
    /// The keys could not be changed; the old ones hold.
    NoNewKeys,
    /// The new keys are in the file, and whether they will still be there after a power cut is not certain.
    KeysInDoubt,
    /// The backup could not take the place of the book.
    NotRestored,
    /// A book of an older version could not be written in the form of this one.
    NotUpgraded,
    /// Other accounts can write in the folder of the book.
    Exposed,
    /// A link, or something else, lies where a file of the book belongs.
    NotOurs,
    /// There is no folder where a file should be written.
    NoFolder,
    /// A record may not be deleted now; the text is the reason.
    Kept(&'static str),
    /// A record could not be deleted.
    NotPurged,
    /// After a record is deleted the passphrase has to be another one.
    SamePassphrase,
}

/// A failure of the store with the file it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreError(Box<Failure>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Failure {
    kind: Kind,
    path: PathBuf,
    detail: String,
}

impl StoreError {
    /// A failure of `kind` with the file at `path`.
    pub fn new(kind: Kind, path: &Path) -> Self {
        Self(Box::new(Failure {
            kind,
            path: path.to_owned(),
            detail: String::new(),
        }))
    }

    /// What kind of failure it was.
    pub fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// The file it is about; empty for a book that has none.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// What happened, one sentence.
    pub fn what(&self) -> String {
        let text = match &self.0.kind {
            Kind::Missing => "There is no book here.",
            Kind::Exists => "A file of this name is already here.",
            Kind::NotABook => "This file is not a Homeroom book.",
            Kind::Newer(found) => return newer(*found),
            Kind::Damaged(part) => {
                return format!("The book is damaged: {part} cannot be read as it was written.");
            }
            Kind::Tampered(part) => {
                return format!("The book was changed outside this program: {part}.");
            }
            Kind::WrongPassphrase => "This passphrase does not open the book.",
            Kind::WrongRecovery => "This recovery key belongs to another book or was replaced.",
            Kind::TooCostly => {
                "The book asks for far more memory or time than any book made by this program."
            }
            Kind::NoMemory => {
                "The computer has not enough free memory for the work of the passphrase."
            }
            Kind::Busy(holder) => return busy(holder.as_ref()),
            Kind::DiskFull => "The disk is full; the change is not saved.",
            Kind::ReadOnly => "This place can be read but not written.",
            Kind::Denied => "The system does not let this account use the file.",
            Kind::Io => "The disk, stick or network gave an error; the change is not saved.",
            Kind::Unsaved => "An earlier change could not be saved.",
            Kind::Refused(reason) => {
                return format!("The change does not fit the saved book: {reason}");
            }
            Kind::TooLarge => "The change is too large to be saved.",
            Kind::NoRandom => "The system gave no random numbers for the keys.",
            Kind::NoCopy => "The backup could not be made.",
            Kind::Gone => "The stick, disk or network folder with the book is not there any more.",
            Kind::NoNewKeys => "The keys could not be changed.",
            Kind::KeysInDoubt => "The keys were changed, but the disk did not confirm it.",
            Kind::NotRestored => "The backup could not take the place of the book.",
            Kind::NotUpgraded => {
                "This book was made by an older version of Homeroom and could not be written in the new form."
            }
            Kind::Exposed => "Others who use this computer can write in the folder of the book.",
            Kind::NotOurs => "Something else lies where a file of the book belongs.",
            Kind::NoFolder => "There is no such folder.",
            Kind::Kept(why) => return format!("The record was not deleted: {why}."),
            Kind::NotPurged => "The record could not be deleted.",
            Kind::SamePassphrase => "That is the passphrase that the book has now.",
        };
        text.to_owned()
    }

    /// Where: the file, with the system's own words when there are some.
    pub fn place(&self) -> String {
        let path = if self.0.path.as_os_str().is_empty() {
            "the practice book".to_owned()
        } else {
            self.0.path.display().to_string()
        };
        if self.0.detail.is_empty() {
            path
        } else {
            format!("{path} ({})", self.0.detail)
        }
    }

    /// What is safe, one sentence.
    pub fn safe(&self) -> &'static str {
        match self.0.kind {
            Kind::Missing | Kind::NoFolder | Kind::NoRandom => "Nothing was made or changed.",
            Kind::NoCopy => "The book itself is saved; the older backups are there.",
            Kind::NoNewKeys | Kind::NotPurged => {
                "The book is as it was and opens with the same passphrase."
            }
            Kind::NotRestored | Kind::NotUpgraded | Kind::Kept(_) | Kind::SamePassphrase => {
                "The book is as it was."
            }
            Kind::Gone => {
                "Everything that was shown as saved is on it; what is not stays on the screen."
            }
            Kind::DiskFull
            | Kind::Io
            | Kind::Unsaved
            | Kind::Refused(_)
            | Kind::TooLarge
            | Kind::KeysInDoubt => "Everything that was shown as saved is still in the file.",
            _ => "The file was not changed.",
        }
    }

    /// What to do now, one or two sentences.
    pub fn remedy(&self) -> String {
        let text = match &self.0.kind {
            Kind::Missing | Kind::NoFolder => {
                "Check the name and the folder; on a stick or network, check that it is connected."
            }
            Kind::Exists => "Open it, or choose another name.",
            Kind::NotABook => "Choose a file that ends in .homeroom.",
            Kind::Newer(_) => "Open it with the newer version, or install that one here.",
            Kind::Damaged(_) | Kind::Tampered(_) => return self.use_the_copy(),
            Kind::WrongPassphrase => {
                "Type it again, with an eye on Caps Lock and the keyboard language. If it is forgotten, the recovery key opens the book."
            }
            Kind::WrongRecovery => {
                "Check that the printed sheet is the newest one of this book, then type all eight groups."
            }
            Kind::TooCostly => {
                "Do not open it if it came from somebody else. If it is yours, restore a backup: homeroom restore"
            }
            Kind::NoMemory => {
                "Close other programs and windows, then try again: about 64 MB must be free for a moment."
            }
            Kind::Busy(_) => {
                "Close it there, or go on working there. Take it over only when you are sure nobody has it open."
            }
            Kind::DiskFull => {
                "Leave the program open, delete or move what is not needed on this disk, then save again."
            }
            Kind::ReadOnly => {
                "Take the write protection off, or copy the book to a folder that can be written and open the copy with --book."
            }
            Kind::Denied => {
                "Use the account that made the file, or ask who looks after the computer."
            }
            Kind::Io => "Check the stick or the connection, then save again.",
            Kind::Unsaved => {
                "Open the book again from here; what is not saved stays on the screen."
            }
            Kind::Refused(_) => {
                "Open the book again and look at the student before the change is repeated."
            }
            Kind::TooLarge => "Make the text shorter, or import fewer at once.",
            Kind::NoRandom => "Restart the computer and try again.",
            Kind::NoCopy => "Make room or reconnect the stick; the next close makes a backup.",
            Kind::Gone => {
                "Connect it again. It is tried again every minute until then; leave the program open."
            }
            Kind::NoNewKeys | Kind::NotRestored | Kind::NotPurged => {
                "Make room or reconnect the stick, then do it once more."
            }
            Kind::NotUpgraded => "It can be used so. The next start tries it again.",
            Kind::Exposed => {
                "Put the book into a folder of your own, or take that right from the others: chmod go-w FOLDER"
            }
            Kind::NotOurs => {
                "Somebody may have put it there. Show it to who looks after the computer, then delete it."
            }
            Kind::Kept(_) => {
                "Note what was decided or shown first: on the student's page, under The record."
            }
            Kind::SamePassphrase => {
                "Take another one: with this one, old pieces of the file that stay on the drive could still be opened."
            }
            Kind::KeysInDoubt => {
                "Open the book with the new passphrase, or with the old one if that fails. Then change all keys once more."
            }
        };
        text.to_owned()
    }

    fn use_the_copy(&self) -> String {
        match newest_readable(&System, &self.0.path) {
            Some(backup) => format!(
                "The newest good backup is of {}. Restore it with: homeroom restore",
                backup.at.strftime("%b %-d, %Y, %H:%M")
            ),
            None => "Keep this file aside and open your newest copy of it.".to_owned(),
        }
    }

    /// The same failure, about another file.
    #[must_use]
    pub(crate) fn at(mut self, path: &Path) -> Self {
        path.clone_into(&mut self.0.path);
        self
    }

    /// What the system said, or what happened: for a failure that is the cause of another.
    pub(crate) fn cause(&self) -> String {
        if self.0.detail.is_empty() {
            self.what()
        } else {
            self.0.detail.clone()
        }
    }

    pub(crate) fn with_detail(mut self, detail: impl fmt::Display) -> Self {
        self.0.detail = detail.to_string();
        self
    }

    /// A failure of the system while it worked on `path`.
    pub(crate) fn from_io(error: &io::Error, path: &Path) -> Self {
        Self::new(io_kind(error), path).with_detail(error)
    }
}

fn newer(found: u16) -> String {
    format!("This book was made by a newer version of Homeroom (file format {found}).")
}

fn busy(holder: Option<&Holder>) -> String {
    let Some(holder) = holder else {
        return "The book is open in another window or on another machine.".to_owned();
    };
    let who = holder.adviser.as_deref().unwrap_or("Somebody");
    format!(
        "{who} has the book open on {} since {}.",
        holder.machine, holder.since
    )
}

/// Whether the system lets nobody, or not this account, write.
pub(crate) fn is_protected(error: &io::Error) -> bool {
    matches!(io_kind(error), Kind::ReadOnly | Kind::Denied)
}

/// The kind that an error of the system stands for.
pub(crate) fn io_kind(error: &io::Error) -> Kind {
    use io::ErrorKind as E;
    if is_gone(error) {
        return Kind::Gone;
    }
    if is_not_ours(error) {
        return Kind::NotOurs;
    }
    match error.kind() {
        E::NotFound => Kind::Missing,
        E::AlreadyExists => Kind::Exists,
        E::StorageFull | E::QuotaExceeded | E::FileTooLarge => Kind::DiskFull,
        E::ReadOnlyFilesystem => Kind::ReadOnly,
        E::PermissionDenied => Kind::Denied,
        E::UnexpectedEof => Kind::Damaged("the end of the file"),
        E::InvalidData => Kind::NotABook,
        _ => Kind::Io,
    }
}

/// A link was not followed, or what was opened is no file of its own.
fn is_not_ours(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        return true;
    }
    let inner = error.get_ref().map(ToString::to_string);
    inner.as_deref() == Some(super::place::NOT_OURS)
}

/// Errors of a device or a network folder that was there a moment ago.
fn is_gone(error: &io::Error) -> bool {
    use io::ErrorKind as E;
    let by_kind = matches!(
        error.kind(),
        E::NotConnected
            | E::NetworkDown
            | E::NetworkUnreachable
            | E::HostUnreachable
            | E::StaleNetworkFileHandle
    );
    #[cfg(unix)]
    let by_code = matches!(error.raw_os_error(), Some(6 | 19)); // no such device
    #[cfg(not(unix))]
    let by_code = matches!(error.raw_os_error(), Some(21 | 1167)); // not ready, not connected
    by_kind || by_code
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}. {} {}",
            self.what(),
            self.place(),
            self.safe(),
            self.remedy()
        )
    }
}

impl std::error::Error for StoreError {}

impl From<Kind> for StoreError {
    fn from(kind: Kind) -> Self {
        Self::new(kind, Path::new(""))
    }
}

impl From<redb::StorageError> for StoreError {
    fn from(error: redb::StorageError) -> Self {
        use redb::StorageError as E;
        match error {
            E::Io(error) => Self::from_io(&error, Path::new("")),
            E::Corrupted(_) => Kind::Damaged("a page of the file").into(),
            E::ValueTooLarge(_) => Kind::TooLarge.into(),
            E::PreviousIo | E::DatabaseClosed | E::LockPoisoned(_) => Kind::Unsaved.into(),
            other => Self::from(Kind::Io).with_detail(other),
        }
    }
}

impl From<redb::DatabaseError> for StoreError {
    fn from(error: redb::DatabaseError) -> Self {
        use redb::DatabaseError as E;
        match error {
            E::DatabaseAlreadyOpen | E::LockProtocolMismatch => Kind::Busy(None).into(),
            E::Storage(error) => error.into(),
            E::UpgradeRequired(_) => Kind::NotABook.into(),
            E::TransactionInProgress => Kind::Unsaved.into(),
            other => Self::from(Kind::Damaged("the file")).with_detail(other),
        }
    }
}

impl From<redb::TransactionError> for StoreError {
    fn from(error: redb::TransactionError) -> Self {
        match error {
            redb::TransactionError::Storage(error) => error.into(),
            other => Self::from(Kind::Unsaved).with_detail(other),
        }
    }
}

impl From<redb::TableError> for StoreError {
    fn from(error: redb::TableError) -> Self {
        match error {
            redb::TableError::Storage(error) => error.into(),
            _ => Kind::NotABook.into(),
        }
    }
}

impl From<redb::CommitError> for StoreError {
    fn from(error: redb::CommitError) -> Self {
        match error {
            redb::CommitError::Storage(error) => error.into(),
            other => Self::from(Kind::Unsaved).with_detail(other),
        }
    }
}
