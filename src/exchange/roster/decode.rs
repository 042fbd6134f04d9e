//! From bytes to letters: which encoding a file has, and whether it is text at all.

use std::{borrow::Cow, fmt};

use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::refusal::{self, RosterError};

/// How the bytes of a file are read as letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Find out.
    Auto,
    /// UTF-8, as most programs write today.
    Utf8,
    /// Windows-1252, the CSV of an older Excel on Windows.
    Windows1252,
    /// UTF-16, low byte first: "Unicode text" of Excel.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// `MacRoman`, the CSV of an older Excel on a Mac.
    MacRoman,
}

impl Reading {
    /// Every reading in the order in which a person is offered them.
    pub const ALL: [Self; 6] = [
        Self::Auto,
        Self::Utf8,
        Self::Windows1252,
        Self::MacRoman,
        Self::Utf16Le,
        Self::Utf16Be,
    ];

    const fn encoding(self) -> &'static Encoding {
        match self {
            Self::Auto | Self::Utf8 => UTF_8,
            Self::Windows1252 => WINDOWS_1252,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::MacRoman => MACINTOSH,
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Auto => "automatic",
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::MacRoman => "MacRoman",
        })
    }
}

/// The letters of a file, with `\n` for every kind of line end.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) reading: Reading,
    /// Whether the reading was a last resort rather than known.
    pub(super) guessed: bool,
}

/// Bytes that begin the files which are most often taken for a list.
const KINDS: [(&[u8], &str); 11] = [
    (
        b"PK\x03\x04",
        "a spreadsheet (such as .xlsx) or a zip folder",
    ),
    (b"\xd0\xcf\x11\xe0", "an older Excel or Word file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a word processor's document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (
        b"\xff\xfe\0\0",
        "text in UTF-32, which no spreadsheet reads",
    ),
    (
        b"\0\0\xfe\xff",
        "text in UTF-32, which no spreadsheet reads",
    ),
];

/// The same for markup, after blanks and in any case.
const MARKUP: [(&str, &str); 5] = [
    ("<!doctype", "a web page"),
    ("<html", "a web page"),
    ("<table", "a web page"),
    ("<?xml", "XML"),
    ("{", "JSON"),
];

/// Refuses what is plainly another kind of file.
pub(super) fn check_kind(bytes: &[u8]) -> Result<(), RosterError> {
    if let Some((_, kind)) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(refusal::wrong_kind(kind));
    }
    let (start, _) = without_mark(bytes).split_at(bytes_to_look_at(bytes, 64));
    let start = start.trim_ascii_start().to_ascii_lowercase();
    match MARKUP
        .iter()
        .find(|(tag, _)| start.starts_with(tag.as_bytes()))
    {
        Some((_, kind)) => Err(refusal::wrong_kind(kind)),
        None => Ok(()),
    }
}

fn bytes_to_look_at(bytes: &[u8], most: usize) -> usize {
    without_mark(bytes).len().min(most)
}

/// Refuses text that is mostly control characters: a program, a picture, or UTF-16 read as something else.
pub(super) fn check_text(text: &str) -> Result<(), RosterError> {
    const LOOK_AT: usize = 64 * 1024;
    let (mut seen, mut controls, mut zeros) = (0_usize, 0_usize, 0_usize);
    for c in text.chars().take(LOOK_AT) {
        seen += 1;
        controls += usize::from(c.is_control() && !matches!(c, '\n' | '\t'));
        zeros += usize::from(c == '\0');
    }
    let is_binary = controls * 10 > seen * 3 || (zeros > 0 && controls * 20 > seen);
    if is_binary && controls > 8 {
        return Err(refusal::not_text());
    }
    Ok(())
}

/// Reads `bytes` as `asked`, or as what they seem to be.
pub(super) fn decode(bytes: &[u8], asked: Reading) -> Decoded {
    let (reading, guessed) = match asked {
        Reading::Auto => detect(bytes),
        forced => (forced, false),
    };
    let (text, _) = reading
        .encoding()
        .decode_without_bom_handling(without_mark(bytes));
    let text = text.trim_start_matches('\u{feff}');
    // The end-of-file sign of DOS programs.
    let text = text.trim_end_matches(['\u{1a}', '\0']);
    Decoded {
        text: one_line_end(text).into_owned(),
        reading,
        guessed,
    }
}

/// `bytes` without a byte-order mark. A file that has one of another encoding than was asked for loses it too.
fn without_mark(bytes: &[u8]) -> &[u8] {
    for mark in [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return rest;
        }
    }
    bytes
}

fn detect(bytes: &[u8]) -> (Reading, bool) {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return (Reading::Utf8, false);
    }
    if bytes.starts_with(b"\xff\xfe") {
        return (Reading::Utf16Le, false);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return (Reading::Utf16Be, false);
    }
    if let Some(reading) = utf16_by_zeros(bytes) {
        return (reading, false);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (Reading::Utf8, false);
    }
    (Reading::Windows1252, true)
}

/// UTF-16 without a mark shows in plain letters: every second byte is zero, always on the same side.
fn utf16_by_zeros(bytes: &[u8]) -> Option<Reading> {
    const LOOK_AT: usize = 4096;
    let pairs = bytes.len().min(LOOK_AT) / 2;
    let zeros = |side: usize| {
        bytes
            .iter()
            .take(pairs * 2)
            .skip(side)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (first, second) = (zeros(0), zeros(1));
    let many = |count: usize| pairs >= 2 && count * 4 >= pairs;
    let few = |count: usize| count * 50 <= pairs;
    if many(second) && few(first) {
        return Some(Reading::Utf16Le);
    }
    (many(first) && few(second)).then_some(Reading::Utf16Be)
}

/// `text` with `\n` for `\r\n` and for a lone `\r`.
fn one_line_end(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        return Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reading_is_found_by_mark_then_zeros_then_validity() {
        let cases: [(&[u8], Reading); 6] = [
            (b"\xef\xbb\xbfName", Reading::Utf8),
            (b"\xff\xfeN\0a\0", Reading::Utf16Le),
            (b"\xfe\xff\0N\0a", Reading::Utf16Be),
            (b"N\0a\0m\0e\0\n\0", Reading::Utf16Le),
            (b"Jos\xc3\xa9", Reading::Utf8),
            (b"Jos\xe9", Reading::Windows1252),
        ];
        for (bytes, reading) in cases {
            assert_eq!(decode(bytes, Reading::Auto).reading, reading, "{bytes:?}");
        }
    }

    #[test]
    fn a_forced_reading_is_obeyed_and_the_mark_goes() {
        assert_eq!(decode(b"Jos\x8e", Reading::MacRoman).text, "José");
        assert_eq!(decode(b"\xef\xbb\xbfAna", Reading::Windows1252).text, "Ana");
    }

    #[test]
    fn every_line_end_becomes_one() {
        assert_eq!(
            decode(b"a\r\nb\rc\nd\x1a", Reading::Auto).text,
            "a\nb\nc\nd"
        );
    }
}
