//! What an adviser does in a period, pressed through the real key map and counted.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_lossless,
    clippy::too_many_lines,
    reason = "a test says what is wrong by failing"
)]

mod driver;

use driver::{Driver, TODAY};
use homeroom::{
    app::{
        effect::{Effect, Outcome, ReadYear},
        model::CountsFor,
        screen::{
            Screen,
            glance::{self, BarLine, Page},
            student::{PageLine, Section},
        },
    },
    domain::{
        checkin::CheckInKind,
        date::SchoolYear,
        goal::GoalState,
        grade::Grade,
        mark::Mark,
        overview::{Cell, Subject},
        part::{Field, PartKind},
        plan::PlanKey,
        requirement::{self, Standing},
        review,
    },
};

const NAMES: [&str; 22] = [
    "Abara, Chidi",
    "Bell, Tyrone",
    "Cho, Min",
    "Diaz, Ana",
    "Eads, Jon",
    "Fry, Lee",
    "Gupta, Asha",
    "Hale, Ines",
    "Ito, Ren",
    "Jett, Cora",
    "Khan, Omar",
    "Lund, Pia",
    "Moss, Theo",
    "Ngo, Linh",
    "Ortiz, Eva",
    "Pike, Sam",
    "Quinn, Roy",
    "Rao, Dev",
    "Stone, Mia",
    "Tran, Bao",
    "Ueda, Kai",
    "Vega, Luz",
];

fn kinds(driver: &Driver, kind: CheckInKind) -> usize {
    let seats = &driver.desk().seats;
    seats
        .iter()
        .filter(|seat| seat.standing == Some(kind))
        .count()
}

/// Gives the student under the cursor a goal, outside of what is counted.
fn with_goal(driver: &mut Driver) {
    driver.keys("m").types("Pass algebra").keys("<enter>");
}

#[test]
fn a_whole_period_takes_at_most_60_keys() {
    let mut driver = Driver::group(&NAMES, 9);
    for name in ["Ortiz", "Pike"] {
        driver.keys("/").types(name).keys("<enter>");
        with_goal(&mut driver);
    }
    driver.keys("g");
    driver.pressed = 0;
    for _ in 0..4 {
        driver.keys("12c");
    }
    driver.keys("aa"); // two absent
    driver.keys("cccccccc"); // eight on track
    for _ in 0..2 {
        driver
            .keys("p2")
            .types("two missing tests")
            .keys("<enter>c");
    }
    driver.keys("cccccc"); // six more on track
    driver.keys("r<esc>q");
    assert_eq!(kinds(&driver, CheckInKind::Seen), 20);
    assert_eq!(kinds(&driver, CheckInKind::Absent), 2);
    let ticked: usize = driver
        .desk()
        .seats
        .iter()
        .map(|seat| seat.figure.done)
        .sum();
    assert_eq!(ticked, 8);
    assert!(driver.model.leaving, "left without a question");
    assert!(driver.pressed <= 60, "{} keys", driver.pressed);
    println!("a whole period: {} keys", driver.pressed);
}

#[test]
fn on_track_is_one_key_and_goes_to_the_next_unseen() {
    let mut driver = Driver::group(&NAMES, 9);
    assert_eq!(driver.cursor(), "Abara, Chidi");
    driver.keys("c");
    assert_eq!(driver.cursor(), "Bell, Tyrone");
    assert_eq!(driver.notice(), "Checked in Chidi Abara  u undo");
    assert_eq!(driver.desk().counts().to_go, 21);
}

#[test]
fn two_ticks_and_a_check_in_are_three_keys_and_the_numbers_stay() {
    let mut driver = Driver::group(&NAMES, 9);
    let numbered = driver
        .model
        .round()
        .unwrap()
        .detail
        .clone()
        .unwrap()
        .numbered;
    driver.keys("12");
    assert_eq!(
        driver
            .model
            .round()
            .unwrap()
            .detail
            .as_ref()
            .unwrap()
            .numbered,
        numbered
    );
    driver.keys("c");
    assert_eq!(driver.pressed, 3);
    let abara = driver.book().students.values().next().unwrap();
    let marks = &driver.book().plan(abara.id).marks;
    let done = |id| matches!(marks.get(id).or(abara.once.get(id)), Some(Mark::Done { on, .. }) if *on == TODAY);
    assert!(done(&numbered[0]) && done(&numbered[1]));
}

