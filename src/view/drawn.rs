//! What many pages show alike: a name, a row of a list. It is made once for the whole site: the value that templates see, and the
//! HTML that a component of the theme makes of it. A page takes both as they are.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use tera::Value;

/// HTML that a component of the theme has made. A template prints it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn(Value);

impl Drawn {
    /// Takes HTML that is safe to print.
    pub fn new(html: &str) -> Self {
        Self(Value::safe_string(html))
    }
}

impl Default for Drawn {
    fn default() -> Self {
        Self::new("")
    }
}

impl Serialize for Drawn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The theme, as far as views need one.
pub trait Draw: Sync {
    /// What a component makes of its one argument. `route` is a page that shows it, for a fault in the component.
    fn draw(&self, component: &'static str, argument: &'static str, value: Value, route: &str) -> Drawn;
}

/// No theme: nothing is drawn.
pub struct Undrawn;

impl Draw for Undrawn {
    fn draw(&self, _: &'static str, _: &'static str, _: Value, _: &str) -> Drawn {
        Drawn::default()
    }
}

/// A view that many pages share.
#[derive(Debug)]
pub struct Shared<T> {
    inner: Arc<Inner<T>>,
}

#[derive(Debug)]
struct Inner<T> {
    view: T,
    value: Value,
}

impl<T: Serialize> Shared<T> {
    /// Shares a view as it is.
    pub fn new(view: T) -> Self {
        let value = Value::from_serializable(&view);
        Self { inner: Arc::new(Inner { view, value }) }
    }

    /// Has components draw the view and shares it with what came out.
    pub fn drawn(mut view: T, draw: impl FnOnce(&mut T, Value)) -> Self {
        let value = Value::from_serializable(&view);
        draw(&mut view, value);
        Self::new(view)
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone() }
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner.view
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for Shared<T> {}

impl<T> Serialize for Shared<T> {
    /// Templates get the value itself, not a copy.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.inner.value.serialize(serializer)
    }
}
