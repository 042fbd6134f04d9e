//! How a school judges its own planning: questions to students, parents and staff, and the indicators that it rates itself on.
//!
//! Answers and ratings are parts that the school keeps ([`crate::domain::part::PartKind::Answer`], `Rating`); they refer to a
//! question by its id and to an indicator by its code.

use super::{IndicatorCode, QuestionId};
use crate::domain::text::Text;

/// Something that the school asks about its planning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Never changes, even when the words do: answers refer to it.
    pub id: QuestionId,
    /// The question, or a sentence to agree with more or less.
    pub asks: Text,
    /// Who is asked, at least one.
    pub of: Vec<Answerer>,
    /// How it is answered.
    pub kind: AnswerKind,
}

/// Gives an enum names for a catalog file.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// All of them, in the order in which they are listed.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// How a catalog file names it; never changes.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The one of this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

/// Who answers a question; named as in the field of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answerer {
    /// A student.
    Student,
    /// A parent or guardian.
    Parent,
    /// Somebody of the school.
    Staff,
}

words!(Answerer {
    Student = "student",
    Parent = "parent",
    Staff = "staff",
});

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnswerKind {
    /// With a number from 1, not at all, to 5, very much.
    Scale,
    /// In words.
    Text,
}

words!(AnswerKind {
    Scale = "scale",
    Text = "text",
});

/// One thing on which the school rates itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Never changes, even when the words do: ratings refer to it.
    pub code: IndicatorCode,
    /// Which part of the rubric it belongs to.
    pub part: RubricPart,
    /// What should be the case, in one sentence.
    pub asks: Text,
    /// The figure of the book that speaks to it.
    pub evidence: Option<Evidence>,
}

/// The parts of the rubric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RubricPart {
    /// What the district does.
    District,
    /// What the school does.
    School,
    /// What the plans are like.
    Plan,
}

words!(RubricPart {
    District = "district",
    School = "school",
    Plan = "plan",
});

/// A figure that a book can put beside a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Evidence {
    /// Who worked on the plans this year, by role.
    Touches,
    /// Approvals given, by role.
    Approvals,
    /// Graduates asked after 6 and 12 months.
    FollowUps,
    /// On which days the group met, and how many were reached.
    Sessions,
    /// How many plans meet each requirement.
    RollUp,
    /// Which courses and activities the plans name.
    Demand,
    /// How many students the adviser has, and how often they are seen.
    GroupSize,
    /// How much of the checklist is done, by category and grade.
    Coverage,
    /// Inventories and tests taken.
    Assessments,
}

words!(Evidence {
    Touches = "touches",
    Approvals = "approvals",
    FollowUps = "follow-ups",
    Sessions = "sessions",
    RollUp = "roll-up",
    Demand = "demand",
    GroupSize = "group-size",
    Coverage = "coverage",
    Assessments = "assessments",
});

/// The ratings of the rubric, best first.
pub const RATINGS: [(u8, &str); 4] = [
    (4, "exemplary"),
    (3, "fully functioning and operational"),
    (2, "limited or partial"),
    (1, "little or none"),
];

/// What a rating means; `None` when it is not from 1 to 4.
pub fn rating_word(rating: u8) -> Option<&'static str> {
    let found = RATINGS.iter().find(|(number, _)| *number == rating)?;
    Some(found.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::part::{Field, PartKind};

    #[test]
    fn who_answers_is_who_an_answer_can_be_from() {
        for who in Answerer::ALL {
            let choice = PartKind::Answer.choice(Field::Who, who.name());
            assert!(choice.is_some(), "{who:?}");
        }
    }

    #[test]
    fn every_rating_has_its_word() {
        assert_eq!(rating_word(4), Some("exemplary"));
        assert_eq!(rating_word(1), Some("little or none"));
        assert_eq!(rating_word(0), None);
        assert_eq!(rating_word(5), None);
    }
}