#[test]
fn a_goals_progress_is_three_keys_besides_the_note_with_one_goal_and_four_with_several() {
    let mut driver = Driver::group(&NAMES[..3], 9);
    with_goal(&mut driver);
    driver.pressed = 0;
    driver
        .keys("p3")
        .types("the teacher offers Tuesdays")
        .keys("<enter>");
    assert_eq!(driver.pressed, 3);
    let seat = &driver.desk().seats[0];
    assert_eq!(seat.goals, Some((GoalState::NeedsHelp, 1)));
    with_goal(&mut driver);
    driver.pressed = 0;
    driver.keys("p12").types("better").keys("<enter>");
    assert_eq!(driver.pressed, 4);
    assert_eq!(
        driver.desk().seats[0].goals,
        Some((GoalState::NotStarted, 2))
    );
}

#[test]
fn a_stock_phrase_makes_it_seven_at_most() {
    let mut driver = Driver::group(&NAMES[..3], 9);
    with_goal(&mut driver);
    with_goal(&mut driver);
    let phrase = driver.desk().phrases()[0].clone();
    driver.pressed = 0;
    driver
        .keys("p12")
        .keys(phrase.prefix.as_str())
        .keys("<enter>");
    assert!(driver.pressed <= 7, "{}", driver.pressed);
    let student = driver.desk().seats[0].student;
    let goal = driver.book().plan(student).goals.values().next().unwrap();
    assert_eq!(goal.progress[0].note, phrase.text);
}

#[test]
fn the_same_item_for_everybody_is_at_most_five_keys_with_exceptions_one_key_each() {
    let mut driver = Driver::group(&NAMES, 9);
    driver.keys("vv1");
    assert_eq!(driver.pressed, 3);
    assert!(driver.desk().seats.iter().all(|seat| seat.figure.done == 1));
    assert_eq!(
        driver
            .book()
            .students
            .values()
            .filter(|s| driver.book().plan(s.id).last_contact().is_some())
            .count(),
        0
    );
    driver.keys("uvv").keys("j<space>1");
    let without: Vec<_> = driver
        .desk()
        .seats
        .iter()
        .filter(|seat| seat.figure.done == 0)
        .collect();
    assert_eq!(without.len(), 1);
}

#[test]
fn absent_and_later_are_one_key_and_later_comes_back_at_the_end() {
    let mut driver = Driver::group(&NAMES[..3], 9);
    driver.keys("sac");
    assert_eq!(driver.cursor(), "Abara, Chidi", "the one who was put off");
    driver.keys("c");
    assert_eq!(kinds(&driver, CheckInKind::Seen), 2);
    assert!(driver.notice().starts_with("Everybody here has been seen"));
}

#[test]
fn undo_takes_back_and_brings_the_cursor_back() {
    let mut driver = Driver::group(&NAMES, 9);
    let before = driver.book().clone();
    driver.keys("1c");
    driver.keys("uu");
    assert_eq!(*driver.book(), before);
    assert_eq!(driver.cursor(), "Abara, Chidi");
    driver.keys("<c-r><c-y>");
    assert_eq!(kinds(&driver, CheckInKind::Seen), 1);
    assert_eq!(driver.desk().seats[0].figure.done, 1);
}

#[test]
fn a_note_with_a_next_step_leads_the_next_period() {
    let mut driver = Driver::group(&NAMES[..4], 9);
    driver.keys("jj");
    driver
        .keys("e")
        .types("wants to weld")
        .keys("<tab>")
        .types("bring the form")
        .keys("<tab>")
        .types("fri")
        .keys("<enter>");
    driver.keys("ccccc");
    driver.minutes(2 * 24 * 60);
    assert_eq!(driver.desk().seats[0].name, "Cho, Min");
    assert!(driver.desk().seats[0].promise.is_some());
}

