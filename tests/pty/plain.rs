//! The conversation in lines: in a pipe, at a terminal, at one that can do nothing.

use std::{
    fs,
    io::{Read, Write},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::{
    book::{PASSPHRASE, quick_book},
    counts::PLAIN_TASKS,
    terminal::{Folder, Start, surroundings},
};

/// Far more than anything takes; only a failure waits this long.
const DEADLINE: Duration = Duration::from_secs(30);

/// What the program prints when these lines come in through a pipe.
fn piped(folder: &Folder, variables: &[(&str, &str)], arguments: &[&str], lines: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_homeroom"))
        .args(arguments)
        .env_clear()
        .envs(surroundings(folder))
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may have left before the last line.
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}\n{errors}");
    assert!(!said.contains('\u{1b}'), "{said:?}");
    said
}

#[test]
fn in_a_pipe_a_round_is_held_in_lines() {
    let folder = Folder::new();
    let said = piped(&folder, &[], &["--plain", "demo"], "c\na\nu\nr\nesc\nq\n");
    for wanted in ["Round of", "Checked in", "u undo", "to go"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
}

#[test]
fn it_is_asked_for_by_a_variable_and_ends_when_nothing_more_comes() {
    let folder = Folder::new();
    let said = piped(&folder, &[("ACCESSIBLE", "1")], &["demo"], "c\n");
    assert!(said.contains("Checked in"), "{said}");
}

#[test]
fn a_passphrase_is_not_shown_and_ctrl_c_gives_the_terminal_back() {
    let folder = Folder::new();
    let mut session = Start::with(&folder, &["--plain"]).run();
    session.see("File");
    session.keys("\n");
    session.see("Passphrase");
    session.keys("five unrelated words of mine\n");
    session.see("Once more");
    let written = String::from_utf8(session.written()).unwrap();
    assert!(!written.contains("unrelated"), "{written}");
    assert!(!written.contains('\u{1b}'), "{written:?}");
    session.keys("\u{3}");
    session.end();
    session.is_as_before();
}

#[test]
fn a_theme_is_asked_for_or_chosen_and_kept() {
    let folder = Folder::new();
    let white = |screen: &vt100::Screen| {
        let cell = screen.cell(2, 60);
        cell.is_some_and(|cell| cell.bgcolor() == vt100::Color::Rgb(0, 0, 0))
    };
    let mut asked = Start::with(&folder, &["--theme", "high-contrast", "demo"]).run();
    asked.until("the high-contrast theme", white);
    asked.keys("q");
    asked.end();
    let mut session = Start::with(&folder, &["demo"]).run();
    session.see("c check in");
    assert!(!session.read(white));
    session.keys(":theme\r");
    session.see("How should the screen look");
    session.keys("2");
    session.until("the high-contrast theme", white);
    session.keys("q");
    session.end();
    let again = Start::with(&folder, &["demo"]).run();
    again.until("the high-contrast theme", white);
}

/// The program with a pipe on both sides.
struct Piped {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Vec<u8>>,
    /// Everything that was said.
    said: String,
    /// Up to where it was looked for.
    seen: usize,
}

impl Piped {
    fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut from = child.stdout.take().unwrap();
        let (tell, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = from.read(&mut buffer) {
                let _ = tell.send(buffer[..count].to_vec());
            }
        });
        Self {
            input: child.stdin.take(),
            child,
            output,
            said: String::new(),
            seen: 0,
        }
    }

    fn book(folder: &Folder) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_homeroom"));
        command.args(["--plain", "--book", folder.book().to_str().unwrap()]);
        command.env_clear().envs(surroundings(folder));
        Self::start(command)
    }

    fn write(&mut self, text: &str) {
        let input = self.input.as_mut().unwrap();
        let _ = input.write_all(text.as_bytes()); // one that has ended takes nothing
    }

    fn say(&mut self, line: &str) {
        self.write(&format!("{line}\n"));
    }

    /// Waits until this is said, behind what was waited for before.
    fn see(&mut self, wanted: &str) -> String {
        self.see_within(wanted, DEADLINE)
    }

    fn see_within(&mut self, wanted: &str, longest: Duration) -> String {
        let start = Instant::now();
        loop {
            let new = &self.said[self.seen..];
            if let Some(at) = new.find(wanted) {
                let said = new[..at + wanted.len()].to_owned();
                self.seen += said.len();
                return said;
            }
            let left = longest.saturating_sub(start.elapsed());
            let Ok(bytes) = self.output.recv_timeout(left) else {
                panic!("{wanted:?} was not said:\n{}", self.said)
            };
            self.said.push_str(&String::from_utf8(bytes).unwrap());
        }
    }

    fn unlock(&mut self) {
        self.see("Passphrase, not shown: \n");
        self.say(PASSPHRASE);
    }

    fn signal(&self, signal: Signal) {
        let process = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(process, signal).unwrap();
    }

    /// Nothing more comes; the rest of what is said, and how it ended.
    fn end(mut self) -> (String, ExitStatus) {
        self.input = None;
        self.ended()
    }

    /// The same where the other end stays open.
    fn ended(mut self) -> (String, ExitStatus) {
        while let Ok(bytes) = self.output.recv_timeout(DEADLINE) {
            self.said.push_str(&String::from_utf8(bytes).unwrap());
        }
        let status = self.child.wait().unwrap();
        (self.said.clone(), status)
    }
}

