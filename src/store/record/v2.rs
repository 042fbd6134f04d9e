//! Version 2 of the stored forms: version 1, and behind it what plans have held since. Frozen: a field is never added,
//! moved or retyped here.

use serde::{Deserialize, Serialize};

use super::entry::PlanKeyV1;
use super::v1::{
    CheckInV1, DateV1, GoalStateV1, GoalV1, MarkV1, SettingsV1, StudentV1, TimeV1, item,
    marks_from_stored, marks_to_stored,
};
use super::{Form, Read, Unreadable};
use crate::domain::book::{LOCK_RANGE, Settings};
use crate::domain::date::SchoolYear;
use crate::domain::goal::{Barrier, Goal, Reflection, Step};
use crate::domain::id::{GoalId, PartId, StudentId};
use crate::domain::part::{Field, Part, PartKind, PartOf, Parts, Value};
use crate::domain::plan::Plan;
use crate::domain::student::{Standing, Student};
use crate::domain::text::Text;

#[derive(Serialize, Deserialize)]
pub(super) struct SettingsV2<'a> {
    #[serde(borrow)]
    v1: SettingsV1<'a>,
    begin_by: Option<DateV1>,
    lock_minutes: u8,
}

impl<'a> From<&'a Settings> for SettingsV2<'a> {
    fn from(settings: &'a Settings) -> Self {
        Self {
            v1: settings.into(),
            begin_by: settings.begin_by.map(DateV1::from),
            lock_minutes: settings.lock_minutes,
        }
    }
}

impl Form for SettingsV2<'_> {
    type Of = Settings;

    fn read(self) -> Read<Settings> {
        Ok(Settings {
            begin_by: self.begin_by.map(DateV1::date).transpose()?,
            lock_minutes: lock_minutes(self.lock_minutes)?,
            ..self.v1.read()?
        })
    }
}

fn lock_minutes(stored: u8) -> Read<u8> {
    let known = LOCK_RANGE.contains(&stored);
    known.then_some(stored).ok_or(Unreadable::Damaged)
}

#[derive(Serialize, Deserialize)]
pub(super) struct StudentV2<'a> {
    #[serde(borrow)]
    v1: StudentV1<'a>,
    graduated: Option<DateV1>,
    arrived: Option<DateV1>,
}

impl<'a> From<&'a Student> for StudentV2<'a> {
    fn from(student: &'a Student) -> Self {
        Self {
            v1: student.into(),
            graduated: match student.standing {
                Standing::Graduated { on } => Some(on.into()),
                Standing::Here | Standing::Left { .. } => None,
            },
            arrived: student.arrived.map(DateV1::from),
        }
    }
}

impl Form for StudentV2<'_> {
    type Of = Student;

    fn read(self) -> Read<Student> {
        let mut student = self.v1.read()?;
        if let Some(on) = self.graduated {
            student.standing = Standing::Graduated { on: on.date()? };
        }
        student.arrived = self.arrived.map(DateV1::date).transpose()?;
        Ok(student)
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct GoalV2<'a> {
    #[serde(borrow)]
    v1: GoalV1<'a>,
    changed: TimeV1,
    benchmark: &'a str,
    /// A barrier with its strategies.
    #[serde(borrow)]
    barriers: Vec<(&'a str, Vec<&'a str>)>,
    #[serde(borrow)]
    steps: Vec<(&'a str, Option<DateV1>)>,
    #[serde(borrow)]
    reflections: Vec<(DateV1, &'a str)>,
    carried: Option<GoalStateV1>,
}

impl<'a> From<&'a Goal> for GoalV2<'a> {
    fn from(goal: &'a Goal) -> Self {
        let barrier = |barrier: &'a Barrier| {
            let strategies = barrier.strategies.iter().map(Text::as_str).collect();
            (barrier.text.as_str(), strategies)
        };
        let step = |step: &'a Step| (step.text.as_str(), step.done.map(DateV1::from));
        let reflection = |said: &'a Reflection| (said.on.into(), said.text.as_str());
        Self {
            v1: goal.into(),
            changed: goal.changed.into(),
            benchmark: goal.benchmark.as_str(),
            barriers: goal.barriers.iter().map(barrier).collect(),
            steps: goal.steps.iter().map(step).collect(),
            reflections: goal.reflections.iter().map(reflection).collect(),
            carried: goal.carried.map(GoalStateV1::from),
        }
    }
}

