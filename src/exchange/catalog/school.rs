//! Reads what a catalog file has beside the checklist and its rules: places to go, questions, and the indicators of the rubric.
//!
//! Called only by the reader of catalogs, and held to the same care: a fault is told with its line and its reason.

use super::field::{Faults, Fields, Value};
use super::{Known, LABEL, SENTENCE};
use crate::domain::catalog::{
    Address, AnswerKind, Answerer, Evidence, Indicator, IndicatorCode, Question, QuestionId,
    Resource, ResourceId, RubricPart,
};
use crate::domain::part::PartKind;

/// One `[[resource]]`.
pub(super) fn resource(
    value: &Value<'_>,
    known: &Known,
    faults: &mut Faults<'_>,
) -> Option<Resource> {
    let keys = [
        "id",
        "name",
        "address",
        "for",
        "items",
        "parts",
        "requirements",
    ];
    let fields = Fields::of("a resource", value, &keys, faults)?;
    let id = fields.name("id", "lower-case", ResourceId::new, faults);
    let name = fields.text("name", LABEL, faults);
    let address = address(&fields, faults);
    let purpose = fields.text("for", SENTENCE, faults);
    let items = fields.several("items", &known.items, faults, |item| {
        format!("no [[item]] has the id \"{item}\"")
    });
    let parts = fields.several(
        "parts",
        &named(PartKind::ALL, PartKind::name),
        faults,
        |part| {
            let all = words(PartKind::ALL, PartKind::name);
            format!("\"{part}\" is no part of a plan; the parts: {all}")
        },
    );
    let requirements = super::requirements(&fields, known, faults);
    Some(Resource {
        id: id?,
        name: name?,
        address: address?,
        purpose: purpose?,
        items,
        parts: parts.into_iter().map(|part| part.0).collect(),
        requirements,
    })
}

fn address(fields: &Fields<'_, '_>, faults: &mut Faults<'_>) -> Option<Address> {
    let text = fields.text("address", SENTENCE, faults)?;
    let address = Address::new(text.as_str());
    if address.is_none() {
        let most = Address::LONGEST;
        let reason = format!(
            "\"address\" begins with https:// and has no blanks or quotes; {most} letters at most"
        );
        fields.complain("address", &reason, faults);
    }
    address
}

/// One `[[question]]`.
pub(super) fn question(value: &Value<'_>, faults: &mut Faults<'_>) -> Option<Question> {
    let fields = Fields::of("a question", value, &["id", "asks", "of", "kind"], faults)?;
    let id = fields.name("id", "lower-case", QuestionId::new, faults);
    let asks = fields.text("asks", SENTENCE, faults);
    let of = answerers(&fields, faults);
    let kind = fields.one_of("kind", &pairs(AnswerKind::ALL, AnswerKind::name), faults);
    Some(Question {
        id: id?,
        asks: asks?,
        of: of?,
        kind: kind?,
    })
}

fn answerers(fields: &Fields<'_, '_>, faults: &mut Faults<'_>) -> Option<Vec<Answerer>> {
    if fields.array("of", faults)?.is_empty() {
        fields.complain("of", "a question is asked of somebody", faults);
    }
    let known = named(Answerer::ALL, Answerer::name);
    let of = fields.several("of", &known, faults, |who| {
        let all = words(Answerer::ALL, Answerer::name);
        format!("\"{who}\" is not asked; who may be: {all}")
    });
    Some(of.into_iter().map(|who| who.0).collect())
}

/// One `[[indicator]]`.
pub(super) fn indicator(value: &Value<'_>, faults: &mut Faults<'_>) -> Option<Indicator> {
    let keys = ["code", "part", "asks", "evidence"];
    let fields = Fields::of("an indicator", value, &keys, faults)?;
    let code = fields.name("code", "upper-case", IndicatorCode::new, faults);
    let part = fields.one_of("part", &pairs(RubricPart::ALL, RubricPart::name), faults);
    let asks = fields.text("asks", SENTENCE, faults);
    let evidence = match fields.value("evidence") {
        Some(_) => {
            let figures = pairs(Evidence::ALL, Evidence::name);
            Some(fields.one_of("evidence", &figures, faults)?)
        }
        None => None,
    };
    Some(Indicator {
        code: code?,
        part: part?,
        asks: asks?,
        evidence,
    })
}

/// Something with the name by which a file calls it.
#[derive(Clone, Copy, PartialEq)]
struct Named<T>(T, &'static str);

impl<T> AsRef<str> for Named<T> {
    fn as_ref(&self) -> &str {
        self.1
    }
}

fn named<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<Named<T>> {
    all.iter().map(|one| Named(*one, name(*one))).collect()
}

fn pairs<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|one| (name(*one), *one)).collect()
}

fn words<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> String {
    let words: Vec<_> = all.iter().map(|one| name(*one)).collect();
    words.join(", ")
}
