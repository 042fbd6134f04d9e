//! What students, parents and staff answered to the school's questions about its planning: taken in and summed.
//!
//! An answer is a part that the school keeps ([`PartKind::Answer`]): who in general, about which question, a number or words, on
//! which day, and a name only where one was given. The form of the screen, the reader of a file and the summary come here.

use std::collections::BTreeMap;

use super::{
    act::Stamp,
    book::Book,
    catalog::{AnswerKind, Answerer, Catalog, Question},
    change::{Change, Edit},
    date::{Date, SchoolYear},
    id::PartId,
    part::{Field, Part, PartKind, PartOf, Value, Values},
    roster::Rejected,
    text::Text,
};

/// The highest number of the scale; the lowest is 1.
pub const MOST: u8 = 5;

/// The scale in words, 1 first.
pub const SCALE: [&str; MOST as usize] =
    ["not at all", "a little", "partly", "mostly", "very much"];

/// What was answered to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// 1 to [`MOST`].
    Score(u8),
    /// In words; never empty.
    Words(Text),
}

/// What one person answered at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// In which role.
    pub who: Answerer,
    /// Empty unless it was given.
    pub name: Text,
    /// The day.
    pub on: Date,
    /// Question by question; the id of each.
    pub replies: Vec<(Text, Reply)>,
}

impl Sheet {
    fn values(&self) -> impl Iterator<Item = Values> {
        let who = PartKind::Answer.choice(Field::Who, self.who.name());
        self.replies.iter().map(move |(question, reply)| {
            let mut values = Values::from([
                (Field::About, Value::Text(question.clone())),
                (Field::On, Value::Day(self.on)),
            ]);
            values.extend(who.map(|who| (Field::Who, Value::Choice(who))));
            if !self.name.is_empty() {
                values.insert(Field::Name, Value::Text(self.name.clone()));
            }
            match reply {
                Reply::Score(score) => values.insert(Field::Score, Value::Number(*score)),
                Reply::Words(words) => values.insert(Field::Note, Value::Text(words.clone())),
            };
            values
        })
    }
}

/// Takes in what one person answered.
pub fn add(book: &Book, sheet: &Sheet, stamp: Stamp) -> Change {
    add_all(book, sheet.values(), stamp)
}

fn add_all(book: &Book, all: impl Iterator<Item = Values>, stamp: Stamp) -> Change {
    let of = PartOf::School(book.settings.year);
    all.zip(book.next_id..)
        .map(|(values, id)| Edit::Part {
            of,
            id: PartId(id),
            was: None,
            now: Some(Box::new(Part {
                id: PartId(id),
                kind: PartKind::Answer,
                values,
                at: stamp.at,
                by: book.adviser.clone(),
            })),
        })
        .collect()
}

/// One line of a file of answers, before anything is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    /// The role, as far as the file says one that is known.
    pub who: Option<Answerer>,
    /// The role as the file says it; empty where it says none.
    pub role: Text,
    /// The name, where it was given.
    pub name: Text,
    /// The day, where the file says one.
    pub on: Option<Date>,
    /// The id of each question with what was answered, empty cells left out.
    pub replies: Vec<(Text, Text)>,
}

/// What a file of answers would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswersPlan {
    /// What comes in, in the order of the file.
    pub sheets: Vec<Sheet>,
    /// Lines and cells that do not.
    pub rejected: Vec<Rejected>,
    /// Answers that are in the book already, from the same file read before.
    pub known: usize,
    /// Lines without a role of their own.
    pub without_role: usize,
    /// Takes in what is new.
    pub change: Change,
}