/// Closed as it should be: nobody has it open, and the copy of the day is there.
fn is_closed(folder: &Folder) {
    let names = |path: &std::path::Path| -> Vec<String> {
        let entries = fs::read_dir(path).into_iter().flatten();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let beside = names(folder.path());
    let open = beside.iter().find(|name| name.contains(".open"));
    assert_eq!(open, None, "{beside:?}");
    let backups = beside
        .iter()
        .find(|name| name.ends_with(".backups"))
        .unwrap();
    let backups = names(&folder.path().join(backups));
    assert!(
        backups.iter().any(|name| name.contains("day")),
        "{backups:?}"
    );
}

#[test]
fn whatever_ends_a_conversation_in_a_pipe_the_book_is_closed_and_the_half_given_form_comes_back() {
    let ends = [
        None,
        Some(Signal::TERM),
        Some(Signal::HUP),
        Some(Signal::INT),
    ];
    for end in ends {
        let folder = Folder::new();
        quick_book(&folder);
        let mut piped = Piped::book(&folder);
        piped.unlock();
        piped.see("> \n");
        piped.say("c");
        piped.see("> \n");
        piped.say("e");
        piped.see("): \n");
        piped.say("zebrafish");
        piped.see("Next step");
        match end {
            None => {
                let (said, status) = piped.end();
                assert!(status.success(), "{said}");
                assert!(
                    said.ends_with("Homeroom is closed. Everything is saved.\n"),
                    "{said}"
                );
            }
            Some(signal) => {
                piped.write("call ho"); // no line yet
                piped.signal(signal);
                let (said, status) = piped.ended();
                assert!(!status.success(), "{said}");
            }
        }
        is_closed(&folder);
        let mut piped = Piped::book(&folder);
        piped.unlock();
        piped.see("What you typed is back");
        piped.see("Next step");
        piped.say(".");
        piped.see("Wrote a note");
        piped.see("zebrafish");
        piped.say("=");
        piped.see("2 seen");
        piped.say("q");
        let (said, status) = piped.end();
        assert!(status.success(), "{said}");
    }
}

#[test]
fn a_lock_in_a_pipe_loses_no_line_and_takes_none_for_another() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut piped = Piped::book(&folder);
    // All at once: what stands behind the lock is for the program that begins anew.
    piped.say(&format!(
        "{PASSPHRASE}\nc\nlock now\n{PASSPHRASE}\nc\ne\nfirst words"
    ));
    piped.see("Checked in");
    piped.see("The book is locked.");
    piped.see("Checked in");
    piped.see("Next step");
    piped.write("call the mo");
    piped.signal(Signal::STOP);
    stopped(piped.child.id());
    piped.signal(Signal::CONT);
    piped.see("The book is locked.");
    piped.say("ther"); // the rest of that line means nothing any more
    piped.see("Passphrase");
    piped.say(PASSPHRASE);
    let said = piped.see("Next step");
    assert!(!said.contains("does not open"), "{said}");
    piped.see("now \"call the mo\"");
    piped.say("+ther");
    piped.say("");
    piped.see("Wrote a note");
    piped.say("=");
    piped.see("Promised: call the mo ther");
    piped.see("Last note today: first words");
    let (said, status) = piped.end();
    assert!(status.success(), "{said}");
    is_closed(&folder);
}

