//! What this account has set, and what the surroundings say, about how the program looks and which keys it takes.
//!
//! Read once at the start, from the account's folder for settings: `settings.toml`, which names a theme; `keys.toml`; and the
//! themes in the folder `themes`. Nothing in them can do more than be wrong: they name no file and no command, and what is
//! wrong is said. Must not know what is drawn.

use std::{
    env, fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use directories::ProjectDirs;
use toml::Table;

use crate::{
    domain::text::{Text, line_of},
    keys::{self, Keymap},
    store::files,
    theme::{Theme, builtin, file},
    view::Look,
};

/// A settings file that is longer than this is not read, in bytes.
const LONGEST_FILE: usize = 16 * 1024;

/// Themes of one's own that are looked at.
const MOST_THEMES: usize = 32;

/// How the program looks, and which keys it takes.
#[derive(Debug)]
pub struct Settings {
    /// Colors, letters, theme.
    pub look: Look,
    /// The keys.
    pub keymap: Keymap,
    /// What it can look like.
    pub themes: Themes,
    /// What is wrong in the files, one sentence each. What comes along holds there.
    pub faults: Vec<String>,
}

/// Every theme there is. One that comes along is read only when it is asked for, so that a start parses none in vain.
#[derive(Debug, Default)]
pub struct Themes {
    own: Vec<(String, Theme)>,
}

impl Themes {
    /// Those that come along, then the account's own by name.
    pub fn names(&self) -> Vec<&str> {
        let own = self.own.iter().map(|(name, _)| name.as_str());
        builtin::names().into_iter().chain(own).collect()
    }

    /// The theme with this name; `None` when there is none.
    pub fn named(&self, name: &str) -> Option<Theme> {
        let own = || self.own.iter().find(|(known, _)| known == name);
        builtin::named(name).or_else(|| own().map(|(_, theme)| theme.clone()))
    }
}

impl Settings {
    /// One sentence for the start, when something is wrong.
    pub fn warning(&self) -> Option<String> {
        let first = self.faults.first()?;
        Some(match self.faults.len() {
            1 => format!("In your settings: {first}."),
            more => format!(
                "In your settings: {first}, and {} more; `homeroom settings` shows them.",
                more - 1
            ),
        })
    }
}

/// By the theme that is asked for or else was kept, by `NO_COLOR`, and by the letters that this account's language setting
/// can show. A name that no theme has means the default.
pub fn read(asked: Option<&str>) -> Settings {
    let mut faults = Vec::new();
    let folder = folder();
    let table = folder
        .as_deref()
        .map(|folder| table_of(&folder.join(FILE), &mut faults))
        .unwrap_or_default();
    let themes = own_themes(folder.as_deref(), &mut faults);
    let kept = kept_theme(&table, &themes, &mut faults);
    let theme = asked.and_then(|name| themes.named(name)).or(kept);
    let color = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let look = Look {
        color,
        ascii: !shows_unicode(["LC_ALL", "LC_CTYPE", "LANG"].map(|name| env::var(name).ok())),
        theme: theme.unwrap_or_default(),
    };
    let keymap = keymap(folder.as_deref(), &mut faults);
    Settings {
        look,
        keymap,
        themes,
        faults,
    }
}

const FILE: &str = "settings.toml";
const KEYS: &str = "keys.toml";

/// Where the settings of this account on this machine lie; `None` when the system does not say.
pub fn folder() -> Option<PathBuf> {
    Some(
        ProjectDirs::from("", "", "homeroom")?
            .config_dir()
            .to_owned(),
    )
}

/// What a settings file says; nothing when there is none, or when it cannot be understood.
fn table_of(file: &Path, faults: &mut Vec<String>) -> Table {
    let text = match text_of(file, LONGEST_FILE) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Table::new(),
        Err(error) => {
            faults.push(format!("{FILE} cannot be read ({error})"));
            return Table::new();
        }
        Ok(text) => text,
    };
    understood(&text, faults)
}

fn understood(text: &str, faults: &mut Vec<String>) -> Table {
    let table: Table = text.parse().unwrap_or_else(|error: toml::de::Error| {
        let line = line_of(text, error.span().map_or(0, |span| span.start));
        faults.push(format!("{FILE}, line {line}: {}", said(error.message())));
        Table::new()
    });
    let unknown = table.keys().filter(|key| *key != "theme");
    faults.extend(unknown.map(|key| format!("{FILE}: nothing is set by \"{}\"", said(key))));
    table
}

fn text_of(file: &Path, longest: usize) -> io::Result<String> {
    let mut text = String::new();
    fs::File::open(file)?
        .take(longest as u64 + 1)
        .read_to_string(&mut text)?;
    if text.len() > longest {
        return Err(io::Error::other(format!(
            "it has more than {} KiB",
            longest / 1024
        )));
    }
    Ok(text)
}

/// What stands in a file, as it can be said; a name may have any letters.
fn said(words: &str) -> String {
    Text::new(&words.chars().take(60).collect::<String>()).to_string()
}

fn kept_theme(table: &Table, themes: &Themes, faults: &mut Vec<String>) -> Option<Theme> {
    let value = table.get("theme")?;
    let name = value.as_str().unwrap_or_default();
    let found = themes.named(name);
    if found.is_none() {
        faults.push(format!("{FILE}: there is no theme \"{}\"", said(name)));
    }
    found
}

