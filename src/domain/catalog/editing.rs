//! What an edit of a catalog needs: grades as a person types them, a name for something new, and what refers to an item that goes.
//!
//! For those who change a catalog in the program. Which edits there are, and how they are asked for, is not known here.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::{Grades, ItemId, Parts};

/// How much of the words of something new goes into its name, so that a number still fits behind it.
const NAME_LETTERS: usize = 32;

impl Grades {
    /// Grades as a person types them: `8`, `6-8, 10`. `None` when there is a grade outside 6 to 12, or none at all.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut grades = Vec::new();
        for part in typed.split(',').map(str::trim) {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last): (u8, u8) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
            if first > last {
                return None;
            }
            grades.extend(first..=last);
        }
        Self::new(grades)
    }
}

impl Grades {
    /// `grade 8`, `grades 6-8, 10`.
    pub fn spoken(self) -> String {
        let many = if self.iter().count() == 1 { "" } else { "s" };
        format!("grade{many} {self}")
    }
}

impl fmt::Display for Grades {
    /// `8`, `6-8, 10`; what [`Grades::parse`] takes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut runs: Vec<(u8, u8)> = Vec::new();
        for grade in self.iter() {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == grade => *last = grade,
                _ => runs.push((grade, grade)),
            }
        }
        let runs: Vec<String> = runs
            .iter()
            .map(|(first, last)| {
                if last == first {
                    first.to_string()
                } else {
                    format!("{first}-{last}")
                }
            })
            .collect();
        f.pad(&runs.join(", "))
    }
}

impl Parts {
    /// Takes an item out, and out of what refers to it. Marks at it are the book's and stay there.
    pub fn take_away_item(&mut self, id: &ItemId) {
        self.items.retain(|item| item.id != *id);
        for resource in &mut self.resources {
            resource.items.retain(|item| item != id);
        }
    }
}

/// A name for something new that nothing else has: its words, with a number behind them where another has the same. `make` says
/// which names may be.
pub fn new_name<T>(
    prefix: &str,
    words: &str,
    make: fn(&str) -> Option<T>,
    is_taken: impl Fn(&T) -> bool,
) -> Option<T> {
    let mut name = prefix.to_owned();
    for word in plain_words(words) {
        if name.len() + 1 + word.len() > NAME_LETTERS {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&word);
    }
    let numbered = (2..=u16::MAX).map(|number| format!("{name}-{number}"));
    std::iter::once(name.clone())
        .chain(numbered)
        .filter_map(|name| make(&name))
        .find(|made| !is_taken(made))
}

/// The words of a text in small ASCII letters and digits, accents left out.
fn plain_words(text: &str) -> Vec<String> {
    let plain: String = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c) && *c != '\'')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_typed_and_said_alike() {
        for (typed, said) in [
            ("8", "8"),
            ("6-8, 10", "6-8, 10"),
            ("10,6 - 8", "6-8, 10"),
            ("6,7,12", "6-7, 12"),
            ("6-12", "6-12"),
        ] {
            assert_eq!(Grades::parse(typed).unwrap().to_string(), said, "{typed}");
        }
        assert_eq!(Grades::parse("8").unwrap().spoken(), "grade 8");
        assert_eq!(Grades::ALL.spoken(), "grades 6-12");
        for bad in ["", "5", "8-13", "8-6", "eight", "8,", "0-300"] {
            assert_eq!(Grades::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_new_name_is_made_of_the_words_and_is_nobodys() {
        let name = |words: &str, taken: &[&str]| {
            let is_taken = |id: &ItemId| taken.contains(&id.as_str());
            new_name("g8", words, ItemId::new, is_taken).map(|id| id.to_string())
        };
        let is = |words: &str, taken: &[&str], wanted: &str| {
            assert_eq!(name(words, taken).as_deref(), Some(wanted));
        };
        is("Résumé: first draft!", &[], "g8-resume-first-draft");
        is("résumé", &["g8-resume"], "g8-resume-2");
        is("résumé", &["g8-resume", "g8-resume-2"], "g8-resume-3");
        is("履歴書", &[], "g8");
        is("student's own", &[], "g8-students-own");
        let long = name("a talk with somebody who works in this field", &[]).unwrap();
        assert_eq!(long, "g8-a-talk-with-somebody-who");
    }
}
