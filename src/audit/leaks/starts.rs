//! Where a needle may start: at the first byte of a word whose first letters are those of a needle. Nearly every place of a text is
//! ruled out here by looks into tables, which is what keeps the search cheap.

use super::bits::{self, Kinds};

/// The first bytes of all needles.
#[derive(Clone)]
pub struct Starts {
    /// For each byte whether words go on with it, and whether a needle starts with it.
    kinds: Kinds,
    /// First bytes of needles that are shorter than three.
    short: [bool; 256],
    /// The first three bytes of all others.
    triples: Filter,
    /// Those of needles that are shorter than eight.
    few: Filter,
    /// The first eight bytes of the long ones.
    eights: Filter,
}

/// A byte of a word of ASCII letters: inside of one nothing starts.
const WORD: u8 = 1;
/// The first byte of a needle.
const FIRST: u8 = 2;

impl Starts {
    /// Gathers the first bytes of needles.
    pub fn new<'a>(needles: impl Iterator<Item = &'a str>) -> Self {
        let mut starts = Self {
            kinds: [0; 256],
            short: [false; 256],
            triples: Filter::default(),
            few: Filter::default(),
            eights: Filter::default(),
        };
        for byte in 0..=u8::MAX {
            starts.kinds[usize::from(byte)] = if byte.is_ascii_alphanumeric() { WORD } else { 0 };
        }
        for needle in needles.map(str::as_bytes) {
            let Some(first) = needle.first() else { continue };
            let cases = [first.to_ascii_lowercase(), first.to_ascii_uppercase()].map(usize::from);
            cases.iter().for_each(|case| starts.kinds[*case] |= FIRST);
            let Some(triple) = needle.first_chunk::<3>() else {
                cases.iter().for_each(|case| starts.short[*case] = true);
                continue;
            };
            starts.triples.add(three(*triple));
            match needle.first_chunk::<8>() {
                Some(eight) => starts.eights.add(u64::from_le_bytes(*eight)),
                None => starts.few.add(three(*triple)),
            }
        }
        starts
    }

    /// The places of a text at which a needle may start.
    pub fn of<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let places = bits::places(text, &self.kinds, |[words, firsts, _], before| {
            firsts & !(words & (words << 1 | u64::from(before & WORD)))
        });
        places.filter(|at| self.may(&text[*at..]))
    }

    fn may(&self, text: &[u8]) -> bool {
        let [first, ..] = text else { return false };
        if self.short[usize::from(*first)] {
            return true;
        }
        let Some(triple) = text.first_chunk::<3>().map(|triple| three(*triple)) else { return false };
        if !self.triples.may_hold(triple) {
            return false;
        }
        let eight = text.first_chunk::<8>().map(|eight| u64::from_le_bytes(*eight));
        eight.is_some_and(|eight| self.eights.may_hold(eight)) || self.few.may_hold(triple)
    }
}

fn three([a, b, c]: [u8; 3]) -> u64 {
    u64::from_le_bytes([a, b, c, 0, 0, 0, 0, 0])
}

/// Pieces of eight bytes, any case of their letters: one that was added is found, and few others are.
#[derive(Clone)]
struct Filter(Vec<u64>);

const BITS: u32 = 16;

impl Default for Filter {
    fn default() -> Self {
        Self(vec![0; 1 << (BITS - 6)])
    }
}

impl Filter {
    fn add(&mut self, piece: u64) {
        let bit = Self::bit(piece);
        self.0[bit >> 6] |= 1 << (bit & 63);
    }

    fn may_hold(&self, piece: u64) -> bool {
        let bit = Self::bit(piece);
        self.0[bit >> 6] & (1 << (bit & 63)) != 0
    }

    fn bit(piece: u64) -> usize {
        let lower = piece | 0x2020_2020_2020_2020;
        (lower.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize
    }
}
