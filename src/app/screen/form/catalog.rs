//! Forms of the school's own list: an item, a rule, a place to go, a question.
//!
//! What is typed makes a whole catalog, which is written and read back before it is used. Until the answer comes the form stays, so
//! that a fault is shown where it was typed and nothing is lost.

use super::{Fault, Form, FormKind, part::school_year};
use crate::{
    app::{
        effect::Effect,
        field::Field,
        model::{Desk, Model},
        notice::Notice,
        screen::Next,
        update::{say, write_catalog},
    },
    domain::{
        catalog::{
            Address, AnswerKind, Answerer, Category, Grades, Item, ItemId, Parts, Question,
            QuestionId, Repeat, Requirement, RequirementCode, Resource, ResourceId, When, new_name,
        },
        date::{self, SchoolYear},
        part::{self, PartKind},
        text::Text,
    },
};

/// What of the list is asked; something new where there is no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CatalogPiece {
    /// An item of the checklist, and the grade from whose page it was come to.
    Item(Option<ItemId>, u8),
    /// A rule.
    Rule(RequirementCode),
    /// A place to go.
    Place(Option<ResourceId>),
    /// A question to students, parents or staff.
    Question(Option<QuestionId>),
}

impl CatalogPiece {
    /// How a catalog file names what the fields ask, with the number of the field.
    fn keys(&self) -> &'static [(&'static str, usize)] {
        match self {
            Self::Item(..) => &[("text", 0), ("detail", 1), ("grades", 2)],
            Self::Rule(_) => &[("asks", 0), ("source", 1), ("date", 2)],
            Self::Place(_) => &[("name", 0), ("address", 1), ("for", 2)],
            Self::Question(_) => &[("asks", 0), ("of", 1)],
        }
    }
}

impl Form {
    /// A new item of a grade, or what an item says.
    pub fn item(desk: &Desk, id: Option<&ItemId>, grade: u8) -> Option<Self> {
        let item = match id {
            Some(id) => Some(desk.catalog.item(id)?),
            None => None,
        };
        let title = item.map_or("New item", |_| "Item of the checklist");
        let grades = item.map_or_else(|| grade.to_string(), |item| item.grades.to_string());
        let category = item.map_or(Category::Goals, |item| item.category);
        let when = item.map_or(When::Any, |item| item.when);
        let by = item.and_then(|item| item.by).map(month_word);
        let codes = item.map(|item| joined(&item.requirements));
        let fields = vec![
            Field::line(
                "Text",
                "what is ticked, in a few words",
                text(item, |i| &i.text),
            ),
            Field::line(
                "Done when",
                "one sentence: what counts as done",
                text(item, |i| &i.detail),
            ),
            Field::line("Grades", "8   or   6-8, 10", &grades),
            choice(
                "Part",
                Category::ALL.map(Category::short),
                at(&Category::ALL, category),
                "which part of the plan it belongs to",
            ),
            choice(
                "Due from",
                When::ALL.map(When::word),
                at(&When::ALL, when),
                "from which time of the year on",
            ),
            Field::line(
                "Done by",
                "a month, such as mar or 3; may stay empty",
                by.unwrap_or_default(),
            ),
            choice(
                "A duty",
                YES_NO,
                usize::from(item.is_some_and(|item| item.core)),
                "straight from a rule, not from good practice",
            ),
            choice(
                "Asked",
                ["once", "every year"],
                usize::from(item.is_some_and(|item| item.repeat == Repeat::EveryYear)),
                "whether a new school year asks for it again",
            ),
            Field::line(
                "Serves rules",
                "R-GOALS, R-CAREER; may stay empty",
                &codes.unwrap_or_default(),
            ),
        ];
        let piece = CatalogPiece::Item(id.cloned(), grade);
        Some(Self::new(
            FormKind::Catalog(piece),
            title.to_owned(),
            fields,
        ))
    }

    /// What a rule says.
    pub fn rule(desk: &Desk, code: &RequirementCode) -> Option<Self> {
        let rule = desk.catalog.requirement(code)?;
        let year = |year: Option<SchoolYear>| year.map(|year| year.to_string()).unwrap_or_default();
        let fields = vec![
            Field::line(
                "Asks",
                "what it asks for, in one sentence",
                rule.asks.as_str(),
            ),
            Field::line(
                "Source",
                "the regulation or document that says so",
                rule.source.as_str(),
            ),
            Field::line(
                "Of",
                "the date of that document; may stay empty",
                rule.date.as_str(),
            ),
            Field::line(
                "In force from",
                "a school year, such as 2027; empty: always was",
                &year(rule.from),
            ),
            Field::line(
                "until",
                "the last school year; empty: until further notice",
                &year(rule.until),
            ),
        ];
        let piece = CatalogPiece::Rule(code.clone());
        Some(Self::new(
            FormKind::Catalog(piece),
            format!("Rule {code}"),
            fields,
        ))
    }

