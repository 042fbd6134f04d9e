//! A file that was changed: by chance, or by somebody who knows redb. Nothing of it may be shown.

use homeroom::domain::book::Book;
use homeroom::store::medium::Medium;
use homeroom::store::{Claimed, Kind, Opened, Store, StoreError, Unlock};
use homeroom::store::{Passphrase, RecoveryKey};
use redb::{Database, ReadableDatabase, TableDefinition};

use crate::counts::DAMAGED_FILES;
use crate::fault::Disk;
use crate::session::{ADVISER, Dice, NAMES, NOTE, Session, as_opened, empty_book};
use crate::{credentials, unlock};

pub(crate) const HEADER: TableDefinition<&str, &[u8]> = TableDefinition::new("header");
const VALUES: TableDefinition<&[u8], &[u8]> = TableDefinition::new("values");

/// First bytes of keys.
const STUDENT: u8 = 3;
const YEAR: u8 = 4;
const JOURNAL: u8 = 9;

/// A closed book after some work, and what it holds.
pub(crate) fn worked(seed: u64, commits: usize) -> (Vec<u8>, Session) {
    let mut session = Session::with_students(seed, 8);
    let disk = Disk::default();
    let opened = Store::create_on(Box::new(disk.clone()), &credentials(), &empty_book(seed));
    let mut store = opened.unwrap().store;
    store.commit(&session.entries).unwrap();
    for _ in 0..commits {
        store.commit(&session.step()).unwrap();
    }
    store.close().unwrap();
    (disk.bytes(), session)
}

fn open(bytes: Vec<u8>) -> Result<Opened, StoreError> {
    open_with(bytes, &unlock())
}

fn open_with(bytes: Vec<u8>, unlock: &Unlock) -> Result<Opened, StoreError> {
    let claimed = Claimed::on(Box::new(Disk::holding(bytes)))?;
    let keys = claimed.keys(unlock)?;
    claimed.open(keys)
}

/// Changes the file through redb, so that all its checksums are right.
pub(crate) fn edit(bytes: &[u8], change: impl FnOnce(&redb::WriteTransaction)) -> Vec<u8> {
    let disk = Disk::holding(bytes.to_vec());
    let backend = Boxed(disk.open().unwrap());
    let database = Database::builder().create_with_backend(backend).unwrap();
    let write = database.begin_write().unwrap();
    change(&write);
    write.commit().unwrap();
    database.close().unwrap();
    disk.bytes()
}

/// All keys and sealed values.
fn values(bytes: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let backend = Boxed(Disk::holding(bytes.to_vec()).open().unwrap());
    let database = Database::builder().create_with_backend(backend).unwrap();
    let read = database.begin_read().unwrap();
    let table = read.open_table(VALUES).unwrap();
    let rows = table.range::<&[u8]>(..).unwrap();
    rows.map(|row| row.unwrap())
        .map(|(key, value)| (key.value().to_vec(), value.value().to_vec()))
        .collect()
}

fn put(bytes: &[u8], key: &[u8], value: &[u8]) -> Vec<u8> {
    edit(bytes, |write| {
        let mut table = write.open_table(VALUES).unwrap();
        table.insert(key, value).unwrap();
    })
}

fn expect_tampered(bytes: Vec<u8>, what: &str) {
    let error = open(bytes).map(|_| ()).unwrap_err();
    assert!(matches!(error.kind(), Kind::Tampered(_)), "{what}: {error}");
    assert!(error.to_string().contains("open"), "{what}: {error}");
}

#[test]
fn swapped_values_are_refused_wherever_they_are_swapped() {
    let (bytes, _) = worked(1, 12);
    let all = values(&bytes);
    for kind in [STUDENT, YEAR, JOURNAL] {
        let some: Vec<_> = all.iter().filter(|(key, _)| key[0] == kind).collect();
        for pair in some.windows(2) {
            let swapped = edit(&bytes, |write| {
                let mut table = write.open_table(VALUES).unwrap();
                table.insert(&*pair[0].0, &*pair[1].1).unwrap();
                table.insert(&*pair[1].0, &*pair[0].1).unwrap();
            });
            expect_tampered(swapped, "swapped");
        }
    }
}

#[test]
fn a_value_that_is_gone_or_doubled_is_refused() {
    let (bytes, _) = worked(2, 12);
    for (key, value) in values(&bytes) {
        let without = edit(&bytes, |write| {
            let mut table = write.open_table(VALUES).unwrap();
            table.remove(&*key).unwrap();
        });
        expect_tampered(without, "removed");
        let mut other = key.clone();
        *other.last_mut().unwrap() ^= 0x80;
        if other.len() > 1 {
            expect_tampered(put(&bytes, &other, &value), "doubled");
        }
    }
}

