//! The terminal: taking it over, drawing on it, giving it back as it was.
//!
//! `run` draws through [`Terminal`]. [`restore`] may be called by anybody on any thread and any number of times: the
//! watchdog calls it while the main thread may hang, and so does the panic hook. Must not know what is drawn.

mod canvas;
mod pen;

use std::{
    env,
    io::{self, IsTerminal, Write},
    panic,
    sync::{
        Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crossterm::{
    cursor::{Hide, MoveTo, Show},
    event::{DisableBracketedPaste, EnableBracketedPaste},
    queue,
    style::ResetColor,
    terminal::{
        Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, SetTitle, disable_raw_mode,
        enable_raw_mode,
    },
};
use ratatui::{
    Frame,
    layout::{Position, Rect, Size},
};

use crate::error::{Code, Error};
use canvas::Canvas;

/// Whether the terminal is ours. What is written to it is checked against this.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the page was wiped and nothing more is to be drawn on it.
static COVERED: AtomicBool = AtomicBool::new(false);

/// Whether it was given back for good. Held while the terminal is taken, so that nobody takes it behind the back of who
/// ends the program.
static GIVEN_UP: Mutex<bool> = Mutex::new(false);

/// Held while a frame is written, so that nothing of it comes after the terminal was given back.
static WRITING: Mutex<()> = Mutex::new(());

/// How long giving back waits for a frame that is being written: the terminal may have stopped taking anything.
pub(super) const PATIENCE: Duration = Duration::from_millis(100);

/// How long giving back waits for a terminal that is slow to take the page before: names must not stay on it.
const LAST_PATIENCE: Duration = Duration::from_millis(400);

/// Puts the window's title aside and takes it back, where the terminal can; elsewhere the neutral title stays.
const KEEP_TITLE: &str = "\x1b[22;0t";
const OLD_TITLE: &str = "\x1b[23;0t";

/// Says why the full-screen program cannot run here.
///
/// # Errors
/// Input or output is no terminal, or one that cannot place its cursor.
pub fn check() -> Result<(), Error> {
    let what = if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        "Homeroom needs a terminal for its keys and its screen; here one of them is a file or another program."
    } else if cfg!(unix) && env::var("TERM").is_ok_and(|name| name == "dumb") {
        "This terminal cannot place its cursor (TERM is `dumb`), so Homeroom has no screen to draw on."
    } else {
        return Ok(());
    };
    Err(Error::new(what, Code::Usage).todo(
        "Start it in a terminal window, or talk with it in lines: `homeroom --plain`. `homeroom recap` and `homeroom import` \
         work without one.",
    ))
}

/// The terminal while it is ours.
#[derive(Debug)]
pub struct Terminal {
    inner: ratatui::Terminal<Canvas>,
}

impl Terminal {
    /// Takes the terminal over. What that needs goes out together with the first frame.
    ///
    /// # Errors
    /// Those of the system.
    pub fn enter() -> io::Result<Self> {
        let mut inner = ratatui::Terminal::new(Canvas::new(size()))?;
        take(inner.backend_mut())?;
        Ok(Self { inner })
    }

    /// Takes it over again after [`restore`], and paints everything anew with the next frame.
    ///
    /// # Errors
    /// Those of the system.
    pub fn reenter(&mut self) -> io::Result<()> {
        take(self.inner.backend_mut())?;
        self.resize(size())
    }

    /// The window may have another size: asks for it, and whether it has. The only time at which the size is asked; a
    /// draw does not.
    ///
    /// # Errors
    /// Those of the system.
    pub fn fit(&mut self) -> io::Result<bool> {
        let size = size();
        let differs = size != self.inner.size()?;
        if differs {
            self.resize(size)?;
        }
        Ok(differs)
    }

    fn resize(&mut self, size: Size) -> io::Result<()> {
        self.inner.backend_mut().resize(size);
        self.inner.resize(Rect::from((Position::ORIGIN, size)))
    }

    /// Draws what differs from the last frame, in one write; nothing when nothing differs.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.inner.draw(paint).map(|_| ())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

fn take(canvas: &mut Canvas) -> io::Result<()> {
    let given_up = GIVEN_UP.lock().unwrap_or_else(PoisonError::into_inner);
    if *given_up {
        return Err(io::ErrorKind::BrokenPipe.into());
    }
    enable_raw_mode()?;
    COVERED.store(false, Ordering::SeqCst);
    TAKEN.store(true, Ordering::SeqCst);
    let out = canvas.waiting();
    out.extend_from_slice(KEEP_TITLE.as_bytes());
    queue!(
        out,
        EnterAlternateScreen,
        EnableBracketedPaste,
        SetTitle("Homeroom"),
        Hide,
        Clear(ClearType::All)
    )
}

/// Wipes the page, and lets nothing more be drawn until the terminal is taken again. May be called by anybody, as
/// [`restore`]; what is typed meanwhile is not shown.
pub fn cover() {
    if TAKEN.load(Ordering::SeqCst) && !COVERED.swap(true, Ordering::SeqCst) {
        let frame = wait_for_frame();
        let mut out = Vec::new();
        let wiped = queue!(out, ResetColor, Clear(ClearType::All), MoveTo(0, 0), Hide);
        if wiped.is_ok() && takes_output(PATIENCE) {
            let _ = send(&out); // without a terminal there is nothing to wipe
        }
        drop(frame);
    }
}

/// Gives the terminal back: the page wiped, the screen behind it, the cursor, the title, the line settings. Does nothing
/// when it is not ours.
pub fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let frame = wait_for_frame();
        let mut out = Vec::new();
        let left = queue!(
            out,
            ResetColor,
            Clear(ClearType::All),
            MoveTo(0, 0),
            DisableBracketedPaste,
            Show,
            LeaveAlternateScreen
        );
        out.extend_from_slice(OLD_TITLE.as_bytes());
        if left.is_ok() && takes_output(LAST_PATIENCE) {
            let _ = send(&out); // without a terminal there is nothing to give back
        }
        drop(frame);
    }
    let _ = disable_raw_mode();
}

