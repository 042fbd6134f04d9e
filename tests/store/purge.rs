//! Deleting one student's record for good, while the disk fails and the power goes: all of it is there or none of it.

use std::path::PathBuf;

use homeroom::domain::id::StudentId;
use homeroom::domain::record;
use homeroom::store::{Kind, StoreError, Unlock};

use crate::backup::{
    at_every_call, backups, book_in, new_credentials, new_unlock, noon, open, path, start,
};
use crate::files::{Folder, Image};
use crate::session::{Session, as_opened};
use crate::unlock;

fn first(session: &Session) -> StudentId {
    let mut students = session.book.students.keys().copied();
    let can_go = |student: &StudentId| record::without(&session.book, *student).is_ok();
    students.find(can_go).unwrap()
}

#[test]
fn nothing_of_the_record_is_left_in_the_file_and_no_backup_that_holds_it() {
    let (image, session) = start(31);
    let student = first(&session);
    let folder = Folder::holding(&image);
    let opened = open(&folder, &path(), &unlock()).unwrap();
    opened.store.close_day(noon(0)).unwrap();
    let mut opened = open(&folder, &path(), &unlock()).unwrap();
    let purged = opened
        .store
        .purge(student, &new_credentials(), noon(1))
        .unwrap();
    assert_eq!((purged.backups, purged.left), (2, 0));
    assert!(backups(&folder.image()).is_empty(), "all held the record");
    opened.store.check().unwrap();
    assert!(
        opened.store.entries(0..u64::MAX).unwrap().is_empty(),
        "the old journal tells of the student"
    );
    opened.store.close_day(noon(1)).unwrap();
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
    assert_eq!(kept.len(), 1, "one of today, without the record");
    assert_eq!(book_in(&image, &kept[0], &new_unlock()).unwrap(), left);
}

#[test]
fn whatever_fails_while_a_record_is_deleted_the_book_opens_with_it_or_without_it() {
    let (image, session) = start(32);
    let student = first(&session);
    let whole = as_opened(&session.book);
    let left = record::without(&whole, student).unwrap();
    let purge = |folder: &Folder| {
        let mut opened = open(folder, &path(), &unlock())?;
        opened.store.purge(student, &new_credentials(), noon(0))?;
        opened.store.close()
    };
    let judge = |told: &Result<(), StoreError>, image: &Image| {
        let with = |unlock: &Unlock| book_in(image, &path(), unlock);
        match (told, with(&new_unlock())) {
            (_, Ok(found)) if found == left => Ok(()),
            (_, Ok(_)) => Err("the new keys open another book".to_owned()),
            (Ok(()), Err(error)) => Err(format!("told that it was done: {error}")),
            (Err(_), Err(_)) => match with(&unlock()) {
                Ok(found) if found == whole => Ok(()),
                Ok(_) => Err("the old keys open another book".to_owned()),
                Err(error) => Err(error.to_string()),
            },
        }
    };
    let pictures = at_every_call(&image, 6, purge, judge);
    println!("{pictures} pictures");
    assert!(pictures > 500, "only {pictures} pictures");
}
