//! One thread owns the file and performs effects in their order; the loop never waits for the disk or a key derivation.
//!
//! `run` sends [`Job`]s and gets [`Answer`]s. Changes that queued up while the disk was busy share one transaction. What
//! could not be saved stays in the queue and is played again. The same [`Worker`] works in line with
//! [`Worker::perform`], so that tests are deterministic. Must not know the model or the screen.

mod backup;
mod book;
pub(crate) mod claim;
mod keys;
mod purge;
pub(crate) mod read;
mod save;

use std::{
    collections::VecDeque,
    io,
    path::PathBuf,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        mpsc::{Receiver, Sender},
    },
    thread,
    time::Duration,
};

use crate::{
    app::effect::{Effect, Outcome, Problem, Secret},
    domain::{book::Book, change::Entry, date::DateTime, draft::Draft},
    error::Error,
    store::{Backup, Claimed, Cost, Mark, RecoveryKey, Store, TakeOver, Who, words},
};

use super::{clock, fault, paths, seen::Memory};

/// Something to do.
#[derive(Debug)]
pub enum Job {
    /// What the program asks for.
    Effect(Effect),
    /// Leave although something cannot be saved: the person was told and wants it so.
    Abandon,
    /// A minute has passed: a good time to try again what could not be saved.
    Minute,
    /// Says when everything before it is done: for a loop that waits.
    Mark,
    /// What is being written now, so that it can be kept when the book is closed over it; `None`: nothing.
    Writing(Option<Box<Draft>>),
    /// Close the book and forget its keys, and tell where it lies; `None` when something in it cannot be saved.
    Lock(Sender<Option<PathBuf>>),
    /// The terminal is gone or the system ends the program: finish what waits, close, end. Nothing is asked any more.
    End,
}

/// What comes back.
#[derive(Debug)]
pub enum Answer {
    /// The answer to an effect.
    Outcome(Outcome),
    /// Everything before a [`Job::Mark`] is done.
    Reached,
    /// All is on the disk, and the program may leave the screen while the file is closed.
    Safe,
}

/// What is known of the file.
#[derive(Debug)]
enum Place {
    /// Nothing is open.
    Closed,
    /// It is ours and waits for its passphrase.
    Claimed(Box<Claimed>),
    /// It is open.
    Open(Box<Store>),
    /// It is ours, and older than what was open here: the person is asked.
    Older(Box<claim::Older>),
    /// A practice book that is not in a file yet.
    Practice(Box<Book>),
}

/// Performs effects.
#[derive(Debug)]
pub struct Worker {
    place: Place,
    path: PathBuf,
    /// What is not on the disk yet, oldest first.
    waiting: Vec<Entry>,
    /// Entries of the history that this file does not hold: those of an invented past.
    before: u64,
    /// What is being written now.
    writing: Option<Box<Draft>>,
    /// How many wrong passphrases came one after the other.
    wrong: u32,
    /// Why the last save failed, until one succeeds.
    trouble: Option<Problem>,
    /// The backup that was offered in the place of a book that cannot be read.
    offered: Option<Backup>,
    /// The backup that is read in the place of the book.
    instead: Option<Backup>,
    /// What this machine remembers of its books.
    seen: Memory,
    /// What it remembers of this one.
    remembered: Option<Mark>,
    /// What is to be said beside the answer.
    said: Option<Problem>,
    take_over: TakeOver,
    cost: Cost,
    clock: fn() -> DateTime,
}

impl Worker {
    /// For the book at `path`, which is not open yet.
    pub fn new(path: PathBuf) -> Self {
        Self {
            place: Place::Closed,
            path,
            offered: None,
            instead: None,
            seen: Memory::of_this_account(),
            remembered: None,
            said: None,
            waiting: Vec::new(),
            before: 0,
            writing: None,
            wrong: 0,
            trouble: None,
            take_over: TakeOver::Refuse,
            cost: Cost::STANDARD,
            clock: clock::now,
        }
    }

    /// For a book that was claimed already.
    pub fn claimed(path: PathBuf, claimed: Claimed) -> Self {
        Self {
            place: Place::Claimed(Box::new(claimed)),
            ..Self::new(path)
        }
    }

    /// For a book that cannot be read, and the backup that was offered in its place.
    pub fn damaged(path: PathBuf, backup: Backup) -> Self {
        Self {
            offered: Some(backup),
            ..Self::new(path)
        }
    }

    /// For a practice book. It is put into a file without a name when the worker comes to it; `before` is the number of
    /// the last entry of its invented history.
    pub fn practice(book: Book, before: u64) -> Self {
        Self {
            place: Place::Practice(Box::new(book)),
            before,
            ..Self::new(PathBuf::new())
        }
    }

