//! The group at a glance: who has what open, which requirements are met, when the group was met, how far it has come.
//!
//! Columns keep their places while a page is shown, whatever is ticked on it: a list that sorts itself anew under the hand
//! is a trap.

mod progress;

pub use progress::{BarLine, lines as progress_lines};

use super::{
    Next, Screen,
    form::Form,
    reading,
    student::{PageLine, Section, StudentPage},
};
use crate::{
    app::{
        action::Action,
        detail::moved,
        effect::Effect,
        model::{Desk, Model},
        notice::Notice,
        talk::{about_student, ask_which_period, tick_for},
        update::say,
    },
    domain::{
        catalog::{Category, ItemId},
        date::{self, Date, plus_days},
        grade::Grade,
        id::StudentId,
        mark::Mark,
        overview::{self, Cell, Column, Key, Matrix, Subject, Year},
        requirement,
        status::{ItemState, ItemStatus, Status, due_from},
        student::Student,
    },
};

/// What is shown of the group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Page {
    /// Students by the items of their checklist.
    #[default]
    Checklist,
    /// Students by the requirements.
    Requirements,
    /// The days on which the group was met.
    Year,
    /// How far the group has come.
    Progress,
}

impl Page {
    /// Every page, in the order in which they are turned.
    pub const ALL: [Self; 4] = [
        Self::Checklist,
        Self::Requirements,
        Self::Year,
        Self::Progress,
    ];

    /// As it stands on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Checklist => "Checklist",
            Self::Requirements => "Requirements",
            Self::Year => "The year",
            Self::Progress => "Progress",
        }
    }

    /// Its number, from 1.
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|one| *one == self).unwrap_or(0) + 1
    }

    /// Whether it shows students by columns.
    pub fn is_matrix(self) -> bool {
        matches!(self, Self::Checklist | Self::Requirements)
    }

    fn turned(self, by: usize) -> Self {
        let at = self.number() - 1 + by;
        let page = Self::ALL.get(at % Self::ALL.len());
        page.copied().unwrap_or_default()
    }
}

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct Glance {
    /// What is shown.
    pub page: Page,
    /// Whose checklist is shown; `None` for everybody's, by parts of the plan, where the group has several grades.
    grade: Option<Grade>,
    /// The student under the cursor.
    student: Option<StudentId>,
    /// The column under the cursor.
    column: usize,
    /// The columns as they were first shown.
    order: Vec<Key>,
    /// The day under the cursor.
    pub day: Date,
    /// The first line that is shown of the progress.
    pub top: usize,
}

impl Glance {
    /// With the cursor on a student, or on the first one.
    pub fn new(desk: &Desk, student: Option<StudentId>) -> Self {
        let mut glance = Self {
            page: Page::default(),
            grade: None,
            student,
            column: 0,
            order: Vec::new(),
            day: desk.day(),
            top: 0,
        };
        glance.lay_out(desk);
        glance
    }

    /// Whose checklist is shown; `None` for everybody's, by parts of the plan.
    pub fn grade(&self, desk: &Desk) -> Option<Grade> {
        let grades = grades(desk);
        match grades.as_slice() {
            [one] => Some(*one),
            _ => self.grade.filter(|grade| grades.contains(grade)),
        }
    }

