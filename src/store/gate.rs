//! A gate between redb and the file: nothing is written until the book has been unlocked and found whole.
//!
//! redb repairs and marks a file as soon as it opens it. A newer, damaged or foreign book must stay byte for byte what
//! it was, so `vault` opens behind a shut gate: writes are kept in memory, in order, with their syncs. When all is
//! verified they are played to the file exactly as redb asked for them, which keeps redb's promises about power cuts;
//! when not, they are forgotten.
//!
//! Behind the shut gate the file is looked at several times over, page by page, and nothing in it moves. So it is read once, as
//! a whole, and looked at in memory: opening a book of many years costs little more than opening a new one.

use std::io;
use std::ops::Bound;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::{BackendError, StorageBackend};

type Outcome<T> = Result<T, io::Error>;

#[derive(Debug)]
enum Operation {
    Write(u64, Vec<u8>),
    Length(u64),
    Sync,
}

const HOLDING: u8 = 0;
const OPEN: u8 = 1;
const SHUT: u8 = 2;

#[derive(Debug)]
struct Inner {
    file: Box<dyn StorageBackend>,
    state: AtomicU8,
    held: Mutex<Held>,
}

/// What is kept while the gate is not open.
#[derive(Debug, Default)]
struct Held {
    /// What was asked for, in order.
    operations: Vec<Operation>,
    /// The file as it lies there, once something of it was read.
    file: Option<Copied>,
}

/// The file in memory; one that is too large for that stays where it is, and only its length is known.
#[derive(Debug)]
struct Copied {
    length: u64,
    bytes: Option<Vec<u8>>,
}

/// The longest file that is read as a whole: many times what an adviser writes in a life.
const LONGEST_COPY: u64 = 64 * 1024 * 1024;

impl Held {
    /// The length that was asked for last.
    fn length(&self) -> Option<u64> {
        let mut operations = self.operations.iter().rev();
        operations.find_map(|operation| match operation {
            Operation::Length(length) => Some(*length),
            _ => None,
        })
    }

    /// The file, which nobody changes while the gate is not open.
    fn file(&mut self, file: &dyn StorageBackend) -> Outcome<&Copied> {
        if self.file.is_none() {
            self.file = Some(Copied::of(file)?);
        }
        self.file
            .as_ref()
            .ok_or_else(|| io::Error::other("no copy of the file"))
    }
}

impl Copied {
    fn of(file: &dyn StorageBackend) -> Outcome<Self> {
        let length = file.len()?;
        if length > LONGEST_COPY {
            let bytes = None;
            return Ok(Self { length, bytes });
        }
        let mut bytes = vec![0; length as usize];
        file.read(0, &mut bytes)?;
        let bytes = Some(bytes);
        Ok(Self { length, bytes })
    }

    /// What lies at a place; nothing behind the end of the file.
    fn read(&self, file: &dyn StorageBackend, offset: u64, out: &mut [u8]) -> Outcome<()> {
        let there = self.length.saturating_sub(offset).min(out.len() as u64) as usize;
        let (inside, behind) = out.split_at_mut(there);
        behind.fill(0);
        if inside.is_empty() {
            return Ok(());
        }
        let Some(bytes) = &self.bytes else {
            return file.read(offset, inside);
        };
        let from = offset as usize;
        let source = bytes
            .get(from..from + there)
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        inside.copy_from_slice(source);
        Ok(())
    }
}

/// The gate. Clones are the same gate: redb has one, the vault the other.
#[derive(Debug, Clone)]
pub(crate) struct Gate(Arc<Inner>);

impl Gate {
    /// Holds back every write until [`Gate::open`].
    pub(crate) fn holding(file: Box<dyn StorageBackend>) -> Self {
        Self::new(file, HOLDING)
    }

    /// Lets everything through at once: for a file that is being made.
    pub(crate) fn opened(file: Box<dyn StorageBackend>) -> Self {
        Self::new(file, OPEN)
    }

    fn new(file: Box<dyn StorageBackend>, state: u8) -> Self {
        Self(Arc::new(Inner {
            file,
            state: AtomicU8::new(state),
            held: Mutex::default(),
        }))
    }

    /// Plays what was held back to the file and lets everything through from now on.
    ///
    /// # Errors
    /// The first failure; after it nothing is let through any more.
    pub(crate) fn open(&self) -> Outcome<()> {
        let mut held = self.held();
        held.file = None;
        for operation in held.operations.drain(..) {
            if let Err(error) = self.play(&operation) {
                self.0.state.store(SHUT, Ordering::Release);
                return Err(error);
            }
        }
        self.0.state.store(OPEN, Ordering::Release);
        Ok(())
    }

