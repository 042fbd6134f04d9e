//! Everything that a person can bind to a key. One table feeds footer, help, palette and README.

/// Where keys are pressed: each context has its own keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// The round: the list of students.
    Round,
    /// The detail pane beside it.
    Detail,
    /// One student, full width.
    Student,
    /// One student alone, for other eyes.
    Turned,
    /// A list to choose from or to read: groups, timeline, recap, why.
    List,
    /// The groups.
    Groups,
    /// What a new school year will do.
    RollOver,
    /// The school's own checklist, to be edited.
    Items,
    /// Where to go.
    Places,
    /// Graduates.
    FollowUps,
    /// The timeline.
    Timeline,
    /// Figures of the group and the school: early signals, answers, the rubric.
    Overview,
    /// The group at a glance.
    Glance,
    /// Typing into fields.
    Form,
    /// Typing a filter over a list: find, palette, help.
    Filter,
    /// Before the book is open.
    Gate,
    /// What a roster was understood as, before it is saved.
    Import,
    /// Leaving with notes that are not saved.
    Unsaved,
    /// The neutral page.
    Blank,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident { $name:literal, $hint:literal, $doc_text:literal }),+ $(,)?) => {
        /// Something a person can do with a key.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $doc_text] $action,)+
            /// Tick the item with this number, 1 to 9.
            Tick(u8),
        }

        /// The table: action, its name in the palette, its word in the footer, what it does.
        const TABLE: &[(Action, &str, &str, &str)] = &[
            $((Action::$action, $name, $hint, $doc_text),)+
        ];
    };
}

