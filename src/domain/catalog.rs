//! The catalog: what a plan should hold in each grade, which rule asks for it, what to talk about, and the stock phrases.
//!
//! A catalog is data that a school may replace, so nothing here names a rule or an item. `exchange::catalog` reads it from
//! TOML, the book keeps it, the status of a student is counted against it. Knows no file format and no date.

use crate::domain::{date::SchoolYear, part::PartKind, text::Text};

mod coverage;
mod editing;
mod evaluation;
mod name;
mod need;
mod resource;

pub use coverage::{Cell, Coverage, Gap, coverage};
pub use editing::new_name;
pub use evaluation::{
    AnswerKind, Answerer, Evidence, Indicator, Question, RATINGS, RubricPart, rating_word,
};
pub use name::{IndicatorCode, ItemId, QuestionId, RequirementCode, ResourceId, SwitchName};
pub use need::{Need, Span, Way};
pub use resource::{Address, Resource};

/// The first and the last grade that a plan covers.
pub const GRADES: std::ops::RangeInclusive<u8> = 6..=12;

/// Everything the program knows about items, rules, prompts and phrases; in the order in which the school wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    parts: Parts,
    /// Positions in `parts.items`, ordered by id.
    by_id: Vec<u16>,
    /// Positions in `parts.items` for each grade from 6 to 12, in catalog order.
    by_grade: [Vec<u16>; 7],
}

/// What a catalog is made of and can be taken apart into, for those who read and store one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// What the school calls this catalog.
    pub name: Text,
    /// All items, in the order in which they are listed to a person.
    pub items: Vec<Item>,
    /// The rules that items refer to.
    pub requirements: Vec<Requirement>,
    /// The switches that items refer to.
    pub switches: Vec<Switch>,
    /// Questions to open a talk with, for each grade from 6 to 12.
    pub prompts: [Vec<Text>; 7],
    /// Stock phrases for notes.
    pub phrases: Vec<Phrase>,
    /// Where to go on the web.
    pub resources: Vec<Resource>,
    /// What students, parents and staff are asked about planning at this school.
    pub questions: Vec<Question>,
    /// What the school rates itself on.
    pub indicators: Vec<Indicator>,
    /// The month and day from which on an arrival halves what is expected in that year; `None`: never.
    pub half_from: Option<(i8, i8)>,
}

impl Catalog {
    /// Builds a catalog. Of two items with the same id the first is kept, so that an id always means one thing; a reader
    /// that wants to complain about it looks first.
    pub fn new(mut parts: Parts) -> Self {
        parts.items.truncate(usize::from(u16::MAX));
        let mut by_id = order(&parts.items);
        let second = |pair: &[u16]| same_id(&parts.items, pair);
        if by_id.windows(2).any(second) {
            let mut seen = std::collections::BTreeSet::new();
            parts.items.retain(|item| seen.insert(item.id.clone()));
            by_id = order(&parts.items);
        }
        let mut by_grade: [Vec<u16>; 7] = Default::default();
        for (item, position) in parts.items.iter().zip(0..) {
            for (list, grade) in by_grade.iter_mut().zip(GRADES) {
                if item.grades.contains(grade) {
                    list.push(position);
                }
            }
        }
        Self {
            parts,
            by_id,
            by_grade,
        }
    }

    /// What it is made of, to store or print it.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// What the school calls this catalog.
    pub fn name(&self) -> &Text {
        &self.parts.name
    }

    /// All items of all grades, in catalog order, switched ones included.
    pub fn items(&self) -> &[Item] {
        &self.parts.items
    }

    /// The items of one grade in catalog order, switched ones included; nothing for a grade outside 6 to 12.
    pub fn items_for(&self, grade: u8) -> impl Iterator<Item = &Item> {
        slot(&self.by_grade, grade)
            .into_iter()
            .flatten()
            .filter_map(|&position| self.parts.items.get(usize::from(position)))
    }

