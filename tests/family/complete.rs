//! Everything that the book holds of a student stands in the record, in each of its forms, and nothing of anybody else: every text of
//! everybody is made unlike every other, and looked for.

use std::collections::BTreeMap;

use homeroom::{
    domain::{
        book::Book,
        change::{Change, Edit, Entry},
        checkin::{CheckIn, CheckInKind, NextStep},
        date::SchoolYear,
        goal::{Barrier, Goal, Reflection, Step},
        id::{CheckInId, PartId, StudentId},
        mark::Mark,
        part::{Field, Part, PartKind, PartOf, Takes, Value, Values},
        plan::{Plan, PlanKey},
        record::Record,
        student::Student,
        text::Text,
    },
    exchange::{self, practice},
};

use crate::driver::TODAY;

/// Makes texts that are unlike every other, and remembers whose they are.
#[derive(Default)]
struct Marker {
    made: usize,
    whose: BTreeMap<String, StudentId>,
}

impl Marker {
    fn text(&mut self, student: StudentId) -> Text {
        self.made += 1;
        let marker = format!("zq{}x{}zq", student.0, self.made);
        self.whose.insert(marker.clone(), student);
        Text::new(&format!("about {marker} and more"))
    }

    fn some(&mut self, student: StudentId, text: &mut Text) {
        *text = self.text(student);
    }

    fn goal(&mut self, of: StudentId, goal: &mut Goal) {
        let smart = &mut goal.smart;
        for text in [
            &mut goal.text,
            &mut goal.benchmark,
            &mut smart.specific,
            &mut smart.measurable,
            &mut smart.achievable,
            &mut smart.relevant,
            &mut smart.time_bound,
        ] {
            self.some(of, text);
        }
        goal.barriers.push(Barrier {
            text: self.text(of),
            strategies: vec![self.text(of), self.text(of)],
        });
        goal.steps.push(Step {
            text: self.text(of),
            done: Some(TODAY),
        });
        goal.reflections.push(Reflection {
            on: TODAY,
            text: self.text(of),
        });
        for barrier in &mut goal.barriers {
            self.some(of, &mut barrier.text);
            let strategies = barrier.strategies.iter_mut();
            strategies.for_each(|text| self.some(of, text));
        }
        goal.steps
            .iter_mut()
            .for_each(|s| self.some(of, &mut s.text));
        goal.reflections
            .iter_mut()
            .for_each(|said| self.some(of, &mut said.text));
        goal.progress
            .iter_mut()
            .for_each(|look| self.some(of, &mut look.note));
    }

    fn talk(&mut self, of: StudentId, entry: &mut CheckIn) {
        self.some(of, &mut entry.note);
        entry.next = Some(NextStep {
            text: self.text(of),
            by: Some(TODAY),
            kept: Some(TODAY),
        });
    }

    fn mark(&mut self, of: StudentId, mark: &mut Mark) {
        if let Mark::NotApplicable { reason, .. } = mark {
            self.some(of, reason);
        }
    }

    /// A part in which every field is filled.
    fn part(&mut self, of: StudentId, kind: PartKind, id: u64) -> Part {
        let values: Values = kind
            .fields()
            .iter()
            .filter_map(|spec| {
                Some((
                    spec.field,
                    match spec.takes {
                        Takes::Text => Value::Text(self.text(of)),
                        Takes::Day | Takes::Today => Value::Day(TODAY),
                        Takes::Year => Value::Year(SchoolYear(2026)),
                        Takes::Number(from, _) => Value::Number(from),
                        Takes::Choice(choices) => Value::Choice(choices[0]),
                        Takes::Goal | Takes::Item | Takes::Line => return None,
                    },
                ))
            })
            .collect();
        Part {
            id: PartId(id),
            kind,
            values,
            at: TODAY.at(9, 0, 0, 0),
            by: Text::new("Ms. Reed"),
        }
    }

    fn plan(&mut self, of: StudentId, plan: &mut Plan) {
        plan.marks.values_mut().for_each(|mark| self.mark(of, mark));
        let mut goals = std::mem::take(&mut plan.goals);
        for goal in goals.values_mut() {
            self.goal(of, goal);
        }
        plan.goals = goals;
        for mut entry in plan.check_ins().to_vec() {
            plan.take_check_in(entry.id);
            self.talk(of, &mut entry);
            plan.put_check_in(entry);
        }
    }