/// Waits until the system says that a process is stopped.
fn stopped(process: u32) {
    let start = Instant::now();
    loop {
        let told = fs::read_to_string(format!("/proc/{process}/stat"));
        let Ok(told) = told else { return }; // only Linux tells
        if told.rsplit_once(") ").unwrap().1.starts_with('T') {
            return;
        }
        assert!(start.elapsed() < DEADLINE, "it did not stop: {told}");
        thread::yield_now();
    }
}

#[test]
fn a_lock_at_a_terminal_keeps_the_line_that_is_half_typed_and_nothing_in_memory() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut session = plain_book(&folder).run();
    session.see("Passphrase, not shown:");
    session.keys(&format!("{PASSPHRASE}\n"));
    session.see("> ");
    session.keys("e\n");
    session.see("stock phrase):");
    session.keys("zebrafish sw");
    session.see("zebrafish sw");
    session.signal(Signal::STOP);
    session.stopped();
    session.signal(Signal::CONT);
    session.see("The book is locked.");
    session.see_last("Passphrase, not shown:");
    #[cfg(target_os = "linux")]
    for mark in ["Tester", "zebrafish", PASSPHRASE] {
        assert_eq!(session.count_in_memory(mark.as_bytes()), Some(0), "{mark}");
    }
    session.keys(&format!("{PASSPHRASE}\n"));
    session.see("now \"zebrafish sw\":");
    session.keys("+am\n.\n");
    session.see("Wrote a note");
    session.keys("lock now\n");
    session.see_last("Passphrase, not shown:");
    session.keys("\u{3}");
    session.end();
    session.is_as_before();
    let written = String::from_utf8(session.written()).unwrap();
    assert!(!written.contains('\u{1b}') && !written.contains(PASSPHRASE));
}

fn plain_book(folder: &Folder) -> Start<'_> {
    let mut start = Start::book(folder);
    start.arguments.push("--plain".into());
    start
}

/// The shortest time that an adviser can set is a minute.
#[test]
fn a_minute_without_a_line_warns_and_locks_and_enter_keeps_it_open() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut piped = Piped::book(&folder);
    piped.unlock();
    piped.see("> \n");
    piped.say("lock after");
    piped.see("1 to 30");
    piped.say("1");
    piped.see("> \n");
    let minute = Duration::from_secs(60);
    piped.see_within(
        "The book locks in 20 seconds. Enter keeps it open.\n",
        minute,
    );
    piped.say("");
    let said = piped.see_within("The book locks in 20 seconds.", minute);
    assert!(!said.contains("locked"), "{said}");
    piped.see_within("The book is locked.", minute);
    piped.see("Passphrase, not shown:");
    let (said, status) = piped.end();
    assert!(status.success(), "{said}");
    is_closed(&folder);
}

#[test]
fn after_a_wrong_passphrase_the_next_one_has_to_wait() {
    let folder = Folder::new();
    quick_book(&folder);
    let mut piped = Piped::book(&folder);
    let start = Instant::now();
    piped.say(&format!(
        "not the words of it\nnor these words\n{PASSPHRASE}"
    ));
    piped.see("does not open the book");
    piped.see("The next try is taken in 2 s."); // it is one, and a part of a second
    piped.see("does not open the book");
    piped.see("The next try is taken in 3 s.");
    piped.see("0 seen");
    assert!(start.elapsed() >= Duration::from_secs(2), "it did not wait");
    let (_, status) = piped.end();
    assert!(status.success());
}

/// Core tasks, one after the other: unlock, the round, tick, note, goal, import, recap, lock and unlock again.
fn script(folder: &Folder) -> Vec<String> {
    let roster = folder.path().join("list.csv");
    fs::write(
        &roster,
        "Last name,First name,Grade\nTester0,Ada,6\nNúñez,Zoë,9\n",
    )
    .unwrap();
    let lines = [
        PASSPHRASE,
        "c",
        "1",
        "e",
        "wants to weld",
        "call home",
        "fri",
        "m",
        "a welding class",
        ".",
        "p",
        "2",
        "going well",
        ".",
        "new group of",
        "esc",
        "[",
        "make a group",
        "205",
        "2",
        "list.csv",
        "",
        "r",
        "esc",
        "lock now",
        PASSPHRASE,
        "=",
        "q",
    ];
    lines.map(str::to_owned).to_vec()
}

/// Surroundings: what is set besides, what is left out, and whether `--plain` is asked for.
struct Around {
    name: &'static str,
    set: &'static [(&'static str, &'static str)],
    without: &'static [&'static str],
    plain: bool,
    /// Rows and columns of a terminal; a pipe without.
    terminal: Option<(u16, u16)>,
}

