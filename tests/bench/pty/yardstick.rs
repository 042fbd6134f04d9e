//! The plain screen: what ratatui and redb cost without a program around them.

#![allow(dead_code, reason = "each bench uses a part of it")]

use chacha20poly1305::{KeyInit, XChaCha20Poly1305, aead::Aead};
use crossterm::event::{self, Event, KeyCode};
use ratatui::{
    Frame, Terminal,
    backend::CrosstermBackend,
    layout::{Constraint, Layout},
    style::Stylize,
    text::Line,
    widgets::{Block, Cell, List, ListState, Paragraph, Row, Table},
};
use redb::{Database, TableDefinition};

const RECORDS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("records");
const ROWS: usize = 22;
const ITEMS: usize = 28;

struct Plain {
    cursor: usize,
    done: [bool; ITEMS],
    saved: u64,
}

/// Shows it until `q`.
pub fn run(path: &str) {
    let database = Database::builder()
        .set_cache_size(16 << 20)
        .create(path)
        .unwrap();
    let cipher = XChaCha20Poly1305::new(&[7; 32].into());
    let mut plain = Plain {
        cursor: 0,
        done: [false; ITEMS],
        saved: 0,
    };
    crossterm::terminal::enable_raw_mode().unwrap();
    crossterm::execute!(std::io::stdout(), crossterm::terminal::EnterAlternateScreen).unwrap();
    let mut terminal = Terminal::new(CrosstermBackend::new(std::io::stdout())).unwrap();
    loop {
        terminal.draw(|frame| draw(frame, &plain)).unwrap();
        let Event::Key(key) = event::read().unwrap() else {
            continue;
        };
        match key.code {
            KeyCode::Char('q') => break,
            KeyCode::Char('j') => plain.cursor = (plain.cursor + 1) % ROWS,
            KeyCode::Char('k') => plain.cursor = (plain.cursor + ROWS - 1) % ROWS,
            KeyCode::Char(' ') => {
                plain.saved += 1;
                plain.done[0] = !plain.done[0];
                save(&database, &cipher, plain.saved);
            }
            _ => {}
        }
    }
    crossterm::execute!(std::io::stdout(), crossterm::terminal::LeaveAlternateScreen).unwrap();
    crossterm::terminal::disable_raw_mode().unwrap();
}

/// Moves down and up, and draws each time, without a terminal.
pub fn frames(count: u64) {
    let mut plain = Plain {
        cursor: 0,
        done: [false; ITEMS],
        saved: 0,
    };
    let mut terminal = Terminal::new(ratatui::backend::TestBackend::new(120, 40)).unwrap();
    for number in 0..count {
        plain.cursor = usize::from(number % 2 == 0);
        terminal.draw(|frame| draw(frame, &plain)).unwrap();
    }
}

fn save(database: &Database, cipher: &XChaCha20Poly1305, number: u64) {
    let mut nonce = [0; 24];
    nonce[..8].copy_from_slice(&number.to_le_bytes());
    let sealed = cipher
        .encrypt(&nonce.into(), [0_u8; 200].as_slice())
        .unwrap();
    let transaction = database.begin_write().unwrap();
    transaction
        .open_table(RECORDS)
        .unwrap()
        .insert(number % 100, sealed.as_slice())
        .unwrap();
    transaction.commit().unwrap();
}

fn draw(frame: &mut Frame<'_>, plain: &Plain) {
    let [head, body, foot] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
    ])
    .areas(frame.area());
    let [left, right] =
        Layout::horizontal([Constraint::Length(48), Constraint::Min(1)]).areas(body);
    let [goals, items] = Layout::vertical([Constraint::Length(7), Constraint::Min(1)]).areas(right);
    frame.render_widget(Line::from(" A list of 22 rows ").bold().on_blue(), head);
    let rows = (0..ROWS).map(|row| {
        format!(
            "{row:>2}  Row number {row:02}   grade 9   {:>3}% done",
            row * 37 % 101
        )
    });
    let list = List::new(rows).highlight_style(ratatui::style::Style::new().reversed());
    let mut state = ListState::default().with_selected(Some(plain.cursor));
    frame.render_stateful_widget(
        list.block(Block::bordered().title("Rows")),
        left,
        &mut state,
    );
    let table = (0..5).map(|row| {
        let bar = "#".repeat((plain.cursor * 7 + row * 11) % 30);
        let share = format!("{}%", (plain.cursor * 13 + row * 17) % 101);
        Row::new([
            Cell::from(format!("Goal {row}")),
            Cell::from(bar),
            Cell::from(share),
        ])
    });
    let widths = [
        Constraint::Length(10),
        Constraint::Min(10),
        Constraint::Length(5),
    ];
    frame.render_widget(
        Table::new(table, widths).block(Block::bordered().title("Goals")),
        goals,
    );
    let lines: Vec<Line<'_>> = plain
        .done
        .iter()
        .enumerate()
        .map(|(item, done)| {
            Line::from(format!(
                "[{}] Item number {item} of the list",
                if *done { 'x' } else { ' ' }
            ))
        })
        .collect();
    frame.render_widget(
        Paragraph::new(lines).block(Block::bordered().title("Checklist")),
        items,
    );
    frame.render_widget(
        Line::from(format!(" q quit  space tick   saved {}", plain.saved)),
        foot,
    );
}
