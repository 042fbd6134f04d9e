//! Everything the screen depends on.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    access::Access,
    action::Bindings,
    effect::{Effect, Opened, Problem, ReadYear},
    history::History,
    notice::Notice,
    screen::{Screen, form::Form, gate::Gate, round::RoundScreen},
    update::DRAFT_IS_BACK,
    wall,
};
use crate::domain::{
    act::Stamp,
    book::Book,
    catalog::{Catalog, Phrase},
    change::{Change, Edit, Entry, EntryKind, Refused},
    checkin::CheckInKind,
    date::{Date, DateTime, SchoolYear, days_between},
    draft::Draft,
    followup,
    goal::{Goal, GoalState},
    grade::Grade,
    id::{GroupId, StudentId},
    plan::Plan,
    round::{self, LONG_UNSEEN_DAYS, Reason, Round},
    sentence,
    status::{self, Figure},
    student::Student,
    year,
};

/// The whole program between two messages.
#[derive(Debug, Clone)]
pub struct Model {
    /// The time of the last tick.
    pub now: DateTime,
    /// The open book, if one is open.
    pub desk: Option<Desk>,
    /// Layers; the last one has the keys. Never empty.
    pub screens: Vec<Screen>,
    /// What is shown in place of the footer until the next key.
    pub notice: Option<Notice>,
    /// What a clock that went back has to say; a key that came with it does not wipe it away.
    pub went_back: Option<Notice>,
    /// The keys as they are shown.
    pub bindings: Arc<Bindings>,
    /// The themes that can be chosen; none where no colors are shown.
    pub themes: Vec<String>,
    /// A Change that waits for school years to be read.
    pub awaiting: Option<(EntryKind, Change)>,
    /// A checklist is on its way to be written, and this is to be said when it is in use. Until then no other edit begins.
    pub writing: Option<String>,
    /// The program is to end when the queue is done.
    pub leaving: bool,
    /// It was said that the book locks in a moment; the next key only says that somebody is here.
    pub locks_soon: bool,
    /// Whether what is done can be saved.
    pub access: Access,
    /// Initials in the place of names: the screen is seen by others.
    pub initials: bool,
    /// Where the round's cursor goes as soon as that screen is at hand: to the student whom an undo was about.
    pub cursor_to: Option<StudentId>,
}

impl Model {
    /// Before a book is open.
    pub fn new(now: DateTime, gate: Gate, bindings: Arc<Bindings>) -> Self {
        Self {
            now,
            desk: None,
            screens: vec![Screen::Gate(Box::new(gate))],
            notice: None,
            went_back: None,
            bindings,
            themes: Vec::new(),
            awaiting: None,
            writing: None,
            leaving: false,
            locks_soon: false,
            access: Access::Writing,
            initials: false,
            cursor_to: None,
        }
    }

    /// Puts an opened book on the desk.
    pub fn open(&mut self, mut opened: Opened) {
        self.access = std::mem::take(&mut opened.access);
        // What cannot be saved is not offered to be written.
        let draft = opened.draft.take().filter(|_| !self.access.is_reading());
        let warning = opened.warnings.first().map(|w| Notice::alarm(w.clone()));
        let last = opened.entries.last().map(|entry| entry.at);
        let went_back = last.and_then(|last| wall::went_back(last, self.now));
        let warning = warning.or_else(|| went_back.map(Notice::alarm));
        let desk = Desk::new(opened, self.now);
        let reminder = || reminder(&desk).filter(|_| !self.access.is_reading());
        self.notice = warning.or_else(|| reminder().map(Notice::done));
        let round = RoundScreen::new(&desk);
        let desk_is_new = desk.group.is_none() && !self.access.is_reading();
        self.desk = Some(desk);
        let first_group = desk_is_new.then(|| Screen::Form(Form::new_group()));
        self.screens = std::iter::once(Screen::Round(round))
            .chain(first_group)
            .collect();
        self.bring_back(draft.as_ref());
    }

    /// Opens the form again over which the book was closed.
    fn bring_back(&mut self, draft: Option<&Draft>) {
        let Some((desk, draft)) = self.desk.as_ref().zip(draft) else {
            return;
        };
        self.initials |= draft.initials;
        let Some(form) = Form::resume(desk, draft) else {
            return;
        };
        self.cursor_to = form.student();
        self.screens.truncate(1);
        self.screens.push(Screen::Form(form));
        self.notice = Some(Notice::done(DRAFT_IS_BACK));
    }

    /// The layer that has the keys.
    pub fn top(&self) -> Option<&Screen> {
        self.screens.last()
    }

    /// The round's own state; it lies under everything while a book is open.
    pub fn round(&self) -> Option<&RoundScreen> {
        self.screens.iter().find_map(|screen| match screen {
            Screen::Round(round) => Some(round),
            _ => None,
        })
    }
}

