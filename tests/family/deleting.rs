//! Deleting a record from the program: the name is typed, new keys are taken, the certificate names nobody and says what it does not
//! reach. Nothing in the program or its README promises more.

use std::{fs, path::PathBuf};

use homeroom::{
    app::{
        effect::{Effect, Secret},
        screen::{Screen, gate},
    },
    domain::{
        act::Stamp,
        book::Book,
        change::{Entry, EntryKind},
        disclosure::{self, Disclosure},
        text::Text,
    },
    run::worker::Worker,
    store::{
        self, Cost, Credentials, Passphrase, Reason, RecoveryKey, Store, TakeOver, Unlock, Who,
        backup,
    },
};

use crate::driver::{Driver, TODAY};
use crate::leaving::perform;

const OLD: &str = "five unrelated words of mine";
const NEW: &str = "another set of words of mine";

fn who() -> Who {
    Who {
        adviser: None,
        machine: store::lock::machine_name(),
        since: "now".into(),
    }
}

/// A folder that is gone afterwards, with a book of three students in it, a backup beside it, and a copy of a record outside.
struct Scene {
    folder: PathBuf,
    driver: Driver,
    worker: Worker,
}

impl Scene {
    fn new(name: &str) -> Self {
        let name = format!("homeroom-deleting-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("stick")).unwrap();
        let path = folder.join("book.homeroom");
        let book = Driver::group(&["Diaz, Ana", "Bell, Tyrone", "Cho, Min"], 9)
            .book()
            .clone();
        let credentials = Credentials {
            passphrase: Passphrase::new(OLD),
            recovery: RecoveryKey::random().unwrap(),
            cost: Cost::CHEAP,
        };
        let mut opened = Store::create(&path, &who(), &credentials, &book).unwrap();
        let ana = book.students.values().find(|of| of.spoken() == "Ana Diaz");
        let leaves = Disclosure {
            what: Text::new("the complete record"),
            whom: Text::new("Rosa Diaz"),
            party: "family",
            why: Text::new("asked for it"),
            to: Text::new("/media/ANA-DIAZ/stick"),
        };
        let stamp = Stamp::now(TODAY.at(9, 0, 0, 0));
        let change = disclosure::of_students(&book, &[ana.unwrap().id], &leaves, stamp);
        let entry = Entry {
            seq: 1,
            at: TODAY.at(9, 0, 0, 0),
            by: Text::new("Ms. Reed"),
            kind: EntryKind::Act,
            change,
        };
        opened.store.commit(&[entry]).unwrap();
        let made = opened.store.back_up(Reason::Asked, TODAY.at(9, 0, 0, 0));
        assert!(made.unwrap().is_some());
        opened.store.close().unwrap();
        let clock = || TODAY.at(10, 0, 0, 0);
        let gate = gate::Gate::unlock("book.homeroom".to_owned(), Vec::new());
        let mut scene = Self {
            folder,
            driver: Driver::at(gate, clock()),
            worker: Worker::new(path).with(clock, Cost::CHEAP),
        };
        let unlock = Effect::Unlock(Secret::new(OLD));
        perform(&mut scene.driver, &mut scene.worker, [unlock].into());
        assert_eq!(scene.driver.book().students.len(), 3);
        scene
    }

    fn keys(&mut self, keys: &str) {
        self.driver.hold_saves = true;
        self.driver.answers_leaving = false;
        let before = self.driver.effects.len();
        self.driver.keys(keys);
        let effects = self.driver.effects.split_off(before);
        perform(&mut self.driver, &mut self.worker, effects.into());
    }

    /// Types the name of Ana Diaz and takes these words as the new passphrase. The last question is for the groups of the new key.
    fn up_to_the_key(&mut self, passphrase: &str) {
        self.keys("/diaz<enter>:delete for<enter>");
        self.driver.types("diaz, ana");
        self.keys("<tab>");
        let stick = self.folder.join("stick");
        self.driver.types(&stick.to_string_lossy());
        self.keys("<enter>");
        self.driver.types(passphrase);
        self.keys("<tab>");
        self.driver.types(passphrase);
        self.keys("<enter>");
    }

    fn type_the_key_back(&mut self) {
        let Screen::Gate(gate) = self.driver.top() else {
            panic!("{:?}", self.driver.top())
        };
        let groups: Vec<String> = gate.groups().into_iter().map(str::to_owned).collect();
        let [first, second] = gate::asked_groups(gate.recovery.expose());
        self.keys("<enter>");
        self.driver.types(&groups[first]);
        self.keys("<tab>");
        self.driver.types(&groups[second]);
        self.keys("<enter>");
    }

    /// What is in the file.
    fn book(&mut self, passphrase: &str) -> Option<Book> {
        self.worker.perform(Effect::Lock);
        let unlock = Unlock::Passphrase(Passphrase::new(passphrase));
        let path = self.folder.join("book.homeroom");
        let opened = Store::open(&path, &who(), TakeOver::Refuse, &unlock).ok()?;
        let book = opened.book.clone();
        opened.store.close().unwrap();
        Some(book)
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn a_record_is_deleted_after_its_name_was_typed_and_the_certificate_names_nobody() {
    let mut scene = Scene::new("whole");
    scene.up_to_the_key(NEW);
    scene.type_the_key_back();
    let Screen::Reading(page) = scene.driver.top() else {
        panic!("{:?}", scene.driver.notice())
    };
    let page = page.lines.join(" ");
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "under a new key, read back and compared",
        "Backups beside the book that were deleted: 2.",
        "the complete record, for the student or the family; /media/[the student]-[the student]/stick",
        "Old pieces of the file that the drive has not written over yet.",
        "destroy the old recovery sheet",
        "have it encrypted",
    ] {
        assert!(flat.contains(said), "{said}: {flat}");
    }
    let small = flat.to_lowercase();
    for name in ["ana", "diaz", "tyrone", "bell", "cho"] {
        let mut words = small.split(|letter: char| !letter.is_alphanumeric());
        assert!(!words.any(|word| word == name), "{name}: {flat}");
    }
    let stick = fs::read_dir(scene.folder.join("stick")).unwrap();
    let written: Vec<PathBuf> = stick.map(|file| file.unwrap().path()).collect();
    assert_eq!(written.len(), 1, "{written:?}");
    let written = fs::read_to_string(&written[0]).unwrap();
    assert!(
        page.starts_with(written.lines().next().unwrap()),
        "{written}"
    );
    // The program goes on with the rest.
    assert_eq!(scene.driver.book().students.len(), 2);
    scene.keys("<esc>c");
    let kept = backup::list(&scene.folder.join("book.homeroom"));
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(kept[0].reason, Reason::Purged);
    assert!(scene.book(OLD).is_none());
    let book = scene.book(NEW).unwrap();
    assert_eq!(book.students.len(), 2);
    assert!(book.students.values().all(|of| of.spoken() != "Ana Diaz"));
    let talks = book
        .students
        .keys()
        .map(|id| book.plan(*id).check_ins().len());
    assert_eq!(talks.sum::<usize>(), 1, "the talk of after");
}

#[test]
fn the_same_passphrase_again_is_refused_and_nothing_is_deleted() {
    let mut scene = Scene::new("same");
    scene.up_to_the_key(OLD);
    scene.type_the_key_back();
    let Screen::Gate(gate) = scene.driver.top() else {
        panic!("{:?}", scene.driver.top())
    };
    let problem = gate.problem.clone().unwrap();
    assert!(
        problem.what.starts_with("That is the passphrase"),
        "{problem}"
    );
    assert_eq!(scene.book(OLD).unwrap().students.len(), 3);
}

#[test]
fn while_a_request_waits_nothing_is_deleted_and_it_says_so() {
    let mut scene = Scene::new("waits");
    scene.keys("/diaz<enter>:ask to amend<enter>");
    scene.driver.types("the record");
    scene.keys("<tab>");
    scene.driver.types("all of it");
    scene.keys("<enter>");
    scene.keys(":delete for<enter>");
    scene.driver.types("Ana Diaz");
    scene.keys("<enter>");
    let Screen::Form(form) = scene.driver.top() else {
        panic!("{:?}", scene.driver.top())
    };
    let error = form.error.clone().unwrap();
    assert_eq!(
        error,
        "Not now: a request to amend this record waits for its decision."
    );
}

#[test]
fn nothing_in_the_program_promises_more_than_a_deletion_can_do() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("README.md")];
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    assert!(files.len() > 200);
    for file in files {
        let text = fs::read_to_string(&file).unwrap_or_default().to_lowercase();
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for promise in [
            "securely erase",
            "securely delete",
            "secure erase",
            "secure delet",
            "shredded",
            "unrecoverable",
            "irrecoverable",
            "cannot be recovered",
            "gone without a trace",
            "completely erased",
        ] {
            assert!(!flat.contains(promise), "{}: {promise}", file.display());
        }
    }
}
