//! Homeroom: an adviser, 22 students, one bell.

pub mod app;
pub mod domain;
pub mod exchange;
pub mod keys;
pub mod store;
pub mod theme;
pub mod view;
