//! The sections of a plan: the four of the plan form, and what the requirements add to them.

use crate::{
    app::model::Desk,
    domain::{
        checkin::CheckInKind,
        goal::Goal,
        part::PartKind,
        requirement::{self, Standing},
        review,
        student::Student,
    },
};

/// One section of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    /// Setting goals: goals with steps and reflections.
    #[default]
    Goals,
    /// Identifying potential barriers.
    Barriers,
    /// Identifying strategies to reach goals.
    Strategies,
    /// Preparing for success: the checklist.
    Preparing,
    /// Careers of interest and experiences.
    Careers,
    /// Courses by school year, and the direction after school.
    Courses,
    /// What the family was told and has done about paying.
    Money,
    /// Inventories and tests.
    Assessments,
    /// The portfolio and what is in it.
    Portfolio,
    /// Service, work, awards: what a resume is made of.
    Activities,
    /// That other plans exist.
    OtherPlans,
    /// The yearly review: approvals, and who worked on the plan.
    Review,
    /// What the rules ask, what is there, what is missing.
    Requirements,
    /// The promise and the contact log.
    Talks,
    /// Requests to amend the record, and what left it.
    Family,
}

impl Section {
    /// Every section, in the order of the page.
    pub const ALL: [Self; 15] = [
        Self::Goals,
        Self::Barriers,
        Self::Strategies,
        Self::Preparing,
        Self::Careers,
        Self::Courses,
        Self::Money,
        Self::Assessments,
        Self::Portfolio,
        Self::Activities,
        Self::OtherPlans,
        Self::Review,
        Self::Requirements,
        Self::Talks,
        Self::Family,
    ];

    /// As it stands in the list of sections.
    pub fn name(self) -> &'static str {
        match self {
            Self::Goals => "Goals",
            Self::Barriers => "Barriers",
            Self::Strategies => "Strategies",
            Self::Preparing => "Preparing",
            Self::Careers => "Careers",
            Self::Courses => "Courses",
            Self::Money => "Money",
            Self::Assessments => "Tests",
            Self::Portfolio => "Portfolio",
            Self::Activities => "Activities",
            Self::OtherPlans => "Other plans",
            Self::Review => "Yearly review",
            Self::Requirements => "Requirements",
            Self::Talks => "Talks",
            Self::Family => "The record",
        }
    }

    /// As it stands over its lines: the first four as the plan form calls them.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Goals => "Setting Goals",
            Self::Barriers => "Identifying Potential Barriers",
            Self::Strategies => "Identifying Strategies to Reach Goals",
            Self::Preparing => "Preparing for Success",
            Self::Careers => "Careers of interest, experiences",
            Self::Courses => "Course plan, direction after school",
            Self::Money => "Paying for what comes after",
            Self::Assessments => "Inventories and tests",
            Self::Portfolio => "Portfolio",
            Self::Activities => "Service, work, awards",
            Self::OtherPlans => "Other plans of this student",
            Self::Review => "Yearly review",
            Self::Requirements => "What the rules ask of this plan",
            Self::Talks => "Talks",
            Self::Family => "Requests about the record, and what left it",
        }
    }

    /// Whether it is one of the four sections of the plan form; the others are added by the requirements.
    pub fn is_of_the_form(self) -> bool {
        self <= Self::Preparing
    }

    /// The kinds of parts that stand in it.
    pub fn kinds(self) -> &'static [PartKind] {
        match self {
            Self::Careers => &[PartKind::Career, PartKind::Experience],
            Self::Courses => &[PartKind::Course, PartKind::Direction],
            Self::Money => &[PartKind::Money],
            Self::Assessments => &[PartKind::Assessment],
            Self::Portfolio => &[PartKind::Portfolio, PartKind::Artifact],
            Self::Activities => &[PartKind::Activity, PartKind::Contact],
            Self::OtherPlans => &[PartKind::OtherPlan],
            Self::Review => &[PartKind::Start, PartKind::Touch],
            Self::Family => &[
                PartKind::Inspection,
                PartKind::Amendment,
                PartKind::Disclosure,
            ],
            _ => &[],
        }
    }

    /// The section in which parts of a kind stand.
    pub fn of(kind: PartKind) -> Option<Self> {
        match kind {
            PartKind::Approval => Some(Self::Review),
            kind => Self::ALL
                .into_iter()
                .find(|section| section.kinds().contains(&kind)),
        }
    }

    /// What counts in it, in a few letters, for the list of sections.
    pub fn figure(self, desk: &Desk, student: &Student) -> String {
        let plan = desk.book.plan(student.id);
        let parts = |kind| desk.book.parts(student.id, kind).count();
        let number = |count: usize| {
            if count == 0 {
                String::new()
            } else {
                count.to_string()
            }
        };
        match self {
            Self::Goals => match plan.live_goals().count() {
                0 => String::new(),
                live => format!("{live} live"),
            },
            Self::Barriers => match plan.goals.values().flat_map(Goal::open_barriers).count() {
                0 => number(plan.goals.values().map(|goal| goal.barriers.len()).sum()),
                open => format!("{open} open"),
            },
            Self::Strategies => number(
                plan.goals
                    .values()
                    .flat_map(|goal| &goal.barriers)
                    .map(|barrier| barrier.strategies.len())
                    .sum(),
            ),
            Self::Preparing => desk
                .seat_of(student.id)
                .map(|seat| format!("{} of {}", seat.figure.done, seat.figure.due))
                .unwrap_or_default(),
            Self::Portfolio => match (parts(PartKind::Portfolio), parts(PartKind::Artifact)) {
                (0, 0) => String::new(),
                (0, pieces) => format!("{pieces}, no link"),
                (_, pieces) => format!("link, {pieces}"),
            },
            Self::Review => {
                let given = review::approvals(&desk.book, student.id);
                let given = given
                    .iter()
                    .filter(|one| one.given.is_some() && !one.is_outdated);
                format!("{} of 3", given.count())
            }
            Self::Requirements => {
                let all = requirement::all(&desk.book, &desk.catalog, student, desk.day());
                let count = |standing| all.iter().filter(|one| one.standing == standing).count();
                let met = count(Standing::Met);
                format!("{met} of {}", met + count(Standing::NotYet))
            }
            Self::Talks => {
                let talks = plan.check_ins().iter();
                number(
                    talks
                        .filter(|entry| entry.kind != CheckInKind::Later)
                        .count(),
                )
            }
            _ => number(self.kinds().iter().map(|kind| parts(*kind)).sum()),
        }
    }
}

