//! Changing passphrase, recovery key, or all keys of the open book. The keys are held, so nothing typed is kept for it.

use crate::{
    app::effect::{Problem, Secret},
    error::problem,
    store::{Credentials, Kind, Passphrase, RecoveryKey, Store, StoreError},
};

use super::{Place, Worker, book::mistyped_key};

impl Worker {
    /// Sets a new passphrase. What went wrong, if something did.
    pub(super) fn passphrase(&mut self, new: &Secret) -> Option<Problem> {
        let new = Passphrase::new(new.expose());
        let cost = self.cost;
        self.change(|store| store.set_passphrase(&new, cost))
    }

    /// Puts another recovery key in the place of the printed one. What went wrong, if something did.
    pub(super) fn recovery(&mut self, new: &Secret) -> Option<Problem> {
        match RecoveryKey::parse(new.expose()) {
            Ok(new) => self.change(|store| store.change_recovery(&new)),
            Err(mistyped) => Some(mistyped_key(&mistyped.to_string())),
        }
    }

    /// Changes all keys. What went wrong, if something did.
    pub(super) fn all_keys(&mut self, passphrase: &Secret, recovery: &Secret) -> Option<Problem> {
        let recovery = match RecoveryKey::parse(recovery.expose()) {
            Ok(recovery) => recovery,
            Err(mistyped) => return Some(mistyped_key(&mistyped.to_string())),
        };
        let new = Credentials {
            passphrase: Passphrase::new(passphrase.expose()),
            recovery,
            cost: self.cost,
        };
        let now = (self.clock)();
        self.change(|store| store.change_all_keys(&new, now))
    }

    /// What waits is saved first, so that no failure has two causes.
    fn change(
        &mut self,
        change: impl FnOnce(&mut Store) -> Result<(), StoreError>,
    ) -> Option<Problem> {
        if self.save_rest().is_some() {
            return self.trouble.clone();
        }
        let Place::Open(store) = &mut self.place else {
            return Some(Problem {
                what: "The practice book has no keys of its own.".into(),
                safe: String::new(),
                todo: String::new(),
            });
        };
        let error = change(store).err()?;
        let gave_up = !matches!(error.kind(), Kind::NoCopy | Kind::KeysInDoubt);
        let failed = problem(error);
        if gave_up {
            self.trouble = Some(failed.clone()); // the next save opens the file again first
        }
        Some(failed)
    }
}
