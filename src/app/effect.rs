//! Requests to the outside as plain data, and their answers.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use zeroize::Zeroizing;

use super::access::Access;
use crate::domain::{
    answers::AnswerRow,
    book::Book,
    catalog::{self, Address, Catalog},
    change::Entry,
    date::{DateTime, SchoolYear},
    disclosure::Disclosure,
    draft::Draft,
    id::StudentId,
    part::Parts,
    plan::{Plan, PlanKey},
    roster::{Incoming, Rejected, RosterRow},
    text::Text,
};

/// Text that is wiped when it is no longer needed, and never printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes it over.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A request to the outside. They are performed in order.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Make this entry durable.
    Save(Box<Entry>),
    /// Close the file, open it again, and save what is waiting.
    Retry,
    /// Open the book with its passphrase.
    Unlock(Secret),
    /// Open the book with its recovery key and set a new passphrase.
    Recover {
        /// As it was typed: 8 groups of 6 digits.
        key: Secret,
        /// From now on.
        passphrase: Secret,
    },
    /// Think of six words and a recovery key.
    Offer,
    /// Say whether a passphrase is good enough.
    Weigh(Secret),
    /// Look at the place where a book should lie.
    LookAt(String),
    /// Make a book there.
    Make {
        /// As it was typed.
        place: String,
        /// From now on.
        passphrase: Secret,
        /// The key that was offered.
        recovery: Secret,
        /// The author of every Change.
        adviser: Text,
    },
    /// Set a new passphrase for the open book.
    ChangePassphrase(Secret),
    /// Put another recovery key in the place of the printed one: 8 groups of 6 digits.
    ChangeRecovery(Secret),
    /// Change all keys of the open book, and seal it anew with them.
    ChangeKeys {
        /// From now on.
        passphrase: Secret,
        /// The key that was offered.
        recovery: Secret,
    },
    /// Make a backup before something that changes much at once. It is sent before the Change.
    BackUp(Occasion),
    /// Put the backup that was offered in the place of the book that cannot be read.
    Restore,
    /// Open the book though it is older than what was open here.
    GoOn,
    /// Say what the older book and the one before hold.
    Compare,
    /// Look whether the book is free by now that somebody else had open.
    TryAgain {
        /// The person said that nobody has it open.
        take_over: bool,
    },
    /// Read the newest backup of a book that somebody else has open.
    ReadBackup,
    /// Read a roster file.
    ReadRoster {
        /// As it was typed.
        path: String,
        /// Which way of reading letters, counted from the likeliest.
        reading: usize,
    },
    /// Read a file of answers to the school's questions.
    ReadAnswers {
        /// As it was typed.
        path: String,
        /// Which way of reading letters, counted from the likeliest.
        reading: usize,
        /// Whose questions its columns are.
        catalog: Arc<Catalog>,
    },
    /// Read the school's own checklist.
    ReadCatalog(String),
    /// Write the checklist as it was edited, and read it back as a school's own.
    WriteCatalog(Box<catalog::Parts>),
    /// Take the checklist that comes along.
    DefaultCatalog,
    /// Read the checklist that the book holds now.
    ParseCatalog(Option<Arc<str>>),
    /// Read school years that are not in memory.
    ReadYears(Vec<SchoolYear>),
    /// Put a student's complete record together, to be read here.
    ReadRecord {
        /// Whose.
        student: StudentId,
        /// What its checklist says.
        catalog: Arc<Catalog>,
    },
    /// Look whether a student's complete record can be written there, before it is noted that it leaves.
    MayLeave {
        /// Whose.
        student: StudentId,
        /// The folder, as it was typed.
        folder: String,
        /// What would be noted.
        leaves: Box<Disclosure>,
    },
    /// Write a student's complete record as files. That it leaves was asked to be saved before.
    WriteRecord {
        /// Whose.
        student: StudentId,
        /// What its checklist says.
        catalog: Arc<Catalog>,
        /// The folder, as it was typed.
        folder: String,
    },
    /// Delete a student's record for good, and seal the book anew with other keys.
    Purge {
        /// Whose.
        student: StudentId,
        /// From now on.
        passphrase: Secret,
        /// The key that was offered.
        recovery: Secret,
        /// The folder for the certificate, as it was typed; may be empty.
        certificate: String,
    },
    /// Close the book, wipe its keys, and ask for the passphrase.
    Lock,
    /// Show an address in the browser of this machine.
    OpenAddress(Address),
    /// Put an address on the clipboard of this machine.
    CopyAddress(Address),
    /// Show everything in this theme, and keep the choice on this machine.
    UseTheme(String),
    /// Back to the shell until `fg`.
    Suspend,
    /// Finish what is waiting, close the book, end.
    Quit,
}

/// What a backup is made before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// A class list comes in.
    Import,
    /// A school year is begun.
    RollOver,
}

/// What went wrong, in the parts that a person needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What happened, and where.
    pub what: String,
    /// What is safe.
    pub safe: String,
    /// What to do now.
    pub todo: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.what, &self.safe, &self.todo];
        let said: Vec<&str> = parts
            .into_iter()
            .filter(|p| !p.is_empty())
            .map(String::as_str)
            .collect();
        f.write_str(&said.join(" "))
    }
}

/// An opened book.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Everything in it.
    pub book: Book,
    /// The last entries of its journal, oldest first.
    pub entries: Vec<Entry>,
    /// The checklist it uses.
    pub catalog: Arc<Catalog>,
    /// A practice book: said on every screen.
    pub practice: bool,
    /// Whether it can be written: said on every screen where it cannot.
    pub access: Access,
    /// What should be said about the place where it lies, such as a network folder.
    pub warnings: Vec<String>,
    /// Where it lies, as it is shown.
    pub place: String,
    /// Every school year that it holds something of.
    pub years: BTreeSet<SchoolYear>,
    /// What was being written when the book was closed.
    pub draft: Option<Draft>,
}

