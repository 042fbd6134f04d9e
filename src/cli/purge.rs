//! `homeroom purge`: deletes one student's record for good, and says in a certificate what that reaches and what it does not.

use std::path::{self, PathBuf};

use super::{Book, keys, open, print, prompt};
use crate::{
    domain::{date::DateTime, disclosure, id::StudentId, part::Field, text::Text},
    error::{Code, Error},
    run::{clock, record},
    store::{self, Cost, Credentials, Purged},
};

/// Whose, and where the certificate goes.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Whose record; 'Last, First' as it is listed
    #[arg(value_name = "NAME")]
    name: String,
    /// Write the certificate there as well
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
}

pub(super) fn run(book: &Book, options: &Options) -> Result<(), Error> {
    let mut opened = open::with_passphrase(book)?;
    let certificate = match purge(&mut opened, options) {
        Ok(certificate) => certificate,
        Err(refused) => {
            open::close(opened.store)?;
            return Err(refused);
        }
    };
    open::close(opened.store)?;
    print(certificate.trim_end())?;
    match &options.certificate {
        Some(file) => {
            record::write_page(&path::absolute(file).unwrap_or(file.clone()), &certificate)
        }
        None => Ok(()),
    }
}

fn purge(opened: &mut store::Opened, options: &Options) -> Result<String, Error> {
    let student = open::student(&opened.book, &options.name)?;
    let now = clock::now();
    for year in opened.store.years()? {
        opened.store.load_year(year)?;
    }
    crate::domain::record::without(opened.store.book(), student).map_err(|why| {
        Error::new(format!("Nothing was deleted: {why}."), Code::Failed)
            .todo("Note the decision first: enter on the request, on the student's page under The record.")
    })?;
    let copies = copies(opened, student);
    agree(opened, student)?;
    let new = Credentials {
        passphrase: keys::new_passphrase()?,
        recovery: keys::new_recovery()?,
        cost: Cost::STANDARD,
    };
    let purged = opened.store.purge(student, &new, now)?;
    Ok(certificate(opened, now, purged, &copies))
}

/// Asks for the name; anything else means no.
fn agree(opened: &store::Opened, student: StudentId) -> Result<(), Error> {
    let of = opened.book.students.get(&student);
    let names = of.map(|of| [of.listed(), of.spoken(), of.name.sorted(), of.name.spoken()]);
    prompt::say(
        "This deletes everything that the book holds of this student, of all years, with its history. There is no undo, and the\n\
         backups beside the book go too. The passphrase and the recovery key become new ones.",
    )?;
    let typed = prompt::line("To go on type the student's name; enter alone stops: ")?;
    let typed = Text::new(&typed).fold();
    let is_it = names
        .into_iter()
        .flatten()
        .any(|name| Text::new(&name).fold() == typed);
    if is_it {
        return Ok(());
    }
    Err(Error::new("Nothing was deleted.", Code::Failed)
        .safe("The book is as it was.")
        .todo("To delete the record, type the name when it is asked for."))
}

/// What left of the record, as the log has it: copies that nothing here reaches. Without names.
fn copies(opened: &store::Opened, student: StudentId) -> Vec<String> {
    let left = disclosure::all(opened.store.book(), student);
    let said = left.iter().map(|part| {
        let to = part.text(Field::Place);
        let to = if to.is_empty() { "not noted where" } else { to };
        format!("{}: {} ({to})", part.counts_on(), part.text(Field::Name))
    });
    said.collect()
}

/// What was done and what it does not reach. It names nobody but the adviser.
fn certificate(opened: &store::Opened, at: DateTime, purged: Purged, copies: &[String]) -> String {
    let mut lines = vec![
        "Certificate: one student's record was deleted".to_owned(),
        format!("  When: {}", clock::spoken(at)),
        format!("  From the book of: {}", opened.book.adviser),
        "What was done".to_owned(),
        "  The book was written anew without the record, under a new key, read back and verified; that file took the place".to_owned(),
        "  of the old one. The history in it begins anew. Passphrase and recovery key are new.".to_owned(),
        format!("  Backups beside the book that were deleted: {}.", purged.backups),
    ];
    if purged.left > 0 {
        lines.push(format!(
            "  Backups that could NOT be deleted: {}. Delete them by hand.",
            purged.left
        ));
    }
    lines.push("What this cannot reach".to_owned());
    lines.extend(copies.iter().map(|copy| format!("  {copy}")));
    lines.extend(
        [
            "  Backups and copies of the book in other places, on sticks, and in the backups of this computer.",
            "  Paper, and what others wrote down.",
            "  What is written in the records of other students about this one.",
            "  Old blocks of the file may stay on the drive for a time; with the old passphrase they could be opened. Forget it,",
            "  destroy the old recovery sheet, and have the drive encrypted.",
        ]
        .map(str::to_owned),
    );
    lines.join("\n") + "\n"
}
