//! A request to correct a line, what was decided, and the statement that stays with the line for ever: in everything that leaves
//! with the line in it, whatever happens to the line afterwards.

use std::collections::BTreeMap;

use homeroom::{
    domain::{
        act::{self, Stamp},
        amendment::Contested,
        book::Book,
        catalog::Catalog,
        change::{Change, Edit, Lasting},
        checkin::{CheckIn, CheckInKind, NextStep},
        date::plus_days,
        id::{CheckInId, StudentId},
        part::{Field, PartKind, PartOf, Value, Values},
        recap::Recap,
        record::{Record, Row},
        text::Text,
        year,
    },
    exchange::{self, practice},
};

use crate::counts::AMENDMENTS;
use crate::driver::TODAY;

const STATEMENT: &str = "We say that this is not how it was.";

/// A book, its checklist, and somebody in it who has something of everything.
struct Scene {
    book: Book,
    catalog: Catalog,
    student: StudentId,
}

/// The lines that can be contested of this student: what they are, and a text that stands in the line.
fn lines(scene: &mut Scene) -> Vec<(&'static str, Contested)> {
    let (book, student) = (&mut scene.book, scene.student);
    let stamp = Stamp::now(TODAY.at(9, 0, 0, 0));
    let key = book.key(student);
    let mut lines = Vec::new();
    let plan = book.plan(student);
    let ticked = plan.marks.keys().next().unwrap().clone();
    lines.push(("a ticked item", Contested::Item(ticked)));
    let goal = plan.live_goals().next().unwrap().id;
    lines.push(("a goal", Contested::Goal(goal)));
    let entry = plan.check_ins().last().unwrap().id;
    lines.push(("a note", Contested::Entry(entry)));
    for kind in [PartKind::Career, PartKind::Course, PartKind::Touch] {
        let name = Value::Text(Text::new(kind.name()));
        let values = Values::from([(Field::Name, name.clone()), (Field::Note, name)]);
        let id = book.next_id;
        act::add_part(book, kind.place(key), kind, values, stamp)
            .apply(book)
            .unwrap();
        let id = homeroom::domain::id::PartId(id);
        lines.push((kind.name(), Contested::Part(id)));
    }
    let promise = CheckIn {
        id: CheckInId(book.next_id),
        when: TODAY.at(9, 30, 0, 0),
        at: TODAY.at(9, 30, 0, 0),
        by: Text::new("Ms. Reed"),
        kind: CheckInKind::Seen,
        note: Text::new("talked long"),
        next: Some(NextStep {
            text: Text::new("bring the form"),
            by: Some(plus_days(TODAY, 90)),
            kept: None,
        }),
    };
    lines.push(("a promise", Contested::Entry(promise.id)));
    Change::from(Edit::CheckIn {
        plan: key,
        id: promise.id,
        was: None,
        now: Some(Box::new(promise)),
    })
    .apply(book)
    .unwrap();
    lines
}

fn scene() -> Scene {
    let catalog = exchange::catalog::default_catalog();
    let book = practice::practice(&catalog, TODAY).book;
    let able = |id: &StudentId| {
        let plan = book.plan(*id);
        plan.live_goals().next().is_some() && !plan.check_ins().is_empty() && !plan.marks.is_empty()
    };
    let mut here = book.students.values().filter(|of| of.is_here());
    let of = here.find(|of| able(&of.id) && of.grade.number() < 11);
    let student = of.unwrap().id;
    Scene {
        book,
        catalog,
        student,
    }
}

/// Notes the request.
fn ask(scene: &mut Scene, line: &Contested, decision: &str, has_statement: bool) {
    let choice = |field, name| {
        let choice = PartKind::Amendment.choice(field, name).unwrap();
        (field, Value::Choice(choice))
    };
    let mut values = Values::from([
        (Field::Line, Value::Text(line.name())),
        (Field::About, Value::Text(Text::new("the line"))),
        (Field::Reason, Value::Text(Text::new("it should say so"))),
        choice(Field::Who, "parent"),
        choice(Field::Status, decision),
        (Field::On, Value::Day(TODAY)),
    ]);
    if has_statement {
        values.insert(Field::Statement, Value::Text(Text::new(STATEMENT)));
    }
    let of = PartOf::Folder(scene.student);
    let stamp = Stamp::now(TODAY.at(10, 0, 0, 0));
    act::add_part(&scene.book, of, PartKind::Amendment, values, stamp)
        .apply(&mut scene.book)
        .unwrap();
}

