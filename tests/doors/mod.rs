//! The ways in through which something comes from outside: the same for the suite in `tests/entry.rs` and for the coverage-guided
//! fuzzer in `tests/fuzz`. What comes may be refused; the call must come back, and what it says must be safe to show.

use homeroom::{
    domain::{
        date::{Toward, parse_day},
        text::{Text, safe_char},
    },
    exchange::{
        answers, catalog,
        roster::{self, Reading},
    },
    keys::Chord,
    store::{Claimed, RecoveryKey, medium::Memory},
    theme::file,
};
use jiff::civil::date;
use redb::StorageBackend;

/// A way in. It may refuse; it must come back.
pub type Door = fn(&[u8]);

pub const DOORS: [(&str, Door); 9] = [
    ("roster", roster),
    ("answers", answers),
    ("catalog", catalog),
    ("theme", theme),
    ("chord", chord),
    ("date", day),
    ("recovery", recovery),
    ("line", line),
    ("book", book),
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a person reads of a refusal is as safe as any other text.
fn is_safe(said: &str) {
    let steers = said
        .chars()
        .find(|c| *c != '\n' && (c.is_control() || !safe_char(*c)));
    assert_eq!(steers, None, "{said:?}");
}

pub fn roster(bytes: &[u8]) {
    for reading in Reading::ALL {
        if let Ok(list) = roster::understand(bytes, reading) {
            assert!(list.rows.len() <= roster::MAX_ROWS);
        }
    }
}

pub fn answers(bytes: &[u8]) {
    let questions = catalog::default_catalog();
    let today = date(2026, 10, 14);
    let _ = answers::understand(bytes, Reading::Auto, &questions, today);
}

pub fn catalog(bytes: &[u8]) {
    let (taken, faults) = catalog::load(&text(bytes), "school.toml");
    assert_eq!(taken.is_none(), !faults.is_empty(), "refused with a reason");
    assert!(faults.len() <= 100);
}

pub fn theme(bytes: &[u8]) {
    match file::parse(&text(bytes)) {
        Ok(patch) => {
            assert!(patch.warnings.len() <= file::MAX_WARNINGS);
            patch.warnings.iter().for_each(|said| is_safe(said));
        }
        Err(refused) => is_safe(&refused.reason),
    }
}

pub fn chord(bytes: &[u8]) {
    let typed = text(bytes);
    if let Some(chord) = Chord::parse(&typed) {
        assert_eq!(Chord::parse(&chord.to_string()), Some(chord), "{typed:?}");
    }
}

pub fn day(bytes: &[u8]) {
    let (typed, today) = (text(bytes), date(2026, 10, 14));
    for toward in [Toward::Future, Toward::Past] {
        let _ = parse_day(&typed, today, toward);
    }
}

pub fn recovery(bytes: &[u8]) {
    let _ = RecoveryKey::parse(&text(bytes));
}

pub fn line(bytes: &[u8]) {
    let typed = Text::new(&text(bytes));
    is_safe(typed.as_str());
    assert_eq!(
        Text::new(typed.as_str()),
        typed,
        "cleaning again changes nothing"
    );
}

/// No key is derived before the head of the file is understood, and this one holds no passphrase to try.
pub fn book(bytes: &[u8]) {
    let memory = Memory::default();
    let written = memory
        .set_len(bytes.len() as u64)
        .and_then(|()| memory.write(0, bytes));
    assert!(written.is_ok());
    if let Err(refused) = Claimed::on(Box::new(memory)) {
        assert!(!refused.to_string().is_empty());
    }
}
