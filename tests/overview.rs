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
    app::screen::{Screen, signals::Signals},
    domain::signals::SignalKind,
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
