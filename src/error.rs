//! What the program says when it cannot go on: what happened, where, what is safe, what to do now; and its exit code.
//!
//! Made by `run` and `cli`, printed by `main`. Carries no student data.

use std::{fmt, process::ExitCode};

use crate::{
    app::effect::Problem,
    exchange::roster::RosterError,
    store::{Kind, StoreError},
};

/// How the program ended, for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// It did not work.
    Failed = 1,
    /// It was called in a way or in a place where it cannot work.
    Usage = 2,
    /// The book is open elsewhere.
    Busy = 3,
    /// The terminal is gone: as after the signal that says so.
    Gone = 129,
}

/// The four parts of a message, and the exit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    what: String,
    place: String,
    safe: String,
    todo: String,
    code: Code,
}

impl Error {
    /// What happened, in one sentence.
    pub fn new(what: impl Into<String>, code: Code) -> Self {
        Self {
            what: what.into(),
            place: String::new(),
            safe: String::new(),
            todo: String::new(),
            code,
        }
    }

    /// Where: a file, or a line in it.
    #[must_use]
    pub fn place(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }

    /// What is safe.
    #[must_use]
    pub fn safe(mut self, safe: impl Into<String>) -> Self {
        self.safe = safe.into();
        self
    }

    /// What to do now.
    #[must_use]
    pub fn todo(mut self, todo: impl Into<String>) -> Self {
        self.todo = todo.into();
        self
    }

    /// For the shell.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code as u8)
    }

    /// The same on a screen.
    pub fn problem(self) -> Problem {
        Problem {
            what: if self.place.is_empty() {
                self.what
            } else {
                format!("{} {}.", self.what, self.place.trim_end_matches('.'))
            },
            safe: self.safe,
            todo: self.todo,
        }
    }
}

/// A line each. Names of files may hold anything: what would steer a terminal is shown as a replacement.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.what, &self.place, &self.safe, &self.todo];
        let said: Vec<&str> = parts
            .into_iter()
            .map(|part| part.trim())
            .filter(|part| !part.is_empty())
            .collect();
        let steers = |c: char| c.is_control() && c != '\n';
        f.write_str(&said.join("\n").replace(steers, "\u{fffd}"))
    }
}

impl std::error::Error for Error {}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let code = if matches!(error.kind(), Kind::Busy(_)) {
            Code::Busy
        } else {
            Code::Failed
        };
        Self::new(error.what(), code)
            .place(error.place())
            .safe(error.safe())
            .todo(error.remedy())
    }
}

impl From<RosterError> for Error {
    fn from(error: RosterError) -> Self {
        Self::new(error.what, Code::Failed)
            .place(error.place)
            .safe(error.safe)
            .todo(error.next)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::new(problem.what, Code::Failed)
            .safe(problem.safe)
            .todo(problem.todo)
    }
}

/// What a store could not do, as a screen says it.
pub fn problem(error: StoreError) -> Problem {
    Error::from(error).problem()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_steer_the_terminal() {
        let error =
            Error::new("There is no such file.", Code::Failed).place("a\u{1b}]2;b\u{7}.csv ");
        assert_eq!(
            error.to_string(),
            "There is no such file.\na\u{fffd}]2;b\u{fffd}.csv"
        );
    }
}