    /// The item with this id; `None` when the school's catalog no longer has it.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        let at = |position: &u16| self.parts.items.get(usize::from(*position));
        let found = self
            .by_id
            .binary_search_by(|position| at(position).map(|item| &item.id).cmp(&Some(id)))
            .ok()?;
        at(self.by_id.get(found)?)
    }

    /// The month and day from which on an arrival halves what is expected in that year.
    pub fn half_from(&self) -> Option<(i8, i8)> {
        self.parts.half_from
    }

    /// All rules, in catalog order.
    pub fn requirements(&self) -> &[Requirement] {
        &self.parts.requirements
    }

    /// The rule with this code.
    pub fn requirement(&self, code: &RequirementCode) -> Option<&Requirement> {
        self.parts.requirements.iter().find(|r| r.code == *code)
    }

    /// All switches, in catalog order.
    pub fn switches(&self) -> &[Switch] {
        &self.parts.switches
    }

    /// The switch with this name.
    pub fn switch(&self, name: &SwitchName) -> Option<&Switch> {
        self.parts.switches.iter().find(|s| s.name == *name)
    }

    /// Questions to open a talk with in this grade; empty for a grade outside 6 to 12.
    pub fn prompts(&self, grade: u8) -> &[Text] {
        slot(&self.parts.prompts, grade).map_or(&[], Vec::as_slice)
    }

    /// The stock phrases that the catalog brings along; the adviser's own are kept elsewhere.
    pub fn phrases(&self) -> &[Phrase] {
        &self.parts.phrases
    }

    /// All places to go, in catalog order.
    pub fn resources(&self) -> &[Resource] {
        &self.parts.resources
    }

    /// Where to go for an item, in catalog order.
    pub fn resources_for(&self, id: &ItemId) -> impl Iterator<Item = &Resource> {
        let names = move |resource: &&Resource| resource.items.contains(id);
        self.parts.resources.iter().filter(names)
    }

    /// Where to go for a part of the plan, in catalog order.
    pub fn resources_for_part(&self, kind: PartKind) -> impl Iterator<Item = &Resource> {
        let serves = move |resource: &&Resource| resource.parts.contains(&kind);
        self.parts.resources.iter().filter(serves)
    }

    /// Where to go for a rule, in catalog order.
    pub fn resources_for_rule(&self, code: &RequirementCode) -> impl Iterator<Item = &Resource> {
        let serves = move |resource: &&Resource| resource.requirements.contains(code);
        self.parts.resources.iter().filter(serves)
    }

    /// All questions, in catalog order.
    pub fn questions(&self) -> &[Question] {
        &self.parts.questions
    }

    /// What somebody in this role is asked, in catalog order.
    pub fn questions_of(&self, who: Answerer) -> impl Iterator<Item = &Question> {
        let asked = move |question: &&Question| question.of.contains(&who);
        self.parts.questions.iter().filter(asked)
    }

    /// The question with this id; `None` when the school no longer asks it.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.parts.questions.iter().find(|q| q.id.as_str() == id)
    }

    /// All indicators that the school rates itself on, in catalog order.
    pub fn indicators(&self) -> &[Indicator] {
        &self.parts.indicators
    }

    /// The indicator with this code; `None` when the school's rubric no longer has it.
    pub fn indicator(&self, code: &str) -> Option<&Indicator> {
        self.parts
            .indicators
            .iter()
            .find(|i| i.code.as_str() == code)
    }
}

/// The positions of items, ordered by id.
fn order(items: &[Item]) -> Vec<u16> {
    let mut order: Vec<(&ItemId, u16)> = items.iter().map(|item| &item.id).zip(0..).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, position)| position).collect()
}

fn same_id(items: &[Item], pair: &[u16]) -> bool {
    let mut ids = pair
        .iter()
        .map(|position| items.get(usize::from(*position)).map(|item| &item.id));
    ids.next() == ids.next()
}

/// The place of `grade` in a list with one entry for each grade from 6 to 12.
fn slot<T>(list: &[T; 7], grade: u8) -> Option<&T> {
    list.get(usize::from(grade.checked_sub(*GRADES.start())?))
}