    /// A new place to go, or what a place says.
    pub fn place(desk: &Desk, id: Option<&ResourceId>) -> Option<Self> {
        let mut places = desk.catalog.resources().iter();
        let place = match id {
            Some(id) => Some(places.find(|place| place.id == *id)?),
            None => None,
        };
        let title = place.map_or("New place to go", |_| "Place to go");
        let list = |of: fn(&Resource) -> String| place.map(of).unwrap_or_default();
        let address = place.map_or("https://", |place| place.address.as_str());
        let fields = vec![
            Field::line("Name", "what it is called", text(place, |p| &p.name)),
            Field::line("Address", "begins with https://", address),
            Field::line("Good for", "one sentence", text(place, |p| &p.purpose)),
            Field::line(
                "For items",
                "their names as the list of items shows them; may stay empty",
                &list(|p| joined(&p.items)),
            ),
            Field::line(
                "For parts",
                "career, course, money, ...; may stay empty",
                &list(|p| joined(&p.parts.iter().map(|part| part.name()).collect::<Vec<_>>())),
            ),
            Field::line(
                "For rules",
                "R-GOALS, R-CAREER; may stay empty",
                &list(|p| joined(&p.requirements)),
            ),
        ];
        let piece = CatalogPiece::Place(id.cloned());
        Some(Self::new(
            FormKind::Catalog(piece),
            title.to_owned(),
            fields,
        ))
    }

    /// A new question, or what a question says.
    pub fn question(desk: &Desk, id: Option<&QuestionId>) -> Option<Self> {
        let question = match id {
            Some(id) => Some(desk.catalog.question(id.as_str())?),
            None => None,
        };
        let title = question.map_or("New question", |_| "Question");
        let asked = |who| question.is_none_or(|question| question.of.contains(&who));
        let ask = |label, who| {
            choice(
                label,
                YES_NO,
                usize::from(asked(who)),
                "whether they are asked",
            )
        };
        let in_words = question.is_some_and(|question| question.kind == AnswerKind::Text);
        let fields = vec![
            Field::line(
                "Asks",
                "a question, or a sentence to agree with",
                text(question, |q| &q.asks),
            ),
            ask("Students", Answerer::Student),
            ask("Parents", Answerer::Parent),
            ask("Staff", Answerer::Staff),
            choice(
                "Answered",
                ["a number", "in words"],
                usize::from(in_words),
                "",
            ),
        ];
        let piece = CatalogPiece::Question(id.cloned());
        Some(Self::new(
            FormKind::Catalog(piece),
            title.to_owned(),
            fields,
        ))
    }

    /// The fault that the reader found in what was typed, said at its field.
    pub fn refused(&mut self, reason: &str) {
        let FormKind::Catalog(piece) = &self.kind else {
            return;
        };
        let mut said = reason.to_owned();
        for (key, field) in piece.keys() {
            let quoted = format!("\"{key}\"");
            if said.contains(&quoted) {
                self.fields.focus = *field;
                let label = self
                    .fields
                    .all
                    .get(*field)
                    .map_or(*key, |field| &field.label);
                said = said.replace(&quoted, &format!("\"{label}\""));
            }
        }
        self.error = Some(format!("{said}."));
    }

    pub(super) fn take_catalog(
        &self,
        model: &mut Model,
        piece: &CatalogPiece,
        effects: &mut Vec<Effect>,
    ) -> Result<Next, Fault> {
        let Some(desk) = &model.desk else {
            return Ok(Next::Close);
        };
        let mut parts = desk.catalog.parts().clone();
        let said = match piece {
            CatalogPiece::Item(id, _) => self.put_item(desk, &mut parts, id.as_ref())?,
            CatalogPiece::Rule(code) => self.put_rule(&mut parts, code)?,
            CatalogPiece::Place(id) => self.put_place(&mut parts, id.as_ref())?,
            CatalogPiece::Question(id) => self.put_question(desk, &mut parts, id.as_ref())?,
        };
        if parts == *desk.catalog.parts() {
            say(model, Notice::done("Nothing changed."));
            return Ok(Next::Close);
        }
        write_catalog(model, parts, said, effects);
        Ok(Next::Stay)
    }

