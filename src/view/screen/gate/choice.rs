//! What can be chosen before the book is open: what happened, what is safe, and a line with a digit for each choice.

use crate::{
    app::screen::gate::{Gate, Step},
    theme::Role,
    view::{paper::Row, text},
};

use super::Page;

/// Columns of the names of what is compared, and of each of its figures.
const LABEL: usize = 16;
const FIGURE: usize = 23;

impl Page<'_, '_> {
    /// Where something is chosen.
    pub(super) fn choosing(&mut self, gate: &Gate) {
        if let Some(problem) = gate
            .problem
            .as_ref()
            .filter(|_| gate.step != Step::TakeOver)
        {
            self.text(&format!("! {}", problem.what), Role::NoticeAlarm);
            self.text(&problem.safe, Role::Text);
            self.gap();
        }
        self.compared(gate);
        for (at, choice) in gate.choices().into_iter().enumerate() {
            self.choice(at, at == gate.cursor, &gate.words(choice));
        }
        if gate.busy {
            self.gap();
            self.text("One moment ...", Role::Text);
        }
    }

    /// One choice; where it is long, on several rows.
    fn choice(&mut self, at: usize, is_at: bool, words: &str) {
        if is_at {
            self.focus = self.at;
        }
        let role = |role| if is_at { Role::Cursor } else { role };
        let lines = text::wrap(words, self.width().saturating_sub(3), usize::MAX);
        for (line, words) in lines.into_iter().enumerate() {
            let mut row = self.row();
            if is_at && row.room() > 0 {
                self.paper.blank(row, Role::Cursor);
            }
            let before = match (line, is_at) {
                (0, true) => ">",
                _ => " ",
            };
            if line == 0 && is_at {
                self.point(row);
            }
            self.paper.write(&mut row, before, role(Role::Text));
            let number = match line {
                0 => format!("{} ", at + 1),
                _ => "  ".to_owned(),
            };
            self.paper.write(&mut row, &number, role(Role::Key));
            self.paper.write(&mut row, words, role(Role::Text));
        }
    }

    /// The older book beside the one before: in columns where there is room for them.
    fn compared(&mut self, gate: &Gate) {
        let Some(comparison) = &gate.comparison else {
            return;
        };
        let fits = self.width() >= LABEL + 2 * FIGURE;
        for [label, here, now] in &comparison.rows {
            if fits {
                let row = self.row();
                self.cell(row, LABEL, label, Role::Label);
                self.cell(row.after(LABEL), FIGURE, here, Role::Text);
                self.cell(row.after(LABEL + FIGURE), FIGURE, now, Role::Text);
            } else {
                let said = [label.as_str(), here, now].join(" | ");
                self.text(said.trim_matches([' ', '|']), Role::Text);
            }
        }
        self.gap();
        self.text(&comparison.advice, Role::Heading);
        self.gap();
    }

    fn cell(&mut self, row: Row, width: usize, said: &str, role: Role) {
        self.paper.write(&mut row.first(width), said, role);
    }
}
