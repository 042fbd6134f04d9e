//! Students by items, by requirements or by parts of the plan.

use crate::domain::{
    book::Book,
    catalog::{Catalog, Category, Item, ItemId, Requirement, RequirementCode},
    date::Date,
    requirement::{self, RequirementStatus, Standing},
    status::{ItemState, Status},
    student::Student,
};

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// An item of the checklist.
    Item(&'a Item),
    /// A requirement.
    Requirement(&'a Requirement),
    /// All items of one part of the plan.
    Part(Category),
}

/// Names a column, so that it is found again after something has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// An item of the checklist.
    Item(ItemId),
    /// A requirement.
    Requirement(RequirementCode),
    /// A part of the plan.
    Part(Category),
}

impl<'a> Subject<'a> {
    /// Its name.
    pub fn key(self) -> Key {
        match self {
            Self::Item(item) => Key::Item(item.id.clone()),
            Self::Requirement(requirement) => Key::Requirement(requirement.code.clone()),
            Self::Part(category) => Key::Part(category),
        }
    }

    /// What it is called for short, beside the matrix.
    pub fn title(self) -> &'a str {
        match self {
            Self::Item(item) => item.text.as_str(),
            Self::Requirement(requirement) => requirement.code.as_str(),
            Self::Part(category) => category.long(),
        }
    }

    /// What it asks for, in a sentence; empty where the title says it all.
    pub fn sentence(self) -> &'a str {
        match self {
            Self::Item(item) => item.detail.as_str(),
            Self::Requirement(requirement) => requirement.asks.as_str(),
            Self::Part(_) => "",
        }
    }
}

/// Where one student stands with one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Done, or met.
    Done,
    /// Due and not done, or not yet met; how many items (1 where the column is one item or requirement).
    Open(usize),
    /// Its time has not come.
    Ahead,
    /// Does not apply to this student.
    NotApplicable,
    /// Not on this student's list.
    NotListed,
}

impl From<ItemState> for Cell {
    fn from(state: ItemState) -> Self {
        match state {
            ItemState::Due => Self::Open(1),
            ItemState::Ahead => Self::Ahead,
            ItemState::Done => Self::Done,
            ItemState::NotApplicable => Self::NotApplicable,
        }
    }
}

impl From<Standing> for Cell {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Met => Self::Done,
            Standing::NotYet => Self::Open(1),
            Standing::NotApplicable => Self::NotApplicable,
        }
    }
}

/// One column with a cell for each student.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column<'a> {
    /// What it is about.
    pub subject: Subject<'a>,
    /// In the order of the students.
    pub cells: Vec<Cell>,
}

impl Column<'_> {
    fn count(&self, is: impl Fn(&Cell) -> bool) -> usize {
        self.cells.iter().filter(|cell| is(cell)).count()
    }

    /// How many students have it open.
    pub fn open(&self) -> usize {
        self.count(|cell| matches!(cell, Cell::Open(_)))
    }

    /// How many students have done it.
    pub fn done(&self) -> usize {
        self.count(|cell| *cell == Cell::Done)
    }

    /// For how many students its time has not come.
    pub fn ahead(&self) -> usize {
        self.count(|cell| *cell == Cell::Ahead)
    }
}

/// Students by columns, the column that most have open first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matrix<'a> {
    /// The rows.
    pub students: Vec<&'a Student>,
    /// The columns.
    pub columns: Vec<Column<'a>>,
}

impl<'a> Matrix<'a> {
    fn new(students: &[&'a Student], mut columns: Vec<Column<'a>>) -> Self {
        columns.sort_by_key(|column| std::cmp::Reverse((column.open(), column.ahead())));
        Self {
            students: students.to_vec(),
            columns,
        }
    }

    /// Puts the columns into an order that was shown before; those that it does not name follow.
    pub fn arrange(&mut self, order: &[Key]) {
        let place = |column: &Column<'_>| {
            let key = column.subject.key();
            order.iter().position(|known| *known == key)
        };
        self.columns
            .sort_by_cached_key(|column| place(column).unwrap_or(order.len()));
    }

