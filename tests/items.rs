//! The school's own checklist, edited in the program by keys: what was noted stays, and every edit is undone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod driver;

use driver::{Driver, TODAY};
use homeroom::{
    app::{
        effect::{Effect, Outcome},
        message::Message,
        screen::{
            Screen,
            form::{Form, FormKind},
            items::{Items, Page},
            student::{PageLine, Section, StudentPage},
        },
        update::update,
    },
    domain::{
        catalog::{Answerer, Category, Item, ItemId, Repeat, When},
        date::SchoolYear,
        status,
    },
    exchange,
};

fn items(driver: &Driver) -> &Items {
    match driver.top() {
        Screen::Items(items) => items,
        other => panic!("{other:?}"),
    }
}

fn form(driver: &Driver) -> &Form {
    match driver.top() {
        Screen::Form(form) if matches!(form.kind, FormKind::Catalog(_)) => form,
        other => panic!("{other:?}"),
    }
}

fn named<'a>(driver: &'a Driver, id: &str) -> Option<&'a Item> {
    driver.desk().catalog.item(&ItemId::new(id).unwrap())
}

fn group() -> Driver {
    Driver::group(&["Diaz, Ana", "Cho, Min"], 9)
}

/// Empties the field and types another text.
fn instead(driver: &mut Driver, text: &str) {
    driver.keys("<c-u>").types(text);
}

#[test]
fn an_item_is_added_to_a_grade_and_ticked_like_any_other() {
    let mut driver = group();
    let before = driver.desk().catalog.items_for(9).count();
    driver.keys("C+").types("Résumé: first draft").keys("<tab>");
    driver
        .types("One page that a stranger could read.")
        .keys("<tab><tab>");
    driver.keys("5<tab>").types("dec"); // portfolio; from the fall on
    driver.keys("<tab>2<tab>").types("r-goals").keys("<enter>");
    assert_eq!(
        driver.notice(),
        "Added for grade 9: Résumé: first draft.  u undo"
    );
    let item = named(&driver, "g9-resume-first-draft").expect("the item");
    assert_eq!(item.category, Category::Portfolio);
    assert_eq!((item.when, item.by), (When::Any, Some(12)));
    assert!(item.core && item.repeat == Repeat::Once);
    assert_eq!(driver.desk().catalog.items_for(9).count(), before + 1);
    let at = items(&driver).item(&driver.desk().catalog).unwrap();
    assert_eq!(
        at.id.as_str(),
        "g9-resume-first-draft",
        "the cursor is on it"
    );
}

#[test]
fn the_id_of_an_item_stays_when_its_words_change() {
    let mut driver = group();
    driver.keys("C");
    let id = items(&driver)
        .item(&driver.desk().catalog)
        .unwrap()
        .id
        .clone();
    driver.keys("<enter>");
    instead(&mut driver, "Something else");
    driver.keys("<enter>");
    assert_eq!(driver.notice(), "Changed: Something else.  u undo");
    assert_eq!(
        named(&driver, id.as_str()).unwrap().text.as_str(),
        "Something else"
    );
    driver.keys("u");
    assert_ne!(
        named(&driver, id.as_str()).unwrap().text.as_str(),
        "Something else"
    );
    driver.keys("<c-r>");
    assert_eq!(
        named(&driver, id.as_str()).unwrap().text.as_str(),
        "Something else"
    );
}

#[test]
fn a_form_that_is_taken_without_an_edit_changes_nothing() {
    let mut driver = group();
    for keys in [
        "<enter><enter>",
        "<tab><enter><enter>",
        "<tab><enter><enter>",
        "<tab><enter><enter>",
    ] {
        if !matches!(driver.top(), Screen::Items(_)) {
            driver.keys("C");
        }
        driver.keys(keys);
        assert_eq!(driver.notice(), "Nothing changed.", "{keys}");
    }
    assert_eq!(driver.book().catalog, None);
}

#[test]
fn what_the_reader_refuses_is_said_at_its_field_and_what_was_typed_is_kept() {
    let mut driver = group();
    let long = "a talk with somebody who works in this field of work";
    driver
        .keys("C+")
        .types(long)
        .keys("<tab>")
        .types("One talk.")
        .keys("<enter>");
    let form = form(&driver);
    let said = form.error.as_deref().unwrap();
    assert_eq!(said, "\"Text\" has 52 columns; 44 is the most.");
    assert_eq!(form.fields.focus, 0);
    assert_eq!(
        (form.fields.text(0), form.fields.text(1)),
        (long, "One talk.")
    );
    assert_eq!(driver.book().catalog, None, "the list in use stays");
    instead(&mut driver, "a talk with somebody of the field");
    driver.keys("<enter>");
    assert!(named(&driver, "g9-a-talk-with-somebody-of-the").is_some());
}