#[test]
fn who_was_not_seen_for_three_weeks_is_one_key() {
    let mut driver = Driver::practice();
    let long_unseen = driver
        .desk()
        .seats
        .iter()
        .filter(|seat| seat.is_long_unseen())
        .count();
    driver.keys("f");
    let round = driver.model.round().unwrap();
    assert_eq!(round.visible(driver.desk()).count(), long_unseen);
    assert!(
        round
            .visible(driver.desk())
            .any(|seat| Some(seat.student) == round.cursor)
    );
}

#[test]
fn after_the_bell_a_contact_asks_once_which_period_it_counts_for() {
    let mut driver = Driver::group(&NAMES[..4], 9);
    driver.keys("c").minutes(20).keys("c").minutes(90);
    driver.keys("c");
    assert!(matches!(driver.top(), Screen::Pick(_)), "asked");
    driver.keys("1");
    assert!(matches!(driver.desk().counts_for, CountsFor::Period(..)));
    driver.keys("c");
    assert!(matches!(driver.top(), Screen::Round(_)), "not asked again");
    let contacts = driver
        .book()
        .students
        .values()
        .filter_map(|s| driver.book().plan(s.id).last_contact());
    assert!(
        contacts.clone().count() == 4 && contacts.clone().all(|when| when < TODAY.at(10, 30, 0, 0))
    );
}

#[test]
fn the_23rd_student_is_offered_a_second_group_on_one_key() {
    let mut driver = Driver::group(&NAMES, 9);
    driver.keys("+").types("Wong, Ada").keys("<enter>");
    assert!(matches!(driver.top(), Screen::Pick(_)));
    assert_eq!(driver.book().students.len(), 22, "not squeezed in");
    driver.keys("1");
    assert_eq!(driver.book().students.len(), 23);
    let wong = driver
        .book()
        .students
        .values()
        .find(|s| s.name.last.as_str() == "Wong")
        .unwrap();
    assert_eq!(driver.book().groups[&wong.group].name.as_str(), "204 B");
}

#[test]
fn a_failed_save_is_said_and_leaving_asks() {
    use homeroom::app::effect::{Outcome, Problem};
    let mut driver = Driver::group(&NAMES[..4], 9);
    driver.hold_saves = true;
    driver.keys("c");
    let problem = Problem {
        what: "The stick is gone.".into(),
        safe: "Nothing is lost.".into(),
        todo: "Put it back.".into(),
    };
    driver.outcome(Outcome::NotSaved(problem));
    assert_eq!(driver.desk().saves.queued.len(), 1);
    assert_eq!(
        kinds(&driver, CheckInKind::Seen),
        1,
        "the mark stays on screen"
    );
    driver.keys("q");
    assert!(matches!(driver.top(), Screen::Unsaved) && !driver.model.leaving);
    driver.keys("r");
    assert!(matches!(driver.effects.last(), Some(Effect::Retry)));
    driver.outcome(Outcome::Saved {
        through: 1,
        at: driver.model.now,
    });
    driver.keys("q");
    assert!(driver.model.leaving);
}

#[test]
fn a_mistyped_recovery_key_stays_in_its_field() {
    use homeroom::app::{
        effect::{Outcome, Problem},
        screen::gate::{Gate, Step},
    };
    let mut driver = Driver::at(
        Gate::unlock("book".into(), Vec::new()),
        TODAY.at(10, 0, 0, 0),
    );
    driver.keys("<c-o>").types("306086 125631").keys("<enter>");
    driver
        .types("a new passphrase of mine")
        .keys("<tab>")
        .types("a new passphrase of mine")
        .keys("<enter>");
    driver.outcome(Outcome::Weighed(None));
    assert!(matches!(
        driver.effects.last(),
        Some(Effect::Recover { .. })
    ));
    let problem = Problem {
        what: "Group 2 has a mistyped digit.".into(),
        safe: String::new(),
        todo: String::new(),
    };
    driver.outcome(Outcome::NotOpened(problem));
    let Screen::Gate(gate) = driver.top() else {
        panic!("not at the gate")
    };
    assert_eq!(
        (gate.step, gate.fields.text(0)),
        (Step::RecoveryKey, "306086 125631")
    );
}

