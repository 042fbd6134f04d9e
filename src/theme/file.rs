//! A theme file: TOML to a patch, with everything that is odd in it as a warning.
//!
//! ```toml
//! [roles.cursor]
//! fg = "black"
//! bg = "#ffcc00"
//! bold = true
//! ```
//!
//! A role takes `fg`, `bg`, `bold`, `underline` and `reverse`; what it does not say it takes from the role `text`. A pair
//! of colors that cannot be read well is refused, unless the file says `allow-low-contrast = true`.

use ratatui::style::{Color, Modifier, Style};
use toml::{Table, Value};

use super::{
    Role,
    color::{self, LEAST_CONTRAST},
};

/// The largest file that is read, in bytes: many times what every role needs.
pub const MAX_BYTES: usize = 64 * 1024;

/// The most sentences about what was not understood.
pub const MAX_WARNINGS: usize = 20;

/// Letters of a key that are shown in such a sentence.
const SHOWN: usize = 40;

/// What a theme file changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Patch {
    base: Style,
    roles: Vec<(Role, Style)>,
    /// What was not understood, one sentence each; the rest of the file holds.
    pub warnings: Vec<String>,
}

impl Patch {
    /// The styles that the file sets: all of them when it sets that of plain text.
    pub fn styles(&self) -> impl Iterator<Item = (Role, Style)> {
        let everything = self.base != Style::new();
        Role::ALL.iter().filter_map(move |role| {
            let own = self
                .roles
                .iter()
                .find(|(r, _)| r == role)
                .map(|(_, style)| *style);
            let shown = everything || own.is_some();
            shown.then(|| (*role, self.base.patch(own.unwrap_or_default())))
        })
    }
}

/// Why a theme file is not used, with the line where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeError {
    /// Counted from 1.
    pub line: Option<usize>,
    /// One sentence.
    pub reason: String,
}

/// Reads a theme file.
///
/// # Errors
///
/// When it is no TOML, or a pair of colors cannot be read well.
pub fn parse(text: &str) -> Result<Patch, ThemeError> {
    if text.len() > MAX_BYTES {
        return Err(ThemeError {
            line: None,
            reason: format!(
                "The file is too large: at most {} KiB are read.",
                MAX_BYTES / 1024
            ),
        });
    }
    let table: Table = text.parse().map_err(|error| not_toml(text, &error))?;
    let mut patch = Patch::default();
    let mut allow_low_contrast = false;
    for (key, value) in &table {
        match (key.as_str(), value) {
            ("name", Value::String(_)) => {}
            ("allow-low-contrast" | "allow_low_contrast", Value::Boolean(allow)) => {
                allow_low_contrast = *allow;
            }
            ("roles", Value::Table(roles)) => read_roles(roles, &mut patch),
            _ => patch.warnings.push(format!(
                "\"{}\" is not known here and was left out.",
                shown(key)
            )),
        }
    }
    patch.warnings.truncate(MAX_WARNINGS);
    if !allow_low_contrast {
        check_contrast(&patch)?;
    }
    Ok(patch)
}

fn not_toml(text: &str, error: &toml::de::Error) -> ThemeError {
    let before = error.span().and_then(|span| text.get(..span.start));
    ThemeError {
        line: before.map(|before| before.matches('\n').count() + 1),
        reason: safe(error.message()),
    }
}

/// The beginning of a key as it can be said: a file may hold letters that steer a terminal.
fn shown(key: &str) -> String {
    safe(&key.chars().take(SHOWN).collect::<String>())
}

/// Names of roles and colors are plain letters; everything else is shown as a replacement.
fn safe(said: &str) -> String {
    let plain = |c: char| match c {
        '\n' => ' ',
        c if c == ' ' || c.is_ascii_graphic() => c,
        _ => '\u{fffd}',
    };
    said.chars().map(plain).collect()
}

fn read_roles(roles: &Table, patch: &mut Patch) {
    for (name, value) in roles {
        let (Some(role), Value::Table(keys)) = (Role::named(name), value) else {
            let warning = format!("There is no role \"{}\"; it was left out.", shown(name));
            patch.warnings.push(warning);
            continue;
        };
        let style = read_style(name, keys, &mut patch.warnings);
        if role == Role::Text {
            patch.base = style;
        } else {
            patch.roles.push((role, style));
        }
    }
}

