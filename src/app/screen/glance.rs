//! The group at a glance: who has what open, which requirements are met, when the group was met, how far it has come.
//!
//! Columns keep their places while a page is shown, whatever is ticked on it: a list that sorts itself anew under the hand
//! is a trap.

mod matrix;
mod progress;
mod words;

pub use progress::{BarLine, lines as progress_lines};
pub use words::column_in_words;

use super::{Next, Screen, reading};
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        effect::Effect,
        model::{Desk, Model},
        notice::Notice,
        update::say,
    },
    domain::{
        date::{Date, plus_days},
        grade::Grade,
        id::StudentId,
        overview::{self, Key, Matrix, Year},
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
        if action == Action::Why {
            return Some(Next::push(Screen::Reading(reading::why_progress(desk))));
        }
        self.top = moved(self.top, stride(action)?, progress_lines(desk).len());
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
