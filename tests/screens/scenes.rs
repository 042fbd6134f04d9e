//! Every screen, and the keys that lead there.

use homeroom::{
    app::{
        access::{Access, Why},
        effect::{
            AnswersFile, Comparison, Elsewhere, Opened, Outcome, Problem, RosterFile, Secret,
        },
        screen::gate::Gate,
    },
    domain::{
        act::{self, Stamp},
        answers::{self, AnswerRow},
        book::Book,
        grade::Grade,
        id::StudentId,
        part::{Field, PartKind, Value},
        roster::{Rejected, RosterRow},
        student::{Name, Standing},
        text::Text,
    },
};
use jiff::civil::{DateTime, date};

use crate::driver::{Driver, TODAY};

/// A screen to look at.
pub struct Scene {
    pub name: &'static str,
    pub driver: Driver,
}

/// Leads to a screen that needs more than keys.
type Make = fn() -> Driver;

/// Four sheets of answers, and the summary.
/// A note of Tyrone Bell that the family asks to have corrected, with what was decided and their statement.
const RECORD: &str = "/bell<enter><enter>Gk<enter>j:ask to amend<enter>wants to be a welder<tab>1<tab><tab>3wed<tab>Principal Ode<tab>He has decided.<enter><left><down><enter>";

const ANSWERS: &str = ":answers to our<enter>+1454more visits<enter>3<enter>52<enter><esc>+244call us earlier<enter><esc>";

/// Keys from the practice group at ten in the morning.
const FROM_THE_ROUND: &[(&str, &str)] = &[
    ("round", ""),
    ("round-under-way", "cjj12ca<down>s"),
    ("round-detail", "<tab>jj"),
    ("round-selected", "vjj<space><space>"),
    ("round-long-unseen", "f"),
    ("round-dated-back", "dmon<enter>"),
    ("find", "/an"),
    ("help", "?"),
    ("palette", ":group"),
    ("note", "ewants to see the garage"),
    ("note-refused", "e<tab><tab>soon<enter>"),
    ("progress", "/tembo<enter>p"),
    ("goal", "m"),
    ("pick", "/bell<enter>p"),
    ("add", "+Lopez, Mia"),
    ("edit", "<enter>i"),
    ("reason", "<tab>x"),
    ("student", "/bell<enter><enter>"),
    ("student-log", "/bell<enter><enter>Gk<enter>"),
    ("student-record", RECORD),
    ("student-barriers", "/bell<enter><enter><down><enter>"),
    (
        "student-checklist",
        "/bell<enter><enter><down><down><down><enter>",
    ),
    (
        "student-courses",
        "/bell<enter><enter><down><down><down><down><down><enter>",
    ),
    ("student-review", "/bell<enter><enter>Gkkk<enter>"),
    ("student-requirements", "/bell<enter><enter>Gkk<enter>"),
    ("why-a-rule", "/bell<enter><enter>Gkk<enter><enter>"),
    ("add-to-plan", "/bell<enter>P"),
    ("part", "/bell<enter>P1"),
    ("barrier", "/bell<enter>P2"),
    ("graduates", ":graduates<enter>"),
    ("items", "/bell<enter>C<down><down>"),
    ("items-rules", "C<tab>jjj"),
    ("items-places", "C<tab><tab>jj"),
    ("items-questions", "C<btab>j"),
    ("items-form", "/bell<enter>C<down><enter>"),
    (
        "items-refused",
        "/bell<enter>C+a talk with somebody who works in this field of work<tab>One talk.<enter>",
    ),
    ("items-rule-form", "C<tab><enter>"),
    ("items-place-form", "C<tab><tab><enter>"),
    ("items-question-form", "C<btab>+"),
    ("places", ":where to go<enter>"),
    ("turned", "/bell<enter>o"),
    ("groups", ":groups<down><down><enter>"),
    ("glance", "y"),
    ("glance-grade", "y<right><enter><space>"),
    ("glance-requirements", "y<tab>jj"),
    ("glance-year", "y<tab><tab><left><left>"),
    ("glance-progress", "y<btab>"),
    ("timeline", "c1<tab>ut"),
    ("recap", "ccc1cr"),
    ("why", "w"),
    ("blank", "b"),
    ("signals", "cccY<right>"),
    ("signals-seen", "cccY<enter>jj"),
    ("signals-due", "YG<up><up><enter>"),
    ("answers", ANSWERS),
    ("answers-form", "Y+1"),
    (
        "rubric",
        ":the rubric<enter>jjj<enter>3<tab>log of reviews<enter>j<enter>2<enter>k",
    ),
    ("rubric-rate", ":the rubric<enter>jjj<enter>3"),
    ("rubric-all", ":the rubric<enter>jjj<enter>3<enter>w"),
];

