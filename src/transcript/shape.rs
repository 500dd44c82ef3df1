//! The shape of a JSON value: which fields stand where, without their contents. By it the formats tell whose file
//! it is. Used by `format`; reads a file once and keeps a few hundred names at most.

use std::fmt;

use rustc_hash::FxHashSet;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Fields deeper than this say nothing about whose file it is.
const DEEPEST: usize = 5;
/// So many elements of a list are looked at: the first may lack what the others have.
const ELEMENTS: usize = 8;
/// No path that tells anything is longer (bytes): a path is kept for each field below a long name.
const LONGEST_PATH: usize = 200;
/// No vendor's file has so many different fields so near the top; what comes after is not kept.
const MOST_PATHS: usize = 2_000;

/// The paths of all fields near the top: `results.channels[].alternatives[].words`; a list's path ends in `[]`.
#[derive(Debug, Default)]
pub(super) struct Shape {
    paths: FxHashSet<String>,
}

impl Shape {
    /// Of a JSON text.
    ///
    /// # Errors
    /// When it is no JSON.
    pub fn of(text: &str) -> serde_json::Result<Self> {
        let mut shape = Self::default();
        let mut json = serde_json::Deserializer::from_str(text);
        Below { shape: &mut shape, path: &mut String::new(), depth: 0 }.deserialize(&mut json)?;
        json.end()?;
        Ok(shape)
    }

    /// The fields at the top, in the order of their names.
    pub fn top(&self) -> Vec<&str> {
        let mut top: Vec<&str> = self.paths.iter().map(String::as_str).filter(|p| !p.contains(['.', '['])).collect();
        top.sort_unstable();
        top
    }

    /// Whether there are no fields at all.
    pub fn is_empty(&self) -> bool {
        self.paths.iter().all(|path| path == "[]")
    }

    /// Whether there is a field or list at a path.
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }
}

/// Collects what stands below a path.
struct Below<'s> {
    shape: &'s mut Shape,
    path: &'s mut String,
    depth: usize,
}

impl Below<'_> {
    fn note(&mut self) {
        if self.shape.paths.len() < MOST_PATHS && !self.shape.paths.contains(self.path.as_str()) {
            self.shape.paths.insert(self.path.clone());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Below<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.depth >= DEEPEST {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Below<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let length = self.path.len();
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(&key);
            if self.path.len() > LONGEST_PATH {
                map.next_value::<IgnoredAny>()?;
                self.path.truncate(length);
                continue;
            }
            self.note();
            map.next_value_seed(Below { shape: self.shape, path: self.path, depth: self.depth + 1 })?;
            self.path.truncate(length);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        let length = self.path.len();
        self.path.push_str("[]");
        self.note();
        for _ in 0..ELEMENTS {
            let below = Below { shape: self.shape, path: self.path, depth: self.depth + 1 };
            if list.next_element_seed(below)?.is_none() {
                break;
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        self.path.truncate(length);
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_their_paths() {
        let shape = Shape::of(r#"{"a": [{"b": 1}, {"c": {"d": null}}], "e": "text"}"#).expect("JSON");
        for path in ["a", "a[]", "a[].b", "a[].c.d", "e"] {
            assert!(shape.has(path), "{path}");
        }
        assert!(!shape.has("a[].d"));
        let long = format!(r#"{{"{}": {{"b": [1]}}, "c": 2}}"#, "a".repeat(1000));
        assert_eq!(Shape::of(&long).expect("JSON").paths.into_iter().collect::<Vec<_>>(), ["c"]);
        assert!(Shape::of("[[[[[[[[[[").is_err() && Shape::of("{} {}").is_err());
    }
}
