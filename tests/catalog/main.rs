//! The catalog that the program brings along; beside it files that a school got wrong, and the practice group.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use std::collections::BTreeSet;

use homeroom::domain::catalog::{
    Catalog, Category, GRADES, Item, Repeat, RequirementCode, Scope, SwitchName, When,
};
use homeroom::exchange::catalog::{DEFAULT, default_catalog, load};

mod faults;
mod practice;
mod school;
mod write;

fn serves(item: &Item, rule: &str) -> bool {
    item.requirements.iter().any(|code| code.as_str() == rule)
}

/// The core items of a grade that serve a rule.
fn duties<'c>(catalog: &'c Catalog, grade: u8, rule: &str) -> Vec<&'c str> {
    catalog
        .items_for(grade)
        .filter(|item| item.core && serves(item, rule))
        .map(|item| item.id.as_str())
        .collect()
}

#[test]
fn the_default_catalog_has_no_fault() {
    let (catalog, faults) = load(DEFAULT, "catalog.toml");
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(catalog.unwrap(), default_catalog());
}

#[test]
fn every_grade_has_about_sixteen_items() {
    let catalog = default_catalog();
    for grade in GRADES {
        let all = catalog.items_for(grade).count();
        let always = catalog
            .items_for(grade)
            .filter(|item| item.switch.is_none())
            .count();
        assert!((14..=18).contains(&all), "grade {grade}: {all}");
        assert!((12..=16).contains(&always), "grade {grade}: {always}");
    }
}

#[test]
fn every_duty_is_on_the_list_of_its_grade() {
    let catalog = default_catalog();
    for grade in GRADES {
        assert_eq!(duties(&catalog, grade, "R-REVIEW"), ["annual-review"]);
        let goals = duties(&catalog, grade, "R-GOALS");
        assert_eq!(goals.len(), usize::from(grade >= 8), "grade {grade}");
        let start = duties(&catalog, grade, "R-START");
        assert_eq!(start.len(), usize::from(grade == 6), "grade {grade}");
    }
    assert_eq!(duties(&catalog, 8, "R-COURSE"), ["g8-four-years"]);
    assert_eq!(duties(&catalog, 12, "R-COURSE"), ["g12-graduation-check"]);
    for rule in ["R-CAREER", "R-EXPLORE", "R-FINANCE", "D-EVAL", "S-KEEP"] {
        assert!(catalog.items().iter().any(|i| serves(i, rule)), "{rule}");
    }
}

#[test]
fn goals_are_practice_before_grade_8() {
    let catalog = default_catalog();
    for grade in [6, 7] {
        let goals: Vec<_> = catalog
            .items_for(grade)
            .filter(|item| item.category == Category::Goals)
            .collect();
        assert!(!goals.is_empty());
        assert!(goals.iter().all(|item| !item.core));
    }
}

#[test]
fn the_yearly_review_comes_last_and_comes_again() {
    let catalog = default_catalog();
    for grade in GRADES {
        let last = catalog.items_for(grade).last().unwrap();
        assert_eq!(last.id.as_str(), "annual-review");
        assert_eq!(last.repeat, Repeat::EveryYear);
    }
}

#[test]
fn what_depends_on_the_school_or_the_student_waits_for_its_switch() {
    let catalog = default_catalog();
    let needs = [
        ("R-PORTFOLIO", "portfolio"),
        ("R-DIGITAL", "digital"),
        ("R-WRITING", "writing"),
        ("K-IEP", "iep"),
    ];
    for (rule, switch) in needs {
        let rule = RequirementCode::new(rule).unwrap();
        let first = |item: &&Item| item.requirements.first() == Some(&rule);
        let name = SwitchName::new(switch).unwrap();
        for item in catalog.items().iter().filter(first) {
            assert_eq!(item.switch.as_ref(), Some(&name), "{}", item.id);
        }
        assert!(catalog.items().iter().filter(first).count() > 0, "{rule}");
        let scope = catalog.switch(&name).unwrap().scope;
        assert_eq!(scope == Scope::Student, switch == "iep");
    }
}

#[test]
fn every_item_can_be_read_on_the_smallest_screen() {
    let catalog = default_catalog();
    for item in catalog.items() {
        let text = item.text.as_str();
        assert!(item.text.width() <= Item::TEXT_COLUMNS, "{text}");
        assert!(!text.ends_with('.'), "{text}");
        assert!(item.detail.as_str().ends_with('.'), "{}", item.id);
        assert_ne!(item.text, item.detail);
    }
    for category in Category::ALL {
        assert!(category.short().len() <= 10);
        assert!(category.long().len() <= Item::TEXT_COLUMNS);
        assert!(catalog.items().iter().any(|i| i.category == category));
    }
    assert!(When::ALL.iter().all(|when| when.word().len() <= 9));
}

#[test]
fn within_a_grade_the_list_follows_the_year() {
    // A talk takes the first open items, so what is due first stands first; what fits any time comes after.
    let catalog = default_catalog();
    for grade in GRADES {
        let texts: BTreeSet<_> = catalog.items_for(grade).map(|i| &i.text).collect();
        assert_eq!(texts.len(), catalog.items_for(grade).count());
        let first = catalog.items_for(grade).next().unwrap();
        assert!(matches!(first.when, When::Fall), "grade {grade}");
    }
}

#[test]
fn every_rule_names_its_source() {
    let catalog = default_catalog();
    for rule in catalog.requirements() {
        assert!(rule.asks.as_str().ends_with('.'), "{}", rule.code);
        assert!(!rule.source.is_empty(), "{}", rule.code);
        assert_eq!(catalog.requirement(&rule.code), Some(rule));
    }
    let unknown = RequirementCode::new("R-NOTHING").unwrap();
    assert!(catalog.requirement(&unknown).is_none());
}

#[test]
fn every_grade_has_questions_and_every_phrase_its_own_letters() {
    let catalog = default_catalog();
    for grade in GRADES {
        assert!((3..=6).contains(&catalog.prompts(grade).len()));
    }
    let prefixes: BTreeSet<_> = catalog.phrases().iter().map(|p| &p.prefix).collect();
    assert_eq!(prefixes.len(), catalog.phrases().len());
    assert!((10..=24).contains(&prefixes.len()));
    let fair = catalog.phrases().iter().find(|p| p.prefix.as_str() == "fc");
    assert_eq!(fair.unwrap().text.as_str(), "Went to the career fair.");
}

/// Money amounts and scores change with the law: a school may write them, the program does not.
#[test]
fn no_amount_of_money_is_promised() {
    assert!(!DEFAULT.contains('$'));
}