/// All of them.
pub fn all() -> Vec<Scene> {
    let mut scenes: Vec<Scene> = FROM_THE_ROUND
        .iter()
        .map(|(name, keys)| {
            let mut driver = Driver::practice();
            driver.keys(keys);
            Scene { name, driver }
        })
        .collect();
    let more: [(&str, Make); 30] = [
        ("gate-damaged", damaged),
        ("keys-recovery", new_recovery),
        ("keys-all", new_keys),
        ("keys-type-back", typed_back_wrong),
        ("answers-one", one_question),
        ("answers-file", answers_file),
        ("round-empty", || Driver::group(&[], 9)),
        ("no-group", no_group),
        ("glance-empty", || at_a_glance(&[], "")),
        ("glance-full", || {
            at_a_glance(&NAMES, "cjjj<space><space><right>c<right><right>")
        }),
        ("saving", saving),
        ("not-saved", not_saved),
        ("unsaved", unsaved),
        ("import", import),
        ("rollover", roll_over),
        ("followups", follow_ups),
        ("gate-place", place),
        ("gate-passphrase", passphrase),
        ("gate-name", || made(2)),
        ("gate-key", || made(3)),
        ("gate-type-back", || made(4)),
        ("reading", reading),
        ("reading-a-backup", reading_a_backup),
        ("gate-elsewhere", || elsewhere(true)),
        ("gate-take-over", take_over),
        ("gate-older", || older("")),
        ("gate-compared", compared),
        ("gate-reading", gate_reading),
        ("gate-unlock", unlocking),
        ("gate-refused", refused),
    ];
    scenes.extend(more.map(|(name, make)| Scene {
        name,
        driver: make(),
    }));
    scenes
}

/// A whole group of one grade.
const NAMES: [&str; 22] = [
    "Abara, Chidi",
    "Bell, Tyrone",
    "Cho, Min",
    "Diaz, Ana",
    "Eads, Jon",
    "Fry, Lee",
    "Gupta, Asha",
    "Hale, Ines",
    "Ito, Ren",
    "Jett, Cora",
    "Khan, Omar",
    "Lund, Pia",
    "Moss, Theo",
    "Ngo, Linh",
    "Ortiz, Eva",
    "Pike, Sam",
    "Quinn, Roy",
    "Rao, Dev",
    "Stone, Mia",
    "Tran, Bao",
    "Ueda, Kai",
    "Vega, Luz",
];

fn at_a_glance(names: &[&str], keys: &str) -> Driver {
    let mut driver = Driver::group(names, 9);
    if names.is_empty() {
        // The key says why not; a group can still be emptied while it is looked at.
        let glance = homeroom::app::screen::glance::Glance::new(driver.desk(), None);
        let screen = homeroom::app::screen::Screen::Glance(glance);
        driver.model.screens.push(screen);
    } else {
        driver.keys("y");
    }
    driver.keys(keys);
    driver
}

/// The practice group at the end of its school year, looking at the next one.
fn at_the_end() -> Driver {
    let catalog = homeroom::exchange::catalog::default_catalog();
    let june = date(2027, 6, 2);
    let practice = homeroom::exchange::practice::practice(&catalog, june);
    let (book, journal) = (practice.book, practice.journal);
    let mut driver = Driver::open(book, journal, catalog, true, june.at(10, 0, 0, 0));
    driver.keys(":").types("new school year").keys("<enter>");
    driver
}