const fn piped_with(name: &'static str, set: &'static [(&'static str, &'static str)]) -> Around {
    Around {
        name,
        set,
        without: &[],
        plain: true,
        terminal: None,
    }
}

const AROUND: [Around; 14] = [
    piped_with("a pipe", &[]),
    piped_with("no color", &[("NO_COLOR", "1")]),
    piped_with("LANG=C", &[("LANG", "C")]),
    piped_with("LC_ALL=POSIX", &[("LC_ALL", "POSIX")]),
    piped_with("a dumb terminal's name", &[("TERM", "dumb")]),
    piped_with("narrow", &[("COLUMNS", "20"), ("LINES", "5")]),
    piped_with(
        "another time zone",
        &[("TZ", "America/Kentucky/Louisville")],
    ),
    Around {
        plain: false,
        ..piped_with("asked for by a variable", &[("ACCESSIBLE", "1")])
    },
    Around {
        without: &["HOME", "XDG_DATA_HOME", "USER"],
        ..piped_with("no home", &[])
    },
    Around {
        without: &["TERM", "LANG", "PATH"],
        ..piped_with("nothing set", &[])
    },
    Around {
        terminal: Some((24, 80)),
        ..piped_with("a terminal", &[])
    },
    Around {
        terminal: Some((12, 40)),
        ..piped_with("a terminal at twice the size", &[("NO_COLOR", "1")])
    },
    Around {
        terminal: Some((24, 80)),
        plain: false,
        ..piped_with("a terminal that places no cursor", &[("TERM", "dumb")])
    },
    Around {
        terminal: Some((24, 80)),
        plain: false,
        ..piped_with(
            "a terminal and LANG=C",
            &[("LANG", "C"), ("ACCESSIBLE", "1")],
        )
    },
];

/// What was said, without times and what a terminal shows of the keys.
fn transcript(around: &Around) -> String {
    let folder = Folder::new();
    quick_book(&folder);
    let script = script(&folder);
    let said = match around.terminal {
        None => {
            let mut command = Command::new(env!("CARGO_BIN_EXE_homeroom"));
            command
                .args(["--book", "group.homeroom"])
                .current_dir(folder.path());
            command.args(around.plain.then_some("--plain"));
            command.env_clear();
            let kept = surroundings(&folder).into_iter();
            command.envs(kept.filter(|(name, _)| !around.without.contains(name)));
            command.envs(around.set.iter().copied());
            let mut piped = Piped::start(command);
            for line in &script {
                piped.say(line);
            }
            let (said, status) = piped.end();
            assert!(status.success(), "{}: {said}", around.name);
            said
        }
        Some((rows, columns)) => {
            let mut start = Start::with(&folder, &["--book", "group.homeroom"]).size(rows, columns);
            start
                .arguments
                .extend(around.plain.then(|| "--plain".to_owned()));
            for (name, value) in around.set {
                start = start.variable(name, value);
            }
            let mut session = start.run();
            let mut said = String::new();
            let mut from = 0;
            for line in &script {
                let new = session.prompt(from);
                from += new.len();
                said.push_str(&String::from_utf8(new).unwrap());
                said.push('\n');
                session.keys(&[line, "\n"].concat());
                let is_secret = line == PASSPHRASE;
                let shown = if is_secret { 0 } else { line.len() };
                from += shown + 2; // the line as the terminal shows it, and its end
            }
            session.see_written("Everything is saved.\r\n");
            let rest = session.written();
            said.push_str(std::str::from_utf8(&rest[from..]).unwrap());
            said.replace("\r\n", "\n")
        }
    };
    assert!(!said.contains(PASSPHRASE), "{}: {said}", around.name);
    without_times(&said.replace(folder.path().to_str().unwrap(), "~"))
}

