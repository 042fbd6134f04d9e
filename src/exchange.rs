//! What comes in and goes out.

pub mod catalog;
pub mod practice;
pub mod roster;
