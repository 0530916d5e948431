//! The server: a path of the site to its file, and a few paths of its own below `/__sitrep/`. It answers nobody but this machine's
//! own names, allows no other site to read, and adds the preview's script to pages; nothing else is changed.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, COOKIE, HOST, LOCATION};
use axum::http::{HeaderMap, Method, Response, StatusCode};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;

use super::desk::{Desk, Shown};
use super::edition::File;
use super::reply;
use crate::parse::percent_decoded;

/// Paths of the preview itself.
const OWN: &str = "/__sitrep/";
/// The cookie of a tab that looks at the public edition.
const PUBLIC: &str = "sitrep-edition=public";
/// What stands for a site of which nothing could be built.
const NOTHING: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>TITLE</title>\n</head>\n<body>\n<h1>TITLE</h1>\n</body>\n</html>\n";
const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");

/// The server around a desk.
pub fn app(desk: Arc<Desk>) -> Router {
    Router::new().fallback(answer).with_state(desk)
}

async fn answer(State(desk): State<Arc<Desk>>, request: Request) -> Response<Body> {
    let (method, headers) = (request.method().clone(), request.headers().clone());
    if !is_own_host(&headers) {
        let text = "this preview answers to localhost and to addresses of this machine only";
        return reply::words(&method, StatusCode::MISDIRECTED_REQUEST, text);
    }
    if !matches!(method, Method::GET | Method::HEAD) {
        let mut response = reply::words(&method, StatusCode::METHOD_NOT_ALLOWED, "a preview is only read");
        reply::set(&mut response, ALLOW, "GET, HEAD");
        return response;
    }
    desk.ready().await;
    let path = request.uri().path();
    let query = request.uri().query().unwrap_or_default();
    if let Some(own) = path.strip_prefix(OWN) {
        return own_path(&desk, &method, &headers, own, query).await;
    }
    // Before the edition is taken: a page that is older than its version would never be loaded again.
    let version = desk.version();
    let shown = edition(&desk, is_public(&headers)).await;
    let visit = Visit { desk: &desk, shown: &shown, version, method: &method, headers: &headers };
    match safe(path) {
        Some(path) => visit.below_base(&path, query),
        None => visit.missing(),
    }
}

/// The edition that a tab looks at. The public one may have to be built, which must not hold up the others.
async fn edition(desk: &Arc<Desk>, is_public: bool) -> Arc<Shown> {
    if !is_public {
        return desk.shown(false);
    }
    let builder = desk.clone();
    tokio::task::spawn_blocking(move || builder.shown(true)).await.unwrap_or_else(|_| desk.shown(false))
}

/// Names of this machine and addresses: no name of a foreign site can be made to mean the preview.
fn is_own_host(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return false };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok()
}

fn is_public(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|list| list.split(';')).any(|cookie| cookie.trim() == PUBLIC)
}

/// The path of a file, decoded once; nothing for one that tries to be clever.
fn safe(path: &str) -> Option<String> {
    let decoded = percent_decoded(path);
    let inner = decoded.strip_prefix('/')?;
    let is_odd = inner.contains(['\0', '\\']) || inner.split('/').any(|part| part == ".." || part == ".");
    (!is_odd).then(|| inner.to_owned())
}

/// One request for a file of the site.
struct Visit<'a> {
    desk: &'a Desk,
    shown: &'a Shown,
    version: String,
    method: &'a Method,
    headers: &'a HeaderMap,
}

