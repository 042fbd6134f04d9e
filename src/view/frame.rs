//! The row on top and the row at the bottom of every screen, and the lines between parts.

use ratatui::layout::Rect;

use super::{
    paper::{Paper, Row},
    text,
};
use crate::{
    app::{
        access::Access,
        action::Action,
        model::{CountsFor, Desk, Model, Saves},
        notice::{Notice, Weight},
        screen::{
            Screen,
            gate::{Gate, Step},
            glance::{Glance, Page},
        },
        update::{is_refused, not_now},
    },
    domain::date,
    theme::Role,
};

/// A sentence may take this many rows at the bottom.
const MOST_NOTICE_ROWS: usize = 5;

/// The first `rows` of an area, and what lies under them.
pub fn split_top(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    let top = Rect {
        height: rows,
        ..area
    };
    let under = Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    };
    (top, under)
}

/// What lies above the last `rows` of an area, and these.
pub fn split_bottom(area: Rect, rows: u16) -> (Rect, Rect) {
    split_top(area, area.height.saturating_sub(rows))
}

/// The first line that is shown of `length` lines, so that the cursor is in sight with some lines behind it. Depends on
/// nothing else: the same cursor and the same height show the same lines.
pub fn offset(cursor: usize, height: usize, length: usize) -> usize {
    let behind = (height / 4).min(3);
    (cursor + behind + 1)
        .saturating_sub(height)
        .min(length.saturating_sub(height))
        .min(cursor)
}

/// A part of the header; those with a higher number go first when it gets narrow.
struct Part {
    text: String,
    role: Role,
    goes: u8,
    /// One of several numbers that belong together.
    is_count: bool,
}

fn part(text: impl Into<String>, goes: u8) -> Part {
    Part {
        text: text.into(),
        role: Role::Header,
        goes,
        is_count: false,
    }
}

/// The row on top: which group, which day, how much time, how many, what is saved. Of other students only numbers, and
/// `alone` leaves out these as well.
pub fn header(model: &Model, paper: &mut Paper<'_>, area: Rect, alone: bool) {
    let mut row = Row::of(area, 0);
    paper.blank(row, Role::Header);
    let Some(desk) = &model.desk else {
        return paper.write(&mut row, " Homeroom", Role::Header);
    };
    let mut parts = parts(model, desk);
    if alone {
        parts.retain(|part| part.role != Role::Header || part.goes == 0);
    }
    draw_parts(parts, desk, paper, row);
}

/// Says on every screen that nothing can be saved, in the longest words that fit.
pub fn banner(access: &Access, paper: &mut Paper<'_>, area: Rect) {
    let row = Row::of(area, 0);
    let said = access.banner();
    let fits = |said: &&String| text::columns(said) < row.room();
    let Some(said) = said.iter().find(fits).or(said.last()) else {
        return;
    };
    paper.blank(row, Role::Unsaved);
    paper.write(&mut row.after(1), said, Role::Unsaved);
}

/// The row on top of a screen that writes the heads of its own columns into it: before them the group, behind them the rest.
pub fn header_around(model: &Model, paper: &mut Paper<'_>, before: Row, behind: Row) {
    let Some(desk) = &model.desk else { return };
    let mut parts = parts(model, desk);
    let rest = parts.split_off(1.min(parts.len()));
    for part in &parts {
        paper.write(&mut before.clone(), &part.text, part.role);
    }
    draw_parts(rest, desk, paper, behind);
}

fn draw_parts(mut parts: Vec<Part>, desk: &Desk, paper: &mut Paper<'_>, mut row: Row) {
    let saved = saved(&desk.saves);
    if fit(&mut parts, row.room(), text::columns(&saved) + 2) {
        paper.right(&mut row, &saved, Role::Header);
    }
    let mut before: Option<&Part> = None;
    for part in &parts {
        row = row.after(gap(before, part));
        paper.write(&mut row, &part.text, part.role);
        before = Some(part);
    }
}

