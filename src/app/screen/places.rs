//! Where to go: the places on the web that help with a plan, for one item or for all of them.

use super::Next;
use crate::{
    app::{
        action::Action,
        detail::{moved, stride},
        effect::Effect,
        model::{Desk, Model},
    },
    domain::catalog::{ItemId, Resource},
};

/// The state of the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Only those that help with this item.
    pub item: Option<ItemId>,
    /// The line under the cursor.
    pub cursor: usize,
}

impl Places {
    /// All places; those that help with an item first, where there are such.
    pub fn new(desk: &Desk, item: Option<ItemId>) -> Self {
        let item = item.filter(|item| desk.catalog.resources_for(item).next().is_some());
        Self { item, cursor: 0 }
    }

    /// What is shown, in the order of the catalog.
    pub fn list<'a>(&self, desk: &'a Desk) -> Vec<&'a Resource> {
        let all = desk.catalog.resources();
        let helps = |resource: &&Resource| {
            self.item
                .as_ref()
                .is_none_or(|item| resource.items.contains(item))
        };
        all.iter().filter(helps).collect()
    }

    /// What a key does here. `None` for what is not this screen's own.
    pub fn act(
        &mut self,
        model: &mut Model,
        action: Action,
        effects: &mut Vec<Effect>,
    ) -> Option<Next> {
        let desk = model.desk.as_ref()?;
        let all = self.list(desk);
        let address = all
            .get(self.cursor)
            .map(|resource| resource.address.clone());
        if let Some(by) = stride(action) {
            self.cursor = moved(self.cursor, by, all.len());
            return Some(Next::Stay);
        }
        match action {
            Action::Back if self.item.is_some() => *self = Self::default(),
            Action::Back => return Some(Next::Close),
            Action::Open => effects.extend(address.map(Effect::OpenAddress)),
            Action::Copy => effects.extend(address.map(Effect::CopyAddress)),
            _ => return None,
        }
        Some(Next::Stay)
    }
}
