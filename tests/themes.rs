//! Themes: every pair of colors can be read, and no state is told by its color alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod driver;
#[path = "screens/scenes.rs"]
mod scenes;

use driver::Driver;
use homeroom::{
    app::{action::Action, effect::Effect, screen::Screen},
    theme::{Role, Theme, builtin, color, file},
    view::{self, Look},
};
use ratatui::{
    Terminal,
    backend::TestBackend,
    style::{Color, Modifier},
};

/// The least contrast of text on its background in a theme.
fn least(name: &str) -> f64 {
    if name == "high-contrast" { 7.0 } else { 4.5 }
}

#[test]
fn every_pair_of_every_theme_can_be_read() {
    for name in builtin::names() {
        let theme = builtin::named(name).unwrap();
        for role in Role::ALL {
            let style = theme.style(*role);
            let pair = (style.fg.unwrap_or_default(), style.bg.unwrap_or_default());
            match color::contrast(pair.0, pair.1) {
                Some(contrast) => {
                    assert!(
                        contrast >= least(name),
                        "{name} {}: {contrast}",
                        role.name()
                    );
                }
                // One of them is the terminal's own: then both have to be, since nobody knows what it is.
                None => assert_eq!(pair, (Color::Reset, Color::Reset), "{name} {}", role.name()),
            }
        }
    }
}

#[test]
fn the_default_and_the_plain_theme_leave_the_terminal_its_own_ground() {
    for name in ["default", "plain"] {
        let text = builtin::named(name).unwrap().style(Role::Text);
        assert_eq!((text.fg, text.bg), (None, None), "{name}");
    }
}

/// What the colors of a role are where the theme leaves them to the text.
fn colors(theme: &Theme, role: Role) -> (Color, Color) {
    let style = theme.style(role);
    (style.fg.unwrap_or_default(), style.bg.unwrap_or_default())
}

/// The parts of a screen that are told by their ground: WCAG 2.1, 1.4.11, asks for 3 to 1 against what lies beside them.
/// Where a ground is the terminal's own, the role is told by reverse, bold, a bracket or a mark instead.
#[test]
fn borders_and_what_has_the_keys_stand_out_from_their_ground() {
    let mut tried = 0;
    for name in builtin::names() {
        let theme = builtin::named(name).unwrap();
        let ground = colors(&theme, Role::Text).1;
        for role in [Role::Cursor, Role::FieldFocus, Role::Header] {
            let style = theme.style(role);
            match color::contrast(colors(&theme, role).1, ground) {
                Some(contrast) => assert!(contrast >= 3.0, "{name} {}: {contrast}", role.name()),
                None => assert!(
                    style
                        .add_modifier
                        .intersects(Modifier::REVERSED | Modifier::BOLD),
                    "{name} {}",
                    role.name()
                ),
            }
            tried += 1;
        }
        // Lines between parts are drawn as text.
        if let Some(contrast) = color::contrast(colors(&theme, Role::Rule).0, ground) {
            assert!(contrast >= 3.0, "{name} rule: {contrast}");
        }
        // Where a field ends is drawn as a bracket in the role of its label.
        if let Some(contrast) = color::contrast(colors(&theme, Role::Label).0, ground) {
            assert!(contrast >= 3.0, "{name} label: {contrast}");
        }
    }
    assert_eq!(tried, 9);
}

/// Roles that stand side by side for states of one thing.
const FAMILIES: [&[Role]; 5] = [
    &[
        Role::Text,
        Role::Promise,
        Role::Seen,
        Role::Absent,
        Role::Later,
    ],
    &[Role::Due, Role::Ahead, Role::Done, Role::NotApplicable],
    &[Role::Text, Role::NeedsHelp, Role::OnTrack, Role::Done],
    &[Role::Ahead, Role::DayFew, Role::DayMany],
    &[Role::NoticeDone, Role::NoticeRefused, Role::NoticeAlarm],
];

