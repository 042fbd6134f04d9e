//! JSON as it is written: objects in the order in which they were filled, two blanks a level.

use std::fmt::{self, Write};

/// What is written.
pub(super) enum Value {
    Text(String),
    List(Vec<Self>),
    Object(Vec<(&'static str, Self)>),
}

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(super) fn object(pairs: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Object(pairs.into_iter().collect())
    }

    /// Adds a pair to an object.
    pub(super) fn put(&mut self, key: &'static str, value: Self) {
        if let Self::Object(pairs) = self {
            pairs.push((key, value));
        }
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, level: usize) -> fmt::Result {
        match self {
            Self::Text(text) => quoted(f, text),
            Self::List(values) => {
                let write = |f: &mut fmt::Formatter<'_>, value: &Self| value.write(f, level + 1);
                several(f, ['[', ']'], values, level, write)
            }
            Self::Object(pairs) => several(f, ['{', '}'], pairs, level, |f, (key, value)| {
                quoted(f, key)?;
                f.write_str(": ")?;
                value.write(f, level + 1)
            }),
        }
    }
}

fn several<T>(
    f: &mut fmt::Formatter<'_>,
    [open, close]: [char; 2],
    values: &[T],
    level: usize,
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    f.write_char(open)?;
    for (at, value) in values.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        write!(f, "{comma}\n{:1$}", "", 2 * (level + 1))?;
        write(f, value)?;
    }
    if !values.is_empty() {
        write!(f, "\n{:1$}", "", 2 * level)?;
    }
    f.write_char(close)
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                write!(f, "\\u{:04x}", u32::from(c))?;
            }
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_text_is_escaped() {
        let value = Value::object([
            ("a", Value::text("say \"no\" \\ \u{1b}")),
            ("b", Value::List(vec![Value::text("x")])),
            ("c", Value::List(Vec::new())),
        ]);
        let expected = "{\n  \"a\": \"say \\\"no\\\" \\\\ \\u001b\",\n  \"b\": [\n    \"x\"\n  ],\n  \"c\": []\n}";
        assert_eq!(value.to_string(), expected);
    }
}
