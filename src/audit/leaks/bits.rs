//! Places in a text, found for 64 bytes at once: a bit for each byte, gathered without a branch. One that is taken at the end of each word
//! costs more than all else that there is to do at most places.

/// As many bytes as a word of the machine has bits.
const BLOCK: usize = 64;

/// For each byte up to three things that may be true of it, as bits.
pub type Kinds = [u8; 256];

/// The places of a text at which `bits` sets a bit, in order. It is given, for each of the three things, a bit for each byte of a block,
/// and the kind of the byte before the block.
pub fn places(text: &[u8], kinds: &Kinds, bits: impl Fn([u64; 3], u8) -> u64) -> impl Iterator<Item = usize> {
    let mut before = 0;
    text.chunks(BLOCK).enumerate().flat_map(move |(number, block)| {
        let found = bits(gathered(block, kinds), before);
        before = block.last().map_or(0, |byte| kinds[usize::from(*byte)]);
        set(found).map(move |bit| number * BLOCK + bit)
    })
}

fn gathered(block: &[u8], kinds: &Kinds) -> [u64; 3] {
    let mut all = [0; 3];
    let (eights, rest) = block.as_chunks::<8>();
    let mut add = |number: usize, eight: [u8; 8]| {
        let kinds = u64::from_le_bytes(eight.map(|byte| kinds[usize::from(byte)]));
        for (at, bits) in all.iter_mut().enumerate() {
            *bits |= lowest(kinds >> at) << (8 * number);
        }
    };
    for (number, eight) in eights.iter().enumerate() {
        add(number, *eight);
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    if !rest.is_empty() {
        add(eights.len(), last);
    }
    // What fills up the last block is none of the text.
    let length = u64::MAX >> (BLOCK - block.len());
    all.map(|bits| bits & length)
}

/// The lowest bit of each of eight bytes, the first one lowest. No two products of the multiplication meet.
fn lowest(bytes: u64) -> u64 {
    (bytes & 0x0101_0101_0101_0101).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The bits that are set, lowest first.
fn set(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(bit)
    })
}
