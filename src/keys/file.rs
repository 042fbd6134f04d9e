//! A file with keys of a person's own: TOML to other rows of the table, with everything that is odd in it as a sentence.
//!
//! ```toml
//! [everywhere]
//! "check in" = "k"                 # this key in the place of those that come along
//! "blank the screen" = ["f5", "b"]
//! "lock now" = []                  # off; the palette still has it
//! [round]
//! "goal progress" = "ctrl-g"
//! ```
//!
//! An act has the name that the palette gives it. A file can do nothing but be wrong: one that would leave a place without
//! a way back, help or a way out is not used.

use toml::{Table, Value};

use super::{Chord, check};
use crate::{
    app::action::{Action, Context},
    domain::text::line_of,
};

/// The largest file that is read, in bytes: many times what every act needs.
pub const MAX_BYTES: usize = 64 * 1024;

/// The most sentences about what was not understood.
pub const MAX_WARNINGS: usize = 20;

/// Letters of a name that are shown in such a sentence.
const SHOWN: usize = 40;

/// The places as a file names them.
const PLACES: [(&str, Context); 17] = [
    ("round", Context::Round),
    ("detail", Context::Detail),
    ("student", Context::Student),
    ("turned", Context::Turned),
    ("list", Context::List),
    ("groups", Context::Groups),
    ("roll-over", Context::RollOver),
    ("checklist", Context::Items),
    ("places", Context::Places),
    ("graduates", Context::FollowUps),
    ("timeline", Context::Timeline),
    ("overview", Context::Overview),
    ("glance", Context::Glance),
    ("form", Context::Form),
    ("filter", Context::Filter),
    ("gate", Context::Gate),
    ("import", Context::Import),
];

/// A row of the table of keys.
type Row = (Context, Chord, Action);

/// What a file says about one act.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wish {
    /// `None` for every place that has the act.
    place: Option<Context>,
    /// Digits that tick have one name for all nine.
    act: Option<Action>,
    chords: Vec<Chord>,
}

/// A table with the keys of a file.
#[derive(Debug, Clone)]
pub struct Keys {
    /// The rows, in the order of the table that was changed.
    pub rows: Vec<Row>,
    /// What was not understood, one sentence each; the rest of the file holds.
    pub warnings: Vec<String>,
}

/// The rows with what a file says instead.
///
/// # Errors
///
/// A sentence, when the file is no TOML or would leave a place without a way back.
pub fn changed(rows: &[Row], text: &str) -> Result<Keys, String> {
    if text.len() > MAX_BYTES {
        return Err(format!(
            "The file of keys is too large: at most {} KiB are read.",
            MAX_BYTES / 1024
        ));
    }
    let table: Table = text.parse().map_err(|error| not_toml(text, &error))?;
    let mut warnings = Vec::new();
    let mut keys = rows.to_vec();
    for wish in wishes(&table, &mut warnings) {
        grant(&wish, &mut keys);
    }
    if let Some(stuck) = check::stuck(rows, &keys).first() {
        return Err(format!("The file of keys is not used: {stuck}."));
    }
    warnings.truncate(MAX_WARNINGS);
    Ok(Keys {
        rows: keys,
        warnings,
    })
}

fn not_toml(text: &str, error: &toml::de::Error) -> String {
    let line = line_of(text, error.span().map_or(0, |span| span.start));
    let what = safe(error.message());
    format!("The file of keys cannot be read: line {line}, {what}.")
}

fn wishes(table: &Table, warnings: &mut Vec<String>) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for (name, acts) in table {
        let place = PLACES.iter().find(|(known, _)| known == name);
        let (true, Value::Table(acts)) = (place.is_some() || name == "everywhere", acts) else {
            warnings.push(format!(
                "There is no place \"{}\"; it was left out.",
                shown(name)
            ));
            continue;
        };
        for (act, value) in acts {
            match wish(place.map(|(_, place)| *place), act, value) {
                Ok(wish) => wishes.push(wish),
                Err(warning) => warnings.push(warning),
            }
        }
    }
    wishes
}

