//! WHAT ADVISING IS: students, plans, rounds and the one way to change them.
//!
//! The innermost ring. It may use the standard library, a date library and Unicode tables; it must not know
//! terminals, files, stored forms, clocks or the other rings. Time and ids come in from outside.
//!
//! Start with [`book::Book`] (everything in one adviser's file) and [`change::Change`] (the only way to write to it).

pub mod act;
pub mod amendment;
pub mod answers;
pub mod book;
pub mod catalog;
pub mod change;
pub mod checkin;
pub mod date;
pub mod disclosure;
pub mod draft;
pub mod evidence;
pub mod followup;
pub mod goal;
pub mod grade;
pub mod group;
pub mod id;
pub mod mark;
pub mod overview;
pub mod part;
pub mod plan;
pub mod recap;
pub mod record;
pub mod requirement;
pub mod retention;
pub mod review;
pub mod roster;
pub mod round;
pub mod sentence;
pub mod signals;
pub mod status;
pub mod student;
pub mod text;
pub mod year;
