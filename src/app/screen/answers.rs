//! What students, parents and staff answered, summed by role and question; and a file of answers before it is taken in.

use super::{Next, Screen, form::Form, pick::Pick};
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        effect::{AnswersFile, Effect, Occasion},
        model::{Desk, Model},
        notice::Notice,
        update::{perform, say, want_year},
    },
    domain::{
        act::Stamp,
        answers::{self, AnswersPlan, Asked, SCALE, plural},
        catalog::Answerer,
        date::{DateTime, SchoolYear},
        text::Text,
    },
};

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct Answers {
    /// The school year that is summed.
    pub year: SchoolYear,
    /// The question under the cursor.
    pub cursor: usize,
    /// The question is shown alone, from this line on.
    pub open: Option<usize>,
    /// A file that was read and is not taken in.
    pub file: Option<Preview>,
}

/// A file of answers with what was said about it.
#[derive(Debug, Clone)]
pub struct Preview {
    /// What was read.
    pub file: AnswersFile,
    /// Who answered, where a line does not say.
    pub role: Option<Answerer>,
    /// What it would do. Kept, since a file may be long.
    pub plan: AnswersPlan,
    /// The first line that is shown.
    pub top: usize,
}

/// A line to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLine {
    /// A heading, rather than a line under one.
    pub is_heading: bool,
    /// What it says.
    pub text: String,
}

impl AnswerLine {
    fn heading(text: impl Into<String>) -> Self {
        Self {
            is_heading: true,
            text: text.into(),
        }
    }

    fn row(text: impl Into<String>) -> Self {
        Self {
            is_heading: false,
            text: text.into(),
        }
    }
}

impl Answers {
    /// The answers of the running year.
    pub fn new(desk: &Desk) -> Self {
        Self {
            year: desk.book.settings.year,
            cursor: 0,
            open: None,
            file: None,
        }
    }

    /// A file that was read, before it is taken in.
    pub fn preview(desk: &Desk, file: AnswersFile, now: DateTime) -> Self {
        Self {
            file: Some(Preview {
                plan: plan(desk, &file, None, now),
                file,
                role: None,
                top: 0,
            }),
            ..Self::new(desk)
        }
    }

    /// Every question with its answers.
    pub fn sums<'a>(&self, desk: &'a Desk) -> Vec<Asked<'a>> {
        answers::sum(&desk.book, &desk.catalog, self.year)
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        if self.file.is_some() {
            return self.act_on_file(model, action, effects);
        }
        let desk = model.desk.as_ref()?;
        match action {
            Action::AddAnswers => {
                self.year = desk.book.settings.year;
                return Some(Next::push(Screen::Pick(Pick::answerer())));
            }
            Action::ReadAnswers => return Some(Next::push(Screen::Form(Form::answers_path()))),
            Action::Less | Action::More => self.turn(model, action, effects),
            Action::Open if self.open.is_none() => self.open = Some(0),
            Action::Open => {}
            Action::Back => match self.open.take() {
                Some(_) => {}
                None => return Some(Next::Close),
            },
            _ => return self.go(desk, action),
        }
        Some(Next::Stay)
    }

    fn go(&mut self, desk: &Desk, action: Action) -> Option<Next> {
        let by = stride(action)?;
        match self.open {
            Some(top) => self.open = Some(moved(top, by, self.alone(desk).len())),
            None => self.cursor = moved(self.cursor, by, self.sums(desk).len()),
        }
        Some(Next::Stay)
    }

    /// To the year before or after of which the book holds something.
    fn turn(&mut self, model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
        let Some(desk) = &model.desk else { return };
        match neighbor(desk, self.year, action) {
            Some(year) => {
                self.year = year;
                want_year(model, year, effects);
            }
            None => say(model, Notice::refused(NO_OTHER_YEAR)),
        }
    }

    /// One question in full: how many gave which number, and what was said, without names.
    pub fn alone(&self, desk: &Desk) -> Vec<AnswerLine> {
        let sums = self.sums(desk);
        let Some(asked) = sums.get(self.cursor) else {
            return Vec::new();
        };
        let mut lines = vec![AnswerLine::heading(asked.asks())];
        if asked.question.is_none() {
            lines.push(AnswerLine::row("It is no longer asked."));
        }
        if asked.is_scale() {
            lines.push(AnswerLine::heading(match asked.mean() {
                Some(mean) => format!("{} answered, {} on average", asked.scored(), tenths(mean)),
                None => "Nobody has answered yet".to_owned(),
            }));
            let rows = SCALE.iter().zip(asked.scores).zip(1..);
            lines.extend(rows.map(|((word, count), number)| {
                AnswerLine::row(format!("{number} {word:<12} {count:>3}"))
            }));
        }
        if !asked.words.is_empty() || !asked.is_scale() {
            lines.push(AnswerLine::heading(format!(
                "In words: {}",
                asked.words.len()
            )));
            lines.extend(asked.words.iter().map(|words| AnswerLine::row(*words)));
        }
        lines
    }

    fn act_on_file(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let (desk, now) = (model.desk.as_ref()?, model.now);
        let preview = self.file.as_mut()?;
        match action {
            Action::Back => {
                self.file = None;
                say(model, Notice::done("Nothing was taken in."));
            }
            Action::NextField => {
                preview.role = next_role(preview.role);
                preview.plan = plan(desk, &preview.file, preview.role, now);
            }
            Action::OtherWay => effects.push(Effect::ReadAnswers {
                path: preview.file.path.clone(),
                reading: preview.file.asked + 1,
                catalog: desk.catalog.clone(),
            }),
            Action::Accept => {
                let change = plan(desk, &preview.file, preview.role, now).change;
                self.file = None;
                if change.is_empty() {
                    say(
                        model,
                        Notice::done("There is nothing new in the file: nothing changed."),
                    );
                } else {
                    effects.push(Effect::BackUp(Occasion::Import));
                    perform(model, change, effects);
                }
            }
            _ => {
                let by = stride(action)?;
                preview.top = moved(preview.top, by, preview.lines().len());
            }
        }
        Some(Next::Stay)
    }
}

