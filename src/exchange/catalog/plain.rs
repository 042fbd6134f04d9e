//! Reads the catalog that is compiled in, quickly: it is read at every start of the program, before anything is shown.
//!
//! The default is written plainly, one `key = value` a line, without escapes and comments behind a value. That much is read
//! here and nothing is checked; for anything else the answer is `None`, and the reader of school files does it. It takes
//! a quarter of the time and a third of the memory. A test holds both to the same result.

use super::{month_and_day, way};
use crate::domain::catalog::{
    Address, AnswerKind, Answerer, Category, Evidence, GRADES, Grades, Indicator, IndicatorCode,
    Item, ItemId, Need, Parts, Phrase, Question, QuestionId, Repeat, Requirement, RequirementCode,
    Resource, ResourceId, RubricPart, Scope, Switch, SwitchName, When,
};
use crate::domain::date::SchoolYear;
use crate::domain::part::PartKind;
use crate::domain::text::Text;

/// One table: its keys and the values as they are written.
type Lines<'t> = Vec<(&'t str, &'t str)>;

/// The parts of a plainly written catalog.
pub(super) fn read(text: &str) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut header = "";
    let mut lines = Lines::new();
    for line in text.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with('[') {
            close(&mut parts, header, &lines)?;
            lines.clear();
            header = line;
        } else {
            let end = line.bytes().position(|byte| byte == b' ')?;
            let (key, value) = line.split_at_checked(end)?;
            lines.push((key, value.strip_prefix(" = ")?));
        }
    }
    close(&mut parts, header, &lines)?;
    Some(parts)
}

/// Takes over a table that has ended.
fn close(parts: &mut Parts, header: &str, lines: &Lines<'_>) -> Option<()> {
    match header {
        "" => {
            parts.name = text(lines, "name")?;
            parts.half_from = match value(lines, "half_from") {
                Some(day) => Some(month_and_day(string(day)?)?),
                None => None,
            };
        }
        "[[need]]" => {
            let code = string(value(lines, "rule")?)?;
            let mut known = parts.requirements.iter_mut();
            let requirement = known.find(|known| known.code.as_str() == code)?;
            requirement.needs.push(need(lines)?);
        }
        "[[requirement]]" => parts.requirements.push(requirement(lines)?),
        "[[resource]]" => {
            let resource = resource(lines, parts)?;
            parts.resources.push(resource);
        }
        "[[question]]" => parts.questions.push(question(lines)?),
        "[[indicator]]" => parts.indicators.push(indicator(lines)?),
        "[[switch]]" => parts.switches.push(switch(lines)?),
        "[[item]]" => {
            let item = item(lines, parts)?;
            parts.items.push(item);
        }
        "[prompts]" => {
            for (list, grade) in parts.prompts.iter_mut().zip(GRADES) {
                let words = strings(value(lines, &grade.to_string()).unwrap_or("[]"))?;
                list.extend(words.map(Text::new));
            }
        }
        "[phrases]" => {
            for (prefix, words) in lines {
                parts.phrases.push(Phrase {
                    prefix: Text::new(prefix),
                    text: Text::new(string(words)?),
                });
            }
        }
        _ => return None,
    }
    Some(())
}

fn requirement(lines: &Lines<'_>) -> Option<Requirement> {
    Some(Requirement {
        code: RequirementCode::new(string(value(lines, "code")?)?)?,
        asks: text(lines, "asks")?,
        source: text(lines, "source")?,
        date: text(lines, "date").unwrap_or_default(),
        grades: grades_or_all(lines)?,
        from: match value(lines, "from") {
            Some(year) => Some(school_year(year)?),
            None => None,
        },
        until: match value(lines, "until") {
            Some(year) => Some(school_year(year)?),
            None => None,
        },
        switch: match value(lines, "switch") {
            Some(name) => Some(SwitchName::new(string(name)?)?),
            None => None,
        },
        needs: Vec::new(),
    })
}

fn grades_or_all(lines: &Lines<'_>) -> Option<Grades> {
    match value(lines, "grades") {
        Some(list) => grades(list),
        None => Some(Grades::ALL),
    }
}

fn school_year(year: &str) -> Option<SchoolYear> {
    Some(SchoolYear(year.parse().ok()?))
}

fn need(lines: &Lines<'_>) -> Option<Need> {
    Some(Need {
        say: text(lines, "say")?,
        grades: grades_or_all(lines)?,
        any: strings(value(lines, "any")?)?
            .map(way::read)
            .collect::<Option<_>>()?,
    })
}

fn switch(lines: &Lines<'_>) -> Option<Switch> {
    Some(Switch {
        name: SwitchName::new(string(value(lines, "name")?)?)?,
        scope: match value(lines, "for")? {
            "\"book\"" => Scope::Book,
            "\"student\"" => Scope::Student,
            _ => return None,
        },
        text: text(lines, "text")?,
    })
}

