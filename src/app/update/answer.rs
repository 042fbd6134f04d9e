//! What comes back from outside: the book, what was saved or not, a file that was read.

use super::{after, bring_back_cursor, catalog, perform_kind, say};
use crate::app::{
    access::Access,
    effect::{Effect, Opened, Outcome, Problem, ReadYear},
    model::Model,
    notice::Notice,
    screen::{Screen, answers::Answers, form, gate, import::Import, reading},
};

/// An answer from outside.
pub(super) fn take(model: &mut Model, outcome: Outcome, effects: &mut Vec<Effect>) {
    match outcome {
        Outcome::Opened(opened) => {
            model.open(*opened);
        }
        Outcome::Saved { through, at } => {
            if let Some(desk) = &mut model.desk {
                desk.saved(through, at);
            }
        }
        Outcome::NotSaved(problem) => {
            if let Some(desk) = &mut model.desk {
                desk.saves.problem = Some(problem.clone());
            }
            say(model, Notice::alarm(problem.to_string()));
        }
        Outcome::Locked => lock(model),
        Outcome::Roster(read) => match *read {
            Ok(file) => {
                let import = model.desk.as_ref().and_then(|desk| Import::new(desk, file));
                if let Some(import) = import {
                    model
                        .screens
                        .retain(|screen| !matches!(screen, Screen::Import(_)));
                    model.screens.push(Screen::Import(Box::new(import)));
                }
            }
            Err(problem) => say(model, Notice::alarm(problem.to_string())),
        },
        Outcome::Answers(read) => match *read {
            Ok(file) => {
                let preview = model
                    .desk
                    .as_ref()
                    .map(|desk| Answers::preview(desk, file, model.now));
                model
                    .screens
                    .retain(|screen| !matches!(screen, Screen::Answers(_)));
                let preview = preview.map(|preview| Screen::Answers(Box::new(preview)));
                model.screens.extend(preview);
            }
            Err(problem) => say(model, Notice::alarm(problem.to_string())),
        },
        Outcome::Catalog(read) => catalog::take(model, *read, effects),
        Outcome::CatalogInUse(read) => catalog::take_in_use(model, *read),
        Outcome::MayLeave(Ok((student, folder, leaves))) => {
            form::leave(model, student, folder, &leaves, effects);
        }
        Outcome::Record(read) => match *read {
            Ok(lines) => model.screens.push(Screen::Reading(reading::record(lines))),
            Err(problem) => say(model, Notice::alarm(problem.to_string())),
        },
        Outcome::RecordWritten(written) => match written {
            Ok(done) => say(model, Notice::done(done)),
            Err(problem) => say(model, Notice::alarm(problem.to_string())),
        },
        Outcome::Handed(done) => say(model, done.map_or_else(Notice::refused, Notice::done)),
        Outcome::Years(read) => take_years(model, *read, effects),
        Outcome::PassphraseChanged(problem) => say(
            model,
            problem.map_or_else(
                || {
                    Notice::done(
                        "The passphrase is changed. The recovery key is the same; backups from before open with the old passphrase.",
                    )
                },
                |problem| Notice::alarm(problem.to_string()),
            ),
        ),
        Outcome::KeysChanged(problem) => keys_changed(model, problem),
        Outcome::Purged(done) => purged(model, *done),
        Outcome::MayLeave(Err(problem)) | Outcome::Said(problem) => {
            say(model, Notice::alarm(problem.to_string()));
        }
        Outcome::NotOpened(_)
        | Outcome::Damaged { .. }
        | Outcome::Restored(_)
        | Outcome::WrongPassphrase { .. }
        | Outcome::Offered { .. }
        | Outcome::Weighed(_)
        | Outcome::Claimed(_)
        | Outcome::Busy(_)
        | Outcome::Older(_)
        | Outcome::Compared(_)
        | Outcome::Place { .. } => {
            take_at_gate(model, outcome, effects);
        }
    }
}

/// Other keys hold, or not: then they stay on the screen, with the reason.
fn keys_changed(model: &mut Model, problem: Option<Problem>) {
    let Some(gate) = gate::of(model) else { return };
    if let Some(problem) = problem {
        return gate.refuse(problem);
    }
    let said = match gate.purpose {
        gate::Purpose::Keys => {
            "All keys are changed. Backups from before open with the passphrase of their day."
        }
        _ => "The recovery key is changed. The sheet from before opens older backups only.",
    };
    model.screens.pop();
    say(model, Notice::done(said));
}

/// A record was deleted: the book is read anew, and the certificate stays to be read. Or it was not.
fn purged(model: &mut Model, done: Result<(Opened, Vec<String>), Problem>) {
    match done {
        Ok((opened, certificate)) => {
            model.open(opened);
            model.screens.truncate(1);
            model
                .screens
                .push(Screen::Reading(reading::certificate(certificate)));
        }
        Err(problem) => match gate::of(model) {
            Some(gate) => gate.refuse(problem),
            None => say(model, Notice::alarm(problem.to_string())),
        },
    }
}

fn take_at_gate(model: &mut Model, outcome: Outcome, effects: &mut Vec<Effect>) {
    let now = model.now;
    if let Outcome::Claimed(access) = &outcome {
        model.access = access.clone();
    }
    let reads = model.access.is_reading();
    let Some(gate) = gate::of(model) else { return };
    match outcome {
        Outcome::Claimed(_) => gate.is_claimed(reads),
        Outcome::Busy(elsewhere) => gate.is_elsewhere(elsewhere),
        Outcome::Older(said) => gate.is_older(said),
        Outcome::Compared(rows) => gate.compared(rows),
        Outcome::NotOpened(problem) => gate.not_opened(problem),
        Outcome::Damaged { problem, backup } => gate.offer_backup(problem, backup),
        Outcome::Restored(problem) => gate.restored(problem),
        Outcome::WrongPassphrase { problem, wait } => gate.wrong(problem, wait, now),
        Outcome::Offered { words, recovery } => gate.offered(words, recovery),
        Outcome::Weighed(fault) => gate.weighed(fault, effects),
        Outcome::Place {
            path,
            warnings,
            exists,
        } => gate.looked(&path, warnings, exists, effects),
        _ => {}
    }
}

/// School years are in memory now; a Change that waited for them is done.
fn take_years(model: &mut Model, read: Result<Vec<ReadYear>, Problem>, effects: &mut Vec<Effect>) {
    let waited = model.awaiting.take();
    match read {
        Err(problem) => say(model, Notice::alarm(problem.to_string())),
        Ok(years) => {
            if let Some(desk) = &mut model.desk {
                desk.take_years(years);
            }
            if let Some((kind, change)) = waited {
                let students = change.students();
                perform_kind(model, change, kind, effects);
                bring_back_cursor(model, &students);
            }
        }
    }
    after(model);
}

/// The book is closed: nothing of it stays in the model.
fn lock(model: &mut Model) {
    let place = model
        .desk
        .as_ref()
        .map(|desk| desk.place.clone())
        .unwrap_or_default();
    model.desk = None;
    model.access = Access::Writing;
    model.locks_soon = false;
    model.awaiting = None;
    model.writing = None;
    model.notice = None;
    model.screens = vec![Screen::Gate(Box::new(gate::Gate::unlock(
        place,
        Vec::new(),
    )))];
}
