//! The templates: those of the site before those of the embedded theme. In go template files, out comes rendered HTML; what is
//! wrong with a template is a diagnostic at its file, line and column, never a half-made page. All faulty templates are reported
//! in one run: each one is set aside, so that the others can be looked at too.

mod faults;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, Value};

use super::memory::Memory;
use crate::config::{BaseUrl, Config};
use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::markdown::highlight::Grammars;
use crate::source::{Area, SourceId, Sources, Span};
use crate::view::{Digest, Draw, Drawn, PageView, SiteView, Sketch, digest};

pub use faults::Fault;

/// Prefix of the embedded templates, tried where the site has none of a name.
const EMBEDDED: &str = "theme/";

/// Ends of the names of files that are templates; anything else below `templates/` is left alone.
const TEMPLATE_ENDS: [&str; 3] = [".html", ".xml", ".txt"];

/// Templates ready to render.
pub struct Theme {
    tera: Tera,
    files: BTreeMap<String, SourceId>,
    fallback: SourceId,
    /// What code blocks are coloured with.
    pub grammars: Arc<Grammars>,
    /// What tells the site that templates see from another.
    pub site: Option<Digest>,
}

/// Reads all templates. Every template with a fault is reported. One that cannot be used gives way to the theme's of the same
/// name, or to an empty one, so that the rest of the site can be looked at; the errors see to it that nothing is written.
pub fn load(
    sources: &Sources,
    config: &Config,
    grammars: Arc<Grammars>,
    diagnostics: &mut Diagnostics,
) -> Theme {
    let mut files = BTreeMap::new();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut lost = BTreeMap::new();
    for (source, file) in sources.iter().filter(|(_, file)| file.area == Area::Template) {
        let name = match file.path.strip_prefix("theme:templates/") {
            Some(inner) => format!("{EMBEDDED}{inner}"),
            None => file.path.strip_prefix("templates/").unwrap_or(&file.path).to_owned(),
        };
        if !TEMPLATE_ENDS.iter().any(|end| name.ends_with(end)) {
            continue;
        }
        // A file that is no text was reported when it was read.
        let place = if file.broken { &mut lost } else { &mut texts };
        place.insert(name.clone(), file.text.to_string());
        files.insert(name, source);
    }
    let mut theme = Theme { tera: Tera::new(), files, fallback: config.source, grammars, site: None };
    // Most themes are sound, and reading one twice takes as long as a small site.
    let sound = lost.is_empty().then(|| build(&texts, &config.base_url));
    if let Some(Ok(tera)) = sound {
        theme.tera = tera;
        return theme;
    }
    let broken: Vec<Fault> = texts.iter().filter_map(|(name, text)| faults::syntax(name, text)).collect();
    for fault in &broken {
        diagnostics.push(theme.diagnostic(fault));
        set_aside(&mut texts, &mut lost, &fault.template);
    }
    loop {
        let error = match build(&texts, &config.base_url) {
            Ok(tera) => {
                theme.tera = tera;
                return theme;
            }
            Err(error) => error,
        };
        let before = lost.clone();
        let mut moved = false;
        for fault in faults::of(&error, &texts) {
            // What a lost template would have brought is missing elsewhere through no fault of the others.
            if !fault.follows_from(&before) {
                diagnostics.push(theme.diagnostic(&fault));
            }
            moved |= set_aside(&mut texts, &mut lost, &fault.template);
        }
        if !moved {
            return theme;
        }
    }
}

/// Takes a template out of the way; false when that was done before.
fn set_aside(texts: &mut BTreeMap<String, String>, lost: &mut BTreeMap<String, String>, name: &str) -> bool {
    let text = if texts.contains_key(&format!("{EMBEDDED}{name}")) {
        texts.remove(name)
    } else {
        texts.get_mut(name).map(std::mem::take).filter(|text| !text.is_empty())
    };
    match text {
        Some(text) => lost.insert(name.to_owned(), text).is_none(),
        None => false,
    }
}

fn build(texts: &BTreeMap<String, String>, base: &BaseUrl) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    tera.set_fallback_prefixes([EMBEDDED])?;
    let base = base.clone();
    tera.register_function("url", move |kwargs: Kwargs, _: &State| -> tera::TeraResult<Value> {
        let path: String = kwargs.must_get("path")?;
        Ok(Value::from(base.href(&path)))
    });
    tera.add_raw_templates(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())))?;
    Ok(tera)
}

impl Theme {
    /// Renders a page with a view under its name, as UTF-8, to the end of a buffer.
    ///
    /// # Errors
    /// A fault of the template, at its place.
    pub fn render<T: Serialize>(
        &self,
        page: &PageView,
        name: &'static str,
        view: &T,
        html: &mut Vec<u8>,
    ) -> Result<(), Fault> {
        let mut context = Context::new();
        context.insert("page", page);
        context.insert(name, view);
        let template = match name {
            "content" => "page.html".to_owned(),
            name => format!("{name}.html"),
        };
        let rendered = self.tera.render_to(&template, &context, html);
        rendered.map_err(|error| faults::of_page(&error, &template, &page.route))
    }

