//! Times the program through a real terminal, against a plain ratatui and redb screen in the same run.
//!
//! `cargo bench --bench pty`. Quote the ratios: both sides are alive on the same machine at the same time and are
//! measured in turn. The yardstick is this very file, started with `--yardstick FILE`: a list of 22 rows, a table and a
//! checklist straight on ratatui, where space commits a sealed tick and then repaints.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_lossless,
    clippy::too_many_lines,
    reason = "a test says what is wrong by failing"
)]

mod yardstick;

use std::{
    io::{Read, Write},
    num::NonZeroU16,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// A screen is settled when nothing came for so long.
const QUIET: Duration = Duration::from_millis(40);
const STARTS: usize = 12;
const KEYS: usize = 100;

fn main() {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some("--yardstick") {
        return yardstick::run(&arguments.next().unwrap_or_default());
    }
    let folder = std::env::temp_dir().join(format!("homeroom-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let sides = [
        Side {
            name: "homeroom demo",
            command: vec![env!("CARGO_BIN_EXE_homeroom").into(), "demo".into()],
            ready: "check in",
            tick: b"1",
        },
        Side {
            name: "plain screen",
            command: vec![
                std::env::current_exe().unwrap(),
                "--yardstick".into(),
                folder.join("yardstick.redb"),
            ],
            ready: "space tick",
            tick: b" ",
        },
    ];
    report(&sides);
    std::fs::remove_dir_all(&folder).unwrap();
}

struct Side {
    name: &'static str,
    command: Vec<PathBuf>,
    ready: &'static str,
    tick: &'static [u8],
}

/// What one run of one side gave; times in microseconds.
#[derive(Default, Clone)]
struct Figures {
    start: Vec<f64>,
    move_last: Vec<f64>,
    move_bytes: Vec<f64>,
    tick_first: Vec<f64>,
    tick_last: Vec<f64>,
    tick_bytes: Vec<f64>,
    burst: Vec<f64>,
    memory: Vec<f64>,
    idle_bytes: Vec<f64>,
}

fn report(sides: &[Side; 2]) {
    let mut figures = [Figures::default(), Figures::default()];
    for _ in 0..STARTS {
        for (side, figures) in sides.iter().zip(&mut figures) {
            let running = Running::start(side);
            figures.start.push(running.ready_after);
            running.quit();
        }
    }
    let mut running: Vec<Running> = sides.iter().map(Running::start).collect();
    for key in 0..KEYS {
        for at in 0..2 {
            let step: &[u8] = if key % 2 == 0 { b"j" } else { b"k" };
            let after_move = running[at].press(step);
            figures[at].move_last.push(after_move.last);
            figures[at].move_bytes.push(after_move.bytes);
        }
    }
    // On one student, where the number stays with its item: a tick and its taking back, in turn.
    for _ in 0..KEYS {
        for (at, side) in sides.iter().enumerate() {
            let ticked = running[at].press(side.tick);
            figures[at].tick_first.push(ticked.first);
            figures[at].tick_last.push(ticked.last);
            figures[at].tick_bytes.push(ticked.bytes);
        }
    }
    for at in 0..2 {
        figures[at]
            .burst
            .push(running[at].press(&b"jk".repeat(250)).last);
        figures[at].memory.push(running[at].peak_memory());
    }
    for at in 0..2 {
        figures[at]
            .idle_bytes
            .push(running[at].listen(Duration::from_secs(10)).2 as f64);
    }
    running.into_iter().for_each(Running::quit);
    print(sides, &figures);
}

fn print(sides: &[Side; 2], figures: &[Figures; 2]) {
    println!(
        "{:34} {:>14} {:>14} {:>7}",
        "median", sides[0].name, sides[1].name, "ratio"
    );
    let row = |name: &str, of: fn(&Figures) -> &[f64]| {
        let [a, b] = [median(of(&figures[0])), median(of(&figures[1]))];
        println!("{name:34} {a:>14.1} {b:>14.1} {:>7.2}", a / b);
    };
    row("start to first whole frame, us", |f| &f.start);
    row("move to last byte, us", |f| &f.move_last);
    row("move, bytes", |f| &f.move_bytes);
    row("tick to first byte, us", |f| &f.tick_first);
    row("tick to durable and painted, us", |f| &f.tick_last);
    row("tick, bytes", |f| &f.tick_bytes);
    row("500 keys at once, us", |f| &f.burst);
    row("peak memory, KiB", |f| &f.memory);
    row("idle 10 s, bytes", |f| &f.idle_bytes);
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What a key brought: times of the first and the last byte in microseconds, and how many bytes.
struct Answer {
    first: f64,
    last: f64,
    bytes: f64,
}

/// A program under a terminal of 120 x 40.
struct Running {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    screen: Receiver<(Instant, Vec<u8>)>,
    ready_after: f64,
    _terminal: Box<dyn MasterPty + Send>,
}

impl Running {
    fn start(side: &Side) -> Self {
        let cells = PtySize {
            rows: 40,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(cells).unwrap();
        let mut command = CommandBuilder::new(&side.command[0]);
        command.args(&side.command[1..]);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let (sender, screen) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0
                    || sender
                        .send((Instant::now(), buffer[..count].to_vec()))
                        .is_err()
                {
                    return;
                }
            }
        });
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let ready_after = until(&screen, side.ready, begun);
        let started = Self {
            child,
            keyboard,
            screen,
            ready_after,
            _terminal: pair.master,
        };
        started.listen(Duration::from_millis(300));
        started
    }

    fn press(&mut self, keys: &[u8]) -> Answer {
        let pressed = Instant::now();
        self.keyboard.write_all(keys).unwrap();
        let (first, last, bytes) = self.listen(QUIET);
        let since =
            |at: Option<Instant>| at.map_or(f64::NAN, |at| (at - pressed).as_secs_f64() * 1e6);
        Answer {
            first: since(first),
            last: since(last),
            bytes: bytes as f64,
        }
    }

    /// Listens until nothing came for so long.
    fn listen(&self, quiet: Duration) -> (Option<Instant>, Option<Instant>, usize) {
        let (mut first, mut last, mut bytes) = (None, None, 0);
        while let Ok((at, part)) = self.screen.recv_timeout(quiet) {
            first.get_or_insert(at);
            last = Some(at);
            bytes += part.len();
        }
        (first, last, bytes)
    }

    /// The most memory it ever had, in KiB.
    fn peak_memory(&self) -> f64 {
        let path = format!("/proc/{}/status", self.child.process_id().unwrap());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok())
            .unwrap_or(f64::NAN)
    }

    fn quit(mut self) {
        let _ = self.keyboard.write_all(b"q");
        let _ = self.child.wait();
    }
}

/// Waits until the screen shows a text; how long that took, in microseconds.
fn until(screen: &Receiver<(Instant, Vec<u8>)>, text: &str, begun: Instant) -> f64 {
    let mut seen = vt100::Parser::new(
        NonZeroU16::new(40).unwrap(),
        NonZeroU16::new(120).unwrap(),
        0,
    );
    loop {
        match screen.recv_timeout(Duration::from_secs(10)) {
            Ok((at, part)) => {
                seen.process(&part);
                if seen.screen().contents().contains(text) {
                    return (at - begun).as_secs_f64() * 1e6;
                }
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                panic!("{text} did not come: {}", seen.screen().contents())
            }
        }
    }
}
