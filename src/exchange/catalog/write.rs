//! Writes a catalog as the TOML that the reader takes: the file that a school would have written, without its comments.
//!
//! Called when the adviser edits the checklist in the program or wants it as a file. What is written is read back as the same
//! catalog, as long as it keeps the limits of the reader.

use std::fmt::Write;

use super::way;
use crate::domain::catalog::{
    GRADES, Grades, Indicator, Item, Need, Parts, Question, Repeat, Requirement, Resource, Scope,
    Switch,
};
use crate::domain::text::Text;

/// The widest line that a list may fill before it gets a line for each of its entries.
const COLUMNS: usize = 130;

/// The file, with everything in the order that it has in the catalog.
pub fn write(parts: &Parts) -> String {
    let mut page = Page::default();
    page.text("name", parts.name.as_str());
    if let Some((month, day)) = parts.half_from {
        page.text("half_from", &format!("{month:02}-{day:02}"));
    }
    for one in &parts.requirements {
        requirement(&mut page, one);
    }
    for one in &parts.requirements {
        for asked in &one.needs {
            need(&mut page, one.code.as_str(), asked);
        }
    }
    for one in &parts.switches {
        switch(&mut page, one);
    }
    words(&mut page, parts);
    for one in &parts.items {
        item(&mut page, one);
    }
    for one in &parts.resources {
        resource(&mut page, one);
    }
    for one in &parts.questions {
        question(&mut page, one);
    }
    for one in &parts.indicators {
        indicator(&mut page, one);
    }
    page.0
}

fn requirement(page: &mut Page, one: &Requirement) {
    page.table("[[requirement]]");
    page.text("code", one.code.as_str());
    page.text("asks", one.asks.as_str());
    page.text("source", one.source.as_str());
    page.filled("date", one.date.as_str());
    page.some_grades(one.grades);
    for (key, year) in [("from", one.from), ("until", one.until)] {
        if let Some(year) = year {
            page.bare(key, year.0);
        }
    }
    page.filled("switch", one.switch.as_ref().map_or("", |s| s.as_str()));
}

fn need(page: &mut Page, rule: &str, one: &Need) {
    page.table("[[need]]");
    page.text("rule", rule);
    page.text("say", one.say.as_str());
    page.some_grades(one.grades);
    page.list("any", &one.any.iter().map(way::write).collect::<Vec<_>>());
}

fn switch(page: &mut Page, one: &Switch) {
    page.table("[[switch]]");
    page.text("name", one.name.as_str());
    page.text(
        "for",
        match one.scope {
            Scope::Book => "book",
            Scope::Student => "student",
        },
    );
    page.text("text", one.text.as_str());
}

/// Prompts and phrases.
fn words(page: &mut Page, parts: &Parts) {
    if parts.prompts.iter().any(|list| !list.is_empty()) {
        page.table("[prompts]");
        for (list, grade) in parts.prompts.iter().zip(GRADES) {
            page.list(&grade.to_string(), list);
        }
    }
    if !parts.phrases.is_empty() {
        page.table("[phrases]");
        for phrase in &parts.phrases {
            page.text(&key(&phrase.prefix), phrase.text.as_str());
        }
    }
}

fn item(page: &mut Page, one: &Item) {
    page.table("[[item]]");
    page.text("id", one.id.as_str());
    page.grades(one.grades);
    page.text("text", one.text.as_str());
    page.text("detail", one.detail.as_str());
    page.text("category", one.category.short());
    page.list("requirements", &one.requirements);
    page.text("when", one.when.word());
    if let Some(month) = one.by {
        page.bare("by", month);
    }
    if one.core {
        page.bare("core", true);
    }
    if one.repeat == Repeat::EveryYear {
        page.text("repeat", "every year");
    }
    page.filled("switch", one.switch.as_ref().map_or("", |s| s.as_str()));
}

fn resource(page: &mut Page, one: &Resource) {
    page.table("[[resource]]");
    page.text("id", one.id.as_str());
    page.text("name", one.name.as_str());
    page.text("address", one.address.as_str());
    page.text("for", one.purpose.as_str());
    page.list("items", &one.items);
    let parts: Vec<_> = one.parts.iter().map(|part| part.name()).collect();
    page.list("parts", &parts);
    page.list("requirements", &one.requirements);
}

fn question(page: &mut Page, one: &Question) {
    page.table("[[question]]");
    page.text("id", one.id.as_str());
    page.text("asks", one.asks.as_str());
    let of: Vec<_> = one.of.iter().map(|who| who.name()).collect();
    page.list("of", &of);
    page.text("kind", one.kind.name());
}

fn indicator(page: &mut Page, one: &Indicator) {
    page.table("[[indicator]]");
    page.text("code", one.code.as_str());
    page.text("part", one.part.name());
    page.text("asks", one.asks.as_str());
    page.filled("evidence", one.evidence.map_or("", |figure| figure.name()));
}

/// The text so far. Writing into it cannot fail.
#[derive(Default)]
struct Page(String);

impl Page {
    /// Begins a table, with an empty line above it.
    fn table(&mut self, header: &str) {
        let _ = writeln!(self.0, "\n{header}");
    }

    /// A number, a list or another value that needs no quotes.
    fn bare(&mut self, key: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{key} = {value}");
    }

    /// A text.
    fn text(&mut self, key: &str, text: &str) {
        self.bare(key, quoted(text));
    }

    /// A text, left out when there is none.
    fn filled(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.text(key, text);
        }
    }

    /// The numbers of grades.
    fn grades(&mut self, grades: Grades) {
        let grades: Vec<_> = grades.iter().map(|grade| grade.to_string()).collect();
        self.bare("grades", format_args!("[{}]", grades.join(", ")));
    }

    /// The same, left out when it is all of them.
    fn some_grades(&mut self, grades: Grades) {
        if grades != Grades::ALL {
            self.grades(grades);
        }
    }

    /// Several texts, left out when there are none; on one line when they fit.
    fn list<T: AsRef<str>>(&mut self, key: &str, texts: &[T]) {
        if texts.is_empty() {
            return;
        }
        let texts: Vec<_> = texts.iter().map(|text| quoted(text.as_ref())).collect();
        let line = texts.join(", ");
        if Text::new(&line).width() + key.len() + " = []".len() <= COLUMNS {
            self.bare(key, format_args!("[{line}]"));
        } else {
            self.bare(key, format_args!("[\n    {},\n]", texts.join(",\n    ")));
        }
    }
}

/// A key, in quotes where it has letters that a bare key may not have.
fn key(prefix: &Text) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !prefix.is_empty() && prefix.as_str().chars().all(bare) {
        prefix.as_str().to_owned()
    } else {
        quoted(prefix.as_str())
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
