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

mod running;
mod yardstick;

use std::{path::PathBuf, time::Duration};

use running::{Running, median};

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
            let running = Running::start(&side.command, side.ready);
            figures.start.push(running.ready_after);
            running.quit();
        }
    }
    let mut running: Vec<Running> = sides
        .iter()
        .map(|side| Running::start(&side.command, side.ready))
        .collect();
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
