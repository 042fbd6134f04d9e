//! Which row of a list is which student of the Book: by number, then by name, and rather nobody than the wrong one.

use std::collections::{BTreeSet, HashMap};

use super::RosterRow;
use crate::domain::{
    book::Book,
    id::{GroupId, StudentId},
    student::{Name, Student},
    text::Text,
};

/// Whom a row was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// By number or by the whole name.
    Student(StudentId),
    /// By a name that is written more or less fully: `Diaz, Ana` and `Diaz, Ana Maria`. The Book's stays.
    Loosely(StudentId),
    /// Not in the Book.
    Nobody,
    /// Several could be meant.
    Unclear,
}

/// What the matching of a list came to.
pub(super) struct Matched {
    /// One for each row, in their order.
    pub(super) rows: Vec<Match>,
    /// Students who could be meant by an unclear row, so that nobody takes them for vanished.
    pub(super) held: BTreeSet<StudentId>,
}

/// A name as it is compared.
type Key = (String, String);

/// The name of a student or a row as it is compared.
pub(super) fn key(name: &Name) -> Key {
    (name.last.fold(), name.first.fold())
}

/// Says for each row which student of `book` it is; those of `group` go first where the name alone does not decide.
pub(super) fn match_rows(book: &Book, group: Option<GroupId>, rows: &[RosterRow]) -> Matched {
    let mut matching = Matching {
        book,
        group,
        rows,
        found: vec![Match::Nobody; rows.len()],
        taken: BTreeSet::new(),
        held: BTreeSet::new(),
    };
    matching.by_id();
    matching.by_name();
    matching.loosely();
    Matched {
        rows: matching.found,
        held: matching.held,
    }
}

struct Matching<'a> {
    book: &'a Book,
    group: Option<GroupId>,
    rows: &'a [RosterRow],
    found: Vec<Match>,
    taken: BTreeSet<StudentId>,
    held: BTreeSet<StudentId>,
}

impl<'a> Matching<'a> {
    fn settle(&mut self, at: usize, found: Match) {
        if let Match::Student(id) | Match::Loosely(id) = found {
            self.taken.insert(id);
        }
        if let Some(place) = self.found.get_mut(at) {
            *place = found;
        }
    }

    /// Rows that are not settled, with their places.
    fn open_rows(&self) -> Vec<(usize, &'a RosterRow)> {
        self.rows
            .iter()
            .enumerate()
            .zip(&self.found)
            .filter(|(_, found)| **found == Match::Nobody)
            .map(|(row, _)| row)
            .collect()
    }

    fn by_id(&mut self) {
        let mut known: HashMap<&Text, Vec<&Student>> = HashMap::new();
        for student in self.book.students.values() {
            if let Some(id) = &student.school_id {
                known.entry(id).or_default().push(student);
            }
        }
        for (at, row) in self.open_rows() {
            let students = row.id.as_ref().and_then(|id| known.get(id));
            if let Some([only]) = students.map(Vec::as_slice) {
                self.settle(at, Match::Student(only.id));
            }
        }
    }

    fn by_name(&mut self) {
        let mut known: HashMap<Key, Vec<&Student>> = HashMap::new();
        for student in self.book.students.values() {
            if !self.taken.contains(&student.id) {
                known.entry(key(&student.name)).or_default().push(student);
            }
        }
        let mut namesakes: HashMap<Key, Vec<(usize, &RosterRow)>> = HashMap::new();
        for (at, row) in self.open_rows() {
            let key = key(&row.name);
            if known.contains_key(&key) {
                namesakes.entry(key).or_default().push((at, row));
            }
        }
        for (key, mut rows) in namesakes {
            let mut students = known.remove(&key).unwrap_or_default();
            self.pair_by_grade(&mut rows, &mut students);
            self.pair_the_rest(&rows, &students);
        }
    }

