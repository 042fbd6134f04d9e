//! What the program leaves behind and what others can look into: no core file, no memory, no name outside the sealed book.

use std::{
    fs,
    os::unix::fs::chown,
    path::Path,
    process::{Command, Stdio},
};

use rustix::process::Signal;

use crate::{
    book::{PASSPHRASE, made_up_to_the_last_key, quick_book, unlock},
    counts::NO_CORE_FILE,
    disks::Disk,
    terminal::{Folder, Session, Start, surroundings},
};

/// An account that is nobody's.
const NOBODY: u32 = 65534;
const AS_NOBODY: &str = "setpriv --reuid 65534 --regid 65534 --clear-groups";

fn has_core(folder: &Path) -> bool {
    let names = fs::read_dir(folder).unwrap();
    names.into_iter().any(|file| {
        file.unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("core")
    })
}

/// Whether the system writes core files at all, and into the folder of the program.
fn writes_core_files() -> bool {
    let folder = Folder::new();
    let line = "ulimit -c unlimited && kill -s SEGV $$";
    let _ = Command::new("sh")
        .args(["-c", line])
        .current_dir(folder.path())
        .status();
    has_core(folder.path())
}

#[test]
fn a_fault_that_ends_the_program_leaves_no_file_with_its_memory() {
    if !writes_core_files() {
        println!("left out: core files, because the system puts none into the folder of a program");
        return;
    }
    let folder = Folder::new();
    quick_book(&folder);
    for _ in 0..NO_CORE_FILE.times() {
        let mut session = Start::book(&folder)
            .shell("ulimit -c unlimited; exec \"$@\"")
            .run();
        unlock(&mut session);
        session.see("204");
        // The first one only takes away what looks for a stack that is too large.
        while !session.has_ended() {
            session.signal(Signal::SEGV);
            std::thread::yield_now();
        }
        assert!(
            !has_core(folder.path()),
            "a file with the memory of the program was left"
        );
    }
}

#[test]
fn no_other_program_of_the_account_reads_its_memory_or_its_environment() {
    if !rustix::process::geteuid().is_root()
        || Command::new("setpriv").arg("--version").output().is_err()
    {
        println!(
            "left out: another program of the account, because no other account can be taken here"
        );
        return;
    }
    let folder = Folder::new();
    quick_book(&folder);
    let program = folder.path().join("homeroom");
    fs::copy(env!("CARGO_BIN_EXE_homeroom"), &program).unwrap();
    for path in [folder.path(), &folder.book(), &program] {
        chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let line = format!("shift; exec {AS_NOBODY} ./homeroom \"$@\"");
    let mut session = Start::book(&folder).shell(line).run();
    unlock(&mut session);
    session.see("204");
    let reads = |process: u32| {
        let read = format!(
            "exec {AS_NOBODY} sh -c 'cat /proc/{process}/environ && cat /proc/{process}/maps'"
        );
        let output = Command::new("sh").args(["-c", &read]).output().unwrap();
        output.status.success() && !output.stdout.is_empty()
    };
    let mut other = Command::new("sh")
        .args(["-c", &format!("exec {AS_NOBODY} cat")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // It answers when it is what it will be.
    std::io::Write::write_all(other.stdin.as_mut().unwrap(), b".").unwrap();
    std::io::Read::read_exact(other.stdout.as_mut().unwrap(), &mut [0]).unwrap();
    assert!(reads(other.id()), "the test cannot read anything at all");
    let _ = other.kill();
    let _ = other.wait();
    assert!(!reads(session.process()), "another program reads it");
}

/// What is in the book and nowhere else; none of it is any other word.
const MARKS: [&str; 7] = [
    "Wrenfieldish", // the names of the students begin so
    "Hollyhockson", // the adviser
    "Quincewood",   // the group
    "zebrafishing", // a note
    "marmalading",  // a goal
    "thimblework",  // a note that is half typed
    PASSPHRASE,
];

/// The ways in which a mark could lie in a file.
fn forms(mark: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![mark.as_bytes().to_vec(), mark.bytes().rev().collect()];
    forms.push(mark.encode_utf16().flat_map(u16::to_le_bytes).collect());
    forms.push(mark.encode_utf16().flat_map(u16::to_be_bytes).collect());
    // In base 64 it depends on what stands before it; only what belongs to the mark alone is looked for.
    for before in 0..3 {
        let bytes: Vec<u8> = vec![0; before].into_iter().chain(mark.bytes()).collect();
        let (first, last) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
        forms.push(base_64(&bytes)[first..last].to_vec());
    }
    forms
}

fn base_64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |at: usize| {
        bytes
            .get(at / 8)
            .is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1)
    };
    let letter = |place: usize| {
        let six = (0..6).fold(0, |sum, at| sum * 2 + usize::from(bit(place * 6 + at)));
        LETTERS[six]
    };
    (0..(bytes.len() * 8).div_ceil(6)).map(letter).collect()
}

fn holds(bytes: &[u8], form: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == form[0]) {
        if rest[at..].starts_with(form) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

fn mark_in(bytes: &[u8]) -> Option<&'static str> {
    let is_in = |mark: &&str| forms(mark).iter().any(|form| holds(bytes, form));
    MARKS.into_iter().find(is_in)
}

fn assert_no_mark(bytes: &[u8], place: &str) {
    assert_eq!(mark_in(bytes), None, "it is in {place}");
}

/// Every file below a folder, its name included.
fn scan(folder: &Path) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert_no_mark(path.as_os_str().as_encoded_bytes(), "the name of a file");
        if path.is_dir() {
            count += scan(&path);
        } else if path.is_file() {
            assert_no_mark(&fs::read(&path).unwrap(), &path.display().to_string());
            count += 1;
        }
    }
    count
}

