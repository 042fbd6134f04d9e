//! Three hundred hostile strings typed, pasted and shown: no forbidden byte reaches the terminal, only the sequences that
//! the program itself sends.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod driver;
mod strings;

use driver::Driver;
use homeroom::{
    app::{line::Typed, message::Message, model::Model},
    view::{self, Look},
};
use ratatui::{Terminal, TerminalOptions, Viewport, backend::CrosstermBackend, layout::Rect};
use strings::{HOSTILE, entries, is_forbidden};

/// The bytes that one whole frame sends.
fn bytes(model: &Model) -> Vec<u8> {
    let mut sent = Vec::new();
    let viewport = Viewport::Fixed(Rect::new(0, 0, 80, 24));
    let options = TerminalOptions { viewport };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(&mut sent), options).unwrap();
    terminal
        .draw(|frame| view::draw(model, &Look::default(), frame))
        .unwrap();
    drop(terminal);
    sent
}

/// Takes the sequences out that the program sends: moving the cursor, styles, showing and hiding the cursor.
fn without_own_sequences(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((plain, after)) = rest.split_once("\u{1b}[") {
        out += plain;
        let end = after
            .find(|c: char| c.is_ascii_alphabetic())
            .expect("a sequence ends");
        let (parameters, last) = after.split_at(end);
        assert!(
            parameters
                .bytes()
                .all(|b| b.is_ascii_digit() || b";?".contains(&b)),
            "{parameters}"
        );
        assert!(
            "Hmhl".contains(&last[..1]),
            "a sequence that is not ours: {parameters}{}",
            &last[..1]
        );
        rest = &last[1..];
    }
    out + rest
}

fn check(driver: &Driver, whence: &str) -> usize {
    let sent = bytes(&driver.model);
    let text = String::from_utf8(sent.clone()).expect("UTF-8");
    for c in without_own_sequences(&text).chars() {
        assert!(!is_forbidden(c), "{whence}: U+{:04X} was sent", c as u32);
    }
    sent.len()
}

#[test]
fn three_hundred_hostile_strings_put_no_forbidden_byte_on_the_terminal() {
    let strings = entries(HOSTILE);
    assert!(strings.len() >= 300, "{}", strings.len());
    let mut sent = 0;
    for (line, hostile) in &strings {
        let whence = format!("hostile.txt:{line}");
        let mut driver = Driver::group(&["Diaz, Ana"], 9);
        driver.keys("/");
        driver.message(Message::Text(Typed::Paste(hostile.clone())));
        sent += check(&driver, &whence);
        driver.keys("<esc>+");
        driver.message(Message::Text(Typed::Paste(hostile.clone())));
        sent += check(&driver, &whence);
        driver.keys("<enter>");
        driver.keys("<esc>e");
        driver.message(Message::Text(Typed::Paste(hostile.clone())));
        driver.keys("<tab>");
        for c in hostile.chars() {
            driver.message(Message::Text(Typed::Char(c)));
        }
        sent += check(&driver, &whence);
        driver.keys("<enter>");
        sent += check(&driver, &whence);
        driver.keys("G<enter>");
        sent += check(&driver, &whence);
        driver.keys("<esc>t");
        sent += check(&driver, &whence);
    }
    assert!(sent > 3_000_000, "looked at {sent} bytes");
    println!("{} strings, {sent} bytes", strings.len());
}
