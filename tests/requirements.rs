//! What the rules ask, in every grade: a table of situations with what follows from each, and why.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

use std::collections::BTreeMap;

use homeroom::domain::{
    act::{self, GoalText, Stamp},
    book::Book,
    catalog::{Catalog, RequirementCode, SwitchName},
    change::Change,
    date::{Date, SchoolYear},
    goal::{GoalKind, GoalState},
    grade::Grade,
    id::{BookId, GroupId, StudentId},
    part::{Field, PartKind, Value, Values},
    requirement::{self, Standing},
    status::Status,
    student::Name,
    text::Text,
};
use homeroom::exchange::catalog::default_catalog;

const SITUATIONS: &str = include_str!("requirements/situations.txt");

fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

fn today() -> Date {
    day("2027-04-01")
}

/// A book with one student of a grade.
struct Room {
    book: Book,
    catalog: Catalog,
    student: StudentId,
    code: RequirementCode,
}

impl Room {
    fn new(grade: u8, code: &RequirementCode) -> Self {
        let mut book = Book::new(BookId::default(), Text::new("Ms. Reed"), day("2026-09-01"));
        let at = day("2026-09-01").at(9, 0, 0, 0);
        act::add_group(&book, Text::new("204"))
            .apply(&mut book)
            .unwrap();
        let group: GroupId = *book.groups.keys().next().unwrap();
        let name = Name::parse("Diaz, Ana");
        let add = act::add_student(&book, group, name, Grade::new(grade).unwrap(), at);
        add.apply(&mut book).unwrap();
        let student = *book.students.keys().next().unwrap();
        Self {
            book,
            catalog: default_catalog(),
            student,
            code: code.clone(),
        }
    }

    fn stamp() -> Stamp {
        Stamp::now(today().at(10, 0, 0, 0))
    }

    fn apply(&mut self, change: &Change) {
        change.apply(&mut self.book).unwrap();
    }

    /// Brings about one part of a situation.
    fn put(&mut self, what: &str) {
        let words: Vec<&str> = what.split_whitespace().collect();
        match words.as_slice() {
            ["nothing"] => {}
            ["goal", kind] => self.goal(kind, None),
            ["dropped", "goal", kind] => self.goal(kind, Some(GoalState::Dropped)),
            ["done", "goal", kind] => self.goal(kind, Some(GoalState::Done)),
            ["tick", count] => self.items(count.parse().unwrap(), false),
            ["set", "aside", count] => self.items(count.parse().unwrap(), true),
            ["switch", name] => {
                let name = SwitchName::new(name).unwrap();
                self.apply(&act::switch_book(&self.book, &name));
            }
            ["arrived", on] => {
                let on = day(on);
                let change = act::edit_student(&self.book, self.student, |s| s.arrived = Some(on));
                self.apply(&change);
            }
            ["begin", "by", on] => {
                let on = day(on);
                self.apply(&act::edit_settings(&self.book, |s| s.begin_by = Some(on)));
            }
            ["school", "year", year] => {
                let year = SchoolYear(year.parse().unwrap());
                self.apply(&act::edit_settings(&self.book, |s| s.year = year));
            }
            [kind, fields @ ..] => self.part(kind, fields),
            [] => panic!("an empty situation"),
        }
    }

    fn goal(&mut self, kind: &str, state: Option<GoalState>) {
        let kinds = [
            ("academic", GoalKind::Academic),
            ("personal", GoalKind::Personal),
            ("career", GoalKind::Career),
            ("postsecondary", GoalKind::Postsecondary),
        ];
        let said = GoalText {
            text: Text::new("learn to weld"),
            kind: BTreeMap::from(kinds)[kind],
            ..GoalText::default()
        };
        let change = act::set_goal(&self.book, self.student, said, Self::stamp());
        self.apply(&change);
        let id = *self
            .book
            .plan(self.student)
            .goals
            .keys()
            .next_back()
            .unwrap();
        if let Some(state) = state {
            let note = Text::default();
            let (student, stamp) = (self.student, Self::stamp());
            let change = act::progress(&self.book, student, id, state, None, note, stamp);
            self.apply(&change);
        }
    }

