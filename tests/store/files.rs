//! A folder that fails when it is told to, and forgets names that were not synced: for backups, restoring and new keys.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use homeroom::store::files::Files;
use homeroom::store::medium::Medium;
use redb::{BackendError, StorageBackend};

use crate::fault::Disk;
use crate::session::Dice;

/// Name to bytes: what a folder holds after a power cut.
pub(crate) type Image = BTreeMap<PathBuf, Vec<u8>>;

/// What became of a name.
#[derive(Debug, Clone)]
enum Naming {
    Put(PathBuf, Disk),
    Gone(PathBuf),
    Renamed(PathBuf, PathBuf, Disk),
}

impl Naming {
    fn folder(&self) -> &Path {
        let (Self::Put(path, _) | Self::Gone(path) | Self::Renamed(_, path, _)) = self;
        path.parent().unwrap()
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, Disk>) {
        match self {
            Self::Put(path, disk) => {
                names.insert(path.clone(), disk.clone());
            }
            Self::Gone(path) => {
                names.remove(path);
            }
            Self::Renamed(from, to, disk) => {
                names.remove(from);
                names.insert(to.clone(), disk.clone());
            }
        }
    }
}

#[derive(Debug, Default)]
struct State {
    live: BTreeMap<PathBuf, Disk>,
    durable: BTreeMap<PathBuf, Disk>,
    pending: Vec<Naming>,
    calls: u64,
    /// The call that fails; 0 for none.
    at: u64,
    sticky: bool,
    /// No room instead of a plain error.
    full: bool,
}

/// The folder. Clones are the same one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folder(Arc<Mutex<State>>);

impl Folder {
    /// A healthy one that holds this.
    pub(crate) fn holding(image: &Image) -> Self {
        let folder = Self::default();
        let disks = image
            .iter()
            .map(|(path, bytes)| (path.clone(), Disk::holding(bytes.clone())));
        let names: BTreeMap<_, _> = disks.collect();
        folder.state().durable.clone_from(&names);
        folder.state().live = names;
        folder
    }

    /// Fails the call with this number from now, counted from 1; with `sticky` all later ones too.
    pub(crate) fn fail(&self, at: u64, sticky: bool, full: bool) {
        let mut state = self.state();
        (state.calls, state.at) = (0, at);
        (state.sticky, state.full) = (sticky, full);
    }

    /// Whether the call that should fail came.
    pub(crate) fn has_failed(&self) -> bool {
        let state = self.state();
        state.at > 0 && state.calls >= state.at
    }

    /// As a healthy system sees it.
    pub(crate) fn image(&self) -> Image {
        let state = self.state();
        let bytes = state
            .live
            .iter()
            .map(|(path, disk)| (path.clone(), disk.bytes()));
        bytes.collect()
    }

    /// One picture of what a power cut may leave: synced names, of the later ones some; what they hold torn likewise.
    pub(crate) fn power_cut(&self, dice: &mut Dice) -> Image {
        let state = self.state();
        let mut names = state.durable.clone();
        let gentle = dice.one_in(3);
        for naming in &state.pending {
            if gentle || !dice.one_in(3) {
                naming.apply(&mut names);
            }
        }
        names
            .into_iter()
            .map(|(path, disk)| (path, disk.power_cut(dice)))
            .collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Counts a call, and fails it when it is its turn.
    fn call(&self) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        state.calls += 1;
        let now = state.calls;
        if state.at > 0 && (now == state.at || (state.sticky && now > state.at)) {
            return Err(if state.full {
                io::ErrorKind::StorageFull.into()
            } else {
                io::Error::other("the disk failed")
            });
        }
        Ok(state)
    }

    fn backend(&self, disk: Disk) -> Box<dyn StorageBackend> {
        Box::new(Counted {
            disk,
            folder: self.clone(),
        })
    }

    fn put(state: &mut State, path: &Path) -> Disk {
        let disk = Disk::default();
        let naming = Naming::Put(path.to_owned(), disk.clone());
        naming.apply(&mut state.live);
        state.pending.push(naming);
        disk
    }
}

fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Files for Folder {
    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let state = self.call()?;
        let inside = state
            .live
            .keys()
            .filter(|path| path.parent() == Some(folder));
        let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
        Ok(inside.map(name).collect())
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        self.call().map(drop)
    }

    fn make(&self, path: &Path) -> io::Result<Box<dyn StorageBackend>> {
        let disk = Self::put(&mut *self.call()?, path);
        Ok(self.backend(disk))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn StorageBackend>> {
        let disk = self.call()?.live.get(path).cloned().ok_or_else(not_found)?;
        Ok(self.backend(disk))
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.call()?;
        let bytes = state.live.get(from).ok_or_else(not_found)?.bytes();
        Self::put(&mut state, to).write(0, &bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        let disk = self.call()?.live.get(path).cloned().ok_or_else(not_found)?;
        disk.sync_data()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.call()?;
        let disk = state.live.get(from).cloned().ok_or_else(not_found)?;
        let naming = Naming::Renamed(from.to_owned(), to.to_owned(), disk);
        naming.apply(&mut state.live);
        state.pending.push(naming);
        Ok(())
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut state = self.call()?;
        let pending = std::mem::take(&mut state.pending);
        for naming in pending {
            if naming.folder() == folder {
                naming.apply(&mut state.durable);
            } else {
                state.pending.push(naming);
            }
        }
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.call()?;
        let naming = Naming::Gone(path.to_owned());
        naming.apply(&mut state.live);
        state.pending.push(naming);
        Ok(())
    }
}

/// A file of the folder: its calls count with those of the folder.
#[derive(Debug)]
struct Counted {
    disk: Disk,
    folder: Folder,
}

impl StorageBackend for Counted {
    fn len(&self) -> io::Result<u64> {
        self.disk.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.disk.read(offset, out)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        drop(self.folder.call()?);
        self.disk.set_len(length)
    }

    fn sync_data(&self) -> io::Result<()> {
        drop(self.folder.call()?);
        self.disk.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        drop(self.folder.call()?);
        self.disk.write(offset, data)
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

/// The book in such a folder.
#[derive(Debug)]
pub(crate) struct InFolder(pub(crate) Folder, pub(crate) PathBuf);

impl Medium for InFolder {
    fn open(&self) -> io::Result<Box<dyn StorageBackend>> {
        Files::open(&self.0, &self.1)
    }

    fn path(&self) -> &Path {
        &self.1
    }
}
