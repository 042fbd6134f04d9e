//! `homeroom import`
use super::Book;
use crate::error::Error;

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The list
    file: std::path::PathBuf,
}

pub(super) fn run(_book: &Book, _options: &Options) -> Result<(), Error> {
    Ok(())
}
