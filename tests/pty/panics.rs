//! Faults of the program on purpose, in each of its threads: what a person sees of one, and that the book is fine.

use homeroom::run::fault::PLACES;
use rustix::process::Signal;

use crate::{
    book::{quick_book, type_passphrase},
    counts::PANICS,
    kills::{Dice, is_acknowledged, side_by_side},
    often::{NAME, look_into, marks, says},
    terminal::{Folder, Session, Start},
};

/// What of a period was shown as saved, and what was typed and not taken, before it ended.
#[derive(Debug, Default)]
struct Held {
    noted: Vec<String>,
    half: bool,
}

/// A period that goes through every place of the program: notes, windows of other sizes, a lock, a half-typed word. Ends
/// early where the program does; with `ends` by a signal and not by the lock.
fn period(session: &mut Session, held: &mut Held, ends: bool) -> Option<()> {
    let see = |session: &Session, text: &str| {
        let found = session.unless_it_ends(text, |screen| screen.contents().contains(text));
        found.then_some(())
    };
    see(session, "Passphrase")?;
    type_passphrase(session);
    see(session, "Tester0")?;
    for number in 0..4 {
        let words = format!("zebrafish{number}end");
        session.keys("jje");
        see(session, "enter save")?;
        session.keys(&words);
        see(session, &words)?;
        session.keys("\r");
        let is_saved = |screen: &vt100::Screen| is_acknowledged(screen, &words);
        session
            .unless_it_ends("an acknowledged note", is_saved)
            .then_some(())?;
        held.noted.push(words);
        session.resize(25 + number, 81);
        see(session, "Tester0")?;
    }
    session.keys("+");
    see(session, "Add a student")?;
    session.keys("half a name");
    // Both: a terminal that was given back shows the keys by itself.
    let is_half = |screen: &vt100::Screen| {
        let text = screen.contents();
        text.contains("Add a student") && text.contains("half a name")
    };
    session
        .unless_it_ends("the half-typed name", is_half)
        .then_some(())?;
    held.half = true;
    session.signal(Signal::WINCH);
    if ends {
        session.signal(Signal::TERM);
    }
    session.keys("\x0c");
    see(session, "Passphrase")
}

/// Whether the fault came.
fn fails(place: &str, times: u64) -> bool {
    let folder = Folder::new();
    quick_book(&folder);
    let book = folder.book();
    let fault = format!("{place}:{times}");
    let arguments = ["--fault", &fault, "--book", book.to_str().unwrap()];
    let mut session = Start::with(&folder, &arguments).run();
    let mut held = Held::default();
    let whole = period(&mut session, &mut held, place == "close");
    if whole.is_some() {
        return false; // the program begun anew after the lock knows nothing of the fault
    }
    let code = session.end().exit_code();
    assert!([101, 128 + 15].contains(&code), "{fault} ended with {code}");
    session.is_as_before();
    // The last key may come when the terminal shows keys again, in the middle of what is said.
    let spoken = |text: &str| {
        let text = text.replace("^L", "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    session.until(&format!("what is said of {fault}"), |screen| {
        let said = spoken(&screen.contents());
        said.contains("because of a fault in the program (src/")
            && said.contains("Everything that was shown as saved is in the book.")
            && said.contains("whoever looks after it.")
    });
    let screen = session.screen();
    assert_eq!(marks().in_bytes(screen.as_bytes()), [""; 0], "{fault}");
    assert!(!screen.contains(NAME), "{fault}");
    let found = look_into(&folder);
    for words in &held.noted {
        assert!(
            found.notes.iter().any(|note| note.contains(words)),
            "{fault}: {words} is lost"
        );
    }
    // What was half typed the thread of the file keeps, unless it is that one that fails.
    if held.half && !["job", "save", "saved", "close"].contains(&place) {
        assert!(
            says(found.draft.as_ref(), "half a name"),
            "{fault}: the half-typed name is lost"
        );
    }
    marks().assert_not_under(folder.path());
    true
}

#[test]
fn a_fault_of_the_program_gives_the_terminal_back_and_names_nobody() {
    let came = std::sync::Mutex::new(std::collections::BTreeMap::new());
    let tries = PANICS.times() as u64 * 2;
    side_by_side(tries, |number| {
        let place = PLACES[number as usize % PLACES.len()];
        let times = match place {
            "open" | "close" | "lock" => 1, // they are passed once
            _ => 1 + number / PLACES.len() as u64 + Dice::new(number).below(3),
        };
        if fails(place, times) {
            *came.lock().unwrap().entry(place).or_insert(0) += 1;
        }
    });
    let came = came.into_inner().unwrap();
    println!("faults that came: {came:?}");
    assert!(came.values().sum::<usize>() >= PANICS.times(), "{came:?}");
    assert_eq!(came.len(), PLACES.len(), "{came:?}");
}
