//! The practice group: the same every time, full, and with something to see on every day of the year.

use std::collections::BTreeSet;

use homeroom::domain::book::Book;
use homeroom::domain::checkin::CheckInKind;
use homeroom::domain::date::{Date, days_between, plus_days};
use homeroom::domain::goal::GoalState;
use homeroom::domain::grade::Grade;
use homeroom::domain::group::MOST_STUDENTS;
use homeroom::domain::id::{CheckInId, GroupId, StudentId};
use homeroom::domain::mark::Mark;
use homeroom::domain::round::{LONG_UNSEEN_DAYS, Reason, Round};
use homeroom::domain::status::{self, ItemState, Status};
use homeroom::domain::student::Student;
use homeroom::exchange::catalog::default_catalog;
use homeroom::exchange::practice::{GROUP, JOURNAL, Practice, practice};
use jiff::civil::date;

/// Days on which somebody may try the program: each season, weekends, vacations, both ends of the year, leap day.
fn days() -> impl Iterator<Item = Date> {
    (0..)
        .map(|n| plus_days(date(2026, 7, 1), n * 5))
        .take_while(|day| *day < date(2028, 7, 10))
}

fn on(today: Date) -> Practice {
    practice(&default_catalog(), today)
}

fn group(book: &Book) -> GroupId {
    book.settings.group.unwrap()
}

fn round(book: &Book, today: Date) -> Round {
    Round::open(book, group(book), today.at(8, 30, 0, 0))
}

fn named<'b>(book: &'b Book, last: &str) -> &'b Student {
    book.students
        .values()
        .find(|s| s.name.last.as_str() == last)
        .unwrap()
}

#[test]
fn the_same_day_gives_the_same_book() {
    let today = date(2026, 10, 14);
    assert_eq!(on(today), on(today));
}

#[test]
fn on_every_day_of_the_year_the_room_is_full() {
    for today in days() {
        let book = on(today).book;
        let members = book.members(group(&book));
        assert_eq!(book.groups[&group(&book)].name.as_str(), GROUP);
        assert_eq!(members.len(), MOST_STUDENTS, "{today}");
        let grades: BTreeSet<_> = members.iter().map(|s| s.grade).collect();
        assert_eq!(
            grades.into_iter().collect::<Vec<_>>(),
            Grade::all().collect::<Vec<_>>()
        );
        let names: BTreeSet<_> = book.students.values().map(|s| s.name.sorted()).collect();
        assert_eq!(names.len(), MOST_STUDENTS + 1);
        assert_eq!(book.leavers(group(&book)).len(), 1, "{today}");
    }
}

#[test]
fn on_every_day_there_is_something_to_see() {
    for today in days() {
        let book = on(today).book;
        let order = round(&book, today).order;
        let count = |is: fn(&Reason) -> bool| order.iter().filter(|p| is(&p.reason)).count();
        let promised = count(|r| matches!(r, Reason::PromiseDue { .. }));
        assert!((3..=6).contains(&promised), "{today}: {promised} promises");
        assert_eq!(count(|r| matches!(r, Reason::NeverSeen)), 2, "{today}");
        assert_eq!(
            count(|r| matches!(r, Reason::SeenThisRound { .. })),
            1,
            "{today}"
        );
        let dues: BTreeSet<_> = order
            .iter()
            .filter_map(|place| book.plan(place.student).promise_due(today))
            .map(|next| next.by == Some(today))
            .collect();
        assert_eq!(dues.len(), 2, "{today}: some due today, some overdue");
        let eads = book.plan(named(&book, "Eads").id);
        let gone = days_between(eads.last_contact().unwrap().date(), today);
        assert!(gone >= LONG_UNSEEN_DAYS, "{today}: {gone}");
    }
}

#[test]
fn nothing_has_happened_today_yet() {
    for today in days() {
        let practice = on(today);
        assert!(round(&practice.book, today).began.is_none());
        assert!(practice.journal.iter().all(|entry| entry.at.date() < today));
        for plan in practice.book.plans.values() {
            assert!(plan.check_ins().iter().all(|entry| entry.day() < today));
            let goals = plan.goals.values();
            assert!(
                goals
                    .flat_map(|goal| &goal.progress)
                    .all(|p| p.when.date() < today)
            );
        }
    }
}

#[test]
fn talks_are_on_school_days_and_after_the_student_came() {
    for today in days() {
        let book = on(today).book;
        for student in book.students.values() {
            for entry in book.plan(student.id).check_ins() {
                assert!(entry.day().weekday().to_monday_one_offset() <= 5);
                assert!(entry.when >= student.joined);
            }
        }
    }
}

#[test]
fn names_are_as_different_as_in_a_real_room() {
    let book = on(date(2026, 10, 14)).book;
    let names: Vec<_> = book.students.values().map(Student::spoken).collect();
    let has = |is: fn(&str) -> bool| names.iter().any(|name| is(name));
    assert!(has(|n| n.chars().count() > 30), "a very long one");
    assert!(has(|n| n.contains('\'')) && has(|n| n.contains('-')));
    assert!(has(|n| !n.contains(' ')), "a single word");
    assert!(has(|n| n.chars().count() < 6), "a very short one");
    assert!(names.iter().filter(|n| !n.is_ascii()).count() >= 5);
}

