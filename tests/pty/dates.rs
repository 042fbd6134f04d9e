//! The program on machines whose date is wrong. It needs a library that tells it another date; without it a line says so.

use std::{fs, path::Path};

use homeroom::store::{Passphrase, Store, TakeOver, Unlock};

use crate::{
    book::{PASSPHRASE, quick_book, unlock},
    counts::WRONG_DATES,
    kills::{Dice, who},
    terminal::{Folder, Start},
};

/// Where the library lies, if it does.
fn library() -> Option<String> {
    let folders = ["/usr/lib", "/usr/lib64", "/usr/local/lib"].map(Path::new);
    let below = |folder: &Path| {
        fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect::<Vec<_>>()
    };
    let all = folders
        .iter()
        .flat_map(|folder| below(folder))
        .chain(folders.map(Path::to_owned));
    let mut found = all
        .map(|folder| folder.join("faketime/libfaketimeMT.so.1"))
        .filter(|path| path.is_file());
    found.next().map(|path| path.to_str().unwrap().to_owned())
}

#[test]
fn a_wrong_date_keeps_nobody_from_the_book() {
    let Some(library) = library() else {
        println!("left out: wrong dates, because libfaketime is not here");
        return;
    };
    let folder = Folder::new();
    quick_book(&folder);
    let mut dice = Dice::new(7);
    let mut saved = 0;
    for number in 0..WRONG_DATES.times() as u64 {
        let day = match number {
            0 => "2028-02-29".to_owned(),
            1 => "1970-01-02".to_owned(),
            2 => "2038-01-20".to_owned(),
            _ => format!(
                "{}-{:02}-{:02}",
                1971 + dice.below(150),
                1 + dice.below(12),
                1 + dice.below(28)
            ),
        };
        let mut start = Start::book(&folder);
        start.more = vec![
            ("LD_PRELOAD", library.clone()),
            ("FAKETIME", format!("@{day} 10:00:00")),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".into()),
        ];
        let mut session = start.run();
        unlock(&mut session);
        session.see("204");
        let note = format!("talk{number}end");
        session.keys("e");
        session.see("enter save");
        session.keys("\x15");
        session.keys(&note);
        session.keys("\r");
        session.until("a note that is saved", |screen| {
            let text = screen.contents();
            let header = text.lines().next().unwrap_or_default();
            // The newest by its date may be another one.
            !text.contains("enter save") && header.contains(" saved ") && !header.contains("saving")
        });
        session.keys("q");
        assert_eq!(session.end().exit_code(), 0, "{day}");
        saved += 1;
        let key = Unlock::Passphrase(Passphrase::new(PASSPHRASE));
        let mut opened = Store::open(&folder.book(), &who(), TakeOver::Refuse, &key).unwrap();
        opened.store.check().unwrap();
        let last = opened.entries.last().unwrap();
        let seqs: Vec<u64> = opened.entries.iter().map(|entry| entry.seq).collect();
        assert!(seqs.windows(2).all(|two| two[0] + 1 == two[1]), "{seqs:?}");
        assert!(
            format!("{last:?}").contains(&note),
            "the last entry is another one"
        );
        let is_of_the_day = last.at.date().to_string() == day;
        assert!(
            is_of_the_day,
            "{} is not {day}: the library does nothing",
            last.at
        );
        opened.store.close().unwrap();
    }
    assert!(saved > 0);
}
