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
    /// This one.
    Student(StudentId),
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
        if let Match::Student(id) = found {
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

    /// What is left of one name: a single row is its only possible student, several rows are unclear.
    fn pair_the_rest(&mut self, rows: &[(usize, &RosterRow)], students: &[&Student]) {
        let possible = |row: &RosterRow| -> Vec<&Student> {
            let students = students.iter().copied();
            students
                .filter(|student| is_possible(row, student))
                .collect()
        };
        let rows: Vec<(usize, Vec<&Student>)> = rows
            .iter()
            .map(|(at, row)| (*at, possible(row)))
            .filter(|(_, possible)| !possible.is_empty())
            .collect();
        let is_single = rows.len() == 1;
        for (at, possible) in rows {
            let members: Vec<&Student> = possible
                .iter()
                .copied()
                .filter(|s| self.is_member(s))
                .collect();
            match (possible.as_slice(), members.as_slice()) {
                ([only], _) | (_, [only]) if is_single => self.settle(at, Match::Student(only.id)),
                _ => {
                    self.held.extend(possible.iter().map(|student| student.id));
                    self.settle(at, Match::Unclear);
                }
            }
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
                self.settle(*at, Match::Student(*id));
            }
        }
    }

    fn is_member(&self, student: &Student) -> bool {
        student.is_here() && Some(student.group) == self.group
    }
}

/// Whether a row and a student of one name can be the same person. With another number only the grade can still speak for
/// it: the one of the Book, or the next after a summer.
fn is_possible(row: &RosterRow, student: &Student) -> bool {
    let other_id =
        matches!((&row.id, &student.school_id), (Some(one), Some(other)) if one != other);
    let grade_fits = row.grade.is_some_and(|grade| {
        let number = student.grade.number();
        [number, number + 1].contains(&grade.number())
    });
    !other_id || grade_fits
}

/// Whether the names are one, more or less fully written, and nothing else speaks against it.
fn is_alike(row: &RosterRow, student: &Student) -> bool {
    let same_grade = row.grade.is_none_or(|grade| grade == student.grade);
    let no_two_ids = row.id.is_none() || student.school_id.is_none();
    let first = student.name.first.fold();
    let is_called = row
        .preferred
        .as_ref()
        .is_some_and(|name| name.fold() == first);
    same_grade && no_two_ids && (is_same_name(row, student) || is_called)
}

/// Whether a row has the name of the Book, perhaps in other capitals, with more or fewer first names, or with what the
/// student goes by. Then the Book's stays, or two exports of one school would change it to and fro.
pub(super) fn is_same_name(row: &RosterRow, student: &Student) -> bool {
    let ((row_last, row_first), (last, first)) = (key(&row.name), key(&student.name));
    let goes_by = student.preferred.as_ref().map(Text::fold);
    row_last == last
        && (row_first == first
            || begins_with(&row_first, &first)
            || begins_with(&first, &row_first)
            || goes_by.is_some_and(|name| name == row_first))
}

/// `ana maria` begins with the words `ana`.
fn begins_with(longer: &str, shorter: &str) -> bool {
    !shorter.is_empty()
        && longer
            .strip_prefix(shorter)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
