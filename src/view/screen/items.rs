//! The school's own list, to be edited: a page of lines, and under it everything about the line at the cursor.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::items::{Items, Page},
    domain::{
        catalog::{AnswerKind, Answerer, Catalog, Item, Question, Repeat, Requirement, Resource},
        date,
    },
    theme::Role,
    view::{
        frame::{rule, split_bottom, split_top},
        paper::{Paper, Row},
        text,
        widget::list,
    },
};

/// Columns of the code of a rule.
const CODE: usize = 15;

/// Columns of the name of a place.
const NAME: usize = 34;

/// From this width on the part of the plan and the time stand behind an item.
const WITH_TIME: usize = 70;

/// Below this width the title is short.
const NARROW: usize = 50;

/// Rows for what is said about the line at the cursor.
const ABOUT: u16 = 8;

/// Draws the screen.
pub fn draw(items: &Items, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let catalog = &at.desk.catalog;
    let (head, body) = split_top(area, 1);
    heading(items, catalog, paper, Row::of(head, 0));
    let (body, foot) = split_bottom(body, ABOUT.min(body.height / 2));
    let length = items.length(catalog);
    if length == 0 {
        let mut row = Row::of(body, 0).after(1);
        paper.point(row);
        return paper.write(&mut row, "Nothing stands here yet: + adds.", Role::Text);
    }
    let of_grade = items.items(at.desk);
    list::draw(
        length,
        items.cursor,
        paper,
        body,
        |index, is_at, paper, row| {
            let role = |role| if is_at { Role::Cursor } else { role };
            match items.page {
                Page::Items => {
                    if let Some(item) = of_grade.get(index) {
                        draw_item(item, &role, paper, row);
                    }
                }
                Page::Rules => {
                    let asked = catalog.requirements().get(index);
                    let line = asked.map(|rule| (rule.code.as_str(), rule.asks.as_str()));
                    draw_pair(line, CODE, &role, paper, row);
                }
                Page::Places => {
                    let place = catalog.resources().get(index);
                    let line = place.map(|place| (place.name.as_str(), place.address.as_str()));
                    draw_pair(line, NAME, &role, paper, row);
                }
                Page::Questions => {
                    if let Some(question) = catalog.questions().get(index) {
                        draw_question(question, &role, paper, row);
                    }
                }
            }
        },
    );
    about(items, catalog, paper, foot);
}

/// What the page is, and which of how many.
fn heading(items: &Items, catalog: &Catalog, paper: &mut Paper<'_>, row: Row) {
    let count = items.length(catalog);
    let said = match items.page {
        Page::Items if row.room() < NARROW => format!("Grade {}: {count} items", items.grade),
        Page::Items => format!("Checklist of grade {}: {count} items", items.grade),
        Page::Rules => format!("Rules: {count}"),
        Page::Places => format!("Where to go: {count} places"),
        Page::Questions => format!("Questions: {count}"),
    };
    let pages = format!("page {} of {}", items.page.number(), Page::ALL.len());
    rule(paper, row, &format!("{said}, {pages}"));
}

fn draw_item(item: &Item, role: &dyn Fn(Role) -> Role, paper: &mut Paper<'_>, mut row: Row) {
    if row.room() >= WITH_TIME {
        paper.right(
            &mut row,
            &format!("{:<10}", item.category.short()),
            role(Role::Text),
        );
        paper.right(&mut row, &format!("{:<9} ", due(item)), role(Role::Key));
    }
    let mark = if item.core { "* " } else { "  " };
    paper.write(&mut row, mark, role(Role::Text));
    paper.write(&mut row, item.text.as_str(), role(Role::Text));
}

fn draw_pair(
    line: Option<(&str, &str)>,
    width: usize,
    role: &dyn Fn(Role) -> Role,
    paper: &mut Paper<'_>,
    mut row: Row,
) {
    let Some((name, said)) = line else { return };
    paper.column(&mut row, name, width, role(Role::Key));
    row = row.after(1);
    paper.write(&mut row, said, role(Role::Text));
}

fn draw_question(
    question: &Question,
    role: &dyn Fn(Role) -> Role,
    paper: &mut Paper<'_>,
    mut row: Row,
) {
    let kind = match question.kind {
        AnswerKind::Scale => "  1 to 5  ",
        AnswerKind::Text => "  in words",
    };
    paper.right(&mut row, kind, role(Role::Key));
    paper.write(&mut row, question.asks.as_str(), role(Role::Text));
}

/// `by Mar`, or from when on.
pub(in crate::view) fn due(item: &Item) -> String {
    match item.by.and_then(|month| i8::try_from(month).ok()) {
        Some(month) => format!("by {}", date::month(month)),
        None => item.when.word().to_owned(),
    }
}

