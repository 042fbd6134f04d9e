//! Colors by name, and how well one can be read on another.

use ratatui::style::Color;

/// The sixteen colors of a terminal, as a theme file names them, with the values that xterm gives them.
const NAMED: [(&str, Color, [u8; 3]); 16] = [
    ("black", Color::Black, [0, 0, 0]),
    ("red", Color::Red, [205, 0, 0]),
    ("green", Color::Green, [0, 205, 0]),
    ("yellow", Color::Yellow, [205, 205, 0]),
    ("blue", Color::Blue, [0, 0, 238]),
    ("magenta", Color::Magenta, [205, 0, 205]),
    ("cyan", Color::Cyan, [0, 205, 205]),
    ("gray", Color::Gray, [229, 229, 229]),
    ("dark-gray", Color::DarkGray, [127, 127, 127]),
    ("light-red", Color::LightRed, [255, 0, 0]),
    ("light-green", Color::LightGreen, [0, 255, 0]),
    ("light-yellow", Color::LightYellow, [255, 255, 0]),
    ("light-blue", Color::LightBlue, [92, 92, 255]),
    ("light-magenta", Color::LightMagenta, [255, 0, 255]),
    ("light-cyan", Color::LightCyan, [0, 255, 255]),
    ("white", Color::White, [255, 255, 255]),
];

/// The least contrast of text (WCAG 2.1, 1.4.3).
pub const LEAST_CONTRAST: f64 = 4.5;

/// Reads `yellow`, `light-blue`, `default` or `#ffcc00`.
pub fn parse(text: &str) -> Option<Color> {
    if text == "default" {
        return Some(Color::Reset);
    }
    if let Some((_, color, _)) = NAMED.iter().find(|(name, ..)| *name == text) {
        return Some(*color);
    }
    let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let [_, r, g, b] = u32::from_str_radix(hex, 16).ok()?.to_be_bytes();
    Some(Color::Rgb(r, g, b))
}

/// Red, green and blue; `None` for the terminal's own, which nobody knows.
pub fn rgb(color: Color) -> Option<[u8; 3]> {
    match color {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        named => NAMED
            .iter()
            .find(|(_, known, _)| *known == named)
            .map(|(.., rgb)| *rgb),
    }
}

/// Contrast of text on a background, from 1 to 21 (WCAG 2.1); `None` where one of them is the terminal's own.
pub fn contrast(text: Color, background: Color) -> Option<f64> {
    let (a, b) = (luminance(rgb(text)?), luminance(rgb(background)?));
    Some((a.max(b) + 0.05) / (a.min(b) + 0.05))
}

fn luminance([r, g, b]: [u8; 3]) -> f64 {
    let part = |value: u8| {
        let c = f64::from(value) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_read_by_name_and_by_number() {
        assert_eq!(parse("light-blue"), Some(Color::LightBlue));
        assert_eq!(parse("#ffCC00"), Some(Color::Rgb(255, 204, 0)));
        assert_eq!(parse("default"), Some(Color::Reset));
        for wrong in ["", "#fff", "#gggggg", "mauve"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn black_on_white_has_the_most_contrast() {
        let most = contrast(Color::Black, Color::White).unwrap();
        assert!((most - 21.0).abs() < 0.01);
        assert_eq!(contrast(Color::Reset, Color::White), None);
    }
}
