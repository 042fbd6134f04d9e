//! What the heading of a column means, whatever a school's program calls it.
//!
//! The synonyms come from `users.csv` of `OneRoster` (1.1 and 1.2), Infinite Campus ad hoc exports (`student.lastName`),
//! `PowerSchool` and what people type. Capitals, blanks and punctuation do not count.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    /// Family name.
    LastName,
    /// Given name.
    FirstName,
    /// Middle name or initial; only to tell two students apart.
    MiddleName,
    /// What the student goes by.
    PreferredName,
    /// The whole name in one cell.
    FullName,
    /// A number or code of the school, the district or the state.
    Id,
    /// The grade.
    Grade,
    /// Student, teacher, ...
    Role,
    /// Whether the student is still on the roll.
    Status,
    /// Not needed; not looked at.
    Ignored,
    /// Passwords, birth dates, addresses, demographics: not looked at, and no setting changes that.
    NeverRead,
}

/// A heading that was understood. Of two columns with one meaning the lower rank counts, where it is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Heading {
    pub(super) meaning: Meaning,
    pub(super) rank: usize,
}

/// Synonyms as they are after [`squeeze`], the best first.
const SYNONYMS: [(Meaning, &[&str]); 9] = [
    (
        Meaning::LastName,
        &[
            "lastname",
            "last",
            "familyname",
            "surname",
            "family",
            "lname",
            "namelast",
            "legallastname",
            "apellidos",
            "apellido",
        ],
    ),
    (
        Meaning::FirstName,
        &[
            "firstname",
            "first",
            "givenname",
            "given",
            "forename",
            "fname",
            "namefirst",
            "legalfirstname",
            "nombre",
            "nombres",
        ],
    ),
    (
        Meaning::MiddleName,
        &[
            "middlename",
            "middle",
            "middleinitial",
            "mi",
            "mname",
            "namemiddle",
        ],
    ),
    (
        Meaning::PreferredName,
        &[
            "preferredgivenname",
            "preferredfirstname",
            "preferredname",
            "preferred",
            "nickname",
            "goesby",
            "alias",
            "calledname",
        ],
    ),
    (
        Meaning::FullName,
        &[
            "name",
            "fullname",
            "student",
            "studentname",
            "students",
            "pupil",
            "learner",
            "lastfirst",
            "namelastfirst",
            "lastnamefirstname",
            "lastfirstmiddle",
            "displayname",
            "names",
        ],
    ),
    (
        Meaning::Id,
        &[
            "stateid",
            "ssid",
            "statestudentid",
            "stateidnumber",
            "statenumber",
            "statenum",
            "sasid",
            "studentnumber",
            "studentid",
            "studentidnumber",
            "studentnum",
            "studentno",
            "idnumber",
            "identifier",
            "localid",
            "localstudentid",
            "permid",
            "id",
            "sid",
            "number",
            "personid",
            "sourcedid",
        ],
    ),
    (
        Meaning::Grade,
        &[
            "grade",
            "grades",
            "gradelevel",
            "gradelevels",
            "gradelvl",
            "grlvl",
            "gr",
            "grd",
            "currentgrade",
            "yearlevel",
            "grado",
        ],
    ),
    (Meaning::Role, &["role", "usertype"]),
    (Meaning::Status, &["status", "enrollmentstatus"]),
];

/// Parts of headings whose cells are nobody's business here.
const NEVER: [&str; 34] = [
    "password",
    "passwd",
    "pwd",
    "birth",
    "dob",
    "sex",
    "gender",
    "race",
    "ethnic",
    "hispanic",
    "latino",
    "lunch",
    "frl",
    "address",
    "street",
    "city",
    "zip",
    "phone",
    "mobile",
    "email",
    "sms",
    "username",
    "login",
    "ssn",
    "socialsecurity",
    "disab",
    "iep",
    "504",
    "homeless",
    "migrant",
    "medical",
    "immun",
    "citizen",
    "country",
];

/// In front of the dot of an Infinite Campus heading, where the field is the student's own.
const OWN_FIELDS: [&str; 6] = [
    "student",
    "stu",
    "person",
    "individual",
    "identity",
    "enrollment",
];

