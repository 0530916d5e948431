//! The kinds of entity, as a table: a new kind is one row here and at most one template. Everything that differs between
//! kinds (words, routes, STIX types, keys of the front matter) is a column.

/// What sort of thing an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// Intrusion set, group, person or activity cluster.
    Actor,
    /// Who was targeted.
    Victim,
    /// Malware family.
    Malware,
    /// Software that is not malware in itself.
    Tool,
    /// Campaign or operation.
    Campaign,
    /// ATT&CK technique; its identity is the id.
    Technique,
    /// Vulnerability; its identity is the CVE id.
    Vulnerability,
    /// Sector of industry or society.
    Sector,
    /// Country; an ISO code and an English name are one entity.
    Country,
    /// Free word.
    Tag,
}

struct Words {
    kind: EntityKind,
    key: &'static str,
    plural: &'static str,
    label: &'static str,
    label_plural: &'static str,
    stix: &'static str,
}

const fn words(
    kind: EntityKind,
    key: &'static str,
    plural: &'static str,
    label: &'static str,
    label_plural: &'static str,
    stix: &'static str,
) -> Words {
    Words { kind, key, plural, label, label_plural, stix }
}

#[rustfmt::skip]
const TABLE: [Words; 10] = [
    words(EntityKind::Actor, "actor", "actors", "Actor", "Actors", "intrusion-set"),
    words(EntityKind::Victim, "victim", "victims", "Victim", "Victims", "identity"),
    words(EntityKind::Malware, "malware", "malware", "Malware", "Malware", "malware"),
    words(EntityKind::Tool, "tool", "tools", "Tool", "Tools", "tool"),
    words(EntityKind::Campaign, "campaign", "campaigns", "Campaign", "Campaigns", "campaign"),
    words(EntityKind::Technique, "technique", "techniques", "Technique", "Techniques", "attack-pattern"),
    words(EntityKind::Vulnerability, "vulnerability", "vulnerabilities", "Vulnerability", "Vulnerabilities", "vulnerability"),
    words(EntityKind::Sector, "sector", "sectors", "Sector", "Sectors", "identity"),
    words(EntityKind::Country, "country", "countries", "Country", "Countries", "location"),
    words(EntityKind::Tag, "tag", "tags", "Tag", "Tags", "x-tag"),
];

impl EntityKind {
    /// All kinds in the order in which pages show them.
    pub const ALL: [Self; 10] = [
        Self::Actor,
        Self::Victim,
        Self::Malware,
        Self::Tool,
        Self::Campaign,
        Self::Technique,
        Self::Vulnerability,
        Self::Sector,
        Self::Country,
        Self::Tag,
    ];

    fn words(self) -> &'static Words {
        let row = &TABLE[self as usize];
        debug_assert!(row.kind == self, "the table follows the order of the enum");
        row
    }

    /// One word for code and class names: `actor`.
    pub fn key(self) -> &'static str {
        self.words().key
    }

    /// The key of the front matter, the folder of the profiles and the first segment of the route: `actors`.
    pub fn plural(self) -> &'static str {
        self.words().plural
    }

    /// For readers: `Actor`.
    pub fn label(self) -> &'static str {
        self.words().label
    }

    /// For readers: `Actors`.
    pub fn label_plural(self) -> &'static str {
        self.words().label_plural
    }

    /// The STIX 2.1 object type that stands for it; `x-tag` for a tag, which STIX writes as a label.
    pub fn stix_type(self) -> &'static str {
        self.words().stix
    }

    /// The kind behind a key (`actor`).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The kind that an author means in `[[Actor:Name]]`: the key or the plural in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        let lower = word.to_lowercase();
        Self::from_key(&lower).or_else(|| Self::from_plural(&lower))
    }

    /// For messages: `an actor`, `a victim`.
    pub fn with_article(self) -> String {
        let article = if self.key().starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {}", self.label().to_lowercase())
    }

    /// The kind behind a plural (`actors`).
    pub fn from_plural(plural: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.plural() == plural)
    }

    /// True for techniques, vulnerabilities and countries, whose identity is a code and not a spelling.
    pub fn is_coded(self) -> bool {
        matches!(self, Self::Technique | Self::Vulnerability | Self::Country)
    }
}
