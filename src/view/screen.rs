//! Which screen is drawn: the layers from the last one that fills the screen upward.

pub mod answers;
pub mod blank;
pub mod filter;
pub mod followup;
pub mod form;
pub mod gate;
pub mod glance;
pub mod groups;
pub mod import;
pub mod items;
pub mod pick;
pub mod places;
pub mod reading;
pub mod rollover;
pub mod round;
pub mod rubric;
pub mod signals;
pub mod student;
pub mod timeline;
pub mod turned;
pub mod unsaved;

use ratatui::layout::Rect;

use super::{
    frame::{self, split_bottom, split_top},
    paper::Paper,
};
use crate::app::{
    action::{Action, Bindings, Context},
    model::{Desk, Model},
    notice::{Notice, Weight},
    screen::{Screen, filter::FilterKind},
};

/// Draws what the model shows.
pub fn draw(model: &Model, paper: &mut Paper<'_>, area: Rect) {
    let (Some(top), Some(base)) = (model.top(), base(model)) else {
        return;
    };
    if matches!(top, Screen::Blank) {
        blank::draw(paper, area);
        if model.locks_soon {
            let (_, foot) = split_bottom(area, frame::foot_rows(model.notice.as_ref(), area));
            frame::footer(model, top, model.notice.as_ref(), paper, foot);
        }
        return;
    }
    let is_alone = matches!(base, Screen::Turned(_));
    let notice = model
        .notice
        .as_ref()
        .filter(|notice| is_for(notice, is_alone));
    let (head, rest) = split_top(area, 1);
    let (banner, rest) = split_top(rest, u16::from(model.access.is_reading()));
    frame::banner(&model.access, paper, banner);
    let (rest, foot) = split_bottom(rest, frame::foot_rows(notice, area));
    match base {
        Screen::Glance(glance) if glance::has_head(glance, head.width) => {
            glance::head(glance, model, paper, head);
        }
        _ => frame::header(model, paper, head, is_alone),
    }
    let (body, sheet) = split_bottom(rest, sheet_rows(model, top, rest));
    draw_base(model, base, std::ptr::eq(top, base), paper, body);
    draw_sheet(model, top, paper, sheet);
    match top {
        Screen::Filter(find) if matches!(find.kind, FilterKind::Find(_)) && notice.is_none() => {
            filter::prompt(model, top, find, paper, foot);
        }
        _ => frame::footer(model, top, notice, paper, foot),
    }
}

/// On the page for other eyes a sentence might name somebody else; only what needs attention is shown there.
fn is_for(notice: &Notice, is_alone: bool) -> bool {
    !is_alone || notice.weight == Weight::Alarm
}

/// The last layer that fills the screen.
fn base(model: &Model) -> Option<&Screen> {
    let fills = |screen: &&Screen| {
        !matches!(
            screen,
            Screen::Form(_) | Screen::Pick(_) | Screen::Filter(_) | Screen::Unsaved
        )
    };
    model
        .screens
        .iter()
        .rev()
        .find(fills)
        .or_else(|| model.top())
}

fn draw_base(model: &Model, base: &Screen, has_keys: bool, paper: &mut Paper<'_>, area: Rect) {
    if let Screen::Gate(gate) = base {
        return gate::draw(gate, paper, area);
    }
    let Some(desk) = &model.desk else { return };
    let at = Place {
        desk,
        now: model.now,
        has_keys,
        bindings: &model.bindings,
    };
    match base {
        Screen::Round(round) => round::draw(round, &at, paper, area),
        Screen::Student(page) => student::draw(page, &at, paper, area),
        Screen::Turned(student) => turned::draw(*student, &at, paper, area),
        Screen::Groups(groups) => groups::draw(groups, &at, paper, area),
        Screen::RollOver(screen) => rollover::draw(screen, &at, paper, area),
        Screen::Items(items) => items::draw(items, &at, paper, area),
        Screen::Places(places) => places::draw(places, &at, paper, area),
        Screen::FollowUps(screen) => followup::draw(screen, &at, paper, area),
        Screen::Glance(glance) => glance::draw(glance, &at, paper, area),
        Screen::Timeline(timeline) => timeline::draw(timeline, &at, paper, area),
        Screen::Answers(answers) => answers::draw(answers, &at, paper, area),
        Screen::Rubric(rubric) => rubric::draw(rubric, &at, paper, area),
        Screen::Signals(signals) => signals::draw(signals, &at, paper, area),
        Screen::Reading(reading) => reading::draw(reading, &at, paper, area),
        Screen::Import(import) => import::draw(import, &at, paper, area),
        _ => {}
    }
}

/// How many rows the layer that asks something takes of `area`.
fn sheet_rows(model: &Model, top: &Screen, area: Rect) -> u16 {
    let wanted = match top {
        Screen::Form(form) => form::rows(form, model.desk.as_ref(), area),
        Screen::Pick(pick) => pick::rows(pick, area),
        Screen::Filter(filter) => filter::rows(filter, area),
        Screen::Unsaved => unsaved::rows(model, area),
        _ => 0,
    };
    u16::try_from(wanted).unwrap_or(u16::MAX).min(area.height)
}

fn draw_sheet(model: &Model, top: &Screen, paper: &mut Paper<'_>, area: Rect) {
    match top {
        Screen::Form(form) => form::draw(form, model.desk.as_ref(), paper, area),
        Screen::Pick(pick) => pick::draw(pick, paper, area),
        Screen::Filter(filter) => filter::draw(model, filter, paper, area),
        Screen::Unsaved => unsaved::draw(model, paper, area),
        _ => {}
    }
}

/// What the screens of an open book are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The open book with everything that follows from it.
    pub desk: &'a Desk,
    /// The time of the last tick.
    pub now: crate::domain::date::DateTime,
    /// No other layer has the keys.
    pub has_keys: bool,
    /// The keys as they are shown.
    pub bindings: &'a Bindings,
}

impl Place<'_> {
    /// The first key of an act in a context; nothing where it has none.
    pub fn key(&self, context: Context, action: Action) -> &str {
        self.bindings
            .keys_of(context, action)
            .first()
            .copied()
            .unwrap_or_default()
    }
}
