//! How often each suite tries: the one table behind the suites themselves and the table in the README. A suite takes its
//! number from here and asserts that nothing was lost in that many tries; `tests/readme.rs` writes the same rows.

#![allow(dead_code, reason = "each suite takes its own rows")]

/// `cargo test --release --features ten-fold`: the same suites, ten times as long.
const FOLD: usize = if cfg!(feature = "ten-fold") { 10 } else { 1 };

/// A suite of many tries.
pub struct Count {
    /// What is done again and again, as the README says it.
    pub tried: &'static str,
    /// What may not happen in a single one of them.
    pub none: &'static str,
    /// Tries in each run of the checks.
    pub once: usize,
    /// The binary under `tests/` and the name in it: `cargo test --test SUITE NAME`.
    pub suite: &'static str,
    pub test: &'static str,
}

impl Count {
    /// Tries in this run, at least.
    pub const fn times(&self) -> usize {
        self.once * FOLD
    }
}

macro_rules! counts {
    ($($name:ident: $once:literal, $tried:literal, $none:literal, $suite:ident :: $test:ident;)+) => {
        $(pub static $name: Count = Count {
            tried: $tried,
            none: $none,
            once: $once,
            suite: stringify!($suite),
            test: stringify!($test),
        };)+

        /// Every suite, in the order of the README.
        pub static ALL: &[&Count] = &[$(&$name),+];
    };
}

