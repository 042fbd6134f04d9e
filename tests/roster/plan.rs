//! A list against a book: what a person sees before saving, and what is there after.

use std::fmt::Write;

use homeroom::domain::{
    book::Book,
    change::Refused,
    date::{Date, DateTime},
    grade::Grade,
    group::MOST_STUDENTS,
    id::{BookId, GroupId, StudentId},
    roster::{Counts, Fate, Incoming, RosterPlan, RosterRow, Target, Wishes},
    student::{Name, Standing},
    text::Text,
};
use homeroom::exchange::roster::{self, Reading, Roster};

use super::told;
use proptest::prelude::*;

const NONE: Wishes = Wishes {
    mark_left: false,
    move_here: false,
    grade: None,
};

fn today() -> Date {
    Date::constant(2026, 10, 14)
}

fn now() -> DateTime {
    today().at(10, 2, 0, 0)
}

fn read(list: &str) -> Roster {
    roster::understand(list.as_bytes(), Reading::Auto).expect("a list")
}

/// A book with an adviser, and a group with the students of `list` in it.
fn book_with(list: &str) -> (Book, GroupId) {
    let mut book = Book::new(BookId::default(), Text::new("Rosa Ames"), today());
    let group = add_group(&mut book, "204", list);
    (book, group)
}

fn add_group(book: &mut Book, name: &str, list: &str) -> GroupId {
    let target = Target::NewGroup(Text::new(name));
    let plan = RosterPlan::new(book, target, read(list).incoming(), NONE);
    plan.change(book, now(), None).apply(book).expect("applied");
    *book.groups.keys().next_back().expect("the group")
}

fn plan(book: &Book, group: GroupId, list: &str, wishes: Wishes) -> RosterPlan {
    RosterPlan::new(book, Target::Group(group), read(list).incoming(), wishes)
}

/// Imports `list` and undoes it on a copy, which has to be the book from before.
fn import(book: &mut Book, group: GroupId, list: &str, wishes: Wishes) -> RosterPlan {
    let plan = plan(book, group, list, wishes);
    let change = plan.change(book, now(), None);
    let before = book.clone();
    change.apply(book).expect("applied");
    let mut undone = book.clone();
    change.inverse().apply(&mut undone).expect("undone");
    assert!(undone == before, "undo is exact");
    plan
}

/// `Diaz, Ana 7` for each who is in the room.
fn members(book: &Book, group: GroupId) -> Vec<String> {
    book.members(group)
        .iter()
        .map(|s| format!("{} {}", s.name.sorted(), s.grade))
        .collect()
}

fn named(book: &Book, name: &str) -> StudentId {
    let wanted = Name::parse(name);
    book.students
        .values()
        .find(|s| s.name == wanted)
        .expect("the student")
        .id
}

const THREE: &str = "Last,First,ID,Grade\nDiaz,Ana,01,7\nBell,Tyrone,02,11\nCho,Min,03,9\n";
const THREE_WITHOUT_IDS: &str = "Last,First,Grade\nDiaz,Ana,7\nBell,Tyrone,11\nCho,Min,9\n";

#[test]
fn a_first_list_makes_the_group_in_one_change() {
    let mut book = Book::new(BookId::default(), Text::new("Rosa Ames"), today());
    let target = Target::NewGroup(Text::new("204"));
    let plan = RosterPlan::new(&book, target, read(THREE).incoming(), NONE);
    assert_eq!(
        plan.counts(),
        Counts {
            new: 3,
            ..Counts::default()
        }
    );
    let change = plan.change(&book, now(), None);
    change.apply(&mut book).expect("applied");
    assert_eq!(book.groups.len(), 1);
    assert_eq!(
        members(&book, GroupId(1)),
        ["Bell, Tyrone 11", "Cho, Min 9", "Diaz, Ana 7"]
    );
    let ana = &book.students[&named(&book, "Diaz, Ana")];
    assert_eq!(ana.school_id, Some(Text::new("01")), "zeros are kept");
    assert_eq!(ana.joined, now());
}

#[test]
fn importing_twice_changes_nothing() {
    for list in [THREE, THREE_WITHOUT_IDS] {
        let (book, group) = book_with(list);
        let again = plan(&book, group, list, NONE);
        assert_eq!(
            again.counts(),
            Counts {
                unchanged: 3,
                ..Counts::default()
            }
        );
        assert!(again.change(&book, now(), None).is_empty());
        let as_new = RosterPlan::new(
            &book,
            Target::NewGroup(Text::new("204")),
            read(list).incoming(),
            NONE,
        );
        assert!(
            as_new
                .change(&book, now(), Some(&Text::new("205")))
                .is_empty(),
            "no empty group is made"
        );
    }
}

