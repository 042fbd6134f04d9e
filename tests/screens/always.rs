//! What holds for every screen.

use homeroom::{
    app::access::{Access, Why},
    theme::{Role, builtin},
    view::{LEAST_COLUMNS, LEAST_ROWS, Look},
};
use proptest::prelude::*;
use ratatui::style::Color;

use crate::{
    counts::SIZES_OF_SCREENS,
    driver::Driver,
    picture::{self, Picture},
    scenes,
};

const SIZE: (u16, u16) = (80, 24);

fn ascii() -> Look {
    Look {
        ascii: true,
        ..Look::default()
    }
}

fn uncolored() -> Look {
    Look {
        color: false,
        ..Look::default()
    }
}

#[test]
fn without_color_every_screen_says_the_same() {
    for scene in scenes::all() {
        let plain = picture::draw(&scene.driver.model, &uncolored(), SIZE);
        let colored = picture::draw(&scene.driver.model, &Look::default(), SIZE);
        assert_eq!(
            picture::text(&plain),
            picture::text(&colored),
            "{}",
            scene.name
        );
        let has_color = |p: &Picture| {
            let cells = &p.buffer.content;
            cells
                .iter()
                .any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset)
        };
        assert!(!has_color(&plain), "{}", scene.name);
    }
}

#[test]
fn the_high_contrast_theme_paints_every_cell_and_says_the_same() {
    let look = Look {
        theme: builtin::named("high-contrast").unwrap(),
        ..Look::default()
    };
    for scene in scenes::all() {
        let high = picture::draw(&scene.driver.model, &look, SIZE);
        let usual = picture::draw(&scene.driver.model, &Look::default(), SIZE);
        assert_eq!(
            picture::text(&high),
            picture::text(&usual),
            "{}",
            scene.name
        );
        let bare = high
            .buffer
            .content
            .iter()
            .filter(|cell| cell.bg == Color::Reset)
            .count();
        assert_eq!(bare, 0, "{}", scene.name);
    }
}

#[test]
fn in_ascii_every_screen_says_the_same() {
    for scene in scenes::all() {
        let usual = picture::text(&picture::draw(&scene.driver.model, &Look::default(), SIZE));
        let ascii = picture::text(&picture::draw(&scene.driver.model, &ascii(), SIZE));
        let told: String = usual
            .chars()
            .map(|c| match c {
                '─' => '-',
                '│' => '|',
                '…' => '~',
                '“' | '”' => '"',
                other => other,
            })
            .collect();
        assert_eq!(ascii, told, "{}", scene.name);
        let foreign = |c: &char| !c.is_ascii() && !c.is_alphabetic();
        assert_eq!(ascii.chars().find(foreign), None, "{}", scene.name);
    }
}

#[test]
fn the_cursor_of_the_terminal_stands_where_the_keys_go() {
    for scene in scenes::all() {
        for size in [SIZE, (40, 12), (LEAST_COLUMNS, LEAST_ROWS), (120, 40)] {
            let picture = picture::draw(&scene.driver.model, &Look::default(), size);
            let at = picture
                .cursor
                .unwrap_or_else(|| panic!("{} at {size:?}", scene.name));
            assert!(at.x < size.0 && at.y < size.1, "{} at {size:?}", scene.name);
        }
    }
}

/// Pages that have no line to go to: the cursor stands where reading begins.
const WITHOUT_LINES: [&str; 12] = [
    "blank",
    "gate-damaged",
    "gate-key",
    "glance-empty",
    "glance-progress",
    "glance-year",
    "graduates",
    "keys-recovery",
    "round-empty",
    "turned",
    "unsaved",
    "student-portfolio",
];