/// Compares the lines of a file with the book. `role` is that of lines that say none; without one they stay out.
pub fn plan(
    book: &Book,
    catalog: &Catalog,
    rows: &[AnswerRow],
    role: Option<Answerer>,
    stamp: Stamp,
) -> AnswersPlan {
    let mut plan = AnswersPlan {
        sheets: Vec::new(),
        rejected: Vec::new(),
        known: 0,
        without_role: rows.iter().filter(|row| row.role.is_empty()).count(),
        change: Change::default(),
    };
    for row in rows {
        let sheet = sheet(book, catalog, row, role, stamp, &mut plan.rejected);
        plan.sheets.extend(sheet);
    }
    let all: Vec<Values> = plan.sheets.iter().flat_map(Sheet::values).collect();
    let fresh = unknown(book, &all);
    plan.known = all.len() - fresh.len();
    plan.change = add_all(book, fresh.into_iter(), stamp);
    plan
}

/// Those of `all` that the book does not hold yet. Two people may answer alike on one day, so they are counted: a file that was
/// read before and has grown since brings what has grown.
fn unknown<'a>(book: &'a Book, all: &'a [Values]) -> Vec<Values> {
    let mut known: BTreeMap<Said<'a>, usize> = BTreeMap::new();
    for part in kept(book, book.settings.year) {
        *known.entry(said(&part.values)).or_default() += 1;
    }
    let is_new = |values: &&'a Values| match known.get_mut(&said(values)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    all.iter().filter(is_new).cloned().collect()
}

/// What an answer says, field by field: what two answers are compared by.
type Said<'a> = Vec<(Field, Option<&'a str>, Option<u8>, Option<Date>)>;

fn said(values: &Values) -> Said<'_> {
    values
        .iter()
        .map(|(field, value)| match value {
            Value::Text(text) => (*field, Some(text.as_str()), None, None),
            Value::Choice(choice) => (*field, Some(choice.name), None, None),
            Value::Number(number) => (*field, None, Some(*number), None),
            Value::Day(day) => (*field, None, None, Some(*day)),
            Value::Year(_) | Value::Goal(_) | Value::Item(_) => (*field, None, None, None),
        })
        .collect()
}

fn sheet(
    book: &Book,
    catalog: &Catalog,
    row: &AnswerRow,
    role: Option<Answerer>,
    stamp: Stamp,
    rejected: &mut Vec<Rejected>,
) -> Option<Sheet> {
    let mut reject = |reason: String| {
        rejected.push(Rejected {
            line: row.line,
            who: row.name.clone(),
            reason,
        });
    };
    let who = match (row.who, row.role.is_empty()) {
        (Some(who), _) => Some(who),
        (None, true) => role,
        (None, false) => {
            reject(format!("\"{}\" is no student, parent or staff", row.role));
            return None;
        }
    };
    let Some(who) = who else {
        reject("nothing says whether a student, a parent or staff answered".to_owned());
        return None;
    };
    let on = row.on.unwrap_or_else(|| stamp.day());
    let year = book.settings.year;
    if on > stamp.at.date() || on < book.settings.calendar.first_day(year) {
        reject(format!("{on} is not in the school year {year}"));
        return None;
    }
    let mut replies = Vec::new();
    for (id, said) in &row.replies {
        match catalog
            .question(id.as_str())
            .map(|question| reply(question, who, said))
        {
            Some(Ok(reply)) => replies.push((id.clone(), reply)),
            Some(Err(reason)) => reject(reason),
            None => {}
        }
    }
    (!replies.is_empty()).then(|| Sheet {
        who,
        name: row.name.clone(),
        on,
        replies,
    })
}

/// What a cell says to a question; why not, when it says nothing of use.
fn reply(question: &Question, who: Answerer, said: &Text) -> Result<Reply, String> {
    if !question.of.contains(&who) {
        return Err(format!(
            "{} is not a question to {}",
            question.id,
            plural(who)
        ));
    }
    match question.kind {
        AnswerKind::Text => Ok(Reply::Words(said.clone())),
        AnswerKind::Scale => score(said.as_str())
            .map(Reply::Score)
            .ok_or_else(|| format!("{}: \"{said}\" is no number from 1 to {MOST}", question.id)),
    }
}

