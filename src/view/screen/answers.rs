//! What was answered, summed; one question alone; a file of answers before it is taken in.

use ratatui::layout::Rect;

use super::Place;
use crate::{
    app::screen::answers::{AnswerLine, Answers, tenths},
    domain::{
        answers::{Asked, spread},
        catalog::Answerer,
    },
    theme::Role,
    view::{
        frame::{rule, split_top},
        paper::{Paper, Row},
        widget::list::{self, Prose},
    },
};

/// Columns of the bar of a scale.
const SPREAD: usize = 20;

/// From this width on there is room for the bar.
const WITH_SPREAD: usize = 64;

/// Draws the screen.
pub fn draw(answers: &Answers, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let (head, body) = split_top(area, 1);
    if let Some(preview) = &answers.file {
        rule(
            paper,
            Row::of(head, 0),
            &format!("Not saved yet: {}", preview.file.path),
        );
        return draw_lines(&preview.lines(), preview.top, paper, body);
    }
    let year = answers.year;
    let title = if at.desk.has_read(year) {
        format!("Answers in {year}")
    } else {
        format!("Answers in {year}, being read")
    };
    rule(paper, Row::of(head, 0), &title);
    match answers.open {
        Some(top) => draw_lines(&answers.alone(at.desk), top, paper, body),
        None => draw_sums(answers, &answers.sums(at.desk), paper, body),
    }
}

fn draw_lines(lines: &[AnswerLine], top: usize, paper: &mut Paper<'_>, body: Rect) {
    let lines = lines.iter().map(|line| Prose {
        text: &line.text,
        indent: if line.is_heading { 0 } else { 2 },
        role: if line.is_heading {
            Role::Heading
        } else {
            Role::Text
        },
    });
    list::prose(lines, top, paper, body);
}

/// A row of the summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// The name of a role.
    Who(Answerer),
    /// The question with this number.
    Question(usize),
}

fn draw_sums(answers: &Answers, sums: &[Asked<'_>], paper: &mut Paper<'_>, body: Rect) {
    let mut rows = Vec::new();
    for (at, asked) in sums.iter().enumerate() {
        if rows.last() != Some(&Shown::Who(asked.who)) && is_first(sums, at) {
            rows.push(Shown::Who(asked.who));
        }
        rows.push(Shown::Question(at));
    }
    let under = |row: &Shown| *row == Shown::Question(answers.cursor);
    let cursor = rows.iter().position(under).unwrap_or(0);
    list::draw(
        rows.len(),
        cursor,
        paper,
        body,
        |index, is_at, paper, mut row| match rows.get(index) {
            Some(Shown::Who(who)) => paper.write(&mut row, heading(*who), Role::Heading),
            Some(Shown::Question(one)) => {
                if let Some(asked) = sums.get(*one) {
                    draw_asked(asked, is_at, paper, row.after(1));
                }
            }
            None => {}
        },
    );
}

/// Whether a question is the first to its role.
fn is_first(sums: &[Asked<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| sums.get(before));
    let before = before.map(|asked| asked.who);
    sums.get(at).is_some_and(|asked| before != Some(asked.who))
}

fn heading(who: Answerer) -> &'static str {
    match who {
        Answerer::Student => "Students",
        Answerer::Parent => "Parents",
        Answerer::Staff => "Staff",
    }
}

/// The question, how many answered, the mean and how the numbers are spread.
fn draw_asked(asked: &Asked<'_>, is_at: bool, paper: &mut Paper<'_>, mut row: Row) {
    let own = if asked.count() == 0 {
        Role::Ahead
    } else {
        Role::Text
    };
    let role = if is_at { Role::Cursor } else { own };
    if row.room() >= WITH_SPREAD && asked.is_scale() {
        let bar = spread(&asked.scores, SPREAD);
        paper.right(&mut row, &format!("[{bar:<SPREAD$}]"), role);
    }
    let mean = asked.mean().map(tenths).unwrap_or_default();
    let count = match (asked.is_scale(), asked.count()) {
        (_, 0) => "none".to_owned(),
        (true, count) => format!("{mean} ({count})"),
        (false, 1) => "1 text".to_owned(),
        (false, count) => format!("{count} texts"),
    };
    paper.right(&mut row, &format!("{count:>9}"), role);
    paper.write(&mut row, asked.asks(), role);
}
