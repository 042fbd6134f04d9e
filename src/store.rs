//! Where it lives: the sealed file of one adviser.

mod backup;
pub mod error;
mod place;
pub mod recovery;
pub mod secret;
pub mod words;
