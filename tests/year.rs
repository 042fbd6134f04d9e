//! A new school year: nothing is lost, undo returns the exact book, and nobody is moved up twice in a summer.

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
    act::{self, GoalText, Note, Stamp},
    book::Book,
    catalog::{Catalog, Item},
    change::Change,
    checkin::CheckInKind,
    date::{Date, SchoolYear, plus_days},
    followup::{self, Asked},
    goal::{Barrier, Goal, GoalState, Reflection, Step},
    grade::Grade,
    id::{BookId, GoalId, StudentId},
    mark::Mark,
    part::{Field, PartKind, Value, Values},
    plan::{Plan, PlanKey},
    requirement,
    round::{Reason, Round},
    sentence,
    status::{self, Status},
    student::{Name, Standing, Student},
    text::Text,
    year::{self, Fate},
};
use homeroom::exchange;
use jiff::civil::date;
use proptest::prelude::*;

const FALL: Date = date(2026, 9, 1);
const JUNE: Date = date(2027, 6, 5);
const OLD: SchoolYear = SchoolYear(2026);
const NEW: SchoolYear = SchoolYear(2027);

fn on(day: Date) -> Stamp {
    Stamp::now(day.at(10, 0, 0, 0))
}

fn apply(book: &mut Book, make: impl FnOnce(&Book) -> Change) {
    make(book).apply(book).unwrap();
}

/// One student a grade, 6 to 12.
fn book() -> Book {
    let mut book = Book::new(BookId([7; 16]), Text::new("Ms. Reed"), FALL);
    apply(&mut book, |book| act::add_group(book, Text::new("204")));
    let group = book.settings.group.unwrap();
    for grade in Grade::all() {
        let name = Name::parse(&format!("Student, Of Grade {grade}"));
        let at = on(FALL).at;
        apply(&mut book, |book| {
            act::add_student(book, group, name, grade, at)
        });
    }
    book
}

fn of_grade(book: &Book, grade: u8) -> StudentId {
    let mut students = book.students.values();
    students
        .find(|student| student.grade.number() == grade)
        .unwrap()
        .id
}

fn next_year(book: &mut Book, day: Date) {
    fated(book, day, &BTreeMap::new());
}

fn fated(book: &mut Book, day: Date, fates: &BTreeMap<StudentId, Fate>) {
    let catalog = exchange::catalog::default_catalog();
    assert_eq!(year::refused(book, day), None);
    apply(book, |book| {
        year::roll_over(book, &catalog, fates, on(day)).change
    });
}

fn core_of(catalog: &Catalog, grade: u8) -> Vec<&Item> {
    catalog
        .items_for(grade)
        .filter(|item| item.core && item.switch.is_none())
        .collect()
}

#[test]
fn everybody_moves_up_and_the_last_grade_graduates() {
    let mut book = book();
    let last = of_grade(&book, 12);
    next_year(&mut book, JUNE);
    assert_eq!(book.settings.year, NEW);
    let grades: Vec<u8> = book
        .members(book.settings.group.unwrap())
        .iter()
        .map(|student| student.grade.number())
        .collect();
    let mut sorted = grades.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [7, 8, 9, 10, 11, 12]);
    assert_eq!(
        book.students[&last].standing,
        Standing::Graduated { on: JUNE }
    );
    assert_eq!(book.students[&last].grade, Grade::LAST);
}

#[test]
fn a_student_can_repeat_leave_or_graduate_early() {
    let mut book = book();
    let [six, seven, eleven] = [6, 7, 11].map(|grade| of_grade(&book, grade));
    let fates = BTreeMap::from([
        (six, Fate::Repeat),
        (seven, Fate::Leave),
        (eleven, Fate::Graduate),
    ]);
    fated(&mut book, JUNE, &fates);
    assert_eq!(book.students[&six].grade, Grade::FIRST);
    assert!(book.students[&six].is_here());
    assert_eq!(book.students[&seven].standing, Standing::Left { on: JUNE });
    assert_eq!(
        book.students[&eleven].standing,
        Standing::Graduated { on: JUNE }
    );
}