counts! {
    // The file
    POWER_CUTS: 100_000, "power cuts at every call of a working store: writes lost, reordered, torn", "notes lost or half there",
        store::a_power_cut_at_any_call_loses_nothing_acknowledged_and_leaves_nothing_half;
    SECOND_CUTS: 20_000, "a second power cut while the first is mended", "notes lost or half there",
        store::a_second_power_cut_while_the_first_is_repaired_changes_nothing;
    LYING_DRIVES: 20_000, "a drive that says it has written and has not", "mixtures shown as a book",
        store::a_drive_that_lies_never_makes_a_mixture_pass_for_a_book;
    DAMAGED_FILES: 20_400, "flipped bits, cut ends, overwritten sectors", "wrong values shown, crashes",
        store::random_damage_is_refused_or_harmless_and_never_ends_the_program;
    RACES: 250, "two starts at the same moment", "books opened twice",
        store::of_two_who_start_at_the_same_moment_exactly_one_gets_the_book;
    HOSTILE_HEADS: 2_000, "heads of a book made to cost memory and time", "more than 1 GiB asked for, crashes",
        store::a_hostile_head_is_refused_before_it_costs_anything;
    SECOND_WRITERS: 1_000, "second starts on a share that grants every lock", "books opened twice",
        store::where_every_lock_is_granted_a_second_writer_is_refused_by_the_sidecar;
    READ_ONLY: 100, "books on a write-protected disk, closed, killed or after a power cut", "bytes changed, records that cannot be read",
        store::a_book_on_a_protected_medium_is_read_whole_and_not_a_byte_is_changed;
    ROLL_BACKS: 200, "older copies in the place of a book, on the machine where the newer was open and on one where it was not", "copies that are not noticed, false alarms",
        older::every_older_copy_is_noticed_where_the_newer_was_open_and_nowhere_else;
    PLANTED: 60, "links, second names, pipes and folders planted where files of a book are made", "writes outside its folder",
        store::whatever_is_planted_nothing_is_written_outside_the_folder;
    CLOCK_JUMPS: 10_000, "jumps of the clock of up to ten years, forward and back", "entries out of their order, crashes",
        property::jumps_of_the_clock_change_no_order_and_are_said;
    // Backups and keys
    REKEY_FAULTS: 1_500, "failures and power cuts at every call while all keys change", "books that neither passphrase opens",
        store::whatever_fails_while_all_keys_change_one_of_the_two_passphrases_opens_the_whole_book;
    PURGE_FAULTS: 2_500, "failures and power cuts at every call while a record is deleted", "books half there, backups that still hold it",
        store::whatever_fails_while_a_record_is_deleted_all_of_it_is_there_or_none;
    PURGED_VALUES: 2_000, "sealed values captured before a deletion, under every key to be had afterwards", "values that open",
        store::nothing_captured_before_opens_with_any_key_that_can_be_had_afterwards;
    RESTORED: 200, "backups of a long session, each restored", "books other than the one it names",
        store::every_backup_of_a_long_session_restores_to_the_book_it_names;
    UPGRADE_FAULTS: 1_000, "failures and power cuts at every call while a book of the first version is written anew", "books other than the one of before",
        store::whatever_fails_while_an_older_book_is_written_anew_it_is_whole_in_one_form_or_the_other;
    // What a family may ask for
    SESSIONS_THAT_LEAK: 200, "random sessions with failing disks, missing folders, changed minds", "files outside without an entry in the log",
        family::no_file_is_outside_without_its_entry_on_the_disk;
    EXPORTS: 100, "exports of a whole record, and as many that were canceled", "exports without an entry, canceled ones with a file",
        family::each_export_has_an_entry_of_its_own_and_a_canceled_one_leaves_no_file;
    RETENTION: 600, "students who left on some day, under some rule of keeping records", "lists with the wrong one on them",
        family::due_is_who_left_so_many_years_ago_to_the_day_and_nobody_else;
    AMENDMENTS: 250, "requests to correct a line, with all that may become of the line", "exports with the line and without the statement",
        family::a_statement_goes_wherever_its_line_goes_whatever_becomes_of_the_line;
    // The program itself
    KILLS_MAKING: 250, "kills while the book is made", "books that cannot be opened or made again",
        pty::a_kill_while_the_book_is_made_leaves_none_or_a_whole_one;
    KILLS_MOMENT: 750, "kills in the moment in which the file of a book is made", "books that cannot be opened or made again",
        pty::a_kill_in_any_phase_leaves_the_book_of_before_or_of_after;
    KILLS_PHASES: 3_000, "kills in twelve phases, as many in each: a change, import, purge, new year, end of the day, backups, restoring, new keys, an old book", "books other than that of before or of after",
        pty::a_kill_in_any_phase_leaves_the_book_of_before_or_of_after;
    KILLS_KEYS: 16, "the same while the keys change with the work of a real passphrase", "books that neither passphrase opens",
        pty::a_kill_in_any_phase_leaves_the_book_of_before_or_of_after;
    SAVED_AFTER_SYNC: 200, "notes whose calls to the system were followed up to the screen", "notes shown as saved before the disk confirmed them",
        pty::nothing_is_shown_as_saved_before_the_disk_confirmed_it;
    NO_CORE_FILE: 50, "faults that end the program", "files with its memory",
        pty::a_fault_that_ends_the_program_leaves_no_file_with_its_memory;
    WRONG_DATES: 50, "starts on 50 days of three hundred years, one after the other over one book", "books refused, entries out of their order",
        pty::a_wrong_date_keeps_nobody_from_the_book;
    FULL_DISKS: 200, "full disks in memory, each of another size", "entries lost or there against what was said",
        pty::a_full_disk_of_any_size_keeps_what_was_saved_and_takes_the_rest_when_there_is_room;
    FULL_EXT4: 20, "full disks of ext4, each of another size", "entries lost or there against what was said",
        pty::the_same_holds_on_a_file_system_of_a_real_disk;
    FULL_DISKS_PROGRAM: 12, "full disks under the program in its terminal, half of them with a kill", "notes lost that were shown as saved",
        pty::the_program_itself_says_what_a_full_disk_did_not_take;
    SMALL_FILES: 350, "limits of the size of a file, 50 for each command that writes", "ends by a signal, books other than that of before or of after",
        pty::a_limit_of_the_size_of_files_is_told_and_loses_nothing;
    KILLS_WORKING: 250, "kills while notes are written", "notes lost that were shown as saved",
        pty::a_kill_while_working_loses_nothing_that_was_shown_as_saved;
    PLAIN_TASKS: 126, "core tasks by script in lines, in 14 surroundings: pipes, terminals, no color, no letters but ASCII, no home", "tasks that fail, words that differ, escape sequences",
        pty::the_core_tasks_are_done_in_the_same_words_whatever_the_surroundings;
    // What comes in
    DOORS: 3_000, "random bytes, random text and changed files at each way in: lists, answers, catalogs, themes, keys, days, books", "crashes, text that steers the terminal",
        entry::random_and_changed_files_come_through_every_door_without_a_panic;
    // The terminal, the lock, the eyes in the room
    SIGNALS: 400, "TERM, INT, HUP and QUIT, a hundred each, at random moments", "notes lost, terminals left as the program needs them",
        pty::a_signal_at_any_moment_gives_the_terminal_back_and_loses_nothing;
    HANG_UPS: 200, "closed terminals, with and without a signal", "notes or half-typed words lost, programs that stay",
        pty::a_terminal_that_is_closed_at_any_moment_ends_the_program_and_loses_nothing;
    STOPS: 100, "stops and returns, by both signals", "names on the screen, notes lost, books open on the return",
        pty::stops_and_returns_show_nobody_and_lose_nothing;
    STOPS_WHILE_OPENING: 40, "stops while the passphrase is looked at", "books opened for whoever goes on",
        pty::a_stop_while_the_passphrase_is_looked_at_opens_nothing_for_whoever_goes_on;
    LOCKS: 100, "locks over a half-typed note", "names, notes, passphrases or keys in the memory of the process; words lost",
        pty::after_many_locks_neither_names_nor_keys_are_in_memory_and_what_was_typed_comes_back;
    LOCKS_IN_TIME: 40, "minutes without a key, in every second one with a loop that hangs", "books left open",
        pty::a_minute_after_the_last_key_the_book_is_locked_also_where_the_loop_hangs;
    PANICS: 40, "faults on purpose in every thread of the program", "names told, notes lost, terminals left as the program needs them",
        pty::a_fault_of_the_program_gives_the_terminal_back_and_names_nobody;
    TMUX: 48, "ends, locks, blank pages, faults and kills in tmux", "names in what it keeps",
        pty::what_tmux_keeps_names_nobody;
    KEYS_AT_ONCE: 20_000, "keys in one burst", "keys lost",
        pty::twenty_thousand_keys_at_once_are_all_written_down;
    SIZES_WHILE_TYPING: 2_000, "sizes of the window while a note is typed, down to one letter", "letters lost",
        pty::a_window_that_never_rests_does_not_lose_a_letter;
    SIZES_OF_SCREENS: 40, "sizes of the window for every screen, from 0 by 0 to 500 by 200", "crashes",
        screens::every_screen_is_drawn_in_every_size;
    HOSTILE: 1_000, "hostile strings typed and pasted into every field and shown on every page", "bytes at the terminal that the program does not send itself",
        hostile::a_thousand_hostile_strings_put_no_forbidden_byte_on_the_terminal;
}
