//! The keys of every mapping that an author writes, with their form and meaning: what the parser accepts, and what the
//! front matter reference says. `docs/front-matter.md` is generated from these tables, so it cannot differ from the
//! parser.

/// One key of a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What its value looks like.
    pub form: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

const fn field(key: &'static str, form: &'static str, meaning: &'static str) -> Field {
    Field { key, form, meaning }
}

/// A mapping with a name for the reference.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// Heading of the reference.
    pub title: &'static str,
    /// A sentence about the mapping.
    pub about: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
}

/// Keys that reports, profiles and pages share have the same words everywhere.
const DRAFT: Field = field("draft", "`true` or `false`", "not published; shown with `--drafts`");
const EMBARGO: Field = field("publish_after", "date", "not published before this day; shown with `--drafts`");
const TLP: Field = field(
    "tlp",
    "CLEAR, GREEN, AMBER, AMBER+STRICT or RED",
    "marking; `tlp.default` of the site where unset",
);
const ROW_TLP: Field =
    field("tlp", "TLP level", "the row's own marking; the higher of it and the report's counts");
const SLUG: Field =
    field("slug", "`a-z`, `0-9` and `-`", "last part of the path, where the derived one does not suit");
const REDIRECTS: Field =
    field("redirect_from", "list of paths", "old paths that lead here, such as `/2021/roshan/`");
const UPDATED: Field = field("updated", "date", "when it was last changed");
const SUMMARY: Field =
    field("summary", "text", "one or two plain sentences for lists, feeds and search engines");
const LANGUAGE: Field = field("language", "BCP 47 tag", "language of the text, where it is not the site's");
const EXTRA: Field = field("extra", "mapping", "free values for a theme");
const SAYS: Field = field("says", "list of source ids", "which sources of the report say so");
const STANCE: Field = field("stance", "asserts, suspects, denies or disputes", "how the statement is made");
const CONFIDENCE: Field = field("confidence", "low, moderate, high or 0 to 100", "analytic confidence");
const LIKELIHOOD: Field = field(
    "likelihood",
    "words of ICD 203, such as `very likely`",
    "how likely it is; not the same as confidence",
);

/// A report.
pub const REPORT: &[Field] = &[
    field("title", "text", "required"),
    field("date", "date", "required, unless the file name starts with one; `YYYY-MM-DD` or RFC 3339"),
    UPDATED,
    field("changelog", "list of {date, note}", "what changed when"),
    SUMMARY,
    field("authors", "list of text", "who wrote it"),
    field("producer", "text", "who publishes it, where it is not the site's producer"),
    LANGUAGE,
    field("id", "text", "stable id for machine exports"),
    SLUG,
    REDIRECTS,
    DRAFT,
    EMBARGO,
    field("retracted", "text", "why it was retracted: the page stays with a banner"),
    field("attack_version", "text", "version of ATT&CK that its technique ids belong to"),
    EXTRA,
    field(
        "kind",
        "text",
        "campaign, executive, intrusion-analysis, actor-profile, advisory, note or another word",
    ),
    TLP,
    field("pap", "CLEAR, GREEN, AMBER or RED", "permissible actions"),
    field("actors", "list of names or rows", "intrusion sets, groups, people, clusters"),
    field("victims", "list of names or victim rows", "who was targeted"),
    field("malware", "list of names or rows", "malware families"),
    field("tools", "list of names or rows", "other software"),
    field("campaigns", "list of names or rows", "campaigns and operations"),
    field("techniques", "list of ids or rows", "ATT&CK ids such as `T1114.001`"),
    field("vulnerabilities", "list of ids or rows", "CVE ids such as `CVE-2021-26855`"),
    field("sectors", "list of names or rows", "sectors that were targeted"),
    field(
        "countries",
        "list of codes, names or rows",
        "countries that were targeted; ISO codes or English names",
    ),
    field("tags", "list of words or rows", "anything else"),
    field("activity", "list of activity rows", "who did what to whom, when"),
    field("attribution", "list of attribution rows", "who is behind whom"),
    field("sources", "list of URLs or source rows", "where it is known from"),
    field("indicators", "list of values or indicator rows", "indicators of compromise, live or defanged"),
    field("indicators_file", "file name", "CSV or JSON file of indicators beside the report"),
    field("detections", "list of detection rows", "detection rules"),
    field("quotes", "list of quote rows", "statements by others"),
    field("key_points", "list of text", "the bottom line, first"),
    field("gaps", "list of text", "what is not known"),
];

