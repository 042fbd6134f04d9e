//! A goal of a student and what became of it.

use super::{
    date::{Date, DateTime},
    id::{GoalId, ProgressId},
    text::Text,
};

/// What a goal is about (Arizona's four goal headings and a counselor's worksheet; domain notes 3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GoalKind {
    /// Grades, courses, study.
    #[default]
    Academic,
    /// Habits and the person.
    Personal,
    /// Work and occupations.
    Career,
    /// After graduation.
    Postsecondary,
    /// Clubs, sports, service.
    Extracurricular,
}

impl GoalKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Academic,
        Self::Personal,
        Self::Career,
        Self::Postsecondary,
        Self::Extracurricular,
    ];

    /// As it stands on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Academic => "academic",
            Self::Personal => "personal",
            Self::Career => "career",
            Self::Postsecondary => "after graduation",
            Self::Extracurricular => "activities",
        }
    }
}

/// Where a goal stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GoalState {
    /// Nothing has happened yet.
    #[default]
    NotStarted,
    /// Going well.
    OnTrack,
    /// Stuck.
    NeedsHelp,
    /// Reached.
    Done,
    /// Given up or replaced.
    Dropped,
}

impl GoalState {
    /// Every state, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::NotStarted,
        Self::OnTrack,
        Self::NeedsHelp,
        Self::Done,
        Self::Dropped,
    ];

    /// As it stands on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "not started",
            Self::OnTrack => "on track",
            Self::NeedsHelp => "needs help",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// Whether it still is to be worked on.
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Done | Self::Dropped)
    }
}

/// The five parts of a SMART goal. All optional; sources differ on the letters A and R, so they prompt loosely.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Smart {
    /// What exactly.
    pub specific: Text,
    /// How both will know that it is met.
    pub measurable: Text,
    /// Why it can be done.
    pub achievable: Text,
    /// Why it matters to the student.
    pub relevant: Text,
    /// Until when, in words.
    pub time_bound: Text,
}

/// One look at a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Never changes.
    pub id: ProgressId,
    /// When it happened; see [`super::checkin::CheckIn::when`].
    pub when: DateTime,
    /// When it was written down.
    pub at: DateTime,
    /// Who wrote it.
    pub by: Text,
    /// Where the goal stood.
    pub state: GoalState,
    /// How sure the student is, 0 to 10, if it was asked.
    pub confidence: Option<u8>,
    /// In a few words; may be empty.
    pub note: Text,
}

/// Something that may stand in the way of a goal, and what answers it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Barrier {
    /// What may stand in the way.
    pub text: Text,
    /// Ways round it; while there is none the barrier is open.
    pub strategies: Vec<Text>,
}

impl Barrier {
    /// Whether nothing answers it yet.
    pub fn is_open(&self) -> bool {
        self.strategies.is_empty()
    }
}

/// A step toward a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is to be done.
    pub text: Text,
    /// The day on which it was noted as done.
    pub done: Option<Date>,
}

/// What a student wrote or said when a goal was updated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reflection {
    /// The day it counts for.
    pub on: Date,
    /// In the student's words.
    pub text: Text,
}

/// The highest confidence that can be given.
pub const MOST_CONFIDENCE: u8 = 10;

/// One goal with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Never changes.
    pub id: GoalId,
    /// The goal in the student's words.
    pub text: Text,
    /// What it is about.
    pub kind: GoalKind,
    /// Optional prompts.
    pub smart: Smart,
    /// When it should be reached.
    pub target: Option<Date>,
    /// The day it was set.
    pub set_on: Date,
    /// When what it says was last changed; progress is no change of the plan.
    pub changed: DateTime,
    /// What should be reached by the end of this school year, for a goal that takes longer.
    pub benchmark: Text,
    /// What may stand in the way, each with its strategies.
    pub barriers: Vec<Barrier>,
    /// Steps, in the order in which they are to be taken.
    pub steps: Vec<Step>,
    /// What was said when it was updated, oldest first.
    pub reflections: Vec<Reflection>,
    /// Where it stood when it was taken over from the year before; `None` for a goal of this year.
    pub carried: Option<GoalState>,
    /// In the order of their days; the last one says where the goal stands.
    pub progress: Vec<Progress>,
}

impl Goal {
    /// Where it stands: the newest progress decides, before the first one of this year what it was taken over with.
    pub fn state(&self) -> GoalState {
        let newest = self.progress.last().map(|progress| progress.state);
        newest.or(self.carried).unwrap_or_default()
    }

    /// Barriers that nothing answers yet.
    pub fn open_barriers(&self) -> impl Iterator<Item = &Barrier> {
        self.barriers.iter().filter(|barrier| barrier.is_open())
    }

    /// Adds a look at the goal in its place by day and time.
    pub fn record(&mut self, progress: Progress) {
        let key = |p: &Progress| (p.when, p.id);
        let place = self.progress.partition_point(|p| key(p) < key(&progress));
        self.progress.insert(place, progress);
    }
}
