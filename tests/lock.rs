//! The lock as the program decides it: the warning, what was being written, the wait after a wrong passphrase.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod driver;

use driver::{Driver, TODAY};
use homeroom::{
    app::{
        effect::{Effect, Opened, Outcome, Problem},
        message::Message,
        screen::{
            Screen,
            form::{Form, draft},
            gate::Gate,
        },
    },
    domain::draft::Draft,
};

fn form(driver: &Driver) -> &Form {
    match driver.top() {
        Screen::Form(form) => form,
        other => panic!("{other:?}"),
    }
}

/// The book is closed over what is being written, and opened again.
fn closed_and_opened(driver: &mut Driver) -> Option<Draft> {
    let written = draft::of(&driver.model);
    let desk = driver.desk();
    let opened = Opened {
        book: desk.book.clone(),
        entries: Vec::new(),
        catalog: desk.catalog.clone(),
        practice: false,
        access: homeroom::app::access::Access::Writing,
        warnings: Vec::new(),
        place: desk.place.clone(),
        years: desk.years.clone(),
        draft: written.clone(),
    };
    driver.outcome(Outcome::Locked);
    driver.model.initials = false; // the program is begun anew
    assert!(matches!(driver.top(), Screen::Gate(_)));
    driver.minutes(7);
    driver.outcome(Outcome::Opened(Box::new(opened)));
    written
}

fn group() -> Driver {
    Driver::group(&["Diaz, Ana", "Bell, Tyrone", "Cho, Min"], 9)
}

#[test]
fn the_warning_says_when_and_any_key_keeps_the_book_open_and_does_nothing_else() {
    let mut driver = group();
    driver.message(Message::LocksSoon);
    assert!(
        driver.notice().contains("20 seconds"),
        "{}",
        driver.notice()
    );
    driver.keys("c");
    assert_eq!(driver.notice(), "");
    assert!(driver.effects.is_empty(), "{:?}", driver.effects);
    driver.keys("c");
    assert!(matches!(driver.effects[..], [Effect::Save(_)]));
}

#[test]
fn whoever_goes_on_typing_after_the_warning_loses_no_letter() {
    let mut driver = group();
    driver.keys("e").types("one");
    driver.message(Message::LocksSoon);
    driver.types(" two");
    assert_eq!(driver.notice(), "");
    assert_eq!(form(&driver).fields.text(0), "one two");
}

#[test]
fn escape_after_the_warning_does_not_leave_the_note() {
    let mut driver = group();
    driver.keys("e").types("one");
    driver.message(Message::LocksSoon);
    driver.keys("<esc>");
    assert_eq!(form(&driver).fields.text(0), "one");
}

#[test]
fn a_key_without_a_meaning_is_a_sign_of_life_as_well() {
    let mut driver = group();
    driver.message(Message::LocksSoon);
    driver.message(Message::StillHere);
    assert_eq!(driver.notice(), "");
    driver.keys("c");
    assert_eq!(driver.effects.len(), 1);
}

#[test]
fn a_half_typed_note_comes_back_for_the_same_moment_and_says_so() {
    let mut driver = group();
    driver.keys("jc");
    let whom = driver.cursor();
    driver
        .keys("e")
        .types("likes the")
        .keys("<tab>")
        .types("call");
    let before = form(&driver).clone();
    closed_and_opened(&mut driver).unwrap();
    assert_eq!(*form(&driver), before);
    assert!(driver.notice().contains("back"), "{}", driver.notice());
    driver.keys("<enter>");
    assert_eq!(driver.cursor(), whom);
    let mut noted = driver
        .book()
        .plans
        .values()
        .flat_map(homeroom::domain::plan::Plan::check_ins);
    let note = noted
        .find(|entry| entry.note.as_str() == "likes the")
        .unwrap();
    assert_eq!(
        note.at.time().minute(),
        0,
        "it counts for when it was typed"
    );
}

