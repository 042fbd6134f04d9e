//! `homeroom passphrase`, `recovery` and `rekey`: other keys for the book.

use zeroize::Zeroizing;

use super::{Book, open, print, prompt};
use crate::{
    app::screen::gate,
    error::{Code, Error},
    run::clock,
    store::{Cost, Credentials, Passphrase, RecoveryKey, words},
};

/// How often a group can be typed again.
const TRIES: usize = 3;

pub(super) fn passphrase(book: &Book) -> Result<(), Error> {
    let mut opened = open::with_passphrase(book)?;
    let new = new_passphrase()?;
    opened.store.set_passphrase(&new, Cost::STANDARD)?;
    open::close(opened.store)?;
    print("The passphrase is changed. The recovery key is the same.")?;
    print("Backups from before open with the old passphrase.")
}

pub(super) fn recovery(book: &Book) -> Result<(), Error> {
    let mut opened = open::with_passphrase(book)?;
    let new = new_recovery()?;
    opened.store.change_recovery(&new)?;
    open::close(opened.store)?;
    print("The recovery key is changed. The sheet from before opens older backups only.")
}

pub(super) fn rekey(book: &Book) -> Result<(), Error> {
    let mut opened = open::with_passphrase(book)?;
    let new = Credentials {
        passphrase: new_passphrase()?,
        recovery: new_recovery()?,
        cost: Cost::STANDARD,
    };
    opened.store.change_all_keys(&new, clock::now())?;
    open::close(opened.store)?;
    print("All keys are changed: the whole book is sealed anew.")?;
    print(
        "Backups from before stay, and open with the passphrase and the recovery key of their day.",
    )
}

/// Asks for a new passphrase, twice.
pub(super) fn new_passphrase() -> Result<Passphrase, Error> {
    if prompt::is_terminal() {
        let words = words::generate_passphrase()?;
        let offer = format!(
            "Write these six words down, or think of at least 15 characters of your own:\n\n{}",
            words.as_str()
        );
        prompt::show_once(&offer)?;
    }
    let first = prompt::passphrase("New passphrase: ")?;
    if let Err(weak) = words::check_passphrase(first.expose()) {
        return Err(refused(&weak.to_string()));
    }
    if prompt::passphrase("Once more: ")? != first {
        return Err(refused("The two are not the same."));
    }
    Ok(Passphrase::new(first.expose()))
}

/// Shows a new recovery key and has two groups of it typed back.
pub(super) fn new_recovery() -> Result<RecoveryKey, Error> {
    let new = RecoveryKey::random()?;
    let groups = new.groups();
    let shown = numbered(&groups);
    let said = "The new recovery key. Write it on paper and keep it away from this computer; it is shown once.";
    prompt::show_once(&format!("{said}\n\n{}", *shown))?;
    let digits: Zeroizing<String> = Zeroizing::new(groups.iter().map(|g| g.as_str()).collect());
    for group in gate::asked_groups(&digits) {
        type_back(&new, group + 1)?;
    }
    Ok(new)
}

/// Four groups a line, each with its number.
fn numbered(groups: &[Zeroizing<String>]) -> Zeroizing<String> {
    let mut lines = Zeroizing::new(String::new());
    for (at, group) in groups.iter().enumerate() {
        let gap = if at % 4 == 3 { "\n" } else { "   " };
        lines.push_str(&(at + 1).to_string());
        lines.push(' ');
        lines.push_str(group);
        lines.push_str(gap);
    }
    lines
}

fn type_back(key: &RecoveryKey, number: usize) -> Result<(), Error> {
    let tries = if prompt::is_terminal() { TRIES } else { 1 };
    for _ in 0..tries {
        let typed = prompt::passphrase(&format!("From your paper, group {number}: "))?;
        if key.has_group(number, typed.expose()) {
            return Ok(());
        }
        prompt::say(&format!("That is not group {number}."))?;
    }
    Err(refused("The new key was not typed back."))
}

fn refused(what: &str) -> Error {
    Error::new(what, Code::Failed).safe("Nothing was changed; the old keys hold.")
}