/// A list outside the folders that are searched.
fn list() -> Folder {
    let folder = Folder::new();
    let row = |number: u8| {
        let last = char::from(b'a' + number);
        format!("\"Wrenfieldish{last}, Ada\",{}\n", 6 + number % 7)
    };
    let rows = (0..22).map(row).collect::<Vec<_>>().concat();
    fs::write(
        folder.path().join("list.csv"),
        format!("Name,Grade\n{rows}"),
    )
    .unwrap();
    folder
}

fn command(folder: &Folder, arguments: &[&str]) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_homeroom"))
        .args(arguments)
        .arg("--book")
        .arg(folder.book())
        .current_dir(folder.path())
        .env_clear()
        .envs(surroundings(folder))
        .envs(variables(folder))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), PASSPHRASE.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let beside = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {beside}");
}

/// Everything that a program may write by itself goes below the folder; it is asked to say all that it has to say.
fn variables(folder: &Folder) -> Vec<(&'static str, String)> {
    let below = |name: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(&path).unwrap();
        path.to_str().unwrap().to_owned()
    };
    vec![
        ("TMPDIR", below("tmp")),
        ("XDG_CONFIG_HOME", below("config")),
        ("XDG_CACHE_HOME", below("cache")),
        ("XDG_STATE_HOME", below("state")),
        ("XDG_RUNTIME_DIR", below("runtime")),
        ("RUST_LOG", "trace".into()),
        ("RUST_BACKTRACE", "full".into()),
    ]
}

fn open(folder: &Folder) -> Session {
    let mut start = Start::book(folder);
    start.more = variables(folder);
    start.run()
}

/// What the system tells everybody about the process.
fn is_told_to_nobody(session: &Session) {
    for file in ["cmdline", "environ", "comm", "status", "stat"] {
        assert_no_mark(&session.told_by_the_system(file), file);
    }
}

