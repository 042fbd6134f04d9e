//! Backups, restoring and new keys while the disk fails and the power goes: the old file or the new one whole, never half.

use std::path::{Path, PathBuf};

use homeroom::domain::book::Book;
use homeroom::domain::date::{DateTime, plus_days};
use homeroom::store::{
    Backup, Claimed, Cost, Credentials, Kind, Opened, Passphrase, Reason, RecoveryKey, Restore,
    Store, StoreError, Unlock, backup,
};

use crate::counts::{REKEY_FAULTS, RESTORED};
use crate::files::{Folder, Image, InFolder};
use crate::session::{Dice, Session, as_opened, empty_book, today};
use crate::{credentials, unlock};

const NEW: &str = "seven blue umbrellas and a tram";

pub(crate) fn path() -> PathBuf {
    PathBuf::from("/school/lee.homeroom")
}

pub(crate) fn noon(days: i32) -> DateTime {
    plus_days(today(), days).at(12, 0, 0, 0)
}

pub(crate) fn new_credentials() -> Credentials {
    Credentials {
        passphrase: Passphrase::new(NEW),
        recovery: RecoveryKey::random().unwrap(),
        cost: Cost::CHEAP,
    }
}

pub(crate) fn new_unlock() -> Unlock {
    Unlock::Passphrase(Passphrase::new(NEW))
}

pub(crate) fn open(folder: &Folder, path: &Path, unlock: &Unlock) -> Result<Opened, StoreError> {
    let medium = Box::new(InFolder(folder.clone(), path.to_owned()));
    let claimed = Claimed::on(medium)?;
    let keys = claimed.keys(unlock)?;
    let mut opened = claimed.open(keys)?;
    opened.store.set_files(Box::new(folder.clone()));
    Ok(opened)
}

/// What is in a file of the image, if it opens, and its history tells the same.
pub(crate) fn book_in(image: &Image, path: &Path, unlock: &Unlock) -> Result<Book, StoreError> {
    let mut opened = open(&Folder::holding(image), path, unlock)?;
    let book = opened.book.clone();
    opened.store.check()?;
    Ok(book)
}

/// A book with students, closed, and the session that goes on in it.
pub(crate) fn start(seed: u64) -> (Image, Session) {
    let session = Session::with_students(seed, 4);
    let folder = Folder::holding(&Image::from([(path(), Vec::new())]));
    let medium = Box::new(InFolder(folder.clone(), path()));
    let mut store = Store::create_on(medium, &credentials(), &empty_book(seed))
        .unwrap()
        .store;
    store.commit(&session.entries).unwrap();
    store.close().unwrap();
    (folder.image(), session)
}

/// Names of backups in the image.
pub(crate) fn backups(image: &Image) -> Vec<&PathBuf> {
    let folder = backup::folder(&path());
    let is_backup = |path: &&PathBuf| {
        path.parent() == Some(&folder) && path.extension().is_some_and(|end| end == "homeroom")
    };
    image.keys().filter(is_backup).collect()
}

/// Plays `script` once with every call failing, alone and with all after it; pictures are taken of what a power cut would
/// leave then. How many pictures.
pub(crate) fn at_every_call<T>(
    start: &Image,
    each: usize,
    script: impl Fn(&Folder) -> T,
    judge: impl Fn(&T, &Image) -> Result<(), String>,
) -> usize {
    let mut pictures = 0;
    let mut dice = Dice::new(3);
    for at in 1.. {
        for (sticky, full) in [(true, false), (false, false), (false, true)] {
            let folder = Folder::holding(start);
            folder.fail(at, sticky, full);
            let told = script(&folder);
            let has_failed = folder.has_failed();
            folder.fail(0, false, false);
            let cuts: Vec<Image> = (0..each).map(|_| folder.power_cut(&mut dice)).collect();
            for (number, image) in cuts.iter().chain([&folder.image()]).enumerate() {
                pictures += 1;
                let judged = judge(&told, image);
                assert_eq!(
                    judged,
                    Ok(()),
                    "call {at}, sticky {sticky}, picture {number}"
                );
            }
            if !has_failed {
                return pictures;
            }
        }
    }
    pictures
}

