//! A conversation: one line comes in, what it changed goes out.
//!
//! Pure but for what the outside answers: tests hold one without a terminal and without a file. A line means the same as a
//! key: the same key map, the same table of acts, the same [`update`].

use std::collections::BTreeMap;

use crate::{
    app::{
        action::{Action, Context},
        effect::{Effect, Outcome},
        field::Entry,
        line::Typed,
        message::Message,
        model::Model,
        notice::{Notice, Weight},
        screen::{Screen, filter::FilterKind},
        update::{context, update},
    },
    domain::date::DateTime,
    keys::{self, Keymap},
    view::plain::{self, Page, Question},
};

/// More changed lines than this are a new page rather than a change.
const FEW: usize = 6;

/// The program as a conversation.
#[derive(Debug)]
pub struct Conversation {
    /// The program.
    pub model: Model,
    keymap: Keymap,
    /// What was said last.
    page: Page,
    /// What was said last in each place, while the book is open: coming back, only what changed is said.
    spoken: BTreeMap<String, Page>,
}

/// Performs an effect and gives the answers to it.
pub trait Outside {
    /// Here and now: the next line is asked for only afterwards.
    fn perform(&mut self, effect: Effect) -> Vec<Outcome>;
}

impl<F: FnMut(Effect) -> Vec<Outcome>> Outside for F {
    fn perform(&mut self, effect: Effect) -> Vec<Outcome> {
        self(effect)
    }
}

impl Conversation {
    /// Before anything was said.
    pub fn new(model: Model, keymap: Keymap) -> Self {
        Self {
            model,
            keymap,
            page: Page::default(),
            spoken: BTreeMap::new(),
        }
    }

    /// Where the person is, on coming here.
    pub fn begin(&mut self) -> Vec<String> {
        let mut said = vec![
            "Homeroom, plain. A letter or a number is a key; ? lists the keys, = says the place again.".to_owned(),
        ];
        said.extend(self.changes());
        said
    }

    /// What is asked for now.
    pub fn question(&self) -> Question {
        plain::question(&self.model)
    }

    /// The time has moved.
    pub fn tick(&mut self, now: DateTime, outside: &mut impl Outside) {
        self.send(Message::Tick(now), outside);
    }

    /// Takes an answer that came unasked.
    pub fn hear(&mut self, outcome: Outcome, outside: &mut impl Outside) {
        self.send(Message::Outcome(outcome), outside);
    }

    /// The program is to end.
    pub fn is_over(&self) -> bool {
        self.model.leaving
    }

    /// Takes a line. What it changed, one line a change.
    pub fn take(&mut self, line: &str, outside: &mut impl Outside) -> Vec<String> {
        self.model.notice = None;
        let refused = match context(&self.model) {
            Context::Blank => self.send(Message::Text(Typed::End), outside),
            Context::Filter => self.filter(line, outside),
            context if keys::takes_text(context) => self.answer(line, outside),
            context => self.key(context, line.trim(), outside),
        };
        let mut said: Vec<String> = refused.into_iter().collect();
        said.extend(self.changes());
        said
    }

    /// What a line means where keys are pressed: a key, a number, an act by its name.
    fn key(&mut self, context: Context, line: &str, outside: &mut impl Outside) -> Option<String> {
        if line == "=" {
            return Some(self.again());
        }
        if let Ok(number) = line.parse::<usize>() {
            return self.number(context, number, outside);
        }
        let name = if line.is_empty() { "enter" } else { line };
        if let Some(action) = self.keymap.named(context, name) {
            return self.act(action, outside);
        }
        let (first, rest) = line.split_at_checked(1).unwrap_or_default();
        let opens = self
            .keymap
            .named(context, first)
            .filter(|_| !rest.is_empty());
        if let Some(action @ (Action::Find | Action::Palette)) = opens {
            self.act(action, outside);
            return self.filter(rest, outside);
        }
        match self.called(context, line) {
            Some(action) => self.act(action, outside),
            None => Some(format!(
                "\"{}\" is no key here. ? lists the keys.",
                plain::safe(line)
            )),
        }
    }

    /// An act by its name in the palette, or by its word in the footer.
    fn called(&self, context: Context, name: &str) -> Option<Action> {
        let bindings = &self.model.bindings;
        let has_palette = !bindings.keys_of(context, Action::Palette).is_empty();
        let name = name.to_lowercase();
        let is_here = |action: &Action| !bindings.keys_of(context, *action).is_empty();
        let by_word = || Action::all().find(|action| action.hint() == name && is_here(action));
        Action::all()
            .find(|action| action.name() == name)
            .filter(|action| is_here(action) || has_palette)
            .or_else(by_word)
    }

