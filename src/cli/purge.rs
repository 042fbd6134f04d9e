//! `homeroom purge`: deletes one student's record for good, and says in a certificate what that reaches and what it does not.
//! Without a name it lists who has left, and whose time has come by the school's rule: a person decides.

use std::path::{self, PathBuf};

use super::{
    Book, keys,
    leave::{self, Leaves, Leaving},
    open, print, prompt,
};
use crate::{
    domain::{id::StudentId, record, retention, student::Student},
    error::{Code, Error},
    exchange::certificate::Certificate,
    run::{self, clock},
    store::{self, Cost, Credentials},
};

/// Whose, and where the certificate goes.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Whose record; 'Last, First' as it is listed. Without a name: who has left, and who is due
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Write the certificate there as well
    #[arg(long, value_name = "FOLDER")]
    certificate: Option<PathBuf>,
    #[command(flatten)]
    leaving: Leaving,
}

/// What leaves, when the list is printed elsewhere than on a terminal.
const THE_LIST: Leaves<'static> = Leaves {
    what: "the list of those who have left",
    whom: "the school",
    why: "to decide whose record is kept no longer",
    party: "school",
};

pub(super) fn run(book: &Book, options: &Options) -> Result<(), Error> {
    let mut opened = open::with_passphrase(book)?;
    let said = match &options.name {
        Some(name) => purge(&mut opened, name, options),
        None => list(&mut opened, options),
    };
    open::close(opened.store)?;
    print(said?.trim_end())
}

/// Who has left, and what the rule says.
fn list(opened: &mut store::Opened, options: &Options) -> Result<String, Error> {
    let gone = retention::gone(&opened.book, clock::now().date());
    let named: Vec<StudentId> = gone.iter().map(|kept| kept.student).collect();
    leave::note_lines(opened, &named, &options.leaving, &THE_LIST)?;
    let mut lines = vec![match opened.book.settings.keep_years {
        Some(years) => format!("The rule of this book: kept for {years} years after leaving."),
        None => "No rule is set: \"keep records for\" in the program sets one.".to_owned(),
    }];
    if gone.is_empty() {
        lines.push("Nobody has left.".to_owned());
    }
    for kept in &gone {
        let of = opened.book.students.get(&kept.student);
        let name = of.map(Student::listed).unwrap_or_default();
        lines.push(format!("  {name}: {}", kept.says()));
    }
    Ok(lines.join("\n"))
}

fn purge(opened: &mut store::Opened, name: &str, options: &Options) -> Result<String, Error> {
    let student = open::student(&opened.book, name)?;
    let now = clock::now();
    record::without(&opened.book, student).map_err(|why| {
        Error::from(store::StoreError::new(
            store::Kind::Kept(why),
            opened.store.path(),
        ))
    })?;
    let page = match &options.certificate {
        Some(folder) => {
            let folder = path::absolute(folder).unwrap_or(folder.clone());
            Some(run::record::certificate_place(&folder, now)?)
        }
        None => None,
    };
    agree(opened, student)?;
    let new = Credentials {
        passphrase: keys::new_passphrase()?,
        recovery: keys::new_recovery()?,
        cost: Cost::STANDARD,
    };
    let certificate: Certificate = run::record::purge(&mut opened.store, student, &new, now)?;
    if let Some(place) = page
        && let Err(failed) = run::record::write_page(&place, &certificate.text())
    {
        prompt::say(&failed.to_string())?;
    }
    Ok(certificate.text())
}

/// Asks for the name; anything else means no.
fn agree(opened: &store::Opened, student: StudentId) -> Result<(), Error> {
    prompt::say(
        "This deletes everything that the book holds of this student, of all years, with its history. There is no undo, and the\n\
         backups beside the book go too. The passphrase and the recovery key become new ones.",
    )?;
    let typed = prompt::line("To go on type the student's name; enter alone stops: ")?;
    let of = opened.book.students.get(&student);
    if of.is_some_and(|of| of.is_called(&typed)) {
        return Ok(());
    }
    Err(Error::new("Nothing was deleted.", Code::Failed)
        .safe("The book is as it was.")
        .todo("To delete the record, type the name when it is asked for."))
}