/// Minutes pass while the suite runs.
fn without_times(said: &str) -> String {
    let is_time = |word: &str| {
        let word = word.trim_end_matches([',', '.', ':']);
        word.len() == 5 && word.as_bytes()[2] == b':'
    };
    let line = |line: &str| -> String {
        let line = match line.split_once(" min left") {
            Some((before, after)) => {
                let before = before.trim_end_matches(|c: char| c.is_ascii_digit());
                format!("{before}N min left{after}")
            }
            None => line.to_owned(),
        };
        let words = line
            .split(' ')
            .map(|word| if is_time(word) { "T" } else { word });
        words.collect::<Vec<_>>().join(" ")
    };
    said.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_core_tasks_are_done_in_the_same_words_whatever_the_surroundings() {
    let mut tried = 0;
    let first = transcript(&AROUND[0]);
    let tasks = [
        ("unlock", "Round of 204"),
        ("round", "Checked in Ada Tester0"),
        ("tick", "Ticked "),
        ("note", "Wrote a note"),
        ("goal", "a welding class"),
        ("import", "Núñez"),
        ("recap", "Recap of the period"),
        ("lock", "The book is locked."),
        ("unlock again", "2 students"),
    ];
    let times = PLAIN_TASKS.times();
    for around in AROUND.iter().cycle().take(times / tasks.len()) {
        let said = transcript(around);
        for (task, sign) in tasks {
            let is_last = task == "unlock again";
            assert!(
                is_last || said.contains(sign),
                "{task} with {}:\n{said}",
                around.name
            );
            tried += 1;
        }
        let lines = |said: &str| -> Vec<String> { said.lines().map(str::to_owned).collect() };
        assert_eq!(lines(&said), lines(&first), "{}", around.name);
        let drawn = |c: char| {
            (c.is_control() && c != '\n')
                || ('\u{2500}'..='\u{259f}').contains(&c)
                || ('\u{2800}'..='\u{28ff}').contains(&c)
        };
        assert!(!said.contains(drawn), "{}", around.name);
        let others = said.replace("Núñez", "").replace("Zoë", "");
        assert!(others.is_ascii(), "{}", around.name);
    }
    assert_eq!(tried, times);
}

#[test]
fn without_a_terminal_and_without_being_asked_it_says_in_a_line_what_can_be_done() {
    let folder = Folder::new();
    let run = |output: Stdio| {
        Command::new(env!("CARGO_BIN_EXE_homeroom"))
            .arg("demo")
            .env_clear()
            .envs(surroundings(&folder))
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
            .wait_with_output()
            .unwrap()
    };
    let output = run(Stdio::piped());
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("--plain") && !said.contains("panicked"),
        "{said}"
    );
}

#[test]
fn a_persons_own_keys_hold_on_the_screen_and_in_lines_and_a_wrong_file_is_said() {
    let folder = Folder::new();
    let settings = folder.path().join(".config/homeroom");
    fs::create_dir_all(&settings).unwrap();
    let file = settings.join("keys.toml");
    fs::write(&file, "[everywhere]\n\"check in\" = \"z\"\n").unwrap();
    let mut session = Start::with(&folder, &["demo"]).run();
    session.see("z check in");
    session.keys("z");
    session.see("Checked in");
    session.keys("q");
    session.end();
    let said = piped(&folder, &[], &["--plain", "demo"], "c\nz\nq\n");
    assert!(said.contains("\"c\" is no key here"), "{said}");
    assert!(said.contains("Checked in"), "{said}");
    fs::write(&file, "[everywhere]\nback = []\n").unwrap();
    let said = piped(&folder, &[], &["--plain", "demo"], "c\nq\n");
    assert!(said.contains("The file of keys is not used"), "{said}");
    assert!(said.contains("Checked in"), "{said}");
}

/// The cursor of the terminal itself, not only the place that the program wants for it.
#[test]
fn the_cursor_is_to_be_seen_on_every_screen() {
    let folder = Folder::new();
    let mut session = Start::with(&folder, &["demo"]).run();
    session.see("c check in  1-9 tick");
    // The bottom row is written last, so it tells that the whole screen is there.
    let round = "c check in  1-9 tick";
    let screens = [
        ("", round),
        ("\t", "space toggle"),
        ("\x1b", round),
        ("e", "enter save"),
        ("\x1b", round),
        (":", "enter go on"),
        ("\x1b", round),
        ("?", "enter go on"),
        ("\x1b", round),
        ("\r", "space toggle  enter open"),
        ("\x1b", round),
        ("y", "tab next page"),
        ("\t", "tab next page"),
        ("\t", "tab next page"),
        ("\t", "tab next page  w why"),
        ("\x1b", round),
        ("t", "space take back"),
        ("\x1b", round),
        ("Y", "enter who"),
        ("\x1b", round),
        ("C", "D take off"),
        ("\x1b", round),
        ("L", "y copy"),
        ("\x1b", round),
        ("b", "any key"),
    ];
    for (keys, sign) in screens {
        session.keys(keys);
        session.until(&format!("the cursor with {sign:?}"), |screen| {
            screen.contents().contains(sign) && !screen.hide_cursor()
        });
    }
}
