//! The table of kinds: what each is called, where it is kept, what is asked.

use super::{Choice, Field, FieldSpec, Home, PartKind, Takes};

const fn choice(name: &'static str, label: &'static str) -> Choice {
    Choice { name, label }
}

const EXPERIENCES: &[Choice] = &[
    choice("job-shadow", "job shadow"),
    choice("speaker", "speaker"),
    choice("fair", "fair"),
    choice("visit", "visit"),
    choice("interview", "interview"),
    choice("work-based", "work-based learning"),
];

const COURSES: &[Choice] = &[
    choice("required", "required"),
    choice("elective", "elective"),
    choice("cte", "career and technical"),
    choice("activity", "activity"),
];

const DIRECTIONS: &[Choice] = &[
    choice("4-year", "4-year college"),
    choice("2-year", "2-year or technical"),
    choice("apprenticeship", "apprenticeship"),
    choice("military", "military"),
    choice("work", "work"),
    choice("undecided", "undecided"),
];

const MONEY: &[Choice] = &[
    choice("told", "told at school"),
    choice("talked", "talked at home"),
    choice("event", "aid evening or fair"),
    choice("aid-account", "aid account made"),
    choice("kees-seen", "KEES record seen"),
    choice("fafsa-filed", "FAFSA filed"),
    choice("fafsa-declined", "FAFSA declined"),
    choice("scholarship", "scholarship"),
];

const ARTIFACTS: &[Choice] = &[
    choice("work", "class work"),
    choice("writing", "writing"),
    choice("project", "project"),
    choice("certificate", "certificate"),
    choice("resume", "resume"),
];

const ACTIVITIES: &[Choice] = &[
    choice("service", "service"),
    choice("work", "work"),
    choice("award", "award"),
    choice("club", "club"),
    choice("sport", "sport"),
    choice("arts", "arts"),
];

const OTHER_PLANS: &[Choice] = &[
    choice("iep", "IEP"),
    choice("504", "504 plan"),
    choice("gifted", "gifted plan"),
    choice("ilpa", "ILPA"),
    choice("ess", "ESS intervention plan"),
    choice("early", "early graduation"),
];

const APPROVERS: &[Choice] = &[
    choice("student", "student"),
    choice("parent", "parent or guardian"),
    choice("school", "school official"),
];

const WAYS: &[Choice] = &[
    choice("person", "in person"),
    choice("phone", "phone"),
    choice("paper", "paper"),
    choice("message", "message"),
];

const ROLES: &[Choice] = &[
    choice("student", "student"),
    choice("teacher", "teacher"),
    choice("adviser", "adviser"),
    choice("parent", "parent"),
];

const ANSWERERS: &[Choice] = &[
    choice("student", "student"),
    choice("parent", "parent"),
    choice("staff", "staff"),
];

const MONTHS: &[Choice] = &[choice("6", "6 months"), choice("12", "12 months")];

/// A superset of what Kentucky, the federal indicator 14 and the clearinghouse count (domain notes 4.3).
const STATUSES: &[Choice] = &[
    choice("4-year", "4-year college"),
    choice("2-year", "2-year or technical"),
    choice("apprenticeship", "apprenticeship or training"),
    choice("military", "military"),
    choice("full-time", "full-time work"),
    choice("part-time", "part-time work"),
    choice("work-study", "work and study"),
    choice("gap", "gap or service year"),
    choice("looking", "looking"),
    choice("unknown", "not known"),
];

const LEARNED: &[Choice] = &[
    choice("graduate", "the graduate"),
    choice("family", "the family"),
    choice("school", "the new school"),
    choice("friend", "a friend"),
    choice("report", "a report"),
];

const YES_NO: &[Choice] = &[choice("yes", "yes"), choice("no", "no")];

const SAME: &[Choice] = &[
    choice("yes", "yes"),
    choice("no", "no"),
    choice("unknown", "not known"),
];

/// Who may ask for a correction: the parent, or the student who is of age; a school takes it from others too.
const REQUESTERS: &[Choice] = &[
    choice("parent", "parent or guardian"),
    choice("student", "the student"),
    choice("other", "somebody else"),
];

const DECISIONS: &[Choice] = &[
    choice("open", "not decided yet"),
    choice("granted", "corrected as asked"),
    choice("refused", "refused"),
    choice("withdrawn", "taken back by who asked"),
];

