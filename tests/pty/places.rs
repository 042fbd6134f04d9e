//! What the program finds around it: terminals that can do little, other languages, no terminal at all; and how much it writes.

use std::process::{Command, Stdio};

use crate::{
    book::{PASSPHRASE, quick_book, type_passphrase},
    demo::seen,
    kills::Dice,
    often::{NAME, note, open},
    terminal::{Folder, Session, Start, surroundings},
};

#[test]
fn without_color_and_with_plain_letters_only_names_have_others() {
    let folder = Folder::new();
    let mut session = Start::with(&folder, &["demo"])
        .variable("NO_COLOR", "1")
        .variable("LANG", "C")
        .run();
    session.see("PRACTICE");
    let written = String::from_utf8_lossy(&session.written()).into_owned();
    let styles = written
        .split("\x1b[")
        .filter_map(|part| Some(part.split_once('m')?.0))
        .filter(|part| part.bytes().all(|b| b.is_ascii_digit() || b == b';'))
        .flat_map(|part| part.split(';'));
    for style in styles {
        let number: u8 = style.parse().unwrap_or_default();
        let is_color = matches!(number, 30..=38 | 40..=48 | 90..=107);
        assert!(!is_color, "the color {number} was set");
    }
    assert!(!session.screen().contains('\u{2502}'), "a line was drawn");
    session.keys("q");
    session.end();
}

#[test]
fn a_terminal_that_cannot_place_its_cursor_gets_lines() {
    let folder = Folder::new();
    let mut session = Start::with(&folder, &["demo"])
        .variable("TERM", "dumb")
        .run();
    session.see("to go");
    session.keys("q\n");
    assert_eq!(session.end().exit_code(), 0);
    let written = session.written();
    assert!(!written.contains(&0x1b), "an escape was written");
}

#[test]
fn without_a_terminal_there_is_a_sentence_and_no_screen() {
    let folder = Folder::new();
    for arguments in [&["demo"][..], &[]] {
        let said = Command::new(env!("CARGO_BIN_EXE_homeroom"))
            .args(arguments)
            .env_clear()
            .envs(surroundings(&folder))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(said.status.code(), Some(2));
        assert_eq!(said.stdout, b"");
        let text = String::from_utf8(said.stderr).unwrap();
        assert!(text.starts_with("Homeroom needs a terminal"), "{text}");
    }
    let left = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "something was made");
}

#[test]
fn in_a_pipe_there_is_a_sentence_and_no_screen() {
    let folder = Folder::new();
    for line in [
        "{ \"$1\" demo; echo \"ended $?\" >&2; } | cat",
        "\"$1\" demo >/dev/null; echo ended $?",
        "\"$1\" demo </dev/null; echo ended $?",
        "\"$1\" demo <&-; echo ended $?",
        "\"$1\" demo >&-; echo ended $?",
        "echo q | \"$1\" demo; echo ended $?",
    ] {
        let session = Start::with(&folder, &[]).shell(line).run();
        session.see("ended 2");
        session.see("Homeroom needs a terminal");
        session.end();
        session.is_as_before();
        let written = String::from_utf8_lossy(&session.written()).into_owned();
        assert!(!written.contains('\x1b'), "{line}: {written}");
    }
}

/// Twelve kinds of surroundings.
const SURROUNDINGS: [&[(&str, &str)]; 12] = [
    &[("LANG", "C")],
    &[("LANG", ""), ("LC_ALL", "C")],
    &[("LC_CTYPE", "POSIX")],
    &[("LANG", "en_US.UTF-8"), ("COLORTERM", "truecolor")],
    &[("NO_COLOR", "1")],
    &[("NO_COLOR", "")],
    &[("TERM", "vt100")],
    &[("TERM", "linux")],
    &[("TERM", "screen")],
    &[("TERM", "")],
    &[("TERM", "no-such-terminal"), ("TZ", "no/such/zone")],
    &[("TERM", "dumb")],
];

