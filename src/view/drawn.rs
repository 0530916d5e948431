//! What many pages show alike: a name, a row of a list. It is made once for the whole site: the value that templates see, and the
//! HTML that a component of the theme makes of it. A page takes both as they are.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};
use tera::Value;

use super::digest::{self, Digest, digest};

/// HTML that a component of the theme has made. A template prints it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn(Value);

impl Drawn {
    /// Takes HTML that is safe to print.
    pub fn new(html: &str) -> Self {
        Self(Value::safe_string(html))
    }

    /// Several, one behind the other.
    pub fn of(parts: &[Self]) -> Self {
        Self::new(&parts.iter().map(Self::html).collect::<Vec<_>>().concat())
    }

    fn html(&self) -> &str {
        self.0.as_str().unwrap_or_default()
    }

    /// Serializes it for a view that does not hold what it was made of: the HTML itself tells the view from others.
    pub fn told<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if digest::is_being_taken() { self.html().serialize(serializer) } else { self.serialize(serializer) }
    }
}

impl Default for Drawn {
    fn default() -> Self {
        Self::new("")
    }
}

impl Serialize for Drawn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if digest::is_being_taken() {
            return serializer.serialize_unit();
        }
        self.0.serialize(serializer)
    }
}

/// A view that is about to be drawn.
pub trait Sketch {
    /// As templates see it.
    fn value(&self) -> Value;
    /// What tells it from others.
    fn digest(&self) -> Option<Digest>;
}

impl<T: Serialize> Sketch for T {
    fn value(&self) -> Value {
        Value::from_serializable(self)
    }

    fn digest(&self) -> Option<Digest> {
        digest(self)
    }
}

/// The theme, as far as views need one.
pub trait Draw: Sync {
    /// What a component makes of its one argument. `route` is a page that shows it, for a fault in the component.
    fn draw(&self, component: &'static str, argument: &'static str, view: &dyn Sketch, route: &str) -> Drawn;
}

/// No theme: nothing is drawn.
pub struct Undrawn;

impl Draw for Undrawn {
    fn draw(&self, _: &'static str, _: &'static str, _: &dyn Sketch, _: &str) -> Drawn {
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
    value: OnceLock<Value>,
    digest: OnceLock<Option<Digest>>,
}

impl<T: Serialize> Shared<T> {
    /// Shares a view as it is.
    pub fn new(view: T) -> Self {
        Self { inner: Arc::new(Inner { view, value: OnceLock::new(), digest: OnceLock::new() }) }
    }
}

impl<T: Default + Serialize> Default for Shared<T> {
    fn default() -> Self {
        Self::new(T::default())
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

impl<T: Serialize> Serialize for Shared<T> {
    /// Templates get the value itself, not a copy.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inner = &self.inner;
        if digest::is_being_taken() {
            return inner.digest.get_or_init(|| digest(&inner.view)).serialize(serializer);
        }
        inner.value.get_or_init(|| Value::from_serializable(&inner.view)).serialize(serializer)
    }
}