/// One thing on a student's checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Never changes, even when the text does: marks refer to it.
    pub id: ItemId,
    /// In which grades it stands on the list.
    pub grades: Grades,
    /// What is ticked, at most [`Item::TEXT_COLUMNS`] wide.
    pub text: Text,
    /// One sentence that says what counts as done.
    pub detail: Text,
    /// Which part of the plan it belongs to.
    pub category: Category,
    /// The rules it serves, the weightiest first; may be empty.
    pub requirements: Vec<RequirementCode>,
    /// From which time of year on it is due.
    pub when: When,
    /// The month (1 to 12) by the end of which it should be done, where a rule or a custom names one.
    pub by: Option<u8>,
    /// Comes straight from a duty of the school, not from good practice.
    pub core: bool,
    /// Whether a new school year asks for it again.
    pub repeat: Repeat,
    /// What has to be switched on before it counts; `None`: always counts.
    pub switch: Option<SwitchName>,
}

impl Item {
    /// How wide the text of an item may be, in terminal columns, so that it fits beside the list of students.
    pub const TEXT_COLUMNS: usize = 44;
}

/// A rule that asks for something: a duty in a regulation, a criterion of a rubric, a section of a plan form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// What it is called for short, such as `R-GOALS`.
    pub code: RequirementCode,
    /// What it asks for, in one sentence.
    pub asks: Text,
    /// The regulation or document that says so.
    pub source: Text,
    /// Of when that document is; empty when it bears no date.
    pub date: Text,
    /// In which grades it holds.
    pub grades: Grades,
    /// The first school year in which it is in force; `None`: always was.
    pub from: Option<SchoolYear>,
    /// The last school year in which it is in force; `None`: until further notice.
    pub until: Option<SchoolYear>,
    /// What has to be switched on before it counts; `None`: always counts.
    pub switch: Option<SwitchName>,
    /// What a plan has to hold; nothing where the duty is the school's and no plan can show it.
    pub needs: Vec<Need>,
}

/// Something that a school does or a student has, without which certain items do not count. Off until switched on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Switch {
    /// How items refer to it.
    pub name: SwitchName,
    /// For whom it is switched.
    pub scope: Scope,
    /// What is true when it is on, such as "The school keeps digital portfolios".
    pub text: Text,
}

/// For whom a [`Switch`] is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// For everybody in the book.
    Book,
    /// For one student.
    Student,
}

/// A sentence that a few letters stand for while a note is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The letters.
    pub prefix: Text,
    /// The sentence.
    pub text: Text,
}

/// The parts of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it; `long` spells them out")]
pub enum Category {
    CareerExploration,
    AcademicPlanning,
    Goals,
    PostsecondaryFinance,
    Portfolio,
    DigitalCitizenship,
    Extracurricular,
    Assessment,
    FamilyReview,
}

impl Category {
    /// All of them, in the order of a printed plan.
    pub const ALL: [Self; 9] = [
        Self::CareerExploration,
        Self::AcademicPlanning,
        Self::Goals,
        Self::PostsecondaryFinance,
        Self::Portfolio,
        Self::DigitalCitizenship,
        Self::Extracurricular,
        Self::Assessment,
        Self::FamilyReview,
    ];

    /// One word for it, at most ten columns; also how a catalog file names it.
    pub fn short(self) -> &'static str {
        match self {
            Self::CareerExploration => "careers",
            Self::AcademicPlanning => "courses",
            Self::Goals => "goals",
            Self::PostsecondaryFinance => "after 12",
            Self::Portfolio => "portfolio",
            Self::DigitalCitizenship => "online",
            Self::Extracurricular => "activities",
            Self::Assessment => "tests",
            Self::FamilyReview => "review",
        }
    }

    /// The heading over its items on a printed plan.
    pub fn long(self) -> &'static str {
        match self {
            Self::CareerExploration => "Exploring careers",
            Self::AcademicPlanning => "Courses and graduation",
            Self::Goals => "Goals",
            Self::PostsecondaryFinance => "After high school and paying for it",
            Self::Portfolio => "Portfolio and evidence",
            Self::DigitalCitizenship => "Digital citizenship",
            Self::Extracurricular => "Activities and service",
            Self::Assessment => "Inventories and tests",
            Self::FamilyReview => "Family and review",
        }
    }
}

/// From which time of year on an item is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum When {
    /// From the fall on.
    Fall,
    /// From the winter on.
    Winter,
    /// From the spring on.
    Spring,
    /// From the fall on, and looked at again each term.
    EachTerm,
    /// Whenever it suits; due before the school year ends.
    Any,
}