/// A book that somebody else has open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Who, where and since when; what is safe; what to do.
    pub problem: Problem,
    /// The newest backup: of when.
    pub backup: Option<String>,
    /// Only another machine says so, and it may be off: the person can be asked.
    pub can_take_over: bool,
}

/// An older book beside the one that was open here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Of what, there, here; the first row holds the headings.
    pub rows: Vec<[String; 3]>,
    /// What to do now.
    pub advice: String,
}

/// What the book holds of one school year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadYear {
    /// Which.
    pub year: SchoolYear,
    /// The plans of that year.
    pub plans: BTreeMap<PlanKey, Plan>,
    /// What is the school's own in that year.
    pub school: Parts,
}

/// A checklist that was read.
#[derive(Debug, Clone)]
pub struct CatalogFile {
    /// The text that the book keeps; `None` for the checklist that comes along.
    pub text: Option<Arc<str>>,
    /// What it says.
    pub catalog: Arc<Catalog>,
}

/// What was understood of a roster file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterFile {
    /// As it was typed.
    pub path: String,
    /// Which way of reading letters was asked for; see [`Effect::ReadRoster`].
    pub asked: usize,
    /// How it was read, for the screen: letters, separator.
    pub reading: String,
    /// Which columns were understood, for the screen.
    pub columns: Vec<String>,
    /// The students.
    pub rows: Vec<RosterRow>,
    /// Students of whom the file itself says that they are gone.
    pub gone: Vec<RosterRow>,
    /// Lines that were not taken.
    pub rejected: Vec<Rejected>,
    /// What should be looked at.
    pub warnings: Vec<String>,
}

impl RosterFile {
    /// What there is to compare with the Book.
    pub fn incoming(&self) -> Incoming<'_> {
        Incoming {
            rows: &self.rows,
            gone: &self.gone,
            rejected: &self.rejected,
        }
    }
}

/// What was understood of a file of answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswersFile {
    /// As it was typed.
    pub path: String,
    /// Which way of reading letters was asked for; see [`Effect::ReadAnswers`].
    pub asked: usize,
    /// How it was read, for the screen: letters, separator.
    pub reading: String,
    /// Which columns were understood, for the screen.
    pub columns: Vec<String>,
    /// Questions that have no column.
    pub missing: Vec<Text>,
    /// One a person.
    pub rows: Vec<AnswerRow>,
    /// Lines that were not taken.
    pub rejected: Vec<Rejected>,
}

/// An answer.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The book is open.
    Opened(Box<Opened>),
    /// It is not.
    NotOpened(Problem),
    /// It is not, and the next try has to wait.
    WrongPassphrase {
        /// What to say.
        problem: Problem,
        /// For how many seconds no other passphrase is taken.
        wait: u32,
    },
    /// The book waits for its passphrase; whether it can be written then.
    Claimed(Access),
    /// Somebody else has the book open.
    Busy(Elsewhere),
    /// The book is older than what was open here, as this sentence says.
    Older(String),
    /// What the older book and the one before hold.
    Compared(Comparison),
    /// Words and a recovery key were made.
    Offered {
        /// Six words.
        words: Secret,
        /// Eight groups of six digits, with spaces.
        recovery: Secret,
    },
    /// A passphrase was weighed: what is wrong with it, if anything.
    Weighed(Option<String>),
    /// A place was looked at: as it is shown, what to say about it, whether a book lies there.
    Place {
        /// As it is shown.
        path: String,
        /// What should be known about it.
        warnings: Vec<String>,
        /// A book lies there already.
        exists: bool,
    },
    /// Everything up to this entry is durable.
    Saved {
        /// The sequence number.
        through: u64,
        /// When the commit returned.
        at: DateTime,
    },
    /// Nothing new is durable.
    NotSaved(Problem),
    /// A roster was read.
    Roster(Box<Result<RosterFile, Problem>>),
    /// A file of answers was read.
    Answers(Box<Result<AnswersFile, Problem>>),
    /// A checklist was read that the book is to take, or it has a fault.
    Catalog(Box<Result<CatalogFile, Problem>>),
    /// The checklist that the book holds was read.
    CatalogInUse(Box<Result<CatalogFile, Problem>>),
    /// School years were read.
    Years(Box<Result<Vec<ReadYear>, Problem>>),
    /// A student's complete record can be written there, or why not.
    MayLeave(Result<(StudentId, String, Box<Disclosure>), Problem>),
    /// A student's complete record, as lines.
    Record(Box<Result<Vec<String>, Problem>>),
    /// A record was written: what is said of it.
    RecordWritten(Result<String, Problem>),
    /// An address was handed to the machine, or why not.
    Handed(Result<String, String>),
    /// The passphrase was changed, or not.
    PassphraseChanged(Option<Problem>),
    /// Recovery key or all keys were changed, or not.
    KeysChanged(Option<Problem>),
    /// The book cannot be read, and a backup can take its place.
    Damaged {
        /// Why it cannot be read.
        problem: Problem,
        /// The newest good backup: of when, and why it was made.
        backup: String,
    },
    /// The backup is the book now; or why not.
    Restored(Option<Problem>),
    /// A record was deleted: the book as it is now, and the certificate as lines. Or why not.
    Purged(Box<Result<(Opened, Vec<String>), Problem>>),
    /// Something that should be known beside the answer; it changes nothing.
    Said(Problem),
    /// The book is closed and its keys are wiped.
    Locked,
}
