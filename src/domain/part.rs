//! Parts of a plan that are filled in like a form: a career, a course, an approval, a follow-up.
//!
//! Every kind is a row of one table ([`PartKind::fields`]): which fields it has, what each takes, which must be filled. Forms,
//! the student's page, the file, the rules of the catalog and the printed sheet all read that table, so a new kind is a row here
//! and nothing else. Goals, marks and contacts have a life of their own and are no parts.

use std::collections::BTreeMap;

use super::{
    catalog::ItemId,
    date::{Date, DateTime, SchoolYear},
    id::{GoalId, PartId, StudentId},
    plan::PlanKey,
    text::Text,
};

mod table;

/// Where a part is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartOf {
    /// In the student's folder, for all years.
    Folder(StudentId),
    /// In the plan of one school year.
    Year(PlanKey),
    /// With the school, in one school year: about nobody in particular.
    School(SchoolYear),
}

impl PartOf {
    /// Whose it is; nobody's when it is the school's.
    pub fn student(self) -> Option<StudentId> {
        match self {
            Self::Folder(student) => Some(student),
            Self::Year(key) => Some(key.student),
            Self::School(_) => None,
        }
    }

    /// The school year that it belongs to, if it belongs to one.
    pub fn year(self) -> Option<SchoolYear> {
        match self {
            Self::Folder(_) => None,
            Self::Year(key) => Some(key.year),
            Self::School(year) => Some(year),
        }
    }
}

/// In which of the places of [`PartOf`] parts of a kind are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Home {
    /// The student's folder.
    Folder,
    /// The plan of a school year.
    Year,
    /// The school's own of a school year.
    School,
}

