//! The rubric: the school's rating of itself, indicator by indicator, with the figures of the book beside it.

use super::{Next, Screen, form::Form, reading::Reading};
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        effect::Effect,
        model::{Desk, Model},
        notice::Notice,
        screen::answers::{NO_OTHER_YEAR, neighbor},
        update::{say, want_year},
    },
    domain::{
        catalog::{Indicator, rating_word},
        date::{self, Date, SchoolYear},
        evidence::{self, Figures},
        part::{Field, Part},
    },
};

/// The state of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rubric {
    /// The school year that is shown.
    pub year: SchoolYear,
    /// The indicator under the cursor.
    pub cursor: usize,
    /// What the book has to say, one an indicator. Kept, since it looks at every folder.
    pub figures: Vec<Figures>,
    /// Of what the figures are: the next entry of the journal, the day, whether the year is in memory.
    seen: (u64, Date, SchoolYear, bool),
}

impl Rubric {
    /// The running year.
    pub fn new(desk: &Desk) -> Self {
        let year = desk.book.settings.year;
        let mut rubric = Self {
            year,
            cursor: 0,
            figures: Vec::new(),
            seen: (0, desk.day(), year, false),
        };
        rubric.follow(desk);
        rubric
    }

    /// Counts again when the book, the day or the year that is shown has changed.
    pub fn follow(&mut self, desk: &Desk) {
        let year = self.year;
        let now = (
            desk.history.next_seq(),
            desk.day(),
            year,
            desk.has_read(year),
        );
        let is_known = self.seen == now && self.figures.len() == desk.catalog.indicators().len();
        if !is_known {
            self.seen = now;
            let indicators = desk.catalog.indicators().iter();
            self.figures = indicators.map(|one| figures(desk, one, year)).collect();
        }
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        match action {
            Action::Less | Action::More => self.turn(model, action, effects),
            Action::Open => {
                let form = Form::rating(desk, self.year, self.at_cursor(desk)?.code.as_str())?;
                return Some(Next::push(Screen::Form(form)));
            }
            Action::Why => {
                let reading = self.why(desk)?;
                return Some(Next::push(Screen::Reading(reading)));
            }
            Action::Back => return Some(Next::Close),
            _ => {
                let length = desk.catalog.indicators().len();
                self.cursor = moved(self.cursor, stride(action)?, length);
            }
        }
        Some(Next::Stay)
    }

    fn at_cursor<'a>(&self, desk: &'a Desk) -> Option<&'a Indicator> {
        desk.catalog.indicators().get(self.cursor)
    }

    /// To the year before or after of which the book holds something.
    fn turn(&mut self, model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
        let Some(desk) = &model.desk else { return };
        match neighbor(desk, self.year, action) {
            Some(year) => {
                self.year = year;
                self.follow(desk);
                want_year(model, year, effects);
            }
            None => say(model, Notice::refused(NO_OTHER_YEAR)),
        }
    }

    /// Everything about the indicator: rating and evidence of each year in memory, the newest first, and what the book shows.
    fn why(&self, desk: &Desk) -> Option<Reading> {
        let indicator = self.at_cursor(desk)?;
        let mut lines = vec![indicator.asks.as_str().to_owned()];
        let now = desk.book.settings.year;
        let years = desk.years.iter().rev().copied().filter(|year| *year != now);
        let (read, unread): (Vec<_>, Vec<_>) = std::iter::once(now)
            .chain(years)
            .partition(|year| desk.has_read(*year));
        for year in read {
            lines.push(String::new());
            lines.push(year.to_string());
            let rating = evidence::rating(&desk.book, indicator.code.as_str(), year);
            lines.extend(rated(rating, desk.day()).map(|line| format!("  {line}")));
            let shown = figures(desk, indicator, year);
            lines.extend(shown.lines.iter().map(|line| format!("  {line}")));
        }
        if let Some(year) = unread.first() {
            lines.push(String::new());
            lines.push(format!("The left arrow in the rubric reads {year}."));
        }
        Some(Reading {
            title: format!("Indicator {}", indicator.code),
            lines,
            top: 0,
        })
    }
}

/// `3, fully functioning and operational, 14 Oct`, and the evidence that was typed.
fn rated(rating: Option<&Part>, today: Date) -> impl Iterator<Item = String> {
    let line = match rating.and_then(|part| Some((part, part.number(Field::Score)?))) {
        Some((part, score)) => {
            let day = date::short(part.counts_on(), today);
            format!("{score}, {}, {day}", rating_word(score).unwrap_or_default())
        }
        None => "not rated".to_owned(),
    };
    let note = rating
        .map(|part| part.text(Field::Note))
        .unwrap_or_default();
    let note = (!note.is_empty()).then(|| format!("evidence: {note}"));
    std::iter::once(line).chain(note)
}

fn figures(desk: &Desk, indicator: &Indicator, year: SchoolYear) -> Figures {
    let figures =
        |evidence| evidence::figures(evidence, &desk.book, &desk.catalog, year, desk.day());
    indicator.evidence.map(figures).unwrap_or_default()
}