/// The three kinds of color blindness, complete: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based
/// Model for Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (2009),
/// severity 1.0, for linear red, green and blue.
const DEFICIENCIES: [(&str, [[f64; 3]; 3]); 3] = [
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

/// sRGB to linear light (IEC 61966-2-1).
fn linear([r, g, b]: [u8; 3]) -> [f64; 3] {
    [r, g, b].map(|value| {
        let c = f64::from(value) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn seen_with(matrix: &[[f64; 3]; 3], rgb: [f64; 3]) -> [f64; 3] {
    let row = |row: [f64; 3]| row.iter().zip(rgb).map(|(a, b)| a * b).sum::<f64>();
    matrix.map(|of| row(of).clamp(0.0, 1.0))
}

/// CIE L*a*b* under D65.
#[expect(clippy::many_single_char_names, reason = "they are called so")]
fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let x = 0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b;
    let y = 0.212_672_9 * r + 0.715_152_2 * g + 0.072_175_0 * b;
    let z = 0.019_333_9 * r + 0.119_192_0 * g + 0.950_304_1 * b;
    let f = |t: f64| {
        if t > 216.0 / 24_389.0 {
            t.cbrt()
        } else {
            (24_389.0 / 27.0 * t + 16.0) / 116.0
        }
    };
    let (x, y, z) = (f(x / 0.950_47), f(y), f(z / 1.088_83));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The difference of two colors: CIEDE2000, as G. Sharma, W. Wu, E. N. Dalal write it down, "The CIEDE2000 Color-Difference
/// Formula", Color Research and Application 30 (2005).
#[expect(clippy::many_single_char_names, reason = "they are called so")]
fn difference([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let mean_c = f64::midpoint(a1.hypot(b1), a2.hypot(b2));
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - seventh(mean_c));
    let (a1, a2) = ((1.0 + g) * a1, (1.0 + g) * a2);
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| {
        if a == 0.0 && b == 0.0 {
            0.0
        } else {
            b.atan2(a).to_degrees().rem_euclid(360.0)
        }
    };
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let is_gray = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if is_gray => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    };
    let delta_h = 2.0 * (c1 * c2).sqrt() * (turn.to_radians() / 2.0).sin();
    let mean_h = match h1 + h2 {
        sum if is_gray => sum,
        sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
        sum if sum < 360.0 => f64::midpoint(sum, 360.0),
        sum => (sum - 360.0) / 2.0,
    };
    let (mean_l, mean_c) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
    let cosine = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cosine(mean_h - 30.0)
        + 0.24 * cosine(2.0 * mean_h)
        + 0.32 * cosine(3.0 * mean_h + 6.0)
        - 0.20 * cosine(4.0 * mean_h - 63.0);
    let square = (mean_l - 50.0).powi(2);
    let s_l = 1.0 + 0.015 * square / (20.0 + square).sqrt();
    let s_c = 1.0 + 0.045 * mean_c;
    let s_h = 1.0 + 0.015 * mean_c * t;
    let rotation = 30.0 * (-((mean_h - 275.0) / 25.0).powi(2)).exp();
    let r_t = -2.0 * seventh(mean_c) * (2.0 * rotation).to_radians().sin();
    let (l, c, h) = ((l2 - l1) / s_l, (c2 - c1) / s_c, delta_h / s_h);
    (l * l + c * c + h * h + r_t * c * h).sqrt()
}

/// Pairs of the table that Sharma, Wu and Dalal give for checking a program.
#[test]
fn the_difference_of_colors_is_computed_as_it_is_published() {
    let pairs = [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, -1.0, 2.0], [50.0, 0.0, 0.0], 2.3669),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        ([50.0, 2.5, 0.0], [58.0, 24.0, 15.0], 19.4535),
        (
            [2.0776, 0.0795, -1.1350],
            [0.9033, -0.0636, -0.5514],
            0.9082,
        ),
        (
            [90.8027, -2.0831, 1.4410],
            [91.1528, -1.6435, 0.0447],
            1.4441,
        ),
    ];
    for (one, other, wanted) in pairs {
        let found = difference(one, other);
        assert!((found - wanted).abs() < 0.000_1, "{found}, not {wanted}");
    }
}

/// Two states of one thing whose colors differ at all differ for everybody; those of one color have other signs, as every
/// state has.
#[test]
fn states_that_differ_by_color_differ_for_color_blind_people_too() {
    let mut tried = 0;
    for name in builtin::names() {
        let theme = builtin::named(name).unwrap();
        let known = |role| {
            let (fg, bg) = colors(&theme, role);
            Some((color::rgb(fg)?, color::rgb(bg)?))
        };
        for family in FAMILIES {
            for (at, one) in family.iter().enumerate() {
                for other in &family[at + 1..] {
                    // Plain text on the terminal's own ground is told from a colored ground by that ground.
                    let (Some(a), Some(b)) = (known(*one), known(*other)) else {
                        continue;
                    };
                    if a == b {
                        continue;
                    }
                    for (deficiency, matrix) in &DEFICIENCIES {
                        let seen = |rgb| lab(seen_with(matrix, linear(rgb)));
                        let text = difference(seen(a.0), seen(b.0));
                        let ground = difference(seen(a.1), seen(b.1));
                        assert!(
                            text.max(ground) >= 10.0,
                            "{name}: {} and {} with {deficiency}: {text:.1}, {ground:.1}",
                            one.name(),
                            other.name()
                        );
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried >= 60, "{tried}");
}

#[test]
fn a_theme_of_the_school_passes_the_same_lint_or_is_not_used() {
    let refused = [
        "cursor = { fg = \"gray\", bg = \"white\" }",
        "text = { fg = \"#777777\", bg = \"#ffffff\" }",
        "done = { fg = \"red\" }", // on a ground that nobody knows
        "seen = { bg = \"green\" }",
    ];
    for role in refused {
        let text = format!("[roles]\n{role}\n");
        let fault = file::parse(&text).unwrap_err();
        assert!(fault.reason.contains("allow-low-contrast"), "{fault:?}");
        for word in ["allow-low-contrast", "allow_low_contrast"] {
            assert!(file::parse(&format!("{word} = true\n{text}")).is_ok());
        }
    }
    assert!(file::parse("[roles]\ndone = { fg = \"black\", bg = \"green\" }\n").is_ok());
}

fn rows(driver: &Driver, look: &Look) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal
        .draw(|frame| view::draw(&driver.model, look, frame))
        .unwrap();
    let cells = &terminal.backend().buffer().content;
    let row =
        |row: &[ratatui::buffer::Cell]| row.iter().map(ratatui::buffer::Cell::symbol).collect();
    cells.chunks(80).map(row).collect()
}

#[test]
fn every_state_in_the_round_has_a_sign_or_a_word_of_its_own() {
    let mut driver = Driver::practice();
    driver.keys("cas");
    for ascii in [false, true] {
        let look = Look {
            color: false,
            ascii,
            ..Look::default()
        };
        let rows = rows(&driver, &look);
        let sign = |name: &str| {
            let listed = |row: &&String| row.chars().take(20).collect::<String>().contains(name);
            let row = rows.iter().find(listed).unwrap();
            row.chars().next().unwrap()
        };
        let signs = ["Eads", "Ames", "elik", "Tembo", "Diaz"].map(sign);
        assert_eq!(signs, ['v', 'x', '~', '!', ' ']);
        assert!(
            rows.iter()
                .any(|row| row.contains("Ames") && row.contains("absent"))
        );
        assert!(
            rows.iter()
                .any(|row| row.contains("elik") && row.contains("later"))
        );
    }
}

/// Each state of each screen, with the scene that shows it and the sign or word that stands for it there.
const STATES: &[(&str, &[(&str, &str)])] = &[
    // An item of the checklist
    (
        "glance-grade",
        &[
            ("done", " x"),
            ("due", " O"),
            ("ahead", " ."),
            ("not listed", "  "),
        ],
    ),
    (
        "round",
        &[("due", "[ ]"), ("ahead", "( )"), ("promise due", "!")],
    ),
    ("turned", &[("ahead", "( )"), ("done", "[x]")]),
    // A requirement
    (
        "student-requirements",
        &[("met", "[x]"), ("not yet", "[ ]"), ("not asked", "[~]")],
    ),
    (
        "glance-requirements",
        &[
            ("met", "x met"),
            ("not yet", "O not yet"),
            ("not asked", "~ not asked"),
        ],
    ),
    // A goal
    (
        "round",
        &[
            ("on track", "T1"),
            ("needs help", "H1"),
            ("not started", "N1"),
            ("none", "--"),
        ],
    ),
    // An approval, a barrier, a course
    (
        "student-review",
        &[("given", "[x] student"), ("missing", "[ ] school official")],
    ),
    ("student-barriers", &[("answered", "answered")]),
    (
        "student-courses",
        &[
            ("required", "required"),
            ("elective", "elective"),
            ("activity", "activity"),
        ],
    ),
    // Days, signals, answers, ratings
    (
        "glance-year",
        &[("few", "9"), ("many", "+"), ("nobody", ".")],
    ),
    ("signals-due", &[("needs somebody", "!")]),
    ("signals-seen", &[("as it should be", "v")]),
    ("answers", &[("no answer", "none"), ("answered", "4.0 (3)")]),
    (
        "rubric",
        &[
            ("not rated", "- ["),
            ("rated", "3 [###-]"),
            ("rated low", "2 [##--]"),
        ],
    ),
    // Acts, groups, years, graduates
    ("timeline", &[("undone", "undone")]),
    ("groups", &[("shown", "shown now")]),
    (
        "rollover",
        &[
            ("promoted", "to 9"),
            ("repeats", "stays in"),
            ("leaves", "leaves"),
            ("graduates", "graduates"),
        ],
    ),
    (
        "followups",
        &[
            ("due", "ask, since"),
            ("not wished", "not wished"),
            ("answered", "full-time"),
        ],
    ),
    // Files, saving, places to be
    (
        "import",
        &[
            ("new", "New:"),
            ("changed", "Changed:"),
            ("the same", "As they are:"),
            ("rejected", "Not taken:"),
        ],
    ),
    ("saving", &[("on its way", "saving")]),
    ("not-saved", &[("not saved", "NOT SAVED (1)")]),
    (
        "round-under-way",
        &[("saved", "saved 10:00"), ("practice", "PRACTICE")],
    ),
    (
        "round-selected",
        &[("selected", "*"), ("at the cursor", ">")],
    ),
];

#[test]
fn every_state_of_every_screen_has_a_sign_or_a_word_also_without_color_and_in_ascii() {
    let scenes = scenes::all();
    let mut tried = 0;
    for (color, ascii) in [(true, false), (false, false), (true, true), (false, true)] {
        let look = Look {
            color,
            ascii,
            ..Look::default()
        };
        for (name, states) in STATES {
            let scene = scenes.iter().find(|scene| scene.name == *name).unwrap();
            let text = rows(&scene.driver, &look).join("\n");
            for (at, (state, sign)) in states.iter().enumerate() {
                assert!(text.contains(sign), "{state}: {sign:?} in {name}:\n{text}");
                let others = &states[at + 1..];
                let twin = others.iter().find(|(_, other)| other == sign);
                assert_eq!(twin, None, "{state} in {name}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 200, "{tried}");
}

/// What is told by a color is told by a letter: nowhere do cells with the same letters mean different states.
#[test]
fn in_the_matrix_a_letter_means_one_state_and_a_state_has_its_own_letters() {
    let mut theme = Theme::blank();
    for role in Role::ALL {
        theme = theme.with(
            *role,
            ratatui::style::Style::new().fg(Color::Indexed(*role as u8)),
        );
    }
    let look = Look {
        theme,
        ..Look::default()
    };
    let states = [Role::Done, Role::Due, Role::Ahead, Role::NotApplicable];
    let mut meaning = std::collections::BTreeMap::new();
    for scene in scenes::all() {
        if !scene.name.starts_with("glance") {
            continue;
        }
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        terminal
            .draw(|frame| view::draw(&scene.driver.model, &look, frame))
            .unwrap();
        for cell in &terminal.backend().buffer().content {
            let role = states
                .iter()
                .find(|role| cell.fg == Color::Indexed(**role as u8));
            if let Some(role) = role {
                let before = meaning.insert(cell.symbol().to_owned(), role.name());
                assert!(
                    before.is_none_or(|before| before == role.name()),
                    "{cell:?}"
                );
            }
        }
    }
    assert!(meaning.len() >= 5, "{meaning:?}");
}

#[test]
fn the_palette_offers_the_themes_and_says_why_not_without_colors() {
    let mut driver = Driver::practice();
    driver.keys(":").types("theme");
    let Screen::Filter(palette) = driver.top() else {
        panic!("no palette");
    };
    let lines = palette.lines(&driver.model); // what is not possible now comes last
    let at = lines
        .iter()
        .position(|line| line.action == Action::Theme)
        .unwrap();
    driver.keys(&"<down>".repeat(at)).keys("<enter>");
    assert!(
        driver.notice().starts_with("Nothing to choose"),
        "{}",
        driver.notice()
    );
    let mut driver = Driver::practice();
    driver.model.themes = builtin::names().into_iter().map(str::to_owned).collect();
    driver
        .keys(":")
        .types(Action::Theme.name())
        .keys("<enter>2");
    assert!(matches!(
        driver.effects.last(),
        Some(Effect::UseTheme(name)) if name == "high-contrast"
    ));
}
