//! What the model says in lines, for a conversation without a screen: no cursor, no boxes, states in words.
//!
//! Called by `run::plain`, which prints what changed. Pure, as everything that shows the model. The round, the student, lists
//! and questions have words of their own; every other screen is drawn on paper that nobody sees and read off line by
//! line, so that none is missing here.

mod glance;
mod lists;
mod painted;
mod reading;
mod round;
mod student;

use super::{screen::unsaved, text};
use crate::app::{
    field::{Entry, Field, Fields},
    model::Model,
    screen::{
        Screen,
        filter::{Filter, FilterKind, FilterLine},
        gate::Step,
        groups::Groups,
        pick::Pick,
        timeline::Timeline,
    },
};

/// Where the person is, in lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Tells this place from every other; never shown.
    pub place: String,
    /// What is said on coming here.
    pub head: Vec<String>,
    /// How answers are given: said once.
    pub hint: String,
    /// Tells what is shown here from what else can be: a student, a section; never shown.
    pub subject: String,
    /// The lines, in order.
    pub lines: Vec<String>,
    /// The line where the keys go.
    pub at: Option<usize>,
    /// Whom or what the keys go to, where one line always says it; never shown.
    pub here: String,
    /// The numbers that are said before the lines, and go there; 0 for none.
    pub numbers: Vec<usize>,
    /// It is for reading: a part at a time.
    pub is_long: bool,
    /// What else can be said of this place when it is asked for: everybody in the round.
    pub rest: Vec<String>,
    /// And of the line where the keys go.
    pub about: Vec<String>,
    /// Why the last answer was not taken.
    pub problem: Vec<String>,
}

impl Page {
    /// A line as it is said, with its number where it has one.
    pub fn line(&self, at: usize) -> Option<String> {
        let line = self.lines.get(at)?;
        Some(match self.numbers.get(at) {
            Some(number @ 1..) => format!("{number}. {line}"),
            _ => line.clone(),
        })
    }

    /// All lines.
    pub fn block(&self) -> Vec<String> {
        (0..self.lines.len())
            .filter_map(|at| self.line(at))
            .collect()
    }
}

/// 1, 2, 3 and so on, for so many lines.
fn numbered(lines: usize) -> Vec<usize> {
    (1..=lines).collect()
}

/// What the model shows.
pub fn page(model: &Model) -> Page {
    let Some(top) = model.top() else {
        return Page::default();
    };
    let mut page = match (top, &model.desk) {
        (Screen::Blank, _) => titled("blank", "Homeroom. Any line comes back."),
        (Screen::Gate(gate), _) => painted::gate(model, gate),
        (Screen::Form(form), _) => Page {
            problem: form.error.iter().cloned().collect(),
            hint: how(&form.fields).to_owned(),
            ..titled(
                &form.title,
                &format!("{}. {}", form.title, count(&form.fields)),
            )
        },
        (Screen::Unsaved, _) => Page {
            lines: unsaved::said(model),
            ..titled(
                "unsaved",
                "Not everything is saved. r tries again, esc goes back, L leaves and loses it.",
            )
        },
        (Screen::Pick(pick), _) => choice(pick),
        (Screen::Filter(filter), _) => filtered(model, filter),
        (Screen::Round(round), Some(desk)) => round::page(model, desk, round),
        (Screen::Student(page), Some(desk)) => student::page(model, desk, page),
        (Screen::Timeline(timeline), Some(desk)) => done_so_far(timeline, desk),
        (Screen::Groups(groups), Some(desk)) => {
            let mut page = painted::page(model);
            page.at = Some(groups.cursor);
            if page.lines.len() == Groups::list(desk).len() {
                page.numbers = numbered(page.lines.len());
            }
            page
        }
        (Screen::Reading(reading), _) => reading::page(reading),
        (Screen::Glance(glance), Some(desk)) => glance::page(model, desk, glance),
        (Screen::Signals(signals), Some(desk)) => lists::signals(desk, signals),
        (Screen::Places(places), Some(desk)) => lists::places(desk, places),
        (Screen::Items(items), Some(desk)) => lists::items(desk, items),
        (Screen::RollOver(screen), Some(desk)) => lists::roll_over(desk, screen),
        (Screen::FollowUps(screen), Some(desk)) => {
            lists::follow_ups(desk, *screen, model.now.date())
        }
        (Screen::Answers(answers), Some(desk)) => lists::answers(desk, answers),
        (Screen::Rubric(rubric), Some(desk)) => lists::rubric(desk, rubric),
        (Screen::Import(import), Some(desk)) => Page {
            lines: import.lines(desk).into_iter().map(|l| l.text).collect(),
            at: Some(import.top),
            ..titled(
                "import",
                &format!(
                    "Not saved yet: {}. enter takes it in, esc does not.",
                    import.file.path
                ),
            )
        },
        _ => painted::page(model),
    };
    let is_seen = !matches!(top, Screen::Blank);
    page.head
        .extend(model.access.banner().into_iter().next().filter(|_| is_seen));
    for lines in [
        &mut page.head,
        &mut page.lines,
        &mut page.rest,
        &mut page.about,
        &mut page.problem,
    ] {
        for line in lines.iter_mut() {
            *line = safe(line);
        }
    }
    page
}