/// Everything about the line at the cursor.
fn about(items: &Items, catalog: &Catalog, paper: &mut Paper<'_>, area: Rect) {
    let (title, lines) = about_lines(items, catalog);
    rule(paper, Row::of(area, 0), &title);
    let width = usize::from(area.width).saturating_sub(2);
    let most = usize::from(area.height);
    let rows = lines.iter().flat_map(|line| text::wrap(line, width, most));
    for (at, said) in rows.enumerate() {
        let mut row = Row::of(area, at + 1).after(1);
        paper.write(&mut row, said, Role::Text);
    }
}

/// The same, as lines.
pub(in crate::view) fn about_lines(items: &Items, catalog: &Catalog) -> About {
    match items.page {
        Page::Items => items.item(catalog).map(|item| about_item(item, catalog)),
        Page::Rules => items.rule(catalog).map(about_rule),
        Page::Places => items
            .place(catalog)
            .map(|place| about_place(place, catalog)),
        Page::Questions => items.question(catalog).map(about_question),
    }
    .unwrap_or_default()
}

/// A title, and lines under it.
type About = (String, Vec<String>);

fn about_item(item: &Item, catalog: &Catalog) -> About {
    let mut facts = vec![item.category.long().to_owned(), due_long(item)];
    facts.extend(item.core.then(|| "a duty (*)".to_owned()));
    facts.push(match item.repeat {
        Repeat::Once => "asked once".to_owned(),
        Repeat::EveryYear => "asked every year".to_owned(),
    });
    facts.push(item.grades.spoken());
    let mut lines = vec![
        item.detail.to_string(),
        format!("{}.", capital_first(&facts.join("; "))),
    ];
    let rules: Vec<&str> = item.requirements.iter().map(AsRef::as_ref).collect();
    lines.extend((!rules.is_empty()).then(|| format!("Serves {}.", rules.join(", "))));
    let places = catalog.resources_for(&item.id);
    let places: Vec<&str> = places.map(|place| place.name.as_str()).collect();
    lines.extend((!places.is_empty()).then(|| format!("Where to go: {}.", places.join("; "))));
    let switch = item.switch.as_ref().and_then(|name| catalog.switch(name));
    lines.extend(switch.map(|switch| format!("Only where this is so: {}.", switch.text)));
    (item.id.to_string(), lines)
}

/// `from fall on, by March`
fn due_long(item: &Item) -> String {
    let by = item.by.and_then(|month| i8::try_from(month).ok());
    let by = by.map_or(String::new(), |month| {
        format!(", by {}", date::month(month))
    });
    format!("due {}{by}", item.when.word())
}

fn about_rule(rule: &Requirement) -> About {
    let mut facts = vec![capital_first(&rule.grades.spoken())];
    facts.extend(rule.from.map(|year| format!("from {year}")));
    facts.extend(rule.until.map(|year| format!("until {year}")));
    let dated = if rule.date.is_empty() {
        format!("{}.", rule.source)
    } else {
        format!("{}, {}.", rule.source, rule.date)
    };
    let mut lines = vec![
        rule.asks.to_string(),
        dated,
        format!("{}.", facts.join(", ")),
    ];
    let needs: Vec<&str> = rule.needs.iter().map(|need| need.say.as_str()).collect();
    lines.extend((!needs.is_empty()).then(|| format!("A plan has to hold: {}.", needs.join("; "))));
    (rule.code.to_string(), lines)
}

fn about_place(place: &Resource, catalog: &Catalog) -> About {
    let mut lines = vec![place.address.as_str().to_owned(), place.purpose.to_string()];
    let items = place.items.iter().filter_map(|id| catalog.item(id));
    let mut serves: Vec<&str> = items.map(|item| item.text.as_str()).collect();
    serves.extend(place.parts.iter().map(|part| part.noun()));
    serves.extend(place.requirements.iter().map(AsRef::<str>::as_ref));
    lines.extend((!serves.is_empty()).then(|| format!("Helps with: {}.", serves.join("; "))));
    (place.name.to_string(), lines)
}

fn about_question(question: &Question) -> About {
    let who = question.of.iter().map(|who| match who {
        Answerer::Student => "students",
        Answerer::Parent => "parents",
        Answerer::Staff => "staff",
    });
    let who: Vec<&str> = who.collect();
    let asked = format!("Asked of {}.", who.join(", "));
    (
        question.id.to_string(),
        vec![question.asks.to_string(), asked],
    )
}

fn capital_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
