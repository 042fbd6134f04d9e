//! What the catalog has beside the checklist: places to go, questions, the rubric; and that every rule can be met.

use std::collections::BTreeSet;

use homeroom::domain::catalog::{
    AnswerKind, Answerer, Evidence, GRADES, ItemId, RubricPart, coverage,
};
use homeroom::domain::part::PartKind;
use homeroom::exchange::catalog::default_catalog;

#[test]
fn every_place_to_go_helps_with_something_that_exists() {
    let catalog = default_catalog();
    for resource in catalog.resources() {
        let id = &resource.id;
        assert!(resource.purpose.as_str().ends_with('.'), "{id}");
        for item in &resource.items {
            assert!(catalog.item(item).is_some(), "{id}: {item}");
        }
        for code in &resource.requirements {
            assert!(catalog.requirement(code).is_some(), "{id}: {code}");
        }
        for part in &resource.parts {
            assert!(part.is_typed(), "{id}: {}", part.name());
        }
        let serves = resource.items.len() + resource.parts.len() + resource.requirements.len();
        assert!(serves > 0, "{id}");
    }
}

#[test]
fn an_item_and_a_part_lead_to_their_places() {
    let catalog = default_catalog();
    let fafsa = ItemId::new("g12-fafsa").unwrap();
    let names: Vec<_> = catalog
        .resources_for(&fafsa)
        .map(|resource| resource.name.as_str())
        .collect();
    assert_eq!(names, ["KHEAA", "Federal Student Aid"]);
    let money = catalog.resources_for_part(PartKind::Money);
    assert!(money.count() >= 2);
    let unknown = ItemId::new("g12-gone").unwrap();
    assert_eq!(catalog.resources_for(&unknown).count(), 0);
    for code in ["R-CAREER", "R-COURSE", "R-EXPLORE", "R-FINANCE", "R-REVIEW"] {
        let rule = catalog
            .requirements()
            .iter()
            .find(|rule| rule.code.as_str() == code)
            .unwrap();
        assert!(catalog.resources_for_rule(&rule.code).count() > 0, "{code}");
    }
}

#[test]
fn the_guidance_for_plans_is_followed_to_its_places() {
    let catalog = default_catalog();
    for name in [
        "O*NET Interest Profiler",
        "O*NET OnLine",
        "Occupational Outlook Handbook",
        "KHEAA",
        "Federal Student Aid",
        "Kentucky Career Center",
        "Kentucky Center for Statistics",
        "Junior Achievement USA",
        "American School Counselor Association",
    ] {
        let mut resources = catalog.resources().iter();
        assert!(resources.any(|one| one.name.as_str() == name), "{name}");
    }
}

#[test]
fn everybody_is_asked_a_few_questions_and_one_in_their_own_words() {
    let catalog = default_catalog();
    for who in Answerer::ALL {
        let asked: Vec<_> = catalog.questions_of(*who).collect();
        assert!((3..=5).contains(&asked.len()), "{who:?}");
        let in_words = asked.iter().filter(|one| one.kind == AnswerKind::Text);
        assert_eq!(in_words.count(), 1, "{who:?}");
    }
    for question in catalog.questions() {
        assert_eq!(catalog.question(question.id.as_str()), Some(question));
    }
}

#[test]
fn the_rubric_is_whole() {
    let catalog = default_catalog();
    let of = |part| {
        let all = catalog.indicators().iter();
        all.filter(|indicator| indicator.part == part).count()
    };
    assert_eq!(
        RubricPart::ALL
            .iter()
            .map(|part| of(*part))
            .collect::<Vec<_>>(),
        [7, 4, 6]
    );
    for indicator in catalog.indicators() {
        assert!(indicator.asks.as_str().ends_with('.'), "{}", indicator.code);
        assert_eq!(catalog.indicator(indicator.code.as_str()), Some(indicator));
    }
    let figures: BTreeSet<_> = catalog
        .indicators()
        .iter()
        .filter_map(|indicator| indicator.evidence)
        .collect();
    assert_eq!(
        figures.len(),
        Evidence::ALL.len(),
        "each figure has its place"
    );
}

#[test]
fn every_rule_can_be_met_in_every_grade_to_which_it_applies() {
    let catalog = default_catalog();
    let covered = coverage(&catalog);
    assert!(covered.len() >= 10);
    for rule in covered {
        let code = &rule.requirement.code;
        assert_eq!(rule.gaps, [], "{code}");
        for (cell, grade) in rule.cells.iter().zip(GRADES) {
            let applies = rule.requirement.grades.contains(grade);
            assert_eq!(cell.is_some(), applies, "{code} {grade}");
            assert!(cell.is_none_or(|cell| cell.items > 0 || cell.plan));
        }
    }
}
