//! Where there are no such signals the console itself ends the program; what was acknowledged is in the book.

use std::io;

use super::Seen;

/// Nothing to watch.
#[derive(Debug)]
pub struct Watch;

impl Watch {
    /// Nothing to take over.
    ///
    /// # Errors
    /// Never.
    pub fn register() -> io::Result<Self> {
        Ok(Self)
    }

    /// Nothing to watch.
    ///
    /// # Errors
    /// Never.
    pub fn start(
        self,
        _tell: impl Fn(Seen) + Send + 'static,
        _end: impl FnOnce() + Send + 'static,
    ) -> io::Result<()> {
        Ok(())
    }
}

/// There is no such thing here.
pub fn stop() {}

/// Ends this process.
pub fn end() {
    std::process::exit(101);
}
