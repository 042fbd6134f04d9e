//! THE LOOP without a screen: prints what changed, reads a line, and so on. For a screen reader, a dumb terminal, a pipe.
//!
//! Called by `cli`. The program, the worker and the watchdog are those of the full-screen loop; only what is printed and how
//! keys come differ. Writes no escape sequence and moves no cursor.

pub mod conversation;
mod hidden;
mod input;

use std::{
    env,
    io::{self, IsTerminal, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver},
    },
    time::Duration,
};

use super::{
    LAST_WORK, Start, Wires, begin, clock, event, lock,
    settings::Settings,
    terminal,
    watch::{self, Seen, Then, Watch, Why},
    worker::{self, Answer, Job, Worker},
};
use crate::{
    app::{
        effect::{Effect, Outcome},
        screen::{Screen, form::draft},
    },
    domain::draft::Draft,
    error::{Code, Error},
    view::plain::Question,
};
use conversation::{Conversation, Outside};
use input::{Input, Line};

/// Said twenty seconds before the book locks.
const LOCKS_SOON: &str = "The book locks in 20 seconds. Enter keeps it open.";

/// Said when it locks: what stands in the window is not ours to wipe.
const LOCKED: &str = "The book is locked. What was said above still stands in this window.";

/// Said where it cannot: what is not on the disk would be lost.
const NOT_LOCKED: &str =
    "The book is not locked, because the last change is not saved. Enter goes on.";

/// Said where the program could not begin anew, so that the next line is not shown as a passphrase would be.
const ENTER_ASKS: &str = "Enter asks for the passphrase.";

/// With which the program begins anew.
const ANEW: &[&str] = &["--plain"];
const ANEW_MID_LINE: &[&str] = &["--plain", "--mid-line"];

/// Whether the surroundings ask for lines instead of a screen: `ACCESSIBLE` is set, or the terminal cannot place its cursor.
pub fn is_wanted() -> bool {
    let asked = env::var("ACCESSIBLE").is_ok_and(|value| !value.is_empty() && value != "0");
    let is_dumb = cfg!(unix) && env::var("TERM").is_ok_and(|name| name == "dumb");
    asked || (is_dumb && io::stdin().is_terminal() && io::stdout().is_terminal())
}

/// Holds the conversation until the person leaves or nothing more comes in. `mid_line`: the program began anew while a line
/// was coming in, whose rest means nothing any more.
///
/// # Errors
/// Nothing can be read or printed, or the book could not be closed as it should.
pub fn run(start: Start, settings: Settings, mid_line: bool) -> Result<(), Error> {
    terminal::install_panic_hook();
    let watch = Watch::register().map_err(|error| gone(&error))?;
    let refused = start.refused();
    let (model, worker) = begin(start, &settings);
    let mut outside = Threads::connect(worker, watch).map_err(|error| gone(&error))?;
    let mut conversation = Conversation::new(model, settings.keymap);
    let ended = hold(&mut conversation, &mut outside, mid_line);
    let said = outside.wires.finish();
    ended?;
    if let Some(problem) = said {
        return Err(problem.into());
    }
    put(&format!("{}\n", conversation.goodbye()))?;
    super::ended(refused, &conversation.model)
}

fn hold(
    conversation: &mut Conversation,
    outside: &mut Threads,
    mid_line: bool,
) -> Result<(), Error> {
    print(&conversation.begin())?;
    if mid_line {
        outside.input.skip_line().map_err(|error| gone(&error))?;
    }
    while !conversation.is_over() {
        outside.attend(conversation);
        let Some(line) = outside.ask(&conversation.question())? else {
            return Ok(()); // nothing more comes: as when a window is closed
        };
        let is_for_nobody = outside.hear_news(conversation, &line);
        conversation.tick(clock::now(), outside);
        if outside.trouble {
            outside.try_again(conversation);
        }
        let said = if is_for_nobody {
            conversation.look()
        } else {
            conversation.take(&line.text, outside)
        };
        outside.trouble = has_trouble(conversation);
        print(&said)?;
        outside.wait_out(conversation)?;
    }
    Ok(())
}

fn has_trouble(conversation: &Conversation) -> bool {
    let desk = conversation.model.desk.as_ref();
    desk.is_some_and(|desk| desk.saves.problem.is_some())
}