/// `4`, `4 mostly`, or in the words of the scale or of most forms.
fn score(said: &str) -> Option<u8> {
    const AGREE: [&str; MOST as usize] = [
        "strongly disagree",
        "disagree",
        "neutral",
        "agree",
        "strongly agree",
    ];
    let said = said.trim().to_lowercase();
    let digits: String = said.chars().take_while(char::is_ascii_digit).collect();
    if let Ok(number) = digits.parse::<u8>() {
        let rest = said.get(digits.len()..).unwrap_or_default();
        let is_whole = !rest.starts_with(['.', ',', '/', '%']) || rest == ".0";
        return (is_whole && (1..=MOST).contains(&number)).then_some(number);
    }
    let in_words = |words: &[&str]| words.iter().position(|word| *word == said);
    let at = in_words(&SCALE).or_else(|| in_words(&AGREE))?;
    u8::try_from(at + 1).ok()
}

/// `students`, `parents`, `staff`.
pub fn plural(who: Answerer) -> &'static str {
    match who {
        Answerer::Student => "students",
        Answerer::Parent => "parents",
        Answerer::Staff => "staff",
    }
}

/// A role as people and forms say it.
pub fn role(said: &str) -> Option<Answerer> {
    let said = said.trim().to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if is(&[
        "parent",
        "guardian",
        "family",
        "mother",
        "father",
        "caregiver",
    ]) {
        Some(Answerer::Parent)
    } else if is(&[
        "staff",
        "teacher",
        "adviser",
        "advisor",
        "counselor",
        "principal",
        "employee",
    ]) {
        Some(Answerer::Staff)
    } else if is(&["student", "pupil", "learner"]) {
        Some(Answerer::Student)
    } else {
        None
    }
}

/// One question to one role with everything that was answered, without names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Who was asked.
    pub who: Answerer,
    /// The id of the question.
    pub id: &'a str,
    /// The question; `None` when the school no longer asks it.
    pub question: Option<&'a Question>,
    /// How many answered 1, 2, 3, 4 and 5.
    pub scores: [usize; MOST as usize],
    /// What was said in words, newest first.
    pub words: Vec<&'a str>,
}

impl<'a> Asked<'a> {
    fn new(who: Answerer, id: &'a str, question: Option<&'a Question>) -> Self {
        Self {
            who,
            id,
            question,
            scores: [0; MOST as usize],
            words: Vec::new(),
        }
    }

    /// What was asked; the id where the question is gone.
    pub fn asks(&self) -> &'a str {
        self.question
            .map_or(self.id, |question| question.asks.as_str())
    }

    /// How many gave a number.
    pub fn scored(&self) -> usize {
        self.scores.iter().sum()
    }

    /// How many answered.
    pub fn count(&self) -> usize {
        self.scored().max(self.words.len())
    }

    /// The mean of the numbers in tenths, rounded: 42 for 4.2. `None` without any.
    pub fn mean(&self) -> Option<usize> {
        let all = self.scored();
        let sum: usize = self
            .scores
            .iter()
            .zip(1..)
            .map(|(n, score)| n * score)
            .sum();
        (all > 0).then(|| (sum * 20 + all) / (all * 2))
    }

    /// Whether it is answered by a number.
    pub fn is_scale(&self) -> bool {
        self.question.map_or(self.scored() > 0, |question| {
            question.kind == AnswerKind::Scale
        })
    }

    fn take(&mut self, part: &'a Part) {
        if let Some(score) = part.number(Field::Score) {
            let at = usize::from(score).wrapping_sub(1);
            if let Some(count) = self.scores.get_mut(at) {
                *count += 1;
            }
        }
        let words = part.text(Field::Note);
        if !words.is_empty() {
            self.words.insert(0, words);
        }
    }
}

/// The answers that the school keeps of a year, oldest first.
fn kept(book: &Book, year: SchoolYear) -> impl Iterator<Item = &Part> {
    let parts = book.parts_at(PartOf::School(year));
    let parts = parts.into_iter().flat_map(BTreeMap::values);
    parts.filter(|part| part.kind == PartKind::Answer)
}

