//! A disk that fails when it is told to, forgets what was not synced, and tears what it was writing.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use homeroom::store::medium::Medium;
use redb::{BackendError, StorageBackend};

use crate::session::Dice;

/// The unit in which disks write.
const SECTOR: usize = 512;

#[derive(Debug, Clone)]
enum Operation {
    Write(u64, Vec<u8>),
    Length(u64),
}

/// What a disk does wrong.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fault of its own, and they mix"
)]
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fault {
    /// The call, counted from 1, that fails. 0: none.
    pub(crate) at: u64,
    /// All later ones fail too.
    pub(crate) sticky: bool,
    /// Reads count and fail as well.
    pub(crate) reads: bool,
    /// Says that it synced and did not.
    pub(crate) lies: bool,
    /// No room instead of a plain error.
    pub(crate) full: bool,
}

#[derive(Debug, Default)]
struct State {
    /// What reads see.
    live: Vec<u8>,
    /// What a finished sync promised.
    durable: Vec<u8>,
    /// Since then.
    pending: Vec<Operation>,
    calls: u64,
    fault: Fault,
}

/// The disk. Clones are the same disk; a power cut makes another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Disk(Arc<Mutex<State>>);

impl Disk {
    /// A healthy disk that holds these bytes.
    pub(crate) fn holding(bytes: Vec<u8>) -> Self {
        let disk = Self::default();
        {
            let mut state = disk.state();
            state.durable.clone_from(&bytes);
            state.live = bytes;
        }
        disk
    }

    /// Counts calls anew and goes wrong like this.
    pub(crate) fn go_wrong(&self, fault: Fault) {
        let mut state = self.state();
        state.calls = 0;
        state.fault = fault;
    }

    /// What reads see.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.state().live.clone()
    }

    /// What was synced.
    pub(crate) fn durable(&self) -> Vec<u8> {
        self.state().durable.clone()
    }

    /// One picture of what a power cut may leave: synced bytes, then of the later writes some, in any order, torn.
    pub(crate) fn power_cut(&self, dice: &mut Dice) -> Vec<u8> {
        let state = self.state();
        let mut image = state.durable.clone();
        let mut pending: Vec<&Operation> = state.pending.iter().collect();
        if dice.one_in(2) {
            for place in (1..pending.len()).rev() {
                pending.swap(place, dice.roll(place + 1));
            }
        }
        let gentle = dice.one_in(4);
        for operation in pending {
            match (dice.roll(4), operation) {
                (0, _) if !gentle => {}
                (1, Operation::Write(at, bytes)) if !gentle => tear(&mut image, *at, bytes, dice),
                _ => apply(&mut image, operation),
            }
        }
        image
    }

    /// What a drive that lied about every sync may hold: all up to some point, of the later writes most.
    pub(crate) fn after_lies(&self, dice: &mut Dice) -> Vec<u8> {
        let state = self.state();
        let mut image = state.durable.clone();
        let whole = dice.roll(state.pending.len() + 1);
        for (number, operation) in state.pending.iter().enumerate() {
            if number < whole || dice.roll(10) < 7 {
                apply(&mut image, operation);
            }
        }
        image
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn call(&self, is_read: bool) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        let fault = state.fault;
        if !is_read || fault.reads {
            state.calls += 1;
            let now = state.calls;
            if fault.at > 0 && (now == fault.at || (fault.sticky && now > fault.at)) {
                return Err(if fault.full {
                    io::ErrorKind::StorageFull.into()
                } else {
                    io::Error::other("the disk failed")
                });
            }
        }
        Ok(state)
    }
}

fn apply(image: &mut Vec<u8>, operation: &Operation) {
    match operation {
        Operation::Write(at, bytes) => write(image, *at as usize, bytes),
        Operation::Length(length) => image.resize(*length as usize, 0),
    }
}

fn write(image: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if image.len() < at + bytes.len() {
        image.resize(at + bytes.len(), 0);
    }
    image[at..at + bytes.len()].copy_from_slice(bytes);
}

/// Some sectors arrive, or the write stops at some byte, or only its end is there.
fn tear(image: &mut Vec<u8>, at: u64, bytes: &[u8], dice: &mut Dice) {
    let at = at as usize;
    let cut = dice.roll(bytes.len() + 1);
    match dice.roll(3) {
        0 => write(image, at, &bytes[..cut]),
        1 => write(image, at + cut, &bytes[cut..]),
        _ => {
            for (number, sector) in bytes.chunks(SECTOR).enumerate() {
                if dice.one_in(2) {
                    write(image, at + number * SECTOR, sector);
                }
            }
        }
    }
}

impl Medium for Disk {
    fn open(&self) -> io::Result<Box<dyn StorageBackend>> {
        drop(self.call(false)?);
        Ok(Box::new(self.clone()))
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.call(true)?.live.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.call(true)?;
        let from = offset as usize;
        let part = state.live.get(from..from + out.len());
        out.copy_from_slice(part.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        let mut state = self.call(false)?;
        state.live.resize(length as usize, 0);
        state.pending.push(Operation::Length(length));
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.call(false)?;
        if !state.fault.lies {
            let State { live, durable, .. } = &mut *state;
            durable.clone_from(live);
            state.pending.clear();
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.call(false)?;
        write(&mut state.live, offset as usize, data);
        state.pending.push(Operation::Write(offset, data.to_vec()));
        Ok(())
    }

    fn try_lock_range(
        &self,
        _: std::ops::Bound<u64>,
        _: std::ops::Bound<u64>,
    ) -> Result<bool, BackendError> {
        Ok(true)
    }

    fn unlock_range(
        &self,
        _: std::ops::Bound<u64>,
        _: std::ops::Bound<u64>,
    ) -> Result<(), BackendError> {
        Ok(())
    }
}