/// Who gets something: a disclosure to a school official is marked as such (34 CFR 99.31, 99.32).
const PARTIES: &[Choice] = &[
    choice("family", "the student or the family"),
    choice("school", "a school official, for the work"),
    choice("consent", "somebody else, with consent"),
    choice("other", "somebody else"),
];

const fn must(field: Field, label: &'static str, hint: &'static str, takes: Takes) -> FieldSpec {
    FieldSpec {
        field,
        label,
        hint,
        takes,
        must: true,
    }
}

const fn may(field: Field, label: &'static str, hint: &'static str, takes: Takes) -> FieldSpec {
    FieldSpec {
        must: false,
        ..must(field, label, hint, takes)
    }
}

const A_DAY: &str = "today; or fri, 14 oct, 10/14";

/// One kind: noun, plural for a heading, home, the fields of its title, all fields.
struct Row {
    noun: &'static str,
    heading: &'static str,
    home: Home,
    head: &'static [Field],
    fields: &'static [FieldSpec],
}

impl PartKind {
    /// What one is called: `career`.
    pub fn noun(self) -> &'static str {
        row(self).noun
    }

    /// What several are called: `careers of interest`.
    pub fn heading(self) -> &'static str {
        row(self).heading
    }

    /// Where parts of this kind are kept.
    pub fn home(self) -> Home {
        row(self).home
    }

    /// The fields that make its title, the first one that is filled first.
    pub fn head(self) -> &'static [Field] {
        row(self).head
    }

    /// Every field, in the order in which it is asked.
    pub fn fields(self) -> &'static [FieldSpec] {
        row(self).fields
    }
}