#[test]
fn every_form_comes_back_as_it_was() {
    // Keys that lead to it, the act in the palette, and what is typed.
    let forms = [
        ("vve", "", "for all"),
        ("m", "", "a goal"),
        ("<tab>x", "", "moved in"),
        ("+", "", "Fry, Lee"),
        ("d", "", "yest"),
        ("", "90-day date of grade 6", "14 oc"),
        ("", "length of a period", "3"),
        ("", "lock after", "1"),
        ("", "name of the adviser", " the second"),
        ("", "make a group", "next d"),
        ("", "rename the group", " b"),
        ("", "name and grade", "x"),
        ("C+", "", "Resume: a first"),
        ("C<enter>", "", " and more"),
        ("C<tab><enter>", "", " and more"),
        ("C<tab><tab>+", "", "The place"),
        ("C<tab><tab><enter>", "", " and more"),
        ("C<tab><tab><tab>+", "", "How are"),
        ("C<tab><tab><tab><enter>", "", " and more"),
    ];
    let mut titles = std::collections::BTreeSet::new();
    for (keys, act, text) in forms {
        let mut driver = group();
        driver.keys(keys);
        if !act.is_empty() {
            driver.keys(":").types(act).keys("<enter>");
        }
        let Screen::Form(untouched) = driver.top() else {
            panic!("{keys} {act} leads to {:?}", driver.top());
        };
        titles.insert(untouched.title.clone());
        assert!(
            draft::of(&driver.model).is_none(),
            "{keys} {act}: nothing is typed yet"
        );
        driver.types(text).keys("<tab>");
        let before = form(&driver).clone();
        closed_and_opened(&mut driver).unwrap_or_else(|| panic!("{keys} {act} is not kept"));
        assert_eq!(*form(&driver), before, "{keys} {act}");
    }
    assert_eq!(titles.len(), forms.len(), "{titles:?}");
}

#[test]
fn an_item_of_the_list_that_came_back_can_be_taken() {
    let mut driver = group();
    driver
        .keys("C+")
        .types("Resume: a first draft")
        .keys("<tab>")
        .types("A page");
    closed_and_opened(&mut driver).unwrap();
    driver.types(" that a stranger could read.").keys("<enter>");
    let items = driver.desk().catalog.items_for(9);
    let says =
        |item: &&homeroom::domain::catalog::Item| item.text.as_str() == "Resume: a first draft";
    assert_eq!(items.filter(says).count(), 1, "{}", driver.notice());
    assert!(!matches!(driver.top(), Screen::Form(_)));
}

#[test]
fn what_is_only_chosen_comes_back_too() {
    let mut driver = group();
    driver.keys("C+<tab><tab><tab>5");
    let before = form(&driver).clone();
    closed_and_opened(&mut driver).unwrap();
    assert_eq!(*form(&driver), before);
}

#[test]
fn a_line_that_is_full_says_what_was_left_out() {
    let mut driver = group();
    driver.keys("e").types(&"x".repeat(500));
    assert_eq!(driver.notice(), "");
    driver.types("y");
    assert!(driver.notice().contains("left out"), "{}", driver.notice());
    driver.keys("<bs>");
    assert_eq!(driver.notice(), "");
    driver.types("z");
    assert_eq!(driver.notice(), "");
    assert_eq!(form(&driver).fields.text(0).len(), 500);
}

/// A passphrase is never taken from its line by somebody who comes after a stop.
#[test]
fn a_passphrase_in_its_line_is_gone_after_a_stop() {
    let mut gate = Gate::unlock("book.homeroom".to_owned(), Vec::new());
    gate.typed(&homeroom::app::line::Typed::Paste("secret words".into()));
    assert_eq!(gate.fields.text(0), "secret words");
    gate.forget();
    assert_eq!(gate.fields.text(0), "");
}

#[test]
fn parts_of_a_plan_come_back_with_what_was_chosen() {
    let mut driver = group();
    let count = {
        driver.keys("P");
        match driver.top() {
            Screen::Pick(pick) => pick.options.len(),
            other => panic!("{other:?}"),
        }
    };
    driver.keys("<esc>");
    let mut tried = 0;
    for at in 0..count {
        let mut driver = group();
        driver.keys("P").keys(&"j".repeat(at)).keys("<enter>");
        let Screen::Form(_) = driver.top() else {
            continue;
        };
        driver.types("9");
        let before = form(&driver).clone();
        if closed_and_opened(&mut driver).is_some() {
            assert_eq!(*form(&driver), before);
            tried += 1;
        }
    }
    assert!(tried > 5, "only {tried} forms were tried");
}

#[test]
fn a_projected_screen_does_not_show_names_by_itself_after_a_lock() {
    let mut driver = group();
    driver.keys(":").types("only initials").keys("<enter>");
    let kept = closed_and_opened(&mut driver).unwrap();
    assert!(kept.initials && driver.model.initials);
    assert_eq!(driver.notice(), "");
    let mut driver = group();
    closed_and_opened(&mut driver);
    assert!(!driver.model.initials);
}

#[test]
fn nothing_typed_and_secrets_are_not_kept() {
    let mut driver = group();
    assert!(draft::of(&driver.model).is_none());
    driver.keys("e");
    assert!(draft::of(&driver.model).is_none());
    driver.keys("<esc>");
    for act in ["change the passphrase", "import a roster"] {
        driver.keys(":").types(act).keys("<enter>").types("secret");
        assert_eq!(form(&driver).fields.text(0), "secret");
        assert!(draft::of(&driver.model).is_none(), "{act}");
        driver.keys("<esc>");
    }
    let mut practice = Driver::practice();
    practice.keys("e").types("one");
    assert!(draft::of(&practice.model).is_none());
}