#[test]
fn in_one_summer_a_year_is_begun_once_in_june_or_in_august() {
    for first in [date(2027, 5, 2), JUNE, date(2027, 8, 20)] {
        let mut book = book();
        assert!(year::refused(&book, date(2027, 5, 1)).is_some());
        next_year(&mut book, first);
        for again in [first, date(2027, 8, 25), date(2028, 5, 1)] {
            let refused = year::refused(&book, again).unwrap();
            assert!(refused.contains("2027-28"), "{refused}");
            assert!(refused.contains("2 May"), "{refused}");
        }
        assert_eq!(year::refused(&book, date(2028, 5, 2)), None);
    }
}

#[test]
fn who_begins_the_year_in_august_has_graduates_of_june() {
    let mut book = book();
    let last = of_grade(&book, 12);
    next_year(&mut book, date(2027, 8, 20));
    let june = date(2027, 6, 30);
    assert_eq!(
        book.students[&last].standing,
        Standing::Graduated { on: june }
    );
}

/// Items of a student's list that an earlier year left open, and which year that was.
fn carried(book: &Book, student: StudentId) -> Vec<(String, SchoolYear)> {
    let catalog = exchange::catalog::default_catalog();
    let day = plus_days(book.settings.calendar.first_day(book.settings.year), 70);
    let status = Status::of(book, &catalog, &book.students[&student], day);
    let lines = status.items.iter();
    lines
        .filter_map(|line| Some((line.item.id.to_string(), line.carried?)))
        .collect()
}

#[test]
fn core_items_that_were_left_open_are_asked_in_the_new_year_and_say_from_when() {
    let catalog = exchange::catalog::default_catalog();
    let mut book = book();
    let student = of_grade(&book, 8);
    let core = core_of(&catalog, 8);
    let open: Vec<&&Item> = core
        .iter()
        .filter(|item| !item.grades.contains(9))
        .collect();
    let ids: Vec<String> = open.iter().map(|item| item.id.to_string()).collect();
    assert!(ids.len() >= 2, "there is something to carry");
    next_year(&mut book, JUNE);
    let from = |year| move |id: &String| (id.clone(), year);
    let all: Vec<_> = ids.iter().map(from(OLD)).collect();
    assert_eq!(carried(&book, student), all);
    let fall = date(2027, 9, 1);
    let figure = |book: &Book| status::figure(book, &catalog, &book.students[&student], fall);
    let before = figure(&book);
    assert_eq!(before.done, 0, "a new year begins with nothing done");
    apply(&mut book, |book| {
        act::tick(book, &catalog, &[student], open[0], on(fall))
    });
    assert_eq!(
        (figure(&book).done, figure(&book).due),
        (1, before.due),
        "it counts where it is asked"
    );
    next_year(&mut book, date(2028, 6, 5));
    let later = carried(&book, student);
    assert!(
        !later.iter().any(|(id, _)| *id == ids[0]),
        "done since then"
    );
    assert!(
        later.contains(&(ids[1].clone(), OLD)),
        "the year that left it open stays"
    );
}

#[test]
fn what_was_ticked_or_set_aside_is_not_carried() {
    let catalog = exchange::catalog::default_catalog();
    let mut book = book();
    let student = of_grade(&book, 8);
    let core = core_of(&catalog, 8);
    let mut left = core.iter().filter(|item| !item.grades.contains(9));
    let [done, aside] = [left.next().unwrap(), left.next().unwrap()];
    apply(&mut book, |book| {
        act::tick(book, &catalog, &[student], done, on(FALL))
    });
    apply(&mut book, |book| {
        let reason = Text::new("moved in");
        act::set_aside(book, &catalog, &[student], aside, &reason, on(FALL))
    });
    next_year(&mut book, JUNE);
    assert_eq!(carried(&book, student), []);
}

#[test]
fn who_repeats_a_grade_is_asked_for_it_again_and_carries_nothing() {
    let mut book = book();
    let student = of_grade(&book, 8);
    fated(&mut book, JUNE, &BTreeMap::from([(student, Fate::Repeat)]));
    assert_eq!(carried(&book, student), []);
}

fn set_goal(book: &mut Book, student: StudentId, text: &str) -> GoalId {
    let said = GoalText {
        text: Text::new(text),
        benchmark: Text::new("half of it"),
        ..GoalText::default()
    };
    apply(book, |book| act::set_goal(book, student, said, on(FALL)));
    *book.plan(student).goals.keys().next_back().unwrap()
}

fn rate(book: &mut Book, student: StudentId, goal: GoalId, state: GoalState) {
    let text = Text::new("talked");
    apply(book, |book| {
        act::progress(book, student, goal, state, Some(5), text, on(FALL))
    });
}

