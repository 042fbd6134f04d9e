//! Before the book is open: unlock it, recover it, or make one.
//!
//! A book is made only after everything is answered and two groups of the recovery key were typed back: a program that
//! is killed before that leaves nothing behind, and no book exists whose recovery key was never read.

pub mod choice;

use super::Next;
use crate::{
    app::{
        action::Action,
        effect::{Comparison, Effect, Elsewhere, Problem, Secret},
        field::{Field, Fields},
        line::Typed,
        model::Model,
    },
    domain::{
        date::{BEGINNING, DateTime},
        id::StudentId,
        text::Text,
    },
};
use jiff::ToSpan;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The passphrase of the book.
    Unlock,
    /// The recovery key, when the passphrase is forgotten.
    RecoveryKey,
    /// A new passphrase, after the recovery key.
    NewPassphrase,
    /// Where a new book should lie.
    Place,
    /// The passphrase of a new book.
    Passphrase,
    /// The adviser's name.
    Adviser,
    /// The recovery key is shown.
    ShowKey,
    /// Two groups of it are typed back.
    TypeBack,
    /// The book cannot be read; a backup is offered.
    Damaged,
    /// Somebody else has the book open.
    Busy,
    /// Whether to take it over from another machine.
    TakeOver,
    /// The book is older than what was open here.
    Older,
}

/// What the answers are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Opening a book, or making one.
    Book,
    /// Another recovery key for the open book.
    Recovery,
    /// All keys of the open book.
    Keys,
    /// All keys, for the book without one student's record.
    Purge,
}

impl Purpose {
    /// Whether the open book gets all keys anew.
    fn is_all_keys(self) -> bool {
        matches!(self, Self::Keys | Self::Purge)
    }
}

impl Step {
    /// Steps of making a book, for `2 of 5`.
    pub const MAKING: [Self; 5] = [
        Self::Place,
        Self::Passphrase,
        Self::Adviser,
        Self::ShowKey,
        Self::TypeBack,
    ];
}

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct Gate {
    /// What the answers are for.
    pub purpose: Purpose,
    /// What is asked.
    pub step: Step,
    /// The backup that is offered, of when: to be read, or in the place of a damaged book and then also why it was made.
    pub backup: String,
    /// The answers to it.
    pub fields: Fields,
    /// Where the book lies or should lie, as it is shown.
    pub place: String,
    /// What should be known about that place.
    pub warnings: Vec<String>,
    /// Waiting for an answer from outside.
    pub busy: bool,
    /// The line where something is chosen.
    pub cursor: usize,
    /// Who has the book open, where somebody else has.
    elsewhere: Option<Box<Elsewhere>>,
    /// By how much the book is older than what was open here.
    pub older: String,
    /// What the older book and the one before hold, once it was asked for.
    pub comparison: Option<Box<Comparison>>,
    /// The book can only be read.
    pub reads: bool,
    /// Why the last answer was not taken, in the parts of a [`Problem`] or as one sentence.
    pub problem: Option<Problem>,
    /// After a wrong passphrase no other one is taken before this.
    until: Option<DateTime>,
    /// The time of the last tick.
    now: DateTime,
    /// Enter was pressed before that: the passphrase is taken as soon as it may be.
    pub waits: bool,
    /// Six words that were made as an offer.
    pub words: Secret,
    /// The recovery key that was made: eight groups of six digits.
    pub recovery: Secret,
    passphrase: Secret,
    recovery_typed: Secret,
    adviser: Text,
    /// Whose record goes, and the folder for the certificate.
    purge: Option<(StudentId, String)>,
}

/// A sentence alone as a problem.
fn fault(what: &str) -> Problem {
    Problem {
        what: what.to_owned(),
        safe: String::new(),
        todo: String::new(),
    }
}

impl Gate {
    fn at(step: Step, place: String, warnings: Vec<String>) -> Self {
        let mut gate = Self {
            purpose: Purpose::Book,
            step,
            backup: String::new(),
            fields: Fields::default(),
            place,
            warnings,
            busy: false,
            cursor: 0,
            elsewhere: None,
            older: String::new(),
            comparison: None,
            reads: false,
            problem: None,
            until: None,
            now: BEGINNING,
            waits: false,
            words: Secret::default(),
            recovery: Secret::default(),
            passphrase: Secret::default(),
            recovery_typed: Secret::default(),
            adviser: Text::default(),
            purge: None,
        };
        gate.go(step);
        gate
    }

