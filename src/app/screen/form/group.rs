//! Forms of a group: made, and called something else.

use super::{Fault, Form, FormKind, change_with};
use crate::{
    app::{
        effect::Effect,
        field::Field,
        model::Model,
        screen::{Next, Screen, pick::Pick},
    },
    domain::{act, group::Group, id::GroupId},
};

impl Form {
    /// A new group.
    pub fn new_group() -> Self {
        let fields = vec![Field::line("Name", "a room or what you call it", "")];
        Self::new(FormKind::NewGroup, "Make a group".to_owned(), fields)
    }

    /// Another name for a group.
    pub fn rename_group(group: &Group) -> Self {
        let fields = vec![Field::line(
            "Name",
            "a room or what you call it",
            group.name.as_str(),
        )];
        Self::new(
            FormKind::RenameGroup(group.id),
            format!("Rename {}", group.name),
            fields,
        )
    }

    /// Makes the group, shows it, and asks for its students.
    pub(super) fn make_group(
        &self,
        model: &mut Model,
        effects: &mut Vec<Effect>,
    ) -> Result<Next, Fault> {
        let name = self.needed(0, "A group needs a name.")?;
        change_with(model, effects, |desk| act::add_group(&desk.book, name));
        let group = model.desk.as_ref().and_then(|desk| desk.group);
        Ok(group.map_or(Next::Close, |group| {
            Next::replace(Screen::Pick(Pick::members(group)))
        }))
    }

    pub(super) fn take_group_name(
        &self,
        model: &mut Model,
        group: GroupId,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Fault> {
        let name = self.needed(0, "A group needs a name.")?;
        change_with(model, effects, |desk| {
            act::edit_group(&desk.book, group, |group| group.name = name)
        });
        Ok(())
    }
}
