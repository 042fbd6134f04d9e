//! Why a student's figure is what it is. The one place that decides what is due, what is done and what counts.

use super::{
    book::Book,
    catalog::{Catalog, Item, Repeat, Scope, SwitchName, When},
    change::Lasting,
    date::{Date, SchoolYear, Season},
    mark::Mark,
    part::PartKind,
    plan::Plan,
    student::Student,
};

/// Where one item stands for one student on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemState {
    /// Its time has come and it is not done.
    Due,
    /// Its time has not come.
    Ahead,
    /// Done (for this term, where it is asked for each term).
    Done,
    /// Does not apply to this student.
    NotApplicable,
}

/// One line of a checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemStatus<'a> {
    /// What it is.
    pub item: &'a Item,
    /// Where it stands.
    pub state: ItemState,
    /// The mark, if any; an item of each term keeps the mark of an earlier term while it is due again.
    pub mark: Option<&'a Mark>,
    /// The school year that left it open, when it is not of this grade's list.
    pub carried: Option<SchoolYear>,
}

/// The figure `done / due`: of the items whose time has come, or that are done already, how many are done. What is not
/// applicable counts nowhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figure {
    /// Done.
    pub done: usize,
    /// Done or due.
    pub due: usize,
}

/// A student's checklist on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status<'a> {
    /// In catalog order; behind them what was left open in an earlier year.
    pub items: Vec<ItemStatus<'a>>,
}

impl<'a> Status<'a> {
    /// Looks at every item of the student's list.
    pub fn of(book: &'a Book, catalog: &'a Catalog, student: &'a Student, today: Date) -> Self {
        Self {
            items: list(book, catalog, student, today).collect(),
        }
    }

    /// The figure for the list.
    pub fn figure(&self) -> Figure {
        let count = |state| self.items.iter().filter(|item| item.state == state).count();
        let done = count(ItemState::Done);
        Figure {
            done,
            due: done + count(ItemState::Due),
        }
    }
}

/// The figure alone, without a list: what the round shows for everybody.
pub fn figure(book: &Book, catalog: &Catalog, student: &Student, today: Date) -> Figure {
    let mut figure = Figure::default();
    for line in list(book, catalog, student, today) {
        match line.state {
            ItemState::Done => {
                figure.done += 1;
                figure.due += 1;
            }
            ItemState::Due => figure.due += 1,
            ItemState::Ahead | ItemState::NotApplicable => {}
        }
    }
    figure
}

/// The student's list: every item of the grade that is switched on, and what an earlier year left open.
fn list<'a>(
    book: &'a Book,
    catalog: &'a Catalog,
    student: &'a Student,
    today: Date,
) -> impl Iterator<Item = ItemStatus<'a>> {
    let plan = book.plan(student.id);
    let season = book.season(today);
    let grade = student.grade.number();
    let of_grade = catalog
        .items_for(grade)
        .filter(move |item| is_on(book, catalog, student, item))
        .map(move |item| item_status(book, student, plan, item, season));
    let carried = plan.parts_of(PartKind::Carried).filter_map(move |part| {
        let item = catalog.item(part.item()?)?;
        let is_left_over = !item.grades.contains(grade) && is_on(book, catalog, student, item);
        is_left_over.then(|| ItemStatus {
            carried: part.year(),
            ..item_status(book, student, plan, item, Season::Spring)
        })
    });
    of_grade.chain(carried)
}

/// Whether an item stands on a student's list: it is of the grade or was left open by an earlier year, and is switched on.
pub fn is_listed(book: &Book, catalog: &Catalog, student: &Student, item: &Item) -> bool {
    let is_carried = || {
        let mut carried = book.plan(student.id).parts_of(PartKind::Carried);
        carried.any(|part| part.item() == Some(&item.id))
    };
    is_on(book, catalog, student, item)
        && (item.grades.contains(student.grade.number()) || is_carried())
}

