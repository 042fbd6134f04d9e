//! How far the group has come: its checklists month by month, its goals, its checklists by part of the plan.

use super::matrix::lists;
use crate::domain::{
    book::Book,
    catalog::{Catalog, Category},
    date::{Date, SchoolYear, plus_days},
    goal::{Goal, GoalState},
    mark::Mark,
    plan::Plan,
    status::{self, Figure, Status},
    student::Student,
};

/// The checklists of the group at the end of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its last day, or today in the month that is under way.
    pub day: Date,
    /// What was done of what was due then, of all students together; `None` for what is still to come.
    pub figure: Option<Figure>,
}

/// The months of the book's year. What was done when is known from the day of each tick that stands now.
pub fn months(book: &Book, catalog: &Catalog, students: &[&Student], today: Date) -> Vec<Month> {
    let calendar = &book.settings.calendar;
    let end = calendar.first_day(SchoolYear(book.settings.year.0 + 1));
    let mut months = Vec::new();
    let mut first = calendar.first_day(book.settings.year);
    while first < end {
        let next = plus_days(first.last_of_month(), 1);
        let last = plus_days(next, -1);
        let figure = (first <= today).then(|| {
            if last < today {
                all(&as_it_was(book, students, last), catalog, last)
            } else {
                together(book, catalog, students, today)
            }
        });
        months.push(Month {
            day: if figure.is_some() {
                last.min(today)
            } else {
                last
            },
            figure,
        });
        first = next;
    }
    months
}

/// What the group has done of what is due.
fn together(book: &Book, catalog: &Catalog, students: &[&Student], today: Date) -> Figure {
    let figures = students
        .iter()
        .map(|student| status::figure(book, catalog, student, today));
    sum(figures)
}

fn all(book: &Book, catalog: &Catalog, day: Date) -> Figure {
    let students: Vec<&Student> = book.students.values().collect();
    together(book, catalog, &students, day)
}

fn sum(figures: impl Iterator<Item = Figure>) -> Figure {
    figures.fold(Figure::default(), |sum, one| Figure {
        done: sum.done + one.done,
        due: sum.due + one.due,
    })
}

/// A book that holds no mark from after `day`, of these students alone, so that the status can be asked for that day.
fn as_it_was(book: &Book, students: &[&Student], day: Date) -> Book {
    let mut then = Book::new(book.id, book.adviser.clone(), day);
    then.settings = book.settings.clone();
    let by_then = |mark: &Mark| mark.on() <= day;
    for student in students {
        let mut student = (*student).clone();
        student.once.retain(|_, mark| by_then(mark));
        let now = book.plan(student.id);
        let mut plan = Plan::default();
        plan.parts = now.parts.clone();
        let marks = now.marks.iter().filter(|(_, mark)| by_then(mark));
        plan.marks = marks
            .map(|(item, mark)| (item.clone(), mark.clone()))
            .collect();
        then.plans.insert(book.key(student.id), plan);
        then.students.insert(student.id, student);
    }
    then
}

/// How many goals of these students stand in each state, in the order of the states.
pub fn goals_by_state(book: &Book, students: &[&Student]) -> Vec<(GoalState, usize)> {
    let goals = students
        .iter()
        .flat_map(|student| book.plan(student.id).goals.values());
    let states: Vec<GoalState> = goals.map(Goal::state).collect();
    let count = |state| states.iter().filter(|one| **one == state).count();
    GoalState::ALL
        .into_iter()
        .map(|state| (state, count(state)))
        .collect()
}

/// The figure of each part of the plan, of all students together; parts of which nothing is due are left out.
pub fn by_part(
    book: &Book,
    catalog: &Catalog,
    students: &[&Student],
    today: Date,
) -> Vec<(Category, Figure)> {
    let lists = lists(book, catalog, students, today);
    let figure = |category| {
        sum(lists.iter().map(|list| {
            let of_part = list
                .items
                .iter()
                .filter(|line| line.item.category == category);
            let items = of_part.copied().collect();
            Status { items }.figure()
        }))
    };
    Category::ALL
        .into_iter()
        .map(|category| (category, figure(category)))
        .filter(|(_, figure)| figure.due > 0)
        .collect()
}