#[test]
fn whatever_fails_while_all_keys_change_one_of_the_two_passphrases_opens_the_whole_book() {
    let (image, session) = start(21);
    let book = as_opened(&session.book);
    let change = |folder: &Folder| {
        let mut opened = open(folder, &path(), &unlock())?;
        opened.store.change_all_keys(&new_credentials(), noon(0))?;
        opened.store.close()
    };
    let judge = |told: &Result<(), StoreError>, image: &Image| {
        let with_new = book_in(image, &path(), &new_unlock());
        let found = match (told, with_new) {
            (_, Ok(found)) => found,
            (Ok(()), Err(error)) => return Err(format!("told that it was done: {error}")),
            (Err(_), Err(_)) => book_in(image, &path(), &unlock()).map_err(|e| e.to_string())?,
        };
        if found != book {
            return Err("another book".to_owned());
        }
        for backup in backups(image) {
            let kept = book_in(image, backup, &unlock()).map_err(|e| e.to_string())?;
            if kept != book {
                return Err("another backup".to_owned());
            }
        }
        Ok(())
    };
    let pictures = at_every_call(
        &image,
        10 * REKEY_FAULTS.times() / REKEY_FAULTS.once,
        change,
        judge,
    );
    assert!(pictures >= REKEY_FAULTS.times(), "only {pictures} pictures");
}

#[test]
fn after_a_failed_change_of_keys_the_store_goes_on_with_the_keys_that_hold() {
    let (image, session) = start(22);
    for at in 1.. {
        let folder = Folder::holding(&image);
        let mut session = session.clone();
        let mut opened = open(&folder, &path(), &unlock()).unwrap();
        folder.fail(at, false, false);
        let changed = opened.store.change_all_keys(&new_credentials(), noon(0));
        let has_failed = folder.has_failed();
        folder.fail(0, false, false);
        let step = session.step();
        if opened.store.commit(&step).is_err() {
            opened.store.reopen().unwrap();
            opened.store.commit(&step).unwrap();
        }
        opened.store.close().unwrap();
        let old_holds = matches!(&changed, Err(error) if matches!(error.kind(), Kind::NoCopy | Kind::NoNewKeys));
        let holds = if old_holds { unlock() } else { new_unlock() };
        let found = book_in(&folder.image(), &path(), &holds);
        assert_eq!(
            found.unwrap(),
            as_opened(&session.book),
            "call {at}: {changed:?}"
        );
        if !has_failed {
            assert_eq!(changed, Ok(()));
            break;
        }
    }
}

#[test]
fn a_backup_from_before_opens_with_the_old_keys_and_the_book_no_longer_does() {
    let (image, session) = start(23);
    let folder = Folder::holding(&image);
    let mut opened = open(&folder, &path(), &unlock()).unwrap();
    let new = new_credentials();
    opened.store.change_all_keys(&new, noon(0)).unwrap();
    opened.store.close_day(noon(0)).unwrap();
    let image = folder.image();
    let error = book_in(&image, &path(), &unlock()).unwrap_err();
    assert_eq!(*error.kind(), Kind::WrongPassphrase);
    let old_sheet = Unlock::Recovery(credentials().recovery);
    let error = book_in(&image, &path(), &old_sheet).unwrap_err();
    assert_eq!(*error.kind(), Kind::WrongRecovery);
    let book = as_opened(&session.book);
    assert_eq!(
        book_in(&image, &path(), &Unlock::Recovery(new.recovery)).unwrap(),
        book
    );
    let [before, after] = backups(&image)[..] else {
        panic!("{:?}", backups(&image));
    };
    assert!(
        before
            .to_str()
            .unwrap()
            .ends_with("before-new-keys.homeroom")
    );
    assert_eq!(book_in(&image, before, &unlock()).unwrap(), book);
    assert_eq!(book_in(&image, after, &new_unlock()).unwrap(), book);
}

/// Days of work, a backup after each; the books of those that were told of.
fn days(folder: &Folder, session: &Session) -> (usize, Vec<(Backup, Book)>) {
    let mut session = session.clone();
    let mut told = Vec::new();
    let mut saved = 0;
    let Ok(mut opened) = open(folder, &path(), &unlock()) else {
        return (0, told);
    };
    for (day, reason) in [(0, Reason::Day), (0, Reason::Day), (1, Reason::Import)] {
        if opened.store.commit(&session.step()).is_err() {
            break;
        }
        saved += 1;
        if let Ok(Some(made)) = opened.store.back_up(reason, noon(day)) {
            told.push((made, as_opened(&session.book)));
        }
    }
    let _ = opened.store.close();
    (saved, told)
}