#[test]
fn a_course_a_barrier_and_an_approval_take_at_most_six_keys_each_from_the_round() {
    let mut driver = Driver::practice();
    driver.keys("/").types("bell").keys("<enter>");
    let student = driver.model.round().unwrap().cursor.unwrap();
    let count = |driver: &Driver, kind| driver.book().parts(student, kind).count();

    let (before, keys) = (count(&driver, PartKind::Course), driver.pressed);
    driver.keys("P1").types("Welding 3").keys("<tab>3<enter>");
    assert_eq!(count(&driver, PartKind::Course), before + 1);
    assert!(driver.pressed - keys <= 6, "{}", driver.pressed - keys);

    let keys = driver.pressed;
    driver
        .keys("P2")
        .types("works late")
        .keys("<tab>")
        .types("day off before a test")
        .keys("<enter>");
    let goals = &driver.book().plan(student).goals;
    let barrier = goals
        .values()
        .flat_map(|goal| &goal.barriers)
        .find(|one| one.text.as_str() == "works late");
    assert_eq!(barrier.unwrap().strategies.len(), 1);
    assert!(driver.pressed - keys <= 6, "{}", driver.pressed - keys);

    let (before, keys) = (count(&driver, PartKind::Approval), driver.pressed);
    driver.keys("P322<enter>");
    assert_eq!(count(&driver, PartKind::Approval), before + 1);
    let given = driver
        .book()
        .parts(student, PartKind::Approval)
        .last()
        .unwrap();
    assert!(given.is(Field::Who, "parent") && given.is(Field::How, "phone"));
    assert!(driver.pressed - keys <= 6, "{}", driver.pressed - keys);

    driver.keys("uuu");
    assert_eq!(
        count(&driver, PartKind::Approval),
        before,
        "undo takes them back"
    );
}

#[test]
fn what_a_rule_misses_is_added_from_where_it_is_said() {
    let mut driver = Driver::group(&["Diaz, Ana"], 9);
    driver.keys("W");
    let student = driver.model.round().unwrap().cursor.unwrap();
    let standing = |driver: &Driver| {
        let desk = driver.desk();
        let of = &desk.book.students[&student];
        let all = requirement::all(&desk.book, &desk.catalog, of, desk.day());
        let explore = all
            .into_iter()
            .find(|one| one.requirement.code.as_str() == "R-GOALS");
        explore.unwrap().standing
    };
    assert_eq!(standing(&driver), Standing::NotYet);
    let Screen::Student(page) = driver.top() else {
        panic!("no page")
    };
    let lines = page.lines(driver.desk());
    let at = lines
        .iter()
        .position(|line| matches!(line, PageLine::Need(code, _) if code.as_str() == "R-GOALS"));
    driver
        .keys(&"<down>".repeat(at.unwrap()))
        .keys("<enter>")
        .types("Learn to weld")
        .keys("<enter>");
    assert_eq!(standing(&driver), Standing::Met);
}

#[test]
fn a_change_of_the_plan_makes_an_earlier_approval_outdated() {
    let mut driver = Driver::group(&["Diaz, Ana"], 9);
    let student = driver.model.round().unwrap().cursor.unwrap();
    driver.keys("P211<enter>"); // where there is no goal, the second line is the approval
    let outdated = |driver: &Driver| review::approvals(driver.book(), student)[0].is_outdated;
    assert!(review::approvals(driver.book(), student)[0].given.is_some());
    assert!(!outdated(&driver));
    driver
        .minutes(3)
        .keys("P1")
        .types("Algebra I")
        .keys("<enter>");
    assert!(outdated(&driver));
    driver.keys("u");
    assert!(!outdated(&driver));
}

