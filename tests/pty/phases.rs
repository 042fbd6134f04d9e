//! Kills in the middle of every command that writes: the book opens afterwards, and is what it was or what it was to be.
//!
//! A kill leaves what the system calls until then have done, so the moments are taken from them: the test watches the
//! folder of the book, waits for a random one of the changes that the phase makes there, and a random part of a moment
//! more. The work of a passphrase, during which nothing can go wrong, is passed over that way. A phase is a row of
//! [`PHASES`].

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    mem::MaybeUninit,
    path::{Path, PathBuf},
    process::{Child, ChildStderr, ChildStdin, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use homeroom::{
    domain::{
        act::{self, Stamp},
        book::Book,
        change::{Change, Entry, EntryKind},
        checkin::CheckInKind,
        text::Text,
    },
    run::clock,
    store::{
        self, Claimed, Cost, Credentials, Kind, Passphrase, Reason, RecoveryKey, Store, TakeOver,
        Unlock, backup,
    },
};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fd::{AsFd, OwnedFd},
    fs::inotify::{self, CreateFlags, Reader, WatchFlags},
};

use crate::{
    book::{PASSPHRASE, quick_book},
    counts::{Count, KILLS_KEYS, KILLS_MOMENT, KILLS_PHASES},
    kills::{Dice, SIDE_BY_SIDE, who},
    terminal::{Folder, surroundings},
};

const NEW_PASSPHRASE: &str = "another set of words of mine";
const RECOVERY: &str = "046530-344212-180103-720885-000011-551760-099330-272470";
const NEW_RECOVERY: &str = "000000-000011-720885-051260-114730-334752-299178-000022";

pub struct Phase {
    pub name: &'static str,
    /// Taken together with all other rows of this count.
    count: &'static Count,
    /// The book that it begins with.
    before: fn(&Folder),
    pub how: How,
    /// What it may do to the book.
    pub does: Does,
    /// What it says when all is done.
    pub says: &'static str,
}

impl Phase {
    /// Its share of the kills.
    fn kills(&self) -> u64 {
        let shares = PHASES
            .iter()
            .filter(|phase| std::ptr::eq(phase.count, self.count))
            .count();
        (self.count.times() / shares) as u64
    }
}

/// Who does it.
pub enum How {
    /// The program, with these arguments.
    Command(&'static [&'static str]),
    /// The program, which shows a new recovery key meanwhile and has two groups of it typed back.
    NewKey(&'static str),
    /// The program, asked for a passphrase twice.
    NewPassphrase(&'static str),
    /// This test as a process of its own, with a passphrase that costs nothing.
    Part(fn(&Path)),
}

/// What is different when all is done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Does {
    Nothing,
    /// One entry more.
    Act,
    /// The earlier book of the backup.
    Restore,
    Passphrase,
    Recovery,
    AllKeys,
    /// The first student is gone, and all keys are others.
    Purge,
    /// There was no book.
    Make,
}