/// Something that happens to the line later. Whether the line is still in the plan of this year.
type After = fn(&mut Scene, &Contested) -> bool;

const AFTER: [(&str, After); 5] = [
    ("nothing", |_, _| true),
    ("it is written over", written_over),
    ("it is taken away", taken_away),
    ("a new year begins", |scene, _| new_years(scene, 1)),
    ("two new years begin", |scene, _| new_years(scene, 2)),
];

fn apply(scene: &mut Scene, edit: Edit) {
    Change::from(edit).apply(&mut scene.book).unwrap();
}

fn written_over(scene: &mut Scene, line: &Contested) -> bool {
    let key = scene.book.key(scene.student);
    let plan = scene.book.plan(scene.student).clone();
    match line {
        Contested::Item(_) => {}
        Contested::Goal(id) => {
            let was = plan.goals[id].clone();
            let mut now = was.clone();
            now.text = Text::new("another goal");
            apply(
                scene,
                Edit::Goal {
                    plan: key,
                    id: *id,
                    was: Some(Box::new(was)),
                    now: Some(Box::new(now)),
                },
            );
        }
        Contested::Entry(id) => {
            let was = plan.check_in(*id).unwrap().clone();
            let mut now = was.clone();
            now.note = Text::new("another note");
            apply(
                scene,
                Edit::CheckIn {
                    plan: key,
                    id: *id,
                    was: Some(Box::new(was)),
                    now: Some(Box::new(now)),
                },
            );
        }
        Contested::Part(id) => {
            let of = place(scene, *id);
            let mut now = scene.book.parts_at(of).unwrap()[id].values.clone();
            now.insert(Field::Note, Value::Text(Text::new("another")));
            let stamp = Stamp::now(TODAY.at(11, 0, 0, 0));
            act::edit_part(&scene.book, of, *id, now, stamp)
                .apply(&mut scene.book)
                .unwrap();
        }
    }
    true
}

fn taken_away(scene: &mut Scene, line: &Contested) -> bool {
    let key = scene.book.key(scene.student);
    let plan = scene.book.plan(scene.student).clone();
    match line {
        Contested::Item(id) => {
            apply(
                scene,
                Edit::Mark {
                    student: scene.student,
                    item: id.clone(),
                    lasting: Lasting::Year(key.year),
                    was: plan.marks.get(id).cloned(),
                    now: None,
                },
            );
            return scene.catalog.item(id).is_some(); // stands there open
        }
        Contested::Goal(id) => apply(
            scene,
            Edit::Goal {
                plan: key,
                id: *id,
                was: Some(Box::new(plan.goals[id].clone())),
                now: None,
            },
        ),
        Contested::Entry(id) => apply(
            scene,
            Edit::CheckIn {
                plan: key,
                id: *id,
                was: plan.check_in(*id).cloned().map(Box::new),
                now: None,
            },
        ),
        Contested::Part(id) => {
            let of = place(scene, *id);
            act::drop_part(&scene.book, of, *id)
                .apply(&mut scene.book)
                .unwrap();
        }
    }
    false
}

fn place(scene: &Scene, id: homeroom::domain::id::PartId) -> PartOf {
    let key = scene.book.key(scene.student);
    [PartOf::Folder(scene.student), PartOf::Year(key)]
        .into_iter()
        .find(|of| {
            scene
                .book
                .parts_at(*of)
                .is_some_and(|parts| parts.contains_key(&id))
        })
        .unwrap()
}

fn new_years(scene: &mut Scene, years: u16) -> bool {
    for number in 0..years {
        let begins = plus_days(TODAY, 365 * i32::from(number) + 280);
        let stamp = Stamp::now(begins.at(9, 0, 0, 0));
        year::roll_over(&scene.book, &scene.catalog, &BTreeMap::new(), stamp)
            .change
            .apply(&mut scene.book)
            .unwrap();
    }
    true
}

