//! A filter over a list: find a student, the palette, the help of a place.

use nucleo_matcher::{
    Config, Matcher,
    pattern::{CaseMatching, Normalization, Pattern},
};

use super::Next;
use crate::{
    app::{
        action::{Action, Context},
        detail::moved,
        effect::Effect,
        line::{Line, Typed},
        model::{Desk, Model},
        notice::Notice,
        update::{self, say},
    },
    domain::{followup, id::StudentId},
};

/// What is filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKind {
    /// Students; the cursor of the round follows. Holds where it stood before.
    Find(Option<StudentId>),
    /// Every act.
    Palette(Context),
    /// The keys of a place.
    Help(Context),
}

/// A filter with its list.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// What is filtered.
    pub kind: FilterKind,
    /// What was typed.
    pub line: Line,
    /// The line under the cursor.
    pub cursor: usize,
}

/// One line of the palette or the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterLine {
    /// The act.
    pub action: Action,
    /// Its name, or what it does.
    pub text: String,
    /// Its keys.
    pub keys: String,
    /// Why it cannot be done now.
    pub not_now: Option<&'static str>,
}

impl Filter {
    fn new(kind: FilterKind) -> Self {
        Self {
            kind,
            line: Line::default(),
            cursor: 0,
        }
    }

    /// Finds a student; `from` is where the cursor goes back to.
    pub fn find(from: Option<StudentId>) -> Self {
        Self::new(FilterKind::Find(from))
    }

    /// Every act, as it would be done in this context.
    pub fn palette(context: Context) -> Self {
        Self::new(FilterKind::Palette(context))
    }

    /// The keys of this context.
    pub fn help(context: Context) -> Self {
        Self::new(FilterKind::Help(context))
    }

    /// The lines that match, best first; without letters all of them in their order.
    pub fn lines(&self, model: &Model) -> Vec<FilterLine> {
        match self.kind {
            FilterKind::Find(_) => Vec::new(),
            FilterKind::Palette(context) => {
                let all = Action::all().filter(|action| is_for_palette(*action));
                let lines = all.map(|action| palette_line(model, context, action));
                let mut found = self.matching(lines.collect());
                // The act whose name is typed stands first, then what can be done.
                let typed = self.line.text();
                let is_called_so =
                    |line: &FilterLine| !typed.is_empty() && line.text.starts_with(typed);
                found.sort_by_key(|line| (!is_called_so(line), line.not_now.is_some()));
                found
            }
            FilterKind::Help(context) => self.matching(help_lines(model, context)),
        }
    }

    fn matching(&self, lines: Vec<FilterLine>) -> Vec<FilterLine> {
        if self.line.is_empty() {
            return lines;
        }
        let text = |line: &FilterLine| format!("{} {}", line.text, line.keys);
        best(self.line.text(), lines, text)
    }

    /// What a key does here.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let length = match self.kind {
            FilterKind::Find(_) => 0,
            _ => self.lines(model).len(),
        };
        match action {
            Action::Up => self.cursor = moved(self.cursor, -1, length),
            Action::Down => self.cursor = moved(self.cursor, 1, length),
            Action::PageUp => self.cursor = moved(self.cursor, -10, length),
            Action::PageDown => self.cursor = moved(self.cursor, 10, length),
            Action::Back => {
                self.cancel(model);
                return Some(Next::Close);
            }
            Action::Accept => return Some(self.accept(model, effects)),
            _ => return None,
        }
        Some(Next::Stay)
    }

    /// Typing filters; the round's cursor follows a find.
    pub fn typed(&mut self, model: &mut Model, typed: &Typed) {
        self.line.typed(typed);
        self.cursor = 0;
        if let FilterKind::Find(from) = self.kind {
            let Some(desk) = &model.desk else { return };
            let best = matching(desk, self.line.text()).first().copied().or(from);
            let pattern = self.line.text().to_owned();
            update::with_round(model, |round, desk| {
                round.pattern = pattern;
                if round.only_long_unseen
                    && best.is_some_and(|id| desk.seat_of(id).is_none_or(|s| !s.is_long_unseen()))
                {
                    round.only_long_unseen = false;
                }
                round.go_to(best, desk);
            });
        }
    }

    fn cancel(&self, model: &mut Model) {
        if let FilterKind::Find(from) = self.kind {
            update::with_round(model, |round, desk| round.go_to(from, desk));
        }
    }

    fn accept(&self, model: &mut Model, effects: &mut Vec<Effect>) -> Next {
        match self.kind {
            FilterKind::Find(_) => {
                let found = model
                    .desk
                    .as_ref()
                    .is_some_and(|desk| !matching(desk, self.line.text()).is_empty());
                if !found {
                    self.cancel(model);
                    say(
                        model,
                        Notice::refused(format!("Nobody here is called \"{}\".", self.line.text())),
                    );
                }
                Next::Close
            }
            FilterKind::Help(_) => Next::Close,
            FilterKind::Palette(_) => {
                let lines = self.lines(model);
                let Some(line) = lines.get(self.cursor) else {
                    return Next::Stay;
                };
                if let Some(reason) = line.not_now {
                    say(model, Notice::refused(reason));
                    return Next::Stay;
                }
                update::act_beneath(model, line.action, effects);
                Next::Close
            }
        }
    }
}

