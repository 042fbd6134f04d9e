//! A name out of one cell or two.

use crate::domain::roster::RosterRow;
use crate::domain::student::Name;
use crate::domain::text::Text;

use super::excerpt;

/// Collects the parts of a name and remembers whether any had to be made safe.
#[derive(Default)]
pub(super) struct Names {
    altered: bool,
}

impl Names {
    pub(super) fn take(&mut self, cell: Option<&str>) -> Result<Text, String> {
        let cell = cell.unwrap_or_default();
        if cell.contains('\n') {
            return Err("a line break in the name; is a quotation mark missing?".to_owned());
        }
        let (text, altered) = Text::clean(cell);
        self.altered |= altered || text.as_str().contains('\u{fffd}');
        Ok(text)
    }

    /// The row for a name in two cells, or in one.
    pub(super) fn row(
        self,
        line: u64,
        last: Text,
        first: Text,
        full: Text,
    ) -> Result<RosterRow, String> {
        let (name, written) = match (last.is_empty(), first.is_empty()) {
            (true, true) => (tidy(Name::parse(full.as_str())), full),
            (true, false) => (
                Name {
                    last: first.clone(),
                    first: Text::default(),
                },
                first,
            ),
            (false, true) => (tidy(parse_if_comma(&last)), last),
            (false, false) => {
                let name = Name { last, first };
                let written = Text::new(&name.sorted());
                (name, written)
            }
        };
        if written.is_empty() {
            return Err("the name is missing".to_owned());
        }
        if !written.as_str().contains(char::is_alphabetic) {
            return Err(format!("“{}” is not a name", excerpt(written.as_str())));
        }
        let mixed_script = written.is_mixed_script();
        Ok(RosterRow {
            line,
            name,
            middle: None,
            preferred: None,
            written,
            id: None,
            grade: None,
            altered: self.altered,
            mixed_script,
        })
    }
}

fn parse_if_comma(last: &Text) -> Name {
    if last.as_str().contains(',') {
        return Name::parse(last.as_str());
    }
    Name {
        last: last.clone(),
        first: Text::default(),
    }
}

/// A name with a comma but nothing in front of it is a name of one word.
fn tidy(name: Name) -> Name {
    if name.last.is_empty() {
        return Name {
            last: name.first,
            first: Text::default(),
        };
    }
    name
}
