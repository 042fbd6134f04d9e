//! The real program over the same book again and again, ended in many ways at random moments; and what is in the book then.

use std::{thread, time::Duration};

use homeroom::{
    domain::draft::{Answer, Draft},
    store::{BookKeys, Claimed, Passphrase, TakeOver, Unlock, Who},
};

use crate::{
    book::{PASSPHRASE, quick_book, unlock},
    counts::Count,
    kills::{Dice, SIDE_BY_SIDE, is_acknowledged, notes},
    marks::Marks,
    terminal::{Folder, Session, Start},
};

/// Begins every note of these tests; the names of the quick book begin with the other one.
pub const NOTED: &str = "zebrafish";
pub const NAME: &str = "Tester";

/// Keys from the round to other screens and half-done acts, none of which changes what was noted.
const WAYS: [&str; 28] = [
    "",
    "j",
    "jjjjjj",
    "G",
    "e",
    "ehalf a word",
    "m",
    "mread more",
    "\r",
    "t",
    "r",
    "y",
    "Y",
    ":",
    ":find",
    "/tes",
    "w",
    "?",
    "b",
    "o",
    "v",
    "vvv",
    "P",
    "L",
    "W",
    "C",
    "+",
    "d",
];

/// The marks of a quick book and of what is noted in it.
pub fn marks() -> Marks {
    Marks::new(&[NAME, NOTED, "unrelated words"])
}

pub fn who() -> Who {
    Who {
        adviser: None,
        machine: homeroom::store::lock::machine_name(),
        since: "now".into(),
    }
}

/// The keys of a book that nobody has open.
pub fn keys(folder: &Folder) -> (Claimed, BookKeys) {
    let claimed = Claimed::of(&folder.book(), &who(), TakeOver::Refuse).unwrap();
    let keys = claimed
        .keys(&Unlock::Passphrase(Passphrase::new(PASSPHRASE)))
        .unwrap();
    (claimed, keys)
}

/// What is in a book that nobody has open.
#[derive(Debug)]
pub struct Found {
    pub notes: Vec<String>,
    pub draft: Option<Draft>,
}

pub fn look_into(folder: &Folder) -> Found {
    let (claimed, keys) = keys(folder);
    let opened = claimed.open(keys).unwrap();
    Found {
        notes: notes(&opened.book),
        draft: opened.draft,
    }
}

/// Whether the draft holds these words.
pub fn says(draft: Option<&Draft>, words: &str) -> bool {
    draft.is_some_and(|draft| {
        let mut answers = draft.answers.iter();
        answers.any(|answer| matches!(answer, Answer::Typed(text) if text.contains(words)))
    })
}

/// The program with its book open at the round, whatever was being written when it was closed.
pub fn open(start: Start<'_>, draft: bool) -> Session {
    let mut session = start.run();
    unlock(&mut session);
    session.see("204  ");
    if draft {
        session.see("What you typed is back");
        session.keys("\x1b");
        session.until("the round", |screen| {
            !screen.contents().contains("What you typed is back")
        });
    }
    session
}

/// Notes something about somebody, and waits until that is shown as saved.
pub fn note(session: &mut Session, dice: &mut Dice, words: &str) {
    session.keys("g");
    session.keys(&"j".repeat(dice.below(21) as usize));
    session.keys("e");
    session.see("enter save");
    session.keys("\x01"); // in front of what was written before
    session.keys(words);
    session.see(words);
    session.keys("\r");
    session.until("an acknowledged note", |screen| {
        is_acknowledged(screen, words)
    });
}

/// Goes somewhere, and is there or still on the way when this returns.
pub fn wander(session: &mut Session, dice: &mut Dice) {
    let way = WAYS[dice.below(WAYS.len() as u64) as usize];
    session.keys(way);
    thread::sleep(dice.moment(Duration::from_millis(12))); // this moment is what is tested
}

/// Work of one try: with a folder, dice, the number of the try and whether a draft is in the book; what was acknowledged.
pub type Try<'a> = dyn Fn(&Folder, &mut Dice, u64, bool) -> Vec<String> + Sync + 'a;

/// Several books side by side, each used again and again. After each try everything that was ever acknowledged is in the
/// book, and no file beside it tells a name or a note.
pub fn often(count: &Count, one: &Try<'_>) {
    let marks = marks();
    thread::scope(|scope| {
        for first in 0..SIDE_BY_SIDE {
            let marks = &marks;
            scope.spawn(move || {
                let folder = Folder::new();
                quick_book(&folder);
                let mut dice = Dice::new(first);
                let (mut noted, mut draft) = (Vec::new(), false);
                for number in (first..count.times() as u64).step_by(SIDE_BY_SIDE as usize) {
                    noted.extend(one(&folder, &mut dice, number, draft));
                    let found = look_into(&folder);
                    for words in &noted {
                        let is_there = found.notes.iter().any(|note| note.contains(words));
                        assert!(is_there, "{words} is lost: {:?}", found.notes);
                    }
                    draft = found.draft.is_some();
                    marks.assert_not_under(folder.path());
                }
            });
        }
    });
}
