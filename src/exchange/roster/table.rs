//! Cells and lines: the text of a file as records, with the line on which each begins.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::{
    super::spreadsheet,
    Delimiter,
    refusal::{self, RosterError},
};

/// How much of a file is looked at to find out how it is built.
const HEAD_BYTES: usize = 64 * 1024;
/// The most delimiters in one line before anything is taken apart. More than the columns that are read, because sheets are
/// saved with rows of empty cells.
const MAX_DELIMITERS: usize = 1024;

/// The text of a file.
pub(super) struct Sheet<'t> {
    text: &'t str,
    first_line: u64,
    /// What the file itself says in a line `sep=;`, which Excel understands.
    pub(super) announced: Option<Delimiter>,
}

/// One record: the cells without blanks around them, and without the empty ones at the end.
pub(super) struct Entry<'r> {
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    /// The line on which it ends.
    pub(super) last_line: u64,
    /// A quotation mark opens in it and never closes.
    pub(super) is_open: bool,
    pub(super) cells: Vec<&'r str>,
}

impl<'t> Sheet<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let announced = match first.trim().trim_matches('"') {
            "sep=," => Delimiter::Comma,
            "sep=;" => Delimiter::Semicolon,
            "sep=\t" | "sep=" => Delimiter::Tab,
            _ => {
                return Self {
                    text,
                    first_line: 1,
                    announced: None,
                };
            }
        };
        Self {
            text: rest,
            first_line: 2,
            announced: Some(announced),
        }
    }

    /// Refuses a line with far more cells than any list has, before it is taken apart.
    pub(super) fn check_width(&self) -> Result<(), RosterError> {
        for (line, text) in (self.first_line..).zip(self.text.split('\n')) {
            let too_many = |delimiter: &Delimiter| {
                text.len() > MAX_DELIMITERS
                    && text
                        .bytes()
                        .filter(|byte| *byte == delimiter.byte())
                        .count()
                        > MAX_DELIMITERS
            };
            if Delimiter::ALL.iter().any(too_many) {
                return Err(refusal::too_wide(line));
            }
        }
        Ok(())
    }

    /// The beginning of the file, as much as is needed to see how it is built.
    pub(super) fn head(&self) -> Sheet<'t> {
        let text = if self.text.len() <= HEAD_BYTES {
            self.text
        } else {
            let end = (0..=HEAD_BYTES)
                .rev()
                .find(|at| self.text.is_char_boundary(*at))
                .unwrap_or(0);
            let head = self.text.get(..end).unwrap_or_default();
            head.rsplit_once('\n').map_or(head, |(whole, _)| whole)
        };
        Sheet { text, ..*self }
    }

    pub(super) fn records(&self, delimiter: Delimiter) -> Records<'t> {
        Records {
            text: self.text,
            reader: ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .delimiter(delimiter.byte())
                .from_reader(self.text.as_bytes()),
            record: StringRecord::new(),
            counted: 0,
            line: self.first_line,
        }
    }

    /// Whether `delimiter` stands anywhere in it.
    pub(super) fn has(&self, delimiter: Delimiter) -> bool {
        self.text.as_bytes().contains(&delimiter.byte())
    }
}

/// Goes through the records one by one; no cell outlives its record.
pub(super) struct Records<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    record: StringRecord,
    counted: usize,
    line: u64,
}

impl Records<'_> {
    /// The next record that is not blank.
    pub(super) fn next(&mut self) -> Option<Entry<'_>> {
        let raw = loop {
            let begin = self.skip_line_ends(self.reader.position().byte());
            // Reading from memory cannot fail, and the text is UTF-8.
            if !self.reader.read_record(&mut self.record).ok()? {
                return None;
            }
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                let end = usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
                break begin..end;
            }
        };
        let (line, begin) = (self.count_to(raw.start), raw.start);
        let is_last = raw.end >= self.text.len();
        let raw = self.text.get(raw).unwrap_or_default().trim_end();
        let last_line = self.count_to(begin + raw.len());
        let has_odd_quotes = raw.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        let mut cells: Vec<&str> = self
            .record
            .iter()
            .map(|cell| spreadsheet::unguarded(cell.trim()))
            .collect();
        let filled = cells.iter().rposition(|cell| !cell.is_empty());
        cells.truncate(filled.map_or(0, |last| last + 1));
        Some(Entry {
            line,
            last_line,
            is_open: is_last && last_line > line && has_odd_quotes,
            cells,
        })
    }

    fn skip_line_ends(&self, from: u64) -> usize {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| **byte == b'\n').count()
    }

    /// The number of the line that `at` lies in; counts on from where it was.
    fn count_to(&mut self, at: usize) -> u64 {
        let between = self
            .text
            .as_bytes()
            .get(self.counted..at)
            .unwrap_or_default();
        self.line += between
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
        self.counted = self.counted.max(at);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_record_knows_its_line() {
        let sheet = Sheet::new("a,b\n\n\nc,\"d\ne\"\n,,,\nf,g,,,\n");
        let mut records = sheet.records(Delimiter::Comma);
        let mut seen = Vec::new();
        while let Some(entry) = records.next() {
            seen.push((entry.line, entry.cells.join("|")));
        }
        assert_eq!(
            seen,
            [
                (1, "a|b".to_owned()),
                (4, "c|d\ne".to_owned()),
                (7, "f|g".to_owned())
            ]
        );
    }

    #[test]
    fn a_quotation_mark_that_never_closes_is_noticed() {
        let sheet = Sheet::new("a,b\n\"c,d\ne,f\n");
        let mut records = sheet.records(Delimiter::Comma);
        assert!(!records.next().unwrap().is_open);
        let entry = records.next().unwrap();
        assert!(entry.is_open);
        assert_eq!(entry.line, 2);
    }
}