/// What should be done before the round, said when the book is opened: the school year is over, graduates are to be asked.
fn reminder(desk: &Desk) -> Option<String> {
    let today = desk.day();
    let year = desk.book.settings.year;
    if year::is_over(&desk.book, today) && !desk.book.students.is_empty() {
        return Some(format!(
            "School year {year} is over. `:` and \"a new school year\" shows what the next one does, and begins it."
        ));
    }
    let who = match followup::due(&desk.book, today) {
        0 => return None,
        1 => "1 graduate is".to_owned(),
        due => format!("{due} graduates are"),
    };
    Some(format!(
        "{who} to be asked what became of the plan: `:` and \"graduates\"."
    ))
}

/// What is saved and what is not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Saves {
    /// Sequence numbers that are on their way, oldest first.
    pub queued: Vec<u64>,
    /// When the last commit returned.
    pub last: Option<DateTime>,
    /// Why the last attempt failed, while it has not been made good.
    pub problem: Option<Problem>,
}

/// An open book with everything that follows from it.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Everything in the file.
    pub book: Book,
    /// The checklist.
    pub catalog: Arc<Catalog>,
    /// The end of the journal.
    pub history: History,
    /// What is saved and what is not.
    pub saves: Saves,
    /// The group that is shown. `None` in a book without groups.
    pub group: Option<GroupId>,
    /// The order of this period.
    pub round: Option<Round>,
    /// One line a student in that order; kept up to date, so that drawing computes nothing.
    pub seats: Vec<Seat>,
    /// The moment that contacts count for.
    pub counts_for: CountsFor,
    /// It was asked which period of today contacts are for; the answer holds until the next period.
    pub asked_period: bool,
    /// Every school year that the book holds something of.
    pub years: BTreeSet<SchoolYear>,
    /// The school years that are in memory.
    read: BTreeSet<SchoolYear>,
    /// A practice book.
    pub practice: bool,
    /// Where it lies, as it is shown.
    pub place: String,
    /// The day of the last look at the clock; figures depend on it.
    day: Date,
}

/// The moment that contacts count for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CountsFor {
    /// When they are written down.
    #[default]
    Now,
    /// Another day.
    Day(Date),
    /// A period of today that is over: from its first to its last contact.
    Period(DateTime, DateTime),
}

/// One line of the round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Who.
    pub student: StudentId,
    /// `Diaz, Ana`
    pub name: String,
    /// The grade.
    pub grade: Grade,
    /// Whole days since the last contact of this year; `None` for never.
    pub days: Option<i32>,
    /// What happened in this period.
    pub standing: Option<CheckInKind>,
    /// Since when a promise, or a closer look, is due.
    pub promise: Option<Date>,
    /// Ticks done of those due.
    pub figure: Figure,
    /// The state of the live goals that needs most care, and how many are live; of those done when none is live.
    pub goals: Option<(GoalState, usize)>,
    /// Why the student stands here.
    pub reason: Reason,
    /// Seen in this round, in an earlier period.
    pub seen_before: bool,
}

impl Seat {
    /// Whether the student still is to be seen in this round.
    pub fn is_to_go(&self) -> bool {
        match self.standing {
            Some(CheckInKind::Seen | CheckInKind::Absent) => false,
            Some(CheckInKind::Later) => true,
            _ => !self.seen_before || self.promise.is_some(),
        }
    }

    /// Whether the last contact is long ago, or never was.
    pub fn is_long_unseen(&self) -> bool {
        self.days.is_none_or(|days| days >= LONG_UNSEEN_DAYS)
    }
}

/// The header's three numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Seen in this round.
    pub seen: usize,
    /// Absent in this period.
    pub absent: usize,
    /// Not yet seen in this round.
    pub to_go: usize,
}

impl Desk {
    fn new(opened: Opened, now: DateTime) -> Self {
        let group = first_group(&opened.book);
        let in_memory = opened.book.plans.keys().map(|key| key.year);
        let read: BTreeSet<_> = in_memory.chain([opened.book.settings.year]).collect();
        let mut desk = Self {
            book: opened.book,
            catalog: opened.catalog,
            history: History::new(opened.entries),
            saves: Saves::default(),
            group,
            round: None,
            seats: Vec::new(),
            counts_for: CountsFor::Now,
            asked_period: false,
            years: opened.years.union(&read).copied().collect(),
            read,
            practice: opened.practice,
            place: opened.place,
            day: now.date(),
        };
        desk.open_period(now);
        desk
    }

    /// Fixes the order anew: a period opens, or the room changed.
    pub fn open_period(&mut self, now: DateTime) {
        self.day = now.date();
        self.round = self.group.map(|group| Round::open(&self.book, group, now));
        self.refresh_all(now);
    }

