//! The other spelling of an internationalised host: Punycode beside Unicode, Unicode beside Punycode.
//!
//! In: a live value. Out: its host in the other spelling, for showing. A reader searches logs by the one and recognises the name
//! by the other; whether it imitates another name is for the reader to say.

use super::host;
use super::href::{self, Target};
use super::kind::IndicatorType;

/// The host of a domain, a host name, a URL or an email address in its other spelling, live: `xn--…` labels for a name in other
/// scripts, else those scripts for `xn--…` labels. Nothing where there is only one spelling.
pub fn other_spelling(kind: IndicatorType, live: &str) -> Option<String> {
    let name = match kind {
        IndicatorType::Domain | IndicatorType::Hostname => live,
        IndicatorType::Email => live.rsplit_once('@')?.1,
        IndicatorType::Url => return of_url(live),
        _ => return None,
    };
    of_name(name)
}

fn of_name(name: &str) -> Option<String> {
    if !name.is_ascii() {
        return host::to_ascii(name).filter(|ascii| ascii != name);
    }
    let lower = name.to_ascii_lowercase();
    if !lower.split('.').any(|label| label.starts_with("xn--")) {
        return None;
    }
    let labels = lower.split('.').map(|label| {
        let encoded = label.strip_prefix("xn--");
        encoded.and_then(host::punycode_decoded).unwrap_or_else(|| label.to_owned())
    });
    let unicode = labels.collect::<Vec<_>>().join(".");
    (unicode != lower).then_some(unicode)
}

/// The host is read as a browser reads it, which makes it ASCII; what the author wrote tells which spelling is the other one.
fn of_url(live: &str) -> Option<String> {
    let (_, rest) = live.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or(rest);
    let Some(Target::Site(site)) = href::read(live) else { return None };
    let host::Host::Name(ascii) = site.host else { return None };
    if authority.is_ascii() && !authority.contains('%') {
        return of_name(&ascii);
    }
    ascii.contains("xn--").then_some(ascii)
}