#[test]
fn a_draft_that_cannot_be_made_again_keeps_nobody_out() {
    let mut driver = group();
    let mut lost = {
        driver.keys("e").types("one");
        draft::of(&driver.model).unwrap()
    };
    let desk = driver.desk();
    for (form, about) in [
        ("note", vec![0, 999]),
        ("of a newer program", vec![1]),
        ("part", vec![]),
    ] {
        form.clone_into(&mut lost.form);
        lost.about = about;
        assert!(Form::resume(desk, &lost).is_none(), "{form}");
    }
}

#[test]
fn minutes_until_the_lock_are_set_from_1_to_30() {
    let mut driver = group();
    assert_eq!(driver.book().settings.lock_minutes, 3);
    driver
        .keys(":")
        .types("lock after")
        .keys("<enter><c-u>")
        .types("31")
        .keys("<enter>");
    assert!(form(&driver).error.is_some());
    driver.keys("<c-u>").types("30").keys("<enter>");
    assert_eq!(driver.book().settings.lock_minutes, 30);
}

fn gate(driver: &Driver) -> &Gate {
    match driver.top() {
        Screen::Gate(gate) => gate,
        other => panic!("{other:?}"),
    }
}

fn wrong(wait: u32) -> Outcome {
    let problem = Problem {
        what: "This passphrase does not open the book.".into(),
        safe: String::new(),
        todo: String::new(),
    };
    Outcome::WrongPassphrase { problem, wait }
}

#[test]
fn the_next_passphrase_is_typed_at_once_and_taken_when_the_wait_is_over() {
    let gate_at = Gate::unlock("book.homeroom".to_owned(), Vec::new());
    let mut driver = Driver::at(gate_at, TODAY.at(10, 0, 0, 0));
    driver.types("one").keys("<enter>");
    driver.outcome(wrong(4));
    let left = gate(&driver).seconds_left();
    assert!((4..=5).contains(&left), "{left}");
    driver.effects.clear();
    driver.types("two").keys("<enter><enter>");
    assert!(driver.effects.is_empty());
    for second in 1..left {
        let now = TODAY.at(10, 0, second as i8, 0);
        driver.message(Message::Tick(now));
        assert!(driver.effects.is_empty(), "taken after {second} s");
    }
    driver.message(Message::Tick(TODAY.at(10, 0, left as i8, 0)));
    assert!(matches!(&driver.effects[..], [Effect::Unlock(typed)] if typed.expose() == "two"));
}

#[test]
fn a_clock_that_is_set_back_locks_nobody_out() {
    let gate_at = Gate::unlock("book.homeroom".to_owned(), Vec::new());
    let mut driver = Driver::at(gate_at, TODAY.at(10, 0, 0, 0));
    driver.types("one").keys("<enter>");
    driver.outcome(wrong(4));
    driver.message(Message::Tick(TODAY.at(9, 0, 0, 0)));
    assert!(gate(&driver).seconds_left() <= 5);
}

/// What a person sees.
fn seen(driver: &Driver) -> String {
    use ratatui::{Terminal, backend::TestBackend};
    let mut terminal = Terminal::new(TestBackend::new(100, 40)).unwrap();
    let look = homeroom::view::Look::default();
    terminal
        .draw(|frame| homeroom::view::draw(&driver.model, &look, frame))
        .unwrap();
    terminal.backend().to_string()
}

#[test]
fn only_initials_shows_no_name_on_any_list_and_number_where_two_are_the_same() {
    let names = ["Diaz, Ana", "Dorn, Alva", "Cho, Min"];
    let mut driver = Driver::group(&names, 9);
    driver.keys(":").types("only initials").keys("<enter>");
    let screen = seen(&driver);
    for wanted in ["INITIALS", "A.D. 1", "A.D. 2", "M.C."] {
        assert!(screen.contains(wanted), "{wanted}:\n{screen}");
    }
    for keys in [
        "", "c", "e", "<esc>", "<enter>", "<esc>t", "<esc>y", "<esc>r", "<esc>P", "<esc>w",
        "<esc>o",
    ] {
        driver.keys(keys);
        let screen = seen(&driver);
        for name in ["Diaz", "Ana", "Dorn", "Alva", "Cho", "Min "] {
            assert!(!screen.contains(name), "{name} after {keys}:\n{screen}");
        }
    }
    driver
        .keys("<esc>")
        .keys(":")
        .types("only initials")
        .keys("<enter>");
    assert!(seen(&driver).contains("Diaz, Ana"));
    let kept = driver
        .book()
        .students
        .values()
        .map(homeroom::domain::student::Student::listed);
    assert!(kept.eq(names.map(str::to_owned)), "the book was changed");
}