#[test]
fn a_backup_that_was_told_of_is_whole_and_one_that_failed_leaves_the_older_ones() {
    let (image, session) = start(24);
    let mut books = vec![as_opened(&session.book)];
    let mut later = session.clone();
    for _ in 0..3 {
        later.step();
        books.push(as_opened(&later.book));
    }
    let judge = |(saved, told): &(usize, Vec<(Backup, Book)>), image: &Image| {
        let found = book_in(image, &path(), &unlock()).map_err(|e| e.to_string())?;
        let may_be = books.get(*saved..=(saved + 1).min(3)).unwrap();
        if !may_be.contains(&found) {
            return Err("the book is not the one that was saved".to_owned());
        }
        for backup in backups(image) {
            let kept = book_in(image, backup, &unlock()).map_err(|e| e.to_string())?;
            if !books.contains(&kept) {
                return Err("a backup of no moment".to_owned());
            }
        }
        for (made, book) in told {
            // A later one of the same day may have taken its place.
            match book_in(image, &made.path, &unlock()) {
                Ok(kept) if kept != *book => return Err("another book in it".to_owned()),
                Err(_) if made.reason == Reason::Import => return Err("it is gone".to_owned()),
                _ => {}
            }
        }
        if let Some((last, _)) = told.last() {
            return book_in(image, &last.path, &unlock())
                .map(|_| ())
                .map_err(|e| format!("the last one: {e}"));
        }
        Ok(())
    };
    let pictures = at_every_call(&image, 3, |folder| days(folder, &session), judge);
    assert!(pictures > 1_500, "only {pictures} pictures");
}

#[test]
fn whatever_fails_while_a_backup_is_restored_the_book_is_the_old_one_or_the_backup() {
    let (image, session) = start(25);
    let folder = Folder::holding(&image);
    let (_, told) = days(&folder, &session);
    let (from, restored) = told[1].clone();
    let image = folder.image();
    let present = book_in(&image, &path(), &unlock()).unwrap();
    let restore =
        |folder: &Folder| Restore::on(Box::new(folder.clone()), &path(), &from.path)?.go(noon(9));
    let judge = |told: &Result<Option<Backup>, StoreError>, image: &Image| {
        let found = book_in(image, &path(), &unlock()).map_err(|e| e.to_string())?;
        match told {
            Ok(Some(kept)) => {
                let kept = book_in(image, &kept.path, &unlock()).map_err(|e| e.to_string())?;
                if (&found, &kept) != (&restored, &present) {
                    return Err("told that it was restored".to_owned());
                }
            }
            Ok(None) => return Err("there was a book".to_owned()),
            Err(_) if found != restored && found != present => {
                return Err("a third book".to_owned());
            }
            Err(_) => {}
        }
        book_in(image, &from.path, &unlock())
            .map(|_| ())
            .map_err(|e| e.to_string())
    };
    let pictures = at_every_call(&image, 12, restore, judge);
    assert!(pictures > 500, "only {pictures} pictures");
}

#[test]
fn a_damaged_book_is_replaced_by_the_newest_good_backup_and_kept_aside() {
    let (image, session) = start(26);
    let folder = Folder::holding(&image);
    let (_, told) = days(&folder, &session);
    let mut image = folder.image();
    // The newest backup rotted as well.
    let newest = &told.last().unwrap().0.path;
    let half = image[newest].len() / 2;
    image.get_mut(newest).unwrap().truncate(half);
    let half = image[&path()].len() / 2;
    image.get_mut(&path()).unwrap().truncate(half);
    let damaged = image[&path()].clone();
    let folder = Folder::holding(&image);
    let error = book_in(&image, &path(), &unlock()).unwrap_err();
    assert!(matches!(error.kind(), Kind::Damaged(_)), "{error}");
    let good = backup::newest_readable(&folder, &path()).unwrap();
    assert!(good.path < *newest);
    let restore = Restore::on(Box::new(folder.clone()), &path(), &good.path).unwrap();
    let kept = restore.go(noon(9)).unwrap().unwrap();
    assert_eq!(kept.reason, Reason::Damaged);
    let image = folder.image();
    assert_eq!(image[&kept.path], damaged);
    let expected = &told
        .iter()
        .find(|(made, _)| made.path == good.path)
        .unwrap()
        .1;
    assert_eq!(book_in(&image, &path(), &unlock()).unwrap(), *expected);
    // What was put aside is never offered.
    assert_ne!(
        backup::newest_readable(&folder, &path()).unwrap().path,
        kept.path
    );
}

#[test]
fn every_backup_of_a_long_session_restores_to_the_book_it_names() {
    let (image, mut session) = start(27);
    let folder = Folder::holding(&image);
    let mut opened = open(&folder, &path(), &unlock()).unwrap();
    let mut restored = 0;
    for step in 0..RESTORED.times() as i32 {
        opened.store.commit(&session.step()).unwrap();
        let made = opened
            .store
            .back_up(Reason::Asked, noon(step))
            .unwrap()
            .unwrap();
        let image = folder.image();
        assert!(backups(&image).len() <= backup::LATEST + backup::DAYS + backup::WEEKS);
        let aside = Folder::holding(&image);
        let restore = Restore::on(Box::new(aside.clone()), &path(), &made.path).unwrap();
        restore.go(noon(step)).unwrap();
        let found = book_in(&aside.image(), &path(), &unlock()).unwrap();
        assert_eq!(found, as_opened(&session.book), "step {step}");
        restored += 1;
    }
    assert_eq!(restored, RESTORED.times());
}
