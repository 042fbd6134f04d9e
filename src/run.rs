//! THE LOOP: takes what happened, has the program decide, has effects performed, draws once.
//!
//! Called by `cli` to show the full-screen program. Joins everything: the keyboard and the worker each have a thread and
//! put what they have into one queue; the watchdog locks the book when nobody is there and ends the process when the
//! terminal is gone. The loop waits for nothing but that queue and the next minute, and draws only after something happened.
//!
//! ```text
//!  keyboard --event-->  +------+  --effects-->  worker (owns the file)
//!  watchdog --stop--->  | loop |  <--answers--
//!                       +------+  --frame---->  terminal
//! ```

mod address;
pub mod clock;
pub mod event;
pub mod fault;
mod lock;
pub mod paths;
pub mod plain;
pub mod process;
pub(crate) mod record;
pub mod seen;
pub mod settings;
pub mod terminal;
pub mod watch;
pub mod worker;

use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    time::{Duration, Instant},
};

use crossterm::event::Event;

use crate::{
    app::{
        access::Access,
        action::Action,
        effect::{Effect, Opened, Outcome, Problem},
        line::Typed,
        message::Message,
        model::Model,
        screen::{Screen, form::draft, gate::Gate},
        update::{context, update},
    },
    domain::draft::Draft,
    error::{Code, Error},
    exchange::{catalog, practice},
    keys::{self, Keymap},
    store::{Backup, Claimed, StoreError},
    view::{self, Look},
};
use event::Input;
use settings::{Settings, Themes};
use terminal::Terminal;
use watch::{Idle, Seen, Then, Watch, Why};
use worker::{Answer, Done, Job, Worker};

/// The longest paste that is taken, in bytes: more than any field holds.
const LONGEST_PASTE: usize = 64 * 1024;

/// How long the worker has to finish when the terminal is gone.
const LAST_WORK: Duration = Duration::from_millis(1500);

/// What the program begins with.
#[derive(Debug)]
pub enum Start {
    /// The book is there and ours; it asks for the passphrase.
    Unlock(PathBuf, Box<Claimed>),
    /// Somebody else has the book open, as this says.
    Busy(PathBuf, Box<StoreError>),
    /// The book cannot be read, for this reason; a backup can take its place.
    Damaged(PathBuf, Problem, Backup),
    /// There is no book; it asks what is needed to make one.
    Make(PathBuf),
    /// An invented group, for learning the program.
    Practice,
}

/// Shows the full-screen program until the person leaves.
///
/// # Errors
/// There is no terminal for it, or the book could not be closed as it should.
pub fn run(start: Start, settings: Settings) -> Result<(), Error> {
    terminal::check()?;
    let watch = Watch::register().map_err(|error| no_start(&error))?;
    let refused = start.refused();
    let (mut model, worker) = begin(start, &settings);
    let Settings {
        look,
        keymap,
        themes,
        ..
    } = settings;
    fault::place("open");
    if look.color {
        model.themes = themes.names().into_iter().map(str::to_owned).collect();
    }
    let mut terminal = Terminal::enter().map_err(|error| no_start(&error))?;
    terminal
        .draw(|frame| view::draw(&model, &look, frame))
        .map_err(|error| lost(&error))?;
    let (sender, inbox) = mpsc::channel();
    let wires = Wires::connect(worker, watch, &sender).map_err(|error| no_start(&error))?;
    let mut session = Session {
        model,
        keymap,
        themes,
        look,
        terminal,
        wires,
        written: None,
        stopped: false,
        distrusts: false,
        changed: false,
    };
    session.last(&inbox)?;
    drop(session.terminal); // the person has the shell back while the file is closed
    match session.wires.finish() {
        Some(said) => Err(said.into()),
        None => ended(refused, &session.model),
    }
}

impl Start {
    /// What is said at the end when the book was never free.
    fn refused(&self) -> Option<Error> {
        match self {
            Self::Busy(_, error) => Some((**error).clone().into()),
            _ => None,
        }
    }
}

/// A book that was open elsewhere and stayed so ends the program as a refused command does.
fn ended(refused: Option<Error>, model: &Model) -> Result<(), Error> {
    match refused {
        Some(error) if model.desk.is_none() => Err(error),
        _ => Ok(()),
    }
}