    fn edit(&mut self, edit: &mut Edit) {
        let Some(of) = edit.student() else { return };
        match edit {
            Edit::Goal { was, now, .. } => {
                for goal in [was, now].into_iter().flatten() {
                    self.goal(of, goal);
                }
            }
            Edit::CheckIn { was, now, .. } => {
                for entry in [was, now].into_iter().flatten() {
                    self.talk(of, entry);
                }
            }
            Edit::Mark { was, now, .. } => {
                for mark in [was, now].into_iter().flatten() {
                    self.mark(of, mark);
                }
            }
            Edit::Part { was, now, .. } => {
                for part in [was, now].into_iter().flatten() {
                    **part = self.part(of, part.kind, part.id.0);
                }
            }
            _ => {}
        }
    }
}

/// The practice book with more in it: an earlier year, a part of every kind, all texts marked.
fn marked(marker: &mut Marker) -> Book {
    let catalog = exchange::catalog::default_catalog();
    let mut book = practice::practice(&catalog, TODAY).book;
    let students: Vec<StudentId> = book.students.keys().copied().collect();
    let mut plans = std::mem::take(&mut book.plans);
    for student in &students {
        let now = book.key(*student);
        let before = PlanKey {
            year: SchoolYear(now.year.0 - 1),
            ..now
        };
        let earlier = plans.get(&now).cloned().unwrap_or_default();
        plans.insert(before, earlier);
        for key in [before, now] {
            let plan = plans.entry(key).or_default();
            marker.plan(*student, plan);
        }
    }
    book.plans = plans;
    let mut id = book.next_id;
    for student in &students {
        let key = book.key(*student);
        for kind in PartKind::ALL {
            id += 1;
            let mut part = marker.part(*student, *kind, id);
            match kind.place(key) {
                PartOf::Folder(of) => {
                    book.folders.entry(of).or_default().insert(part.id, part);
                }
                PartOf::Year(key) => {
                    let plan = book.plans.entry(key).or_default();
                    plan.parts.insert(part.id, part);
                }
                PartOf::School(year) => {
                    if *kind == PartKind::Answer {
                        // Given under the student's name: it belongs to the record.
                        let name = book.students[student].spoken();
                        part.values
                            .insert(Field::Name, Value::Text(Text::new(&name)));
                    }
                    if *kind == PartKind::Answer || *kind == PartKind::Disclosure {
                        let parts = book.school.entry(year).or_default();
                        parts.insert(part.id, part);
                    }
                }
            }
        }
        let of = book.students.get_mut(student).unwrap();
        of.school_id = Some(marker.text(*student));
        of.once
            .values_mut()
            .for_each(|mark| marker.mark(*student, mark));
    }
    book.next_id = id + 1;
    let in_book = format!("{book:?}");
    marker.whose.retain(|text, _| in_book.contains(text));
    book
}

/// The record as a page in one line, as JSON and as a table.
fn forms(of: &Record) -> [String; 3] {
    let page = exchange::record::text(of);
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    [page, exchange::record::json(of), exchange::record::csv(of)]
}

#[test]
fn every_text_of_a_student_stands_in_every_form_of_the_record_and_none_of_the_others() {
    let catalog = exchange::catalog::default_catalog();
    let mut marker = Marker::default();
    let book = marked(&mut marker);
    assert!(marker.whose.len() > 22 * 80, "{}", marker.whose.len());
    let now = TODAY.at(10, 0, 0, 0);
    let mut students = 0;
    for student in book.students.values() {
        let of = Record::of(&book, &catalog, &[], student.id, now).unwrap();
        for form in forms(&of) {
            for (text, whose) in &marker.whose {
                assert_eq!(
                    form.contains(text),
                    *whose == student.id,
                    "{text} in the record of {}: {}",
                    student.id.0,
                    &form[..200]
                );
            }
        }
        students += 1;
    }
    assert!(students >= 22);
}

