//! Every figure against the engine's own answer.

use jiff::civil::date;

use super::*;
use crate::domain::{
    act::{self, Stamp},
    book::Book,
    catalog::{Catalog, Category, Grades, Item, ItemId, Parts, Repeat, When},
    checkin::CheckInKind,
    date::Date,
    goal::GoalState,
    grade::Grade,
    id::{BookId, StudentId},
    status::{self, Figure, ItemState, Status},
    student::{Name, Student},
    text::Text,
};

fn item(id: &str, grades: &[u8], when: When, category: Category) -> Item {
    Item {
        id: ItemId::new(id).unwrap(),
        grades: Grades::new(grades.iter().copied()).unwrap(),
        text: Text::new(id),
        detail: Text::default(),
        category,
        requirements: Vec::new(),
        when,
        by: None,
        core: false,
        repeat: Repeat::EveryYear,
        switch: None,
    }
}

fn catalog() -> Catalog {
    Catalog::new(Parts {
        items: vec![
            item("later", &[9], When::Spring, Category::FamilyReview),
            item("first", &[9], When::Fall, Category::Goals),
            item("second", &[9, 10], When::Fall, Category::Goals),
            item("term", &[9], When::EachTerm, Category::Portfolio),
            item("tenth", &[10], When::Fall, Category::Goals),
        ],
        ..Parts::default()
    })
}

const TODAY: Date = date(2026, 10, 14);

/// Ana and Bo in grade 9, Cy in grade 10.
fn book() -> Book {
    let mut book = Book::new(BookId([7; 16]), Text::new("Ms. Reed"), TODAY);
    act::add_group(&book, Text::new("204"))
        .apply(&mut book)
        .unwrap();
    let group = book.settings.group.unwrap();
    for (name, grade) in [("Ames, Ana", 9), ("Bell, Bo", 9), ("Cho, Cy", 10)] {
        let joined = date(2026, 9, 1).at(8, 0, 0, 0);
        let grade = Grade::new(grade).unwrap();
        act::add_student(&book, group, Name::parse(name), grade, joined)
            .apply(&mut book)
            .unwrap();
    }
    book
}

fn members(book: &Book) -> Vec<&Student> {
    book.members(book.settings.group.unwrap())
}

fn tick(book: &mut Book, catalog: &Catalog, student: usize, id: &str, on: Date) {
    let student = members(book)[student].id;
    let item = catalog.item(&ItemId::new(id).unwrap()).unwrap();
    let stamp = Stamp::on(on.at(10, 0, 0, 0), on);
    act::tick(book, catalog, &[student], item, stamp)
        .apply(book)
        .unwrap();
}

fn meet(book: &mut Book, student: usize, on: Date) -> StudentId {
    let student = members(book)[student].id;
    let stamp = Stamp::now(on.at(10, 0, 0, 0));
    act::check_in(book, &[student], CheckInKind::Seen, stamp)
        .apply(book)
        .unwrap();
    student
}

fn names<'a>(matrix: &Matrix<'a>) -> Vec<&'a str> {
    let columns = matrix.columns.iter();
    columns.map(|column| column.subject.title()).collect()
}

#[test]
fn every_cell_of_the_checklist_is_the_engines_answer() {
    let (mut book, catalog) = (book(), catalog());
    tick(&mut book, &catalog, 0, "first", TODAY);
    tick(&mut book, &catalog, 1, "term", TODAY);
    let students = members(&book);
    let matrix = checklist(&book, &catalog, &students, TODAY);
    assert_eq!(matrix.columns.len(), 5);
    for (row, student) in students.iter().enumerate() {
        let list = Status::of(&book, &catalog, student, TODAY).items;
        for column in &matrix.columns {
            let Subject::Item(item) = column.subject else {
                panic!("an item");
            };
            let line = list.iter().find(|line| line.item.id == item.id);
            let wanted = line.map_or(Cell::NotListed, |line| line.state.into());
            assert_eq!(
                column.cells[row],
                wanted,
                "{} {}",
                student.listed(),
                item.id
            );
        }
    }
}