impl Visit<'_> {
    /// A path of the server as one of the site, which may lie below a path of its own.
    fn below_base(&self, path: &str, query: &str) -> Response<Body> {
        let base = self.desk.base().trim_start_matches('/');
        match path.strip_prefix(base) {
            Some(inner) => self.page(inner, query),
            None if path.is_empty() || format!("{path}/") == base => self.moved(self.desk.base(), query),
            None => self.missing(),
        }
    }

    fn moved(&self, to: &str, query: &str) -> Response<Body> {
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        let mut response = reply::words(self.method, StatusCode::MOVED_PERMANENTLY, "this is a folder");
        reply::set(&mut response, LOCATION, &format!("{}{query}", crate::markdown::encode_href(to)));
        response
    }

    fn page(&self, path: &str, query: &str) -> Response<Body> {
        let file = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        if let Some(bytes) = self.shown.files.get(&file).and_then(|file| bytes(file, self.desk)) {
            return self.send(StatusCode::OK, &file, bytes);
        }
        if self.shown.files.contains_key(&format!("{path}/index.html")) {
            return self.moved(&format!("{}{path}/", self.desk.base()), query);
        }
        self.missing()
    }

    /// The site's own page for what is not there. Where nothing could be built, a page that says so: the faults come with the
    /// script.
    fn missing(&self) -> Response<Body> {
        let own = self.shown.files.get("404.html").and_then(|file| bytes(file, self.desk));
        let bytes = own.unwrap_or_else(|| {
            let title =
                if self.shown.files.is_empty() { "This edition does not build" } else { "Page not found" };
            NOTHING.replace("TITLE", title).into_bytes()
        });
        self.send(StatusCode::NOT_FOUND, "404.html", bytes)
    }

    fn send(&self, status: StatusCode, path: &str, bytes: Vec<u8>) -> Response<Body> {
        let kind = reply::content_type(path);
        let bytes = if kind.starts_with("text/html") { with_script(bytes, &self.version) } else { bytes };
        reply::file(self.method, self.headers, status, kind, bytes)
    }
}

/// Adds the one tag in which a served page differs from a built one. A redirect allows no script and gets none.
fn with_script(html: Vec<u8>, version: &str) -> Vec<u8> {
    let text = match String::from_utf8(html) {
        Ok(text) => text,
        Err(error) => return error.into_bytes(),
    };
    let is_redirect =
        text.split("</head>").next().is_some_and(|head| head.contains("http-equiv=\"refresh\""));
    if is_redirect {
        return text.into_bytes();
    }
    let tag = format!("<script src=\"{OWN}preview.js?v={version}\"></script>");
    let at = text.rfind("</body>").unwrap_or(text.len());
    [&text[..at], &tag, &text[at..]].concat().into_bytes()
}

/// The bytes of a file; nothing for one that is gone or leads out of the site by now.
fn bytes(file: &File, desk: &Desk) -> Option<Vec<u8>> {
    match file {
        File::Bytes(bytes) => Some(bytes.to_vec()),
        File::Copy(path, ..) => {
            let real = path.canonicalize().ok()?;
            let root = desk.root().canonicalize().ok()?;
            if real.starts_with(root) { std::fs::read(real).ok() } else { None }
        }
    }
}

async fn own_path(
    desk: &Arc<Desk>,
    method: &Method,
    headers: &HeaderMap,
    path: &str,
    query: &str,
) -> Response<Body> {
    let ask = |key: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(name, _)| *name == key).map(|(_, value)| percent_decoded(value))
    };
    let ok = StatusCode::OK;
    match path {
        "preview.js" => reply::file(method, headers, ok, reply::content_type(path), SCRIPT.into()),
        "preview.css" => reply::file(method, headers, ok, reply::content_type(path), STYLE.into()),
        "events" => events(desk.clone(), ask("since").unwrap_or_default(), is_public(headers)),
        "page" => {
            let shown = edition(desk, is_public(headers)).await;
            let path = ask("path").unwrap_or_default();
            let route = path.strip_prefix(desk.base().trim_end_matches('/')).unwrap_or(&path);
            let card = serde_json::to_vec(&shown.card(route));
            reply::file(method, headers, ok, "application/json", card.unwrap_or_default())
        }
        _ => reply::words(method, StatusCode::NOT_FOUND, "there is no such page of the preview"),
    }
}

/// First what a tab has missed, then what happens. A tab with the public edition hears of the faults of that one.
fn events(desk: Arc<Desk>, since: String, is_public: bool) -> Response<Body> {
    let stream = stream::unfold((desk, since, true), move |(desk, since, is_first)| async move {
        if !is_first {
            desk.later_than(&since).await;
        }
        let mut news = desk.news(&since);
        if is_public {
            news.faults = edition(&desk, true).await.faults.clone();
        }
        let version = news.version.clone();
        let event = Event::default().data(serde_json::to_string(&news).unwrap_or_default());
        Some((Ok::<Event, Infallible>(event), (desk, version, false)))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response()
}
