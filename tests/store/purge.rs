//! Deleting one student's record for good, while the disk fails and the power goes: all of it is there or none of it, and nothing
//! that was captured before opens with what can be had afterwards.

use std::path::PathBuf;

use homeroom::domain::book::Book;
use homeroom::domain::change::{Change, Entry, EntryKind};
use homeroom::domain::id::StudentId;
use homeroom::domain::part::{Field, PartKind, PartOf, Value, Values};
use homeroom::domain::text::Text;
use homeroom::domain::{act, record};
use homeroom::store::{Claimed, Kind, Opened, Passphrase, Reason, StoreError, Unlock};

use crate::backup::{
    at_every_call, backups, book_in, new_credentials, new_unlock, noon, open, path, start,
};
use crate::counts::{PURGE_FAULTS, PURGED_VALUES};
use crate::fault::Disk;
use crate::files::{Folder, Image};
use crate::session::{Session, as_opened};
use crate::{credentials, unlock};

fn first(session: &Session) -> StudentId {
    let mut students = session.book.students.keys().copied();
    let can_go = |student: &StudentId| record::without(&session.book, *student).is_ok();
    students.find(can_go).unwrap()
}

/// A book with two backups of earlier days beside it.
fn with_backups(seed: u64) -> (Image, Session) {
    let (image, session) = start(seed);
    let folder = Folder::holding(&image);
    for day in [-9, -1] {
        let opened = open(&folder, &path(), &unlock()).unwrap();
        let made = opened.store.back_up(Reason::Asked, noon(day)).unwrap();
        assert!(made.is_some());
        opened.store.close().unwrap();
    }
    (folder.image(), session)
}

/// As the program does it: a deletion that was cut off is finished when the book is opened.
fn open_and_finish(folder: &Folder, unlock: &Unlock) -> Result<Opened, StoreError> {
    let opened = open(folder, &path(), unlock)?;
    opened.store.finish_purge();
    Ok(opened)
}

#[test]
fn nothing_of_the_record_is_left_in_the_file_and_no_backup_that_holds_it() {
    let (image, session) = with_backups(31);
    let student = first(&session);
    let folder = Folder::holding(&image);
    let mut opened = open(&folder, &path(), &unlock()).unwrap();
    let purged = opened
        .store
        .purge(student, &new_credentials(), noon(1))
        .unwrap();
    assert_eq!(
        (purged.backups, purged.left),
        (3, 0),
        "two, and that of before"
    );
    assert!(purged.has_new);
    opened.store.check().unwrap();
    assert!(
        opened.store.entries(0..u64::MAX).unwrap().is_empty(),
        "the old journal tells of the student"
    );
    opened.store.close().unwrap();
    let image = folder.image();
    let left = book_in(&image, &path(), &new_unlock()).unwrap();
    assert_eq!(
        left,
        record::without(&as_opened(&session.book), student).unwrap()
    );
    assert!(!left.students.contains_key(&student));
    let old = book_in(&image, &path(), &unlock()).unwrap_err();
    assert_eq!(*old.kind(), Kind::WrongPassphrase);
    let kept: Vec<PathBuf> = backups(&image).into_iter().cloned().collect();
    assert_eq!(kept.len(), 1, "the one of after, without the record");
    assert_eq!(book_in(&image, &kept[0], &new_unlock()).unwrap(), left);
    assert_eq!(image.len(), 2, "no half file: {:?}", image.keys());
}

#[test]
fn the_book_goes_on_after_a_deletion() {
    let (image, session) = start(33);
    let student = first(&session);
    let folder = Folder::holding(&image);
    let mut opened = open(&folder, &path(), &unlock()).unwrap();
    opened
        .store
        .purge(student, &new_credentials(), noon(1))
        .unwrap();
    let mut session = Session::of(opened.store.book().clone(), 34);
    for _ in 0..20 {
        opened.store.commit(&session.step()).unwrap();
    }
    opened.store.check().unwrap();
    opened.store.close_day(noon(2)).unwrap();
    let mut opened = open(&folder, &path(), &new_unlock()).unwrap();
    opened.store.check().unwrap();
    assert_eq!(opened.store.entries(0..u64::MAX).unwrap(), session.entries);
}

