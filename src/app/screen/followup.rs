//! Graduates: who is to be asked now, what is known, and the answer written down.

use super::{Next, Screen, form::Form, student::StudentPage};
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        model::{Desk, Model},
        notice::Notice,
        update::say,
    },
    domain::{
        followup::{self, Asked, Graduate, MONTHS},
        part::{Field, PartKind, Value},
    },
};

/// The state of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FollowUps {
    /// The line under the cursor.
    pub cursor: usize,
}

impl FollowUps {
    /// The graduates in the order in which they are shown.
    pub fn list(desk: &Desk) -> Vec<Graduate<'_>> {
        followup::graduates(&desk.book, desk.day())
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(&mut self, model: &mut Model, action: Action) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        let all = Self::list(desk);
        if let Some(by) = stride(action) {
            self.cursor = moved(self.cursor, by, all.len());
            return Some(Next::Stay);
        }
        match action {
            Action::Back => Some(Next::Close),
            Action::Open | Action::Toggle => Some(self.ask(model)),
            Action::Pane => {
                let student = all.get(self.cursor)?.student.id;
                let page = StudentPage::new(desk, student);
                Some(Next::push(Screen::Student(Box::new(page))))
            }
            _ => None,
        }
    }

    /// Writes down the answer that is due, or corrects the newest one.
    fn ask(self, model: &mut Model) -> Next {
        let form = model.desk.as_ref().and_then(|desk| {
            let all = Self::list(desk);
            let graduate = all.get(self.cursor)?;
            let place = PartKind::FollowUp.place(desk.book.key(graduate.student.id));
            match (graduate.due(), newest(graduate)) {
                (Some(months), _) => {
                    let months = PartKind::FollowUp.choice(Field::Months, &months.to_string())?;
                    let settled = [(Field::Months, Value::Choice(months))];
                    Form::new_part(desk, place, PartKind::FollowUp, &settled)
                }
                (None, Some(answer)) => Form::edit_part(desk, place, answer),
                (None, None) => None,
            }
        });
        let Some(form) = form else {
            let [first, _] = MONTHS;
            let said = format!(
                "Not to be asked now: first {first} months after graduation, and only who agreed."
            );
            say(model, Notice::refused(said));
            return Next::Stay;
        };
        Next::push(Screen::Form(form))
    }
}

fn newest(graduate: &Graduate<'_>) -> Option<crate::domain::id::PartId> {
    let mut answers = graduate.asked.iter().rev();
    answers.find_map(|asked| match asked {
        Asked::Answered(part) => Some(part.id),
        _ => None,
    })
}