    fn play(&self, operation: &Operation) -> Outcome<()> {
        let file = &self.0.file;
        match operation {
            Operation::Write(at, bytes) => file.write(*at, bytes),
            Operation::Length(length) => file.set_len(*length),
            Operation::Sync if cfg!(feature = "sabotage-fsync") => Ok(()),
            Operation::Sync => file.sync_data(),
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does it, keeps it, or refuses it.
    fn pass(&self, operation: Operation) -> Outcome<()> {
        match self.0.state.load(Ordering::Acquire) {
            OPEN => self.play(&operation),
            HOLDING => {
                self.held().operations.push(operation);
                Ok(())
            }
            _ => Err(io::Error::other("an earlier write failed")),
        }
    }

    fn is_open(&self) -> bool {
        self.0.state.load(Ordering::Acquire) == OPEN
    }
}

impl StorageBackend for Gate {
    fn len(&self) -> Outcome<u64> {
        if self.is_open() {
            return self.0.file.len();
        }
        let mut held = self.held();
        match held.length() {
            Some(length) => Ok(length),
            None => Ok(held.file(self.0.file.as_ref())?.length),
        }
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Outcome<()> {
        if self.is_open() {
            return self.0.file.read(offset, out);
        }
        if offset.saturating_add(out.len() as u64) > self.len()? {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut held = self.held();
        let file = self.0.file.as_ref();
        held.file(file)?.read(file, offset, out)?;
        for operation in &held.operations {
            match operation {
                Operation::Write(at, bytes) => lay_over(out, offset, bytes, *at),
                Operation::Length(length) => {
                    let kept = length.saturating_sub(offset).min(out.len() as u64);
                    if let Some(cut) = out.get_mut(kept as usize..) {
                        cut.fill(0);
                    }
                }
                Operation::Sync => {}
            }
        }
        Ok(())
    }

    fn set_len(&self, length: u64) -> Outcome<()> {
        self.pass(Operation::Length(length))
    }

    fn sync_data(&self) -> Outcome<()> {
        self.pass(Operation::Sync)
    }

    fn write(&self, offset: u64, data: &[u8]) -> Outcome<()> {
        if self.is_open() {
            return self.0.file.write(offset, data);
        }
        self.pass(Operation::Write(offset, data.to_vec()))
    }

    fn close(&self) -> Outcome<()> {
        self.0.file.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.file.try_lock_range(start, end)
    }

    fn try_lock_shared_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<bool, BackendError> {
        self.0.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.file.query_lock_range(start, end)
    }
}

/// Copies the part of `bytes` (which begin at `at`) that lies within `out` (which begins at `offset`).
fn lay_over(out: &mut [u8], offset: u64, bytes: &[u8], at: u64) {
    let start = at.max(offset);
    let end = (at + bytes.len() as u64).min(offset + out.len() as u64);
    if start >= end {
        return;
    }
    let source = bytes.get((start - at) as usize..(end - at) as usize);
    let target = out.get_mut((start - offset) as usize..(end - offset) as usize);
    if let (Some(source), Some(target)) = (source, target) {
        target.copy_from_slice(source);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use redb::backends::InMemoryBackend;

    fn file(bytes: &[u8]) -> Box<dyn StorageBackend> {
        let file = InMemoryBackend::new();
        file.set_len(bytes.len() as u64).unwrap();
        file.write(0, bytes).unwrap();
        Box::new(file)
    }

    fn all(backend: &dyn StorageBackend) -> Vec<u8> {
        let mut bytes = vec![0; backend.len().unwrap() as usize];
        backend.read(0, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_is_held_back_is_read_back_but_not_in_the_file() {
        let gate = Gate::holding(file(b"0123456789"));
        gate.write(2, b"ab").unwrap();
        gate.set_len(6).unwrap();
        gate.set_len(12).unwrap();
        gate.write(10, b"yz").unwrap();
        gate.sync_data().unwrap();
        assert_eq!(all(&gate), b"01ab45\0\0\0\0yz");
        assert_eq!(all(&*gate.0.file), b"0123456789");
        let mut part = [0; 3];
        gate.read(3, &mut part).unwrap();
        assert_eq!(&part, b"b45");
        assert!(gate.read(10, &mut part).is_err());
    }

    #[test]
    fn opening_plays_everything_in_order_and_lets_the_rest_through() {
        let gate = Gate::holding(file(b"0123456789"));
        gate.write(2, b"ab").unwrap();
        gate.set_len(4).unwrap();
        gate.open().unwrap();
        gate.write(0, b"X").unwrap();
        assert_eq!(all(&*gate.0.file), b"X1ab");
    }
}