fn read_style(role: &str, keys: &Table, warnings: &mut Vec<String>) -> Style {
    let mut style = Style::new();
    for (key, value) in keys {
        let color = value.as_str().and_then(color::parse);
        match (key.as_str(), color, value) {
            ("fg", Some(color), _) => style = style.fg(color),
            ("bg", Some(color), _) => style = style.bg(color),
            ("bold", _, Value::Boolean(on)) => style = modified(style, Modifier::BOLD, *on),
            ("underline", _, Value::Boolean(on)) => {
                style = modified(style, Modifier::UNDERLINED, *on);
            }
            ("reverse", _, Value::Boolean(on)) => style = modified(style, Modifier::REVERSED, *on),
            _ => warnings.push(format!(
                "\"{}\" of role \"{role}\" is not understood and was left out.",
                shown(key)
            )),
        }
    }
    style
}

fn modified(style: Style, modifier: Modifier, on: bool) -> Style {
    if on {
        style.add_modifier(modifier)
    } else {
        style.remove_modifier(modifier)
    }
}

fn check_contrast(patch: &Patch) -> Result<(), ThemeError> {
    for (role, style) in patch.styles() {
        let (text, background) = (style.fg.unwrap_or_default(), style.bg.unwrap_or_default());
        let name = role.name();
        let why = match contrast_of(text, background) {
            Some(contrast) if contrast < LEAST_CONTRAST => {
                format!("their contrast is {contrast:.1}, and {LEAST_CONTRAST} is needed")
            }
            // Nobody knows what the terminal's own colors are.
            None if (text, background) != (Color::Reset, Color::Reset) => {
                "one of them is the terminal's own; set both, \"fg\" and \"bg\"".to_owned()
            }
            _ => continue,
        };
        return Err(ThemeError {
            line: None,
            reason: format!(
                "The colors of \"{name}\" may not be readable: {why}. \"allow-low-contrast = true\" uses them all the same."
            ),
        });
    }
    Ok(())
}

fn contrast_of(text: Color, background: Color) -> Option<f64> {
    color::contrast(text, background)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{Theme, builtin};

    #[test]
    fn a_role_takes_from_plain_text_what_it_does_not_say() {
        let file = "[roles]\ntext = { fg = \"white\", bg = \"black\" }\nkey = { bold = true }\n";
        let theme = Theme::blank().patched(&parse(file).unwrap());
        let expected = Style::new()
            .fg(Color::White)
            .bg(Color::Black)
            .add_modifier(Modifier::BOLD);
        assert_eq!(theme.style(Role::Key), expected);
    }

    #[test]
    fn what_is_not_understood_is_said_and_the_rest_holds() {
        let file =
            "size = 3\n[roles]\nkye = { bold = true }\nkey = { bold = true, fg = \"mauve\" }\n";
        let patch = parse(file).unwrap();
        assert_eq!(patch.warnings.len(), 3, "{:?}", patch.warnings);
        let bold = Style::new().add_modifier(Modifier::BOLD);
        assert_eq!(Theme::blank().patched(&patch).style(Role::Key), bold);
    }

    #[test]
    fn a_fault_names_its_line() {
        assert_eq!(parse("[roles]\nkey = {\n").unwrap_err().line, Some(2));
    }

    #[test]
    fn colors_that_cannot_be_read_are_refused_unless_allowed() {
        let file = "[roles]\ncursor = { fg = \"gray\", bg = \"white\" }\n";
        assert!(parse(file).unwrap_err().reason.contains("cursor"));
        assert!(parse(&format!("allow-low-contrast = true\n{file}")).is_ok());
    }

    #[test]
    fn every_theme_that_comes_along_reads_without_a_warning_and_names_every_role_it_needs() {
        for (name, text) in builtin::FILES {
            assert_eq!(
                parse(text).unwrap().warnings,
                Vec::<String>::new(),
                "{name}"
            );
        }
    }

    #[test]
    fn the_constant_themes_equal_their_files() {
        for name in ["default", "plain"] {
            let (_, text) = builtin::FILES.iter().find(|(n, _)| *n == name).unwrap();
            let read = Theme::blank().patched(&parse(text).unwrap());
            assert_eq!(builtin::named(name), Some(read), "{name}");
        }
    }

    #[test]
    fn high_contrast_means_seven_to_one_in_every_role() {
        let theme = builtin::named("high-contrast").unwrap();
        for role in Role::ALL {
            let style = theme.style(*role);
            let pair = color::contrast(style.fg.unwrap(), style.bg.unwrap());
            assert!(pair.unwrap() >= 7.0, "{}: {pair:?}", role.name());
        }
    }
}
