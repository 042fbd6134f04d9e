//! What goes in comes out: books, journals, other years; and what does not fit goes nowhere.

use homeroom::domain::change::{Change, Edit, Entry};
use homeroom::domain::date::SchoolYear;
use homeroom::domain::id::GroupId;
use homeroom::domain::text::Text;
use homeroom::store::medium::Memory;
use homeroom::store::{Claimed, Kind, Opened, RECENT, Store};
use proptest::prelude::*;

use crate::session::{Session, as_opened, empty_book};
use crate::{credentials, unlock};

fn new_store(seed: u64) -> (Store, Memory) {
    let memory = Memory::default();
    let opened = Store::create_on(Box::new(memory.clone()), &credentials(), &empty_book(seed));
    (opened.unwrap().store, memory)
}

fn reopen(memory: &Memory) -> Opened {
    let claimed = Claimed::on(Box::new(memory.clone())).unwrap();
    let keys = claimed.keys(&unlock()).unwrap();
    claimed.open(keys).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_reopened_book_is_the_one_that_was_closed(seed in any::<u64>(), steps in 1..40usize) {
        let mut session = Session::new(seed);
        let (mut store, memory) = new_store(seed);
        for _ in 0..steps {
            let entries = session.step();
            let committed = store.commit(&entries).unwrap();
            prop_assert_eq!(committed.seq, session.entries.len() as u64);
        }
        prop_assert!(*store.book() == session.book);
        store.close().unwrap();
        let mut opened = reopen(&memory);
        prop_assert!(opened.book == as_opened(&session.book));
        prop_assert_eq!(opened.book.next_id, session.book.next_id);
        prop_assert!(opened.entries == session.entries);
        opened.store.check().unwrap();
        prop_assert!(*opened.store.book() == session.book);
    }
}

#[test]
fn the_last_two_hundred_entries_come_at_once_and_older_ones_on_demand() {
    let mut session = Session::with_students(1, 5);
    while session.entries.len() < 260 {
        session.step();
    }
    let (mut store, memory) = new_store(1);
    store.commit(&session.entries).unwrap();
    store.close().unwrap();
    let opened = reopen(&memory);
    let older = session.entries.len() - RECENT as usize;
    assert!(opened.entries == session.entries[older..]);
    let asked = opened.store.entries(11..21).unwrap();
    assert!(asked == session.entries[10..20]);
}

#[test]
fn an_older_year_is_read_when_it_is_asked_for() {
    let mut session = Session::with_students(2, 5);
    let note = session.last_years_note();
    session.act(Change::from(note));
    let (mut store, memory) = new_store(2);
    store.commit(&session.entries).unwrap();
    store.close().unwrap();
    let mut opened = reopen(&memory);
    assert!(opened.book.plans.is_empty());
    let plans = opened.store.load_year(SchoolYear(2019)).unwrap();
    assert!(plans == session.book.plans && !plans.is_empty());
    assert!(opened.store.load_year(SchoolYear(1999)).unwrap().is_empty());
}

#[test]
fn a_change_to_an_older_year_keeps_what_was_there() {
    let mut session = Session::with_students(3, 5);
    for _ in 0..6 {
        let note = session.last_years_note();
        session.act(Change::from(note));
    }
    let (mut store, memory) = new_store(3);
    store.commit(&session.entries).unwrap();
    store.close().unwrap();
    let mut store = reopen(&memory).store;
    let note = session.last_years_note();
    let entry = session.act(Change::from(note));
    store.commit(&[entry]).unwrap();
    store.close().unwrap();
    let mut store = reopen(&memory).store;
    assert!(store.load_year(SchoolYear(2019)).unwrap() == session.book.plans);
}

#[test]
fn a_list_that_is_given_twice_is_written_once() {
    let mut session = Session::with_students(4, 5);
    let (mut store, _) = new_store(4);
    store.commit(&session.entries).unwrap();
    let first = session.step();
    let saved = store.commit(&first).unwrap();
    assert_eq!(store.commit(&first), Ok(saved));
    let second = session.step();
    let both = [first, second].concat();
    store.commit(&both).unwrap();
    assert!(*store.book() == session.book);
    store.check().unwrap();
}