fn roll_over() -> Driver {
    let mut driver = at_the_end();
    driver.keys("<down><down><down><space><space><space><down><space>");
    driver
}

/// Half a year later: one was asked, one does not wish to be, two are to be asked.
fn follow_ups() -> Driver {
    let mut driver = at_the_end();
    driver.keys("<space><space>B");
    let mut book = driver.book().clone();
    let graduated = |book: &Book| -> Vec<StudentId> {
        let students = book.students.values();
        let gone = students.filter(|one| matches!(one.standing, Standing::Graduated { .. }));
        gone.map(|one| one.id).collect()
    };
    let all = graduated(&book);
    let day = date(2027, 12, 6);
    let stamp = Stamp::now(day.at(9, 0, 0, 0));
    let choice = |kind: PartKind, field, name| Value::Choice(kind.choice(field, name).unwrap());
    let mut add = |student: StudentId, kind: PartKind, values: Vec<(Field, Value)>| {
        let place = kind.place(book.key(student));
        let change = act::add_part(&book, place, kind, values.into_iter().collect(), stamp);
        change.apply(&mut book).unwrap();
    };
    let contact = |reach: &str, consent| {
        vec![
            (Field::Name, Value::Text(Text::new(reach))),
            (
                Field::Consent,
                choice(PartKind::Contact, Field::Consent, consent),
            ),
        ]
    };
    for (at, student) in all.iter().enumerate() {
        let wished = if at == 1 { "no" } else { "yes" };
        add(*student, PartKind::Contact, contact("606 555 0142", wished));
        let planned = choice(PartKind::Direction, Field::Kind, "2-year");
        add(*student, PartKind::Direction, vec![(Field::Kind, planned)]);
    }
    let answer = |field, name| (field, choice(PartKind::FollowUp, field, name));
    let answers = vec![
        answer(Field::Months, "6"),
        answer(Field::Status, "full-time"),
        answer(Field::How, "graduate"),
        answer(Field::Same, "no"),
    ];
    add(all[0], PartKind::FollowUp, answers);
    let catalog = homeroom::exchange::catalog::default_catalog();
    let mut driver = Driver::open(book, Vec::new(), catalog, true, day.at(10, 0, 0, 0));
    driver.keys(":").types("graduates").keys("<enter>");
    driver
}

fn now() -> DateTime {
    TODAY.at(10, 0, 0, 0)
}

fn no_group() -> Driver {
    let driver = Driver::group(&[], 9);
    let mut book = driver.book().clone();
    book.groups.clear();
    book.settings.group = None;
    let opened = Opened {
        book,
        entries: Vec::new(),
        catalog: driver.desk().catalog.clone(),
        practice: false,
        access: Access::Writing,
        warnings: Vec::new(),
        place: "book.homeroom".to_owned(),
        years: std::collections::BTreeSet::new(),
        draft: None,
    };
    let mut driver = Driver::at(Gate::unlock("book.homeroom".to_owned(), Vec::new()), now());
    driver.outcome(Outcome::Opened(Box::new(opened)));
    driver
}

fn one_question() -> Driver {
    let mut driver = Driver::practice();
    driver.keys(ANSWERS).keys("<enter>");
    driver
}

fn answers_file() -> Driver {
    let row = |line, said: &str, role: &str| AnswerRow {
        line,
        who: answers::role(role),
        role: Text::new(role),
        name: Text::default(),
        on: None,
        replies: vec![(Text::new("talk-helps"), Text::new(said))],
    };
    let file = AnswersFile {
        path: "form.csv".to_owned(),
        reading: "UTF-8, separated by comma".to_owned(),
        columns: vec![
            "I am a: who answered".to_owned(),
            "talk-helps: answers to talk-helps".to_owned(),
        ],
        missing: vec![Text::new("do-better")],
        rows: vec![
            row(2, "4", "Student"),
            row(3, "7", "Student"),
            row(4, "3", "Parent"),
            row(5, "3", ""),
        ],
        ..AnswersFile::default()
    };
    let mut driver = Driver::practice();
    driver.outcome(Outcome::Answers(Box::new(Ok(file))));
    driver
}

