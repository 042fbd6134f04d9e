//! Faults of a key table: found in tests and when a table is read.

use std::collections::HashMap;

use super::Chord;
use crate::app::action::{Action, Context};

/// Contexts that must have a way back, help and a way out.
const PLACES: [Context; 18] = [
    Context::Round,
    Context::Detail,
    Context::Student,
    Context::Turned,
    Context::List,
    Context::Groups,
    Context::RollOver,
    Context::FollowUps,
    Context::Items,
    Context::Places,
    Context::Glance,
    Context::Timeline,
    Context::Overview,
    Context::Form,
    Context::Filter,
    Context::Gate,
    Context::Import,
    Context::Unsaved,
];

/// What is wrong with a table; empty when nothing is.
pub fn faults(rows: &[(Context, Chord, Action)]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut known: HashMap<(Context, Chord), Action> = HashMap::new();
    for (context, chord, action) in rows {
        if let Some(other) = known.insert((*context, *chord), *action) {
            faults.push(format!(
                "{chord} in {context:?} is both {} and {}",
                other.name(),
                action.name()
            ));
        }
    }
    for context in PLACES {
        for action in [Action::Back, Action::Help, Action::Leave] {
            if !rows
                .iter()
                .any(|(at, _, known)| *at == context && *known == action)
            {
                faults.push(format!("{} has no key in {context:?}", action.name()));
            }
        }
    }
    for action in Action::all() {
        let bound = rows.iter().any(|(_, _, known)| *known == action);
        if !bound && !in_palette_only(action) {
            faults.push(format!("{} has no key", action.name()));
        }
    }
    faults
}

/// Acts that are rare enough to be reached through the palette alone.
fn in_palette_only(action: Action) -> bool {
    matches!(
        action,
        Action::BringBack
            | Action::Switches
            | Action::Import
            | Action::Phrases
            | Action::Catalog
            | Action::DefaultCatalog
            | Action::Period
            | Action::Adviser
            | Action::BeginBy
            | Action::LockAfter
            | Action::Initials
            | Action::NewYear
            | Action::FollowUps
            | Action::Theme
            | Action::Passphrase
            | Action::NewRecovery
            | Action::NewKeys
            | Action::Suspend
            | Action::Groups
            | Action::Answers
            | Action::Rubric
            | Action::Amend
            | Action::Inspect
            | Action::WriteRecord
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_chord_for_two_acts_is_a_fault() {
        let c = Chord::parse("c").unwrap();
        let rows = [
            (Context::Round, c, Action::CheckIn),
            (Context::Round, c, Action::Absent),
        ];
        let found = faults(&rows);
        assert!(
            found
                .iter()
                .any(|fault| fault == "c in Round is both check in and absent"),
            "{found:?}"
        );
    }

    #[test]
    fn a_place_without_a_way_back_is_a_fault() {
        let found = faults(&[]);
        assert!(
            found.iter().any(|fault| fault == "back has no key in Form"),
            "{found:?}"
        );
    }
}
