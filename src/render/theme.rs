//! The templates: those of the site before those of the embedded theme. In go template files, out comes rendered HTML; what is
//! wrong with a template is a diagnostic at its file, line and column, never a half-made page.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, ReportError, State, Tera, Value};

use crate::config::{BaseUrl, Config};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Area, SourceId, Sources, Span};
use crate::view::{PageView, SiteView};

/// Prefix of the embedded templates, tried where the site has none of a name.
const EMBEDDED: &str = "theme/";

/// Templates ready to render.
pub struct Theme {
    tera: Tera,
    files: BTreeMap<String, SourceId>,
    fallback: SourceId,
}

/// What went wrong while a page was rendered.
pub struct Fault {
    template: String,
    range: std::ops::Range<usize>,
    message: String,
}

/// Reads all templates. Every template with a fault is reported; one that does not parse is left empty so that the others
/// can be looked at too.
pub fn load(sources: &Sources, config: &Config, diagnostics: &mut Diagnostics) -> Theme {
    let mut files = BTreeMap::new();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (source, file) in sources.iter().filter(|(_, file)| file.area == Area::Template) {
        let name = match file.path.strip_prefix("theme:templates/") {
            Some(inner) => format!("{EMBEDDED}{inner}"),
            None => file.path.trim_start_matches("templates/").to_owned(),
        };
        let is_page = name.ends_with(".html") || name.ends_with(".xml") || name.ends_with(".txt");
        if is_page && !file.broken {
            files.insert(name.clone(), source);
            texts.insert(name, file.text.to_string());
        }
    }
    let mut theme = Theme { tera: Tera::new(), files, fallback: config.source };
    let mut reported = BTreeSet::new();
    loop {
        match build(&texts, &config.base_url) {
            Ok(tera) => {
                theme.tera = tera;
                return theme;
            }
            Err(error) => {
                let fault = fault(&error);
                let name = culprit(&error, &texts).unwrap_or_else(|| fault.template.clone());
                diagnostics.push(theme.diagnostic(&fault, &name));
                // A template that was emptied already cannot be at fault again.
                if !texts.contains_key(&name) || !reported.insert(name.clone()) {
                    return theme;
                }
                texts.insert(name, String::new());
            }
        }
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

fn report_of(error: &tera::Error) -> Option<&ReportError> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report),
        _ => None,
    }
}

/// The template that an error is about.
fn culprit(error: &tera::Error, texts: &BTreeMap<String, String>) -> Option<String> {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            Some(report.filename().to_owned())
        }
        ErrorKind::MissingParent { current, .. } => Some(current.clone()),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl.clone()),
        other => {
            let text = other.to_string();
            texts.keys().find(|name| text.contains(name.as_str())).cloned()
        }
    }
}

fn fault(error: &tera::Error) -> Fault {
    match report_of(error) {
        Some(report) => Fault {
            template: report.filename().to_owned(),
            range: report.span().range.clone(),
            message: report.message().to_owned(),
        },
        None => Fault { template: String::new(), range: 0..0, message: error.to_string() },
    }
}

impl Theme {
    /// Renders a page with a view under its name.
    pub fn render<T: Serialize>(
        &self,
        page: &PageView,
        name: &'static str,
        view: &T,
    ) -> Result<String, Fault> {
        let mut context = Context::new();
        context.insert("page", page);
        let template = match name {
            "content" => "page.html",
            "404" => "404.html",
            name => {
                context.insert(name, view);
                return self.run(&format!("{name}.html"), &context);
            }
        };
        context.insert(name, view);
        self.run(template, &context)
    }

    fn run(&self, template: &str, context: &Context) -> Result<String, Fault> {
        self.tera.render(template, context).map_err(|error| fault(&error))
    }

    /// Gives every template the site.
    pub fn set_site(&mut self, site: &SiteView) {
        self.tera.global_context().insert("site", site);
    }

    fn diagnostic(&self, fault: &Fault, name: &str) -> Diagnostic {
        let source = self.files.get(name).copied().unwrap_or(self.fallback);
        let span = Span::new(source, fault.range.start, fault.range.end);
        let message = fault.message.lines().next().unwrap_or_default();
        Diagnostic::error("template", span, lowered(message))
    }
}

/// Reports what failed while pages were rendered: once for each place, with the number of pages.
pub fn report(theme: &Theme, faults: &[Fault], diagnostics: &mut Diagnostics) {
    let mut counts: BTreeMap<(&str, usize, usize, &str), usize> = BTreeMap::new();
    for fault in faults {
        let key = (fault.template.as_str(), fault.range.start, fault.range.end, fault.message.as_str());
        *counts.entry(key).or_insert(0) += 1;
    }
    for ((template, start, end, message), count) in counts {
        let fault = Fault { template: template.to_owned(), range: start..end, message: message.to_owned() };
        let mut diagnostic = theme.diagnostic(&fault, template);
        if count > 1 {
            diagnostic.message.push_str(&format!(" ({count} pages)"));
        }
        diagnostics.push(diagnostic.hint("docs/theming.md lists what each template may use"));
    }
}

/// Diagnostics start in lower case and end without a period.
fn lowered(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => "this template cannot be used".to_owned(),
    }
}
