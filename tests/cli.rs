//! The command line, as transcripts: what is typed, what comes back, how it ends.
//!
//! A transcript under `tests/cli/` has files between `[name]` and `[end]`, commands after `$`, lines for their input
//! after `<`, and below what they print: first the results, then, after a line `--`, what was said beside them, and the
//! exit code in brackets. `...` stands for anything in a line; empty lines are left out. Every transcript begins with a book in `book.homeroom`,
//! whose passphrase is `five unrelated words of mine`, and a group `204`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on ends there"
)]

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use homeroom::{
    domain::{
        act::{self, Stamp},
        book::Book,
        change::{Change, Entry, EntryKind},
        checkin::CheckInKind,
        date::DateTime,
        grade::Grade,
        student::Name,
        text::Text,
    },
    run::clock,
    store::{self, Cost, Credentials, Passphrase, RecoveryKey, Store, TakeOver, Unlock, Who, lock},
};

const PASSPHRASE: &str = "five unrelated words of mine";

/// A folder that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("homeroom-cli-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A book that opens quickly, and what is done in it.
struct Desk {
    opened: store::Opened,
    book: Book,
    at: DateTime,
}

impl Desk {
    /// With the group `204` and nobody in it.
    fn new(path: &Path) -> Self {
        let at = clock::now();
        let book = Book::new(
            store::new_book_id().unwrap(),
            Text::new("A. Reed"),
            at.date(),
        );
        let credentials = Credentials {
            passphrase: Passphrase::new(PASSPHRASE),
            recovery: RecoveryKey::random().unwrap(),
            cost: Cost::CHEAP,
        };
        let who = Who {
            adviser: None,
            machine: lock::machine_name(),
            since: "now".into(),
        };
        let opened = Store::create(path, &who, &credentials, &book).unwrap();
        let mut desk = Self { opened, book, at };
        desk.act(act::add_group(&desk.book, Text::new("204")));
        desk
    }

    fn act(&mut self, change: Change) {
        change.apply(&mut self.book).unwrap();
        let entry = Entry {
            seq: self.opened.entries.len() as u64 + 1,
            at: self.at,
            by: self.book.adviser.clone(),
            kind: EntryKind::Act,
            change,
        };
        self.opened
            .store
            .commit(std::slice::from_ref(&entry))
            .unwrap();
        self.opened.entries.push(entry);
    }

    /// A period with three students: one is seen, one is absent, one waits.
    fn hold_a_period(&mut self) {
        let group = *self.book.groups.keys().next().unwrap();
        for name in ["Bell, Tyrone", "Cho, Min", "Diaz, Ana"] {
            let grade = Grade::new(9).unwrap();
            let name = Name::parse(name);
            self.act(act::add_student(&self.book, group, name, grade, self.at));
        }
        let students: Vec<_> = self.book.students.keys().copied().collect();
        let stamp = Stamp::now(self.at);
        for (student, kind) in [(0, CheckInKind::Seen), (1, CheckInKind::Absent)] {
            self.act(act::check_in(&self.book, &[students[student]], kind, stamp));
        }
    }

    /// The same in a book whose school year is over.
    fn end_a_year(&mut self) {
        self.hold_a_period();
        let change = act::edit_settings(&self.book, |settings| settings.year.0 -= 1);
        self.act(change);
    }

    fn close(self) {
        self.opened.store.close().unwrap();
    }
}