/// The model before anything happened, and the worker that belongs to it.
fn begin(start: Start, settings: &Settings) -> (Model, Worker) {
    let now = clock::now();
    let bindings = Arc::new(settings.keymap.bindings());
    let gate = |path: &Path, gate: fn(String, Vec<String>) -> Gate| {
        let mut warnings = paths::warnings(path);
        warnings.extend(settings.warning());
        gate(paths::shown(path), warnings)
    };
    match start {
        Start::Unlock(path, claimed) => {
            let mut model = Model::new(now, gate(&path, Gate::unlock), bindings);
            model.access = worker::claim::access(&path, claimed.is_reading());
            if let Some(Screen::Gate(gate)) = model.screens.last_mut() {
                gate.reads = claimed.is_reading();
                if gate.reads {
                    gate.warnings.clear(); // nothing is put there
                }
            }
            (model, Worker::claimed(path, *claimed))
        }
        Start::Busy(path, error) => {
            let elsewhere = worker::claim::elsewhere(&path, *error);
            let gate = Gate::elsewhere(paths::shown(&path), elsewhere);
            (Model::new(now, gate, bindings), Worker::new(path))
        }
        Start::Damaged(path, problem, backup) => {
            let gate = Gate::damaged(paths::shown(&path), problem, backup.spoken());
            (
                Model::new(now, gate, bindings),
                Worker::damaged(path, backup),
            )
        }
        Start::Make(path) => {
            let model = Model::new(now, gate(&path, Gate::make), bindings);
            (model, Worker::new(path))
        }
        Start::Practice => {
            let gate = Gate::unlock(String::new(), Vec::new());
            practice(Model::new(now, gate, bindings), settings.warning())
        }
    }
}

/// Opens the invented group at once; the worker puts it into a file while the person is looking at it.
fn practice(mut model: Model, warning: Option<String>) -> (Model, Worker) {
    let catalog = catalog::default_catalog();
    let made = practice::practice(&catalog, model.now.date());
    let last = made.journal.last().map_or(0, |entry| entry.seq);
    let worker = Worker::practice(made.book.clone(), last);
    model.open(Opened {
        book: made.book,
        entries: made.journal,
        catalog: Arc::new(catalog),
        practice: true,
        access: Access::Writing,
        warnings: warning.into_iter().collect(),
        place: "practice".into(),
        years: std::collections::BTreeSet::new(),
        draft: None,
    });
    (model, worker)
}

/// The ways to the other threads.
#[derive(Debug)]
struct Wires {
    jobs: Sender<Job>,
    done: Done,
    idle: Arc<Idle>,
    /// The process went on after a stop, and the watchdog has not told of it yet: nothing is to be drawn before that.
    gone_on: Arc<AtomicBool>,
}

impl Wires {
    /// Starts the threads.
    fn connect(worker: Worker, watch: Watch, inbox: &Sender<Input>) -> io::Result<Self> {
        let (jobs, work) = mpsc::channel();
        let answers = inbox.clone();
        let done = worker::start(worker, work, move |answer| {
            let _ = answers.send(Input::Worker(answer)); // at the end nobody listens any more
        })?;
        let (idle, gone_on) = (watch.idle(), watch.gone_on());
        let (tell, closed) = (inbox.clone(), done.clone());
        let (to_lock, last_job) = (jobs.clone(), jobs.clone());
        let seen = move |seen| {
            let _ = tell.send(Input::Seen(seen));
        };
        let lock = move |why| lock::lock(&to_lock, why, &[]);
        watch.start(seen, lock, move || {
            let began = Instant::now();
            let _ = last_job.send(Job::End); // while a slow terminal is given back
            terminal::give_up();
            closed.wait_for(LAST_WORK.saturating_sub(began.elapsed()));
        })?;
        event::listen(inbox.clone(), Arc::clone(&idle))?;
        Ok(Self {
            jobs,
            done,
            idle,
            gone_on,
        })
    }

    /// Waits until the file is closed. What should be said about it, if anything.
    fn finish(&self) -> Option<Problem> {
        let _ = self.jobs.send(Job::End);
        self.done.wait()
    }
}

/// Also after a fault of the program what was entered reaches the disk.
impl Drop for Wires {
    fn drop(&mut self) {
        let _ = self.jobs.send(Job::End);
        self.done.wait_for(LAST_WORK);
    }
}

/// The program while it is shown.
#[derive(Debug)]
struct Session {
    model: Model,
    keymap: Keymap,
    themes: Themes,
    look: Look,
    terminal: Terminal,
    wires: Wires,
    /// What the worker knows of what is being written.
    written: Option<Draft>,
    /// This program stopped itself: the signal to go on is expected, and everything is painted by then.
    stopped: bool,
    /// It was stopped while the passphrase was looked at: whoever goes on may be somebody else.
    distrusts: bool,
    /// Something happened since the last frame.
    changed: bool,
}

/// Whether the loop goes on.
type Flow = std::ops::ControlFlow<()>;

impl Session {
    /// Until the person leaves.
    fn last(&mut self, inbox: &Receiver<Input>) -> Result<(), Error> {
        while let Some(batch) = event::wait(inbox, self.until_next()) {
            self.tick(batch.is_empty());
            for input in batch {
                if self.take(input)?.is_break() {
                    return Ok(());
                }
            }
            self.tell_of_writing();
            self.arm();
            self.draw()?;
        }
        Ok(())
    }

