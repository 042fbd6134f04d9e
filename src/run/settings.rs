//! What the surroundings say about how the program should look: colors, letters.
//!
//! Read once at the start. Must not know what is drawn.

use std::env;

use crate::view::Look;

/// By `NO_COLOR` and by the letters that this account's language setting can show.
pub fn look() -> Look {
    let color = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    Look {
        color,
        ascii: !shows_unicode(["LC_ALL", "LC_CTYPE", "LANG"].map(|name| env::var(name).ok())),
        ..Look::default()
    }
}

/// The first setting that says something decides, as everywhere on such systems.
fn shows_unicode(settings: [Option<String>; 3]) -> bool {
    if cfg!(windows) {
        return true;
    }
    let decides = settings
        .into_iter()
        .flatten()
        .find(|setting| !setting.is_empty());
    decides.is_some_and(|setting| {
        let setting = setting.to_ascii_lowercase();
        setting.contains("utf-8") || setting.contains("utf8")
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn says(all: &str, ctype: &str, lang: &str) -> bool {
        shows_unicode([all, ctype, lang].map(|setting| Some(setting.to_owned())))
    }

    #[test]
    fn the_first_setting_that_says_something_decides() {
        assert!(says("", "", "en_US.UTF-8"));
        assert!(says("C.utf8", "", "C"));
        assert!(!says("C", "", "en_US.UTF-8"));
        assert!(!says("", "", ""));
    }
}
