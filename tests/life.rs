//! A student's whole way through the program, played from a file: the screens and the figures at each step.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod driver;

use driver::Driver;
use homeroom::{
    app::{
        message::Message,
        screen::{
            Screen,
            student::{PageLine, Section},
        },
    },
    domain::{
        date::Date,
        followup,
        id::StudentId,
        part::PartKind,
        requirement::{self, Standing},
        status::{self, Figure},
        student::Student,
    },
    view::{self, Look},
};
use ratatui::{Terminal, backend::TestBackend};

const ANA: &str = include_str!("life/ana.txt");

/// The adviser at the program, with one student.
struct Play {
    driver: Driver,
    student: StudentId,
}

impl Play {
    fn student(&self) -> &Student {
        &self.driver.book().students[&self.student]
    }

    fn screen(&self) -> String {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let model = &self.driver.model;
        let frame = terminal.draw(|frame| view::draw(model, &Look::default(), frame));
        let cells = &frame.unwrap().buffer.content;
        let line =
            |row: &[ratatui::buffer::Cell]| row.iter().map(ratatui::buffer::Cell::symbol).collect();
        let lines: Vec<String> = cells.chunks(80).map(line).collect();
        lines.join("\n")
    }

    fn round(&mut self) {
        for _ in 0..6 {
            self.driver.keys("<esc>");
        }
    }

    fn section(&mut self, name: &str) {
        let at = Section::ALL
            .iter()
            .position(|section| format!("{section:?}") == name);
        self.round();
        self.driver.keys("<enter><home>");
        let down = "<down>".repeat(at.unwrap_or_else(|| panic!("no section {name}")));
        self.driver.keys(&down).keys("<enter>");
    }

    /// Goes to the first thing that a rule misses, and enters it.
    fn need(&mut self, code: &str) {
        self.section("Requirements");
        let Screen::Student(page) = self.driver.top() else {
            panic!("not on the page");
        };
        let lines = page.lines(self.driver.desk());
        let is_need =
            |line: &PageLine| matches!(line, PageLine::Need(of, _) if of.as_str() == code);
        let at = lines
            .iter()
            .position(is_need)
            .unwrap_or_else(|| panic!("{code} misses nothing"));
        self.driver.keys(&"<down>".repeat(at)).keys("<enter>");
    }

    fn figure(&self) -> String {
        let desk = self.driver.desk();
        let Figure { done, due } =
            status::figure(&desk.book, &desk.catalog, self.student(), desk.day());
        format!("{done}/{due}")
    }

    fn standing(&self, code: &str) -> &'static str {
        let desk = self.driver.desk();
        let rules = desk.catalog.requirements().iter();
        let rule = rules
            .into_iter()
            .find(|rule| rule.code.as_str() == code)
            .expect("a rule");
        match requirement::of(&desk.book, &desk.catalog, self.student(), rule, desk.day()).standing
        {
            Standing::Met => "met",
            Standing::NotYet => "not",
            Standing::NotApplicable => "na",
        }
    }

    /// Does one line; what does not hold is returned.
    fn line(&mut self, line: &str) -> Option<String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let found = match word {
            "@" => {
                let day: Date = rest.parse().unwrap();
                self.driver.message(Message::Tick(day.at(10, 0, 0, 0)));
                return None;
            }
            "round" => {
                self.round();
                return None;
            }
            "section" => {
                self.section(rest);
                return None;
            }
            "need" => {
                self.need(rest);
                return None;
            }
            "press" => {
                self.driver.keys(rest);
                return None;
            }
            "type" => {
                self.driver.types(rest);
                return None;
            }
            "see" => {
                let screen = self.screen();
                return (!screen.contains(rest)).then_some(screen);
            }
            "standing" => {
                let (code, expected) = rest.split_once(' ').unwrap();
                let found = self.standing(code);
                return (found != expected).then(|| found.to_owned());
            }
            "grade" => self.student().grade.to_string(),
            "year" => self.driver.book().settings.year.to_string(),
            "figure" => self.figure(),
            "here" => if self.student().is_here() {
                "yes"
            } else {
                "no"
            }
            .to_owned(),
            "goals" => self
                .driver
                .book()
                .plan(self.student)
                .goals
                .len()
                .to_string(),
            "due" => followup::due(self.driver.book(), self.driver.desk().day()).to_string(),
            "carried" => {
                let carried = self.driver.book().parts(self.student, PartKind::Carried);
                let items: Vec<_> = carried.filter_map(|part| part.item()).collect();
                return (!items.iter().any(|item| item.as_str() == rest))
                    .then(|| format!("{items:?}"));
            }
            other => panic!("{other} means nothing"),
        };
        (found != rest).then_some(found)
    }
}

#[test]
fn a_student_goes_from_grade_6_to_a_year_after_graduation() {
    let driver = Driver::group(&["Diaz, Ana"], 6);
    let student = *driver.book().students.keys().next().unwrap();
    let mut play = Play { driver, student };
    let lines = ANA.lines().enumerate();
    for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        if let Some(found) = play.line(line) {
            panic!("line {}: {line}\nfound:\n{found}", number + 1);
        }
    }
    // All of it is one history: taken back act by act, nothing is left of it.
    let before = Driver::group(&["Diaz, Ana"], 6);
    for _ in 0..200 {
        play.driver.keys("u");
    }
    assert_eq!(play.driver.book().plans, before.book().plans);
    assert_eq!(play.driver.book().folders, before.book().folders);
    assert_eq!(play.driver.book().students, before.book().students);
}
