//! What advising is: the subject, without terminal, file, clock or stored form.

pub mod catalog;
pub mod text;
