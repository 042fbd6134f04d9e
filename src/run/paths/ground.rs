//! What a folder stands on: memory, a temporary folder, a network, a stick. By what the system says, never by a guess.

use std::{env, ffi::OsString, path::Path};

/// Something about a place that a person should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// Memory: gone when the machine is switched off.
    Memory,
    /// A folder that systems empty.
    Temporary,
    /// Another machine.
    Network,
    /// Another program stands between, often for a network or a synchronized folder.
    Program,
    /// A stick or a card.
    Removable,
}

impl Ground {
    pub(super) fn sentence(self) -> &'static str {
        match self {
            Self::Memory => {
                "This folder is kept in memory: it is emptied when the computer is restarted."
            }
            Self::Temporary => "This folder is for temporary files: it is emptied at a restart.",
            Self::Network => {
                "This folder is on the network: saving takes longer, and only one computer may have the book open."
            }
            Self::Program => {
                "This folder is provided by another program, perhaps over a network: saving may take longer."
            }
            Self::Removable => {
                "This is a stick or a card: eject it before pulling it out, and keep a second copy."
            }
        }
    }
}

/// Everything that is known about a folder.
pub(super) fn under(folder: &Path) -> Vec<Ground> {
    on(folder, file_system(folder))
}

/// The same where the file system is known already.
fn on(folder: &Path, file_system: Option<Ground>) -> Vec<Ground> {
    let mut grounds: Vec<Ground> = file_system.into_iter().collect();
    if grounds.is_empty() && is_temporary(folder) {
        grounds.push(Ground::Temporary);
    }
    if is_removable(folder) {
        grounds.push(Ground::Removable);
    }
    grounds
}

fn is_temporary(folder: &Path) -> bool {
    let known: &[&str] = if cfg!(unix) { &["/tmp", "/run"] } else { &[] };
    known
        .iter()
        .map(OsString::from)
        .chain([env::temp_dir().into_os_string()])
        .any(|temporary| super::is_below(folder, &temporary))
}

#[cfg(target_os = "linux")]
fn file_system(folder: &Path) -> Option<Ground> {
    let found = rustix::fs::statfs(folder).ok()?;
    of_magic(found.f_type as u32)
}

#[cfg(not(target_os = "linux"))]
fn file_system(_folder: &Path) -> Option<Ground> {
    None
}

/// The numbers are those of `statfs(2)`.
#[cfg(any(target_os = "linux", test))]
fn of_magic(number: u32) -> Option<Ground> {
    Some(match number {
        0x0102_1994 | 0x8584_58f6 => Ground::Memory, // tmpfs, ramfs
        0x6969 | 0x517b | 0xff53_4d42 | 0xfe53_4d42 | 0x5346_414f | 0x00c3_6400 | 0x0102_1997
        | 0x564c => Ground::Network, // nfs, smb, cifs, smb2, afs, ceph, 9p, ncp
        0x6573_5546 => Ground::Program,              // fuse
        _ => return None,
    })
}

/// By the disk under the folder: the kernel calls it removable, or it hangs on USB.
#[cfg(target_os = "linux")]
fn is_removable(folder: &Path) -> bool {
    use std::{fs, os::linux::fs::MetadataExt};
    let Ok(found) = fs::metadata(folder) else {
        return false;
    };
    let (major, minor) = (
        rustix::fs::major(found.st_dev()),
        rustix::fs::minor(found.st_dev()),
    );
    let Ok(device) = fs::canonicalize(format!("/sys/dev/block/{major}:{minor}")) else {
        return false;
    };
    let is_usb = device
        .components()
        .any(|part| part.as_os_str().to_string_lossy().starts_with("usb"));
    let says_so = device
        .ancestors()
        .take(2) // the partition, or the disk it lies on
        .filter_map(|part| fs::read_to_string(part.join("removable")).ok())
        .any(|flag| flag.trim() == "1");
    is_usb || says_so
}

#[cfg(not(target_os = "linux"))]
fn is_removable(_folder: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_and_memory_are_told_by_their_numbers() {
        for number in [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x0102_1997] {
            assert_eq!(of_magic(number), Some(Ground::Network), "{number:x}");
        }
        assert_eq!(of_magic(0x0102_1994), Some(Ground::Memory));
        assert_eq!(of_magic(0x6573_5546), Some(Ground::Program));
        assert_eq!(of_magic(0xef53), None, "ext4 is an ordinary disk");
    }

    /// What `statfs` says is made up; what is said of it is not.
    #[test]
    fn a_book_on_the_network_is_told_where_it_lies_once_whatever_the_network_is() {
        let shares = [
            ("nfs", 0x6969, "on the network"),
            ("smb", 0x517b, "on the network"),
            ("cifs", 0xff53_4d42, "on the network"),
            ("smb2", 0xfe53_4d42, "on the network"),
            ("9p", 0x0102_1997, "on the network"),
            ("fuse", 0x6573_5546, "provided by another program"),
        ];
        for (name, number, said) in shares {
            let grounds = on(Path::new("/proc"), of_magic(number));
            let sentences: Vec<_> = grounds.iter().map(|ground| ground.sentence()).collect();
            let told = sentences.iter().filter(|one| one.contains(said)).count();
            assert_eq!((told, sentences.len()), (1, 1), "{name}: {sentences:?}");
        }
        assert!(on(Path::new("/proc"), of_magic(0xef53)).is_empty());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_kernels_own_folders_are_not_removable() {
        assert!(!is_removable(Path::new("/proc")));
    }
}
