//! Keys of front matter that other generators know, and what is written for them here. Those that keep a text back elsewhere are
//! errors whatever a site makes of unknown keys: passed over, they would publish what was meant to be withheld.

/// A key of another generator.
pub struct Foreign {
    /// The key in small letters.
    key: &'static str,
    /// What to do.
    pub hint: &'static str,
    /// It keeps a text back where it comes from.
    pub withholds: bool,
}

const fn meaning(key: &'static str, hint: &'static str) -> Foreign {
    Foreign { key, hint, withholds: false }
}

const fn withholding(key: &'static str, hint: &'static str) -> Foreign {
    Foreign { key, hint, withholds: true }
}

const KEYS: [Foreign; 20] = [
    withholding(
        "published",
        "here `published: false` is `draft: true`; nothing else is needed for a text that may be seen",
    ),
    withholding("publishdate", "here it is `publish_after: YYYY-MM-DD`"),
    withholding("publish_date", "here it is `publish_after: YYYY-MM-DD`"),
    withholding(
        "expirydate",
        "nothing expires here: take the key out, and set `draft: true` when the text is to go",
    ),
    withholding(
        "expires",
        "nothing expires here: take the key out, and set `draft: true` when the text is to go",
    ),
    withholding("private", "here it is `draft: true`, or a `tlp` above the maximum of the site"),
    withholding("hidden", "here it is `draft: true`, or a `tlp` above the maximum of the site"),
    withholding("unlisted", "there are no unlisted pages: here it is `draft: true`, or the key goes"),
    withholding(
        "headless",
        "there are no pages without an address: here it is `draft: true`, or the key goes",
    ),
    meaning("aliases", "old addresses are written `redirect_from: [/old/path/]`"),
    meaning(
        "permalink",
        "here it is `slug` for the last part of the address, and `redirect_from` for old ones",
    ),
    meaning("url", "here it is `slug` for the last part of the address, and `redirect_from` for old ones"),
    meaning("lastmod", "here it is `updated`"),
    meaning("last_modified_at", "here it is `updated`"),
    meaning("description", "here it is `summary`"),
    meaning("excerpt", "here it is `summary`"),
    meaning(
        "categories",
        "here it is `tags`, or actors, victims, sectors and so on where a category names one",
    ),
    meaning("author", "here it is a list: `authors: [Name]`"),
    meaning("layout", "there are no layouts to choose: the kind of a document decides; take the key out"),
    meaning("weight", "lists are in order of date or name: take the key out"),
];

/// What a key of another generator means here, in any case.
pub fn find(key: &str) -> Option<&'static Foreign> {
    let key = key.to_ascii_lowercase();
    KEYS.iter().find(|foreign| foreign.key == key)
}
