//! Every screen against its stored picture.

use homeroom::view::Look;

use crate::{driver::Driver, picture, scenes};

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

fn hold(name: &str, driver: &Driver, size: (u16, u16)) {
    settings().bind(|| insta::assert_snapshot!(name, picture::snapshot(&driver.model, size)));
}

#[test]
fn every_screen_looks_as_it_did_at_80_by_24() {
    for scene in scenes::all() {
        hold(scene.name, &scene.driver, (80, 24));
    }
}

#[test]
fn the_round_looks_as_it_did_on_large_and_on_small_screens() {
    for (size, name) in [
        ((120, 40), "round-120x40"),
        ((40, 12), "round-40x12"),
        ((20, 6), "round-20x6"),
        ((10, 3), "round-10x3"),
    ] {
        hold(name, &Driver::practice(), size);
    }
    let mut driver = Driver::practice();
    driver.keys("<tab>");
    hold("round-detail-120x40", &driver, (120, 40));
    hold("round-detail-40x12", &driver, (40, 12));
}

#[test]
fn every_screen_looks_as_it_did_at_twice_the_size_of_letters() {
    let pictures = scenes::all().into_iter().map(|scene| {
        let picture = picture::draw(&scene.driver.model, &Look::default(), (40, 12));
        format!("#### {}\n{}\n", scene.name, picture::text(&picture))
    });
    let all: Vec<String> = pictures.collect();
    settings().bind(|| insta::assert_snapshot!("every-screen-40x12", all.join("\n")));
}

#[test]
fn the_group_at_a_glance_has_more_on_a_large_screen() {
    for name in ["glance-full", "glance-year", "glance-progress"] {
        let scenes = scenes::all();
        let scene = scenes.iter().find(|scene| scene.name == name).unwrap();
        hold(&format!("{name}-120x40"), &scene.driver, (120, 40));
    }
}
