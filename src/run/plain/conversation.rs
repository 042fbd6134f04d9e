//! A conversation: one line comes in, what it changed goes out.
//!
//! Pure but for what the outside answers: tests hold one without a terminal and without a file. A line means the same as a
//! key: the same key map, the same table of acts, the same [`update`].

use std::{borrow::Cow, collections::BTreeMap};

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
        update::{DRAFT_IS_BACK, context, update},
        veil::veiled,
    },
    domain::date::DateTime,
    keys::{self, Keymap},
    view::plain::{self, Page, Question},
};

/// More changed lines than this are a new page rather than a change.
const FEW: usize = 6;

/// So many lines of a long text are said at once.
const AT_ONCE: usize = 20;

/// Said when the last one of the round was seen or noted: the header of the screen would show it.
const NOBODY_LEFT: &str = "Nobody is left for this period. r says the recap.";

/// Said when what was being written is back, by the keys that hold here.
const DRAFT_IS_BACK_HERE: &str =
    "The book was closed over this. What you typed is back; a point saves it.";

/// How a line is given, said below the keys of a place.
const HOW_KEYS: &str = "Here a line is a key, a number, or an act by its name, such as: check in. = says the place again.";
const HOW_ANSWERS: &str = "Here a line is an answer. An empty line keeps what is there, a point takes the rest as it is, a plus before a line adds to what is there, a backslash before it makes it text in any case. = asks again.";

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
    /// What of a long text was not said yet, the last line first.
    unsaid: Vec<String>,
    /// How answers are given was said.
    is_taught: bool,
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
            unsaid: Vec::new(),
            is_taught: false,
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
        plain::question(&self.shown())
    }

    /// The model as it is said: initials in the place of names, where that is wished.
    fn shown(&self) -> Cow<'_, Model> {
        if self.model.initials {
            Cow::Owned(veiled(&self.model))
        } else {
            Cow::Borrowed(&self.model)
        }
    }

    fn seen(&self) -> Page {
        plain::page(&self.shown())
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

    /// The last line of all: what became of the acts.
    pub fn goodbye(&self) -> &'static str {
        match &self.model.desk {
            Some(desk) if desk.practice => "Homeroom is closed. Nothing of the practice is kept.",
            Some(desk) if desk.saves.problem.is_some() => {
                "Homeroom is closed. What could not be saved is lost."
            }
            Some(_) => "Homeroom is closed. Everything is saved.",
            None => "Homeroom is closed.",
        }
    }

    /// What is different now, without a line: after a warning, or when the book was closed meanwhile.
    pub fn look(&mut self) -> Vec<String> {
        self.changes()
    }

    /// Takes a line. What it changed, one line a change.
    pub fn take(&mut self, line: &str, outside: &mut impl Outside) -> Vec<String> {
        if line.trim().is_empty() && !self.unsaid.is_empty() {
            return self.more();
        }
        self.unsaid.clear();
        self.model.notice = None;
        let to_go = self.to_go();
        let refused = match context(&self.model) {
            Context::Blank => self.send(Message::Text(Typed::End), outside),
            Context::Filter => self.filter(line, outside),
            context if keys::takes_text(context) => self.answer(line, outside),
            context => self.key(context, line.trim(), outside),
        };
        let mut said: Vec<String> = refused.into_iter().collect();
        said.extend(self.changes());
        if to_go > 0 && self.to_go() == 0 && self.model.desk.is_some() {
            said.push(NOBODY_LEFT.to_owned());
        }
        let is_silent = said.is_empty() && !self.model.leaving;
        if is_silent && !keys::takes_text(context(&self.model)) {
            said.push("Nothing changed.".to_owned());
        }
        said
    }

    /// How many are not seen in this period yet.
    fn to_go(&self) -> usize {
        let desk = self.model.desk.as_ref();
        desk.map_or(0, |desk| desk.counts().to_go)
    }

    /// The next part of a long text.
    fn more(&mut self) -> Vec<String> {
        let rest = self
            .unsaid
            .split_off(self.unsaid.len().saturating_sub(AT_ONCE));
        let mut said: Vec<String> = rest.into_iter().rev().collect();
        said.extend(self.how_many_more());
        said
    }

    fn how_many_more(&self) -> Option<String> {
        let count = self.unsaid.len();
        let noun = if count == 1 { "line" } else { "lines" };
        (count > 0).then(|| format!("{count} more {noun}: an empty line goes on."))
    }

    /// The lines of a place; of a long text the first part.
    fn block(&mut self) -> Vec<String> {
        let block = self.page.block();
        if !self.page.is_long || block.len() <= AT_ONCE + FEW {
            return block;
        }
        self.unsaid = block.into_iter().rev().collect();
        self.more()
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
        if let Some(line) = self.page.numbers.iter().position(|one| *one == number) {
            let is_there = self.page.at == Some(line);
            let refused = self.go_to(line, outside);
            let stays = context == self::context(&self.model);
            return refused.or_else(|| self.page.line(line).filter(|_| is_there && stays));
        }
        let ticks = self.keymap.named(context, "1") == Some(Action::Tick(1));
        match u8::try_from(number) {
            Ok(digit @ 1..=9) if ticks && self.page.numbers.is_empty() => {
                self.act(Action::Tick(digit), outside)
            }
            _ => Some("No line has that number.".to_owned()),
        }
    }

    /// Takes a choice; elsewhere moves to the line.
    fn go_to(&mut self, line: usize, outside: &mut impl Outside) -> Option<String> {
        self.act(Action::First, outside);
        let mut at = self.seen().at;
        while at.is_some_and(|at| at < line) {
            self.act(Action::Down, outside);
            let now = self.seen().at;
            if now == at {
                break;
            }
            at = now;
        }
        if matches!(self.model.top(), Some(Screen::Pick(_) | Screen::Gate(_))) {
            return self.act(Action::Open, outside);
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
        let help = self.seen();
        self.send(Message::Act(Action::Back), outside);
        let how = if keys::takes_text(context(&self.model)) {
            HOW_ANSWERS
        } else {
            HOW_KEYS
        };
        let lines = help.head.into_iter().chain(help.lines);
        let lines: Vec<String> = lines.chain([how.to_owned()]).collect();
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
        let found = self.seen().lines.len();
        (found == 0).then(|| "Nothing matches.".to_owned())
    }

    /// What a line means where a field is asked for: the answer, or `esc`, `?`, a point, or the name of another key.
    fn answer(&mut self, line: &str, outside: &mut impl Outside) -> Option<String> {
        let context = context(&self.model);
        let fields = fields(&self.model)?;
        let (focus, count) = (fields.focus, fields.all.len());
        let is_last = focus + 1 >= count;
        let corrects = !self.seen().problem.is_empty();
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
            let problem = self.seen().problem;
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

    /// Puts a line in the place of what a field holds, or behind it; see [`meant`].
    fn write(&mut self, line: &str, outside: &mut impl Outside) {
        let before = fields(&self.model).and_then(|fields| {
            match fields.all.get(fields.focus).map(|field| &field.entry) {
                Some(Entry::Line(line)) => Some(line.text().to_owned()),
                _ => None,
            }
        });
        let text = match before {
            Some(before) => meant(line, &before),
            None => line.strip_prefix('\\').unwrap_or(line).to_owned(),
        };
        for typed in [Typed::End, Typed::DeleteToStart, Typed::Paste(text)] {
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
    fn again(&mut self) -> String {
        let page = &self.page;
        let mut lines = page.head.clone();
        lines.extend(page.rest.iter().cloned());
        let about = page.about.clone();
        lines.extend(self.block());
        lines.extend(self.where_it_is());
        lines.extend(about);
        if !self.page.hint.is_empty() {
            lines.push(self.page.hint.clone());
        }
        lines.join("\n")
    }

    /// Which of the numbered lines the keys go to.
    fn where_it_is(&self) -> Option<String> {
        let number = *self.page.numbers.get(self.page.at?)?;
        (number > 0).then(|| format!("You are at {number}."))
    }

    /// What is different from what was said last.
    fn changes(&mut self) -> Vec<String> {
        let page = self.seen();
        let left = std::mem::replace(&mut self.page, page);
        if self.model.desk.is_none() {
            self.spoken.clear();
        }
        let place = self.page.place.clone();
        let comes_back = place != left.place;
        let known = self.spoken.remove(&place);
        self.spoken.insert(left.place.clone(), left.clone());
        let before = if comes_back { known } else { Some(left) };
        let mut said: Vec<String> = self.shown().notice.iter().map(notice).collect();
        let has_notice = !said.is_empty();
        let Some(before) = before else {
            said.extend(self.page.head.iter().cloned());
            said.extend(self.taught());
            said.extend(self.block());
            if self.page.at != Some(0) {
                said.extend(self.where_it_is());
            }
            return said;
        };
        let page = &self.page;
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
        let line_at = |page: &Page| page.at.and_then(|at| page.line(at));
        let is_elsewhere = page.at != before.at || page.here != before.here;
        if page.subject != before.subject || (new.len() > FEW && !page.is_long) {
            let block = self.block();
            said.extend(block);
        } else if is_elsewhere || (comes_back && !has_notice) {
            said.extend(line_at(page));
        } else if !has_notice {
            said.extend(new.into_iter().filter_map(|at| page.line(at)));
        }
        said
    }

    /// How answers are given, the first time.
    fn taught(&mut self) -> Option<String> {
        let hint = Some(self.page.hint.clone()).filter(|hint| !hint.is_empty() && !self.is_taught);
        self.is_taught |= hint.is_some();
        hint
    }
}

/// What a field holds after a line: the line, or with a plus before it what was there and the line. A backslash before it
/// makes it text in any case; alone it empties the field.
pub fn meant(line: &str, before: &str) -> String {
    match (line.strip_prefix('\\'), line.strip_prefix('+')) {
        (Some(text), _) => text.to_owned(),
        (_, Some(more)) if !before.is_empty() => format!("{before} {}", more.trim_start()),
        _ => line.to_owned(),
    }
}

/// A sentence in one line.
fn notice(notice: &Notice) -> String {
    let text = match notice.text.as_str() {
        DRAFT_IS_BACK => DRAFT_IS_BACK_HERE,
        text => text,
    };
    let text = plain::safe(&text.replace("  ", ". ")).replace("..", ".");
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
