//! Reads a catalog from TOML, the one that the program brings along and one that a school puts in its place, and writes one.
//!
//! Called at the start of the program and when a school's file is given. A file with a fault in it is refused whole, with
//! every fault and its line, so that the catalog in use never changes by half. Must not know where files lie.

use std::collections::BTreeMap;
use std::fmt;

use toml::de::DeTable;

use crate::domain::catalog::{
    Catalog, Category, Grades, Item, ItemId, Parts, Repeat, RequirementCode, Scope, Switch,
    SwitchName, When,
};

mod field;
mod plain;
mod rule;
mod school;
mod way;
mod words;
mod write;

pub use write::write;

use field::{Faults, Fields, Value};

/// The catalog that the program brings along, as a school would write one; a good start for its own.
pub const DEFAULT: &str = include_str!("catalog.toml");

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;

/// The most items in one file.
pub const MAX_ITEMS: usize = 500;

/// Columns of a sentence that has a line of its own on a page: a detail, a phrase, a prompt, a source.
const SENTENCE: usize = 160;
/// Columns of something that stands in a list: the name of the catalog, what a switch says.
const LABEL: usize = 60;
/// The most of each kind of table in one file.
const MAX_REQUIREMENTS: usize = 200;
const MAX_NEEDS: usize = 400;
const MAX_SWITCHES: usize = 20;
const MAX_RESOURCES: usize = 100;
const MAX_QUESTIONS: usize = 60;
const MAX_INDICATORS: usize = 60;

/// One thing wrong with a catalog file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What the caller said the file is called.
    pub origin: Box<str>,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there, in one clause without a period.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.origin, self.line, self.reason)
    }
}

/// The catalog that the program brings along.
pub fn default_catalog() -> Catalog {
    // It is compiled in and tests read it both ways, so that there is always one.
    plain::read(DEFAULT)
        .map(Catalog::new)
        .or_else(|| load(DEFAULT, "catalog.toml").0)
        .unwrap_or_default()
}

/// Reads a catalog. With a single fault there is none; the faults come ordered by line, at most a hundred of them.
///
/// `origin` is what the person knows the file by.
pub fn load(text: &str, origin: &str) -> (Option<Catalog>, Vec<Fault>) {
    let mut faults = Faults::new(text, origin);
    let parts = read(text, &mut faults);
    let list = faults.into_list();
    let catalog = list
        .is_empty()
        .then(|| Catalog::new(parts.unwrap_or_default()));
    (catalog, list)
}

/// What to say to the person whose file has these faults.
pub fn refusal(faults: &[Fault]) -> String {
    const TOLD: usize = 20;
    let more = faults.len().saturating_sub(TOLD);
    let mut lines = vec!["The catalog was not taken over.".to_owned()];
    lines.extend(faults.iter().take(TOLD).map(|fault| format!("  {fault}")));
    lines.extend((more > 0).then(|| format!("  and {more} more")));
    lines.push(
        "The catalog in use stays as it is, and so does all that is noted in the book.".to_owned(),
    );
    lines.push("Correct the file and give it again.".to_owned());
    lines.join("\n")
}

