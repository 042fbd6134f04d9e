//! Forms of what can be set: the day, the period, the adviser's name, phrases, the passphrase.

use std::{ops::RangeInclusive, str::FromStr};

use super::{Fault, Form, FormKind, change_with};
use crate::{
    app::{
        effect::Effect,
        field::Field,
        model::{CountsFor, Desk, Model},
        notice::Notice,
        update::say,
    },
    domain::{
        act,
        book::{KEEP_RANGE, LOCK_RANGE},
        catalog::Phrase,
        date::{self, Toward},
    },
};

impl Form {
    /// The day for which contacts count.
    pub fn day(desk: &Desk) -> Self {
        let day = match desk.counts_for {
            CountsFor::Day(day) => day.to_string(),
            _ => String::new(),
        };
        let fields = vec![Field::line(
            "Day",
            "yesterday, fri, 10/14; empty for today",
            &day,
        )];
        Self::new(FormKind::Day, "Contacts count for".to_owned(), fields)
    }

    /// The day by which the plans of grade 6 are to be begun.
    pub fn begin_by(desk: &Desk) -> Self {
        let day = desk.book.settings.begin_by.map(|day| day.to_string());
        let hint = "the 90th day as your school counts it; empty: not known";
        let fields = vec![Field::line("Day", hint, &day.unwrap_or_default())];
        let title = "Plans of grade 6 are begun by".to_owned();
        Self::new(FormKind::BeginBy, title, fields)
    }

    /// The length of a period.
    pub fn period(desk: &Desk) -> Self {
        let minutes = desk.book.settings.period_minutes.to_string();
        let fields = vec![Field::line("Minutes", "5 to 120", &minutes)];
        Self::new(
            FormKind::Period,
            "Length of an advisory period".to_owned(),
            fields,
        )
    }

    /// After how long the book locks itself.
    pub fn lock_after(desk: &Desk) -> Self {
        let minutes = desk.book.settings.lock_minutes.to_string();
        let fields = vec![Field::line("Minutes", "1 to 30", &minutes)];
        let title = "Lock after this long without a key".to_owned();
        Self::new(FormKind::LockAfter, title, fields)
    }

    /// How long records are kept.
    pub fn keep_years(desk: &Desk) -> Self {
        let years = desk.book.settings.keep_years;
        let fields = vec![Field::line(
            "Years",
            "after leaving, as your school's rule says; empty: no rule",
            &years.map(|years| years.to_string()).unwrap_or_default(),
        )];
        let title = "Keep a record for this long after its student has left".to_owned();
        Self::new(FormKind::KeepYears, title, fields)
    }

    /// The adviser's name.
    pub fn adviser(desk: &Desk) -> Self {
        let fields = vec![Field::line(
            "Your name",
            "stands at every note",
            desk.book.adviser.as_str(),
        )];
        Self::new(FormKind::Adviser, "Adviser".to_owned(), fields)
    }

    /// A stock phrase.
    pub fn phrase(desk: &Desk, at: Option<usize>) -> Self {
        let phrases = desk.phrases();
        let phrase = at.and_then(|at| phrases.get(at));
        let fields = vec![
            Field::line(
                "Prefix",
                "a few letters",
                phrase.map_or("", |p| p.prefix.as_str()),
            ),
            Field::line(
                "Phrase",
                "empty takes it away",
                phrase.map_or("", |p| p.text.as_str()),
            ),
        ];
        Self::new(FormKind::Phrase(at), "Stock phrase".to_owned(), fields)
    }

    /// A new passphrase.
    pub fn passphrase() -> Self {
        let fields = vec![
            Field::secret("New passphrase", "at least 15 characters"),
            Field::secret("Once more", ""),
        ];
        Self::new(
            FormKind::Passphrase,
            "Change the passphrase".to_owned(),
            fields,
        )
    }