    /// What the page shows, in the order in which it was first shown.
    pub fn matrix<'a>(&self, desk: &'a Desk) -> Matrix<'a> {
        let (book, catalog, today) = (&desk.book, &desk.catalog, desk.day());
        let mut students = members(desk);
        let mut matrix = match (self.page, self.grade(desk)) {
            (Page::Requirements, _) => overview::requirements(book, catalog, &students, today),
            (_, None) => overview::parts(book, catalog, &students, today),
            (_, Some(grade)) => {
                students.retain(|student| student.grade == grade);
                overview::checklist(book, catalog, &students, today)
            }
        };
        matrix.arrange(&self.order);
        matrix
    }

    /// The row under the cursor.
    pub fn row(&self, matrix: &Matrix<'_>) -> usize {
        let at = |id| matrix.students.iter().position(|one| one.id == id);
        self.student.and_then(at).unwrap_or(0)
    }

    /// The column under the cursor.
    pub fn column(&self, matrix: &Matrix<'_>) -> usize {
        self.column.min(matrix.columns.len().saturating_sub(1))
    }

    /// The days of the year with those who were met.
    pub fn year(desk: &Desk) -> Year {
        Year::of(&desk.book, &members(desk))
    }

    fn lay_out(&mut self, desk: &Desk) {
        self.order.clear();
        self.column = 0;
        let columns = self.matrix(desk).columns;
        self.order = columns.iter().map(|one| one.subject.key()).collect();
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        match action {
            Action::Back | Action::Glance => return Some(Next::Close),
            Action::NextPage => self.turn(desk, 1),
            Action::PreviousPage => self.turn(desk, Page::ALL.len() - 1),
            _ => {
                return match self.page {
                    Page::Year => self.act_on_year(model, action),
                    Page::Progress => self.act_on_progress(desk, action),
                    _ => self.act_on_matrix(model, action, effects),
                };
            }
        }
        Some(Next::Stay)
    }

    fn turn(&mut self, desk: &Desk, by: usize) {
        self.page = self.page.turned(by);
        self.top = 0;
        self.day = desk.day();
        self.lay_out(desk);
    }

    fn act_on_matrix(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        let matrix = self.matrix(desk);
        let at = self.column(&matrix);
        let columns = matrix.columns.len();
        match action {
            Action::Up => self.step(&matrix, -1),
            Action::Down => self.step(&matrix, 1),
            Action::PageUp => self.step(&matrix, -10),
            Action::PageDown => self.step(&matrix, 10),
            Action::First => self.step(&matrix, isize::MIN),
            Action::Last => self.step(&matrix, isize::MAX),
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

    fn act_on_year(&mut self, model: &mut Model, action: Action) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        let year = Self::year(desk);
        let to = match action {
            Action::Up => plus_days(self.day, -1),
            Action::Down => plus_days(self.day, 1),
            Action::Left => plus_days(self.day, -7),
            Action::Right => plus_days(self.day, 7),
            Action::PageUp => plus_days(self.day, -28),
            Action::PageDown => plus_days(self.day, 28),
            Action::First => year.days.keys().next().copied().unwrap_or(year.first),
            Action::Last => desk.day(),
            Action::Open => return Some(self.open_day(model)),
            Action::Why => return Some(Next::push(Screen::Reading(reading::why_met()))),
            _ => return None,
        };
        self.day = to.clamp(year.first, year.last);
        Some(Next::Stay)
    }

    /// The recap of what was done with the group on the day.
    fn open_day(&self, model: &mut Model) -> Next {
        let page = model.desk.as_ref().and_then(|desk| {
            let met = Self::year(desk).seen(self.day) > 0;
            reading::recap_of(desk, self.day).filter(|_| met)
        });
        if let Some(page) = page {
            Next::push(Screen::Reading(page))
        } else {
            say(model, Notice::refused("Nobody was seen on that day."));
            Next::Stay
        }
    }

    fn act_on_progress(&mut self, desk: &Desk, action: Action) -> Option<Next> {
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -10,
            Action::PageDown => 10,
            Action::First => isize::MIN,
            Action::Last => isize::MAX,
            Action::Why => {
                return Some(Next::push(Screen::Reading(reading::why_progress(desk))));
            }
            _ => return None,
        };
        self.top = moved(self.top, by, progress_lines(desk).len());
        Some(Next::Stay)
    }

    /// Whether an act does something on the page that is shown; those of the whole program always do.
    pub fn can(&self, desk: &Desk, action: Action) -> bool {
        let is_empty = members(desk).is_empty();
        let grade = self.grade(desk);
        match action {
            Action::Open => self.page != Page::Progress && !is_empty,
            Action::Why => !is_empty,
            Action::NextGrade | Action::PreviousGrade => {
                self.page == Page::Checklist && grades(desk).len() > 1
            }
            Action::Toggle | Action::TickColumn | Action::SetAside | Action::SetAsideColumn => {
                self.page == Page::Checklist && grade.is_some() && !is_empty
            }
            _ => true,
        }
    }

    /// The cell under the cursor, in words: `Ana Diaz: due`.
    pub fn cell_in_words(&self, desk: &Desk, matrix: &Matrix<'_>) -> String {
        let row = self.row(matrix);
        let column = matrix.columns.get(self.column(matrix));
        let (Some(student), Some(column)) = (matrix.students.get(row), column) else {
            return String::new();
        };
        let cell = column.cells.get(row).copied().unwrap_or(Cell::NotListed);
        let said = match column.subject {
            Subject::Requirement(rule) => {
                let (book, catalog) = (&desk.book, &desk.catalog);
                let status = requirement::of(book, catalog, student, rule, desk.day());
                format!("{}, {}", status.standing.name(), status.reason())
            }
            Subject::Item(item) => {
                let list = Status::of(&desk.book, &desk.catalog, student, desk.day());
                let line = list.items.iter().find(|line| line.item.id == item.id);
                line.map_or_else(
                    || "not on the list".to_owned(),
                    |line| item_in_words(line, desk.day()),
                )
            }
            Subject::Part(_) => part_in_words(cell),
        };
        format!("{}: {said}", student.spoken())
    }
}