#[test]
fn steps_and_reflections_of_a_goal_are_kept_on_its_page() {
    let mut driver = Driver::group(&["Diaz, Ana"], 9);
    let student = driver.model.round().unwrap().cursor.unwrap();
    driver.keys("m").types("Learn to weld").keys("<enter>");
    driver.keys("<enter><enter>"); // the page, its goals
    driver
        .keys("<down><down><enter>")
        .types("call the shop")
        .keys("<enter>");
    let step = |driver: &Driver| {
        driver
            .book()
            .plan(student)
            .goals
            .values()
            .next()
            .unwrap()
            .steps
            .clone()
    };
    assert_eq!(step(&driver).len(), 1);
    driver.keys("<home><down><space>");
    assert!(
        step(&driver)[0].done.is_some(),
        "space notes a step as done"
    );
    driver.keys("<home><del>");
    assert!(driver.book().plan(student).goals.is_empty());
    driver.keys("u");
    assert_eq!(
        step(&driver).len(),
        1,
        "undo brings back the goal with its step"
    );
}

/// Which page of the group at a glance is shown.
fn page(driver: &Driver) -> Page {
    match driver.top() {
        Screen::Glance(glance) => glance.page,
        other => panic!("{other:?}"),
    }
}

fn done(driver: &Driver) -> usize {
    driver
        .desk()
        .seats
        .iter()
        .map(|seat| seat.figure.done)
        .sum()
}

#[test]
fn a_whole_column_is_ticked_in_at_most_five_keys_and_is_no_contact() {
    let mut driver = Driver::group(&NAMES, 9);
    let before = driver.book().clone();
    driver.keys("yc");
    assert!(driver.pressed <= 5, "{} keys", driver.pressed);
    assert_eq!(done(&driver), 22);
    let saves = driver.effects.iter();
    let saves = saves.filter(|effect| matches!(effect, Effect::Save(_)));
    assert_eq!(saves.count(), 1, "one act");
    let said = driver.notice();
    assert!(said.starts_with("Ticked "), "{said}");
    assert!(said.ends_with(" for 22 students  u undo"), "{said}");
    let book = driver.book();
    let met = book.students.keys();
    let met = met.filter(|id| book.plan(**id).last_contact().is_some());
    assert_eq!(met.count(), 0);
    driver.keys("u");
    assert_eq!(*driver.book(), before);
}

#[test]
fn a_column_of_a_group_of_several_grades_is_reached_in_at_most_five_keys() {
    let mut driver = Driver::practice();
    let before = done(&driver);
    driver.keys("y<enter>c");
    assert!(driver.pressed <= 5, "{} keys", driver.pressed);
    assert!(done(&driver) > before, "{}", driver.notice());
}

#[test]
fn a_whole_column_leaves_alone_what_is_done_and_what_does_not_apply() {
    let mut driver = Driver::group(&NAMES[..4], 9);
    driver.keys("y<space>x").types("moved in").keys("<enter>");
    assert_eq!(done(&driver), 1);
    driver.keys("c");
    assert_eq!(done(&driver), 3, "all but the one who is excused");
    assert!(driver.notice().contains("for 2 students"));
    driver.keys("c");
    assert_eq!(done(&driver), 3);
    let said = driver.notice();
    assert!(
        said.starts_with("Nobody shown here has this item open"),
        "{said}"
    );
}

