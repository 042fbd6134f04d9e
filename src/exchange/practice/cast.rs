//! The invented people of the practice group and what was said. All made up: any likeness is chance.

use crate::domain::goal::{GoalKind, GoalState};

/// What is particular about someone's attendance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing.
    Usual,
    /// Came some weeks ago and was absent ever since.
    NeverThere,
    /// Came a few days ago.
    ComesLate,
    /// Absent for the last few periods.
    LongGone,
    /// Was at the adviser's door yesterday.
    StopsBy,
    /// Left in the middle of the year.
    Leaves,
}

/// One goal, and where it stands at the end.
pub(super) struct Aim {
    pub(super) kind: GoalKind,
    pub(super) text: &'static str,
    /// How both will know.
    pub(super) measure: &'static str,
    /// Target, in weeks from the first day of school.
    pub(super) weeks: i32,
    pub(super) state: GoalState,
    pub(super) confidence: Option<u8>,
    pub(super) note: &'static str,
}

/// One student.
pub(super) struct Invented {
    /// As a school list has it.
    pub(super) name: &'static str,
    pub(super) preferred: Option<&'static str>,
    pub(super) grade: u8,
    pub(super) part: Part,
    pub(super) switch: Option<&'static str>,
    pub(super) aims: &'static [Aim],
    /// What was noted at the last talk.
    pub(super) note: &'static str,
    /// What was promised then, and its day counted from today.
    pub(super) next: Option<(&'static str, i32)>,
    /// An item that does not apply, and why.
    pub(super) set_aside: Option<(&'static str, &'static str)>,
}

/// Somebody about whom nothing is particular.
const fn person(name: &'static str, grade: u8) -> Invented {
    Invented {
        name,
        preferred: None,
        grade,
        part: Part::Usual,
        switch: None,
        aims: &[],
        note: "",
        next: None,
        set_aside: None,
    }
}

const fn aim(
    kind: GoalKind,
    text: &'static str,
    measure: &'static str,
    weeks: i32,
    (state, confidence, note): (GoalState, u8, &'static str),
) -> Aim {
    Aim {
        kind,
        text,
        measure,
        weeks,
        state,
        confidence: if confidence == 0 {
            None
        } else {
            Some(confidence)
        },
        note,
    }
}

use GoalKind::{Academic, Career, Extracurricular, Personal, Postsecondary};
use GoalState::{Done, Dropped, NeedsHelp, NotStarted, OnTrack};

/// Everybody, those who came and went too.
pub(super) const CAST: &[Invented] = &[
    Invented {
        aims: &[
            aim(
                Postsecondary,
                "Get into a two-year welding program",
                "a letter of admission",
                90,
                (OnTrack, 7, "Visit to the shop is booked."),
            ),
            aim(
                Academic,
                "Raise algebra from a C to a B",
                "B on the report card",
                36,
                (NeedsHelp, 4, "Last two quizzes were below 70."),
            ),
        ],
        note: "Wants to talk about welding.",
        next: Some(("bring the entry rules of the welding program", 0)),
        set_aside: Some(("g11-psat", "moved in after the test date")),
        ..person("Bell, Tyrone", 11)
    },
    Invented {
        part: Part::NeverThere,
        ..person("Ames, Rosa", 8)
    },
    Invented {
        aims: &[aim(
            Personal,
            "Hand in homework on the day it is due",
            "no late work for a month",
            20,
            (OnTrack, 6, "Two late this month, five last month."),
        )],
        note: "Read about the work of a vet.",
        next: Some(("ask her aunt about her job", 6)),
        ..person("Cho, Min", 6)
    },
    Invented {
        aims: &[aim(
            Academic,
            "Pass biology with a B",
            "B at the end of the year",
            40,
            (OnTrack, 8, "82 on the unit test."),
        )],
        note: "Activity list has four entries now.",
        ..person("Diaz, Ana", 9)
    },
    Invented {
        part: Part::LongGone,
        aims: &[aim(
            Career,
            "Spend a day with a mechanic",
            "a day at a garage, and a page about it",
            30,
            (NotStarted, 0, ""),
        )],
        note: "Works Saturdays at a garage.",
        next: Some(("find out about the auto program", -9)),
        ..person("Eads, Jon", 10)
    },
    Invented {
        note: "Two careers saved: nurse and pilot.",
        next: Some(("write down the schooling for both", 4)),
        set_aside: Some(("g7-electives", "no electives in grade 8 at this school")),
        ..person("Fry, Lee", 7)
    },
    Invented {
        aims: &[
            aim(
                Postsecondary,
                "Begin a nursing degree next fall",
                "enrolled",
                52,
                (OnTrack, 9, "Two applications are out."),
            ),
            aim(
                Academic,
                "Keep a 3.5 through senior year",
                "3.5 on the transcript",
                40,
                (OnTrack, 8, ""),
            ),
        ],
        note: "Two of three applications are out.",
        next: Some(("send the third application", -2)),
        ..person("Okonkwo-Lindqvist, Chiamaka", 12)
    },
    Invented {
        aims: &[
            aim(
                Extracurricular,
                "Enter one robotics contest",
                "took part",
                24,
                (Done, 10, "Fourth place of twelve."),
            ),
            aim(
                Academic,
                "Raise English to a B",
                "B on the report card",
                36,
                (OnTrack, 6, ""),
            ),
        ],
        note: "Robotics contest went well; asks about engineering.",
        ..person("O'Dell, Siobhán", 9)
    },
    Invented {
        preferred: Some("Ngọc"),
        aims: &[aim(
            Academic,
            "Work on the two weakest test sections",
            "five points more on the next practice test",
            28,
            (NeedsHelp, 5, "Has no quiet place to study at home."),
        )],
        note: "Went through the practice test results.",
        next: Some(("choose two sections to work on", 0)),
        ..person("Nguyễn, Thị Bích Ngọc", 10)
    },
    Invented {
        note: "Study time is Tuesday and Thursday after school.",
        ..person("Weiß, Käthe", 7)
    },
    Invented {
        preferred: Some("Kostas"),
        aims: &[
            aim(
                Postsecondary,
                "Study architecture out of state",
                "a list with costs",
                40,
                (Dropped, 0, "Costs too much; looks nearby now."),
            ),
            aim(
                Postsecondary,
                "Find three colleges within two hours",
                "three names with what they ask for",
                34,
                (OnTrack, 7, "Two found."),
            ),
        ],
        note: "Compared costs of three colleges.",
        next: Some(("look up what the third one asks for", 9)),
        ..person(
            "Papadimitriou-Featherstonehaugh, Konstantinos Alexandros",
            11,
        )
    },
    Invented {
        aims: &[aim(
            Academic,
            "Read one book a month",
            "title and three sentences each month",
            38,
            (NeedsHelp, 3, "One book since the start."),
        )],
        note: "Would like shorter books; library visit agreed.",
        next: Some(("pick a book with the librarian", 2)),
        ..person("Wulandari", 8)
    },
    Invented {
        note: "Matched science and art with jobs.",
        ..person("Al-Masri, Yusuf", 6)
    },
    Invented {
        aims: &[aim(
            Career,
            "Start as an electrician's apprentice",
            "a signed agreement",
            48,
            (OnTrack, 8, "Aptitude test is on the calendar."),
        )],
        note: "FAFSA gets filled in with his mother on Sunday.",
        ..person("Ibáñez Cruz, José Luis", 12)
    },
    Invented {
        switch: Some("iep"),
        aims: &[aim(
            Career,
            "Find out about three jobs with animals",
            "pay, schooling and skills for each",
            30,
            (OnTrack, 7, "Two of three are done."),
        )],
        note: "Career list is down to three.",
        next: Some(("look up pay for the last one", 7)),
        ..person("Kowalczyk, Łucja", 8)
    },
    Invented {
        part: Part::StopsBy,
        aims: &[aim(
            Academic,
            "Earn six credits this year",
            "six credits in June",
            40,
            (OnTrack, 9, ""),
        )],
        note: "Schedule agrees with the four-year plan.",
        ..person("Sato, Hana", 9)
    },
    Invented {
        aims: &[aim(
            Extracurricular,
            "Volunteer twenty hours",
            "signed log of twenty hours",
            36,
            (OnTrack, 6, "Eleven hours so far."),
        )],
        note: "Eleven hours at the food bank.",
        set_aside: Some(("g10-practice-test", "took it at the last school")),
        ..person("Tsosie, Kai", 10)
    },
    Invented {
        aims: &[aim(
            Postsecondary,
            "Choose between pharmacy and nursing",
            "a page with reasons for each",
            32,
            (OnTrack, 5, "Talked with a pharmacist."),
        )],
        note: "Talked with a pharmacist for an hour.",
        next: Some(("write up what was learned", 12)),
        ..person("Singh, Harpreet", 11)
    },
    person("Ng, Bo", 6),
    Invented {
        part: Part::ComesLate,
        ..person("Çelik, Ömer", 7)
    },
    Invented {
        aims: &[
            aim(
                Postsecondary,
                "Enlist after graduation",
                "a date at the recruiting office",
                44,
                (NeedsHelp, 6, "Parent wants to come along first."),
            ),
            aim(
                Personal,
                "Run two miles in sixteen minutes",
                "timed run",
                40,
                (Done, 10, "15:40."),
            ),
        ],
        note: "Recruiter can come to the school.",
        next: Some(("ask for two dates", -4)),
        set_aside: Some(("g12-test-again", "the score is good enough")),
        ..person("Tembo, Zawadi", 12)
    },
    Invented {
        aims: &[aim(
            Career,
            "Talk with two people in theater",
            "notes of two talks",
            30,
            (NotStarted, 0, ""),
        )],
        note: "Stage crew every Wednesday.",
        ..person("Oyelaran, Tolu", 9)
    },
    Invented {
        part: Part::Leaves,
        aims: &[aim(
            Academic,
            "Pass geometry",
            "C or better",
            36,
            (OnTrack, 6, ""),
        )],
        note: "Moves at the end of the month; copy of the plan given.",
        ..person("Marchetti, Dario", 10)
    },
];

/// Said to the whole group.
pub(super) const TO_ALL: &str = "The day of the career fair was given out.";

/// Noted of the one who stopped by.
pub(super) const STOPPED_BY: &str = "Stopped by: asked about tutoring.";

/// What was said at an ordinary talk.
pub(super) struct Said {
    pub(super) note: &'static str,
    pub(super) next: Option<&'static str>,
}

const fn only(note: &'static str) -> Said {
    Said { note, next: None }
}

const fn promised(note: &'static str, next: &'static str) -> Said {
    Said {
        note,
        next: Some(next),
    }
}

/// What is said in middle school.
const YOUNG: &[Said] = &[
    only("Went to the career fair."),
    promised(
        "Grades looked over together.",
        "ask the math teacher about one grade",
    ),
    only("Joined a club."),
    promised("Inventory finished.", "save two careers from it"),
    only("Homework routine works."),
    promised(
        "Talked about next year's courses.",
        "show the course list at home",
    ),
];

/// What is said in high school.
const OLDER: &[Said] = &[
    only("Credits checked; nothing missing."),
    promised("Asked about dual credit.", "read the dual credit page"),
    only("Went to the career fair."),
    promised("Resume begun.", "add the summer job"),
    only("Grades looked over together."),
    promised(
        "Has questions about money.",
        "bring them to the aid evening",
    ),
];

/// The words of an ordinary talk: mostly none, since most talks need no note.
pub(super) fn said(grade: u8, luck: u64) -> &'static Said {
    const NOTHING: &Said = &Said {
        note: "",
        next: None,
    };
    let words = if grade <= 8 { YOUNG } else { OLDER };
    let place = usize::try_from(luck % 15).unwrap_or(usize::MAX);
    words.get(place).unwrap_or(NOTHING)
}
