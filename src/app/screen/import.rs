//! What a roster was understood as, before anything is saved. One key takes it in, all or nothing.

use super::Next;
use crate::{
    app::{
        action::Action,
        effect::{Effect, Occasion, RosterFile},
        model::{Desk, Model},
        notice::Notice,
        update::{perform, say},
    },
    domain::{
        grade::Grade,
        group::MOST_STUDENTS,
        id::GroupId,
        roster::{BEYOND, Fate, Planned, RosterPlan, Target, Wishes},
        text::Text,
    },
};

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct Import {
    /// What was read.
    pub file: RosterFile,
    /// What it means for the group.
    pub plan: RosterPlan,
    /// Those beyond the 22nd come into a second group with this name; `None`: they stay out.
    pub second: Option<Text>,
    /// The first line that is shown.
    pub top: usize,
    group: GroupId,
}

/// One line of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLine {
    /// A heading or a question, rather than a row under one.
    pub is_heading: bool,
    /// What it says.
    pub text: String,
}

impl Import {
    /// Compares what was read with the group that is shown. `None` where there is no group.
    pub fn new(desk: &Desk, file: RosterFile) -> Option<Self> {
        let group = desk.group?;
        let plan = RosterPlan::new(
            &desk.book,
            Target::Group(group),
            file.incoming(),
            Wishes::default(),
        );
        let second = (!plan.beyond.is_empty()).then(|| second_name(desk, group));
        Some(Self {
            file,
            plan,
            second,
            top: 0,
            group,
        })
    }

    /// Works the plan out again after something was said.
    fn wish(&mut self, desk: &Desk, wish: impl FnOnce(&mut Wishes)) {
        let mut wishes = self.plan.wishes;
        wish(&mut wishes);
        self.plan = RosterPlan::new(
            &desk.book,
            Target::Group(self.group),
            self.file.incoming(),
            wishes,
        );
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        let last = self.lines(desk).len().saturating_sub(1);
        match action {
            Action::Up => self.top = self.top.saturating_sub(1),
            Action::Down => self.top = (self.top + 1).min(last),
            Action::PageUp => self.top = self.top.saturating_sub(10),
            Action::PageDown => self.top = (self.top + 10).min(last),
            Action::First => self.top = 0,
            Action::Last => self.top = last,
            Action::Back => {
                say(model, Notice::done("Nothing was taken in."));
                return Some(Next::Close);
            }
            Action::Standing => self.wish(desk, |wishes| wishes.mark_left = !wishes.mark_left),
            Action::Move => self.wish(desk, |wishes| wishes.move_here = !wishes.move_here),
            Action::NextField => self.wish(desk, |wishes| wishes.grade = next_grade(wishes.grade)),
            Action::NewGroup => {
                self.second = match self.second {
                    None if !self.plan.beyond.is_empty() => Some(second_name(desk, self.group)),
                    _ => None,
                };
            }
            Action::OtherWay => effects.push(Effect::ReadRoster {
                path: self.file.path.clone(),
                reading: self.file.asked + 1,
            }),
            Action::Accept => return Some(self.accept(model, effects)),
            _ => return None,
        }
        Some(Next::Stay)
    }

    fn accept(&self, model: &mut Model, effects: &mut Vec<Effect>) -> Next {
        let Some(desk) = &model.desk else {
            return Next::Close;
        };
        let second = self
            .second
            .as_ref()
            .filter(|_| !self.plan.beyond.is_empty());
        let change = self.plan.change(&desk.book, model.now, second);
        if change.is_empty() {
            say(
                model,
                Notice::done("Everything was known already: nothing changed."),
            );
        } else {
            effects.push(Effect::BackUp(Occasion::Import));
            perform(model, change, effects);
        }
        Next::Close
    }

    /// What was understood and what would happen, line by line.
    pub fn lines(&self, desk: &Desk) -> Vec<ImportLine> {
        let mut lines = Lines(Vec::new());
        lines.heading(format!("Read as {}", self.file.reading));
        lines.rows(self.file.columns.iter().cloned());
        lines.section("Look at this", self.file.warnings.iter().cloned());
        self.planned(desk, &mut lines);
        self.beyond(&mut lines);
        self.vanished(desk, &mut lines);
        let rejected = self.plan.rejected.iter().map(|r| {
            let who = if r.who.is_empty() {
                String::new()
            } else {
                format!("{}: ", r.who)
            };
            format!("line {}: {who}{}", r.line, r.reason)
        });
        lines.section("Not taken", rejected);
        let without_grade = self
            .file
            .rows
            .iter()
            .filter(|row| row.grade.is_none())
            .count();
        if without_grade > 0 {
            let grade = self
                .plan
                .wishes
                .grade
                .map_or("none".to_owned(), |grade| grade.to_string());
            lines.heading(format!(
                "Without a grade: {without_grade}. Grade for them (tab): {grade}"
            ));
        }
        lines.0
    }

