//! Names for things that never change: a number from the Book's own counter.
//!
//! One counter serves all kinds, so (book id, number) is unique in the world and a later merge needs no renumbering.

/// The random identity of one book, fixed when it is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BookId(pub [u8; 16]);

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u64);
    )+};
}

id! {
    /// A student, for as long as the book exists.
    StudentId,
    /// A group of at most 22 students.
    GroupId,
    /// A goal in a student's plan.
    GoalId,
    /// One entry of a goal's progress.
    ProgressId,
    /// One check-in: seen, absent, later, or a dated note.
    CheckInId,
    /// One part of a plan: a career, a course, an approval.
    PartId,
}