    /// How long nothing changes by itself.
    fn until_next(&self) -> Duration {
        match self.model.top() {
            Some(Screen::Gate(gate)) if gate.seconds_left() > 0 => clock::until_next_second(),
            _ => clock::until_next_minute(),
        }
    }

    /// An open book locks itself, except the practice group.
    fn arm(&self) {
        let desk = self.model.desk.as_ref().filter(|desk| !desk.practice);
        let minutes = desk.map(|desk| u64::from(desk.book.settings.lock_minutes));
        let limit = minutes.map(|minutes| Duration::from_secs(60 * minutes));
        self.wires.idle.arm(limit);
    }

    /// The worker keeps what is being written when the book is closed over it, also when this thread hangs by then.
    fn tell_of_writing(&mut self) {
        let writing = draft::of(&self.model);
        let is_news = match (&writing, &self.written) {
            (Some(now), Some(before)) => !now.says_the_same(before),
            (now, before) => now.is_some() != before.is_some(),
        };
        if is_news {
            self.send(Job::Writing(writing.clone().map(Box::new)));
            self.written = writing;
        }
    }

    /// Tells the time; after a minute in which nothing happened it also shows it.
    fn tick(&mut self, minute: bool) {
        let now = clock::now();
        fault::place("tick");
        self.tell(Message::Tick(now));
        if minute {
            self.changed = true;
            if self.has_trouble() {
                self.send(Job::Minute);
            }
        }
    }

    fn has_trouble(&self) -> bool {
        self.model
            .desk
            .as_ref()
            .is_some_and(|desk| desk.saves.problem.is_some())
    }

    fn take(&mut self, input: Input) -> Result<Flow, Error> {
        match input {
            Input::Terminal(event) => self.take_event(event)?,
            Input::Worker(Answer::Outcome(outcome)) => self.take_outcome(outcome),
            Input::Worker(Answer::Safe) => return Ok(Flow::Break(())),
            Input::Worker(Answer::Reached) => {}
            Input::Seen(seen) => self.take_seen(seen)?,
            Input::Lost(error) => return Err(lost(&error)),
        }
        Ok(Flow::Continue(()))
    }

    fn take_seen(&mut self, seen: Seen) -> Result<(), Error> {
        match seen {
            // The book was opened while this waited in the queue: it is locked first.
            Seen::Stop if self.wires.idle.ask(Then::Stop) => {}
            Seen::Stop | Seen::Unsaved(Why::Asked(Then::Stop)) => self.stop()?,
            Seen::GoOn if !self.stopped && self.wires.idle.ask(Then::Ask) => {}
            Seen::GoOn => self.go_on()?,
            Seen::Resized => self.fit()?,
            Seen::LocksSoon => {
                self.changed = true;
                self.tell(Message::LocksSoon);
            }
            Seen::Locked => {
                self.written = None;
                self.take_outcome(Outcome::Locked);
                self.show_again()?;
            }
            Seen::Unsaved(why) => {
                if why == Why::Idle {
                    self.blank();
                }
                self.show_again()?;
            }
        }
        Ok(())
    }

    /// The page was wiped by the watchdog.
    fn show_again(&mut self) -> Result<(), Error> {
        self.stopped = false;
        terminal::restore();
        self.take_terminal_again()
    }

    fn take_event(&mut self, event: Event) -> Result<(), Error> {
        fault::place("take");
        if let Event::Resize(..) = event {
            self.fit()?;
        }
        let is_pressed = event::is_pressed(&event);
        if let Some(message) = self.message(event) {
            self.changed = true;
            self.act(message)?;
        } else if is_pressed && self.model.locks_soon {
            self.changed = true;
            self.tell(Message::StillHere);
        }
        Ok(())
    }

    fn fit(&mut self) -> Result<(), Error> {
        self.changed |= self.terminal.fit().map_err(|error| lost(&error))?;
        Ok(())
    }

    /// What an event means where the person is now. Presses and repeats count, releases do not.
    fn message(&self, event: Event) -> Option<Message> {
        let context = context(&self.model);
        if let Some(key) = event.as_key_press_event() {
            return self.keymap.message(context, key);
        }
        match event {
            Event::Paste(text) if keys::takes_text(context) => {
                Some(Message::Text(Typed::Paste(shortened(text))))
            }
            _ => None,
        }
    }