    /// The students who have a column open or ahead.
    pub fn without(&self, column: &Column<'_>) -> impl Iterator<Item = &'a Student> {
        let rows = self.students.iter().zip(&column.cells);
        rows.filter(|(_, cell)| matches!(cell, Cell::Open(_) | Cell::Ahead))
            .map(|(student, _)| *student)
    }
}

/// The students by the items that stand on the list of at least one of them.
pub fn checklist<'a>(
    book: &'a Book,
    catalog: &'a Catalog,
    students: &[&'a Student],
    today: Date,
) -> Matrix<'a> {
    let lists = lists(book, catalog, students, today);
    let mut columns: Vec<Column<'a>> = Vec::new();
    for (row, list) in lists.iter().enumerate() {
        for line in &list.items {
            let subject = Subject::Item(line.item);
            let at = columns
                .iter()
                .position(|column| column.subject == subject)
                .unwrap_or_else(|| {
                    columns.push(Column {
                        subject,
                        cells: vec![Cell::NotListed; students.len()],
                    });
                    columns.len() - 1
                });
            let cell = columns
                .get_mut(at)
                .and_then(|column| column.cells.get_mut(row));
            if let Some(cell) = cell {
                *cell = line.state.into();
            }
        }
    }
    Matrix::new(students, columns)
}

/// The students by the parts of the plan: how many items each has open in it.
pub fn parts<'a>(
    book: &'a Book,
    catalog: &'a Catalog,
    students: &[&'a Student],
    today: Date,
) -> Matrix<'a> {
    let lists = lists(book, catalog, students, today);
    let column = |category| Column {
        subject: Subject::Part(category),
        cells: lists.iter().map(|list| of_part(list, category)).collect(),
    };
    let columns = Category::ALL.into_iter().map(column);
    let is_listed = |column: &Column<'_>| column.cells.iter().any(|cell| *cell != Cell::NotListed);
    Matrix::new(students, columns.filter(is_listed).collect())
}

fn of_part(list: &Status<'_>, category: Category) -> Cell {
    let of_it = list
        .items
        .iter()
        .filter(|line| line.item.category == category);
    let states: Vec<ItemState> = of_it.map(|line| line.state).collect();
    let count = |state| states.iter().filter(|one| **one == state).count();
    match count(ItemState::Due) {
        _ if states.is_empty() => Cell::NotListed,
        0 if count(ItemState::Ahead) > 0 => Cell::Ahead,
        0 if count(ItemState::Done) > 0 => Cell::Done,
        0 => Cell::NotApplicable,
        open => Cell::Open(open),
    }
}

/// The students by the requirements in force that ask something of at least one of them.
pub fn requirements<'a>(
    book: &'a Book,
    catalog: &'a Catalog,
    students: &[&'a Student],
    today: Date,
) -> Matrix<'a> {
    let asked: Vec<Vec<RequirementStatus<'a>>> = students
        .iter()
        .map(|student| requirement::all(book, catalog, student, today))
        .collect();
    let rules = asked.first().into_iter().flatten().enumerate();
    let columns = rules.map(|(at, rule)| Column {
        subject: Subject::Requirement(rule.requirement),
        cells: asked
            .iter()
            .map(|rules| {
                rules
                    .get(at)
                    .map_or(Cell::NotListed, |rule| rule.standing.into())
            })
            .collect(),
    });
    let is_asked = |column: &Column<'_>| {
        let asks = |cell: &Cell| matches!(cell, Cell::Done | Cell::Open(_));
        column.cells.iter().any(asks)
    };
    Matrix::new(students, columns.filter(is_asked).collect())
}

pub(super) fn lists<'a>(
    book: &'a Book,
    catalog: &'a Catalog,
    students: &[&'a Student],
    today: Date,
) -> Vec<Status<'a>> {
    students
        .iter()
        .map(|student| Status::of(book, catalog, student, today))
        .collect()
}