impl Form for GoalV2<'_> {
    type Of = Goal;

    fn read(self) -> Read<Goal> {
        let barrier = |(text, strategies): (&str, Vec<&str>)| Barrier {
            text: Text::new(text),
            strategies: strategies.into_iter().map(Text::new).collect(),
        };
        let step = |(text, done): (&str, Option<DateV1>)| {
            Ok(Step {
                text: Text::new(text),
                done: done.map(DateV1::date).transpose()?,
            })
        };
        let reflection = |(on, text): (DateV1, &str)| {
            Ok(Reflection {
                on: on.date()?,
                text: Text::new(text),
            })
        };
        Ok(Goal {
            changed: self.changed.time()?,
            benchmark: Text::new(self.benchmark),
            barriers: self.barriers.into_iter().map(barrier).collect(),
            steps: self.steps.into_iter().map(step).collect::<Read<_>>()?,
            reflections: self
                .reflections
                .into_iter()
                .map(reflection)
                .collect::<Read<_>>()?,
            carried: self.carried.map(Into::into),
            ..self.v1.read()?
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct PlanV2<'a> {
    #[serde(borrow)]
    marks: Vec<(&'a str, MarkV1<'a>)>,
    #[serde(borrow)]
    goals: Vec<GoalV2<'a>>,
    #[serde(borrow)]
    check_ins: Vec<CheckInV1<'a>>,
    #[serde(borrow)]
    parts: PartsV2<'a>,
}

impl<'a> From<&'a Plan> for PlanV2<'a> {
    fn from(plan: &'a Plan) -> Self {
        Self {
            marks: marks_to_stored(&plan.marks),
            goals: plan.goals.values().map(GoalV2::from).collect(),
            check_ins: plan.check_ins().iter().map(CheckInV1::from).collect(),
            parts: PartsV2::from(&plan.parts),
        }
    }
}

impl Form for PlanV2<'_> {
    type Of = Plan;

    fn read(self) -> Read<Plan> {
        let mut plan = Plan::default();
        plan.marks = marks_from_stored(self.marks)?;
        plan.parts = self.parts.read()?;
        for stored in self.goals {
            let goal = stored.read()?;
            plan.goals.insert(goal.id, goal);
        }
        for stored in self.check_ins {
            plan.put_check_in(stored.check_in()?);
        }
        Ok(plan)
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct PartsV2<'a>(#[serde(borrow)] Vec<PartV2<'a>>);

impl<'a> From<&'a Parts> for PartsV2<'a> {
    fn from(parts: &'a Parts) -> Self {
        Self(parts.values().map(PartV2::from).collect())
    }
}

impl Form for PartsV2<'_> {
    type Of = Parts;

    fn read(self) -> Read<Parts> {
        let parts = self.0.into_iter().map(|stored| {
            let part = stored.read()?;
            Ok((part.id, part))
        });
        parts.collect()
    }
}

/// Where a part is kept.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) enum PartOfV2 {
    Folder(u64),
    Year(PlanKeyV1),
    School(i16),
}

impl From<PartOf> for PartOfV2 {
    fn from(of: PartOf) -> Self {
        match of {
            PartOf::Folder(student) => Self::Folder(student.0),
            PartOf::Year(key) => Self::Year(key.into()),
            PartOf::School(year) => Self::School(year.0),
        }
    }
}

impl From<PartOfV2> for PartOf {
    fn from(of: PartOfV2) -> Self {
        match of {
            PartOfV2::Folder(student) => Self::Folder(StudentId(student)),
            PartOfV2::Year(key) => Self::Year(key.key()),
            PartOfV2::School(year) => Self::School(SchoolYear(year)),
        }
    }
}

/// Kinds, fields and choices go by their names, which never change.
#[derive(Serialize, Deserialize)]
pub(super) struct PartV2<'a> {
    id: u64,
    kind: &'a str,
    #[serde(borrow)]
    values: Vec<(&'a str, ValueV2<'a>)>,
    at: TimeV1,
    by: &'a str,
}

#[derive(Serialize, Deserialize)]
enum ValueV2<'a> {
    Text(&'a str),
    Day(DateV1),
    Year(i16),
    Number(u8),
    Choice(&'a str),
    Goal(u64),
    Item(&'a str),
}

impl<'a> From<&'a Part> for PartV2<'a> {
    fn from(part: &'a Part) -> Self {
        let value = |(field, value): (&Field, &'a Value)| {
            let stored = match value {
                Value::Text(text) => ValueV2::Text(text.as_str()),
                Value::Day(day) => ValueV2::Day((*day).into()),
                Value::Year(year) => ValueV2::Year(year.0),
                Value::Number(number) => ValueV2::Number(*number),
                Value::Choice(choice) => ValueV2::Choice(choice.name),
                Value::Goal(goal) => ValueV2::Goal(goal.0),
                Value::Item(item) => ValueV2::Item(item.as_str()),
            };
            (field.name(), stored)
        };
        Self {
            id: part.id.0,
            kind: part.kind.name(),
            values: part.values.iter().map(value).collect(),
            at: part.at.into(),
            by: part.by.as_str(),
        }
    }
}

impl Form for PartV2<'_> {
    type Of = Part;

    fn read(self) -> Read<Part> {
        let kind = PartKind::named(self.kind).ok_or(Unreadable::Damaged)?;
        let value = |(name, stored): (&str, ValueV2<'_>)| {
            let field = Field::named(name).ok_or(Unreadable::Damaged)?;
            Ok((field, stored.value(kind, field)?))
        };
        Ok(Part {
            id: PartId(self.id),
            kind,
            values: self.values.into_iter().map(value).collect::<Read<_>>()?,
            at: self.at.time()?,
            by: Text::new(self.by),
        })
    }
}

impl ValueV2<'_> {
    fn value(self, kind: PartKind, field: Field) -> Read<Value> {
        Ok(match self {
            Self::Text(text) => Value::Text(Text::new(text)),
            Self::Day(day) => Value::Day(day.date()?),
            Self::Year(year) => Value::Year(SchoolYear(year)),
            Self::Number(number) => Value::Number(number),
            Self::Choice(name) => {
                Value::Choice(kind.choice(field, name).ok_or(Unreadable::Damaged)?)
            }
            Self::Goal(goal) => Value::Goal(GoalId(goal)),
            Self::Item(name) => Value::Item(item(name)?),
        })
    }
}