/// Everything that writes. One that is built later is a row more.
pub const PHASES: &[Phase] = &[
    Phase {
        name: "import",
        count: &KILLS_PHASES,
        before: worked,
        how: How::Command(&["import", "list.csv", "--new-group", "205", "--yes"]),
        does: Does::Act,
        says: "Taken in",
    },
    Phase {
        name: "new year",
        count: &KILLS_PHASES,
        before: last_year,
        how: How::Command(&["rollover", "--yes"]),
        does: Does::Act,
        says: "Begun",
    },
    Phase {
        name: "end of the day",
        count: &KILLS_PHASES,
        before: without_backup,
        how: How::Command(&["recap"]),
        does: Does::Nothing,
        says: "204",
    },
    Phase {
        name: "backup",
        count: &KILLS_PHASES,
        before: many_backups,
        how: How::Command(&["backup"]),
        does: Does::Nothing,
        says: "Backed up",
    },
    Phase {
        name: "backup to a stick",
        count: &KILLS_PHASES,
        before: worked,
        how: How::Command(&["backup", "stick.homeroom"]),
        does: Does::Nothing,
        says: "Backed up",
    },
    Phase {
        name: "restore",
        count: &KILLS_PHASES,
        before: worked,
        how: How::Command(&["restore", "--yes", "old.homeroom"]),
        does: Does::Restore,
        says: "Restored",
    },
    Phase {
        name: "recovery key",
        count: &KILLS_PHASES,
        before: worked,
        how: How::NewKey("recovery"),
        does: Does::Recovery,
        says: "is changed",
    },
    Phase {
        name: "import into a book of the first version",
        count: &KILLS_PHASES,
        before: of_the_first_version,
        how: How::Command(&["import", "list.csv", "--new-group", "205", "--yes"]),
        does: Does::Act,
        says: "Taken in",
    },
    Phase {
        name: "passphrase",
        count: &KILLS_KEYS,
        before: worked,
        how: How::NewPassphrase("passphrase"),
        does: Does::Passphrase,
        says: "is changed",
    },
    Phase {
        name: "all keys",
        count: &KILLS_KEYS,
        before: worked,
        how: How::NewKey("rekey"),
        does: Does::AllKeys,
        says: "are changed",
    },
    Phase {
        name: "a book is made",
        count: &KILLS_MOMENT,
        before: |_| {},
        how: How::Part(part::make),
        does: Does::Make,
        says: "done",
    },
    Phase {
        name: "a change",
        count: &KILLS_PHASES,
        before: worked,
        how: How::Part(part::act),
        does: Does::Act,
        says: "done",
    },
    Phase {
        name: "passphrase of no work",
        count: &KILLS_PHASES,
        before: worked,
        how: How::Part(part::passphrase),
        does: Does::Passphrase,
        says: "done",
    },
    Phase {
        name: "purge",
        count: &KILLS_PHASES,
        before: worked,
        how: How::Part(part::purge),
        does: Does::Purge,
        says: "done",
    },
    Phase {
        name: "all keys of no work",
        count: &KILLS_PHASES,
        before: worked,
        how: How::Part(part::all_keys),
        does: Does::AllKeys,
        says: "done",
    },
];

// The books that the phases begin with.

/// With 22 students, what was done with some of them, an older backup, and a list to import.
fn worked(folder: &Folder) {
    made(folder, 0);
    let desk = open(&folder.book(), &old());
    desk.store
        .back_up_to(&folder.path().join("old.homeroom"))
        .unwrap();
    desk.store.back_up(Reason::Asked, clock::now()).unwrap();
    hold_a_period(desk);
}

fn last_year(folder: &Folder) {
    made(folder, 1);
    let desk = open(&folder.book(), &old());
    desk.store.back_up(Reason::Asked, clock::now()).unwrap();
    hold_a_period(desk);
}

fn without_backup(folder: &Folder) {
    made(folder, 0);
    hold_a_period(open(&folder.book(), &old()));
}

/// With as many talks with everybody as in a year.
pub fn large_book(folder: &Folder) {
    made(folder, 0);
    let mut desk = open(&folder.book(), &old());
    let students: Vec<_> = desk.book.students.keys().copied().collect();
    let note = act::Note {
        text: Text::new(&"about the plan ".repeat(40)),
        ..act::Note::default()
    };
    for number in 0..40 * students.len() {
        let (student, stamp) = (students[number % students.len()], Stamp::now(clock::now()));
        act(&mut desk, |book| {
            act::note(book, &[student], None, &note, stamp)
        });
    }
    desk.store.close().unwrap();
}

/// So many that the oldest go with the next.
fn many_backups(folder: &Folder) {
    worked(folder);
    let desk = open(&folder.book(), &old());
    for _ in 0..backup::LATEST {
        desk.store.back_up(Reason::Asked, clock::now()).unwrap();
    }
    desk.store.close().unwrap();
}