#[test]
fn a_cell_is_toggled_and_columns_keep_their_places() {
    let mut driver = Driver::group(&NAMES[..4], 9);
    driver.keys("y<right><space><space>");
    assert_eq!(done(&driver), 2);
    let columns = |driver: &Driver| {
        let Screen::Glance(glance) = driver.top() else {
            panic!("left the page");
        };
        let matrix = glance.matrix(driver.desk());
        let at = glance.column(&matrix);
        let keys = matrix.columns.iter().map(|column| column.subject.key());
        (at, keys.collect::<Vec<_>>())
    };
    let (at, before) = columns(&driver);
    driver.keys("c");
    assert_eq!(columns(&driver), (at, before));
    driver.keys("k<space>");
    assert_eq!(done(&driver), 3, "a tick is taken back");
    driver.keys("1");
    assert_eq!(
        done(&driver),
        4,
        "a digit ticks the column with that number"
    );
}

#[test]
fn from_the_group_at_a_glance_a_student_is_opened_where_it_is_answered() {
    let mut driver = Driver::group(&NAMES[..4], 9);
    driver.keys("yj<enter>");
    let Screen::Student(student) = driver.top() else {
        panic!("no student");
    };
    assert_eq!(student.section, Section::Preparing);
    assert_eq!(
        driver.book().students[&student.student()].listed(),
        NAMES[1]
    );
    driver.keys("<esc><esc>");
    assert_eq!(page(&driver), Page::Checklist);
    driver.keys("<tab>j<enter>");
    let Screen::Student(student) = driver.top() else {
        panic!("no student");
    };
    assert_eq!(student.section, Section::Requirements);
    assert!(matches!(
        student.lines(driver.desk())[student.cursor],
        PageLine::Requirement(_)
    ));
}

#[test]
fn the_pages_turn_both_ways_and_the_grades_with_brackets() {
    let mut driver = Driver::practice();
    driver.keys("y<btab>");
    assert_eq!(page(&driver), Page::Progress);
    driver.keys("<tab>");
    assert_eq!(page(&driver), Page::Checklist);
    let grade = |driver: &Driver| {
        let Screen::Glance(glance) = driver.top() else {
            panic!("left the page");
        };
        glance.grade(driver.desk()).map(Grade::number)
    };
    let mut seen = Vec::new();
    for _ in 0..8 {
        seen.push(grade(&driver));
        driver.keys("]");
    }
    let grades = (6..=12).map(Some);
    let all: Vec<_> = std::iter::once(None).chain(grades).collect();
    assert_eq!(seen, all);
    assert_eq!(grade(&driver), None);
    driver.keys("[");
    assert_eq!(grade(&driver), Some(12));
    driver.keys("<esc>");
    assert!(matches!(driver.top(), Screen::Round(_)));
}

#[test]
fn the_calendar_opens_the_recap_of_a_day() {
    let mut driver = Driver::practice();
    driver.keys("y<tab><tab>");
    assert_eq!(page(&driver), Page::Year);
    driver.keys("<enter>");
    assert_eq!(driver.notice(), "Nobody was seen on that day.");
    driver.keys("<left><enter>");
    let Screen::Reading(recap) = driver.top() else {
        panic!("{}", driver.notice());
    };
    assert_eq!(recap.title, "Recap of Wed 7 Oct");
}

#[test]
fn a_column_is_set_aside_with_one_reason_for_all() {
    let mut driver = Driver::group(&NAMES[..4], 9);
    driver
        .keys("y<space>X")
        .types("no such course")
        .keys("<enter>");
    let book = driver.book();
    let marks = book
        .students
        .keys()
        .flat_map(|id| book.plan(*id).marks.values());
    let marks = marks.chain(book.students.values().flat_map(|one| one.once.values()));
    let aside = marks.filter(|mark| matches!(mark, Mark::NotApplicable { .. }));
    assert_eq!(aside.count(), 3, "all but the one who has done it");
}

