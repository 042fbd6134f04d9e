//! The grades that have an Individual Learning Plan.

use std::fmt;

/// A grade from 6 to 12 (704 KAR 19:002: the plan is for students in grades 6 to 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grade(u8);

impl Grade {
    /// The first grade with a plan.
    pub const FIRST: Self = Self(6);
    /// The last one.
    pub const LAST: Self = Self(12);
    /// Goals are a duty from here on, welcome before (KDE rubric, "beginning with the student's 8th-grade year").
    pub const GOALS_FROM: Self = Self(8);

    /// `None` outside 6 to 12.
    pub fn new(number: u8) -> Option<Self> {
        (Self::FIRST.0..=Self::LAST.0)
            .contains(&number)
            .then_some(Self(number))
    }

    /// 6 to 12.
    pub fn number(self) -> u8 {
        self.0
    }

    /// The next one; `None` after the last.
    pub fn next(self) -> Option<Self> {
        Self::new(self.0 + 1)
    }

    /// Every grade, youngest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (Self::FIRST.0..=Self::LAST.0).map(Self)
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
