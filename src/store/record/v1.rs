//! Version 1 of the stored forms of what a book is made of. Frozen: a field is never added, moved or retyped here.
//! Version 2 takes most of it over as it is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Form, Read, Unreadable};
use crate::domain::book::{LOCK_MINUTES, Settings};
use crate::domain::catalog::{ItemId, Phrase, SwitchName};
use crate::domain::checkin::{CheckIn, CheckInKind, NextStep};
use crate::domain::date::{Calendar, Date, DateTime, SchoolYear};
use crate::domain::goal::{Goal, GoalKind, GoalState, Progress, Smart};
use crate::domain::grade::Grade;
use crate::domain::group::Group;
use crate::domain::id::{CheckInId, GoalId, GroupId, ProgressId, StudentId};
use crate::domain::mark::Mark;
use crate::domain::plan::Plan;
use crate::domain::student::{Name, Standing, Student};
use crate::domain::text::Text;

/// Year, month, day.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct DateV1(i16, i8, i8);

impl From<Date> for DateV1 {
    fn from(date: Date) -> Self {
        Self(date.year(), date.month(), date.day())
    }
}

impl DateV1 {
    pub(super) fn date(self) -> Read<Date> {
        Date::new(self.0, self.1, self.2).map_err(|_| Unreadable::Damaged)
    }
}

/// Day, hour, minute, second, nanosecond.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct TimeV1(DateV1, i8, i8, i8, i32);

impl From<DateTime> for TimeV1 {
    fn from(time: DateTime) -> Self {
        Self(
            DateV1::from(time.date()),
            time.hour(),
            time.minute(),
            time.second(),
            time.subsec_nanosecond(),
        )
    }
}

impl TimeV1 {
    pub(super) fn time(self) -> Read<DateTime> {
        let date = self.0.date()?;
        DateTime::new(
            date.year(),
            date.month(),
            date.day(),
            self.1,
            self.2,
            self.3,
            self.4,
        )
        .map_err(|_| Unreadable::Damaged)
    }
}

pub(super) fn item(name: &str) -> Read<ItemId> {
    ItemId::new(name).ok_or(Unreadable::Damaged)
}

fn switches(names: Vec<&str>) -> Read<BTreeSet<SwitchName>> {
    names
        .into_iter()
        .map(|name| SwitchName::new(name).ok_or(Unreadable::Damaged))
        .collect()
}

#[derive(Serialize, Deserialize)]
pub(super) struct SettingsV1<'a> {
    year: i16,
    begins: (i8, i8),
    seasons: (i8, i8, i8),
    period_minutes: u16,
    #[serde(borrow)]
    switches: Vec<&'a str>,
    #[serde(borrow)]
    phrases: Option<Vec<(&'a str, &'a str)>>,
    group: Option<u64>,
}

impl<'a> From<&'a Settings> for SettingsV1<'a> {
    fn from(settings: &'a Settings) -> Self {
        let calendar = &settings.calendar;
        let pair = |phrase: &'a Phrase| (phrase.prefix.as_str(), phrase.text.as_str());
        Self {
            year: settings.year.0,
            begins: calendar.begins,
            seasons: (calendar.fall, calendar.winter, calendar.spring),
            period_minutes: settings.period_minutes,
            switches: settings.switches.iter().map(SwitchName::as_str).collect(),
            phrases: settings
                .phrases
                .as_ref()
                .map(|phrases| phrases.iter().map(pair).collect()),
            group: settings.group.map(|group| group.0),
        }
    }
}

