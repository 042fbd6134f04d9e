//! THE LOOP without a screen: prints what changed, reads a line, and so on. For a screen reader, a dumb terminal, a pipe.
//!
//! Called by `cli`. The program, the worker and the watchdog are those of the full-screen loop; only what is printed and how
//! keys come differ. Writes no escape sequence and moves no cursor.

pub mod conversation;
mod hidden;

use std::{
    env,
    io::{self, BufRead, IsTerminal, Read, Write},
    sync::{
        Arc,
        mpsc::{self, Receiver},
    },
    time::Duration,
};

use super::{
    Input, LAST_WORK, Start, Wires, begin, clock,
    watch::{self, Idle, Seen, Watch},
    worker::{self, Answer, Job, Worker},
};
use crate::{
    app::{
        effect::{Effect, Outcome},
        screen::Screen,
    },
    error::{Code, Error},
    keys::Keymap,
    view::plain::Question,
};
use conversation::{Conversation, Outside};

/// The longest line that is taken, in bytes: more than any field holds.
const LONGEST_LINE: u64 = 64 * 1024;

/// Whether the surroundings ask for lines instead of a screen: `ACCESSIBLE` is set, or the terminal cannot place its cursor.
pub fn is_wanted() -> bool {
    let asked = env::var("ACCESSIBLE").is_ok_and(|value| !value.is_empty() && value != "0");
    let is_dumb = cfg!(unix) && env::var("TERM").is_ok_and(|name| name == "dumb");
    asked || (is_dumb && io::stdin().is_terminal() && io::stdout().is_terminal())
}

/// Holds the conversation until the person leaves or nothing more comes in.
///
/// # Errors
/// Nothing can be read or printed, or the book could not be closed as it should.
pub fn run(start: Start) -> Result<(), Error> {
    let keymap = Keymap::default();
    let refused = start.refused();
    let (model, worker) = begin(start, Arc::new(keymap.bindings()));
    let (wires, answers) = connect(worker).map_err(|error| gone(&error))?;
    let mut outside = Threads {
        wires,
        answers,
        trouble: false,
    };
    let mut conversation = Conversation::new(model, keymap);
    let ended = hold(&mut conversation, &mut outside);
    let said = outside.wires.finish();
    ended?;
    match said {
        Some(problem) => Err(problem.into()),
        None => super::ended(refused, &conversation.model),
    }
}

fn hold(conversation: &mut Conversation, outside: &mut Threads) -> Result<(), Error> {
    print(&conversation.begin())?;
    while !conversation.is_over() {
        let question = conversation.question();
        let Some(line) = ask(&question)? else {
            return Ok(()); // nothing more comes: as when a window is closed
        };
        conversation.tick(clock::now(), outside);
        if outside.trouble {
            outside.try_again(conversation);
        }
        let said = conversation.take(&line, outside);
        outside.trouble = has_trouble(conversation);
        print(&said)?;
        wait_out(conversation)?;
    }
    Ok(())
}

/// After a wrong passphrase the next one is asked for only when it is taken.
fn wait_out(conversation: &Conversation) -> Result<(), Error> {
    if let Some(Screen::Gate(gate)) = conversation.model.top()
        && gate.seconds_left() > 0
    {
        let seconds = gate.seconds_left().unsigned_abs();
        print(&[format!("The next try is taken in {seconds} s.")])?;
        std::thread::sleep(Duration::from_secs(seconds));
    }
    Ok(())
}

fn has_trouble(conversation: &Conversation) -> bool {
    let desk = conversation.model.desk.as_ref();
    desk.is_some_and(|desk| desk.saves.problem.is_some())
}

fn print(lines: &[String]) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}").map_err(|error| gone(&error))?;
    }
    out.flush().map_err(|error| gone(&error))
}