#[test]
fn a_change_that_does_not_fit_is_refused_whole_and_work_goes_on() {
    let mut session = Session::with_students(5, 5);
    let (mut store, _) = new_store(5);
    store.commit(&session.entries).unwrap();
    let before = store.book().clone();

    let good = session
        .clone()
        .act(Change::from(rename("Room 1", "Room 9")));
    let stale = entry(&good, good.seq + 1, rename("Room 7", "Room 8"));
    let error = store.commit(&[good.clone(), stale]).unwrap_err();
    assert!(matches!(error.kind(), Kind::Refused(_)), "{error}");
    assert!(*store.book() == before);

    let gap = entry(&good, good.seq + 1, rename("Room 1", "Room 9"));
    assert!(matches!(
        store.commit(&[gap]).unwrap_err().kind(),
        Kind::Refused(_)
    ));
    let other = entry(&good, 1, rename("Room 1", "Room 9"));
    assert!(matches!(
        store.commit(&[other]).unwrap_err().kind(),
        Kind::Refused(_)
    ));

    store.commit(&session.step()).unwrap();
    assert!(*store.book() == session.book);
    store.check().unwrap();
}

fn entry(like: &Entry, seq: u64, edit: Edit) -> Entry {
    Entry {
        seq,
        change: Change::from(edit),
        ..like.clone()
    }
}

fn rename(was: &str, now: &str) -> Edit {
    let group = |name: &str| homeroom::domain::group::Group {
        id: GroupId(1),
        name: Text::new(name),
        archived: false,
    };
    Edit::Group {
        id: GroupId(1),
        was: Some(group(was)),
        now: Some(group(now)),
    }
}

#[test]
fn a_student_with_a_history_in_an_older_year_cannot_be_taken_out() {
    let mut session = Session::with_students(6, 1);
    let note = session.last_years_note();
    session.act(Change::from(note));
    let (mut store, memory) = new_store(6);
    store.commit(&session.entries).unwrap();
    store.close().unwrap();
    let mut opened = reopen(&memory);
    let student = opened.book.students.values().next().unwrap().clone();
    let removal = Edit::Student {
        id: student.id,
        was: Some(Box::new(student)),
        now: None,
    };
    let entry = entry(
        &session.entries[0],
        session.entries.len() as u64 + 1,
        removal,
    );
    let error = opened.store.commit(&[entry]).unwrap_err();
    assert!(matches!(error.kind(), Kind::Refused(_)), "{error}");
}

#[test]
fn the_passphrase_is_changed_with_the_key_that_is_held() {
    let (mut store, memory) = new_store(7);
    let new = homeroom::store::Passphrase::new("seven blue umbrellas");
    store.set_passphrase(&new, credentials().cost).unwrap();
    store.close().unwrap();
    let claimed = Claimed::on(Box::new(memory.clone())).unwrap();
    assert_eq!(
        *claimed.keys(&unlock()).unwrap_err().kind(),
        Kind::WrongPassphrase
    );
    assert!(
        claimed
            .keys(&homeroom::store::Unlock::Passphrase(new))
            .is_ok()
    );
    let recovery = homeroom::store::Unlock::Recovery(credentials().recovery);
    assert!(claimed.keys(&recovery).is_ok());
}

#[test]
fn a_new_recovery_key_replaces_the_printed_one() {
    let (mut store, memory) = new_store(8);
    let new = homeroom::store::RecoveryKey::random().unwrap();
    store.change_recovery(&new).unwrap();
    store.close().unwrap();
    let claimed = Claimed::on(Box::new(memory.clone())).unwrap();
    let old = homeroom::store::Unlock::Recovery(credentials().recovery);
    assert_eq!(*claimed.keys(&old).unwrap_err().kind(), Kind::WrongRecovery);
    assert!(
        claimed
            .keys(&homeroom::store::Unlock::Recovery(new))
            .is_ok()
    );
    assert!(claimed.keys(&unlock()).is_ok());
}
