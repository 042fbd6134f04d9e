//! Forms of a goal: what it says, its steps, what may stand in the way, what was said about it.

use super::{Fault, Form, FormKind, change_with, day_text, whom};
use crate::{
    app::{
        effect::Effect,
        field::Field,
        model::{Desk, Model},
    },
    domain::{
        act::{self, GoalText},
        date::{Date, Toward},
        goal::{Barrier, Goal, GoalKind, Reflection, Smart, Step},
        id::{GoalId, StudentId},
        text::Text,
    },
};

/// A piece of one of a student's goals.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalPiece {
    /// Whose.
    pub(super) student: StudentId,
    /// The goals that are offered; only the one where a piece is changed.
    pub(super) goals: Vec<GoalId>,
    /// Which piece; a new one where there is none.
    pub(super) at: Option<usize>,
}

impl Form {
    /// A new goal, or what a goal says.
    pub fn goal(desk: &Desk, student: StudentId, goal: Option<GoalId>) -> Option<Self> {
        let said = match goal {
            Some(id) => Some(desk.book.goal(student, id)?),
            None => None,
        };
        let smart = said.map(|goal| goal.smart.clone()).unwrap_or_default();
        let kinds = GoalKind::ALL.iter().map(|kind| kind.name().to_owned());
        let chosen = said
            .and_then(|goal| GoalKind::ALL.iter().position(|kind| *kind == goal.kind))
            .unwrap_or(0);
        let fields = vec![
            Field::line(
                "Goal",
                "in the student's words",
                said.map_or("", |goal| goal.text.as_str()),
            ),
            Field::choice("About", kinds, chosen),
            Field::line(
                "Until",
                "14 jun, 8w; may stay empty",
                &day_text(said.and_then(|goal| goal.target)),
            ),
            Field::line(
                "This year",
                "what should be reached by June, for a longer goal",
                said.map_or("", |goal| goal.benchmark.as_str()),
            ),
            Field::line("Specific", "what exactly?", smart.specific.as_str()),
            Field::line(
                "Measurable",
                "how will we both know?",
                smart.measurable.as_str(),
            ),
            Field::line(
                "Achievable",
                "why can it be done?",
                smart.achievable.as_str(),
            ),
            Field::line("Relevant", "why does it matter?", smart.relevant.as_str()),
            Field::line("Time", "until when, in words?", smart.time_bound.as_str()),
        ];
        let title = format!("Goal of {}", whom(desk, &[student]));
        Some(Self::new(FormKind::Goal { student, goal }, title, fields))
    }

    /// A new goal of this kind.
    pub fn new_goal(desk: &Desk, student: StudentId, kind: Option<GoalKind>) -> Option<Self> {
        let mut form = Self::goal(desk, student, None)?;
        let at = GoalKind::ALL.iter().position(|one| Some(*one) == kind);
        if let (Some(at), Some(field)) = (at, form.fields.all.get_mut(ABOUT)) {
            field.choose(at);
        }
        Some(form)
    }

    /// A step of a goal; a new one where none is named.
    pub fn step(desk: &Desk, student: StudentId, which: Option<(GoalId, usize)>) -> Option<Self> {
        let step = match which {
            Some((goal, at)) => Some(desk.book.goal(student, goal)?.steps.get(at)?),
            None => None,
        };
        let text = step.map_or("", |step| step.text.as_str());
        let fields = vec![Field::line(
            "Step",
            "one thing to do; empty takes it away",
            text,
        )];
        Self::of_goal(desk, student, which, FormKind::Step, "Step", fields)
    }

    /// What may stand in the way of a goal, and what answers it; a new one where none is named.
    pub fn barrier(
        desk: &Desk,
        student: StudentId,
        which: Option<(GoalId, usize)>,
    ) -> Option<Self> {
        let barrier = match which {
            Some((goal, at)) => desk.book.goal(student, goal)?.barriers.get(at)?.clone(),
            None => Barrier::default(),
        };
        let strategy = |at: usize| barrier.strategies.get(at).map_or("", Text::as_str);
        let mut fields = vec![Field::line(
            "Barrier",
            "what may stand in the way",
            barrier.text.as_str(),
        )];
        let shown = STRATEGIES.max(barrier.strategies.len() + 1);
        fields.extend((0..shown).map(|at| {
            let label = if at == 0 { "Strategy" } else { "Another" };
            Field::line(label, "a way round it; may stay open", strategy(at))
        }));
        Self::of_goal(desk, student, which, FormKind::Barrier, "Barrier", fields)
    }

    /// What was said when a goal was updated; a new reflection where none is named.
    pub fn reflection(
        desk: &Desk,
        student: StudentId,
        which: Option<(GoalId, usize)>,
    ) -> Option<Self> {
        let said = match which {
            Some((goal, at)) => Some(desk.book.goal(student, goal)?.reflections.get(at)?),
            None => None,
        };
        let text = said.map_or("", |said| said.text.as_str());
        let hint = "what has changed, in the student's words";
        let fields = vec![Field::line("Reflection", hint, text)];
        Self::of_goal(
            desk,
            student,
            which,
            FormKind::Reflection,
            "Reflection",
            fields,
        )
    }