/// Words that may stand in front of a synonym.
const PREFIXES: [&str; 5] = ["student", "stu", "pupil", "learner", "current"];

impl Heading {
    /// Says what `cell` announces.
    pub(super) fn understand(cell: &str) -> Self {
        let cell = cell.trim().trim_end_matches([':', '.', '*']);
        let Some(field) = own_field(cell) else {
            return Self::of(Meaning::Ignored);
        };
        let word = squeeze(field);
        find(&word)
            .or_else(|| {
                PREFIXES
                    .iter()
                    .find_map(|prefix| find(word.strip_prefix(prefix)?))
            })
            .unwrap_or_else(|| {
                let never = NEVER.iter().any(|part| word.contains(part));
                Self::of(if never {
                    Meaning::NeverRead
                } else {
                    Meaning::Ignored
                })
            })
    }

    const fn of(meaning: Meaning) -> Self {
        Self { meaning, rank: 0 }
    }

    /// Whether it is a name that can stand alone.
    pub(super) const fn is_name(self) -> bool {
        matches!(
            self.meaning,
            Meaning::LastName | Meaning::FirstName | Meaning::FullName
        )
    }

    /// Whether the column is one that is read.
    pub(super) const fn is_read(self) -> bool {
        !matches!(self.meaning, Meaning::Ignored | Meaning::NeverRead)
    }
}

/// The field of a dotted heading such as `student.lastName`; `None` when it is somebody else's (`pcontact.lastName`).
fn own_field(cell: &str) -> Option<&str> {
    let Some((owner, field)) = cell.rsplit_once('.') else {
        return Some(cell);
    };
    let is_dotted = !cell.contains(char::is_whitespace) && !owner.is_empty();
    if !is_dotted {
        return Some(cell);
    }
    let owner = owner.split('.').next().unwrap_or_default().to_lowercase();
    OWN_FIELDS.contains(&owner.as_str()).then_some(field)
}

fn find(word: &str) -> Option<Heading> {
    SYNONYMS.iter().find_map(|(meaning, words)| {
        let rank = words.iter().position(|known| *known == word)?;
        Some(Heading {
            meaning: *meaning,
            rank,
        })
    })
}

/// Letters and digits only, in lower case; `#` says number.
fn squeeze(heading: &str) -> String {
    heading
        .replace('#', "number")
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(cell: &str) -> Meaning {
        Heading::understand(cell).meaning
    }

    #[test]
    fn synonyms_are_found_whatever_their_capitals_and_blanks() {
        for (cell, expected) in [
            ("familyName", Meaning::LastName),
            ("LAST NAME:", Meaning::LastName),
            ("student.lastName", Meaning::LastName),
            ("Student Last Name", Meaning::LastName),
            ("given_name", Meaning::FirstName),
            ("preferredGivenName", Meaning::PreferredName),
            ("Student", Meaning::FullName),
            ("Name (Last, First)", Meaning::FullName),
            ("Student #", Meaning::Id),
            ("student.stateID", Meaning::Id),
            ("sourcedId", Meaning::Id),
            ("Gr.", Meaning::Grade),
            ("Grade Level", Meaning::Grade),
            ("student.grade", Meaning::Grade),
        ] {
            assert_eq!(meaning(cell), expected, "{cell}");
        }
    }

    #[test]
    fn other_peoples_columns_and_private_ones_are_left_alone() {
        for (cell, expected) in [
            ("pcontact.lastName", Meaning::Ignored),
            ("teacher.firstName", Meaning::Ignored),
            ("Parent Name", Meaning::Ignored),
            ("courseSection.courseName", Meaning::Ignored),
            ("username", Meaning::NeverRead),
            ("password", Meaning::NeverRead),
            ("student.birthdate", Meaning::NeverRead),
            ("student.raceEthnicity", Meaning::NeverRead),
            ("SSN", Meaning::NeverRead),
        ] {
            assert_eq!(meaning(cell), expected, "{cell}");
        }
    }
}
