//! Early signals, answers and the rubric by keys: figures of the group and the school.

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

use driver::Driver;
use homeroom::{
    app::{
        effect::{AnswersFile, Effect, Outcome},
        screen::{Screen, answers::Answers, rubric::Rubric, signals::Signals},
    },
    domain::{
        answers::{self, AnswerRow},
        catalog::{Answerer, Evidence},
        evidence,
        part::Field,
        signals::SignalKind,
        text::Text,
    },
};

fn signals(driver: &Driver) -> &Signals {
    match driver.top() {
        Screen::Signals(signals) => signals,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_number_opens_its_students_and_a_student_the_page() {
    let mut driver = Driver::practice();
    driver.keys("Y<enter>");
    let opened = signals(&driver).opened(driver.desk()).unwrap();
    assert_eq!(opened.kind, SignalKind::Seen);
    assert_eq!(opened.behind.len(), opened.of);
    driver.keys("j<enter>");
    let Screen::Student(page) = driver.top() else {
        panic!("no page")
    };
    assert_eq!(page.student(), opened.behind[1].student);
    driver.keys("<esc>");
    assert_eq!(signals(&driver).behind, 1, "back where it was");
    driver.keys("<esc><esc>");
    assert!(matches!(driver.top(), Screen::Round(_)));
}

#[test]
fn what_is_seen_is_the_rounds_own_figure_and_a_check_in_moves_it() {
    let mut driver = Driver::practice();
    let have = |driver: &Driver| {
        let lines = signals(driver).lines(driver.desk());
        lines[0].have
    };
    let seen = |driver: &Driver| {
        let seats = &driver.desk().seats;
        seats.iter().filter(|seat| !seat.is_long_unseen()).count()
    };
    driver.keys("Y");
    let before = have(&driver);
    assert_eq!(before, seen(&driver));
    driver.keys("<esc>cY");
    assert_eq!(have(&driver), before + 1);
    assert_eq!(have(&driver), seen(&driver));
}

#[test]
fn left_and_right_change_the_weeks_on_their_line_alone() {
    let mut driver = Driver::practice();
    driver.keys("Y<right>");
    assert_eq!(signals(&driver).weeks, 4);
    driver.keys("<left><left><left><left><left>");
    assert_eq!(signals(&driver).weeks, 1);
    driver.keys("j<right>");
    assert_eq!(signals(&driver).weeks, 1);
}

#[test]
fn signals_need_somebody_in_the_group() {
    let mut driver = Driver::group(&[], 9);
    driver.keys("Y");
    assert!(driver.notice().contains("Nobody is in this group yet"));
}

fn answers(driver: &Driver) -> &Answers {
    match driver.top() {
        Screen::Answers(answers) => answers,
        other => panic!("{other:?}"),
    }
}

/// How many answered the first question to students with 1, 2, 3, 4 and 5.
fn first_scores(driver: &Driver) -> [usize; 5] {
    let desk = driver.desk();
    let year = desk.book.settings.year;
    answers::sum(&desk.book, &desk.catalog, year)[0].scores
}

fn to_answers(driver: &mut Driver) {
    driver.keys(":").types("answers to our").keys("<enter>");
}

#[test]
fn a_pile_of_answers_is_entered_by_digits_and_each_sheet_is_undone_whole() {
    let mut driver = Driver::practice();
    to_answers(&mut driver);
    driver.keys("+1");
    driver.keys("454").types("more visits").keys("<enter>");
    assert!(
        driver
            .notice()
            .starts_with("Noted what was answered (student)"),
        "{}",
        driver.notice()
    );
    driver.keys("5<enter><esc>");
    let sums = answers(&driver).sums(driver.desk());
    assert_eq!(sums[0].scores, [0, 0, 0, 1, 1]);
    assert_eq!(sums[1].scores, [0, 0, 0, 0, 1]);
    assert_eq!(sums[3].words, ["more visits"]);
    driver.keys("uu");
    assert_eq!(first_scores(&driver), [0; 5], "two sheets, two keys");
}

#[test]
fn an_empty_sheet_of_answers_is_not_taken() {
    let mut driver = Driver::practice();
    to_answers(&mut driver);
    let before = driver.book().clone();
    driver.keys("+2<enter>");
    let Screen::Form(form) = driver.top() else {
        panic!("the form is gone")
    };
    assert_eq!(form.error.as_deref(), Some("Nothing is answered yet."));
    assert_eq!(*driver.book(), before);
}

/// Two people of whom the file does not say who they are.
fn file() -> AnswersFile {
    let row = |line, said: &str| AnswerRow {
        line,
        who: None,
        role: Text::default(),
        name: Text::default(),
        on: None,
        replies: vec![(Text::new("talk-helps"), Text::new(said))],
    };
    AnswersFile {
        path: "form.csv".to_owned(),
        reading: "UTF-8, separated by comma".to_owned(),
        rows: vec![row(2, "4"), row(3, "2")],
        ..AnswersFile::default()
    }
}

#[test]
fn a_file_of_answers_is_looked_at_then_taken_in_as_one_act() {
    let mut driver = Driver::practice();
    to_answers(&mut driver);
    driver.keys("F").types("form.csv").keys("<enter>");
    let asked = driver.effects.iter().any(|effect| {
        matches!(effect, Effect::ReadAnswers { path, reading: 0, .. } if path == "form.csv")
    });
    assert!(asked);
    driver.outcome(Outcome::Answers(Box::new(Ok(file()))));
    let preview = answers(&driver).file.as_ref().unwrap();
    let plan = &preview.plan;
    assert_eq!((plan.sheets.len(), plan.without_role), (0, 2));
    driver.keys("<tab>");
    let preview = answers(&driver).file.as_ref().unwrap();
    assert_eq!(preview.role, Some(Answerer::Student));
    assert_eq!(first_scores(&driver), [0; 5], "nothing is saved yet");
    driver.keys("<enter>");
    assert_eq!(first_scores(&driver), [0, 1, 0, 1, 0]);
    assert!(answers(&driver).file.is_none());
    driver.keys("u");
    assert_eq!(first_scores(&driver), [0; 5]);
}

#[test]
fn a_file_that_is_left_changes_nothing() {
    let mut driver = Driver::practice();
    let before = driver.book().clone();
    driver.outcome(Outcome::Answers(Box::new(Ok(file()))));
    driver.keys("<tab><esc>");
    assert_eq!(driver.notice(), "Nothing was taken in.");
    assert_eq!(*driver.book(), before);
}

#[test]
fn earlier_answers_are_read_when_they_are_asked_for() {
    use homeroom::domain::date::SchoolYear;
    let mut driver = Driver::practice();
    to_answers(&mut driver);
    driver.keys("<left>");
    assert!(driver.notice().contains("nothing of a further year"));
    let desk = driver.model.desk.as_mut().unwrap();
    desk.years.insert(SchoolYear(2025));
    driver.keys("<left>");
    assert_eq!(answers(&driver).year, SchoolYear(2025));
    let read = driver.effects.last();
    assert!(matches!(read, Some(Effect::ReadYears(years)) if *years == [SchoolYear(2025)]));
    driver.keys("<right>");
    assert_eq!(answers(&driver).year, SchoolYear(2026));
}

fn rubric(driver: &Driver) -> &Rubric {
    match driver.top() {
        Screen::Rubric(rubric) => rubric,
        other => panic!("{other:?}"),
    }
}

fn to_rubric(driver: &mut Driver) {
    driver.keys(":").types("the rubric").keys("<enter>");
}

#[test]
fn an_indicator_is_rated_with_evidence_and_rated_anew_in_its_place() {
    let mut driver = Driver::practice();
    to_rubric(&mut driver);
    driver
        .keys("jjj<enter>3<tab>")
        .types("log of reviews")
        .keys("<enter>");
    assert!(matches!(driver.top(), Screen::Rubric(_)));
    let rating = |driver: &Driver| {
        let book = driver.book();
        let part = evidence::rating(book, "RUB-D4", book.settings.year)?;
        Some((
            part.number(Field::Score)?,
            part.text(Field::Note).to_owned(),
        ))
    };
    assert_eq!(rating(&driver), Some((3, "log of reviews".to_owned())));
    driver.keys("<enter><bs>4<enter>");
    assert_eq!(rating(&driver), Some((4, "log of reviews".to_owned())));
    let ratings = driver
        .book()
        .school
        .values()
        .flat_map(|parts| parts.values());
    assert_eq!(ratings.count(), 1, "changed in its place");
    driver.keys("u");
    assert_eq!(rating(&driver).unwrap().0, 3);
    driver.keys("<enter><bs>5<enter>");
    let Screen::Form(form) = driver.top() else {
        panic!("taken")
    };
    assert_eq!(form.error.as_deref(), Some("A number from 1 to 4."));
}

#[test]
fn the_figures_beside_the_rubric_follow_the_book() {
    let mut driver = Driver::practice();
    driver.keys("c");
    to_rubric(&mut driver);
    let fresh = |driver: &Driver| {
        let desk = driver.desk();
        let year = desk.book.settings.year;
        let sessions = Evidence::Sessions;
        evidence::figures(sessions, &desk.book, &desk.catalog, year, desk.day())
    };
    let shown = |driver: &Driver| {
        let indicators = driver.desk().catalog.indicators();
        let is_sessions =
            |one: &homeroom::domain::catalog::Indicator| one.evidence == Some(Evidence::Sessions);
        let at = indicators.iter().position(is_sessions).unwrap();
        rubric(driver).figures[at].clone()
    };
    let before = shown(&driver);
    assert_eq!(before, fresh(&driver));
    driver.keys("u");
    assert_ne!(shown(&driver), before, "a talk was taken back");
    assert_eq!(shown(&driver), fresh(&driver));
}

#[test]
fn all_about_an_indicator_is_one_key_and_back() {
    let mut driver = Driver::practice();
    to_rubric(&mut driver);
    driver.keys("jjjw");
    let Screen::Reading(reading) = driver.top() else {
        panic!("nothing to read")
    };
    assert_eq!(reading.title, "Indicator RUB-D4");
    assert!(reading.lines.contains(&"  not rated".to_owned()));
    driver.keys("<esc>");
    assert_eq!(rubric(&driver).cursor, 3);
}

#[test]
fn what_is_still_due_adds_up_to_the_figures_of_the_round() {
    let mut driver = Driver::practice();
    driver.keys("12cY");
    let lines = signals(&driver).lines(driver.desk());
    let due = lines
        .iter()
        .filter(|line| matches!(line.kind, SignalKind::Due(_)));
    let (open, of) = due.fold((0, 0), |(open, of), line| (open + line.have, of + line.of));
    let seats = driver.desk().seats.iter();
    let (done, due) = seats.fold((0, 0), |(done, due), seat| {
        (done + seat.figure.done, due + seat.figure.due)
    });
    assert_eq!((open, of), (due - done, due));
}