/// What one command said, as a transcript has it.
fn run(folder: &Path, line: &str, input: &str) -> Vec<String> {
    let mut words = words(line).into_iter();
    assert_eq!(words.next().as_deref(), Some("homeroom"), "{line}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_homeroom"))
        .args(words)
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .env("XDG_DATA_HOME", folder)
        .env("LANG", "C.UTF-8")
        .env("USER", "reed")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that needs no input may have ended before it comes.
    let _ = command.stdin.take().unwrap().write_all(input.as_bytes());
    let output = command.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let folder = folder.to_str().unwrap();
    let mut lines: Vec<String> = text(output.stdout).lines().map(str::to_owned).collect();
    let beside = text(output.stderr);
    if !beside.is_empty() {
        lines.push("--".into());
        lines.extend(beside.lines().map(str::to_owned));
    }
    lines.push(format!("({})", output.status.code().unwrap_or(-1)));
    lines
        .into_iter()
        .map(|line| line.replace(folder, "FOLDER").trim_end().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// Words of a line; single quotes hold blanks together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

/// Whether a line is as expected, where `...` stands for anything.
fn is_like(line: &str, expected: &str) -> bool {
    let mut parts = expected.split("...");
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in between {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn check(name: &str, said: &[String], expected: &[&str], command: &str) {
    let same = said.len() == expected.len()
        && said
            .iter()
            .zip(expected)
            .all(|(line, like)| is_like(line, like));
    assert!(
        same,
        "{name}: {command}\nsaid:\n{}\n\nexpected:\n{}\n",
        said.join("\n"),
        expected.join("\n")
    );
}

/// Plays a transcript over a book in which nothing was done but what `prepare` does.
fn play(name: &str, prepare: fn(&mut Desk)) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cli/{name}.txt"));
    let text = fs::read_to_string(path).unwrap();
    let folder = Folder::new(name);
    let mut desk = Desk::new(&folder.0.join("book.homeroom"));
    prepare(&mut desk);
    desk.close();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(file) = line.strip_prefix('[') {
            let rows: Vec<&str> = lines.by_ref().take_while(|row| *row != "[end]").collect();
            let file = file.strip_suffix(']').unwrap();
            let file = folder.0.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, rows.join("\n") + "\n").unwrap();
        } else if let Some(command) = line.strip_prefix("$ ") {
            let mut input = String::new();
            while let Some(row) = lines.next_if(|row| row.starts_with('<')) {
                input += row.trim_start_matches('<').trim_start();
                input.push('\n');
            }
            let mut expected: Vec<&str> = Vec::new();
            while let Some(row) = lines.next_if(|row| !row.is_empty()) {
                expected.push(row);
            }
            check(name, &run(&folder.0, command, &input), &expected, command);
        } else {
            assert!(line.is_empty() || line.starts_with('#'), "{name}: {line}");
        }
    }
}

#[test]
fn a_list_comes_in_and_the_same_list_again_changes_nothing() {
    play("import", |_| {});
}

#[test]
fn those_beyond_the_twenty_second_come_with_the_command_for_a_second_group() {
    play("second-group", |_| {});
}

#[test]
fn questions_that_a_list_raises_are_answered_by_options() {
    play("answers", |_| {});
}

#[test]
fn answers_come_in_once_and_without_mail_addresses() {
    play("questionnaire", |_| {});
}

#[test]
fn what_cannot_be_done_is_told_in_four_parts() {
    play("refusals", |_| {});
}

#[test]
fn a_period_is_told_in_lines() {
    play("recap", Desk::hold_a_period);
}

#[test]
fn a_record_is_shown_and_written_only_when_that_is_wanted() {
    play("inspect", Desk::hold_a_period);
}

#[test]
fn a_book_is_checked_backed_up_and_restored() {
    play("backup", Desk::hold_a_period);
}

#[test]
fn an_older_copy_is_asked_about_and_a_restored_backup_is_not() {
    play("older", Desk::hold_a_period);
}

#[test]
fn what_is_wrong_in_the_settings_is_shown_and_the_rest_holds() {
    play("settings", |_| {});
}

#[test]
fn a_passphrase_is_changed_with_the_old_one() {
    play("passphrase", |_| {});
}

/// Plays a command that shows a new recovery key and has two of its groups typed back. What it said, and its exit code.
fn with_a_new_key(folder: &Path, command: &str, first: &[&str]) -> (String, Vec<String>, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_homeroom"))
        .args(words(command))
        .args(["--book", "book.homeroom"])
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for line in first {
        writeln!(input, "{line}").unwrap();
    }
    let mut groups = Vec::new();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    while groups.len() < 8 {
        let line = lines.next().unwrap().unwrap();
        let words = line.split_whitespace();
        groups.extend(
            words
                .filter(|word| word.len() == 6 && word.parse::<u32>().is_ok())
                .map(str::to_owned),
        );
    }
    for group in homeroom::app::screen::gate::asked_groups(&groups.concat()) {
        writeln!(input, "{}", groups[group]).unwrap();
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    (said, groups, output.status.code().unwrap())
}

#[test]
fn a_new_recovery_key_holds_when_two_of_its_groups_were_typed_back() {
    let folder = Folder::new("recovery");
    let book = folder.0.join("book.homeroom");
    Desk::new(&book).close();
    let (said, groups, code) = with_a_new_key(&folder.0, "recovery", &[PASSPHRASE]);
    assert!(said.contains("The recovery key is changed."), "{said}");
    assert_eq!(code, 0);
    assert!(opens(
        &book,
        &Unlock::Recovery(RecoveryKey::parse(&groups.join(" ")).unwrap())
    ));
    let wrong = format!("{PASSPHRASE}\n123456\n");
    let said = run(&folder.0, "homeroom recovery --book book.homeroom", &wrong);
    assert_eq!(said.last().unwrap(), "(1)");
    assert!(
        said.iter()
            .any(|line| line.starts_with("That is not group")),
        "{said:?}"
    );
    assert!(opens(
        &book,
        &Unlock::Recovery(RecoveryKey::parse(&groups.join(" ")).unwrap())
    ));
}

#[test]
fn a_record_is_deleted_by_name_and_the_rest_opens_with_the_new_keys_only() {
    let folder = Folder::new("purge");
    let book = folder.0.join("book.homeroom");
    let mut desk = Desk::new(&book);
    desk.hold_a_period();
    desk.close();
    let stick = folder.0.join("stick.homeroom");
    let line = format!("homeroom backup {} --book book.homeroom", stick.display());
    run(&folder.0, &line, PASSPHRASE);
    let new = "another set of words of mine";
    let asked = [PASSPHRASE, "diaz, ana", new, new];
    let (said, groups, code) = with_a_new_key(&folder.0, "purge 'Diaz, Ana'", &asked);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.starts_with("Certificate: one student's record was deleted"),
        "{said}"
    );
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("a sealed copy of the whole book"),
        "the copy it cannot reach: {said}"
    );
    assert!(flat.contains("stick.homeroom"), "{said}");
    for name in ["Ana", "Diaz", "Bell", "Cho"] {
        assert!(!said.contains(name), "{said}");
    }
    assert!(!opens(
        &book,
        &Unlock::Passphrase(Passphrase::new(PASSPHRASE))
    ));
    let recovery = RecoveryKey::parse(&groups.join(" ")).unwrap();
    assert!(opens(&book, &Unlock::Recovery(recovery)));
    let kept = store::backup::list(&book);
    let new = Unlock::Passphrase(Passphrase::new(new));
    assert!(!kept.is_empty() && kept.iter().all(|backup| opens(&backup.path, &new)));
    assert!(
        opens(&stick, &Unlock::Passphrase(Passphrase::new(PASSPHRASE))),
        "as it says"
    );
}

