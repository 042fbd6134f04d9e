//! Heads of books that somebody made to hurt: refused before any work is done, or no dearer than what is allowed.

use homeroom::store::{Claimed, Cost, Kind};

use crate::counts::HOSTILE_HEADS;
use crate::fault::Disk;
use crate::session::Dice;
use crate::tamper::{HEADER, edit, header, worked};
use crate::unlock;

/// Where memory, passes and lanes stand in the head of a book of ours that is cheap to open, a byte each.
const COST: std::ops::Range<usize> = 75..78;

/// KiB of memory that no file may ask for more than.
const GIBIBYTE: u32 = 1024 * 1024;

/// A number as it is stored: seven bits a byte.
fn stored(mut number: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// Any number, and the dangerous ones as often.
fn number(dice: &mut Dice) -> u32 {
    let edges = [
        0,
        1,
        8,
        10,
        11,
        16,
        17,
        65_536,
        GIBIBYTE,
        GIBIBYTE + 1,
        u32::MAX / 2,
        u32::MAX,
    ];
    match dice.roll(3) {
        0 => *dice.pick(&edges),
        1 => dice.next() as u32,
        _ => 1 << dice.roll(32),
    }
}

fn mutated(head: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = head.to_vec();
    match dice.roll(4) {
        0 => {
            let cost = (0..3).flat_map(|_| stored(number(dice)));
            let cost: Vec<u8> = cost.collect();
            bytes.splice(COST, cost);
        }
        1 => {
            let end = dice.roll(bytes.len());
            bytes.truncate(end);
        }
        2 => {
            let more = dice.roll(6000);
            bytes.extend((0..more).map(|_| 0xff));
        }
        _ => {
            for _ in 0..=dice.roll(4) {
                let at = dice.roll(bytes.len());
                bytes[at] = dice.next() as u8;
            }
        }
    }
    bytes
}

#[test]
fn a_hostile_head_is_refused_before_it_costs_anything() {
    let (bytes, _) = worked(8, 2);
    let head = header(&bytes);
    assert_eq!(&head[COST], [8, 1, 1], "the cost of a cheap book");
    let mut dice = Dice::new(26);
    let mut refused = 0;
    for _ in 0..HOSTILE_HEADS.times() {
        let hostile = mutated(&head, &mut dice);
        let file = edit(&bytes, |write| {
            let mut table = write.open_table(HEADER).unwrap();
            table.insert("header", &*hostile).unwrap();
        });
        let claimed = match Claimed::on(Box::new(Disk::holding(file.clone()))) {
            Ok(claimed) => claimed,
            Err(error) => {
                let known = matches!(
                    error.kind(),
                    Kind::NotABook | Kind::Newer(_) | Kind::Damaged(_) | Kind::TooCostly
                );
                assert!(known, "{error}");
                refused += 1;
                continue;
            }
        };
        let cost: Cost = claimed.cost();
        assert!(
            cost.memory <= GIBIBYTE && cost.passes <= 10 && cost.lanes <= 16,
            "{cost:?}"
        );
        assert!(
            u64::from(cost.memory) * u64::from(cost.passes) <= 4 * u64::from(GIBIBYTE),
            "{cost:?}"
        );
        // What is cheap enough for a test is tried to the end: nothing of a changed head opens the book.
        if cost.memory <= 1024 && hostile != head {
            let opened = claimed.keys(&unlock()).and_then(|keys| claimed.open(keys));
            assert!(opened.is_err(), "a changed head opened the book");
        }
    }
    assert!(refused > HOSTILE_HEADS.times() / 4, "{refused}");
}