    fn items(&mut self, count: usize, aside: bool) {
        let student = &self.book.students[&self.student];
        let status = Status::of(&self.book, &self.catalog, student, today());
        let serving = status.items.iter().map(|line| line.item);
        let serving = serving.filter(|item| item.requirements.contains(&self.code));
        let items: Vec<_> = serving.take(count).cloned().collect();
        for item in items {
            let (who, stamp) = ([self.student], Self::stamp());
            let change = if aside {
                let why = Text::new("moved in");
                act::set_aside(&self.book, &self.catalog, &who, &item, &why, stamp)
            } else {
                act::tick(&self.book, &self.catalog, &who, &item, stamp)
            };
            self.apply(&change);
        }
    }

    fn part(&mut self, kind: &str, fields: &[&str]) {
        let kind = PartKind::named(kind).unwrap_or_else(|| panic!("{kind} is no kind"));
        let mut values = Values::new();
        for pair in fields {
            let (name, said) = pair.split_once('=').expect("field=value");
            let field = Field::named(name).expect("a field");
            let value = match field {
                Field::On => Value::Day(day(said)),
                Field::Year => Value::Year(SchoolYear(said.parse().unwrap())),
                _ => Value::Choice(kind.choice(field, said).expect("a choice")),
            };
            values.insert(field, value);
        }
        let place = kind.place(self.book.key(self.student));
        let change = act::add_part(&self.book, place, kind, values, Self::stamp());
        self.apply(&change);
    }

    fn answer(&self) -> String {
        let student = &self.book.students[&self.student];
        let rule = self.catalog.requirement(&self.code).expect("a rule");
        let status = requirement::of(&self.book, &self.catalog, student, rule, today());
        let reason = status.reason();
        match status.standing {
            Standing::Met if reason == "all there" => "met".to_owned(),
            Standing::Met => format!("met: {reason}"),
            Standing::NotYet => format!("not: {}", reason.trim_start_matches("missing: ")),
            Standing::NotApplicable => format!("na: {reason}"),
        }
    }
}

/// `6-8 met ; 9 not: a goal`, as grades with what follows.
fn expected(cell: &str) -> BTreeMap<u8, &str> {
    let mut all = BTreeMap::new();
    for part in cell.split(" ; ") {
        let (grades, said) = part.trim().split_once(' ').expect("grades and an answer");
        let (from, to) = grades.split_once('-').unwrap_or((grades, grades));
        for grade in from.parse().unwrap()..=to.parse().unwrap() {
            assert!(
                all.insert(grade, said.trim()).is_none(),
                "{cell}: twice {grade}"
            );
        }
    }
    all
}

/// Every row with its rule.
fn rows() -> Vec<(RequirementCode, &'static str, BTreeMap<u8, &'static str>)> {
    let mut code = None;
    let mut rows = Vec::new();
    for line in SITUATIONS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        match line.split_once(" | ") {
            None => code = RequirementCode::new(line),
            Some((what, follows)) => rows.push((code.clone().unwrap(), what, expected(follows))),
        }
    }
    rows
}

#[test]
fn every_situation_has_the_standing_and_the_reason_of_the_table() {
    let mut wrong = Vec::new();
    for (code, what, expected) in rows() {
        for grade in 6..=12 {
            let mut room = Room::new(grade, &code);
            what.split(" + ").for_each(|part| room.put(part));
            let (found, wanted) = (room.answer(), expected[&grade]);
            if found != wanted {
                wrong.push(format!(
                    "{code}, grade {grade}, {what}:\n  {found}\n  {wanted}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_has_ten_situations_for_every_rule_and_grade() {
    let catalog = default_catalog();
    for rule in requirement::plannable(&catalog).filter(|rule| rule.until.is_none()) {
        for grade in 6..=12 {
            let of_rule = rows().into_iter().filter(|(code, ..)| *code == rule.code);
            let count = of_rule
                .filter(|(.., expected)| expected.contains_key(&grade))
                .count();
            assert!(count >= 10, "{} in grade {grade}: {count}", rule.code);
        }
    }
}
