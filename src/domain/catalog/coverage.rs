//! Whether a catalog gives every student a way to meet every rule: in each grade to which a rule applies, each of its needs has
//! to be answered by an item of that grade or by something that an adviser can note in the plan.
//!
//! For the person who writes a catalog. Looks at the catalog only; where a student stands is decided by
//! [`crate::domain::requirement`].

use super::{Catalog, GRADES, Grades, Item, Need, Requirement, Way};

/// A rule in the grades from 6 to 12.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage<'c> {
    /// Which rule.
    pub requirement: &'c Requirement,
    /// One for each grade from 6 to 12; `None` where the rule does not apply.
    pub cells: [Option<Cell>; 7],
    /// What nothing answers, lowest grade first.
    pub gaps: Vec<Gap<'c>>,
}

/// A rule in one grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// How many items of the grade serve it.
    pub items: usize,
    /// A part of the plan, a goal or the beginning of the plan answers one of its needs.
    pub plan: bool,
    /// Something is answered by nothing.
    pub is_gap: bool,
}

/// Something that a rule asks for and that no student of a grade can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap<'c> {
    /// In which grade.
    pub grade: u8,
    /// Which need; `None`: the rule applies in this grade, and nothing says what a plan has to hold.
    pub need: Option<&'c Need>,
}

/// Every rule that asks something of a plan, in catalog order. The duties of a school itself, which have no needs, are left out.
pub fn coverage(catalog: &Catalog) -> Vec<Coverage<'_>> {
    let rules = catalog.requirements().iter();
    rules
        .filter(|requirement| !requirement.needs.is_empty())
        .map(|requirement| of(catalog, requirement))
        .collect()
}

fn of<'c>(catalog: &'c Catalog, requirement: &'c Requirement) -> Coverage<'c> {
    let mut gaps = Vec::new();
    let mut cells = [None; 7];
    for (cell, grade) in cells.iter_mut().zip(GRADES) {
        if requirement.grades.contains(grade) {
            let found = unanswered(catalog, requirement, grade);
            *cell = Some(Cell {
                items: serving(catalog, requirement, grade).count(),
                plan: asked(requirement, grade).any(|need| need.any.iter().any(is_noted)),
                is_gap: !found.is_empty(),
            });
            gaps.extend(found);
        }
    }
    Coverage {
        requirement,
        cells,
        gaps,
    }
}

fn unanswered<'c>(catalog: &'c Catalog, requirement: &'c Requirement, grade: u8) -> Vec<Gap<'c>> {
    if asked(requirement, grade).next().is_none() {
        return vec![Gap { grade, need: None }];
    }
    let answered = |way: &Way| match way {
        Way::Items { least, category } => serving(catalog, requirement, grade).any(|item| {
            category.is_none_or(|category| item.category == category)
                && (least.is_some() || item.core)
        }),
        other => is_noted(other),
    };
    asked(requirement, grade)
        .filter(|need| !need.any.iter().any(answered))
        .map(|need| Gap {
            grade,
            need: Some(need),
        })
        .collect()
}

fn asked(requirement: &Requirement, grade: u8) -> impl Iterator<Item = &Need> {
    let needs = requirement.needs.iter();
    needs.filter(move |need| Grades::contains(need.grades, grade))
}

/// The items that serve a rule wherever it counts: one that waits for a switch of its own may not be there.
fn serving<'c>(
    catalog: &'c Catalog,
    requirement: &'c Requirement,
    grade: u8,
) -> impl Iterator<Item = &'c Item> {
    catalog.items_for(grade).filter(|item| {
        item.requirements.contains(&requirement.code)
            && (item.switch.is_none() || item.switch == requirement.switch)
    })
}

/// Whether an adviser can note it in the plan of any student.
fn is_noted(way: &Way) -> bool {
    match way {
        Way::Parts { kind, .. } => kind.is_typed(),
        Way::Goals { .. } | Way::Begun => true,
        Way::Items { .. } => false,
    }
}