fn saving() -> Driver {
    let mut driver = Driver::practice();
    driver.keys("c");
    driver.hold_saves = true;
    driver.minutes(2).keys("c");
    driver
}

fn problem() -> Problem {
    Problem {
        what: "The last acts could not be saved: the disk is full.".to_owned(),
        safe: "Everything up to 10:00 is in the file.".to_owned(),
        todo: "Make room on the disk; Homeroom goes on trying.".to_owned(),
    }
}

fn not_saved() -> Driver {
    let mut driver = saving();
    driver.outcome(Outcome::NotSaved(problem()));
    driver
}

fn unsaved() -> Driver {
    let mut driver = not_saved();
    driver.keys("q");
    driver
}

fn import() -> Driver {
    let mut driver = Driver::group(&["Diaz, Ana", "Cho, Min", "Ng, Bo"], 9);
    let row = |line, name: &str, grade| RosterRow {
        line,
        name: Name::parse(name),
        middle: None,
        preferred: None,
        written: Text::new(name),
        id: None,
        grade: Grade::new(grade),
        altered: false,
        mixed_script: false,
    };
    let file = RosterFile {
        path: "roster.csv".to_owned(),
        reading: "UTF-8, comma".to_owned(),
        columns: vec![
            "Student Name: the name".to_owned(),
            "Gr: the grade".to_owned(),
        ],
        rows: vec![
            row(2, "Diaz, Ana", 10),
            row(3, "Cho, Min", 9),
            row(4, "Lopez, Mia", 9),
        ],
        rejected: vec![Rejected {
            line: 5,
            who: Text::new("Total"),
            reason: "no name".to_owned(),
        }],
        ..RosterFile::default()
    };
    driver.outcome(Outcome::Roster(Box::new(Ok(file))));
    driver
}

const PLACE: &str = "/home/reed/.local/share/homeroom/reed.homeroom";

fn place() -> Driver {
    let warning = "This folder is wiped when the computer restarts.";
    let gate = Gate::make(PLACE.to_owned(), vec![warning.to_owned()]);
    Driver::at(gate, now())
}

fn passphrase() -> Driver {
    let mut driver = Driver::at(Gate::make(PLACE.to_owned(), Vec::new()), now());
    driver.keys("<enter>");
    driver.outcome(Outcome::Place {
        path: PLACE.to_owned(),
        warnings: Vec::new(),
        exists: false,
    });
    driver.outcome(Outcome::Offered {
        words: Secret::new("barn copper lantern orbit thistle wagon"),
        recovery: Secret::new("104213 220344 345610 400781 518222 633904 702115 899046"),
    });
    driver
}

/// As far as this step of making a book, counted from 0.
fn made(step: usize) -> Driver {
    let mut driver = passphrase();
    driver
        .types("barn copper")
        .keys("<tab>")
        .types("barn copper")
        .keys("<enter>");
    driver.outcome(Outcome::Weighed(None));
    if step > 2 {
        driver.types("Ms. Reed").keys("<enter>");
    }
    if step > 3 {
        driver.keys("<enter>");
    }
    driver
}

fn unlocking() -> Driver {
    let mut driver = Driver::at(Gate::unlock(PLACE.to_owned(), Vec::new()), now());
    driver.types("barn copper").keys("<enter>");
    driver
}

fn refused() -> Driver {
    let mut driver = unlocking();
    driver.outcome(Outcome::NotOpened(Problem {
        what: "That is not the passphrase of this book.".to_owned(),
        safe: "Nothing was changed.".to_owned(),
        todo: "Type it once more, or press ctrl-o if it is forgotten.".to_owned(),
    }));
    driver
}