actions! {
    CheckIn { "check in", "check in", "Talked: note it and go to the next not yet seen." },
    Progress { "goal progress", "goal", "Note how a goal goes: state, a few words, how sure." },
    WriteNote { "note and next step", "note", "Write a note, the next step and by when." },
    Absent { "absent", "absent", "Not here today: note it and go on. Absent students lead the next period." },
    Later { "later today", "later", "Put off within this period and go on; comes back at the end." },
    Find { "find a student", "find", "Find a student by a few letters." },
    Palette { "all acts", "all", "Every act by its name, with its key." },
    Undo { "undo", "undo", "Take back the last act. Works across restarts." },
    Redo { "redo", "redo", "Do again what was undone." },
    Help { "help", "help", "The keys of this place." },
    Up { "up", "", "One line up." },
    Down { "down", "", "One line down." },
    First { "first", "", "To the first line." },
    Last { "last", "", "To the last line." },
    PageUp { "page up", "", "Ten lines up." },
    PageDown { "page down", "", "Ten lines down." },
    FindNext { "next match", "", "The next student who matches." },
    FindPrevious { "previous match", "", "The match before." },
    Open { "open", "open", "Open the student, or what the cursor is on." },
    Pane { "into the detail and back", "detail", "Into the detail pane and back." },
    Toggle { "toggle and move on", "toggle", "Toggle what the cursor is on, and move on." },
    Select { "select", "select", "Select this student; again: select all. Then one act is for all of them." },
    Why { "why this status", "why", "Why the figure and the place are what they are: rule, source, what is missing." },
    LongUnseen { "only long unseen", "unseen", "Only those not seen for three weeks." },
    Recap { "recap", "recap", "This period: seen, absent, ticks, promises, still unseen." },
    Turn { "turn the screen", "turn", "Only this student, no notes: for looking at it together." },
    Blank { "blank the screen", "blank", "A neutral page at once; any key comes back." },
    Timeline { "timeline", "timeline", "What was done and when; undo from there." },
    Glance { "the group at a glance", "glance", "The whole group: who has what open, when it was met, how far it has come." },
    TickColumn { "tick the whole column", "whole column", "Tick the item for everybody shown who has it open." },
    SetAsideColumn { "column does not apply", "", "The item does not apply to those shown who have it open; asks the reason." },
    NextPage { "next page", "next page", "To the next page." },
    PreviousPage { "previous page", "", "To the page before." },
    NextGrade { "next grade", "grade", "To the next grade, where there are several." },
    PreviousGrade { "previous grade", "", "To the grade before." },
    Left { "left", "", "One column to the left." },
    Right { "right", "", "One column to the right." },
    AddStudent { "add a student", "add", "Add a student: name and grade." },
    Day { "day of the contact", "day", "The day for which contacts count, when they are written down later." },
    NextGroup { "next group", "", "To the next group." },
    PreviousGroup { "previous group", "", "To the group before." },
    Lock { "lock now", "lock", "Close the book and ask for the passphrase again." },
    LockAfter { "lock after", "", "After how many minutes without a key the book locks itself." },
    Initials { "only initials", "", "Initials in the place of names, for a screen that others see; again: names." },
    Back { "back", "back", "One level back." },
    Leave { "leave", "leave", "Leave the program. Everything is saved." },
    NewGoal { "new goal", "new goal", "Set a goal with this student." },
    AddToPlan { "add to the plan", "plan", "Add to the plan: a course, a barrier, an approval, a career, and the rest." },
    TakeAway { "take away", "", "Take the goal, step or part at the cursor out of the plan. The timeline keeps it." },
    Amend { "ask to amend", "", "Note that the family asks to have the line at the cursor corrected; the decision and a statement go into the same note." },
    Inspect { "the complete record", "", "Everything that the book holds of this student, of all years, and of nobody else." },
    WriteRecord { "write the complete record", "", "Write the complete record as files for the family; it is noted in the book first." },
    Purge { "delete for good", "", "Delete this student's record for good, of all years: when the school's rule says so. It asks for the name first." },
    Gone { "who has left", "", "Everybody who has left, those first whose record the school's rule keeps no longer; you decide who is deleted." },
    KeepYears { "keep records for", "", "How many years after leaving your school keeps a record. Nothing is deleted by it." },
    Requirements { "what the rules ask", "rules", "What the rules ask of this plan: met, not yet, and exactly what is missing." },
    Signals { "early signals", "signals", "Early signals of the group: each number, and the students behind it." },
    Answers { "answers to our questions", "answers", "What students, parents and staff answered to the school's questions, summed." },
    AddAnswers { "enter answers", "enter answers", "Enter what one person answered to the school's questions." },
    ReadAnswers { "read answers from a file", "from a file", "Read the CSV of a form with answers, look at it, then take it in." },
    Rubric { "the rubric of our planning", "rubric", "The school's rating of itself, with evidence and what the book shows beside it." },
    Less { "less", "", "Fewer weeks, or the year before." },
    More { "more", "", "More weeks, or the year after." },
    SetAside { "does not apply", "not for", "This item does not apply to this student; asks the reason." },
    EditStudent { "name and grade", "edit", "Change name, grade or the school's number." },
    Move { "move to another group", "move", "Move the student to another group." },
    Standing { "mark as left", "left", "Mark the student as left. Nothing is deleted; the same act brings back." },
    BringBack { "bring back a student", "", "Choose a student of this group who left." },
    Switches { "what the list asks", "", "Switch items on that depend on the school or the student." },
    Groups { "groups", "groups", "All groups: make, rename, switch, archive." },
    NewGroup { "make a group", "new", "Make another group." },
    RenameGroup { "rename the group", "rename", "Give the group another name." },
    ArchiveGroup { "archive the group", "archive", "Put the group away, or bring it back. Nothing is deleted." },
    Import { "import a roster", "import", "Read a class list from a file, look at it, then take it in." },
    Phrases { "stock phrases", "", "The phrases that a prefix stands for; change them." },
    Items { "edit the checklist", "checklist", "The school's own items, rules, places and questions: change them, add some, take some off." },
    AddItem { "add to the checklist", "add", "Add to the checklist, to the places or to the questions, whichever is shown." },
    TakeOff { "take off the checklist", "take off", "Take off what the cursor is on. Marks stay and are shown as retired." },
    Catalog { "the school's own checklist", "", "Use a checklist file of the school." },
    DefaultCatalog { "the checklist that comes along", "", "Go back to the checklist of the program." },
    NewYear { "a new school year", "", "See what a new school year does: who goes to which grade, what goes along. Then begin it." },
    BeginYear { "begin the school year", "begin", "Begin the school year as it is shown. One step, undone like any other." },
    FollowUps { "graduates", "", "Graduates, 6 and 12 months later: who is to be asked, what they do now." },
    Places { "where to go", "where", "Places on the web that help: for the item at the cursor, or all of them." },
    Copy { "copy the address", "copy", "Copy the address to the clipboard of this machine." },
    BeginBy { "90-day date of grade 6", "", "The day by which the plans of grade 6 are to be begun, as your school counts the 90 days." },
    Period { "length of a period", "", "How many minutes an advisory period has." },
    Adviser { "name of the adviser", "", "The name that stands at every note." },
    Theme { "theme", "", "How the screen looks on this machine: default, high contrast, without color." },
    Passphrase { "change the passphrase", "", "Set a new passphrase for this book." },
    NewRecovery { "a new recovery key", "", "Make another recovery key; the printed one opens older backups only." },
    NewKeys { "change all keys", "", "Seal the book anew with a new passphrase and a new recovery key: when somebody may know the old ones." },
    Suspend { "suspend", "", "Back to the shell; fg returns." },
    Accept { "accept", "save", "Take what was typed." },
    NextField { "next field", "next field", "To the next field." },
    PreviousField { "previous field", "", "To the field before." },
    OtherWay { "another way", "other", "The other way offered here." },
    Retry { "try again to save", "try again", "Try once more to save what is not saved." },
    Abandon { "leave without saving", "lose them", "Leave and lose what is not saved." },
}

