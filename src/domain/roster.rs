//! A list of students against the Book: who is new, changed, gone or too many, and the one Change that takes it over.
//!
//! The exchange ring reads a file into [`RosterRow`]s; the first start makes them from typed names. [`RosterPlan::new`] works
//! out what the list means for a group, the screen or the command line shows it, and [`RosterPlan::change`] is what is
//! applied, all or nothing. Nobody is ever deleted, and who vanished from the list or sits in another group is only touched
//! when the person said so ([`Wishes`]). Must not know files.

use std::{collections::BTreeSet, fmt};

use super::{
    book::Book,
    change::Change,
    date::DateTime,
    grade::Grade,
    group::MOST_STUDENTS,
    id::{GroupId, StudentId},
    student::{Name, Student},
    text::Text,
};

mod matching;
mod row;
mod writing;

use matching::{Match, is_same_name, key};

pub use row::{Incoming, Rejected, RosterRow};

/// Where the students of a list go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A group of the Book.
    Group(GroupId),
    /// A group that is made for them, with this name.
    NewGroup(Text),
}

/// What the person said to the questions that a list raises. The default touches nobody who is not on the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Mark as left who is in the group but not on the list.
    pub mark_left: bool,
    /// Move here who is on the list but in another group of the Book.
    pub move_here: bool,
    /// The grade of new students for whom the list has none.
    pub grade: Option<Grade>,
}

/// One thing that the list says otherwise than the Book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The name.
    Name {
        /// In the Book.
        was: Name,
        /// On the list.
        now: Name,
    },
    /// What the student goes by; only ever added, since the adviser knows better.
    Preferred {
        /// On the list.
        now: Text,
    },
    /// The school's number.
    SchoolId {
        /// In the Book.
        was: Option<Text>,
        /// On the list.
        now: Text,
    },
    /// The grade.
    Grade {
        /// In the Book.
        was: Grade,
        /// On the list.
        now: Grade,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name { was, now } => write!(f, "name {} to {}", was.sorted(), now.sorted()),
            Self::Preferred { now } => write!(f, "goes by {now}"),
            Self::SchoolId {
                was: Some(was),
                now,
            } => write!(f, "number {was} to {now}"),
            Self::SchoolId { was: None, now } => write!(f, "number {now}"),
            Self::Grade { was, now } => write!(f, "grade {was} to {now}"),
        }
    }
}

/// What a row means for the Book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Not in the Book yet.
    New,
    /// In the group, and the list says something new.
    Changed,
    /// In the group, as the list has it.
    Unchanged,
    /// Was marked as left and is on the list again.
    Returning,
    /// In this other group of the Book, and stays there.
    Elsewhere(GroupId),
    /// In this other group of the Book, and comes over.
    Moved(GroupId),
}

/// A row and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The row; its grade is filled in from [`Wishes::grade`] where the list has none.
    pub row: RosterRow,
    /// The student of the Book; `None` for a new one.
    pub student: Option<StudentId>,
    /// What it means.
    pub fate: Fate,
    /// What is taken over. Also for a student who stays elsewhere: it is the same student.
    pub differences: Vec<Difference>,
}

impl Planned {
    /// Whether the student needs a place that is not taken yet.
    fn needs_place(&self) -> bool {
        matches!(self.fate, Fate::New | Fate::Returning | Fate::Moved(_))
    }
}

/// A student of the group who is not on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vanished {
    /// Who.
    pub student: StudentId,
    /// The list itself says that the student is gone, rather than just not naming them.
    pub is_said: bool,
}

/// How many of each kind, for a line that sums up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// New students.
    pub new: usize,
    /// Known ones, of whom something changes.
    pub changed: usize,
    /// Known ones, as they are.
    pub unchanged: usize,
    /// Back after having left.
    pub returning: usize,
    /// Come over from another group.
    pub moved: usize,
    /// In another group, and stay there.
    pub elsewhere: usize,
    /// Have no place in this group.
    pub beyond: usize,
    /// In the group, not on the list.
    pub vanished: usize,
    /// Rows that do not come in.
    pub rejected: usize,
}

/// Why those beyond the 22nd do not come into this group.
pub const BEYOND: &str = "a group has at most 22 students with one adviser";

/// What a list means for one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterPlan {
    /// The group.
    pub target: Target,
    /// What was said.
    pub wishes: Wishes,
    /// Rows that come in or are in, in the order of the list.
    pub rows: Vec<Planned>,
    /// Rows that have no place in this group ([`BEYOND`]), in the order of the list.
    pub beyond: Vec<Planned>,
    /// Students of the group who are not on the list, by name.
    pub vanished: Vec<Vanished>,
    /// Rows that do not come in, those of the file too, by line.
    pub rejected: Vec<Rejected>,
}

impl RosterPlan {
    /// Works out what `incoming` means for the group `target` of `book`.
    pub fn new(book: &Book, target: Target, incoming: Incoming<'_>, wishes: Wishes) -> Self {
        let group = target.group();
        let matched = matching::match_rows(book, group, incoming.rows);
        let gone = matching::match_rows(book, group, incoming.gone);
        let mut plan = Self {
            target,
            wishes,
            rows: Vec::new(),
            beyond: Vec::new(),
            vanished: Vec::new(),
            rejected: incoming.rejected.to_vec(),
        };
        for (row, found) in incoming.rows.iter().zip(&matched.rows) {
            match plan.place(book, row, *found) {
                Ok(planned) => plan.rows.push(planned),
                Err(reason) => plan.rejected.push(reject(row, reason)),
            }
        }
        plan.rejected.sort_by_key(|rejected| rejected.line);
        let mut held = matched.held;
        held.extend(plan.rows.iter().filter_map(|planned| planned.student));
        plan.vanished = group.map_or_else(Vec::new, |group| {
            vanished(book, group, &held, &gone.rows, incoming.rejected)
        });
        plan.cut_at_22(book);
        plan
    }

