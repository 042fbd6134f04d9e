//! Forms of a student: added, who it is, why an item does not apply.

use super::{Fault, Form, FormKind, change_with, day_text};
use crate::{
    app::{
        effect::Effect,
        field::Field,
        model::{Desk, Model},
        notice::Notice,
        screen::{Next, Screen, pick::Pick},
        update::{perform, say, with_round},
    },
    domain::{
        act,
        catalog::ItemId,
        change::Change,
        date::Toward,
        grade::Grade,
        group::MOST_STUDENTS,
        id::{GroupId, StudentId},
        student::{Name, Student},
        text::Text,
    },
};

impl Form {
    /// A new student.
    pub fn add_student(desk: &Desk, group: GroupId) -> Option<Self> {
        let name = &desk.book.groups.get(&group)?.name;
        let grade = usual_grade(desk, group)
            .map(|grade| grade.to_string())
            .unwrap_or_default();
        let fields = vec![
            Field::line("Name", "Diaz, Ana  or  Ana Diaz", ""),
            Field::line("Grade", "6 to 12", &grade),
        ];
        let title = format!(
            "Add a student to {name} ({} of {MOST_STUDENTS})",
            desk.book.size(group)
        );
        Some(Self::new(FormKind::AddStudent(group), title, fields))
    }

    /// Who a student is.
    pub fn edit_student(desk: &Desk, student: StudentId) -> Option<Self> {
        let s = desk.book.students.get(&student)?;
        let fields = vec![
            Field::line("Name", "Diaz, Ana", &s.name.sorted()),
            Field::line(
                "Goes by",
                "instead of the first name; may stay empty",
                s.preferred.as_ref().map_or("", Text::as_str),
            ),
            Field::line("Grade", "6 to 12", &s.grade.to_string()),
            Field::line(
                "School number",
                "may stay empty",
                s.school_id.as_ref().map_or("", Text::as_str),
            ),
            Field::line(
                "Came on",
                "to this school, if that was during this school year",
                &day_text(s.arrived),
            ),
        ];
        Some(Self::new(
            FormKind::EditStudent(student),
            format!("Who {} is", s.spoken()),
            fields,
        ))
    }

    /// Why an item does not apply.
    pub fn reason(desk: &Desk, students: Vec<StudentId>, item: ItemId) -> Option<Self> {
        let text = &desk.catalog.item(&item)?.text;
        let title = format!("Does not apply: {text}");
        let fields = vec![Field::line(
            "Why",
            "moved in, done at another school, ...",
            "",
        )];
        Some(Self::new(
            FormKind::Reason { students, item },
            title,
            fields,
        ))
    }

    /// Adds the student and stays for the next one. An empty name ends.
    pub(super) fn add_another(
        &mut self,
        model: &mut Model,
        group: GroupId,
        effects: &mut Vec<Effect>,
    ) -> Result<Next, Fault> {
        let name = Name::parse(self.fields.text(0));
        if name.is_empty() {
            return Ok(Next::Close);
        }
        let grade = self.grade_in(1)?;
        let now = model.now;
        let Some(desk) = &model.desk else {
            return Ok(Next::Close);
        };
        if desk.book.size(group) >= MOST_STUDENTS {
            return Ok(offer_second_group(desk, group, &name, grade));
        }
        let twice = desk.book.members(group).iter().any(|s| s.name == name);
        let change = act::add_student(&desk.book, group, name, grade, now);
        perform(model, change, effects);
        if twice {
            say(
                model,
                Notice::alarm(
                    "Somebody with the same name is here already. u takes this one back.",
                ),
            );
        }
        let fresh = model
            .desk
            .as_ref()
            .and_then(|desk| Self::add_student(desk, group));
        if let Some(fresh) = fresh {
            *self = fresh;
            self.fields.set(1, &grade.to_string());
        }
        Ok(Next::Stay)
    }

    pub(super) fn take_student(
        &self,
        model: &mut Model,
        student: StudentId,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let name = Name::parse(self.fields.text(0));
        if name.is_empty() {
            return Err((0, "A student needs a name.".to_owned()));
        }
        let grade = self.grade_in(2)?;
        let some = |text: Text| (!text.is_empty()).then_some(text);
        let (preferred, school_id) = (some(self.text(1)), some(self.text(3)));
        let arrived = self.day_in(4, model.now.date(), Toward::Past)?;
        let edit = |s: &mut Student| {
            s.arrived = arrived;
            s.name = name;
            s.preferred = preferred;
            s.grade = grade;
            s.school_id = school_id;
        };
        change_with(model, effects, |desk| {
            act::edit_student(&desk.book, student, edit)
        });
        Ok(())
    }

    pub(super) fn take_reason(
        &self,
        model: &mut Model,
        students: &[StudentId],
        item: &ItemId,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let reason = self.needed(0, "A few words say why.")?;
        let now = model.now;
        change_with(model, effects, |desk| match desk.catalog.item(item) {
            Some(item) => act::set_aside(
                &desk.book,
                &desk.catalog,
                students,
                item,
                &reason,
                desk.stamp(now),
            ),
            None => Change::default(),
        });
        with_round(model, |round, _| round.selected.clear());
        Ok(())
    }

    fn grade_in(&self, at: usize) -> Result<Grade, Fault> {
        let number = self.fields.text(at).trim().parse().ok();
        number
            .and_then(Grade::new)
            .ok_or_else(|| (at, "The grade is a number from 6 to 12.".to_owned()))
    }
}

/// The 23rd is refused with the reason, and nothing typed is lost: a second group takes the student on one key.
fn offer_second_group(desk: &Desk, group: GroupId, name: &Name, grade: Grade) -> Next {
    Next::push(Screen::Pick(Pick::second_group(
        desk,
        group,
        name.clone(),
        grade,
    )))
}

/// The grade that most students of a group have.
fn usual_grade(desk: &Desk, group: GroupId) -> Option<Grade> {
    let members = desk.book.members(group);
    Grade::all()
        .map(|grade| (members.iter().filter(|s| s.grade == grade).count(), grade))
        .max()
        .filter(|(count, _)| *count > 0)
        .map(|(_, grade)| grade)
}
