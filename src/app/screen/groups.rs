//! All groups: show, make, rename, archive.

use super::{Next, Screen, form::Form, round::RoundScreen};
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        effect::Effect,
        model::{Desk, Model},
        notice::Notice,
        update::{perform, say},
    },
    domain::{act, group::Group},
};

/// The state of the screen.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// The line under the cursor.
    pub cursor: usize,
}

impl Groups {
    /// With the cursor on the group that is shown.
    pub fn new(desk: &Desk) -> Self {
        let at = Self::list(desk)
            .iter()
            .position(|group| Some(group.id) == desk.group);
        Self {
            cursor: at.unwrap_or(0),
        }
    }

    /// The groups in the order in which they are shown: those in use, then the archived ones.
    pub fn list(desk: &Desk) -> Vec<&Group> {
        let mut groups: Vec<&Group> = desk.book.groups.values().collect();
        groups.sort_by_key(|group| (group.archived, group.id));
        groups
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        let groups = Self::list(desk);
        let under = groups.get(self.cursor).copied();
        if let Some(by) = stride(action) {
            self.cursor = moved(self.cursor, by, groups.len());
            return Some(Next::Stay);
        }
        match action {
            Action::Back => return Some(Next::Close),
            Action::NewGroup => return Some(Next::push(Screen::Form(Form::new_group()))),
            Action::RenameGroup => {
                return under.map(|group| Next::push(Screen::Form(Form::rename_group(group))));
            }
            Action::ArchiveGroup => {
                let change = under.map(|group| {
                    act::edit_group(&desk.book, group.id, |g| g.archived = !g.archived)
                })?;
                perform(model, change, effects);
            }
            Action::Open => return self.open(model, effects),
            _ => return None,
        }
        Some(Next::Stay)
    }

    fn open(&self, model: &mut Model, effects: &mut Vec<Effect>) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        let group = (*Self::list(desk).get(self.cursor)?).clone();
        if group.archived {
            say(
                model,
                Notice::refused("This group is archived: A brings it back first."),
            );
            return Some(Next::Stay);
        }
        let change = act::edit_settings(&desk.book, |settings| settings.group = Some(group.id));
        if !change.is_empty() {
            perform(model, change, effects);
            model.notice = None;
        }
        let now = model.now;
        let desk = model.desk.as_mut()?;
        desk.show_group(Some(group.id), now);
        let round = RoundScreen::new(desk);
        model.screens.clear();
        Some(Next::replace(Screen::Round(round)))
    }
}
