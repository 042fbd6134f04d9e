//! Takes typed values out of a TOML table and notes, with its line, everything that is not as it should be.
//!
//! Called only by the reader of catalogs. Knows nothing of what a catalog means.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Fault;
use crate::domain::text::Text;

/// A value of the file, with its place.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// The most faults that are told about one file: who mends a hundred tries again anyhow.
const MAX_FAULTS: usize = 100;

/// What was wrong so far.
pub(super) struct Faults<'f> {
    file: &'f str,
    origin: &'f str,
    list: Vec<Fault>,
}

impl<'f> Faults<'f> {
    /// Nothing yet, in this file of this name.
    pub(super) fn new(file: &'f str, origin: &'f str) -> Self {
        Self {
            file,
            origin,
            list: Vec::new(),
        }
    }

    /// Notes what is wrong at a place.
    pub(super) fn at(&mut self, place: Range<usize>, reason: String) {
        if self.list.len() < MAX_FAULTS {
            self.list.push(Fault {
                origin: self.origin.into(),
                line: self.line(&place),
                reason,
            });
        }
    }

    /// The line, from 1, in which a place begins.
    pub(super) fn line(&self, place: &Range<usize>) -> usize {
        let before = self.file.bytes().take(place.start);
        1 + before.filter(|&byte| byte == b'\n').count()
    }

    /// All faults, ordered by line, none twice.
    pub(super) fn into_list(mut self) -> Vec<Fault> {
        self.list.sort_by_key(|fault| fault.line);
        self.list.dedup();
        self.list
    }
}

/// One table of the file, all keys of which are known.
pub(super) struct Fields<'a, 't> {
    what: &'static str,
    table: &'a DeTable<'t>,
    place: Range<usize>,
}

impl<'a, 't> Fields<'a, 't> {
    /// The table of `what`; complains about every key that is not one of `keys`.
    pub(super) fn new(
        what: &'static str,
        table: &'a DeTable<'t>,
        place: Range<usize>,
        keys: &[&str],
        faults: &mut Faults<'_>,
    ) -> Self {
        for (key, _) in table {
            if !keys.contains(&key.get_ref().as_ref()) {
                let key_text = short(key.get_ref());
                let known = keys.join(", ");
                let reason = format!("\"{key_text}\" is not a key of {what}; its keys: {known}");
                faults.at(key.span(), reason);
            }
        }
        Self { what, table, place }
    }

    /// The same for a value; `None`, and a complaint, when it is not a table.
    pub(super) fn of(
        what: &'static str,
        value: &'a Value<'t>,
        keys: &[&str],
        faults: &mut Faults<'_>,
    ) -> Option<Self> {
        let Some(table) = value.get_ref().as_table() else {
            let found = kind(value.get_ref());
            let reason = format!("{what} is a table with keys, not {found}");
            faults.at(value.span(), reason);
            return None;
        };
        Some(Self::new(what, table, value.span(), keys, faults))
    }

    /// What stands at a key.
    pub(super) fn value(&self, key: &str) -> Option<&'a Value<'t>> {
        self.table.get(key)
    }

    /// Complains about the value of a key.
    pub(super) fn complain(&self, key: &str, reason: &str, faults: &mut Faults<'_>) {
        let place = self.value(key).map_or(self.place.clone(), Spanned::span);
        faults.at(place, reason.into());
    }

    /// What stands at a key without which the table is nothing.
    fn needed(&self, key: &str, faults: &mut Faults<'_>) -> Option<&'a Value<'t>> {
        let value = self.value(key);
        if value.is_none() {
            let what = self.what;
            faults.at(self.place.clone(), format!("{what} needs \"{key}\""));
        }
        value
    }

    /// A text that must be there and say something.
    pub(super) fn text(&self, key: &str, columns: usize, faults: &mut Faults<'_>) -> Option<Text> {
        let value = self.needed(key, faults)?;
        let text = text(&format_args!("\"{key}\""), value, columns, faults)?;
        if text.is_empty() {
            self.complain(key, &format!("\"{key}\" is empty"), faults);
            return None;
        }
        Some(text)
    }

    /// A text that may be missing or empty.
    pub(super) fn optional_text(
        &self,
        key: &str,
        columns: usize,
        faults: &mut Faults<'_>,
    ) -> Option<Text> {
        text(
            &format_args!("\"{key}\""),
            self.value(key)?,
            columns,
            faults,
        )
    }

