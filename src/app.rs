//! WHAT THE PROGRAM DOES: a model, messages that change it, and effects that ask the outside for something.
//!
//! `update` is a function: the same model and message give the same model and effects, so a session replays from its
//! messages. This ring knows the subject; it must not know ratatui, crossterm, redb, paths or the current time.
//!
//! Start with [`model::Model`] (everything the screen depends on), [`update::update`] (what a message does) and
//! [`action`] (everything that can be bound to a key). Each screen has one file under `screen/`, and a file of the same
//! name draws it.

pub mod access;
pub mod action;
pub mod detail;
pub mod effect;
pub mod field;
pub mod history;
pub mod line;
pub mod message;
pub mod model;
pub mod notice;
pub mod screen;
pub mod talk;
pub mod update;
pub mod veil;
pub mod wall;
