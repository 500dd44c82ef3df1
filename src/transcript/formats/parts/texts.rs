//! Ids, names and lists as vendors write them: a string, or a number that means one; a list, or nothing. Used by the
//! readers of many formats.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::times::{epoch, number};

/// A string, a number's digits, or none where there is nothing that is one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(in crate::transcript::formats) struct Text(pub Option<String>);

impl Text {
    /// The text, if it says anything.
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref().map(str::trim).filter(|text| !text.is_empty())
    }

    /// The same as an own string.
    pub fn owned(&self) -> Option<String> {
        self.get().map(str::to_owned)
    }

    /// Seconds since the epoch: of a moment, or of a count of seconds, thousandths or millionths.
    pub fn moment(&self) -> Option<f64> {
        /// A count of seconds as large as this lies thousands of years ahead: it counts smaller things.
        const TOO_LATE: f64 = 1e11;
        let text = self.get()?;
        let Some(count) = number(text) else { return epoch(text) };
        let unit = [1.0, 1e3, 1e6, 1e9].into_iter().find(|unit| count / unit < TOO_LATE)?;
        Some(count / unit)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyText)
    }
}

/// A list that may be null.
pub(in crate::transcript::formats) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Option::<Vec<T>>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Whether somebody could be called so, and it is no id: a name of two words may be written beside a role.
pub(in crate::transcript::formats) fn is_name(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(|c| c.is_ascii_digit() || matches!(c, '_' | '@' | '/'))
}

struct AnyText;

impl<'de> Visitor<'de> for AnyText {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(Text(Some(text.to_owned())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Text, E> {
        Ok(Text(Some(number.to_string())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Text, E> {
        Ok(Text(Some(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Text, E> {
        Ok(Text(Some(number.to_string())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Text, E> {
        Ok(Text(None))
    }

    fn visit_unit<E>(self) -> Result<Text, E> {
        Ok(Text(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Text, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Text(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Text(None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_may_be_numbers_and_moments() {
        for (json, text, moment) in [
            ("\"a\"", Some("a"), None),
            ("1772445731", Some("1772445731"), Some(1_772_445_731.0)),
            ("1772445731500", Some("1772445731500"), Some(1_772_445_731.5)),
            ("\"2026-03-02T10:02:11Z\"", Some("2026-03-02T10:02:11Z"), Some(1_772_445_731.0)),
            ("[{}]", None, None),
            ("{\"a\": 1}", None, None),
            ("null", None, None),
        ] {
            let read: Text = serde_json::from_str(json).expect(json);
            assert_eq!((read.0.as_deref(), read.moment()), (text, moment), "{json}");
        }
    }
}