    /// A short ASCII name whose letters are all of one case.
    pub(super) fn name<T>(
        &self,
        key: &str,
        letters: &str,
        make: fn(&str) -> Option<T>,
        faults: &mut Faults<'_>,
    ) -> Option<T> {
        let value = self.needed(key, faults)?;
        let name = make(string(&format_args!("\"{key}\""), value, faults)?);
        if name.is_none() {
            let reason = format!(
                "\"{key}\" is made of {letters} letters a to z, digits and single hyphens, 40 at most"
            );
            faults.at(value.span(), reason);
        }
        name
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(
        &self,
        key: &str,
        words: &[(&str, T)],
        faults: &mut Faults<'_>,
    ) -> Option<T> {
        let value = self.needed(key, faults)?;
        let word = string(&format_args!("\"{key}\""), value, faults)?;
        let found = words.iter().find(|(known, _)| *known == word);
        if found.is_none() {
            let known: Vec<_> = words.iter().map(|(known, _)| *known).collect();
            let known = known.join(", ");
            let word = short(word);
            let reason = format!("\"{key}\" cannot be \"{word}\"; it may be: {known}");
            faults.at(value.span(), reason);
        }
        found.map(|(_, thing)| *thing)
    }

    /// Yes or no; no when it is missing.
    pub(super) fn switch(&self, key: &str, faults: &mut Faults<'_>) -> bool {
        let Some(value) = self.value(key) else {
            return false;
        };
        let answer = value.get_ref().as_bool();
        if answer.is_none() {
            let reason = format!("\"{key}\" is true or false, without quotes");
            faults.at(value.span(), reason);
        }
        answer.unwrap_or(false)
    }

    /// A list in square brackets that must be there.
    pub(super) fn array(&self, key: &str, faults: &mut Faults<'_>) -> Option<&'a [Value<'t>]> {
        let value = self.needed(key, faults)?;
        let array = value.get_ref().as_array();
        if array.is_none() {
            let reason = format!("\"{key}\" is a list in square brackets");
            faults.at(value.span(), reason);
        }
        array.map(|array| &**array)
    }

    /// Several of what is `known`, in square brackets, none twice; nothing when the key is missing. `unknown` says what is wrong
    /// with a name that is none of them.
    pub(super) fn several<T: Clone + PartialEq + AsRef<str>>(
        &self,
        key: &str,
        known: &[T],
        faults: &mut Faults<'_>,
        unknown: impl Fn(&str) -> String,
    ) -> Vec<T> {
        if self.value(key).is_none() {
            return Vec::new();
        }
        let mut several: Vec<T> = Vec::new();
        for value in self.array(key, faults).unwrap_or_default() {
            let name = value.get_ref().as_str().unwrap_or("");
            match known.iter().find(|known| known.as_ref() == name) {
                Some(found) if several.contains(found) => {
                    faults.at(value.span(), format!("\"{name}\" stands here twice"));
                }
                Some(found) => several.push(found.clone()),
                None => faults.at(value.span(), unknown(&short(name))),
            }
        }
        several
    }
}

/// A text of one line, safe to show, that is not wider than `columns`.
pub(super) fn text(
    what: &dyn std::fmt::Display,
    value: &Value<'_>,
    columns: usize,
    faults: &mut Faults<'_>,
) -> Option<Text> {
    let (text, was_altered) = Text::clean(string(what, value, faults)?);
    if was_altered {
        let reason = format!("{what} has a line end or a character that may not be shown");
        faults.at(value.span(), reason);
        return None;
    }
    let width = text.width();
    if width > columns {
        let reason = format!("{what} has {width} columns; {columns} is the most");
        faults.at(value.span(), reason);
        return None;
    }
    Some(text)
}

fn string<'a>(
    what: &dyn std::fmt::Display,
    value: &'a Value<'_>,
    faults: &mut Faults<'_>,
) -> Option<&'a str> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        let found = kind(value.get_ref());
        faults.at(
            value.span(),
            format!("{what} is text in quotes, not {found}"),
        );
    }
    text
}

/// A small whole number.
pub(super) fn number(value: &Value<'_>) -> Option<u8> {
    let number = value.get_ref().as_integer()?;
    u8::from_str_radix(number.as_str(), number.radix()).ok()
}

/// The beginning of something from the file, safe to repeat in a message.
pub(super) fn short(raw: &str) -> String {
    let text = Text::new(raw);
    let mut short: String = text.as_str().chars().take(40).collect();
    if short.len() < text.as_str().len() {
        short.push_str("...");
    }
    short
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
