//! Every door through which something comes in from outside, with a thousand hostile things at each: nothing panics, nothing is
//! taken that is not understood, and what goes out to a spreadsheet is text there.
//!
//! The corpus under `tests/corpus` is played first, file by file; then random bytes, and files of the corpus with bytes changed.
//! `PROPTEST_CASES` says how many; a case that fails is printed and belongs into the corpus.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

use std::{fs, path::Path};

use homeroom::{
    domain::{
        date::{Toward, parse_day},
        text::{Text, safe_char},
    },
    exchange::{
        answers, catalog,
        roster::{self, Reading},
        spreadsheet,
    },
    keys::Chord,
    store::{Claimed, RecoveryKey, medium::Memory},
    theme::file,
};
use jiff::civil::date;
use proptest::prelude::*;
use redb::StorageBackend;

/// A way in. It may refuse; it must come back.
type Door = fn(&[u8]);

const DOORS: [(&str, Door); 7] = [
    ("roster", roster),
    ("answers", answers),
    ("catalog", catalog),
    ("theme", theme),
    ("chord", chord),
    ("date", day),
    ("recovery", recovery),
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a person reads of a refusal is as safe as any other text.
fn is_safe(said: &str) {
    let steers = said
        .chars()
        .find(|c| *c != '\n' && (c.is_control() || !safe_char(*c)));
    assert_eq!(steers, None, "{said:?}");
}

fn roster(bytes: &[u8]) {
    for reading in Reading::ALL {
        if let Ok(list) = roster::understand(bytes, reading) {
            assert!(list.rows.len() <= roster::MAX_ROWS);
        }
    }
}

fn answers(bytes: &[u8]) {
    let questions = catalog::default_catalog();
    let today = date(2026, 10, 14);
    let _ = answers::understand(bytes, Reading::Auto, &questions, today);
}

fn catalog(bytes: &[u8]) {
    let (taken, faults) = catalog::load(&text(bytes), "school.toml");
    assert_eq!(taken.is_none(), !faults.is_empty(), "refused with a reason");
    assert!(faults.len() <= 100);
}

fn theme(bytes: &[u8]) {
    match file::parse(&text(bytes)) {
        Ok(patch) => {
            assert!(patch.warnings.len() <= file::MAX_WARNINGS);
            patch.warnings.iter().for_each(|said| is_safe(said));
        }
        Err(refused) => is_safe(&refused.reason),
    }
}

fn chord(bytes: &[u8]) {
    let typed = text(bytes);
    if let Some(chord) = Chord::parse(&typed) {
        assert_eq!(Chord::parse(&chord.to_string()), Some(chord), "{typed:?}");
    }
}

fn day(bytes: &[u8]) {
    let (typed, today) = (text(bytes), date(2026, 10, 14));
    for toward in [Toward::Future, Toward::Past] {
        let _ = parse_day(&typed, today, toward);
    }
}

fn recovery(bytes: &[u8]) {
    let _ = RecoveryKey::parse(&text(bytes));
}

/// The files of the corpus for a door.
fn corpus(door: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus")
        .join(door);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 3, "{door}");
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

#[test]
fn the_corpus_comes_through_every_door_without_a_panic() {
    for (name, door) in DOORS {
        for bytes in &corpus(name) {
            door(bytes);
        }
    }
}

/// Changes some bytes of a file: another value, a piece twice, the end cut off.
fn changed(mut bytes: Vec<u8>, changes: &[(usize, u8, u8)]) -> Vec<u8> {
    for (at, value, how) in changes {
        let at = at % (bytes.len() + 1);
        match how % 4 {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, *value),
            2 => {
                let piece = bytes[at..].to_vec();
                bytes.extend(piece);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = *value;
                }
            }
        }
        bytes.truncate(8 * 1024);
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_come_through_every_door_without_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400)
    ) {
        for (_, door) in DOORS {
            door(&bytes);
        }
    }

    #[test]
    fn random_text_comes_through_every_door_without_a_panic(said in "\\PC{0,60}|[ -~\n]{0,200}") {
        for (_, door) in DOORS {
            door(said.as_bytes());
        }
    }

    #[test]
    fn changed_files_come_through_their_door_without_a_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..6),
    ) {
        for (name, door) in DOORS {
            let corpus = corpus(name);
            door(&changed(which.get(&corpus).clone(), &changes));
        }
    }

    #[test]
    fn a_thing_that_is_no_book_is_refused_before_a_key_is_derived(
        bytes in prop::collection::vec(any::<u8>(), 0..3000)
    ) {
        let memory = Memory::default();
        memory.set_len(bytes.len() as u64).unwrap();
        memory.write(0, &bytes).unwrap();
        prop_assert!(Claimed::on(Box::new(memory)).is_err());
    }

    #[test]
    fn whatever_is_typed_is_safe_text(said in any::<String>()) {
        let text = Text::new(&said);
        prop_assert!(text.as_str().chars().all(|c| !c.is_control()));
        prop_assert_eq!(Text::new(text.as_str()), text);
    }

    #[test]
    fn no_cell_of_an_export_is_a_formula_and_every_text_comes_back(
        said in "['=+@\t\r-]{0,3}[a-z '=]{0,8}"
    ) {
        let cell = spreadsheet::guarded(&said);
        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        prop_assert_eq!(spreadsheet::unguarded(&cell), said.as_str());
    }
}

#[test]
fn a_table_that_leaves_and_comes_back_holds_the_same_and_executes_nothing() {
    let cells = [
        "=cmd|'/C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "plain",
        "a \"b\", c",
        "'=quoted",
    ];
    let text = spreadsheet::csv([cells.to_vec()]);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    for (cell, was) in row.iter().zip(cells) {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        assert_eq!(spreadsheet::unguarded(cell), was);
    }
}

#[test]
fn a_guarded_name_in_a_class_list_is_read_without_its_guard() {
    let list = "Last Name,First Name,Grade\n'-Ito,Ren,9\nDiaz,'=Ana,9\nO'Neil,'Aulani,9\n";
    let read = roster::understand(list.as_bytes(), Reading::Auto).unwrap();
    let names: Vec<_> = read.rows.iter().map(|row| row.name.sorted()).collect();
    assert_eq!(names, ["-Ito, Ren", "Diaz, =Ana", "O'Neil, 'Aulani"]);
}

#[test]
fn a_theme_can_do_nothing_but_be_wrong() {
    let deep = "[".repeat(5_000);
    let long = "#".repeat(file::MAX_BYTES + 1);
    let many: Vec<String> = (0..3_000).map(|at| format!("k{at} = 1")).collect();
    let many = many.join("\n");
    let steering = "\"\\u001b]52;c;x\\u0007\" = 1\n[roles.\"\\u202e\"]\n";
    for hostile in [
        deep.as_str(),
        &long,
        &many,
        steering,
        "roles = 1",
        "[roles]\ntext = []\n",
    ] {
        theme(hostile.as_bytes());
    }
    assert!(file::parse(&long).is_err());
}