/// Every value in it is of the first version; only the passphrase costs less than it did.
fn of_the_first_version(folder: &Folder) {
    fs::write(folder.book(), include_bytes!("../store/golden/v1.homeroom")).unwrap();
    let sealed = Unlock::Passphrase(Passphrase::new(
        "velvet harbor tadpole marble igloo thimble",
    ));
    let mut desk = open(&folder.book(), &sealed);
    desk.store
        .set_passphrase(&Passphrase::new(PASSPHRASE), Cost::CHEAP)
        .unwrap();
    desk.store.close().unwrap();
    list(folder);
}

fn made(folder: &Folder, years_ago: i16) {
    quick_book(folder);
    let mut desk = open(&folder.book(), &old());
    desk.store
        .change_recovery(&RecoveryKey::parse(RECOVERY).unwrap())
        .unwrap();
    act(&mut desk, |book| {
        let year = book.settings.calendar.year_of(clock::now().date());
        act::edit_settings(book, |settings| settings.year.0 = year.0 - years_ago)
    });
    desk.store.close().unwrap();
    list(folder);
}

fn list(folder: &Folder) {
    fs::write(
        folder.path().join("list.csv"),
        "Name,Grade\n\"Evans, Joy\",9\n\"Flores, Iris\",10\n",
    )
    .unwrap();
}

fn hold_a_period(mut desk: store::Opened) {
    let students: Vec<_> = desk.book.students.keys().copied().collect();
    for student in students.into_iter().take(5) {
        let stamp = Stamp::now(clock::now());
        act(&mut desk, |book| {
            act::check_in(book, &[student], CheckInKind::Seen, stamp)
        });
    }
    desk.store.close().unwrap();
}

fn act(desk: &mut store::Opened, change: impl FnOnce(&Book) -> Change) {
    let change = change(&desk.book);
    change.apply(&mut desk.book).unwrap();
    let entry = Entry {
        seq: desk.entries.last().map_or(0, |entry| entry.seq) + 1,
        at: clock::now(),
        by: desk.book.adviser.clone(),
        kind: EntryKind::Act,
        change,
    };
    desk.store.commit(std::slice::from_ref(&entry)).unwrap();
    desk.entries.push(entry);
}

fn old() -> Unlock {
    Unlock::Passphrase(Passphrase::new(PASSPHRASE))
}

fn new() -> Unlock {
    Unlock::Passphrase(Passphrase::new(NEW_PASSPHRASE))
}

fn claim(path: &Path) -> Claimed {
    Claimed::of(path, &who(), TakeOver::Refuse).unwrap()
}

fn open(book: &Path, unlock: &Unlock) -> store::Opened {
    Store::open(book, &who(), TakeOver::Refuse, unlock).unwrap()
}

/// What the phases with a costly passphrase do, without its cost.
mod part {
    use super::*;

    pub fn make(book: &Path) {
        let id = store::new_book_id().unwrap();
        let empty = Book::new(id, Text::new("A. Reed"), jiff::civil::date(2025, 10, 14));
        Store::create(book, &who(), &credentials(), &empty).unwrap();
    }

    pub fn act(book: &Path) {
        let mut desk = open(book, &old());
        super::act(&mut desk, |book| act::add_group(book, Text::new("206")));
        desk.store.close().unwrap();
    }

    pub fn passphrase(book: &Path) {
        let mut desk = open(book, &old());
        desk.store
            .set_passphrase(&Passphrase::new(NEW_PASSPHRASE), Cost::CHEAP)
            .unwrap();
        desk.store.close_day(clock::now()).unwrap();
    }

    pub fn all_keys(book: &Path) {
        let mut desk = open(book, &old());
        desk.store
            .change_all_keys(&credentials(), clock::now())
            .unwrap();
        desk.store.close_day(clock::now()).unwrap();
    }

    pub fn purge(book: &Path) {
        let mut desk = open(book, &old());
        for year in desk.store.years().unwrap() {
            desk.store.load_year(year).unwrap();
        }
        let first = *desk.book.students.keys().next().unwrap();
        let now = clock::now();
        desk.store.purge(first, &credentials(), now).unwrap();
        desk.store.close_day(now).unwrap();
    }