    pub(super) fn take_day(&self, model: &mut Model) -> Result<(), Fault> {
        let now = model.now;
        let today = now.date();
        let day = self.day_in(0, today, Toward::Past)?;
        if day.is_some_and(|day| day > today) {
            return Err((0, "That day has not come yet.".to_owned()));
        }
        let Some(desk) = &mut model.desk else {
            return Ok(());
        };
        if day
            .is_some_and(|day| desk.book.settings.calendar.year_of(day) != desk.book.settings.year)
        {
            return Err((0, "That day is in another school year.".to_owned()));
        }
        desk.counts_for = day
            .filter(|day| *day != today)
            .map_or(CountsFor::Now, CountsFor::Day);
        desk.refresh_all(now);
        let said = match desk.counts_for {
            CountsFor::Day(day) => {
                format!("Contacts count for {} until d changes it.", date::long(day))
            }
            _ => "Contacts count for now.".to_owned(),
        };
        say(model, Notice::done(said));
        Ok(())
    }

    pub(super) fn take_begin_by(
        &self,
        model: &mut Model,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let day = self.day_in(0, model.now.date(), Toward::Future)?;
        change_with(model, effects, |desk| {
            act::edit_settings(&desk.book, |settings| settings.begin_by = day)
        });
        Ok(())
    }

    pub(super) fn take_keep_years(
        &self,
        model: &mut Model,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let typed = self.text(0);
        let years = typed.as_str().parse().ok();
        let years = years.filter(|years| KEEP_RANGE.contains(years));
        if years.is_none() && !typed.is_empty() {
            return Err((0, "A number of years from 1 to 99, or nothing.".to_owned()));
        }
        change_with(model, effects, |desk| {
            act::edit_settings(&desk.book, |settings| settings.keep_years = years)
        });
        Ok(())
    }

    /// The number in the first field; outside of the range this is said.
    fn number_in<N: FromStr + PartialOrd>(
        &self,
        range: &RangeInclusive<N>,
        otherwise: &str,
    ) -> Result<N, Fault> {
        let number = self.fields.text(0).trim().parse().ok();
        number
            .filter(|number| range.contains(number))
            .ok_or_else(|| (0, otherwise.to_owned()))
    }

    pub(super) fn take_period(
        &self,
        model: &mut Model,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let minutes = self.number_in(&(5..=120), "A period has 5 to 120 minutes.")?;
        change_with(model, effects, |desk| {
            act::edit_settings(&desk.book, |s| s.period_minutes = minutes)
        });
        Ok(())
    }

    pub(super) fn take_lock_after(
        &self,
        model: &mut Model,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let minutes = self.number_in(&LOCK_RANGE, "The book locks after 1 to 30 minutes.")?;
        change_with(model, effects, |desk| {
            act::edit_settings(&desk.book, |s| s.lock_minutes = minutes)
        });
        Ok(())
    }

    pub(super) fn take_adviser(
        &self,
        model: &mut Model,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let name = self.needed(0, "Your name stands at every note.")?;
        change_with(model, effects, |desk| act::rename_adviser(&desk.book, name));
        Ok(())
    }

    pub(super) fn take_phrase(
        &self,
        model: &mut Model,
        at: Option<usize>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let prefix = self.needed(0, "A phrase needs a prefix.")?;
        let text = self.text(1);
        let Some(desk) = &model.desk else {
            return Ok(());
        };
        let mut phrases = desk.phrases().to_vec();
        let taken = phrases
            .iter()
            .enumerate()
            .any(|(i, phrase)| Some(i) != at && phrase.prefix == prefix);
        if taken {
            return Err((0, "Another phrase has this prefix.".to_owned()));
        }
        let phrase = Phrase { prefix, text };
        match at.and_then(|at| phrases.get_mut(at)) {
            Some(old) => *old = phrase,
            None => phrases.push(phrase),
        }
        phrases.retain(|phrase| !phrase.text.is_empty());
        change_with(model, effects, |desk| {
            act::edit_settings(&desk.book, |s| s.phrases = Some(phrases))
        });
        Ok(())
    }

    pub(super) fn take_passphrase(&self, effects: &mut Vec<Effect>) -> Result<(), Fault> {
        if self.fields.text(0) != self.fields.text(1) {
            return Err((1, "The two are not the same.".to_owned()));
        }
        effects.push(Effect::ChangePassphrase(self.fields.secret(0)));
        Ok(())
    }
}
