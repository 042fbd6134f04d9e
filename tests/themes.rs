//! Themes: every pair of colors can be read, and no state is told by its color alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod driver;

use driver::Driver;
use homeroom::{
    app::{action::Action, effect::Effect},
    theme::{Role, builtin, color},
    view::{self, Look},
};
use ratatui::{Terminal, backend::TestBackend, style::Color};

/// The least contrast of text on its background in a theme.
fn least(name: &str) -> f64 {
    if name == "high-contrast" { 7.0 } else { 4.5 }
}

#[test]
fn every_pair_of_every_theme_can_be_read() {
    for name in builtin::names() {
        let theme = builtin::named(name).unwrap();
        for role in Role::ALL {
            let style = theme.style(*role);
            let pair = (style.fg.unwrap_or_default(), style.bg.unwrap_or_default());
            match color::contrast(pair.0, pair.1) {
                Some(contrast) => {
                    assert!(
                        contrast >= least(name),
                        "{name} {}: {contrast}",
                        role.name()
                    );
                }
                // One of them is the terminal's own: then both have to be, since nobody knows what it is.
                None => assert_eq!(pair, (Color::Reset, Color::Reset), "{name} {}", role.name()),
            }
        }
    }
}

#[test]
fn the_default_and_the_plain_theme_leave_the_terminal_its_own_ground() {
    for name in ["default", "plain"] {
        let text = builtin::named(name).unwrap().style(Role::Text);
        assert_eq!((text.fg, text.bg), (None, None), "{name}");
    }
}

fn rows(driver: &Driver, look: &Look) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal
        .draw(|frame| view::draw(&driver.model, look, frame))
        .unwrap();
    let cells = &terminal.backend().buffer().content;
    let row =
        |row: &[ratatui::buffer::Cell]| row.iter().map(ratatui::buffer::Cell::symbol).collect();
    cells.chunks(80).map(row).collect()
}

#[test]
fn every_state_in_the_round_has_a_sign_or_a_word_of_its_own() {
    let mut driver = Driver::practice();
    driver.keys("cas");
    for ascii in [false, true] {
        let look = Look {
            color: false,
            ascii,
            ..Look::default()
        };
        let rows = rows(&driver, &look);
        let sign = |name: &str| {
            let listed = |row: &&String| row.chars().take(20).collect::<String>().contains(name);
            let row = rows.iter().find(listed).unwrap();
            row.chars().next().unwrap()
        };
        let signs = ["Eads", "Ames", "elik", "Tembo", "Diaz"].map(sign);
        assert_eq!(signs, ['v', 'x', '~', '!', ' ']);
        assert!(
            rows.iter()
                .any(|row| row.contains("Ames") && row.contains("absent"))
        );
        assert!(
            rows.iter()
                .any(|row| row.contains("elik") && row.contains("later"))
        );
    }
}

#[test]
fn the_palette_offers_the_themes_and_says_why_not_without_colors() {
    let mut driver = Driver::practice();
    driver.keys(":").types("theme").keys("<enter>");
    assert!(
        driver.notice().starts_with("Nothing to choose"),
        "{}",
        driver.notice()
    );
    let mut driver = Driver::practice();
    driver.model.themes = builtin::names();
    driver
        .keys(":")
        .types(Action::Theme.name())
        .keys("<enter>2");
    assert!(matches!(
        driver.effects.last(),
        Some(Effect::UseTheme("high-contrast"))
    ));
}