    fn credentials() -> Credentials {
        Credentials {
            passphrase: Passphrase::new(NEW_PASSPHRASE),
            recovery: RecoveryKey::parse(NEW_RECOVERY).unwrap(),
            cost: Cost::CHEAP,
        }
    }
}

const PART: &str = "PART_OF_A_KILL";

#[test]
#[ignore = "the suite of kills runs it as a process of its own"]
fn one_part() {
    let Ok(name) = env::var(PART) else { return };
    let phase = PHASES.iter().find(|phase| phase.name == name).unwrap();
    let How::Part(part) = phase.how else {
        panic!("{name} is no part")
    };
    part(Path::new("group.homeroom"));
    println!("done");
}

// One run of a phase.

pub struct Running {
    child: Child,
    input: Option<ChildStdin>,
    errors: Option<BufReader<ChildStderr>>,
    /// What was read of them already.
    heard: String,
    events: OwnedFd,
}

impl Running {
    fn start(phase: &Phase, folder: &Folder) -> Self {
        Self::start_after(":", phase, folder)
    }

    /// The same after what a shell does before.
    pub fn start_after(line: &str, phase: &Phase, folder: &Folder) -> Self {
        let events = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).unwrap();
        let kinds = WatchFlags::MODIFY
            | WatchFlags::CREATE
            | WatchFlags::DELETE
            | WatchFlags::MOVE
            | WatchFlags::CLOSE_WRITE;
        inotify::add_watch(&events, folder.path(), kinds).unwrap();
        let backups = backup::folder(&folder.book());
        if backups.exists() {
            inotify::add_watch(&events, &backups, kinds).unwrap();
        }
        let part = [
            env::current_exe()
                .unwrap()
                .into_os_string()
                .into_string()
                .unwrap(),
            "--exact".into(),
            "phases::one_part".into(),
            "--ignored".into(),
            "--nocapture".into(),
        ];
        let words = match phase.how {
            How::Command(arguments) => words(arguments),
            How::NewKey(argument) | How::NewPassphrase(argument) => words(&[argument]),
            How::Part(_) => part.into(),
        };
        let mut child = Command::new("sh")
            .args(["-c", &format!("{line}; exec \"$@\""), "sh"])
            .args(words)
            .current_dir(folder.path())
            .env_clear()
            .envs(surroundings(folder))
            .env(PART, phase.name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: child.stdin.take(),
            errors: child.stderr.take().map(BufReader::new),
            heard: String::new(),
            child,
            events,
        }
    }

    fn line(&mut self, line: &str) {
        // One that failed takes no more.
        let _ = writeln!(self.input.as_mut().unwrap(), "{line}");
    }

    /// What a person types. The recovery key that was shown, if one was.
    pub fn talk(&mut self, how: &How) -> Option<RecoveryKey> {
        let is_all = matches!(how, How::NewKey("rekey"));
        match how {
            How::Command(_) => self.line(PASSPHRASE),
            How::NewPassphrase(_) | How::NewKey(_) => {
                self.line(PASSPHRASE);
                if is_all || matches!(how, How::NewPassphrase(_)) {
                    self.line(NEW_PASSPHRASE);
                    self.line(NEW_PASSPHRASE);
                }
            }
            How::Part(_) => return Some(RecoveryKey::parse(NEW_RECOVERY).unwrap()),
        }
        let How::NewKey(_) = how else { return None };
        let mut groups = Vec::new();
        while groups.len() < 8 {
            let mut line = String::new();
            self.errors.as_mut().unwrap().read_line(&mut line).unwrap();
            if line.is_empty() {
                return None; // it ended before
            }
            self.heard += &line;
            let is_group = |word: &&str| word.len() == 6 && word.parse::<u32>().is_ok();
            groups.extend(line.split_whitespace().filter(is_group).map(str::to_owned));
        }
        for group in homeroom::app::screen::gate::asked_groups(&groups.concat()) {
            let group = groups[group].clone();
            self.line(&group);
        }
        Some(RecoveryKey::parse(&groups.join(" ")).unwrap())
    }

    /// Waits for so many changes in the folder, or for the end. How many came.
    fn changes(&mut self, most: usize) -> usize {
        let mut count = 0;
        while count < most {
            let output = self.child.stdout.as_ref().unwrap();
            let mut fds = [
                PollFd::new(&self.events, PollFlags::IN),
                PollFd::new(output, PollFlags::empty()), // its end is told unasked
            ];
            let longest = Timespec {
                tv_sec: 60,
                tv_nsec: 0,
            };
            assert!(
                poll(&mut fds, Some(&longest)).unwrap() > 0,
                "it neither changes anything nor ends"
            );
            let has_ended = !fds[1].revents().is_empty();
            let fresh = count_events(&self.events);
            count += fresh;
            if has_ended && fresh == 0 {
                break;
            }
        }
        count
    }

    /// Waits for the end. What it said on its output, what beside it, and how it ended.
    pub fn end(mut self) -> (String, String, ExitStatus) {
        drop(self.input.take());
        let (mut said, mut beside) = (String::new(), self.heard);
        self.child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        self.errors
            .take()
            .unwrap()
            .read_to_string(&mut beside)
            .unwrap();
        (said, beside, self.child.wait().unwrap())
    }

    /// Kills it, if it has not ended. What it had said on its output, and what beside it.
    fn kill(mut self) -> (String, String) {
        let _ = self.child.kill();
        let (said, beside, _) = self.end();
        (said, beside)
    }
}

