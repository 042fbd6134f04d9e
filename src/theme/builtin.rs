//! The themes that come along. The default is constant data; a test holds it equal to its file under `themes/`.

use ratatui::style::{Color, Modifier, Style};

use super::{Role, Theme, file};

/// The terminal's own colors, bold and reverse: readable on light and on dark. No color stands on the terminal's own
/// background, as none is readable on every one of them; where color helps, it is a background with black on it. Grounds of
/// states that stand side by side differ for color-blind people too: yellow and green do not, so seen is cyan.
pub const DEFAULT: Theme = Theme::blank()
    .with(Role::Heading, BOLD)
    .with(Role::Header, REVERSED)
    .with(Role::Cursor, REVERSED)
    .with(Role::Selected, BOLD)
    .with(Role::Promise, on(Color::Yellow))
    .with(Role::Seen, on(Color::Cyan))
    .with(Role::DayFew, on(Color::Gray))
    .with(Role::DayMany, on(Color::Green))
    .with(Role::NeedsHelp, BOLD)
    .with(Role::Key, BOLD)
    .with(Role::NoticeDone, BOLD)
    .with(Role::NoticeRefused, BOLD)
    .with(Role::NoticeAlarm, on(Color::Yellow))
    .with(Role::FieldFocus, BOLD)
    .with(Role::Practice, on(Color::Cyan))
    .with(
        Role::Unsaved,
        on(Color::Yellow).add_modifier(Modifier::BOLD),
    );

/// Without any color: bold and reverse only.
pub const PLAIN: Theme = Theme::blank()
    .with(Role::Heading, BOLD)
    .with(Role::Header, REVERSED)
    .with(Role::Cursor, REVERSED)
    .with(Role::Selected, BOLD)
    .with(Role::Promise, BOLD)
    .with(Role::DayMany, BOLD)
    .with(Role::NeedsHelp, BOLD)
    .with(Role::Key, BOLD)
    .with(Role::NoticeDone, BOLD)
    .with(Role::NoticeRefused, BOLD)
    .with(Role::NoticeAlarm, REVERSED)
    .with(Role::FieldFocus, BOLD)
    .with(Role::Practice, BOLD)
    .with(Role::Unsaved, BOLD);

const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);
const REVERSED: Style = Style::new().add_modifier(Modifier::REVERSED);

const fn on(background: Color) -> Style {
    Style::new().fg(Color::Black).bg(background)
}

/// Names and files of the themes that come along.
pub const FILES: &[(&str, &str)] = &[
    ("default", include_str!("../../themes/default.toml")),
    (
        "high-contrast",
        include_str!("../../themes/high-contrast.toml"),
    ),
    ("plain", include_str!("../../themes/plain.toml")),
];

/// The names of the themes that come along.
pub fn names() -> Vec<&'static str> {
    FILES.iter().map(|(name, _)| *name).collect()
}

/// The theme with this name; `None` when there is none.
pub fn named(name: &str) -> Option<Theme> {
    match name {
        "default" => Some(DEFAULT),
        "plain" => Some(PLAIN),
        _ => {
            let (_, text) = FILES.iter().find(|(known, _)| *known == name)?;
            let patch = file::parse(text).ok()?;
            Some(Theme::blank().patched(&patch))
        }
    }
}
