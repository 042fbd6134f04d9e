//! Asking a person on the terminal, without a screen: a passphrase that is not shown, a yes or no.
//!
//! Questions go to the error output, so that the results of a command can be sent elsewhere.

use std::{
    io::{self, BufRead, IsTerminal, Read, Write},
    sync::atomic::{AtomicBool, Ordering},
};

use crossterm::{
    cursor::MoveTo,
    event::{Event, KeyCode, KeyEvent, KeyModifiers, read},
    terminal::{EnterAlternateScreen, LeaveAlternateScreen, enable_raw_mode},
};

use zeroize::Zeroizing;

use crate::{
    app::effect::Secret,
    error::{Code, Error},
    run::{
        terminal,
        watch::{Seen, Watch},
    },
};

/// The longest line that is taken from an input that is no terminal.
const LONGEST: u64 = 4096;

/// Whether a person can be asked.
pub(super) fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Says something beside the results.
pub(super) fn say(text: &str) -> Result<(), Error> {
    writeln!(io::stderr(), "{text}").map_err(|error| no_answer(&error))
}

/// Asks for a passphrase without showing it; from an input that is no terminal it takes one line.
pub(super) fn passphrase(question: &str) -> Result<Secret, Error> {
    if !is_terminal() {
        return first_line();
    }
    watch_signals()
        .and_then(|()| enable_raw_mode()) // before the question: nothing of a hasty answer is shown
        .and_then(|()| write!(io::stderr(), "{question}"))
        .map_err(|error| no_answer(&error))?;
    let typed = hidden_line();
    terminal::restore();
    say("")?;
    typed
}

/// Shows what nobody else should find later: on a terminal on a page of its own, which is gone after enter.
pub(super) fn show_once(text: &str) -> Result<(), Error> {
    if !is_terminal() {
        return say(text);
    }
    let page = || -> io::Result<()> {
        watch_signals()?;
        enable_raw_mode()?;
        crossterm::execute!(io::stderr(), EnterAlternateScreen, MoveTo(0, 0))?;
        let lines = text.replace('\n', "\r\n");
        write!(io::stderr(), "{lines}\r\n\r\nEnter goes on. ")?;
        io::stderr().flush()
    };
    let shown = page()
        .map_err(|error| no_answer(&error))
        .and_then(|()| hidden_line());
    let left = crossterm::execute!(io::stderr(), LeaveAlternateScreen);
    terminal::restore();
    left.map_err(|error| no_answer(&error))?;
    shown.map(|_| ())
}

/// A signal while the letters are hidden must not leave the terminal without them.
fn watch_signals() -> io::Result<()> {
    static WATCHED: AtomicBool = AtomicBool::new(false);
    if WATCHED.swap(true, Ordering::SeqCst) {
        return Ok(());
    }
    Watch::register()?.start(|_| {}, |_| Seen::Locked, terminal::restore)
}

fn first_line() -> Result<Secret, Error> {
    let mut line = Zeroizing::new(String::new());
    io::stdin()
        .lock()
        .take(LONGEST)
        .read_line(&mut line)
        .map_err(|error| no_answer(&error))?;
    Ok(Secret::new(line.trim_end_matches(['\n', '\r'])))
}

/// Letters until enter. Nothing is shown, not even how many.
fn hidden_line() -> Result<Secret, Error> {
    let mut line = Zeroizing::new(String::new());
    loop {
        match read().map_err(|error| no_answer(&error))? {
            Event::Paste(text) => line.push_str(&text),
            event => {
                let Some(key) = event.as_key_press_event() else {
                    continue;
                };
                match typed(key) {
                    Typed::Letter(letter) => line.push(letter),
                    Typed::Back => drop(line.pop()),
                    Typed::Enter => return Ok(Secret::new(line.as_str())),
                    Typed::Stop => return Err(stopped()),
                    Typed::Nothing => {}
                }
            }
        }
    }
}

enum Typed {
    Letter(char),
    Back,
    Enter,
    Stop,
    Nothing,
}

fn typed(key: KeyEvent) -> Typed {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('c' | 'd') if control => Typed::Stop,
        KeyCode::Esc => Typed::Stop,
        KeyCode::Enter => Typed::Enter,
        KeyCode::Backspace => Typed::Back,
        KeyCode::Char(letter) if !control => Typed::Letter(letter),
        _ => Typed::Nothing,
    }
}

/// Asks for a line, which is shown while it is typed.
pub(super) fn line(question: &str) -> Result<String, Error> {
    write!(io::stderr(), "{question}").map_err(|error| no_answer(&error))?;
    let mut line = String::new();
    io::stdin()
        .lock()
        .take(LONGEST)
        .read_line(&mut line)
        .map_err(|error| no_answer(&error))?;
    if !is_terminal() {
        say("")?; // nobody pressed enter on a screen
    }
    Ok(line.trim().to_owned())
}

/// Asks a question that `y` agrees to; everything else means no.
pub(super) fn agrees(question: &str) -> Result<bool, Error> {
    let answer = line(&format!("{question} [y/N] "))?;
    Ok(matches!(answer.as_str(), "y" | "Y" | "yes"))
}

fn stopped() -> Error {
    Error::new("Stopped.", Code::Failed).safe("Nothing was changed.")
}

fn no_answer(error: &io::Error) -> Error {
    Error::new(
        format!("The answer could not be read ({error})."),
        Code::Failed,
    )
    .safe("Nothing was changed.")
}
