//! The sealed file, attacked: power cuts, failing disks, hostile edits, old files, two starts at once.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on ends there"
)]

#[path = "store/backup.rs"]
mod backup;
#[path = "store/costly.rs"]
mod costly;
#[path = "store/fault.rs"]
mod fault;
#[path = "store/files.rs"]
mod files;
#[cfg(unix)]
#[path = "store/folder.rs"]
mod folder;
#[path = "store/golden.rs"]
mod golden;
#[cfg(target_os = "linux")]
#[path = "store/planted.rs"]
mod planted;
#[path = "store/power.rs"]
mod power;
#[path = "store/purge.rs"]
mod purge;
#[cfg(target_os = "linux")]
#[path = "store/reading.rs"]
mod reading;
#[path = "store/round_trip.rs"]
mod round_trip;
#[path = "store/session.rs"]
mod session;
#[path = "store/tamper.rs"]
mod tamper;

#[path = "store/upgrade.rs"]
mod upgrade;

mod counts;

use homeroom::store::{Cost, Credentials, Passphrase, RecoveryKey, Unlock};

const PASSPHRASE: &str = "eleven green bicycles";
const RECOVERY: &str = "000000-000011-720885-051260-114730-334752-299178-000022";

fn credentials() -> Credentials {
    Credentials {
        passphrase: Passphrase::new(PASSPHRASE),
        recovery: RecoveryKey::parse(RECOVERY).unwrap(),
        cost: Cost::CHEAP,
    }
}

fn unlock() -> Unlock {
    Unlock::Passphrase(Passphrase::new(PASSPHRASE))
}
