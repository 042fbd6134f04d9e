//! Homeroom: an adviser, 22 students, one bell.

pub mod domain;
pub mod exchange;
pub mod store;