/// [`restore`], and from then on nobody takes it any more: the program ends.
pub fn give_up() {
    // Who comes second goes on only when the first is done: what is said then stands on the screen behind.
    let mut given_up = wait_for(&GIVEN_UP, PATIENCE + LAST_PATIENCE);
    if let Some(given_up) = given_up.as_deref_mut() {
        *given_up = true;
    }
    restore();
}

fn wait_for_frame() -> Option<MutexGuard<'static, ()>> {
    wait_for(&WRITING, PATIENCE)
}

/// `None` where it is held for long, by a thread that hangs or has failed.
fn wait_for<T>(lock: &'static Mutex<T>, longest: Duration) -> Option<MutexGuard<'static, T>> {
    let step = Duration::from_millis(1);
    let mut waited = Duration::ZERO;
    loop {
        match lock.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(guard)) => return Some(guard.into_inner()),
            Err(TryLockError::WouldBlock) if waited >= longest => return None,
            Err(TryLockError::WouldBlock) => thread::sleep(step),
        }
        waited += step;
    }
}

/// Writes a frame, unless the terminal was given back meanwhile.
fn write_frame(bytes: &[u8]) -> io::Result<()> {
    let _writing = WRITING.lock();
    super::fault::place("frame");
    if TAKEN.load(Ordering::SeqCst) && !COVERED.load(Ordering::SeqCst) {
        send(bytes)
    } else {
        Ok(())
    }
}

/// Past the lock of `std`: the watchdog must not wait for a thread that hangs in a write.
#[cfg(unix)]
pub(super) fn send(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(sent) => bytes = bytes.get(sent..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn send(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Whether a few bytes can be written without waiting: not after `ctrl-s`, nor when the other end stopped reading.
#[cfg(unix)]
pub(super) fn takes_output(longest: Duration) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdout = rustix::stdio::stdout();
    let mut fds = [PollFd::new(&stdout, PollFlags::OUT)];
    let longest = Timespec::try_from(longest).ok();
    poll(&mut fds, longest.as_ref()).is_ok_and(|ready| ready > 0)
}

#[cfg(not(unix))]
pub(super) fn takes_output(_: Duration) -> bool {
    true
}

/// The size of the window; 80x24 when the system does not say.
fn size() -> Size {
    let (width, height) = window_size().unwrap_or_default();
    if width == 0 || height == 0 {
        Size::new(80, 24)
    } else {
        Size::new(width, height)
    }
}

#[cfg(unix)]
fn window_size() -> io::Result<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout())?;
    Ok((size.ws_col, size.ws_row))
}

#[cfg(not(unix))]
fn window_size() -> io::Result<(u16, u16)> {
    crossterm::terminal::size()
}

/// What the system's library calls the first thread. A fault there unwinds through the loop, which ends by itself.
const MAIN: &str = "main";

/// From here on a fault in the program gives the terminal back and says where the fault is, and nothing of what was on
/// the screen or in the book.
pub fn install_panic_hook() {
    panic::set_hook(Box::new(|fault| {
        give_up();
        let place = fault
            .location()
            .map(|at| format!(" ({}:{})", at.file(), at.line()))
            .unwrap_or_default();
        let _ = writeln!(
            io::stderr(),
            "Homeroom stopped because of a fault in the program{place}.\n\
             Everything that was shown as saved is in the book.\n\
             Start it again; report the place in brackets to whoever looks after it."
        );
        if thread::current().name() != Some(MAIN) {
            super::watch::end(); // the loop would wait for this thread in vain
        }
    }));
}
