//! Where a needle may start: at the first byte of a word whose first three letters are those of a needle. Nearly every place of a text is
//! ruled out here by one look into a table, which is what keeps the search cheap.

/// The first bytes of all needles.
#[derive(Clone)]
pub struct Starts {
    /// One bit for each hash of three bytes in small letters.
    triples: Vec<u64>,
    /// First bytes of needles that are shorter.
    short: [bool; 256],
}

const BITS: u32 = 16;

impl Starts {
    /// Gathers the first bytes of needles.
    pub fn new<'a>(needles: impl Iterator<Item = &'a str>) -> Self {
        let mut starts = Self { triples: vec![0; 1 << (BITS - 6)], short: [false; 256] };
        for needle in needles {
            match needle.as_bytes() {
                [a, b, c, ..] => {
                    let bit = hash(*a, *b, *c);
                    starts.triples[bit >> 6] |= 1 << (bit & 63);
                }
                [a, ..] => {
                    starts.short[usize::from(a.to_ascii_lowercase())] = true;
                    starts.short[usize::from(a.to_ascii_uppercase())] = true;
                }
                [] => {}
            }
        }
        starts
    }

    /// The places of a text at which a needle may start.
    pub fn of<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        (0..text.len()).filter(move |at| {
            let byte = text[*at];
            // Inside a word of ASCII letters nothing starts.
            let inside = *at > 0 && byte.is_ascii_alphanumeric() && text[*at - 1].is_ascii_alphanumeric();
            !inside && self.may(&text[*at..])
        })
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

fn hash(a: u8, b: u8, c: u8) -> usize {
    let lower = [a, b, c, 0].map(|byte| byte.to_ascii_lowercase());
    (u32::from_le_bytes(lower).wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
}
