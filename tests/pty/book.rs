//! A book from its first start on: made, closed, opened again, refused to a second one.

use homeroom::store::{Cost, Credentials, Passphrase, RecoveryKey, Store, Who};

use rustix::process::Signal;

use crate::terminal::{Folder, Session, Start};

pub const PASSPHRASE: &str = "five unrelated words of mine";

/// Goes through the first start up to the last key, which makes the book.
pub fn first_start(folder: &Folder) -> Session {
    made_up_to_the_last_key(Start::book(folder), "A. Reed")
}

/// The same after another start and for another adviser.
pub fn made_up_to_the_last_key(start: Start<'_>, adviser: &str) -> Session {
    let mut session = start.run();
    session.see("1 of 5");
    session.keys("\r");
    session.see("2 of 5");
    session.keys(PASSPHRASE);
    session.keys("\r");
    session.see("> Once more");
    session.keys(PASSPHRASE);
    session.keys("\r");
    session.see("3 of 5");
    session.keys(adviser);
    session.keys("\r");
    session.see("4 of 5");
    let key = groups(&session.screen());
    assert_eq!(key.len(), 8, "{}", session.screen());
    session.keys("\r");
    session.see("5 of 5");
    let asked: Vec<usize> = session
        .screen()
        .split("Group ")
        .skip(1)
        .filter_map(|rest| rest.get(..1)?.parse().ok())
        .collect();
    let [first, second] = asked[..] else {
        panic!("{asked:?} is asked:\n{}", session.screen())
    };
    session.keys(&key[first - 1]);
    session.keys("\t");
    session.keys(&key[second - 1]);
    session.see(&key[second - 1]);
    session
}

