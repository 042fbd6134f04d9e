//! Text as it should not come: the hostile strings of `tests/names/`, and what of them may never reach a terminal.

#![allow(dead_code, reason = "each suite takes what it needs")]

pub const HOSTILE: &str = include_str!("../names/hostile.txt");

/// The lines of a data file with their numbers, without comments, escapes undone.
pub fn entries(file: &str) -> Vec<(usize, String)> {
    file.lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with("# "))
        .map(|(at, line)| (at + 1, unescape(line)))
        .collect()
}

fn unescape(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((plain, after)) = rest.split_once('\\') {
        out.push_str(plain);
        if let Some(more) = after.strip_prefix('\\') {
            out.push('\\');
            rest = more;
            continue;
        }
        let (hex, more) = after
            .strip_prefix("u{")
            .and_then(|after| after.split_once('}'))
            .expect("\\u{..} or \\\\");
        let code = u32::from_str_radix(hex, 16).expect("a hexadecimal number");
        out.push(char::from_u32(code).expect("a character"));
        rest = more;
    }
    out + rest
}

/// What must never reach a terminal, written down apart from the code that takes it out.
pub fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    let bidi = [0x61c, 0x200e, 0x200f].contains(&code)
        || (0x202a..=0x202e).contains(&code)
        || (0x2066..=0x2069).contains(&code);
    let hidden = [
        0xad, 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x200b, 0x2800, 0x3164, 0xfeff, 0xffa0,
    ]
    .contains(&code)
        || (0x2060..=0x206f).contains(&code)
        || (0xfff9..=0xfffb).contains(&code);
    let tag = (0xe0000..=0xe0fff).contains(&code) && !(0xe0100..=0xe01ef).contains(&code);
    let nothing = code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code);
    c.is_control() || [0x2028, 0x2029].contains(&code) || bidi || hidden || tag || nothing
}