fn titled(place: &str, head: &str) -> Page {
    Page {
        place: place.to_owned(),
        head: vec![head.to_owned()],
        ..Page::default()
    }
}

fn count(fields: &Fields) -> String {
    match fields.all.len() {
        1 => "One answer.".to_owned(),
        several => format!("{several} answers."),
    }
}

/// How answers are given.
fn how(fields: &Fields) -> &'static str {
    match fields.all.len() {
        1 => "An empty line takes what is there, a plus before a line adds to it, esc leaves.",
        _ => {
            "An empty line keeps what is there, a plus before a line adds to it, a point takes the rest as it is, esc leaves."
        }
    }
}

fn choice(pick: &Pick) -> Page {
    Page {
        lines: pick.options.iter().map(|line| words(line)).collect(),
        at: Some(pick.cursor),
        numbers: numbered(pick.options.len()),
        ..titled(
            &pick.title,
            &format!("{} Type a number.", ended(&pick.title)),
        )
    }
}

/// A title as a sentence.
fn ended(title: &str) -> String {
    if title.ends_with(['.', '?', '!', ':']) {
        title.to_owned()
    } else {
        format!("{title}.")
    }
}

fn filtered(model: &Model, filter: &Filter) -> Page {
    let place = format!("{:?}", filter.kind);
    let lines = filter.lines(model);
    let (head, is_numbered) = match filter.kind {
        FilterKind::Find(_) => ("Find a student.", false),
        FilterKind::Palette(_) => ("Every act: type a part of its name, then a number.", true),
        FilterKind::Help(_) => ("The keys of this place.", false),
    };
    let typed = !filter.line.is_empty();
    let shown = match filter.kind {
        FilterKind::Palette(_) if !typed => Vec::new(),
        FilterKind::Help(_) => lines.iter().map(key).collect(),
        _ => lines.iter().map(act).collect(),
    };
    Page {
        subject: filter.line.text().to_owned(),
        lines: shown,
        at: (is_numbered && typed && !lines.is_empty()).then_some(filter.cursor),
        numbers: if is_numbered {
            numbered(lines.len())
        } else {
            Vec::new()
        },
        rest: match filter.kind {
            FilterKind::Palette(_) if !typed => lines.iter().map(act).collect(),
            _ => Vec::new(),
        },
        ..titled(&place, head)
    }
}

/// `c: Talked: note it and go on`; a sign is said by its name too, since a reader may leave it out.
fn key(line: &FilterLine) -> String {
    let keys: Vec<String> = line.keys.split(' ').map(spoken).collect();
    format!("{}: {}", keys.join(", "), line.text)
}

/// A key with the name of its sign.
fn spoken(key: &str) -> String {
    let name = match key {
        ":" => "colon",
        "/" => "slash",
        "?" => "question mark",
        "+" => "plus",
        "-" => "minus",
        "[" => "left bracket",
        "]" => "right bracket",
        ">" => "greater",
        key => return key.to_owned(),
    };
    format!("{key} {name}")
}

