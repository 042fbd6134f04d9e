//! Counts the instructions of a move with its frame at 120 x 40, and of the plain screen's: a number that a busy machine
//! does not change. Needs `valgrind`.
//!
//! `cargo bench --bench instructions`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a bench that cannot go on ends there"
)]

#[path = "../../driver/mod.rs"]
mod driver;
#[path = "../pty/yardstick.rs"]
mod yardstick;

use std::process::Command;

use homeroom::view::{self, Look};
use ratatui::{Terminal, backend::TestBackend};

const FEW: u64 = 100;
const MANY: u64 = 1100;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--frames") {
        let count = arguments[at + 2].parse().unwrap();
        return match &*arguments[at + 1] {
            "homeroom" => moves(count),
            _ => yardstick::frames(count),
        };
    }
    let [homeroom, plain] = ["homeroom", "plain"].map(each);
    println!("instructions a move and its frame, 120 x 40");
    println!("homeroom     {homeroom:>10}");
    println!("plain screen {plain:>10}");
    println!("ratio        {:>10.2}", homeroom as f64 / plain as f64);
}

/// Moves down and up in the practice group, and draws each time.
fn moves(count: u64) {
    let mut driver = driver::Driver::practice();
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    let look = Look::default();
    for number in 0..count {
        driver.keys(if number % 2 == 0 { "j" } else { "k" });
        terminal
            .draw(|frame| view::draw(&driver.model, &look, frame))
            .unwrap();
    }
}

/// Instructions of one, without those of the start.
fn each(side: &str) -> u64 {
    (counted(side, MANY) - counted(side, FEW)) / (MANY - FEW)
}

fn counted(side: &str, frames: u64) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe().unwrap())
        .args(["--frames", side, &frames.to_string()])
        .output()
        .expect("valgrind is installed");
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said
        .lines()
        .find_map(|line| line.split_once("Collected :"))
        .expect("a count");
    line.1.trim().parse().unwrap()
}