#[test]
fn an_older_version_of_a_value_is_refused() {
    let mut session = Session::with_students(3, 8);
    let disk = Disk::default();
    let opened = Store::create_on(Box::new(disk.clone()), &credentials(), &empty_book(3));
    let mut store = opened.unwrap().store;
    store.commit(&session.entries).unwrap();
    let mut versions = Vec::new();
    for _ in 0..15 {
        versions.push(values(&disk.bytes()));
        store.commit(&session.step()).unwrap();
    }
    store.close().unwrap();
    let now = values(&disk.bytes());
    let mut replayed = 0;
    for (key, old) in versions.iter().flatten() {
        let newest = now.iter().find(|(name, _)| name == key);
        if newest.is_some_and(|(_, value)| value != old) {
            expect_tampered(put(&disk.bytes(), key, old), "replayed");
            replayed += 1;
        }
    }
    assert!(replayed > 20, "{replayed}");
}

#[test]
fn a_value_of_another_book_is_refused() {
    let (bytes, _) = worked(4, 6);
    let (other, _) = worked(5, 6);
    for (key, value) in values(&other) {
        expect_tampered(put(&bytes, &key, &value), "foreign");
    }
}

#[test]
fn an_older_header_does_not_bring_the_old_passphrase_back() {
    let session = Session::with_students(6, 4);
    let disk = Disk::default();
    let opened = Store::create_on(Box::new(disk.clone()), &credentials(), &empty_book(6));
    let mut store = opened.unwrap().store;
    store.commit(&session.entries).unwrap();
    let old_header = header(&disk.bytes());
    let new = Passphrase::new("seven blue umbrellas");
    store.set_passphrase(&new, credentials().cost).unwrap();
    store.close().unwrap();
    let bytes = edit(&disk.bytes(), |write| {
        let mut table = write.open_table(HEADER).unwrap();
        table.insert("header", &*old_header).unwrap();
    });
    expect_tampered(bytes, "old header");
    let refused = open(disk.bytes()).map(|_| ()).unwrap_err();
    assert_eq!(*refused.kind(), Kind::WrongPassphrase);
    assert!(open_with(disk.bytes(), &Unlock::Passphrase(new)).is_ok());
}

pub(crate) fn header(bytes: &[u8]) -> Vec<u8> {
    let backend = Boxed(Disk::holding(bytes.to_vec()).open().unwrap());
    let database = Database::builder().create_with_backend(backend).unwrap();
    let read = database.begin_read().unwrap();
    let table = read.open_table(HEADER).unwrap();
    table.get("header").unwrap().unwrap().value().to_vec()
}

#[test]
fn the_recovery_key_opens_the_book_and_sets_a_new_passphrase() {
    let (bytes, session) = worked(7, 3);
    let disk = Disk::holding(bytes);
    let new = Passphrase::new("seven blue umbrellas");
    let claimed = Claimed::on(Box::new(disk.clone())).unwrap();
    let opened = claimed
        .reset_with_recovery(&credentials().recovery, &new, credentials().cost)
        .unwrap();
    assert_eq!(opened.book, as_opened(&session.book));
    opened.store.close().unwrap();
    assert!(open_with(disk.bytes(), &Unlock::Passphrase(new)).is_ok());
    assert!(open(disk.bytes()).is_err());

    let wrong = Unlock::Recovery(RecoveryKey::random().unwrap());
    let error = open_with(disk.bytes(), &wrong).map(|_| ()).unwrap_err();
    assert_eq!(*error.kind(), Kind::WrongRecovery);
}

#[test]
fn a_wrong_passphrase_changes_no_byte_and_says_what_to_do() {
    let (bytes, _) = worked(8, 3);
    let disk = Disk::holding(bytes.clone());
    let claimed = Claimed::on(Box::new(disk.clone())).unwrap();
    for wrong in ["", "eleven green bicycle", "Eleven green bicycles"] {
        let wrong = Unlock::Passphrase(Passphrase::new(wrong));
        let error = claimed.keys(&wrong).map(|_| ()).unwrap_err();
        assert_eq!(*error.kind(), Kind::WrongPassphrase);
        assert!(
            error
                .to_string()
                .contains("the recovery key opens the book")
        );
    }
    let keys = claimed.keys(&unlock()).unwrap();
    drop(claimed);
    assert_eq!(disk.bytes(), bytes);
    drop(keys);
}

#[test]
fn a_newer_format_is_refused_and_keeps_every_byte() {
    let (bytes, _) = worked(9, 3);
    let newer = edit(&bytes, |write| {
        let mut table = write.open_table(HEADER).unwrap();
        table
            .insert("header", &b"HOMEROOM\x00\x02from the future"[..])
            .unwrap();
    });
    let disk = Disk::holding(newer.clone());
    let error = Claimed::on(Box::new(disk.clone())).map(|_| ()).unwrap_err();
    assert_eq!(*error.kind(), Kind::Newer(2));
    assert!(error.to_string().contains("newer version"), "{error}");
    assert_eq!(disk.bytes(), newer);
}

