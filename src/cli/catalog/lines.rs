//! A catalog as lines of text: what is in it, the checklist of a grade, and which rule can be met where.

use std::iter;

use crate::domain::catalog::{
    Catalog, Cell, Coverage, GRADES, Gap, Item, Repeat, Requirement, Scope, SwitchName, When,
};
use crate::domain::text::Text;

/// The months, as they are said.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Columns of a grade in the table.
const CELL: usize = 6;

/// That a file has no fault, and how much is in it.
pub(super) fn summary(name: &str, catalog: &Catalog) -> String {
    let parts = catalog.parts();
    let needs: usize = parts.requirements.iter().map(|one| one.needs.len()).sum();
    let prompts: usize = parts.prompts.iter().map(Vec::len).sum();
    let counts = [
        (parts.items.len(), "items"),
        (parts.requirements.len(), "requirements"),
        (needs, "needs"),
        (parts.switches.len(), "switches"),
        (prompts, "prompts"),
        (parts.phrases.len(), "phrases"),
        (parts.resources.len(), "places to go"),
        (parts.questions.len(), "questions"),
        (parts.indicators.len(), "indicators"),
    ];
    let head = format!("{name} has no fault: {}", catalog.name());
    let lines = counts.map(|(count, what)| format!("  {what:<12} {count:>4}"));
    iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
}

/// The checklist of a grade, or of all of them one after the other.
pub(super) fn items(catalog: &Catalog, grade: Option<u8>) -> String {
    let grades = GRADES.filter(|one| grade.is_none_or(|grade| grade == *one));
    let mut lines = vec![catalog.name().as_str().to_owned()];
    for grade in grades {
        lines.push(String::new());
        let count = catalog.items_for(grade).count();
        lines.push(format!(
            "Grade {grade}: {count} items; those with * are a duty."
        ));
        for item in catalog.items_for(grade) {
            lines.extend(self::item(catalog, item));
        }
        if !catalog.prompts(grade).is_empty() {
            lines.push("To open a talk with".to_owned());
        }
        lines.extend(catalog.prompts(grade).iter().map(|one| format!("  {one}")));
    }
    lines.join("\n")
}

/// What is ticked and when; what it is called and serves; where to go.
fn item(catalog: &Catalog, item: &Item) -> Vec<String> {
    let mark = if item.core { '*' } else { ' ' };
    let text = padded(&item.text, Item::TEXT_COLUMNS);
    let mut about = vec![item.id.to_string(), item.category.short().to_owned()];
    about.extend(item.requirements.iter().map(ToString::to_string));
    about.extend((item.repeat == Repeat::EveryYear).then(|| "every year".to_owned()));
    about.extend(item.switch.as_ref().map(|name| when_on(catalog, name)));
    let places: Vec<_> = catalog
        .resources_for(&item.id)
        .map(|resource| resource.name.as_str())
        .collect();
    let mut lines = vec![
        format!("{mark} {text}  {}", due(item)),
        format!("    {}", about.join("; ")),
    ];
    lines.extend((!places.is_empty()).then(|| format!("    where to go: {}", places.join("; "))));
    lines
}

/// `fall, by November`
fn due(item: &Item) -> String {
    let month = item
        .by
        .and_then(|month| MONTHS.get(usize::from(month).checked_sub(1)?));
    match (item.when, month) {
        (When::Any, Some(month)) => format!("by {month}"),
        (when, Some(month)) => format!("{}, by {month}", when.word()),
        (when, None) => when.word().to_owned(),
    }
}

fn when_on(catalog: &Catalog, name: &SwitchName) -> String {
    let of_student = |scope| scope == Scope::Student;
    match catalog.switch(name).map(|switch| switch.scope) {
        Some(scope) if of_student(scope) => format!("for a student with \"{name}\" on"),
        _ => format!("when \"{name}\" is on"),
    }
}

/// The table of rules and grades, what its signs mean, and what nothing answers.
pub(super) fn coverage(catalog: &Catalog, rules: &[Coverage<'_>]) -> String {
    let codes = rules
        .iter()
        .map(|rule| rule.requirement.code.as_str().len());
    let first = codes.chain([5]).max().unwrap_or_default();
    let heads = row(GRADES.map(|grade| grade.to_string()));
    let mut lines = vec![
        format!("{}: what can meet a rule", catalog.name()),
        String::new(),
        format!("{:first$}{heads}", "grade"),
    ];
    lines.extend(rules.iter().map(|rule| {
        let cells = row(rule.cells.into_iter().map(sign));
        let code = rule.requirement.code.as_str();
        format!("{code:first$}{cells}  {}", force(rule.requirement))
            .trim_end()
            .to_owned()
    }));
    lines.extend([
        String::new(),
        "A number: so many items of the grade serve the rule. p: so does something noted in the"
            .into(),
        "plan. -: the rule is not of this grade. GAP: something it asks for is met by nothing."
            .into(),
    ]);
    let gaps: Vec<String> = rules.iter().flat_map(gaps).collect();
    lines.extend((!gaps.is_empty()).then(String::new));
    lines.extend(gaps);
    lines.join("\n")
}

/// A cell for each grade.
fn row(words: impl Iterator<Item = String>) -> String {
    let cells: Vec<_> = words.map(|word| format!("{word:>CELL$}")).collect();
    cells.concat()
}

fn sign(cell: Option<Cell>) -> String {
    match cell {
        None => "-".to_owned(),
        Some(cell) if cell.is_gap => "GAP".to_owned(),
        Some(cell) => match (cell.items, cell.plan) {
            (0, _) => "p".to_owned(),
            (items, true) => format!("{items}+p"),
            (items, false) => items.to_string(),
        },
    }
}

/// When a rule counts, where it does not always.
fn force(requirement: &Requirement) -> String {
    let mut words = Vec::new();
    words.extend(requirement.from.map(|year| format!("from {year}")));
    words.extend(requirement.until.map(|year| format!("until {year}")));
    let switch = requirement.switch.as_ref();
    words.extend(switch.map(|name| format!("when \"{name}\" is on")));
    words.join(", ")
}

fn gaps<'a>(rule: &'a Coverage<'_>) -> impl Iterator<Item = String> + 'a {
    let code = &rule.requirement.code;
    rule.gaps.iter().map(move |Gap { grade, need }| match need {
        Some(need) => format!("{code}, grade {grade}: nothing meets \"{}\"", need.say),
        None => format!("{code}, grade {grade}: no [[need]] says what a plan has to hold"),
    })
}

/// A text with blanks behind it.
fn padded(text: &Text, columns: usize) -> String {
    let blanks = columns.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blanks))
}