/// A profile.
pub const PROFILE: &[Field] = &[
    field("name", "text", "required"),
    field("id", "text", "the entity's own id; of a technique its ATT&CK id"),
    SLUG,
    field("aliases", "list of names or alias rows", "other names of the same thing"),
    field(
        "kind",
        "text",
        "group, cluster, person…; a profile of `kind: cluster` takes the clusters of its name",
    ),
    field("country", "ISO code or English name", "where it is; of an actor its attributed origin"),
    field("sponsor", "text", "state or body behind it"),
    field("sectors", "list of names", "sectors that it belongs to or targets"),
    field("first_seen", "YYYY, YYYY-MM or YYYY-MM-DD", "first activity known"),
    field("last_seen", "YYYY, YYYY-MM or YYYY-MM-DD", "last activity known"),
    field("motivations", "list of text", "why it acts"),
    field("external_ids", "mapping", "ids in other catalogues: mitre, misp, malpedia…"),
    field("sources", "list of URLs or source rows", "where it is known from"),
    REDIRECTS,
    DRAFT,
    EMBARGO,
    UPDATED,
    TLP,
    SUMMARY,
    LANGUAGE,
    EXTRA,
];

/// A page of prose.
pub const PAGE: &[Field] = &[
    field("title", "text", "required, except in `content/index.md`"),
    SUMMARY,
    UPDATED,
    SLUG,
    REDIRECTS,
    DRAFT,
    EMBARGO,
    TLP,
    LANGUAGE,
    EXTRA,
];

/// A name in a list of a report.
pub const ROW: &[Field] = &[
    field("name", "text", "required"),
    field("as", "text", "the name that the source uses"),
    field("role", "text", "part played"),
    STANCE,
    CONFIDENCE,
    SAYS,
    ROW_TLP,
    field(
        "kind",
        "group, cluster, person or unknown",
        "actors only; a cluster is never looked up among aliases",
    ),
];

/// A name that is not an actor's: it has no `kind`.
pub const PLAIN_ROW: &[Field] = ROW.split_at(ROW.len() - 1).0;

/// A victim.
pub const VICTIM: &[Field] = &[
    field(
        "name",
        "text",
        "required, unless undisclosed; of an undisclosed victim only a label for other rows, never shown",
    ),
    field("as", "text", "the name that the source uses"),
    field("undisclosed", "`true` or `false`", "counted and shown without a name and without a page"),
    field("class", "individual, group, system, organization, class or unknown", "STIX identity class"),
    field("sectors", "list of names", "its sectors; they count for the report"),
    field("country", "ISO code or English name", "its country; it counts for the report"),
    field("notified", "`true` or `false`", "whether it was told"),
    field("reveals", "{report, victim}", "the undisclosed victim of an earlier report that this one names"),
    field("role", "text", "part played"),
    STANCE,
    CONFIDENCE,
    SAYS,
    ROW_TLP,
];

/// `reveals` of a victim.
pub const REVEALS: &[Field] = &[
    field("report", "slug or path", "required; the earlier report"),
    field("victim", "text", "required; the victim's label there"),
];

/// An activity.
pub const ACTIVITY: &[Field] = &[
    field("id", "text", "for `disputes` of other rows"),
    field("actor", "text", "one of the report's actors, by any of its names or its id"),
    field("victim", "text", "one of the report's victims, likewise"),
    field("verb", "text", "what happened; `targets` where unset"),
    field("from", "YYYY, YYYY-MM or YYYY-MM-DD", "start"),
    field("to", "YYYY, YYYY-MM or YYYY-MM-DD", "end"),
    field("from_bound", "exact, about, at-least, ongoing or unknown", "how firm the start is"),
    field("to_bound", "exact, about, at-least, ongoing or unknown", "how firm the end is"),
    field("peak", "list of dates", "when it was busiest"),
    STANCE,
    CONFIDENCE,
    LIKELIHOOD,
    SAYS,
    field("disputes", "list of claim ids", "rows of the report that this one disputes"),
    field("note", "text", "the author's note"),
    ROW_TLP,
];