    /// Shows another group.
    pub fn show_group(&mut self, group: Option<GroupId>, now: DateTime) {
        self.group = group;
        self.counts_for = CountsFor::Now;
        self.open_period(now);
    }

    /// The time has moved: a new day changes what is due, an hour without a contact ends the period.
    pub fn tick(&mut self, now: DateTime) {
        let over = self.round.as_ref().is_some_and(|round| {
            round.began.is_some() && round.is_over(self.last_contact_of_today(), now)
        });
        if over || self.day != now.date() {
            self.open_period(now);
        }
    }

    fn last_contact_of_today(&self) -> Option<DateTime> {
        let group = self.group?;
        round::last_noted(&self.book, group, self.day)
    }

    /// Works out every line again.
    pub fn refresh_all(&mut self, now: DateTime) {
        let order = self
            .round
            .as_ref()
            .map(|round| round.order.clone())
            .unwrap_or_default();
        let seats = order.iter().filter_map(|place| {
            Some(self.seat(self.book.students.get(&place.student)?, place.reason, now))
        });
        self.seats = seats.collect();
    }

    /// Works out the lines of these students again.
    fn refresh(&mut self, students: &[StudentId], now: DateTime) {
        for at in 0..self.seats.len() {
            let Some(seat) = self
                .seats
                .get(at)
                .filter(|seat| students.contains(&seat.student))
            else {
                continue;
            };
            let fresh = self
                .book
                .students
                .get(&seat.student)
                .map(|s| self.seat(s, seat.reason, now));
            if let (Some(fresh), Some(seat)) = (fresh, self.seats.get_mut(at)) {
                *seat = fresh;
            }
        }
    }

    fn seat(&self, student: &Student, reason: Reason, now: DateTime) -> Seat {
        let plan = self.book.plan(student.id);
        let today = now.date();
        let (from, to) = self.window(now);
        Seat {
            student: student.id,
            name: student.listed(),
            grade: student.grade,
            days: plan
                .last_contact()
                .map(|last| days_between(last.date(), today)),
            standing: round::standing(plan, from, to),
            promise: plan
                .promise_due(today)
                .and_then(|next| next.by)
                .or_else(|| round::closer_look(&self.book, student.id, plan.last_contact(), today)),
            figure: status::figure(&self.book, &self.catalog, student, today),
            goals: goal_summary(plan),
            reason,
            seen_before: self
                .round
                .as_ref()
                .is_some_and(|r| r.seen_before.contains(&student.id)),
        }
    }

    /// The time that markers are shown for: this period, or the day or the period that is written up.
    fn window(&self, now: DateTime) -> (Option<DateTime>, DateTime) {
        match self.counts_for {
            CountsFor::Now => (self.round.as_ref().and_then(|round| round.began), now),
            CountsFor::Day(day) => (Some(day.at(0, 0, 0, 0)), day.at(23, 59, 59, 0)),
            CountsFor::Period(from, to) => (Some(from), to),
        }
    }

    /// When something that is written down now counts.
    pub fn stamp(&self, now: DateTime) -> Stamp {
        match self.counts_for {
            CountsFor::Now => Stamp::now(now),
            CountsFor::Day(day) => Stamp::on(now, day),
            CountsFor::Period(_, last) => Stamp {
                at: now,
                when: last,
            },
        }
    }

