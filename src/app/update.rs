//! What a message does to the model. Pure: the same model and message give the same model and effects.

mod answer;
mod catalog;
mod not_now;

pub use catalog::write_catalog;
pub use not_now::not_now;

use super::{
    access,
    action::{Action, Context},
    effect::Effect,
    line::{Line, Typed},
    message::Message,
    model::{Desk, Model},
    notice::Notice,
    screen::{
        Next, Screen,
        answers::Answers,
        filter::Filter,
        followup::FollowUps,
        form::Form,
        gate,
        glance::Glance,
        groups,
        items::Items,
        pick::Pick,
        places::Places,
        reading, rollover,
        round::{self, RoundScreen},
        rubric::Rubric,
        signals,
        timeline::Timeline,
        unsaved,
    },
    wall,
};
use crate::domain::{
    catalog::ItemId,
    change::{Change, EntryKind},
    date::{DateTime, SchoolYear},
    text::capitalized,
};

/// What stands behind the sentence that says what was done.
pub const UNDO_HINT: &str = "  u undo";

/// Said before the book locks itself.
pub const LOCKS_SOON: &str =
    "No key for a while: the book locks in 20 seconds. Any key keeps it open.";

/// Said when a line is full.
pub const LEFT_OUT: &str = "A line takes 500 characters: what comes after them was left out.";

/// Said when what was being written is back.
pub const DRAFT_IS_BACK: &str =
    "The book was closed over this. What you typed is back; enter saves it.";

/// Takes one message.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Tick(now) => tick(model, now, &mut effects),
        Message::LocksSoon => locks_soon(model),
        Message::StillHere => still_here(model),
        // The key said that somebody is here; whoever pressed it for that meant nothing else.
        Message::Act(action) if model.locks_soon && !hides(action) => still_here(model),
        Message::Text(_) if model.locks_soon && matches!(model.top(), Some(Screen::Blank)) => {
            still_here(model);
        }
        Message::Act(action) => {
            model.locks_soon = false;
            model.notice = None;
            act_on_top(model, action, &mut effects);
            model.notice = model.went_back.take().or(model.notice.take());
        }
        Message::Text(typed) => {
            still_here(model);
            model.notice = None;
            type_on_top(model, &typed);
        }
        Message::Outcome(outcome) => answer::take(model, outcome, &mut effects),
    }
    if model.desk.is_some() && model.access.is_reading() {
        effects.retain(|effect| !access::writes(effect));
    }
    effects
}

/// The book locks in a moment, unless a key is pressed.
fn locks_soon(model: &mut Model) {
    if model.desk.is_some() {
        model.locks_soon = true;
        say(model, Notice::alarm(LOCKS_SOON));
    }
}

/// What is meant for the eyes in the room is never taken for a mere sign of life.
fn hides(action: Action) -> bool {
    matches!(action, Action::Blank | Action::Lock | Action::Suspend)
}

/// Somebody is here: the warning has done its work.
fn still_here(model: &mut Model) {
    if std::mem::take(&mut model.locks_soon) {
        model.notice = None;
    }
}

fn tick(model: &mut Model, now: DateTime, effects: &mut Vec<Effect>) {
    let before = std::mem::replace(&mut model.now, now);
    if let Some(said) = wall::went_back(before, now).filter(|_| model.desk.is_some()) {
        model.went_back = Some(Notice::alarm(said));
        model.notice.clone_from(&model.went_back);
    }
    if let Some(gate) = gate::of(model) {
        gate.tick(now, effects);
    }
    if let Some(desk) = &mut model.desk {
        let day = desk.day();
        desk.tick(now);
        if desk.day() != day {
            with_round(model, RoundScreen::follow);
        }
    }
}

/// Which keys hold now.
pub fn context(model: &Model) -> Context {
    model.top().map_or(Context::Gate, Screen::context)
}

/// Gives an action to the layer that has the keys, and to the whole program where it is not that layer's own.
fn act_on_top(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    let Some(mut top) = model.screens.pop() else {
        return;
    };
    let depth = model.screens.len();
    let next = if is_refused(model, top.context(), action) {
        refuse(model)
    } else {
        let own = screen_act(&mut top, model, action, effects);
        let next = own
            .or_else(|| program_act(&top, model, action, effects))
            .unwrap_or(Next::Stay);
        only_to_read(model, next)
    };
    let under_it = model.screens.len().min(depth);
    match next {
        Next::Stay => model.screens.insert(under_it, top),
        Next::Close => {}
        Next::Push(screen) => {
            model.screens.insert(under_it, top);
            model.screens.push(*screen);
        }
        Next::Replace(screen) => model.screens.insert(under_it, *screen),
    }
    after(model);
}