    fn put_item(
        &self,
        desk: &Desk,
        parts: &mut Parts,
        id: Option<&ItemId>,
    ) -> Result<String, Fault> {
        let text = self.needed(0, "An item needs a few words that say what is ticked.")?;
        let detail = self.needed(1, "One sentence says what counts as done.")?;
        let grades = Grades::parse(self.fields.text(2));
        let grades = grades.ok_or_else(|| (2, "Grades are 6 to 12: 8, or 6-8, 10.".to_owned()))?;
        let category = Category::ALL.get(self.fields.chosen(3)).copied();
        let when = When::ALL.get(self.fields.chosen(4)).copied();
        let by = self.month(5)?;
        let repeat = match self.fields.chosen(7) {
            0 => Repeat::Once,
            _ => Repeat::EveryYear,
        };
        let requirements = self.codes(8, parts)?;
        let old = id.and_then(|id| parts.items.iter_mut().find(|item| item.id == *id));
        let made = Item {
            id: match &old {
                Some(old) => old.id.clone(),
                None => item_id(desk, grades, &text)?,
            },
            grades,
            detail,
            category: category.unwrap_or(Category::Goals),
            requirements,
            when: when.unwrap_or(When::Any),
            by,
            core: self.fields.chosen(6) == 1,
            repeat,
            switch: old.as_ref().and_then(|old| old.switch.clone()),
            text,
        };
        if let Some(old) = old {
            let said = format!("Changed: {}.", made.text);
            *old = made;
            return Ok(said);
        }
        let said = format!("Added for {}: {}.", grades.spoken(), made.text);
        let grade = grades.iter().next().unwrap_or_default();
        let mut items = parts.items.iter();
        let last = items.rposition(|item| item.grades.contains(grade));
        let behind = last.map_or(parts.items.len(), |last| last + 1);
        parts.items.insert(behind, made);
        Ok(said)
    }

    fn put_rule(&self, parts: &mut Parts, code: &RequirementCode) -> Result<String, Fault> {
        let asks = self.needed(0, "One sentence says what the rule asks for.")?;
        let source = self.needed(1, "A rule has a source.")?;
        let (from, until) = (self.year(3)?, self.year(4)?);
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            return Err((4, "It ends before it begins.".to_owned()));
        }
        let rule = parts
            .requirements
            .iter_mut()
            .find(|rule| rule.code == *code);
        if let Some(rule) = rule {
            let date = self.text(2);
            *rule = Requirement {
                asks,
                source,
                date,
                from,
                until,
                ..rule.clone()
            };
        }
        Ok(format!("Changed: {code}."))
    }

    fn put_place(&self, parts: &mut Parts, id: Option<&ResourceId>) -> Result<String, Fault> {
        let name = self.needed(0, "A place has a name.")?;
        let address = Address::new(self.fields.text(1).trim()).ok_or_else(|| {
            let most = Address::LONGEST;
            let reason = "An address begins with https:// and has no blanks or quotes;";
            (1, format!("{reason} {most} letters at most."))
        })?;
        let purpose = self.needed(2, "One sentence says what it is good for.")?;
        let items: Vec<ItemId> = parts.items.iter().map(|item| item.id.clone()).collect();
        let items = self.several(3, &items, "No item has the name")?;
        let kinds: Vec<&str> = PartKind::ALL.iter().map(|kind| kind.name()).collect();
        let kinds = self.several(4, &kinds, "No part of a plan has the name")?;
        let requirements = self.codes(5, parts)?;
        let taken = |id: &ResourceId| parts.resources.iter().any(|one| one.id == *id);
        let id = id
            .cloned()
            .or_else(|| new_name("", name.as_str(), ResourceId::new, taken))
            .or_else(|| new_name("place", "", ResourceId::new, taken));
        let made = Resource {
            id: id.ok_or_else(|| (0, "Another name is needed.".to_owned()))?,
            name,
            address,
            purpose,
            items,
            parts: kinds.into_iter().filter_map(PartKind::named).collect(),
            requirements,
        };
        let id = made.id.clone();
        let said = made.name.to_string();
        if let Some(old) = parts.resources.iter_mut().find(|one| one.id == id) {
            *old = made;
            return Ok(format!("Changed: {said}."));
        }
        parts.resources.push(made);
        Ok(format!("Added: {said}."))
    }

    fn put_question(
        &self,
        desk: &Desk,
        parts: &mut Parts,
        id: Option<&QuestionId>,
    ) -> Result<String, Fault> {
        let asks = self.needed(0, "A question needs its words.")?;
        let of: Vec<Answerer> = Answerer::ALL
            .iter()
            .zip(1..)
            .filter(|(_, field)| self.fields.chosen(*field) == 1)
            .map(|(who, _)| *who)
            .collect();
        if of.is_empty() {
            return Err((1, "A question is asked of somebody.".to_owned()));
        }
        let kind = match self.fields.chosen(4) {
            0 => AnswerKind::Scale,
            _ => AnswerKind::Text,
        };
        if let Some(old) = parts.questions.iter_mut().find(|one| Some(&one.id) == id) {
            (old.asks, old.of, old.kind) = (asks, of, kind);
            return Ok(format!("Changed: {}", old.asks));
        }
        let taken = |id: &QuestionId| {
            parts.questions.iter().any(|one| one.id == *id) || is_answered(desk, id)
        };
        let id = new_name("", asks.as_str(), QuestionId::new, taken)
            .or_else(|| new_name("question", "", QuestionId::new, taken))
            .ok_or_else(|| (0, "Other words are needed.".to_owned()))?;
        let said = format!("Added: {asks}");
        parts.questions.push(Question { id, asks, of, kind });
        Ok(said)
    }

    /// A month by its number or the beginning of its name.
    fn month(&self, at: usize) -> Result<Option<u8>, Fault> {
        let typed = self.fields.text(at).trim().to_lowercase();
        if typed.is_empty() {
            return Ok(None);
        }
        let named = |number: &u8| {
            let name = month_word(*number).to_lowercase();
            typed.parse() == Ok(*number) || typed.starts_with(&name)
        };
        let month = (1..=12).find(named);
        month
            .map(Some)
            .ok_or_else(|| (at, "A month is 1 to 12, or its name: mar.".to_owned()))
    }

    fn year(&self, at: usize) -> Result<Option<SchoolYear>, Fault> {
        let typed = self.fields.text(at).trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let fault = || {
            (
                at,
                "The year in which it begins: 2027 is 2027-28.".to_owned(),
            )
        };
        school_year(typed).map(Some).ok_or_else(fault)
    }

    fn codes(&self, at: usize, parts: &Parts) -> Result<Vec<RequirementCode>, Fault> {
        let codes: Vec<_> = parts
            .requirements
            .iter()
            .map(|one| one.code.clone())
            .collect();
        self.several(at, &codes, "No rule has the name")
    }

    /// Several of what is known, with commas between them.
    fn several<T: Clone + PartialEq + AsRef<str>>(
        &self,
        at: usize,
        known: &[T],
        unknown: &str,
    ) -> Result<Vec<T>, Fault> {
        let mut several: Vec<T> = Vec::new();
        let typed = self.fields.text(at).split(',').map(str::trim);
        for name in typed.filter(|name| !name.is_empty()) {
            let found = known
                .iter()
                .find(|one| one.as_ref().eq_ignore_ascii_case(name));
            let found = found.ok_or_else(|| (at, format!("{unknown} {}.", Text::new(name))))?;
            if !several.contains(found) {
                several.push(found.clone());
            }
        }
        Ok(several)
    }
}

