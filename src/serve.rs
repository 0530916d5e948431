//! The preview: load to audit in a loop, and the result from memory over HTTP. In goes a site and who may see the preview, out come
//! pages that differ from those of `build` in one script tag. Nothing is ever written to the disk, and a site that does not
//! build is a view and not an end: the last good pages stay, with the faults above them.

#![allow(
    clippy::disallowed_methods,
    reason = "a preview reads files to copy and measures how long a rebuild takes"
)]

// In order of dependency: each uses only those above it.
mod edition;

mod reply;

mod watch;

mod desk;

mod http;

use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, bail};

use crate::config::BaseUrl;
use crate::stages::Request;

pub use watch::Told;

/// The port that is tried first.
const PORT: u16 = 1111;
/// How many ports are tried from there on.
const TRIES: u16 = 100;

/// What to preview, and where.
pub struct Preview {
    /// The site and the edition to show. Its base URL becomes that of the preview, unless `own_base_url` is set.
    pub request: Request,
    /// An address of the author's, in place of that of the preview.
    pub own_base_url: Option<BaseUrl>,
    /// The address to listen at.
    pub bind: IpAddr,
    /// The port to listen at; absent for 1111 or the next one that is free. 0 takes any.
    pub port: Option<u16>,
    /// Show the site in the browser of the desktop.
    pub open: bool,
    /// Bring the browser to the page that was edited.
    pub navigate: bool,
    /// What to tell the person at the terminal.
    pub tell: Box<dyn Fn(Told<'_>) + Send + Sync>,
}

/// Serves until the person ends it.
///
/// # Errors
/// When no port can be had.
pub fn run(preview: Preview) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the server")?;
    runtime.block_on(serve(preview))
}

async fn serve(preview: Preview) -> anyhow::Result<()> {
    let listener = listen(preview.bind, preview.port).await?;
    let address = listener.local_addr().context("cannot tell the port")?;
    let url = format!("http://{address}/");
    println!("{url}");
    let _ = std::io::stdout().flush();
    if !preview.bind.is_loopback() {
        (preview.tell)(Told::Notice("the preview can be seen from other machines, drafts included"));
    }
    let mut request = preview.request;
    let own = BaseUrl::parse(&url).map_err(anyhow::Error::msg)?;
    request.base_url = Some(preview.own_base_url.unwrap_or(own));
    let desk = Arc::new(desk::Desk::new(request, preview.navigate, preview.tell));
    let builder = desk.clone();
    // Rebuilding is work for a thread of its own; it ends with the program.
    std::thread::Builder::new()
        .name("rebuild".to_owned())
        .spawn(move || builder.work())
        .context("cannot start a thread")?;
    if preview.open
        && let Err(error) = open::that_detached(&url)
    {
        desk.notice(&format!("cannot open a browser: {error}"));
    }
    let app = http::app(desk);
    tokio::select! {
        ended = async { axum::serve(listener, app).await } => ended.context("the server has ended"),
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

/// A port that was asked for must be free; else the first free one from 1111 on is taken.
async fn listen(bind: IpAddr, port: Option<u16>) -> anyhow::Result<tokio::net::TcpListener> {
    if let Some(port) = port {
        let address = SocketAddr::new(bind, port);
        return tokio::net::TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen at {address}"));
    }
    for port in PORT..PORT + TRIES {
        match tokio::net::TcpListener::bind(SocketAddr::new(bind, port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).with_context(|| format!("cannot listen at {bind}")),
        }
    }
    bail!("no port from {PORT} to {} is free; `--port 0` takes any", PORT + TRIES - 1)
}
