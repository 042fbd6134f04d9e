//! The school year as a calendar: weeks from left to right, days of the week from top to bottom, in each cell how many were
//! seen.

use ratatui::layout::Rect;

use super::{Place, heading};
use crate::{
    app::screen::glance::{Glance, members},
    domain::{
        date::{self, Date, days_between, plus_days},
        overview::Year,
        student::Student,
    },
    theme::Role,
    view::{
        frame::{offset, split_top},
        paper::{Paper, Row},
        text,
    },
};

/// Columns for the names of the days.
const LABEL: usize = 4;

const DAYS: usize = 7;

/// The weeks of a year on the screen.
#[derive(Debug, Clone, Copy)]
struct Weeks {
    /// The Monday on or before the first day of the year.
    monday: Date,
    /// Columns a week takes.
    wide: usize,
    /// The first week that is shown.
    first: usize,
    /// How many are shown.
    shown: usize,
}

impl Weeks {
    fn of(year: &Year, cursor: Date, width: u16) -> Self {
        let monday = plus_days(year.first, -weekday(year.first));
        let week = |day| usize::try_from(days_between(monday, day) / 7).unwrap_or(0);
        let all = week(year.last) + 1;
        let room = usize::from(width).saturating_sub(LABEL + 1);
        let wide = if room >= all * 2 { 2 } else { 1 };
        let shown = all.min(room / wide);
        Self {
            monday,
            wide,
            first: offset(week(cursor), shown, all),
            shown,
        }
    }

    fn day(self, week: usize, day: usize) -> Date {
        let days = i32::try_from(week * DAYS + day).unwrap_or(0);
        plus_days(self.monday, days)
    }

    fn weeks(self) -> std::ops::Range<usize> {
        self.first..self.first + self.shown
    }

    /// Where a week stands on the screen; `None` where it is not shown.
    fn column(self, day: Date) -> Option<usize> {
        let week = usize::try_from(days_between(self.monday, day) / 7).ok()?;
        let at = week.checked_sub(self.first).filter(|at| *at < self.shown)?;
        Some(LABEL + at * self.wide)
    }
}

/// Days since Monday.
fn weekday(day: Date) -> i32 {
    i32::from(day.weekday().to_monday_zero_offset())
}

/// Draws the page.
pub fn draw(glance: &Glance, at: &Place<'_>, paper: &mut Paper<'_>, area: Rect) {
    let year = Glance::year(at.desk);
    let today = at.desk.day();
    let weeks = Weeks::of(&year, glance.day, area.width);
    let (head, area) = split_top(area, u16::from(area.height > 9));
    let title = format!("The year {}", at.desk.book.settings.year);
    heading(glance, &title, paper, Row::of(head, 0));
    let (months, area) = split_top(area, 1);
    draw_months(&year, weeks, paper, Row::of(months, 0));
    let (days, area) = split_top(area, area.height.saturating_sub(1).min(7));
    for day in 0..DAYS {
        draw_days(glance, &year, weeks, day, at, paper, Row::of(days, day));
    }
    let (under, area) = split_top(area, u16::from(area.height > 3));
    draw_today(weeks, today, paper, Row::of(under, 0));
    let lines = lines(glance, &year, at);
    let width = usize::from(area.width);
    let rows = lines.iter().flat_map(|(said, role)| {
        let lines = text::wrap(said, width, 4).into_iter();
        lines.map(move |line| (line, *role))
    });
    for (line, (said, role)) in rows.enumerate() {
        paper.write(&mut Row::of(area, line), said, role);
    }
}

/// The name of each month over its first whole week.
fn draw_months(year: &Year, weeks: Weeks, paper: &mut Paper<'_>, row: Row) {
    let mut free = 0;
    for (at, week) in weeks.weeks().enumerate() {
        let monday = weeks.day(week, 0).max(year.first);
        let begins = monday.day() <= 7;
        let x = LABEL + at * weeks.wide;
        if begins && x >= free {
            paper.write(
                &mut row.after(x),
                date::month(monday.month()),
                Role::Heading,
            );
            free = x + 4;
        }
    }
}

