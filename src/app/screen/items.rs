//! The school's own list, to be edited: the items of a grade, the rules, the places to go, the questions.

use super::{Next, Screen, form::Form};
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        effect::Effect,
        model::{Desk, Model},
        notice::Notice,
        update::{say, write_catalog},
    },
    domain::{
        catalog::{Catalog, GRADES, Item, Question, Requirement, Resource},
        id::StudentId,
    },
};

/// What is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Page {
    /// The items of a grade.
    #[default]
    Items,
    /// The rules that the items serve.
    Rules,
    /// Places on the web.
    Places,
    /// What students, parents and staff are asked.
    Questions,
}

impl Page {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::Items, Self::Rules, Self::Places, Self::Questions];

    /// Which it is, from 1.
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|page| *page == self).unwrap_or(0) + 1
    }

    fn turned(self, by: usize) -> Self {
        let at = (self.number() - 1 + by) % Self::ALL.len();
        Self::ALL.get(at).copied().unwrap_or_default()
    }
}

/// The state of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Items {
    /// What is shown.
    pub page: Page,
    /// Whose items, 6 to 12.
    pub grade: u8,
    /// The line under the cursor.
    pub cursor: usize,
}

impl Items {
    /// The items of the grade of a student, or of the first one in the group.
    pub fn new(desk: &Desk, student: Option<StudentId>) -> Self {
        let student = student.or_else(|| desk.seats.first().map(|seat| seat.student));
        let grade = student.and_then(|id| Some(desk.book.students.get(&id)?.grade.number()));
        Self {
            page: Page::Items,
            grade: grade.unwrap_or(*GRADES.start()),
            cursor: 0,
        }
    }

    /// The items of the grade.
    pub fn items<'a>(&self, desk: &'a Desk) -> Vec<&'a Item> {
        desk.catalog.items_for(self.grade).collect()
    }

    /// How many lines the page has.
    pub fn length(&self, catalog: &Catalog) -> usize {
        match self.page {
            Page::Items => catalog.items_for(self.grade).count(),
            Page::Rules => catalog.requirements().len(),
            Page::Places => catalog.resources().len(),
            Page::Questions => catalog.questions().len(),
        }
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        let length = self.length(&desk.catalog);
        match action {
            Action::Back | Action::Items => return Some(Next::Close),
            Action::NextPage => return Some(self.turn(1)),
            Action::PreviousPage => return Some(self.turn(Page::ALL.len() - 1)),
            Action::NextGrade => return Some(self.other_grade(1)),
            Action::PreviousGrade => return Some(self.other_grade(-1)),
            Action::Open => return Some(self.form(desk).map_or(Next::Stay, Self::over)),
            Action::AddItem => return Some(self.add(model)),
            Action::TakeOff => self.take_off(model, effects),
            _ => self.cursor = moved(self.cursor, stride(action)?, length),
        }
        Some(Next::Stay)
    }

    fn over(form: Form) -> Next {
        Next::push(Screen::Form(form))
    }

    fn turn(&mut self, by: usize) -> Next {
        self.page = self.page.turned(by);
        self.cursor = 0;
        Next::Stay
    }

    fn other_grade(&mut self, by: i8) -> Next {
        let grade = self.grade.saturating_add_signed(by);
        if self.page == Page::Items && GRADES.contains(&grade) {
            self.grade = grade;
            self.cursor = 0;
        }
        Next::Stay
    }

    /// The form of what the cursor is on.
    fn form(&self, desk: &Desk) -> Option<Form> {
        let catalog = &desk.catalog;
        match self.page {
            Page::Items => Form::item(desk, Some(&self.item(catalog)?.id), self.grade),
            Page::Rules => Form::rule(desk, &self.rule(catalog)?.code),
            Page::Places => Form::place(desk, Some(&self.place(catalog)?.id)),
            Page::Questions => Form::question(desk, Some(&self.question(catalog)?.id)),
        }
    }

    /// The item under the cursor.
    pub fn item<'a>(&self, catalog: &'a Catalog) -> Option<&'a Item> {
        catalog.items_for(self.grade).nth(self.cursor)
    }

    /// The rule under the cursor.
    pub fn rule<'a>(&self, catalog: &'a Catalog) -> Option<&'a Requirement> {
        catalog.requirements().get(self.cursor)
    }

    /// The place under the cursor.
    pub fn place<'a>(&self, catalog: &'a Catalog) -> Option<&'a Resource> {
        catalog.resources().get(self.cursor)
    }

    /// The question under the cursor.
    pub fn question<'a>(&self, catalog: &'a Catalog) -> Option<&'a Question> {
        catalog.questions().get(self.cursor)
    }

    fn add(&self, model: &mut Model) -> Next {
        let Some(desk) = &model.desk else {
            return Next::Stay;
        };
        let form = match self.page {
            Page::Items => Form::item(desk, None, self.grade),
            Page::Rules => None,
            Page::Places => Form::place(desk, None),
            Page::Questions => Form::question(desk, None),
        };
        form.map_or_else(
            || {
                say(model, Notice::refused(RULES_ARE_OF_THE_FILE));
                Next::Stay
            },
            Self::over,
        )
    }

    /// Takes off what the cursor is on. Nothing that was noted goes with it.
    fn take_off(&self, model: &mut Model, effects: &mut Vec<Effect>) {
        let Some(desk) = &model.desk else { return };
        let catalog = desk.catalog.clone();
        let mut parts = catalog.parts().clone();
        let said = match self.page {
            Page::Items => self.item(&catalog).map(|item| {
                parts.take_away_item(&item.id);
                let grades = said_grades(item);
                format!(
                    "Taken off{grades}: {}. Marks stay; a student's page shows them as retired.",
                    item.text
                )
            }),
            Page::Rules => return say(model, Notice::refused(RULES_ARE_OF_THE_FILE)),
            Page::Places => self.place(&catalog).map(|place| {
                parts.resources.retain(|one| one.id != place.id);
                format!("Taken off: {}.", place.name)
            }),
            Page::Questions => self.question(&catalog).map(|question| {
                parts.questions.retain(|one| one.id != question.id);
                "The question is taken off. Answers that were given stay in the book.".to_owned()
            }),
        };
        if let Some(said) = said {
            write_catalog(model, parts, said, effects);
        }
    }

    /// Another catalog is in use: the cursor goes to what is new in it, or stays within the list.
    pub fn show_new(&mut self, was: &Catalog, now: &Catalog) {
        let new_item = now.items().iter().find(|item| was.item(&item.id).is_none());
        let new = match self.page {
            Page::Items => new_item.and_then(|item| {
                if !item.grades.contains(self.grade) {
                    self.grade = item.grades.iter().next()?;
                }
                now.items_for(self.grade).position(|one| one.id == item.id)
            }),
            Page::Rules => None,
            Page::Places => {
                let known = |one: &Resource| was.resources().iter().any(|old| old.id == one.id);
                now.resources().iter().position(|one| !known(one))
            }
            Page::Questions => {
                let known = |one: &Question| was.question(one.id.as_str()).is_some();
                now.questions().iter().position(|one| !known(one))
            }
        };
        let last = self.length(now).saturating_sub(1);
        self.cursor = new.unwrap_or(self.cursor).min(last);
    }
}

const RULES_ARE_OF_THE_FILE: &str =
    "Rules are added and taken off in the school's file: see `homeroom catalog default`.";

/// ` in grades 6-8`, where it is more than one.
fn said_grades(item: &Item) -> String {
    match item.grades.iter().count() {
        1 => String::new(),
        _ => format!(" in grades {}", item.grades),
    }
}
