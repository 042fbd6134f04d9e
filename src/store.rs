//! Where it lives: the sealed file of one adviser.

mod backup;
pub mod error;
mod gate;
mod header;
mod journal;
pub mod lock;
mod manifest;
pub mod medium;
mod place;
pub mod recovery;
mod seal;
pub mod secret;
mod vault;
pub mod words;

pub use header::Unlock;
