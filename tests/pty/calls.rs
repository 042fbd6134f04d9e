//! What the program asks of the system, in its order, as `strace` tells it: nothing is shown as saved before the disk has
//! confirmed it, a name is given only to what is on the disk, and no file is written but those that are known.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use crate::{
    book::{made_up_to_the_last_key, quick_book, unlock},
    counts::SAVED_AFTER_SYNC,
    phases::{How, PHASES, Running, Template},
    terminal::{Folder, Start},
};

/// One call that ended: its name, its arguments as they were written, what it gave.
#[derive(Debug)]
struct Call {
    name: String,
    arguments: String,
    gave: String,
}

impl Call {
    fn of(line: &str) -> Option<Self> {
        let (name, rest) = line.split_once('(')?;
        let (arguments, gave) = rest.rsplit_once(" = ")?; // blanks may stand before it
        let arguments = arguments.trim_end().strip_suffix(')')?;
        let is_name = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        is_name.then(|| Self {
            name: name.to_owned(),
            arguments: arguments.to_owned(),
            gave: gave.to_owned(),
        })
    }

    fn is_done(&self) -> bool {
        !self.gave.starts_with('-') && !self.gave.starts_with('?')
    }

    /// The file that it is about: of the first argument, or of the one into which it copies.
    fn file(&self) -> &str {
        let numbers = self.arguments.split(", ");
        let mut paths = numbers.filter_map(|number| number.split_once('<')?.1.strip_suffix('>'));
        let path = if self.name == "copy_file_range" {
            paths.last()
        } else {
            paths.next()
        };
        path.unwrap_or_default()
    }

    fn is_sync(&self) -> bool {
        matches!(self.name.as_str(), "fsync" | "fdatasync") && self.is_done()
    }

    fn is_write(&self) -> bool {
        matches!(
            self.name.as_str(),
            "write" | "writev" | "pwrite64" | "ftruncate" | "copy_file_range" | "sendfile"
        )
    }

    /// The texts between quotes.
    fn texts(&self) -> Vec<Vec<u8>> {
        let mut texts = Vec::new();
        let bytes = self.arguments.as_bytes();
        let mut at = 0;
        while let Some(start) = bytes[at..].iter().position(|byte| *byte == b'"') {
            let (text, end) = unescaped(bytes, at + start + 1);
            texts.push(text);
            at = end + 1;
        }
        texts
    }

    fn paths(&self) -> Vec<String> {
        self.texts()
            .into_iter()
            .map(|text| String::from_utf8(text).unwrap())
            .collect()
    }
}

/// A text as C writes it, up to its quote, and where that is.
fn unescaped(bytes: &[u8], mut at: usize) -> (Vec<u8>, usize) {
    let mut text = Vec::new();
    while bytes[at] != b'"' {
        if bytes[at] != b'\\' {
            text.push(bytes[at]);
            at += 1;
            continue;
        }
        at += 1;
        let octal = bytes[at..]
            .iter()
            .take(3)
            .take_while(|byte| (b'0'..b'8').contains(byte))
            .count();
        if octal > 0 {
            let number = bytes[at..at + octal]
                .iter()
                .fold(0_u32, |sum, byte| sum * 8 + u32::from(byte - b'0'));
            text.push(u8::try_from(number).unwrap());
            at += octal;
        } else {
            text.push(match bytes[at] {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'v' => 0x0b,
                b'f' => 0x0c,
                other => other,
            });
            at += 1;
        }
    }
    (text, at)
}

/// All calls in the order in which they ended. One during which another thread did something stands in two lines.
fn calls(file: &Path) -> Vec<Call> {
    let text = fs::read_to_string(file).unwrap();
    let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in text.lines() {
        let Some((process, line)) = line.split_once(' ') else {
            continue;
        };
        let line = line.trim_start();
        if let Some(beginning) = line.strip_suffix(" <unfinished ...>") {
            begun.insert(process, beginning);
        } else if let Some((_, end)) = line
            .strip_prefix("<... ")
            .and_then(|rest| rest.split_once(" resumed>"))
        {
            let whole = format!("{}{end}", begun.remove(process).unwrap_or_default());
            calls.extend(Call::of(&whole));
        } else {
            calls.extend(Call::of(line));
        }
    }
    calls
}

