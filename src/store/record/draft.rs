//! The stored form of what was being written when the book was closed. It has a count of versions of its own.
//!
//! A draft that cannot be read is none: nobody is kept from the book by it.

use serde::{Deserialize, Serialize};

use super::{Read, Unreadable, V1, body, split, v1::TimeV1, write};
use crate::domain::draft::{Answer, Draft};

#[derive(Serialize, Deserialize)]
struct DraftV1<'a> {
    at: TimeV1,
    initials: bool,
    form: &'a str,
    about: Vec<u64>,
    #[serde(borrow)]
    words: Vec<&'a str>,
    #[serde(borrow)]
    answers: Vec<AnswerV1<'a>>,
    focus: u32,
}

#[derive(Serialize, Deserialize)]
enum AnswerV1<'a> {
    Typed(&'a str),
    Chosen(u32),
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or_default()
}

pub(crate) fn to_bytes(draft: &Draft) -> Read<Vec<u8>> {
    let answer = |answer| match answer {
        &Answer::Chosen(at) => AnswerV1::Chosen(number(at)),
        Answer::Typed(text) => AnswerV1::Typed(text),
    };
    let stored = DraftV1 {
        at: draft.at.into(),
        initials: draft.initials,
        form: &draft.form,
        about: draft.about.clone(),
        words: draft.words.iter().map(String::as_str).collect(),
        answers: draft.answers.iter().map(answer).collect(),
        focus: number(draft.focus),
    };
    write(V1, &stored)
}

pub(crate) fn from_bytes(bytes: &[u8]) -> Read<Draft> {
    let (V1, bytes) = split(bytes)? else {
        return Err(Unreadable::Damaged);
    };
    let stored: DraftV1<'_> = body(bytes)?;
    let answer = |answer| match answer {
        AnswerV1::Typed(text) => Answer::Typed(String::from(text)),
        AnswerV1::Chosen(at) => Answer::Chosen(at as usize),
    };
    Ok(Draft {
        at: stored.at.time()?,
        initials: stored.initials,
        form: stored.form.to_owned(),
        about: stored.about,
        words: stored.words.into_iter().map(str::to_owned).collect(),
        answers: stored.answers.into_iter().map(answer).collect(),
        focus: stored.focus as usize,
    })
}
