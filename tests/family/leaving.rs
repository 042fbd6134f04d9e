//! Nothing leaves the book without its entry in the log, on the disk before the file appears: random sessions in which the disk fails,
//! folders are missing, files are in the way, and people change their minds.

use std::{
    collections::VecDeque,
    fs,
    path::{Path, PathBuf},
};

use homeroom::{
    app::{effect::Effect, message::Message, update::update},
    domain::{
        disclosure,
        id::StudentId,
        part::{Field, Part},
    },
    exchange::{self, practice},
    run::worker::Worker,
    store::{Claimed, Cost, Credentials, Passphrase, RecoveryKey, Store, Unlock},
};

use crate::counts::{EXPORTS, SESSIONS_THAT_LEAK};
use crate::driver::{Driver, TODAY};
use crate::fault::{Disk, Fault};
use crate::session::Dice;

const PASSPHRASE: &str = "eleven green bicycles";

/// A folder that is gone afterwards.
struct Outside(PathBuf);

impl Outside {
    fn new(number: u64) -> Self {
        let name = format!("homeroom-leaving-{number}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("stick")).unwrap();
        Self(path)
    }

    /// Every file that is there, with whose record it is.
    fn files(&self) -> Vec<(PathBuf, StudentId)> {
        let read = fs::read_dir(self.0.join("stick")).unwrap();
        let files = read.map(|entry| entry.unwrap().path());
        let whose = |path: &Path| {
            let name = path.file_name()?.to_str()?.to_owned();
            let rest = name.strip_prefix("record-")?;
            Some(StudentId(rest.split_once('-')?.0.parse().ok()?))
        };
        files
            .filter_map(|path| Some((path.clone(), whose(&path)?)))
            .collect()
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The program with its worker in line, over a disk that can fail.
struct Program {
    driver: Driver,
    worker: Worker,
    disk: Disk,
}

impl Program {
    fn new() -> Self {
        let catalog = exchange::catalog::default_catalog();
        let book = practice::practice(&catalog, TODAY).book;
        let credentials = Credentials {
            passphrase: Passphrase::new(PASSPHRASE),
            recovery: RecoveryKey::random().unwrap(),
            cost: Cost::CHEAP,
        };
        let disk = Disk::default();
        let opened = Store::create_on(Box::new(disk.clone()), &credentials, &book).unwrap();
        let clock = || TODAY.at(10, 0, 0, 0);
        Self {
            driver: Driver::open(book, Vec::new(), catalog, false, clock()),
            worker: Worker::over(opened.store).with(clock, Cost::CHEAP),
            disk,
        }
    }

    fn keys(&mut self, keys: &str) {
        self.driver.hold_saves = true;
        let before = self.driver.effects.len();
        self.driver.answers_leaving = false;
        self.driver.keys(keys);
        let effects = self.driver.effects.split_off(before);
        self.perform(effects.into());
    }

    fn types(&mut self, text: &str) {
        self.driver.types(text);
    }

    fn perform(&mut self, effects: VecDeque<Effect>) {
        perform(&mut self.driver, &mut self.worker, effects);
    }

    /// What the log holds on the disk, as it would be after a power cut.
    fn logged(&self) -> Vec<(StudentId, Part)> {
        let disk = Disk::holding(self.disk.durable());
        let claimed = Claimed::on(Box::new(disk)).unwrap();
        let unlock = Unlock::Passphrase(Passphrase::new(PASSPHRASE));
        let keys = claimed.keys(&unlock).unwrap();
        let opened = claimed.open(keys).unwrap();
        let book = opened.book;
        let students = book.students.keys().copied();
        students
            .flat_map(|student| {
                let all = disclosure::all(&book, student).into_iter().cloned();
                all.map(|part| (student, part)).collect::<Vec<_>>()
            })
            .collect()
    }
}

/// Has the worker do what the program asks for, and what its answers ask for.
pub(crate) fn perform(driver: &mut Driver, worker: &mut Worker, mut effects: VecDeque<Effect>) {
    while let Some(effect) = effects.pop_front() {
        for outcome in worker.perform(effect) {
            let more = update(&mut driver.model, Message::Outcome(outcome));
            for effect in more.into_iter().rev() {
                effects.push_front(effect);
            }
        }
    }
}

/// One more thing that somebody does.
fn step(program: &mut Program, outside: &Outside, dice: &mut Dice) {
    let stick = outside.0.join("stick");
    match dice.roll(12) {
        0 => program.keys("c"),
        1 => program.keys("j"),
        2 => program.keys("u"),
        3 => {
            program.keys("e");
            program.types("a note");
            program.keys("<enter>");
        }
        4 => program.disk.go_wrong(Fault {
            at: 1 + dice.roll(12) as u64,
            sticky: dice.one_in(2),
            full: dice.one_in(3),
            ..Fault::default()
        }),
        5 => {
            program.disk.go_wrong(Fault::default());
            program.perform([Effect::Retry].into());
        }
        6 => {
            // Somebody left a file of that name there.
            let id = 1 + dice.roll(30);
            let _ = fs::write(stick.join(format!("record-{id}-{TODAY}.json")), "");
            let _ = fs::remove_file(stick.join(format!("record-{id}-{TODAY}.json")));
        }
        _ => {
            program.keys(":write the complete<enter>");
            let folder = match dice.roll(5) {
                0 => outside.0.join("nowhere"),
                1 => PathBuf::from("/proc"),
                _ => stick,
            };
            program.types(&folder.to_string_lossy());
            program.keys("<tab>");
            program.types(" and more");
            program.keys(if dice.one_in(4) {
                "<esc><esc>"
            } else {
                "<enter>"
            });
            // What is still on the screen is left.
            program.keys("<esc><esc><esc>");
        }
    }
}

#[test]
fn no_file_is_outside_without_its_entry_on_the_disk() {
    let (mut files, mut entries) = (0, 0);
    for number in 0..SESSIONS_THAT_LEAK.times() as u64 {
        let mut dice = Dice::new(number + 1);
        let outside = Outside::new(number);
        let mut program = Program::new();
        for _ in 0..12 {
            step(&mut program, &outside, &mut dice);
            let outgoing = outside.files();
            if outgoing.is_empty() {
                continue;
            }
            let logged = program.logged();
            for (path, whose) in outgoing {
                let to = outside.0.join("stick");
                let is_it = |(student, part): &&(StudentId, Part)| {
                    *student == whose && part.text(Field::Place) == to.to_string_lossy()
                };
                let entry = logged.iter().find(is_it);
                let (_, part) = entry.unwrap_or_else(|| panic!("session {number}: {path:?} left"));
                for field in [Field::Name, Field::Who, Field::Reason] {
                    assert!(!part.text(field).is_empty(), "{part:?}");
                }
                assert!(part.choice(Field::Kind).is_some() && part.day(Field::On).is_some());
            }
        }
        files += outside.files().len();
        entries += program.logged().len();
    }
    println!("{files} files, {entries} entries");
    assert!(
        files > SESSIONS_THAT_LEAK.times(),
        "only {files} files left"
    );
    assert!(entries * 3 >= files);
}

#[test]
fn each_export_has_an_entry_of_its_own_and_a_canceled_one_leaves_no_file() {
    let outside = Outside::new(1_000_000);
    let mut program = Program::new();
    let mut made = 0;
    let stick = outside.0.join("stick");
    while made < EXPORTS.times() {
        program.keys(":write the complete<enter>");
        program.types(&stick.to_string_lossy());
        program.keys("<esc><esc>");
        assert!(outside.files().is_empty(), "canceled");
        program.keys(":write the complete<enter>");
        program.types(&stick.to_string_lossy());
        program.keys("<enter>");
        let files = outside.files();
        assert_eq!(files.len(), 3, "{}", program.driver.notice());
        #[cfg(unix)]
        for (path, _) in &files {
            use std::os::unix::fs::PermissionsExt;
            let bits = fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(bits & 0o777, 0o600, "{path:?}");
        }
        // The same once more: nothing is written over.
        let before: Vec<_> = files
            .iter()
            .map(|(path, _)| fs::read(path).unwrap())
            .collect();
        program.keys(":write the complete<enter>");
        program.types(&stick.to_string_lossy());
        program.keys("<enter><esc><esc>");
        for ((path, _), before) in files.iter().zip(&before) {
            assert_eq!(fs::read(path).unwrap(), *before);
            fs::remove_file(path).unwrap();
        }
        made += 1;
        program.keys("j");
    }
    assert_eq!(program.logged().len(), made, "one entry for each export");
}
