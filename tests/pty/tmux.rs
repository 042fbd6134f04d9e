//! A real tmux around the real program: what it keeps of it, in its scrollback, its titles and the screen behind.

use std::{
    process::{self, Command},
    thread,
    time::{Duration, Instant},
};

use crate::{
    book::{PASSPHRASE, quick_book},
    counts::TMUX,
    kills::{SIDE_BY_SIDE, side_by_side},
    often::marks,
    terminal::{Folder, surroundings},
};

const DEADLINE: Duration = Duration::from_secs(30);

/// A tmux of its own, gone at the end.
struct Tmux<'a> {
    name: String,
    folder: &'a Folder,
}

impl<'a> Tmux<'a> {
    fn start(folder: &'a Folder, number: u64) -> Self {
        let name = format!("homeroom-test-{}-{number}", process::id());
        let tmux = Self { name, folder };
        let shell = ["-x", "80", "-y", "24", "PS1='ready ' exec sh"];
        tmux.ask(&[&["-f", "/dev/null", "new-session", "-d"], &shell[..]].concat());
        tmux.see("ready");
        tmux
    }

    fn ask(&self, arguments: &[&str]) -> String {
        let output = Command::new("tmux")
            .args(["-L", &self.name])
            .args(arguments)
            .env_clear()
            .envs(surroundings(self.folder))
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn page(&self) -> String {
        self.ask(&["capture-pane", "-p"])
    }

    fn until(&self, what: &str, is_so: impl Fn(&str) -> bool) {
        let start = Instant::now();
        loop {
            let page = self.page();
            if is_so(&page) {
                return;
            }
            let all = || self.ask(&["capture-pane", "-p", "-S", "-"]);
            assert!(
                start.elapsed() < DEADLINE,
                "{what} did not come:\n{}",
                all()
            );
            thread::sleep(Duration::from_millis(5)); // nobody tells when a pane changes
        }
    }

    fn see(&self, text: &str) {
        self.until(text, |page| page.contains(text));
    }

    fn types(&self, text: &str) {
        self.ask(&["send-keys", "-l", text]);
    }

    fn key(&self, name: &str) {
        self.ask(&["send-keys", name]);
    }

    /// Runs the program over its book, up to the round.
    fn open(&self, options: &str) {
        self.key("C-u");
        let program = env!("CARGO_BIN_EXE_homeroom");
        let book = self.folder.book();
        self.types(&format!(
            "clear; {program} {options} --book {}; echo ended$((1 + 1))",
            book.display()
        ));
        self.key("Enter");
        self.see("Passphrase");
        self.types(PASSPHRASE);
        self.key("Enter");
    }

    /// The program in the pane.
    fn program(&self) -> String {
        let shell = self.ask(&["display-message", "-p", "#{pane_pid}"]);
        let shell = shell.trim();
        let children = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children"));
        children.unwrap().trim().to_owned()
    }

    /// Everything that it keeps, its titles with it: the history, the page, the page behind.
    fn keeps(&self, page: bool) -> String {
        let history: &[&str] = if page { &[] } else { &["-E", "-1"] };
        let kept = [&["capture-pane", "-p", "-S", "-"], history].concat();
        let titles = "#{pane_title} #{window_name} #{session_name} #{pane_current_command}";
        [
            self.ask(&kept),
            self.ask(&["capture-pane", "-p", "-a", "-q"]),
            self.ask(&["display-message", "-p", titles]),
        ]
        .concat()
    }
}

impl Drop for Tmux<'_> {
    fn drop(&mut self) {
        self.ask(&["kill-server"]);
    }
}

/// One way in which names go from the screen. Whether the page that is seen is to be without names as well.
fn goes(tmux: &Tmux<'_>, way: u64) -> bool {
    tmux.see("Tester0");
    tmux.key("j");
    match way {
        0 => tmux.key("q"),
        1 => tmux.key("C-l"),
        2 => tmux.key("b"),
        3 => tmux.key("F9"),
        _ => {
            let signal = if way == 4 { "-KILL" } else { "-TERM" };
            let sent = Command::new("kill")
                .args([signal, &tmux.program()])
                .status();
            assert!(sent.unwrap().success());
        }
    }
    match way {
        1 => tmux.see("Passphrase"),
        2 | 3 => tmux.see("any key"),
        4 => tmux.until("the end", |_| {
            !tmux
                .ask(&["display-message", "-p", "#{pane_current_command}"])
                .contains("homeroom")
        }),
        _ => tmux.see("ended2"),
    }
    way != 4 // whoever kills leaves the page to the terminal
}

#[test]
fn what_tmux_keeps_names_nobody() {
    if Command::new("tmux").arg("-V").output().is_err() {
        println!("skipped: there is no tmux here");
        return;
    }
    let each = TMUX.times() as u64 / SIDE_BY_SIDE;
    side_by_side(SIDE_BY_SIDE, |number| {
        let folder = Folder::new();
        quick_book(&folder);
        let tmux = Tmux::start(&folder, number);
        for run in 0..each {
            let way = (run + number) % 7;
            tmux.open(if way == 6 { "--fault draw:4" } else { "" });
            let page = if way == 6 {
                tmux.until("the fault", |page| {
                    tmux.key("j");
                    page.contains("ended2")
                });
                true
            } else {
                goes(&tmux, way)
            };
            let kept = tmux.keeps(page);
            assert_eq!(
                marks().in_bytes(kept.as_bytes()),
                [""; 0],
                "way {way}:\n{kept}"
            );
            leave(&tmux, way);
        }
    });
}

/// Back to the shell for the next run.
fn leave(tmux: &Tmux<'_>, way: u64) {
    match way {
        1 => {
            tmux.key("C-c");
            tmux.see("ended2");
        }
        2 | 3 => {
            tmux.key("Space");
            tmux.see("Tester0");
            tmux.key("q");
            tmux.see("ended2");
        }
        4 => {
            tmux.types("stty sane; printf '\\033[?1049l'; clear; echo back$((1 + 1))");
            tmux.key("C-j");
            tmux.see("back2");
        }
        _ => {}
    }
    tmux.until("the shell", |page| {
        !page.contains("Tester") && page.contains("ready")
    });
}