impl Form for SettingsV1<'_> {
    type Of = Settings;

    fn read(self) -> Read<Settings> {
        let phrase = |(prefix, text): (&str, &str)| Phrase {
            prefix: Text::new(prefix),
            text: Text::new(text),
        };
        Ok(Settings {
            year: SchoolYear(self.year),
            calendar: Calendar {
                begins: self.begins,
                fall: self.seasons.0,
                winter: self.seasons.1,
                spring: self.seasons.2,
            },
            period_minutes: self.period_minutes,
            switches: switches(self.switches)?,
            phrases: self
                .phrases
                .map(|phrases| phrases.into_iter().map(phrase).collect()),
            group: self.group.map(GroupId),
            begin_by: None,
            lock_minutes: LOCK_MINUTES,
            keep_years: None,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct GroupV1<'a> {
    id: u64,
    name: &'a str,
    archived: bool,
}

impl<'a> From<&'a Group> for GroupV1<'a> {
    fn from(group: &'a Group) -> Self {
        Self {
            id: group.id.0,
            name: group.name.as_str(),
            archived: group.archived,
        }
    }
}

impl GroupV1<'_> {
    pub(super) fn group(self) -> Group {
        Group {
            id: GroupId(self.id),
            name: Text::new(self.name),
            archived: self.archived,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct StudentV1<'a> {
    id: u64,
    last: &'a str,
    first: &'a str,
    preferred: Option<&'a str>,
    school_id: Option<&'a str>,
    grade: u8,
    group: u64,
    left: Option<DateV1>,
    joined: TimeV1,
    #[serde(borrow)]
    switches: Vec<&'a str>,
    #[serde(borrow)]
    once: Vec<(&'a str, MarkV1<'a>)>,
}

impl<'a> From<&'a Student> for StudentV1<'a> {
    fn from(student: &'a Student) -> Self {
        Self {
            id: student.id.0,
            last: student.name.last.as_str(),
            first: student.name.first.as_str(),
            preferred: student.preferred.as_ref().map(Text::as_str),
            school_id: student.school_id.as_ref().map(Text::as_str),
            grade: student.grade.number(),
            group: student.group.0,
            left: match student.standing {
                Standing::Here | Standing::Graduated { .. } => None,
                Standing::Left { on } => Some(on.into()),
            },
            joined: student.joined.into(),
            switches: student.switches.iter().map(SwitchName::as_str).collect(),
            once: marks_to_stored(&student.once),
        }
    }
}

impl Form for StudentV1<'_> {
    type Of = Student;

    fn read(self) -> Read<Student> {
        Ok(Student {
            id: StudentId(self.id),
            name: Name {
                last: Text::new(self.last),
                first: Text::new(self.first),
            },
            preferred: self.preferred.map(Text::new),
            school_id: self.school_id.map(Text::new),
            grade: Grade::new(self.grade).ok_or(Unreadable::Damaged)?,
            group: GroupId(self.group),
            standing: match self.left {
                None => Standing::Here,
                Some(on) => Standing::Left { on: on.date()? },
            },
            joined: self.joined.time()?,
            arrived: None,
            switches: switches(self.switches)?,
            once: marks_from_stored(self.once)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) enum MarkV1<'a> {
    Done(DateV1, &'a str),
    NotApplicable(DateV1, &'a str, &'a str),
}

impl<'a> From<&'a Mark> for MarkV1<'a> {
    fn from(mark: &'a Mark) -> Self {
        match mark {
            Mark::Done { on, by } => Self::Done((*on).into(), by.as_str()),
            Mark::NotApplicable { on, by, reason } => {
                Self::NotApplicable((*on).into(), by.as_str(), reason.as_str())
            }
        }
    }
}

impl MarkV1<'_> {
    pub(super) fn mark(self) -> Read<Mark> {
        Ok(match self {
            Self::Done(on, by) => Mark::Done {
                on: on.date()?,
                by: Text::new(by),
            },
            Self::NotApplicable(on, by, reason) => Mark::NotApplicable {
                on: on.date()?,
                by: Text::new(by),
                reason: Text::new(reason),
            },
        })
    }
}

pub(super) fn marks_to_stored(marks: &BTreeMap<ItemId, Mark>) -> Vec<(&str, MarkV1<'_>)> {
    marks
        .iter()
        .map(|(item, mark)| (item.as_str(), MarkV1::from(mark)))
        .collect()
}

pub(super) fn marks_from_stored(stored: Vec<(&str, MarkV1<'_>)>) -> Read<BTreeMap<ItemId, Mark>> {
    stored
        .into_iter()
        .map(|(name, mark)| Ok((item(name)?, mark.mark()?)))
        .collect()
}

#[derive(Serialize, Deserialize)]
pub(super) struct PlanV1<'a> {
    #[serde(borrow)]
    marks: Vec<(&'a str, MarkV1<'a>)>,
    #[serde(borrow)]
    goals: Vec<GoalV1<'a>>,
    #[serde(borrow)]
    check_ins: Vec<CheckInV1<'a>>,
}

impl Form for PlanV1<'_> {
    type Of = Plan;

    fn read(self) -> Read<Plan> {
        let mut plan = Plan::default();
        plan.marks = marks_from_stored(self.marks)?;
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
pub(super) struct GoalV1<'a> {
    id: u64,
    text: &'a str,
    kind: GoalKindV1,
    smart: [&'a str; 5],
    target: Option<DateV1>,
    set_on: DateV1,
    #[serde(borrow)]
    progress: Vec<ProgressV1<'a>>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum GoalKindV1 {
    Academic,
    Personal,
    Career,
    Postsecondary,
    Extracurricular,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) enum GoalStateV1 {
    NotStarted,
    OnTrack,
    NeedsHelp,
    Done,
    Dropped,
}

/// Both ways between an enum of the domain and its stored twin; a new variant does not compile until it is stored.
macro_rules! twins {
    ($domain:ident, $stored:ident: $($variant:ident),+) => {
        impl From<$domain> for $stored {
            fn from(value: $domain) -> Self {
                match value {
                    $($domain::$variant => Self::$variant,)+
                }
            }
        }

        impl From<$stored> for $domain {
            fn from(value: $stored) -> Self {
                match value {
                    $($stored::$variant => Self::$variant,)+
                }
            }
        }
    };
}

twins!(GoalKind, GoalKindV1: Academic, Personal, Career, Postsecondary, Extracurricular);
twins!(GoalState, GoalStateV1: NotStarted, OnTrack, NeedsHelp, Done, Dropped);
twins!(CheckInKind, CheckInKindV1: Seen, Note, Group, Absent, Later);

impl<'a> From<&'a Goal> for GoalV1<'a> {
    fn from(goal: &'a Goal) -> Self {
        let smart = &goal.smart;
        Self {
            id: goal.id.0,
            text: goal.text.as_str(),
            kind: goal.kind.into(),
            smart: [
                smart.specific.as_str(),
                smart.measurable.as_str(),
                smart.achievable.as_str(),
                smart.relevant.as_str(),
                smart.time_bound.as_str(),
            ],
            target: goal.target.map(DateV1::from),
            set_on: goal.set_on.into(),
            progress: goal.progress.iter().map(ProgressV1::from).collect(),
        }
    }
}

impl Form for GoalV1<'_> {
    type Of = Goal;

    fn read(self) -> Read<Goal> {
        let [specific, measurable, achievable, relevant, time_bound] = self.smart.map(Text::new);
        Ok(Goal {
            id: GoalId(self.id),
            text: Text::new(self.text),
            kind: self.kind.into(),
            smart: Smart {
                specific,
                measurable,
                achievable,
                relevant,
                time_bound,
            },
            target: self.target.map(DateV1::date).transpose()?,
            set_on: self.set_on.date()?,
            changed: self.set_on.date()?.at(12, 0, 0, 0),
            benchmark: Text::default(),
            barriers: Vec::new(),
            steps: Vec::new(),
            reflections: Vec::new(),
            carried: None,
            progress: self
                .progress
                .into_iter()
                .map(ProgressV1::progress)
                .collect::<Read<_>>()?,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct ProgressV1<'a> {
    id: u64,
    when: TimeV1,
    at: TimeV1,
    by: &'a str,
    state: GoalStateV1,
    confidence: Option<u8>,
    note: &'a str,
}

impl<'a> From<&'a Progress> for ProgressV1<'a> {
    fn from(progress: &'a Progress) -> Self {
        Self {
            id: progress.id.0,
            when: progress.when.into(),
            at: progress.at.into(),
            by: progress.by.as_str(),
            state: progress.state.into(),
            confidence: progress.confidence,
            note: progress.note.as_str(),
        }
    }
}

impl ProgressV1<'_> {
    fn progress(self) -> Read<Progress> {
        Ok(Progress {
            id: ProgressId(self.id),
            when: self.when.time()?,
            at: self.at.time()?,
            by: Text::new(self.by),
            state: self.state.into(),
            confidence: self.confidence,
            note: Text::new(self.note),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct CheckInV1<'a> {
    id: u64,
    when: TimeV1,
    at: TimeV1,
    by: &'a str,
    kind: CheckInKindV1,
    note: &'a str,
    #[serde(borrow)]
    next: Option<NextStepV1<'a>>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum CheckInKindV1 {
    Seen,
    Note,
    Group,
    Absent,
    Later,
}

#[derive(Serialize, Deserialize)]
struct NextStepV1<'a> {
    text: &'a str,
    by: Option<DateV1>,
    kept: Option<DateV1>,
}

impl<'a> From<&'a CheckIn> for CheckInV1<'a> {
    fn from(entry: &'a CheckIn) -> Self {
        Self {
            id: entry.id.0,
            when: entry.when.into(),
            at: entry.at.into(),
            by: entry.by.as_str(),
            kind: entry.kind.into(),
            note: entry.note.as_str(),
            next: entry.next.as_ref().map(|next| NextStepV1 {
                text: next.text.as_str(),
                by: next.by.map(DateV1::from),
                kept: next.kept.map(DateV1::from),
            }),
        }
    }
}

impl CheckInV1<'_> {
    pub(super) fn check_in(self) -> Read<CheckIn> {
        Ok(CheckIn {
            id: CheckInId(self.id),
            when: self.when.time()?,
            at: self.at.time()?,
            by: Text::new(self.by),
            kind: self.kind.into(),
            note: Text::new(self.note),
            next: self.next.map(NextStepV1::next_step).transpose()?,
        })
    }
}

impl NextStepV1<'_> {
    fn next_step(self) -> Read<NextStep> {
        Ok(NextStep {
            text: Text::new(self.text),
            by: self.by.map(DateV1::date).transpose()?,
            kept: self.kept.map(DateV1::date).transpose()?,
        })
    }
}
