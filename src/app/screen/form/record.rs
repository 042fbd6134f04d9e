//! The forms about the record itself: a request to correct it, and where it goes.

use super::{Fault, Form, FormKind, Next};
use crate::{
    app::{
        effect::Effect,
        field::Field as Asked,
        model::{Desk, Model},
        screen::{Screen, gate::Gate, student::PageLine},
        update::perform,
    },
    domain::{
        amendment::Contested,
        date,
        disclosure::{self, Disclosure},
        id::StudentId,
        part::{Field, PartKind, Value},
        record,
        text::Text,
    },
};

impl Form {
    /// A request to have a line of the plan corrected; of the record as a whole where there is none at the cursor.
    pub fn amend(desk: &Desk, student: StudentId, line: Option<&PageLine>) -> Option<Self> {
        let place = PartKind::Amendment.place(desk.book.key(student));
        let about = line.and_then(|line| contested(desk, student, line));
        let chosen = about.map(|(line, says)| {
            [
                (Field::Line, Value::Text(line.name())),
                (Field::About, Value::Text(Text::new(&says))),
            ]
        });
        let chosen = chosen.into_iter().flatten().collect::<Vec<_>>();
        Self::new_part(desk, place, PartKind::Amendment, &chosen)
    }

    /// Where the complete record of a student goes.
    pub fn record(desk: &Desk, student: StudentId) -> Option<Self> {
        let whose = desk.book.students.get(&student)?.spoken();
        let fields = vec![
            Asked::line("Folder", "such as the stick of the family", ""),
            Asked::line("For whom", "who gets it", "the family"),
            Asked::choice(
                "They are",
                disclosure::parties().map(|party| party.label.to_owned()),
                0,
            ),
            Asked::line(
                "Why",
                "what it is needed for",
                "asked to inspect the record",
            ),
        ];
        let title =
            format!("Write the complete record of {whose}, for everybody who gets the file");
        Some(Self::new(FormKind::Record(student), title, fields))
    }

    /// Whether a student's record is to be deleted for good.
    pub fn purge(desk: &Desk, student: StudentId) -> Option<Self> {
        let whose = desk.book.students.get(&student)?.listed();
        let fields = vec![
            Asked::line(
                "The name",
                "as it stands above; esc leaves all as it is",
                "",
            ),
            Asked::line(
                "Certificate",
                "a folder for the page that says what was done; empty: only shown here",
                "",
            ),
        ];
        let title = format!("Delete for good, with no way back: {whose}, all years");
        Some(Self::new(FormKind::Purge(student), title, fields))
    }

    /// The name was typed: then new keys are asked for.
    pub(super) fn take_purge(
        &self,
        model: &Model,
        student: StudentId,
        effects: &mut Vec<Effect>,
    ) -> Result<Next, Fault> {
        let Some(desk) = &model.desk else {
            return Ok(Next::Close);
        };
        if !desk
            .book
            .students
            .get(&student)
            .is_some_and(|of| of.is_called(self.fields.text(0)))
        {
            return Err((0, "That is not the name.".to_owned()));
        }
        if let Err(why) = record::without(&desk.book, student) {
            return Err((0, format!("Not now: {why}.")));
        }
        effects.push(Effect::Offer);
        let certificate = self.fields.text(1).trim().to_owned();
        let gate = Gate::purge(student, certificate);
        Ok(Next::replace(Screen::Gate(Box::new(gate))))
    }

    /// Asks whether it can be written there. Only then is it noted, and only then written.
    pub(super) fn take_record(
        &self,
        student: StudentId,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let folder = self.needed(0, "Give the folder.")?;
        let party = disclosure::parties().nth(self.fields.chosen(2));
        let leaves = Disclosure {
            what: Text::new("the complete record"),
            whom: self.needed(1, "Say who gets it.")?,
            party: party.map_or("other", |party| party.name),
            why: self.needed(3, "Say what it is needed for.")?,
            to: folder.clone(),
        };
        effects.push(Effect::MayLeave {
            student,
            folder: folder.as_str().to_owned(),
            leaves: Box::new(leaves),
        });
        Ok(())
    }
}

/// It can be written there: notes that it leaves, then asks for it to be written, in this order.
pub fn leave(
    model: &mut Model,
    student: StudentId,
    folder: String,
    leaves: &Disclosure,
    effects: &mut Vec<Effect>,
) {
    let now = model.now;
    let Some(desk) = &model.desk else {
        return;
    };
    let catalog = desk.catalog.clone();
    let change = disclosure::of_students(&desk.book, &[student], leaves, desk.stamp(now));
    perform(model, change, effects);
    effects.push(Effect::WriteRecord {
        student,
        catalog,
        folder,
    });
}

/// What a line is called, for good and for the eye.
fn contested(desk: &Desk, student: StudentId, line: &PageLine) -> Option<(Contested, String)> {
    let plan = desk.book.plan(student);
    Some(match line {
        PageLine::Item(id) | PageLine::Retired(id) => {
            let known = desk.catalog.item(id);
            let says = known.map_or(id.as_str(), |item| item.text.as_str());
            (Contested::Item(id.clone()), says.to_owned())
        }
        PageLine::Goal(id)
        | PageLine::Step(id, _)
        | PageLine::Reflection(id, _)
        | PageLine::Barrier(id, _)
        | PageLine::Strategy(id, ..) => {
            let goal = plan.goals.get(id)?;
            (Contested::Goal(*id), goal.text.as_str().to_owned())
        }
        PageLine::Part(of, id) => {
            let part = desk.book.parts_at(*of)?.get(id)?;
            (Contested::Part(*id), part.title())
        }
        PageLine::Entry(id) => {
            let entry = plan.check_in(*id)?;
            let says = format!("note of {}", date::long(entry.day()));
            (Contested::Entry(*id), says)
        }
        _ => return None,
    })
}

/// The name of the line of the plan that a line of the page shows, where something can stand at it.
pub fn line_of(line: &PageLine) -> Option<Contested> {
    Some(match line {
        PageLine::Item(id) | PageLine::Retired(id) => Contested::Item(id.clone()),
        PageLine::Goal(id) => Contested::Goal(*id),
        PageLine::Part(_, id) => Contested::Part(*id),
        PageLine::Entry(id) => Contested::Entry(*id),
        _ => return None,
    })
}