fn wish(place: Option<Context>, name: &str, value: &Value) -> Result<Wish, String> {
    let act = Action::all().find(|act| act.name() == name);
    if act.is_none() && name != "tick" {
        return Err(format!(
            "There is no act \"{}\"; it was left out.",
            shown(name)
        ));
    }
    let named: Option<Vec<&str>> = match value {
        Value::String(key) => Some(vec![key.as_str()]),
        Value::Array(keys) => keys.iter().map(Value::as_str).collect(),
        _ => None,
    };
    let chords = named.and_then(|named| named.into_iter().map(Chord::parse).collect());
    match chords {
        Some(chords) => {
            let chords: Vec<Chord> = chords;
            if act.is_none() && !chords.is_empty() {
                return Err("The digits that tick can be off, and nothing else.".to_owned());
            }
            Ok(Wish { place, act, chords })
        }
        None => Err(format!(
            "The keys of \"{}\" are not understood; they were left as they are.",
            shown(name)
        )),
    }
}

/// Gives an act its keys, and takes them from whatever had them there. A letter stays text where text is typed.
fn grant(wish: &Wish, rows: &mut Vec<Row>) {
    let is_meant = |act: Action| match wish.act {
        Some(wanted) => act == wanted,
        None => matches!(act, Action::Tick(_)),
    };
    let mut places: Vec<Context> = match wish.place {
        Some(place) => vec![place],
        None => rows
            .iter()
            .filter(|(_, _, act)| is_meant(*act))
            .map(|(place, ..)| *place)
            .collect(),
    };
    places.dedup();
    for place in places {
        let takes = |chord: &Chord| !(super::takes_text(place) && chord.is_letter());
        let chords: Vec<Chord> = wish.chords.iter().copied().filter(takes).collect();
        if chords.is_empty() && !wish.chords.is_empty() {
            continue;
        }
        let at = rows
            .iter()
            .position(|(here, _, act)| *here == place && is_meant(*act));
        let at = at.unwrap_or(rows.len());
        let is_behind = |row: &(usize, &Row)| row.0 >= at;
        let goes =
            |(here, chord, act): &Row| *here == place && (is_meant(*act) || chords.contains(chord));
        let before = rows.iter().enumerate();
        let before = before.filter(|row| !is_behind(row) && !goes(row.1)).count();
        rows.retain(|row| !goes(row));
        if let Some(act) = wish.act {
            let new = chords.into_iter().map(|chord| (place, chord, act));
            rows.splice(before..before, new);
        }
    }
}

/// The beginning of a name as it can be said: a file may hold letters that steer a terminal.
fn shown(name: &str) -> String {
    safe(&name.chars().take(SHOWN).collect::<String>())
}

