//! What a book can show beside the school's rating of itself: figures of one school year for the indicators of the rubric.
//!
//! Where a plan stands is asked of [`super::status`], [`super::requirement`], [`super::review`] and [`super::followup`]; here it is
//! counted for everybody in the book. Those count for the running year; of an earlier year that is in memory counts what was
//! written down in it. The screen of the rubric and the reports call it.

use std::collections::BTreeMap;

use super::{
    book::Book,
    catalog::{Catalog, Category, Evidence, RubricPart},
    date::{self, Date, DateTime, SchoolYear},
    followup,
    group::{Group, MOST_STUDENTS},
    id::{GroupId, StudentId},
    mark::Mark,
    part::{Field, Part, PartKind, PartOf},
    plan::{Plan, PlanKey},
    requirement::{self, Standing},
    review,
    round::{self, GAP_MINUTES},
    status::{ItemState, Status},
    student::Student,
};

/// The figures for one indicator in one year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// In at most 22 columns: `18 of 22 plans`. Empty where the book has nothing to say of that year.
    pub short: String,
    /// The whole, line by line.
    pub lines: Vec<String>,
}

/// As a heading of the rubric.
pub fn heading(part: RubricPart) -> &'static str {
    match part {
        RubricPart::District => "District",
        RubricPart::School => "School",
        RubricPart::Plan => "Plans and groups",
    }
}

/// The school's rating of an indicator in a year; the newest one.
pub fn rating<'a>(book: &'a Book, code: &str, year: SchoolYear) -> Option<&'a Part> {
    let parts = book.parts_at(PartOf::School(year))?.values();
    let is_about = |part: &&Part| part.kind == PartKind::Rating && part.text(Field::About) == code;
    parts
        .filter(is_about)
        .max_by_key(|part| (part.counts_on(), part.id))
}

/// What the book has to say of a year.
pub fn figures(
    evidence: Evidence,
    book: &Book,
    catalog: &Catalog,
    year: SchoolYear,
    today: Date,
) -> Figures {
    let look = Look {
        book,
        catalog,
        year,
        today,
    };
    match evidence {
        Evidence::Touches => look.touches(),
        Evidence::Approvals => look.approvals(),
        Evidence::FollowUps => look.follow_ups(),
        Evidence::Sessions => look.sessions(),
        Evidence::RollUp => look.roll_up(),
        Evidence::Demand => look.demand(),
        Evidence::GroupSize => look.group_size(),
        Evidence::Coverage => look.coverage(),
        Evidence::Assessments => look.assessments(),
    }
}

/// What is said of a figure that only the running year can give.
const RUNNING_ONLY: &str = "It is counted while the year runs, from where each plan stands.";

/// A book in one school year.
struct Look<'a> {
    book: &'a Book,
    catalog: &'a Catalog,
    year: SchoolYear,
    today: Date,
}

impl<'a> Look<'a> {
    fn is_running(&self) -> bool {
        self.year == self.book.settings.year
    }