fn act(line: &FilterLine) -> String {
    let keys = if line.keys.is_empty() {
        String::new()
    } else {
        let keys: Vec<String> = line.keys.split(' ').map(spoken).collect();
        format!(", key {}", keys.join(" or "))
    };
    let not_now = line.not_now.map(|why| format!(". Not now: {why}"));
    format!("{}{keys}{}", line.text, not_now.unwrap_or_default())
}

fn done_so_far(timeline: &Timeline, desk: &crate::app::model::Desk) -> Page {
    let lines = timeline.lines(desk).into_iter().map(|line| {
        let undone = if line.is_undone { ", undone" } else { "" };
        format!("{}: {}{undone}", line.when, line.said)
    });
    let lines: Vec<String> = lines.collect();
    Page {
        numbers: numbered(lines.len()),
        is_long: true,
        lines,
        at: Some(timeline.cursor),
        ..titled("timeline", "Timeline, newest first. space takes one back.")
    }
}

/// What is asked next: the question, and whether the answer stays hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Ends with a blank, the answer comes behind it.
    pub text: String,
    /// The answer is not to be shown.
    pub is_secret: bool,
    /// What can be chosen, one a line, said before the question.
    pub choices: Vec<String>,
}

/// The question of this place.
pub fn question(model: &Model) -> Question {
    let plain = |text: &str| Question {
        text: text.to_owned(),
        is_secret: false,
        choices: Vec::new(),
    };
    let fields = match model.top() {
        Some(Screen::Form(form)) => &form.fields,
        Some(Screen::Gate(gate)) if gate.is_choosing() => return plain("A number: "),
        Some(Screen::Gate(gate)) => &gate.fields,
        Some(Screen::Filter(filter)) => {
            return plain(match filter.kind {
                FilterKind::Find(_) => "A few letters of the name: ",
                _ => "Act: ",
            });
        }
        _ => return plain("> "),
    };
    fields
        .all
        .get(fields.focus)
        .map_or_else(|| plain(goes_on(model)), field)
}

/// What an empty line does where nothing is typed.
fn goes_on(model: &Model) -> &'static str {
    match model.top() {
        Some(Screen::Gate(gate)) if gate.step == Step::Damaged => {
            "Enter restores the backup, ctrl-c leaves: "
        }
        _ => "Enter goes on: ",
    }
}

fn field(field: &Field) -> Question {
    let label = safe(&field.label);
    let hint = safe(&field.hint);
    let hint = if hint.is_empty() {
        String::new()
    } else {
        format!(" ({hint})")
    };
    match &field.entry {
        Entry::Line(line) if line.text().is_empty() => Question {
            text: format!("{label}{hint}: "),
            is_secret: false,
            choices: Vec::new(),
        },
        Entry::Line(line) => Question {
            text: format!(
                "{label}{hint}, now \"{}\"{}: ",
                safe(line.text()),
                // An empty line keeps what is there.
                if hint.contains("empty") {
                    ", \\ empties it"
                } else {
                    ""
                }
            ),
            is_secret: false,
            choices: Vec::new(),
        },
        Entry::Secret(_) => Question {
            text: format!("{label}{hint}, not shown: "),
            is_secret: true,
            choices: Vec::new(),
        },
        Entry::Choice { options, chosen } => {
            let now = options.get(*chosen).map_or("", String::as_str);
            let line = |(at, option): (usize, &String)| format!("{}. {}", at + 1, safe(option));
            Question {
                text: format!("{label}, a number, now \"{}\": ", safe(now)),
                is_secret: false,
                choices: options.iter().enumerate().map(line).collect(),
            }
        }
    }
}

/// Marks in brackets as words.
fn words(line: &str) -> String {
    line.replace("[x]", "yes,")
        .replace("[ ]", "no,")
        .replace("[~]", "not applicable,")
        .replace("( )", "later,")
}

/// Made safe for a terminal, without the signs that a reader would spell out and without columns.
pub fn safe(line: &str) -> String {
    let mut said = String::with_capacity(line.len());
    for (symbol, _) in text::symbols(line.trim()) {
        match symbol {
            " " if said.ends_with(' ') => {}
            "“" | "”" => said.push('"'),
            "…" => said.push_str("..."),
            "\u{fffd}" => said.push('?'),
            symbol => said.push_str(symbol),
        }
    }
    said
}