    /// Asks for the passphrase of the book that lies there.
    pub fn unlock(place: String, warnings: Vec<String>) -> Self {
        Self::at(Step::Unlock, place, warnings)
    }

    /// Makes a book, there unless another place is given.
    pub fn make(place: String, warnings: Vec<String>) -> Self {
        Self::at(Step::Place, place, warnings)
    }

    /// A place that cannot be opened now, with the reason; enter tries again.
    pub fn refused(place: String, problem: Problem) -> Self {
        let mut gate = Self::unlock(place, Vec::new());
        gate.problem = Some(problem);
        gate
    }

    /// A book that cannot be read, and the backup that can take its place.
    pub fn damaged(place: String, problem: Problem, backup: String) -> Self {
        let mut gate = Self::at(Step::Damaged, place, Vec::new());
        gate.problem = Some(problem);
        gate.backup = backup;
        gate
    }

    /// Another recovery key for the open book. It is shown as soon as it was thought of.
    pub fn new_recovery() -> Self {
        Self {
            purpose: Purpose::Recovery,
            ..Self::at(Step::ShowKey, String::new(), Vec::new())
        }
    }

    /// Other keys for the open book: a passphrase and a recovery key.
    pub fn new_keys() -> Self {
        Self {
            purpose: Purpose::Keys,
            ..Self::at(Step::Passphrase, String::new(), Vec::new())
        }
    }

    /// Other keys for the book without one student's record, which is deleted for good; a folder for the certificate.
    pub fn purge(student: StudentId, certificate: String) -> Self {
        Self {
            purpose: Purpose::Purge,
            purge: Some((student, certificate)),
            ..Self::new_keys()
        }
    }

    fn go(&mut self, step: Step) {
        self.step = step;
        self.busy = false;
        self.waits = false;
        self.cursor = 0;
        self.comparison = None;
        self.problem = None;
        let [first, second] = asked_groups(self.recovery.expose());
        self.fields = Fields::new(match step {
            Step::Unlock => vec![Field::secret("Passphrase", "")],
            Step::RecoveryKey => vec![Field::line("Recovery key", "8 groups of 6 digits", "")],
            Step::NewPassphrase | Step::Passphrase => vec![
                Field::secret("Passphrase", "the six words, or at least 15 characters"),
                Field::secret("Once more", ""),
            ],
            Step::Place => vec![Field::line("File", "", &self.place)],
            Step::Adviser => vec![Field::line(
                "Your name",
                "stands at every note",
                self.adviser.as_str(),
            )],
            Step::ShowKey | Step::Damaged | Step::Busy | Step::TakeOver | Step::Older => Vec::new(),
            Step::TypeBack => vec![
                Field::line(&format!("Group {}", first + 1), "6 digits", ""),
                Field::line(&format!("Group {}", second + 1), "6 digits", ""),
            ],
        });
    }

    /// The groups of the recovery key, in order.
    pub fn groups(&self) -> Vec<&str> {
        self.recovery.expose().split_whitespace().collect()
    }

    /// Typing into the fields.
    pub fn typed(&mut self, typed: &Typed) {
        if !self.busy {
            self.waits = false;
            self.problem = None;
            self.fields.typed(typed);
        }
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        if self.busy && action != Action::Leave {
            return Some(Next::Stay);
        }
        if self.is_choosing() {
            return self.choose(model, action, effects);
        }
        match action {
            Action::NextField | Action::Down => self.fields.next(),
            Action::PreviousField | Action::Up => self.fields.previous(),
            Action::Back if self.is_first() => return Some(Next::Close),
            Action::Back => self.back(),
            Action::OtherWay => self.other_way(effects),
            Action::Accept => self.accept(effects),
            _ => return None,
        }
        Some(Next::Stay)
    }

    /// Whether one step back leads out of here: to the open book.
    fn is_first(&self) -> bool {
        matches!(
            (self.purpose, self.step),
            (Purpose::Recovery, Step::ShowKey) | (Purpose::Keys | Purpose::Purge, Step::Passphrase)
        )
    }

    fn back(&mut self) {
        match self.step {
            Step::Unlock
            | Step::Place
            | Step::Damaged
            | Step::Busy
            | Step::TakeOver
            | Step::Older => {}
            Step::ShowKey if self.purpose.is_all_keys() => self.go(Step::Passphrase),
            Step::RecoveryKey => self.go(Step::Unlock),
            Step::NewPassphrase => self.go(Step::RecoveryKey),
            Step::Passphrase => self.go(Step::Place),
            Step::Adviser => self.go(Step::Passphrase),
            Step::ShowKey => self.go(Step::Adviser),
            Step::TypeBack => self.go(Step::ShowKey),
        }
    }

