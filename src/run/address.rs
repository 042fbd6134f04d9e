//! Hands an address to the machine: to its browser, or to its clipboard.
//!
//! Only addresses of the catalog come here, never anything about a student: what lies on a clipboard, or in the history of a
//! browser, is seen by whoever sits down next.

use std::io;

use crossterm::{clipboard::CopyToClipboard, execute};

use crate::domain::catalog::Address;

/// Shows it in the browser. What to say about it.
pub(super) fn open(address: &Address) -> Result<String, String> {
    let has_screen = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"]
        .iter()
        .any(|name| std::env::var_os(name).is_some());
    let can_show = has_screen || cfg!(any(windows, target_os = "macos"));
    let address = address.as_str();
    if can_show && open::that_detached(address).is_ok() {
        return Ok(format!("Given to the browser: {address}"));
    }
    Err(format!(
        "No browser here. Type it by hand, or y copies it: {address}"
    ))
}

/// Puts it on the clipboard, by way of the terminal: over a remote line it is the clipboard of the screen in front.
pub(super) fn copy(address: &Address) -> Result<String, String> {
    let address = address.as_str();
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(address))
        .map(|()| format!("Copied, where this terminal allows it: {address}"))
        .map_err(|error| format!("Not copied ({error}): {address}"))
}
