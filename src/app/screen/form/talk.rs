//! Forms of a talk: a note with the next step, how a goal goes.

use super::{Fault, Form, FormKind, change_with, day_text, whom};
use crate::{
    app::{
        effect::Effect,
        field::Field,
        model::{CountsFor, Desk, Model},
        update::with_round,
    },
    domain::{
        act::{self, Note, Stamp},
        checkin::CheckIn,
        date::{self, DateTime, Toward},
        goal::{GoalState, MOST_CONFIDENCE},
        id::{CheckInId, GoalId, StudentId},
    },
};

impl Form {
    /// A note for these students; into what was noted for the one student already, where there is such an entry.
    pub fn note(desk: &Desk, students: &[StudentId], now: DateTime) -> Option<Self> {
        let stamp = desk.stamp(now);
        let into = match students {
            [] => return None,
            [one] => entry_of(desk, *one, stamp),
            _ => None,
        };
        let kind = FormKind::Note {
            students: students.to_vec(),
            into: into.map(|entry| entry.id),
            stamp,
        };
        Some(Self::new(
            kind,
            format!("Note: {}", whom(desk, students)),
            note_fields(into),
        ))
    }

    /// Corrects what an entry says.
    pub fn correct_note(desk: &Desk, student: StudentId, entry: CheckInId) -> Option<Self> {
        let entry = desk.book.check_in(student, entry)?;
        let kind = FormKind::Note {
            students: vec![student],
            into: Some(entry.id),
            stamp: Stamp {
                at: entry.at,
                when: entry.when,
            },
        };
        let day = date::short(entry.day(), desk.day());
        let title = format!("{} {day}: {}", entry.kind.name(), whom(desk, &[student]));
        Some(Self::new(kind, title, note_fields(Some(entry))))
    }

    /// How a goal goes.
    pub fn progress(desk: &Desk, student: StudentId, goal: GoalId) -> Option<Self> {
        let said = desk.book.goal(student, goal)?;
        let states = GoalState::ALL.iter().map(|state| state.name().to_owned());
        let chosen = GoalState::ALL
            .iter()
            .position(|state| *state == said.state())
            .unwrap_or(0);
        let fields = vec![
            Field::choice("State", states, chosen),
            Field::line("Note", "in a few words; why not a lower number?", ""),
            Field::line("How sure, 0 to 10", "if it was asked", ""),
        ];
        let kind = FormKind::Progress { student, goal };
        Some(Self::new(kind, format!("Goal: {}", said.text), fields))
    }

    pub(super) fn take_note(
        &self,
        model: &mut Model,
        students: &[StudentId],
        into: Option<CheckInId>,
        stamp: Stamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let note = self.note_typed(stamp)?;
        change_with(model, effects, |desk| {
            act::note(&desk.book, students, into, &note, stamp)
        });
        with_round(model, |round, _| round.selected.clear());
        Ok(())
    }

    fn note_typed(&self, stamp: Stamp) -> Result<Note, Fault> {
        let note = Note {
            text: self.text(0),
            next: self.text(1),
            by: self.day_in(2, stamp.at.date(), Toward::Future)?,
        };
        if note.by.is_some() && note.next.is_empty() {
            return Err((1, "What is to be done by then?".to_owned()));
        }
        Ok(note)
    }

    pub(super) fn take_progress(
        &self,
        model: &mut Model,
        student: StudentId,
        goal: GoalId,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let state = GoalState::ALL
            .get(self.fields.chosen(0))
            .copied()
            .unwrap_or_default();
        let sure = self.fields.text(2).trim();
        let confidence = match (sure, sure.parse::<u8>()) {
            ("", _) => None,
            (_, Ok(number)) if number <= MOST_CONFIDENCE => Some(number),
            _ => return Err((2, "A number from 0 to 10, or nothing.".to_owned())),
        };
        let (note, now) = (self.text(1), model.now);
        change_with(model, effects, |desk| {
            act::progress(
                &desk.book,
                student,
                goal,
                state,
                confidence,
                note,
                desk.stamp(now),
            )
        });
        Ok(())
    }
}

/// An empty note for these students, into that entry, for that moment.
pub(super) fn note_form(
    desk: &Desk,
    students: Vec<StudentId>,
    into: Option<CheckInId>,
    stamp: Stamp,
) -> Form {
    let title = format!("Note: {}", whom(desk, &students));
    let kind = FormKind::Note {
        students,
        into,
        stamp,
    };
    Form::new(kind, title, note_fields(None))
}

fn note_fields(entry: Option<&CheckIn>) -> Vec<Field> {
    let note = entry.map_or("", |entry| entry.note.as_str());
    let next = entry.and_then(|entry| entry.next.as_ref());
    vec![
        Field::line(
            "Note",
            "in a few words; a prefix becomes a stock phrase",
            note,
        ),
        Field::line(
            "Next step",
            "who does what",
            next.map_or("", |next| next.text.as_str()),
        ),
        Field::line(
            "By when",
            "fri, 2w, 14 oct, 10/14",
            &day_text(next.and_then(|next| next.by)),
        ),
    ]
}

/// What is noted of a student for the moment that notes are written for: an entry of this period or of that day.
fn entry_of(desk: &Desk, student: StudentId, stamp: Stamp) -> Option<&CheckIn> {
    let began = desk.round.as_ref().and_then(|round| round.began);
    let last = desk
        .book
        .plan(student)
        .check_ins()
        .iter()
        .rev()
        .find(|entry| entry.day() == stamp.day())?;
    let same_period = match desk.counts_for {
        CountsFor::Now => began.is_some_and(|began| last.when >= began),
        CountsFor::Day(_) => true,
        CountsFor::Period(from, to) => last.when >= from && last.when <= to,
    };
    same_period.then_some(last)
}