#[test]
fn random_damage_is_refused_or_harmless_and_never_ends_the_program() {
    let (bytes, session) = worked(10, 12);
    let expected = as_opened(&session.book);
    let mut dice = Dice::new(10);
    let mut refused = 0;
    let times = DAMAGED_FILES.times();
    for picture in 0..times * 5 / 6 {
        let mut damaged = bytes.clone();
        for _ in 0..=dice.roll(3) {
            let place = dice.roll(damaged.len());
            damaged[place] ^= 1 << dice.roll(8);
        }
        refused += usize::from(is_refused(damaged, &expected, &format!("flip {picture}")));
    }
    for picture in 0..times / 12 {
        let length = dice.roll(bytes.len());
        let cut = bytes[..length].to_vec();
        refused += usize::from(is_refused(
            cut,
            &expected,
            &format!("cut {picture} at {length}"),
        ));
    }
    for picture in 0..times / 12 {
        let mut overwritten = bytes.clone();
        let start = dice.roll(bytes.len() - 600);
        for byte in &mut overwritten[start..start + 512] {
            *byte = dice.next() as u8;
        }
        refused += usize::from(is_refused(
            overwritten,
            &expected,
            &format!("sector {picture}"),
        ));
    }
    assert!(refused > 500, "{refused}");
}

/// Refused, with a sentence; or opened with exactly the right book.
fn is_refused(bytes: Vec<u8>, expected: &Book, what: &str) -> bool {
    match open(bytes) {
        Ok(opened) => {
            assert_eq!(opened.book, *expected, "{what}");
            false
        }
        Err(error) => {
            assert!(!error.remedy().is_empty(), "{what}");
            assert!(
                matches!(
                    error.kind(),
                    Kind::Damaged(_)
                        | Kind::Tampered(_)
                        | Kind::NotABook
                        | Kind::Newer(_)
                        | Kind::TooCostly
                        | Kind::WrongPassphrase
                ),
                "{what}: {error}"
            );
            true
        }
    }
}

#[test]
fn what_is_no_book_is_called_so() {
    for bytes in [
        &b"x"[..],
        b"Name,Grade\nDiaz,8\n",
        &[0; 8192],
        b"redb\x1A\x0A\xA9\x0D\x0A",
    ] {
        let error = open(bytes.to_vec()).map(|_| ()).unwrap_err();
        assert!(
            matches!(error.kind(), Kind::NotABook | Kind::Damaged(_)),
            "{error}"
        );
    }
    let empty = open(Vec::new()).map(|_| ()).unwrap_err();
    assert!(empty.to_string().contains("empty"), "{empty}");
    let plain = edit(&[], |write| {
        write.open_table(VALUES).unwrap();
    });
    let error = open(plain).map(|_| ()).unwrap_err();
    assert_eq!(*error.kind(), Kind::NotABook);
}

#[test]
fn no_name_and_no_note_stands_in_the_file() {
    let (bytes, session) = worked(12, 40);
    assert!(session.book.students.len() > 8);
    let mut words: Vec<String> = NAMES
        .iter()
        .flat_map(|name| name.split(", "))
        .map(str::to_owned)
        .collect();
    words.push(ADVISER.to_owned());
    words.extend(NOTE.split(' ').filter(|w| w.len() > 6).map(str::to_owned));
    words.extend(["g9-item-".to_owned(), "moved here".to_owned()]);
    for word in &words {
        for form in forms(word) {
            let found = bytes.windows(form.len()).any(|window| window == form);
            assert!(!found, "{word}");
        }
    }
    let with_name = [&bytes[..], "Quillfeather".as_bytes()].concat();
    let form = &forms("Quillfeather")[0];
    assert!(with_name.windows(form.len()).any(|window| window == form));
}

/// As it may stand in a file: as it is, in UTF-16 both ways, and all of these backwards.
fn forms(word: &str) -> Vec<Vec<u8>> {
    let units: Vec<u16> = word.encode_utf16().collect();
    let mut forms = vec![
        word.as_bytes().to_vec(),
        units.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
        units.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
    ];
    for form in forms.clone() {
        forms.push(form.into_iter().rev().collect());
    }
    forms
}

/// redb takes a type, a medium gives a box.
#[derive(Debug)]
struct Boxed(Box<dyn redb::StorageBackend>);

impl redb::StorageBackend for Boxed {
    fn len(&self) -> std::io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> std::io::Result<()> {
        self.0.read(offset, out)
    }

    fn set_len(&self, length: u64) -> std::io::Result<()> {
        self.0.set_len(length)
    }

    fn sync_data(&self) -> std::io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> std::io::Result<()> {
        self.0.write(offset, data)
    }
}
