//! A terminal with the real program in it, and the screen a person would see.
//!
//! Nothing here sleeps to let something happen: every wait is for a condition, with a deadline only so that a failure
//! ends. What the screen showed last is printed then.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process,
    sync::{
        Arc, Condvar, Mutex, MutexGuard,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, ExitStatus, PtyPair, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// Far more than anything takes; only a failure waits this long.
const DEADLINE: Duration = Duration::from_secs(30);

/// A folder that is gone afterwards, and the home folder of the program.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let path = std::env::temp_dir().join(format!("homeroom-pty-{}-{number}", process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn book(&self) -> PathBuf {
        self.0.join("group.homeroom")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How the program is started.
#[derive(Debug)]
pub struct Start<'a> {
    pub folder: &'a Folder,
    pub arguments: Vec<String>,
    pub rows: u16,
    pub columns: u16,
    pub variables: Vec<(&'static str, &'static str)>,
    /// Whether a hang-up comes with a signal. Without, only the terminal itself tells.
    pub controls: bool,
    /// What a shell does before, ending in `exec "$@"` or in a program that begins `"$@"`.
    pub shell: Option<String>,
    /// Variables beside those.
    pub more: Vec<(&'static str, String)>,
}

impl<'a> Start<'a> {
    pub fn with(folder: &'a Folder, arguments: &[&str]) -> Self {
        Self {
            folder,
            arguments: arguments.iter().map(ToString::to_string).collect(),
            rows: 24,
            columns: 80,
            variables: Vec::new(),
            controls: true,
            shell: None,
            more: Vec::new(),
        }
    }

    pub fn book(folder: &'a Folder) -> Self {
        let book = folder.book();
        Self::with(folder, &["--book", book.to_str().unwrap()])
    }

    pub fn size(self, rows: u16, columns: u16) -> Self {
        Self {
            rows,
            columns,
            ..self
        }
    }

    pub fn variable(mut self, name: &'static str, value: &'static str) -> Self {
        self.variables.push((name, value));
        self
    }

    pub fn shell(self, line: impl Into<String>) -> Self {
        let shell = Some(line.into());
        Self { shell, ..self }
    }

    fn command(&self) -> CommandBuilder {
        let program = env!("CARGO_BIN_EXE_homeroom");
        let mut command = if let Some(line) = &self.shell {
            let mut shell = CommandBuilder::new("sh");
            shell.args(["-c", line, "sh", program]);
            shell
        } else {
            CommandBuilder::new(program)
        };
        command.args(&self.arguments);
        command.env_clear();
        command.cwd(self.folder.path());
        command.set_controlling_tty(self.controls);
        for (name, value) in surroundings(self.folder) {
            command.env(name, value);
        }
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        for (name, value) in &self.more {
            command.env(name, value);
        }
        command
    }

    pub fn run(self) -> Session {
        let pair = native_pty_system().openpty(self.pty_size()).unwrap();
        let seen = Arc::new((
            Mutex::new(Seen::new(self.rows, self.columns)),
            Condvar::new(),
        ));
        let reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let before = settings(&pair);
        let mut child = pair.slave.spawn_command(self.command()).unwrap();
        let process = child.process_id().unwrap();
        let read = Arc::clone(&seen);
        thread::spawn(move || take_output(reader, &read));
        let ended = Arc::clone(&seen);
        thread::spawn(move || {
            let status = child.wait().unwrap();
            ended.0.lock().unwrap().status = Some(status);
            ended.1.notify_all();
        });
        Session {
            pair: Some(pair),
            writer: Some(writer),
            seen,
            process: Pid::from_raw(i32::try_from(process).unwrap()).unwrap(),
            before,
        }
    }

    fn pty_size(&self) -> PtySize {
        PtySize {
            rows: self.rows,
            cols: self.columns,
            pixel_width: 0,
            pixel_height: 0,
        }
    }
}

/// What the program finds around it.
pub fn surroundings(folder: &Folder) -> [(&'static str, String); 6] {
    let home = folder.path().to_str().unwrap().to_owned();
    [
        ("HOME", home.clone()),
        ("XDG_DATA_HOME", home),
        ("PATH", std::env::var("PATH").unwrap_or_default()),
        ("TERM", "xterm-256color".into()),
        ("LANG", "C.UTF-8".into()),
        ("USER", "reed".into()),
    ]
}

/// What came out of the program so far.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    /// Nobody reads any more; output piles up in the terminal.
    paused: bool,
    /// The reader is to let go of the terminal.
    lets_go: bool,
    gone: bool,
    status: Option<ExitStatus>,
}

impl Seen {
    fn new(rows: u16, columns: u16) -> Self {
        Self {
            parser: parser(rows, columns),
            bytes: Vec::new(),
            paused: false,
            lets_go: false,
            gone: false,
            status: None,
        }
    }
}

pub fn parser(rows: u16, columns: u16) -> vt100::Parser {
    vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 1000)
}