/// The tasks of a year, once through.
fn work(folder: &Folder) {
    let list = list();
    let list = list.path().join("list.csv");
    let mut start = Start::book(folder);
    start.more = variables(folder);
    let mut session = made_up_to_the_last_key(start, "Hollyhockson");
    session.keys("\r");
    session.see("Make a group");
    session.keys("Quincewood\r");
    session.see("Who is in the group?");
    session.keys("\x1b");
    session.until("the empty group", |screen| {
        !screen.contents().contains("Who is in the group?")
    });
    session.keys("q");
    session.end();
    command(folder, &["import", list.to_str().unwrap(), "--yes"]);

    let mut session = open(folder);
    unlock(&mut session);
    session.see("Wrenfieldish");
    is_told_to_nobody(&session);
    session.keys("cj1ja");
    saved_note(&mut session, "zebrafishing");
    session.keys("jjm");
    session.see("enter save");
    session.keys("marmalading");
    session.see("marmalading");
    session.keys("\r");
    session.until("a goal that is saved", |screen| {
        let text = screen.contents();
        text.contains("marmalading") && text.contains(" saved ") && !text.contains("enter save")
    });
    session.keys("\x0c");
    session.see("Passphrase");
    is_told_to_nobody(&session);
    unlock(&mut session);
    session.see("Wrenfieldish");
    session.keys("e");
    session.see("enter save");
    session.keys("thimblework");
    session.see("thimblework");
    session.signal(Signal::TERM);
    session.end();
    let mut session = open(folder);
    unlock(&mut session);
    session.see("thimblework");
    session.signal(Signal::KILL);
    session.end();
    for arguments in [
        &["recap"][..],
        &["backup"],
        &["check"],
        &["restore", "--yes"],
    ] {
        command(folder, arguments);
    }
}

fn saved_note(session: &mut Session, note: &str) {
    session.keys("e");
    session.see("enter save");
    session.keys("\x15"); // in the place of what was written before
    session.keys(note);
    session.keys("\r");
    session.until("a note that is saved", |screen| {
        let text = screen.contents();
        text.contains(note) && !text.contains("enter save") && text.contains(" saved ")
    });
}

#[test]
fn no_name_and_no_word_is_in_any_file_but_sealed() {
    if let Some(disk) = Disk::ext4(8 * 1024) {
        work(&disk.folder);
        assert!(
            scan(&disk.folder.path().join("tmp")) == 0,
            "something was left among the temporary files"
        );
        assert!(scan(disk.folder.path()) > 4);
        // Also what was deleted is on the disk.
        assert_no_mark(&disk.bytes(), "the space of deleted files");
        return;
    }
    println!("left out: the space of deleted files, because no disk can be mounted here");
    let folder = Folder::new();
    work(&folder);
    assert!(scan(folder.path()) > 4);
}

#[test]
fn a_mark_is_found_in_every_form() {
    let text = "before, Wrenfieldish, and after";
    for bytes in [
        text.as_bytes().to_vec(),
        text.bytes().rev().collect(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        base_64(text.as_bytes()),
        base_64(&text.as_bytes()[1..]),
        base_64(&text.as_bytes()[2..]),
    ] {
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(mark_in(&bytes), Some(MARKS[0]), "{text:?}");
    }
}

fn is_round(screen: &vt100::Screen) -> bool {
    let text = screen.contents();
    text.lines()
        .last()
        .is_some_and(|line| line.contains("c check in"))
}

/// The work of a real passphrase takes 64 MiB for a moment; a book whose passphrase takes none shows what all else takes.
#[test]
fn the_program_stays_below_a_hundred_megabytes_beside_the_work_of_a_passphrase() {
    let folder = Folder::new();
    crate::phases::large_book(&folder);
    let mut session = Start::book(&folder).size(60, 200).run();
    unlock(&mut session);
    session.see("204");
    session.keys("cj1ja");
    saved_note(&mut session, "zebrafishing");
    session.keys("k");
    session.until("the round", is_round);
    for key in ["P", "/", ":", "?"] {
        session.keys(key);
        session.until("another page", |screen| !is_round(screen));
        session.keys("\x1b");
        session.until("the round", is_round);
    }
    let status = String::from_utf8(session.told_by_the_system("status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().unwrap();
    println!("at most {} MiB in memory", kilobytes / 1024);
    assert!(kilobytes <= 100 * 1024, "{kilobytes} kB");
    session.keys("q");
    session.end();
}