#[expect(clippy::too_many_lines, reason = "it is the table")]
fn row(kind: PartKind) -> &'static Row {
    use Field as F;
    use Takes as T;
    match kind {
        PartKind::Career => {
            const {
                &Row {
                    noun: "career",
                    heading: "careers of interest",
                    home: Home::Folder,
                    head: &[F::Name],
                    fields: &[
                        must(
                            F::Name,
                            "Career or cluster",
                            "nurse, welding, health science",
                            T::Text,
                        ),
                        may(F::Reason, "Why", "what draws the student to it", T::Text),
                        may(
                            F::Education,
                            "Schooling it takes",
                            "2 years, a certificate, an apprenticeship",
                            T::Text,
                        ),
                        may(
                            F::Cluster,
                            "Cluster",
                            "health science, manufacturing, ...",
                            T::Text,
                        ),
                        may(F::On, "Noted on", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Experience => {
            const {
                &Row {
                    noun: "experience",
                    heading: "experiences",
                    home: Home::Folder,
                    head: &[F::Kind, F::Name],
                    fields: &[
                        must(F::Kind, "What", "", T::Choice(EXPERIENCES)),
                        must(
                            F::Name,
                            "Where or with whom",
                            "a place, a person, an event",
                            T::Text,
                        ),
                        may(F::Note, "What it showed", "in a few words", T::Text),
                        may(F::On, "When", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Course => {
            const {
                &Row {
                    noun: "course",
                    heading: "course plan",
                    home: Home::Folder,
                    head: &[F::Name],
                    fields: &[
                        must(
                            F::Name,
                            "Course or activity",
                            "Algebra I, welding 1, band",
                            T::Text,
                        ),
                        must(F::Kind, "It is", "", T::Choice(COURSES)),
                        must(
                            F::Year,
                            "School year",
                            "2027 is 2027-28; empty for this year",
                            T::Year,
                        ),
                        may(F::Goal, "Serves the goal", "", T::Goal),
                        may(
                            F::Pathway,
                            "Pathway",
                            "the CTE pathway, if it is part of one",
                            T::Text,
                        ),
                    ],
                }
            }
        }
        PartKind::Direction => {
            const {
                &Row {
                    noun: "direction after school",
                    heading: "direction after school",
                    home: Home::Folder,
                    head: &[F::Kind],
                    fields: &[
                        must(F::Kind, "After school", "", T::Choice(DIRECTIONS)),
                        may(
                            F::Sure,
                            "How sure, 0 to 10",
                            "if it was asked",
                            T::Number(0, 10),
                        ),
                        may(F::Reason, "Why", "in a few words", T::Text),
                        may(F::On, "Said on", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Money => {
            const {
                &Row {
                    noun: "step about money",
                    heading: "money",
                    home: Home::Year,
                    head: &[F::Kind, F::Note],
                    fields: &[
                        must(F::Kind, "What", "", T::Choice(MONEY)),
                        may(
                            F::Note,
                            "In a few words",
                            "which scholarship, which evening; no amounts",
                            T::Text,
                        ),
                        may(F::On, "When", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Assessment => {
            const {
                &Row {
                    noun: "assessment",
                    heading: "inventories and tests",
                    home: Home::Folder,
                    head: &[F::Name],
                    fields: &[
                        must(F::Name, "Which", "interest inventory, PSAT, ...", T::Text),
                        may(F::Said, "What it said", "in one line", T::Text),
                        may(
                            F::Place,
                            "Where the result is",
                            "portfolio, counselor, web account",
                            T::Text,
                        ),
                        may(F::On, "When", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Portfolio => {
            const {
                &Row {
                    noun: "portfolio link",
                    heading: "portfolio",
                    home: Home::Folder,
                    head: &[F::Link],
                    fields: &[
                        must(F::Link, "Link", "the address of the portfolio", T::Text),
                        may(F::On, "Last checked", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Artifact => {
            const {
                &Row {
                    noun: "piece of the portfolio",
                    heading: "pieces of the portfolio",
                    home: Home::Folder,
                    head: &[F::Name],
                    fields: &[
                        must(
                            F::Name,
                            "What",
                            "essay on bridges, model of a cell",
                            T::Text,
                        ),
                        must(F::Kind, "It is", "", T::Choice(ARTIFACTS)),
                        may(
                            F::Note,
                            "Reflection",
                            "what the student says about it",
                            T::Text,
                        ),
                        may(F::On, "When", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Activity => {
            const {
                &Row {
                    noun: "activity",
                    heading: "service, work, awards",
                    home: Home::Folder,
                    head: &[F::Kind, F::Name],
                    fields: &[
                        must(F::Kind, "It is", "", T::Choice(ACTIVITIES)),
                        must(
                            F::Name,
                            "What",
                            "food bank, lawn mowing, honor roll",
                            T::Text,
                        ),
                        may(
                            F::Note,
                            "Role, hours, result",
                            "as it would stand in a resume",
                            T::Text,
                        ),
                        may(F::On, "Since", A_DAY, T::Today),
                        may(F::Until, "Until", "empty while it goes on", T::Day),
                    ],
                }
            }
        }
        PartKind::OtherPlan => {
            const {
                &Row {
                    noun: "other plan",
                    heading: "other plans",
                    home: Home::Folder,
                    head: &[F::Kind],
                    fields: &[
                        must(F::Kind, "Which", "", T::Choice(OTHER_PLANS)),
                        may(F::On, "Newest version of", "14 oct, 10/14", T::Day),
                        may(F::Review, "Next review", "14 mar, 8w", T::Day),
                        may(F::Until, "Ended on", "empty while it holds", T::Day),
                    ],
                }
            }
        }
        PartKind::Approval => {
            const {
                &Row {
                    noun: "approval",
                    heading: "approvals",
                    home: Home::Year,
                    head: &[F::Who],
                    fields: &[
                        must(F::Who, "Approved by", "", T::Choice(APPROVERS)),
                        must(F::How, "How", "", T::Choice(WAYS)),
                        may(F::Name, "Name", "who it was", T::Text),
                        may(F::On, "On", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Touch => {
            const {
                &Row {
                    noun: "work on the plan",
                    heading: "who worked on the plan",
                    home: Home::Year,
                    head: &[F::Who, F::Note],
                    fields: &[
                        must(F::Who, "Who", "", T::Choice(ROLES)),
                        may(F::Note, "What was done", "in a few words", T::Text),
                        may(F::On, "On", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Start => {
            const {
                &Row {
                    noun: "day the plan was begun",
                    heading: "plan begun",
                    home: Home::Folder,
                    head: &[],
                    fields: &[must(F::On, "Begun on", A_DAY, T::Today)],
                }
            }
        }
        PartKind::Contact => {
            const {
                &Row {
                    noun: "contact after graduation",
                    heading: "contact after graduation",
                    home: Home::Folder,
                    head: &[F::Name],
                    fields: &[
                        must(
                            F::Name,
                            "How to reach",
                            "a number or address that will still work",
                            T::Text,
                        ),
                        must(F::Consent, "May we ask?", "", T::Choice(YES_NO)),
                        may(F::Note, "Second way", "a relative, another number", T::Text),
                    ],
                }
            }
        }
        PartKind::FollowUp => {
            const {
                &Row {
                    noun: "follow-up",
                    heading: "after graduation",
                    home: Home::Folder,
                    head: &[F::Months, F::Status],
                    fields: &[
                        must(F::Months, "After", "", T::Choice(MONTHS)),
                        must(F::Status, "Does now", "", T::Choice(STATUSES)),
                        must(F::How, "Learned from", "", T::Choice(LEARNED)),
                        must(F::Same, "As planned?", "", T::Choice(SAME)),
                        may(F::Name, "Contact that works", "if it has changed", T::Text),
                        may(F::On, "On", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Carried => {
            const {
                &Row {
                    noun: "item from last year",
                    heading: "from last year",
                    home: Home::Year,
                    head: &[],
                    fields: &[
                        must(F::Item, "Item", "", T::Item),
                        must(F::Year, "From", "", T::Year),
                    ],
                }
            }
        }
        PartKind::Answer => {
            const {
                &Row {
                    noun: "answer",
                    heading: "answers",
                    home: Home::School,
                    head: &[F::Who, F::About],
                    fields: &[
                        must(F::Who, "From a", "", T::Choice(ANSWERERS)),
                        must(F::About, "Question", "", T::Text),
                        may(
                            F::Score,
                            "1 to 5",
                            "1 not at all, 5 very much",
                            T::Number(1, 5),
                        ),
                        may(F::Note, "In words", "", T::Text),
                        may(F::Name, "Name", "only if it was given", T::Text),
                        may(F::On, "On", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Rating => {
            const {
                &Row {
                    noun: "rating",
                    heading: "ratings",
                    home: Home::School,
                    head: &[F::About],
                    fields: &[
                        must(F::About, "Indicator", "", T::Text),
                        must(
                            F::Score,
                            "Rating, 1 to 4",
                            "4 exemplary, 3 functioning, 2 partial, 1 little",
                            T::Number(1, 4),
                        ),
                        may(F::Note, "Evidence", "where it can be seen", T::Text),
                        may(F::On, "On", A_DAY, T::Today),
                    ],
                }
            }
        }
        PartKind::Amendment => {
            const {
                &Row {
                    noun: "request to amend",
                    heading: "requests to amend",
                    home: Home::Folder,
                    head: &[F::About, F::Status],
                    fields: &[
                        may(F::Line, "Stands at", "", T::Line),
                        must(F::About, "About", "what is said to be wrong", T::Text),
                        must(
                            F::Reason,
                            "Asked for",
                            "what it should say instead",
                            T::Text,
                        ),
                        must(F::Who, "Asked by", "", T::Choice(REQUESTERS)),
                        may(F::Name, "Name", "who it was", T::Text),
                        may(F::On, "Asked on", A_DAY, T::Today),
                        must(F::Status, "Decision", "", T::Choice(DECISIONS)),
                        may(F::Decided, "Decided on", "empty while it is open", T::Day),
                        may(F::Decider, "Decided by", "who, for the school", T::Text),
                        may(
                            F::Statement,
                            "Statement",
                            "after a refusal: the family's own words; they go wherever this goes",
                            T::Text,
                        ),
                    ],
                }
            }
        }
        PartKind::Inspection => {
            const {
                &Row {
                    noun: "request to see the record",
                    heading: "requests to see the record",
                    home: Home::Folder,
                    head: &[F::Who],
                    fields: &[
                        must(F::Who, "Asked by", "", T::Choice(REQUESTERS)),
                        may(F::Name, "Name", "who it was", T::Text),
                        may(F::On, "Asked on", A_DAY, T::Today),
                        may(
                            F::Decided,
                            "Shown on",
                            "empty until it was shown: within 45 days",
                            T::Day,
                        ),
                        may(F::Note, "Note", "what was explained", T::Text),
                    ],
                }
            }
        }
        PartKind::Disclosure => {
            const {
                &Row {
                    noun: "disclosure",
                    heading: "what left the book",
                    home: Home::Folder,
                    head: &[F::Who, F::Name],
                    fields: &[
                        must(
                            F::Name,
                            "What",
                            "the whole record, the plan on paper",
                            T::Text,
                        ),
                        must(
                            F::Who,
                            "To whom",
                            "the family, the new school, ...",
                            T::Text,
                        ),
                        must(F::Kind, "They are", "", T::Choice(PARTIES)),
                        must(F::Reason, "Why", "what they need it for", T::Text),
                        may(F::Place, "Where to", "file or way", T::Text),
                        may(F::On, "When", A_DAY, T::Today),
                    ],
                }
            }
        }
    }
}
