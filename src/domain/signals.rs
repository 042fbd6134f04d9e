//! Early signals of a group: numbers that show in the fall what would be found out in May, each with the students behind it.
//!
//! Nothing is decided here. Whether somebody was seen, what is due, who approved and what is missing is answered by the plan,
//! [`super::status`], [`super::requirement`] and [`super::review`]; here it is counted. The screen of the signals and the
//! reports call it.

use super::{
    book::Book,
    catalog::{Catalog, Category, Need, Way},
    date::{self, Date, days_between},
    goal::Goal,
    grade::Grade,
    id::{GroupId, StudentId},
    part::{Part, PartKind},
    requirement::{self, Clock, NeedStatus},
    review,
    round::LONG_UNSEEN_DAYS,
    status::{ItemState, Status},
    student::Student,
};

/// How many weeks back *seen* reaches, unless another number is asked for: as the round counts long unseen.
pub const WEEKS: u8 = (LONG_UNSEEN_DAYS / 7) as u8;

/// The most weeks that can be asked for: a school year.
pub const MOST_WEEKS: u8 = 52;

/// Which signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignalKind {
    /// Seen in the last weeks.
    Seen,
    /// Plans of grade 6 begun by the school's 90-day date.
    Begun,
    /// Students of grades 8 to 12 with a live goal.
    LiveGoal,
    /// Live goals with a next step that is dated in the future.
    DatedStep,
    /// Next steps whose day has passed without a talk.
    Overdue,
    /// Approvals that hold, of the three that each plan needs.
    Approvals,
    /// Portfolios without a link.
    PortfolioLink,
    /// Items of a category whose time has come and that are not done.
    Due(Category),
}

impl SignalKind {
    /// Whether the number should be high, rather than low.
    pub fn is_wanted(self) -> bool {
        !matches!(self, Self::Overdue | Self::PortfolioLink | Self::Due(_))
    }
}

/// One student behind a number, or one of the student's goals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// Who.
    pub student: StudentId,
    /// This one is as it should be; the others need somebody.
    pub is_well: bool,
    /// Why, in a few words.
    pub reason: String,
}

/// A number with the students behind it: `have` of `of`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// Which.
    pub kind: SignalKind,
    /// What is counted.
    pub label: String,
    /// So many.
    pub have: usize,
    /// Of so many. None where nobody is asked.
    pub of: usize,
    /// How many in each month of the school year, for what has months; the month as 1 to 12.
    pub months: Vec<(i8, usize)>,
    /// Those who need somebody first, then the others; each by name.
    pub behind: Vec<Behind>,
}

/// Every signal of a group on one day, in the order of the screen. `weeks` is how far back *seen* reaches.
pub fn all(book: &Book, catalog: &Catalog, group: GroupId, today: Date, weeks: u8) -> Vec<Signal> {
    let look = Look {
        book,
        catalog,
        today,
        members: book.members(group),
    };
    let mut signals = vec![look.seen(weeks)];
    signals.extend(look.begun());
    signals.extend(look.live_goal());
    signals.push(look.dated_step());
    signals.push(look.overdue());
    signals.push(look.approvals());
    signals.extend(look.portfolio_link());
    signals.extend(look.due());
    signals
}

/// A group on one day.
struct Look<'a> {
    book: &'a Book,
    catalog: &'a Catalog,
    today: Date,
    members: Vec<&'a Student>,
}

impl<'a> Look<'a> {
    fn seen(&self, weeks: u8) -> Signal {
        let behind = self.members.iter().map(|student| {
            let last = self.book.plan(student.id).last_contact();
            let days = last.map(|last| days_between(last.date(), self.today));
            let reason = match (last, days) {
                (Some(last), Some(days)) if days > 0 => {
                    let day = date::short(last.date(), self.today);
                    format!("last seen {day}, {days} d ago")
                }
                (Some(_), _) => "seen today".to_owned(),
                _ => "not yet seen this year".to_owned(),
            };
            Behind {
                student: student.id,
                is_well: days.is_some_and(|days| days < i32::from(weeks) * 7),
                reason,
            }
        });
        let label = match weeks {
            1 => "Seen in the last week".to_owned(),
            weeks => format!("Seen in the last {weeks} weeks"),
        };
        share(SignalKind::Seen, label, behind.collect())
    }