fn safe(said: &str) -> String {
    let plain = |c: char| match c {
        '\n' => ' ',
        c if c == ' ' || c.is_ascii_graphic() => c,
        _ => '\u{fffd}',
    };
    said.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{Keymap, default};

    fn keymap(text: &str) -> Keymap {
        let keys = changed(&default::table(), text).unwrap();
        assert_eq!(keys.warnings, Vec::<String>::new());
        assert_eq!(check::doubles(&keys.rows), Vec::<String>::new());
        Keymap::new(&keys.rows)
    }

    #[test]
    fn an_act_has_the_key_of_the_file_and_no_other() {
        let keys = keymap("[everywhere]\n\"check in\" = [\"k\", \"f5\"]\n");
        for place in [Context::Round, Context::Detail, Context::Student] {
            assert_eq!(keys.named(place, "k"), Some(Action::CheckIn), "{place:?}");
            assert_eq!(keys.named(place, "f5"), Some(Action::CheckIn));
            assert_eq!(keys.named(place, "c"), None);
            assert_eq!(keys.named(place, "up"), Some(Action::Up));
        }
        let first = keys.bindings();
        let first = first.in_context(Context::Round).next().unwrap().0;
        assert_eq!(first, Action::CheckIn, "its place in the footer");
    }

    #[test]
    fn a_key_can_be_off_and_the_digits_that_tick_too() {
        let keys = keymap("[everywhere]\n\"lock now\" = []\ntick = []\n");
        assert_eq!(keys.named(Context::Round, "ctrl-l"), None);
        assert_eq!(keys.named(Context::Form, "f8"), None);
        assert_eq!(keys.named(Context::Round, "1"), None);
    }

    #[test]
    fn one_place_can_differ_and_letters_stay_text_where_text_is_typed() {
        let keys = keymap(
            "[round]\n\"goal progress\" = \"ctrl-g\"\n[everywhere]\nback = [\"z\", \"esc\"]\n",
        );
        assert_eq!(keys.named(Context::Round, "ctrl-g"), Some(Action::Progress));
        assert_eq!(keys.named(Context::Student, "p"), Some(Action::Progress));
        assert_eq!(keys.named(Context::Timeline, "z"), Some(Action::Back));
        assert_eq!(keys.named(Context::Form, "z"), None);
        assert_eq!(keys.named(Context::Form, "esc"), Some(Action::Back));
    }

    #[test]
    fn every_act_with_a_key_can_have_another_one() {
        let rows = default::table();
        for act in Action::all() {
            let (name, has_key) = (act.name(), rows.iter().any(|(_, _, known)| *known == act));
            let keys = changed(&rows, &format!("[everywhere]\n\"{name}\" = \"f12\"\n")).unwrap();
            let is_bound = keys
                .rows
                .iter()
                .any(|(_, chord, known)| *known == act && chord.to_string() == "f12");
            assert_eq!(is_bound, has_key, "{name}");
        }
    }

    #[test]
    fn nobody_can_be_locked_in() {
        for act in ["back", "help", "leave", "accept", "down"] {
            let fault = changed(
                &default::table(),
                &format!("[everywhere]\n\"{act}\" = []\n"),
            );
            let fault = fault.unwrap_err();
            assert!(fault.contains(act) && fault.contains("not used"), "{fault}");
        }
        let taken = "[form]\n\"lock now\" = [\"esc\", \"f1\"]\n";
        assert!(changed(&default::table(), taken).is_err());
    }

    #[test]
    fn what_is_not_understood_is_said_and_the_rest_holds() {
        let file = "[nowhere]\nx = 1\n[round]\n\"chek in\" = \"k\"\nback = 3\n\"absent\" = \"f7\"\n\"check in\" = \"hello\"\n";
        let keys = changed(&default::table(), file).unwrap();
        assert_eq!(keys.warnings.len(), 4, "{:?}", keys.warnings);
        let keys = Keymap::new(&keys.rows);
        assert_eq!(keys.named(Context::Round, "f7"), Some(Action::Absent));
        assert_eq!(keys.named(Context::Round, "c"), Some(Action::CheckIn));
    }

    #[test]
    fn a_file_can_do_nothing_but_be_wrong() {
        let deep = "[".repeat(5_000);
        let long = "#".repeat(MAX_BYTES + 1);
        let steering = "[\"\\u001b]52;c;x\\u0007\"]\n[round]\n\"\\u202e\" = \"k\"\n";
        for hostile in [
            deep.as_str(),
            &long,
            steering,
            "round = 1",
            "[round]\nback = [[]]\n",
        ] {
            let said = match changed(&default::table(), hostile) {
                Ok(keys) => keys.warnings.join("\n"),
                Err(fault) => fault,
            };
            assert!(!said.is_empty());
            assert!(
                !said.contains(|c: char| c.is_control() && c != '\n'),
                "{said:?}"
            );
            assert!(!said.contains('\u{202e}'), "{said:?}");
        }
    }
}