    /// Over an opened file: for tests that bring their own.
    pub fn over(store: Store) -> Self {
        Self {
            place: Place::Open(Box::new(store)),
            ..Self::new(PathBuf::new())
        }
    }

    /// Another clock and another cost of a passphrase, and nothing is remembered outside the book: for tests.
    #[must_use]
    pub fn with(self, clock: fn() -> DateTime, cost: Cost) -> Self {
        Self {
            cost,
            clock,
            seen: Memory::default(),
            ..self
        }
    }

    /// Remembers how far books have come in another place.
    #[must_use]
    pub fn remembering(self, seen: Memory) -> Self {
        Self { seen, ..self }
    }

    /// Performs one effect here and now.
    pub fn perform(&mut self, effect: Effect) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        self.take([Job::Effect(effect)].into(), &mut |answer| {
            if let Answer::Outcome(outcome) = answer {
                outcomes.push(outcome);
            }
        });
        outcomes
    }

    /// Works until it is told to end, or until nobody can tell it anything any more.
    fn work(mut self, jobs: &Receiver<Job>, answer: &mut dyn FnMut(Answer)) -> Option<Problem> {
        self.settle_in();
        while let Ok(first) = jobs.recv() {
            let batch = std::iter::once(first).chain(jobs.try_iter()).collect();
            if !self.take(batch, answer) {
                break;
            }
        }
        self.close()
    }

    /// Performs what has queued up, here and now. `false` when it is time to close the file and end.
    pub fn take(&mut self, mut jobs: VecDeque<Job>, answer: &mut dyn FnMut(Answer)) -> bool {
        while let Some(job) = jobs.pop_front() {
            fault::place("job");
            match job {
                Job::Effect(Effect::Save(entry)) => {
                    self.waiting.push(*entry);
                    let more = matches!(jobs.front(), Some(Job::Effect(Effect::Save(_))));
                    if !more {
                        answer(Answer::Outcome(self.save()));
                        self.say(answer);
                        self.remember();
                    }
                }
                Job::Effect(Effect::Quit) => {
                    if let Some(failed) = self.save_rest() {
                        answer(Answer::Outcome(failed));
                        continue; // the person decides
                    }
                    answer(Answer::Safe);
                    return false;
                }
                Job::Abandon => {
                    self.save_rest();
                    answer(Answer::Safe);
                    return false;
                }
                Job::Effect(effect) => {
                    if let Some(outcome) = self.one(effect) {
                        answer(Answer::Outcome(outcome));
                    }
                    self.say(answer);
                    self.remember();
                }
                Job::Writing(draft) => self.is_writing(draft),
                Job::Lock(tell) => {
                    let path = self.path.clone();
                    let closed = match self.lock() {
                        Outcome::Locked => Some(path),
                        failed => {
                            answer(Answer::Outcome(failed));
                            None
                        }
                    };
                    let _ = tell.send(closed); // nobody waits who has given up
                }
                Job::Minute => {
                    if let Some(outcome) = self.try_again() {
                        answer(Answer::Outcome(outcome));
                    }
                }
                Job::Mark => answer(Answer::Reached),
                Job::End => {
                    self.save_rest();
                    return false;
                }
            }
        }
        true
    }

    /// What is to be said beside the answer.
    fn say(&mut self, answer: &mut dyn FnMut(Answer)) {
        if let Some(problem) = self.said.take() {
            answer(Answer::Outcome(Outcome::Said(problem)));
        }
    }

    fn one(&mut self, effect: Effect) -> Option<Outcome> {
        Some(match effect {
            Effect::Retry => self.save(),
            Effect::Unlock(passphrase) => self.unlock(&passphrase),
            Effect::Recover { key, passphrase } => self.recover(&key, &passphrase),
            Effect::Offer => offer(),
            Effect::Weigh(passphrase) => Outcome::Weighed(weigh(&passphrase)),
            Effect::LookAt(place) => self.look_at(&place),
            Effect::Make {
                place,
                passphrase,
                recovery,
                adviser,
            } => self.make(&place, &passphrase, &recovery, adviser),
            Effect::ChangePassphrase(new) => Outcome::PassphraseChanged(self.passphrase(&new)),
            Effect::ChangeRecovery(new) => Outcome::KeysChanged(self.recovery(&new)),
            Effect::ChangeKeys {
                passphrase,
                recovery,
            } => Outcome::KeysChanged(self.all_keys(&passphrase, &recovery)),
            Effect::BackUp(occasion) => {
                self.back_up(occasion);
                return None;
            }
            Effect::Restore => self.restore(),
            Effect::GoOn => self.go_on(),
            Effect::Compare => self.compare(),
            Effect::TryAgain { take_over } => self.come_again(take_over),
            Effect::ReadBackup => self.read_backup(),
            Effect::ReadRoster { path, reading } => Outcome::Roster(Box::new(
                read::typed_roster(&path, reading).map_err(Error::problem),
            )),
            Effect::ReadAnswers {
                path,
                reading,
                catalog,
            } => {
                let today = (self.clock)().date();
                let read = read::typed_answers(&path, reading, &catalog, today);
                Outcome::Answers(Box::new(read.map_err(Error::problem)))
            }
            Effect::ReadCatalog(path) => Outcome::Catalog(Box::new(read::catalog_file(&path))),
            Effect::WriteCatalog(parts) => Outcome::Catalog(Box::new(read::edited(&parts))),
            Effect::DefaultCatalog => Outcome::Catalog(Box::new(read::catalog(None))),
            Effect::ParseCatalog(text) => Outcome::CatalogInUse(Box::new(read::catalog(text))),
            Effect::ReadYears(years) => Outcome::Years(Box::new(self.years(&years))),
            Effect::ReadRecord { student, catalog } => {
                Outcome::Record(Box::new(self.record(student, &catalog)))
            }
            Effect::MayLeave {
                student,
                folder,
                leaves,
            } => {
                let may = self.may_leave(student, &folder);
                Outcome::MayLeave(may.map(|()| (student, folder, leaves)))
            }
            Effect::WriteRecord {
                student,
                catalog,
                folder,
            } => Outcome::RecordWritten(self.write_record(student, &catalog, &folder)),
            Effect::Purge {
                student,
                passphrase,
                recovery,
                certificate,
            } => Outcome::Purged(Box::new(self.purge(
                student,
                (&passphrase, &recovery),
                &certificate,
            ))),
            Effect::Lock => self.lock(),
            Effect::Save(_)
            | Effect::OpenAddress(_)
            | Effect::CopyAddress(_)
            | Effect::Suspend
            | Effect::UseTheme(_)
            | Effect::Quit => return None,
        })
    }

    fn who(&self) -> Who {
        Who {
            adviser: paths::account(),
            machine: crate::store::lock::machine_name(),
            since: clock::spoken((self.clock)()),
        }
    }
}