    /// Gives a message to the program and does what it asks for.
    fn act(&mut self, message: Message) -> Result<(), Error> {
        for effect in update(&mut self.model, message) {
            match effect {
                Effect::Suspend if self.wires.idle.ask(Then::Stop) => {}
                Effect::Suspend => self.suspend()?,
                Effect::Lock if self.wires.idle.ask(Then::Ask) => {}
                Effect::Quit => {
                    self.tell_of_writing();
                    self.send(Job::Effect(Effect::Quit));
                }
                Effect::OpenAddress(address) => self.hand(address::open(&address)),
                Effect::CopyAddress(address) => self.hand(address::copy(&address)),
                Effect::UseTheme(name) => self.use_theme(&name),
                effect => self.send(Job::Effect(effect)),
            }
        }
        Ok(())
    }

    /// From the next frame on, and at the next start.
    fn use_theme(&mut self, name: &str) {
        if let Some(theme) = self.themes.named(name) {
            self.look.theme = theme;
        }
        self.hand(settings::keep_theme(name));
    }

    /// Says what became of an address.
    fn hand(&mut self, done: Result<String, String>) {
        self.take_outcome(Outcome::Handed(done));
    }

    /// The same where only the worker can be asked for something.
    fn tell(&mut self, message: Message) {
        for effect in update(&mut self.model, message) {
            self.send(Job::Effect(effect));
        }
    }

    fn send(&mut self, job: Job) {
        if let Job::Effect(Effect::Unlock(_) | Effect::Recover { .. } | Effect::Make { .. }) = &job
        {
            self.distrusts = false;
        }
        let job = match job {
            Job::Effect(Effect::Quit) if self.has_trouble() => Job::Abandon, // it was asked
            job => job,
        };
        let _ = self.wires.jobs.send(job); // without a worker the end is near: its `Done` says so
    }

    /// What cannot be saved at the last moment keeps the program open: the person decides.
    fn take_outcome(&mut self, outcome: Outcome) {
        let stays = self.model.leaving && matches!(outcome, Outcome::NotSaved(_));
        let is_opened = matches!(outcome, Outcome::Opened(_));
        self.changed = true;
        self.tell(Message::Outcome(outcome));
        self.arm();
        if is_opened && std::mem::take(&mut self.distrusts) {
            self.blank();
            self.wires.idle.ask(Then::Ask);
        }
        if stays {
            self.model.leaving = false;
            self.tell(Message::Act(Action::Leave));
        }
    }

    /// The system asks to stop: the neutral page first, for the return.
    fn stop(&mut self) -> Result<(), Error> {
        self.blank();
        self.suspend()
    }

    /// Back to the shell, and here again when it says so.
    fn suspend(&mut self) -> Result<(), Error> {
        terminal::restore();
        self.stopped = true;
        self.distrust();
        watch::stop();
        self.take_terminal_again()
    }

    /// Gone on after a stop. One that came unasked has left the terminal to others in the meantime.
    fn go_on(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.stopped) {
            self.changed = true;
            self.wires.gone_on.store(false, Ordering::SeqCst);
            return Ok(());
        }
        terminal::restore();
        self.distrust();
        self.blank();
        self.take_terminal_again()
    }

    /// Whoever goes on may be somebody else: a passphrase that was typed or is being looked at opens nothing for them.
    fn distrust(&mut self) {
        self.distrusts = true;
        for screen in &mut self.model.screens {
            if let Screen::Gate(gate) = screen {
                gate.forget();
            }
        }
    }

    fn take_terminal_again(&mut self) -> Result<(), Error> {
        self.changed = true;
        self.wires.gone_on.store(false, Ordering::SeqCst);
        self.terminal.reenter().map_err(|error| lost(&error))
    }

    fn blank(&mut self) {
        if !matches!(self.model.top(), Some(Screen::Blank)) {
            self.tell(Message::Act(Action::Blank));
        }
    }

    fn draw(&mut self) -> Result<(), Error> {
        if self.wires.gone_on.load(Ordering::SeqCst) {
            return Ok(());
        }
        if std::mem::take(&mut self.changed) {
            let (model, look) = (&self.model, &self.look);
            self.terminal
                .draw(|frame| {
                    view::draw(model, look, frame);
                    fault::place("draw");
                })
                .map_err(|error| lost(&error))?;
        }
        Ok(())
    }
}

fn shortened(mut text: String) -> String {
    let end = (0..=LONGEST_PASTE.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or_default();
    text.truncate(end);
    text
}

fn no_start(error: &io::Error) -> Error {
    Error::new(
        format!("The terminal could not be taken over ({error})."),
        Code::Failed,
    )
    .safe("Nothing was made or changed.")
    .todo("Close this window and try again in another one.")
}

fn lost(error: &io::Error) -> Error {
    Error::new(
        format!("The terminal is gone or cannot be read ({error})."),
        Code::Gone,
    )
    .safe("Everything that was shown as saved is in the book.")
    .todo("Start it again, in another terminal window if need be.")
}