    fn place(&self, book: &Book, row: &RosterRow, found: Match) -> Result<Planned, &'static str> {
        let student = match found {
            Match::Nobody => None,
            Match::Unclear => {
                return Err(
                    "several students of this name could be meant; a number or the grade would tell",
                );
            }
            Match::Student(id) => book.students.get(&id),
        };
        let Some(student) = student else {
            return self.place_new(row);
        };
        let differences = differences(row, student);
        let fate = match self.target.group() {
            _ if !student.is_here() => Fate::Returning,
            Some(group) if student.group == group => {
                if differences.is_empty() {
                    Fate::Unchanged
                } else {
                    Fate::Changed
                }
            }
            _ if self.wishes.move_here => Fate::Moved(student.group),
            _ => Fate::Elsewhere(student.group),
        };
        Ok(Planned {
            row: row.clone(),
            student: Some(student.id),
            fate,
            differences,
        })
    }

    fn place_new(&self, row: &RosterRow) -> Result<Planned, &'static str> {
        let grade = row
            .grade
            .or(self.wishes.grade)
            .ok_or("the list does not say the grade")?;
        let mut row = row.clone();
        row.grade = Some(grade);
        Ok(Planned {
            row,
            student: None,
            fate: Fate::New,
            differences: Vec::new(),
        })
    }

    /// Who is in keeps the place; the others come in the order of the list until the group is full.
    fn cut_at_22(&mut self, book: &Book) {
        let leaving = if self.wishes.mark_left {
            self.vanished.len()
        } else {
            0
        };
        let size = self.target.group().map_or(0, |group| book.size(group));
        let mut room = MOST_STUDENTS.saturating_sub(size.saturating_sub(leaving));
        for planned in std::mem::take(&mut self.rows) {
            if !planned.needs_place() {
                self.rows.push(planned);
            } else if room > 0 {
                room -= 1;
                self.rows.push(planned);
            } else {
                self.beyond.push(planned);
            }
        }
    }

    /// How many of each kind.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            beyond: self.beyond.len(),
            vanished: self.vanished.len(),
            rejected: self.rejected.len(),
            ..Counts::default()
        };
        for planned in &self.rows {
            *match planned.fate {
                Fate::New => &mut counts.new,
                Fate::Changed => &mut counts.changed,
                Fate::Unchanged => &mut counts.unchanged,
                Fate::Returning => &mut counts.returning,
                Fate::Moved(_) => &mut counts.moved,
                Fate::Elsewhere(_) => &mut counts.elsewhere,
            } += 1;
        }
        counts
    }

    /// Those beyond the 22nd who fit into one second group; the rest would need a third.
    pub fn second_group(&self) -> &[Planned] {
        self.beyond.get(..MOST_STUDENTS).unwrap_or(&self.beyond)
    }

    /// Everything that was planned, as one Change for the Book that the plan was made for. Empty when there is nothing to do.
    ///
    /// With the name of a `second` group those of [`RosterPlan::second_group`] come into a group that is made for them;
    /// without it they stay out.
    pub fn change(&self, book: &Book, now: DateTime, second: Option<&Text>) -> Change {
        writing::change(self, book, now, second)
    }
}

impl Target {
    fn group(&self) -> Option<GroupId> {
        match self {
            Self::Group(id) => Some(*id),
            Self::NewGroup(_) => None,
        }
    }
}

fn reject(row: &RosterRow, reason: &str) -> Rejected {
    Rejected {
        line: row.line,
        who: row.written.clone(),
        reason: reason.to_owned(),
    }
}

fn differences(row: &RosterRow, student: &Student) -> Vec<Difference> {
    let mut differences = Vec::new();
    if !is_same_name(row, student) {
        differences.push(Difference::Name {
            was: student.name.clone(),
            now: row.name.clone(),
        });
    }
    if let (Some(now), None) = (&row.preferred, &student.preferred) {
        differences.push(Difference::Preferred { now: now.clone() });
    }
    if let Some(now) = &row.id
        && student.school_id.as_ref() != Some(now)
    {
        differences.push(Difference::SchoolId {
            was: student.school_id.clone(),
            now: now.clone(),
        });
    }
    if let Some(now) = row.grade
        && now != student.grade
    {
        differences.push(Difference::Grade {
            was: student.grade,
            now,
        });
    }
    differences
}

/// The members of `group` who are neither on the list nor in a row that could not be read.
fn vanished(
    book: &Book,
    group: GroupId,
    held: &BTreeSet<StudentId>,
    gone: &[Match],
    rejected: &[Rejected],
) -> Vec<Vanished> {
    let said: BTreeSet<StudentId> = gone
        .iter()
        .filter_map(|found| match found {
            Match::Student(id) => Some(*id),
            Match::Nobody | Match::Unclear => None,
        })
        .collect();
    let named: BTreeSet<_> = rejected
        .iter()
        .map(|rejected| key(&Name::parse(rejected.who.as_str())))
        .collect();
    book.members(group)
        .into_iter()
        .filter(|student| !held.contains(&student.id))
        .map(|student| (student, said.contains(&student.id)))
        .filter(|(student, is_said)| *is_said || !named.contains(&key(&student.name)))
        .map(|(student, is_said)| Vanished {
            student: student.id,
            is_said,
        })
        .collect()
}