/// How often something left, as the log of the book has it.
fn entries_in_the_log(book: &Path) -> usize {
    let who = Who {
        adviser: None,
        machine: lock::machine_name(),
        since: "now".into(),
    };
    let unlock = Unlock::Passphrase(Passphrase::new(PASSPHRASE));
    let opened = Store::open(book, &who, TakeOver::Refuse, &unlock).unwrap();
    let all = opened.store.entries(0..u64::MAX).unwrap();
    opened.store.close().unwrap();
    let is_disclosure = |entry: &&Entry| entry.change.stays();
    all.iter().filter(is_disclosure).count()
}

/// What was done, and whether something left by it.
const COMMANDS: [(&str, &str, bool); 16] = [
    ("inspect 'Diaz, Ana'", "", true),
    ("inspect 'Nobody, Here'", "", false),
    ("inspect 'Diaz, Ana' --to stick", "n", false),
    ("inspect 'Diaz, Ana' --to nowhere --yes", "", false),
    ("inspect 'Diaz, Ana' --to stick --yes", "", true),
    ("inspect 'Diaz, Ana' --to stick --yes", "", false),
    ("inspect 'Diaz, Ana' --as nobody", "", false),
    ("backup stick", "", true),
    ("backup copy.homeroom", "", true),
    ("backup copy.homeroom", "", false),
    ("backup nowhere/copy.homeroom", "", false),
    ("backup", "", false),
    (
        "recap --for 'the principal' --why 'asked in a meeting'",
        "",
        true,
    ),
    ("recap --group 'No such group'", "", false),
    ("check", "", false),
    ("purge", "", false), // nobody has left
];

#[test]
fn what_a_command_gives_away_is_in_the_log_and_nothing_else_is() {
    let folder = Folder::new("leaving");
    let book = folder.0.join("book.homeroom");
    let mut desk = Desk::new(&book);
    desk.hold_a_period();
    desk.close();
    fs::create_dir(folder.0.join("stick")).unwrap();
    let mut entries = 0;
    for (command, answer, leaves) in COMMANDS {
        let line = format!("homeroom {command} --book book.homeroom");
        let said = run(&folder.0, &line, &format!("{PASSPHRASE}\n{answer}\n"));
        entries += usize::from(leaves);
        assert_eq!(entries_in_the_log(&book), entries, "{command}: {said:?}");
    }
    let written = fs::read_dir(folder.0.join("stick")).unwrap();
    let written: Vec<PathBuf> = written.map(|file| file.unwrap().path()).collect();
    assert_eq!(written.len(), 3 + 1, "{written:?}");
    #[cfg(unix)]
    for file in written {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file:?}");
    }
}

