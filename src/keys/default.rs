//! The keys that come along. Rows stand in the order in which the footer offers them.

#![allow(
    clippy::enum_glob_use,
    reason = "a table of actions reads better without a prefix"
)]

use super::Chord;
use crate::app::action::{
    Action::{self, *},
    Context,
};

type Row = (&'static str, Action);

/// What is done with a student, wherever it is shown.
const STUDENT: &[Row] = &[
    ("p", Progress),
    ("e", WriteNote),
    ("a", Absent),
    ("s", Later),
    ("P", AddToPlan),
    ("m", NewGoal),
    ("x", SetAside),
    ("w", Why),
    ("W", Requirements),
    ("L", Places),
    ("o", Turn),
];

/// Who a student is; only where one is in full view.
const WHO: &[Row] = &[("i", EditStudent), (">", Move), ("-", Standing)];

/// Moving in a list.
const MOVE: &[Row] = &[
    ("up", Up),
    ("k", Up),
    ("down", Down),
    ("j", Down),
    ("home", First),
    ("g", First),
    ("end", Last),
    ("G", Last),
    ("pgup", PageUp),
    ("pgdn", PageDown),
];

/// What holds wherever nothing is typed.
const EVERYWHERE: &[Row] = &[
    (":", Palette),
    ("u", Undo),
    ("ctrl-z", Undo),
    ("ctrl-r", Redo),
    ("ctrl-y", Redo),
    ("?", Help),
    ("f1", Help),
    ("b", Blank),
    ("f9", Blank),
    ("ctrl-l", Lock),
    ("q", Leave),
    ("ctrl-c", Leave),
];

/// What holds where text is typed.
const TYPING: &[Row] = &[
    ("esc", Back),
    ("f1", Help),
    ("f9", Blank),
    ("ctrl-l", Lock),
    ("f8", Lock),
    ("ctrl-c", Leave),
    ("f10", Leave),
];

/// The rows of every context.
pub fn table() -> Vec<(Context, Chord, Action)> {
    let mut rows = Rows(Vec::new());
    rows.round();
    rows.detail();
    rows.student();
    rows.lists();
    rows.typing();
    rows.add(
        Context::Unsaved,
        &[("r", Retry), ("esc", Back), ("L", Abandon)],
    );
    rows.add(
        Context::Unsaved,
        &[("?", Help), ("f1", Help), ("f9", Blank), ("ctrl-c", Leave)],
    );
    rows.0
}

struct Rows(Vec<(Context, Chord, Action)>);

impl Rows {
    fn add(&mut self, context: Context, rows: &[Row]) {
        let bound = rows
            .iter()
            .filter_map(|(key, action)| Some((context, Chord::parse(key)?, *action)));
        self.0.extend(bound);
    }

    /// 1 to 9: tick, or take the line with that number.
    fn digits(&mut self, context: Context) {
        for digit in 1..=9_u8 {
            let chord = Chord::parse(&digit.to_string());
            self.0
                .extend(chord.map(|chord| (context, chord, Tick(digit))));
        }
    }

    fn round(&mut self) {
        let at = Context::Round;
        self.add(at, &[("c", CheckIn)]);
        self.digits(at);
        self.add(at, STUDENT);
        self.add(
            at,
            &[
                ("/", Find),
                ("enter", Open),
                ("v", Select),
                ("f", LongUnseen),
                ("r", Recap),
            ],
        );
        self.add(
            at,
            &[
                ("t", Timeline),
                ("y", Glance),
                ("d", Day),
                ("+", AddStudent),
                ("tab", Pane),
                ("space", Toggle),
            ],
        );
        self.add(
            at,
            &[
                ("right", Pane),
                ("l", Pane),
                ("esc", Back),
                ("n", FindNext),
                ("N", FindPrevious),
            ],
        );
        self.add(
            at,
            &[
                ("[", PreviousGroup),
                ("]", NextGroup),
                ("left", Back),
                ("h", Back),
                ("Y", Signals),
                ("C", Items),
            ],
        );
        self.add(at, MOVE);
        self.add(at, EVERYWHERE);
    }

    fn detail(&mut self) {
        let at = Context::Detail;
        self.add(at, &[("space", Toggle), ("enter", Open)]);
        self.digits(at);
        self.add(
            at,
            &[
                ("tab", Pane),
                ("left", Pane),
                ("h", Pane),
                ("esc", Back),
                ("c", CheckIn),
            ],
        );
        self.add(at, STUDENT);
        self.add(
            at,
            &[
                ("/", Find),
                ("f", LongUnseen),
                ("r", Recap),
                ("t", Timeline),
                ("y", Glance),
                ("d", Day),
            ],
        );
        self.add(
            at,
            &[("+", AddStudent), ("n", FindNext), ("N", FindPrevious)],
        );
        self.add(at, &[("[", PreviousGroup), ("]", NextGroup), ("C", Items)]);
        self.add(at, MOVE);
        self.add(at, EVERYWHERE);
    }

    fn student(&mut self) {
        let at = Context::Student;
        self.add(at, &[("space", Toggle), ("enter", Open)]);
        self.digits(at);
        self.add(at, &[("c", CheckIn)]);
        self.add(at, STUDENT);
        self.add(at, WHO);
        self.add(
            at,
            &[
                ("tab", Pane),
                ("right", Pane),
                ("l", Pane),
                ("+", AddToPlan),
                ("delete", TakeAway),
                ("D", TakeAway),
            ],
        );
        self.add(
            at,
            &[
                ("t", Timeline),
                ("r", Recap),
                ("d", Day),
                ("esc", Back),
                ("left", Back),
                ("h", Back),
            ],
        );
        self.add(at, MOVE);
        self.add(at, EVERYWHERE);
        self.add(
            Context::Turned,
            &[("esc", Back), ("o", Turn), ("enter", Open)],
        );
        self.add(Context::Turned, EVERYWHERE);
    }

    fn lists(&mut self) {
        self.add(
            Context::List,
            &[("enter", Open), ("space", Toggle), ("esc", Back)],
        );
        self.digits(Context::List);
        self.add(
            Context::Groups,
            &[
                ("enter", Open),
                ("+", NewGroup),
                ("R", RenameGroup),
                ("A", ArchiveGroup),
                ("esc", Back),
            ],
        );
        self.glance();
        self.add(
            Context::Timeline,
            &[("space", Toggle), ("t", Timeline), ("esc", Back)],
        );
        self.add(
            Context::Overview,
            &[
                ("enter", Open),
                ("w", Why),
                ("+", AddAnswers),
                ("F", ReadAnswers),
                ("left", Less),
                ("h", Less),
                ("right", More),
                ("l", More),
                ("Y", Signals),
                ("esc", Back),
            ],
        );
        self.add(
            Context::Import,
            &[
                ("enter", Accept),
                ("l", Standing),
                ("m", Move),
                ("s", NewGroup),
                ("tab", NextField),
                ("o", OtherWay),
                ("esc", Back),
            ],
        );
        self.add(
            Context::RollOver,
            &[
                ("space", Toggle),
                ("enter", Open),
                ("B", BeginYear),
                ("esc", Back),
            ],
        );
        self.items();
        self.add(
            Context::Places,
            &[("enter", Open), ("y", Copy), ("esc", Back)],
        );
        self.add(
            Context::FollowUps,
            &[
                ("enter", Open),
                ("space", Toggle),
                ("tab", Pane),
                ("esc", Back),
            ],
        );
        for context in [
            Context::List,
            Context::RollOver,
            Context::FollowUps,
            Context::Items,
            Context::Places,
            Context::Groups,
            Context::Glance,
            Context::Timeline,
            Context::Overview,
            Context::Import,
        ] {
            self.add(context, MOVE);
            self.add(context, EVERYWHERE);
        }
    }

    fn items(&mut self) {
        self.add(
            Context::Items,
            &[
                ("enter", Open),
                ("+", AddItem),
                ("D", TakeOff),
                ("delete", TakeOff),
                ("tab", NextPage),
                ("backtab", PreviousPage),
                ("]", NextGrade),
                ("right", NextGrade),
                ("l", NextGrade),
                ("[", PreviousGrade),
                ("left", PreviousGrade),
                ("h", PreviousGrade),
                ("C", Items),
                ("t", Timeline),
                ("esc", Back),
            ],
        );
    }

    fn glance(&mut self) {
        let at = Context::Glance;
        self.add(
            at,
            &[
                ("tab", NextPage),
                ("enter", Open),
                ("space", Toggle),
                ("c", TickColumn),
                ("]", NextGrade),
                ("x", SetAside),
                ("w", Why),
                ("esc", Back),
            ],
        );
        self.digits(at);
        self.add(
            at,
            &[
                ("X", SetAsideColumn),
                ("[", PreviousGrade),
                ("backtab", PreviousPage),
                ("left", Left),
                ("h", Left),
                ("right", Right),
                ("l", Right),
                ("y", Glance),
                ("t", Timeline),
            ],
        );
    }

    fn typing(&mut self) {
        self.add(
            Context::Form,
            &[
                ("enter", Accept),
                ("tab", NextField),
                ("backtab", PreviousField),
            ],
        );
        self.add(Context::Form, &[("down", Down), ("up", Up)]);
        self.add(
            Context::Filter,
            &[
                ("enter", Accept),
                ("down", Down),
                ("up", Up),
                ("tab", Down),
                ("backtab", Up),
            ],
        );
        self.add(Context::Filter, &[("pgup", PageUp), ("pgdn", PageDown)]);
        self.add(
            Context::Gate,
            &[
                ("enter", Accept),
                ("tab", NextField),
                ("backtab", PreviousField),
                ("ctrl-o", OtherWay),
                ("f2", OtherWay),
            ],
        );
        self.add(Context::Gate, &[("down", Down), ("up", Up)]);
        for context in [Context::Form, Context::Filter, Context::Gate] {
            self.add(context, TYPING);
        }
    }
}