    /// Forgotten the passphrase; other words.
    fn other_way(&mut self, effects: &mut Vec<Effect>) {
        match self.step {
            Step::Unlock => self.go(Step::RecoveryKey),
            Step::RecoveryKey => self.go(Step::Unlock),
            Step::Passphrase | Step::NewPassphrase => effects.push(Effect::Offer),
            _ => {}
        }
    }

    fn accept(&mut self, effects: &mut Vec<Effect>) {
        match self.step {
            Step::Unlock if self.seconds_left() > 0 => self.waits = true,
            Step::Unlock => self.ask(effects, Effect::Unlock(self.fields.secret(0))),
            Step::RecoveryKey if self.reads => {
                self.recovery_typed = self.fields.secret(0);
                let recover = Effect::Recover {
                    key: self.recovery_typed.clone(),
                    passphrase: Secret::default(), // none can be set
                };
                self.ask(effects, recover);
            }
            Step::RecoveryKey => {
                self.recovery_typed = self.fields.secret(0);
                self.go(Step::NewPassphrase);
                effects.push(Effect::Offer);
            }
            Step::NewPassphrase | Step::Passphrase => self.weigh(effects),
            Step::Place => self.ask(
                effects,
                Effect::LookAt(self.fields.text(0).trim().to_owned()),
            ),
            Step::Adviser => self.take_adviser(),
            Step::ShowKey if self.recovery.expose().is_empty() => {}
            Step::ShowKey => self.go(Step::TypeBack),
            Step::TypeBack => self.type_back(effects),
            Step::Damaged => {
                self.busy = true;
                effects.push(Effect::Restore);
            }
            Step::Busy | Step::TakeOver | Step::Older => {}
        }
    }

    fn ask(&mut self, effects: &mut Vec<Effect>, effect: Effect) {
        self.busy = true;
        self.problem = None;
        effects.push(effect);
    }

    fn weigh(&mut self, effects: &mut Vec<Effect>) {
        if self.fields.text(0) == self.fields.text(1) {
            self.ask(effects, Effect::Weigh(self.fields.secret(0)));
        } else if self.fields.focus == 0 {
            self.fields.next();
        } else {
            self.problem = Some(fault("The two are not the same. Type it once more."));
        }
    }

    fn take_adviser(&mut self) {
        self.adviser = Text::new(self.fields.text(0));
        if self.adviser.is_empty() {
            self.problem = Some(fault("Your name stands at every note that you write."));
        } else {
            self.go(Step::ShowKey);
        }
    }

    fn type_back(&mut self, effects: &mut Vec<Effect>) {
        let groups: Vec<String> = self.groups().into_iter().map(str::to_owned).collect();
        for (field, group) in asked_groups(self.recovery.expose()).into_iter().enumerate() {
            let typed: String = self
                .fields
                .text(field)
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            if groups.get(group).is_none_or(|group| *group != typed) {
                self.fields.focus = field;
                let said = format!("That is not group {}. Esc shows the key again.", group + 1);
                self.problem = (!typed.is_empty()).then(|| fault(&said));
                return;
            }
        }
        let wanted = match self.purpose {
            Purpose::Book => Effect::Make {
                place: self.place.clone(),
                passphrase: self.passphrase.clone(),
                recovery: self.recovery.clone(),
                adviser: self.adviser.clone(),
            },
            Purpose::Recovery => Effect::ChangeRecovery(self.recovery.clone()),
            Purpose::Keys => Effect::ChangeKeys {
                passphrase: self.passphrase.clone(),
                recovery: self.recovery.clone(),
            },
            Purpose::Purge => {
                let Some((student, certificate)) = self.purge.clone() else {
                    return;
                };
                Effect::Purge {
                    student,
                    passphrase: self.passphrase.clone(),
                    recovery: self.recovery.clone(),
                    certificate,
                }
            }
        };
        self.ask(effects, wanted);
    }

    /// A place was looked at.
    pub fn looked(
        &mut self,
        path: &str,
        warnings: Vec<String>,
        exists: bool,
        effects: &mut Vec<Effect>,
    ) {
        let new = warnings != self.warnings;
        path.clone_into(&mut self.place);
        self.warnings = warnings;
        self.busy = false;
        if exists {
            self.go(Step::Unlock);
        } else if new && !self.warnings.is_empty() {
            self.fields.set(0, path); // shown with its warnings; enter again takes it
        } else {
            self.go(Step::Passphrase);
            effects.push(Effect::Offer);
        }
    }

