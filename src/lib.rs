//! Homeroom walks an adviser through a group of at most 22 students in one advisory period: see the student, tick the
//! checklist of the grade, record a goal's progress, next.
//!
//! ```text
//!  204  Tue 14 Oct  17 min left  8 seen 12 to go  saved 10:02    view/frame.rs    counts: app/model.rs
//!  !>Bell, Tyrone  11   23 d  7/12 H2 | Tyrone Bell, grade 11    view/screen/round.rs   order: domain/round.rs
//!    Ames, Rosa     8  never   3/9 -- | PROMISED  bring topic    view/widget/plan.rs    app/detail.rs
//!    Cho, Min       6   21 d   1/6 .  | CHECKLIST  7 of 12       figure: domain/status.rs
//!    ... 22 rows ...                  | 1 [ ] three options      items: exchange/catalog.toml
//!  c check in  1-9 tick  p goal  e note  u undo  ? help          keys/default.rs, app/action.rs
//! ```
//!
//! # The loop
//!
//! A key travels: terminal event -> [`keys`] (chord and context) -> [`app::message::Message`] ->
//! [`app::update::update`] (pure: changes the model, returns effects) -> [`run`] gives the effects to the worker thread,
//! which owns the [`store`] -> an outcome comes back as a message -> [`view::draw`] (pure).
//!
//! # The rings
//!
//! ```text
//!   cli, run                            join everything; the only ones to call outside
//!   keys   view + theme   store   exchange      the edges; none imports another
//!   app                                 what the program does: model, messages, actions, effects, screens
//!   domain                              what advising is: students, plans, rounds, changes
//! ```
//!
//! An import may only point inwards; `tests/tidy.rs` reads the sources and fails on a wrong one.
//!
//! # Invariants
//!
//! - The Book is written to by a [`domain::change::Change`] only. Undo appends the inverse; nothing is erased.
//! - The domain knows no stored form, no clock and no file; time and ids come in from outside.
//! - The loop never waits for the disk or a key derivation. *Saved* on the screen means that a commit returned.
//! - Where a key goes is read from the model, never from what was drawn. Drawing changes nothing.
//! - Text that came from outside is made safe when it enters ([`domain::text`]) and again where it is drawn.
//! - Nothing on a key's path grows with the history of the book.
//!
//! # Words
//!
//! | word | means |
//! |---|---|
//! | Book | everything in one adviser's file |
//! | Plan | one student in one school year: marks, goals, contact log |
//! | Change | one act as a value: what was and what is |
//! | Entry | a Change in the journal, with number, time and author |
//! | Round | who comes next and why; ends when everyone who attended was seen |
//! | Period | contacts without a gap of an hour |
//! | Catalog | the checklists with their rules and sources |
//! | Access | whether what is done in the open book can be saved |
//! | Mark | how far a book has come, remembered outside it |
//! | Desk | an open book with everything that follows from it |
//! | Screen | one layer of the stack; popups are layers |
//! | Action, Message, Effect, Outcome | what a key means; what happened; what is asked of the outside; its answer |
//! | Role, Theme, Look | the meaning of a style; a style per role; what one frame needs |

#[cfg(all(
    not(debug_assertions),
    any(
        feature = "sabotage-fsync",
        feature = "sabotage-folder-fsync",
        feature = "sabotage-associated-data",
        feature = "sabotage-sanitizer",
        feature = "sabotage-watchdog"
    )
))]
compile_error!("a program without one of its safeguards is for `.ci/teeth` only");

pub mod app;
pub mod cli;
pub mod domain;
pub mod error;
pub mod exchange;
pub mod keys;
pub mod run;
pub mod store;
pub mod theme;
pub mod view;