    /// The header's three numbers.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for seat in &self.seats {
            if seat.standing == Some(CheckInKind::Absent) {
                counts.absent += 1;
            } else if seat.is_to_go() {
                counts.to_go += 1;
            } else {
                counts.seen += 1;
            }
        }
        counts
    }

    /// Minutes until the bell: the whole period before its first contact, 0 when it is over.
    pub fn minutes_left(&self, now: DateTime) -> u16 {
        let length = self.book.settings.period_minutes;
        let Some(began) = self.round.as_ref().and_then(|round| round.began) else {
            return length;
        };
        let gone = u16::try_from(round::minutes_between(began, now)).unwrap_or(length);
        length.saturating_sub(gone)
    }

    /// The next student to see after `after`, in the order of the round and around; those put off come last.
    pub fn next_to_see(&self, after: Option<StudentId>) -> Option<StudentId> {
        let at = self
            .seats
            .iter()
            .position(|seat| Some(seat.student) == after)
            .map_or(0, |at| at + 1);
        let (before, behind) = self.seats.split_at(at.min(self.seats.len()));
        let around = || behind.iter().chain(before).filter(|seat| seat.is_to_go());
        let put_off = |seat: &&Seat| seat.standing == Some(CheckInKind::Later);
        let next = around()
            .find(|seat| !put_off(seat))
            .or_else(|| around().next());
        next.map(|seat| seat.student)
    }

    /// A student's line.
    pub fn seat_of(&self, student: StudentId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.student == student)
    }

    /// The school years among these that the book holds something of and that are not in memory.
    pub fn unread(&self, years: impl IntoIterator<Item = SchoolYear>) -> Vec<SchoolYear> {
        let unread = |year: &SchoolYear| self.years.contains(year) && !self.read.contains(year);
        years.into_iter().filter(unread).collect()
    }

    /// The school years that have to be read before a Change can be applied. Whether a student can be taken out of the book
    /// depends on all of them.
    pub fn missing_for(&self, change: &Change) -> Vec<SchoolYear> {
        let takes_out = |edit: &Edit| matches!(edit, Edit::Student { now: None, .. });
        if change.edits.iter().any(takes_out) {
            return self.unread(self.years.iter().copied());
        }
        self.unread(change.years())
    }

    /// Whether a school year is in memory.
    pub fn has_read(&self, year: SchoolYear) -> bool {
        self.unread([year]).is_empty()
    }

    /// Takes school years into memory.
    pub fn take_years(&mut self, years: Vec<ReadYear>) {
        for read in years {
            if !self.read.insert(read.year) {
                continue;
            }
            self.book.plans.extend(read.plans);
            if !read.school.is_empty() {
                self.book.school.insert(read.year, read.school);
            }
        }
    }

    /// Applies a Change, writes it into the journal and asks for it to be saved. Says what was done.
    ///
    /// # Errors
    ///
    /// When the Change breaks a rule; then nothing has happened.
    pub fn perform(
        &mut self,
        change: Change,
        kind: EntryKind,
        now: DateTime,
    ) -> Result<(String, Effect), Refused> {
        change.apply(&mut self.book)?;
        let entry = Entry {
            seq: self.history.next_seq(),
            at: now,
            by: self.book.adviser.clone(),
            kind,
            change,
        };
        let years = entry.change.years();
        self.years.extend(years.iter().copied());
        self.read.extend(years);
        let said = sentence::entry(&entry, &self.book, &self.catalog);
        self.follow(&entry.change, now);
        self.history.push(entry.clone());
        self.saves.queued.push(entry.seq);
        Ok((said, Effect::Save(Box::new(entry))))
    }

    /// Brings everything that follows from the book up to date.
    fn follow(&mut self, change: &Change, now: DateTime) {
        let first_contact = self
            .round
            .as_ref()
            .is_some_and(|round| round.began.is_none());
        if change.touches_the_room() {
            if self
                .group
                .is_none_or(|group| !is_offered(&self.book, group))
                || change.touches_groups()
            {
                self.group = self
                    .book
                    .settings
                    .group
                    .filter(|g| is_offered(&self.book, *g))
                    .or_else(|| first_group(&self.book));
            }
            self.open_period(now);
            return;
        }
        if first_contact || self.round.as_ref().and_then(|r| r.began).is_some() {
            self.follow_period(now);
        }
        self.refresh(&change.students(), now);
    }

    /// The first contact begins the period; taking it back ends it. The order stays.
    fn follow_period(&mut self, now: DateTime) {
        let Some(group) = self.group else { return };
        let began = round::began(&self.book, group, now);
        if let Some(round) = &mut self.round {
            round.began = began;
        }
    }

    /// A commit returned.
    pub fn saved(&mut self, through: u64, at: DateTime) {
        self.saves.queued.retain(|seq| *seq > through);
        self.saves.last = Some(at);
        self.saves.problem = None;
    }

    /// The students of a selection in the order of the round, or the one at the cursor.
    pub fn in_order(&self, students: &BTreeSet<StudentId>) -> Vec<StudentId> {
        let seats = self.seats.iter().map(|seat| seat.student);
        seats.filter(|student| students.contains(student)).collect()
    }
}

fn is_offered(book: &Book, group: GroupId) -> bool {
    book.groups.get(&group).is_some_and(|group| !group.archived)
}

/// The group that was shown last, else the first that is offered.
fn first_group(book: &Book) -> Option<GroupId> {
    book.settings
        .group
        .filter(|group| is_offered(book, *group))
        .or_else(|| book.open_groups().next().map(|group| group.id))
}

fn goal_summary(plan: &Plan) -> Option<(GoalState, usize)> {
    let care = |state: &GoalState| match state {
        GoalState::NeedsHelp => 0,
        GoalState::NotStarted => 1,
        _ => 2,
    };
    let live = || plan.live_goals().map(Goal::state);
    if let Some(state) = live().min_by_key(care) {
        return Some((state, live().count()));
    }
    let done = plan
        .goals
        .values()
        .filter(|goal| goal.state() == GoalState::Done)
        .count();
    (done > 0).then_some((GoalState::Done, done))
}

impl Desk {
    /// The day that figures are for.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The stock phrases: the adviser's own, else those of the checklist.
    pub fn phrases(&self) -> &[Phrase] {
        self.book
            .settings
            .phrases
            .as_deref()
            .unwrap_or(self.catalog.phrases())
    }
}