fn damaged() -> Driver {
    let problem = Problem {
        what: "The book is damaged: a page of the file cannot be read as it was written."
            .to_owned(),
        safe: "The file was not changed.".to_owned(),
        todo: String::new(),
    };
    let backup = "Oct 13, 2025, 15:04, at the end of the day".to_owned();
    Driver::at(Gate::damaged(PLACE.to_owned(), problem, backup), now())
}

fn offered() -> Outcome {
    Outcome::Offered {
        words: Secret::new("barn copper lantern orbit thistle wagon"),
        recovery: Secret::new("104213 220344 345610 400781 518222 633904 702115 899046"),
    }
}

fn own_book() -> Driver {
    Driver::group(&["Bell, Tyrone", "Cho, Min"], 9)
}

fn new_recovery() -> Driver {
    let mut driver = own_book();
    driver.keys(":new recovery<enter>");
    driver.outcome(offered());
    driver
}

fn new_keys() -> Driver {
    let mut driver = own_book();
    driver.keys(":all keys<enter>");
    driver.outcome(offered());
    driver
}

fn typed_back_wrong() -> Driver {
    let mut driver = new_recovery();
    driver.keys("<enter>").types("123456").keys("<enter>");
    driver
}

/// A book on a stick with a write protection, and an act that cannot be done there.
fn reading() -> Driver {
    let mut driver = Driver::practice();
    if let Some(desk) = &mut driver.model.desk {
        desk.practice = false;
    }
    let place = "/media/reed/STICK/book.homeroom".to_owned();
    driver.model.access = Access::Reading(Why::Protected(place));
    driver.keys("jc");
    driver
}

fn backup_of() -> Access {
    Access::Reading(Why::Backup("Oct 13, 2026, 16:42".to_owned()))
}

fn reading_a_backup() -> Driver {
    let mut driver = reading();
    driver.model.access = backup_of();
    driver.keys("<enter>");
    driver
}

fn gate_reading() -> Driver {
    let mut driver = elsewhere(false);
    driver.keys("1");
    driver.outcome(Outcome::Claimed(backup_of()));
    driver
}

fn elsewhere(can_take_over: bool) -> Driver {
    let elsewhere = Elsewhere {
        problem: Problem {
            what: "K. Lee has the book open on room-12 since Oct 14 09:40. /home/reed/advisory/book.homeroom."
                .to_owned(),
            safe: "The file was not changed.".to_owned(),
            todo: "Close it there, or go on working there.".to_owned(),
        },
        backup: Some("Oct 13, 2026, 16:42".to_owned()),
        can_take_over,
    };
    Driver::at(Gate::elsewhere(PLACE.to_owned(), elsewhere), now())
}

fn take_over() -> Driver {
    let mut driver = elsewhere(true);
    driver.keys("3");
    driver
}

fn older(keys: &str) -> Driver {
    let mut driver = Driver::at(Gate::unlock(PLACE.to_owned(), Vec::new()), now());
    let said = "It is older than what was open here on Oct 12, 2026, 15:02: 3 edits are missing. An older copy took its \
                place, or the disk lost what was written.";
    driver.outcome(Outcome::Older(said.to_owned()));
    driver.keys(keys);
    driver
}

fn compared() -> Driver {
    let mut driver = older("1");
    let row = |cells: [&str; 3]| cells.map(str::to_owned);
    driver.outcome(Outcome::Compared(Comparison {
        rows: vec![
            row(["", "open here last", "this book"]),
            row(["Edits", "310", "307"]),
            row(["Saved", "412 times", "398 times"]),
            row(["Open here", "Oct 12, 2026, 15:02", ""]),
            row(["Newest backup", "Oct 12, 2026, 15:03", "310 edits"]),
        ],
        advice: "The backup holds what is missing here. Leave, then restore it: homeroom restore"
            .to_owned(),
    }));
    driver
}
