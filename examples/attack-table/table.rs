//! The cluster file `mitre-attack-pattern.json` of the MISP galaxy to the text of `src/attack/techniques.tsv`: ids, names, tactics,
//! what is revoked by what, what is deprecated. Only facts are taken, no description. The source states neither the version of
//! ATT&CK nor the order of its tactics, and it lacks the ICS matrix; the head of the table says so. It touches no disk.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// A domain of ATT&CK: its key, its name for readers, and its tactics in the order of the matrix, each as id and short name.
type Domain = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The order of the matrices, which the source does not state: that of attack.mitre.org, and for PRE-ATT&CK, which is retired, that
/// of the MISP galaxy. The source has no id for two of its tactics.
#[rustfmt::skip]
const DOMAINS: [Domain; 3] = [
    ("enterprise", "Enterprise", &[
        ("TA0043", "reconnaissance"), ("TA0042", "resource-development"), ("TA0001", "initial-access"),
        ("TA0002", "execution"), ("TA0003", "persistence"), ("TA0004", "privilege-escalation"),
        ("TA0005", "stealth"), ("TA0112", "defense-impairment"), ("TA0006", "credential-access"),
        ("TA0007", "discovery"), ("TA0008", "lateral-movement"), ("TA0009", "collection"),
        ("TA0011", "command-and-control"), ("TA0010", "exfiltration"), ("TA0040", "impact"),
    ]),
    ("mobile", "Mobile", &[
        ("TA0027", "initial-access"), ("TA0041", "execution"), ("TA0028", "persistence"),
        ("TA0029", "privilege-escalation"), ("TA0030", "defense-evasion"), ("TA0031", "credential-access"),
        ("TA0032", "discovery"), ("TA0033", "lateral-movement"), ("TA0035", "collection"),
        ("TA0037", "command-and-control"), ("TA0036", "exfiltration"), ("TA0034", "impact"),
        ("TA0038", "network-effects"), ("TA0039", "remote-service-effects"),
    ]),
    ("pre", "PRE-ATT&CK (retired)", &[
        ("TA0012", "priority-definition-planning"), ("TA0013", "priority-definition-direction"),
        ("TA0014", "target-selection"), ("TA0015", "technical-information-gathering"),
        ("TA0016", "people-information-gathering"), ("TA0017", "organizational-information-gathering"),
        ("TA0018", "technical-weakness-identification"), ("TA0019", "people-weakness-identification"),
        ("TA0020", "organizational-weakness-identification"), ("TA0021", "adversary-opsec"),
        ("TA0022", "establish-&-maintain-infrastructure"), ("TA0023", "persona-development"),
        ("TA0024", "build-capabilities"), ("TA0025", "test-capabilities"), ("TA0026", "stage-capabilities"),
        ("-", "launch"), ("-", "compromise"),
    ]),
];

const HEAD: &str = "\
# Techniques and tactics of MITRE ATT&CK: ids, names, tactics, what is revoked by what. Made by a command, not by hand:
#   cargo run --example attack-table -- PATH/mitre-attack-pattern.json
#
# MITRE ATT&CK and ATT&CK are registered trademarks of The MITRE Corporation.
# © 2026 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.
# License: The MITRE Corporation (MITRE) hereby grants you a non-exclusive, royalty-free license to use ATT&CK® for research,
# development, and commercial purposes. Any copy you make for such purposes is authorized provided that you reproduce MITRE's
# copyright designation and this license in any such copy.
# Terms of use: https://attack.mitre.org/resources/legal-and-branding/terms-of-use/
#
";

const COLUMNS: &str = "\
# The source holds the Enterprise, Mobile and PRE-ATT&CK domains; ICS techniques (T0800 and up) are not in it.
# It marks what is revoked and, for all but the few that were revoked without one, names the successor. It has no mark for what is
# deprecated: that is read from the first paragraph of the description, and so are the techniques that it says to use instead.
#
# release: what is known of the version of ATT&CK. notice: to be shown wherever names are.
# domain: key, name. tactic: id, domain, short name, name; in the order of the matrix.
# Techniques, by id: id, name, domain, tactics, revoked or deprecated, successors. `-` where the source gives none.
";

/// Makes the table. `release` is the version of ATT&CK where a person knows it; without it the table says what the tactics tell.
///
/// # Errors
/// A sentence that says what in the source is not as expected; a tactic that [`DOMAINS`] lacks is one such thing.
pub fn table(json: &str, release: Option<&str>) -> Result<String, String> {
    let file: Value = serde_json::from_str(json).map_err(|error| format!("this is no JSON: {error}"))?;
    if file["type"] != "mitre-attack-pattern" {
        return Err("this is not the cluster file mitre-attack-pattern.json of the MISP galaxy".to_owned());
    }
    let values = file["values"].as_array().ok_or("there are no `values`")?;
    let ids: BTreeMap<&str, &str> =
        values.iter().filter_map(|value| Some((value["uuid"].as_str()?, id(value)?))).collect();
    let mut tactics = BTreeMap::new();
    let mut rows = BTreeMap::new();
    for value in values {
        let id = id(value).ok_or("a value has no `external_id`")?;
        match id.strip_prefix("TA") {
            Some(_) => drop(tactics.insert(id, name(value, id)?)),
            None => drop(rows.insert(id, row(value, id, &ids)?)),
        }
    }
    let used: BTreeSet<&str> =
        values.iter().flat_map(chains).filter_map(|chain| chain.split(':').nth(1)).collect();
    let (release, told) = match (release, used.contains("defense-impairment")) {
        (Some(release), _) => {
            (format!("v{}", release.trim_start_matches('v')), "given by hand, as the source states none")
        }
        (None, true) => (
            "v19 or later".to_owned(),
            "the source states none; its tactics Stealth and Defense Impairment came with v19 (28 April 2026)",
        ),
        (None, false) => ("unknown".to_owned(), "the source states none"),
    };
    let mut out = HEAD.to_owned();
    out.push_str(&format!(
        "# Source: clusters/mitre-attack-pattern.json of the MISP galaxy, cluster version {}.\n",
        file["version"]
    ));
    out.push_str(&format!("# Version of ATT&CK: {release} ({told}).\n{COLUMNS}"));
    out.push_str(&format!("release\t{release}\n"));
    out.push_str("notice\t© 2026 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.\n");
    for (domain, label, _) in DOMAINS {
        out.push_str(&format!("domain\t{domain}\t{label}\n"));
    }
    for (domain, _, order) in DOMAINS {
        for (id, short) in order {
            let name = tactics.get(id).cloned().unwrap_or_else(|| capitalised(short));
            if slug(&name) != *short {
                return Err(format!("{id} is called `{name}`, which is not `{short}`: see `DOMAINS`"));
            }
            out.push_str(&format!("tactic\t{id}\t{domain}\t{short}\t{name}\n"));
        }
    }
    rows.into_values().for_each(|row| out.push_str(&row));
    Ok(out)
}

