//! Alphabets whose letters can be taken for one another.
//!
//! Only those are told apart here: Han beside Latin confuses nobody, a Cyrillic letter inside a Latin name does.

use unicode_normalization::char::is_combining_mark;

/// An alphabet with letters that look like those of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Coptic,
    Cherokee,
    Lisu,
    Deseret,
    FullWidth,
    Mathematical,
}

/// Letters of other alphabets that a reader takes for Latin ones.
const LOOKS_LATIN: &str = "АВЕЅІЈКМНОРСТУХҮҺԌԚԜавеѕіјкмнорстухүһԁԛԝѵӏ\
    ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανικορτυχγϲ\
    օոսհցյզԼՕՏՍ\
    ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ\
    ꓐꓑꓓꓔꓖꓗꓙꓚꓛꓜꓝꓟꓠꓡꓢꓣꓤꓥꓦꓧꓨꓩꓪꓫꓬꓮꓯꓰꓱꓲꓳꓴ\
    ⲀⲂⲈⲎⲒⲔⲘⲚⲞⲢⲤⲦⲬⲟⲣⲥ";

/// Whether a word mixes two such alphabets, or only looks Latin beside one that is.
pub(super) fn is_mixed(text: &str) -> bool {
    let mut has_latin = false;
    let mut has_disguise = false;
    for word in text.split(|c: char| !c.is_alphabetic() && !is_combining_mark(c)) {
        let mut letters = word.chars().filter_map(alphabet);
        let Some(first) = letters.next() else {
            continue;
        };
        if letters.any(|other| other != first) {
            return true;
        }
        has_latin |= first == Alphabet::Latin;
        has_disguise |= first != Alphabet::Latin && looks_latin(word, first);
    }
    has_latin && has_disguise
}

fn looks_latin(word: &str, alphabet: Alphabet) -> bool {
    matches!(alphabet, Alphabet::FullWidth | Alphabet::Mathematical)
        || word
            .chars()
            .all(|c| LOOKS_LATIN.contains(c) || is_combining_mark(c))
}

/// The alphabet of a letter; `None` for scripts that nobody confuses, digits and signs.
fn alphabet(c: char) -> Option<Alphabet> {
    if !c.is_alphabetic() {
        return None;
    }
    match c {
        'A'..='Z'
        | 'a'..='z'
        | '\u{c0}'..='\u{24f}'
        | '\u{250}'..='\u{2af}'
        | '\u{1d00}'..='\u{1d25}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{a722}'..='\u{a787}'
        | '\u{a78b}'..='\u{a7ff}'
        | '\u{ab30}'..='\u{ab5a}'
        | '\u{fb00}'..='\u{fb06}' => Some(Alphabet::Latin),
        '\u{3e2}'..='\u{3ef}' | '\u{2c80}'..='\u{2cff}' => Some(Alphabet::Coptic),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Alphabet::Greek),
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}' => {
            Some(Alphabet::Cyrillic)
        }
        '\u{531}'..='\u{58a}' => Some(Alphabet::Armenian),
        '\u{13a0}'..='\u{13ff}' | '\u{ab70}'..='\u{abbf}' => Some(Alphabet::Cherokee),
        '\u{a4d0}'..='\u{a4ff}' => Some(Alphabet::Lisu),
        '\u{10400}'..='\u{1044f}' => Some(Alphabet::Deseret),
        '\u{ff21}'..='\u{ff5a}' => Some(Alphabet::FullWidth),
        '\u{1d400}'..='\u{1d7ff}' => Some(Alphabet::Mathematical),
        _ => None,
    }
}