const TRACE: &str = "strace -f -qq -y -s 1000000 -o calls -e trace=openat,open,creat,write,writev,pwrite64,ftruncate,copy_file_range,sendfile,fsync,fdatasync,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,mknod,mknodat";

/// Whether calls can be looked at here, with the paths of their files.
fn can_trace() -> bool {
    let output = Command::new("strace")
        .args(["-qq", "-y", "-e", "trace=openat", "true"])
        .output();
    let can = output.is_ok_and(|output| {
        output.status.success() && String::from_utf8_lossy(&output.stderr).contains(" = 3</")
    });
    if !can || !rustix::process::geteuid().is_root() {
        println!("left out: the order of the calls, because strace is not here or may not look");
        return false;
    }
    true
}

/// A new name is given to a file that is on the disk, and is then put on the disk itself.
fn names_are_safe(calls: &[Call], what: &str) -> usize {
    let mut renamed = 0;
    for (at, call) in calls
        .iter()
        .enumerate()
        .filter(|(_, call)| call.name.starts_with("rename") && call.is_done())
    {
        let paths = call.paths();
        let [from, to] = &paths[..] else {
            panic!("{call:?}")
        };
        if is_memory(from) {
            continue; // lost in a power cut, it claims nothing
        }
        let is_of =
            |file: &str| !file.is_empty() && (file == from || Path::new(from).ends_with(file));
        let written = calls[..at]
            .iter()
            .rposition(|call| call.is_write() && is_of(call.file()));
        let synced = calls[..at]
            .iter()
            .rposition(|call| call.is_sync() && is_of(call.file()));
        assert!(
            written.is_some() && synced > written,
            "{what}: {from} is not on the disk before it becomes {to}"
        );
        let folder = Path::new(to).parent().unwrap().to_str().unwrap();
        let is_folder = |file: &str| file == folder || Path::new(file).ends_with(folder);
        let confirmed = calls[at..]
            .iter()
            .any(|call| call.is_sync() && is_folder(call.file()));
        assert!(confirmed, "{what}: the name {to} is not put on the disk");
        renamed += 1;
    }
    renamed
}

/// Nothing is written but the files of a book, and what the person sees.
fn only_known_files_are_written(calls: &[Call], what: &str) -> usize {
    let mut written = 0;
    for call in calls.iter().filter(|call| call.is_done()) {
        let opens = match call.name.as_str() {
            "openat" | "open" => ["O_WRONLY", "O_RDWR", "O_CREAT"]
                .iter()
                .any(|flag| call.arguments.contains(flag)),
            "creat" | "link" | "linkat" | "symlink" | "symlinkat" | "mknod" | "mknodat" => true,
            _ => false,
        };
        if opens {
            let path = call.paths().pop().unwrap();
            assert!(
                is_known(&path),
                "{what}: {path} is opened for writing: {}",
                call.arguments
            );
            written += 1;
        }
    }
    written
}

/// What the machine remembers of a book: counts, and no name.
fn is_memory(path: &str) -> bool {
    path.contains("/homeroom/seen/")
}

fn is_known(path: &str) -> bool {
    if path.starts_with("/dev/pts/") || ["/dev/tty", "/dev/null", "/dev/ptmx"].contains(&path) {
        return true;
    }
    if is_memory(path) {
        return true;
    }
    let name = Path::new(path).file_name().unwrap().to_str().unwrap();
    let in_backups = path.contains("group.homeroom.backups/");
    let books = ["group.homeroom", "stick.homeroom"];
    let rest = books.iter().find_map(|book| name.strip_prefix(book));
    match rest {
        Some(rest) => ["", ".new", ".open", ".reserve"].contains(&rest),
        None => in_backups && (name.ends_with(".homeroom") || name.ends_with(".homeroom.new")),
    }
}

