//! What keys do on the pages that show students by columns.

use super::{Glance, Page, grades};
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        effect::Effect,
        model::{Desk, Model},
        notice::Notice,
        screen::{
            Next, Screen,
            form::Form,
            reading,
            student::{PageLine, Section, StudentPage},
        },
        talk::{about_student, ask_which_period, tick_for},
        update::say,
    },
    domain::{
        catalog::{Category, ItemId},
        grade::Grade,
        id::StudentId,
        overview::{Column, Matrix, Subject},
    },
};

impl Glance {
    pub(super) fn act_on_matrix(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        let matrix = self.matrix(desk);
        let at = self.column(&matrix);
        let columns = matrix.columns.len();
        if let Some(by) = stride(action) {
            self.step(&matrix, by);
            return Some(Next::Stay);
        }
        match action {
            Action::Left => self.column = moved(at, -1, columns),
            Action::Right => self.column = moved(at, 1, columns),
            Action::NextGrade => self.other_grade(model, 1),
            Action::PreviousGrade => self.other_grade(model, -1),
            Action::Open => return self.open(model),
            Action::Tick(number) => {
                let at = usize::from(number).saturating_sub(1);
                self.tick(model, at, effects);
            }
            Action::Toggle => {
                self.tick(model, at, effects);
                let desk = model.desk.as_ref()?;
                self.step(&self.matrix(desk), 1);
            }
            Action::TickColumn => self.tick_column(model, effects),
            Action::SetAside => {
                let students = self.student_at_cursor(model.desk.as_ref());
                return Some(self.set_aside(model, students.into_iter().collect()));
            }
            Action::SetAsideColumn => {
                let students = self.with_it_open(model.desk.as_ref());
                return Some(self.set_aside(model, students));
            }
            _ => return self.about_student(model, action, effects),
        }
        Some(Next::Stay)
    }

    fn step(&mut self, matrix: &Matrix<'_>, by: isize) {
        let to = moved(self.row(matrix), by, matrix.students.len());
        self.student = matrix.students.get(to).map(|student| student.id);
    }

    fn other_grade(&mut self, model: &mut Model, by: isize) {
        let Some(desk) = &model.desk else { return };
        if !self.can(desk, Action::NextGrade) {
            let said = if self.page == Page::Checklist {
                "Everybody in this group is in the same grade."
            } else {
                "Every grade is shown here."
            };
            return say(model, Notice::refused(said));
        }
        let grades = grades(desk).into_iter().map(Some);
        let all: Vec<Option<Grade>> = std::iter::once(None).chain(grades).collect();
        let at = all.iter().position(|one| *one == self.grade(desk));
        let to = (at.unwrap_or(0) as isize + by).rem_euclid(all.len() as isize) as usize;
        self.grade = all.get(to).copied().flatten();
        self.lay_out(desk);
        self.stay_among(desk);
    }

    /// Puts the cursor on a student who is shown.
    fn stay_among(&mut self, desk: &Desk) {
        let matrix = self.matrix(desk);
        self.step(&matrix, 0);
    }

    /// The item of a column; says why there is none.
    fn item(&self, model: &mut Model, at: usize) -> Option<ItemId> {
        let desk = model.desk.as_ref()?;
        let matrix = self.matrix(desk);
        let said = match matrix.columns.get(at).map(|column| column.subject) {
            Some(Subject::Item(item)) => return Some(item.id.clone()),
            Some(Subject::Requirement(_)) => {
                "A requirement is met by what stands in the plan: enter opens it."
            }
            Some(Subject::Part(_)) => "This counts items: enter shows those of the grade.",
            None => "There is no such column.",
        };
        say(model, Notice::refused(said));
        None
    }

    fn tick(&self, model: &mut Model, at: usize, effects: &mut Vec<Effect>) {
        let student = self.student_at_cursor(model.desk.as_ref());
        if let Some(item) = self.item(model, at)
            && let Some(student) = student
        {
            tick_for(model, &[student], &item, effects);
        }
    }

