//! Whether a text has the form of a Bitcoin address: Base58 (`1…`, `3…`) or Bech32 (`bc1…`, BIP 173 and BIP 350).
//!
//! In: the address. Out: yes or no. The checksum of Bech32 is verified; that of Base58 is not, since it needs a
//! SHA-256 that nothing else here needs: its alphabet, length and version byte are.

/// Whether `text` is a main-net address.
pub(super) fn is_address(text: &str) -> bool {
    if text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("bc1")) {
        return is_bech32(text);
    }
    let decoded = base58(text);
    decoded.is_some_and(|bytes| bytes.len() == 25 && matches!(bytes.first(), Some(0 | 5)))
}

fn is_bech32(text: &str) -> bool {
    let mixed = text.bytes().any(|b| b.is_ascii_lowercase()) && text.bytes().any(|b| b.is_ascii_uppercase());
    if mixed || !(42..=90).contains(&text.len()) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let Some(values) = lower
        .strip_prefix("bc1")
        .and_then(|rest| rest.chars().map(|c| position(BECH32, c)).collect::<Option<Vec<u32>>>())
    else {
        return false;
    };
    // The prefix `bc`, expanded as BIP 173 does: high bits, a zero, low bits.
    let expanded = [3, 3, 0, 2, 3].into_iter().chain(values);
    matches!(expanded.fold(1, checksum_step), 1 | 0x2bc8_30a3)
}

const BECH32: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

fn checksum_step(sum: u32, value: u32) -> u32 {
    let top = sum >> 25;
    let shifted = (sum & 0x01ff_ffff) << 5 ^ value;
    let generators = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let chosen = generators.into_iter().enumerate().filter(|(bit, _)| top >> bit & 1 == 1);
    chosen.fold(shifted, |sum, (_, generator)| sum ^ generator)
}

/// The bytes of a Base58 text, most significant first; `None` for other letters or a length no address has.
fn base58(text: &str) -> Option<Vec<u8>> {
    if !(25..=35).contains(&text.len()) {
        return None;
    }
    let mut reversed: Vec<u8> = Vec::new();
    for c in text.chars() {
        let mut carry = position(BASE58, c)?;
        for byte in &mut reversed {
            carry += u32::from(*byte) * 58;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        if carry > 0 {
            reversed.push(u8::try_from(carry).ok()?);
        }
    }
    let zeros = text.chars().take_while(|c| *c == '1').count();
    Some(std::iter::repeat_n(0, zeros).chain(reversed.into_iter().rev()).collect())
}

fn position(alphabet: &str, c: char) -> Option<u32> {
    alphabet.find(c).and_then(|index| u32::try_from(index).ok())
}