#[test]
fn the_worst_column_is_first_and_an_order_that_was_shown_can_be_kept() {
    let (mut book, catalog) = (book(), catalog());
    let order = |book: &Book| -> Vec<Key> {
        let matrix = checklist(book, &catalog, &members(book), TODAY);
        let columns = matrix.columns.iter();
        columns.map(|column| column.subject.key()).collect()
    };
    let shown = order(&book);
    for student in 0..3 {
        tick(&mut book, &catalog, student, "second", TODAY);
    }
    let students = members(&book);
    let mut matrix = checklist(&book, &catalog, &students, TODAY);
    let open: Vec<usize> = matrix.columns.iter().map(Column::open).collect();
    assert!(open.is_sorted_by(|a, b| a >= b), "{open:?}");
    assert_eq!(names(&matrix).last(), Some(&"second"), "nobody has it open");
    matrix.arrange(&shown);
    assert_eq!(names(&matrix)[0], "second", "the worst when it was shown");
}

#[test]
fn those_without_an_item_are_the_open_ones_and_those_ahead() {
    let (mut book, catalog) = (book(), catalog());
    tick(&mut book, &catalog, 1, "second", TODAY);
    let students = members(&book);
    let matrix = checklist(&book, &catalog, &students, TODAY);
    let without = |id: &str| -> Vec<String> {
        let mut columns = matrix.columns.iter();
        let column = columns.find(|one| one.subject.title() == id).unwrap();
        matrix.without(column).map(Student::listed).collect()
    };
    assert_eq!(without("second"), ["Ames, Ana", "Cho, Cy"]);
    assert_eq!(without("later"), ["Ames, Ana", "Bell, Bo"]);
    assert_eq!(without("tenth"), ["Cho, Cy"]);
}

#[test]
fn the_parts_of_the_plan_count_what_is_open_in_them() {
    let (mut book, catalog) = (book(), catalog());
    tick(&mut book, &catalog, 1, "first", TODAY);
    tick(&mut book, &catalog, 2, "second", TODAY);
    tick(&mut book, &catalog, 2, "tenth", TODAY);
    let students = members(&book);
    let matrix = parts(&book, &catalog, &students, TODAY);
    let cells = |category| {
        let subject = Subject::Part(category);
        let mut columns = matrix.columns.iter();
        let column = columns.find(|one| one.subject == subject);
        column.map(|column| column.cells.clone())
    };
    assert_eq!(
        cells(Category::Goals).unwrap(),
        [Cell::Open(2), Cell::Open(1), Cell::Done]
    );
    assert_eq!(
        cells(Category::FamilyReview).unwrap(),
        [Cell::Ahead, Cell::Ahead, Cell::NotListed]
    );
    assert_eq!(cells(Category::Assessment), None, "nobody has such an item");
    for (row, student) in students.iter().enumerate() {
        let figure = status::figure(&book, &catalog, student, TODAY);
        let open: usize = matrix
            .columns
            .iter()
            .map(|column| match column.cells[row] {
                Cell::Open(count) => count,
                _ => 0,
            })
            .sum();
        assert_eq!(open, figure.due - figure.done);
    }
}

#[test]
fn a_month_is_what_the_engine_said_at_its_end() {
    let (mut book, catalog) = (book(), catalog());
    let august = date(2026, 8, 31);
    tick(&mut book, &catalog, 0, "first", date(2026, 8, 20));
    let then: Vec<Figure> = members(&book)
        .iter()
        .map(|student| status::figure(&book, &catalog, student, august))
        .collect();
    tick(&mut book, &catalog, 0, "second", date(2026, 9, 3));
    tick(&mut book, &catalog, 1, "first", TODAY);
    let students = members(&book);
    let months = months(&book, &catalog, &students, TODAY);
    assert_eq!(months.len(), 12);
    let figure = |at: usize| months[at].figure.map(|figure| (figure.done, figure.due));
    assert_eq!(months[1].day, august);
    let then = (
        then.iter().map(|figure| figure.done).sum(),
        then.iter().map(|figure| figure.due).sum(),
    );
    assert_eq!(figure(1), Some(then));
    assert_eq!(figure(0), Some((0, 0)), "nothing is due in July");
    assert_eq!(figure(2), Some((2, 8)));
    assert_eq!(months[3].day, TODAY, "under way");
    assert_eq!(figure(3), Some((3, 8)));
    assert_eq!(figure(4), None, "still to come");
    let now = students
        .iter()
        .map(|student| status::figure(&book, &catalog, student, TODAY));
    assert_eq!(now.map(|figure| figure.done).sum::<usize>(), 3);
}

