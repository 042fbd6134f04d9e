//! The dependency rule: an import may only point inwards, and the edges never import each other. Inside one crate nothing
//! else holds direction, so the sources are read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_lossless,
    clippy::too_many_lines,
    reason = "a test says what is wrong by failing"
)]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Each ring with what it may import of this crate, beside itself.
const RINGS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("app", &["domain"]),
    ("theme", &[]),
    ("keys", &["app", "domain"]),
    ("view", &["app", "domain", "theme"]),
    ("store", &["app", "domain"]),
    ("exchange", &["app", "domain"]),
];

/// Crates that belong to one ring, and the rings that may name them. `run` and `cli` join everything.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("ratatui", &["view", "theme", "run"]),
    ("crossterm", &["keys", "run", "cli"]),
    ("redb", &["store"]),
    ("serde", &["store", "exchange", "theme", "run"]),
    ("postcard", &["store"]),
    ("toml", &["exchange", "keys", "theme", "run"]),
    ("csv", &["exchange"]),
    ("encoding_rs", &["exchange"]),
    ("clap", &["cli"]),
    ("directories", &["run"]),
    ("argon2", &["store"]),
    ("chacha20poly1305", &["store"]),
    ("getrandom", &["store"]),
    ("signal_hook", &["run"]),
    ("rustix", &["run", "store", "cli"]),
    ("tui_input", &["app"]),
    ("nucleo_matcher", &["app"]),
];

/// What the two inner rings must not touch: the outside itself.
const NOT_INSIDE: &[&str] = &[
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "::now()",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// `src/app/screen/round.rs` is in the ring `app`; `src/app.rs` too.
fn ring(path: &Path) -> String {
    let inside = path.strip_prefix(src()).unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Code without comments and without the tests at the end of a file.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Names of this crate's rings that a source mentions: `crate::app::`, `crate::{app::..., domain::...}`.
fn mentioned(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in code.split("crate::").skip(1) {
        match part.strip_prefix('{') {
            Some(tree) => names.extend(first_level(tree)),
            None => names.push(identifier(part)),
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The names at the first level of a `use` tree that was opened.
fn first_level(tree: &str) -> Vec<String> {
    let (mut depth, mut names, mut at_start) = (0, Vec::new(), true);
    for (at, c) in tree.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            c if at_start && !c.is_whitespace() => {
                names.push(identifier(&tree[at..]));
                at_start = false;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn imports_point_inwards() {
    let mut wrong = Vec::new();
    for path in sources(&src()) {
        let ring = ring(&path);
        let Some((_, allowed)) = RINGS.iter().find(|(name, _)| *name == ring) else {
            continue; // run, cli, main, lib, error join everything
        };
        for name in mentioned(&code(&path)) {
            let is_ring = RINGS.iter().any(|(known, _)| *known == name)
                || matches!(&*name, "run" | "cli" | "error");
            if is_ring && name != ring && !allowed.contains(&&*name) {
                wrong.push(format!("{} imports {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_outside_crate_is_named_by_its_rings_only() {
    let mut wrong = Vec::new();
    for path in sources(&src()) {
        let (ring, code) = (ring(&path), code(&path));
        for (name, rings) in OUTSIDE {
            let named =
                code.contains(&format!("{name}::")) || code.contains(&format!("use {name};"));
            if named && !rings.contains(&&*ring) {
                wrong.push(format!("{} names {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_inner_rings_do_not_touch_the_outside() {
    let mut wrong = Vec::new();
    for path in sources(&src()) {
        if !matches!(&*ring(&path), "domain" | "app") {
            continue;
        }
        let code = code(&path);
        for name in NOT_INSIDE {
            if code.contains(name) {
                wrong.push(format!("{} touches {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<_> = sources(&src())
        .into_iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//!"))
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn every_screen_has_the_same_name_in_each_layer() {
    let names = |layer: &str| -> Vec<String> {
        let folder = src().join(layer).join("screen");
        let mut names: Vec<_> = sources(&folder)
            .iter()
            .filter(|path| path.parent() == Some(&folder))
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let drawn = names("view");
    for screen in names("app") {
        assert!(drawn.contains(&screen), "nobody draws {screen}");
    }
}

#[test]
fn the_reader_of_imports_sees_them() {
    let code =
        "use crate::{app::{model::Model, effect}, domain::book::Book};\nuse crate::store::Store;";
    assert_eq!(mentioned(code), ["app", "domain", "store"]);
}
