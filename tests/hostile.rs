//! A thousand hostile strings typed, pasted and shown: no forbidden byte reaches the terminal, only the sequences that
//! the program itself sends.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod counts;
mod driver;
mod strings;

use driver::Driver;
use homeroom::{
    app::{line::Typed, message::Message, model::Model, screen::Screen},
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

/// Keys that lead from the round to each form.
const FORMS: [&str; 17] = [
    "e",
    "m",
    "<tab>x",
    "+",
    "d",
    "vve",
    ":name of the adviser<enter>",
    ":make a group<enter>",
    ":rename the group<enter>",
    ":stock phrases<enter><enter>",
    "P<enter>",
    "Pj<enter>",
    "Pjj<enter>",
    "C+",
    "C<tab><tab>+",
    "C<tab><tab><tab>+",
    ":name and grade<enter>",
];

/// The strings of the data file, and as many more as are wanted: two of them around a sequence for the terminal.
fn strings(count: usize) -> Vec<(String, String)> {
    const BETWEEN: [&str; 8] = [
        "\u{1b}]52;c;cm0gLXJm\u{7}",
        "\u{1b}[2J\u{1b}[H",
        "\u{9b}31m",
        "\u{1b}]0;title\u{1b}\\",
        "\u{202e}\u{2066}",
        "\u{200b}\u{feff}\u{e0041}",
        "\r\n\u{8}\u{7f}\0",
        "\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    ];
    let known = entries(HOSTILE);
    assert!(known.len() >= 300, "{}", known.len());
    let mixed = (0..).map(|number: usize| {
        let (first, one) = &known[(number * 7) % known.len()];
        let (second, other) = &known[(number * 11 + number / known.len() + 5) % known.len()];
        let between = BETWEEN[number % BETWEEN.len()];
        let whence = format!("hostile.txt:{first} and {second}");
        (whence, format!("{one} an{between}d {other}"))
    });
    let whole = known.iter();
    let whole = whole.map(|(line, text)| (format!("hostile.txt:{line}"), text.clone()));
    whole.chain(mixed).take(count).collect()
}

fn paste(driver: &mut Driver, text: &str) {
    driver.message(Message::Text(Typed::Paste(text.to_owned())));
}

/// Fills every field of a form with it, and takes the form.
fn fill(driver: &mut Driver, text: &str, whence: &str) -> usize {
    let mut sent = 0;
    let Screen::Form(form) = driver.top() else {
        return sent;
    };
    for _ in 0..form.fields.all.len() {
        paste(driver, text);
        driver.keys("<tab>");
    }
    sent += check(driver, whence);
    driver.keys("<enter>");
    sent + check(driver, whence)
}

#[test]
fn a_thousand_hostile_strings_put_no_forbidden_byte_on_the_terminal() {
    let strings = strings(counts::HOSTILE.times());
    let mut sent = 0;
    let mut filled = [0; FORMS.len()];
    for (at, (whence, hostile)) in strings.iter().enumerate() {
        let mut driver = Driver::group(&["Diaz, Ana"], 9);
        driver.keys("/");
        paste(&mut driver, hostile);
        sent += check(&driver, whence);
        driver.keys("<esc>+");
        paste(&mut driver, hostile);
        sent += check(&driver, whence);
        driver.keys("<enter>");
        driver.keys("<esc>e");
        paste(&mut driver, hostile);
        driver.keys("<tab>");
        for c in hostile.chars() {
            driver.message(Message::Text(Typed::Char(c)));
        }
        sent += check(&driver, whence);
        driver.keys("<enter>");
        sent += check(&driver, whence);
        driver.keys("G<enter>");
        sent += check(&driver, whence);
        driver.keys("<esc>t");
        sent += check(&driver, whence);
        driver.keys("<esc>").keys(FORMS[at % FORMS.len()]);
        let form = fill(&mut driver, hostile, whence);
        filled[at % FORMS.len()] += usize::from(form > 0);
        sent += form;
    }
    assert!(sent > 10_000_000, "looked at {sent} bytes");
    println!("{} strings, {sent} bytes", strings.len());
    for (keys, filled) in FORMS.iter().zip(filled) {
        assert!(filled > 0, "{keys} led to no form");
    }
}