/// An enum whose variants have a stable name: in the file, in a catalog, on the command line.
macro_rules! named {
    ($(#[$doc:meta])* $enum:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $enum {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $enum {
            /// All of them, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name that never changes.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The one with this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

named! {
    /// What a part is.
    PartKind {
        /// A career or a cluster of interest, with the reason and the schooling it takes.
        Career = "career",
        /// A job shadow, a speaker, a fair, a visit, work-based learning.
        Experience = "experience",
        /// A course or an activity in a school year, tied to the goal it serves.
        Course = "course",
        /// The direction after school, and how sure.
        Direction = "direction",
        /// What the family was told or has done about paying. No amounts.
        Money = "money",
        /// An inventory or a test: that it was taken, what it said in a line, where the result lies.
        Assessment = "assessment",
        /// Where the portfolio is, and when the link was last checked.
        Portfolio = "portfolio",
        /// A piece in the portfolio, with a reflection.
        Artifact = "artifact",
        /// Service, work, an award, a club: what a resume is made of.
        Activity = "activity",
        /// That another plan exists, its newest version, its next review. Never what it says.
        OtherPlan = "other-plan",
        /// One of the three approvals of the yearly review.
        Approval = "approval",
        /// That somebody worked on the plan: student, teacher, adviser, parent.
        Touch = "touch",
        /// The day on which the plan was begun.
        Start = "start",
        /// How to reach the student after graduation, and whether that is wanted.
        Contact = "contact",
        /// What became of a graduate after 6 and 12 months.
        FollowUp = "follow-up",
        /// A core item that last year left open.
        Carried = "carried",
        /// An answer of a student, a parent or the staff to one of the school's questions.
        Answer = "answer",
        /// The school's own rating of one indicator of the rubric.
        Rating = "rating",
        /// A request to correct something in the record, what was decided, and the statement that stays with it.
        Amendment = "amendment",
        /// That something of the record left the book: what, to whom, why and when.
        Disclosure = "disclosure",
        /// A request to see the record, and when it was shown.
        Inspection = "inspection",
    }
}

named! {
    /// A field of a part.
    Field {
        /// Which kind of thing it is.
        Kind = "kind",
        /// What it is called.
        Name = "name",
        /// Who it was, or from whom.
        Who = "who",
        /// How it was given.
        How = "how",
        /// The career cluster.
        Cluster = "cluster",
        /// Why.
        Reason = "reason",
        /// The schooling it takes.
        Education = "education",
        /// The school year.
        Year = "year",
        /// The goal it serves; none where it is tied to none.
        Goal = "goal",
        /// The pathway of a career and technical education course.
        Pathway = "pathway",
        /// How sure, 0 to 10.
        Sure = "sure",
        /// What an assessment said.
        Said = "said",
        /// Where a result lies.
        Place = "place",
        /// An address on the web.
        Link = "link",
        /// The day, or the first day.
        On = "on",
        /// The last day.
        Until = "until",
        /// The next review.
        Review = "review",
        /// In a few words.
        Note = "note",
        /// Months after graduation.
        Months = "months",
        /// What a graduate does.
        Status = "status",
        /// As the plan of the last grade said.
        Same = "same",
        /// Whether the graduate agreed to be asked.
        Consent = "consent",
        /// An item of the checklist.
        Item = "item",
        /// What it answers or rates.
        About = "about",
        /// A number on the scale asked for.
        Score = "score",
        /// The line of the plan that it stands at.
        Line = "line",
        /// The day of a decision.
        Decided = "decided",
        /// Who decided.
        Decider = "decider",
        /// What the family says to it.
        Statement = "statement",
    }
}

/// One of several in a field; the same wherever the names are the same.
#[derive(Debug, Clone, Copy, Eq)]
pub struct Choice {
    /// The name that never changes.
    pub name: &'static str,
    /// As it stands on the screen.
    pub label: &'static str,
}

impl PartialEq for Choice {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A line of text.
    Text,
    /// A day.
    Day,
    /// A day that is today unless another one is typed.
    Today,
    /// A school year, this one unless another one is typed.
    Year,
    /// A number from the first to the last.
    Number(u8, u8),
    /// One of several.
    Choice(&'static [Choice]),
    /// One of the student's goals, or none.
    Goal,
    /// An item of the checklist; not typed.
    Item,
    /// The name of a line of the plan, see [`super::amendment::Contested`]; not typed and not shown.
    Line,
}

impl Takes {
    /// Whether a person fills it in.
    pub fn is_typed(self) -> bool {
        !matches!(self, Self::Item | Self::Line)
    }
}

/// A field as a kind has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// Which.
    pub field: Field,
    /// What is asked.
    pub label: &'static str,
    /// How to answer.
    pub hint: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// It has to be filled.
    pub must: bool,
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A line; never empty.
    Text(Text),
    /// A day.
    Day(Date),
    /// A school year.
    Year(SchoolYear),
    /// A number.
    Number(u8),
    /// One of several.
    Choice(Choice),
    /// A goal.
    Goal(GoalId),
    /// An item of the checklist.
    Item(ItemId),
}

/// The filled fields of a part.
pub type Values = BTreeMap<Field, Value>;

/// Parts by their ids, oldest first.
pub type Parts = BTreeMap<PartId, Part>;

/// One part of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Never changes.
    pub id: PartId,
    /// What it is.
    pub kind: PartKind,
    /// What stands in its fields; an empty field is left out.
    pub values: Values,
    /// When it was last written.
    pub at: DateTime,
    /// Who wrote it.
    pub by: Text,
}

impl Part {
    /// The text in a field; empty where there is none.
    pub fn text(&self, field: Field) -> &str {
        match self.values.get(&field) {
            Some(Value::Text(text)) => text.as_str(),
            _ => "",
        }
    }

    /// The day in a field.
    pub fn day(&self, field: Field) -> Option<Date> {
        match self.values.get(&field) {
            Some(Value::Day(day)) => Some(*day),
            _ => None,
        }
    }

    /// The choice in a field.
    pub fn choice(&self, field: Field) -> Option<Choice> {
        match self.values.get(&field) {
            Some(Value::Choice(choice)) => Some(*choice),
            _ => None,
        }
    }

    /// Whether this name was chosen in a field.
    pub fn is(&self, field: Field, name: &str) -> bool {
        self.choice(field).is_some_and(|choice| choice.name == name)
    }

    /// The number in a field.
    pub fn number(&self, field: Field) -> Option<u8> {
        match self.values.get(&field) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The school year in a field.
    pub fn year(&self) -> Option<SchoolYear> {
        match self.values.get(&Field::Year) {
            Some(Value::Year(year)) => Some(*year),
            _ => None,
        }
    }

    /// The goal that it serves.
    pub fn goal(&self) -> Option<GoalId> {
        match self.values.get(&Field::Goal) {
            Some(Value::Goal(goal)) => Some(*goal),
            _ => None,
        }
    }

    /// The item of the checklist that it speaks of.
    pub fn item(&self) -> Option<&ItemId> {
        match self.values.get(&Field::Item) {
            Some(Value::Item(item)) => Some(item),
            _ => None,
        }
    }

    /// The day it counts for: the one that stands in it, else the one on which it was written.
    pub fn counts_on(&self) -> Date {
        self.day(Field::On).unwrap_or_else(|| self.at.date())
    }

    /// What it is in a few words: `job shadow: Lee's Garage`.
    pub fn title(&self) -> String {
        let words = |field| match self.values.get(&field) {
            Some(Value::Choice(choice)) => Some(choice.label),
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        let mut said = self.kind.head().iter().filter_map(|field| words(*field));
        match (said.next(), said.next()) {
            (Some(first), Some(second)) => format!("{first}: {second}"),
            (Some(only), None) => only.to_owned(),
            _ => self.kind.noun().to_owned(),
        }
    }

    /// What else stands in it, field by field with its label; goals and items need the book and are left out.
    pub fn rest(&self) -> impl Iterator<Item = (&'static FieldSpec, String)> {
        let head = self.kind.head();
        self.kind.fields().iter().filter_map(move |spec| {
            let value = self.values.get(&spec.field)?;
            if head.contains(&spec.field) || spec.takes == Takes::Line {
                return None;
            }
            if let (Field::Decided, Value::Day(day)) = (spec.field, value) {
                return Some((spec, super::date::long(*day)));
            }
            let said = match value {
                Value::Text(text) => text.as_str().to_owned(),
                Value::Year(year) => year.to_string(),
                Value::Number(number) => number.to_string(),
                Value::Choice(choice) => choice.label.to_owned(),
                Value::Day(_) | Value::Goal(_) | Value::Item(_) => return None,
            };
            Some((spec, said))
        })
    }
}

impl PartKind {
    /// The choice with this name in one of its fields.
    pub fn choice(self, field: Field, name: &str) -> Option<Choice> {
        let spec = self.fields().iter().find(|spec| spec.field == field)?;
        match spec.takes {
            Takes::Choice(choices) => choices.iter().copied().find(|choice| choice.name == name),
            _ => None,
        }
    }

    /// Whether a person adds it by hand from the student's page.
    pub fn is_typed(self) -> bool {
        !matches!(self, Self::Carried | Self::Answer | Self::Rating)
    }

    /// Whether a student has only one of it.
    pub fn is_single(self) -> bool {
        matches!(self, Self::Portfolio | Self::Start | Self::Contact)
    }

    /// Whether it is what the plan says, so that an approval given before is out of date. Approvals themselves, the log of who
    /// worked on it and what comes after graduation are not.
    pub fn is_content(self) -> bool {
        !matches!(
            self,
            Self::Approval
                | Self::Touch
                | Self::Start
                | Self::Contact
                | Self::FollowUp
                | Self::Carried
                | Self::OtherPlan
                | Self::Answer
                | Self::Rating
                | Self::Amendment
                | Self::Disclosure
                | Self::Inspection
        )
    }

    /// Whether it stays once it was noted, whatever else is taken back or away: requests about the record, and what left it. A
    /// mistake in one is mended by writing over it, and the history keeps what it said.
    pub fn stays(self) -> bool {
        matches!(self, Self::Amendment | Self::Disclosure | Self::Inspection)
    }

    /// Where a part of this kind of this student belongs.
    pub fn place(self, key: PlanKey) -> PartOf {
        match self.home() {
            Home::Folder => PartOf::Folder(key.student),
            Home::Year => PartOf::Year(key),
            Home::School => PartOf::School(key.year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_one_and_finds_its_way_back() {
        for kind in PartKind::ALL {
            assert_eq!(PartKind::named(kind.name()), Some(*kind));
            let fields = kind.fields();
            assert!(!fields.is_empty(), "{kind:?}");
            for spec in fields {
                assert_eq!(Field::named(spec.field.name()), Some(spec.field));
                let again = fields.iter().filter(|other| other.field == spec.field);
                assert_eq!(again.count(), 1, "{kind:?} {:?}", spec.field);
                if let Takes::Choice(choices) = spec.takes {
                    for choice in choices {
                        assert_eq!(kind.choice(spec.field, choice.name), Some(*choice));
                    }
                }
            }
            for head in kind.head() {
                assert!(fields.iter().any(|spec| spec.field == *head), "{kind:?}");
            }
        }
    }

    #[test]
    fn a_title_says_what_it_is() {
        let mut part = Part {
            id: PartId(1),
            kind: PartKind::Experience,
            values: Values::new(),
            at: super::super::date::BEGINNING,
            by: Text::default(),
        };
        assert_eq!(part.title(), "experience");
        let shadow = PartKind::Experience.choice(Field::Kind, "job-shadow");
        part.values
            .insert(Field::Kind, Value::Choice(shadow.unwrap()));
        assert_eq!(part.title(), "job shadow");
        part.values
            .insert(Field::Name, Value::Text(Text::new("Lee's Garage")));
        assert_eq!(part.title(), "job shadow: Lee's Garage");
    }
}