#[test]
fn the_number_says_who_it_is_when_name_and_grade_change() {
    let (mut book, group) = book_with(THREE);
    let ana = named(&book, "Diaz, Ana");
    let done = import(
        &mut book,
        group,
        "Last,First,ID,Grade\nReyes,Ana,01,8\nBell,Tyrone,02,11\nCho,Min,03,9\n",
        NONE,
    );
    assert_eq!(
        done.counts(),
        Counts {
            changed: 1,
            unchanged: 2,
            ..Counts::default()
        }
    );
    let said: Vec<String> = done.rows[0]
        .differences
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(said, ["name Diaz, Ana to Reyes, Ana", "grade 7 to 8"]);
    assert_eq!(book.students[&ana].name, Name::parse("Reyes, Ana"));
    assert_eq!(book.students[&ana].grade.number(), 8);
}

#[test]
fn without_numbers_the_name_says_who_it_is_and_keeps_its_spelling() {
    let (mut book, group) = book_with("Last,First,Grade\nIbáñez,José,7\nMcAllister,Zoë,8\n");
    let list = "Last,First,ID,Grade\nIBA\u{301}N\u{303}EZ,JOSE\u{301},01,7\nMCALLISTER,ZOË,02,8\n";
    let done = import(&mut book, group, list, NONE);
    assert_eq!(
        done.counts(),
        Counts {
            changed: 2,
            ..Counts::default()
        },
        "they get their numbers"
    );
    assert_eq!(
        members(&book, group),
        ["Ibáñez, José 7", "McAllister, Zoë 8"]
    );
    assert!(
        plan(&book, group, list, NONE)
            .change(&book, now(), None)
            .is_empty()
    );
}

#[test]
fn the_grade_tells_two_of_one_name_apart() {
    let (mut book, group) = book_with("Last,First,ID,Grade\nLee,Ana,01,7\nLee,Ana,02,10\n");
    let done = import(
        &mut book,
        group,
        "Last,First,Grade\nLee,Ana,10\nLee,Ana,7\n",
        NONE,
    );
    assert_eq!(
        done.counts(),
        Counts {
            unchanged: 2,
            ..Counts::default()
        }
    );
}

#[test]
fn when_two_could_be_meant_the_row_stays_out_and_nobody_vanishes() {
    let (mut book, group) =
        book_with("Last,First,ID,Grade\nLee,Ana,01,7\nLee,Ana,02,7\nCho,Min,03,9\n");
    let wishes = Wishes {
        mark_left: true,
        ..NONE
    };
    let done = import(
        &mut book,
        group,
        "Last,First,Grade\nLee,Ana,7\nCho,Min,9\n",
        wishes,
    );
    assert_eq!(done.rejected.len(), 1);
    assert_eq!(done.rejected[0].line, 2);
    assert!(
        done.rejected[0]
            .reason
            .contains("several students of this name")
    );
    assert_eq!(book.size(group), 3);
}

#[test]
fn a_namesake_with_another_number_and_grade_is_somebody_else() {
    let (mut book, group) = book_with("Last,First,ID,Grade\nLee,Ana,01,7\n");
    let done = import(
        &mut book,
        group,
        "Last,First,ID,Grade\nLee,Ana,99,10\n",
        NONE,
    );
    assert_eq!(
        done.counts(),
        Counts {
            new: 1,
            vanished: 1,
            ..Counts::default()
        }
    );
    assert_eq!(members(&book, group), ["Lee, Ana 7", "Lee, Ana 10"]);
}

#[test]
fn who_vanished_is_left_only_when_the_person_says_so_and_never_deleted() {
    let (mut book, group) = book_with(THREE);
    let list = "Last,First,ID,Grade\nDiaz,Ana,01,7\nCho,Min,03,9\n";
    let done = import(&mut book, group, list, NONE);
    let tyrone = named(&book, "Bell, Tyrone");
    assert_eq!(
        done.vanished.iter().map(|v| v.student).collect::<Vec<_>>(),
        [tyrone]
    );
    assert!(book.students[&tyrone].is_here(), "nobody asked for it yet");
    import(
        &mut book,
        group,
        list,
        Wishes {
            mark_left: true,
            ..NONE
        },
    );
    assert_eq!(
        book.students[&tyrone].standing,
        Standing::Left { on: today() }
    );
    assert!(plan(&book, group, list, NONE).vanished.is_empty());
}

