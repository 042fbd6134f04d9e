//! Says a [`Change`] as a sentence for the timeline, the notice and the recap: `ticked career interest inventory for Ana
//! Diaz`.

use super::{
    book::Book,
    catalog::Catalog,
    change::{Change, Edit, Entry, EntryKind},
    checkin::{CheckIn, CheckInKind},
    goal::Goal,
    group::Group,
    mark::Mark,
    part::{Field, Part, PartKind},
    student::{Standing, Student},
};

/// What an entry of the journal did, with `undid` or `redid` before it where it was one of these.
pub fn entry(entry: &Entry, book: &Book, catalog: &Catalog) -> String {
    match entry.kind {
        EntryKind::Act => change(&entry.change, book, catalog),
        EntryKind::Redo(_) => format!("redid: {}", change(&entry.change, book, catalog)),
        EntryKind::Undo(_) => format!("undid: {}", change(&entry.change.inverse(), book, catalog)),
    }
}

/// What a Change does. Needs the Book for names; one who is not in it any more is named from the Change itself.
pub fn change(change: &Change, book: &Book, catalog: &Catalog) -> String {
    if let Some(year) = new_year(change) {
        return year;
    }
    if let Some(list) = change.edits.iter().find(|edit| is_catalog(edit)) {
        return phrase(list, book, catalog).unwrap_or_default(); // marks that go along are no act of their own
    }
    let mut parts: Vec<(String, usize)> = Vec::new();
    for edit in &change.edits {
        let Some(said) = phrase(edit, book, catalog) else {
            continue;
        };
        match parts.iter_mut().find(|(known, _)| *known == said) {
            Some((_, count)) => *count += 1,
            None => parts.push((said, 1)),
        }
    }
    let whom = whom(change, book);
    match parts.as_slice() {
        [] => "nothing".to_owned(),
        [(said, _)] => with(said, &whom),
        several => {
            let all = several
                .iter()
                .take(4)
                .map(|(said, count)| counted(said, *count));
            with(&all.collect::<Vec<_>>().join(", "), &whom)
        }
    }
}

fn is_catalog(edit: &Edit) -> bool {
    matches!(edit, Edit::Catalog { .. })
}

/// Beginning a school year is said as a whole: who moved up, graduated and left, and not each thing that went along.
fn new_year(change: &Change) -> Option<String> {
    let (was, now) = change.edits.iter().find_map(|edit| match edit {
        Edit::Settings { was, now } if was.year != now.year => Some((was.year, now.year)),
        _ => None,
    })?;
    if now < was {
        return Some(format!("went back to the school year {now} from {was}"));
    }
    let students = change.edits.iter().filter_map(|edit| match edit {
        Edit::Student {
            was: Some(was),
            now: Some(now),
            ..
        } => Some((was, now)),
        _ => None,
    });
    let (mut up, mut graduated, mut left) = (0, 0, 0);
    for (was, now) in students {
        match now.standing {
            Standing::Here => up += usize::from(was.grade != now.grade),
            Standing::Graduated { .. } => graduated += 1,
            Standing::Left { .. } => left += 1,
        }
    }
    let counts = [(up, "moved up"), (graduated, "graduated"), (left, "left")];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, did)| format!("{count} {did}"))
        .collect();
    let who = match counts.as_slice() {
        [] => String::new(),
        counts => format!(" ({})", counts.join(", ")),
    };
    Some(format!("began the school year {now} after {was}{who}"))
}

/// Puts the name where the sentence has its place, else behind it.
fn with(said: &str, whom: &str) -> String {
    match (said.contains("{}"), whom.is_empty()) {
        (true, true) => said.replacen("{} ", "", 1),
        (true, false) => said.replacen("{}", whom, 1).replace("{}", "them"),
        (false, true) => said.to_owned(),
        (false, false) => format!("{said} for {whom}"),
    }
}

fn counted(said: &str, count: usize) -> String {
    if count > 1 {
        format!("{said} ({count})")
    } else {
        said.to_owned()
    }
}

