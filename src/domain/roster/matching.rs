//! Which row of a list is which student of the Book: by number, then by name, and rather nobody than the wrong one.

use std::collections::{BTreeSet, HashMap};

use super::RosterRow;
use crate::domain::{
    book::Book,
    grade::Grade,
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
        let mut rivals: HashMap<Option<Grade>, usize> = HashMap::new();
        for (_, row) in rows.iter() {
            *rivals.entry(row.grade).or_default() += 1;
        }
        for (at, row) in rows.clone() {
            let rivals = rivals.get(&row.grade).copied();
            let mut same = students
                .iter()
                .filter(|student| Some(student.grade) == row.grade && is_possible(row, student));
            if let (Some(1), Some(only), None) = (rivals, same.next(), same.next()) {
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
    ///
    /// Only where no other row and no other member has such a name, settled or not: what is settled already is another
    /// thing the second time, and the same list has to come to the same again.
    fn loosely(&mut self) {
        let mut members: HashMap<String, Vec<&Student>> = HashMap::new();
        for student in self.book.students.values() {
            if self.is_member(student) {
                let last = student.name.last.fold();
                members.entry(last).or_default().push(student);
            }
        }
        let (mut of_row, mut of_student) = (HashMap::new(), HashMap::new());
        let mut pairs = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            let namesakes = members.get(&row.name.last.fold());
            for student in namesakes.into_iter().flatten() {
                if is_alike(row, student) {
                    *of_row.entry(at).or_insert(0_usize) += 1;
                    *of_student.entry(student.id).or_insert(0_usize) += 1;
                    pairs.push((at, row, *student));
                }
            }
        }
        for (at, row, student) in pairs {
            let is_only = of_row.get(&at) == Some(&1) && of_student.get(&student.id) == Some(&1);
            if is_only && self.is_left(at, student.id) && speaks_nothing_against(row, student) {
                self.settle(at, Match::Student(student.id));
            }
        }
    }

    fn is_left(&self, at: usize, id: StudentId) -> bool {
        let is_open = self.found.get(at) == Some(&Match::Nobody);
        is_open && !self.taken.contains(&id) && !self.held.contains(&id)
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

/// Whether the names are one, more or less fully written.
fn is_alike(row: &RosterRow, student: &Student) -> bool {
    let first = student.name.first.fold();
    let is_called = row
        .preferred
        .as_ref()
        .is_some_and(|name| name.fold() == first);
    is_same_name(row, student) || is_called
}

/// Whether neither the grade nor two numbers say that it is somebody else.
fn speaks_nothing_against(row: &RosterRow, student: &Student) -> bool {
    let same_grade = row.grade.is_none_or(|grade| grade == student.grade);
    same_grade && (row.id.is_none() || student.school_id.is_none())
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