fn parts(model: &Model, desk: &Desk) -> Vec<Part> {
    let counts = desk.counts();
    let left = desk.minutes_left(model.now);
    let group = desk.group.and_then(|group| desk.book.groups.get(&group));
    let mut parts = vec![part(
        group.map_or("no group yet", |group| group.name.as_str()),
        0,
    )];
    parts.extend(flags(model, desk));
    parts.push(if left == 0 {
        part("period over", 2)
    } else {
        part(format!("{left} min left"), 2)
    });
    let count = |text, goes| Part {
        is_count: true,
        ..part(text, goes)
    };
    parts.push(count(format!("{} seen", counts.seen), 3));
    if counts.absent > 0 {
        parts.push(count(format!("{} absent", counts.absent), 5));
    }
    parts.push(count(format!("{} to go", counts.to_go), 1));
    if left > 0 && counts.to_go > 0 {
        let each = usize::from(left) * 60 / counts.to_go;
        let said = match each {
            ..=180 => format!("~{each} s each"),
            longer => format!("~{} min each", longer / 60),
        };
        parts.push(part(said, 6));
    }
    parts
}

/// What must not be overlooked; the date where there is no such thing.
fn flags(model: &Model, desk: &Desk) -> Vec<Part> {
    let flag = |text: String, role| Part {
        role,
        ..part(text, 0)
    };
    let mut flags = Vec::new();
    if desk.saves.problem.is_some() {
        let waiting = desk.saves.queued.len();
        flags.push(flag(format!("NOT SAVED ({waiting})"), Role::Unsaved));
    }
    if model.initials {
        flags.push(flag("INITIALS".to_owned(), Role::Practice));
    }
    if desk.practice {
        flags.push(flag("PRACTICE".to_owned(), Role::Practice));
    }
    match desk.counts_for {
        CountsFor::Now => {}
        CountsFor::Day(day) => flags.push(flag(format!("for {}", date::long(day)), Role::Unsaved)),
        CountsFor::Period(from, _) => flags.push(flag(
            format!("for {} today", date::clock(from)),
            Role::Unsaved,
        )),
    }
    if flags.is_empty() {
        flags.push(part(date::long(model.now.date()), 4));
    }
    flags
}

/// The time of the last durable commit, never a hope.
fn saved(saves: &Saves) -> String {
    if !saves.queued.is_empty() && saves.problem.is_none() {
        return "saving".to_owned();
    }
    saves
        .last
        .map(|last| format!("saved {}", date::clock(last)))
        .unwrap_or_default()
}

/// Columns between two parts.
fn gap(before: Option<&Part>, part: &Part) -> usize {
    match before {
        None => 0,
        Some(before) if before.is_count && part.is_count => 1,
        Some(_) => 2,
    }
}

/// Leaves parts out until the rest fits beside what stands at the right end. False where not even that fits.
fn fit(parts: &mut Vec<Part>, room: usize, right: usize) -> bool {
    while width(parts) + right > room {
        let last = parts.iter().map(|part| part.goes).max();
        let Some(last) = last.filter(|goes| *goes > 0) else {
            return false;
        };
        parts.retain(|part| part.goes != last);
    }
    true
}

fn width(parts: &[Part]) -> usize {
    let before = std::iter::once(None).chain(parts.iter().map(Some));
    parts
        .iter()
        .zip(before)
        .map(|(part, before)| text::columns(&part.text) + gap(before, part))
        .sum()
}

/// How many rows the bottom needs.
pub fn foot_rows(notice: Option<&Notice>, area: Rect) -> u16 {
    // A sentence that says what to do now is not cut.
    let is_alarm = notice.is_some_and(|notice| notice.weight == Weight::Alarm);
    let share = if is_alarm {
        area.height / 2
    } else {
        area.height / 4
    };
    let most = MOST_NOTICE_ROWS.min(usize::from(share)).max(1);
    let rows = notice.map_or(1, |notice| {
        text::wrap(&notice.text, usize::from(area.width), most).len()
    });
    rows.max(1) as u16
}

