//! Power cuts and failing disks under a working adviser.

use homeroom::domain::book::Book;
use homeroom::domain::change::Entry;
use homeroom::store::{Claimed, Kind, Opened, Store, StoreError};

use crate::counts::{LYING_DRIVES, POWER_CUTS, SECOND_CUTS};
use crate::fault::{Disk, Fault};
use crate::session::{Dice, Session, as_opened};
use crate::{credentials, unlock};

/// A written-down session: what is committed together, and the book after each commit.
struct Script {
    /// The closed file of the book before the first commit.
    start: Vec<u8>,
    commits: Vec<Vec<Entry>>,
    /// One more than commits.
    books: Vec<Book>,
}

impl Script {
    fn new(seed: u64, commits: usize) -> Self {
        let mut session = Session::with_students(seed, 6);
        let disk = Disk::default();
        let mut opened = Store::create_on(
            Box::new(disk.clone()),
            &credentials(),
            &crate::session::empty_book(seed),
        )
        .unwrap();
        opened.store.commit(&session.entries).unwrap();
        opened.store.close().unwrap();
        let mut script = Self {
            start: disk.durable(),
            commits: Vec::new(),
            books: vec![session.book.clone()],
        };
        for _ in 0..commits {
            script.commits.push(session.step());
            script.books.push(session.book.clone());
        }
        script
    }

    /// Opens, commits one after the other, closes; stops at the first error. How many were acknowledged.
    fn play(&self, disk: &Disk) -> (usize, Result<(), StoreError>) {
        let mut acknowledged = 0;
        let result = open(disk).and_then(|mut opened| {
            for entries in &self.commits {
                opened.store.commit(entries)?;
                acknowledged += 1;
            }
            opened.store.close()
        });
        (acknowledged, result)
    }

    /// Whether the image holds every acknowledged commit and none half.
    fn judge(&self, image: Vec<u8>, acknowledged: usize) -> Result<(), String> {
        let mut opened = open(&Disk::holding(image)).map_err(|error| error.to_string())?;
        let expected = [acknowledged, acknowledged + 1];
        let found = expected
            .iter()
            .filter_map(|n| self.books.get(*n))
            .any(|book| as_opened(book) == opened.book);
        if !found {
            return Err("the book is neither the acknowledged one nor the next".to_owned());
        }
        opened.store.check().map_err(|error| error.to_string())
    }
}

fn open(disk: &Disk) -> Result<Opened, StoreError> {
    let claimed = Claimed::on(Box::new(disk.clone()))?;
    let keys = claimed.keys(&unlock())?;
    claimed.open(keys)
}

/// Cuts the power at every call of the script; `each` pictures a call. Pictures taken, and the first that is bad.
fn cut_at_every_call(
    script: &Script,
    seed: u64,
    lies: bool,
    each: usize,
) -> (usize, Option<String>) {
    let mut pictures = 0;
    let mut dice = Dice::new(seed);
    for at in 1.. {
        let disk = Disk::holding(script.start.clone());
        disk.go_wrong(Fault {
            at,
            sticky: true,
            lies,
            ..Fault::default()
        });
        let (acknowledged, result) = script.play(&disk);
        for number in 0..each {
            let image = disk.power_cut(&mut dice);
            pictures += 1;
            if let Err(why) = script.judge(image, acknowledged) {
                let bad = format!("seed {seed}, call {at}, picture {number}: {why}");
                return (pictures, Some(bad));
            }
        }
        if result.is_ok() {
            break;
        }
    }
    (pictures, None)
}

#[test]
fn a_power_cut_at_any_call_loses_nothing_acknowledged_and_leaves_nothing_half() {
    let mut pictures = 0;
    for seed in 1.. {
        let script = Script::new(seed, 12);
        let (taken, bad) = cut_at_every_call(&script, seed, false, 22);
        assert_eq!(bad, None);
        pictures += taken;
        if pictures >= POWER_CUTS.times() {
            break;
        }
    }
}

#[test]
fn a_second_power_cut_while_the_first_is_repaired_changes_nothing() {
    let script = Script::new(11, 8);
    let mut dice = Dice::new(11);
    let mut pictures = 0;
    while pictures < SECOND_CUTS.times() {
        let disk = Disk::holding(script.start.clone());
        disk.go_wrong(Fault {
            at: 1 + dice.roll(90) as u64,
            sticky: true,
            ..Fault::default()
        });
        let (acknowledged, _) = script.play(&disk);
        let again = Disk::holding(disk.power_cut(&mut dice));
        again.go_wrong(Fault {
            at: 1 + dice.roll(12) as u64,
            sticky: true,
            ..Fault::default()
        });
        let _ = open(&again);
        for _ in 0..4 {
            let image = again.power_cut(&mut dice);
            pictures += 1;
            let verdict = script.judge(image, acknowledged);
            assert_eq!(verdict, Ok(()), "seed 11, picture {pictures}");
        }
    }
}

