//! Locking: the screen is wiped, the book closed, and the program begun anew in the same process, so that nothing of the
//! book stays in its memory.
//!
//! The watchdog does it, for whatever reason a book is locked, so that it happens also when the loop hangs. Where the
//! system cannot begin a program anew in the same process, the loop is told to forget what was open.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError, Sender},
    time::Duration,
};

use super::{
    fault, terminal,
    watch::{Seen, Then, Why},
    worker::Job,
};
use crate::error::{Code, Error};

/// How long the worker has to save what waits and to close the book. Nothing is on the screen meanwhile.
const LONGEST: Duration = Duration::from_secs(10);

/// Locks the open book. Comes back only where it could not, or where the program could not be begun anew: with what the
/// loop is to be told. `options` are those with which it begins anew.
pub fn lock(jobs: &Sender<Job>, why: Why, options: &[&str]) -> Seen {
    terminal::cover();
    fault::place("lock");
    let then = match why {
        Why::Idle => Then::Ask,
        Why::Asked(then) => then,
    };
    match close(jobs) {
        Ok(Some(book)) => {
            terminal::restore();
            begin_anew(&book, then, options);
            Seen::Locked
        }
        Ok(None) => Seen::Unsaved(why),
        Err(RecvTimeoutError::Timeout) => give_up(),
        Err(RecvTimeoutError::Disconnected) => Seen::Locked, // the worker has ended: nothing is open
    }
}

/// Has the worker close the book. Where it lies; `None` when something in it cannot be saved.
fn close(jobs: &Sender<Job>) -> Result<Option<PathBuf>, RecvTimeoutError> {
    let (tell, closed) = mpsc::channel();
    let _ = jobs.send(Job::Lock(tell));
    closed.recv_timeout(LONGEST)
}

/// The disk does not answer, and an open book must not stay: the end of the process wipes its memory as well.
fn give_up() -> ! {
    terminal::give_up();
    let said = Error::new(
        "Homeroom locked the book and ended, because the disk did not answer.",
        Code::Gone,
    )
    .safe("Everything that was shown as saved is in the book.")
    .todo("Start it again when the disk is there.");
    let _ = writeln!(io::stderr(), "{said}");
    std::process::exit(Code::Gone as i32)
}

/// This program once more, in this process, at the question for the passphrase. Comes back only if that is not possible.
#[cfg(unix)]
fn begin_anew(book: &Path, then: Then, options: &[&str]) {
    use std::{os::unix::process::CommandExt, process::Command};
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut command = match then {
        Then::Ask => Command::new(&program),
        // The shell waits in this process until it is told to go on, so that what waits holds nothing of the book.
        Then::Stop => {
            let mut shell = Command::new("/bin/sh");
            shell.args(["-c", "kill -s STOP $$; exec \"$0\" \"$@\""]);
            shell.arg(&program);
            shell
        }
    };
    let _ = command.args(options).arg("--book").arg(book).exec();
}

#[cfg(not(unix))]
fn begin_anew(_: &Path, _: Then, _: &[&str]) {}
