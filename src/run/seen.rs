//! What this machine remembers of the books that were open on it, so that an older copy in the place of one is noticed.
//!
//! One small file a book in the account's state folder, named by the book's random number: two counts, a hash, a time; no
//! name and no place. Used by the worker and by `cli`. Without it nothing is claimed, and a folder that cannot be written
//! stops nobody.

use std::{
    fmt::Write as _,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use directories::ProjectDirs;

use crate::{
    domain::{date::DateTime, id::BookId},
    store::{Mark, files},
};

/// A file that is longer is none of ours.
const LONGEST: u64 = 512;

/// What was open here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Its state then.
    pub mark: Mark,
    /// When.
    pub at: DateTime,
}

impl Seen {
    /// `Nov 12, 2026, 15:02`
    pub fn spoken(&self) -> String {
        self.at.strftime("%b %-d, %Y, %H:%M").to_string()
    }

    /// By how much a state is behind this one.
    pub fn said_of(&self, mark: &Mark) -> String {
        let missing = match self.mark.entries.saturating_sub(mark.entries) {
            0 if self.mark.commits == mark.commits => {
                "it was saved as often, but something else is in it.".to_owned()
            }
            0 => "no edit is missing, but it was saved again after this.".to_owned(),
            1 => "1 edit is missing.".to_owned(),
            edits => format!("{edits} edits are missing."),
        };
        let at = self.spoken();
        format!(
            "It is older than what was open here on {at}: {missing} An older copy took its place, or the disk lost what \
             was written."
        )
    }
}

/// Where a machine keeps what it remembers; nowhere in tests that do not ask for it.
#[derive(Debug, Clone, Default)]
pub struct Memory(Option<PathBuf>);

impl Memory {
    /// That of this account.
    pub fn of_this_account() -> Self {
        let folders = ProjectDirs::from("", "", "homeroom");
        Self(folders.map(|folders| {
            let state = folders.state_dir().unwrap_or(folders.data_local_dir());
            state.join("seen")
        }))
    }

    /// In this folder.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self(Some(folder))
    }

    fn file(&self, book: BookId) -> Option<PathBuf> {
        Some(self.0.as_ref()?.join(hex(&book.0)))
    }

    /// What was open here of a book, if it ever was.
    pub fn of(&self, book: BookId) -> Option<Seen> {
        let mut text = String::new();
        let file = fs::File::open(self.file(book)?).ok()?;
        file.take(LONGEST).read_to_string(&mut text).ok()?;
        read(&text, book)
    }

    /// That of which this state is an older one.
    pub fn behind(&self, mark: &Mark) -> Option<Seen> {
        self.of(mark.book).filter(|seen| mark.is_behind(&seen.mark))
    }

    /// Remembers this state. What cannot be kept is not remembered, and nothing else.
    pub fn keep(&self, mark: &Mark, at: DateTime) {
        if let Some(file) = self.file(mark.book) {
            let _ = write(&file, &Seen { mark: *mark, at });
        }
    }

    /// Remembers nothing of a book: it was put back to an older state on purpose.
    pub fn forget(&self, book: BookId) {
        if let Some(file) = self.file(book) {
            let _ = fs::remove_file(file);
        }
    }
}

/// The old file or the new one. It need not survive a power cut: the state before is as good a memory.
fn write(file: &Path, seen: &Seen) -> io::Result<()> {
    let new = file.with_extension("new");
    files::make_private(&new, said(seen).as_bytes())?;
    fs::rename(new, file)
}

fn said(seen: &Seen) -> String {
    let Seen { mark, at } = seen;
    format!(
        "commits {}\nentries {}\nroot {}\nat {}\n",
        mark.commits,
        mark.entries,
        hex(&mark.root),
        at.strftime("%Y-%m-%dT%H:%M:%S"),
    )
}

fn read(text: &str, book: BookId) -> Option<Seen> {
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
    Some(Seen {
        mark: Mark {
            book,
            commits: field("commits ")?.parse().ok()?,
            entries: field("entries ")?.parse().ok()?,
            root: unhex(field("root ")?)?,
        },
        at: DateTime::strptime("%Y-%m-%dT%H:%M:%S", field("at ")?).ok()?,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn mark(commits: u64, root: u8) -> Mark {
        Mark {
            book: BookId([7; 16]),
            commits,
            entries: commits / 2,
            root: [root; 32],
        }
    }

    #[test]
    fn what_is_kept_is_read_back_and_nothing_else_is_believed() {
        let seen = Seen {
            mark: mark(12, 3),
            at: date(2026, 11, 12).at(15, 2, 0, 0),
        };
        let text = said(&seen);
        assert_eq!(read(&text, seen.mark.book), Some(seen));
        for wrong in ["", "commits 3", &text.replace("root ", "root x"), "\u{0}"] {
            assert_eq!(read(wrong, seen.mark.book), None, "{wrong:?}");
        }
    }

    #[test]
    fn an_earlier_state_and_another_one_of_the_same_count_are_behind() {
        let seen = mark(12, 3);
        assert!(mark(11, 9).is_behind(&seen));
        assert!(mark(12, 4).is_behind(&seen));
        assert!(!mark(12, 3).is_behind(&seen));
        assert!(!mark(13, 4).is_behind(&seen));
    }
}
