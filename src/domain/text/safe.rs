//! Which characters may stand in a line; the tables behind [`super::Text`].
//!
//! `char::is_control` alone misses the whole format class (bidi controls, tags, zero-width characters), so the sets are
//! written out here, from the Unicode character database.

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// Stands for what was taken out: visible, one column wide, and never part of a name.
pub const REPLACEMENT: char = '\u{fffd}';

/// The canonical combining class of the sign that takes the vowel off an Indic consonant.
const VIRAMA: u8 = 9;

/// Whether `c` may ever stand in a line of text, whatever is around it.
///
/// False for controls, bidi controls, tags, invisible letters and fillers, line separators and noncharacters. Joiners and
/// variation selectors may stand; that they stand only where they are needed is what [`super::Text`] sees to.
pub const fn safe_char(c: char) -> bool {
    if matches!(c, ' '..='~') || cfg!(feature = "sabotage-sanitizer") {
        return true;
    }
    !is_control(c) && !is_bidi_control(c) && !is_invisible(c) && !is_noncharacter(c)
}

const fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
}

/// The twelve characters with the property `Bidi_Control`.
const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that leave no trace on the screen and that no name needs.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' // soft hyphen, grapheme joiner
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' // Hangul fillers
        | '\u{17b4}' | '\u{17b5}' // Khmer inherent vowels
        | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' // zero-width
        | '\u{2800}' // blank Braille pattern
        | '\u{fff0}'..='\u{fffb}' // interlinear annotation, and reserved for the like
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' // layout of hieroglyphs, shorthand, music
        | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}' // tags, and reserved for the like
    )
}

const fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || (c as u32) & 0xfffe == 0xfffe
}

/// Whether `c` is the zero-width joiner or non-joiner.
pub(super) const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether `c` is needed between `last` and `next`; true for everything but joiners and variation selectors.
pub(super) fn fits(c: char, last: Option<char>, next: Option<char>) -> bool {
    let Some(last) = last else {
        return !is_joiner(c) && !is_selector(c);
    };
    if is_joiner(c) {
        return joins(c, last, next);
    }
    !is_selector(c) || selects(c, last)
}

fn joins(joiner: char, last: char, next: Option<char>) -> bool {
    if canonical_combining_class(last) == VIRAMA {
        return true;
    }
    // A selector after a joiner picks no shape and is taken out: then nothing is joined.
    let Some(next) = next.filter(|next| !is_selector(*next)) else {
        return false;
    };
    let cursive = is_cursive(last) && is_cursive(next);
    let indic = is_indic(last) && is_indic(next);
    let emoji = joiner == '\u{200d}' && (is_pictograph(last) || last == '\u{fe0f}');
    cursive || indic || (emoji && is_pictograph(next))
}

const fn is_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether `selector` picks a known shape of `base`.
const fn selects(selector: char, base: char) -> bool {
    match selector {
        '\u{180b}'..='\u{180f}' => {
            matches!(base, '\u{1800}'..='\u{180a}' | '\u{1810}'..='\u{18af}')
        }
        '\u{fe0e}' | '\u{fe0f}' => is_pictograph(base) || matches!(base, '0'..='9' | '#' | '*'),
        '\u{fe00}'..='\u{fe0d}' => {
            is_ideograph(base) || matches!(base, '\u{1000}'..='\u{109f}' | '\u{a840}'..='\u{a877}')
        }
        _ => is_ideograph(base),
    }
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

const fn is_pictograph(c: char) -> bool {
    matches!(
        c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2194}'..='\u{21aa}'
        | '\u{231a}'..='\u{23ff}' | '\u{24c2}' | '\u{25aa}'..='\u{25fe}' | '\u{2600}'..='\u{27bf}' | '\u{2934}' | '\u{2935}'
        | '\u{2b05}'..='\u{2b55}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}'
    )
}

/// Letters and marks of the scripts whose letters join: Arabic and its neighbors, Mongolian, Phags-pa, Rohingya, Adlam.
fn is_cursive(c: char) -> bool {
    let in_block = matches!(
        c,
        '\u{600}'..='\u{8ff}' | '\u{1800}'..='\u{18af}' | '\u{a840}'..='\u{a877}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{10d00}'..='\u{10d3f}' | '\u{10f30}'..='\u{10fff}' | '\u{1e900}'..='\u{1e95f}'
    );
    in_block && is_letter_or_mark(c)
}

/// Letters and marks of the scripts that write clusters of consonants: India, Sri Lanka, Tibet, South-East Asia.
fn is_indic(c: char) -> bool {
    let in_block = matches!(
        c,
        '\u{900}'..='\u{dff}' | '\u{f00}'..='\u{109f}' | '\u{1700}'..='\u{17ff}' | '\u{1a00}'..='\u{1aaf}'
        | '\u{1b00}'..='\u{1c4f}' | '\u{1cd0}'..='\u{1cff}' | '\u{a800}'..='\u{a82f}' | '\u{a880}'..='\u{a8ff}'
        | '\u{a930}'..='\u{aaff}' | '\u{abc0}'..='\u{abff}' | '\u{11000}'..='\u{11fff}'
    );
    in_block && is_letter_or_mark(c)
}

fn is_letter_or_mark(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_any_script_are_safe_and_controls_never() {
        for c in "aZ~é한李ا👩".chars() {
            assert!(safe_char(c), "{c:?}");
        }
        for c in
            "\0\u{1b}\u{7f}\u{9b}\u{ad}\u{200b}\u{202e}\u{2067}\u{feff}\u{ffff}\u{e0041}".chars()
        {
            assert!(!safe_char(c), "{c:?}");
        }
    }

    #[test]
    fn noncharacters_of_every_plane_are_refused() {
        assert!((0..=0x10).all(|plane: u32| {
            [0xfffe, 0xffff]
                .iter()
                .filter_map(|low| char::from_u32((plane << 16) | low))
                .all(|c| !safe_char(c))
        }));
    }
}