/// The files of the account's own folder.
fn own_themes(folder: Option<&Path>, faults: &mut Vec<String>) -> Themes {
    let mut themes = Themes::default();
    let files = folder.map(|folder| files_in(&folder.join("themes")));
    for path in files.unwrap_or_default() {
        match own_theme(&path) {
            Ok(theme) => themes.own.push(theme),
            Err(fault) => faults.push(fault),
        }
    }
    themes
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .take(MOST_THEMES)
        .collect();
    files.sort();
    files
}

fn own_theme(path: &Path) -> Result<(String, Theme), String> {
    let stem = path
        .file_stem()
        .map(|name| name.to_string_lossy().into_owned());
    let name = stem.unwrap_or_default();
    let whose = format!("themes/{}.toml", said(&name));
    if builtin::names().contains(&name.as_str()) {
        return Err(format!("{whose}: a theme of that name comes along"));
    }
    let text = text_of(path, file::MAX_BYTES)
        .map_err(|error| format!("{whose} cannot be read ({error})"))?;
    let read = file::parse(&text).map_err(|error| {
        let line = error
            .line
            .map(|line| format!(", line {line}"))
            .unwrap_or_default();
        format!("{whose}{line}: {}", error.reason.trim_end_matches('.'))
    })?;
    match read.warnings.first() {
        Some(warning) => Err(format!("{whose}: {}", warning.trim_end_matches('.'))),
        None => Ok((said(&name), Theme::blank().patched(&read))),
    }
}

/// The keys that come along, with what the account's own file says instead.
fn keymap(folder: Option<&Path>, faults: &mut Vec<String>) -> Keymap {
    let text = folder.map(|folder| text_of(&folder.join(KEYS), keys::file::MAX_BYTES));
    match text {
        None => Keymap::default(),
        Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => Keymap::default(),
        Some(Err(error)) => {
            faults.push(format!("{KEYS} cannot be read ({error})"));
            Keymap::default()
        }
        Some(Ok(text)) => own_keys(&text, faults),
    }
}

fn own_keys(text: &str, faults: &mut Vec<String>) -> Keymap {
    let sentence = |said: &str| format!("{KEYS}: {}", said.trim_end_matches('.'));
    match keys::file::changed(&keys::default::table(), text) {
        Ok(keys) => {
            faults.extend(keys.warnings.iter().map(|warning| sentence(warning)));
            Keymap::new(&keys.rows)
        }
        Err(fault) => {
            faults.push(sentence(&fault));
            Keymap::default()
        }
    }
}

/// Keeps a theme for the next start. What to say about it.
pub(super) fn keep_theme(name: &str) -> Result<String, String> {
    let Some(file) = folder().map(|folder| folder.join(FILE)) else {
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
    let old = match text_of(file, LONGEST_FILE) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        read => read.unwrap_or_default(),
    };
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
    // Only above the first table: below, a line of that name belongs to the table.
    let above = old
        .lines()
        .take_while(|line| !line.trim_start().starts_with('['))
        .count();
    let others = old
        .lines()
        .enumerate()
        .filter(|(at, line)| *at >= above || !is_theme(line))
        .map(|(_, line)| line);
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
        let text = with_theme("theme = \"plain\"\n[later]\ntheme = 3\n", "high-contrast");
        assert_eq!(text, "theme = \"high-contrast\"\n[later]\ntheme = 3\n");
    }

    #[test]
    fn a_settings_file_can_do_nothing_but_be_wrong() {
        for (wrong, expected) in [
            ("theme", "line 1"),
            ("\n\ntheme = [", "line 3"),
            ("theme = 3", "there is no theme"),
            ("theme = \"../../etc/passwd\"", "there is no theme"),
            ("run = \"rm\"", "nothing is set by \"run\""),
            ("\"\\u001b[31m\" = 1", "nothing is set by \"\u{fffd}[31m\""),
        ] {
            let mut faults = Vec::new();
            let table = understood(wrong, &mut faults);
            let themes = Themes::default();
            assert_eq!(kept_theme(&table, &themes, &mut faults), None);
            let is_said = faults.iter().any(|fault| fault.contains(expected));
            assert!(is_said, "{wrong:?}: {faults:?}");
            assert!(
                faults.iter().all(|fault| !fault.contains(char::is_control)),
                "{faults:?}"
            );
        }
    }

    #[test]
    fn a_theme_of_ones_own_that_is_odd_is_left_out_and_said() {
        let folder = std::env::temp_dir().join(format!("homeroom-themes-{}", std::process::id()));
        fs::create_dir_all(folder.join("themes")).unwrap();
        for (name, text) in [
            (
                "night",
                "[roles]\ntext = { fg = \"white\", bg = \"black\" }\n",
            ),
            ("plain", ""),
            (
                "pale",
                "[roles]\ncursor = { fg = \"gray\", bg = \"white\" }\n",
            ),
            ("run", "command = \"rm\"\n"),
            ("vast", &"#".repeat(file::MAX_BYTES + 1)),
        ] {
            fs::write(
                folder.join("themes").join(name).with_extension("toml"),
                text,
            )
            .unwrap();
        }
        let mut faults = Vec::new();
        let themes = own_themes(Some(&folder), &mut faults);
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(themes.names().last(), Some(&"night"));
        for (fault, expected) in
            faults
                .iter()
                .zip(["may not be readable", "comes along", "command", "64 KiB"])
        {
            assert!(fault.contains(expected), "{faults:?}");
        }
        assert_eq!(faults.len(), 4);
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
