//! What a style means.

macro_rules! roles {
    ($($role:ident $name:literal $doc:literal,)+) => {
        /// The meaning of a style. A state never shows by its style alone: it has a word or a letter as well.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $(#[doc = $doc] $role,)+
        }

        impl Role {
            /// Every role.
            pub const ALL: &[Self] = &[$(Self::$role,)+];
            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// As a theme file names it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$role => $name,)+
                }
            }
        }
    };
}

roles! {
    Text "text" "Whatever has no other meaning; what it leaves open holds for every other role too.",
    Heading "heading" "The name of a part of the screen.",
    Header "header" "The row on top.",
    Rule "rule" "Lines between parts of the screen.",
    Cursor "cursor" "The line under the cursor.",
    Selected "selected" "A student who is selected.",
    Promise "promise" "A promise that is due.",
    Due "due" "An item whose time has come.",
    Ahead "ahead" "An item whose time has not come.",
    Done "done" "An item or a goal that is done.",
    NotApplicable "not-applicable" "An item that does not apply.",
    Seen "seen" "Seen in this period.",
    Absent "absent" "Absent in this period.",
    Later "later" "Put off within this period.",
    DayFew "day-few" "A day on which few of the group were seen.",
    DayMany "day-many" "A day on which a third of the group or more was seen.",
    NeedsHelp "needs-help" "A goal that needs help.",
    OnTrack "on-track" "A goal that goes well.",
    Key "key" "A key in the footer and in lists.",
    Hint "hint" "What a key does.",
    NoticeDone "notice-done" "A sentence that says what was done.",
    NoticeRefused "notice-refused" "A sentence that says why nothing was done.",
    NoticeAlarm "notice-alarm" "A sentence that needs attention.",
    Label "label" "What a field asks for.",
    Field "field" "A field to fill.",
    FieldFocus "field-focus" "The field that is typed into.",
    FieldHint "field-hint" "How to fill a field.",
    Practice "practice" "The word that says that this is practice.",
    Unsaved "unsaved" "The words that say that something is not saved.",
}

impl Role {
    /// The role that a theme file names so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}
