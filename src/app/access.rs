//! Whether what is done in the open book can be kept, and what is said where it cannot.
//!
//! The model holds an [`Access`], [`super::update::update`] asks it before anything is done, and every screen shows its
//! banner. Must not know why a medium cannot be written.

#![allow(
    clippy::enum_glob_use,
    reason = "a list of actions reads better without a prefix"
)]

use super::{
    action::{
        Action::{self, *},
        Context,
    },
    effect::Effect,
    screen::{Screen, pick::PickKind},
};

/// What the palette says of an act that would change a book which can only be read.
pub const ONLY_READ: &str = "This book can only be read here.";

/// Whether the open book can be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Access {
    /// What is done is saved.
    #[default]
    Writing,
    /// Nothing can be saved.
    Reading(Why),
}

/// Why a book can only be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It lies, at this place, where nothing can be written.
    Protected(String),
    /// Somebody has the book open; this is its backup, made at this time.
    Backup(String),
}

impl Access {
    /// Whether nothing can be saved.
    pub fn is_reading(&self) -> bool {
        matches!(self, Self::Reading(_))
    }

    /// What stands on every screen, the longest form first: the first that fits is shown. None where all is saved.
    pub fn banner(&self) -> Vec<String> {
        let said: [String; 2] = match self {
            Self::Writing => return Vec::new(),
            Self::Reading(Why::Protected(_)) => [
                "READ ONLY: nothing can be saved here, because this place cannot be written."
                    .to_owned(),
                "READ ONLY: nothing can be saved here.".to_owned(),
            ],
            Self::Reading(Why::Backup(of)) => [
                format!("READ ONLY: the backup of {of}. Nothing can be saved here."),
                format!("READ ONLY: backup {of}"),
            ],
        };
        said.into_iter().chain(["READ ONLY".to_owned()]).collect()
    }

    /// Why something was not done: what, where, what to do now. `None` where all is saved.
    pub fn refusal(&self) -> Option<String> {
        match self {
            Self::Writing => None,
            Self::Reading(Why::Protected(place)) => Some(format!(
                "Not done: {place} cannot be written. Copy it to a folder of your own to change it."
            )),
            Self::Reading(Why::Backup(of)) => Some(format!(
                "Not done: this is the backup of {of}. Change the book itself, when it is closed elsewhere."
            )),
        }
    }
}

/// Whether an act is there to change the book.
pub fn changes(context: Context, action: Action) -> bool {
    match action {
        Tick(_) => matches!(
            context,
            Context::Round | Context::Detail | Context::Student | Context::Glance
        ),
        Toggle => matches!(
            context,
            Context::Detail
                | Context::Student
                | Context::Glance
                | Context::Timeline
                | Context::FollowUps
        ),
        _ => always_changes(action),
    }
}

/// The same, wherever it is done.
fn always_changes(action: Action) -> bool {
    matches!(
        action,
        CheckIn
            | Progress
            | WriteNote
            | Absent
            | Later
            | Undo
            | Redo
            | TickColumn
            | SetAsideColumn
            | AddStudent
            | Day
            | LockAfter
            | NewGoal
            | AddToPlan
            | TakeAway
            | Amend
            | WriteRecord
            | Purge
            | Gone
            | KeepYears
            | AddAnswers
            | ReadAnswers
            | SetAside
            | EditStudent
            | Move
            | Standing
            | BringBack
            | Switches
            | NewGroup
            | RenameGroup
            | ArchiveGroup
            | Import
            | Phrases
            | AddItem
            | TakeOff
            | Catalog
            | DefaultCatalog
            | BeginYear
            | BeginBy
            | Period
            | Adviser
            | Passphrase
            | NewRecovery
            | NewKeys
    )
}

/// Whether a layer asks for something that would be saved.
pub fn asks_to_save(screen: &Screen) -> bool {
    match screen {
        Screen::Form(_) | Screen::Gate(_) | Screen::Import(_) => true,
        Screen::Pick(pick) => !matches!(pick.kind, PickKind::Theme(_)),
        _ => false,
    }
}

/// Whether a request to the outside would write in the book or beside it.
pub fn writes(effect: &Effect) -> bool {
    match effect {
        Effect::Save(_)
        | Effect::Retry
        | Effect::Recover { .. }
        | Effect::Make { .. }
        | Effect::ChangePassphrase(_)
        | Effect::ChangeRecovery(_)
        | Effect::ChangeKeys { .. }
        | Effect::BackUp(_)
        | Effect::Restore
        | Effect::GoOn
        | Effect::TryAgain { .. }
        | Effect::WriteCatalog(_)
        | Effect::MayLeave { .. }
        | Effect::WriteRecord { .. }
        | Effect::Purge { .. }
        | Effect::DefaultCatalog => true,
        Effect::Unlock(_)
        | Effect::Offer
        | Effect::Weigh(_)
        | Effect::LookAt(_)
        | Effect::Compare
        | Effect::ReadBackup
        | Effect::ReadRoster { .. }
        | Effect::ReadAnswers { .. }
        | Effect::ReadCatalog(_)
        | Effect::ParseCatalog(_)
        | Effect::ReadYears(_)
        | Effect::ReadRecord { .. }
        | Effect::Lock
        | Effect::OpenAddress(_)
        | Effect::CopyAddress(_)
        | Effect::UseTheme(_)
        | Effect::Suspend
        | Effect::Quit => false,
    }
}