    fn begun(&self) -> Option<Signal> {
        let behind: Vec<Behind> = self
            .of_grade(|grade| grade == Grade::FIRST)
            .map(|student| self.begun_by(student))
            .collect();
        let label = match self.book.settings.begin_by {
            Some(by) => {
                let left = days_between(self.today, by);
                let day = date::short(by, self.today);
                match left {
                    0 => format!("Grade 6 begun by {day}, today"),
                    1.. => format!("Grade 6 begun by {day}, {left} d left"),
                    _ => format!("Grade 6 begun by {day}, {} d ago", -left),
                }
            }
            None => "Grade 6 begun (no 90-day date yet)".to_owned(),
        };
        (!behind.is_empty()).then(|| share(SignalKind::Begun, label, behind))
    }

    fn begun_by(&self, student: &'a Student) -> Behind {
        let clock = requirement::clock(self.book, student, self.today);
        let late = clock.left.filter(|left| *left < 0);
        let reason = match (clock, late) {
            (
                Clock {
                    begun: Some(day), ..
                },
                late,
            ) => {
                let begun = format!("begun {}", date::short(day, self.today));
                match late {
                    Some(left) => format!("{begun}, {} days after the date", -left),
                    None => begun,
                }
            }
            (_, Some(left)) => format!("not begun, the date was {} days ago", -left),
            (
                Clock {
                    left: Some(left), ..
                },
                _,
            ) => format!("not begun, {left} days left"),
            _ => "not begun".to_owned(),
        };
        Behind {
            student: student.id,
            is_well: clock.begun.is_some() && late.is_none(),
            reason,
        }
    }

    fn live_goal(&self) -> Option<Signal> {
        let behind: Vec<Behind> = self
            .of_grade(|grade| grade >= Grade::GOALS_FROM)
            .map(|student| {
                let mut live = self.book.plan(student.id).live_goals();
                let goal = live.next();
                Behind {
                    student: student.id,
                    is_well: goal.is_some(),
                    reason: match goal {
                        Some(goal) => goal.text.as_str().to_owned(),
                        None => "no goal to work on".to_owned(),
                    },
                }
            })
            .collect();
        let label = "With a live goal, grades 8 to 12".to_owned();
        (!behind.is_empty()).then(|| share(SignalKind::LiveGoal, label, behind))
    }