/// An attribution.
pub const ATTRIBUTION: &[Field] = &[
    field("id", "text", "for `disputes` of other rows"),
    field("subject", "text", "one of the report's actors, by any of its names or its id"),
    field("to", "name of an actor, {country} or {sponsor}", "to whom it is attributed"),
    STANCE,
    CONFIDENCE,
    LIKELIHOOD,
    SAYS,
    field("disputes", "list of claim ids", "rows of the report that this one disputes"),
    field("note", "text", "the author's note"),
    ROW_TLP,
];

/// `to` of an attribution.
pub const TARGET: &[Field] = &[
    field("country", "ISO code or English name", "a country"),
    field("sponsor", "text", "a state body or another sponsor"),
];

/// A source.
pub const SOURCE: &[Field] = &[
    field("id", "text", "for `says`, `via` and `source`"),
    field("title", "text", "title"),
    field("publisher", "text", "who published it"),
    field("url", "http or https URL", "address"),
    field("date", "YYYY, YYYY-MM or YYYY-MM-DD", "when it appeared"),
    field("accessed", "date", "when it was read"),
    field("archive_url", "http or https URL", "archived copy"),
    field("via", "source id or text", "through whom it is known"),
    field("reliability", "A to F", "Admiralty reliability of the source"),
    field("credibility", "1 to 6", "Admiralty credibility of what it says"),
    ROW_TLP,
];

/// An indicator.
pub const INDICATOR: &[Field] = &[
    field("type", "domain, ipv4, url, sha256…", "recognised from the value where unset"),
    field("value", "text", "required; live or defanged"),
    field("first_seen", "YYYY, YYYY-MM or YYYY-MM-DD", "first seen"),
    field("last_seen", "YYYY, YYYY-MM or YYYY-MM-DD", "last seen"),
    field("valid_until", "YYYY, YYYY-MM or YYYY-MM-DD", "valid until"),
    field("context", "text", "what it was used for"),
    CONFIDENCE,
    field("actor", "text", "one of the report's actors"),
    field("malware", "text", "one of the report's malware families"),
    ROW_TLP,
];

/// A JSON file of indicators, as Sitrep writes it.
pub const INDICATORS_FILE: &[Field] = &[
    field("tlp", "TLP level", "marking of the file; no row of it is below"),
    field("title", "text", "not read"),
    field("url", "text", "not read"),
    field("date", "text", "not read"),
    field("indicators", "list of indicator rows", "the rows"),
];

/// A detection.
pub const DETECTION: &[Field] = &[
    field("type", "yara, sigma, suricata, snort, kql or spl", "required"),
    field("file", "file name", "a rule file beside the report"),
    field("rule", "text", "the rule itself; either it or `file`"),
    field("title", "text", "what to call it"),
    ROW_TLP,
];

/// A quote.
pub const QUOTE: &[Field] = &[
    field("text", "text", "required"),
    field("speaker", "text", "who said it"),
    field("role", "text", "in which role"),
    field("source", "source id", "where it stands"),
    STANCE,
    ROW_TLP,
];

/// A change.
pub const CHANGE: &[Field] = &[field("date", "date", "required"), field("note", "text", "required")];

/// An alias.
pub const ALIAS: &[Field] = &[
    field("name", "text", "required"),
    field("by", "text", "who uses it"),
    field("since", "YYYY, YYYY-MM or YYYY-MM-DD", "since when"),
    field(
        "equivalence",
        "exact, overlaps, subset, superset or disputed",
        "only an exact alias resolves to the entity",
    ),
];

