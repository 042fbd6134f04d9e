//! Little room of any kind: files that may not grow, few open files, little memory. The program says so and loses nothing.

use std::os::unix::process::ExitStatusExt;

use homeroom::store::Passphrase;

use crate::{
    book::{PASSPHRASE, quick_book, unlock},
    counts::SMALL_FILES,
    phases::{Attempt, Does, How, PHASES, Phase, Running, Template},
    terminal::{Folder, Start},
};

/// The commands that write, with a passphrase that costs nothing.
fn commands() -> Vec<&'static Phase> {
    let is_quick = |phase: &&Phase| match phase.how {
        How::Command(_) => phase.name != "end of the day", // it fails with every limit: there was no period
        How::NewKey(_) => phase.does == Does::Recovery,
        _ => false,
    };
    PHASES.iter().filter(is_quick).collect()
}

/// What a person reads when it did not work: what happened, what is safe, what to do; nothing of how it is built.
fn is_told(said: &str, what: &str) {
    assert!(said.lines().count() >= 3, "{what}: {said:?}");
    for word in ["panicked", "RUST_BACKTRACE", "Error {", "unwrap"] {
        assert!(!said.contains(word), "{what}: {said}");
    }
}

/// One run after `limit`; what it said when it failed.
fn once(phase: &Phase, template: &Template, limit: &str, number: u64) -> Option<String> {
    let folder = template.copy();
    let mut running = Running::start_after(limit, phase, &folder);
    let key = running.talk(&phase.how);
    let (said, beside, status) = running.end();
    let what = format!("{} after {limit}", phase.name);
    assert_eq!(status.signal(), None, "{what}: {beside}");
    let is_done = said.contains(phase.says);
    if !status.success() {
        is_told(&beside, &what);
    }
    template.judge(
        phase,
        &folder,
        &Attempt {
            key,
            is_done,
            number,
        },
    );
    (!status.success()).then_some(beside)
}

/// Each of the commands in a thread of its own.
fn side_by_side(work: impl Fn(&Phase) + Sync) {
    std::thread::scope(|scope| {
        for phase in commands() {
            let work = &work;
            scope.spawn(move || work(phase));
        }
    });
}

#[test]
fn a_limit_of_the_size_of_files_is_told_and_loses_nothing() {
    let sizes = SMALL_FILES.times() / commands().len();
    side_by_side(|phase| {
        let template = Template::of(phase);
        let longest = std::fs::metadata(template.folder.book()).unwrap().len() as usize / 512;
        let mut failed = 0;
        for number in 0..sizes {
            let blocks = number * longest * 5 / 4 / sizes;
            let said = once(
                phase,
                &template,
                &format!("ulimit -f {blocks}"),
                number as u64,
            );
            failed += usize::from(said.is_some());
        }
        assert!(
            failed > sizes / 4,
            "{}: the limit is felt only {failed} times",
            phase.name
        );
    });
}

#[test]
fn few_open_files_are_told_and_lose_nothing() {
    side_by_side(|phase| {
        let template = Template::of(phase);
        let failed = (4..20).filter(|files| {
            once(phase, &template, &format!("ulimit -n {files}"), *files).is_some()
        });
        assert!(failed.count() > 0, "{}: the limit is not felt", phase.name);
    });
}

/// Below the least of these the system cannot even begin the program.
const MEGABYTES: std::ops::Range<u32> = 16..130;

#[test]
fn too_little_memory_for_the_passphrase_is_told() {
    let folder = Folder::new();
    quick_book(&folder);
    let who = crate::kills::who();
    let key = homeroom::store::Unlock::Passphrase(Passphrase::new(PASSPHRASE));
    let refuse = homeroom::store::TakeOver::Refuse;
    let mut opened = homeroom::store::Store::open(&folder.book(), &who, refuse, &key).unwrap();
    let (new, cost) = (Passphrase::new(PASSPHRASE), homeroom::store::Cost::STANDARD);
    opened.store.set_passphrase(&new, cost).unwrap();
    opened.store.close().unwrap();
    let mut told = 0;
    for megabytes in MEGABYTES.step_by(4) {
        let limit = format!("ulimit -v {}", megabytes * 1024);
        let mut command = std::process::Command::new("sh");
        let output = command
            .args([
                "-c",
                &format!(
                    "echo '{PASSPHRASE}' | (ulimit -v {}; exec \"$@\")",
                    megabytes * 1024
                ),
                "sh",
            ])
            .arg(env!("CARGO_BIN_EXE_homeroom"))
            .args(["check", "--book"])
            .arg(folder.book())
            .env_clear()
            .envs(crate::terminal::surroundings(&folder))
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.signal(), None, "{limit}: {said}");
        if !output.status.success() {
            is_told(&said, &limit);
            assert!(said.contains("not enough free memory"), "{limit}: {said}");
            told += 1;
        }
    }
    assert!(told > 0, "the limit is not felt");
}

/// In the terminal nothing is as it was if the program ends by a fault; so it must not.
#[test]
fn the_screen_comes_or_a_message_says_why_not() {
    for limit in [
        "ulimit -n 4",
        "ulimit -n 8",
        "ulimit -n 10",
        "ulimit -n 14",
        "ulimit -v 20000",
        "ulimit -v 30000",
        "ulimit -v 45000",
        "ulimit -v 70000",
        "ulimit -v 90000",
        "ulimit -f 0",
    ] {
        let folder = Folder::new();
        quick_book(&folder);
        let session = Start::book(&folder)
            .shell(format!("{limit}; exec \"$@\""))
            .run();
        session.until_ended_or(|screen| screen.contents().contains("Passphrase"));
        if !session.has_ended() {
            continue;
        }
        session.until("a message", |screen| screen.contents().lines().count() >= 3);
        let said = session.screen();
        is_told(&said, limit);
        session.is_as_before();
    }
}

#[test]
fn a_pipe_that_is_gone_and_a_file_that_is_too_large_do_not_end_the_program() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut session = Start::book(&folder).run();
    unlock(&mut session);
    session.see("204");
    let status = String::from_utf8(session.told_by_the_system("status")).unwrap();
    let mask = |name: &str| {
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap();
        u64::from_str_radix(line.trim(), 16).unwrap()
    };
    let is_taken = |number: u32| (mask("SigIgn:") | mask("SigCgt:")) >> (number - 1) & 1 == 1;
    assert!(is_taken(13), "SIGPIPE ends it");
    assert!(is_taken(25), "SIGXFSZ ends it");
}
