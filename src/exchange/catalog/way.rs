//! How a catalog file writes the ways to meet a need: `1 approval who=student this year`, `2 items careers`, `core items`,
//! `1 goals postsecondary`, `plan begun`.
//!
//! One phrase a way, for the reader and the writer of catalogs alike.

use std::fmt::Write;

use crate::domain::catalog::{Category, Span, Way};
use crate::domain::goal::GoalKind;
use crate::domain::part::{Field, PartKind};

/// The most of anything that a way may ask for.
const MOST: u8 = 50;

/// What may be written, for a message.
pub(super) const FORMS: &str = "\"plan begun\", \"core items\", \"2 items careers\", \"1 goals academic\", or \
     \"1 approval who=student this year\"";

/// Reads a way; `None` when it is none.
pub(super) fn read(phrase: &str) -> Option<Way> {
    if phrase == "plan begun" {
        return Some(Way::Begun);
    }
    let (first, rest) = phrase.split_once(' ')?;
    let (what, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    if first == "core" && what == "items" {
        return items(None, rest);
    }
    let least = first
        .parse()
        .ok()
        .filter(|least| (1..=MOST).contains(least))?;
    match what {
        "items" => items(Some(least), rest),
        "goals" => {
            let kind = match rest {
                "" => None,
                name => Some(goal_kind(name)?),
            };
            Some(Way::Goals { least, kind })
        }
        kind => parts(PartKind::named(kind)?, least, rest),
    }
}

fn items(least: Option<u8>, category: &str) -> Option<Way> {
    let category = match category {
        "" => None,
        name => Some(Category::ALL.into_iter().find(|one| one.short() == name)?),
    };
    Some(Way::Items { least, category })
}

fn parts(kind: PartKind, least: u8, rest: &str) -> Option<Way> {
    let (rest, span) = match rest.strip_suffix("this year") {
        Some(rest) => (rest.trim_end(), Span::Year),
        None => (rest, Span::Ever),
    };
    let choice = |pair: &str| {
        let (field, name) = pair.split_once('=')?;
        let field = Field::named(field)?;
        Some((field, kind.choice(field, name)?))
    };
    Some(Way::Parts {
        kind,
        with: rest.split_whitespace().map(choice).collect::<Option<_>>()?,
        span,
        least,
    })
}

/// Kinds of goals go by one word here.
const GOAL_KINDS: [(&str, GoalKind); 5] = [
    ("academic", GoalKind::Academic),
    ("personal", GoalKind::Personal),
    ("career", GoalKind::Career),
    ("postsecondary", GoalKind::Postsecondary),
    ("activities", GoalKind::Extracurricular),
];

fn goal_kind(name: &str) -> Option<GoalKind> {
    let found = GOAL_KINDS.iter().find(|(known, _)| *known == name)?;
    Some(found.1)
}

/// Writes a way as [`read`] reads it.
pub(super) fn write(way: &Way) -> String {
    let mut phrase = String::new();
    match way {
        Way::Begun => phrase.push_str("plan begun"),
        Way::Items { least, category } => {
            let _ = match least {
                Some(least) => write!(phrase, "{least} items"),
                None => write!(phrase, "core items"),
            };
            if let Some(category) = category {
                let _ = write!(phrase, " {}", category.short());
            }
        }
        Way::Goals { least, kind } => {
            let _ = write!(phrase, "{least} goals");
            let name = GOAL_KINDS.iter().find(|(_, known)| Some(*known) == *kind);
            if let Some((name, _)) = name {
                let _ = write!(phrase, " {name}");
            }
        }
        Way::Parts {
            kind,
            with,
            span,
            least,
        } => {
            let _ = write!(phrase, "{least} {}", kind.name());
            for (field, choice) in with {
                let _ = write!(phrase, " {}={}", field.name(), choice.name);
            }
            if *span == Span::Year {
                phrase.push_str(" this year");
            }
        }
    }
    phrase
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_finds_its_way_back() {
        for phrase in [
            "plan begun",
            "core items",
            "core items courses",
            "2 items",
            "2 items after 12",
            "1 goals",
            "1 goals postsecondary",
            "1 portfolio",
            "3 course kind=required this year",
            "1 approval who=student how=paper this year",
        ] {
            assert_eq!(read(phrase).map(|way| write(&way)).as_deref(), Some(phrase));
        }
    }

    #[test]
    fn what_means_nothing_is_no_way() {
        for phrase in [
            "",
            "items",
            "0 items",
            "99 goals",
            "1 goals fame",
            "1 dragon",
            "1 approval who=cat",
            "1 approval student",
            "core goals",
            "2 items nowhere",
            "plan begun early",
        ] {
            assert_eq!(read(phrase), None, "{phrase}");
        }
    }
}
