//! Whether a student's plan meets a requirement, and exactly what is missing.
//!
//! Together with [`super::status`], which decides about items, this is the one engine: every screen, report and command asks it.
//! What a requirement asks for is data of the catalog; here is only counted.

use super::{
    book::Book,
    catalog::{Catalog, Category, Need, Requirement, RequirementCode, Span, Way},
    date::{Date, SchoolYear, days_between},
    goal::{GoalKind, GoalState},
    grade::Grade,
    part::{Field, Part, PartKind},
    status::{ItemState, ItemStatus, Status, is_switched_on},
    student::Student,
};

/// Where a requirement stands for one student.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Everything that it asks for is there.
    Met,
    /// Something is missing.
    NotYet,
    /// It asks nothing of this student now.
    NotApplicable,
}

impl Standing {
    /// As it stands on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotYet => "not yet",
            Self::NotApplicable => "not applicable",
        }
    }
}

/// Why a requirement asks nothing of a student.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excused {
    /// It is of other grades.
    Grade,
    /// It is not in force in this school year.
    Year,
    /// The school, or the student, does not take part in it.
    Switch,
}

impl Excused {
    /// As it stands on the screen.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Grade => "not asked in this grade",
            Self::Year => "not in force in this school year",
            Self::Switch => "not switched on",
        }
    }
}

/// How far one need is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeedStatus<'a> {
    /// What is asked for.
    pub need: &'a Need,
    /// The way that comes nearest, or the first one.
    pub way: &'a Way,
    /// How much of it is there.
    pub have: usize,
    /// How much is wanted of this student.
    pub want: usize,
    /// Met, but only after its day: so many days.
    pub late: Option<i32>,
}

impl NeedStatus<'_> {
    /// Whether it is met.
    pub fn is_met(&self) -> bool {
        self.have >= self.want
    }
}

/// A requirement for one student on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementStatus<'a> {
    /// Which.
    pub requirement: &'a Requirement,
    /// Where it stands.
    pub standing: Standing,
    /// Why it asks nothing, when it does not.
    pub excused: Option<Excused>,
    /// Half is expected, since the student came late in the year.
    pub is_half: bool,
    /// Every need of this grade.
    pub needs: Vec<NeedStatus<'a>>,
}

impl<'a> RequirementStatus<'a> {
    /// What is missing.
    pub fn missing(&self) -> impl Iterator<Item = &NeedStatus<'a>> {
        self.needs.iter().filter(|need| !need.is_met())
    }

    /// In one sentence: what is missing, why nothing is asked, or that all is there.
    pub fn reason(&self) -> String {
        if let Some(excused) = self.excused {
            return excused.reason().to_owned();
        }
        let missing: Vec<String> = self.missing().map(missing).collect();
        if !missing.is_empty() {
            return format!("missing: {}", missing.join("; "));
        }
        match self.needs.iter().find_map(|need| need.late) {
            Some(1) => "all there, 1 day after its date".to_owned(),
            Some(days) => format!("all there, {days} days after its date"),
            None => "all there".to_owned(),
        }
    }
}

/// `an approval of the family`, with the count where more than one is asked for.
fn missing(need: &NeedStatus<'_>) -> String {
    if need.want > 1 {
        format!("{} ({} of {})", need.need.say, need.have, need.want)
    } else {
        need.need.say.as_str().to_owned()
    }
}

/// Every requirement in force that a plan can show, in catalog order.
pub fn all<'a>(
    book: &'a Book,
    catalog: &'a Catalog,
    student: &'a Student,
    today: Date,
) -> Vec<RequirementStatus<'a>> {
    let looked = Look::at(book, catalog, student, today);
    plannable(catalog)
        .filter(|requirement| is_in_force(requirement, book.settings.year))
        .map(|requirement| looked.of(requirement))
        .collect()
}

/// The requirements that a plan can show, in catalog order; the others are duties of the school itself.
pub fn plannable(catalog: &Catalog) -> impl Iterator<Item = &Requirement> {
    catalog
        .requirements()
        .iter()
        .filter(|requirement| !requirement.needs.is_empty())
}

/// One requirement.
pub fn of<'a>(
    book: &'a Book,
    catalog: &'a Catalog,
    student: &'a Student,
    requirement: &'a Requirement,
    today: Date,
) -> RequirementStatus<'a> {
    Look::at(book, catalog, student, today).of(requirement)
}

/// A student on one day, with the checklist worked out once.
struct Look<'a> {
    book: &'a Book,
    catalog: &'a Catalog,
    student: &'a Student,
    today: Date,
    items: Vec<ItemStatus<'a>>,
}

impl<'a> Look<'a> {
    fn at(book: &'a Book, catalog: &'a Catalog, student: &'a Student, today: Date) -> Self {
        Self {
            book,
            catalog,
            student,
            today,
            items: Status::of(book, catalog, student, today).items,
        }
    }