const YES_NO: [&str; 2] = ["no", "yes"];

fn choice<const N: usize>(label: &str, words: [&str; N], chosen: usize, hint: &str) -> Field {
    Field {
        hint: hint.to_owned(),
        ..Field::choice(label, words.map(str::to_owned), chosen)
    }
}

fn at<T: PartialEq + Copy>(all: &[T], one: T) -> usize {
    all.iter().position(|known| *known == one).unwrap_or(0)
}

fn text<T>(of: Option<&T>, part: fn(&T) -> &Text) -> &str {
    of.map_or("", |of| part(of).as_str())
}

fn joined<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    names.join(", ")
}

fn month_word(number: u8) -> &'static str {
    date::month(i8::try_from(number).unwrap_or_default())
}

/// An id that no item has and that no mark in the book refers to: what was ticked once is not ticked at something new.
fn item_id(desk: &Desk, grades: Grades, text: &Text) -> Result<ItemId, Fault> {
    let grade = grades.iter().next().unwrap_or_default();
    let is_taken = |id: &ItemId| {
        let mut students = desk.book.students.values();
        let mut plans = desk.book.plans.values();
        desk.catalog.item(id).is_some()
            || students.any(|student| student.once.contains_key(id))
            || plans.any(|plan| plan.marks.contains_key(id))
    };
    new_name(&format!("g{grade}"), text.as_str(), ItemId::new, is_taken)
        .ok_or_else(|| (0, "Other words are needed.".to_owned()))
}

/// Whether an answer in memory refers to a question.
fn is_answered(desk: &Desk, id: &QuestionId) -> bool {
    let mut parts = desk.book.school.values().flat_map(|year| year.values());
    parts.any(|part| {
        let about = part.values.get(&part::Field::About);
        part.kind == PartKind::Answer
            && matches!(about, Some(part::Value::Text(text)) if text.as_str() == id.as_str())
    })
}