/// `Ana Diaz`, `14 students`, or nothing where it is about none.
fn whom(change: &Change, book: &Book) -> String {
    match change.students().as_slice() {
        [] => String::new(),
        [one] => {
            let named = book.students.get(one).map(Student::spoken);
            let named = named.or_else(|| change.edits.iter().find_map(name_inside));
            named.unwrap_or_default()
        }
        several => format!("{} students", several.len()),
    }
}

fn name_inside(edit: &Edit) -> Option<String> {
    match edit {
        Edit::Student { was, now, .. } => now.as_ref().or(was.as_ref()).map(|s| s.spoken()),
        _ => None,
    }
}

/// One edit without its student. `None` for what a person need not read.
fn phrase(edit: &Edit, book: &Book, catalog: &Catalog) -> Option<String> {
    match edit {
        Edit::Adviser { now, .. } => Some(format!("changed the adviser's name to {now}")),
        Edit::Settings { was, now } => {
            let shown_only = was.year == now.year
                && was.calendar == now.calendar
                && was.period_minutes == now.period_minutes
                && was.switches == now.switches
                && was.phrases == now.phrases
                && was.begin_by == now.begin_by;
            (!shown_only).then(|| "changed the settings".to_owned())
        }
        Edit::Catalog {
            was: Some(_),
            now: Some(_),
        } => Some("changed the school's checklist".to_owned()),
        Edit::Catalog { now: Some(_), .. } => Some("took the school's own checklist".to_owned()),
        Edit::Catalog { now: None, .. } => {
            Some("went back to the checklist that comes along".to_owned())
        }
        Edit::Group { was, now, .. } => group(was.as_ref(), now.as_ref()),
        Edit::Student { was, now, .. } => Some(student(was.as_deref(), now.as_deref(), book)),
        Edit::Mark { item, now, .. } => {
            let text = catalog
                .item(item)
                .map_or(item.as_str(), |item| item.text.as_str());
            Some(mark(text, now.as_ref()))
        }
        Edit::Goal { was, now, .. } => Some(goal(was.as_deref(), now.as_deref())),
        Edit::Part { was, now, .. } => part(was.as_deref(), now.as_deref()),
        Edit::CheckIn { was, now, .. } => Some(check_in(was.as_deref(), now.as_deref())),
    }
}

fn mark(item: &str, now: Option<&Mark>) -> String {
    match now {
        Some(Mark::Done { .. }) => format!("ticked {item}"),
        Some(Mark::NotApplicable { reason, .. }) => format!("set aside {item} ({reason})"),
        None => format!("opened {item} again"),
    }
}

fn group(was: Option<&Group>, now: Option<&Group>) -> Option<String> {
    match (was, now) {
        (None, Some(group)) => Some(format!("made the group {}", group.name)),
        (Some(group), None) => Some(format!("took away the group {}", group.name)),
        (Some(was), Some(now)) if was.name != now.name => {
            Some(format!("renamed the group {} to {}", was.name, now.name))
        }
        (Some(_), Some(now)) if now.archived => Some(format!("archived the group {}", now.name)),
        (Some(_), Some(now)) => Some(format!("brought back the group {}", now.name)),
        (None, None) => None,
    }
}