#[test]
fn grades_months_and_rules_that_cannot_be_are_refused_where_they_were_typed() {
    for (field, typed, said) in [
        (0, "", "An item needs a few words that say what is ticked."),
        (1, "", "One sentence says what counts as done."),
        (2, "5-8", "Grades are 6 to 12: 8, or 6-8, 10."),
        (5, "13", "A month is 1 to 12, or its name: mar."),
        (8, "R-NONE", "No rule has the name R-NONE."),
    ] {
        let mut driver = group();
        driver.keys("C<enter>").keys(&"<tab>".repeat(field));
        instead(&mut driver, typed);
        driver.keys("<enter>");
        assert_eq!(form(&driver).error.as_deref(), Some(said));
        assert_eq!(form(&driver).fields.focus, field);
    }
}

#[test]
fn an_item_with_marks_taken_away_in_mid_year_is_shown_as_retired_and_comes_back_as_it_was() {
    let mut driver = group();
    driver.keys("1");
    let student = driver.model.round().unwrap().cursor.unwrap();
    let figure = |driver: &Driver| driver.desk().seat_of(student).unwrap().figure;
    let before = figure(&driver);
    let marked: Vec<ItemId> = {
        let student = &driver.book().students[&student];
        let plan = driver.book().plan(student.id);
        student
            .once
            .keys()
            .chain(plan.marks.keys())
            .cloned()
            .collect()
    };
    let [id] = marked.as_slice() else {
        panic!("{marked:?}")
    };
    let at = driver
        .desk()
        .catalog
        .items_for(9)
        .position(|item| item.id == *id);
    driver
        .keys("C")
        .keys(&"<down>".repeat(at.unwrap()))
        .keys("D");
    assert!(
        driver.notice().contains("Marks stay"),
        "{}",
        driver.notice()
    );
    assert!(named(&driver, id.as_str()).is_none());
    assert_eq!(figure(&driver).done, before.done - 1);

    let retired = |driver: &Driver| {
        let desk = driver.desk();
        let mut page = StudentPage::new(desk, student);
        page.section = Section::Preparing;
        let lines = page.lines(desk);
        lines
            .iter()
            .any(|line| *line == PageLine::Retired(id.clone()))
    };
    assert!(retired(&driver), "kept on the student's page");

    driver.keys("u");
    assert!(named(&driver, id.as_str()).is_some());
    assert_eq!(figure(&driver), before);
    assert!(!retired(&driver));
    assert_eq!(driver.book().catalog, None);
}

#[test]
fn something_new_does_not_take_over_the_marks_of_what_was_taken_off() {
    let mut driver = group();
    driver
        .keys("C+")
        .types("Visit")
        .keys("<tab>")
        .types("One visit.")
        .keys("<enter>");
    let id = ItemId::new("g9-visit").unwrap();
    let (item, student) = (
        driver.desk().catalog.item(&id).unwrap().clone(),
        *driver.book().students.keys().next().unwrap(),
    );
    let desk = driver.model.desk.as_mut().unwrap();
    let stamp = homeroom::domain::act::Stamp::now(TODAY.at(10, 0, 0, 0));
    let tick = homeroom::domain::act::tick(&desk.book, &desk.catalog, &[student], &item, stamp);
    tick.apply(&mut desk.book).unwrap();
    driver
        .keys("D+")
        .types("Visit")
        .keys("<tab>")
        .types("Another visit.")
        .keys("<enter>");
    assert!(named(&driver, "g9-visit").is_none());
    assert!(named(&driver, "g9-visit-2").is_some());
}

#[test]
fn an_item_asked_in_another_way_keeps_what_is_done_this_year() {
    let mut driver = group();
    driver.keys("1");
    let student = driver.model.round().unwrap().cursor.unwrap();
    let item = |driver: &Driver| {
        let once = driver.book().students[&student].once.keys().next().cloned();
        once.or_else(|| driver.book().plan(student).marks.keys().next().cloned())
            .unwrap()
    };
    let id = item(&driver);
    let before = driver.book().clone();
    let at = driver
        .desk()
        .catalog
        .items_for(9)
        .position(|item| item.id == id);
    driver.keys("C").keys(&"<down>".repeat(at.unwrap()));
    let is_done = |driver: &Driver| {
        let (book, catalog) = (driver.book(), &driver.desk().catalog);
        let status = status::item(
            book,
            &book.students[&student],
            catalog.item(&id).unwrap(),
            TODAY,
        );
        status.state == status::ItemState::Done
    };
    let repeat = |driver: &Driver| named(driver, id.as_str()).unwrap().repeat;
    let first = repeat(&driver);
    for _ in 0..2 {
        driver
            .keys("<enter>")
            .keys(&"<tab>".repeat(7))
            .keys("<space><enter>");
        assert!(is_done(&driver), "{:?}", repeat(&driver));
    }
    assert_eq!(repeat(&driver), first);
    driver.keys("u");
    assert!(repeat(&driver) != first && is_done(&driver));
    driver.keys("u");
    assert!(is_done(&driver));
    let now = driver.book();
    assert_eq!(
        (&now.students, &now.plans),
        (&before.students, &before.plans)
    );
    driver.keys("t");
    assert!(matches!(driver.top(), Screen::Timeline(_)));
}