/// Whether an act would change a book that can only be read.
pub fn is_refused(model: &Model, context: Context, action: Action) -> bool {
    model.desk.is_some() && model.access.is_reading() && access::changes(context, action)
}

/// Says why nothing is changed.
fn refuse(model: &mut Model) -> Next {
    if let Some(refusal) = model.access.refusal() {
        say(model, Notice::refused(refusal));
    }
    Next::Stay
}

/// Where nothing can be saved, nothing is asked for that would be.
fn only_to_read(model: &mut Model, next: Next) -> Next {
    match &next {
        Next::Push(screen) | Next::Replace(screen)
            if model.desk.is_some()
                && model.access.is_reading()
                && access::asks_to_save(screen) =>
        {
            refuse(model)
        }
        _ => next,
    }
}

/// Gives an action to the layer beneath the one that asked for it: the palette and questions do this.
pub fn act_beneath(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    act_on_top(model, action, effects);
}

/// What the layers keep of the book follows it.
fn after(model: &mut Model) {
    with_round(model, RoundScreen::follow);
    let Some(desk) = &model.desk else { return };
    for screen in &mut model.screens {
        match screen {
            Screen::Student(page) => page.follow(desk),
            Screen::RollOver(page) => page.follow(desk, model.now),
            Screen::Rubric(rubric) => rubric.follow(desk),
            _ => {}
        }
    }
    model.screens.retain(|screen| match screen {
        Screen::Student(page) => desk.book.students.contains_key(&page.student()),
        Screen::Turned(student) => desk.book.students.contains_key(student),
        _ => true,
    });
}

fn screen_act(
    top: &mut Screen,
    model: &mut Model,
    action: Action,
    effects: &mut Vec<Effect>,
) -> Option<Next> {
    match top {
        Screen::Gate(gate) => gate.act(model, action, effects),
        Screen::Round(round) => round.act(model, action, effects),
        Screen::Student(page) => page.act(model, action, effects),
        Screen::Turned(_) => {
            matches!(action, Action::Back | Action::Turn | Action::Open).then_some(Next::Close)
        }
        Screen::Groups(groups) => groups.act(model, action, effects),
        Screen::RollOver(screen) => screen.act(model, action, effects),
        Screen::Items(items) => items.act(model, action, effects),
        Screen::Places(places) => places.act(model, action, effects),
        Screen::FollowUps(screen) => screen.act(model, action),
        Screen::Glance(glance) => glance.act(model, action, effects),
        Screen::Timeline(timeline) => timeline.act(model, action, effects),
        Screen::Rubric(rubric) => rubric.act(model, action, effects),
        Screen::Signals(signals) => signals.act(model, action),
        Screen::Answers(answers) => answers.act(model, action, effects),
        Screen::Reading(reading) => reading.act(action),
        Screen::Form(form) => form.act(model, action, effects),
        Screen::Pick(pick) => pick.act(model, action, effects),
        Screen::Filter(filter) => filter.act(model, action, effects),
        Screen::Import(import) => import.act(model, action, effects),
        Screen::Unsaved => unsaved::act(model, action, effects),
        Screen::Blank => Some(Next::Close),
    }
}

/// What the program does wherever one is.
fn program_act(
    top: &Screen,
    model: &mut Model,
    action: Action,
    effects: &mut Vec<Effect>,
) -> Option<Next> {
    if let Some(reason) = not_now(model, action) {
        say(model, Notice::refused(reason));
        return Some(Next::Stay);
    }
    match action {
        Action::Help => Some(Next::push(Screen::Filter(Filter::help(top.context())))),
        Action::Palette => Some(Next::push(Screen::Filter(Filter::palette(top.context())))),
        Action::Blank => Some(Next::push(Screen::Blank)),
        Action::Leave => Some(leave(model, effects)),
        Action::Lock => {
            effects.push(Effect::Lock);
            Some(Next::Stay)
        }
        Action::NewRecovery => {
            effects.push(Effect::Offer);
            Some(Next::push(Screen::Gate(Box::new(
                gate::Gate::new_recovery(),
            ))))
        }
        Action::NewKeys => {
            effects.push(Effect::Offer);
            Some(Next::push(Screen::Gate(Box::new(gate::Gate::new_keys()))))
        }
        Action::Suspend => {
            effects.push(Effect::Suspend);
            Some(Next::push(Screen::Blank))
        }
        Action::Undo => {
            undo(model, effects);
            Some(Next::Stay)
        }
        Action::Redo => {
            redo(model, effects);
            Some(Next::Stay)
        }
        Action::Retry => {
            effects.push(Effect::Retry);
            Some(Next::Stay)
        }
        Action::Initials => {
            model.initials = !model.initials;
            Some(Next::Stay)
        }
        Action::DefaultCatalog => {
            effects.push(Effect::DefaultCatalog);
            Some(Next::Stay)
        }
        _ => open(top, model, action),
    }
}

