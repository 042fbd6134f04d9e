//! What the round shows.

use homeroom::view::Look;

use crate::{driver::Driver, picture};

fn rows(driver: &Driver, size: (u16, u16)) -> Vec<String> {
    let text = picture::text(&picture::draw(&driver.model, &Look::default(), size));
    text.lines().map(str::to_owned).collect()
}

#[test]
fn all_22_students_are_in_sight_on_80_by_24() {
    let driver = Driver::practice();
    let rows = rows(&driver, (80, 24));
    assert_eq!(driver.desk().seats.len(), 22);
    for (row, seat) in rows[1..23].iter().zip(&driver.desk().seats) {
        let begins: String = seat.name.chars().take(6).collect();
        assert!(row[2..].starts_with(&begins), "{row}");
    }
}

#[test]
fn promise_and_last_note_stay_in_sight_while_a_note_is_written() {
    for keys in ["e", "p", "m", "?", ":"] {
        let mut driver = Driver::practice();
        driver.keys(keys);
        let text = rows(&driver, (80, 24)).join("\n");
        assert!(
            text.contains("PROMISED by 5 Oct") && text.contains("LAST NOTE 16 Sep"),
            "{keys}"
        );
    }
}

#[test]
fn a_tick_shows_at_its_place_and_every_other_row_stays() {
    let mut driver = Driver::practice();
    let before = rows(&driver, (80, 24));
    driver.keys("1");
    let after = rows(&driver, (80, 24));
    let changed: Vec<usize> = (1..23).filter(|at| before[*at] != after[*at]).collect();
    assert!(changed.len() <= 3, "{changed:?}");
    assert!(after.iter().any(|row| row.contains("1 [x]")));
}

#[test]
fn the_cursor_stays_in_sight_wherever_it_goes() {
    for size in [(80, 24), (40, 12), (20, 6)] {
        let mut driver = Driver::practice();
        for key in "jjjjjjjjjjjjjjjjjjjjjjjjgGkkkkkk".chars() {
            driver.keys(&key.to_string());
            let begins: String = driver.cursor().chars().take(5).collect();
            let rows = rows(&driver, size);
            let marked = rows.iter().find(|row| row.chars().nth(1) == Some('>'));
            assert!(marked.is_some_and(|row| row.contains(&begins)), "{rows:?}");
        }
    }
}

#[test]
fn the_saved_time_is_that_of_the_last_commit_and_never_a_hope() {
    let mut driver = Driver::practice();
    let head = |driver: &Driver| rows(driver, (80, 24))[0].clone();
    assert!(!head(&driver).contains("sav"));
    driver.keys("c");
    assert!(head(&driver).ends_with("saved 10:00"));
    driver.hold_saves = true;
    driver.minutes(3).keys("c");
    assert!(head(&driver).ends_with("saving"));
}

#[test]
fn undo_and_help_are_the_last_hints_to_go() {
    let driver = Driver::practice();
    for width in 20..100 {
        let foot = rows(&driver, (width, 24)).pop().unwrap();
        assert!(
            foot.contains("u undo") && foot.ends_with("? help"),
            "{width}: {foot}"
        );
    }
}

#[test]
fn everything_in_the_header_fits_or_goes_in_order() {
    let mut driver = Driver::practice();
    driver.keys("ca");
    let head = |width| rows(&driver, (width, 24))[0].clone();
    assert!(head(100).contains("s each"));
    let narrow = head(70);
    assert!(!narrow.contains("s each") && narrow.contains("to go") && narrow.contains("saved"));
    assert!(head(60).contains("to go") && !head(60).contains("absent"));
}
