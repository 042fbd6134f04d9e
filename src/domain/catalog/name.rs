//! The short names by which the things of a catalog are known, in its file and in the book.

use std::fmt;
use std::sync::Arc;

/// The longest id, code or switch name, in letters.
const LONGEST_NAME: usize = 40;

/// Whether `name` is made of ASCII letters, digits and single hyphens, with the letters all as `is_letter` wants them.
fn is_name(name: &str, is_letter: fn(&char) -> bool) -> bool {
    name.len() <= LONGEST_NAME
        && name.split('-').all(|part| !part.is_empty())
        && name
            .chars()
            .all(|c| is_letter(&c) || c.is_ascii_digit() || c == '-')
}

/// A short, stable ASCII name: cheap to clone and to compare.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $is_letter:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name, when it has the right letters and is 1 to 40 of them long.
            pub fn new(name: &str) -> Option<Self> {
                is_name(name, $is_letter).then(|| Self(name.into()))
            }

            /// The name itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

name!(
    /// Names an item for ever: lower-case letters, digits and hyphens, such as `g8-goals`.
    ItemId,
    char::is_ascii_lowercase
);
name!(
    /// Names a rule: upper-case letters, digits and hyphens, such as `R-GOALS`.
    RequirementCode,
    char::is_ascii_uppercase
);
name!(
    /// Names a place to go: lower-case letters, digits and hyphens, such as `aid-office`.
    ResourceId,
    char::is_ascii_lowercase
);
name!(
    /// Names a question for ever: answers that were given refer to it. Lower-case letters, digits and hyphens.
    QuestionId,
    char::is_ascii_lowercase
);
name!(
    /// Names an indicator for ever: ratings that were given refer to it. Upper-case letters, digits and hyphens, such as `RUB-D1`.
    IndicatorCode,
    char::is_ascii_uppercase
);
name!(
    /// Names a switch: lower-case letters, digits and hyphens, such as `portfolio`.
    SwitchName,
    char::is_ascii_lowercase
);