#[test]
fn the_figures_of_the_progress_are_those_of_the_round_and_say_why() {
    let mut driver = Driver::practice();
    let seats = driver.desk().seats.iter();
    let due: usize = seats.map(|seat| seat.figure.due).sum();
    let wanted = format!("{} of {due}", done(&driver));
    let lines = glance::progress_lines(driver.desk());
    let month = lines.iter().find_map(|line| match line {
        BarLine::Bar { label, said, .. } if label == "Oct" => Some(said.clone()),
        _ => None,
    });
    assert!(month.unwrap().ends_with(&wanted), "{wanted}");
    driver.keys("y<btab>w");
    let Screen::Reading(why) = driver.top() else {
        panic!("{}", driver.notice());
    };
    assert_eq!(why.lines[0], format!("Why the group's figure is {wanted}"));
    driver.keys("<esc><btab>w");
    assert!(matches!(driver.top(), Screen::Reading(_)));
}

#[test]
fn every_cell_of_the_requirements_is_the_engines_answer() {
    let mut driver = Driver::practice();
    driver.keys("y<tab>");
    let Screen::Glance(glance) = driver.top() else {
        panic!("left the page");
    };
    let desk = driver.desk();
    let matrix = glance.matrix(desk);
    assert_eq!(matrix.students.len(), 22);
    for column in &matrix.columns {
        let Subject::Requirement(rule) = column.subject else {
            panic!("a requirement");
        };
        for (student, cell) in matrix.students.iter().zip(&column.cells) {
            let all = requirement::all(&desk.book, &desk.catalog, student, desk.day());
            let status = all.iter().find(|one| one.requirement.code == rule.code);
            let wanted = Cell::from(status.unwrap().standing);
            assert_eq!(*cell, wanted, "{} {}", student.listed(), rule.code);
        }
    }
    let shown = matrix.columns.len();
    let asked = requirement::plannable(&desk.catalog).filter(|rule| {
        matrix.students.iter().any(|student| {
            let status = requirement::of(&desk.book, &desk.catalog, student, rule, desk.day());
            status.standing != Standing::NotApplicable
        })
    });
    assert_eq!(shown, asked.count(), "none that asks something is left out");
}

#[test]
fn an_earlier_year_is_read_when_it_is_asked_for() {
    let mut driver = Driver::group(&["Diaz, Ana"], 9);
    let student = driver.model.round().unwrap().cursor.unwrap();
    let last = SchoolYear(driver.book().settings.year.0 - 1);
    driver.model.desk.as_mut().unwrap().years.insert(last);
    driver.keys("<enter><down><down><down><enter><end>");
    driver.keys("<enter>");
    assert!(matches!(driver.effects.last(), Some(Effect::ReadYears(years)) if *years == [last]));
    let key = PlanKey {
        year: last,
        student,
    };
    let read = ReadYear {
        year: last,
        plans: [(key, driver.book().plan(student).clone())].into(),
        school: std::collections::BTreeMap::new(),
    };
    driver.outcome(Outcome::Years(Box::new(Ok(vec![read]))));
    let Screen::Student(page) = driver.top() else {
        panic!("no page")
    };
    let lines = page.lines(driver.desk());
    assert!(
        lines.contains(&PageLine::Earlier(last)),
        "the year is shown now"
    );
}

/// The gate that has the keys.
fn gate(driver: &Driver) -> &homeroom::app::screen::gate::Gate {
    match driver.top() {
        Screen::Gate(gate) => gate,
        other => panic!("not at the gate: {other:?}"),
    }
}

#[test]
fn a_damaged_book_is_restored_on_one_key_and_asks_for_the_passphrase_of_that_day() {
    use homeroom::app::{
        effect::Problem,
        screen::gate::{Gate, Step},
    };
    let problem = Problem {
        what: "The book is damaged.".into(),
        safe: "The file was not changed.".into(),
        todo: String::new(),
    };
    let damaged = Gate::damaged("book".into(), problem.clone(), "Oct 13, 15:04".into());
    let mut driver = Driver::at(damaged, TODAY.at(10, 0, 0, 0));
    driver.keys("<enter>");
    assert!(matches!(driver.effects[..], [Effect::Restore]));
    driver.keys("<enter>");
    assert_eq!(driver.effects.len(), 1, "asked once");
    driver.outcome(Outcome::Restored(Some(problem)));
    assert_eq!(gate(&driver).step, Step::Damaged);
    driver.keys("<enter>");
    driver.outcome(Outcome::Restored(None));
    let gate = gate(&driver);
    assert_eq!(gate.step, Step::Unlock);
    let said = gate.problem.as_ref().unwrap().to_string();
    assert!(said.contains("as it was on Oct 13, 15:04"), "{said}");
}

