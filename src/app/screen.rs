//! The layers of the program. Each has its own small state; popups are layers as well.

pub mod answers;
pub mod filter;
pub mod followup;
pub mod form;
pub mod gate;
pub mod glance;
pub mod groups;
pub mod import;
pub mod items;
pub mod pick;
pub mod places;
pub mod reading;
pub mod rollover;
pub mod round;
pub mod rubric;
pub mod signals;
pub mod student;
pub mod timeline;
pub mod unsaved;

use super::action::Context;
use crate::domain::id::StudentId;

/// One layer of the stack.
#[derive(Debug, Clone)]
pub enum Screen {
    /// Before the book is open: unlock, recover, make a book.
    Gate(Box<gate::Gate>),
    /// The list of students with the detail beside it; lies under everything while a book is open.
    Round(round::RoundScreen),
    /// One student, full width.
    Student(Box<student::StudentPage>),
    /// One student alone, without notes, for other eyes.
    Turned(StudentId),
    /// All groups.
    Groups(groups::Groups),
    /// What a new school year will do.
    RollOver(Box<rollover::RollOverScreen>),
    /// The school's own checklist, to be edited.
    Items(items::Items),
    /// Where to go.
    Places(places::Places),
    /// Graduates.
    FollowUps(followup::FollowUps),
    /// The group at a glance.
    Glance(glance::Glance),
    /// What was done and when.
    Timeline(timeline::Timeline),
    /// Early signals of the group, each with the students behind it.
    Signals(signals::Signals),
    /// What students, parents and staff answered, summed; a file of answers before it is taken in.
    Answers(Box<answers::Answers>),
    /// The school's rating of itself.
    Rubric(Box<rubric::Rubric>),
    /// Lines to read: recap, why.
    Reading(reading::Reading),
    /// Fields to fill.
    Form(form::Form),
    /// One of several.
    Pick(pick::Pick),
    /// A filter over a list: find, palette, help.
    Filter(filter::Filter),
    /// What a roster was understood as.
    Import(Box<import::Import>),
    /// Leaving with notes that are not saved.
    Unsaved,
    /// The neutral page.
    Blank,
}

impl Screen {
    /// Which keys hold here.
    pub fn context(&self) -> Context {
        match self {
            Self::Gate(gate) if gate.is_choosing() => Context::List,
            Self::Gate(_) => Context::Gate,
            Self::Round(round) if round.pane == round::Pane::Detail => Context::Detail,
            Self::Round(_) => Context::Round,
            Self::Student(_) => Context::Student,
            Self::Turned(_) => Context::Turned,
            Self::Groups(_) => Context::Groups,
            Self::RollOver(_) => Context::RollOver,
            Self::Items(_) => Context::Items,
            Self::Places(_) => Context::Places,
            Self::FollowUps(_) => Context::FollowUps,
            Self::Glance(_) => Context::Glance,
            Self::Timeline(_) => Context::Timeline,
            Self::Answers(answers) if answers.file.is_some() => Context::Import,
            Self::Signals(_) | Self::Answers(_) | Self::Rubric(_) => Context::Overview,
            Self::Reading(_) | Self::Pick(_) => Context::List,
            Self::Form(_) => Context::Form,
            Self::Filter(_) => Context::Filter,
            Self::Import(_) => Context::Import,
            Self::Unsaved => Context::Unsaved,
            Self::Blank => Context::Blank,
        }
    }
}

/// What becomes of a layer after a message.
#[derive(Debug)]
pub enum Next {
    /// It stays.
    Stay,
    /// It goes.
    Close,
    /// Another one lies over it.
    Push(Box<Screen>),
    /// Another one takes its place.
    Replace(Box<Screen>),
}

impl Next {
    /// Puts a layer over this one.
    pub fn push(screen: Screen) -> Self {
        Self::Push(Box::new(screen))
    }

    /// Puts a layer in the place of this one.
    pub fn replace(screen: Screen) -> Self {
        Self::Replace(Box::new(screen))
    }
}