/// Judges a picture of the disk: it opens with the old keys or the new ones and holds all or the rest; and when the program has
/// opened it once, no backup holds what the book does not.
fn judged(
    told: &Result<(), StoreError>,
    image: &Image,
    whole: &Book,
    left: &Book,
) -> Result<(), String> {
    let folder = Folder::holding(image);
    let (book, holds, other) = match (told, open_and_finish(&folder, &new_unlock())) {
        (_, Ok(opened)) => (opened, new_unlock(), unlock()),
        (Ok(()), Err(error)) => return Err(format!("told that it was done: {error}")),
        (Err(_), Err(_)) => {
            let opened = open_and_finish(&folder, &unlock()).map_err(|error| error.to_string())?;
            (opened, unlock(), new_unlock())
        }
    };
    let is_gone = book.book == *left;
    if !is_gone && book.book != *whole {
        return Err("a third book".to_owned());
    }
    drop(book);
    let image = folder.image();
    book_in(&image, &path(), &holds).map_err(|error| error.to_string())?;
    let found = backups(&image);
    if !is_gone && found.len() < 2 {
        return Err("an older backup is gone, and the record is not".to_owned());
    }
    for backup in found {
        match book_in(&image, backup, &holds) {
            Ok(kept) if kept == *left || !is_gone => {}
            Ok(_) => return Err("a backup holds the record".to_owned()),
            Err(error) => return Err(format!("a backup of other keys: {error}")),
        }
        if is_gone && book_in(&image, backup, &other).is_ok() {
            return Err("a backup opens with the old passphrase".to_owned());
        }
    }
    Ok(())
}

#[test]
fn whatever_fails_while_a_record_is_deleted_all_of_it_is_there_or_none() {
    let (image, session) = with_backups(32);
    let student = first(&session);
    let whole = as_opened(&session.book);
    let left = record::without(&whole, student).unwrap();
    let purge = |folder: &Folder| {
        let mut opened = open(folder, &path(), &unlock())?;
        opened.store.purge(student, &new_credentials(), noon(0))?;
        opened.store.close()
    };
    let each = 6 * PURGE_FAULTS.times() / PURGE_FAULTS.once;
    let pictures = at_every_call(&image, each, purge, |told, image| {
        judged(told, image, &whole, &left)
    });
    assert!(pictures >= PURGE_FAULTS.times(), "only {pictures} pictures");
}

#[test]
fn after_a_failed_deletion_the_store_goes_on_with_the_keys_that_hold() {
    let (image, session) = start(36);
    let student = first(&session);
    for at in 1.. {
        let folder = Folder::holding(&image);
        let mut opened = open(&folder, &path(), &unlock()).unwrap();
        folder.fail(at, false, false);
        let purged = opened.store.purge(student, &new_credentials(), noon(0));
        let has_failed = folder.has_failed();
        folder.fail(0, false, false);
        if opened.store.figures().is_err() {
            opened.store.reopen().unwrap();
        }
        let is_gone = !opened.store.book().students.contains_key(&student);
        assert_eq!(
            is_gone,
            purged.is_ok() || matches!(&purged, Err(error) if *error.kind() == Kind::KeysInDoubt),
            "call {at}: {purged:?}"
        );
        opened.store.close_day(noon(0)).unwrap();
        let holds = if is_gone { new_unlock() } else { unlock() };
        let found = book_in(&folder.image(), &path(), &holds).unwrap();
        assert_eq!(found.students.contains_key(&student), !is_gone, "call {at}");
        if !has_failed {
            assert!(is_gone);
            break;
        }
    }
}