#[test]
fn who_stands_in_a_rejected_row_has_not_vanished() {
    let (book, group) = book_with(THREE);
    let seen = plan(
        &book,
        group,
        "Last,First,ID,Grade\nDiaz,Ana,01,?\nBell,Tyrone,02,11\nCho,Min,03,9\n",
        NONE,
    );
    assert_eq!(
        seen.counts(),
        Counts {
            unchanged: 2,
            rejected: 1,
            ..Counts::default()
        }
    );
}

#[test]
fn whom_the_list_itself_calls_gone_is_marked_so() {
    let (book, group) = book_with(THREE);
    let list = "sourcedId,status,role,givenName,familyName,grades\n01,tobedeleted,student,Ana,Diaz,07\n02,active,student,Tyrone,Bell,11\n";
    let seen = plan(&book, group, list, NONE);
    let told: Vec<_> = seen
        .vanished
        .iter()
        .map(|v| (book.students[&v.student].name.sorted(), v.is_said))
        .collect();
    assert_eq!(
        told,
        [
            ("Cho, Min".to_owned(), false),
            ("Diaz, Ana".to_owned(), true)
        ]
    );
}

#[test]
fn who_left_and_is_on_the_list_again_comes_back_with_the_old_record() {
    let (mut book, group) = book_with(THREE);
    let without = "Last,First,ID,Grade\nBell,Tyrone,02,11\nCho,Min,03,9\n";
    let ana = named(&book, "Diaz, Ana");
    import(
        &mut book,
        group,
        without,
        Wishes {
            mark_left: true,
            ..NONE
        },
    );
    let done = import(&mut book, group, THREE, NONE);
    assert_eq!(
        done.counts(),
        Counts {
            returning: 1,
            unchanged: 2,
            ..Counts::default()
        }
    );
    assert!(book.students[&ana].is_here());
    assert_eq!(book.students.len(), 3);
}

#[test]
fn a_student_of_another_group_moves_only_when_the_person_says_so() {
    let (mut book, group) = book_with(THREE);
    let other = add_group(&mut book, "206", "Last,First,ID,Grade\nEads,Jon,04,10\n");
    let list = format!("{THREE}Eads,Jon,04,10\n");
    let seen = import(&mut book, group, &list, NONE);
    assert_eq!(seen.rows[3].fate, Fate::Elsewhere(other));
    assert_eq!(book.size(other), 1);
    let done = import(
        &mut book,
        group,
        &list,
        Wishes {
            move_here: true,
            ..NONE
        },
    );
    assert_eq!(done.rows[3].fate, Fate::Moved(other));
    assert_eq!((book.size(group), book.size(other)), (4, 0));
}

/// A list of `count` students with numbers from `first`.
fn many(first: usize, count: usize) -> String {
    let mut list = String::from("Last,First,ID,Grade\n");
    for n in first..first + count {
        let _ = writeln!(
            list,
            "Ames,Student {}{},{n:04},7",
            char::from(b'A' + (n / 26) as u8),
            char::from(b'a' + (n % 26) as u8)
        );
    }
    list
}

#[test]
fn the_twenty_third_is_offered_a_second_group() {
    let (mut book, group) = book_with(&many(0, 20));
    let list = many(0, 30);
    let seen = plan(&book, group, &list, NONE);
    assert_eq!(
        seen.counts(),
        Counts {
            unchanged: 20,
            new: 2,
            beyond: 8,
            ..Counts::default()
        }
    );
    let lines: Vec<u64> = seen.beyond.iter().map(|planned| planned.row.line).collect();
    assert_eq!(lines, (24..=31).collect::<Vec<_>>());
    let change = seen.change(&book, now(), Some(&Text::new("204 b")));
    change.apply(&mut book).expect("applied");
    let second = *book.groups.keys().next_back().expect("the second group");
    assert_eq!((book.size(group), book.size(second)), (22, 8));
    let again = plan(&book, group, &list, NONE);
    assert_eq!(
        again.counts(),
        Counts {
            unchanged: 22,
            elsewhere: 8,
            ..Counts::default()
        }
    );
    assert!(
        again
            .change(&book, now(), Some(&Text::new("204 c")))
            .is_empty()
    );
}