#[test]
fn goals_that_are_worked_on_go_along_and_the_others_stay_in_their_year() {
    let mut book = book();
    let student = of_grade(&book, 8);
    let live = set_goal(&mut book, student, "Pass algebra");
    let done = set_goal(&mut book, student, "Join the band");
    rate(&mut book, student, live, GoalState::NeedsHelp);
    rate(&mut book, student, done, GoalState::Done);
    let step = |text: &str, done| Step {
        text: Text::new(text),
        done,
    };
    apply(&mut book, |book| {
        act::edit_goal(book, student, live, on(FALL), |goal| {
            goal.barriers = vec![Barrier {
                text: Text::new("no time"),
                strategies: vec![Text::new("study hall")],
            }];
            goal.steps = vec![step("buy a book", Some(FALL)), step("read it", None)];
            goal.reflections = vec![Reflection {
                on: FALL,
                text: Text::new("hard"),
            }];
        })
    });
    let old = book.plan(student).clone();
    next_year(&mut book, JUNE);
    let goals: Vec<&Goal> = book.plan(student).goals.values().collect();
    let [goal] = goals.as_slice() else {
        panic!("one goal goes along");
    };
    assert_eq!(goal.id, live);
    assert_eq!(
        goal.state(),
        GoalState::NeedsHelp,
        "it stands where it stood"
    );
    assert!(goal.progress.is_empty() && goal.reflections.is_empty());
    assert!(goal.benchmark.is_empty(), "the new year has its own");
    assert_eq!(goal.barriers, old.goals[&live].barriers);
    assert_eq!(goal.steps, [step("read it", None)]);
    let key = PlanKey { year: OLD, student };
    assert_eq!(book.plans[&key], old, "the old year stays as it was");
    rate(&mut book, student, live, GoalState::OnTrack);
    assert_eq!(book.plan(student).goals[&live].state(), GoalState::OnTrack);
    assert_eq!(book.plans[&key], old);
}

fn promise(book: &mut Book, student: StudentId, day: Date, by: Option<Date>) {
    let note = Note {
        text: Text::new("wants to see the garage"),
        next: Text::new("ask Mr. Lee"),
        by,
    };
    apply(book, |book| {
        act::note(book, &[student], None, &note, on(day))
    });
}

#[test]
fn a_promise_is_not_lost_over_the_summer_and_is_no_talk() {
    let mut book = book();
    let student = of_grade(&book, 8);
    let talked = of_grade(&book, 9);
    let by = date(2027, 5, 20);
    promise(&mut book, student, date(2027, 5, 3), Some(by));
    promise(&mut book, talked, date(2027, 5, 3), Some(by));
    apply(&mut book, |book| {
        act::check_in(book, &[talked], CheckInKind::Seen, on(date(2027, 5, 25)))
    });
    next_year(&mut book, JUNE);
    let group = book.settings.group.unwrap();
    let round = Round::open(&book, group, on(JUNE).at);
    assert_eq!(round.began, None, "no period is under way");
    assert!(round.seen_before.is_empty());
    let promised = book.plan(student).promise_due(JUNE).unwrap();
    assert_eq!(promised.by, Some(by));
    assert!(
        book.plan(talked).promise_due(JUNE).is_none(),
        "one that was talked about is not due again"
    );
    let reasons = round.order.iter().map(|place| place.reason);
    assert!(
        reasons
            .into_iter()
            .all(|reason| matches!(reason, Reason::NeverSeen | Reason::PromiseDue { .. }))
    );
    let (_, next) = book.plan(talked).promise().unwrap();
    assert_eq!(next.text.as_str(), "ask Mr. Lee");
    assert_eq!(book.plan(student).last_contact(), None);
    let note = book.plan(student).last_note().unwrap();
    assert_eq!(note.note.as_str(), "wants to see the garage");
    assert_eq!(note.day(), date(2027, 5, 3));
    apply(&mut book, |book| {
        act::keep_promise(book, student, on(date(2027, 8, 20)))
    });
    assert!(book.plan(student).promise().is_none());
}

#[test]
fn a_promise_of_the_same_day_begins_no_period_of_the_new_year() {
    let mut book = book();
    let student = of_grade(&book, 8);
    promise(&mut book, student, JUNE, None);
    next_year(&mut book, JUNE);
    let group = book.settings.group.unwrap();
    assert_eq!(Round::open(&book, group, on(JUNE).at).began, None);
    assert!(book.plan(student).promise().is_some());
}

