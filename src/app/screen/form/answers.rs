//! The form for what one person answered to the school's questions, and the path of a file of answers.

use super::{Fault, Form, FormKind, change_with};
use crate::{
    app::{
        effect::Effect,
        field::Field,
        model::{Desk, Model},
        screen::{Next, Screen},
    },
    domain::{
        answers::{self, Reply, Sheet},
        catalog::{AnswerKind, Answerer, Question},
        date::Toward,
        text::Text,
    },
};

/// The scale in a word each, and behind it that nothing was answered.
const SCALE: [&str; 6] = ["not", "little", "partly", "mostly", "very", "none"];

/// Which of them stands for no answer.
const NONE: usize = SCALE.len() - 1;

impl Form {
    /// What one person in this role answers. A digit answers a question and goes on to the next.
    pub fn answers(desk: &Desk, who: Answerer) -> Self {
        let questions = desk.catalog.questions_of(who).map(question);
        let rest = [
            Field::line("Name", "only if it was given", ""),
            Field::line("On", "14 oct, 10/14, mon; today when left empty", ""),
        ];
        let whose = match who {
            Answerer::Student => "a student",
            Answerer::Parent => "a parent or guardian",
            Answerer::Staff => "somebody of the school",
        };
        Self::new(
            FormKind::Answers(who),
            format!("Answers of {whose}"),
            questions.chain(rest).collect(),
        )
    }

    /// The path of a file of answers.
    pub fn answers_path() -> Self {
        let hint = "the CSV of a form: one line a person, one column a question";
        Self::new(
            FormKind::AnswersPath,
            "Read answers from a file".to_owned(),
            vec![Field::line("File", hint, "")],
        )
    }

    pub(super) fn take_answers_path(
        &self,
        model: &Model,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let path = self.needed(0, "Give the path of the file.")?;
        effects.extend(model.desk.as_ref().map(|desk| Effect::ReadAnswers {
            path: path.as_str().to_owned(),
            reading: 0,
            catalog: desk.catalog.clone(),
        }));
        Ok(())
    }

    pub(super) fn take_answers(
        &self,
        model: &mut Model,
        who: Answerer,
        effects: &mut Vec<Effect>,
    ) -> Result<Next, Fault> {
        let Some(desk) = &model.desk else {
            return Ok(Next::Close);
        };
        let now = model.now;
        let questions: Vec<&Question> = desk.catalog.questions_of(who).collect();
        let replies: Vec<(Text, Reply)> = questions
            .iter()
            .enumerate()
            .filter_map(|(at, one)| Some((Text::new(one.id.as_str()), self.reply(at, one)?)))
            .collect();
        if replies.is_empty() {
            return Err((0, "Nothing is answered yet.".to_owned()));
        }
        let day = self.day_in(questions.len() + 1, now.date(), Toward::Past)?;
        let sheet = Sheet {
            who,
            name: self.text(questions.len()),
            on: day.unwrap_or(now.date()),
            replies,
        };
        change_with(model, effects, |desk| {
            answers::add(&desk.book, &sheet, desk.stamp(now))
        });
        let next = model.desk.as_ref().map(|desk| Self::answers(desk, who));
        Ok(next.map_or(Next::Close, |form| Next::replace(Screen::Form(form))))
    }

    fn reply(&self, at: usize, question: &Question) -> Option<Reply> {
        match question.kind {
            AnswerKind::Text => {
                let words = self.text(at);
                (!words.is_empty()).then_some(Reply::Words(words))
            }
            AnswerKind::Scale => {
                let chosen = self.fields.chosen(at);
                let score = u8::try_from(chosen + 1).ok()?;
                (chosen != NONE).then_some(Reply::Score(score))
            }
        }
    }
}

/// The words of a question may be longer than a label is wide, so they stand below as well.
fn question(question: &Question) -> Field {
    let asks = question.asks.as_str();
    match question.kind {
        AnswerKind::Text => Field::line(asks, asks, ""),
        AnswerKind::Scale => Field {
            hint: asks.to_owned(),
            ..Field::choice(asks, SCALE.map(str::to_owned), NONE)
        },
    }
}