#[test]
fn a_rule_gets_its_dates() {
    let mut driver = group();
    driver.keys("C<tab><enter>").keys("<tab><tab><tab>");
    instead(&mut driver, "2027");
    driver.keys("<tab>");
    instead(&mut driver, "2026");
    driver.keys("<enter>");
    assert_eq!(
        form(&driver).error.as_deref(),
        Some("It ends before it begins.")
    );
    instead(&mut driver, "2029-30");
    driver.keys("<enter>");
    let rule = &driver.desk().catalog.requirements()[0];
    assert_eq!(
        (rule.from, rule.until),
        (Some(SchoolYear(2027)), Some(SchoolYear(2029)))
    );
    assert_eq!(driver.notice(), format!("Changed: {}.  u undo", rule.code));
    driver.keys("D");
    assert!(
        driver.notice().starts_with("Rules are added"),
        "{}",
        driver.notice()
    );
}

#[test]
fn a_place_to_go_is_added_changed_and_taken_off() {
    let mut driver = group();
    let before = driver.desk().catalog.resources().len();
    driver
        .keys("C<tab><tab>+")
        .types("Our college fair")
        .keys("<tab>");
    instead(&mut driver, "http://fair.example.org");
    driver
        .keys("<tab>")
        .types("Talks with colleges in March.")
        .keys("<enter>");
    assert!(
        form(&driver)
            .error
            .as_deref()
            .unwrap()
            .starts_with("An address begins")
    );
    instead(&mut driver, "https://fair.example.org/2027");
    driver.keys("<tab><tab>").types("g9-none").keys("<enter>");
    assert_eq!(
        form(&driver).error.as_deref(),
        Some("No item has the name g9-none.")
    );
    let id = driver
        .desk()
        .catalog
        .items_for(9)
        .next()
        .unwrap()
        .id
        .clone();
    instead(&mut driver, id.as_str());
    driver.keys("<enter>");
    assert_eq!(driver.notice(), "Added: Our college fair.  u undo");
    let place = driver.desk().catalog.resources_for(&id).last().unwrap();
    assert_eq!(place.id.as_str(), "our-college-fair");
    assert_eq!(items(&driver).cursor, before);
    driver.keys("D");
    assert_eq!(driver.notice(), "Taken off: Our college fair.  u undo");
    assert_eq!(driver.desk().catalog.resources().len(), before);
    driver.keys("u");
    assert_eq!(
        items(&driver).cursor,
        before,
        "the cursor goes to what came back"
    );
}

#[test]
fn a_question_is_added_and_asked_of_those_who_were_chosen() {
    let mut driver = group();
    driver.keys("C<btab>");
    assert_eq!(items(&driver).page, Page::Questions);
    driver
        .keys("+")
        .types("What helped most?")
        .keys("<tab>1112<enter>");
    assert_eq!(
        form(&driver).error.as_deref(),
        Some("A question is asked of somebody.")
    );
    driver.keys("<tab>2<enter>");
    let question = driver.desk().catalog.question("what-helped-most").unwrap();
    assert_eq!(question.of, [Answerer::Parent]);
}

#[test]
fn the_last_item_cannot_be_taken_off_and_the_list_stays() {
    let mut driver = group();
    let mut parts = driver.desk().catalog.parts().clone();
    parts.items.retain(|item| item.grades.contains(9));
    parts.items.truncate(1);
    parts.resources.clear();
    let text = exchange::catalog::write(&parts);
    let catalog = exchange::catalog::load(&text, "test").0.unwrap();
    let desk = driver.model.desk.as_mut().unwrap();
    desk.catalog = catalog.into();
    driver.keys("CD");
    assert!(
        driver.notice().contains("at least one"),
        "{}",
        driver.notice()
    );
    assert_eq!(driver.desk().catalog.items().len(), 1);
}

#[test]
fn a_second_edit_waits_for_the_first() {
    let mut driver = group();
    driver.keys("C");
    let act = |driver: &mut Driver| {
        let message = Message::Act(homeroom::app::action::Action::TakeOff);
        update(&mut driver.model, message)
    };
    let first = act(&mut driver);
    assert!(matches!(first.as_slice(), [Effect::WriteCatalog(_)]));
    assert!(act(&mut driver).is_empty());
    assert_eq!(driver.notice(), "One moment: the list is being saved.");
}

#[test]
fn an_answer_that_an_undo_has_overtaken_is_not_taken() {
    let mut driver = group();
    driver.keys("CD");
    let text = driver.book().catalog.clone();
    driver.keys("u");
    let late = homeroom::run::worker::Worker::new(std::path::PathBuf::new())
        .perform(Effect::ParseCatalog(text));
    let [Outcome::CatalogInUse(_)] = late.as_slice() else {
        panic!("{late:?}")
    };
    for outcome in late {
        driver.outcome(outcome);
    }
    assert_eq!(driver.book().catalog, None);
    assert_eq!(*driver.desk().catalog, exchange::catalog::default_catalog());
}

#[test]
fn the_checklist_that_comes_along_is_taken_back_by_name() {
    let mut driver = group();
    driver.keys("CD:").types("comes along").keys("<enter>");
    assert_eq!(driver.book().catalog, None);
    assert_eq!(*driver.desk().catalog, exchange::catalog::default_catalog());
    driver.keys("u");
    assert!(driver.book().catalog.is_some());
}
