//! Books of each version of the stored forms, written once: every later version must open them and find the same.
//!
//! It was sealed with the cost of a real book, so this is also the test that runs the real key derivation.

use homeroom::domain::change::EntryKind;
use homeroom::store::{Claimed, Cost, Credentials, Opened, Passphrase, RecoveryKey, Store, Unlock};

use crate::fault::Disk;
use crate::session::{Session, as_opened, empty_book};

pub(crate) const FIRST: &[u8] = include_bytes!("golden/v1.homeroom");
const SECOND: &[u8] = include_bytes!("golden/v2.homeroom");
const THIRD: &[u8] = include_bytes!("golden/v3.homeroom");
pub(crate) const PASSPHRASE: &str = "velvet harbor tadpole marble igloo thimble";
const RECOVERY: &str = "046530-344212-180103-720885-000011-551760-099330-272470";
const SEED: u64 = 2026;

/// What was done in them. The dice are part of the format test: do not change them.
pub(crate) fn first() -> Session {
    after_60_steps(Session::of_the_first_version(SEED, 22))
}

fn second() -> Session {
    after_60_steps(Session::of_the_second_version(SEED, 22))
}

fn third() -> Session {
    after_60_steps(Session::of_the_third_version(SEED, 22))
}

fn after_60_steps(mut session: Session) -> Session {
    for _ in 0..60 {
        session.step();
    }
    session
}

fn open(golden: &[u8], unlock: &Unlock) -> Opened {
    let claimed = Claimed::on(Box::new(Disk::holding(golden.to_vec()))).unwrap();
    let keys = claimed.keys(unlock).unwrap();
    claimed.open(keys).unwrap()
}

#[test]
fn the_first_book_ever_written_opens_with_its_passphrase() {
    opens_whole(FIRST, &first());
}

#[test]
fn the_first_book_with_parts_opens_with_its_passphrase() {
    opens_whole(SECOND, &second());
}

#[test]
fn the_first_book_with_a_rule_of_keeping_opens_with_its_passphrase() {
    opens_whole(THIRD, &third());
}

fn opens_whole(golden: &[u8], expected: &Session) {
    let mut opened = open(golden, &Unlock::Passphrase(Passphrase::new(PASSPHRASE)));
    assert_eq!(opened.book, as_opened(&expected.book));
    assert_eq!(opened.book.next_id, expected.book.next_id);
    let recent = expected.entries.len().saturating_sub(opened.entries.len());
    assert_eq!(opened.entries, expected.entries[recent..]);
    assert!(
        opened
            .entries
            .iter()
            .any(|entry| entry.kind != EntryKind::Act)
    );
    let all = opened.store.entries(0..u64::MAX).unwrap();
    assert_eq!(all, expected.entries);
    opened.store.check().unwrap();
    assert_eq!(*opened.store.book(), expected.book);
}

#[test]
fn the_first_book_ever_written_opens_with_its_recovery_key() {
    let recovery = RecoveryKey::parse(RECOVERY).unwrap();
    let opened = open(FIRST, &Unlock::Recovery(recovery));
    assert_eq!(opened.book, as_opened(&first().book));
}

#[test]
#[ignore = "writes the golden file anew: only for a new format, under a new name"]
fn write_the_golden_file() {
    let credentials = Credentials {
        passphrase: Passphrase::new(PASSPHRASE),
        recovery: RecoveryKey::parse(RECOVERY).unwrap(),
        cost: Cost::STANDARD,
    };
    let disk = Disk::default();
    let opened = Store::create_on(Box::new(disk.clone()), &credentials, &empty_book(SEED));
    let mut store = opened.unwrap().store;
    for entries in third().entries.chunks(3) {
        store.commit(entries).unwrap();
    }
    store.close().unwrap();
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/store/golden/v3.homeroom"
    );
    std::fs::write(path, disk.bytes()).unwrap();
}