    /// Everybody who is here now, by group.
    fn members(&self) -> Vec<&'a Student> {
        let groups = self.book.open_groups();
        groups
            .flat_map(|group| self.book.members(group.id))
            .collect()
    }

    /// The plans of the year: of those who are here now, or of everybody in an earlier year.
    fn plans(&self) -> Vec<(StudentId, &'a Plan)> {
        if self.is_running() {
            let members = self.members().into_iter();
            return members.map(|s| (s.id, self.book.plan(s.id))).collect();
        }
        let key = |student| PlanKey {
            year: self.year,
            student: StudentId(student),
        };
        let plans = self.book.plans.range(key(0)..=key(u64::MAX));
        plans.map(|(key, plan)| (key.student, plan)).collect()
    }

    fn touches(&self) -> Figures {
        let plans = self.plans();
        let (mut worked_on, mut roles) = (0, Counted::default());
        for (_, plan) in &plans {
            let touches = review::touches_of(plan);
            worked_on += usize::from(!touches.is_empty());
            for touch in &touches {
                // An approval names a parent or guardian, the log a parent: the same people.
                let is_parent = touch.who.starts_with("parent");
                roles.add(if is_parent { "parent" } else { touch.who });
            }
        }
        let short = format!("{worked_on} of {} plans", plans.len());
        let mut lines = vec![format!("{short} were worked on, by what was noted")];
        lines.extend(roles.lines());
        Figures { short, lines }
    }

    fn approvals(&self) -> Figures {
        let plans = self.plans();
        let said = review::approvers().iter().map(|who| {
            let given = |part: &Part| part.is(Field::Who, who.name);
            let has_given = |plan: &Plan| plan.parts_of(PartKind::Approval).any(given);
            let outdated = |student| {
                let approvals = review::approvals(self.book, student);
                let mut own = approvals.iter().filter(|one| one.who == *who);
                own.any(|one| one.is_outdated)
            };
            let count = plans.iter().filter(|(_, plan)| has_given(plan)).count();
            let late = plans
                .iter()
                .filter(|(student, _)| self.is_running() && outdated(*student));
            (who, count, late.count())
        });
        let said: Vec<_> = said.collect();
        let parents = said.iter().find(|(who, ..)| who.name == "parent");
        let parents = parents.map_or(0, |(_, count, _)| *count);
        let lines = said.iter().map(|(who, count, late)| {
            let line = format!("{}: {count} of {}", who.label, plans.len());
            match late {
                0 => line,
                late => format!("{line}, {late} of them before the plan changed"),
            }
        });
        Figures {
            short: format!("{parents} of {} families", plans.len()),
            lines: lines.collect(),
        }
    }

    /// Parts of a kind in all folders that count for a day of the year.
    fn dated(&self, kind: PartKind) -> impl Iterator<Item = (StudentId, &'a Part)> {
        let (calendar, year) = (&self.book.settings.calendar, self.year);
        let folders = self.book.folders.iter();
        let all = folders.flat_map(|(student, parts)| parts.values().map(|part| (*student, part)));
        all.filter(move |(_, part)| part.kind == kind && calendar.year_of(part.counts_on()) == year)
    }

    fn follow_ups(&self) -> Figures {
        let (mut months, mut statuses) = (Counted::default(), Counted::default());
        for (_, part) in self.dated(PartKind::FollowUp) {
            let label = |field| part.choice(field).map_or("", |choice| choice.label);
            months.add(label(Field::Months));
            statuses.add(label(Field::Status));
        }
        let asked = months.all();
        let mut lines = months.lines_after("after ");
        lines.extend(statuses.lines());
        let graduates = followup::graduates(self.book, self.today).len();
        if self.is_running() {
            let due = followup::due(self.book, self.today);
            lines.push(format!(
                "{graduates} graduates in the book, {due} to be asked now"
            ));
        }
        let short = match (asked, graduates) {
            (0, 0) => "no graduates".to_owned(),
            (1, _) => "1 asked".to_owned(),
            (asked, _) => format!("{asked} asked"),
        };
        Figures { short, lines }
    }

    /// The talks of the year by the group in which the student is now.
    fn talks(&self) -> BTreeMap<GroupId, Vec<(DateTime, StudentId)>> {
        let mut talks: BTreeMap<GroupId, Vec<(DateTime, StudentId)>> = BTreeMap::new();
        for (student, plan) in self.plans() {
            let group = self.book.students.get(&student).map(|one| one.group);
            let Some(group) = group else { continue };
            let talk = |when| (when, student);
            talks
                .entry(group)
                .or_default()
                .extend(round::contacts(plan).map(talk));
        }
        for talks in talks.values_mut() {
            talks.sort_unstable();
        }
        talks
    }

    fn sessions(&self) -> Figures {
        let (mut held, mut reached, mut lines) = (0, 0, Vec::new());
        for (group, talks) in self.talks() {
            let Some(((first, _), (last, _))) = talks.first().zip(talks.last()) else {
                continue;
            };
            let days = |from: &DateTime, to: &DateTime| {
                let short = |at: &DateTime| date::short(at.date(), self.today);
                format!("{} to {}", short(from), short(to))
            };
            let (periods, students) = (periods(&talks), students(&talks));
            held += periods;
            reached += students;
            lines.push(format!(
                "{}: {}, {}, {} and {} each",
                self.name(group),
                counted(periods, "period"),
                days(first, last),
                counted(students, "student") + " reached",
                counted(talks.len().div_ceil(periods.max(1)), "talk"),
            ));
        }
        Figures {
            short: format!(
                "{}, {reached} of {}",
                counted(held, "period"),
                self.plans().len()
            ),
            lines,
        }
    }

    fn name(&self, group: GroupId) -> &'a str {
        let group = self.book.groups.get(&group);
        group.map_or("", |group: &Group| group.name.as_str())
    }

    fn roll_up(&self) -> Figures {
        if !self.is_running() {
            return running_only();
        }
        let members = self.members();
        let mut whole = 0;
        let mut rules: Vec<(&str, usize, usize)> = requirement::plannable(self.catalog)
            .map(|rule| (rule.code.as_str(), 0, 0))
            .collect();
        for student in &members {
            let all = requirement::all(self.book, self.catalog, student, self.today);
            whole += usize::from(all.iter().all(|one| one.standing != Standing::NotYet));
            for (status, (_, met, asked)) in all.iter().zip(&mut rules) {
                *met += usize::from(status.standing == Standing::Met);
                *asked += usize::from(status.standing != Standing::NotApplicable);
            }
        }
        let short = format!("{whole} of {} plans whole", members.len());
        let mut lines = vec![format!(
            "{whole} of {} plans have all that the rules ask now",
            members.len()
        )];
        let asked = rules.iter().filter(|(.., asked)| *asked > 0);
        lines.extend(asked.map(|(code, met, asked)| format!("{code}: {met} of {asked}")));
        Figures { short, lines }
    }

    /// Courses and activities that the plans name for this year and the next.
    fn demand(&self) -> Figures {
        let next = SchoolYear(self.year.0.saturating_add(1));
        let mut lines = Vec::new();
        let mut upcoming = 0;
        for year in [next, self.year] {
            let wanted = self.courses(year);
            if year == next {
                upcoming = wanted.all();
            }
            if wanted.all() > 0 {
                lines.push(format!("For {year}: {}", wanted.all()));
                lines.extend(wanted.lines_after("  "));
            }
        }
        Figures {
            short: format!("{upcoming} for {next}"),
            lines,
        }
    }

    fn courses(&self, year: SchoolYear) -> Counted<'a> {
        let mut wanted = Counted::default();
        for parts in self.book.folders.values() {
            let courses = parts.values().filter(|part| part.kind == PartKind::Course);
            for part in courses.filter(|part| part.year() == Some(year)) {
                wanted.add(part.text(Field::Name));
            }
        }
        wanted
    }

    fn group_size(&self) -> Figures {
        if !self.is_running() {
            let plans = self.plans().len();
            return Figures {
                short: format!("{plans} plans"),
                lines: vec![format!("{plans} plans in that year")],
            };
        }
        let talks = self.talks();
        let (mut sizes, mut lines) = (Vec::new(), Vec::new());
        for group in self.book.open_groups() {
            let size = self.book.size(group.id);
            sizes.push(size.to_string());
            lines.push(format!("{}: {size} of at most {MOST_STUDENTS}", group.name));
            lines.extend(talks.get(&group.id).map(|talks| self.meeting_days(talks)));
        }
        let students = if sizes.len() == 1 {
            "in the group"
        } else {
            "in groups"
        };
        Figures {
            short: format!("{} {students}", sizes.join(", ")),
            lines,
        }
    }

    /// `  met on 6 days: Aug 2, Sep 3, Oct 1`
    fn meeting_days(&self, talks: &[(DateTime, StudentId)]) -> String {
        let mut days: Vec<Date> = talks.iter().map(|(when, _)| when.date()).collect();
        days.dedup();
        let (first, _) = self.book.settings.calendar.begins;
        let months = (0..12).map(|after| (first - 1 + after) % 12 + 1);
        let by_month = months.filter_map(|month| {
            let count = days.iter().filter(|day| day.month() == month).count();
            (count > 0).then(|| format!("{} {count}", date::month(month)))
        });
        let by_month: Vec<String> = by_month.collect();
        let days = counted(days.len(), "day");
        format!("  met on {days}: {}", by_month.join(", "))
    }

    fn coverage(&self) -> Figures {
        if !self.is_running() {
            return self.ticked();
        }
        let mut cells: BTreeMap<(Category, u8), (usize, usize)> = BTreeMap::new();
        for student in self.members() {
            let status = Status::of(self.book, self.catalog, student, self.today);
            for line in &status.items {
                let at = (line.item.category, student.grade.number());
                let (done, due) = cells.entry(at).or_default();
                *done += usize::from(line.state == ItemState::Done);
                *due += usize::from(matches!(line.state, ItemState::Done | ItemState::Due));
            }
        }
        let sum = |which: fn(&(usize, usize)) -> usize| cells.values().map(which).sum::<usize>();
        let short = format!("{} of {} items", sum(|cell| cell.0), sum(|cell| cell.1));
        let lines = Category::ALL.iter().filter_map(|category| {
            let of = cells
                .iter()
                .filter(|((of, _), (_, due))| of == category && *due > 0);
            let grades = of.map(|((_, grade), (done, due))| format!("grade {grade} {done}/{due}"));
            let grades: Vec<String> = grades.collect();
            (!grades.is_empty()).then(|| format!("{}: {}", category.long(), grades.join(", ")))
        });
        Figures {
            short,
            lines: lines.collect(),
        }
    }

    /// Items that were ticked in an earlier year, by category.
    fn ticked(&self) -> Figures {
        let mut ticked = Counted::default();
        for (_, plan) in self.plans() {
            for (id, mark) in &plan.marks {
                let item = self.catalog.item(id);
                if let (Some(item), Mark::Done { .. }) = (item, mark) {
                    ticked.add(item.category.long());
                }
            }
        }
        Figures {
            short: format!("{} items done", ticked.all()),
            lines: ticked.lines(),
        }
    }

    fn assessments(&self) -> Figures {
        let (mut taken, mut students) = (Counted::default(), Vec::new());
        for (student, part) in self.dated(PartKind::Assessment) {
            taken.add(part.text(Field::Name));
            students.push(student);
        }
        students.dedup();
        let short = counted(taken.all(), "result");
        let mut lines = vec![format!("{short} of {}", counted(students.len(), "student"))];
        lines.extend(taken.lines());
        Figures { short, lines }
    }
}