    fn planned(&self, desk: &Desk, lines: &mut Lines) {
        let group_name = |id: &GroupId| {
            desk.book
                .groups
                .get(id)
                .map_or("?", |group| group.name.as_str())
        };
        let row = |planned: &Planned| {
            let grade = planned
                .row
                .grade
                .map(|grade| format!(", grade {grade}"))
                .unwrap_or_default();
            let differences: Vec<String> = planned
                .differences
                .iter()
                .map(ToString::to_string)
                .collect();
            let mut text = format!("{}{grade}", planned.row.name.sorted());
            if let Fate::Elsewhere(group) | Fate::Moved(group) = &planned.fate {
                text = format!("{text}, in {}", group_name(group));
            }
            if !differences.is_empty() {
                text = format!("{text}: {}", differences.join(", "));
            }
            if planned.row.altered {
                text.push_str("  (letters were replaced)");
            }
            if planned.row.mixed_script {
                text.push_str("  (letters of two alphabets)");
            }
            text
        };
        let of = |wanted: fn(&Fate) -> bool| {
            self.plan
                .rows
                .iter()
                .filter(move |p| wanted(&p.fate))
                .map(row)
        };
        lines.section("New", of(|fate| matches!(fate, Fate::New)));
        lines.section("Changed", of(|fate| matches!(fate, Fate::Changed)));
        lines.section("Back again", of(|fate| matches!(fate, Fate::Returning)));
        lines.section(
            "Come over from another group",
            of(|fate| matches!(fate, Fate::Moved(_))),
        );
        lines.section(
            "In another group; m brings them here",
            of(|fate| matches!(fate, Fate::Elsewhere(_))),
        );
        lines.section("As they are", of(|fate| matches!(fate, Fate::Unchanged)));
    }

    fn beyond(&self, lines: &mut Lines) {
        let beyond = &self.plan.beyond;
        if beyond.is_empty() {
            return;
        }
        let where_to = match &self.second {
            Some(name) => format!("into a second group, {name} (s: leave them out)"),
            None => "left out (s: a second group takes them)".to_owned(),
        };
        lines.section(
            &format!("No place here, since {BEYOND}; {where_to}"),
            beyond.iter().map(|planned| planned.row.name.sorted()),
        );
        let third = beyond.len().saturating_sub(MOST_STUDENTS);
        if third > 0 && self.second.is_some() {
            lines.heading(format!(
                "The last {third} need a third group: import the file once more for it."
            ));
        }
    }

    fn vanished(&self, desk: &Desk, lines: &mut Lines) {
        let what = if self.plan.wishes.mark_left {
            "In the group, not on the list: marked as left (l: they stay)"
        } else {
            "In the group, not on the list: they stay (l: mark as left, nothing is deleted)"
        };
        let names = self.plan.vanished.iter().filter_map(|vanished| {
            let name = desk.book.students.get(&vanished.student)?.listed();
            Some(if vanished.is_said {
                format!("{name}, gone by the file")
            } else {
                name
            })
        });
        lines.section(what, names);
    }
}

/// Lines under headings that count them.
struct Lines(Vec<ImportLine>);

impl Lines {
    fn heading(&mut self, text: String) {
        self.0.push(ImportLine {
            is_heading: true,
            text,
        });
    }

    fn rows(&mut self, rows: impl Iterator<Item = String>) {
        self.0.extend(rows.map(|text| ImportLine {
            is_heading: false,
            text,
        }));
    }

    /// Nothing, where there are no rows.
    fn section(&mut self, title: &str, rows: impl Iterator<Item = String>) {
        let rows: Vec<String> = rows.collect();
        if !rows.is_empty() {
            self.heading(format!("{title}: {}", rows.len()));
            self.rows(rows.into_iter());
        }
    }
}

/// A name for the second group that no other group has.
pub(super) fn second_name(desk: &Desk, group: GroupId) -> Text {
    let name = desk
        .book
        .groups
        .get(&group)
        .map_or("Group", |group| group.name.as_str());
    let taken = |name: &Text| desk.book.groups.values().any(|group| group.name == *name);
    let names = ('B'..='Z').map(|letter| Text::new(&format!("{name} {letter}")));
    names
        .into_iter()
        .find(|name| !taken(name))
        .unwrap_or_else(|| Text::new(name))
}

/// None, 6, 7, ... 12, none.
fn next_grade(grade: Option<Grade>) -> Option<Grade> {
    match grade {
        None => Some(Grade::FIRST),
        Some(grade) => Grade::new(grade.number() + 1),
    }
}
