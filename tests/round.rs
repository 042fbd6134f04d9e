//! The order of the round: who comes next, and that nobody waits longer than what is printed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_lossless,
    clippy::too_many_lines,
    reason = "a test says what is wrong by failing"
)]

use std::collections::BTreeMap;

use homeroom::domain::{
    act::{self, Note, Stamp},
    book::Book,
    change::Change,
    checkin::CheckInKind,
    date::{Date, DateTime, plus_days},
    grade::Grade,
    group::MOST_STUDENTS,
    id::{BookId, GroupId, StudentId},
    part::{Field, PartKind, Value, Values},
    round::{Reason, Round, standing},
    student::Name,
    text::Text,
};
use jiff::civil::date;
use proptest::prelude::*;

const FIRST: Date = date(2026, 9, 1);

fn book_with(students: usize) -> (Book, GroupId) {
    let mut book = Book::new(BookId::default(), Text::new("Ms. Reed"), FIRST);
    act::add_group(&book, Text::new("204"))
        .apply(&mut book)
        .unwrap();
    let group = *book.groups.keys().next().unwrap();
    let at = FIRST.at(8, 0, 0, 0);
    for n in 0..students {
        add(&mut book, group, n, at);
    }
    (book, group)
}

fn add(book: &mut Book, group: GroupId, n: usize, at: DateTime) {
    let name = Name {
        last: Text::new(&format!("Student {n:03}")),
        first: Text::default(),
    };
    let id = StudentId(book.next_id);
    act::add_student(book, group, name, Grade::FIRST, at)
        .apply(book)
        .unwrap();
    if n % 4 == 3 {
        other_plan(book, id, "ilpa", at);
    }
}

/// That a student has another plan: such students are looked at more often.
fn other_plan(book: &mut Book, student: StudentId, kind: &str, at: DateTime) {
    let choice = PartKind::OtherPlan.choice(Field::Kind, kind).unwrap();
    let values = Values::from([(Field::Kind, Value::Choice(choice))]);
    let place = PartKind::OtherPlan.place(book.key(student));
    apply(book, |book| {
        act::add_part(book, place, PartKind::OtherPlan, values, Stamp::now(at))
    });
}

fn see(book: &mut Book, student: StudentId, at: DateTime) {
    apply(book, |book| {
        act::check_in(book, &[student], CheckInKind::Seen, Stamp::now(at))
    });
}

fn promise(book: &mut Book, student: StudentId, at: DateTime, by: Date) {
    let note = Note {
        text: Text::default(),
        next: Text::new("bring the form"),
        by: Some(by),
    };
    let into = book.plan(student).check_ins().last().map(|entry| entry.id);
    apply(book, |book| {
        act::note(book, &[student], into, &note, Stamp::now(at))
    });
}

fn apply(book: &mut Book, make: impl FnOnce(&Book) -> Change) {
    make(book).apply(book).unwrap();
}

fn names(book: &Book, round: &Round) -> Vec<String> {
    let last = |id| book.students[id].name.last.as_str().replace("Student ", "");
    round
        .order
        .iter()
        .map(|place| last(&place.student))
        .collect()
}

#[test]
fn promises_come_first_then_never_seen_then_longest_unseen() {
    let (mut book, group) = book_with(5);
    let ids: Vec<StudentId> = book.students.keys().copied().collect();
    see(&mut book, ids[0], FIRST.at(9, 0, 0, 0));
    see(&mut book, ids[1], FIRST.at(9, 1, 0, 0));
    see(&mut book, ids[4], FIRST.at(9, 2, 0, 0));
    promise(&mut book, ids[4], FIRST.at(9, 2, 0, 0), date(2026, 9, 8));
    let round = Round::open(&book, group, date(2026, 9, 8).at(9, 0, 0, 0));
    assert_eq!(names(&book, &round), ["004", "002", "003", "000", "001"]);
    let reasons: Vec<Reason> = round.order.iter().map(|place| place.reason).collect();
    assert_eq!(
        reasons[0],
        Reason::PromiseDue {
            by: date(2026, 9, 8)
        }
    );
    assert_eq!(reasons[1], Reason::NeverSeen);
    assert_eq!(reasons[3], Reason::SeenThisRound { on: FIRST });
}