impl Action {
    /// Every action but the ticks, in the order of the help.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(action, ..)| *action)
    }

    fn row(self) -> Option<&'static (Self, &'static str, &'static str, &'static str)> {
        TABLE.iter().find(|(action, ..)| *action == self)
    }

    /// As the palette calls it.
    pub fn name(self) -> &'static str {
        self.row().map_or("tick", |row| row.1)
    }

    /// One word for the footer; empty where it is never shown there.
    pub fn hint(self) -> &'static str {
        self.row().map_or("tick", |row| row.2)
    }

    /// One sentence for the help.
    pub fn doc(self) -> &'static str {
        self.row()
            .map_or("Tick the numbered item, or take the tick back.", |row| {
                row.3
            })
    }
}

/// The keys of one context as they are shown, in the order in which the footer offers them. Made from the key map by
/// those who know keys; the program only shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bindings {
    rows: Vec<(Context, Action, String)>,
}

impl Bindings {
    /// Rows of context, action and the name of its key, the most important first.
    pub fn new(rows: Vec<(Context, Action, String)>) -> Self {
        Self { rows }
    }

    /// What can be done in a context, with its key; one row an action, the first key only.
    pub fn in_context(&self, context: Context) -> impl Iterator<Item = (Action, &str)> {
        self.rows
            .iter()
            .filter(move |(at, ..)| *at == context)
            .map(|(_, action, key)| (*action, key.as_str()))
    }

    /// Every key of an action, wherever it has one.
    pub fn all_keys_of(&self, action: Action) -> Vec<&str> {
        let mut keys: Vec<&str> = Vec::new();
        for (_, _, key) in self.rows.iter().filter(|(_, known, _)| *known == action) {
            if !keys.contains(&key.as_str()) {
                keys.push(key);
            }
        }
        keys
    }

    /// Every key of an action in a context, such as `c` or `? f1`.
    pub fn keys_of(&self, context: Context, action: Action) -> Vec<&str> {
        self.in_context(context)
            .filter(|(a, _)| *a == action)
            .map(|(_, key)| key)
            .collect()
    }
}