fn item(lines: &Lines<'_>, parts: &Parts) -> Option<Item> {
    let category = string(value(lines, "category")?)?;
    let when = string(value(lines, "when")?)?;
    Some(Item {
        id: ItemId::new(string(value(lines, "id")?)?)?,
        grades: grades(value(lines, "grades")?)?,
        text: text(lines, "text")?,
        detail: text(lines, "detail")?,
        category: Category::ALL.into_iter().find(|c| c.short() == category)?,
        requirements: match value(lines, "requirements") {
            Some(codes) => known(codes, parts)?,
            None => Vec::new(),
        },
        when: When::ALL.into_iter().find(|w| w.word() == when)?,
        by: match value(lines, "by") {
            Some(month) => Some(month.parse().ok()?),
            None => None,
        },
        core: match value(lines, "core") {
            Some(answer) => answer.parse().ok()?,
            None => false,
        },
        repeat: match value(lines, "repeat") {
            Some("\"every year\"") => Repeat::EveryYear,
            Some("\"once\"") | None => Repeat::Once,
            Some(_) => return None,
        },
        switch: match value(lines, "switch") {
            Some(name) => {
                let name = string(name)?;
                let mut known = parts.switches.iter();
                Some(
                    known
                        .find(|known| known.name.as_str() == name)?
                        .name
                        .clone(),
                )
            }
            None => None,
        },
    })
}

fn resource(lines: &Lines<'_>, parts: &Parts) -> Option<Resource> {
    let list = |key| strings(value(lines, key).unwrap_or("[]"));
    Some(Resource {
        id: ResourceId::new(string(value(lines, "id")?)?)?,
        name: text(lines, "name")?,
        address: Address::new(string(value(lines, "address")?)?)?,
        purpose: text(lines, "for")?,
        items: list("items")?.map(ItemId::new).collect::<Option<_>>()?,
        parts: list("parts")?.map(PartKind::named).collect::<Option<_>>()?,
        requirements: known(value(lines, "requirements").unwrap_or("[]"), parts)?,
    })
}

fn question(lines: &Lines<'_>) -> Option<Question> {
    let of = strings(value(lines, "of")?)?.map(Answerer::named);
    Some(Question {
        id: QuestionId::new(string(value(lines, "id")?)?)?,
        asks: text(lines, "asks")?,
        of: of.collect::<Option<_>>()?,
        kind: AnswerKind::named(string(value(lines, "kind")?)?)?,
    })
}

fn indicator(lines: &Lines<'_>) -> Option<Indicator> {
    Some(Indicator {
        code: IndicatorCode::new(string(value(lines, "code")?)?)?,
        part: RubricPart::named(string(value(lines, "part")?)?)?,
        asks: text(lines, "asks")?,
        evidence: match value(lines, "evidence") {
            Some(name) => Some(Evidence::named(string(name)?)?),
            None => None,
        },
    })
}

/// The codes of rules that are known.
fn known(codes: &str, parts: &Parts) -> Option<Vec<RequirementCode>> {
    strings(codes)?
        .map(|code| {
            let mut known = parts.requirements.iter().map(|known| &known.code);
            known.find(|known| known.as_str() == code).cloned()
        })
        .collect()
}

fn grades(list: &str) -> Option<Grades> {
    let list = list.strip_prefix('[')?.strip_suffix(']')?;
    let grades: Option<Vec<u8>> = list.split(", ").map(|grade| grade.parse().ok()).collect();
    Grades::new(grades?)
}

fn value<'t>(lines: &Lines<'t>, key: &str) -> Option<&'t str> {
    let line = lines.iter().find(|(known, _)| *known == key)?;
    Some(line.1)
}

fn text(lines: &Lines<'_>, key: &str) -> Option<Text> {
    Some(Text::new(string(value(lines, key)?)?))
}

/// What stands between two quotes, when no escape is in it.
fn string(value: &str) -> Option<&str> {
    let inside = value.strip_prefix('"')?.strip_suffix('"')?;
    let is_plain = !inside.bytes().any(|byte| matches!(byte, b'"' | b'\\'));
    is_plain.then_some(inside)
}

/// What stands in a list of strings on one line.
fn strings(list: &str) -> Option<impl Iterator<Item = &str>> {
    let list = list.strip_prefix('[')?.strip_suffix(']')?;
    // Between quotes stand, in turn, nothing, a string, a comma, a string, and so on.
    let is_plain = !list.contains('\\') && list.split('"').step_by(2).all(is_gap);
    is_plain.then(|| list.split('"').skip(1).step_by(2))
}

fn is_gap(between: &str) -> bool {
    matches!(between, "" | ", ")
}