/// One line of the checklist, whether or not it is on the student's list.
pub fn item<'a>(
    book: &'a Book,
    student: &'a Student,
    item: &'a Item,
    today: Date,
) -> ItemStatus<'a> {
    item_status(
        book,
        student,
        book.plan(student.id),
        item,
        book.season(today),
    )
}

/// Whether an item counts for a student: items of the school or of some students only are off until switched on.
pub fn is_on(book: &Book, catalog: &Catalog, student: &Student, item: &Item) -> bool {
    let switch = item.switch.as_ref();
    switch.is_none_or(|name| is_switched_on(book, catalog, student, name))
}

/// Whether a switch is on: for this student, or for the whole book.
pub fn is_switched_on(
    book: &Book,
    catalog: &Catalog,
    student: &Student,
    name: &SwitchName,
) -> bool {
    match catalog.switch(name).map(|switch| switch.scope) {
        Some(Scope::Student) => student.switches.contains(name),
        _ => book.settings.switches.contains(name),
    }
}

/// Where a mark at this item is kept.
pub fn lasting(book: &Book, item: &Item) -> Lasting {
    match item.repeat {
        Repeat::EveryYear => Lasting::Year(book.settings.year),
        Repeat::Once => Lasting::Once,
    }
}

/// The mark at an item, wherever it is kept.
pub fn mark<'a>(book: &'a Book, student: &'a Student, item: &Item) -> Option<&'a Mark> {
    mark_in(student, book.plan(student.id), item)
}

fn mark_in<'a>(student: &'a Student, plan: &'a Plan, item: &Item) -> Option<&'a Mark> {
    match item.repeat {
        Repeat::EveryYear => plan.marks.get(&item.id),
        Repeat::Once => student.once.get(&item.id),
    }
}

fn item_status<'a>(
    book: &Book,
    student: &'a Student,
    plan: &'a Plan,
    item: &'a Item,
    season: Season,
) -> ItemStatus<'a> {
    let mark = mark_in(student, plan, item);
    let state = match mark {
        Some(Mark::NotApplicable { .. }) => ItemState::NotApplicable,
        Some(Mark::Done { on, .. }) if !is_asked_again(book, item, *on, season) => ItemState::Done,
        _ if season >= due_from(item.when) => ItemState::Due,
        _ => ItemState::Ahead,
    };
    ItemStatus {
        item,
        state,
        mark,
        carried: None,
    }
}

/// An item of each term that was done in an earlier term is asked for again.
fn is_asked_again(book: &Book, item: &Item, done: Date, season: Season) -> bool {
    item.when == When::EachTerm && book.season(done) < season
}