#[test]
fn who_has_another_plan_is_looked_at_again_sooner_until_the_plan_ends() {
    let (mut book, group) = book_with(4);
    let ids: Vec<StudentId> = book.students.keys().copied().collect();
    for (minute, id) in ids.iter().enumerate() {
        see(&mut book, *id, FIRST.at(9, minute as i8, 0, 0));
    }
    let first = |book: &Book, day: Date| Round::open(book, group, day.at(9, 0, 0, 0)).order[0];
    assert_eq!(
        first(&book, date(2026, 9, 7)).student,
        ids[0],
        "six days are not yet seven"
    );
    let eighth = first(&book, date(2026, 9, 8));
    assert_eq!(
        eighth.student, ids[3],
        "an ILPA asks for a look every seven days"
    );
    assert_eq!(
        eighth.reason,
        Reason::CloserLook {
            by: date(2026, 9, 8)
        }
    );
    let place = PartKind::OtherPlan.place(book.key(ids[3]));
    let plan = book
        .parts(ids[3], PartKind::OtherPlan)
        .next()
        .unwrap()
        .clone();
    let mut values = plan.values.clone();
    values.insert(Field::Until, Value::Day(date(2026, 9, 5)));
    let stamp = Stamp::now(date(2026, 9, 5).at(9, 0, 0, 0));
    apply(&mut book, |book| {
        act::edit_part(book, place, plan.id, values, stamp)
    });
    assert_eq!(first(&book, date(2026, 9, 8)).student, ids[0]);
}

#[test]
fn a_review_of_another_plan_that_is_due_asks_for_a_talk() {
    let (mut book, group) = book_with(3);
    let ids: Vec<StudentId> = book.students.keys().copied().collect();
    for (minute, id) in ids.iter().enumerate() {
        see(&mut book, *id, FIRST.at(9, minute as i8, 0, 0));
    }
    other_plan(&mut book, ids[2], "gifted", FIRST.at(10, 0, 0, 0));
    let place = PartKind::OtherPlan.place(book.key(ids[2]));
    let plan = book
        .parts(ids[2], PartKind::OtherPlan)
        .next()
        .unwrap()
        .clone();
    let mut values = plan.values.clone();
    values.insert(Field::Review, Value::Day(date(2026, 9, 4)));
    let stamp = Stamp::now(FIRST.at(10, 0, 0, 0));
    apply(&mut book, |book| {
        act::edit_part(book, place, plan.id, values, stamp)
    });
    let first =
        |book: &Book, day: Date| Round::open(book, group, day.at(9, 0, 0, 0)).order[0].student;
    assert_eq!(first(&book, date(2026, 9, 3)), ids[0]);
    assert_eq!(first(&book, date(2026, 9, 4)), ids[2]);
    see(&mut book, ids[2], date(2026, 9, 4).at(9, 0, 0, 0));
    assert_eq!(first(&book, date(2026, 9, 8)), ids[0]);
}

#[test]
fn the_order_stays_while_the_period_lasts_and_after_a_restart() {
    let (mut book, group) = book_with(6);
    let ids: Vec<StudentId> = book.students.keys().copied().collect();
    let opened = Round::open(&book, group, FIRST.at(10, 0, 0, 0));
    see(&mut book, ids[0], FIRST.at(10, 1, 0, 0));
    see(&mut book, ids[3], FIRST.at(10, 9, 0, 0));
    let restarted = Round::open(&book, group, FIRST.at(10, 12, 0, 0));
    assert_eq!(restarted.order, opened.order);
    assert_eq!(restarted.began, Some(FIRST.at(10, 1, 0, 0)));
    let next = Round::open(&book, group, FIRST.at(11, 30, 0, 0));
    assert_eq!(next.began, None, "an hour later a new period begins");
    assert_eq!(
        names(&book, &next),
        ["001", "002", "004", "005", "000", "003"]
    );
}

#[test]
fn absent_students_do_not_hold_the_round_open_and_lead_the_next_one() {
    let (mut book, group) = book_with(3);
    let ids: Vec<StudentId> = book.students.keys().copied().collect();
    see(&mut book, ids[0], FIRST.at(9, 0, 0, 0));
    apply(&mut book, |book| {
        act::check_in(
            book,
            &[ids[1]],
            CheckInKind::Absent,
            Stamp::now(FIRST.at(9, 1, 0, 0)),
        )
    });
    see(&mut book, ids[2], FIRST.at(9, 2, 0, 0));
    let round = Round::open(&book, group, date(2026, 9, 3).at(9, 0, 0, 0));
    assert!(round.seen_before.is_empty(), "a new round");
    assert_eq!(names(&book, &round), ["001", "000", "002"]);
}

