//! What a person sees, driven by keys through the real key map.
//!
//! `scenes` lists every screen with the keys that lead there; `pictures` holds each of them against a stored picture, and
//! `always` says what must hold for all of them: at any size, without color, with the letters of ASCII alone.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails where it panics; the helpers stand outside of the test functions"
)]

#[path = "../counts/mod.rs"]
mod counts;
#[path = "../driver/mod.rs"]
mod driver;

mod always;
mod picture;
mod pictures;
mod round;
mod scenes;
