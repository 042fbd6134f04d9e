//! Roster files as they come: valid, odd and hostile ones, each with what has to be understood of it.
//!
//! The files lie in `tests/roster/files/`, the outcome of each stands in `tests/roster/expected.toml`.

#![expect(
    clippy::expect_used,
    reason = "a corpus that cannot be read ends the test"
)]

#[path = "roster/plan.rs"]
mod plan;

use std::{collections::BTreeSet, fmt::Write, fs, path::PathBuf};

use homeroom::domain::roster::RosterRow;
use homeroom::exchange::roster::{self, MAX_BYTES, MAX_ROWS, Reading, Roster, RosterError};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Corpus {
    file: Vec<Case>,
}

/// One file and its outcome; what is absent is not looked at, but for `rejected` and `gone`, which are empty then.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(rename = "why")]
    _why: String,
    made: Option<Made>,
    read_as: Option<String>,
    refused: Option<String>,
    reading: Option<String>,
    delimiter: Option<String>,
    rows: Option<Vec<String>>,
    count: Option<usize>,
    #[serde(default)]
    rejected: Vec<String>,
    #[serde(default)]
    gone: Vec<String>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    warnings: Vec<String>,
}

/// A file that is too large to keep: a beginning and a line, repeated.
#[derive(Deserialize)]
struct Made {
    start: String,
    line: String,
    times: usize,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/roster")
}

fn corpus() -> Vec<Case> {
    let text = fs::read_to_string(folder().join("expected.toml")).expect("expected.toml");
    toml::from_str::<Corpus>(&text).expect("valid TOML").file
}

impl Case {
    fn bytes(&self) -> Vec<u8> {
        let Some(made) = &self.made else {
            return fs::read(folder().join("files").join(&self.name)).expect("the file");
        };
        let mut text = made.start.clone();
        for n in 0..made.times {
            text.push_str(&made.line.replace("{n}", &n.to_string()));
        }
        text.into_bytes()
    }

    fn asked(&self) -> Reading {
        let Some(name) = &self.read_as else {
            return Reading::Auto;
        };
        Reading::ALL
            .into_iter()
            .find(|reading| reading.to_string() == *name)
            .expect("a reading")
    }

    /// What differs from what is expected; empty when nothing does.
    fn faults(&self) -> String {
        let mut faults = String::new();
        match (
            roster::understand(&self.bytes(), self.asked()),
            &self.refused,
        ) {
            (Err(refused), Some(part)) => {
                if !refused.to_string().contains(part) {
                    let _ = writeln!(faults, "  refused otherwise: {refused}");
                }
                if refused.next.is_empty() || refused.safe.is_empty() || refused.what.is_empty() {
                    let _ = writeln!(faults, "  a part of the message is missing: {refused:?}");
                }
            }
            (Err(refused), None) => {
                let _ = writeln!(faults, "  refused: {refused}");
            }
            (Ok(_), Some(_)) => faults.push_str("  not refused\n"),
            (Ok(roster), None) => self.compare(&roster, &mut faults),
        }
        faults
    }

    fn compare(&self, roster: &Roster, faults: &mut String) {
        compare(
            "reading",
            &self.reading,
            &Some(roster.reading.to_string()),
            faults,
        );
        compare(
            "delimiter",
            &self.delimiter,
            &Some(roster.delimiter.to_string()),
            faults,
        );
        if let Some(rows) = &self.rows {
            compare(
                "rows",
                rows,
                &roster.rows.iter().map(told).collect(),
                faults,
            );
        }
        compare(
            "count",
            &self.count.unwrap_or(roster.rows.len()),
            &roster.rows.len(),
            faults,
        );
        compare(
            "gone",
            &self.gone,
            &roster.gone.iter().map(told).collect(),
            faults,
        );
        let rejected: Vec<String> = roster
            .rejected
            .iter()
            .map(|rejected| format!("{} | {}", rejected.line, rejected.reason))
            .collect();
        let as_expected = self.rejected.len() == rejected.len()
            && self.rejected.iter().zip(&rejected).all(|(part, said)| {
                let (line, reason) = part.split_once(" | ").unwrap_or_default();
                said.starts_with(&format!("{line} | ")) && said.contains(reason)
            });
        if !as_expected {
            compare("rejected", &self.rejected, &rejected, faults);
        }
        for part in &self.warnings {
            if !roster.warnings.iter().any(|warning| warning.contains(part)) {
                compare("warnings", &vec![part.clone()], &roster.warnings, faults);
            }
        }
        for column in &self.columns {
            let known = |c: &roster::Column| format!("{}={:?}", c.heading, c.meaning) == *column;
            if !roster.columns.iter().any(known) {
                let _ = writeln!(faults, "  column {column}: {:?}", roster.columns);
            }
        }
    }
}

fn compare<T: PartialEq + std::fmt::Debug>(
    what: &str,
    expected: &T,
    found: &T,
    faults: &mut String,
) {
    if expected != found {
        let _ = writeln!(
            faults,
            "  {what}\n    expected {expected:?}\n    found    {found:?}"
        );
    }
}

