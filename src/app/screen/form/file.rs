//! Forms that ask which file to read: a roster, the school's own checklist.

use super::{Fault, Form, FormKind};
use crate::app::{effect::Effect, field::Field};

impl Form {
    /// The path of a roster.
    pub fn roster_path() -> Self {
        let fields = vec![Field::line(
            "File",
            "path of a class list: .csv, .txt, .tsv",
            "",
        )];
        Self::new(FormKind::RosterPath, "Import a roster".to_owned(), fields)
    }

    /// The path of the school's own checklist.
    pub fn catalog_path() -> Self {
        let fields = vec![Field::line("File", "path of a checklist file (TOML)", "")];
        Self::new(
            FormKind::CatalogPath,
            "The school's own checklist".to_owned(),
            fields,
        )
    }

    pub(super) fn take_roster_path(&self, effects: &mut Vec<Effect>) -> Result<(), Fault> {
        let path = self.file_named()?;
        effects.push(Effect::ReadRoster { path, reading: 0 });
        Ok(())
    }

    pub(super) fn take_catalog_path(&self, effects: &mut Vec<Effect>) -> Result<(), Fault> {
        let path = self.file_named()?;
        effects.push(Effect::ReadCatalog(path));
        Ok(())
    }

    fn file_named(&self) -> Result<String, Fault> {
        let path = self.needed(0, "Give the path of the file.")?;
        Ok(path.as_str().to_owned())
    }
}