/// The season from which an item is due. What fits any time is due in spring, as the year must not end without it.
pub fn due_from(when: When) -> Season {
    match when {
        When::Fall | When::EachTerm => Season::Fall,
        When::Winter => Season::Winter,
        When::Spring | When::Any => Season::Spring,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        catalog::{Category, Grades, ItemId, Parts, Switch, SwitchName},
        change::{Change, Edit},
        date::DateTime,
        grade::Grade,
        group::Group,
        id::{BookId, GroupId, StudentId},
        student::Name,
        text::Text,
    };
    use jiff::civil::date;

    fn item(id: &str, when: When, repeat: Repeat, switch: Option<&str>) -> Item {
        Item {
            id: ItemId::new(id).unwrap(),
            grades: Grades::new([7]).unwrap(),
            text: Text::new(id),
            detail: Text::default(),
            category: Category::Goals,
            requirements: Vec::new(),
            when,
            by: None,
            core: false,
            repeat,
            switch: switch.and_then(SwitchName::new),
        }
    }

    fn catalog() -> Catalog {
        Catalog::new(Parts {
            items: vec![
                item("fall", When::Fall, Repeat::EveryYear, None),
                item("winter", When::Winter, Repeat::Once, None),
                item("term", When::EachTerm, Repeat::EveryYear, None),
                item("iep", When::Fall, Repeat::EveryYear, Some("iep")),
            ],
            switches: vec![Switch {
                name: SwitchName::new("iep").unwrap(),
                scope: Scope::Student,
                text: Text::default(),
            }],
            ..Parts::default()
        })
    }

    const ANA: StudentId = StudentId(2);

    fn book() -> Book {
        let mut book = Book::new(BookId::default(), Text::new("Ms. Reed"), date(2026, 9, 1));
        let at: DateTime = date(2026, 9, 1).at(9, 0, 0, 0);
        let group = Group {
            id: GroupId(1),
            name: Text::new("204"),
            archived: false,
        };
        let student = Student::new(
            ANA,
            Name::parse("Diaz, Ana"),
            Grade::new(7).unwrap(),
            group.id,
            at,
        );
        let change: Change = [
            Edit::Group {
                id: group.id,
                was: None,
                now: Some(group),
            },
            Edit::Student {
                id: ANA,
                was: None,
                now: Some(Box::new(student)),
            },
        ]
        .into_iter()
        .collect();
        change.apply(&mut book).unwrap();
        book
    }

    fn tick(book: &mut Book, catalog: &Catalog, id: &str, on: Date) {
        let item = catalog.item(&ItemId::new(id).unwrap()).unwrap();
        let edit = Edit::Mark {
            student: ANA,
            item: item.id.clone(),
            lasting: lasting(book, item),
            was: mark(book, &book.students[&ANA], item).cloned(),
            now: Some(Mark::Done {
                on,
                by: Text::new("Ms. Reed"),
            }),
        };
        Change::from(edit).apply(book).unwrap();
    }

    fn figure_on(book: &Book, catalog: &Catalog, day: Date) -> (usize, usize) {
        let student = &book.students[&ANA];
        let figure = figure(book, catalog, student, day);
        assert_eq!(figure, Status::of(book, catalog, student, day).figure());
        (figure.done, figure.due)
    }

    #[test]
    fn the_figure_follows_the_season() {
        let (book, catalog) = (book(), catalog());
        assert_eq!(figure_on(&book, &catalog, date(2026, 7, 15)), (0, 0));
        assert_eq!(figure_on(&book, &catalog, date(2026, 10, 1)), (0, 2));
        assert_eq!(figure_on(&book, &catalog, date(2027, 1, 10)), (0, 3));
    }

    #[test]
    fn what_is_done_early_counts_and_what_is_asked_each_term_comes_back() {
        let (mut book, catalog) = (book(), catalog());
        tick(&mut book, &catalog, "winter", date(2026, 10, 1));
        tick(&mut book, &catalog, "term", date(2026, 10, 1));
        assert_eq!(figure_on(&book, &catalog, date(2026, 10, 2)), (2, 3));
        assert_eq!(figure_on(&book, &catalog, date(2027, 1, 10)), (1, 3));
        tick(&mut book, &catalog, "term", date(2027, 1, 10));
        assert_eq!(figure_on(&book, &catalog, date(2027, 1, 10)), (2, 3));
    }

    #[test]
    fn not_applicable_counts_nowhere_and_switched_items_only_when_on() {
        let (mut book, catalog) = (book(), catalog());
        let edit = Edit::Mark {
            student: ANA,
            item: ItemId::new("fall").unwrap(),
            lasting: Lasting::Year(book.settings.year),
            was: None,
            now: Some(Mark::NotApplicable {
                on: date(2026, 10, 1),
                by: Text::new("Ms. Reed"),
                reason: Text::new("moved in"),
            }),
        };
        Change::from(edit).apply(&mut book).unwrap();
        assert_eq!(figure_on(&book, &catalog, date(2026, 10, 2)), (0, 1));
        let was = book.students[&ANA].clone();
        let mut now = was.clone();
        now.switches.insert(SwitchName::new("iep").unwrap());
        let edit = Edit::Student {
            id: ANA,
            was: Some(Box::new(was)),
            now: Some(Box::new(now)),
        };
        Change::from(edit).apply(&mut book).unwrap();
        assert_eq!(figure_on(&book, &catalog, date(2026, 10, 2)), (0, 2));
    }
}
