//! The detail beside the list: what one student's talk begins with, in whatever rows there are.
//!
//! Who and why, the promise and the last note come first and are never left out. Then the open items with their numbers,
//! the goals, and where room is left what is done, and questions for the talk.

use ratatui::layout::Rect;

use crate::{
    app::{
        action::{Action, Context},
        detail::{Detail, DetailLine},
        screen::round::RoundScreen,
    },
    domain::{
        date::Date,
        status::{ItemState, Status},
        student::Student,
    },
    theme::Role,
    view::{
        frame::offset,
        paper::Paper,
        screen::Place,
        text,
        widget::plan::{self, Kind, PlanRow},
    },
};

/// Rows from which on there is room for empty ones.
const ROOMY: usize = 22;

/// Rows that goals take at most, where there are few.
const GOAL_ROWS: usize = 3;

/// Rows for items below which the whole detail scrolls under its cursor instead.
const LEAST_ITEMS: usize = 4;

/// Draws the lines of the student under the cursor.
pub fn draw(
    round: &RoundScreen,
    has_keys: bool,
    at: &Place<'_>,
    paper: &mut Paper<'_>,
    area: Rect,
) {
    let Some(detail) = &round.detail else { return };
    let Some(student) = at.desk.book.students.get(&detail.student) else {
        return;
    };
    let today = at.now.date();
    let cursor = has_keys.then_some(detail.cursor);
    let composer = Composer {
        detail,
        student,
        at,
        today,
        status: Status::of(&at.desk.book, &at.desk.catalog, student, at.desk.day()),
        width: usize::from(area.width).saturating_sub(1),
        height: usize::from(area.height),
        cursor,
    };
    let rows = composer.rows(round);
    let line = rows
        .iter()
        .position(|row| row.line.is_some() && row.line == cursor);
    let first = offset(line.unwrap_or(0), usize::from(area.height), rows.len());
    plan::draw(
        rows.get(first..).unwrap_or_default(),
        cursor,
        today,
        paper,
        area,
    );
}

struct Composer<'a> {
    detail: &'a Detail,
    student: &'a Student,
    at: &'a Place<'a>,
    today: Date,
    status: Status<'a>,
    width: usize,
    height: usize,
    cursor: Option<usize>,
}

