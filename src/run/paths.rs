//! Where the book lies, and what should be known about that place before a year of notes is put there.
//!
//! Used by the worker for the first start and by `cli`. Says only what the system tells for certain: memory that is gone
//! at the next start, a network, a stick.

mod ground;

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use directories::{BaseDirs, ProjectDirs};

use crate::{
    error::{Code, Error},
    store::files,
};

/// What a book is called when nobody gave it another name.
const NAME: &str = "book.homeroom";

/// How the name of every book ends.
const ENDING: &str = "homeroom";

/// The book of this account, whether it is there or not.
///
/// # Errors
/// The system does not say where the account keeps its data.
pub fn default_book() -> Result<PathBuf, Error> {
    let folders = ProjectDirs::from("", "", "homeroom").ok_or_else(|| {
        Error::new(
            "The system does not say where this account keeps its data.",
            Code::Failed,
        )
        .safe("Nothing was made or changed.")
        .todo("Name the file yourself: homeroom --book FILE")
    })?;
    Ok(folders.data_dir().join(NAME))
}

/// A place where a book lies or could lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// What should be known about it, one sentence each.
    pub warnings: Vec<String>,
    /// Something lies there already.
    pub exists: bool,
}

/// The file that was meant: from the home folder where it begins with `~`, without the quotes and backslashes that a
/// terminal puts around a dropped file, and in full.
pub fn typed(text: &str) -> PathBuf {
    let text = unquoted(text.trim());
    let below_home = match text.strip_prefix('~') {
        Some("") => Some(""),
        Some(rest) => rest.strip_prefix(['/', std::path::MAIN_SEPARATOR]),
        None => None,
    };
    let path = below_home
        .zip(home())
        .map_or_else(|| PathBuf::from(&text), |(rest, home)| home.join(rest));
    std::path::absolute(&path).unwrap_or(path)
}

fn home() -> Option<PathBuf> {
    BaseDirs::new().map(|folders| folders.home_dir().to_owned())
}

fn unquoted(text: &str) -> String {
    for quote in ['"', '\''] {
        let inner = text
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote));
        if let Some(inner) = inner {
            return inner.to_owned();
        }
    }
    if cfg!(unix) {
        text.replace("\\ ", " ")
    } else {
        text.to_owned()
    }
}

/// The book that a path stands for: one in that folder when it is a folder, with the usual ending when it has none.
pub fn book_at(path: &Path) -> PathBuf {
    if path.is_dir() {
        path.join(NAME)
    } else if path.extension().is_none() && !path.exists() {
        path.with_extension(ENDING)
    } else {
        path.to_owned()
    }
}

/// Looks at the place where a book should lie.
///
/// # Errors
/// A book can neither be there nor be made there.
pub fn look_at(text: &str) -> Result<Place, Error> {
    if text.trim().is_empty() {
        return Err(Error::new("No file is named.", Code::Failed)
            .todo("Type where the book should lie, such as ~/advisory.homeroom"));
    }
    let path = book_at(&typed(text));
    let exists = path.exists();
    if !exists {
        let above = nearest(&path);
        check_ground(above, path.parent() == Some(above))?;
    }
    Ok(Place {
        warnings: warnings(&path),
        exists,
        path,
    })
}

/// What should be known about the place of a book.
pub fn warnings(book: &Path) -> Vec<String> {
    ground::under(nearest(book))
        .into_iter()
        .map(|ground| ground.sentence().to_owned())
        .collect()
}

/// The nearest thing above that is there; the folders below it will be made.
fn nearest(path: &Path) -> &Path {
    path.ancestors()
        .skip(1)
        .find(|above| above.exists())
        .unwrap_or(Path::new("."))
}

/// Whether folders and files can be made there. A book that lies directly in it also needs it for itself.
fn check_ground(above: &Path, is_direct: bool) -> Result<(), Error> {
    let what = if !above.is_dir() {
        "A file lies where a folder would have to be."
    } else if !can_write(above) {
        "This account cannot write here."
    } else if is_direct && files::is_exposed(above) {
        "Others who use this computer can write in this folder."
    } else {
        return Ok(());
    };
    Err(Error::new(what, Code::Failed)
        .place(shown(above))
        .safe("Nothing was made or changed.")
        .todo("Choose a folder of your own."))
}

#[cfg(unix)]
fn can_write(folder: &Path) -> bool {
    use rustix::fs::Access;
    rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn can_write(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|found| !found.permissions().readonly())
}

/// A path as people write it: from the home folder where it lies there.
pub fn shown(path: &Path) -> String {
    let below_home = home().and_then(|home| path.strip_prefix(home).ok().map(Path::to_owned));
    match below_home {
        Some(rest) if !rest.as_os_str().is_empty() => {
            format!("~{}{}", std::path::MAIN_SEPARATOR, rest.display())
        }
        _ => path.display().to_string(),
    }
}

/// Whose account this is, for saying who has a book open.
pub fn account() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .filter_map(env::var_os)
        .map(|name| name.to_string_lossy().into_owned())
        .find(|name| !name.is_empty())
}

/// Whether a folder is that one or lies in it, also through links.
fn is_below(path: &Path, folder: &OsStr) -> bool {
    let folder = Path::new(folder);
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    path.starts_with(folder) || real.starts_with(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_path_dropped_into_the_terminal_is_taken_as_it_was_meant() {
        assert_eq!(typed(" '/mnt/my list.csv' "), Path::new("/mnt/my list.csv"));
        assert_eq!(typed("/mnt/my\\ list.csv"), Path::new("/mnt/my list.csv"));
        assert_eq!(typed("~/a.csv"), home().unwrap().join("a.csv"));
        assert!(typed("a.csv").is_absolute());
    }

    #[test]
    fn a_folder_stands_for_the_book_in_it() {
        let folder = env::temp_dir();
        assert_eq!(book_at(&folder), folder.join(NAME));
        let plain = folder.join("nothing-of-this-name");
        assert_eq!(
            book_at(&plain),
            folder.join("nothing-of-this-name.homeroom")
        );
    }

    #[test]
    fn a_folder_that_is_not_there_will_be_made() {
        let path = env::temp_dir().join("not-there/nor-this/a.homeroom");
        let place = look_at(path.to_str().unwrap()).unwrap();
        assert!(!place.exists);
        assert_eq!(place.path, path);
    }

    #[cfg(unix)]
    #[test]
    fn a_temporary_folder_is_called_so() {
        let place = look_at("/tmp/a.homeroom").unwrap();
        assert!(
            place.warnings.iter().any(|w| w.contains("emptied")),
            "{:?}",
            place.warnings
        );
    }

    #[test]
    fn a_place_where_nothing_can_be_made_is_refused_with_what_to_do() {
        let file = env::current_exe().unwrap();
        let refused = look_at(file.join("a.homeroom").to_str().unwrap()).unwrap_err();
        assert!(
            refused.to_string().contains("Choose a folder of your own"),
            "{refused}"
        );
    }
}
