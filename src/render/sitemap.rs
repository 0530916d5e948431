//! `sitemap.xml` (sitemaps.org protocol 0.9) and `robots.txt`. Pages that ask not to be listed stay out; a site too large for one
//! file gets an index.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::assemble::Assembly;
use crate::link::Site;
use crate::markdown::encode_path;

/// Most addresses of one file, by the protocol.
const MOST: usize = 50_000;

/// Adds both files.
pub fn add(site: &Site, assembly: &mut Assembly<'_>) {
    let base = &site.config.base_url;
    let urls: Vec<String> = assembly
        .listed()
        .map(|path| {
            let route = path.strip_suffix("index.html").unwrap_or(path);
            base.absolute(&format!("/{}", encode_path(route)))
        })
        .collect();
    let map = base.absolute("/sitemap.xml");
    if urls.len() <= MOST {
        assembly.bytes("sitemap.xml", document("urlset", "url", &urls));
    } else {
        let mut parts = Vec::new();
        for (at, part) in urls.chunks(MOST).enumerate() {
            let name = format!("sitemap-{}.xml", at + 1);
            parts.push(base.absolute(&format!("/{name}")));
            assembly.bytes(&name, document("urlset", "url", part));
        }
        assembly.bytes("sitemap.xml", document("sitemapindex", "sitemap", &parts));
    }
    let robots = format!("User-agent: *\nAllow: /\nSitemap: {map}\n");
    assembly.bytes("robots.txt", robots.into_bytes());
}

fn document(root: &str, item: &str, urls: &[String]) -> Vec<u8> {
    let mut xml = Writer::new(Vec::new());
    // Writing into a vector cannot fail.
    let _ = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let _ = xml
        .create_element(root)
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|xml| {
            for url in urls {
                xml.create_element(item).write_inner_content(|xml| {
                    xml.create_element("loc").write_text_content(BytesText::new(url))?;
                    Ok(())
                })?;
            }
            Ok(())
        });
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}
