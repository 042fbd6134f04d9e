//! Homeroom: an adviser, 22 students, one bell.

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