#[test]
fn what_belongs_to_one_year_begins_anew_and_what_lasts_stays() {
    let catalog = exchange::catalog::default_catalog();
    let mut book = book();
    let student = of_grade(&book, 6);
    apply(&mut book, |book| {
        act::edit_settings(book, |settings| settings.begin_by = Some(date(2026, 12, 1)))
    });
    apply(&mut book, |book| {
        act::edit_student(book, student, |student| {
            student.arrived = Some(date(2027, 2, 1));
        })
    });
    let career = Values::from([(Field::Name, Value::Text(Text::new("nurse")))]);
    let folder = PartKind::Career.place(book.key(student));
    apply(&mut book, |book| {
        act::add_part(book, folder, PartKind::Career, career, on(FALL))
    });
    let folders = book.folders.clone();
    next_year(&mut book, JUNE);
    assert_eq!(book.settings.begin_by, None);
    assert_eq!(book.students[&student].arrived, None);
    assert_eq!(book.folders, folders);
    let asked = requirement::all(&book, &catalog, &book.students[&student], JUNE);
    assert!(asked.iter().all(|status| !status.is_half));
}

#[test]
fn who_left_before_stays_as_he_was() {
    let mut book = book();
    let student = of_grade(&book, 9);
    apply(&mut book, |book| {
        act::leave(book, student, date(2026, 12, 1))
    });
    let before = book.students[&student].clone();
    next_year(&mut book, JUNE);
    assert_eq!(book.students[&student], before);
}

#[test]
fn it_is_said_as_one_thing() {
    let catalog = exchange::catalog::default_catalog();
    let book = book();
    let plan = year::roll_over(&book, &catalog, &BTreeMap::new(), on(JUNE));
    let said = sentence::change(&plan.change, &book, &catalog);
    assert_eq!(
        said,
        "began the school year 2027-28 after 2026-27 (6 moved up, 1 graduated)"
    );
    let undone = sentence::change(&plan.change.inverse(), &book, &catalog);
    assert_eq!(undone, "went back to the school year 2026-27 from 2027-28");
}

/// Graduates a student of grade 12 on the fifth of June.
fn graduated() -> (Book, StudentId) {
    let mut book = book();
    let student = of_grade(&book, 12);
    next_year(&mut book, JUNE);
    (book, student)
}

fn due(book: &Book, student: StudentId, day: Date) -> Option<u8> {
    followup::graduate(book, &book.students[&student], day)
        .unwrap()
        .due()
}

fn add(book: &mut Book, student: StudentId, kind: PartKind, fields: &[(Field, &str)], day: Date) {
    let mut values: Values = fields
        .iter()
        .map(|(field, name)| (*field, Value::Choice(kind.choice(*field, name).unwrap())))
        .collect();
    if kind == PartKind::Contact {
        values.insert(Field::Name, Value::Text(Text::new("606 555 0100")));
    }
    let place = kind.place(book.key(student));
    apply(book, |book| {
        act::add_part(book, place, kind, values, on(day))
    });
}

fn answer(book: &mut Book, student: StudentId, months: &str, day: Date) {
    let fields = [(Field::Months, months), (Field::Status, "4-year")];
    add(book, student, PartKind::FollowUp, &fields, day);
}

#[test]
fn a_graduate_is_asked_after_6_and_after_12_months() {
    let (mut book, student) = graduated();
    assert_eq!(due(&book, student, date(2027, 12, 4)), None);
    assert_eq!(due(&book, student, date(2027, 12, 5)), Some(6));
    assert_eq!(followup::due(&book, date(2027, 12, 5)), 1);
    answer(&mut book, student, "6", date(2027, 12, 10));
    assert_eq!(due(&book, student, date(2027, 12, 10)), None);
    assert_eq!(due(&book, student, date(2028, 6, 5)), Some(12));
    answer(&mut book, student, "12", date(2028, 6, 5));
    assert_eq!(due(&book, student, date(2029, 1, 1)), None);
}