/// Words and a recovery key for a new book.
fn offer() -> Outcome {
    let words = words::generate_passphrase().map(|words| Secret::new(words.as_str()));
    let recovery = RecoveryKey::random().map(|key| {
        let groups = key.groups();
        let text: Vec<&str> = groups.iter().map(|group| group.as_str()).collect();
        Secret::new(text.join(" "))
    });
    match (words, recovery) {
        (Ok(words), Ok(recovery)) => Outcome::Offered { words, recovery },
        (Err(error), _) | (_, Err(error)) => Outcome::NotOpened(crate::error::problem(error)),
    }
}

fn weigh(passphrase: &Secret) -> Option<String> {
    words::check_passphrase(passphrase.expose())
        .err()
        .map(|weak| weak.to_string())
}

/// How the worker ended, for those who wait for it.
#[derive(Debug, Clone, Default)]
pub struct Done(Arc<(Mutex<Option<Ending>>, Condvar)>);

/// What is to be said about the end.
#[derive(Debug, Clone)]
struct Ending(Option<Problem>);

impl Done {
    /// Waits until the file is closed. What should be said about it, if anything.
    pub fn wait(&self) -> Option<Problem> {
        let (ended, bell) = &*self.0;
        let mut ending = ended.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(Ending(problem)) = &*ending {
                return problem.clone();
            }
            ending = bell.wait(ending).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits until the file is closed, or no longer than that.
    pub fn wait_for(&self, longest: Duration) {
        let (ended, bell) = &*self.0;
        let guard = ended.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = bell.wait_timeout_while(guard, longest, |ending| ending.is_none());
    }

    fn tell(&self, problem: Option<Problem>) {
        let (ended, bell) = &*self.0;
        ended
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(Ending(problem));
        bell.notify_all();
    }
}

/// Tells that the worker ended, also when it ended by a fault of the program.
struct TellAtEnd(Done);

impl Drop for TellAtEnd {
    fn drop(&mut self) {
        self.0.tell(None);
    }
}

/// Starts the thread.
///
/// # Errors
/// The system gives none.
pub fn start(
    worker: Worker,
    jobs: Receiver<Job>,
    mut answer: impl FnMut(Answer) + Send + 'static,
) -> io::Result<Done> {
    let done = Done::default();
    let tell = TellAtEnd(done.clone());
    thread::Builder::new().name("file".into()).spawn(move || {
        let said = worker.work(&jobs, &mut answer);
        tell.0.tell(said);
    })?;
    Ok(done)
}