#[test]
fn a_second_group_takes_twenty_two_as_well() {
    let (mut book, group) = book_with(&many(0, 1));
    let seen = plan(&book, group, &many(0, 60), NONE);
    assert_eq!(
        (seen.beyond.len(), seen.second_group().len()),
        (38, MOST_STUDENTS)
    );
    let change = seen.change(&book, now(), Some(&Text::new("b")));
    change.apply(&mut book).expect("applied");
    assert_eq!(book.students.len(), 44);
}

#[test]
fn the_places_of_those_marked_as_left_are_free() {
    let (mut book, group) = book_with(&many(0, 22));
    let list = many(2, 22);
    assert_eq!(plan(&book, group, &list, NONE).beyond.len(), 2);
    let done = import(
        &mut book,
        group,
        &list,
        Wishes {
            mark_left: true,
            ..NONE
        },
    );
    assert_eq!(
        done.counts(),
        Counts {
            new: 2,
            unchanged: 20,
            vanished: 2,
            ..Counts::default()
        }
    );
    assert_eq!(book.size(group), 22);
}

#[test]
fn a_middle_name_more_or_less_makes_nobody_new() {
    let (mut book, group) = book_with("Name,Grade\n\"Diaz, Ana Maria\",7\n\"Cho, Min\",9\n");
    let shorter = "Last,First,ID,Grade\nDiaz,Ana,01,7\nCho,Min Ji,02,9\n";
    let done = import(&mut book, group, shorter, NONE);
    assert_eq!(
        done.counts(),
        Counts {
            changed: 2,
            ..Counts::default()
        },
        "they get their numbers"
    );
    assert_eq!(members(&book, group), ["Cho, Min 9", "Diaz, Ana Maria 7"]);
}

#[test]
fn when_two_more_fully_written_names_could_be_a_member_neither_is_taken_for_it() {
    // One of the two comes in, the other has no place; the second time it is the only one that is left over.
    let (mut book, group) = book_with(&format!("{}Lee,Ana,,8\n", many(0, 20)));
    let list = format!("{}Lee,Ana Maria,50,\nLee,Ana Maria,51,\n", many(0, 20));
    let wishes = Wishes {
        grade: Grade::new(8),
        ..NONE
    };
    let done = import(&mut book, group, &list, wishes);
    assert_eq!((done.counts().new, done.counts().beyond), (1, 1));
    let again = plan(&book, group, &list, wishes);
    assert!(again.change(&book, now(), None).is_empty());
}

#[test]
fn what_a_student_goes_by_is_added_but_never_overwritten() {
    let (mut book, group) = book_with("Last,First,Grade\nDiaz,Anastasia,7\nBell,Tyrone,8\n");
    let list = "Last,First,Preferred Name,Grade\nDiaz,Anastasia,Ana,7\nBell,Tyrone,Ty,8\n";
    import(&mut book, group, list, NONE);
    assert_eq!(
        book.students[&named(&book, "Diaz, Anastasia")].preferred,
        Some(Text::new("Ana"))
    );
    let other = "Last,First,Preferred Name,Grade\nDiaz,Anastasia,Stasia,7\nBell,Tyrone,Ty,8\n";
    assert!(
        plan(&book, group, other, NONE)
            .change(&book, now(), None)
            .is_empty()
    );
}

#[test]
fn a_student_typed_by_the_name_they_go_by_is_known_on_the_list_of_the_school() {
    let (mut book, group) = book_with("Diaz, Ana, 7\n");
    let list = "Last,First,Preferred Name,ID,Grade\nDiaz,Anastasia,Ana,01,7\n";
    let done = import(&mut book, group, list, NONE);
    assert_eq!(
        done.counts(),
        Counts {
            changed: 1,
            ..Counts::default()
        }
    );
    assert_eq!(members(&book, group), ["Diaz, Anastasia 7"]);
    assert_eq!(
        book.students[&named(&book, "Diaz, Anastasia")].preferred,
        Some(Text::new("Ana"))
    );
    for again in [list, "Diaz, Ana, 7\n"] {
        assert!(
            plan(&book, group, again, NONE)
                .change(&book, now(), None)
                .is_empty()
        );
    }
}

#[test]
fn a_new_student_without_a_grade_waits_for_one() {
    let (book, group) = book_with(THREE);
    let list = "Diaz, Ana\nBell, Tyrone\nCho, Min\nEads, Jon\n";
    let seen = plan(&book, group, list, NONE);
    assert_eq!(
        seen.counts(),
        Counts {
            unchanged: 3,
            rejected: 1,
            ..Counts::default()
        }
    );
    assert!(seen.rejected[0].reason.contains("does not say the grade"));
    let seen = plan(
        &book,
        group,
        list,
        Wishes {
            grade: Grade::new(9),
            ..NONE
        },
    );
    assert_eq!(
        seen.counts(),
        Counts {
            unchanged: 3,
            new: 1,
            ..Counts::default()
        }
    );
}