/// The command line.
fn words(arguments: &[&str]) -> Vec<String> {
    let mut words = vec![env!("CARGO_BIN_EXE_homeroom"), "--book", "group.homeroom"];
    words.extend(arguments);
    words.into_iter().map(str::to_owned).collect()
}

fn count_events(events: &impl AsFd) -> usize {
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut reader = Reader::new(events, &mut buffer);
    std::iter::from_fn(|| reader.next().is_ok().then_some(())).count()
}

// What is found afterwards.

/// How it was before, and how long the phase is.
pub struct Template {
    pub folder: Folder,
    book: Option<Whole>,
    /// What the backup holds that is restored.
    earlier: Option<Whole>,
    changes: usize,
    lasts: Duration,
}

/// Everything in a book.
#[derive(PartialEq)]
struct Whole {
    book: Book,
    entries: Vec<Entry>,
}

impl Whole {
    /// Opens and checks it.
    fn of(claimed: Claimed, unlock: &Unlock) -> Self {
        let keys = claimed.keys(unlock).unwrap();
        let mut opened = claimed.open(keys).unwrap();
        opened.store.check().unwrap();
        let whole = Self {
            book: opened.store.book().clone(),
            entries: opened.store.entries(0..u64::MAX).unwrap(),
        };
        opened.store.close().unwrap();
        whole
    }

    fn after(&self, more: &[Entry]) -> Self {
        let mut book = self.book.clone();
        for entry in more {
            entry.change.apply(&mut book).unwrap();
        }
        let entries = self.entries.iter().chain(more).cloned().collect();
        Self { book, entries }
    }
}

impl Template {
    pub fn of(phase: &Phase) -> Self {
        let folder = Folder::new();
        (phase.before)(&folder);
        let whole = |path: &Path| path.exists().then(|| Whole::of(claim(path), &old()));
        let mut template = Self {
            book: whole(&folder.book()),
            earlier: whole(&folder.path().join("old.homeroom")),
            folder,
            changes: 0,
            lasts: Duration::ZERO,
        };
        // Once to its end: this also shows that the phase does what the row says.
        let copy = template.copy();
        let mut running = Running::start(phase, &copy);
        let key = running.talk(&phase.how);
        running.changes(1);
        let start = Instant::now();
        template.changes = 1 + running.changes(usize::MAX);
        template.lasts = start.elapsed();
        let (said, beside) = running.kill();
        assert!(said.contains(phase.says), "{}: {said}{beside}", phase.name);
        template.judge(
            phase,
            &copy,
            &Attempt {
                key,
                is_done: true,
                number: 0,
            },
        );
        template
    }