impl Preview {
    /// What was understood and what would happen, line by line.
    pub fn lines(&self) -> Vec<AnswerLine> {
        let plan = &self.plan;
        let mut lines = vec![AnswerLine::heading(format!(
            "Read as {}",
            self.file.reading
        ))];
        lines.extend(self.file.columns.iter().map(AnswerLine::row));
        let missing = self.file.missing.iter().map(Text::as_str);
        section(&mut lines, "Without a column", missing);
        if plan.without_role > 0 {
            let role = self.role.map_or("nobody", Answerer::name);
            lines.push(AnswerLine::heading(format!(
                "Lines that do not say who answered: {}. They are of (tab): {role}",
                plan.without_role
            )));
        }
        section(
            &mut lines,
            "Comes in",
            said(plan).iter().map(String::as_str),
        );
        let rejected = self.rejected();
        section(&mut lines, "Not taken", rejected.iter().map(String::as_str));
        lines
    }

    fn rejected(&self) -> Vec<String> {
        let all = self.file.rejected.iter().chain(&self.plan.rejected);
        all.map(|one| format!("line {}: {}", one.line, one.reason))
            .collect()
    }
}

/// What a file would do, with this role for lines that say none.
fn plan(desk: &Desk, file: &AnswersFile, role: Option<Answerer>, now: DateTime) -> AnswersPlan {
    let stamp = Stamp::now(now);
    answers::plan(&desk.book, &desk.catalog, &file.rows, role, stamp)
}

/// How many of each role answered, and how many answers are new.
pub fn said(plan: &AnswersPlan) -> Vec<String> {
    let mut lines: Vec<String> = Answerer::ALL
        .iter()
        .filter_map(|who| {
            let count = plan.sheets.iter().filter(|sheet| sheet.who == *who).count();
            (count > 0).then(|| format!("{}: {count}", plural(*who)))
        })
        .collect();
    lines.push(format!("answers that are new: {}", plan.change.edits.len()));
    if plan.known > 0 {
        lines.push(format!("answers that the book has already: {}", plan.known));
    }
    lines
}

/// `4.2`
pub fn tenths(mean: usize) -> String {
    format!("{}.{}", mean / 10, mean % 10)
}

/// What is said at the ends of the years.
pub const NO_OTHER_YEAR: &str = "The book holds nothing of a further year.";

/// The year before or after of which the book holds something; none behind the running one.
pub fn neighbor(desk: &Desk, year: SchoolYear, action: Action) -> Option<SchoolYear> {
    let now = desk.book.settings.year;
    let known = desk.years.iter().copied().chain([now]);
    match action {
        Action::Less => known.filter(|other| *other < year).max(),
        _ => known.filter(|other| *other > year && *other <= now).min(),
    }
}

/// Nobody, student, parent, staff, nobody.
fn next_role(role: Option<Answerer>) -> Option<Answerer> {
    let after = role.and_then(|role| Answerer::ALL.iter().position(|one| *one == role));
    Answerer::ALL.get(after.map_or(0, |at| at + 1)).copied()
}

fn section<'a>(lines: &mut Vec<AnswerLine>, title: &str, rows: impl Iterator<Item = &'a str>) {
    let rows: Vec<AnswerLine> = rows.map(AnswerLine::row).collect();
    if !rows.is_empty() {
        lines.push(AnswerLine::heading(title));
        lines.extend(rows);
    }
}