    /// A form about one of a student's goals: asks which, where there are several to choose from. `None` without a goal.
    fn of_goal(
        desk: &Desk,
        student: StudentId,
        which: Option<(GoalId, usize)>,
        kind: impl FnOnce(GoalPiece) -> FormKind,
        title: &str,
        mut fields: Vec<Field>,
    ) -> Option<Self> {
        let plan = desk.book.plan(student);
        let goals: Vec<GoalId> = match which {
            Some((goal, _)) => vec![goal],
            None if plan.live_goals().next().is_some() => {
                plan.live_goals().map(|goal| goal.id).collect()
            }
            None => plan.goals.keys().copied().collect(),
        };
        let text = |id: &GoalId| Some(plan.goals.get(id)?.text.as_str().to_owned());
        let title = match goals.as_slice() {
            [] => return None,
            [one] => format!("{title}: {}", text(one)?),
            several => {
                fields.push(Field::choice("Goal", several.iter().filter_map(text), 0));
                format!("{title} for {}", whom(desk, &[student]))
            }
        };
        let piece = GoalPiece {
            student,
            goals,
            at: which.map(|(_, at)| at),
        };
        Some(Self::new(kind(piece), title, fields))
    }

    /// The goal that a piece is for: the only one, or the one chosen in the last field.
    fn goal_of(&self, piece: &GoalPiece) -> Option<GoalId> {
        let chosen = match piece.goals.len() {
            1 => 0,
            _ => self.fields.chosen(self.fields.all.len().saturating_sub(1)),
        };
        piece.goals.get(chosen).copied()
    }

    fn change_goal(
        &self,
        model: &mut Model,
        piece: &GoalPiece,
        effects: &mut Vec<Effect>,
        edit: impl FnOnce(&mut Goal),
    ) {
        let now = model.now;
        let goal = self.goal_of(piece);
        change_with(model, effects, |desk| {
            goal.map(|goal| act::edit_goal(&desk.book, piece.student, goal, desk.stamp(now), edit))
                .unwrap_or_default()
        });
    }

    pub(super) fn take_goal(
        &self,
        model: &mut Model,
        student: StudentId,
        goal: Option<GoalId>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let now = model.now;
        let said = self.goal_typed(now.date())?;
        change_with(model, effects, |desk| match goal {
            Some(goal) => act::reword_goal(&desk.book, student, goal, said, desk.stamp(now)),
            None => act::set_goal(&desk.book, student, said, desk.stamp(now)),
        });
        Ok(())
    }

    fn goal_typed(&self, today: Date) -> Result<GoalText, Fault> {
        Ok(GoalText {
            text: self.needed(0, "The goal needs a sentence.")?,
            kind: GoalKind::ALL
                .get(self.fields.chosen(1))
                .copied()
                .unwrap_or_default(),
            target: self.day_in(2, today, Toward::Future)?,
            benchmark: self.text(3),
            smart: Smart {
                specific: self.text(4),
                measurable: self.text(5),
                achievable: self.text(6),
                relevant: self.text(7),
                time_bound: self.text(8),
            },
        })
    }

    pub(super) fn take_step(
        &self,
        model: &mut Model,
        piece: &GoalPiece,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let text = self.text(0);
        if text.is_empty() && piece.at.is_none() {
            return Err((0, "A step needs a few words.".to_owned()));
        }
        self.change_goal(model, piece, effects, |goal| {
            put(&mut goal.steps, piece.at, !text.is_empty(), |old| Step {
                text,
                done: old.and_then(|step| step.done),
            });
        });
        Ok(())
    }

    pub(super) fn take_barrier(
        &self,
        model: &mut Model,
        piece: &GoalPiece,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let text = self.needed(0, "A few words say what may stand in the way.")?;
        let asked = self.fields.all.len() - usize::from(piece.goals.len() > 1);
        let strategies = (1..asked).map(|at| self.text(at));
        let strategies = strategies.filter(|text| !text.is_empty()).collect();
        self.change_goal(model, piece, effects, |goal| {
            put(&mut goal.barriers, piece.at, true, |_| Barrier {
                text,
                strategies,
            });
        });
        Ok(())
    }

    pub(super) fn take_reflection(
        &self,
        model: &mut Model,
        piece: &GoalPiece,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let text = self.text(0);
        if text.is_empty() && piece.at.is_none() {
            return Err((0, "A reflection needs a few words.".to_owned()));
        }
        let today = model.now.date();
        self.change_goal(model, piece, effects, |goal| {
            put(&mut goal.reflections, piece.at, !text.is_empty(), |old| {
                Reflection {
                    on: old.map_or(today, |said| said.on),
                    text,
                }
            });
        });
        Ok(())
    }
}

/// What a goal is called in a list.
pub fn goal_line(goal: &Goal) -> String {
    format!("{} ({})", goal.text, goal.state().name())
}

/// Where the kind of a goal is asked.
const ABOUT: usize = 1;

/// How many strategies a barrier asks for at least.
const STRATEGIES: usize = 2;

/// Puts a new value at a place, or behind all; takes the old one away where nothing is to stay.
fn put<T>(all: &mut Vec<T>, at: Option<usize>, stays: bool, new: impl FnOnce(Option<&T>) -> T) {
    let Some(at) = at.filter(|at| *at < all.len()) else {
        let new = new(None);
        all.push(new);
        return;
    };
    if !stays {
        all.remove(at);
        return;
    }
    let new = new(all.get(at));
    if let Some(old) = all.get_mut(at) {
        *old = new;
    }
}
