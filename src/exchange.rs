//! What comes in and goes out.

pub mod answers;
pub mod catalog;
pub mod certificate;
pub mod practice;
pub mod record;
pub mod roster;
pub mod spreadsheet;
