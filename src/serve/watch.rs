//! What changed on the disk. In goes the folder of a site, out comes one word for each burst of changes that may matter to it.
//! Editors' leftovers, `.git` and the output are passed over. Where the system cannot tell, the folder is looked
//! through every second, with a notice.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{Config, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::load;

/// What a preview tells the person at the terminal.
pub enum Told<'a> {
    /// Something to know.
    Notice(&'a str),
    /// A rebuild: what there is to say about the site, and a closing line.
    Built(&'a crate::diagnostic::Diagnostics, &'a crate::source::Sources, &'a str),
    /// The site could not be read at all.
    Failed(&'a str),
}

/// A burst has ended when nothing more came for this long.
const QUIET: Duration = Duration::from_millis(20);
/// A burst that does not end is cut here.
const LONGEST: Duration = Duration::from_millis(1500);
/// How often a folder is looked through where the system does not tell.
const POLL: Duration = Duration::from_secs(1);

/// Folders of a site that are watched with all that is in them.
const FOLDERS: [&str; 4] = ["content", "static", "syntaxes", "templates"];

/// File systems that tell nothing of what other machines do (or nothing at all).
const REMOTE: [&str; 10] =
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "drvfs", "vboxsf", "fuse.sshfs", "afs"];

/// Changes that came together.
#[derive(Default)]
pub struct Burst {
    /// Paths, relative to the root.
    pub changed: Vec<PathBuf>,
    /// True where nothing else changed: a system that tells did not lose count.
    pub is_whole: bool,
    /// Said where the disk is polled from now on.
    pub notice: Option<String>,
}

/// Watches one site.
pub struct Watch {
    root: PathBuf,
    watcher: Option<Box<dyn Watcher + Send>>,
    events: Receiver<notify::Result<notify::Event>>,
    sender: Sender<notify::Result<notify::Event>>,
    polls: bool,
}

impl Watch {
    /// Starts to watch. The second value is a notice where the disk is polled, and why.
    pub fn new(root: &Path) -> (Self, Option<String>) {
        let (sender, events) = channel();
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let mut watch = Self { root, watcher: None, events, sender, polls: false };
        let notice = match remote(&watch.root) {
            Some(kind) => Some(format!("the site is on a network drive ({kind})")),
            None => {
                watch.start().err().map(|error| format!("the system does not tell what changes: {error}"))
            }
        };
        let notice = notice.map(|why| watch.poll(&why));
        (watch, notice)
    }

    /// Looks through the folder from now on, and says why.
    fn poll(&mut self, why: &str) -> String {
        self.polls = true;
        let end =
            self.start().err().map_or_else(String::new, |error| format!(", and that fails too: {error}"));
        format!("{why}; looking for changes once a second{end}")
    }

    fn start(&mut self) -> notify::Result<()> {
        let sender = self.sender.clone();
        let tell = move |event| drop(sender.send(event));
        self.watcher = None;
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher: Box<dyn Watcher + Send> = if self.polls {
            Box::new(PollWatcher::new(tell, config.with_poll_interval(POLL).with_compare_contents(false))?)
        } else {
            Box::new(RecommendedWatcher::new(tell, config)?)
        };
        watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS.map(|folder| self.root.join(folder)).iter().filter(|folder| folder.is_dir()) {
            watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        self.watcher = Some(watcher);
        Ok(())
    }

    /// Waits for a burst of changes that may matter. The watch is renewed with each burst in which a folder came or went, so that one
    /// that was removed and made again is seen.
    pub fn wait(&mut self) -> Burst {
        loop {
            let Ok(first) = self.events.recv() else { return Burst::default() };
            let start = Instant::now();
            let mut burst = vec![first];
            while start.elapsed() < LONGEST {
                match self.events.recv_timeout(QUIET) {
                    Ok(event) => burst.push(event),
                    Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
                }
            }
            let is_lossy = burst
                .iter()
                .any(|event| event.as_ref().is_ok_and(notify::Event::need_rescan) || event.is_err());
            let mut paths: Vec<PathBuf> =
                burst.into_iter().flatten().flat_map(|event| self.relevant(event)).collect();
            paths.sort();
            paths.dedup();
            if is_lossy || !paths.is_empty() {
                // A folder of the site that came or went needs a watch of its own.
                let is_folder =
                    |path: &PathBuf| path.components().count() == 1 && !path.ends_with("sitrep.yaml");
                let renewed = if is_lossy || paths.iter().any(is_folder) { self.start() } else { Ok(()) };
                let notice = renewed
                    .err()
                    .map(|error| self.poll(&format!("the system does not tell what changes: {error}")));
                return Burst { is_whole: !is_lossy && !self.polls, changed: paths, notice };
            }
        }
    }

    fn relevant(&self, event: notify::Event) -> Vec<PathBuf> {
        if matches!(event.kind, EventKind::Access(_)) {
            return Vec::new();
        }
        let inner = event.paths.iter().filter_map(|path| path.strip_prefix(&self.root).ok());
        inner.filter(|path| matters(path)).map(Path::to_owned).collect()
    }
}

/// True for `sitrep.yaml` and for what stands in a folder of the site and is no leftover.
fn matters(path: &Path) -> bool {
    let mut parts = path.components().map(|part| part.as_os_str().to_string_lossy());
    let Some(first) = parts.next() else { return false };
    if first == "sitrep.yaml" {
        return true;
    }
    FOLDERS.contains(&first.as_ref()) && parts.all(|part| !load::is_leftover(&part) && part != ".git")
}

/// The kind of the file system that a folder is on, where it is one of a network.
fn remote(root: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/self/mounts").ok()?;
    let fields = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ');
        Some((fields.nth(1)?.replace("\\040", " "), fields.next()?.to_owned()))
    });
    let under = fields.filter(|(at, _)| root.starts_with(at));
    let (_, kind) = under.max_by_key(|(at, _)| at.len())?;
    REMOTE.contains(&kind.as_str()).then_some(kind)
}
