//! What the process asks of the system before anything else: that nobody finds names in what it leaves or looks into its
//! memory, and that a file which may not grow is an error and no end.
//!
//! Called by `cli` once, first of all. A book that locks begins the program anew, so that this is asked again then. The
//! system does the rest; where it cannot, nothing is said, because nobody at the keyboard could change it.

/// Asks for it.
pub fn guard() {
    #[cfg(unix)]
    unix::guard();
}

#[cfg(unix)]
mod unix {
    use std::sync::{Arc, atomic::AtomicBool};

    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    use signal_hook::{consts::SIGXFSZ, flag};

    pub(super) fn guard() {
        no_core_file();
        // A write beyond the largest size fails then, as on a full disk. A pipe that is gone is an error already.
        let _ = flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
    }

    /// A program that ends by a fault writes no file with its memory. Linux also lets no other program of this account
    /// look into it while it runs.
    fn no_core_file() {
        let none = Rlimit {
            current: Some(0),
            maximum: getrlimit(Resource::Core).maximum, // a browser that is begun from here decides for itself
        };
        let _ = setrlimit(Resource::Core, none);
        #[cfg(target_os = "linux")]
        let _ =
            rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    }
}