    fn of_grade(&self, wanted: impl Fn(Grade) -> bool) -> impl Iterator<Item = &'a Student> {
        let members = self.members.iter().copied();
        members.filter(move |student| wanted(student.grade))
    }

    /// One line a live goal.
    fn dated_step(&self) -> Signal {
        let behind = self.members.iter().flat_map(|student| {
            let goals = self.book.plan(student.id).live_goals();
            goals.map(|goal| {
                let dated = self.next_step_of(student.id, goal);
                Behind {
                    student: student.id,
                    is_well: dated.is_some(),
                    reason: match dated {
                        Some((step, by)) => {
                            format!("by {}: {step}", date::short(by, self.today))
                        }
                        None => format!("no dated step: {}", goal.text),
                    },
                }
            })
        });
        let label = "Goals with a dated next step".to_owned();
        share(SignalKind::DatedStep, label, behind.collect())
    }

    /// What comes next for a goal, by a day that is not over: what was promised last, which may serve any goal, or an open step of
    /// the goal itself, which has the goal's day.
    fn next_step_of(&self, student: StudentId, goal: &'a Goal) -> Option<(&'a str, Date)> {
        let is_ahead = |by: &Date| *by >= self.today;
        let promised = self.book.plan(student).promise().and_then(|(_, next)| {
            let by = next.by.filter(is_ahead)?;
            Some((next.text.as_str(), by))
        });
        promised.or_else(|| {
            let step = goal.steps.iter().find(|step| step.done.is_none())?;
            Some((step.text.as_str(), goal.target.filter(is_ahead)?))
        })
    }

    fn overdue(&self) -> Signal {
        let (mut open, mut behind) = (0, Vec::new());
        for student in &self.members {
            let plan = self.book.plan(student.id);
            open += usize::from(plan.promise().is_some());
            let passed = plan.promise_due(self.today);
            let passed = passed.and_then(|next| {
                let by = next.by.filter(|by| *by < self.today)?;
                Some((next, by))
            });
            behind.extend(passed.map(|(next, by)| Behind {
                student: student.id,
                is_well: false,
                reason: format!("was due {}: {}", date::short(by, self.today), next.text),
            }));
        }
        count(
            SignalKind::Overdue,
            "Next steps overdue".to_owned(),
            open,
            behind,
        )
    }

    fn approvals(&self) -> Signal {
        let (mut have, mut of) = (0, 0);
        let behind = self.members.iter().map(|student| {
            let approvals = review::approvals(self.book, student.id);
            let holds = |approval: &&review::Approval<'_>| {
                approval.given.is_some() && !approval.is_outdated
            };
            let holding = approvals.iter().filter(holds).count();
            have += holding;
            of += approvals.len();
            let said = approvals.iter().map(|approval| self.approval(approval));
            Behind {
                student: student.id,
                is_well: holding == approvals.len(),
                reason: said.collect::<Vec<_>>().join(", "),
            }
        });
        let behind = ordered(behind.collect());
        Signal {
            kind: SignalKind::Approvals,
            label: "Approvals of the yearly review".to_owned(),
            have,
            of,
            months: self.approval_months(),
            behind,
        }
    }

    fn approval(&self, approval: &review::Approval<'_>) -> String {
        let who = approval.who.label;
        match approval.given {
            None => format!("{who} no"),
            Some(_) if approval.is_outdated => format!("{who} before a change"),
            Some(part) => format!("{who} {}", date::short(part.counts_on(), self.today)),
        }
    }

    /// Every approval of the book's year, by its month; one that was given anew counts in both.
    fn approval_months(&self) -> Vec<(i8, usize)> {
        let days: Vec<Date> = self
            .members
            .iter()
            .flat_map(|student| self.book.parts(student.id, PartKind::Approval))
            .map(Part::counts_on)
            .collect();
        let (first, _) = self.book.settings.calendar.begins;
        let months = (0..12).map(|after| (first - 1 + after) % 12 + 1);
        months
            .map(|month| {
                (
                    month,
                    days.iter().filter(|day| day.month() == month).count(),
                )
            })
            .collect()
    }

    /// Of those of whom a rule asks for a portfolio; none where the school has switched that off.
    fn portfolio_link(&self) -> Option<Signal> {
        let (mut of, mut behind) = (0, Vec::new());
        for student in &self.members {
            let needs = self.portfolio_needs(student);
            of += usize::from(!needs.is_empty());
            let is_missing = needs.iter().any(|need| !need.is_met());
            behind.extend(is_missing.then(|| Behind {
                student: student.id,
                is_well: false,
                reason: "no link of the portfolio".to_owned(),
            }));
        }
        let label = "Portfolio links missing".to_owned();
        (of > 0).then(|| count(SignalKind::PortfolioLink, label, of, behind))
    }

    fn portfolio_needs(&self, student: &'a Student) -> Vec<NeedStatus<'a>> {
        let rules = requirement::plannable(self.catalog)
            .filter(|rule| rule.needs.iter().any(is_of_portfolio));
        let statuses =
            rules.map(|rule| requirement::of(self.book, self.catalog, student, rule, self.today));
        statuses
            .flat_map(|status| status.needs)
            .filter(|need| is_of_portfolio(need.need))
            .collect()
    }

    /// One signal a category in which something is due.
    fn due(&self) -> Vec<Signal> {
        let lists: Vec<(StudentId, Status<'_>)> = self
            .members
            .iter()
            .map(|student| {
                let status = Status::of(self.book, self.catalog, student, self.today);
                (student.id, status)
            })
            .collect();
        Category::ALL
            .iter()
            .filter_map(|category| due_of(*category, &lists))
            .collect()
    }
}

/// Whether it can be met by the portfolio itself, which is its link.
fn is_of_portfolio(need: &Need) -> bool {
    let is_portfolio = |way: &Way| {
        matches!(
            way,
            Way::Parts {
                kind: PartKind::Portfolio,
                ..
            }
        )
    };
    need.any.iter().any(is_portfolio)
}

/// What is due in a category, of what is done or due there. `None` when its time has come for nothing.
fn due_of(category: Category, lists: &[(StudentId, Status<'_>)]) -> Option<Signal> {
    let (mut have, mut of) = (0, 0);
    let mut behind = Vec::new();
    for (student, status) in lists {
        let in_it = |state| {
            let items = status.items.iter();
            items.filter(move |line| line.item.category == category && line.state == state)
        };
        let due: Vec<&str> = in_it(ItemState::Due)
            .map(|line| line.item.text.as_str())
            .collect();
        have += due.len();
        of += due.len() + in_it(ItemState::Done).count();
        behind.extend((!due.is_empty()).then(|| Behind {
            student: *student,
            is_well: false,
            reason: format!("{}: {}", due.len(), due.join("; ")),
        }));
    }
    (of > 0).then(|| Signal {
        have,
        ..count(
            SignalKind::Due(category),
            format!("Still due: {}", category.long()),
            of,
            behind,
        )
    })
}

/// A number that should be high: those who are as they should be, of all behind it.
fn share(kind: SignalKind, label: String, behind: Vec<Behind>) -> Signal {
    Signal {
        kind,
        label,
        have: behind.iter().filter(|one| one.is_well).count(),
        of: behind.len(),
        months: Vec::new(),
        behind: ordered(behind),
    }
}

/// A number that should be low: those behind it, of so many.
fn count(kind: SignalKind, label: String, of: usize, behind: Vec<Behind>) -> Signal {
    Signal {
        kind,
        label,
        have: behind.len(),
        of,
        months: Vec::new(),
        behind,
    }
}

/// Those who need somebody first; the order by name stays within.
fn ordered(mut behind: Vec<Behind>) -> Vec<Behind> {
    behind.sort_by_key(|one| one.is_well);
    behind
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        act::{self, GoalText, Note, Stamp},
        catalog::{
            self, Grades, Item, ItemId, Repeat, RequirementCode, Scope, Span, Switch, SwitchName,
            When,
        },
        checkin::CheckInKind,
        id::BookId,
        part::{Field, PartOf, Value, Values},
        student::Name,
        text::Text,
    };
    use jiff::civil::date;

    const TODAY: Date = date(2026, 10, 14);

    /// Ames 6, Bell 6, Cho 8, Diaz 12.
    fn book() -> (Book, GroupId) {
        let mut book = Book::new(BookId([1; 16]), Text::new("Ms. Reed"), TODAY);
        act::add_group(&book, Text::new("204"))
            .apply(&mut book)
            .unwrap();
        let group = book.settings.group.unwrap();
        for (name, grade) in [
            ("Ames, Rosa", 6),
            ("Bell, Tyrone", 6),
            ("Cho, Min", 8),
            ("Diaz, Ana", 12),
        ] {
            let grade = Grade::new(grade).unwrap();
            let joined = date(2026, 8, 20).at(8, 0, 0, 0);
            act::add_student(&book, group, Name::parse(name), grade, joined)
                .apply(&mut book)
                .unwrap();
        }
        (book, group)
    }

    fn catalog() -> Catalog {
        let item = |id: &str, when, category| Item {
            id: ItemId::new(id).unwrap(),
            grades: Grades::ALL,
            text: Text::new(id),
            detail: Text::default(),
            category,
            requirements: Vec::new(),
            when,
            by: None,
            core: false,
            repeat: Repeat::EveryYear,
            switch: None,
        };
        let link = Need {
            say: Text::new("the link"),
            grades: Grades::ALL,
            any: vec![Way::Parts {
                kind: PartKind::Portfolio,
                with: Vec::new(),
                span: Span::Ever,
                least: 1,
            }],
        };
        let rule = catalog::Requirement {
            code: RequirementCode::new("R-PORTFOLIO").unwrap(),
            asks: Text::default(),
            source: Text::default(),
            date: Text::default(),
            grades: Grades::ALL,
            from: None,
            until: None,
            switch: SwitchName::new("portfolio"),
            needs: vec![link],
        };
        Catalog::new(catalog::Parts {
            items: vec![
                item("aim", When::Fall, Category::Goals),
                item("look-back", When::Fall, Category::Goals),
                item("sum-up", When::Spring, Category::Goals),
                item("test", When::Spring, Category::Assessment),
            ],
            requirements: vec![rule],
            switches: vec![Switch {
                name: SwitchName::new("portfolio").unwrap(),
                scope: Scope::Book,
                text: Text::default(),
            }],
            ..catalog::Parts::default()
        })
    }

    fn who(book: &Book, last: &str) -> StudentId {
        let mut students = book.students.values();
        students.find(|s| s.name.last.as_str() == last).unwrap().id
    }

    fn stamp(day: Date) -> Stamp {
        Stamp::on(TODAY.at(10, 0, 0, 0), day)
    }

    fn of(book: &Book, group: GroupId, kind: SignalKind) -> Option<Signal> {
        all(book, &catalog(), group, TODAY, WEEKS)
            .into_iter()
            .find(|signal| signal.kind == kind)
    }

    fn figure(book: &Book, group: GroupId, kind: SignalKind) -> (usize, usize) {
        let signal = of(book, group, kind).unwrap();
        (signal.have, signal.of)
    }

    /// `!Ames: not begun`, line by line.
    fn behind(book: &Book, signal: &Signal) -> Vec<String> {
        let line = |one: &Behind| {
            let name = &book.students[&one.student].name.last;
            format!(
                "{}{name}: {}",
                if one.is_well { "v" } else { "!" },
                one.reason
            )
        };
        signal.behind.iter().map(line).collect()
    }

    fn add(book: &mut Book, of: PartOf, kind: PartKind, on: Date, values: &[(Field, Value)]) {
        let mut values = values.iter().cloned().collect::<Values>();
        values.insert(Field::On, Value::Day(on));
        act::add_part(book, of, kind, values, stamp(on))
            .apply(book)
            .unwrap();
    }

    fn goal(book: &mut Book, last: &str, text: &str, target: Option<Date>) {
        let said = GoalText {
            text: Text::new(text),
            target,
            ..GoalText::default()
        };
        let student = who(book, last);
        act::set_goal(book, student, said, stamp(date(2026, 9, 1)))
            .apply(book)
            .unwrap();
    }

    fn promise(book: &mut Book, last: &str, on: Date, text: &str, by: Date) {
        let note = Note {
            text: Text::new("talked"),
            next: Text::new(text),
            by: Some(by),
        };
        let student = who(book, last);
        act::note(book, &[student], None, &note, stamp(on))
            .apply(book)
            .unwrap();
    }

    #[test]
    fn seen_counts_the_weeks_asked_for_and_names_the_others_first() {
        let (mut book, group) = book();
        for (last, on) in [
            ("Ames", date(2026, 9, 24)),
            ("Cho", date(2026, 9, 23)),
            ("Diaz", TODAY),
        ] {
            let student = who(&book, last);
            act::check_in(&book, &[student], CheckInKind::Seen, stamp(on))
                .apply(&mut book)
                .unwrap();
        }
        let seen = of(&book, group, SignalKind::Seen).unwrap();
        assert_eq!((seen.have, seen.of), (2, 4));
        assert_eq!(
            behind(&book, &seen),
            [
                "!Bell: not yet seen this year",
                "!Cho: last seen 23 Sep, 21 d ago",
                "vAmes: last seen 24 Sep, 20 d ago",
                "vDiaz: seen today",
            ]
        );
        let four = all(&book, &catalog(), group, TODAY, 4).remove(0);
        assert_eq!((four.have, &*four.label), (3, "Seen in the last 4 weeks"));
        let one = all(&book, &catalog(), group, TODAY, 1).remove(0);
        assert_eq!((one.have, &*one.label), (1, "Seen in the last week"));
    }

    #[test]
    fn plans_of_grade_6_are_held_against_the_schools_day() {
        let (mut book, group) = book();
        let begun = of(&book, group, SignalKind::Begun).unwrap();
        assert_eq!(begun.label, "Grade 6 begun (no 90-day date yet)");
        book.settings.begin_by = Some(date(2026, 11, 13));
        let ames = who(&book, "Ames");
        add(
            &mut book,
            PartOf::Folder(ames),
            PartKind::Start,
            date(2026, 9, 8),
            &[],
        );
        let begun = of(&book, group, SignalKind::Begun).unwrap();
        assert_eq!(begun.label, "Grade 6 begun by 13 Nov, 30 d left");
        assert_eq!((begun.have, begun.of), (1, 2));
        assert_eq!(
            behind(&book, &begun),
            ["!Bell: not begun, 30 days left", "vAmes: begun 8 Sep"]
        );
        book.settings.begin_by = Some(date(2026, 9, 5));
        let begun = of(&book, group, SignalKind::Begun).unwrap();
        assert_eq!((begun.have, begun.of), (0, 2));
        assert_eq!(
            behind(&book, &begun),
            [
                "!Ames: begun 8 Sep, 3 days after the date",
                "!Bell: not begun, the date was 39 days ago",
            ]
        );
    }

    #[test]
    fn goals_count_from_grade_8_and_only_while_they_live() {
        let (mut book, group) = book();
        goal(&mut book, "Ames", "Read more", None);
        goal(&mut book, "Cho", "Pass algebra", None);
        let live = of(&book, group, SignalKind::LiveGoal).unwrap();
        assert_eq!((live.have, live.of), (1, 2));
        assert_eq!(
            behind(&book, &live),
            ["!Diaz: no goal to work on", "vCho: Pass algebra"]
        );
    }

    #[test]
    fn a_goal_has_a_next_step_when_one_is_dated_ahead() {
        let (mut book, group) = book();
        goal(&mut book, "Bell", "Join band", None);
        goal(&mut book, "Cho", "Pass algebra", None);
        goal(
            &mut book,
            "Diaz",
            "Choose a college",
            Some(date(2026, 12, 1)),
        );
        promise(
            &mut book,
            "Cho",
            date(2026, 10, 1),
            "ask the teacher",
            date(2026, 10, 20),
        );
        promise(
            &mut book,
            "Bell",
            date(2026, 9, 1),
            "try the horn",
            date(2026, 9, 20),
        );
        assert_eq!(figure(&book, group, SignalKind::DatedStep), (1, 3));
        let diaz = who(&book, "Diaz");
        let id = *book.plan(diaz).goals.keys().next().unwrap();
        act::edit_goal(&book, diaz, id, stamp(TODAY), |goal| {
            goal.steps = vec![crate::domain::goal::Step {
                text: Text::new("visit two"),
                done: None,
            }];
        })
        .apply(&mut book)
        .unwrap();
        let steps = of(&book, group, SignalKind::DatedStep).unwrap();
        assert_eq!(
            behind(&book, &steps),
            [
                "!Bell: no dated step: Join band",
                "vCho: by 20 Oct: ask the teacher",
                "vDiaz: by 1 Dec: visit two",
            ]
        );
        assert_eq!((steps.have, steps.of), (2, 3));
    }

    #[test]
    fn a_step_is_overdue_when_its_day_passed_without_a_talk() {
        let (mut book, group) = book();
        promise(
            &mut book,
            "Ames",
            date(2026, 9, 1),
            "bring the form",
            date(2026, 9, 20),
        );
        promise(&mut book, "Bell", date(2026, 9, 1), "try the horn", TODAY);
        promise(&mut book, "Cho", date(2026, 9, 1), "ask", date(2026, 9, 20));
        let cho = who(&book, "Cho");
        act::check_in(&book, &[cho], CheckInKind::Seen, stamp(date(2026, 9, 25)))
            .apply(&mut book)
            .unwrap();
        let overdue = of(&book, group, SignalKind::Overdue).unwrap();
        assert_eq!((overdue.have, overdue.of), (1, 3));
        assert_eq!(
            behind(&book, &overdue),
            ["!Ames: was due 20 Sep: bring the form"]
        );
    }

    #[test]
    fn approvals_count_by_month_and_lapse_when_the_plan_changes() {
        let (mut book, group) = book();
        let cho = who(&book, "Cho");
        let place = PartKind::Approval.place(book.key(cho));
        for (who, on) in [
            ("student", date(2026, 9, 3)),
            ("parent", date(2026, 9, 30)),
            ("school", date(2026, 10, 2)),
        ] {
            let who = PartKind::Approval.choice(Field::Who, who).unwrap();
            add(
                &mut book,
                place,
                PartKind::Approval,
                on,
                &[(Field::Who, Value::Choice(who))],
            );
        }
        let approvals = of(&book, group, SignalKind::Approvals).unwrap();
        assert_eq!((approvals.have, approvals.of), (3, 12));
        assert_eq!(approvals.months.len(), 12);
        assert_eq!(approvals.months[..4], [(7, 0), (8, 0), (9, 2), (10, 1)]);
        assert_eq!(approvals.behind.iter().filter(|one| one.is_well).count(), 1);
        goal(&mut book, "Cho", "Pass algebra", None); // written down today
        assert_eq!(figure(&book, group, SignalKind::Approvals), (0, 12));
    }

    #[test]
    fn portfolio_links_are_asked_for_only_when_the_school_keeps_portfolios() {
        let (mut book, group) = book();
        assert_eq!(of(&book, group, SignalKind::PortfolioLink), None);
        book.settings
            .switches
            .insert(SwitchName::new("portfolio").unwrap());
        assert_eq!(figure(&book, group, SignalKind::PortfolioLink), (4, 4));
        let cho = who(&book, "Cho");
        let link = Value::Text(Text::new("https://example.org/cho"));
        add(
            &mut book,
            PartOf::Folder(cho),
            PartKind::Portfolio,
            TODAY,
            &[(Field::Link, link)],
        );
        assert_eq!(figure(&book, group, SignalKind::PortfolioLink), (3, 4));
    }

    #[test]
    fn due_items_are_counted_by_category_and_those_to_come_are_not() {
        let (mut book, group) = book();
        let list = catalog();
        let item = list.item(&ItemId::new("aim").unwrap()).unwrap();
        let (ames, cho) = (who(&book, "Ames"), who(&book, "Cho"));
        act::tick(&book, &list, &[ames, cho], item, stamp(TODAY))
            .apply(&mut book)
            .unwrap();
        let item = list.item(&ItemId::new("look-back").unwrap()).unwrap();
        act::tick(&book, &list, &[cho], item, stamp(TODAY))
            .apply(&mut book)
            .unwrap();
        let due = of(&book, group, SignalKind::Due(Category::Goals)).unwrap();
        assert_eq!((due.have, due.of), (5, 8));
        assert_eq!(
            behind(&book, &due),
            [
                "!Ames: 1: look-back",
                "!Bell: 2: aim; look-back",
                "!Diaz: 2: aim; look-back"
            ]
        );
        assert_eq!(
            of(&book, group, SignalKind::Due(Category::Assessment)),
            None
        );
    }
}
