//! Nothing needs more than arrows, enter, tab, escape and typed text: a walk of the key table from the round shows it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod driver;

use std::collections::{BTreeSet, VecDeque};

use driver::Driver;
use homeroom::{
    app::{
        action::{Action, Context},
        model::Model,
        screen::{
            Screen,
            form::FormKind,
            student::{New, Section},
        },
        update::context,
    },
    domain::part::PartKind,
    keys::Keymap,
};

/// What a person would call the place: the layer, and within the student's page the section, the side and the line.
fn place(model: &Model) -> String {
    let desk = model.desk.as_ref().unwrap();
    match model.top().unwrap() {
        Screen::Student(page) => {
            let lines = page.lines(desk);
            let line = lines.get(page.cursor).map(|line| format!("{line:?}"));
            let line = line.unwrap_or_default();
            let line = line.split(['(', ' ']).next().unwrap_or_default().to_owned();
            format!("{:?} {:?} {line} {}", page.section, page.side, page.cursor)
        }
        Screen::Form(form) => match &form.kind {
            FormKind::Part(part) => format!("form {}", part.kind.name()),
            kind => {
                let name = format!("{kind:?}");
                format!("form {}", name.split(['(', ' ']).next().unwrap_or_default())
            }
        },
        Screen::Round(round) => format!("round {:?} {:?}", round.pane, round.cursor),
        Screen::Pick(pick) => format!("pick {} {}", pick.title, pick.cursor),
        Screen::Reading(reading) => format!("reading {}", reading.title),
        _ => format!("{:?}", context(model)),
    }
}

/// Every place that these keys lead to, from one student's page.
fn walk(start: &Driver, keys: &[&str]) -> BTreeSet<String> {
    let mut seen = BTreeSet::from([place(&start.model)]);
    let mut open = VecDeque::from([start.model.clone()]);
    let mut driver = Driver::practice();
    while let Some(model) = open.pop_front() {
        for key in keys {
            driver.model = model.clone();
            driver.effects.clear();
            driver.keys(key);
            if driver.model.desk.is_some() && seen.insert(place(&driver.model)) {
                open.push_back(driver.model.clone());
            }
        }
    }
    seen
}

#[test]
fn every_part_of_a_plan_is_reached_by_arrows_enter_tab_and_escape() {
    let mut driver = Driver::practice();
    driver.keys("/").types("bell").keys("<enter>");
    let keys = [
        "<up>", "<down>", "<left>", "<right>", "<enter>", "<tab>", "<esc>",
    ];
    let seen = walk(&driver, &keys);
    for section in Section::ALL {
        let lines = format!("{section:?} Lines");
        assert!(
            seen.iter().any(|place| place.starts_with(&lines)),
            "{section:?}"
        );
    }
    let forms = New::all().filter(|new| *new != New::Part(PartKind::FollowUp));
    for new in forms.chain([New::Note]) {
        let name = match new {
            New::Part(kind) => kind.name().to_owned(),
            new => format!("{new:?}"),
        };
        assert!(seen.contains(&format!("form {name}")), "{name}: {seen:#?}");
    }
    assert!(seen.contains("reading Why") && seen.contains("reading What the rule asks"));
}

#[test]
fn every_act_stands_in_the_palette_or_has_a_key() {
    use Context as C;
    let bindings = Keymap::default().bindings();
    let contexts = [
        C::Round,
        C::Detail,
        C::Student,
        C::Turned,
        C::List,
        C::Groups,
        C::Timeline,
        C::Form,
        C::Filter,
        C::Gate,
        C::Import,
        C::Unsaved,
        C::RollOver,
        C::Items,
        C::FollowUps,
    ];
    for action in Action::all() {
        let mut driver = Driver::practice();
        driver.keys(":").types(action.name());
        let Screen::Filter(palette) = driver.top() else {
            panic!("no palette");
        };
        let is_offered = !palette.lines(&driver.model).is_empty();
        let has_key = contexts
            .iter()
            .any(|at| !bindings.keys_of(*at, action).is_empty());
        assert!(is_offered || has_key, "{action:?}");
    }
}

#[test]
fn no_chord_is_needed_for_anything() {
    use Context as C;
    let is_chord = |key: &str| key.starts_with("ctrl-") || key.starts_with("alt-");
    let bindings = Keymap::default().bindings();
    let contexts = [
        C::Round,
        C::Detail,
        C::Student,
        C::Turned,
        C::List,
        C::Groups,
        C::RollOver,
        C::Places,
        C::FollowUps,
        C::Timeline,
        C::Overview,
        C::Glance,
        C::Form,
        C::Filter,
        C::Gate,
        C::Import,
        C::Unsaved,
    ];
    let driver = Driver::practice();
    let mut palette = homeroom::app::screen::filter::Filter::palette(C::Round);
    palette.cursor = 0;
    let offered: Vec<Action> = palette
        .lines(&driver.model)
        .into_iter()
        .map(|line| line.action)
        .collect();
    for at in contexts {
        let has_palette = bindings
            .in_context(at)
            .any(|(act, _)| act == Action::Palette);
        for (action, _) in bindings.in_context(at) {
            let simple = bindings
                .keys_of(at, action)
                .iter()
                .any(|key| !is_chord(key));
            let in_palette = has_palette && offered.contains(&action);
            let one_back = at == C::Unsaved; // esc, and then the key of the place before
            assert!(simple || in_palette || one_back, "{action:?} in {at:?}");
        }
    }
}