#[test]
fn a_graduate_without_a_contact_is_seen_before_the_year_is_begun() {
    let catalog = exchange::catalog::default_catalog();
    let mut book = book();
    let student = of_grade(&book, 12);
    let lacking = |book: &Book| -> Vec<StudentId> {
        let plan = year::roll_over(book, &catalog, &BTreeMap::new(), on(JUNE));
        let lacking = plan.moving.iter().filter(|one| one.lacks_contact);
        lacking.map(|one| one.student).collect()
    };
    assert_eq!(lacking(&book), [student]);
    let wished = [(Field::Consent, "yes")];
    add(&mut book, student, PartKind::Contact, &wished, FALL);
    assert_eq!(lacking(&book), []);
}

#[test]
fn a_question_that_nobody_asked_gives_way_to_the_next() {
    let (mut book, student) = graduated();
    let day = date(2028, 6, 10);
    assert_eq!(due(&book, student, day), Some(12));
    answer(&mut book, student, "12", day);
    let graduate = followup::graduate(&book, &book.students[&student], day).unwrap();
    assert_eq!(graduate.asked[0], Asked::Passed);
    assert!(!graduate.is_due());
}

#[test]
fn who_does_not_wish_to_be_asked_is_not_due() {
    let (mut book, student) = graduated();
    let day = date(2027, 12, 5);
    add(
        &mut book,
        student,
        PartKind::Contact,
        &[(Field::Consent, "no")],
        day,
    );
    let graduate = followup::graduate(&book, &book.students[&student], day).unwrap();
    assert_eq!(graduate.asked, [Asked::NotWished; 2]);
    assert_eq!(followup::due(&book, day), 0);
}

/// What a random adviser did with a student in a year.
#[derive(Debug, Clone)]
enum Did {
    Tick(usize),
    SetAside(usize),
    Goal,
    Progress(usize, GoalState),
    Barrier,
    Step,
    Note(Option<i32>),
    See,
    Career,
    Approve,
    Leave,
}

fn did() -> impl Strategy<Value = Did> {
    prop_oneof![
        4 => (0..40_usize).prop_map(Did::Tick),
        1 => (0..40_usize).prop_map(Did::SetAside),
        2 => Just(Did::Goal),
        3 => ((0..4_usize), proptest::sample::select(GoalState::ALL.to_vec()))
            .prop_map(|(at, state)| Did::Progress(at, state)),
        1 => Just(Did::Barrier),
        1 => Just(Did::Step),
        2 => proptest::option::of(-20..60_i32).prop_map(Did::Note),
        2 => Just(Did::See),
        1 => Just(Did::Career),
        1 => Just(Did::Approve),
        1 => Just(Did::Leave),
    ]
}

fn act_of(book: &Book, catalog: &Catalog, student: &Student, did: &Did, stamp: Stamp) -> Change {
    let items: Vec<&Item> = catalog.items_for(student.grade.number()).collect();
    let goal = |at: usize| {
        let goals: Vec<GoalId> = book.plan(student.id).goals.keys().copied().collect();
        goals.get(at % goals.len().max(1)).copied()
    };
    let who = [student.id];
    match did {
        Did::Tick(at) => act::tick(book, catalog, &who, items[at % items.len()], stamp),
        Did::SetAside(at) => {
            let reason = Text::new("moved in");
            act::set_aside(book, catalog, &who, items[at % items.len()], &reason, stamp)
        }
        Did::Goal => {
            let said = GoalText {
                text: Text::new("Pass algebra"),
                ..GoalText::default()
            };
            act::set_goal(book, student.id, said, stamp)
        }
        Did::Progress(at, state) => goal(*at).map_or_else(Change::default, |id| {
            act::progress(book, student.id, id, *state, None, Text::default(), stamp)
        }),
        Did::Barrier | Did::Step => goal(0).map_or_else(Change::default, |id| {
            act::edit_goal(book, student.id, id, stamp, |goal| match did {
                Did::Barrier => goal.barriers.push(Barrier {
                    text: Text::new("no time"),
                    strategies: Vec::new(),
                }),
                _ => goal.steps.push(Step {
                    text: Text::new("ask"),
                    done: None,
                }),
            })
        }),
        Did::Note(by) => {
            let note = Note {
                text: Text::new("a note"),
                next: Text::new("a promise"),
                by: by.map(|days| plus_days(stamp.day(), days)),
            };
            act::note(book, &who, None, &note, stamp)
        }
        Did::See => act::check_in(book, &who, CheckInKind::Seen, stamp),
        Did::Career => {
            let name = Values::from([(Field::Name, Value::Text(Text::new("nurse")))]);
            let place = PartKind::Career.place(book.key(student.id));
            act::add_part(book, place, PartKind::Career, name, stamp)
        }
        Did::Approve => {
            let who = PartKind::Approval.choice(Field::Who, "parent").unwrap();
            let values = Values::from([(Field::Who, Value::Choice(who))]);
            let place = PartKind::Approval.place(book.key(student.id));
            act::add_part(book, place, PartKind::Approval, values, stamp)
        }
        Did::Leave => act::leave(book, student.id, stamp.day()),
    }
}