fn put(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| gone(&error))
}

fn print(lines: &[String]) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}").map_err(|error| gone(&error))?;
    }
    out.flush().map_err(|error| gone(&error))
}

/// From the watchdog, past whatever the other threads hold; nothing where nobody takes it.
fn say_past(line: &str) {
    if terminal::takes_output(terminal::PATIENCE) {
        let _ = terminal::send(line.as_bytes());
    }
}

/// The other threads, asked and waited for.
struct Threads {
    wires: Wires,
    answers: Receiver<event::Input>,
    input: Arc<Input>,
    /// It was said that the book locks in a moment.
    locks_soon: Arc<AtomicBool>,
    /// What the worker knows of what is being written.
    written: Option<Draft>,
    /// Something could not be saved.
    trouble: bool,
}

impl Threads {
    /// Starts the worker and the watchdog.
    fn connect(worker: Worker, watch: Watch) -> io::Result<Self> {
        let (sender, answers) = mpsc::channel();
        let (jobs, work) = mpsc::channel();
        let tell = sender.clone();
        let done = worker::start(worker, work, move |answer| {
            let _ = sender.send(event::Input::Worker(answer)); // at the end nobody listens any more
        })?;
        let idle = watch.idle();
        let locks_soon = Arc::new(AtomicBool::new(false));
        let input = Arc::new(Input::new());
        let (soon, keyboard) = (Arc::clone(&locks_soon), Arc::clone(&input));
        let seen = move |seen| {
            match seen {
                Seen::Stop => {
                    hidden::show();
                    watch::stop();
                }
                Seen::LocksSoon => {
                    soon.store(true, Ordering::SeqCst);
                    let before = if keyboard.is_terminal() { "\n" } else { "" };
                    say_past(&format!("{before}{LOCKS_SOON}\n"));
                }
                Seen::Locked => say_past(&format!("{ENTER_ASKS}\n")),
                Seen::Unsaved(_) => say_past(&format!("{NOT_LOCKED}\n")),
                Seen::GoOn | Seen::Resized => {}
            }
            let _ = tell.send(event::Input::Seen(seen));
        };
        let (to_lock, keyboard) = (jobs.clone(), Arc::clone(&input));
        let lock = move |why| lock_over(&keyboard, &to_lock, why);
        let (last_job, closed, keyboard) = (jobs.clone(), done.clone(), Arc::clone(&input));
        watch.start(seen, lock, move || {
            let stopped = keyboard.stop();
            hidden::show();
            keep(&stopped, &last_job);
            let _ = last_job.send(Job::End);
            closed.wait_for(LAST_WORK);
        })?;
        Ok(Self {
            wires: Wires {
                jobs,
                done,
                idle,
                gone_on: Arc::default(),
            },
            answers,
            input,
            locks_soon,
            written: None,
            trouble: false,
        })
    }

    /// Before a line is asked for: an open book is to lock itself, and what is being written is to be kept.
    fn attend(&mut self, conversation: &Conversation) {
        let model = &conversation.model;
        let desk = model.desk.as_ref().filter(|desk| !desk.practice);
        let minutes = desk.map(|desk| u64::from(desk.book.settings.lock_minutes));
        let limit = minutes.map(|minutes| Duration::from_secs(60 * minutes));
        self.wires.idle.arm(limit);
        let writing = draft::of(model);
        let is_news = match (&writing, &self.written) {
            (Some(now), Some(before)) => !now.says_the_same(before),
            (now, before) => now.is_some() != before.is_some(),
        };
        if is_news {
            let told = Job::Writing(writing.clone().map(Box::new));
            let _ = self.wires.jobs.send(told); // without a worker the end is near
            self.written = writing;
        }
        self.input.await_line(draft::begun(model));
    }

    /// Asks for a line; `None` when no more come. The answer to a secret is not shown.
    fn ask(&self, question: &Question) -> Result<Option<Line>, Error> {
        print(&question.choices)?;
        let is_terminal = self.input.is_terminal();
        let hidden = (question.is_secret && is_terminal).then(hidden::Hidden::begin);
        let end = if is_terminal { "" } else { "\n" };
        put(&format!("{}{end}", question.text))?;
        let line = self.input.line(&self.wires.idle);
        if hidden.is_some() {
            drop(hidden);
            put("\n")?;
        }
        let line = line.map_err(|error| gone(&error))?;
        if line.as_ref().is_some_and(|line| line.is_cut) {
            put("That line was too long: its end was left out.\n")?;
        }
        Ok(line)
    }

