//! Lists in words that a narrow column would cut on the screen: signals, places, the checklist that is edited, a new school
//! year, graduates, answers, the rubric. One line each, with a number that goes there.

use super::{Page, numbered};
use crate::{
    app::{
        model::Desk,
        screen::{
            answers::{Answers, tenths},
            followup::FollowUps,
            items::{Items, Page as ItemsPage},
            places::Places,
            rollover::RollOverScreen,
            rubric::Rubric,
            signals::Signals,
        },
    },
    domain::{
        catalog::{AnswerKind, Answerer},
        date::{self, Date},
        evidence,
        followup::{Asked, Graduate, MONTHS},
        part::Field,
        signals::Signal,
    },
    view::screen::{followup as drawn_followup, items as drawn_items},
};

fn list(place: &str, head: String, lines: Vec<String>, at: usize) -> Page {
    Page {
        place: place.to_owned(),
        numbers: numbered(lines.len()),
        at: (!lines.is_empty()).then_some(at),
        head: vec![head],
        lines,
        ..Page::default()
    }
}

/// Early signals, or the students behind one of them.
pub(super) fn signals(desk: &Desk, signals: &Signals) -> Page {
    if signals.open.is_none() {
        let lines = signals.lines(desk).iter().map(signal).collect();
        let head = "Early signals. enter says who is behind a number.".to_owned();
        return list("signals", head, lines, signals.cursor);
    }
    let opened = signals.opened(desk);
    let head = opened.as_ref().map_or_else(
        || "Nobody is behind it any more.".to_owned(),
        |line| format!("{}: {} of {}.", line.label, line.have, line.of),
    );
    let behind = opened.map(|line| line.behind).unwrap_or_default();
    let lines = behind.into_iter().filter_map(|one| {
        let student = desk.book.students.get(&one.student)?;
        let needs = if one.is_well {
            "fine"
        } else {
            "needs somebody"
        };
        let (name, grade) = (student.spoken(), student.grade);
        Some(format!("{name}, grade {grade}, {needs}: {}", one.reason))
    });
    let lines: Vec<String> = lines.collect();
    let place = format!("signals {:?}", signals.open);
    list(&place, head, lines, signals.behind)
}

/// `Approvals of the yearly review: 29 of 66. By month: Sep 29`
fn signal(line: &Signal) -> String {
    let months = line.months.iter().filter(|(_, count)| *count > 0);
    let months: Vec<String> = months
        .map(|(month, count)| format!("{} {count}", date::month(*month)))
        .collect();
    let by_month = if months.is_empty() {
        String::new()
    } else {
        format!(". By month: {}", months.join(", "))
    };
    format!("{}: {} of {}{by_month}", line.label, line.have, line.of)
}

/// Where to go.
pub(super) fn places(desk: &Desk, places: &Places) -> Page {
    let all = places.list(desk);
    let item = places.item.as_ref().and_then(|id| desk.catalog.item(id));
    let what = item.map_or_else(String::new, |item| format!(" for {}", item.text));
    let head = format!("Where to go{what}. enter opens the address, y copies it.");
    let lines = all.iter();
    let lines = lines.map(|one| format!("{}: {}", one.name, one.address.as_str()));
    let mut page = list(
        &format!("places {:?}", places.item),
        head,
        lines.collect(),
        places.cursor,
    );
    if let Some(one) = all.get(places.cursor) {
        let items = one.items.iter().filter_map(|id| desk.catalog.item(id));
        let helps: Vec<&str> = items.map(|item| item.text.as_str()).collect();
        page.about.push(one.purpose.to_string());
        page.about
            .extend((!helps.is_empty()).then(|| format!("Helps with: {}.", helps.join("; "))));
    }
    page
}

/// The school's own list, to be edited.
pub(super) fn items(desk: &Desk, items: &Items) -> Page {
    let catalog = &desk.catalog;
    let count = items.length(catalog);
    let said = match items.page {
        ItemsPage::Items => format!("Checklist of grade {}: {count} items", items.grade),
        ItemsPage::Rules => format!("Rules: {count}"),
        ItemsPage::Places => format!("Where to go: {count} places"),
        ItemsPage::Questions => format!("Questions: {count}"),
    };
    let (number, of) = (items.page.number(), ItemsPage::ALL.len());
    let head = format!("{said}, page {number} of {of}. tab turns the page, enter changes a line.");
    let lines: Vec<String> = match items.page {
        ItemsPage::Items => items
            .items(desk)
            .iter()
            .map(|item| {
                let duty = if item.core { ", a duty" } else { "" };
                let (part, due) = (item.category.short(), drawn_items::due(item));
                format!("{}, {due}, {part}{duty}", item.text)
            })
            .collect(),
        ItemsPage::Rules => {
            let rules = catalog.requirements().iter();
            rules
                .map(|one| format!("{}: {}", one.code, one.asks))
                .collect()
        }
        ItemsPage::Places => {
            let places = catalog.resources().iter();
            places
                .map(|one| format!("{}: {}", one.name, one.address.as_str()))
                .collect()
        }
        ItemsPage::Questions => {
            let questions = catalog.questions().iter();
            let kind = |kind| match kind {
                AnswerKind::Scale => "1 to 5",
                AnswerKind::Text => "in words",
            };
            questions
                .map(|one| format!("{} Answered {}.", one.asks, kind(one.kind)))
                .collect()
        }
    };
    let place = format!("items {number} {}", items.grade);
    let mut page = list(&place, head, lines, items.cursor);
    if page.lines.is_empty() {
        page.head
            .push("Nothing stands here yet: + adds.".to_owned());
    } else {
        page.about = drawn_items::about_lines(items, catalog).1;
        page.about
            .retain(|line| !page.lines.iter().any(|said| said.ends_with(line.as_str())));
    }
    page
}

