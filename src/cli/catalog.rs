//! `homeroom catalog`: looks at a school's catalog file before it is given to the program, or at the one that comes along. No book
//! is opened.

mod lines;

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::Subcommand;

use super::print;
use crate::{
    domain::{
        catalog::{self, Catalog},
        grade::Grade,
        text::Text,
    },
    error::{Code, Error},
    exchange::catalog::{DEFAULT, Fault, MAX_BYTES, default_catalog, load},
};

/// What to do with a catalog.
#[derive(Debug, Subcommand)]
pub(super) enum Options {
    /// Say what is wrong with a catalog file, line by line
    Check {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// List the items, with what they serve and where to go
    Show {
        /// Only this grade
        #[arg(long, value_name = "NUMBER", value_parser = super::grade)]
        grade: Option<Grade>,
        /// The file, when it is not the catalog that comes along
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Say which rule can be met in which grade, and by what
    Coverage {
        /// The file, when it is not the catalog that comes along
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Print the catalog that comes along, to begin a file of the school's own
    Default,
}

/// # Errors
/// The file cannot be read, has a fault, or leaves a rule that nobody can meet.
pub(super) fn run(options: &Options) -> Result<(), Error> {
    match options {
        Options::Check { file } => check(file),
        Options::Show { grade, file } => {
            let catalog = catalog(file.as_deref())?;
            print(&lines::items(&catalog, grade.map(Grade::number)))
        }
        Options::Coverage { file } => coverage(&catalog(file.as_deref())?),
        Options::Default => print(DEFAULT.trim_end()),
    }
}

fn check(file: &Path) -> Result<(), Error> {
    let catalog = read(file)?;
    print(&lines::summary(&name(file), &catalog))
}

fn coverage(catalog: &Catalog) -> Result<(), Error> {
    let rules = catalog::coverage(catalog);
    if rules.is_empty() {
        return Err(Error::new(
            "This catalog does not say what a plan has to hold.",
            Code::Failed,
        )
        .safe("Nothing was changed.")
        .todo(
            "Add a [[need]] for each rule; `homeroom catalog default` shows how they are written.",
        ));
    }
    print(&lines::coverage(catalog, &rules))?;
    let gaps: usize = rules.iter().map(|rule| rule.gaps.len()).sum();
    if gaps == 0 {
        return Ok(());
    }
    let what = if gaps == 1 {
        "One thing that a rule asks for can be met by nobody.".to_owned()
    } else {
        format!("{gaps} things that rules ask for can be met by nobody.")
    };
    Err(Error::new(what, Code::Failed)
        .safe("Nothing was changed.")
        .todo("Add an item of that grade which serves the rule, or a way to its [[need]] that an adviser can note in a plan."))
}

/// The catalog of a file, or the one that comes along.
///
/// # Errors
/// The file cannot be read or has a fault.
pub(super) fn catalog(file: Option<&Path>) -> Result<Catalog, Error> {
    file.map_or_else(|| Ok(default_catalog()), read)
}

/// Reads a file; what is wrong with it is printed line by line.
fn read(file: &Path) -> Result<Catalog, Error> {
    let text = text(file)?;
    let (catalog, faults) = load(&text, &name(file));
    if let Some(catalog) = catalog {
        return Ok(catalog);
    }
    let told: Vec<String> = faults.iter().map(Fault::to_string).collect();
    print(&told.join("\n"))?;
    let what = match faults.len() {
        1 => "The catalog has a fault.".to_owned(),
        many => format!("The catalog has {many} faults."),
    };
    Err(Error::new(what, Code::Failed)
        .safe("Nothing was changed.")
        .todo("Mend these lines and check the file again."))
}

/// What a file holds. No more of it is read than a catalog may have, so that a fault of the reader names the size.
fn text(file: &Path) -> Result<String, Error> {
    let refused = |what: String| {
        Error::new(what, Code::Failed)
            .place(format!("In {}.", file.display()))
            .safe("Nothing was changed.")
    };
    let unreadable = |error: io::Error| {
        let what = match error.kind() {
            io::ErrorKind::NotFound => "There is no such file.".to_owned(),
            _ => format!("The file cannot be read ({error})."),
        };
        refused(what).todo("Check the name, and that the drive is connected.")
    };
    let opened = File::open(file).map_err(unreadable)?;
    if !opened.metadata().map_err(unreadable)?.is_file() {
        return Err(refused("That is not a catalog file.".into()).todo("Give a TOML file."));
    }
    let mut bytes = Vec::new();
    opened
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|_| {
        refused("The file is not plain text in UTF-8.".into())
            .todo("Save it as UTF-8 in a text editor.")
    })
}

/// The name of a file, safe to print.
fn name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Text::new(&name).as_str().to_owned()
}