fn running_only() -> Figures {
    Figures {
        short: String::new(),
        lines: vec![RUNNING_ONLY.to_owned()],
    }
}

/// How many periods talks make, in the order of time: each begins after a gap.
fn periods(talks: &[(DateTime, StudentId)]) -> usize {
    let gaps = talks.iter().zip(talks.iter().skip(1));
    let gaps =
        gaps.filter(|((one, _), (next, _))| round::minutes_between(*one, *next) > GAP_MINUTES);
    gaps.count() + usize::from(!talks.is_empty())
}

fn students(talks: &[(DateTime, StudentId)]) -> usize {
    let mut students: Vec<StudentId> = talks.iter().map(|(_, student)| *student).collect();
    students.sort_unstable();
    students.dedup();
    students.len()
}

/// `1 period`, `2 periods`
fn counted(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// The most lines of a count; what is rarer is left out.
const MOST_LINES: usize = 12;

/// How often something was named, however it is spelled in capitals and accents.
#[derive(Default)]
struct Counted<'a>(BTreeMap<String, (&'a str, usize)>);

impl<'a> Counted<'a> {
    fn add(&mut self, name: &'a str) {
        let folded = super::text::Text::new(name).fold();
        self.0.entry(folded).or_insert((name, 0)).1 += 1;
    }

