//! What several screens draw.

pub mod bar;
pub mod detail;
pub mod field;
pub mod list;
pub mod plan;
