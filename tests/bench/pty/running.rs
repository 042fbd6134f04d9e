//! A program under a terminal, with a clock beside it: how long a key takes to its first and its last byte.

#![allow(dead_code, reason = "each bench uses a part of it")]

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

/// The middle one.
pub fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What a key brought: times of the first and the last byte in microseconds, and how many bytes.
pub struct Answer {
    pub first: f64,
    pub last: f64,
    pub bytes: f64,
}

/// A program under a terminal of 120 x 40.
pub struct Running {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    screen: Receiver<(Instant, Vec<u8>)>,
    pub ready_after: f64,
    _terminal: Box<dyn MasterPty + Send>,
}

impl Running {
    /// Starts a command, and waits until its screen shows a text and is settled.
    pub fn start(command: &[PathBuf], ready: &str) -> Self {
        let cells = PtySize {
            rows: 40,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(cells).unwrap();
        let (program, arguments) = command.split_first().unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
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
        let ready_after = until(&screen, ready, begun);
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

    /// Presses keys; what they brought.
    pub fn press(&mut self, keys: &[u8]) -> Answer {
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

    /// Types, and waits until the screen shows a text; how long that took, in microseconds.
    pub fn type_until(&mut self, keys: &[u8], text: &str) -> f64 {
        let pressed = Instant::now();
        self.keyboard.write_all(keys).unwrap();
        until(&self.screen, text, pressed)
    }

    /// Listens until nothing came for so long.
    pub fn listen(&self, quiet: Duration) -> (Option<Instant>, Option<Instant>, usize) {
        let (mut first, mut last, mut bytes) = (None, None, 0);
        while let Ok((at, part)) = self.screen.recv_timeout(quiet) {
            first.get_or_insert(at);
            last = Some(at);
            bytes += part.len();
        }
        (first, last, bytes)
    }

    /// The most memory it ever had, in KiB.
    pub fn peak_memory(&self) -> f64 {
        let path = format!("/proc/{}/status", self.child.process_id().unwrap());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok())
            .unwrap_or(f64::NAN)
    }

    /// Leaves with `q`.
    pub fn quit(mut self) {
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