/// What can be added to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum New {
    /// A goal.
    Goal,
    /// A step of a goal.
    Step,
    /// A barrier with what answers it.
    Barrier,
    /// A reflection on a goal.
    Reflection,
    /// A part of this kind.
    Part(PartKind),
    /// A note of a talk.
    Note,
}

impl New {
    /// What it is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Step => "step of a goal",
            Self::Barrier => "barrier and what answers it",
            Self::Reflection => "reflection on a goal",
            Self::Part(kind) => kind.noun(),
            Self::Note => "note",
        }
    }

    /// Everything that can be added, what is added most first: a digit takes one of the first nine.
    pub fn all() -> impl Iterator<Item = Self> {
        let first = [
            Self::Part(PartKind::Course),
            Self::Barrier,
            Self::Part(PartKind::Approval),
            Self::Part(PartKind::Career),
            Self::Part(PartKind::Experience),
            Self::Step,
            Self::Part(PartKind::Money),
            Self::Part(PartKind::Assessment),
            Self::Part(PartKind::Activity),
            Self::Part(PartKind::Artifact),
            Self::Part(PartKind::Portfolio),
            Self::Part(PartKind::Direction),
            Self::Goal,
            Self::Reflection,
        ];
        let rest = PartKind::ALL
            .iter()
            .filter(|kind| kind.is_typed())
            .map(|kind| Self::Part(*kind))
            .filter(move |new| !first.contains(new));
        first.into_iter().chain(rest)
    }
}

/// What can be added in a section.
pub fn additions(section: Section, desk: &Desk, student: &Student) -> impl Iterator<Item = New> {
    let has_goals = !desk.book.plan(student.id).goals.is_empty();
    let own: &[New] = match section {
        Section::Goals if has_goals => &[New::Goal, New::Step, New::Reflection],
        Section::Barriers | Section::Strategies if has_goals => &[New::Barrier],
        Section::Goals | Section::Barriers | Section::Strategies => &[New::Goal],
        Section::Talks => &[New::Note],
        _ => &[],
    };
    let is_begun = desk
        .book
        .parts(student.id, PartKind::Start)
        .next()
        .is_some();
    let kinds = section.kinds().iter().copied();
    let kinds = kinds.filter(move |kind| *kind != PartKind::Start || !is_begun);
    own.iter().copied().chain(kinds.map(New::Part))
}
