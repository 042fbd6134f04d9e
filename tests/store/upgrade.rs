//! A book of an older version is written anew: after a backup, and whole in one form or the other whatever fails.

use homeroom::domain::book::Book;
use homeroom::store::{
    BookKeys, Claimed, Kind, Opened, Passphrase, Reason, StoreError, Unlock, backup,
};

use crate::backup::{at_every_call, noon, path, start};
use crate::counts::UPGRADE_FAULTS;
use crate::files::{Folder, Image, InFolder};
use crate::golden::{FIRST, PASSPHRASE, first};
use crate::session::as_opened;
use crate::unlock;

fn image() -> Image {
    Image::from([(path(), FIRST.to_vec())])
}

/// The keys of the golden file: its derivation is that of a real book, so it runs once.
fn keys() -> BookKeys {
    let claimed = claim(&Folder::holding(&image())).unwrap();
    let unlock = Unlock::Passphrase(Passphrase::new(PASSPHRASE));
    claimed.keys(&unlock).unwrap()
}

fn claim(folder: &Folder) -> Result<Claimed, StoreError> {
    Claimed::on(Box::new(InFolder(folder.clone(), path())))
}

fn open(folder: &Folder, keys: &BookKeys) -> Result<Opened, StoreError> {
    let mut opened = claim(folder)?.open(keys.clone())?;
    opened.store.set_files(Box::new(folder.clone()));
    Ok(opened)
}

/// Opens the book and writes it anew.
fn upgrade(folder: &Folder, keys: &BookKeys) -> Result<Opened, StoreError> {
    let mut opened = open(folder, keys)?;
    opened.store.upgrade(noon(0))?;
    Ok(opened)
}

/// The whole book of a picture, with its history, and whether it is of an older version.
fn found(image: &Image, keys: &BookKeys) -> Result<(Book, bool), StoreError> {
    let mut opened = open(&Folder::holding(image), keys)?;
    opened.store.check()?;
    let all = opened.store.entries(0..u64::MAX)?;
    assert_eq!(all, first().entries);
    let is_old = opened.store.is_of_an_older_version()?;
    Ok((opened.store.book().clone(), is_old))
}

#[test]
fn a_book_of_the_first_version_is_written_anew_after_a_backup_and_holds_the_same() {
    let keys = keys();
    let folder = Folder::holding(&image());
    let mut opened = upgrade(&folder, &keys).unwrap();
    assert_eq!(opened.book, as_opened(&first().book));
    assert!(!opened.store.is_of_an_older_version().unwrap());
    opened.store.check().unwrap();
    assert_eq!(*opened.store.book(), first().book);
    opened.store.close().unwrap();
    assert_eq!(
        found(&folder.image(), &keys).unwrap(),
        (first().book, false)
    );
    // The backup holds the book in the form of before.
    let backups = backup::folder(&path());
    let image = folder.image();
    let [(name, bytes)] = &image
        .iter()
        .filter(|(file, _)| file.parent() == Some(&backups))
        .collect::<Vec<_>>()[..]
    else {
        panic!("one backup: {:?}", image.keys());
    };
    assert!(
        name.to_str().unwrap().contains("before-upgrade"),
        "{name:?}"
    );
    assert_eq!(Reason::Migration.words(), "before an upgrade");
    let before = Image::from([(path(), (*bytes).clone())]);
    assert_eq!(found(&before, &keys).unwrap(), (first().book, true));
    // Once is enough.
    let mut again = open(&Folder::holding(&image), &keys).unwrap();
    assert_eq!(again.store.upgrade(noon(1)).unwrap(), None);
}

#[test]
fn a_book_of_this_version_is_left_alone() {
    let (image, _) = start(4);
    let folder = Folder::holding(&image);
    let keys = claim(&folder).unwrap().keys(&unlock()).unwrap();
    let mut opened = open(&folder, &keys).unwrap();
    assert_eq!(opened.store.upgrade(noon(0)).unwrap(), None);
    assert_eq!(folder.image().len(), 1, "a backup was made for nothing");
}

#[test]
fn whatever_fails_while_an_older_book_is_written_anew_it_is_whole_in_one_form_or_the_other() {
    let keys = keys();
    let book = first().book;
    let whole = |told: &Result<Opened, StoreError>, image: &Image| {
        let (there, is_old) = found(image, &keys).map_err(|error| error.to_string())?;
        if there != book {
            return Err("another book".to_owned());
        }
        match told {
            Ok(_) if is_old => Err("said to be new, and is old".to_owned()),
            _ => Ok(()),
        }
    };
    let mut pictures = 0;
    while pictures < UPGRADE_FAULTS.times() {
        pictures += at_every_call(&image(), 2, |folder| upgrade(folder, &keys), whole);
    }
}

#[test]
fn a_book_that_could_not_be_written_anew_goes_on_in_its_old_form() {
    let keys = keys();
    let session = first();
    let mut tried = 0;
    for at in 1.. {
        let folder = Folder::holding(&image());
        let mut opened = open(&folder, &keys).unwrap();
        folder.fail(at, false, false);
        let upgraded = opened.store.upgrade(noon(0));
        let has_failed = folder.has_failed();
        folder.fail(0, false, false);
        if !has_failed {
            break;
        }
        match upgraded.map_err(|error| error.kind().clone()) {
            Err(Kind::NotUpgraded | Kind::NoCopy) => {
                let step = session.clone().step();
                opened.store.commit(&step).unwrap();
                tried += 1;
            }
            Ok(_) => {} // it did no harm
            // The disk failed when it was opened again: the next try finds it.
            Err(_) => drop(opened.store.reopen().unwrap()),
        }
    }
    assert!(tried > 20, "{tried}");
}