#[test]
fn goals_are_there_from_grade_8_in_every_state() {
    let book = on(date(2026, 10, 14)).book;
    let mut states = BTreeSet::new();
    for student in book.members(group(&book)) {
        let plan = book.plan(student.id);
        let was_met = plan.last_contact().is_some();
        if student.grade >= Grade::GOALS_FROM && was_met {
            assert!((1..=2).contains(&plan.goals.len()), "{}", student.spoken());
        }
        for goal in plan.goals.values() {
            states.insert(goal.state());
            assert!(
                goal.progress
                    .iter()
                    .all(|p| p.confidence.is_none_or(|c| c <= 10))
            );
            assert!(goal.progress.is_sorted_by_key(|p| p.when));
        }
    }
    assert_eq!(states.len(), GoalState::ALL.len());
}

#[test]
fn ticks_fit_the_grade_and_the_season() {
    let catalog = default_catalog();
    for (today, least, most) in [
        (date(2026, 10, 14), 25, 75),
        (date(2027, 2, 3), 40, 90),
        (date(2027, 5, 4), 50, 95),
    ] {
        let book = on(today).book;
        let (mut done, mut due, mut aside) = (0, 0, 0);
        for student in book.members(group(&book)) {
            let list = Status::of(&book, &catalog, student, today);
            let set_aside = |line: &&status::ItemStatus| line.state == ItemState::NotApplicable;
            aside += list.items.iter().filter(set_aside).count();
            let early = |line: &&status::ItemStatus| {
                line.state == ItemState::Done
                    && status::due_from(line.item.when) > book.season(today)
            };
            assert_eq!(list.items.iter().filter(early).count(), 0);
            done += list.figure().done;
            due += list.figure().due;
            for mark in student
                .once
                .values()
                .chain(book.plan(student.id).marks.values())
            {
                assert!(mark.on() < today);
            }
        }
        assert!(
            (least..=most).contains(&(done * 100 / due)),
            "{today}: {done} of {due}"
        );
        assert_eq!(aside, 4, "{today}");
    }
}

#[test]
fn a_promise_is_settled_at_the_next_talk() {
    let book = on(date(2027, 5, 4)).book;
    let mut kept = 0;
    for plan in book.plans.values() {
        let promises = plan
            .check_ins()
            .iter()
            .filter_map(|entry| entry.next.as_ref());
        let (settled, open): (Vec<_>, Vec<_>) = promises.partition(|next| next.kept.is_some());
        assert!(open.len() <= 1);
        kept += settled.len();
    }
    assert!(kept >= 20, "{kept}");
}

#[test]
fn what_does_not_apply_has_its_reason() {
    let book = on(date(2027, 5, 4)).book;
    let aside = book.students.values().flat_map(|s| s.once.values());
    for mark in aside {
        if let Mark::NotApplicable { reason, .. } = mark {
            assert!(!reason.is_empty());
        }
    }
}

#[test]
fn absences_are_noted_and_a_word_to_all_is_no_talk() {
    let book = on(date(2027, 5, 4)).book;
    let kinds = |kind| {
        let entries = book
            .plans
            .values()
            .flat_map(homeroom::domain::plan::Plan::check_ins);
        entries.filter(|entry| entry.kind == kind).count()
    };
    assert!(kinds(CheckInKind::Absent) >= 10);
    assert!(kinds(CheckInKind::Group) >= 20);
    let rosa = book.plan(named(&book, "Ames").id);
    assert!(
        rosa.check_ins()
            .iter()
            .all(|e| e.kind == CheckInKind::Absent)
    );
    assert!(rosa.last_contact().is_none() && !rosa.check_ins().is_empty());
}

#[test]
fn the_journal_leads_to_the_book_and_can_be_undone() {
    for today in [date(2026, 9, 20), date(2027, 5, 4), date(2027, 8, 1)] {
        let practice = on(today);
        assert!(practice.journal.len() <= JOURNAL);
        assert!(
            practice
                .journal
                .is_sorted_by_key(|entry| (entry.at, entry.seq))
        );
        let mut book = practice.book.clone();
        for entry in practice.journal.iter().rev() {
            entry.change.inverse().apply(&mut book).unwrap();
        }
        for (entry, seq) in practice.journal.iter().zip(practice.journal[0].seq..) {
            assert_eq!(entry.seq, seq);
            entry.change.apply(&mut book).unwrap();
        }
        assert_eq!(book, practice.book);
    }
}

#[test]
fn no_number_is_given_out_twice() {
    let book = on(date(2027, 5, 4)).book;
    let mut ids: Vec<u64> = book.students.keys().map(|id: &StudentId| id.0).collect();
    ids.push(group(&book).0);
    for plan in book.plans.values() {
        ids.extend(plan.check_ins().iter().map(|entry| {
            let CheckInId(id) = entry.id;
            id
        }));
        for (id, goal) in &plan.goals {
            ids.push(id.0);
            ids.extend(goal.progress.iter().map(|progress| progress.id.0));
        }
    }
    let different: BTreeSet<_> = ids.iter().collect();
    assert_eq!(different.len(), ids.len());
    assert!(ids.iter().all(|id| *id < book.next_id));
}

#[test]
fn a_summer_trial_shows_last_year() {
    let book = on(date(2027, 7, 10)).book;
    assert_eq!(book.settings.year.0, 2026);
    assert_eq!(on(date(2027, 10, 1)).book.settings.year.0, 2027);
}
