//! Who may be deleted: the school's rule makes a list, a person decides.

use homeroom::domain::{
    act::{self, Stamp},
    book::Book,
    date::{Date, plus_days},
    grade::Grade,
    id::{BookId, StudentId},
    part::{Field, PartKind, PartOf, Value, Values},
    retention,
    student::{Name, Standing},
    text::Text,
};

use crate::counts::RETENTION;
use crate::driver::{Driver, TODAY};

/// Small numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn book_of(left: &[Option<Date>]) -> Book {
    let mut book = Book::new(BookId([9; 16]), Text::new("Ms. Reed"), TODAY);
    act::add_group(&book, Text::new("204"))
        .apply(&mut book)
        .unwrap();
    let group = book.settings.group.unwrap();
    for (at, left) in left.iter().enumerate() {
        let name = Name::parse(&format!("Nobody, Number{at}"));
        let joined = TODAY.at(8, 0, 0, 0);
        let grade = Grade::new(12).unwrap();
        let id = StudentId(book.next_id);
        act::add_student(&book, group, name, grade, joined)
            .apply(&mut book)
            .unwrap();
        if let Some(on) = *left {
            let of = book.students.get_mut(&id).unwrap();
            of.standing = match at % 2 {
                0 => Standing::Left { on },
                _ => Standing::Graduated { on },
            };
        }
    }
    book
}

/// The same day so many years later, counted by hand.
fn years_later(day: Date, years: i16) -> Date {
    let year = day.year() + years;
    Date::new(year, day.month(), day.day()).unwrap_or_else(|_| Date::new(year, 3, 1).unwrap())
}

#[test]
fn due_is_who_left_so_many_years_ago_to_the_day_and_nobody_else() {
    let mut dice = Dice(7);
    let mut cases = 0;
    while cases < RETENTION.times() {
        let years = 1 + dice.roll(12) as u8;
        let today = plus_days(TODAY, dice.roll(4_000) as i32);
        let around = years_later(today, -i16::from(years));
        let left: Vec<Option<Date>> = (0..12)
            .map(|at| match at {
                0 => None,
                1 => Some(around),
                2 => Some(plus_days(around, 1)),
                3 => Some(plus_days(around, -1)),
                4 => Some(Date::new(2024, 2, 29).unwrap()),
                _ => Some(plus_days(today, -(dice.roll(5_000) as i32))),
            })
            .collect();
        let mut book = book_of(&left);
        assert_eq!(retention::due(&book, today), [], "no rule, nobody is due");
        book.settings.keep_years = Some(years);
        let before = book.clone();
        let due = retention::due(&book, today);
        assert_eq!(book, before, "the rule deletes nothing");
        for (student, left) in book.students.values().zip(&left) {
            let expected = left.is_some_and(|on| years_later(on, years.into()) <= today);
            let is_due = due.iter().any(|kept| kept.student == student.id);
            assert_eq!(is_due, expected, "left {left:?}, {years} years, on {today}");
            cases += 1;
        }
        let gone = retention::gone(&book, today);
        assert_eq!(gone.len(), 11, "all who left are listed");
        assert!(gone.is_sorted_by_key(|kept| (!kept.is_due, kept.left)));
    }
}

#[test]
fn a_request_that_waits_is_said_on_the_list() {
    let mut book = book_of(&[Some(plus_days(TODAY, -4_000))]);
    book.settings.keep_years = Some(5);
    let student = *book.students.keys().next().unwrap();
    let stamp = Stamp::now(TODAY.at(9, 0, 0, 0));
    let values = Values::from([(Field::On, Value::Day(TODAY))]);
    act::add_part(
        &book,
        PartOf::Folder(student),
        PartKind::Inspection,
        values,
        stamp,
    )
    .apply(&mut book)
    .unwrap();
    let [kept] = retention::due(&book, TODAY)[..] else {
        panic!("one")
    };
    assert!(
        kept.waits && kept.says().ends_with("a request waits"),
        "{}",
        kept.says()
    );
}

#[test]
fn the_list_names_who_is_due_first_and_deletes_only_whose_name_is_typed() {
    let mut driver = Driver::group(&["Diaz, Ana", "Bell, Tyrone", "Cho, Min"], 9);
    driver
        .keys(":keep records<enter>")
        .types("5")
        .keys("<enter>");
    assert_eq!(driver.book().settings.keep_years, Some(5));
    // Two leave; one of them long ago.
    let mut book = driver.book().clone();
    let ids: Vec<StudentId> = book.students.keys().copied().collect();
    for (id, days) in [(ids[0], -10), (ids[1], -3_000)] {
        let of = book.students.get_mut(&id).unwrap();
        of.standing = Standing::Left {
            on: plus_days(TODAY, days),
        };
    }
    let catalog = homeroom::exchange::catalog::default_catalog();
    let mut driver = Driver::open(book, Vec::new(), catalog, false, TODAY.at(10, 0, 0, 0));
    driver.keys(":who has left<enter>");
    let homeroom::app::screen::Screen::Pick(pick) = driver.top() else {
        panic!("a list")
    };
    assert!(
        pick.options[0].starts_with("Bell, Tyrone: left "),
        "{:?}",
        pick.options
    );
    assert!(pick.options[0].contains("due since"), "{:?}", pick.options);
    assert!(pick.options[1].contains("kept until"), "{:?}", pick.options);
    driver.keys("1").types("Diaz, Ana").keys("<enter>");
    let homeroom::app::screen::Screen::Form(form) = driver.top() else {
        panic!("asked again")
    };
    assert_eq!(form.error.as_deref(), Some("That is not the name."));
    assert!(
        !driver
            .effects
            .iter()
            .any(|effect| matches!(effect, homeroom::app::effect::Effect::Purge { .. }))
    );
}