/// The bottom: a sentence if there is one, else the keys of this place.
pub fn footer(
    model: &Model,
    top: &Screen,
    notice: Option<&Notice>,
    paper: &mut Paper<'_>,
    area: Rect,
) {
    let Some(notice) = notice else {
        return hints(model, top, paper, Row::of(area, 0));
    };
    let role = match notice.weight {
        Weight::Done => Role::NoticeDone,
        Weight::Refused => Role::NoticeRefused,
        Weight::Alarm => Role::NoticeAlarm,
    };
    let lines = text::wrap(
        &notice.text,
        usize::from(area.width),
        usize::from(area.height),
    );
    for (at, line) in lines.into_iter().enumerate() {
        paper.write(&mut Row::of(area, at), line, role);
    }
}

/// Keys with a word each, the most important first; undo and help are the last to be cut.
pub fn hints(model: &Model, top: &Screen, paper: &mut Paper<'_>, row: Row) {
    let hints = all_hints(model, top);
    let width = |hint: &Hint<'_>| text::columns(hint.key) + 1 + hint.word.len() + 2;
    let (last, others): (Vec<_>, Vec<_>) = hints
        .into_iter()
        .partition(|hint| matches!(hint.action, Action::Undo | Action::Help));
    let mut room = (row.room() + 2).saturating_sub(last.iter().map(width).sum());
    let fitting = others.into_iter().take_while(|hint| {
        let rest = room.checked_sub(width(hint));
        room = rest.unwrap_or(room);
        rest.is_some()
    });
    let mut row = row;
    for hint in fitting.chain(last) {
        draw_hint(&hint, paper, &mut row);
    }
}

/// One key with its word.
pub fn hint(model: &Model, top: &Screen, action: Action, paper: &mut Paper<'_>, row: &mut Row) {
    let hints = all_hints(model, top);
    if let Some(hint) = hints.iter().find(|hint| hint.action == action) {
        draw_hint(hint, paper, row);
    }
}

fn draw_hint(hint: &Hint<'_>, paper: &mut Paper<'_>, row: &mut Row) {
    paper.write(row, hint.key, Role::Key);
    *row = row.after(1);
    paper.write(row, hint.word, Role::Hint);
    *row = row.after(2);
}

struct Hint<'a> {
    action: Action,
    key: &'a str,
    word: &'static str,
}

fn all_hints<'a>(model: &'a Model, top: &Screen) -> Vec<Hint<'a>> {
    let mut hints: Vec<Hint<'a>> = Vec::new();
    for (action, key) in model.bindings.in_context(top.context()) {
        let is_tick = matches!(action, Action::Tick(_));
        let is_known = hints.iter().any(|hint| {
            hint.action == action || (is_tick && matches!(hint.action, Action::Tick(_)))
        });
        let word = match top {
            Screen::Glance(glance) => word_at_a_glance(glance, model, action),
            _ => word(top, action),
        };
        let is_of_use = !is_idle(model, action) && !is_refused(model, top.context(), action);
        if !is_known && !word.is_empty() && is_of_use {
            hints.push(Hint {
                action,
                key: if is_tick { "1-9" } else { key },
                word,
            });
        }
    }
    hints
}

/// Whether an act can do nothing because nobody is there yet. Otherwise the hints stay what they are, possible or not: they
/// are found by their place.
fn is_idle(model: &Model, action: Action) -> bool {
    let is_empty = model
        .desk
        .as_ref()
        .is_some_and(|desk| desk.seats.is_empty());
    let needs_somebody = matches!(
        action,
        Action::Tick(_)
            | Action::Open
            | Action::LongUnseen
            | Action::Pane
            | Action::Toggle
            | Action::Recap
            | Action::Day
    );
    is_empty && (needs_somebody || not_now(model, action).is_some())
}