    /// Ticks or chooses where a digit does; elsewhere it goes to the line with that number.
    fn number(
        &mut self,
        context: Context,
        number: usize,
        outside: &mut impl Outside,
    ) -> Option<String> {
        let ticks = self.keymap.named(context, "1") == Some(Action::Tick(1));
        if let (true, Ok(number)) = (ticks, u8::try_from(number)) {
            return self.act(Action::Tick(number), outside);
        }
        if !self.page.is_numbered || number == 0 || number > self.page.lines.len() {
            return Some("No line has that number.".to_owned());
        }
        self.act(Action::First, outside);
        for _ in 1..number {
            self.act(Action::Down, outside);
        }
        None
    }

    /// Help is said whole and is over then.
    fn act(&mut self, action: Action, outside: &mut impl Outside) -> Option<String> {
        self.send(Message::Act(action), outside);
        if !matches!(self.model.top(), Some(Screen::Filter(f)) if matches!(f.kind, FilterKind::Help(_)))
        {
            return None;
        }
        let help = plain::page(&self.model);
        self.send(Message::Act(Action::Back), outside);
        let lines: Vec<String> = help.head.into_iter().chain(help.lines).collect();
        Some(lines.join("\n"))
    }

    /// The palette and the find. Letters look for something; a number, or an empty line, takes it.
    fn filter(&mut self, line: &str, outside: &mut impl Outside) -> Option<String> {
        let Some(Screen::Filter(filter)) = self.model.top() else {
            return None;
        };
        let (kind, cursor) = (filter.kind, filter.cursor);
        let line = line.trim();
        let typed = !filter.line.is_empty();
        let count = filter.lines(&self.model).len();
        match (line, line.parse::<usize>(), kind) {
            ("esc", ..) => return self.act(Action::Back, outside),
            ("", ..) if !typed => return self.act(Action::Back, outside),
            ("=", ..) => return Some(self.again()),
            ("", ..) => return self.act(Action::Accept, outside),
            (_, Ok(number), FilterKind::Palette(_)) => {
                if number == 0 || number > count {
                    return Some("No line has that number.".to_owned());
                }
                for _ in 0..cursor {
                    self.act(Action::Up, outside);
                }
                for _ in 1..number {
                    self.act(Action::Down, outside);
                }
                return self.act(Action::Accept, outside);
            }
            _ => {}
        }
        self.write(line, outside);
        let is_meant = match self.model.top() {
            Some(Screen::Filter(filter)) if matches!(kind, FilterKind::Palette(_)) => {
                let lines = filter.lines(&self.model);
                lines.first().is_some_and(|first| first.text == line)
            }
            _ => true,
        };
        if is_meant {
            return self.act(Action::Accept, outside);
        }
        let found = plain::page(&self.model).lines.len();
        (found == 0).then(|| "Nothing matches.".to_owned())
    }

    /// What a line means where a field is asked for: the answer, or `esc`, `?`, a point, or the name of another key.
    fn answer(&mut self, line: &str, outside: &mut impl Outside) -> Option<String> {
        let context = context(&self.model);
        let fields = fields(&self.model)?;
        let (focus, count) = (fields.focus, fields.all.len());
        let is_last = focus + 1 >= count;
        let corrects = !plain::page(&self.model).problem.is_empty();
        let is_secret = matches!(
            fields.all.get(focus).map(|field| &field.entry),
            Some(Entry::Secret(_))
        );
        let options = match fields.all.get(focus).map(|field| &field.entry) {
            Some(Entry::Choice { options, .. }) => Some(options.len()),
            _ => None,
        };
        let trimmed = line.trim();
        match trimmed {
            "?" => return self.act(Action::Help, outside),
            "." => return self.accept(outside),
            "=" => return Some(self.again()),
            name if name.len() > 1 => {
                if let Some(action) = self.keymap.named(context, name)
                    && action != Action::Accept
                {
                    return self.act(action, outside);
                }
            }
            _ => {}
        }
        if count == 0 && !trimmed.is_empty() {
            return Some("An empty line goes on; esc goes back.".to_owned());
        }
        match options {
            Some(options) if !trimmed.is_empty() => {
                if let Err(refused) = self.choose(trimmed, options, outside) {
                    return Some(refused);
                }
                if is_last {
                    return self.accept(outside);
                }
                return None;
            }
            _ if is_secret || !trimmed.is_empty() => self.write(line, outside),
            _ => {}
        }
        if is_last || corrects {
            self.accept(outside)
        } else {
            self.act(Action::NextField, outside)
        }
    }

    /// Takes the form. A passphrase that was typed twice and differs is asked for from the beginning.
    fn accept(&mut self, outside: &mut impl Outside) -> Option<String> {
        self.act(Action::Accept, outside);
        let is_gate = matches!(self.model.top(), Some(Screen::Gate(_)));
        let is_twice = fields(&self.model).is_some_and(|fields| {
            fields.focus == 1
                && fields.all.len() == 2
                && matches!(fields.all.first().map(|f| &f.entry), Some(Entry::Secret(_)))
        });
        if is_gate && is_twice {
            let problem = plain::page(&self.model).problem;
            self.act(Action::PreviousField, outside);
            return problem.first().cloned();
        }
        None
    }