fn read(text: &str, faults: &mut Faults<'_>) -> Option<Parts> {
    if text.len() > MAX_BYTES {
        let size = text.len().div_ceil(1024);
        let most = MAX_BYTES / 1024;
        faults.at(
            0..0,
            format!("the file has {size} KiB; {most} KiB is the most"),
        );
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    // What follows from a broken line is noise: only the lines themselves are told.
    for error in &errors {
        let place = error.span().unwrap_or(0..0);
        faults.at(place, format!("not readable: {}", error.message()));
    }
    if errors.is_empty() {
        book(&table, faults)
    } else {
        None
    }
}

/// The file as a whole.
fn book(table: &toml::Spanned<DeTable<'_>>, faults: &mut Faults<'_>) -> Option<Parts> {
    let keys = [
        "name",
        "half_from",
        "requirement",
        "need",
        "switch",
        "prompts",
        "phrases",
        "item",
        "resource",
        "question",
        "indicator",
    ];
    let file = Fields::new("a catalog", table.get_ref(), 0..0, &keys, faults);
    let known = Known {
        codes: named(&file, "requirement", "code", RequirementCode::new),
        switches: named(&file, "switch", "name", SwitchName::new),
        items: named(&file, "item", "id", ItemId::new),
    };
    let requirements = list(
        &file,
        "requirement",
        MAX_REQUIREMENTS,
        faults,
        |fields, faults| rule::requirement(fields, &known, faults),
    );
    let switches = list(&file, "switch", MAX_SWITCHES, faults, switch);
    unique(faults, "code", &requirements, |r| r.code.as_str());
    unique(faults, "name", &switches, |s| s.name.as_str());
    let needs = list(&file, "need", MAX_NEEDS, faults, |fields, faults| {
        rule::need(fields, &known, faults)
    });
    let items = list(&file, "item", MAX_ITEMS, faults, |fields, faults| {
        item(fields, &known, faults)
    });
    unique(faults, "id", &items, |i| i.id.as_str());
    let resources = list(
        &file,
        "resource",
        MAX_RESOURCES,
        faults,
        |fields, faults| school::resource(fields, &known, faults),
    );
    unique(faults, "id", &resources, |r| r.id.as_str());
    let questions = list(&file, "question", MAX_QUESTIONS, faults, school::question);
    unique(faults, "id", &questions, |q| q.id.as_str());
    let indicators = list(
        &file,
        "indicator",
        MAX_INDICATORS,
        faults,
        school::indicator,
    );
    unique(faults, "code", &indicators, |i| i.code.as_str());
    if file.value("item").is_none() {
        faults.at(0..0, "a catalog needs at least one [[item]]".into());
    }
    Some(Parts {
        name: file.text("name", LABEL, faults)?,
        prompts: words::prompts(&file, faults),
        phrases: words::phrases(&file, faults),
        items: bare(items),
        requirements: rule::with_needs(bare(requirements), bare(needs)),
        switches: bare(switches),
        resources: bare(resources),
        questions: bare(questions),
        indicators: bare(indicators),
        half_from: half_from(&file, faults),
    })
}

/// What other tables may refer to.
struct Known {
    codes: Vec<RequirementCode>,
    switches: Vec<SwitchName>,
    items: Vec<ItemId>,
}

/// The names that are given, also by tables with another fault: those who refer to them are not to blame.
fn named<T>(file: &Fields<'_, '_>, list: &str, key: &str, make: fn(&str) -> Option<T>) -> Vec<T> {
    let array = file
        .value(list)
        .and_then(|value| value.get_ref().as_array());
    let tables = array.into_iter().flatten();
    tables
        .filter_map(|value| make(value.get_ref().as_table()?.get(key)?.get_ref().as_str()?))
        .collect()
}

/// Something that was read, and where it stands.
type Placed<T> = (T, std::ops::Range<usize>);

fn bare<T>(list: Vec<Placed<T>>) -> Vec<T> {
    list.into_iter().map(|(thing, _)| thing).collect()
}

/// Reads every `[[name]]` of the file.
fn list<'a, 't, T>(
    file: &Fields<'a, 't>,
    name: &'static str,
    most: usize,
    faults: &mut Faults<'_>,
    mut one: impl FnMut(&'a Value<'t>, &mut Faults<'_>) -> Option<T>,
) -> Vec<Placed<T>> {
    let Some(value) = file.value(name) else {
        return Vec::new();
    };
    let Some(array) = value.get_ref().as_array() else {
        faults.at(
            value.span(),
            format!("write [[{name}]], once for each {name}"),
        );
        return Vec::new();
    };
    if let Some(beyond) = array.get(most) {
        faults.at(beyond.span(), format!("{most} of [[{name}]] is the most"));
    }
    array
        .iter()
        .take(most)
        .filter_map(|value| Some((one(value, faults)?, value.span())))
        .collect()
}

/// Complains about every name that stands for two things.
fn unique<T>(faults: &mut Faults<'_>, key: &str, list: &[Placed<T>], name: fn(&T) -> &str) {
    let mut first = BTreeMap::new();
    for (thing, place) in list {
        let name = name(thing);
        if let Some(earlier) = first.get(name) {
            let line = faults.line(earlier);
            let reason = format!("the {key} \"{name}\" is taken: see line {line}");
            faults.at(place.clone(), reason);
        } else {
            first.insert(name, place.clone());
        }
    }
}

/// The day of the year, as `01-01`, from which on an arrival halves what is expected.
fn half_from(file: &Fields<'_, '_>, faults: &mut Faults<'_>) -> Option<(i8, i8)> {
    let day = file
        .value("half_from")?
        .get_ref()
        .as_str()
        .and_then(month_and_day);
    if day.is_none() {
        let reason = "\"half_from\" is a month and a day in quotes, such as \"01-01\"";
        file.complain("half_from", reason, faults);
    }
    day
}

/// `01-31`
fn month_and_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
}

fn switch(value: &Value<'_>, faults: &mut Faults<'_>) -> Option<Switch> {
    let fields = Fields::of("a switch", value, &["name", "for", "text"], faults)?;
    let name = fields.name("name", "lower-case", SwitchName::new, faults);
    let scopes = [("book", Scope::Book), ("student", Scope::Student)];
    let scope = fields.one_of("for", &scopes, faults);
    let text = fields.text("text", LABEL, faults);
    Some(Switch {
        name: name?,
        scope: scope?,
        text: text?,
    })
}

fn item(value: &Value<'_>, known: &Known, faults: &mut Faults<'_>) -> Option<Item> {
    let keys = [
        "id",
        "grades",
        "text",
        "detail",
        "category",
        "requirements",
        "when",
        "by",
        "core",
        "repeat",
        "switch",
    ];
    let fields = Fields::of("an item", value, &keys, faults)?;
    let id = fields.name("id", "lower-case", ItemId::new, faults);
    let grades = grades(&fields, faults);
    let text = fields.text("text", Item::TEXT_COLUMNS, faults);
    let detail = fields.text("detail", SENTENCE, faults);
    let category = fields.one_of("category", &Category::ALL.map(|c| (c.short(), c)), faults);
    let requirements = requirements(&fields, known, faults);
    let when = fields.one_of("when", &When::ALL.map(|w| (w.word(), w)), faults);
    let by = month(&fields, faults);
    let core = fields.switch("core", faults);
    let repeats = [("once", Repeat::Once), ("every year", Repeat::EveryYear)];
    let repeat = match fields.value("repeat") {
        Some(_) => fields.one_of("repeat", &repeats, faults)?,
        None => Repeat::Once,
    };
    let switch = match fields.value("switch") {
        Some(value) => Some(known_switch(value, known, faults)?),
        None => None,
    };
    Some(Item {
        id: id?,
        grades: grades?,
        text: text?,
        detail: detail?,
        category: category?,
        requirements,
        when: when?,
        by,
        core,
        repeat,
        switch,
    })
}

fn grades(fields: &Fields<'_, '_>, faults: &mut Faults<'_>) -> Option<Grades> {
    let mut grades = Vec::new();
    let values = fields.array("grades", faults)?;
    if values.is_empty() {
        fields.complain("grades", "an item needs at least one grade", faults);
    }
    for value in values {
        match field::number(value) {
            Some(grade @ 6..=12) => grades.push(grade),
            _ => faults.at(value.span(), "a grade is a number from 6 to 12".into()),
        }
    }
    Grades::new(grades)
}

fn requirements(
    fields: &Fields<'_, '_>,
    known: &Known,
    faults: &mut Faults<'_>,
) -> Vec<RequirementCode> {
    fields.several("requirements", &known.codes, faults, |code| {
        format!("no [[requirement]] has the code \"{code}\"")
    })
}

fn known_switch(value: &Value<'_>, known: &Known, faults: &mut Faults<'_>) -> Option<SwitchName> {
    let name = value.get_ref().as_str().unwrap_or("");
    let found = known.switches.iter().find(|known| known.as_str() == name);
    if found.is_none() {
        let name = field::short(name);
        let reason = format!("no [[switch]] has the name \"{name}\"");
        faults.at(value.span(), reason);
    }
    found.cloned()
}

fn month(fields: &Fields<'_, '_>, faults: &mut Faults<'_>) -> Option<u8> {
    let month = field::number(fields.value("by")?).filter(|month| (1..=12).contains(month));
    if month.is_none() {
        fields.complain("by", "\"by\" is the number of a month, 1 to 12", faults);
    }
    month
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_reads_the_same_both_ways() {
        let quickly = plain::read(DEFAULT).map(Catalog::new);
        assert_eq!(quickly, load(DEFAULT, "catalog.toml").0);
        assert!(quickly.is_some());
    }

    #[test]
    fn what_is_not_plain_is_left_to_the_other_reader() {
        for line in [
            "a=1",
            "name = 'x'",
            "name = \"\\u0041\"",
            "[other]",
            "[\"a\"]",
        ] {
            assert_eq!(plain::read(line), None, "{line}");
        }
    }
}