    /// Gives every template the site.
    pub fn set_site(&mut self, site: &SiteView) {
        self.tera.global_context().insert("site", site);
        self.site = digest(site);
    }

    /// A fault where it stands. For a component that does not take what it is handed the engine gives no place, so that the fault bears
    /// its name in place of that of a template.
    fn placed(&self, fault: Fault, sources: &Sources) -> Fault {
        let is_file = self.files.contains_key(&fault.template)
            || self.files.contains_key(&format!("{EMBEDDED}{}", fault.template));
        if is_file {
            return fault;
        }
        let (embedded, own): (Vec<_>, Vec<_>) =
            self.files.iter().partition(|(name, _)| name.starts_with(EMBEDDED));
        let defined = own.into_iter().chain(embedded).find_map(|(name, source)| {
            let range = faults::definition(&sources.get(*source).text, &fault.template)?;
            Some((name.clone(), range))
        });
        let Some((template, range)) = defined else { return fault };
        let (said, _) = fault.sentences();
        let message = format!("`{}` does not take what it is handed: {said}", fault.template);
        Fault { template, range, message, page: fault.page }
    }

    fn diagnostic(&self, fault: &Fault) -> Diagnostic {
        let embedded = format!("{EMBEDDED}{}", fault.template);
        let source = self.files.get(&fault.template).or_else(|| self.files.get(&embedded)).copied();
        let span = Span::new(source.unwrap_or(self.fallback), fault.range.start, fault.range.end);
        let (message, available) = fault.sentences();
        let mut diagnostic = Diagnostic::error("template", span, message);
        if let Some(available) = available {
            let unknown = diagnostic.message.split('`').nth(1).unwrap_or_default().to_owned();
            let near = did_you_mean(&unknown, available.split(", "));
            diagnostic = diagnostic.maybe_hint(near).hint(format!("there are: {available}"));
        }
        diagnostic
    }
}

/// Draws components, and keeps what is wrong with them until all is drawn.
pub struct Brush<'a> {
    theme: &'a Theme,
    memory: Option<&'a Memory>,
    faults: Mutex<Vec<Fault>>,
}

impl<'a> Brush<'a> {
    /// Draws with the components of a theme; what a memory has need not be drawn again.
    pub fn new(theme: &'a Theme, memory: Option<&'a Memory>) -> Self {
        Self { theme, memory, faults: Mutex::default() }
    }

    /// True where something went wrong so far.
    pub fn is_faulty(&self) -> bool {
        !self.faults.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// What went wrong so far, in order of page.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = std::mem::take(&mut *self.faults.lock().unwrap_or_else(PoisonError::into_inner));
        faults.sort_by(|a, b| a.page.cmp(&b.page));
        faults
    }
}

impl Draw for Brush<'_> {
    fn draw(&self, component: &'static str, argument: &'static str, view: &dyn Sketch, route: &str) -> Drawn {
        let memory = self.memory.and_then(|memory| Some((memory, (component, view.digest()?))));
        if let Some(drawn) = memory.and_then(|(memory, key)| memory.drawn.get(&key)) {
            return drawn;
        }
        let mut context = Context::new();
        context.insert_value(argument, view.value());
        match self.theme.tera.render_component(component, &context, None, true) {
            Ok(html) => {
                let drawn = Drawn::new(&html);
                memory.into_iter().for_each(|(memory, key)| memory.drawn.put(key, drawn.clone()));
                drawn
            }
            Err(error) => {
                let fault = faults::of_page(&error, component, route);
                self.faults.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
                Drawn::default()
            }
        }
    }
}

/// Reports what failed while pages were rendered: once for each place, with the number of pages and the first of them.
pub fn report(theme: &Theme, sources: &Sources, faults: Vec<Fault>, diagnostics: &mut Diagnostics) {
    let faults: Vec<Fault> = faults.into_iter().map(|fault| theme.placed(fault, sources)).collect();
    let mut places: BTreeMap<(&str, usize, &str), (&Fault, usize)> = BTreeMap::new();
    for fault in &faults {
        let key = (fault.template.as_str(), fault.range.start, fault.message.as_str());
        places.entry(key).or_insert((fault, 0)).1 += 1;
    }
    for (fault, count) in places.into_values() {
        let mut diagnostic = theme.diagnostic(fault);
        let on = match count {
            1 => format!(", on {}", fault.page),
            _ => format!(", on {count} pages, first {}", fault.page),
        };
        diagnostic.message.push_str(&on);
        diagnostics.push(diagnostic.hint("docs/theming.md lists what each template may use"));
    }
}
