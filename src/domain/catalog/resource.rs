//! Where to go: places on the web that help with an item, a part of the plan or a rule.
//!
//! Shown with the item and printed for the family. Nothing here goes to the web; whoever opens an address relies on [`Address`].

use std::fmt;
use std::sync::Arc;

use super::{ItemId, RequirementCode, ResourceId};
use crate::domain::{part::PartKind, text::Text};

/// A place on the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// What it is known by.
    pub id: ResourceId,
    /// What it is called.
    pub name: Text,
    /// Where it is.
    pub address: Address,
    /// What it is good for, in one sentence.
    pub purpose: Text,
    /// The items that it helps with.
    pub items: Vec<ItemId>,
    /// The parts of a plan that it helps with.
    pub parts: Vec<PartKind>,
    /// The rules that it helps to meet.
    pub requirements: Vec<RequirementCode>,
}

/// An address that begins with `https://` and holds nothing but what an address may: no blank, no quote, no user name before
/// the host, nothing that a shell or a terminal would take for its own. So it may be handed to another program as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(Arc<str>);

impl Address {
    /// The longest address, in letters.
    pub const LONGEST: usize = 120;

    /// The address, when it is one.
    pub fn new(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("https://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(end)?;
        let is_fine = text.len() <= Self::LONGEST && is_host(host) && path.chars().all(is_path);
        is_fine.then(|| Self(text.into()))
    }

    /// The address itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// `www.bls.gov`
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    host.contains('.') && host.split('.').all(label)
}

fn is_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || "/?#=&%+-._~:,@".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_on_the_web_and_cannot_do_anything_else() {
        for fine in [
            "https://www.bls.gov/ooh/",
            "https://studentaid.gov",
            "https://example.org/a?b=c&d=%20#e",
        ] {
            assert_eq!(Address::new(fine).unwrap().as_str(), fine);
        }
        let long = format!("https://example.org/{}", "x".repeat(120));
        for bad in [
            "",
            "http://example.org/",
            "file:///etc/passwd",
            "https://",
            "https://localhost/",
            "https://school@example.org/",
            "https://example.org:81/",
            "https://example..org/",
            "https://-example.org/",
            "https://example.org/a b",
            "https://example.org/$(rm)",
            "https://example.org/\"",
            "https://example.org/;x",
            "https://example.org/\u{202e}",
            "https://exämple.org/",
            &long,
        ] {
            assert_eq!(Address::new(bad), None, "{bad}");
        }
    }
}