fn id(value: &Value) -> Option<&str> {
    value["meta"]["external_id"].as_str()
}

/// The name without the id that the galaxy puts behind it.
fn name(value: &Value, id: &str) -> Result<String, String> {
    let text = value["value"].as_str().unwrap_or_default();
    let name = text.strip_suffix(id).and_then(|text| text.strip_suffix(" - ")).unwrap_or(text).trim();
    if name.is_empty() || name == id || name.contains(char::is_control) {
        return Err(format!("{id} has no name of one line"));
    }
    Ok(name.to_owned())
}

fn chains(value: &Value) -> impl Iterator<Item = &str> {
    value["meta"]["kill_chain"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn row(value: &Value, id: &str, ids: &BTreeMap<&str, &str>) -> Result<String, String> {
    let (domain, tactics) = placed(value, id)?;
    let mut row = format!("{id}\t{}\t{domain}\t{tactics}", name(value, id)?);
    let description = value["description"].as_str().unwrap_or_default();
    if value["revoked"] == true {
        row.push_str("\trevoked");
        let related = value["related"].as_array().into_iter().flatten();
        let by = related.filter(|other| other["type"] == "revoked-by");
        let by: Vec<&str> = by.filter_map(|other| ids.get(other["dest-uuid"].as_str()?).copied()).collect();
        if !by.is_empty() {
            row.push_str(&format!("\t{}", by.join(",")));
        }
    } else if is_deprecated(description) {
        row.push_str("\tdeprecated");
        let instead = instead(description, id, ids);
        if !instead.is_empty() {
            row.push_str(&format!("\t{}", instead.join(",")));
        }
    }
    row.push('\n');
    Ok(row)
}

/// The domain and the tactics of a technique, each once, in the order of the matrix.
fn placed(value: &Value, id: &str) -> Result<(&'static str, String), String> {
    let mut found = BTreeSet::new();
    for chain in chains(value) {
        let (matrix, short) = chain.split_once(':').unwrap_or((chain, ""));
        // `mobile-attack-iOS`, `attack-Windows`, `pre-attack`.
        let key = if matrix.starts_with("mobile-attack") {
            "mobile"
        } else if matrix.starts_with("pre-attack") {
            "pre"
        } else {
            "enterprise"
        };
        let domain = DOMAINS.iter().position(|(domain, ..)| *domain == key);
        let at = domain.and_then(|domain| DOMAINS[domain].2.iter().position(|(_, known)| *known == short));
        match (domain, at) {
            (Some(domain), Some(at)) => found.insert((domain, at)),
            _ => return Err(format!("{id} has the tactic `{chain}`, which `DOMAINS` lacks")),
        };
    }
    let Some((domain, _)) = found.first().copied() else { return Ok(("-", "-".to_owned())) };
    if found.iter().any(|(other, _)| *other != domain) {
        return Err(format!("{id} stands in more than one domain"));
    }
    let (key, _, order) = DOMAINS[domain];
    let shorts: Vec<&str> = found.into_iter().map(|(_, at)| order[at].1).collect();
    Ok((key, shorts.join(",")))
}

fn is_deprecated(description: &str) -> bool {
    let start = description.trim_start_matches(['*', ' ', '\n']);
    let sentence = start.split(['.', '\n']).next().unwrap_or_default();
    ["This object is deprecated", "This technique is deprecated", "This technique has been deprecated"]
        .iter()
        .any(|words| sentence.starts_with(words))
}

/// The techniques that a deprecation says to use instead, in the order in which it names them.
fn instead<'a>(description: &str, own: &str, ids: &BTreeMap<&str, &'a str>) -> Vec<&'a str> {
    let paragraph = description.split("\n\n").next().unwrap_or_default();
    let mut found = Vec::new();
    if !paragraph.contains("Please use") {
        return found;
    }
    for rest in paragraph.split("https://attack.mitre.org/techniques/").skip(1) {
        let written: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        let id = written.trim_end_matches('/').replace('/', ".");
        let known = ids.values().find(|known| **known == id && **known != own);
        found.extend(known.filter(|known| !found.contains(*known)));
    }
    found
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn capitalised(short: &str) -> String {
    let mut letters = short.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