/// `sitrep.yaml`.
pub const CONFIG: &[Field] = &[
    field("title", "text", "required; title of the site"),
    field("base_url", "URL", "required; where the site will stand, may have a sub-path"),
    field("description", "text", "one or two sentences about the site"),
    field("language", "BCP 47 tag", "language of the prose, `en` where unset"),
    field("producer", "text", "who publishes"),
    field("page_size", "1 to 1000", "rows on a page of a list, 50 where unset"),
    field("menus", "{main: list of {title, url}, …}", "menus by name"),
    field(
        "tlp",
        "{default, max}",
        "level of what has none, and the highest level that is published (CLEAR where unset)",
    ),
    field(
        "front_matter",
        "{unknown_keys: error or warn}",
        "what an unknown key is; with `warn` it goes to `extra`",
    ),
    field("links", "{broken: error or warn}", "what a broken link is"),
    field("names", "{autolink: true or false}", "whether plain mentions of names become links"),
    field("leaks", "{allow: list of {text, reason}}", "exceptions of the leak check"),
    field("example", "`true` or `false`", "a site of examples: reserved indicator values are expected"),
    EXTRA,
];

/// `menus.*[]`.
pub const MENU_ITEM: &[Field] =
    &[field("title", "text", "required"), field("url", "path or URL", "required")];

/// `tlp` of the configuration.
pub const CONFIG_TLP: &[Field] = &[
    field("default", "TLP level", "level of reports, profiles and pages that have none"),
    field("max", "TLP level", "the highest level that is published"),
];

/// `front_matter` of the configuration.
pub const CONFIG_UNKNOWN_KEYS: Field = field("unknown_keys", "error or warn", "what an unknown key is");
/// `links` of the configuration.
pub const CONFIG_BROKEN: Field = field("broken", "error or warn", "what a broken link is");
/// `names` of the configuration.
pub const CONFIG_AUTOLINK: Field =
    field("autolink", "`true` or `false`", "whether plain mentions of names become links");
/// `leaks` of the configuration.
pub const CONFIG_ALLOW: Field = field("allow", "list of {text, reason}", "exceptions of the leak check");

/// `leaks.allow[]`.
pub const ALLOWED_LEAK: &[Field] = &[
    field("text", "text", "required; the string that may appear"),
    field("reason", "text", "required; why"),
];

/// Every mapping in the order of the reference.
pub const ALL: &[Schema] = &[
    Schema {
        title: "Report",
        about: "`content/reports/*.md` or `content/reports/<slug>/index.md`.",
        fields: REPORT,
    },
    Schema {
        title: "Row",
        about: "A name in `actors`, `malware`, `tools`, `campaigns`, `techniques`, `vulnerabilities`, `sectors`, `countries` or `tags`, where a plain name does not say enough.",
        fields: ROW,
    },
    Schema {
        title: "Victim row",
        about: "A name in `victims`, where a plain name does not say enough.",
        fields: VICTIM,
    },
    Schema { title: "Reveals", about: "`reveals` of a victim row.", fields: REVEALS },
    Schema { title: "Activity row", about: "One row of `activity`.", fields: ACTIVITY },
    Schema { title: "Attribution row", about: "One row of `attribution`.", fields: ATTRIBUTION },
    Schema {
        title: "Attribution target",
        about: "`to` of an attribution row, where it is not an actor.",
        fields: TARGET,
    },
    Schema { title: "Source row", about: "One row of `sources`.", fields: SOURCE },
    Schema {
        title: "Indicator row",
        about: "One row of `indicators`, or one object or line of an indicators file.",
        fields: INDICATOR,
    },
    Schema {
        title: "Indicators file",
        about: "A JSON file that `indicators_file` names, where it is more than a list of rows.",
        fields: INDICATORS_FILE,
    },
    Schema { title: "Detection row", about: "One row of `detections`.", fields: DETECTION },
    Schema { title: "Quote row", about: "One row of `quotes`.", fields: QUOTE },
    Schema { title: "Changelog row", about: "One row of `changelog`.", fields: CHANGE },
    Schema { title: "Profile", about: "`content/actors/*.md`, likewise the other kinds.", fields: PROFILE },
    Schema { title: "Alias row", about: "One row of `aliases`.", fields: ALIAS },
    Schema { title: "Page", about: "Any other Markdown file below `content/`.", fields: PAGE },
    Schema { title: "Configuration", about: "`sitrep.yaml`.", fields: CONFIG },
];