#[test]
fn the_suite_notices_a_disk_that_does_not_sync() {
    let script = Script::new(21, 12);
    let (pictures, bad) = cut_at_every_call(&script, 21, true, 10);
    assert!(
        bad.is_some() && pictures < 1_000,
        "{pictures} pictures: {bad:?}"
    );
}

#[test]
fn the_suite_notices_a_save_that_is_claimed_too_early() {
    let script = Script::new(22, 6);
    let mut dice = Dice::new(22);
    let noticed = (1..).take(120).any(|at| {
        let disk = Disk::holding(script.start.clone());
        disk.go_wrong(Fault {
            at,
            sticky: true,
            ..Fault::default()
        });
        let (acknowledged, _) = script.play(&disk);
        let claimed = (acknowledged + 1).min(script.commits.len());
        script.judge(disk.power_cut(&mut dice), claimed).is_err()
    });
    assert!(noticed);
}

#[test]
fn a_drive_that_lies_never_makes_a_mixture_pass_for_a_book() {
    let script = Script::new(23, 12);
    let disk = Disk::holding(script.start.clone());
    disk.go_wrong(Fault {
        lies: true,
        ..Fault::default()
    });
    script.play(&disk).1.unwrap();
    let mut dice = Dice::new(23);
    let mut refused = 0;
    for picture in 0..LYING_DRIVES.times() {
        match open(&Disk::holding(disk.after_lies(&mut dice))) {
            Ok(opened) => {
                let known = |book: &Book| as_opened(book) == opened.book;
                assert!(script.books.iter().any(known), "seed 23, picture {picture}");
            }
            Err(error) => {
                assert!(
                    matches!(
                        error.kind(),
                        Kind::Damaged(_) | Kind::Tampered(_) | Kind::NotABook
                    ),
                    "{error}"
                );
                refused += 1;
            }
        }
    }
    assert!((1..LYING_DRIVES.times()).contains(&refused), "{refused}");
}

/// Plays the script on a disk that fails; after an error, reopens and gives the same list again.
fn play_through(script: &Script, fault: Fault) -> bool {
    let disk = Disk::holding(script.start.clone());
    disk.go_wrong(fault);
    let opened = open(&disk);
    let met = opened.is_err();
    disk_is_well_when(met, &disk);
    let mut store = opened.or_else(|_| open(&disk)).unwrap().store;
    let mut met = met;
    for (number, entries) in script.commits.iter().enumerate() {
        if let Err(error) = store.commit(entries) {
            met = true;
            assert_ne!(error.to_string(), "");
            assert!(
                !matches!(error.kind(), Kind::Refused(_) | Kind::Tampered(_)),
                "{fault:?}: {error}"
            );
            let unsaved = store.commit(entries).unwrap_err();
            assert_eq!(*unsaved.kind(), Kind::Unsaved, "{fault:?}");
            disk.go_wrong(Fault::default());
            let reloaded = store.reopen().unwrap();
            let (before, after) = (&script.books[number], &script.books[number + 1]);
            assert!(
                as_opened(before) == as_opened(&reloaded.book)
                    || as_opened(after) == as_opened(&reloaded.book),
                "{fault:?}"
            );
            store.commit(entries).unwrap();
        }
    }
    let closed = store.close();
    met |= closed.is_err();
    disk.go_wrong(Fault::default());
    let mut again = open(&disk).unwrap();
    let last = script.books.last().unwrap();
    assert_eq!(again.book, as_opened(last), "{fault:?}");
    again.store.check().unwrap();
    met
}

fn disk_is_well_when(met: bool, disk: &Disk) {
    if met {
        disk.go_wrong(Fault::default());
    }
}

#[test]
fn an_error_at_any_call_is_told_and_nothing_acknowledged_is_lost() {
    let script = Script::new(31, 5);
    for sticky in [false, true] {
        for reads in [false, true] {
            let mut at = 1;
            while play_through(
                &script,
                Fault {
                    at,
                    sticky,
                    reads,
                    ..Fault::default()
                },
            ) {
                at += 1;
            }
            assert!(at > 20, "only {at} calls");
        }
    }
}

#[test]
fn a_full_disk_is_named_and_work_goes_on_when_there_is_room_again() {
    let script = Script::new(41, 3);
    let disk = Disk::holding(script.start.clone());
    let mut store = open(&disk).unwrap().store;
    disk.go_wrong(Fault {
        at: 1,
        sticky: true,
        full: true,
        ..Fault::default()
    });
    let error = store.commit(&script.commits[0]).unwrap_err();
    assert_eq!(*error.kind(), Kind::DiskFull);
    assert!(
        error
            .to_string()
            .contains("delete or move what is not needed"),
        "{error}"
    );
    assert!(store.reopen().is_err());
    disk.go_wrong(Fault::default());
    store.reopen().unwrap();
    for entries in &script.commits {
        store.commit(entries).unwrap();
    }
    assert_eq!(*store.book(), *script.books.last().unwrap());
}
