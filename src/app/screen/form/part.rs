//! The form of a part of a plan: asked field by field as the table of its kind says.

use super::{Fault, Form, FormKind, change_with, day_text};
use crate::{
    app::{
        effect::Effect,
        field::Field as Asked,
        model::{Desk, Model},
    },
    domain::{
        act,
        date::{Date, SchoolYear, Toward},
        evidence,
        id::{GoalId, PartId, StudentId},
        part::{Field, FieldSpec, PartKind, PartOf, Takes, Value, Values},
        text::Text,
    },
};

/// What a form of a part is about.
#[derive(Debug, Clone, PartialEq)]
pub struct PartForm {
    /// Where the part is kept.
    pub of: PartOf,
    /// What it is.
    pub kind: PartKind,
    /// Which; a new one where there is none.
    pub id: Option<PartId>,
    /// The goals that are offered behind *none*, in this order.
    goals: Vec<GoalId>,
    /// What is settled and not asked.
    pub(super) settled: Values,
}

impl PartForm {
    /// The fields that are asked, in order.
    fn asked(&self) -> impl Iterator<Item = &'static FieldSpec> {
        let asked = self.kind.fields().iter();
        asked.filter(|spec| !self.settled.contains_key(&spec.field) && spec.takes.is_typed())
    }
}

impl Form {
    /// A new part, with what is chosen already.
    pub fn new_part(
        desk: &Desk,
        of: PartOf,
        kind: PartKind,
        chosen: &[(Field, Value)],
    ) -> Option<Self> {
        let settled = chosen.iter().cloned().collect();
        Self::of_part(desk, of, kind, None, &Values::new(), settled)
    }

    /// What a part says.
    pub fn edit_part(desk: &Desk, of: PartOf, id: PartId) -> Option<Self> {
        let part = desk.book.parts_at(of)?.get(&id)?;
        let settled = part.kind.fields().iter().filter_map(|spec| {
            let value = part.values.get(&spec.field)?;
            (!spec.takes.is_typed()).then(|| (spec.field, value.clone()))
        });
        let settled = settled.collect();
        Self::of_part(desk, of, part.kind, Some(id), &part.values, settled)
    }

    /// The school's rating of an indicator in a year: a new one, or what the rating says. The indicator is settled.
    pub fn rating(desk: &Desk, year: SchoolYear, code: &str) -> Option<Self> {
        let of = PartOf::School(year);
        let about = (Field::About, Value::Text(Text::new(code)));
        let known = evidence::rating(&desk.book, code, year);
        let (id, values) = known.map_or((None, Values::new()), |part| {
            (Some(part.id), part.values.clone())
        });
        let settled = Values::from([about]);
        Self::of_part(desk, of, PartKind::Rating, id, &values, settled)
    }

    fn of_part(
        desk: &Desk,
        of: PartOf,
        kind: PartKind,
        id: Option<PartId>,
        values: &Values,
        settled: Values,
    ) -> Option<Self> {
        let whose = match of.student() {
            Some(student) => format!(" of {}", desk.book.students.get(&student)?.spoken()),
            None => String::new(),
        };
        let goals = of
            .student()
            .map(|student| goals_of(desk, student))
            .unwrap_or_default();
        let said = settled.iter().filter(|(field, _)| **field != Field::Line);
        let what: Vec<&str> = said.filter_map(|(_, value)| label(value)).collect();
        let what = if what.is_empty() {
            String::new()
        } else {
            format!(", {}", what.join(", "))
        };
        let is_new = id.is_none() && !kind.is_single();
        let new = if is_new { "New " } else { "" };
        let title = capital(&format!("{new}{}{whose}{what}", kind.noun()));
        let form = PartForm {
            of,
            kind,
            id,
            goals,
            settled,
        };
        let ask = |spec: &FieldSpec| ask(desk, &form, spec, values.get(&spec.field));
        let fields = form.asked().map(ask).collect();
        Some(Self::new(FormKind::Part(Box::new(form)), title, fields))
    }

    pub(super) fn take_part(
        &self,
        model: &mut Model,
        form: &PartForm,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let now = model.now;
        let Some(desk) = &model.desk else {
            return Ok(());
        };
        let mut values = form.settled.clone();
        for (at, spec) in form.asked().enumerate() {
            let value = self.value(at, spec, form, now.date(), desk.book.settings.year)?;
            if value.is_none() && spec.must {
                return Err((at, format!("{}: this has to be filled.", spec.label)));
            }
            values.extend(value.map(|value| (spec.field, value)));
        }
        change_with(model, effects, |desk| {
            let stamp = desk.stamp(now);
            match form.id {
                Some(id) => act::edit_part(&desk.book, form.of, id, values, stamp),
                None => act::add_part(&desk.book, form.of, form.kind, values, stamp),
            }
        });
        Ok(())
    }

