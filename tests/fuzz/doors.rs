//! One way in after the other, each by its name: `DOOR=roster` in the environment.

#![no_main]

use std::sync::LazyLock;

#[path = "../doors/mod.rs"]
mod doors;

static DOOR: LazyLock<doors::Door> = LazyLock::new(|| {
    let name = std::env::var("DOOR").unwrap_or_default();
    let door = doors::DOORS.iter().find(|(known, _)| *known == name);
    door.unwrap_or_else(|| panic!("no door is called {name:?}")).1
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| DOOR(bytes));
