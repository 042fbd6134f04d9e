//! What nobody may find: names and words of a book, in every form in which they could lie in a file, in the memory of a
//! process or in what a terminal keeps.

use std::{fs, path::Path};

/// Marks in all their forms, looked for in one pass.
#[derive(Debug)]
pub struct Marks {
    /// What is found, and which mark it is of.
    forms: Vec<(Vec<u8>, String)>,
    /// Which two bytes a form may begin with.
    begins: Vec<bool>,
}

impl Marks {
    /// Raw, UTF-16 of both orders, base64 at each of its three places, and from behind.
    pub fn new(marks: &[&str]) -> Self {
        let mut forms = Vec::new();
        for mark in marks {
            assert!(mark.len() > 4, "{mark} would be found by chance");
            forms.push((mark.as_bytes().to_vec(), (*mark).to_owned()));
            let little = mark.encode_utf16().flat_map(u16::to_le_bytes);
            forms.push((little.collect(), format!("{mark} in UTF-16")));
            let big = mark.encode_utf16().flat_map(u16::to_be_bytes);
            forms.push((big.collect(), format!("{mark} in UTF-16, turned")));
            forms.push((mark.bytes().rev().collect(), format!("{mark} from behind")));
            for before in 0..3 {
                forms.push((base64(mark.as_bytes(), before), format!("{mark} in base64")));
            }
        }
        let mut begins = vec![false; 1 << 16];
        for (form, _) in &forms {
            begins[usize::from(u16::from_be_bytes([form[0], form[1]]))] = true;
        }
        Self { forms, begins }
    }

    /// What of it stands in these bytes.
    pub fn in_bytes(&self, bytes: &[u8]) -> Vec<&str> {
        let mut found = Vec::new();
        for (at, two) in bytes.windows(2).enumerate() {
            if self.begins[usize::from(u16::from_be_bytes([two[0], two[1]]))] {
                let here = &bytes[at..];
                let forms = self.forms.iter().filter(|(form, _)| here.starts_with(form));
                found.extend(forms.map(|(_, what)| what.as_str()));
            }
        }
        found
    }

    /// Asserts that no file in this folder holds any of it, neither in its name nor in its bytes.
    pub fn assert_not_under(&self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert_eq!(self.in_bytes(name.as_bytes()), [""; 0], "{name}");
            if path.is_dir() {
                self.assert_not_under(&path);
            } else if let Ok(bytes) = fs::read(&path) {
                assert_eq!(self.in_bytes(&bytes), [""; 0], "{}", path.display());
            }
        }
    }
}

/// What stands for these bytes in every base64 text in which so many bytes come before them, without the letters at both
/// ends that depend on their neighbors.
fn base64(mark: &[u8], before: usize) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes = [&[0; 2][..before], mark].concat();
    let whole = bytes.len() * 8 / 6;
    let bit = |at: usize| usize::from(bytes[at / 8] >> (7 - at % 8) & 1);
    let letter = |at: usize| (0..6).fold(0, |sum, i| sum * 2 + bit(at * 6 + i));
    let first = (before * 8).div_ceil(6);
    (first..whole).map(|at| LETTERS[letter(at)]).collect()
}

#[test]
fn a_mark_is_found_in_every_form() {
    let marks = Marks::new(&["Tester", "zebrafish"]);
    for text in [
        "xTesterx",
        "retseT",
        "VGVzdGVy",     // Tester
        "YVRlc3Rlcg==", // aTester
        "YWFUZXN0ZXI=", // aaTester
        "T\0e\0s\0t\0e\0r\0",
        "\0z\0e\0b\0r\0a\0f\0i\0s\0h",
    ] {
        assert_eq!(marks.in_bytes(text.as_bytes()).len(), 1, "{text:?}");
    }
    assert_eq!(marks.in_bytes(b"Teste zebra hsif"), [""; 0]);
}
