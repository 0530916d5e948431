//! What the published indicators forbid to link. A listed host that is also a source's, the site's own or well known is excused: only
//! the URLs that are listed themselves are blocked there. The audit asks the same questions of the finished pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Site;
use crate::indicator::{Cover, IndicatorType, host_of};
use crate::model::Indicator;

/// Hosts where anybody may put anything, without which no report can be written, and that resolve names for everybody.
const WELL_KNOWN: [&str; 49] = [
    "1.0.0.1",
    "1.1.1.1",
    "2001:4860:4860::8844",
    "2001:4860:4860::8888",
    "208.67.222.222",
    "2606:4700:4700::1001",
    "2606:4700:4700::1111",
    "2620:fe::fe",
    "8.8.4.4",
    "8.8.8.8",
    "9.9.9.9",
    "amazon.com",
    "amazonaws.com",
    "api.telegram.org",
    "apple.com",
    "archive.org",
    "attack.mitre.org",
    "bing.com",
    "bitbucket.org",
    "cdn.discordapp.com",
    "cloudflare.com",
    "discord.com",
    "docs.google.com",
    "drive.google.com",
    "dropbox.com",
    "facebook.com",
    "github.com",
    "github.io",
    "gitlab.com",
    "gmail.com",
    "google.com",
    "googleapis.com",
    "instagram.com",
    "linkedin.com",
    "live.com",
    "microsoft.com",
    "mozilla.org",
    "onedrive.live.com",
    "outlook.com",
    "pastebin.com",
    "raw.githubusercontent.com",
    "reddit.com",
    "slack.com",
    "t.me",
    "twitter.com",
    "virustotal.com",
    "wikipedia.org",
    "x.com",
    "youtube.com",
];

/// The published indicators as what they forbid, collected when first asked for.
pub fn cover(site: &Site) -> &Arc<Cover> {
    site.cover.get_or_init(|| {
        let trusted = Trusted::of(site);
        let listed = indicators(site).filter(|indicator| trusted.excuse(indicator).is_none());
        Arc::new(Cover::new(listed.map(|indicator| (indicator.kind, indicator.value.value.as_str()))))
    })
}

/// Listed hosts that are not blocked as a whole, each with what else it is, in order of report and row.
pub fn excused(site: &Site) -> impl Iterator<Item = (&Indicator, &'static str)> {
    let trusted = Trusted::of(site);
    indicators(site).filter_map(move |indicator| Some((indicator, trusted.excuse(indicator)?)))
}

fn indicators(site: &Site) -> impl Iterator<Item = &Indicator> {
    site.reports.iter().flat_map(|linked| &linked.report.indicators)
}

/// Hosts that a site itself leads to, with what they are.
struct Trusted {
    hosts: BTreeMap<String, &'static str>,
    /// The hosts and all domains above them.
    domains: BTreeMap<String, &'static str>,
}

impl Trusted {
    fn of(site: &Site) -> Self {
        let reports = site.reports.iter().flat_map(|linked| &linked.report.sources);
        let profiles = site.entities.iter().filter_map(|entity| entity.profile.as_ref());
        let sources = reports.chain(profiles.flat_map(|profile| &profile.sources));
        let urls = sources.flat_map(|source| [&source.url, &source.archive_url]).flatten();
        let of_sources: BTreeSet<String> = urls.filter_map(|url| host_of(url)).collect();
        let mut trusted = Self { hosts: BTreeMap::new(), domains: BTreeMap::new() };
        let own = host_of(&site.config.base_url.origin);
        own.into_iter().for_each(|host| trusted.add(host, "the site's own host"));
        of_sources.into_iter().for_each(|host| trusted.add(host, "the host of a source"));
        for host in WELL_KNOWN {
            trusted.add(host.to_owned(), "a well-known host");
            if host.parse::<std::net::IpAddr>().is_err() {
                trusted.add(format!("www.{host}"), "a well-known host");
            }
        }
        trusted
    }

    fn add(&mut self, host: String, why: &'static str) {
        let mut above = Some(host.as_str());
        while let Some(domain) = above {
            self.domains.entry(domain.to_owned()).or_insert(why);
            above = domain.split_once('.').map(|(_, rest)| rest);
        }
        self.hosts.entry(host).or_insert(why);
    }

    /// Why the host of an indicator is not blocked as a whole.
    fn excuse(&self, indicator: &Indicator) -> Option<&'static str> {
        let host = || host_of(&format!("http://{}/", indicator.value.value));
        match indicator.kind {
            IndicatorType::Domain => self.domains.get(&host()?).copied(),
            IndicatorType::Hostname | IndicatorType::Ipv4 => self.hosts.get(&host()?).copied(),
            IndicatorType::Ipv6 => {
                self.hosts.get(&host_of(&format!("http://[{}]/", *indicator.value))?).copied()
            }
            IndicatorType::Cidr => {
                let block = Cover::new([(indicator.kind, indicator.value.as_str())].into_iter());
                let addresses =
                    self.hosts.iter().filter(|(host, _)| host.parse::<std::net::IpAddr>().is_ok());
                let mut inside = addresses.filter(|(host, _)| match host.contains(':') {
                    true => block.blocks(&format!("http://[{host}]/")),
                    false => block.blocks(&format!("http://{host}/")),
                });
                inside.next().map(|(_, why)| *why)
            }
            _ => None,
        }
    }
}
