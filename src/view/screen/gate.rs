//! Before the book is open: plain, calm, one question at a time.

mod choice;

use ratatui::layout::Rect;

use crate::{
    app::screen::gate::{Gate, Purpose, Step},
    theme::Role,
    view::{
        frame::{offset, split_top},
        paper::{Paper, Row},
        text,
        widget::field,
    },
};

/// The widest text; longer lines tire the eye.
const WIDEST: usize = 72;

/// Draws the question.
pub fn draw(gate: &Gate, paper: &mut Paper<'_>, area: Rect) {
    let is_roomy = area.height >= 18;
    let margin = u16::from(area.width > 40) * 2;
    let area = Rect {
        x: area.x + margin,
        width: area.width.saturating_sub(2 * margin),
        ..area
    };
    let (_, area) = split_top(area, if is_roomy { 2 } else { 0 });
    let mut measured = Page {
        paper,
        area,
        at: 0,
        first: usize::MAX,
        focus: 0,
        is_roomy,
    };
    measured.all(gate);
    let first = offset(measured.focus, usize::from(area.height), measured.at);
    let mut page = Page {
        at: 0,
        first,
        ..measured
    };
    page.all(gate);
}

/// A page that is written from the top. Written once without being shown, it tells how long it is and where the keys go.
struct Page<'a, 'b> {
    paper: &'a mut Paper<'b>,
    area: Rect,
    /// The next line.
    at: usize,
    /// The first line that is shown.
    first: usize,
    /// The line where the keys go.
    focus: usize,
    is_roomy: bool,
}

impl Page<'_, '_> {
    fn all(&mut self, gate: &Gate) {
        self.title(gate);
        self.said(gate);
        self.secrets(gate);
        self.fields(gate);
        self.answer(gate);
    }

    /// The next line; without any room where it is scrolled away.
    fn row(&mut self) -> Row {
        let at = self.at.checked_sub(self.first).unwrap_or(usize::MAX);
        self.at += 1;
        Row::of(self.area, at).first(self.width())
    }

    fn width(&self) -> usize {
        usize::from(self.area.width).min(WIDEST)
    }

    fn gap(&mut self) {
        self.at += usize::from(self.is_roomy);
    }

    fn text(&mut self, text: &str, role: Role) {
        for line in text::wrap(text, self.width(), usize::MAX) {
            let mut row = self.row();
            self.paper.write(&mut row, line, role);
        }
    }

    fn title(&mut self, gate: &Gate) {
        let title = match gate.step {
            _ if gate.purpose == Purpose::Recovery => "A new recovery key",
            _ if gate.purpose == Purpose::Keys => "Change all keys",
            _ if gate.purpose == Purpose::Purge => {
                "Delete a record for good: new keys for the rest"
            }
            Step::Damaged => "Your book cannot be read",
            Step::Busy => "Your book is open elsewhere",
            Step::TakeOver => "Take the book over?",
            Step::Older => "Your book is older than it was",
            Step::Unlock => "Open your book",
            Step::RecoveryKey => "Open your book with the recovery key",
            Step::NewPassphrase => "A new passphrase",
            Step::Place => "Make your book: where it lies",
            Step::Passphrase => "Make your book: the passphrase",
            Step::Adviser => "Make your book: your name",
            Step::ShowKey => "Make your book: the recovery key",
            Step::TypeBack => "Make your book: two groups typed back",
        };
        if gate.step == Step::Damaged && !self.is_roomy {
            return; // what happened is said below, and all of it has to fit
        }
        let steps = steps(gate);
        let step = steps.iter().position(|step| *step == gate.step);
        let step = step.map(|at| format!("{} of {}", at + 1, steps.len()));
        let mut row = self.row();
        self.paper
            .right(&mut row, &step.unwrap_or_default(), Role::Text);
        self.paper.write(&mut row, title, Role::Heading);
        self.gap();
    }

    fn said(&mut self, gate: &Gate) {
        let said = match gate.step {
            Step::Unlock | Step::Damaged => gate.place.as_str(),
            Step::Busy => "", // it stands in what is said of it
            Step::TakeOver => {
                "Only when you are sure that nobody has it open there: of two who write in one book, one loses what was \
                 written."
            }
            Step::Older => gate.older.as_str(),
            Step::ShowKey if gate.purpose == Purpose::Purge => {
                "Write this on paper now and keep it away from this computer; it is shown once. When two of its groups are typed \
                 back, the record is deleted: there is no undo. Destroy the sheet from before then."
            }
            Step::ShowKey if gate.purpose != Purpose::Book => {
                "Write this on paper now and keep it away from this computer; it is shown once. It holds as soon as two of \
                 its groups are typed back. The sheet from before then opens older backups only: keep it with them, or \
                 destroy both."
            }
            Step::Passphrase if gate.purpose == Purpose::Purge => {
                "The book is written anew without the record, under other keys; the backups beside it are deleted. Old pieces of \
                 the file may stay on the drive, and the old passphrase could open them: so take a new one. Type these six words, \
                 or at least 15 characters of your own."
            }
            Step::Passphrase if gate.purpose == Purpose::Keys => {
                "For when somebody may know the passphrase or the recovery key. The whole book is sealed anew; backups from \
                 before still open with the old ones. Type these six words, or at least 15 characters of your own."
            }
            Step::RecoveryKey => {
                "The eight groups of six digits that were shown when the book was made. Spaces may stay out."
            }
            Step::NewPassphrase | Step::Passphrase if gate.words.expose().is_empty() => {
                "At least 15 characters. Nobody can open the book without it."
            }
            Step::NewPassphrase | Step::Passphrase => {
                "Type these six words, or at least 15 characters of your own. Nobody can open the book without it."
            }
            Step::Place => {
                "One file holds everything. It is sealed: without the passphrase nobody reads it."
            }
            Step::Adviser => "Your name stands at every note that you write.",
            Step::ShowKey => {
                "Write this on paper now and keep it away from this computer. It is shown once, and it is the only way \
                 in when the passphrase is forgotten."
            }
            Step::TypeBack => {
                "From your paper, to be sure that it is there. Esc shows the key again."
            }
        };
        if gate.step == Step::Damaged && !self.is_roomy {
            // The end of a place says more than its beginning.
            let mut row = self.row();
            let before = text::columns(said).saturating_sub(row.room());
            let end = said.char_indices().nth(before).map_or(0, |(at, _)| at);
            let end = said.get(end..).unwrap_or_default();
            self.paper.write(&mut row, end, Role::Text);
        } else {
            self.text(said, Role::Text);
        }
        if said.is_empty() {
            return;
        }
        if matches!(gate.step, Step::Place | Step::Unlock) {
            for warning in &gate.warnings {
                self.gap();
                self.text(&format!("! {warning}"), Role::NoticeAlarm);
            }
        }
        self.gap();
    }