/// Acts that open another layer.
fn open(top: &Screen, model: &mut Model, action: Action) -> Option<Next> {
    if action == Action::NewYear {
        return Some(rollover::open(model).map_or(Next::Stay, Next::push));
    }
    let desk = model.desk.as_ref()?;
    let subject = match top {
        Screen::Student(page) => Some(page.student()),
        Screen::Turned(student) => Some(*student),
        Screen::Round(round) => round.cursor,
        _ => None,
    };
    let screen = match action {
        Action::Recap => Screen::Reading(reading::recap(model)?),
        Action::Glance => Screen::Glance(Glance::new(desk, subject)),
        Action::Timeline => Screen::Timeline(Timeline {
            student: subject.filter(|_| matches!(top, Screen::Student(_))),
            cursor: 0,
        }),
        Action::Answers => Screen::Answers(Box::new(Answers::new(desk))),
        Action::Rubric => Screen::Rubric(Box::new(Rubric::new(desk))),
        Action::AddAnswers => Screen::Pick(Pick::answerer()),
        Action::ReadAnswers => Screen::Form(Form::answers_path()),
        Action::Signals => Screen::Signals(signals::Signals::default()),
        Action::AddStudent => Screen::Form(Form::add_student(desk, desk.group?)?),
        Action::Day => Screen::Form(Form::day(desk)),
        Action::BringBack => Screen::Pick(Pick::leavers(desk, desk.group?)),
        Action::Groups | Action::ArchiveGroup => Screen::Groups(groups::Groups::new(desk)),
        Action::NewGroup => Screen::Form(Form::new_group()),
        Action::RenameGroup => {
            Screen::Form(Form::rename_group(desk.book.groups.get(&desk.group?)?))
        }
        Action::Import => Screen::Form(Form::roster_path()),
        Action::Phrases => Screen::Pick(Pick::phrases(desk)),
        Action::Catalog => Screen::Form(Form::catalog_path()),
        Action::Items => Screen::Items(Items::new(desk, subject)),
        Action::AddItem => Screen::Form(Form::item(desk, None, Items::new(desk, subject).grade)?),
        Action::Places => Screen::Places(Places::new(desk, item_at_cursor(top, desk))),
        Action::FollowUps => Screen::FollowUps(FollowUps::default()),
        Action::BeginBy => Screen::Form(Form::begin_by(desk)),
        Action::Period => Screen::Form(Form::period(desk)),
        Action::Adviser => Screen::Form(Form::adviser(desk)),
        Action::Theme => Screen::Pick(Pick::theme(&model.themes)),
        Action::LockAfter => Screen::Form(Form::lock_after(desk)),
        Action::KeepYears => Screen::Form(Form::keep_years(desk)),
        Action::Gone => Screen::Pick(Pick::gone(desk)),
        Action::Passphrase => Screen::Form(Form::passphrase()),
        _ => return None,
    };
    Some(Next::push(screen))
}

/// The item of the checklist that the cursor stands on.
fn item_at_cursor(top: &Screen, desk: &Desk) -> Option<ItemId> {
    match top {
        Screen::Student(page) => page.item_at_cursor(desk),
        Screen::Round(round) if round.pane == round::Pane::Detail => {
            round.detail.as_ref()?.item_at_cursor().cloned()
        }
        _ => None,
    }
}

/// Leaves at once: everything is saved. With something not saved it asks.
pub fn leave(model: &mut Model, effects: &mut Vec<Effect>) -> Next {
    let failed = model
        .desk
        .as_ref()
        .is_some_and(|desk| desk.saves.problem.is_some() && !desk.saves.queued.is_empty());
    if failed {
        return Next::push(Screen::Unsaved);
    }
    model.leaving = true;
    effects.push(Effect::Quit);
    Next::Stay
}

