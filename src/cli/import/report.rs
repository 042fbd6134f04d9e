//! What was understood of a list and what would happen, as lines of text.

use crate::{
    app::effect::RosterFile,
    domain::{
        book::Book,
        id::GroupId,
        roster::{BEYOND, Fate, Planned, RosterPlan, Target},
        student::Student,
        text::Text,
    },
};

use super::quoted;

/// Everything that a person should see before saying yes.
pub(super) fn understood(file: &RosterFile, plan: &RosterPlan, book: &Book) -> String {
    let mut lines = vec![
        format!("{} into {}", Text::new(&file.path), target_name(plan, book)),
        format!("Read as {}.", file.reading),
    ];
    lines.extend(file.columns.iter().map(|column| format!("  {column}")));
    section(&mut lines, "Look at this", file.warnings.iter().cloned());
    for (title, wanted) in KINDS {
        let rows = plan.rows.iter().filter(|row| wanted(&row.fate));
        section(&mut lines, title, rows.map(|row| described(row, book)));
    }
    let vanished = plan
        .vanished
        .iter()
        .filter_map(|gone| book.students.get(&gone.student))
        .map(Student::listed);
    let title = if plan.wishes.mark_left {
        "In the group, not on the list: marked as left"
    } else {
        "In the group, not on the list: they stay (--left-are-gone marks them as left)"
    };
    section(&mut lines, title, vanished);
    let rejected = plan.rejected.iter().map(|row| {
        let who = if row.who.is_empty() {
            String::new()
        } else {
            format!("{}: ", row.who)
        };
        format!("line {}: {who}{}", row.line, row.reason)
    });
    section(&mut lines, "Not taken", rejected);
    let is_out = |line| plan.rejected.iter().any(|row| row.line == line);
    if file
        .rows
        .iter()
        .any(|row| row.grade.is_none() && is_out(row.line))
    {
        lines.push("The list has no grade for some: --grade NUMBER gives them one.".to_owned());
    }
    lines.join("\n")
}

type Kind = (&'static str, fn(&Fate) -> bool);

const KINDS: [Kind; 6] = [
    ("New", |fate| matches!(fate, Fate::New)),
    ("Changed", |fate| matches!(fate, Fate::Changed)),
    ("Back again", |fate| matches!(fate, Fate::Returning)),
    ("Come over from another group", |fate| {
        matches!(fate, Fate::Moved(_))
    }),
    (
        "In another group: they stay there (--move-here brings them)",
        |fate| matches!(fate, Fate::Elsewhere(_)),
    ),
    ("As they are", |fate| matches!(fate, Fate::Unchanged)),
];

fn section(lines: &mut Vec<String>, title: &str, rows: impl Iterator<Item = String>) {
    let rows: Vec<String> = rows.collect();
    if !rows.is_empty() {
        lines.push(format!("{title}: {}", rows.len()));
        lines.extend(rows.into_iter().map(|row| format!("  {row}")));
    }
}

fn described(planned: &Planned, book: &Book) -> String {
    let row = &planned.row;
    let mut text = row.name.sorted();
    if let Some(grade) = row.grade {
        text = format!("{text}, grade {grade}");
    }
    if let Fate::Elsewhere(group) | Fate::Moved(group) = &planned.fate {
        text = format!("{text}, in {}", group_name(*group, book));
    }
    let differences: Vec<String> = planned
        .differences
        .iter()
        .map(ToString::to_string)
        .collect();
    if !differences.is_empty() {
        text = format!("{text}: {}", differences.join(", "));
    }
    if row.altered {
        text.push_str("  (letters were replaced)");
    }
    if row.mixed_script {
        text.push_str("  (letters of two alphabets)");
    }
    text
}

fn group_name(group: GroupId, book: &Book) -> &str {
    book.groups
        .get(&group)
        .map_or("?", |group| group.name.as_str())
}

fn target_name<'a>(plan: &'a RosterPlan, book: &'a Book) -> &'a str {
    match &plan.target {
        Target::Group(group) => group_name(*group, book),
        Target::NewGroup(name) => name.as_str(),
    }
}

/// Those for whom the group has no place, and the command that takes them into another one.
pub(super) fn beyond(plan: &RosterPlan, book: &Book, command: &str) -> String {
    let mut lines = Vec::new();
    let names = plan.beyond.iter().map(|row| row.row.name.sorted());
    section(&mut lines, &format!("No place here, since {BEYOND}"), names);
    let name = free_name(target_name(plan, book), book);
    lines.push("Afterwards this takes them into a second group:".to_owned());
    lines.push(format!("  {command} --new-group {}", quoted(name.as_str())));
    lines.join("\n")
}

/// The name with another letter behind it that no group has yet: `204 B`, then `204 C`.
fn free_name(whole: &str, book: &Book) -> Text {
    let name = whole
        .rsplit_once(' ')
        .filter(|(_, last)| last.len() == 1 && last.chars().all(|c| c.is_ascii_uppercase()))
        .map_or(whole, |(room, _)| room);
    let taken = |wanted: &Text| book.groups.values().any(|group| group.name == *wanted);
    ('B'..='Z')
        .map(|letter| Text::new(&format!("{name} {letter}")))
        .find(|wanted| !taken(wanted) && wanted.as_str() != whole)
        .unwrap_or_else(|| Text::new(name))
}