#[test]
fn every_text_that_was_ever_written_over_or_taken_away_stands_in_the_history() {
    let catalog = exchange::catalog::default_catalog();
    let made = practice::practice(&catalog, TODAY);
    let (book, mut journal) = (made.book, made.journal);
    let mut marker = Marker::default();
    // Each act once more as one that writes over what it wrote.
    let mut was: BTreeMap<String, StudentId> = BTreeMap::new();
    for entry in &mut journal {
        for edit in &mut entry.change.edits {
            marker.edit(edit);
            let Some(student) = edit.student() else {
                continue;
            };
            for text in markers_in(&taken(&edit.inverse())) {
                was.insert(text, student);
            }
        }
    }
    let inverse: Vec<Entry> = journal
        .iter()
        .map(|entry| Entry {
            change: entry.change.inverse(),
            ..entry.clone()
        })
        .collect();
    let now = TODAY.at(10, 0, 0, 0);
    let mut found = 0;
    for student in book.students.values() {
        let of = Record::of(&book, &catalog, &inverse, student.id, now).unwrap();
        let [page, json, _] = forms(&of);
        let own = was.iter().filter(|(_, whose)| **whose == student.id);
        for (text, _) in own {
            assert!(page.contains(text) && json.contains(text), "{text}");
            found += 1;
        }
        for (text, whose) in &marker.whose {
            let is_foreign = *whose != student.id && (page.contains(text) || json.contains(text));
            assert!(
                !is_foreign,
                "{text} of {} in that of {}",
                whose.0, student.id.0
            );
        }
        let acts = of.chapters.iter().find(|one| one.key == "history").unwrap();
        let about = |entry: &&Entry| speaks_of(&entry.change, student);
        assert_eq!(acts.rows.len(), inverse.iter().filter(about).count());
    }
    assert!(found > 100, "{found}");
}

/// What an edit takes away: the side that was.
fn taken(edit: &Edit) -> String {
    match edit {
        Edit::Goal { was, .. } => format!("{was:?}"),
        Edit::CheckIn { was, .. } => format!("{was:?}"),
        Edit::Mark { was, .. } => format!("{was:?}"),
        Edit::Part { was, .. } => format!("{was:?}"),
        _ => String::new(),
    }
}

fn markers_in(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words
        .filter(|word| word.starts_with("zq") && word.ends_with("zq") && word.len() > 4)
        .map(str::to_owned)
        .collect()
}

fn speaks_of(change: &Change, student: &Student) -> bool {
    change
        .edits
        .iter()
        .any(|edit| edit.student() == Some(student.id))
}

#[test]
fn a_name_in_any_text_is_left_out_and_a_record_without_one_is_not_touched() {
    let catalog = exchange::catalog::default_catalog();
    let mut book = practice::practice(&catalog, TODAY).book;
    let names: Vec<(StudentId, [String; 2])> = book
        .students
        .values()
        .map(|of| (of.id, [of.spoken(), of.name.sorted()]))
        .collect();
    // A note of everybody about everybody, in several ways of writing.
    for (student, _) in &names {
        let key = book.key(*student);
        for (at, (other, forms)) in names.iter().enumerate() {
            if other == student {
                continue;
            }
            let note = match at % 3 {
                0 => format!("worked with {} on it", forms[0]),
                1 => format!("sits beside {} now", forms[1].to_uppercase()),
                _ => format!("{}: helped", forms[0].to_lowercase()),
            };
            book.next_id += 1;
            let entry = CheckIn {
                id: CheckInId(book.next_id),
                when: TODAY.at(9, 0, 0, 0),
                at: TODAY.at(9, 0, 0, 0),
                by: Text::new("Ms. Reed"),
                kind: CheckInKind::Note,
                note: Text::new(&note),
                next: None,
            };
            book.plans.entry(key).or_default().put_check_in(entry);
        }
    }
    let now = TODAY.at(10, 0, 0, 0);
    for (student, _) in &names {
        let of = Record::of(&book, &catalog, &[], *student, now).unwrap();
        let text = exchange::record::text(&of);
        assert!(
            of.left_out >= names.len() - 1,
            "{} of {}: {text}",
            of.left_out,
            names.len()
        );
        for form in forms(&of) {
            let small = form.to_lowercase();
            for (other, forms) in names.iter().filter(|(other, _)| other != student) {
                for name in forms {
                    assert!(!small.contains(&name.to_lowercase()), "{} {name}", other.0);
                }
            }
        }
    }
}