/// The words of six digits on the screen, in their order.
fn groups(screen: &str) -> Vec<String> {
    screen
        .split_whitespace()
        .filter(|word| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// A book that opens at once, with 22 students in a group: the work of its passphrase is the least there is.
pub fn quick_book(folder: &Folder) {
    book(folder, Cost::CHEAP, 3);
}

/// The same with so much work, which locks itself after so many minutes.
pub fn book(folder: &Folder, cost: Cost, minutes: u8) {
    use homeroom::domain::{
        act,
        book::Book,
        change::{Entry, EntryKind},
        grade::Grade,
        student::Name,
        text::Text,
    };
    let at = jiff::civil::date(2025, 10, 14).at(10, 0, 0, 0);
    let id = homeroom::store::new_book_id().unwrap();
    let mut book = Book::new(id, Text::new("A. Reed"), at.date());
    let credentials = Credentials {
        passphrase: Passphrase::new(PASSPHRASE),
        recovery: RecoveryKey::random().unwrap(),
        cost,
    };
    let who = Who {
        adviser: None,
        machine: homeroom::store::lock::machine_name(),
        since: "now".into(),
    };
    let mut opened = Store::create(&folder.book(), &who, &credentials, &book).unwrap();
    let mut entries = Vec::new();
    let mut act = |book: &mut Book, change: homeroom::domain::change::Change| {
        change.apply(book).unwrap();
        entries.push(Entry {
            seq: entries.len() as u64 + 1,
            at,
            by: book.adviser.clone(),
            kind: EntryKind::Act,
            change,
        });
    };
    let change = act::add_group(&book, Text::new("204"));
    act(&mut book, change);
    let change = act::edit_settings(&book, |settings| settings.lock_minutes = minutes);
    if !change.is_empty() {
        act(&mut book, change);
    }
    let group = *book.groups.keys().next().unwrap();
    for number in 0..22 {
        let name = Name::parse(&format!("Tester{number}, Ada"));
        let grade = Grade::new(6 + number % 7).unwrap();
        let change = act::add_student(&book, group, name, grade, at);
        act(&mut book, change);
    }
    opened.store.commit(&entries).unwrap();
    opened.store.close().unwrap();
}

/// Opens a book that is there.
pub fn unlock(session: &mut Session) {
    session.see("Passphrase");
    type_passphrase(session);
}

/// At the question for it.
pub fn type_passphrase(session: &mut Session) {
    session.keys(PASSPHRASE);
    session.keys("\r");
}

#[test]
fn a_book_is_made_closed_and_opened_again_after_a_wrong_passphrase() {
    let folder = Folder::new();
    let mut session = first_start(&folder);
    session.keys("\r");
    session.see("Make a group");
    session.keys("204\r");
    session.see("Who is in the group?");
    session.keys("\x1b");
    session.until("the empty group", |screen| {
        !screen.contents().contains("Who is in the group?")
    });
    session.keys("q");
    assert_eq!(session.end().exit_code(), 0);
    session.is_as_before();

    let mut session = Start::book(&folder).run();
    session.see("Passphrase");
    session.keys("five unrelated words of yours\r");
    session.see("does not open the book");
    session.keys("\x15"); // the line is emptied
    unlock(&mut session);
    session.see("204");
    session.see("0 seen");
    session.keys("q");
    assert_eq!(session.end().exit_code(), 0);
    let bytes = std::fs::read(folder.book()).unwrap();
    assert!(
        !bytes.windows(7).any(|part| part == b"A. Reed"),
        "the file tells a name"
    );
}

/// The second one is told who, where and since when, and ends as a refused command does.
fn told(second: &Session) {
    second.see("reed has the book open on");
    second.see(" since ");
}

#[test]
fn a_second_start_is_told_who_has_the_book_and_ends_with_3() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut first = Start::book(&folder).run();
    unlock(&mut first);
    first.see("0 seen");
    let mut second = Start::book(&folder).run();
    second.see("Your book is open elsewhere");
    told(&second);
    second.keys("2"); // leaving: there is no backup yet
    second.see("Leave");
    second.keys("\x1b");
    assert_eq!(second.end().exit_code(), 3);
    second.is_as_before();
    told(&second);
    let mut plain = Start::with(
        &folder,
        &["--plain", "--book", folder.book().to_str().unwrap()],
    )
    .run();
    told(&plain);
    plain.keys("2\r");
    assert_eq!(plain.end().exit_code(), 3);
    first.keys("c");
    first.see("1 seen");
    first.keys("q");
    assert_eq!(first.end().exit_code(), 0);
}

#[test]
fn a_second_start_reads_the_newest_backup_and_writes_nothing() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut first = Start::book(&folder).run();
    unlock(&mut first);
    first.see("0 seen");
    first.keys("cq");
    assert_eq!(first.end().exit_code(), 0);
    let mut first = Start::book(&folder).run();
    unlock(&mut first);
    first.see("1 seen");
    first.keys("c");
    first.until("both in the file", |screen| {
        let text = screen.contents();
        let head = text.lines().next().unwrap_or_default();
        head.contains("2 seen") && head.contains(" saved ")
    });
    let before = std::fs::read(folder.book()).unwrap();
    let mut second = Start::book(&folder).run();
    second.see("Your book is open elsewhere");
    second.keys("1");
    second.see("READ ONLY: the backup of");
    unlock(&mut second);
    second.see("1 seen");
    second.see("READ ONLY: the backup of");
    second.keys("c");
    second.see("Not done: this is the backup of");
    second.keys("\x0c");
    second.see("Your book is open elsewhere");
    second.keys("1");
    unlock(&mut second);
    second.see("1 seen");
    second.keys("q");
    assert_eq!(second.end().exit_code(), 0);
    assert!(
        std::fs::read(folder.book()).unwrap() == before,
        "the book was changed"
    );
    first.keys("c");
    first.see("3 seen");
    first.keys("q");
    assert_eq!(first.end().exit_code(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_saved_stays_in_sight_and_is_saved_when_it_can_be() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut session = Start::book(&folder).run();
    unlock(&mut session);
    session.see("0 seen");
    session.limit_files(Some(0)); // as on a full disk; the system also sends a signal that would end the program
    session.keys("c");
    session.see("NOT SAVED (1)");
    session.see("1 seen");
    session.keys("q");
    session.see("Not everything is saved");
    session.keys("r");
    session.see("NOT SAVED (1)");
    session.limit_files(None);
    session.keys("c");
    session.until("both in the file", |screen| {
        let text = screen.contents();
        text.contains("2 seen") && text.contains(" saved ") && !text.contains("NOT SAVED")
    });
    session.keys("q");
    assert_eq!(session.end().exit_code(), 0);
    let mut session = Start::book(&folder).run();
    unlock(&mut session);
    session.see("2 seen");
}

#[cfg(target_os = "linux")]
#[test]
fn leaving_without_saving_takes_another_key_than_leaving() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut session = Start::book(&folder).run();
    unlock(&mut session);
    session.see("0 seen");
    session.limit_files(Some(0));
    session.keys("cqqq"); // the last of these come before anybody can know that it failed
    session.see("Not everything is saved");
    session.keys("L");
    session.end();
    session.is_as_before();
    let mut session = Start::book(&folder).run();
    unlock(&mut session);
    session.see("0 seen");
}

#[test]
fn locking_shows_nobody_and_asks_again() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut session = Start::book(&folder).run();
    unlock(&mut session);
    session.see("Tester0");
    session.keys("c\x0c");
    session.until("the question, and nobody", |screen| {
        let text = screen.contents();
        text.contains("Passphrase") && !text.contains("Tester")
    });
    unlock(&mut session);
    session.see("1 seen");
}

#[test]
fn a_command_asks_for_the_passphrase_without_showing_it() {
    let folder = Folder::new();
    quick_book(&folder);
    let book = folder.book();
    let start = || Start::with(&folder, &["recap", "--book", book.to_str().unwrap()]).run();
    let mut session = start();
    session.see("Passphrase for ");
    session.keys("something else\r");
    session.until("the second question", |screen| {
        screen.contents().matches("Passphrase for ").count() == 2
    });
    session.see("Try again");
    session.keys(PASSPHRASE);
    session.keys("x\x7f\r");
    session.see("There was no period");
    assert_eq!(session.end().exit_code(), 1);
    session.is_as_before();
    let screen = session.screen();
    assert!(
        !screen.contains("unrelated") && !screen.contains("something"),
        "{screen}"
    );

    let mut session = start();
    session.see("Passphrase for ");
    session.keys("half\x03");
    session.see("Stopped");
    assert_eq!(session.end().exit_code(), 1);
    session.is_as_before();

    let session = start();
    session.see("Passphrase for ");
    session.signal(Signal::TERM);
    assert_eq!(session.end().exit_code(), 128 + 15);
    session.is_as_before();
}