/// What is said of an action in this place; nothing where it does nothing of use.
fn word(screen: &Screen, action: Action) -> &'static str {
    match (screen, action) {
        (Screen::Gate(gate), _) => word_at_gate(gate, action),
        (Screen::Filter(_), Action::Accept) => "go on",
        (Screen::Import(_) | Screen::Answers(_), Action::Accept) => "take in",
        (Screen::Import(_), Action::Standing) => "mark left",
        (Screen::Import(_), Action::Move) => "bring here",
        (Screen::Import(_), Action::NewGroup) => "second group",
        (Screen::Import(_), Action::NextField) => "grade",
        (Screen::Import(_) | Screen::Answers(_), Action::OtherWay) => "read otherwise",
        (Screen::Pick(_), Action::Open | Action::Tick(_)) => "choose",
        (Screen::Timeline(_), Action::Toggle) => "take back",
        (Screen::RollOver(page), Action::Open) if page.at_cursor().is_none() => "begin",
        (Screen::RollOver(_), Action::Open) => "other way",
        (Screen::FollowUps(_), Action::Open) => "write down",
        (Screen::FollowUps(_), Action::Pane) => "plan",
        (Screen::Answers(_), Action::NextField) => "who answered",
        (Screen::Answers(answers), Action::Open) if answers.open.is_some() => "",
        (Screen::Answers(_) | Screen::Rubric(_), Action::Less) => "year before",
        (Screen::Rubric(_), Action::Open) => "rate",
        (Screen::Rubric(_), Action::Why) => "all of it",
        (Screen::Signals(signals), Action::Open) if signals.open.is_none() => "who",
        (Screen::Signals(signals), Action::More) if signals.counts_weeks() => "more weeks",
        (Screen::Signals(signals), Action::Less) if signals.counts_weeks() => "fewer",
        (Screen::Timeline(_), Action::Timeline)
        | (
            Screen::Signals(_) | Screen::Rubric(_),
            Action::Signals | Action::AddAnswers | Action::ReadAnswers,
        )
        | (Screen::Signals(_) | Screen::Answers(_), Action::Why)
        | (
            Screen::Answers(_),
            Action::Standing | Action::Move | Action::NewGroup | Action::Signals,
        )
        | (Screen::Turned(_), Action::Turn | Action::Open)
        | (Screen::Pick(_) | Screen::RollOver(_) | Screen::FollowUps(_), Action::Toggle)
        | (Screen::Reading(_), Action::Open | Action::Toggle | Action::Tick(_)) => "",
        _ => action.hint(),
    }
}

fn word_at_a_glance(glance: &Glance, model: &Model, action: Action) -> &'static str {
    let Some(desk) = &model.desk else {
        return "";
    };
    match action {
        Action::Glance | Action::Tick(_) => "",
        Action::Open if glance.page == Page::Year => "recap",
        Action::Toggle if glance.can(desk, action) => "tick",
        _ if glance.can(desk, action) => action.hint(),
        _ => "",
    }
}

fn word_at_gate(gate: &Gate, action: Action) -> &'static str {
    if gate.is_choosing() {
        return match action {
            Action::Open => "choose",
            Action::Back if gate.step != Step::TakeOver => "leave",
            Action::Back | Action::Help => action.hint(),
            _ => "",
        };
    }
    match (action, gate.step) {
        (Action::Accept, Step::Unlock) => "open",
        (Action::Accept, Step::Damaged) => "restore",
        (Action::Accept, _) => "go on",
        (Action::NextField | Action::PreviousField, _) if gate.fields.all.len() < 2 => "",
        (Action::OtherWay, Step::Unlock) => "forgotten",
        (Action::OtherWay, Step::RecoveryKey) => "passphrase",
        (Action::OtherWay, Step::NewPassphrase | Step::Passphrase) => "other words",
        (Action::OtherWay | Action::Lock, _)
        | (Action::Back, Step::Unlock | Step::Place | Step::Damaged) => "",
        _ => action.hint(),
    }
}

/// A line between parts of the screen, with a title in it.
pub fn rule(paper: &mut Paper<'_>, row: Row, title: &str) {
    let line = paper.glyph("─", "-");
    let mut rest = row;
    if !title.is_empty() {
        paper.write(&mut rest, line, Role::Rule);
        paper.write(&mut rest, line, Role::Rule);
        paper.write(&mut rest, " ", Role::Rule);
        paper.write(&mut rest, title, Role::Heading);
        paper.write(&mut rest, " ", Role::Rule);
    }
    while rest.room() > 0 {
        paper.write(&mut rest, line, Role::Rule);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_in_sight() {
        for length in 0..40 {
            for height in 1..30 {
                for cursor in 0..length.max(1) {
                    let first = offset(cursor, height, length);
                    assert!(first <= cursor && cursor < first + height);
                    assert!(length <= height || first + height <= length);
                }
            }
        }
    }
}
