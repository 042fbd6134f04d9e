//! A checklist comes back from outside: of a file, as it was edited here, or the one that comes along.
//!
//! With a fault in it nothing changes. Otherwise it is a Change like any other, as its text is in the book.

use std::sync::Arc;

use super::{UNDO_HINT, after, perform, say};
use crate::{
    app::{
        effect::{CatalogFile, Effect, Problem},
        model::Model,
        notice::Notice,
        screen::{Screen, form::FormKind},
    },
    domain::{
        act,
        catalog::{Catalog, Parts},
    },
};

/// Asks for an edited checklist to be written; `said` is for when it is in use. One edit at a time: the next one begins with what
/// this one made.
pub fn write_catalog(model: &mut Model, parts: Parts, said: String, effects: &mut Vec<Effect>) {
    if model.writing.is_some() {
        return say(
            model,
            Notice::refused("One moment: the list is being saved."),
        );
    }
    model.writing = Some(said);
    effects.push(Effect::WriteCatalog(Box::new(parts)));
}

/// Takes a checklist into the book, or says why not.
pub(super) fn take(
    model: &mut Model,
    read: Result<CatalogFile, Problem>,
    effects: &mut Vec<Effect>,
) {
    let edited = model.writing.take();
    let CatalogFile { text, catalog } = match read {
        Ok(file) => file,
        Err(problem) => return refuse(model, edited.is_some(), &problem),
    };
    let Some(desk) = &model.desk else { return };
    let change = act::change_catalog(&desk.book, text, &desk.catalog, &catalog);
    if change.is_empty() {
        return say(model, Notice::refused("It is in use already."));
    }
    put_to_use(model, catalog);
    perform(model, change, effects);
    effects.retain(|effect| !matches!(effect, Effect::ParseCatalog(_))); // it was read just now
    if let Some(said) = edited {
        model.screens.retain(|screen| !is_edit(screen));
        say(model, Notice::done(format!("{said}{UNDO_HINT}")));
    }
    refresh(model);
}

/// Takes the checklist that the book holds since an undo or a redo. When another one followed at once, its answer follows as well.
pub(super) fn take_in_use(model: &mut Model, read: Result<CatalogFile, Problem>) {
    match read {
        Err(problem) => say(model, Notice::alarm(problem.to_string())),
        Ok(CatalogFile { text, catalog }) => {
            let is_in_use = model
                .desk
                .as_ref()
                .is_some_and(|desk| desk.book.catalog == text);
            if is_in_use {
                put_to_use(model, catalog);
                refresh(model);
            }
        }
    }
}

/// The form that asked keeps what was typed and says what is wrong with it.
fn refuse(model: &mut Model, is_edited: bool, problem: &Problem) {
    let forms = model
        .screens
        .iter_mut()
        .rev()
        .filter_map(|screen| match screen {
            Screen::Form(form) if matches!(form.kind, FormKind::Catalog(_)) => Some(form),
            _ => None,
        });
    match forms.into_iter().next().filter(|_| is_edited) {
        Some(form) => form.refused(&problem.what),
        None => say(model, Notice::alarm(problem.to_string())),
    }
}

fn is_edit(screen: &Screen) -> bool {
    matches!(screen, Screen::Form(form) if matches!(form.kind, FormKind::Catalog(_)))
}

fn put_to_use(model: &mut Model, catalog: Arc<Catalog>) {
    let Some(desk) = &mut model.desk else { return };
    let was = std::mem::replace(&mut desk.catalog, catalog);
    for screen in &mut model.screens {
        if let Screen::Items(items) = screen {
            items.show_new(&was, &desk.catalog);
        }
    }
}

fn refresh(model: &mut Model) {
    let now = model.now;
    if let Some(desk) = &mut model.desk {
        desk.refresh_all(now);
    }
    after(model);
}
