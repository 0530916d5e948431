//! A file as an answer: its type, a tag, a range of it, or only its head. In go bytes and what the browser asked for, out comes a
//! response; nothing here knows a site.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE,
    RANGE,
};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};

/// Types by the end of a name; text is UTF-8, as all that Sitrep writes.
const TYPES: [(&str, &str); 30] = [
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("xml", "application/xml; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/plain; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("yar", "text/plain; charset=utf-8"),
    ("yara", "text/plain; charset=utf-8"),
    ("rules", "text/plain; charset=utf-8"),
    ("yml", "text/plain; charset=utf-8"),
    ("yaml", "text/plain; charset=utf-8"),
    ("svg", "image/svg+xml; charset=utf-8"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("pdf", "application/pdf"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("mp3", "audio/mpeg"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("zip", "application/zip"),
    ("wasm", "application/wasm"),
];

/// The type of a file by its path.
pub fn content_type(path: &str) -> &'static str {
    if path.ends_with("atom.xml") {
        return "application/atom+xml; charset=utf-8";
    }
    let end = path.rsplit('/').next().unwrap_or_default().rsplit_once('.').map_or("", |(_, end)| end);
    TYPES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(end))
        .map_or("application/octet-stream", |(_, kind)| kind)
}

/// Answers with some bytes: whole, a range of them, only the head, or that nothing changed.
pub fn file(
    method: &Method,
    asked: &HeaderMap,
    status: StatusCode,
    kind: &str,
    bytes: Vec<u8>,
) -> Response<Body> {
    let tag = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..16]);
    let header = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let matches = |list: &str| {
        list.split(',').any(|one| one.trim().trim_start_matches("W/") == tag || one.trim() == "*")
    };
    if status == StatusCode::OK && header(IF_NONE_MATCH).is_some_and(matches) {
        return answer(StatusCode::NOT_MODIFIED, kind, Some(&tag), 0, Body::empty());
    }
    // A range of what is another file by now would be a patchwork.
    let is_same = header(IF_RANGE).is_none_or(|one| one == tag);
    let range = header(RANGE).filter(|_| status == StatusCode::OK && is_same && method == Method::GET);
    let total = bytes.len();
    let body = |bytes: Vec<u8>| if method == Method::HEAD { Body::empty() } else { Body::from(bytes) };
    match range.and_then(|range| self::range(range, total)) {
        None => answer(status, kind, Some(&tag), total, body(bytes)),
        Some(None) => {
            let mut response = answer(StatusCode::RANGE_NOT_SATISFIABLE, kind, None, 0, Body::empty());
            set(&mut response, CONTENT_RANGE, &format!("bytes */{total}"));
            response
        }
        Some(Some((first, last))) => {
            let part = bytes.get(first..=last).unwrap_or_default().to_vec();
            let mut response = answer(StatusCode::PARTIAL_CONTENT, kind, Some(&tag), part.len(), body(part));
            set(&mut response, CONTENT_RANGE, &format!("bytes {first}-{last}/{total}"));
            response
        }
    }
}

/// A short answer in words.
pub fn words(method: &Method, status: StatusCode, text: &str) -> Response<Body> {
    let body = if method == Method::HEAD { Body::empty() } else { Body::from(format!("{text}\n")) };
    answer(status, "text/plain; charset=utf-8", None, text.len() + 1, body)
}

fn answer(status: StatusCode, kind: &str, tag: Option<&str>, length: usize, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    set(&mut response, CONTENT_TYPE, kind);
    set(&mut response, CACHE_CONTROL, "no-store");
    if status != StatusCode::NOT_MODIFIED {
        set(&mut response, CONTENT_LENGTH, &length.to_string());
        set(&mut response, ACCEPT_RANGES, "bytes");
    }
    if let Some(tag) = tag {
        set(&mut response, ETAG, tag);
    }
    // What is sent is what it says it is.
    response.headers_mut().insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    response
}

/// Sets a header whose value is plain text.
pub fn set(response: &mut Response<Body>, name: axum::http::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// The first and the last byte of a single range (RFC 9110, section 14.1.2): nothing for a header that is to be ignored,
/// `Some(None)` for a range that lies outside.
fn range(header: &str, total: usize) -> Option<Option<(usize, usize)>> {
    let (first, last) = header.strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = (first.trim(), last.trim());
    let number = |text: &str| text.parse::<usize>().ok();
    match (first.is_empty(), last.is_empty()) {
        (true, true) => None,
        (true, false) => {
            let length = number(last)?.min(total);
            Some((length > 0).then(|| (total - length, total.saturating_sub(1))))
        }
        (false, is_open) => {
            let first = number(first)?;
            let last = if is_open { usize::MAX } else { number(last)? };
            if last < first {
                return None;
            }
            Some((first < total).then(|| (first, last.min(total.saturating_sub(1)))))
        }
    }
}
