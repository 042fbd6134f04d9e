//! Reads the words that a catalog file brings for talks and notes: prompts and stock phrases.
//!
//! Called only by the reader of catalogs.

use super::SENTENCE;
use super::field::{self, Faults, Fields};
use crate::domain::catalog::Phrase;
use crate::domain::text::Text;

/// The most prompts of one grade, and the most phrases.
const MAX_PROMPTS: usize = 20;
const MAX_PHRASES: usize = 100;
/// The longest prefix of a phrase: more letters than that are no shortcut.
const MAX_PREFIX: usize = 8;

/// `[prompts]`: questions to open a talk with, by grade.
pub(super) fn prompts(file: &Fields<'_, '_>, faults: &mut Faults<'_>) -> [Vec<Text>; 7] {
    let keys = ["6", "7", "8", "9", "10", "11", "12"];
    let fields = file
        .value("prompts")
        .and_then(|value| Fields::of("[prompts]", value, &keys, faults));
    keys.map(|grade| {
        let fields = fields
            .as_ref()
            .filter(|fields| fields.value(grade).is_some());
        let values = fields.and_then(|fields| fields.array(grade, faults));
        let values = values.unwrap_or_default();
        if let Some(beyond) = values.get(MAX_PROMPTS) {
            let reason = format!("{MAX_PROMPTS} prompts for a grade is the most");
            faults.at(beyond.span(), reason);
        }
        let read = |value| field::text(&"a prompt", value, SENTENCE, faults);
        values.iter().take(MAX_PROMPTS).filter_map(read).collect()
    })
}

/// `[phrases]`, in the order in which the file has them.
pub(super) fn phrases(file: &Fields<'_, '_>, faults: &mut Faults<'_>) -> Vec<Phrase> {
    let Some(value) = file.value("phrases") else {
        return Vec::new();
    };
    let Some(table) = value.get_ref().as_table() else {
        let reason = "write [phrases], and below it one line for each, such as fc = \"...\"";
        faults.at(value.span(), reason.into());
        return Vec::new();
    };
    if table.len() > MAX_PHRASES {
        let reason = format!("{MAX_PHRASES} phrases is the most");
        faults.at(value.span(), reason);
    }
    let mut phrases = Vec::new();
    let mut lines: Vec<_> = table.iter().collect();
    lines.sort_by_key(|(prefix, _)| prefix.span().start);
    for (prefix, value) in lines.into_iter().take(MAX_PHRASES) {
        let is_prefix = prefix.get_ref().chars().all(char::is_alphanumeric)
            && (1..=MAX_PREFIX).contains(&prefix.get_ref().chars().count());
        if !is_prefix {
            let reason = format!("a prefix has 1 to {MAX_PREFIX} letters or digits");
            faults.at(prefix.span(), reason);
        }
        phrases.extend(
            field::text(&"a phrase", value, SENTENCE, faults).map(|text| Phrase {
                prefix: Text::new(prefix.get_ref()),
                text,
            }),
        );
    }
    phrases
}