    /// A passphrase was weighed.
    pub fn weighed(&mut self, fault_found: Option<String>, effects: &mut Vec<Effect>) {
        self.busy = false;
        if let Some(reason) = fault_found {
            self.fields.focus = 0;
            self.problem = Some(fault(&reason));
            return;
        }
        self.passphrase = self.fields.secret(0);
        if self.step == Step::NewPassphrase {
            let recover = Effect::Recover {
                key: self.recovery_typed.clone(),
                passphrase: self.passphrase.clone(),
            };
            self.ask(effects, recover);
        } else if self.purpose.is_all_keys() {
            self.go(Step::ShowKey);
        } else {
            self.go(Step::Adviser);
        }
    }

    /// The book cannot be read, and a backup can take its place.
    pub fn offer_backup(&mut self, problem: Problem, backup: String) {
        self.go(Step::Damaged);
        self.problem = Some(problem);
        self.backup = backup;
    }

    /// The backup is the book now, or why not.
    pub fn restored(&mut self, problem: Option<Problem>) {
        if let Some(problem) = problem {
            self.busy = false;
            self.problem = Some(problem);
            return;
        }
        self.go(Step::Unlock);
        self.problem = Some(Problem {
            what: format!("Restored: the book is as it was on {}.", self.backup),
            safe: "The damaged file is kept among the backups.".to_owned(),
            todo: "Open it with the passphrase of that day.".to_owned(),
        });
    }

    /// The keys could not be changed.
    pub fn refuse(&mut self, problem: Problem) {
        self.busy = false;
        self.problem = Some(problem);
    }

    /// Words and a recovery key were made.
    pub fn offered(&mut self, words: Secret, recovery: Secret) {
        self.words = words;
        if self.step == Step::Passphrase || self.purpose == Purpose::Recovery {
            self.recovery = recovery;
        }
    }

    /// It was the wrong passphrase: the next one has to wait. The line is emptied, so that it can be typed at once.
    pub fn wrong(&mut self, problem: Problem, wait: u32, now: DateTime) {
        self.not_opened(problem);
        self.now = now;
        // Ticks come in whole seconds, so one more makes sure of the last.
        self.until = Some(now.saturating_add((i64::from(wait) + 1).seconds()));
    }

    /// Somebody else may be there now: a passphrase that stands in its line, or waits to be taken, is gone.
    pub fn forget(&mut self) {
        if self.step == Step::Unlock {
            self.fields.set(0, "");
            self.waits = false;
        }
    }

    /// How many seconds no passphrase is taken.
    pub fn seconds_left(&self) -> i64 {
        let left = self.until.map(|until| seconds_between(self.now, until));
        left.unwrap_or_default().max(0)
    }

    /// The time has moved. What waited for it is done. A clock that was set back keeps nobody out for longer.
    pub fn tick(&mut self, now: DateTime, effects: &mut Vec<Effect>) {
        let before = self.seconds_left();
        let set_back = now < self.now;
        self.now = now;
        if set_back && before > 0 {
            self.until = Some(now.saturating_add(before.seconds()));
        }
        if self.seconds_left() == 0 {
            self.until = None;
            if std::mem::take(&mut self.waits) {
                self.accept(effects);
            }
        }
    }

    /// The book could not be opened or made.
    pub fn not_opened(&mut self, problem: Problem) {
        let step = if self.step == Step::NewPassphrase {
            Step::RecoveryKey
        } else {
            self.step
        };
        if step != Step::TypeBack {
            self.go(step);
        }
        if step == Step::RecoveryKey {
            self.fields.set(0, self.recovery_typed.expose()); // 48 digits are not typed twice
        }
        self.busy = false;
        self.problem = Some(problem);
    }
}

/// Which two groups of a recovery key are typed back, counted from 0: one of the first half and one of the second, by the
/// key's own digits.
pub fn asked_groups(recovery: &str) -> [usize; 2] {
    let digits = recovery.bytes().filter(u8::is_ascii_digit);
    let sum: usize = digits.map(|digit| usize::from(digit - b'0')).sum();
    [sum % 4, 4 + (sum / 4) % 4]
}

fn seconds_between(from: DateTime, to: DateTime) -> i64 {
    to.duration_since(from).as_secs()
}

/// The gate that has the keys, if one has.
pub fn of(model: &mut Model) -> Option<&mut Gate> {
    match model.screens.last_mut() {
        Some(super::Screen::Gate(gate)) => Some(gate),
        _ => None,
    }
}
