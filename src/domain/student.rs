//! A student: who it is, where it sits, and what lasts longer than a school year.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    catalog::{ItemId, SwitchName},
    date::{Date, DateTime},
    grade::Grade,
    id::{GroupId, StudentId},
    mark::Mark,
    text::Text,
};

/// A name in the two parts that a school list has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// Family name, or the only name.
    pub last: Text,
    /// Given names; empty for a one-word name.
    pub first: Text,
}

impl Name {
    /// Reads a name as it is typed: `Diaz, Ana Maria` (split at the first comma) or `Ana Maria Diaz` (the last word is
    /// the family name).
    pub fn parse(typed: &str) -> Self {
        let typed = typed.trim();
        let (first, last) = match typed.split_once(',') {
            Some((last, first)) => (first, last),
            None => typed
                .rsplit_once(char::is_whitespace)
                .unwrap_or(("", typed)),
        };
        Self {
            last: Text::new(last),
            first: Text::new(first),
        }
    }

    /// `Diaz, Ana`, as lists are sorted.
    pub fn sorted(&self) -> String {
        if self.first.is_empty() {
            return self.last.as_str().to_owned();
        }
        format!("{}, {}", self.last.as_str(), self.first.as_str())
    }

    /// `Ana Diaz`, as it is said.
    pub fn spoken(&self) -> String {
        if self.first.is_empty() {
            return self.last.as_str().to_owned();
        }
        format!("{} {}", self.first.as_str(), self.last.as_str())
    }

    /// Whether there is no name at all.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty() && self.first.is_empty()
    }
}

/// Whether a student is in the group's room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In the group.
    Here,
    /// Gone since this day; the record stays readable and can be brought back.
    Left {
        /// The day it was noted.
        on: Date,
    },
    /// Graduated; asked again after 6 and 12 months.
    Graduated {
        /// The day of graduation.
        on: Date,
    },
}

/// Who a student is. What happens in a year stands in the [`super::plan::Plan`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Student {
    /// Never changes.
    pub id: StudentId,
    /// As the school writes it.
    pub name: Name,
    /// What the student goes by, instead of the first name.
    pub preferred: Option<Text>,
    /// The school's number, as opaque text: leading zeros count.
    pub school_id: Option<Text>,
    /// The grade now.
    pub grade: Grade,
    /// The group now.
    pub group: GroupId,
    /// Here or left.
    pub standing: Standing,
    /// When the student came into the group: the wait for the first talk counts from here.
    pub joined: DateTime,
    /// The day the student came to the school, when that was within this school year; `None`: from its beginning.
    pub arrived: Option<Date>,
    /// Switches of the catalog that are on for this student only, such as `iep`.
    pub switches: BTreeSet<SwitchName>,
    /// Marks of items that are done once for all years.
    pub once: BTreeMap<ItemId, Mark>,
}

impl Student {
    /// A new student without history.
    pub fn new(id: StudentId, name: Name, grade: Grade, group: GroupId, joined: DateTime) -> Self {
        Self {
            id,
            name,
            preferred: None,
            school_id: None,
            grade,
            group,
            standing: Standing::Here,
            joined,
            arrived: None,
            switches: BTreeSet::new(),
            once: BTreeMap::new(),
        }
    }

    /// Whether the student is in the room.
    pub fn is_here(&self) -> bool {
        self.standing == Standing::Here
    }

    /// The name for a talk: what the student goes by, with the family name.
    pub fn spoken(&self) -> String {
        match &self.preferred {
            Some(preferred) => format!("{} {}", preferred.as_str(), self.name.last.as_str()),
            None => self.name.spoken(),
        }
    }

    /// Whether somebody who types this means the student: the name as it is listed or said.
    pub fn is_called(&self, typed: &str) -> bool {
        let names = [
            self.listed(),
            self.spoken(),
            self.name.sorted(),
            self.name.spoken(),
        ];
        let typed = Text::new(typed).fold();
        names.iter().any(|name| Text::new(name).fold() == typed)
    }

    /// The name for a list: `Diaz, Ana`.
    pub fn listed(&self) -> String {
        match &self.preferred {
            Some(preferred) => format!("{}, {}", self.name.last.as_str(), preferred.as_str()),
            None => self.name.sorted(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_with_or_without_a_comma() {
        let cases = [
            ("Diaz, Ana Maria", "Diaz", "Ana Maria"),
            ("Ana Maria Diaz", "Diaz", "Ana Maria"),
            ("Sukarno", "Sukarno", ""),
            ("Van der Berg, Jan, Jr.", "Van der Berg", "Jan, Jr."),
        ];
        for (typed, last, first) in cases {
            let name = Name::parse(typed);
            assert_eq!((name.last.as_str(), name.first.as_str()), (last, first));
        }
    }

    #[test]
    fn the_preferred_name_is_the_one_that_is_said() {
        let mut student = Student::new(
            StudentId(1),
            Name::parse("Diaz, Anastasia"),
            Grade::FIRST,
            GroupId(0),
            super::super::date::BEGINNING,
        );
        assert_eq!(student.spoken(), "Anastasia Diaz");
        student.preferred = Some(Text::new("Ana"));
        assert_eq!(student.spoken(), "Ana Diaz");
        assert_eq!(student.listed(), "Diaz, Ana");
    }
}