    fn all(&self) -> usize {
        self.0.values().map(|(_, count)| count).sum()
    }

    fn lines(&self) -> Vec<String> {
        self.lines_after("")
    }

    /// `name: 3`, the most frequent first.
    fn lines_after(&self, before: &str) -> Vec<String> {
        let mut all: Vec<&(&str, usize)> = self.0.values().collect();
        all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let shown = all.iter().take(MOST_LINES);
        let mut lines: Vec<String> = shown
            .map(|(name, count)| format!("{before}{name}: {count}"))
            .collect();
        if let Some(more) = all.len().checked_sub(MOST_LINES).filter(|more| *more > 0) {
            lines.push(format!("{before}and {more} more"));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        act::{self, Stamp},
        catalog::{
            Grades, Item, ItemId, Need, Parts, Repeat, Requirement, RequirementCode, Way, When,
        },
        checkin::CheckInKind,
        grade::Grade,
        id::BookId,
        part::{Value, Values},
        student::Name,
        text::Text,
    };
    use jiff::civil::date;

    const TODAY: Date = date(2026, 10, 14);
    const YEAR: SchoolYear = SchoolYear(2026);

    fn book() -> Book {
        let mut book = Book::new(BookId([1; 16]), Text::new("Ms. Reed"), TODAY);
        act::add_group(&book, Text::new("204"))
            .apply(&mut book)
            .unwrap();
        let group = book.settings.group.unwrap();
        for (name, grade) in [("Ames, Rosa", 6), ("Cho, Min", 8), ("Diaz, Ana", 8)] {
            let grade = Grade::new(grade).unwrap();
            let joined = date(2026, 8, 20).at(8, 0, 0, 0);
            act::add_student(&book, group, Name::parse(name), grade, joined)
                .apply(&mut book)
                .unwrap();
        }
        book
    }

    fn who(book: &Book, last: &str) -> StudentId {
        let mut students = book.students.values();
        students.find(|s| s.name.last.as_str() == last).unwrap().id
    }

    fn stamp(day: Date) -> Stamp {
        Stamp::on(TODAY.at(10, 0, 0, 0), day)
    }

    fn of(book: &Book, evidence: Evidence, year: SchoolYear) -> Figures {
        figures(evidence, book, &catalog(), year, TODAY)
    }

    fn catalog() -> Catalog {
        let item = |id: &str, when| Item {
            id: ItemId::new(id).unwrap(),
            grades: Grades::ALL,
            text: Text::new(id),
            detail: Text::default(),
            category: Category::Goals,
            requirements: Vec::new(),
            when,
            by: None,
            core: false,
            repeat: Repeat::EveryYear,
            switch: None,
        };
        Catalog::new(Parts {
            items: vec![item("aim", When::Fall), item("sum-up", When::Spring)],
            ..Parts::default()
        })
    }

    fn choice(kind: PartKind, field: Field, name: &str) -> (Field, Value) {
        (field, Value::Choice(kind.choice(field, name).unwrap()))
    }

    fn text(field: Field, words: &str) -> (Field, Value) {
        (field, Value::Text(Text::new(words)))
    }

    fn add(book: &mut Book, last: &str, kind: PartKind, on: Date, values: &[(Field, Value)]) {
        let mut values = values.iter().cloned().collect::<Values>();
        values.insert(Field::On, Value::Day(on));
        let place = kind.place(book.key(who(book, last)));
        act::add_part(book, place, kind, values, stamp(on))
            .apply(book)
            .unwrap();
    }

    #[test]
    fn work_on_the_plans_is_counted_by_role() {
        let mut book = book();
        let teacher = choice(PartKind::Touch, Field::Who, "teacher");
        let parent = choice(PartKind::Approval, Field::Who, "parent");
        for last in ["Ames", "Cho"] {
            let on = date(2026, 9, 3);
            add(
                &mut book,
                last,
                PartKind::Touch,
                on,
                std::slice::from_ref(&teacher),
            );
        }
        add(&mut book, "Cho", PartKind::Approval, TODAY, &[parent]);
        let touches = of(&book, Evidence::Touches, YEAR);
        assert_eq!(touches.short, "2 of 3 plans");
        assert_eq!(
            touches.lines,
            [
                "2 of 3 plans were worked on, by what was noted",
                "teacher: 2",
                "parent: 1",
            ]
        );
        let approvals = of(&book, Evidence::Approvals, YEAR);
        assert_eq!(approvals.short, "1 of 3 families");
        assert_eq!(
            approvals.lines,
            [
                "student: 0 of 3",
                "parent or guardian: 1 of 3",
                "school official: 0 of 3",
            ]
        );
    }

    #[test]
    fn periods_and_the_students_reached_come_from_the_talks() {
        let mut book = book();
        for (last, on) in [
            ("Ames", date(2026, 9, 3)),
            ("Cho", date(2026, 9, 3)),
            ("Ames", date(2026, 9, 17)),
            ("Ames", TODAY),
        ] {
            let student = who(&book, last);
            act::check_in(&book, &[student], CheckInKind::Seen, stamp(on))
                .apply(&mut book)
                .unwrap();
        }
        let sessions = of(&book, Evidence::Sessions, YEAR);
        assert_eq!(sessions.short, "3 periods, 2 of 3");
        assert_eq!(
            sessions.lines,
            ["204: 3 periods, 3 Sep to 14 Oct, 2 students reached and 2 talks each"]
        );
        let size = of(&book, Evidence::GroupSize, YEAR);
        assert_eq!(size.short, "3 in the group");
        assert_eq!(
            size.lines,
            ["204: 3 of at most 22", "  met on 3 days: Sep 2, Oct 1"]
        );
    }

    #[test]
    fn courses_that_the_plans_name_are_what_is_wanted() {
        let mut book = book();
        for (last, name, year) in [
            ("Ames", "Welding 1", 2027),
            ("Cho", "welding 1", 2027),
            ("Diaz", "Band", 2027),
            ("Diaz", "Algebra", 2026),
            ("Diaz", "Physics", 2028),
        ] {
            let year = (Field::Year, Value::Year(SchoolYear(year)));
            add(
                &mut book,
                last,
                PartKind::Course,
                TODAY,
                &[text(Field::Name, name), year],
            );
        }
        let demand = of(&book, Evidence::Demand, YEAR);
        assert_eq!(demand.short, "3 for 2027-28");
        assert_eq!(
            demand.lines,
            [
                "For 2027-28: 3",
                "  Welding 1: 2",
                "  Band: 1",
                "For 2026-27: 1",
                "  Algebra: 1"
            ]
        );
    }

    #[test]
    fn results_count_for_the_year_of_their_day() {
        let mut book = book();
        for (last, name, on) in [
            ("Ames", "interest inventory", TODAY),
            ("Cho", "Interest Inventory", TODAY),
            ("Cho", "PSAT", date(2026, 5, 2)),
        ] {
            add(
                &mut book,
                last,
                PartKind::Assessment,
                on,
                &[text(Field::Name, name)],
            );
        }
        let now = of(&book, Evidence::Assessments, YEAR);
        assert_eq!(now.short, "2 results");
        assert_eq!(
            now.lines,
            ["2 results of 2 students", "interest inventory: 2"]
        );
        let before = of(&book, Evidence::Assessments, SchoolYear(2025));
        assert_eq!(before.lines, ["1 result of 1 student", "PSAT: 1"]);
    }

    #[test]
    fn coverage_is_what_the_status_says_by_category_and_grade() {
        let mut book = book();
        let list = catalog();
        let item = list.item(&ItemId::new("aim").unwrap()).unwrap();
        let cho = who(&book, "Cho");
        act::tick(&book, &list, &[cho], item, stamp(TODAY))
            .apply(&mut book)
            .unwrap();
        let coverage = of(&book, Evidence::Coverage, YEAR);
        assert_eq!(coverage.short, "1 of 3 items");
        assert_eq!(coverage.lines, ["Goals: grade 6 0/1, grade 8 1/2"]);
        book.settings.year = SchoolYear(2027); // the year has been rolled over
        let before = of(&book, Evidence::Coverage, YEAR);
        assert_eq!(before.short, "1 items done");
        assert_eq!(of(&book, Evidence::RollUp, YEAR).short, "");
    }

    #[test]
    fn every_rule_is_rolled_up_over_those_of_whom_it_asks_something() {
        let mut book = book();
        let begun = Need {
            say: Text::new("the day on which it was begun"),
            grades: Grades::ALL,
            any: vec![Way::Begun],
        };
        let rule = Requirement {
            code: RequirementCode::new("R-START").unwrap(),
            asks: Text::default(),
            source: Text::default(),
            date: Text::default(),
            grades: Grades::new([6]).unwrap(),
            from: None,
            until: None,
            switch: None,
            needs: vec![begun],
        };
        let catalog = Catalog::new(Parts {
            requirements: vec![rule],
            ..Parts::default()
        });
        let rolled = figures(Evidence::RollUp, &book, &catalog, YEAR, TODAY);
        assert_eq!(rolled.short, "2 of 3 plans whole");
        assert_eq!(rolled.lines[1..], ["R-START: 0 of 1"]);
        add(&mut book, "Ames", PartKind::Start, TODAY, &[]);
        let rolled = figures(Evidence::RollUp, &book, &catalog, YEAR, TODAY);
        assert_eq!(rolled.short, "3 of 3 plans whole");
        assert_eq!(rolled.lines[1..], ["R-START: 1 of 1"]);
    }

    #[test]
    fn follow_ups_are_counted_in_the_year_in_which_they_were_made() {
        let mut book = book();
        let kind = PartKind::FollowUp;
        let values = [
            choice(kind, Field::Months, "6"),
            choice(kind, Field::Status, "military"),
        ];
        add(&mut book, "Diaz", kind, TODAY, &values);
        let asked = of(&book, Evidence::FollowUps, YEAR);
        assert_eq!(asked.short, "1 asked");
        assert_eq!(asked.lines[..2], ["after 6 months: 1", "military: 1"]);
        assert_eq!(
            of(&book, Evidence::FollowUps, SchoolYear(2025)).short,
            "no graduates"
        );
    }

    #[test]
    fn the_newest_rating_of_a_year_counts() {
        let mut book = book();
        for (score, on) in [(2, date(2026, 9, 1)), (3, TODAY)] {
            let values = Values::from([
                text(Field::About, "RUB-D4"),
                (Field::Score, Value::Number(score)),
                (Field::On, Value::Day(on)),
            ]);
            let place = PartOf::School(YEAR);
            act::add_part(&book, place, PartKind::Rating, values, stamp(on))
                .apply(&mut book)
                .unwrap();
        }
        let score = |year| rating(&book, "RUB-D4", year)?.number(Field::Score);
        assert_eq!(score(YEAR), Some(3));
        assert_eq!(score(SchoolYear(2025)), None);
        assert_eq!(rating(&book, "RUB-D5", YEAR), None);
    }
}