/// Students whose names match, best first.
pub fn matching(desk: &Desk, pattern: &str) -> Vec<StudentId> {
    if pattern.trim().is_empty() {
        return Vec::new();
    }
    let seats = desk
        .seats
        .iter()
        .map(|seat| (seat.student, seat.name.clone()))
        .collect();
    let found: Vec<(StudentId, String)> = best(pattern, seats, |(_, name)| name.clone());
    found.into_iter().map(|(student, _)| student).collect()
}

/// What matches, best first, ties in the given order. Accents need not be typed.
fn best<T>(pattern: &str, all: Vec<T>, text: impl Fn(&T) -> String) -> Vec<T> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(pattern, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut found: Vec<(u32, T)> = all
        .into_iter()
        .filter_map(|one| {
            let haystack = text(&one);
            let score = pattern.score(
                nucleo_matcher::Utf32Str::new(&haystack, &mut buffer),
                &mut matcher,
            )?;
            Some((score, one))
        })
        .collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, one)| one).collect()
}

/// Acts that are not for the palette: moving and typing.
fn is_for_palette(action: Action) -> bool {
    !matches!(
        action,
        Action::Up
            | Action::Down
            | Action::First
            | Action::Last
            | Action::PageUp
            | Action::PageDown
            | Action::Less
            | Action::More
            | Action::Palette
            | Action::Accept
            | Action::NextField
            | Action::PreviousField
            | Action::OtherWay
            | Action::Retry
            | Action::Abandon
            | Action::Back
            | Action::Toggle
            | Action::Open
    )
}

fn palette_line(model: &Model, context: Context, action: Action) -> FilterLine {
    FilterLine {
        action,
        text: palette_name(model, action),
        keys: model.bindings.keys_of(context, action).join(" "),
        not_now: update::not_now(model, action),
    }
}

/// What an act is called; behind it how many wait for it.
fn palette_name(model: &Model, action: Action) -> String {
    let name = action.name();
    match (action, &model.desk) {
        (Action::FollowUps, Some(desk)) => match followup::due(&desk.book, desk.day()) {
            0 => name.to_owned(),
            due => format!("{name} ({due} due)"),
        },
        _ => name.to_owned(),
    }
}

fn help_lines(model: &Model, context: Context) -> Vec<FilterLine> {
    let mut lines: Vec<FilterLine> = Vec::new();
    for (action, key) in model.bindings.in_context(context) {
        match lines
            .iter_mut()
            .find(|line| line.action == action || both_ticks(line.action, action))
        {
            Some(line) if both_ticks(line.action, action) => "1-9".clone_into(&mut line.keys),
            Some(line) => line.keys = format!("{} {key}", line.keys),
            None => lines.push(FilterLine {
                action,
                text: action.doc().to_owned(),
                keys: key.to_owned(),
                not_now: None,
            }),
        }
    }
    lines
}

fn both_ticks(a: Action, b: Action) -> bool {
    matches!((a, b), (Action::Tick(_), Action::Tick(_)))
}