/// A row as `expected.toml` writes it.
fn told(row: &RosterRow) -> String {
    let mut told = format!("{} | {}", row.line, row.name.sorted());
    if let Some(preferred) = &row.preferred {
        let _ = write!(told, " ({preferred})");
    }
    let id = row.id.as_ref().map_or("-", |id| id.as_str());
    let grade = row.grade.map_or("-".to_owned(), |grade| grade.to_string());
    let _ = write!(told, " | {id} | {grade}");
    if row.altered {
        told.push_str(" | altered");
    }
    if row.mixed_script {
        told.push_str(" | mixed");
    }
    told
}

#[test]
fn every_file_is_understood_as_expected() {
    let mut report = String::new();
    for case in corpus() {
        let faults = case.faults();
        if !faults.is_empty() {
            let _ = writeln!(report, "{}\n{faults}", case.name);
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn the_corpus_is_whole() {
    let described: BTreeSet<String> = corpus()
        .into_iter()
        .filter(|case| case.made.is_none())
        .map(|case| case.name)
        .collect();
    let kept: BTreeSet<String> = fs::read_dir(folder().join("files"))
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name != ".gitattributes")
        .collect();
    assert_eq!(described, kept);
    assert!(kept.len() >= 60, "{} files", kept.len());
}

#[test]
fn private_cells_are_nowhere_in_what_was_understood() {
    let secret = "swordfish";
    let bytes = format!(
        "Last,First,Password,DOB,Email,Gender\nDiaz,Ana,{secret},{secret},{secret},{secret}\n"
    );
    let roster = roster::understand(bytes.as_bytes(), Reading::Auto).expect("a roster");
    assert_eq!(roster.rows.len(), 1);
    assert!(!format!("{roster:?}").contains(secret));
}

#[test]
fn a_huge_sparse_file_is_refused_by_its_size() {
    let folder = Scratch::new("sparse");
    let path = folder.0.join("roster.csv");
    fs::File::create(&path)
        .and_then(|file| file.set_len(1_000_000_000))
        .expect("a sparse file");
    let refused = roster::read_file(&path).expect_err("too large");
    assert!(refused.what.contains("too large"), "{refused}");
    assert!(refused.place.contains("roster.csv"), "{refused}");
}

#[test]
fn what_is_no_regular_file_is_refused_without_waiting() {
    let folder = Scratch::new("kinds");
    assert!(refusal(&folder.0).contains("not a file that can be read"));
    assert!(refusal(&folder.0.join("absent.csv")).contains("no such file"));
    if cfg!(unix) {
        assert!(refusal(std::path::Path::new("/dev/zero")).contains("not a file that can be read"));
    }
}

fn refusal(path: &std::path::Path) -> String {
    let refused: RosterError = roster::read_file(path).expect_err("refused");
    refused.to_string()
}

#[test]
fn a_file_is_read_whole() {
    let folder = Scratch::new("whole");
    let path = folder.0.join("roster.csv");
    fs::write(&path, b"Name\nAna Diaz\n").expect("written");
    assert_eq!(roster::read_file(&path).expect("read"), b"Name\nAna Diaz\n");
}

/// A folder that goes when the test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("homeroom-roster-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Bytes that are likely to reach deep: pieces of lists, with noise between them.
fn likely_bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&'static [u8]> = vec![
        b"Last,First,Grade\n",
        b"Name",
        b"student.lastName;student.grade",
        b"\t",
        b",",
        b";",
        b"\"",
        b"\n",
        b"\r\n",
        b"\r",
        b"Diaz, Ana",
        b"07",
        b"Grade 7",
        b"[\"10\"]",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\0",
        b"\xe9",
        b"\xc3\xa9",
        b"sep=;\n",
        b"1.2E+11",
        b"=\"0012\"",
        b"\xe2\x80\xae",
        b"\xcc\x81\xcc\x81",
        b"\x1b[2J",
        b"tobedeleted",
        b"status,role,",
        b" ",
        b"(",
        b"-",
    ];
    let piece = prop_oneof![
        8 => prop::sample::select(pieces).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_at_all_do_harm(bytes in prop_oneof![likely_bytes(), prop::collection::vec(any::<u8>(), 0..400)], asked in prop::sample::select(Reading::ALL.to_vec())) {
        prop_assert!(bytes.len() <= MAX_BYTES);
        if let Ok(roster) = roster::understand(&bytes, asked) {
            prop_assert!(roster.rows.len() <= MAX_ROWS);
            prop_assert_ne!(roster.reading, Reading::Auto);
            let mut last = 0;
            for row in &roster.rows {
                prop_assert!(row.line > last, "rows stand in the order of their lines");
                last = row.line;
                prop_assert!(!row.name.is_empty());
            }
            let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
            let told = roster.rows.len() + roster.gone.len() + roster.rejected.len();
            prop_assert!(last <= lines);
            prop_assert!(told as u64 <= lines);
        }
    }
}