const FATES: [Fate; 4] = [Fate::Promote, Fate::Repeat, Fate::Graduate, Fate::Leave];

/// Everything of the old year that has to be found again in the new one.
fn nothing_is_lost(
    before: &Book,
    after: &Book,
    catalog: &Catalog,
    day: Date,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(&before.folders, &after.folders);
    prop_assert_eq!(&before.groups, &after.groups);
    prop_assert!(before.students.keys().eq(after.students.keys()));
    let old: BTreeMap<&PlanKey, &Plan> = before.plans.iter().collect();
    let kept = after.plans.iter();
    let kept: BTreeMap<&PlanKey, &Plan> = kept.filter(|(key, _)| old.contains_key(key)).collect();
    prop_assert_eq!(old, kept, "older years stay as they were");
    for student in before.students.values() {
        let now = &after.students[&student.id];
        if !student.is_here() {
            prop_assert_eq!(student, now);
            continue;
        }
        prop_assert_eq!(&student.once, &now.once);
        prop_assert_eq!(&student.name, &now.name);
        let plan = after.plan(student.id);
        if !now.is_here() {
            prop_assert!(plan.is_empty(), "who is gone has no plan in the new year");
            continue;
        }
        let was = before.plan(student.id);
        let live: Vec<_> = was.live_goals().map(|g| (g.id, g.state())).collect();
        let goes_on: Vec<_> = plan.goals.values().map(|g| (g.id, g.state())).collect();
        prop_assert_eq!(live, goes_on);
        let text = |plan: &Plan| plan.promise().map(|(_, next)| next.text.clone());
        prop_assert_eq!(text(was), text(plan));
        prop_assert_eq!(plan.last_contact(), None);
        for line in Status::of(before, catalog, student, day).items {
            if line.item.core && line.mark.is_none() {
                let asked = status::is_listed(after, catalog, now, line.item);
                prop_assert!(asked, "{} is asked for again", line.item.id);
                let mark: Option<&Mark> = status::mark(after, now, line.item);
                prop_assert_eq!(mark, None);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_undo_returns_the_exact_book(
        years in proptest::collection::vec(
            (
                proptest::collection::vec(((0..7_usize), did(), (0..250_i32)), 0..60),
                proptest::collection::vec((0..7_usize, proptest::sample::select(FATES.to_vec())), 0..4),
                0..150_i32,
            ),
            1..4,
        )
    ) {
        let catalog = exchange::catalog::default_catalog();
        let mut book = book();
        let students: Vec<StudentId> = book.students.keys().copied().collect();
        let mut done: Vec<(Book, Change)> = Vec::new();
        for (acts, fates, wait) in years {
            let begins = book.settings.calendar.first_day(book.settings.year);
            for (who, did, days) in acts {
                let student = &book.students[&students[who]];
                let change = act_of(&book, &catalog, student, &did, on(plus_days(begins, 50 + days)));
                prop_assert!(change.apply(&mut book).is_ok());
            }
            let day = plus_days(year::earliest(&book), wait);
            prop_assert!(year::refused(&book, plus_days(year::earliest(&book), -1)).is_some());
            prop_assert_eq!(year::refused(&book, day), None);
            let fates = fates.into_iter().map(|(who, fate)| (students[who], fate)).collect();
            let plan = year::roll_over(&book, &catalog, &fates, on(day));
            let before = book.clone();
            prop_assert!(plan.change.apply(&mut book).is_ok());
            nothing_is_lost(&before, &book, &catalog, day)?;
            let again = year::refused(&book, plus_days(day, 1));
            prop_assert!(again.is_some(), "not twice in a summer");
            done.push((before, plan.change));
        }
        if let Some((before, change)) = done.last() {
            let after = book.clone();
            prop_assert!(change.inverse().apply(&mut book).is_ok());
            prop_assert_eq!(&book, before);
            prop_assert!(change.apply(&mut book).is_ok(), "and it can be done again");
            prop_assert_eq!(&book, &after);
        }
    }
}