/// A recovery key that was thought of.
fn offer(driver: &mut Driver) {
    use homeroom::app::effect::Secret;
    driver.outcome(Outcome::Offered {
        words: Secret::new("barn copper lantern orbit thistle wagon"),
        recovery: Secret::new("104213 220344 345610 400781 518222 633904 702115 899046"),
    });
}

/// Types two groups of it back.
fn type_back(driver: &mut Driver) {
    driver.keys("<enter>");
    driver.types("345610").keys("<tab>");
    driver.types("518222").keys("<enter>");
}

#[test]
fn a_new_recovery_key_is_asked_for_only_when_two_groups_were_typed_back() {
    let mut driver = Driver::group(&["Bell, Tyrone"], 9);
    driver.keys(":new recovery<enter><enter>");
    assert!(matches!(driver.effects[..], [Effect::Offer]));
    offer(&mut driver);
    driver.keys("<enter>").types("123456").keys("<enter>");
    assert_eq!(driver.effects.len(), 1);
    driver.keys("<esc>");
    type_back(&mut driver);
    assert!(matches!(
        driver.effects.last(),
        Some(Effect::ChangeRecovery(_))
    ));
    driver.outcome(Outcome::KeysChanged(None));
    assert!(matches!(driver.top(), Screen::Round(_)));
    assert!(driver.notice().contains("recovery key is changed"));
}

#[test]
fn all_keys_change_together_and_a_failure_stays_on_the_screen() {
    use homeroom::app::effect::Problem;
    let mut driver = Driver::group(&["Bell, Tyrone"], 9);
    driver.keys(":all keys<enter>");
    offer(&mut driver);
    driver.types("a new passphrase of mine").keys("<tab>");
    driver.types("a new passphrase of mine").keys("<enter>");
    driver.outcome(Outcome::Weighed(None));
    type_back(&mut driver);
    assert!(matches!(
        driver.effects.last(),
        Some(Effect::ChangeKeys { .. })
    ));
    let problem = Problem {
        what: "The keys could not be changed.".into(),
        safe: "The book is as it was.".into(),
        todo: String::new(),
    };
    driver.outcome(Outcome::KeysChanged(Some(problem.clone())));
    assert_eq!(gate(&driver).problem.as_ref(), Some(&problem));
    driver.keys("<enter>");
    driver.outcome(Outcome::KeysChanged(None));
    assert!(matches!(driver.top(), Screen::Round(_)));
    // Esc leads back to the book, and nothing is asked for.
    driver.keys(":all keys<enter><esc>");
    assert!(matches!(driver.top(), Screen::Round(_)));
}

#[test]
fn a_backup_is_asked_for_before_a_list_comes_in() {
    use homeroom::{
        app::effect::{Occasion, RosterFile},
        domain::{roster::RosterRow, student::Name, text::Text},
    };
    let mut driver = Driver::group(&["Bell, Tyrone"], 9);
    let row = RosterRow {
        line: 2,
        name: Name::parse("Diaz, Ana"),
        middle: None,
        preferred: None,
        written: Text::new("Diaz, Ana"),
        id: None,
        grade: Grade::new(9),
        altered: false,
        mixed_script: false,
    };
    driver.outcome(Outcome::Roster(Box::new(Ok(RosterFile {
        rows: vec![row],
        ..RosterFile::default()
    }))));
    driver.keys("<enter>");
    assert!(
        matches!(
            driver.effects[..],
            [Effect::BackUp(Occasion::Import), Effect::Save(_)]
        ),
        "{:?}",
        driver.effects
    );
}