    fn of(&self, requirement: &'a Requirement) -> RequirementStatus<'a> {
        let grade = self.student.grade.number();
        let asked = requirement
            .needs
            .iter()
            .filter(|need| need.grades.contains(grade));
        let excused = self.excused(requirement);
        let needs: Vec<_> = match excused {
            Some(_) => Vec::new(),
            None => asked
                .filter_map(|need| self.need(requirement, need))
                .collect(),
        };
        let excused = excused.or_else(|| needs.is_empty().then_some(Excused::Grade));
        let standing = match excused {
            Some(_) => Standing::NotApplicable,
            None if needs.iter().all(NeedStatus::is_met) => Standing::Met,
            None => Standing::NotYet,
        };
        RequirementStatus {
            requirement,
            standing,
            excused,
            is_half: self.is_half(),
            needs,
        }
    }

    fn excused(&self, requirement: &Requirement) -> Option<Excused> {
        if !is_in_force(requirement, self.book.settings.year) {
            return Some(Excused::Year);
        }
        if !requirement.grades.contains(self.student.grade.number()) {
            return Some(Excused::Grade);
        }
        let switch = requirement.switch.as_ref()?;
        let is_on = is_switched_on(self.book, self.catalog, self.student, switch);
        (!is_on).then_some(Excused::Switch)
    }

    /// Who came after the middle of the school year is expected to do half.
    fn is_half(&self) -> bool {
        let year = self.book.settings.year;
        let middle = self.catalog.half_from();
        self.student.arrived.is_some_and(|arrived| {
            let begins = self.book.settings.calendar.first_day(year);
            middle.is_some_and(|(month, day)| arrived >= next(begins, month, day))
        })
    }

    /// The way that is met, else the first one. `None` when no way asks anything of this student.
    fn need(&self, requirement: &Requirement, need: &'a Need) -> Option<NeedStatus<'a>> {
        let ways = need.any.iter().filter_map(|way| {
            let counted = self.way(&requirement.code, way)?;
            Some(NeedStatus {
                need,
                way,
                have: counted.have,
                want: counted.want,
                late: counted.late,
            })
        });
        let mut first = None;
        for status in ways {
            if status.is_met() {
                return Some(status);
            }
            first = first.or(Some(status));
        }
        first
    }

    fn way(&self, code: &RequirementCode, way: &Way) -> Option<Counted> {
        match way {
            Way::Parts {
                kind,
                with,
                span,
                least,
            } => {
                let have = self.book.parts(self.student.id, *kind).filter(|part| {
                    (*span == Span::Ever || self.is_of_this_year(part))
                        && with
                            .iter()
                            .all(|(field, choice)| part.choice(*field) == Some(*choice))
                });
                Some(self.counted(have.count(), (*least).into()))
            }
            Way::Items { least, category } => self.items(code, *least, *category),
            Way::Goals { least, kind } => Some(self.counted(self.goals(*kind), (*least).into())),
            Way::Begun => Some(self.begun()),
        }
    }

    fn counted(&self, have: usize, want: usize) -> Counted {
        let want = if self.is_half() {
            want.div_ceil(2)
        } else {
            want
        };
        Counted {
            have,
            want,
            late: None,
        }
    }

    fn items(
        &self,
        code: &RequirementCode,
        least: Option<u8>,
        category: Option<Category>,
    ) -> Option<Counted> {
        let serving = self.items.iter().filter(|line| {
            line.item.requirements.contains(code)
                && line.state != ItemState::NotApplicable
                && category.is_none_or(|category| line.item.category == category)
                && (least.is_some() || line.item.core)
        });
        let (mut done, mut listed) = (0, 0);
        for line in serving {
            listed += 1;
            done += usize::from(line.state == ItemState::Done);
        }
        // Where the list has fewer than the rule asks for, all of them are enough.
        let want = least.map_or(listed, |least| usize::from(least).min(listed));
        (listed > 0).then(|| self.counted(done, want))
    }

    fn goals(&self, kind: Option<GoalKind>) -> usize {
        let goals = self.book.plan(self.student.id).goals.values();
        let counts = goals.filter(|goal| {
            goal.state() != GoalState::Dropped && kind.is_none_or(|kind| goal.kind == kind)
        });
        counts.count()
    }

    fn begun(&self) -> Counted {
        let clock = clock(self.book, self.student, self.today);
        let begun = clock.begun.is_some();
        Counted {
            have: usize::from(begun),
            want: 1,
            late: clock
                .left
                .filter(|left| begun && *left < 0)
                .map(|left| -left),
        }
    }

    fn is_of_this_year(&self, part: &Part) -> bool {
        let year = self.book.settings.year;
        match part.year() {
            Some(planned_for) => planned_for >= year,
            None => self.book.settings.calendar.year_of(part.counts_on()) == year,
        }
    }
}

struct Counted {
    have: usize,
    want: usize,
    late: Option<i32>,
}

/// The first such day of a year that is not before `from`.
fn next(from: Date, month: i8, day: i8) -> Date {
    let this = Date::new(from.year(), month, day).unwrap_or(from);
    if this >= from {
        this
    } else {
        Date::new(from.year() + 1, month, day).unwrap_or(from)
    }
}

/// When a plan was begun, against the day by which the school wants the plans of grade 6 begun. Nobody says whether the 90 days are
/// days of school or of the calendar, so the school types the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The day on which the plan was begun.
    pub begun: Option<Date>,
    /// The school's day; `None` while nobody typed it.
    pub by: Option<Date>,
    /// Days from today, or from when the plan was begun, to that day; negative when it has passed.
    pub left: Option<i32>,
}

/// The clock of one student; in other grades than 6 it has no day.
pub fn clock(book: &Book, student: &Student, today: Date) -> Clock {
    let begun = book
        .parts(student.id, PartKind::Start)
        .filter_map(|part| part.day(Field::On))
        .min();
    let by = book
        .settings
        .begin_by
        .filter(|_| student.grade == Grade::FIRST);
    Clock {
        begun,
        by,
        left: by.map(|by| days_between(begun.unwrap_or(today), by)),
    }
}

/// Whether a school year is one in which a requirement is in force.
pub fn is_in_force(requirement: &Requirement, year: SchoolYear) -> bool {
    requirement.from.is_none_or(|from| from <= year)
        && requirement.until.is_none_or(|until| until >= year)
}