/// Rows of the record that show the contested line, each with what is said to it.
fn shown<'r>(scene: &Scene, of: &'r Record, line: &Contested) -> Vec<&'r Row> {
    let is_it = |row: &&Row| {
        let first = row.cells.first().map(|cell| cell.value.as_str());
        match line {
            Contested::Item(id) => {
                let text = scene.catalog.item(id).map(|item| item.text.to_string());
                row.cells[0].key == "item" && first == text.as_deref()
            }
            _ => !row.amendments.is_empty(),
        }
    };
    let own = of.chapters.iter().filter(|one| one.key != "amendment");
    own.flat_map(|one| &one.rows).filter(is_it).collect()
}

#[test]
fn a_statement_goes_wherever_its_line_goes_whatever_becomes_of_the_line() {
    let mut scenarios = 0;
    for (after, happens) in AFTER {
        for decision in ["open", "granted", "refused", "withdrawn"] {
            for has_statement in [true, false] {
                for at in 0..7 {
                    let mut scene = scene();
                    let (what, line) = lines(&mut scene).swap_remove(at);
                    ask(&mut scene, &line, decision, has_statement);
                    let is_there = happens(&mut scene, &line);
                    let said = format!("{what}, {decision}, then {after}");
                    judge(&scene, &line, is_there, has_statement, decision, &said);
                    scenarios += 1;
                }
            }
        }
    }
    assert!(scenarios >= AMENDMENTS.once, "{scenarios}");
}

fn judge(
    scene: &Scene,
    line: &Contested,
    is_there: bool,
    has_statement: bool,
    decision: &str,
    said: &str,
) {
    let now = TODAY.at(12, 0, 0, 0);
    let of = Record::of(&scene.book, &scene.catalog, &[], scene.student, now).unwrap();
    let page = exchange::record::text(&of);
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for form in [
        page,
        exchange::record::json(&of),
        exchange::record::csv(&of),
    ] {
        assert_eq!(form.contains(STATEMENT), has_statement, "{said}: {form}");
        assert!(form.contains("it should say so"), "{said}");
    }
    let rows = shown(scene, &of, line);
    assert_eq!(!rows.is_empty(), is_there, "{said}");
    for row in rows {
        assert!(!row.amendments.is_empty(), "{said}: {row:?}");
        let label = PartKind::Amendment.choice(Field::Status, decision).unwrap();
        let cells: Vec<_> = row.amendments.iter().flatten().collect();
        assert!(cells.iter().any(|cell| cell.value == label.label), "{said}");
        let stated = cells.iter().any(|cell| cell.value == STATEMENT);
        assert_eq!(stated, has_statement, "{said}");
    }
    // Every note of a promise, also where a new year wrote it once more.
    let plans = scene.book.plans.iter();
    let own = plans.filter(|(key, _)| key.student == scene.student);
    let copies = own.flat_map(|(_, plan)| plan.check_ins());
    let copies = copies.filter(|entry| entry.note.as_str() == "talked long");
    if let Contested::Entry(_) = line
        && is_there
        && said.starts_with("a promise")
        && !said.ends_with("over")
    {
        for entry in copies {
            let line = Contested::Entry(entry.id);
            let asked = homeroom::domain::amendment::at(&scene.book, scene.student, &line);
            assert_eq!(asked.count(), 1, "{said}");
        }
    }
    recap(scene, has_statement && is_there, said);
}

/// The recap of the period names the promise: then it names the statement.
fn recap(scene: &Scene, stands: bool, said: &str) {
    let group = scene.book.students[&scene.student].group;
    let Some(recap) = Recap::of(&scene.book, group, TODAY.at(12, 0, 0, 0)) else {
        return;
    };
    let text = recap.lines(&scene.book, 80).join(" ");
    if said.starts_with("a promise") && text.contains("bring the form") && stands {
        assert!(text.contains(STATEMENT), "{said}: {text}");
    }
}