fn take_output(mut reader: Box<dyn Read + Send>, seen: &(Mutex<Seen>, Condvar)) {
    let (lock, bell) = seen;
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = reader.read(&mut buffer).unwrap_or(0);
        let mut now = lock.lock().unwrap();
        if count > 0 {
            now.parser.process(&buffer[..count]);
            now.bytes.extend_from_slice(&buffer[..count]);
        }
        bell.notify_all();
        now = bell.wait_while(now, |now| now.paused).unwrap();
        if count == 0 || now.lets_go {
            drop(reader);
            now.gone = true;
            bell.notify_all();
            return;
        }
    }
}

fn settings(pair: &PtyPair) -> String {
    format!("{:?}", pair.master.get_termios())
}

/// The program in its terminal.
pub struct Session {
    pair: Option<PtyPair>,
    writer: Option<Box<dyn Write + Send>>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    process: Pid,
    before: String,
}

impl Session {
    /// Presses keys.
    pub fn keys(&mut self, keys: &str) {
        let writer = self.writer.as_mut().unwrap();
        // A program that has just ended takes no keys.
        let _ = writer
            .write_all(keys.as_bytes())
            .and_then(|()| writer.flush());
    }

    fn wait(&self, what: &str, is_so: impl Fn(&Seen) -> bool) -> MutexGuard<'_, Seen> {
        self.wait_for(what, DEADLINE, is_so)
    }

    fn wait_for(
        &self,
        what: &str,
        longest: Duration,
        is_so: impl Fn(&Seen) -> bool,
    ) -> MutexGuard<'_, Seen> {
        let (lock, bell) = &*self.seen;
        let (now, late) = bell
            .wait_timeout_while(lock.lock().unwrap(), longest, |now| !is_so(now))
            .unwrap();
        if late.timed_out() {
            let (screen, status) = (now.parser.screen().contents(), now.status.clone());
            drop(now);
            panic!("{what} did not come. Ended: {status:?}. The screen:\n{screen}");
        }
        now
    }

    /// Waits until the screen is so.
    pub fn until(&self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        drop(self.wait(what, |now| is_so(now.parser.screen())));
    }

    /// Waits until the screen is so or the program has ended. Whether it is so.
    pub fn unless_it_ends(&self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) -> bool {
        let now = self.wait(what, |now| {
            now.status.is_some() || is_so(now.parser.screen())
        });
        is_so(now.parser.screen())
    }

    /// Waits until the program has written this after so many bytes.
    pub fn until_written(&self, before: usize, what: &str) {
        drop(self.wait(&format!("{what:?}"), |now| {
            let since = now.bytes.get(before..).unwrap_or_default();
            since
                .windows(what.len())
                .any(|part| part == what.as_bytes())
        }));
    }

    /// Waits until the screen shows a text.
    pub fn see(&self, text: &str) {
        self.until(&format!("{text:?}"), |screen| {
            screen.contents().contains(text)
        });
    }

    /// Waits until a line-by-line program asks for something, behind what was written before; gives what is new.
    pub fn prompt(&self, from: usize) -> Vec<u8> {
        let asks = |new: &[u8]| new.ends_with(b": ") || new.ends_with(b"> ");
        let now = self.wait("a question", |now| now.bytes.get(from..).is_some_and(asks));
        now.bytes[from..].to_vec()
    }

    /// Waits until this was written, however the lines are broken on the screen.
    pub fn see_written(&self, text: &str) {
        let is_there = |bytes: &[u8]| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        drop(self.wait(&format!("{text:?}"), |now| is_there(&now.bytes)));
    }

    /// Waits until the last line is this.
    pub fn see_last(&self, text: &str) {
        self.until(&format!("{text:?} at the end"), |screen| {
            screen.contents().trim_end().ends_with(text)
        });
    }

    /// The same for what comes only after a time that is set in minutes.
    pub fn see_within(&self, text: &str, seconds: u64) {
        let longest = Duration::from_secs(seconds);
        drop(self.wait_for(text, longest, |now| {
            now.parser.screen().contents().contains(text)
        }));
    }

    /// What the process has in its memory and could have written there; `None` where the system does not let us look.
    #[cfg(target_os = "linux")]
    pub fn memory(&self) -> Option<Vec<Vec<u8>>> {
        use std::os::unix::fs::FileExt;
        let of = format!("/proc/{}", self.process.as_raw_nonzero());
        let memory = fs::File::open(format!("{of}/mem")).ok()?;
        let maps = fs::read_to_string(format!("{of}/maps")).ok()?;
        let ranges = maps.lines().filter_map(|line| {
            let (range, rest) = line.split_once(' ')?;
            let (from, to) = range.split_once('-')?;
            let from = u64::from_str_radix(from, 16).ok()?;
            let to = u64::from_str_radix(to, 16).ok()?;
            rest.starts_with("rw").then_some((from, to))
        });
        let read = |(from, to): (u64, u64)| {
            let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
            let read = memory.read_at(&mut bytes, from).unwrap_or(0);
            bytes.truncate(read);
            bytes
        };
        Some(ranges.map(read).collect())
    }

    /// How often this is in the memory of the process; `None` where the system does not let us look.
    #[cfg(target_os = "linux")]
    pub fn count_in_memory(&self, mark: &[u8]) -> Option<usize> {
        let parts = self.memory()?;
        let count = |part: &Vec<u8>| {
            part.windows(mark.len())
                .filter(|here| *here == mark)
                .count()
        };
        Some(parts.iter().map(count).sum())
    }

    /// Nobody can look here.
    #[cfg(not(target_os = "linux"))]
    pub fn memory(&self) -> Option<Vec<Vec<u8>>> {
        None
    }

    /// Changes when the process begins a program anew; `None` where the system does not tell.
    pub fn program(&self) -> Option<String> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.as_raw_nonzero()));
        let stat = stat.ok()?;
        let after = stat.rsplit_once(") ")?.1.split(' ');
        after.clone().nth(25).map(str::to_owned) // where its stack begins
    }

    /// The time that the process has used so far.
    pub fn used(&self) -> Option<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.as_raw_nonzero()));
        let stat = stat.ok()?;
        let mut after = stat.rsplit_once(") ")?.1.split(' ').skip(11);
        let mut ticks = || after.next()?.parse::<u64>().ok();
        Some(Duration::from_millis((ticks()? + ticks()?) * 10)) // a tick is a hundredth of a second
    }

    /// Waits for the end, and how long that took and how much time of the machine.
    pub fn end_measured(&self) -> (ExitStatus, Duration, Duration) {
        let (start, before) = (Instant::now(), self.used().unwrap_or_default());
        let mut used = before;
        let (lock, bell) = &*self.seen;
        let mut now = lock.lock().unwrap();
        while now.status.is_none() && start.elapsed() < DEADLINE {
            now = bell.wait_timeout(now, Duration::from_millis(10)).unwrap().0;
            used = self.used().unwrap_or(used).max(used);
        }
        drop(now);
        let taken = start.elapsed();
        (self.end(), taken, used.saturating_sub(before))
    }

    /// What the screen shows.
    pub fn screen(&self) -> String {
        self.seen.0.lock().unwrap().parser.screen().contents()
    }

    /// What the screen says now.
    pub fn read<T>(&self, read: impl Fn(&vt100::Screen) -> T) -> T {
        read(self.seen.0.lock().unwrap().parser.screen())
    }

    /// Everything that was ever written, as it was written.
    pub fn written(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().bytes.clone()
    }

    pub fn signal(&self, signal: Signal) {
        // One that has just ended takes no signal.
        let _ = kill_process(self.process, signal);
    }

    /// Waits for the end.
    pub fn end(&self) -> ExitStatus {
        let now = self.wait("the end", |now| now.status.is_some());
        now.status.clone().unwrap()
    }

    /// Waits until the screen is so, or for the end.
    pub fn until_ended_or(&self, is_so: impl Fn(&vt100::Screen) -> bool) {
        drop(self.wait("the end or a screen", |now| {
            now.status.is_some() || is_so(now.parser.screen())
        }));
    }

    pub fn has_ended(&self) -> bool {
        self.seen.0.lock().unwrap().status.is_some()
    }

    /// The number of the process.
    pub fn process(&self) -> u32 {
        self.process.as_raw_nonzero().get().unsigned_abs()
    }

    /// What the system says of the process.
    #[cfg(target_os = "linux")]
    pub fn told_by_the_system(&self, file: &str) -> Vec<u8> {
        fs::read(format!("/proc/{}/{file}", self.process.as_raw_nonzero())).unwrap()
    }

    /// Waits until the system says that the process is stopped.
    pub fn stopped(&self) {
        let path = format!("/proc/{}/stat", self.process.as_raw_nonzero());
        let start = Instant::now();
        loop {
            let told = fs::read_to_string(&path).unwrap();
            if told.rsplit_once(") ").unwrap().1.starts_with('T') {
                return;
            }
            assert!(start.elapsed() < DEADLINE, "it did not stop: {told}");
            thread::yield_now();
        }
    }

    /// The largest file that the program may write from now on, in bytes; `None` for any size.
    #[cfg(target_os = "linux")]
    pub fn limit_files(&self, most: Option<u64>) {
        use rustix::process::{Resource, Rlimit, prlimit};
        let limit = Rlimit {
            current: most,
            maximum: None,
        };
        prlimit(Some(self.process), Resource::Fsize, limit).unwrap();
    }

    /// The window gets another size.
    pub fn resize(&self, rows: u16, columns: u16) {
        let mut now = self.seen.0.lock().unwrap();
        now.parser
            .screen_mut()
            .set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.pair.as_ref().unwrap().master.resize(size).unwrap();
    }

    /// From now on nobody reads what the program writes.
    pub fn stop_reading(&self) {
        self.seen.0.lock().unwrap().paused = true;
    }

    /// Until the loop of the program hangs in a write, where the system tells that.
    pub fn hang_in_a_write(&mut self) {
        self.stop_reading();
        for round in 0..2000 {
            self.resize(60, 199 + round % 2);
            self.keys("j");
            match self.waits_for_terminal() {
                Some(true) => break,
                Some(false) => thread::yield_now(),
                None => {}
            }
        }
    }

    /// Whether a thread of the program waits for the terminal to take what it writes. `None` where the system does not
    /// tell.
    pub fn waits_for_terminal(&self) -> Option<bool> {
        let path = format!("/proc/{}/wchan", self.process.as_raw_nonzero());
        let place = fs::read_to_string(path).ok()?;
        (place != "0" && !place.is_empty()).then(|| place.contains("tty_write"))
    }

    /// The terminal disappears, as when its window is closed.
    pub fn hang_up(&mut self) {
        self.seen.0.lock().unwrap().lets_go = true;
        self.keys("\x1b[20~"); // the reader lets go with the next output: of F9, that blanks every page
        drop(self.wait("the reader's end", |now| now.gone));
        self.writer = None;
        self.pair = None;
    }

    /// Asserts that the terminal is as it was before the program.
    pub fn is_as_before(&self) {
        self.until("the screen behind it", |screen| {
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        });
        let now = settings(self.pair.as_ref().unwrap());
        assert_eq!(now, self.before, "the line settings differ");
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.signal(Signal::KILL);
        let (lock, bell) = &*self.seen;
        if let Ok(mut now) = lock.lock() {
            now.paused = false;
        }
        bell.notify_all();
    }
}
