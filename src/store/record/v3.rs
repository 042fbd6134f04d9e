//! Version 3 of the stored settings: version 2, and behind it how long records are kept. Frozen: a field is never added, moved or
//! retyped here.

use serde::{Deserialize, Serialize};

use super::v2::SettingsV2;
use super::{Form, Read, Unreadable};
use crate::domain::book::{KEEP_RANGE, Settings};

#[derive(Serialize, Deserialize)]
pub(super) struct SettingsV3<'a> {
    #[serde(borrow)]
    v2: SettingsV2<'a>,
    keep_years: Option<u8>,
}

impl<'a> From<&'a Settings> for SettingsV3<'a> {
    fn from(settings: &'a Settings) -> Self {
        Self {
            v2: settings.into(),
            keep_years: settings.keep_years,
        }
    }
}

impl Form for SettingsV3<'_> {
    type Of = Settings;

    fn read(self) -> Read<Settings> {
        if self
            .keep_years
            .is_some_and(|years| !KEEP_RANGE.contains(&years))
        {
            return Err(Unreadable::Damaged);
        }
        Ok(Settings {
            keep_years: self.keep_years,
            ..self.v2.read()?
        })
    }
}