fn undo(model: &mut Model, effects: &mut Vec<Effect>) {
    let desk = model.desk.as_ref();
    let Some((kind, change)) = desk.and_then(|desk| desk.history.undo(desk.history.last()?)) else {
        return say(model, Notice::refused("Nothing to undo."));
    };
    let students = change.students();
    perform_kind(model, change, kind, effects);
    bring_back_cursor(model, &students);
}

fn redo(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some((kind, change)) = model.desk.as_ref().and_then(|desk| desk.history.redo()) else {
        return say(model, Notice::refused("Nothing to do again."));
    };
    let students = change.students();
    perform_kind(model, change, kind, effects);
    bring_back_cursor(model, &students);
}

/// The cursor goes to the student whom an undo was about. The round may be the layer that asked: then it is put there
/// when that layer is back, see [`Model::cursor_to`].
fn bring_back_cursor(model: &mut Model, students: &[crate::domain::id::StudentId]) {
    if let [one] = students {
        model.cursor_to = Some(*one);
    }
}

/// Gives the round's own state and the desk to a function, where there are such.
pub fn with_round(model: &mut Model, f: impl FnOnce(&mut RoundScreen, &Desk)) {
    let Some(desk) = &model.desk else { return };
    let round = model.screens.iter_mut().find_map(|screen| match screen {
        Screen::Round(round) => Some(round),
        _ => None,
    });
    if let Some(round) = round {
        f(round, desk);
        if let Some(student) = model.cursor_to.take()
            && desk.seat_of(student).is_some()
        {
            round.go_to(Some(student), desk);
        }
    }
}

/// Shows a sentence.
pub fn say(model: &mut Model, notice: Notice) {
    model.notice = Some(notice);
}

/// Applies a Change, asks for it to be saved and says what was done; or says why not.
pub fn perform(model: &mut Model, change: Change, effects: &mut Vec<Effect>) {
    perform_kind(model, change, EntryKind::Act, effects);
}

/// The same for an undo or a redo. Whether it was done.
pub fn perform_kind(
    model: &mut Model,
    change: Change,
    kind: EntryKind,
    effects: &mut Vec<Effect>,
) -> bool {
    let now = model.now;
    let Some(desk) = &mut model.desk else {
        return false;
    };
    if change.is_empty() {
        return false;
    }
    if model.access.is_reading() {
        refuse(model);
        return false;
    }
    let unread = desk.missing_for(&change);
    if !unread.is_empty() {
        effects.push(Effect::ReadYears(unread));
        model.awaiting = Some((kind, change));
        return false;
    }
    let catalog_before = desk.book.catalog.clone();
    match desk.perform(change, kind, now) {
        Ok((said, effect)) => {
            effects.push(effect);
            if desk.book.catalog != catalog_before {
                effects.push(Effect::ParseCatalog(desk.book.catalog.clone()));
            }
            let hint = if kind == EntryKind::Act {
                "  u undo"
            } else {
                ""
            };
            say(model, Notice::done(format!("{}{hint}", capitalized(&said))));
            true
        }
        Err(refused) => {
            say(model, Notice::refused(format!("Not done: {refused}.")));
            false
        }
    }
}

/// Text goes to the layer that has fields.
fn type_on_top(model: &mut Model, typed: &Typed) {
    let Some(mut top) = model.screens.pop() else {
        return;
    };
    let mut stays = true;
    let fits = line_of(&top).is_none_or(|line| line.takes(typed));
    match &mut top {
        Screen::Gate(gate) => gate.typed(typed),
        Screen::Form(form) => form.typed(model, typed),
        Screen::Filter(filter) => filter.typed(model, typed),
        Screen::Blank => stays = false,
        _ => {}
    }
    if stays {
        model.screens.push(top);
    }
    if !fits {
        say(model, Notice::refused(LEFT_OUT));
    }
}

/// What is typed into.
fn line_of(screen: &Screen) -> Option<&Line> {
    match screen {
        Screen::Gate(gate) => gate.fields.line(),
        Screen::Form(form) => form.fields.line(),
        Screen::Filter(filter) => Some(&filter.line),
        _ => None,
    }
}

/// Asks for a school year, where it is not in memory.
pub fn want_year(model: &Model, year: SchoolYear, effects: &mut Vec<Effect>) {
    let unread = model.desk.as_ref().map(|desk| desk.unread([year]));
    if let Some(unread) = unread.filter(|unread| !unread.is_empty()) {
        effects.push(Effect::ReadYears(unread));
    }
}