    /// The six words, or the recovery key.
    fn secrets(&mut self, gate: &Gate) {
        match gate.step {
            Step::NewPassphrase | Step::Passphrase => {
                if gate.words.expose().is_empty() {
                    return;
                }
                self.text(gate.words.expose(), Role::Heading);
                self.gap();
            }
            Step::ShowKey => self.key(&gate.groups()),
            _ => {}
        }
    }

    /// Eight numbered groups, four a row where there is room.
    fn key(&mut self, groups: &[&str]) {
        let each = 12;
        let across = (self.width() / each).clamp(1, 4);
        for (line, part) in groups.chunks(across).enumerate() {
            if line == 0 {
                self.focus = self.at;
            }
            let mut row = self.row();
            if line == 0 {
                self.point(row);
            }
            for (at, group) in part.iter().enumerate() {
                let mut cell = row.first(each);
                row = row.after(each);
                let number = format!("{} ", line * across + at + 1);
                self.paper.write(&mut cell, &number, Role::Label);
                self.paper.write(&mut cell, group, Role::Heading);
            }
            self.gap();
        }
    }

    fn point(&mut self, row: Row) {
        if row.room() > 0 {
            self.paper.point(row);
        }
    }

    fn fields(&mut self, gate: &Gate) {
        let label = field::label_width(&gate.fields, self.area.width);
        for (at, field) in gate.fields.all.iter().enumerate() {
            let has_focus = at == gate.fields.focus;
            if has_focus {
                self.focus = self.at;
            }
            let row = self.row();
            if row.room() > 0 {
                field::draw(field, has_focus, label, self.paper, row);
            }
        }
        let field = gate.fields.all.get(gate.fields.focus);
        let hint = field.map_or("", |field| &field.hint);
        if !hint.is_empty() && gate.problem.is_none() && !gate.busy {
            self.text(&format!("  {hint}"), Role::FieldHint);
        }
    }

    /// Waiting, or why the answer was not taken.
    fn answer(&mut self, gate: &Gate) {
        if gate.step == Step::Damaged {
            return self.damaged(gate);
        }
        if gate.is_choosing() {
            return self.choosing(gate);
        }
        if gate.busy {
            self.gap();
            let waiting = match gate.step {
                Step::Unlock => "Opening ...",
                Step::TypeBack if gate.purpose == Purpose::Purge => {
                    "Writing the book anew without the record ..."
                }
                Step::TypeBack if gate.purpose == Purpose::Keys => "Sealing the book anew ...",
                Step::TypeBack if gate.purpose == Purpose::Book => "Making the book ...",
                _ => "One moment ...",
            };
            self.text(waiting, Role::Text);
        }
        let Some(problem) = &gate.problem else {
            return self.wait(gate);
        };
        self.gap();
        self.text(&format!("! {}", problem.what), Role::NoticeAlarm);
        self.text(&problem.safe, Role::Text);
        self.text(&problem.todo, Role::Heading);
        self.wait(gate);
    }

    /// After a wrong passphrase: when the next one is taken.
    fn wait(&mut self, gate: &Gate) {
        let left = gate.seconds_left();
        if gate.step != Step::Unlock || gate.busy || left == 0 {
            return;
        }
        let seconds = if left == 1 { "second" } else { "seconds" };
        let said = if gate.waits {
            format!("Opening in {left} {seconds} ...")
        } else {
            format!("The next try is taken in {left} {seconds}. It can be typed now.")
        };
        self.gap();
        self.text(&said, Role::Text);
    }

    /// What happened, what is safe, and the one key that helps.
    fn damaged(&mut self, gate: &Gate) {
        if let Some(problem) = &gate.problem {
            self.text(&format!("! {}", problem.what), Role::NoticeAlarm);
            self.text(&problem.safe, Role::Text);
            self.gap();
        }
        self.focus = self.at;
        let row = self.row();
        self.point(row);
        self.at -= 1;
        self.text(
            &format!("The newest good backup: {}.", gate.backup),
            Role::Heading,
        );
        self.text(
            "Restoring puts it in the place of the book. The file that cannot be read is kept beside it. What was written \
             after the backup is missing then.",
            Role::Text,
        );
        if gate.busy {
            self.gap();
            self.text("Restoring ...", Role::Text);
        }
    }
}

/// The steps on the way, where it has several.
fn steps(gate: &Gate) -> &'static [Step] {
    match gate.purpose {
        Purpose::Book => &Step::MAKING,
        Purpose::Recovery => &[Step::ShowKey, Step::TypeBack],
        Purpose::Keys | Purpose::Purge => &[Step::Passphrase, Step::ShowKey, Step::TypeBack],
    }
}