    pub fn copy(&self) -> Folder {
        let folder = Folder::new();
        copy_all(self.folder.path(), folder.path());
        folder
    }

    pub fn judge(&self, phase: &Phase, folder: &Folder, attempt: &Attempt) {
        let Some(before) = &self.book else {
            return self.judge_made(folder, attempt.is_done);
        };
        let claimed = claim(&folder.book());
        let passphrase = attempt.passphrase(phase, &claimed);
        let found = Whole::of(claimed, &Unlock::Passphrase(Passphrase::new(passphrase)));
        let more = found
            .entries
            .get(before.entries.len()..)
            .unwrap_or_default();
        // That something leaves is noted before it does.
        let acts = more.iter().filter(|entry| !entry.change.stays());
        let acts = acts.count();
        let is_one_of_the_two = match phase.does {
            Does::Restore => {
                let earlier = self.earlier.as_ref().unwrap();
                found == *earlier || (found == *before && !attempt.is_done)
            }
            Does::Act => {
                let is_acted = acts == 1;
                (is_acted || (acts == 0 && !attempt.is_done)) && found == before.after(more)
            }
            Does::Purge if passphrase == NEW_PASSPHRASE => {
                let first = before.book.students.keys().next().unwrap();
                let is_gone = !found.book.students.contains_key(first);
                is_gone && found.book.students.len() + 1 == before.book.students.len()
            }
            _ => acts == 0 && found == before.after(more),
        };
        assert!(
            is_one_of_the_two,
            "{}: another book than before or after",
            phase.name
        );
        self.judge_folder(folder);
        if attempt.number.is_multiple_of(10) {
            goes_on(folder, passphrase);
        }
    }

    /// A book that is not there can be made; one that is there is whole.
    fn judge_made(&self, folder: &Folder, is_done: bool) {
        match Claimed::of(&folder.book(), &who(), TakeOver::Refuse) {
            Ok(claimed) => assert_eq!(Whole::of(claimed, &new()).book.adviser.as_str(), "A. Reed"),
            Err(error) => {
                assert_eq!(*error.kind(), Kind::Missing, "{error}");
                assert!(!is_done, "a book that was made is gone");
                part::make(&folder.book());
            }
        }
        self.judge_folder(folder);
    }

    /// Every backup is the one of before or opens, and nothing lies around that has no business there.
    fn judge_folder(&self, folder: &Folder) {
        let before = backup::folder(&self.folder.book());
        for backup in backup::list(&folder.book()) {
            let same = before.join(backup.path.file_name().unwrap());
            if fs::read(same).ok() != fs::read(&backup.path).ok() {
                let claimed = claim(&backup.path);
                let unlock = if claimed.keys(&old()).is_ok() {
                    old()
                } else {
                    new()
                };
                Whole::of(claimed, &unlock);
            }
        }
        let known = [
            "group.homeroom",
            "old.homeroom",
            "stick.homeroom",
            "list.csv",
            "calls",
            ".local", // what the machine remembers of the book
        ];
        for file in fs::read_dir(folder.path()).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let rest = known.iter().find_map(|known| name.strip_prefix(known));
            let is_known = rest
                .is_some_and(|rest| ["", ".open", ".reserve", ".backups", ".new"].contains(&rest));
            assert!(is_known, "{name} was left behind");
        }
    }
}

/// What is known of one run.
pub struct Attempt {
    /// The recovery key that it was given.
    pub key: Option<RecoveryKey>,
    /// It said that it was done.
    pub is_done: bool,
    pub number: u64,
}