/// Opening, a tick, a note, the recap, the lock and the end.
fn a_period(session: &mut Session, lines: bool) {
    let end = if lines { "\n" } else { "" };
    let keys = |session: &mut Session, keys: &str| session.keys(&format!("{keys}{end}"));
    session.see("Passphrase");
    session.keys(&format!("{PASSPHRASE}\r"));
    session.see("to go");
    keys(session, "c");
    session.see(if lines { "Checked in" } else { "1 seen" });
    keys(session, "1");
    if !lines {
        note(session, &mut Dice::new(0), "likes welding");
    }
    keys(session, "r");
    session.see("1 ");
    if !lines {
        session.keys("\x0c");
        session.until("the question, and nobody", |screen| {
            let text = screen.contents();
            text.contains("Passphrase") && !text.contains(NAME)
        });
        type_passphrase(session);
        session.see("to go");
    }
    keys(session, "q");
    if lines {
        keys(session, "q");
    }
}

#[test]
fn in_every_surroundings_a_period_can_be_held() {
    for variables in SURROUNDINGS {
        let folder = Folder::new();
        quick_book(&folder);
        let mut start = Start::book(&folder);
        start.variables = variables.to_vec();
        let mut session = start.run();
        let is_dumb = variables.contains(&("TERM", "dumb"));
        a_period(&mut session, is_dumb);
        assert_eq!(session.end().exit_code(), 0, "{variables:?}");
        session.is_as_before();
        let written = String::from_utf8_lossy(&session.written()).into_owned();
        assert_eq!(written.contains('\x1b'), !is_dumb, "{variables:?}");
        let says_c = variables.iter().any(|(name, value)| {
            name.starts_with('L') && !value.contains("UTF-8") && !value.is_empty()
        });
        assert!(!says_c || written.is_ascii(), "{variables:?}: {written}");
    }
}

/// How many bytes a key costs at 80x24, until what it does is seen.
#[test]
fn no_key_costs_more_than_two_kilobytes() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut session = open(Start::book(&folder), false);
    session.see("to go");
    let mut costs = Vec::new();
    let mut press = |session: &mut Session, key: &str, is_so: &dyn Fn(&vt100::Screen) -> bool| {
        let before = session.written().len();
        session.keys(key);
        session.until(key, is_so);
        costs.push((session.written().len() - before, key.to_owned()));
    };
    let cursor = |screen: &vt100::Screen| {
        let text = screen.contents();
        text.lines()
            .position(|line| line.chars().nth(1) == Some('>'))
    };
    for _ in 0..20 {
        let at = session.read(cursor);
        press(&mut session, "j", &|screen| cursor(screen) != at);
    }
    for _ in 0..5 {
        let count = session.read(seen).map(|count| count + 1);
        press(&mut session, "c", &|screen| seen(screen) == count);
    }
    press(&mut session, "1", &|screen| {
        screen.contents().contains("1 [x]")
    });
    press(&mut session, "e", &|screen| {
        screen.contents().contains("enter save")
    });
    for at in 1..=20 {
        let typed = "abcdefghijklmnopqrstuvwxyz"[..at].to_owned();
        press(&mut session, &typed[at - 1..], &|screen| {
            screen.contents().contains(&typed)
        });
    }
    press(&mut session, "\r", &|screen| {
        !screen.contents().contains("enter save")
    });
    press(&mut session, "\r", &|screen| {
        screen.contents().contains("Yearly review")
    });
    press(&mut session, "b", &|screen| {
        screen.contents().contains("any key")
    });
    let sum: usize = costs.iter().map(|(cost, _)| cost).sum();
    costs.sort();
    costs.reverse();
    println!(
        "{} keys: {} bytes each, the dearest {:?}",
        costs.len(),
        sum / costs.len(),
        &costs[..6]
    );
    for (cost, key) in &costs {
        assert!(*cost <= 2048, "{key:?} cost {cost} bytes");
    }
}