#[test]
fn a_talk_with_the_whole_group_is_no_contact() {
    let (mut book, group) = book_with(3);
    let ids: Vec<StudentId> = book.students.keys().copied().collect();
    let at = FIRST.at(9, 0, 0, 0);
    apply(&mut book, |book| {
        act::check_in(book, &ids, CheckInKind::Seen, Stamp::now(at))
    });
    assert!(ids.iter().all(|id| book.plan(*id).last_contact().is_none()));
    assert_eq!(standing(book.plan(ids[0]), Some(at), at), None);
    assert!(
        Round::open(&book, group, at)
            .order
            .iter()
            .all(|place| place.reason == Reason::NeverSeen)
    );
}

/// What happens in one period, as raw numbers that are brought into range.
#[derive(Debug, Clone)]
struct Day {
    absent: u32,
    extra_talks: usize,
    promised: u32,
    newcomers: usize,
    leaver: Option<usize>,
}

fn a_day() -> impl Strategy<Value = Day> {
    (
        any::<u32>(),
        any::<u32>(),
        0..5_usize,
        any::<u32>(),
        0..4_usize,
        proptest::option::weighted(0.2, 0..22_usize),
    )
        .prop_map(
            |(absent, thinner, extra_talks, promised, newcomers, leaver)| Day {
                absent: absent & thinner,
                extra_talks,
                promised,
                newcomers: newcomers.saturating_sub(2),
                leaver,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_waits_longer_than_what_is_printed(start in 1..=22_usize, days in proptest::collection::vec(a_day(), 1..40)) {
        let (mut book, group) = book_with(start);
        let mut attended: BTreeMap<StudentId, Vec<usize>> = BTreeMap::new();
        let mut total = start;
        for (n, day) in days.iter().enumerate() {
            let at = plus_days(FIRST, n as i32 * 2).at(9, 0, 0, 0);
            for _ in 0..day.newcomers {
                if book.size(group) < MOST_STUDENTS {
                    add(&mut book, group, total, at);
                    total += 1;
                }
            }
            let members: Vec<StudentId> = book.members(group).iter().map(|s| s.id).collect();
            if let Some(leaver) = day.leaver.and_then(|i| members.get(i)).filter(|_| members.len() > 1) {
                apply(&mut book, |book| act::leave(book, *leaver, at.date()));
            }
            period(&mut book, group, day, at, &mut attended)?;
        }
    }
}

/// Walks through one period in the order of the round, and compares every wait with the bound that was printed: in the
/// periods of at least so many talks that the student attended.
fn period(
    book: &mut Book,
    group: GroupId,
    day: &Day,
    at: DateTime,
    attended: &mut BTreeMap<StudentId, Vec<usize>>,
) -> Result<(), TestCaseError> {
    let round = Round::open(book, group, at);
    let is_absent = |place: usize| day.absent >> (place % 32) & 1 == 1;
    let present = (0..round.order.len())
        .filter(|place| !is_absent(*place))
        .count();
    let talks = present.min(round.pace + day.extra_talks);
    let mut left = talks;
    for (place, who) in round.order.iter().enumerate() {
        let bound = round.bound(book, &book.students[&who.student]);
        if is_absent(place) {
            apply(book, |book| {
                act::check_in(book, &[who.student], CheckInKind::Absent, Stamp::now(at))
            });
            continue;
        }
        let periods = attended.entry(who.student).or_default();
        periods.push(talks);
        let waited = periods.iter().filter(|talks| **talks >= round.pace).count();
        if left == 0 {
            prop_assert!(
                waited < bound,
                "waited {waited} of {bound} and was not seen"
            );
            continue;
        }
        left -= 1;
        prop_assert!(waited <= bound, "waited {waited} of {bound}");
        periods.clear();
        see(book, who.student, at);
        if day.promised >> (place % 32) & 1 == 1 {
            promise(book, who.student, at, plus_days(at.date(), 2));
        }
    }
    Ok(())
}
