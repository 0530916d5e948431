//! Where a needle may start: at the first byte of a word whose first three letters are those of a needle. Nearly every place of a text is
//! ruled out here by two looks into tables, which is what keeps the search cheap.

/// The first bytes of all needles.
#[derive(Clone)]
pub struct Starts {
    /// For each byte whether words go on with it, and whether a needle starts with it.
    kinds: [u8; 256],
    /// One bit for each hash of three bytes in small letters.
    triples: Vec<u64>,
    /// First bytes of needles that are shorter.
    short: [bool; 256],
}

const BITS: u32 = 16;
/// A byte of a word of ASCII letters: inside of one nothing starts.
const WORD: u8 = 1;
/// The first byte of a needle.
const FIRST: u8 = 2;

impl Starts {
    /// Gathers the first bytes of needles.
    pub fn new<'a>(needles: impl Iterator<Item = &'a str>) -> Self {
        let mut starts = Self { kinds: [0; 256], triples: vec![0; 1 << (BITS - 6)], short: [false; 256] };
        for byte in 0..=u8::MAX {
            starts.kinds[usize::from(byte)] = if byte.is_ascii_alphanumeric() { WORD } else { 0 };
        }
        for needle in needles {
            let Some(first) = needle.as_bytes().first() else { continue };
            let cases = [first.to_ascii_lowercase(), first.to_ascii_uppercase()].map(usize::from);
            cases.iter().for_each(|case| starts.kinds[*case] |= FIRST);
            match needle.as_bytes() {
                [a, b, c, ..] => {
                    let bit = hash(*a, *b, *c);
                    starts.triples[bit >> 6] |= 1 << (bit & 63);
                }
                _ => cases.iter().for_each(|case| starts.short[*case] = true),
            }
        }
        starts
    }

    /// The places of a text at which a needle may start.
    pub fn of<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let mut inside = false;
        text.chunks(BLOCK).enumerate().flat_map(move |(number, block)| {
            let starts = self.starts(block, inside);
            inside = block.last().is_some_and(u8::is_ascii_alphanumeric);
            bits(starts).map(move |bit| number * BLOCK + bit).filter(|at| self.may(&text[*at..]))
        })
    }

    /// One bit for each byte of a block at which a needle may start. Bits are gathered without a branch: one that is taken at the end of each
    /// word costs more than all else here.
    fn starts(&self, block: &[u8], inside: bool) -> u64 {
        let (mut words, mut firsts) = (0, 0);
        for (at, byte) in block.iter().enumerate() {
            let kind = self.kinds[usize::from(*byte)];
            words |= u64::from(kind & WORD) << at;
            firsts |= u64::from(kind / FIRST) << at;
        }
        firsts & !(words & (words << 1 | u64::from(inside)))
    }

    fn may(&self, text: &[u8]) -> bool {
        let [first, ..] = text else { return false };
        if self.short[usize::from(*first)] {
            return true;
        }
        let [a, b, c, ..] = text else { return false };
        let bit = hash(*a, *b, *c);
        self.triples[bit >> 6] & (1 << (bit & 63)) != 0
    }
}

/// As many bytes as a word of the machine has bits.
const BLOCK: usize = 64;

/// The bits that are set, lowest first.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(bit)
    })
}

fn hash(a: u8, b: u8, c: u8) -> usize {
    let lower = [a, b, c, 0].map(|byte| byte.to_ascii_lowercase());
    (u32::from_le_bytes(lower).wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
}
