//! What the surroundings say about how the program should look: colors, letters.
//!
//! Read once at the start; the theme that was chosen is kept in a small file of this account. Must not know what is drawn.

use std::{
    env, fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use directories::ProjectDirs;

use crate::{
    keys::{self, Keymap},
    store::files,
    theme::builtin,
    view::Look,
};

/// A settings file that is longer than this is not read.
const LONGEST_FILE: u64 = 16 * 1024;

/// By the theme that is asked for or else was kept, by `NO_COLOR`, and by the letters that this account's language setting
/// can show. A name that no theme has means the default.
pub fn look(theme: Option<&str>) -> Look {
    let kept = || theme_in(&text_of(&file()?).ok()?);
    let name = theme.map(str::to_owned).or_else(kept);
    let theme = name.and_then(|name| builtin::named(&name));
    let color = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    Look {
        color,
        ascii: !shows_unicode(["LC_ALL", "LC_CTYPE", "LANG"].map(|name| env::var(name).ok())),
        theme: theme.unwrap_or_default(),
    }
}

/// The keys: those that come along, with what the file `keys.toml` beside the settings says instead. What should be said
/// about that file, if anything.
pub fn keymap() -> (Keymap, Option<String>) {
    let file = file().map(|file| file.with_file_name("keys.toml"));
    let text = file.and_then(|file| text_of_at_most(&file, keys::file::MAX_BYTES as u64 + 1).ok());
    let Some(text) = text else {
        return (Keymap::default(), None);
    };
    match keys::file::changed(&keys::default::table(), &text) {
        Ok(keys) => {
            let said = keys
                .warnings
                .first()
                .map(|warning| format!("keys.toml: {warning}"));
            (Keymap::new(&keys.rows), said)
        }
        Err(fault) => (Keymap::default(), Some(fault)),
    }
}

/// Where the settings of this account on this machine lie.
fn file() -> Option<PathBuf> {
    let folders = ProjectDirs::from("", "", "homeroom")?;
    Some(folders.config_dir().join("settings.toml"))
}

fn text_of(file: &Path) -> io::Result<String> {
    text_of_at_most(file, LONGEST_FILE)
}

fn text_of_at_most(file: &Path, longest: u64) -> io::Result<String> {
    let mut text = String::new();
    fs::File::open(file)?
        .take(longest)
        .read_to_string(&mut text)?;
    Ok(text)
}

/// The theme that a settings file names.
fn theme_in(text: &str) -> Option<String> {
    let table: toml::Table = text.parse().ok()?;
    Some(table.get("theme")?.as_str()?.to_owned())
}

/// Keeps a theme for the next start. What to say about it.
pub(super) fn keep_theme(name: &str) -> Result<String, String> {
    let Some(file) = file() else {
        return Err(format!(
            "Shown in {name} now. The system does not say where to keep that for the next start."
        ));
    };
    write(&file, name)
        .map(|()| format!("Shown in {name} from now on, on this machine."))
        .map_err(|error| format!("Shown in {name} now, but not kept for the next start ({error})."))
}

/// The old file or the new one, never a half.
fn write(file: &Path, theme: &str) -> io::Result<()> {
    let old = text_of(file).unwrap_or_default();
    let new = file.with_extension("new");
    files::make_private(&new, with_theme(&old, theme).as_bytes())?;
    fs::rename(new, file)
}

/// The settings with another theme; other lines stay as they are.
fn with_theme(old: &str, theme: &str) -> String {
    let is_theme = |line: &&str| {
        line.split_once('=')
            .is_some_and(|(key, _)| key.trim() == "theme")
    };
    let others = old.lines().filter(|line| !is_theme(line));
    let line = format!("theme = \"{theme}\"");
    let lines: Vec<&str> = std::iter::once(line.as_str()).chain(others).collect();
    lines.join("\n") + "\n"
}

/// The first setting that says something decides, as everywhere on such systems.
fn shows_unicode(settings: [Option<String>; 3]) -> bool {
    if cfg!(windows) {
        return true;
    }
    let decides = settings
        .into_iter()
        .flatten()
        .find(|setting| !setting.is_empty());
    decides.is_some_and(|setting| {
        let setting = setting.to_ascii_lowercase();
        setting.contains("utf-8") || setting.contains("utf8")
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_kept_and_other_settings_stay() {
        let text = with_theme("theme = \"plain\"\nother = 3\n", "high-contrast");
        assert_eq!(text, "theme = \"high-contrast\"\nother = 3\n");
        assert_eq!(theme_in(&text).as_deref(), Some("high-contrast"));
    }

    #[test]
    fn a_settings_file_can_do_nothing_but_be_wrong() {
        for wrong in [
            "",
            "theme",
            "theme = 3",
            "[theme]",
            "theme = [",
            "\u{0}\u{1b}[31m",
        ] {
            assert_eq!(theme_in(wrong), None, "{wrong:?}");
        }
        let unknown = theme_in("theme = \"../../etc/passwd\"").unwrap();
        assert_eq!(builtin::named(&unknown), None);
    }

    fn says(all: &str, ctype: &str, lang: &str) -> bool {
        shows_unicode([all, ctype, lang].map(|setting| Some(setting.to_owned())))
    }

    #[test]
    fn the_first_setting_that_says_something_decides() {
        assert!(says("", "", "en_US.UTF-8"));
        assert!(says("C.utf8", "", "C"));
        assert!(!says("C", "", "en_US.UTF-8"));
        assert!(!says("", "", ""));
    }
}