impl<'a> Composer<'a> {
    fn rows(&self, round: &RoundScreen) -> Vec<PlanRow<'a>> {
        let mut rows = self.opening(round);
        let goals = self.goals();
        let is_roomy = self.height >= ROOMY;
        if is_roomy {
            rows.push(PlanRow::fixed(Kind::Blank));
        }
        rows.push(PlanRow::fixed(self.checklist()));
        let taken = rows.len() + goals.len() + usize::from(is_roomy);
        rows.extend(self.items(self.height.saturating_sub(taken)));
        if is_roomy {
            rows.push(PlanRow::fixed(Kind::Blank));
        }
        rows.extend(goals);
        self.about(&mut rows);
        self.ask(&mut rows);
        rows
    }

    fn line_of(&self, line: impl Fn(&DetailLine) -> bool) -> Option<usize> {
        self.detail.lines.iter().position(line)
    }

    /// Who and why, the promise, the last note.
    fn opening(&self, round: &RoundScreen) -> Vec<PlanRow<'a>> {
        let desk = self.at.desk;
        let plan = desk.book.plan(self.student.id);
        let most = if self.height >= 12 { 2 } else { 1 };
        let mut rows = Vec::with_capacity(self.height);
        if !round.selected.is_empty() {
            let selected = format!("{} SELECTED", round.selected.len());
            rows.push(PlanRow::fixed(Kind::Labeled(
                selected,
                Role::Selected,
                "the next act is for them".into(),
            )));
        }
        let seat = desk.seat_of(self.student.id);
        rows.push(PlanRow::fixed(plan::name(self.student, seat, self.today)));
        let mut put = |line: Option<usize>, kinds: Vec<Kind<'a>>| {
            rows.extend(kinds.into_iter().map(|kind| PlanRow { line, kind }));
        };
        let promised = plan.promise().map(|(_, next)| next);
        put(
            self.line_of(|line| matches!(line, DetailLine::Promise)),
            plan::promise(promised, self.today, self.width, most),
        );
        let last = plan.last_note();
        put(
            self.line_of(|line| matches!(line, DetailLine::Entry(_))),
            plan::note(last, self.today, self.width, most),
        );
        rows
    }

    fn checklist(&self) -> Kind<'a> {
        let has_ahead = self
            .status
            .items
            .iter()
            .any(|item| item.state == ItemState::Ahead);
        plan::checklist(self.at.desk.seat_of(self.student.id), has_ahead)
    }

    /// The items in `room` rows. While the list has the keys only those that are due or can be ticked by a digit.
    fn items(&self, room: usize) -> Vec<PlanRow<'a>> {
        let all: Vec<PlanRow<'a>> = self
            .detail
            .lines
            .iter()
            .enumerate()
            .filter_map(|(at, line)| match line {
                DetailLine::Item(id) => {
                    let status = self
                        .status
                        .items
                        .iter()
                        .find(|status| status.item.id == *id)?;
                    Some(PlanRow::of(
                        at,
                        Kind::Item(*status, self.detail.number_of(id)),
                    ))
                }
                _ => None,
            })
            .collect();
        let wanted = if self.cursor.is_some() {
            all.len()
        } else {
            all.iter().rposition(is_wanted).map_or(0, |at| at + 1)
        };
        let is_scrolled = self.cursor.is_some() && room < LEAST_ITEMS;
        if is_scrolled || (all.len() == wanted && wanted <= room) {
            return all;
        }
        let shown = wanted.min(room.saturating_sub(1));
        let under = all
            .iter()
            .position(|row| row.line == self.cursor)
            .unwrap_or(0);
        let first = offset(under, shown.max(1), wanted);
        let more = all.len() - shown;
        let mut rows: Vec<_> = all.into_iter().skip(first).take(shown).collect();
        let key = match self.cursor {
            Some(_) => self.at.key(Context::Detail, Action::Down),
            None => self.at.key(Context::Round, Action::Pane),
        };
        let said = format!("+{more} more: {key}");
        rows.push(PlanRow::fixed(Kind::Plain(2, said.into())));
        rows
    }

    fn goals(&self) -> Vec<PlanRow<'a>> {
        let plan = self.at.desk.book.plan(self.student.id);
        let mut rows = vec![PlanRow::fixed(plan::goals_heading(
            plan,
            self.student.grade,
        ))];
        let goals: Vec<PlanRow<'a>> = self
            .detail
            .lines
            .iter()
            .enumerate()
            .filter_map(|(at, line)| match line {
                DetailLine::Goal(id) => Some(PlanRow::of(at, Kind::Goal(plan.goals.get(id)?))),
                _ => None,
            })
            .collect();
        let shown = goals.len().min((self.height / 6).max(GOAL_ROWS));
        let under = goals
            .iter()
            .position(|row| row.line == self.cursor)
            .unwrap_or(0);
        let first = offset(under, shown.max(1), goals.len());
        rows.extend(goals.into_iter().skip(first).take(shown));
        rows
    }

    /// What counts as done, of the item under the cursor, where room is left.
    fn about(&self, rows: &mut Vec<PlanRow<'a>>) {
        let line = self.cursor.and_then(|at| self.detail.lines.get(at));
        let Some(DetailLine::Item(id)) = line else {
            return;
        };
        let detail = self
            .at
            .desk
            .catalog
            .item(id)
            .map_or("", |item| item.detail.as_str());
        let lines = text::wrap(detail, self.width, 3);
        if !lines.is_empty() && rows.len() + lines.len() < self.height {
            rows.push(PlanRow::fixed(Kind::Blank));
            rows.extend(
                lines
                    .into_iter()
                    .map(|line| PlanRow::fixed(Kind::Plain(0, line.into()))),
            );
        }
    }

    /// Questions to open a talk with, where room is left.
    fn ask(&self, rows: &mut Vec<PlanRow<'a>>) {
        let prompts = self.at.desk.catalog.prompts(self.student.grade.number());
        if rows.len() + 3 > self.height || prompts.is_empty() {
            return;
        }
        rows.push(PlanRow::fixed(Kind::Blank));
        rows.push(PlanRow::fixed(Kind::Heading("ASK".into(), String::new())));
        for prompt in prompts {
            let lines = text::wrap(prompt.as_str(), self.width.saturating_sub(2), 3);
            if rows.len() + lines.len() > self.height {
                return;
            }
            rows.extend(lines.into_iter().enumerate().map(|(at, line)| {
                PlanRow::fixed(Kind::Plain(if at == 0 { 0 } else { 2 }, line.into()))
            }));
        }
    }
}

/// Whether an item matters while the list has the keys.
fn is_wanted(row: &PlanRow<'_>) -> bool {
    matches!(&row.kind, Kind::Item(status, number) if number.is_some() || status.state == ItemState::Due)
}