    /// Ticks the item of the column for everybody shown who has it open. Those to whom it does not apply keep that.
    fn tick_column(&self, model: &mut Model, effects: &mut Vec<Effect>) {
        let at = self.column_at_cursor(model.desk.as_ref());
        let Some(item) = self.item(model, at) else {
            return;
        };
        let open = self.with_it_open(model.desk.as_ref());
        if open.is_empty() {
            let said = "Nobody shown here has this item open. space takes one tick back.";
            return say(model, Notice::refused(said));
        }
        tick_for(model, &open, &item, effects);
    }

    /// Those shown who have the item of the column open.
    fn with_it_open(&self, desk: Option<&Desk>) -> Vec<StudentId> {
        let Some(desk) = desk else { return Vec::new() };
        let matrix = self.matrix(desk);
        let column = matrix.columns.get(self.column(&matrix));
        let open = column.into_iter().flat_map(|one| matrix.without(one));
        open.map(|student| student.id).collect()
    }

    fn set_aside(&self, model: &mut Model, students: Vec<StudentId>) -> Next {
        let at = self.column_at_cursor(model.desk.as_ref());
        let Some(item) = self.item(model, at) else {
            return Next::Stay;
        };
        if students.is_empty() {
            say(
                model,
                Notice::refused("Nobody shown here has this item open."),
            );
            return Next::Stay;
        }
        let desk = model.desk.as_ref();
        let form = desk.and_then(|desk| Form::reason(desk, students, item));
        form.map_or(Next::Stay, |form| Next::push(Screen::Form(form)))
    }

    fn student_at_cursor(&self, desk: Option<&Desk>) -> Option<StudentId> {
        let matrix = self.matrix(desk?);
        let student = matrix.students.get(self.row(&matrix))?;
        Some(student.id)
    }

    fn column_at_cursor(&self, desk: Option<&Desk>) -> usize {
        desk.map_or(0, |desk| self.column(&self.matrix(desk)))
    }

    /// Opens the student where the column is answered; from everybody's parts the items of the student's grade.
    fn open(&mut self, model: &mut Model) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        let matrix = self.matrix(desk);
        let student = *matrix.students.get(self.row(&matrix))?;
        self.student = Some(student.id);
        let subject = matrix.columns.get(self.column(&matrix))?.subject;
        let (section, line) = match subject {
            Subject::Item(item) => (Section::Preparing, PageLine::Item(item.id.clone())),
            Subject::Requirement(rule) => (
                Section::Requirements,
                PageLine::Requirement(rule.code.clone()),
            ),
            Subject::Part(category) => {
                self.show_items(desk, student.grade, category);
                return Some(Next::Stay);
            }
        };
        let mut page = StudentPage::at(desk, student.id, section);
        let place = page.lines(desk).iter().position(|one| *one == line);
        page.cursor = place.unwrap_or(0);
        Some(Next::push(Screen::Student(Box::new(page))))
    }

    fn show_items(&mut self, desk: &Desk, grade: Grade, category: Category) {
        self.grade = Some(grade);
        self.lay_out(desk);
        let is_of_part = |column: &Column<'_>| match column.subject {
            Subject::Item(item) => item.category == category,
            _ => false,
        };
        let columns = self.matrix(desk).columns;
        self.column = columns.iter().position(is_of_part).unwrap_or(0);
    }

    fn about_student(
        &self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let student = self.student_at_cursor(model.desk.as_ref())?;
        if let Some(next) = ask_which_period(model, action) {
            return Some(next);
        }
        if action == Action::Why {
            let desk = model.desk.as_ref()?;
            let matrix = self.matrix(desk);
            let column = matrix.columns.get(self.column(&matrix));
            if let Some(Subject::Requirement(rule)) = column.map(|column| column.subject) {
                let page = reading::requirement(desk, student, &rule.code)?;
                return Some(Next::push(Screen::Reading(page)));
            }
        }
        about_student(model, action, student, effects)
    }
}