/// Every question to every role with its answers of a year: those that the school asks in catalog order, behind them those it no
/// longer asks and that were answered.
pub fn sum<'a>(book: &'a Book, catalog: &'a Catalog, year: SchoolYear) -> Vec<Asked<'a>> {
    let mut all: Vec<Asked<'a>> = Vec::new();
    for who in Answerer::ALL {
        let questions = catalog.questions_of(*who);
        let asked = questions.map(|one| Asked::new(*who, one.id.as_str(), Some(one)));
        all.extend(asked);
        for part in kept(book, year).filter(|part| part.is(Field::Who, who.name())) {
            let id = part.text(Field::About);
            let at = all
                .iter()
                .position(|asked| asked.who == *who && asked.id == id);
            let at = at.unwrap_or_else(|| {
                all.push(Asked::new(*who, id, catalog.question(id)));
                all.len() - 1
            });
            if let Some(asked) = all.get_mut(at) {
                asked.take(part);
            }
        }
    }
    all
}

/// How a scale was answered as `cells` digits, so that a digit takes the share of those who gave it: `1123333344`.
pub fn spread(scores: &[usize; MOST as usize], cells: usize) -> String {
    let all: usize = scores.iter().sum();
    if all == 0 {
        return String::new();
    }
    let digit = |cell: usize| {
        let mut upto = 0;
        let reached = scores.iter().position(|count| {
            upto += count;
            (2 * cell + 1) * all < upto * 2 * cells
        });
        reached.map_or(MOST as usize, |at| at + 1)
    };
    (0..cells).map(|cell| digit(cell).to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        catalog::{self, QuestionId},
        id::BookId,
    };
    use jiff::civil::date;

    const TODAY: Date = date(2026, 10, 14);

    fn book() -> Book {
        Book::new(BookId([1; 16]), Text::new("Ms. Reed"), TODAY)
    }

    fn catalog() -> Catalog {
        let question = |id: &str, of: &[Answerer], kind| Question {
            id: QuestionId::new(id).unwrap(),
            asks: Text::new(&format!("{id}?")),
            of: of.to_vec(),
            kind,
        };
        Catalog::new(catalog::Parts {
            questions: vec![
                question("talk", &[Answerer::Student], AnswerKind::Scale),
                question("seen", &[Answerer::Parent], AnswerKind::Scale),
                question("better", Answerer::ALL, AnswerKind::Text),
            ],
            ..catalog::Parts::default()
        })
    }

    fn stamp() -> Stamp {
        Stamp::now(TODAY.at(10, 0, 0, 0))
    }

    fn row(line: u64, role: &str, replies: &[(&str, &str)]) -> AnswerRow {
        AnswerRow {
            line,
            who: super::role(role),
            role: Text::new(role),
            name: Text::default(),
            on: Some(date(2026, 10, 1)),
            replies: replies
                .iter()
                .map(|(id, said)| (Text::new(id), Text::new(said)))
                .collect(),
        }
    }

    fn reasons(plan: &AnswersPlan) -> Vec<String> {
        let said = |r: &Rejected| format!("{}: {}", r.line, r.reason);
        plan.rejected.iter().map(said).collect()
    }

    #[test]
    fn answers_are_summed_by_role_and_question_without_names() {
        let mut book = book();
        for (who, score, words) in [
            (Answerer::Student, 4, "more visits"),
            (Answerer::Student, 5, ""),
            (Answerer::Student, 5, ""),
            (Answerer::Parent, 0, "call us earlier"),
        ] {
            let mut replies = Vec::new();
            if score > 0 {
                replies.push((Text::new("talk"), Reply::Score(score)));
            }
            if !words.is_empty() {
                replies.push((Text::new("better"), Reply::Words(Text::new(words))));
            }
            let sheet = Sheet {
                who,
                name: Text::new("Rosa Ames"),
                on: TODAY,
                replies,
            };
            add(&book, &sheet, stamp()).apply(&mut book).unwrap();
        }
        let catalog = catalog();
        let sums = sum(&book, &catalog, book.settings.year);
        let said: Vec<_> = sums
            .iter()
            .map(|a| (a.who.name(), a.id, a.count(), a.mean()))
            .collect();
        assert_eq!(
            said,
            [
                ("student", "talk", 3, Some(47)),
                ("student", "better", 1, None),
                ("parent", "seen", 0, None),
                ("parent", "better", 1, None),
                ("staff", "better", 0, None),
            ]
        );
        assert_eq!(sums[0].scores, [0, 0, 0, 1, 2]);
        assert_eq!(sums[1].words, ["more visits"]);
        let without = Catalog::default();
        let gone = sum(&book, &without, book.settings.year);
        assert_eq!(gone[0].asks(), "talk", "no longer asked, and still there");
    }

    #[test]
    fn a_file_brings_what_is_new_and_says_what_it_leaves_out() {
        let mut book = book();
        let rows = [
            row(2, "Student", &[("talk", "4"), ("better", "more visits")]),
            row(3, "student", &[("talk", "4"), ("better", "more visits")]),
            row(
                4,
                "Parent or guardian",
                &[("talk", "3"), ("seen", "Strongly agree")],
            ),
            row(5, "", &[("talk", "7")]),
            row(6, "visitor", &[("talk", "5")]),
        ];
        let catalog = catalog();
        let first = plan(&book, &catalog, &rows, None, stamp());
        assert_eq!(first.sheets.len(), 3);
        assert_eq!((first.known, first.without_role), (0, 1));
        assert_eq!(
            reasons(&first),
            [
                "4: talk is not a question to parents",
                "5: nothing says whether a student, a parent or staff answered",
                "6: \"visitor\" is no student, parent or staff",
            ]
        );
        first.change.apply(&mut book).unwrap();
        assert_eq!(
            sum(&book, &catalog, book.settings.year)[0].scores,
            [0, 0, 0, 2, 0]
        );
        let again = plan(&book, &catalog, &rows, Some(Answerer::Student), stamp());
        assert!(again.change.is_empty(), "read twice changes nothing");
        assert_eq!(again.known, 5);
        assert!(reasons(&again).contains(&"5: talk: \"7\" is no number from 1 to 5".to_owned()));
        let mut grown = rows.to_vec();
        grown.push(row(
            7,
            "student",
            &[("talk", "4"), ("better", "more visits")],
        ));
        let more = plan(&book, &catalog, &grown, None, stamp());
        assert_eq!(more.change.edits.len(), 2, "a third who says the same");
    }

    #[test]
    fn answers_of_another_year_stay_out() {
        let rows = [
            AnswerRow {
                on: Some(date(2026, 6, 30)),
                ..row(2, "student", &[("talk", "4")])
            },
            AnswerRow {
                on: Some(date(2026, 10, 15)),
                ..row(3, "student", &[("talk", "4")])
            },
        ];
        let plan = plan(&book(), &catalog(), &rows, None, stamp());
        assert!(plan.sheets.is_empty());
        assert_eq!(
            reasons(&plan),
            [
                "2: 2026-06-30 is not in the school year 2026-27",
                "3: 2026-10-15 is not in the school year 2026-27",
            ]
        );
    }

    #[test]
    fn numbers_are_read_as_forms_write_them() {
        for (said, number) in [
            ("1", Some(1)),
            ("5 very much", Some(5)),
            ("4.0", Some(4)),
            ("Strongly agree", Some(5)),
            ("not at all", Some(1)),
            ("6", None),
            ("0", None),
            ("3.5", None),
            ("4/10", None),
            ("44", None),
            ("yes", None),
        ] {
            assert_eq!(score(said), number, "{said}");
        }
    }

    #[test]
    fn a_spread_gives_each_digit_its_share() {
        assert_eq!(spread(&[0, 0, 0, 0, 0], 10), "");
        assert_eq!(spread(&[1, 0, 0, 0, 1], 10), "1111155555");
        assert_eq!(spread(&[0, 1, 2, 1, 0], 8), "22333344");
        assert_eq!(spread(&[0, 0, 0, 0, 3], 4), "5555");
        assert_eq!(spread(&[22, 0, 0, 0, 0], 3), "111");
    }
}