/// One day of the week through the whole year.
fn draw_days(
    glance: &Glance,
    year: &Year,
    weeks: Weeks,
    weekday: usize,
    at: &Place<'_>,
    paper: &mut Paper<'_>,
    row: Row,
) {
    let today = at.desk.day();
    paper.write(
        &mut row.first(LABEL),
        date::weekday(weeks.day(0, weekday)),
        Role::Text,
    );
    for (column, week) in weeks.weeks().enumerate() {
        let day = weeks.day(week, weekday);
        if day < year.first || day > year.last {
            continue;
        }
        let (glyph, role) = cell(year, day, today);
        let cell = row.after(LABEL + column * weeks.wide);
        let is_at = day == glance.day;
        if is_at && at.has_keys {
            paper.point(cell);
        }
        let role = if is_at { Role::Cursor } else { role };
        paper.write(&mut cell.first(1), &glyph, role);
    }
}

/// How many were seen, and how strongly that is shaded: the more of the group, the stronger.
fn cell(year: &Year, day: Date, today: Date) -> (String, Role) {
    let seen = year.seen(day);
    let role = if seen * 3 >= year.students {
        Role::DayMany
    } else {
        Role::DayFew
    };
    match seen {
        0 if day > today => (" ".to_owned(), Role::Text),
        0 => (".".to_owned(), Role::Ahead),
        1..=9 => (seen.to_string(), role),
        _ => ("+".to_owned(), role),
    }
}

fn draw_today(weeks: Weeks, today: Date, paper: &mut Paper<'_>, row: Row) {
    let Some(x) = weeks.column(today) else { return };
    let said = "^ today";
    let room = row.after(x);
    if room.room() >= said.len() {
        paper.write(&mut room.clone(), said, Role::Heading);
    } else {
        let said = "today ^";
        paper.write(
            &mut row.after((x + 1).saturating_sub(said.len())),
            said,
            Role::Heading,
        );
    }
}

/// The same without the calendar, and without what its signs mean.
pub(in crate::view) fn facts(glance: &Glance, year: &Year, at: &Place<'_>) -> Vec<String> {
    let lines = lines(glance, year, at).into_iter();
    let lines = lines.filter(|(_, role)| *role != Role::FieldHint);
    lines.map(|(said, _)| said).collect()
}

/// The day under the cursor, then what the year comes to.
fn lines(glance: &Glance, year: &Year, at: &Place<'_>) -> Vec<(String, Role)> {
    let today = at.desk.day();
    let (seen, all) = (year.seen(glance.day), year.students);
    let day = date::long(glance.day);
    let on_the_day = match seen {
        0 if glance.day > today => format!("{day}: still to come"),
        0 => format!("{day}: nobody seen"),
        _ => format!(
            "{day}: {seen} of {all} seen: {}",
            names(glance.day, year, at)
        ),
    };
    let reached = year.reached();
    let mut lines = vec![
        (on_the_day, Role::Heading),
        (
            format!(
                "{}, {} of {all} students reached",
                counted(year.days.len(), "day"),
                reached.len()
            ),
            Role::Text,
        ),
    ];
    if let Some(gap) = year.longest_gap(today) {
        let to = if gap.to == today && year.seen(today) == 0 {
            "today".to_owned()
        } else {
            date::short(gap.to, today)
        };
        let from = date::short(gap.from, today);
        let days = counted(usize::try_from(gap.days()).unwrap_or(0), "day");
        lines.push((format!("longest gap: {days}, {from} to {to}"), Role::Text));
    }
    let missing: Vec<String> = members(at.desk)
        .iter()
        .filter(|student| !reached.contains(&student.id))
        .map(|student| student.spoken())
        .collect();
    if !missing.is_empty() {
        lines.push((format!("not seen yet: {}", missing.join(", ")), Role::Text));
    }
    let legend = ". nobody  1 to 9 so many students  + ten or more";
    lines.push((legend.to_owned(), Role::FieldHint));
    lines
}

/// Who was seen on a day.
fn names(day: Date, year: &Year, at: &Place<'_>) -> String {
    let students = &at.desk.book.students;
    let seen = year.days.get(&day).into_iter().flatten();
    let names: Vec<String> = seen
        .filter_map(|id| students.get(id))
        .map(Student::spoken)
        .collect();
    names.join(", ")
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