/// What a new school year will do.
pub(super) fn roll_over(desk: &Desk, screen: &RollOverScreen) -> Page {
    let plan = &screen.plan;
    let lines = plan.moving.iter().filter_map(|moving| {
        let student = desk.book.students.get(&moving.student)?;
        let along = match moving.along() {
            along if along.is_empty() => String::new(),
            along => format!("; {along}"),
        };
        Some(format!(
            "{}: {}{along}",
            student.spoken(),
            moving.says(student)
        ))
    });
    let mut lines: Vec<String> = lines.collect();
    lines.push(format!("Begin the school year {}", plan.to));
    let head = format!(
        "{} ends, {} begins; nothing is done yet. space changes what becomes of a student, B begins the year.",
        plan.from, plan.to
    );
    let mut page = list("roll-over", head, lines, screen.cursor);
    page.head.push(plan.who());
    page.head
        .push(format!("{} The old year stays readable.", plan.along()));
    page
}

/// Graduates.
pub(super) fn follow_ups(desk: &Desk, screen: FollowUps, today: Date) -> Page {
    let all = FollowUps::list(desk);
    let lines = all.iter().map(|one| graduate(one, today)).collect();
    let head = "Graduates, asked after 6 and 12 months. enter writes an answer down.".to_owned();
    let mut page = list("graduates", head, lines, screen.cursor);
    match all.get(screen.cursor) {
        Some(one) => {
            let about = drawn_followup::about(one).into_iter();
            page.about = about
                .map(|(label, said)| format!("{label}: {said}"))
                .collect();
        }
        None => page.head.push(
            "Nobody has graduated yet. A new school year, in the palette, sends graduates here."
                .to_owned(),
        ),
    }
    page
}

fn graduate(one: &Graduate<'_>, today: Date) -> String {
    let answers = one.asked.iter().zip(MONTHS).map(|(asked, months)| {
        let day = |on: &Date| date::short(*on, today);
        let said = match asked {
            Asked::NotYet { on } => format!("to be asked from {}", day(on)),
            Asked::Due { on } => format!("to be asked now, since {}", day(on)),
            Asked::NotWished => "does not wish to be asked".to_owned(),
            Asked::Passed => "was not asked".to_owned(),
            Asked::Answered(part) => part
                .choice(Field::Status)
                .map_or_else(String::new, |status| status.label.to_owned()),
        };
        format!("{months} months: {said}")
    });
    let answers: Vec<String> = answers.collect();
    format!("{}. {}", one.student.spoken(), answers.join("; "))
}

/// What was answered, summed; one question alone; a file before it is taken in.
pub(super) fn answers(desk: &Desk, answers: &Answers) -> Page {
    let alone = |place: &str, head: String, lines: Vec<String>, top| Page {
        place: place.to_owned(),
        head: vec![head],
        lines,
        at: Some(top),
        ..Page::default()
    };
    if let Some(preview) = &answers.file {
        let lines = preview.lines().into_iter().map(|line| line.text).collect();
        let head = format!("Not saved yet: {}. enter takes it in.", preview.file.path);
        return alone("answers file", head, lines, preview.top);
    }
    if let Some(top) = answers.open {
        let lines = answers.alone(desk).into_iter();
        let lines = lines.map(|line| squeezed(&line.text)).collect();
        let head = format!("One question, {}.", answers.year);
        return alone(&format!("answers {}", answers.cursor), head, lines, top);
    }
    let who = |who| match who {
        Answerer::Student => "students",
        Answerer::Parent => "parents",
        Answerer::Staff => "staff",
    };
    let lines = answers.sums(desk).into_iter().map(|asked| {
        let mean = asked.mean().map(tenths).unwrap_or_default();
        let said = match (asked.is_scale(), asked.count()) {
            (_, 0) => "no answer yet".to_owned(),
            (true, count) => format!("{mean} of 5 on average, {count} answered"),
            (false, 1) => "1 text".to_owned(),
            (false, count) => format!("{count} texts"),
        };
        format!("{}, {}: {said}", who(asked.who), asked.asks())
    });
    let read = if desk.has_read(answers.year) {
        ""
    } else {
        ", being read"
    };
    let head = format!(
        "Answers in {}{read}. enter says one question, + enters answers.",
        answers.year
    );
    let place = format!("answers {:?}", answers.year);
    list(&place, head, lines.collect(), answers.cursor)
}

/// The school's rating of itself.
pub(super) fn rubric(desk: &Desk, rubric: &Rubric) -> Page {
    let mut part = None;
    let mut lines = Vec::new();
    for (at, indicator) in desk.catalog.indicators().iter().enumerate() {
        let code = indicator.code.as_str();
        let rating = evidence::rating(&desk.book, code, rubric.year);
        let score = rating.and_then(|part| part.number(Field::Score));
        let score = score.map_or_else(|| "not rated".to_owned(), |score| format!("{score} of 4"));
        let heading = if part.replace(indicator.part) == Some(indicator.part) {
            String::new()
        } else {
            format!("{}. ", evidence::heading(indicator.part))
        };
        let shown = rubric
            .figures
            .get(at)
            .map_or("", |figures| figures.short.as_str());
        let shown = if shown.is_empty() {
            String::new()
        } else {
            format!("; the book shows {shown}")
        };
        lines.push(format!(
            "{heading}{code}, {score}: {}{shown}",
            indicator.asks.as_str().trim_end_matches('.')
        ));
    }
    let head = format!(
        "Our rating of our planning in {}, 4 is best. enter rates, w says everything.",
        rubric.year
    );
    list(
        &format!("rubric {:?}", rubric.year),
        head,
        lines,
        rubric.cursor,
    )
}

/// Columns that were filled up with blanks, as a sentence.
fn squeezed(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