#[test]
fn a_plan_for_an_earlier_state_of_the_book_is_refused_whole() {
    let (mut book, group) = book_with(THREE);
    let list = "Last,First,ID,Grade\nDiaz,Ana,01,8\nEads,Jon,04,10\n";
    let change = plan(&book, group, list, NONE).change(&book, now(), None);
    import(
        &mut book,
        group,
        "Last,First,ID,Grade\nDiaz,Ana,01,9\n",
        NONE,
    );
    let before = book.clone();
    assert_eq!(change.apply(&mut book), Err(Refused::Stale));
    assert!(book == before);
}

fn is_indistinct(one: &RosterRow, other: &RosterRow) -> bool {
    let fold = |row: &RosterRow| (row.name.last.fold(), row.name.first.fold());
    let has_ids = one.id.is_some() && other.id.is_some();
    let grades = [one.grade, other.grade];
    fold(one) == fold(other) && !has_ids && (one.grade == other.grade || grades.contains(&None))
}

/// A list out of few names and numbers, so that they meet often.
fn some_rows() -> impl Strategy<Value = Vec<RosterRow>> {
    let names = prop::sample::select(vec![
        "Lee, Ana",
        "lee, ANA",
        "Lee, Ana Maria",
        "Diaz, José",
        "Diaz, Jose\u{301}",
        "Bell",
        "Cho, Min",
    ]);
    let row = (
        names,
        prop::option::of(0_u8..40),
        prop::option::of(6_u8..=12),
    )
        .prop_map(|(name, id, grade)| RosterRow {
            line: 0,
            name: Name::parse(name),
            middle: None,
            preferred: None,
            written: Text::new(name),
            id: id.map(|id| Text::new(&format!("{id:03}"))),
            grade: grade.and_then(Grade::new),
            altered: false,
            mixed_script: false,
        });
    prop::collection::vec(row, 0..50).prop_map(|mut rows| {
        let mut ids = std::collections::BTreeSet::new();
        // As the reader of files does it: no number twice, and no two of one name that nothing tells apart.
        rows.retain(|row| row.id.as_ref().is_none_or(|id| ids.insert(id.clone())));
        let mut kept: Vec<RosterRow> = Vec::new();
        for row in rows {
            if !kept.iter().any(|other| is_indistinct(other, &row)) {
                kept.push(row);
            }
        }
        for (line, row) in (2..).zip(&mut kept) {
            row.line = line;
        }
        kept
    })
}

proptest! {
    #[test]
    fn any_lists_keep_the_book_whole(
        lists in prop::collection::vec((some_rows(), any::<bool>(), any::<bool>(), any::<bool>()), 1..5)
    ) {
        let (mut book, group) = book_with("Name,Grade\n\"Lee, Ana\",7\n");
        let name = Text::new("second");
        for (rows, mark_left, move_here, second) in lists {
            let wishes = Wishes { mark_left, move_here, grade: Grade::new(8) };
            let incoming = Incoming { rows: &rows, ..Incoming::default() };
            let plan = RosterPlan::new(&book, Target::Group(group), incoming, wishes);
            prop_assert_eq!(plan.rows.len() + plan.beyond.len() + plan.rejected.len(), rows.len());
            let change = plan.change(&book, now(), second.then_some(&name));
            let before = book.clone();
            prop_assert_eq!(change.apply(&mut book), Ok(()));
            prop_assert!(before.students.keys().all(|id| book.students.contains_key(id)), "nobody is deleted");
            for group in book.groups.keys() {
                prop_assert!(book.size(*group) <= MOST_STUDENTS);
            }
            let again = RosterPlan::new(&book, Target::Group(group), incoming, wishes);
            let changing: Vec<_> = again
                .rows
                .iter()
                .filter(|planned| planned.fate != Fate::Unchanged)
                .map(|planned| (told(&planned.row), planned))
                .collect();
            prop_assert!(again.change(&book, now(), None).is_empty(), "twice changes nothing: {:?}\nfirst {:?}", changing, plan.rows.iter().chain(&plan.beyond).map(|p| (told(&p.row), p.student, &p.fate)).collect::<Vec<_>>());
            let mut undone = book.clone();
            prop_assert_eq!(change.inverse().apply(&mut undone), Ok(()));
            prop_assert!(undone == before);
        }
    }
}