#[test]
fn the_cursor_of_the_terminal_stands_on_the_line_or_in_the_field_that_has_the_keys() {
    let mut tried = 0;
    for scene in scenes::all() {
        for size in [SIZE, (40, 12)] {
            let picture = picture::draw(&scene.driver.model, &picture::roles(), size);
            let at = picture
                .cursor
                .unwrap_or_else(|| panic!("{} at {size:?}", scene.name));
            let role = picture::role(&picture, (at.x, at.y));
            let is_on = matches!(role, Some(Role::Cursor | Role::FieldFocus));
            let is_focus = |at| {
                matches!(
                    picture::role(&picture, at),
                    Some(Role::Cursor | Role::FieldFocus)
                )
            };
            let cells = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
            let has_focus = cells.into_iter().any(is_focus);
            assert!(
                is_on || (!has_focus && WITHOUT_LINES.contains(&scene.name)),
                "{} at {size:?}: {role:?} at {at:?}\n{}",
                scene.name,
                picture::text(&picture)
            );
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
}

/// Where a line is cut on a narrow screen, its whole stands below when the cursor comes to it.
#[test]
fn at_twice_the_size_the_whole_of_a_line_can_be_read() {
    let places = [
        ("timeline", "ticked learning goals"),
        ("signals", "Grade 6 begun (no 90-day date yet)"),
        ("items-rules", "Required courses, electives"),
        ("items-places", "https://www.bls.gov/ooh/"),
        ("help", "Talked: note it and go to the next not yet seen."),
        ("palette", "the group at a glance"),
        ("rubric", "Students, teachers, families and advisers"),
        ("student-checklist", "three to ten options after graduation"),
        ("round-detail", "careers updated after asking those in them"),
        ("rollover", "stays in grade 9"),
        ("pick", "Get into a two-year welding program"),
        (
            "note-refused",
            "That is no day: try fri, 3d, 2w, 14 oct or 10/14.",
        ),
        ("note", "a prefix becomes a stock phrase"),
        ("graduates", "sends graduates here."),
        ("round-empty", "reads a class list."),
        ("answers-form", "help me decide what to do next"),
        (
            "not-saved",
            "Make room on the disk; Homeroom goes on trying.",
        ),
        ("gate-damaged", "is missing then."),
        (
            "signals-due",
            "list of hobbies, activities and awards begun",
        ),
    ];
    for (name, wanted) in places {
        let scene = scenes::all().into_iter().find(|scene| scene.name == name);
        let mut driver = scene.unwrap().driver;
        let mut seen = Vec::new();
        for _ in 0..8 {
            let text = picture::text(&picture::draw(&driver.model, &Look::default(), (40, 12)));
            let words: Vec<&str> = text.split_whitespace().collect();
            seen.push(words.join(" "));
            driver.keys(if name == "timeline" { "j" } else { "<down>" });
        }
        assert!(
            seen.iter().any(|text| text.contains(wanted)),
            "{name}: {wanted}\n{}",
            seen.join("\n")
        );
    }
}

#[test]
fn practice_is_said_on_every_screen_of_the_practice_group() {
    for scene in scenes::all() {
        let practice = scene
            .driver
            .model
            .desk
            .as_ref()
            .is_some_and(|desk| desk.practice);
        if practice && scene.name != "blank" {
            let text = picture::text(&picture::draw(&scene.driver.model, &Look::default(), SIZE));
            assert!(text.contains("PRACTICE"), "{}", scene.name);
        }
    }
}

#[test]
fn a_book_that_can_only_be_read_says_so_on_every_screen() {
    for mut scene in scenes::all() {
        if scene.name == "blank" {
            continue;
        }
        let place = "/media/stick/book.homeroom".to_owned();
        let backup = "Oct 13, 2026, 16:42".to_owned();
        for why in [Why::Protected(place), Why::Backup(backup)] {
            scene.driver.model.access = Access::Reading(why);
            for (size, said) in [
                (SIZE, "othing can be saved here"),
                ((40, 12), "READ ONLY: "),
                ((LEAST_COLUMNS, LEAST_ROWS), "READ ONLY"),
            ] {
                let picture = picture::draw(&scene.driver.model, &Look::default(), size);
                let text = picture::text(&picture);
                assert!(text.contains(said), "{} at {size:?}\n{text}", scene.name);
            }
        }
    }
}

#[test]
fn other_eyes_see_one_student_and_nothing_that_was_noted() {
    let mut driver = Driver::practice();
    driver.keys("jc/bell<enter>o");
    for size in [SIZE, (120, 40), (40, 12)] {
        for keys in ["", "u"] {
            driver.keys(keys);
            let text = picture::text(&picture::draw(&driver.model, &Look::default(), size));
            let desk = driver.desk();
            for student in desk.book.students.values() {
                let is_shown = text.contains(student.name.last.as_str());
                assert_eq!(is_shown, student.name.last.as_str() == "Bell", "{text}");
                for entry in desk.book.plan(student.id).check_ins() {
                    let note = entry.note.as_str();
                    assert!(note.is_empty() || !text.contains(note), "{note}");
                    let next = entry.next.as_ref().map_or("", |next| next.text.as_str());
                    assert!(next.is_empty() || !text.contains(next), "{next}");
                }
            }
        }
    }
}

#[test]
fn the_blank_page_names_nobody() {
    let mut driver = Driver::practice();
    driver.keys("cb");
    let text = picture::text(&picture::draw(&driver.model, &Look::default(), SIZE));
    let words: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(words, ["Homeroom", "any", "key"]);
}

#[test]
fn what_is_typed_cannot_leave_its_cells() {
    let mut driver = Driver::practice();
    driver.keys("e");
    driver
        .types("\u{202e}evil\u{200b}\u{feff}\u{e0041} e")
        .types(&"\u{301}".repeat(200));
    let picture = picture::draw(&driver.model, &Look::default(), SIZE);
    for cell in &picture.buffer.content {
        let symbol = cell.symbol();
        assert!(symbol.chars().count() <= 9, "{symbol:?}");
        assert!(
            symbol.chars().all(homeroom::domain::text::safe_char),
            "{symbol:?}"
        );
    }
}

#[test]
fn the_blank_page_names_nobody_wherever_it_was_asked_for() {
    let mut tried = 0;
    for scene in scenes::all() {
        let mut driver = scene.driver;
        if driver.model.desk.is_none() || scene.name == "blank" {
            continue;
        }
        driver.keys("<f9>");
        for size in [SIZE, (120, 40), (40, 12)] {
            let text = picture::text(&picture::draw(&driver.model, &Look::default(), size));
            let words: Vec<&str> = text.split_whitespace().collect();
            assert_eq!(words, ["Homeroom", "any", "key"], "{}", scene.name);
        }
        tried += 1;
    }
    assert!(tried >= 40, "{tried}");
}

#[test]
fn every_screen_is_drawn_in_every_size() {
    let widths = [
        0, 1, 2, 7, 19, 20, 39, 40, 41, 60, 79, 80, 81, 100, 132, 200, 255, 300, 400, 500,
    ];
    let heights = [0, 1, 2, 5, 6, 11, 12, 13, 23, 24, 25, 40, 60, 100, 200];
    let scenes = scenes::all();
    let mut drawn = 0;
    for (at, scene) in scenes.iter().enumerate() {
        for size in 0..SIZES_OF_SCREENS.times() {
            // All corners for each screen, and of the sizes between a different share for each.
            let size = match size {
                0 => (1, 1),
                1 => (500, 200),
                2 => (0, 0),
                3 => (500, 1),
                4 => (1, 200),
                other => (
                    widths[(other * 7 + at) % widths.len()],
                    heights[(other * 4 + at / widths.len()) % heights.len()],
                ),
            };
            picture::draw(&scene.driver.model, &Look::default(), size);
            drawn += 1;
        }
    }
    assert!(drawn >= 1500, "{drawn}");
    println!("{} screens, {drawn} pictures", scenes.len());
}

#[test]
fn every_small_size_is_drawn() {
    for scene in scenes::all() {
        for width in 0..=26 {
            for height in 0..=9 {
                picture::draw(&scene.driver.model, &Look::default(), (width, height));
            }
        }
    }
}

const KEYS: &[&str] = &[
    "j", "k", "G", "g", "c", "a", "s", "1", "3", "9", "<tab>", "<space>", "v", "<enter>", "<esc>",
    "e", "p", "m", "x", "w", "r", "t", "o", "b", "/", ":", "?", "f", "d", "+", "u", "<c-r>", "i",
    "an", "李", "\u{202e}", "<left>", "<home>", "<bs>", "q", "[", "-", "y", "<right>", "<btab>",
    "]", "Y",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_pressed_every_size_is_drawn(
        keys in prop::collection::vec(prop::sample::select(KEYS), 0..40),
        width in 0_u16..140,
        height in 0_u16..50,
    ) {
        let mut driver = Driver::practice();
        for key in keys {
            driver.keys(key);
            picture::draw(&driver.model, &Look::default(), (width, height));
        }
        picture::draw(&driver.model, &ascii(), (width, height));
    }
}
