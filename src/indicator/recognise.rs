//! The type of an indicator that an author gave as a bare value.
//!
//! In: a live value. Out: the one type it can sensibly have; every type returned passes [`validate`].
//! It does not guess: a name such as `update.zip` may be a file or a domain, and taking a domain for a file would
//! leave it a live link, so it gets no type and the author is asked. Types that look like another (a JA3 is an MD5,
//! a hostname is a domain) are only ever written out.

use super::kind::IndicatorType;
use super::validate::validate;

/// Recognises the type of a live value; `None` when it could be several things or none.
pub fn recognise(live: &str) -> Option<IndicatorType> {
    let text = live.trim();
    let fits = |kind: &IndicatorType| looks_like(*kind, text) && validate(*kind, text).is_ok();
    ORDER.into_iter().find(fits)
}

/// Whether a text starts with a registry hive, in the short or the long form, as `reg.exe` and PowerShell write it.
pub(super) fn is_registry_key(text: &str) -> bool {
    let hive = text.split('\\').next().unwrap_or(text).trim_end_matches(':');
    let hive = hive.to_ascii_uppercase();
    text.contains('\\') && (HIVES.contains(&hive.as_str()) || hive.starts_with("HKEY_"))
        || text.get(..10).is_some_and(|head| head.eq_ignore_ascii_case("\\registry\\"))
}

/// From the narrowest form to the widest.
const ORDER: [IndicatorType; 20] = [
    IndicatorType::Cve,
    IndicatorType::Asn,
    IndicatorType::Md5,
    IndicatorType::Sha1,
    IndicatorType::Sha256,
    IndicatorType::Sha512,
    IndicatorType::Tlsh,
    IndicatorType::Ipv4,
    IndicatorType::Ipv6,
    IndicatorType::Cidr,
    IndicatorType::Url,
    IndicatorType::Email,
    IndicatorType::Ssdeep,
    IndicatorType::RegistryKey,
    IndicatorType::Mutex,
    IndicatorType::Path,
    IndicatorType::Filename,
    IndicatorType::UserAgent,
    IndicatorType::Btc,
    IndicatorType::Domain,
];

const HIVES: [&str; 5] = ["HKLM", "HKCU", "HKCR", "HKU", "HKCC"];

/// Endings that are files and not top-level domains; `.com` and country codes such as `.pl` are domains.
const FILE_ENDINGS: &[&str] = &[
    "7z", "aspx", "bat", "bin", "bz2", "chm", "class", "cmd", "conf", "cpl", "dat", "dll", "dmg", "doc",
    "docm", "docx", "dylib", "elf", "exe", "gif", "gz", "hta", "html", "img", "ini", "iso", "jar", "jpg",
    "js", "jse", "jsp", "lnk", "log", "msi", "msix", "ocx", "pdf", "php", "pkg", "png", "ppt", "pptm",
    "pptx", "ps1", "pyc", "rar", "rtf", "scr", "sct", "sys", "tar", "tgz", "tmp", "txt", "vbe", "vbs", "vhd",
    "vhdx", "wsf", "xll", "xls", "xlsb", "xlsm", "xlsx", "xml",
];

/// Endings that are as often a file as a domain.
const EITHER_ENDINGS: &[&str] = &["cab", "py", "sh", "so", "zip"];

/// What a text must show, beside being valid, to be taken for a type. Cheap: it keeps most texts from most checks.
fn looks_like(kind: IndicatorType, text: &str) -> bool {
    match kind {
        IndicatorType::Cve => text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("cve-")),
        IndicatorType::Asn => text.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("as")),
        IndicatorType::Md5 => text.len() == 32,
        IndicatorType::Sha1 => text.len() == 40,
        IndicatorType::Sha256 => text.len() == 64,
        IndicatorType::Sha512 => text.len() == 128,
        IndicatorType::Tlsh => matches!(text.len(), 70 | 72),
        IndicatorType::Ipv4 => text.starts_with(|c: char| c.is_ascii_digit()),
        IndicatorType::Ipv6 => text.contains(':'),
        IndicatorType::Cidr => text.contains('/'),
        IndicatorType::Url => text.contains("://"),
        IndicatorType::Email => text.contains('@'),
        IndicatorType::Ssdeep => text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(':'),
        IndicatorType::RegistryKey => text.contains('\\'),
        IndicatorType::Mutex => text.starts_with("Global\\") || text.starts_with("Local\\"),
        IndicatorType::Path => is_rooted(text),
        IndicatorType::Filename => ending(text).is_some_and(|ending| FILE_ENDINGS.contains(&ending.as_str())),
        IndicatorType::UserAgent => is_product(text),
        IndicatorType::Domain => has_letters_on_top(text),
        IndicatorType::Btc => text.len() >= 25,
        IndicatorType::Hostname | IndicatorType::Ja3 => false,
    }
}

/// `C:\`, `\\server`, `%APPDATA%\`, `/usr`, `~/`. Two slashes are a URL without its scheme.
fn is_rooted(text: &str) -> bool {
    let bytes = text.as_bytes();
    let drive = matches!(bytes, [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    let variable = text.strip_prefix('%').is_some_and(|rest| rest.contains("%\\"));
    let unix = text.starts_with('/') && !text.starts_with("//") && text.len() > 1;
    drive || variable || unix || text.starts_with("\\\\") || text.starts_with("~/")
}

fn ending(text: &str) -> Option<String> {
    let (stem, ending) = text.rsplit_once('.')?;
    (!stem.is_empty()).then(|| ending.to_ascii_lowercase())
}

/// `Mozilla/5.0 (…)`, `curl/7.68.0`: a product without dots, a slash, a version.
fn is_product(text: &str) -> bool {
    let Some((product, rest)) = text.split_once('/') else {
        return false;
    };
    let token = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let version = rest.split(' ').next().unwrap_or(rest);
    product.starts_with(|c: char| c.is_ascii_alphabetic())
        && product.chars().all(token)
        && version.starts_with(|c: char| c.is_ascii_digit())
        && version.contains('.')
        && version.chars().all(|c| c.is_ascii_digit() || c == '.')
}

fn has_letters_on_top(text: &str) -> bool {
    let Some(top) = ending(text.trim_end_matches('.')) else {
        return false;
    };
    let letters = top.starts_with("xn--") || top.chars().all(|c| !c.is_ascii() || c.is_ascii_alphabetic());
    letters && top.chars().count() > 1 && !EITHER_ENDINGS.contains(&top.as_str())
}