    /// Chooses by number or by first letters. The focus goes on as it does for a digit.
    fn choose(
        &mut self,
        line: &str,
        options: usize,
        outside: &mut impl Outside,
    ) -> Result<(), String> {
        let before = fields(&self.model).map(|fields| fields.focus);
        let number = line.parse::<usize>();
        if let Ok(number @ 1..=9) = number
            && number <= options
        {
            let digit = char::from_digit(number as u32, 10).unwrap_or('1');
            self.send(Message::Text(Typed::Char(digit)), outside);
            return Ok(());
        }
        if let Ok(number) = number
            && (10..=options).contains(&number)
        {
            self.send(Message::Text(Typed::Char('9')), outside);
            if let Some(fields) = fields(&self.model)
                && Some(fields.focus) != before
            {
                self.act(Action::PreviousField, outside);
            }
            for _ in 9..number {
                self.send(Message::Text(Typed::Right), outside);
            }
            self.act(Action::NextField, outside);
            return Ok(());
        }
        let letter = line.chars().next().filter(|c| c.is_alphabetic());
        let Some(letter) = letter else {
            return Err("No answer has that number.".to_owned());
        };
        self.send(Message::Text(Typed::Char(letter)), outside);
        let after = fields(&self.model).map(|fields| fields.focus);
        if options > 0 && after == before && fields(&self.model).is_some_and(|f| f.all.len() > 1) {
            return Err("No answer begins so.".to_owned());
        }
        Ok(())
    }

    /// Puts a line in the place of what a field holds. A backslash before it makes it text in any case; alone it empties
    /// the field.
    fn write(&mut self, line: &str, outside: &mut impl Outside) {
        let text = line.strip_prefix('\\').unwrap_or(line);
        for typed in [
            Typed::End,
            Typed::DeleteToStart,
            Typed::Paste(text.to_owned()),
        ] {
            self.send(Message::Text(typed), outside);
        }
    }

    /// Gives a message to the program, and to the outside what it asks for, until nothing is left to do.
    fn send(&mut self, message: Message, outside: &mut impl Outside) -> Option<String> {
        let mut messages = std::collections::VecDeque::from([message]);
        while let Some(message) = messages.pop_front() {
            let stays =
                self.model.leaving && matches!(message, Message::Outcome(Outcome::NotSaved(_)));
            for effect in update(&mut self.model, message) {
                let outcomes = outside.perform(effect);
                messages.extend(outcomes.into_iter().map(Message::Outcome));
            }
            if stays {
                self.model.leaving = false; // the person decides
                messages.push_back(Message::Act(Action::Leave));
            }
        }
        None
    }

    /// The whole place, also what is not said on coming here.
    fn again(&self) -> String {
        let page = &self.page;
        let mut lines = page.head.clone();
        lines.extend(page.rest.iter().cloned());
        lines.extend(page.block());
        lines.join("\n")
    }

    /// What is different from what was said last.
    fn changes(&mut self) -> Vec<String> {
        let page = plain::page(&self.model);
        let left = std::mem::replace(&mut self.page, page);
        let page = &self.page;
        if self.model.desk.is_none() {
            self.spoken.clear();
        }
        let comes_back = page.place != left.place;
        let known = self.spoken.remove(&page.place);
        self.spoken.insert(left.place.clone(), left.clone());
        let before = if comes_back { known } else { Some(left) };
        let mut said: Vec<String> = self.model.notice.iter().map(notice).collect();
        let Some(before) = before else {
            said.extend(page.head.iter().cloned());
            said.extend(page.block());
            return said;
        };
        if comes_back && said.is_empty() {
            said.extend(page.head.first().cloned());
        }
        said.extend(page.problem.iter().cloned());
        let is_new = |at: &usize| {
            page.lines
                .get(*at)
                .is_some_and(|line| !before.lines.contains(line))
        };
        let new: Vec<usize> = (0..page.lines.len()).filter(is_new).collect();
        if page.subject != before.subject || new.len() > FEW {
            said.extend(page.block());
        } else if page.at != before.at || (comes_back && self.model.notice.is_none()) {
            said.extend(page.at.and_then(|at| page.line(at)));
        } else if self.model.notice.is_none() {
            said.extend(new.into_iter().filter_map(|at| page.line(at)));
        }
        said
    }
}

/// A sentence in one line.
fn notice(notice: &Notice) -> String {
    let text = plain::safe(&notice.text)
        .replace("  ", ". ")
        .replace("..", ".");
    match notice.weight {
        Weight::Alarm => format!("Attention: {text}"),
        _ => text,
    }
}

/// The fields that are asked for, if there are such.
fn fields(model: &Model) -> Option<&crate::app::field::Fields> {
    match model.top()? {
        Screen::Form(form) => Some(&form.fields),
        Screen::Gate(gate) => Some(&gate.fields),
        _ => None,
    }
}