#[test]
fn the_figures_of_the_parts_add_up_to_the_engines() {
    let (mut book, catalog) = (book(), catalog());
    tick(&mut book, &catalog, 0, "first", TODAY);
    tick(&mut book, &catalog, 0, "later", TODAY);
    let students = members(&book);
    let parts = by_part(&book, &catalog, &students, TODAY);
    let states = students
        .iter()
        .flat_map(|student| Status::of(&book, &catalog, student, TODAY).items);
    let states: Vec<ItemState> = states.map(|line| line.state).collect();
    let count = |state| states.iter().filter(|one| **one == state).count();
    let done: usize = parts.iter().map(|(_, figure)| figure.done).sum();
    let due: usize = parts.iter().map(|(_, figure)| figure.due).sum();
    assert_eq!(done, count(ItemState::Done));
    assert_eq!(due, done + count(ItemState::Due));
    let named: Vec<Category> = parts.iter().map(|(category, _)| *category).collect();
    assert_eq!(
        named,
        [Category::Goals, Category::Portfolio, Category::FamilyReview]
    );
}

#[test]
fn the_year_knows_the_days_the_students_and_the_longest_gap() {
    let mut book = book();
    let students = members(&book).len();
    assert_eq!(Year::of(&book, &members(&book)).longest_gap(TODAY), None);
    meet(&mut book, 0, date(2026, 9, 2));
    meet(&mut book, 1, date(2026, 9, 2));
    meet(&mut book, 0, date(2026, 9, 2));
    let bo = meet(&mut book, 1, date(2026, 9, 9));
    let year = Year::of(&book, &members(&book));
    assert_eq!(
        (year.first, year.last),
        (date(2026, 7, 1), date(2027, 6, 30))
    );
    assert_eq!(year.students, students);
    assert_eq!(year.seen(date(2026, 9, 2)), 2, "once a student and day");
    assert_eq!(year.seen(date(2026, 9, 3)), 0);
    assert_eq!(year.days.len(), 2);
    assert_eq!(year.reached().len(), 2);
    assert!(year.reached().contains(&bo));
    let gap = year.longest_gap(TODAY).unwrap();
    assert_eq!(
        (gap.from, gap.to, gap.days()),
        (date(2026, 9, 9), TODAY, 35)
    );
    let gap = year.longest_gap(date(2026, 9, 10)).unwrap();
    assert_eq!((gap.from, gap.days()), (date(2026, 9, 2), 7));
}

#[test]
fn absence_and_a_talk_with_the_group_are_no_meeting() {
    let mut book = book();
    let ids: Vec<StudentId> = members(&book).iter().map(|student| student.id).collect();
    let stamp = Stamp::now(TODAY.at(10, 0, 0, 0));
    for (students, kind) in [
        (&ids[..1], CheckInKind::Absent),
        (&ids[..], CheckInKind::Seen),
    ] {
        act::check_in(&book, students, kind, stamp)
            .apply(&mut book)
            .unwrap();
    }
    assert!(Year::of(&book, &members(&book)).days.is_empty());
}

#[test]
fn goals_are_counted_by_where_they_stand() {
    let mut book = book();
    let ana = members(&book)[0].id;
    let stamp = Stamp::now(TODAY.at(10, 0, 0, 0));
    for _ in 0..2 {
        act::set_goal(&book, ana, act::GoalText::default(), stamp)
            .apply(&mut book)
            .unwrap();
    }
    let goal = *book.plan(ana).goals.keys().next().unwrap();
    let state = GoalState::NeedsHelp;
    act::progress(&book, ana, goal, state, None, Text::default(), stamp)
        .apply(&mut book)
        .unwrap();
    let states = goals_by_state(&book, &members(&book));
    let counted = |state| states.iter().find(|(one, _)| *one == state).unwrap().1;
    assert_eq!(states.len(), GoalState::ALL.len());
    assert_eq!(counted(GoalState::NotStarted), 1);
    assert_eq!(counted(GoalState::NeedsHelp), 1);
    assert_eq!(counted(GoalState::Done), 0);
}