    fn value(
        &self,
        at: usize,
        spec: &FieldSpec,
        form: &PartForm,
        today: Date,
        year: SchoolYear,
    ) -> Result<Option<Value>, Fault> {
        let text = self.text(at);
        Ok(match spec.takes {
            Takes::Text => (!text.is_empty()).then_some(Value::Text(text)),
            Takes::Day if spec.field == Field::Decided => {
                self.day_in(at, today, Toward::Past)?.map(Value::Day)
            }
            Takes::Day => self.day_in(at, today, Toward::Future)?.map(Value::Day),
            Takes::Today => Some(Value::Day(
                self.day_in(at, today, Toward::Past)?.unwrap_or(today),
            )),
            Takes::Year if text.is_empty() => Some(Value::Year(year)),
            Takes::Year => Some(Value::Year(school_year(text.as_str()).ok_or_else(
                || {
                    (
                        at,
                        "The year in which it begins: 2027 is 2027-28.".to_owned(),
                    )
                },
            )?)),
            Takes::Number(..) if text.is_empty() => None,
            Takes::Number(from, to) => {
                let number = text.as_str().parse().ok();
                let number = number.filter(|number| (from..=to).contains(number));
                Some(Value::Number(number.ok_or_else(|| {
                    (at, format!("A number from {from} to {to}."))
                })?))
            }
            Takes::Choice(choices) => choices
                .get(self.fields.chosen(at))
                .map(|choice| Value::Choice(*choice)),
            Takes::Goal => self
                .fields
                .chosen(at)
                .checked_sub(1)
                .and_then(|at| form.goals.get(at))
                .map(|goal| Value::Goal(*goal)),
            Takes::Item | Takes::Line => None,
        })
    }
}

/// One field, with what stands in it.
fn ask(desk: &Desk, form: &PartForm, spec: &FieldSpec, value: Option<&Value>) -> Asked {
    let line = |text: &str| Asked::line(spec.label, spec.hint, text);
    match spec.takes {
        Takes::Choice(choices) => {
            let chosen = choices
                .iter()
                .position(|choice| matches!(value, Some(Value::Choice(value)) if value == choice));
            let options = choices.iter().map(|choice| choice.label.to_owned());
            Asked::choice(spec.label, options, chosen.unwrap_or(0))
        }
        Takes::Goal => {
            let goal = |id: &GoalId| {
                let student = form.of.student()?;
                Some(desk.book.goal(student, *id)?.text.as_str().to_owned())
            };
            let none = std::iter::once("none".to_owned());
            let options = none.chain(form.goals.iter().filter_map(goal));
            let chosen = form
                .goals
                .iter()
                .position(|id| matches!(value, Some(Value::Goal(value)) if value == id));
            Asked::choice(spec.label, options, chosen.map_or(0, |at| at + 1))
        }
        _ => match value {
            Some(Value::Text(text)) => line(text.as_str()),
            Some(Value::Day(day)) => line(&day_text(Some(*day))),
            Some(Value::Year(year)) => line(&year.to_string()),
            Some(Value::Number(number)) => line(&number.to_string()),
            _ => line(""),
        },
    }
}

fn goals_of(desk: &Desk, student: StudentId) -> Vec<GoalId> {
    desk.book.plan(student).goals.keys().copied().collect()
}

fn label(value: &Value) -> Option<&str> {
    match value {
        Value::Choice(choice) => Some(choice.label),
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    }
}

/// `2027`, `2027-28` or `27`: the year in which a school year begins.
pub(super) fn school_year(typed: &str) -> Option<SchoolYear> {
    let begins = typed.split_once('-').map_or(typed, |(begins, _)| begins);
    let year: i16 = begins.trim().parse().ok()?;
    let year = if (0..100).contains(&year) {
        2000 + year
    } else {
        year
    };
    (1990..=2200).contains(&year).then_some(SchoolYear(year))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_is_typed_in_several_ways() {
        for typed in ["2027", "2027-28", "27", " 2027 "] {
            assert_eq!(school_year(typed), Some(SchoolYear(2027)), "{typed}");
        }
        assert_eq!(school_year("next"), None);
        assert_eq!(school_year("20277"), None);
    }
}