impl Attempt {
    /// What opens the book: of each key the old or the new one, and both keys of the same day.
    fn passphrase(&self, phase: &Phase, claimed: &Claimed) -> &'static str {
        let opens = |unlock: &Unlock| match claimed.keys(unlock) {
            Ok(_) => true,
            Err(error) if matches!(error.kind(), Kind::WrongPassphrase | Kind::WrongRecovery) => {
                false
            }
            Err(error) => panic!("{}: {error}", phase.name),
        };
        let (changes_passphrase, changes_recovery) = match phase.does {
            Does::Passphrase => (true, false),
            Does::Recovery => (false, true),
            Does::AllKeys | Does::Purge => (true, true),
            _ => (false, false),
        };
        let is_old = opens(&old());
        assert!(
            is_old || changes_passphrase && opens(&new()),
            "{}: no passphrase opens it",
            phase.name
        );
        let old_recovery = opens(&Unlock::Recovery(RecoveryKey::parse(RECOVERY).unwrap()));
        if changes_recovery {
            let new = self.key.clone().map(Unlock::Recovery);
            assert!(
                old_recovery || new.is_some_and(|key| opens(&key)),
                "{}: no recovery key opens it",
                phase.name
            );
        } else {
            assert!(
                old_recovery,
                "{}: the recovery key does not open it",
                phase.name
            );
        }
        if changes_passphrase && changes_recovery {
            assert_eq!(is_old, old_recovery, "{}: keys of two days", phase.name);
        }
        if self.is_done {
            let is_new = !is_old || !changes_passphrase;
            assert!(
                is_new && (!old_recovery || !changes_recovery),
                "{}: it was said that the keys are changed",
                phase.name
            );
        }
        if is_old { PASSPHRASE } else { NEW_PASSPHRASE }
    }
}

/// The program itself checks the book and backs it up.
fn goes_on(folder: &Folder, passphrase: &str) {
    for (command, says) in [("check", "Good."), ("backup", "Backed up and verified")] {
        let words = words(&[command]);
        let mut child = Command::new(&words[0])
            .args(&words[1..])
            .current_dir(folder.path())
            .env_clear()
            .envs(surroundings(folder))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{passphrase}").unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && said.contains(says),
            "{command}: {said}"
        );
    }
}

fn copy_all(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir(&target).unwrap();
            copy_all(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn kill_again_and_again(phase: &Phase) {
    let start = Instant::now();
    let template = Template::of(phase);
    let kills = phase.kills();
    let ended: u64 = thread::scope(|scope| {
        let work = |first| {
            let template = &template;
            move || {
                (first..kills)
                    .step_by(SIDE_BY_SIDE as usize)
                    .filter(|number| kill_once(phase, template, *number))
                    .count() as u64
            }
        };
        let threads: Vec<_> = (0..SIDE_BY_SIDE)
            .map(|first| scope.spawn(work(first)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    println!(
        "{}: {kills} kills over {} changes in {:?} ({ended} after the end), in {:?}",
        phase.name,
        template.changes,
        template.lasts,
        start.elapsed()
    );
    let is_early = ended < kills * 3 / 4 || kills < 50;
    assert!(is_early, "{}: the kills come too late", phase.name);
}

/// Whether it had said by then that it was done.
fn kill_once(phase: &Phase, template: &Template, number: u64) -> bool {
    let mut dice = Dice::new(number);
    let folder = template.copy();
    let mut running = Running::start(phase, &folder);
    let key = running.talk(&phase.how);
    running.changes(dice.below(template.changes as u64 + 1) as usize);
    // The first changes of a phase with a costly passphrase are far apart.
    let apart = (template.lasts / template.changes as u32 * 2).min(Duration::from_millis(2));
    thread::sleep(dice.moment(apart)); // this moment is what is tested
    let (said, _) = running.kill();
    let is_done = said.contains(phase.says);
    template.judge(
        phase,
        &folder,
        &Attempt {
            key,
            is_done,
            number,
        },
    );
    is_done
}

#[test]
fn a_kill_in_any_phase_leaves_the_book_of_before_or_of_after() {
    for phase in PHASES {
        kill_again_and_again(phase);
    }
}