impl When {
    /// All of them, in the order of the year.
    pub const ALL: [Self; 5] = [
        Self::Fall,
        Self::Winter,
        Self::Spring,
        Self::EachTerm,
        Self::Any,
    ];

    /// As a person says it, at most nine columns; also how a catalog file names it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fall => "fall",
            Self::Winter => "winter",
            Self::Spring => "spring",
            Self::EachTerm => "each term",
            Self::Any => "any time",
        }
    }
}

/// Whether a new school year asks for an item again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Repeat {
    /// Anew in each year in which it stands on the list.
    EveryYear,
    /// Once done it stays done.
    Once,
}

/// A set of grades between 6 and 12, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grades(u8);

impl Grades {
    /// Grades 6 to 12.
    pub const ALL: Self = Self(0b111_1111);

    /// The set of these grades; `None` when there are none or one of them is outside 6 to 12.
    pub fn new(grades: impl IntoIterator<Item = u8>) -> Option<Self> {
        let mut bits = 0;
        for grade in grades {
            if !GRADES.contains(&grade) {
                return None;
            }
            bits |= 1 << (grade - GRADES.start());
        }
        (bits != 0).then_some(Self(bits))
    }

    /// Whether `grade` is one of them.
    pub fn contains(self, grade: u8) -> bool {
        GRADES.contains(&grade) && self.0 & (1 << (grade - GRADES.start())) != 0
    }

    /// The grades, lowest first.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        GRADES.filter(move |&grade| self.contains(grade))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, text: &str, grades: &[u8]) -> Item {
        Item {
            id: ItemId::new(id).unwrap(),
            grades: Grades::new(grades.iter().copied()).unwrap(),
            text: Text::new(text),
            detail: Text::default(),
            category: Category::Goals,
            requirements: Vec::new(),
            when: When::Fall,
            by: None,
            core: false,
            repeat: Repeat::Once,
            switch: None,
        }
    }

    fn catalog(items: Vec<Item>) -> Catalog {
        Catalog::new(Parts {
            items,
            ..Parts::default()
        })
    }

    #[test]
    fn a_grade_lists_its_items_in_the_schools_order() {
        let catalog = catalog(vec![
            item("z", "first", &[8]),
            item("m", "elsewhere", &[9]),
            item("a", "second", &[8, 9]),
        ]);
        let texts: Vec<_> = catalog.items_for(8).map(|i| i.text.as_str()).collect();
        assert_eq!(texts, ["first", "second"]);
        for outside in [0, 5, 13, 255] {
            assert_eq!(catalog.items_for(outside).count(), 0);
            assert!(catalog.prompts(outside).is_empty());
        }
    }

    #[test]
    fn an_id_means_one_item_whatever_the_order() {
        let catalog = catalog(vec![
            item("z", "first", &[8]),
            item("a", "second", &[8]),
            item("z", "again", &[8]),
        ]);
        let text = |id| {
            let id = ItemId::new(id).unwrap();
            catalog.item(&id).map(|i| i.text.as_str())
        };
        assert_eq!(text("z"), Some("first"));
        assert_eq!(text("a"), Some("second"));
        assert_eq!(text("m"), None);
        assert_eq!(catalog.items().len(), 2);
    }

    #[test]
    fn names_are_short_and_plain() {
        assert!(ItemId::new("g8-goals").is_some());
        assert!(RequirementCode::new("R-GOALS").is_some());
        for bad in ["", "-", "G8", "a--b", "a-", "a b", "é", &"x".repeat(41)] {
            assert!(ItemId::new(bad).is_none(), "{bad}");
        }
        assert!(RequirementCode::new("r-goals").is_none());
    }

    #[test]
    fn grades_outside_middle_and_high_school_are_refused() {
        let grades = Grades::new([12, 6, 6]).unwrap();
        assert_eq!(grades.iter().collect::<Vec<_>>(), [6, 12]);
        assert!(!grades.contains(7) && !grades.contains(14));
        for bad in [&[][..], &[5], &[8, 13], &[255]] {
            assert!(Grades::new(bad.iter().copied()).is_none());
        }
    }
}