    /// Takes what came while nobody asked. Whether the line that came with it was meant for the warning alone, or for a
    /// book that is closed.
    fn hear_news(&mut self, conversation: &mut Conversation, line: &Line) -> bool {
        let was_warned = self.locks_soon.swap(false, Ordering::SeqCst);
        let mut is_locked = false;
        let news: Vec<event::Input> = self.answers.try_iter().collect();
        for input in news {
            match input {
                event::Input::Worker(Answer::Outcome(outcome)) => {
                    conversation.hear(outcome, self);
                }
                event::Input::Seen(Seen::Locked) => {
                    is_locked = true;
                    self.written = None;
                    conversation.hear(Outcome::Locked, self);
                }
                _ => {}
            }
        }
        is_locked || (was_warned && line.text.trim().is_empty())
    }

    /// After a wrong passphrase the next one is asked for only when it is taken. What is typed meanwhile is not shown.
    fn wait_out(&self, conversation: &Conversation) -> Result<(), Error> {
        if let Some(Screen::Gate(gate)) = conversation.model.top()
            && gate.seconds_left() > 0
        {
            let hidden = self.input.is_terminal().then(hidden::Hidden::begin);
            let seconds = gate.seconds_left().unsigned_abs();
            print(&[format!("The next try is taken in {seconds} s.")])?;
            std::thread::sleep(Duration::from_secs(seconds));
            drop(hidden);
        }
        Ok(())
    }

    /// Everything that the worker says until it has done this.
    fn wait_for(&self, job: Job) -> Vec<Outcome> {
        let sent = self.wires.jobs.send(job);
        if sent.and_then(|()| self.wires.jobs.send(Job::Mark)).is_err() {
            return Vec::new(); // it has ended: `Done` says why
        }
        self.heard_until(|input| {
            matches!(input, event::Input::Worker(Answer::Reached | Answer::Safe))
        })
    }

    /// Everything that the worker says until this comes; that the book is locked, too.
    fn heard_until(&self, is_last: impl Fn(&event::Input) -> bool) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        while let Ok(input) = self.answers.recv() {
            let is_last = is_last(&input);
            match input {
                event::Input::Worker(Answer::Outcome(outcome)) => outcomes.push(outcome),
                event::Input::Seen(Seen::Locked) => outcomes.push(Outcome::Locked),
                _ => {}
            }
            if is_last {
                break;
            }
        }
        outcomes
    }

    /// Has the watchdog lock. Comes back only where the program does not begin anew.
    fn locked(&self) -> Vec<Outcome> {
        self.heard_until(|input| {
            matches!(
                input,
                event::Input::Seen(Seen::Locked | Seen::Unsaved(_) | Seen::Stop)
            )
        })
    }

    /// A line is as good a time as a minute to try again what could not be saved.
    fn try_again(&mut self, conversation: &mut Conversation) {
        for outcome in self.wait_for(Job::Minute) {
            conversation.hear(outcome, self);
        }
    }
}

/// Locks the book, and keeps what is half typed.
fn lock_over(input: &Input, jobs: &mpsc::Sender<Job>, why: Why) -> Seen {
    let stopped = input.stop();
    hidden::show();
    keep(&stopped, jobs);
    let before = match why {
        Why::Idle if input.is_terminal() => "\n",
        _ => "",
    };
    say_past(&format!("{before}{LOCKED}\n"));
    let options = if stopped.is_mid_line() {
        ANEW_MID_LINE
    } else {
        ANEW
    };
    lock::lock(jobs, why, options)
}

fn keep(stopped: &input::Stopped<'_>, jobs: &mpsc::Sender<Job>) {
    if let Some(draft) = stopped.half_given() {
        let _ = jobs.send(Job::Writing(Some(Box::new(draft)))); // without a worker nothing is open
    }
}

impl Outside for Threads {
    fn perform(&mut self, effect: Effect) -> Vec<Outcome> {
        match effect {
            Effect::Lock if self.wires.idle.ask(Then::Ask) => self.locked(),
            Effect::Suspend if self.wires.idle.ask(Then::Stop) => self.locked(),
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
