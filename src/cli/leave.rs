//! What leaves the book by the command line: for whom and why, noted in the book before a byte of it is out.
//!
//! Lines on a terminal are read there. Anything else that names students, a file or lines that another program takes, leaves: then
//! the note is on the disk first, and what cannot be noted does not leave.

use std::io::{self, IsTerminal};

use super::open;
use crate::{
    domain::{
        act::Stamp,
        disclosure::{self, Disclosure},
        id::StudentId,
        text::Text,
    },
    error::Error,
    run::clock,
    store,
};

/// For whom, and why.
#[derive(Debug, clap::Args)]
pub(super) struct Leaving {
    /// Who gets it, when it goes into a file or to another place
    #[arg(long = "for", value_name = "WHO")]
    whom: Option<String>,
    /// What it is needed for
    #[arg(long, value_name = "WHY")]
    why: Option<String>,
    /// What they are: family, school, consent or other
    #[arg(long = "as", value_name = "PARTY", value_parser = party)]
    party: Option<&'static str>,
}

/// Something that leaves, with what is said of it where the person says nothing.
pub(super) struct Leaves<'a> {
    /// What: `the complete record`.
    pub what: &'a str,
    /// To whom.
    pub whom: &'a str,
    /// What for.
    pub why: &'a str,
    /// What they are.
    pub party: &'static str,
}

fn party(typed: &str) -> Result<&'static str, String> {
    let known = disclosure::parties().find(|party| party.name == typed);
    known.map(|party| party.name).ok_or_else(|| {
        let names: Vec<&str> = disclosure::parties().map(|party| party.name).collect();
        format!("they are one of: {}", names.join(", "))
    })
}

impl Leaving {
    /// What is noted of it.
    pub(super) fn of(&self, leaves: &Leaves<'_>, to: &str) -> Disclosure {
        let said =
            |given: &Option<String>, else_: &str| Text::new(given.as_deref().unwrap_or(else_));
        Disclosure {
            what: Text::new(leaves.what),
            whom: said(&self.whom, leaves.whom),
            why: said(&self.why, leaves.why),
            party: self.party.unwrap_or(leaves.party),
            to: Text::new(to),
        }
    }
}

/// Whether lines that are printed are read on a terminal and stay there.
pub(super) fn is_read_here() -> bool {
    io::stdout().is_terminal()
}

/// Notes that lines about these students are printed to somewhere else than a terminal.
pub(super) fn note_lines(
    opened: &mut store::Opened,
    students: &[StudentId],
    leaving: &Leaving,
    leaves: &Leaves<'_>,
) -> Result<(), Error> {
    if is_read_here() || students.is_empty() {
        return Ok(());
    }
    let to = "printed or sent on from the command line";
    note(opened, students, &leaving.of(leaves, to))
}

/// Notes that something about these students leaves; on the disk when this returns.
pub(super) fn note(
    opened: &mut store::Opened,
    students: &[StudentId],
    leaves: &Disclosure,
) -> Result<(), Error> {
    let now = clock::now();
    let change = disclosure::of_students(opened.store.book(), students, leaves, Stamp::now(now));
    open::save(opened, change, now)
}

/// Notes that the whole book leaves; on the disk when this returns.
pub(super) fn note_book(opened: &mut store::Opened, leaves: &Disclosure) -> Result<(), Error> {
    let now = clock::now();
    let change = disclosure::of_the_book(opened.store.book(), leaves, Stamp::now(now));
    open::save(opened, change, now)
}