fn student(was: Option<&Student>, now: Option<&Student>, book: &Book) -> String {
    let (was, now) = match (was, now) {
        (Some(was), Some(now)) => (was, now),
        (None, _) => return "added {} to the group".to_owned(),
        (Some(_), None) => return "took {} out of the group".to_owned(),
    };
    match (was.standing, now.standing) {
        (Standing::Here, Standing::Left { .. }) => return "marked {} as left".to_owned(),
        (Standing::Here, Standing::Graduated { .. }) => return "noted {} as graduated".to_owned(),
        (Standing::Left { .. } | Standing::Graduated { .. }, Standing::Here) => {
            return "brought {} back".to_owned();
        }
        _ => {}
    }
    let mut parts = Vec::new();
    if was.name != now.name || was.preferred != now.preferred {
        parts.push(format!("changed the name from {}", was.spoken()));
    }
    if was.grade != now.grade {
        parts.push(format!(
            "changed the grade from {} to {}",
            was.grade, now.grade
        ));
    }
    if was.school_id != now.school_id {
        parts.push("changed the school's number".to_owned());
    }
    if was.group != now.group {
        let name = book
            .groups
            .get(&now.group)
            .map_or("another group", |group| group.name.as_str());
        parts.push(format!("moved {{}} to {name}"));
    }
    if was.arrived != now.arrived {
        parts.push("changed the day of arrival".to_owned());
    }
    if was.switches != now.switches {
        parts.push("changed what the list asks".to_owned());
    }
    if parts.is_empty() {
        "changed".to_owned()
    } else {
        parts.join(", ")
    }
}

fn goal(was: Option<&Goal>, now: Option<&Goal>) -> String {
    match (was, now) {
        (Some(was), Some(now)) if now.progress.len() > was.progress.len() => {
            format!("noted a goal as {}", now.state().name())
        }
        (Some(was), Some(now)) if now.progress.len() < was.progress.len() => {
            "took back a goal's progress".to_owned()
        }
        (Some(was), Some(now)) if now.barriers != was.barriers => {
            "changed what may stand in the way of a goal".to_owned()
        }
        (Some(was), Some(now)) if now.steps != was.steps => {
            "changed the steps of a goal".to_owned()
        }
        (Some(was), Some(now)) if now.reflections != was.reflections => {
            "noted a reflection on a goal".to_owned()
        }
        (Some(_), Some(_)) => "reworded a goal".to_owned(),
        (None, Some(now)) if now.carried.is_some() => "took a goal over from last year".to_owned(),
        (_, Some(_)) => "set a goal".to_owned(),
        (_, None) => "took back a goal".to_owned(),
    }
}

fn part(was: Option<&Part>, now: Option<&Part>) -> Option<String> {
    if let Some(said) = now.or(was).and_then(|part| answer(part, was, now)) {
        return Some(said);
    }
    let named = |part: &Part| {
        let (noun, title) = (part.kind.noun(), part.title());
        if noun == title {
            return noun.to_owned();
        }
        format!("{noun} ({title})")
    };
    Some(match (was, now) {
        (None, Some(part)) => format!("added {}", named(part)),
        (Some(_), Some(part)) => format!("changed {}", named(part)),
        (Some(part), None) => format!("took away {}", named(part)),
        (None, None) => return None,
    })
}

/// An answer without the question: a file brings many of them.
fn answer(part: &Part, was: Option<&Part>, now: Option<&Part>) -> Option<String> {
    if part.kind != PartKind::Answer {
        return None;
    }
    let who = part.choice(Field::Who).map_or("", |who| who.label);
    let done = match (was, now) {
        (None, _) => "noted what was answered",
        (_, None) => "took away what was answered",
        _ => "changed what was answered",
    };
    Some(format!("{done} ({who})"))
}

fn check_in(was: Option<&CheckIn>, now: Option<&CheckIn>) -> String {
    let kept = |entry: &CheckIn| entry.next.as_ref().is_some_and(|next| next.kept.is_some());
    match (was, now) {
        (None, Some(now)) => match now.kind {
            CheckInKind::Seen => "checked in {}",
            CheckInKind::Note => "wrote a note",
            CheckInKind::Group => "noted a talk with the group",
            CheckInKind::Absent => "noted {} as absent",
            CheckInKind::Later => "put {} off to later",
        },
        (Some(_), None) => "took back an entry",
        (Some(was), Some(now)) if kept(now) && !kept(was) => "noted a promise as kept",
        (Some(was), Some(_)) if was.note.is_empty() && was.next.is_none() => "wrote a note",
        (Some(_), Some(_)) => "corrected a note",
        (None, None) => "nothing",
    }
    .to_owned()
}
