//! Forms of the group and of what can be set: names, the day, the period, phrases, files, the passphrase.

use super::{Fault, Form, FormKind, change_with};
use crate::{
    app::{
        effect::Effect,
        field::Field,
        model::{CountsFor, Desk, Model},
        notice::Notice,
        screen::{Next, Screen, pick::Pick},
        update::say,
    },
    domain::{
        act,
        catalog::Phrase,
        date::{self, Date, Toward},
        group::Group,
    },
};

impl Form {
    /// A new group.
    pub fn new_group() -> Self {
        let fields = vec![Field::line("Name", "a room or what you call it", "")];
        Self::new(FormKind::NewGroup, "Make a group".to_owned(), fields)
    }

    /// Another name for a group.
    pub fn rename_group(group: &Group) -> Self {
        let fields = vec![Field::line(
            "Name",
            "a room or what you call it",
            group.name.as_str(),
        )];
        Self::new(
            FormKind::RenameGroup(group.id),
            format!("Rename {}", group.name),
            fields,
        )
    }

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

    /// The path of a roster.
    pub fn roster_path() -> Self {
        let fields = vec![Field::line(
            "File",
            "path of a class list: .csv, .txt, .tsv",
            "",
        )];
        Self::new(FormKind::RosterPath, "Import a roster".to_owned(), fields)
    }

    /// The path of the school's own checklist.
    pub fn catalog_path() -> Self {
        let fields = vec![Field::line("File", "path of a checklist file (TOML)", "")];
        Self::new(
            FormKind::CatalogPath,
            "The school's own checklist".to_owned(),
            fields,
        )
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

    /// Makes the group, shows it, and asks for its students.
    pub(super) fn make_group(
        &self,
        model: &mut Model,
        effects: &mut Vec<Effect>,
    ) -> Result<Next, Fault> {
        let name = self.needed(0, "A group needs a name.")?;
        change_with(model, effects, |desk| act::add_group(&desk.book, name));
        let group = model.desk.as_ref().and_then(|desk| desk.group);
        Ok(group.map_or(Next::Close, |group| {
            Next::replace(Screen::Pick(Pick::members(group)))
        }))
    }

    pub(super) fn take_day(&self, model: &mut Model, today: Date) -> Result<(), Fault> {
        let day = self.day_in(0, today, Toward::Past)?;
        if day.is_some_and(|day| day > today) {
            return Err((0, "That day has not come yet.".to_owned()));
        }
        let now = model.now;
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
}