fn item_in_words(line: &ItemStatus<'_>, today: Date) -> String {
    let from = due_from(line.item.when).name();
    match (line.state, line.mark, line.carried) {
        (ItemState::Done, Some(mark), _) => format!("done {}", date::spoken(mark.on(), today)),
        (ItemState::NotApplicable, Some(Mark::NotApplicable { reason, .. }), _) => {
            format!("does not apply: {reason}")
        }
        (ItemState::Due, Some(mark), _) => {
            let last = date::spoken(mark.on(), today);
            format!("due again, last done {last}")
        }
        (ItemState::Ahead, ..) => format!("not due before {from}"),
        (_, _, Some(year)) => format!("left open in {year}"),
        _ => format!("due since {from}"),
    }
}

fn part_in_words(cell: Cell) -> String {
    match cell {
        Cell::Done => "all done".to_owned(),
        Cell::Open(1) => "1 item open".to_owned(),
        Cell::Open(many) => format!("{many} items open"),
        Cell::Ahead => "nothing due yet".to_owned(),
        Cell::NotApplicable => "does not apply".to_owned(),
        Cell::NotListed => "nothing on the list".to_owned(),
    }
}

/// A column in words: `12 of 22 have it open, 8 done`.
pub fn column_in_words(column: &Column<'_>) -> String {
    let (open, done) = (column.open(), column.done());
    let all = column
        .cells
        .iter()
        .filter(|cell| **cell != Cell::NotListed)
        .count();
    match column.subject {
        Subject::Item(_) => {
            let ahead = column.ahead();
            let later = if ahead > 0 {
                format!(", {ahead} ahead")
            } else {
                String::new()
            };
            format!("{open} of {all} due, {done} done{later}")
        }
        Subject::Requirement(_) => format!("{open} of {all} not yet, {done} met"),
        Subject::Part(_) => format!("{open} of {all} have something open"),
    }
}

/// Those who are in the group, by name.
pub fn members(desk: &Desk) -> Vec<&Student> {
    desk.group
        .map(|group| desk.book.members(group))
        .unwrap_or_default()
}

fn grades(desk: &Desk) -> Vec<Grade> {
    let mut grades: Vec<Grade> = members(desk).iter().map(|one| one.grade).collect();
    grades.sort_unstable();
    grades.dedup();
    grades
}