/// Asks for a line; `None` when no more come. The answer to a secret is not shown.
fn ask(question: &Question) -> Result<Option<zeroize::Zeroizing<String>>, Error> {
    print(&question.choices)?;
    let is_terminal = io::stdin().is_terminal();
    let hidden = (question.is_secret && is_terminal).then(hidden::Hidden::begin);
    let mut out = io::stdout().lock();
    let end = if is_terminal { "" } else { "\n" };
    write!(out, "{}{end}", question.text)
        .and_then(|()| out.flush())
        .map_err(|error| gone(&error))?;
    let mut line = zeroize::Zeroizing::new(String::new());
    let mut bytes = zeroize::Zeroizing::new(Vec::new());
    let read = io::stdin()
        .lock()
        .take(LONGEST_LINE)
        .read_until(b'\n', &mut bytes)
        .map_err(|error| gone(&error))?;
    if hidden.is_some() {
        drop(hidden);
        writeln!(out).map_err(|error| gone(&error))?;
    }
    line.push_str(&String::from_utf8_lossy(&bytes));
    let kept = line.trim_end_matches(['\n', '\r']).len();
    line.truncate(kept);
    Ok((read > 0).then_some(line))
}

/// Starts the worker, and at a terminal the watchdog.
fn connect(worker: Worker) -> io::Result<(Wires, Receiver<Input>)> {
    let (sender, answers) = mpsc::channel();
    let (jobs, work) = mpsc::channel();
    let done = worker::start(worker, work, move |answer| {
        let _ = sender.send(Input::Worker(answer)); // at the end nobody listens any more
    })?;
    let mut idle = Arc::new(Idle::new(|| {}));
    if io::stdin().is_terminal() {
        let (last_job, closed) = (jobs.clone(), done.clone());
        let seen = |seen| {
            if seen == Seen::Stop {
                hidden::show();
                watch::stop();
            }
        };
        let watch = Watch::register()?;
        idle = watch.idle(); // nothing arms it: what was printed cannot be wiped
        watch.start(
            seen,
            |_| Seen::Locked,
            move || {
                hidden::show();
                let _ = last_job.send(Job::End);
                closed.wait_for(LAST_WORK);
            },
        )?;
    }
    Ok((Wires { jobs, done, idle }, answers))
}

/// The other threads, asked and waited for.
struct Threads {
    wires: Wires,
    answers: Receiver<Input>,
    /// Something could not be saved.
    trouble: bool,
}

impl Threads {
    /// Everything that the worker says until it has done this.
    fn wait_for(&self, job: Job) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        let sent = self.wires.jobs.send(job);
        if sent.and_then(|()| self.wires.jobs.send(Job::Mark)).is_err() {
            return outcomes; // it has ended: `Done` says why
        }
        while let Ok(Input::Worker(answer)) = self.answers.recv() {
            match answer {
                Answer::Outcome(outcome) => outcomes.push(outcome),
                Answer::Reached | Answer::Safe => break,
            }
        }
        outcomes
    }

    /// A line is as good a time as a minute to try again what could not be saved.
    fn try_again(&mut self, conversation: &mut Conversation) {
        for outcome in self.wait_for(Job::Minute) {
            conversation.hear(outcome, self);
        }
    }
}

impl Outside for Threads {
    fn perform(&mut self, effect: Effect) -> Vec<Outcome> {
        match effect {
            Effect::Suspend => {
                watch::stop();
                Vec::new()
            }
            Effect::OpenAddress(address) | Effect::CopyAddress(address) => {
                vec![Outcome::Handed(Ok(format!(
                    "The address: {}",
                    address.as_str()
                )))]
            }
            Effect::Quit if self.trouble => self.wait_for(Job::Abandon), // it was asked
            effect => self.wait_for(Job::Effect(effect)),
        }
    }
}

fn gone(error: &io::Error) -> Error {
    Error::new(
        format!("Nothing can be read or printed here ({error})."),
        Code::Gone,
    )
    .safe("Everything that was said to be done is in the book.")
}