#[test]
fn all_keys_are_changed_at_once() {
    let folder = Folder::new("rekey");
    let book = folder.0.join("book.homeroom");
    Desk::new(&book).close();
    let new = "another set of words of mine";
    let (said, groups, code) = with_a_new_key(&folder.0, "rekey", &[PASSPHRASE, new, new]);
    assert!(said.contains("All keys are changed"), "{said}");
    assert_eq!(code, 0);
    let recovery = RecoveryKey::parse(&groups.join(" ")).unwrap();
    assert!(opens(&book, &Unlock::Passphrase(Passphrase::new(new))));
    assert!(opens(&book, &Unlock::Recovery(recovery)));
    assert!(!opens(
        &book,
        &Unlock::Passphrase(Passphrase::new(PASSPHRASE))
    ));
    let said = run(
        &folder.0,
        "homeroom restore --list --book book.homeroom",
        "",
    );
    assert!(
        said.iter()
            .any(|line| line.ends_with("before the keys were changed")),
        "{said:?}"
    );
}

#[test]
fn a_damaged_book_fails_its_check_and_names_the_backup() {
    let folder = Folder::new("damaged");
    let book = folder.0.join("book.homeroom");
    Desk::new(&book).close();
    run(
        &folder.0,
        "homeroom backup --book book.homeroom",
        PASSPHRASE,
    );
    let whole = fs::read(&book).unwrap();
    fs::write(&book, &whole[..whole.len() / 2]).unwrap();
    let said = run(&folder.0, "homeroom check --book book.homeroom", PASSPHRASE);
    assert_eq!(said.last().unwrap(), "(1)");
    let names_it = |line: &String| {
        line.starts_with("The newest good backup is of ") && line.ends_with("homeroom restore")
    };
    assert!(said.iter().any(names_it), "{said:?}");
    let said = run(
        &folder.0,
        "homeroom restore --book book.homeroom --yes",
        PASSPHRASE,
    );
    assert!(
        said.contains(&"The book of now cannot be read.".to_owned()),
        "{said:?}"
    );
    let said = run(&folder.0, "homeroom check --book book.homeroom", PASSPHRASE);
    assert_eq!(said.last().unwrap(), "(0)");
}

fn opens(book: &Path, unlock: &Unlock) -> bool {
    let who = Who {
        adviser: None,
        machine: lock::machine_name(),
        since: "now".into(),
    };
    let opened = Store::open(book, &who, TakeOver::Refuse, unlock);
    opened.is_ok_and(|opened| opened.store.close().is_ok())
}

#[test]
fn a_catalog_is_checked_shown_and_held_against_its_rules() {
    play("catalog", |_| {});
}

#[test]
fn the_catalog_that_comes_along_is_a_file_without_a_fault() {
    let folder = Folder::new("default");
    let mut lines = run(&folder.0, "homeroom catalog default", "");
    assert_eq!(lines.pop().as_deref(), Some("(0)"));
    fs::write(folder.0.join("ours.toml"), lines.join("\n")).unwrap();
    let said = run(&folder.0, "homeroom catalog check ours.toml", "");
    assert!(said[0].starts_with("ours.toml has no fault"), "{said:?}");
}

#[test]
fn a_year_is_shown_before_it_is_begun() {
    play("rollover", Desk::end_a_year);
}

#[test]
fn a_year_that_was_begun_is_not_begun_again() {
    let folder = Folder::new("rollover-twice");
    let mut desk = Desk::new(&folder.0.join("book.homeroom"));
    let change = act::edit_settings(&desk.book, |settings| settings.year.0 += 1);
    desk.act(change);
    desk.close();
    let said = run(
        &folder.0,
        "homeroom rollover --book book.homeroom --yes",
        PASSPHRASE,
    );
    let expected = [
        "--",
        "The book is in school year .... The next one can be begun from ... on, 60 days before its first day.",
        "Nothing was changed.",
        "If it was begun by mistake: `u` in the program takes it back.",
        "(1)",
    ];
    check("rollover-twice", &said, &expected, "rollover");
}

#[test]
fn every_option_is_explained_on_a_line_that_fits() {
    let folder = Folder::new("help");
    for command in [
        "homeroom --help",
        "homeroom import --help",
        "homeroom recap --help",
        "homeroom rollover --help",
        "homeroom answers --help",
        "homeroom backup --help",
        "homeroom restore --help",
        "homeroom check --help",
        "homeroom demo --help",
        "homeroom catalog --help",
        "homeroom catalog check --help",
        "homeroom catalog show --help",
        "homeroom catalog coverage --help",
    ] {
        for line in run(&folder.0, command, "") {
            assert!(line.chars().count() <= 88, "{command}: {line}");
        }
    }
}

#[test]
fn a_transcript_that_differs_is_found() {
    assert!(is_like("saved at 10:02", "saved at ..."));
    assert!(is_like("a b c", "a...c"));
    assert!(!is_like("a b c", "a b"));
    assert!(!is_like("a b c", "a...d"));
    assert_eq!(words("a 'b c' d"), ["a", "b c", "d"]);
    let said = ["one".to_owned(), "(0)".to_owned()];
    assert!(std::panic::catch_unwind(|| check("", &said, &["two", "(0)"], "")).is_err());
}