/// Every sealed value of every file that was ever in the folder before.
fn sealed(images: &[Image]) -> Vec<(PathBuf, Vec<u8>)> {
    let files = images.iter().flatten();
    files
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

/// All keys that can be had from the files of an image with what a person may still know or find.
fn obtainable(image: &Image, secrets: &[Unlock]) -> Vec<homeroom::store::BookKeys> {
    let mut keys = Vec::new();
    for bytes in image.values() {
        for secret in secrets {
            let file = Claimed::on(Box::new(Disk::holding(bytes.clone())));
            keys.extend(file.ok().and_then(|file| file.keys(secret).ok()));
        }
    }
    keys
}

#[test]
fn nothing_captured_before_opens_with_any_key_that_can_be_had_afterwards() {
    let (mut tried, mut seed) = (0, 40);
    while tried < PURGED_VALUES.times() {
        seed += 1;
        let (image, session) = with_backups(seed);
        let student = first(&session);
        let folder = Folder::holding(&image);
        let mut before = vec![image];
        let mut opened = open(&folder, &path(), &unlock()).unwrap();
        before.push(folder.image());
        let new = new_credentials();
        opened.store.purge(student, &new, noon(0)).unwrap();
        opened.store.close_day(noon(0)).unwrap();
        // What was known before is still known: the old passphrase and the old sheet are tried on every file that is left.
        let secrets = [
            new_unlock(),
            Unlock::Recovery(new.recovery),
            unlock(),
            Unlock::Recovery(credentials().recovery),
        ];
        let after = folder.image();
        let keys = obtainable(&after, &secrets);
        assert_eq!(keys.len(), 2 * after.len(), "only the new ones open a file");
        for (path, bytes) in sealed(&before) {
            for keys in &keys {
                let claimed = Claimed::on(Box::new(Disk::holding(bytes.clone()))).unwrap();
                let (values, opened) = claimed.tries(keys);
                assert_eq!(opened, 0, "{}: a value opens", path.display());
                tried += values;
                assert!(claimed.open(keys.clone()).is_err(), "{}", path.display());
            }
        }
        for (path, bytes) in &after {
            let claimed = Claimed::on(Box::new(Disk::holding(bytes.clone()))).unwrap();
            let (values, opened) = claimed.tries(&keys[0]);
            assert_eq!(values, opened, "{}: the trial itself works", path.display());
        }
    }
}

#[test]
fn a_deletion_waits_for_open_requests_and_for_another_passphrase() {
    let (image, session) = start(35);
    let student = first(&session);
    let folder = Folder::holding(&image);
    let mut opened = open(&folder, &path(), &unlock()).unwrap();
    let before = opened.store.book().clone();
    let same = homeroom::store::Credentials {
        passphrase: Passphrase::new(crate::PASSPHRASE),
        ..new_credentials()
    };
    let refused = opened.store.purge(student, &same, noon(0)).unwrap_err();
    assert_eq!(*refused.kind(), Kind::SamePassphrase);
    let refused = opened
        .store
        .purge(StudentId(9_999), &new_credentials(), noon(0))
        .unwrap_err();
    assert!(matches!(refused.kind(), Kind::Kept(_)), "{refused}");
    for kind in [PartKind::Amendment, PartKind::Inspection] {
        let status = PartKind::Amendment.choice(Field::Status, "open").unwrap();
        let values = Values::from([
            (Field::About, Value::Text(Text::new("a note"))),
            (Field::Status, Value::Choice(status)),
        ]);
        let stamp = act::Stamp::now(noon(0));
        let asked = act::add_part(
            opened.store.book(),
            PartOf::Folder(student),
            kind,
            values,
            stamp,
        );
        commit(&mut opened, asked.clone());
        let refused = opened
            .store
            .purge(student, &new_credentials(), noon(0))
            .unwrap_err();
        assert!(
            matches!(refused.kind(), Kind::Kept(_)),
            "{kind:?}: {refused}"
        );
        commit(&mut opened, asked.inverse());
    }
    assert_eq!(*opened.store.book(), before);
    assert!(backups(&folder.image()).is_empty(), "nothing was begun");
    opened
        .store
        .purge(student, &new_credentials(), noon(0))
        .unwrap();
}

fn commit(opened: &mut Opened, change: Change) {
    let seq = opened.entries.last().map_or(0, |entry| entry.seq) + 1;
    let entry = Entry {
        seq,
        at: noon(0),
        by: Text::new("A. Reed"),
        kind: EntryKind::Act,
        change,
    };
    opened.store.commit(std::slice::from_ref(&entry)).unwrap();
    opened.entries.push(entry);
}
