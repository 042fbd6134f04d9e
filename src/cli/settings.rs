//! `homeroom settings`: where the account's own settings lie, and what is wrong in them.

use super::print;
use crate::{
    app::action::{Action, Bindings},
    error::{Code, Error},
    run::{paths, settings},
};

/// What to show of the settings.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Also every act with its keys, as keys.toml writes them
    #[arg(long)]
    acts: bool,
}

/// Prints the folder, the themes, the keys if asked for, and then every fault.
///
/// # Errors
/// Something in the files is wrong; the program works without it.
pub(super) fn run(options: &Options) -> Result<(), Error> {
    let read = settings::read(None);
    match settings::folder() {
        Some(folder) => print(&format!(
            "Settings lie in {}: settings.toml, keys.toml, and themes/NAME.toml.",
            paths::shown(&folder)
        ))?,
        None => print("The system does not say where this account keeps settings.")?,
    }
    print(&format!("Themes: {}", read.themes.names().join(", ")))?;
    if options.acts {
        print(&acts(&read.keymap.bindings()))?;
    }
    match read.faults.as_slice() {
        [] => Ok(()),
        faults => Err(Error::new(said(faults), Code::Failed)),
    }
}

/// The table of keys, as the file would hold it.
fn acts(bindings: &Bindings) -> String {
    let row = |action: Action| format!("{:?} = {:?}", action.name(), bindings.all_keys_of(action));
    let rows = Action::all().map(row);
    std::iter::once("\n[everywhere]".to_owned())
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}

fn said(faults: &[String]) -> String {
    let lines: Vec<_> = faults.iter().map(|fault| format!("- {fault}")).collect();
    format!(
        "Wrong in these settings, and not used:\n{}\nEverything else holds. Correct the file and start again.",
        lines.join("\n")
    )
}
