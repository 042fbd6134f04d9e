//! What stands in the plans of the practice group beside talks, ticks and goals. All made up.

use crate::domain::{
    date::{Date, SchoolYear},
    part::{Field, PartKind, Value, Values},
    text::Text,
};

/// A career with the reason, the schooling it takes, and an experience that goes with it.
const CAREERS: [[&str; 4]; 8] = [
    [
        "nurse",
        "helped a grandparent after an operation",
        "2 or 4 years, then a license",
        "Hillside clinic",
    ],
    [
        "welder",
        "likes to build things that last",
        "a certificate, often with an apprenticeship",
        "Marlow Metal Works",
    ],
    [
        "game designer",
        "draws characters all the time",
        "4 years, or a strong portfolio",
        "a talk by a designer",
    ],
    [
        "farmer",
        "grew up with cattle",
        "2 years, and time on a farm",
        "county fair",
    ],
    [
        "electrician",
        "took a lamp apart and put it together",
        "an apprenticeship of four years",
        "Bright Electric",
    ],
    [
        "teacher",
        "reads with the little ones at the library",
        "4 years, then a license",
        "Elm Street School",
    ],
    [
        "paramedic",
        "stays calm when others do not",
        "a course of one to two years",
        "fire house 7",
    ],
    [
        "accountant",
        "keeps the club's money",
        "4 years, then an exam",
        "a visit to the bank",
    ],
];

/// Courses by grade: required, elective or technical, and an activity.
const COURSES: [[&str; 3]; 5] = [
    ["Algebra I", "Art", "Band"],
    ["English 9", "Intro to Health Science", "Track"],
    ["Geometry", "Welding 1", "Robotics club"],
    ["English 11", "Welding 2", "Yearbook"],
    ["Government", "Statistics", "Food bank"],
];

/// A part as it is written: its kind, and its fields.
pub(super) type Written = (PartKind, Values);

/// What a student of a grade has in the plan from the first talk on. `luck` tells one student from another.
pub(super) fn first_parts(grade: u8, luck: u64, day: Date, year: SchoolYear) -> Vec<Written> {
    let pick = luck as usize;
    let mut parts = Vec::new();
    let Some([career, reason, education, place]) = CAREERS.get(pick % CAREERS.len()) else {
        return parts;
    };
    if grade == 6 && !luck.is_multiple_of(3) {
        parts.push((PartKind::Start, dated(day)));
    }
    if grade > 6 || luck.is_multiple_of(2) {
        let mut values = dated(day);
        say(&mut values, Field::Name, career);
        say(&mut values, Field::Reason, reason);
        say(&mut values, Field::Education, education);
        parts.push((PartKind::Career, values));
    }
    if grade >= 7 && !luck.is_multiple_of(3) {
        let kind = if place.starts_with('a') {
            "speaker"
        } else {
            "visit"
        };
        let mut values = dated(day);
        choose(&mut values, PartKind::Experience, Field::Kind, kind);
        say(&mut values, Field::Name, place);
        parts.push((PartKind::Experience, values));
    }
    if let Some(courses) = usize::from(grade)
        .checked_sub(8)
        .and_then(|at| COURSES.get(at))
    {
        let kinds = [
            "required",
            if luck.is_multiple_of(2) {
                "elective"
            } else {
                "cte"
            },
            "activity",
        ];
        for (name, kind) in courses.iter().zip(kinds) {
            let mut values = Values::from([(Field::Year, Value::Year(year))]);
            say(&mut values, Field::Name, name);
            choose(&mut values, PartKind::Course, Field::Kind, kind);
            parts.push((PartKind::Course, values));
        }
    }
    if grade >= 11 {
        let kinds = ["4-year", "2-year", "apprenticeship", "work"];
        let mut values = dated(day);
        let kind = kinds.get(pick % kinds.len()).copied().unwrap_or_default();
        choose(&mut values, PartKind::Direction, Field::Kind, kind);
        values.insert(Field::Sure, Value::Number(4 + (luck % 6) as u8));
        parts.push((PartKind::Direction, values));
    }
    if grade >= 9 {
        let mut values = dated(day);
        choose(&mut values, PartKind::Money, Field::Kind, "told");
        parts.push((PartKind::Money, values));
    }
    parts
}

/// The approvals that are there by the second talk.
pub(super) fn approvals(luck: u64, day: Date) -> Vec<Written> {
    let given: &[(&str, &str)] = match luck % 4 {
        0 => &[
            ("student", "person"),
            ("parent", "phone"),
            ("school", "person"),
        ],
        1 => &[("student", "person"), ("parent", "paper")],
        2 => &[("student", "person")],
        _ => &[],
    };
    let approval = |(who, how): &(&str, &str)| {
        let mut values = dated(day);
        choose(&mut values, PartKind::Approval, Field::Who, who);
        choose(&mut values, PartKind::Approval, Field::How, how);
        (PartKind::Approval, values)
    };
    given.iter().map(approval).collect()
}

fn dated(day: Date) -> Values {
    Values::from([(Field::On, Value::Day(day))])
}

fn say(values: &mut Values, field: Field, text: &str) {
    values.insert(field, Value::Text(Text::new(text)));
}

fn choose(values: &mut Values, kind: PartKind, field: Field, name: &str) {
    if let Some(choice) = kind.choice(field, name) {
        values.insert(field, Value::Choice(choice));
    }
}
