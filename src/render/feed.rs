//! The Atom feed (RFC 4287) of the newest reports. An entry's id is its canonical URL; the feed's own date is that of its
//! newest entry, so that the same site gives the same bytes.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::config::Config;
use crate::link::{LinkedReport, ReportId};
use crate::view::Rows;

/// Entries of the feed.
const ENTRIES: usize = 50;

/// A date for a feed without entries, which RFC 4287 asks for all the same.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// Writes the feed.
pub fn atom(rows: &Rows<'_>) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing into a vector cannot fail.
    let _ = write(&mut writer, rows);
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

type Xml = Writer<Vec<u8>>;

fn write(xml: &mut Xml, rows: &Rows<'_>) -> std::io::Result<()> {
    let config = &rows.site.config;
    let newest: Vec<(ReportId, &LinkedReport)> = rows.site.reports.iter().enumerate().take(ENTRIES).collect();
    // Offsets differ, so that the texts alone do not tell which moment is later.
    let moment = |text: &String| text.parse::<jiff::Timestamp>().ok();
    let updated = newest.iter().map(|(_, linked)| updated(linked)).max_by_key(moment);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let feed = xml
        .create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", config.language.as_str()));
    feed.write_inner_content(|xml| {
        text(xml, "id", &config.base_url.absolute("/"))?;
        text(xml, "title", &config.title)?;
        if !config.description.is_empty() {
            text(xml, "subtitle", &config.description)?;
        }
        text(xml, "updated", updated.as_deref().unwrap_or(NEVER))?;
        text(xml, "rights", &format!("{} edition", rows.edition().label))?;
        link(xml, "self", "application/atom+xml", &config.base_url.absolute("/atom.xml"))?;
        link(xml, "alternate", "text/html", &config.base_url.absolute("/"))?;
        person(xml, producer(config))?;
        for (at, linked) in &newest {
            entry(xml, rows, *at, linked)?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Who publishes: an Atom feed needs a name.
fn producer(config: &Config) -> &str {
    if config.producer.is_empty() { &config.title } else { &config.producer }
}

fn updated(linked: &LinkedReport) -> String {
    let report = &linked.report;
    let date = report.head.updated.as_ref().unwrap_or(&report.date);
    date.rfc3339()
}

fn entry(xml: &mut Xml, rows: &Rows<'_>, at: ReportId, linked: &LinkedReport) -> std::io::Result<()> {
    let report = &linked.report;
    let url = rows.site.config.base_url.absolute(&linked.route);
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "id", &url)?;
        text(xml, "title", report.title.shown())?;
        text(xml, "published", &report.date.rfc3339())?;
        text(xml, "updated", &updated(linked))?;
        link(xml, "alternate", "text/html", &url)?;
        for author in &report.authors {
            person(xml, author)?;
        }
        if report.authors.is_empty() {
            person(xml, report.producer.as_deref().unwrap_or(producer(&rows.site.config)))?;
        }
        for id in &linked.entities {
            let entity = &rows.site.entities[*id];
            let scheme = format!("/{}/", entity.kind.plural());
            xml.create_element("category")
                .with_attribute(("scheme", rows.site.config.base_url.absolute(&scheme).as_str()))
                .with_attribute(("term", entity.slug.as_str()))
                .with_attribute(("label", clean(&entity.name).as_str()))
                .write_empty()?;
        }
        let summary = report.head.summary.shown();
        if !summary.is_empty() {
            text(xml, "summary", summary)?;
        }
        text(xml, "rights", &rows.report_level(at).label())?;
        Ok(())
    })?;
    Ok(())
}

fn text(xml: &mut Xml, element: &str, content: &str) -> std::io::Result<()> {
    xml.create_element(element).write_text_content(BytesText::new(&clean(content)))?;
    Ok(())
}

fn link(xml: &mut Xml, rel: &str, kind: &str, href: &str) -> std::io::Result<()> {
    xml.create_element("link")
        .with_attribute(("rel", rel))
        .with_attribute(("type", kind))
        .with_attribute(("href", href))
        .write_empty()?;
    Ok(())
}

fn person(xml: &mut Xml, name: &str) -> std::io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name))?;
    Ok(())
}

/// XML 1.0 has no way to write most control characters.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| {
            let allowed = matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && c != '\u{fffe}' && c != '\u{ffff}');
            if allowed { c } else { '\u{fffd}' }
        })
        .collect()
}
