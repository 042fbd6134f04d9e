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

/// What is wrong with the table that comes along; empty when nothing is.
pub fn faults(rows: &[(Context, Chord, Action)]) -> Vec<String> {
    let mut faults = doubles(rows);
    for context in PLACES {
        for action in [Action::Back, Action::Help, Action::Leave] {
            if !is_bound(rows, context, action) {
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

/// One chord for two acts of one place.
pub fn doubles(rows: &[(Context, Chord, Action)]) -> Vec<String> {
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
    faults
}

/// Without these nobody gets on or out; the palette cannot be asked for them.
const NEEDED: [Action; 9] = [
    Action::Back,
    Action::Help,
    Action::Leave,
    Action::Accept,
    Action::Open,
    Action::Up,
    Action::Down,
    Action::NextField,
    Action::Palette,
];

/// What a table lost that nobody can do without.
pub fn stuck(before: &[(Context, Chord, Action)], now: &[(Context, Chord, Action)]) -> Vec<String> {
    let places = PLACES
        .iter()
        .flat_map(|place| NEEDED.map(|act| (*place, act)));
    places
        .filter(|(place, act)| is_bound(before, *place, *act) && !is_bound(now, *place, *act))
        .map(|(place, act)| format!("\"{}\" would have no key in {place:?}", act.name()))
        .collect()
}

fn is_bound(rows: &[(Context, Chord, Action)], context: Context, action: Action) -> bool {
    rows.iter()
        .any(|(at, _, known)| *at == context && *known == action)
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
            | Action::Purge
            | Action::Gone
            | Action::KeepYears
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
