//! Bytes to text: byte order marks, line ends, what is no UTF-8 and what cannot be shown.

use super::Fault;
use crate::source::is_unprintable;

/// Bytes as text without a byte order mark and with LF line ends. A fault stands at its offset in that text.
pub(super) fn decode(bytes: &[u8]) -> (String, Option<Fault>) {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let utf16 = body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff");
    let (text, mut fault) = match std::str::from_utf8(body) {
        Ok(text) => (lines(text), None),
        Err(error) => {
            let good = String::from_utf8_lossy(&body[..error.valid_up_to()]);
            let fault = Fault {
                code: "not-utf8",
                at: lines(&good).len(),
                message: "this file is not UTF-8 text".to_owned(),
                hint: if utf16 { "it is UTF-16: save it as UTF-8" } else { "save it as UTF-8" },
            };
            (lines(&String::from_utf8_lossy(body)), Some(fault))
        }
    };
    if fault.is_none()
        && let Some(at) = text.find('\0')
    {
        fault = Some(Fault {
            code: "nul-byte",
            at,
            message: "there is a NUL byte in this text".to_owned(),
            hint: "remove it, or save the file as UTF-8: it may be damaged, UTF-16, or not text at all",
        });
    }
    (text, fault)
}

/// The text of a file that is only copied; empty where it is none. UTF-16 is what some Windows tools write.
pub(super) fn copied_text(bytes: &[u8]) -> String {
    let wide = |from_bytes: fn([u8; 2]) -> u16| {
        let units: Vec<u16> =
            bytes.chunks_exact(2).skip(1).map(|pair| from_bytes([pair[0], pair[1]])).collect();
        lines(&String::from_utf16_lossy(&units))
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        // A control character is no reason to look away.
        _ => std::str::from_utf8(bytes).map_or_else(|_| String::new(), lines),
    }
}

/// The first control character of a text; the text can be read in spite of it, so that its other faults are named too.
pub(super) fn unprintable(text: &str) -> Option<Fault> {
    // The bytes that every such character starts with, and hardly another one.
    let is_suspect =
        |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n')) || matches!(byte, 0x7f | 0xc2 | 0xef);
    if !text.bytes().fold(false, |found, byte| found | is_suspect(byte)) {
        return None;
    }
    let (at, first) = text.char_indices().find(|(_, c)| is_unprintable(*c))?;
    let count = text.chars().filter(|c| is_unprintable(*c)).count();
    let more = if count > 1 { format!(", the first of {count}") } else { String::new() };
    Some(Fault {
        code: "control-character",
        at,
        message: format!("there is a control character here, U+{:04X}{more}", u32::from(first)),
        hint: "remove it: a page that holds one is not valid",
    })
}

pub(super) fn lines(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}