#[test]
fn nothing_is_shown_as_saved_before_the_disk_confirmed_it() {
    if !can_trace() {
        return;
    }
    let folder = Folder::new();
    quick_book(&folder);
    let mut session = Start::book(&folder)
        .shell(format!("exec {TRACE} \"$@\""))
        .run();
    unlock(&mut session);
    session.see("204");
    let notes: Vec<String> = (0..SAVED_AFTER_SYNC.times())
        .map(|number| format!("talk{number}end"))
        .collect();
    for note in &notes {
        session.keys("e");
        session.see("enter save");
        session.keys("\x15");
        session.keys(note);
        session.see(note);
        session.keys("\r");
        session.until("saved", |screen| is_shown_as_saved(screen, note));
    }
    session.keys("q");
    session.end();

    let calls = calls(&folder.path().join("calls"));
    let book = folder.book();
    let is_book = |call: &&Call| Path::new(call.file()) == book;
    let mut screen = crate::terminal::parser(24, 80);
    let mut waits = notes.iter().peekable();
    let (mut unconfirmed, mut confirmed, mut shown) = (0, 0, 0);
    for call in &calls {
        if is_book(&call) {
            if call.is_write() {
                unconfirmed += 1;
            } else if call.is_sync() {
                (unconfirmed, confirmed) = (0, confirmed + 1);
            }
        } else if call.name == "write" && call.file().starts_with("/dev/pts/") {
            screen.process(&call.texts()[0]);
            if waits
                .next_if(|note| is_shown_as_saved(screen.screen(), note))
                .is_some()
            {
                assert_eq!(
                    unconfirmed, 0,
                    "saved is shown after {shown} notes, and the disk has not confirmed it"
                );
                assert!(
                    confirmed > 0,
                    "saved is shown after {shown} notes, and nothing was written to the disk"
                );
                (confirmed, shown) = (0, shown + 1);
            }
        }
    }
    assert_eq!(shown, notes.len(), "not all were seen");
    assert!(
        names_are_safe(&calls, "a period") > 0,
        "no backup of the day"
    );
    assert!(only_known_files_are_written(&calls, "a period") > 0);
}

fn is_shown_as_saved(screen: &vt100::Screen, note: &str) -> bool {
    let text = screen.contents();
    let header = text.lines().next().unwrap_or_default();
    text.contains(note)
        && !text.contains("enter save")
        && header.contains(" saved ")
        && !header.contains("saving")
}

#[test]
fn every_name_is_given_to_what_is_on_the_disk_and_no_other_file_is_written() {
    if !can_trace() {
        return;
    }
    let is_command = |how: &How| !matches!(how, How::Part(_));
    for phase in PHASES.iter().filter(|phase| is_command(&phase.how)) {
        let template = Template::of(phase);
        let folder = template.copy();
        let mut running = Running::start_after(&format!("set -- {TRACE} \"$@\""), phase, &folder);
        running.talk(&phase.how);
        let (said, beside, _) = running.end();
        assert!(said.contains(phase.says), "{}: {said}{beside}", phase.name);
        let calls = calls(&folder.path().join("calls"));
        let renamed = names_are_safe(&calls, phase.name);
        assert!(renamed > 0, "{}: no name was given", phase.name);
        only_known_files_are_written(&calls, phase.name);
    }
}

#[test]
fn a_new_book_has_its_name_only_when_it_is_on_the_disk() {
    if !can_trace() {
        return;
    }
    let folder = Folder::new();
    let mut session = made_up_to_the_last_key(
        Start::book(&folder).shell(format!("exec {TRACE} \"$@\"")),
        "A. Reed",
    );
    session.keys("\r");
    session.see("Make a group");
    session.keys("204\r");
    session.see("Who is in the group?");
    session.keys("\x1b");
    session.until("the empty group", |screen| {
        !screen.contents().contains("Who is in the group?")
    });
    session.keys("q");
    session.end();
    let calls = calls(&folder.path().join("calls"));
    assert!(names_are_safe(&calls, "a new book") > 0);
    assert!(only_known_files_are_written(&calls, "a new book") > 0);
}

#[test]
fn calls_are_read_as_they_are_written() {
    let call = Call::of(r#"write(1</dev/pts/3>, "a\33[0m\"\\ \342\224\202\1", 9) = 9"#).unwrap();
    assert_eq!(call.file(), "/dev/pts/3");
    assert_eq!(call.texts(), [b"a\x1b[0m\"\\ \xe2\x94\x82\x01".to_vec()]);
    let call =
        Call::of("fdatasync(9</tmp/b.homeroom>)        = -1 EIO (Input/output error)").unwrap();
    assert!(!call.is_sync() && call.file() == "/tmp/b.homeroom");
    let call = Call::of(r#"rename("a", "b") = 0"#).unwrap();
    assert_eq!(call.paths(), ["a", "b"]);
    assert!(is_known("/tmp/x/group.homeroom.open") && !is_known("/tmp/x/group.txt"));
}
