//! The one Change that takes a list over.

use super::{Difference, Planned, RosterPlan, RosterRow, Target};
use crate::domain::{
    act,
    book::Book,
    change::{Change, Edit},
    date::DateTime,
    group::Group,
    id::{GroupId, StudentId},
    student::{Standing, Student},
    text::Text,
};

/// Everything that `plan` says, and those beyond the 22nd in a `second` group if it has a name.
pub(super) fn change(
    plan: &RosterPlan,
    book: &Book,
    now: DateTime,
    second: Option<&Text>,
) -> Change {
    let mut writing = Writing {
        book,
        now,
        next_id: book.next_id,
        edits: Vec::new(),
    };
    if plan.wishes.mark_left {
        for vanished in &plan.vanished {
            writing.leave(vanished.student);
        }
    }
    // A group that nobody would come into is not made: the same list again changes nothing.
    let group = match &plan.target {
        Target::Group(id) => Some(*id),
        Target::NewGroup(name) => plan
            .rows
            .iter()
            .any(Planned::needs_place)
            .then(|| writing.make_group(name)),
    };
    writing.take_over(&plan.rows, group);
    if let (Some(name), [_, ..]) = (second, plan.second_group()) {
        let group = writing.make_group(name);
        writing.take_over(plan.second_group(), Some(group));
    }
    writing.edits.into_iter().collect()
}

/// Collects the edits of one Change; new ids come from the Book's counter.
struct Writing<'a> {
    book: &'a Book,
    now: DateTime,
    next_id: u64,
    edits: Vec<Edit>,
}

impl Writing<'_> {
    fn next_id(&mut self) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    fn make_group(&mut self, name: &Text) -> GroupId {
        let id = GroupId(self.next_id());
        self.edits.push(Edit::Group {
            id,
            was: None,
            now: Some(Group {
                id,
                name: name.clone(),
                archived: false,
            }),
        });
        id
    }

    fn leave(&mut self, id: StudentId) {
        let on = self.now.date();
        self.edit(id, |student| student.standing = Standing::Left { on });
    }

    fn take_over(&mut self, rows: &[Planned], group: Option<GroupId>) {
        for planned in rows {
            match (planned.student, group) {
                (Some(id), _) => self.change(id, planned, group),
                (None, Some(group)) => self.add(&planned.row, group),
                (None, None) => {}
            }
        }
    }

    fn change(&mut self, id: StudentId, planned: &Planned, group: Option<GroupId>) {
        let now = self.now;
        self.edit(id, |student| {
            for difference in &planned.differences {
                difference.write(student);
            }
            if let (Some(group), true) = (group, planned.needs_place()) {
                student.standing = Standing::Here;
                student.group = group;
                student.joined = now;
            }
        });
    }

    fn add(&mut self, row: &RosterRow, group: GroupId) {
        let Some(grade) = row.grade else { return };
        let id = StudentId(self.next_id());
        let mut student = Student::new(id, row.name.clone(), grade, group, self.now);
        student.preferred.clone_from(&row.preferred);
        student.school_id.clone_from(&row.id);
        student.arrived = act::arrival(self.book, group, self.now.date());
        self.edits.push(Edit::Student {
            id,
            was: None,
            now: Some(Box::new(student)),
        });
    }

    fn edit(&mut self, id: StudentId, edit: impl FnOnce(&mut Student)) {
        let Some(was) = self.book.students.get(&id) else {
            return;
        };
        let mut now = was.clone();
        edit(&mut now);
        if now != *was {
            self.edits.push(Edit::Student {
                id,
                was: Some(Box::new(was.clone())),
                now: Some(Box::new(now)),
            });
        }
    }
}

impl Difference {
    fn write(&self, student: &mut Student) {
        match self {
            Self::Name { now, .. } => student.name = now.clone(),
            Self::Preferred { now } => student.preferred = Some(now.clone()),
            Self::SchoolId { now, .. } => student.school_id = Some(now.clone()),
            Self::Grade { now, .. } => student.grade = *now,
        }
    }
}