    /// Among several of one name: one row and one student of the same grade belong together.
    fn pair_by_grade(&mut self, rows: &mut Vec<(usize, &RosterRow)>, students: &mut Vec<&Student>) {
        if rows.len() == 1 && students.len() == 1 {
            return;
        }
        for (at, row) in rows.clone() {
            let rivals = rows
                .iter()
                .filter(|(_, other)| other.grade == row.grade)
                .count();
            let mut same = students
                .iter()
                .filter(|student| Some(student.grade) == row.grade && is_possible(row, student));
            if let (1, Some(only), None) = (rivals, same.next(), same.next()) {
                let id = only.id;
                self.settle(at, Match::Student(id));
                students.retain(|student| student.id != id);
                rows.retain(|(other, _)| *other != at);
            }
        }
    }

    fn pair_the_rest(&mut self, rows: &[(usize, &RosterRow)], students: &[&Student]) {
        for (at, row) in rows {
            let possible: Vec<&Student> = students
                .iter()
                .copied()
                .filter(|student| is_possible(row, student))
                .collect();
            let here: Vec<&Student> = possible
                .iter()
                .copied()
                .filter(|s| self.is_member(s))
                .collect();
            let found = match (possible.as_slice(), here.as_slice()) {
                ([], _) => Match::Nobody,
                ([only], _) | (_, [only]) if rows.len() == 1 => Match::Student(only.id),
                _ => {
                    self.held.extend(possible.iter().map(|student| student.id));
                    Match::Unclear
                }
            };
            self.settle(*at, found);
        }
    }

    /// Members who are left and rows that are left, when the names differ only in how fully they are written.
    fn loosely(&mut self) {
        let mut left: HashMap<String, Vec<&Student>> = HashMap::new();
        for student in self.book.students.values() {
            let is_free = !self.taken.contains(&student.id) && !self.held.contains(&student.id);
            if is_free && self.is_member(student) {
                left.entry(student.name.last.fold())
                    .or_default()
                    .push(student);
            }
        }
        let rows: Vec<_> = self
            .open_rows()
            .into_iter()
            .map(|(at, row)| (at, row, row.name.last.fold()))
            .filter(|(_, _, last)| left.contains_key(last))
            .collect();
        let mut pairs = Vec::new();
        for (at, row, last) in &rows {
            for student in left.get(last).into_iter().flatten() {
                if is_alike(row, student) {
                    pairs.push((*at, student.id));
                }
            }
        }
        for (at, id) in &pairs {
            let rivals = pairs.iter().filter(|(a, i)| a == at || i == id).count();
            if rivals == 1 {
                self.settle(*at, Match::Loosely(*id));
            }
        }
    }

    fn is_member(&self, student: &Student) -> bool {
        student.is_here() && Some(student.group) == self.group
    }
}

/// Whether a row and a student of one name can be the same person: another number *and* another grade (but for the year
/// between) is somebody else.
fn is_possible(row: &RosterRow, student: &Student) -> bool {
    let other_id =
        matches!((&row.id, &student.school_id), (Some(one), Some(other)) if one != other);
    let other_grade = row.grade.is_some_and(|grade| {
        let later = grade.number().saturating_sub(student.grade.number());
        grade < student.grade || later > 1
    });
    !(other_id && other_grade)
}

/// Whether the first names are one, more or less fully written, and nothing else speaks against it.
fn is_alike(row: &RosterRow, student: &Student) -> bool {
    let same_grade = row.grade.is_none_or(|grade| grade == student.grade);
    let no_two_ids = row.id.is_none() || student.school_id.is_none();
    let (row_first, first) = (row.name.first.fold(), student.name.first.fold());
    let preferred = row.preferred.as_ref().map(Text::fold);
    let goes_by = student.preferred.as_ref().map(Text::fold);
    let same_name = begins_with(&row_first, &first)
        || begins_with(&first, &row_first)
        || preferred.is_some_and(|name| name == first)
        || goes_by.is_some_and(|name| name == row_first);
    same_grade && no_two_ids && same_name
}

/// `ana maria` begins with the words `ana`.
fn begins_with(longer: &str, shorter: &str) -> bool {
    !shorter.is_empty()
        && longer
            .strip_prefix(shorter)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
