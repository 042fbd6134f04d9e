//! Every door through which something comes in from outside, with hostile things at each: nothing panics, nothing is
//! taken that is not understood, and what goes out to a spreadsheet is text there.
//!
//! The corpus under `tests/corpus` is played first, file by file; then random bytes, and files of the corpus with bytes changed.
//! A case that fails is printed and belongs into the corpus.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod counts;
mod doors;

use std::{fs, path::Path};

use homeroom::{
    domain::text::Text,
    exchange::{
        roster::{self, Reading},
        spreadsheet,
    },
    store::{Claimed, medium::Memory},
    theme::file,
};
use proptest::prelude::*;
use redb::StorageBackend;

use doors::{DOORS, theme};

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
    #![proptest_config(ProptestConfig { cases: (counts::DOORS.times() / 3) as u32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_and_changed_files_come_through_every_door_without_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        said in "\\PC{0,60}|[ -~\n]{0,200}",
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..6),
    ) {
        for (name, door) in DOORS {
            door(&bytes);
            door(said.as_bytes());
            door(&changed(which.get(&corpus(name)).clone(), &changes));
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
