//! Reads the rules of a catalog file and what each of them asks to find in a plan.
//!
//! Called only by the reader of catalogs. What a way to meet a need looks like is known to `way`.

use super::field::{Faults, Fields, Value};
use super::{Known, LABEL, SENTENCE, grades, known_switch, way};
use crate::domain::catalog::{Grades, Need, Requirement, RequirementCode};
use crate::domain::date::SchoolYear;

/// One `[[requirement]]`, still without its needs.
pub(super) fn requirement(
    value: &Value<'_>,
    known: &Known,
    faults: &mut Faults<'_>,
) -> Option<Requirement> {
    let keys = [
        "code", "asks", "source", "date", "grades", "from", "until", "switch",
    ];
    let fields = Fields::of("a requirement", value, &keys, faults)?;
    let code = fields.name("code", "upper-case", RequirementCode::new, faults);
    let asks = fields.text("asks", SENTENCE, faults);
    let source = fields.text("source", SENTENCE, faults);
    let date = fields.optional_text("date", LABEL, faults);
    Some(Requirement {
        code: code?,
        asks: asks?,
        source: source?,
        date: date.unwrap_or_default(),
        grades: grades_or_all(&fields, faults)?,
        from: school_year(&fields, "from", faults),
        until: school_year(&fields, "until", faults),
        switch: match fields.value("switch") {
            Some(value) => Some(known_switch(value, known, faults)?),
            None => None,
        },
        needs: Vec::new(),
    })
}

fn grades_or_all(fields: &Fields<'_, '_>, faults: &mut Faults<'_>) -> Option<Grades> {
    match fields.value("grades") {
        Some(_) => grades(fields, faults),
        None => Some(Grades::ALL),
    }
}

/// A school year, by the calendar year in which it begins.
fn school_year(fields: &Fields<'_, '_>, key: &str, faults: &mut Faults<'_>) -> Option<SchoolYear> {
    let number = fields.value(key)?.get_ref().as_integer();
    let year = number.and_then(|number| i16::from_str_radix(number.as_str(), number.radix()).ok());
    let year = year.filter(|year| (1990..=2200).contains(year));
    if year.is_none() {
        let reason = format!("\"{key}\" is the year in which a school year begins, such as 2023");
        fields.complain(key, &reason, faults);
    }
    year.map(SchoolYear)
}

/// One `[[need]]`, and the code of the requirement that has it.
pub(super) fn need(
    value: &Value<'_>,
    known: &Known,
    faults: &mut Faults<'_>,
) -> Option<(RequirementCode, Need)> {
    let fields = Fields::of("a need", value, &["rule", "say", "grades", "any"], faults)?;
    let code = fields.name("rule", "upper-case", RequirementCode::new, faults);
    let say = fields.text("say", LABEL, faults);
    let grades = grades_or_all(&fields, faults);
    let ways = fields.array("any", faults)?;
    if ways.is_empty() {
        fields.complain("any", "a need has at least one way to meet it", faults);
    }
    let mut any = Vec::new();
    for value in ways {
        match value.get_ref().as_str().and_then(way::read) {
            Some(way) => any.push(way),
            None => faults.at(
                value.span(),
                format!("a way is written like {}", way::FORMS),
            ),
        }
    }
    let code = code?;
    if !known.codes.contains(&code) {
        let reason = format!("no [[requirement]] has the code \"{code}\"");
        fields.complain("rule", &reason, faults);
        return None;
    }
    Some((
        code,
        Need {
            say: say?,
            grades: grades?,
            any,
        },
    ))
}

/// Gives each requirement its needs, in their order.
pub(super) fn with_needs(
    mut requirements: Vec<Requirement>,
    needs: Vec<(RequirementCode, Need)>,
) -> Vec<Requirement> {
    for (code, need) in needs {
        let whose = requirements.iter_mut().find(|one| one.code == code);
        if let Some(requirement) = whose {
            requirement.needs.push(need);
        }
    }
    requirements
}
