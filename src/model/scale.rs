//! The closed scales of a claim: stance, confidence, likelihood, and the Admiralty code of a source. Each reads one word and
//! keeps no more than the author said.

/// How a row stands to its statement. A suspicion is a stance, not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// It says so.
    Asserts,
    /// It thinks so.
    Suspects,
    /// It says that it is not so.
    Denies,
    /// It doubts what another says.
    Disputes,
}

impl Stance {
    /// All stances.
    pub const ALL: [Self; 4] = [Self::Asserts, Self::Suspects, Self::Denies, Self::Disputes];

    /// `suspects`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asserts => "asserts",
            Self::Suspects => "suspects",
            Self::Denies => "denies",
            Self::Disputes => "disputes",
        }
    }

    /// Reads the word in any case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.word().eq_ignore_ascii_case(text))
    }
}

/// Analytic confidence: a word, or a number from 0 to 100 (STIX 2.1, appendix A).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// `low`.
    Low,
    /// `moderate`.
    Moderate,
    /// `high`.
    High,
    /// 0 to 100.
    Number(u8),
}

impl Confidence {
    /// Reads `low`, `moderate`, `high` in any case, or a whole number from 0 to 100.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "low" => Some(Self::Low),
            "moderate" => Some(Self::Moderate),
            "high" => Some(Self::High),
            digits if digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse().ok().filter(|n| *n <= 100).map(Self::Number)
            }
            _ => None,
        }
    }

    /// As it is shown: `moderate` or `85`.
    pub fn text(self) -> String {
        match self {
            Self::Low => "low".to_owned(),
            Self::Moderate => "moderate".to_owned(),
            Self::High => "high".to_owned(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// Likelihood in the words of ICD 203 (US Office of the Director of National Intelligence, 2015, section D.6.e.(2)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likelihood {
    /// 1 to 5 per cent.
    AlmostNoChance,
    /// 5 to 20 per cent.
    VeryUnlikely,
    /// 20 to 45 per cent.
    Unlikely,
    /// 45 to 55 per cent.
    RoughlyEven,
    /// 55 to 80 per cent.
    Likely,
    /// 80 to 95 per cent.
    VeryLikely,
    /// 95 to 99 per cent.
    AlmostCertain,
}

impl Likelihood {
    /// Both columns of words of ICD 203; the first of each pair is the one that is shown.
    pub const WORDS: [(Self, &'static str, &'static str); 7] = [
        (Self::AlmostNoChance, "almost no chance", "remote"),
        (Self::VeryUnlikely, "very unlikely", "highly improbable"),
        (Self::Unlikely, "unlikely", "improbable"),
        (Self::RoughlyEven, "roughly even chance", "roughly even odds"),
        (Self::Likely, "likely", "probable"),
        (Self::VeryLikely, "very likely", "highly probable"),
        (Self::AlmostCertain, "almost certain", "nearly certain"),
    ];

    /// Reads either column in any case, with spaces, hyphens or underscores; `almost certainly` counts too.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.to_ascii_lowercase().replace(['-', '_'], " ");
        let plain = plain.replace("certainly", "certain");
        Self::WORDS
            .into_iter()
            .find(|(_, first, second)| *first == plain || *second == plain)
            .map(|(likelihood, _, _)| likelihood)
    }

    /// The word that is shown.
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize].1
    }
}

/// Admiralty code, reliability of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reliability(usize);

impl Reliability {
    const WORDS: [(&'static str, &'static str); 6] = [
        ("A", "completely reliable"),
        ("B", "usually reliable"),
        ("C", "fairly reliable"),
        ("D", "not usually reliable"),
        ("E", "unreliable"),
        ("F", "reliability cannot be judged"),
    ];

    /// Reads a letter from A to F in any case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::WORDS.iter().position(|(letter, _)| letter.eq_ignore_ascii_case(text)).map(Self)
    }

    /// `B, usually reliable`.
    pub fn text(self) -> String {
        let (letter, words) = Self::WORDS[self.0];
        format!("{letter}, {words}")
    }
}

/// Admiralty code, credibility of what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credibility(usize);

impl Credibility {
    const WORDS: [(&'static str, &'static str); 6] = [
        ("1", "confirmed by other sources"),
        ("2", "probably true"),
        ("3", "possibly true"),
        ("4", "doubtful"),
        ("5", "improbable"),
        ("6", "truth cannot be judged"),
    ];

    /// Reads a digit from 1 to 6.
    pub fn parse(text: &str) -> Option<Self> {
        Self::WORDS.iter().position(|(digit, _)| *digit == text).map(Self)
    }

    /// `2, probably true`.
    pub fn text(self) -> String {
        let (digit, words) = Self::WORDS[self.0];
        format!("{digit}, {words}")
    }
}

/// Permissible Actions Protocol: what a recipient may do with the information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pap {
    /// No limit.
    Clear,
    /// Active actions are allowed.
    Green,
    /// Passive cross-checks only.
    Amber,
    /// Nothing that the adversary could notice.
    Red,
}

impl Pap {
    /// All levels.
    pub const ALL: [Self; 4] = [Self::Clear, Self::Green, Self::Amber, Self::Red];

    /// Reads a level in any case, with or without `PAP:`; `white` is the old word for CLEAR.
    pub fn parse(text: &str) -> Option<Self> {
        let upper = text.trim().to_ascii_uppercase();
        let word = upper.strip_prefix("PAP:").unwrap_or(&upper).trim();
        if word == "WHITE" {
            return Some(Self::Clear);
        }
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// `GREEN`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Clear => "CLEAR",
            Self::Green => "GREEN",
            Self::Amber => "AMBER",
            Self::Red => "RED",
        }
    }
}
