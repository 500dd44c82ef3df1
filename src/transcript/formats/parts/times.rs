//! Numbers and moments as vendors write them: `13.6`, `"13.6"`, `"0.500s"`, `{"seconds": "1", "nanos": 500}`,
//! `"PT1M2.5S"`, `"00:01:02,500"`, `2026-03-02T10:02:11.5Z`. What cannot be read is none, never an error. Used by the readers of many formats.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A number, or none where there is nothing that is one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::transcript::formats) struct Number(pub Option<f64>);

impl Number {
    /// Of a count of thousandths.
    pub fn thousandths(self) -> Option<f64> {
        self.0.map(|millis| millis / 1000.0)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyNumber)
    }
}

struct AnyNumber;

impl<'de> Visitor<'de> for AnyNumber {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Number, E> {
        Ok(Number(Some(number).filter(|n| n.is_finite())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Number, E> {
        Ok(Number(Some(number as f64)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Number, E> {
        Ok(Number(Some(number as f64)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Number, E> {
        Ok(Number(number(text)))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Number, E> {
        Ok(Number(None))
    }

    fn visit_unit<E>(self) -> Result<Number, E> {
        Ok(Number(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Number, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Number(None))
    }

    /// Seconds and nanoseconds; a part that is zero is left out.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Number, A::Error> {
        let mut sum = 0.0;
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            let unit = match key.as_ref() {
                "seconds" => 1.0,
                "nanos" => 1e-9,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            // Numbers or strings of them; how deep nonsense may go, serde_json bounds.
            sum += map.next_value::<Number>()?.0.unwrap_or(0.0) * unit;
        }
        Ok(Number(Some(sum).filter(|n| n.is_finite())))
    }
}

/// A list, or nothing where there is `null` instead of it.
pub(in crate::transcript::formats) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Option::<Vec<T>>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// `13.6`, `0.500s`, `PT1M2.5S` and `00:01:02,500`.
pub(in crate::transcript::formats) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.starts_with('P') {
        return duration(text);
    }
    if text.contains(':') {
        return clock(text);
    }
    text.strip_suffix('s').unwrap_or(text).parse().ok().filter(|n: &f64| n.is_finite())
}

/// Seconds of a duration in ISO 8601, up to days.
fn duration(text: &str) -> Option<f64> {
    let (mut sum, mut begin) = (0.0, 1);
    for (at, letter) in text.char_indices().skip(1) {
        let unit = match letter {
            '0'..='9' | '.' => continue,
            'T' => 0.0,
            'D' => 86_400.0,
            'H' => 3600.0,
            'M' => 60.0,
            'S' => 1.0,
            _ => return None,
        };
        if letter != 'T' {
            sum += text[begin..at].parse::<f64>().ok()? * unit;
        }
        begin = at + 1;
    }
    Some(sum).filter(|n| begin > 1 && begin == text.len() && n.is_finite())
}

/// Seconds of `01:02:03.5` and `02:03,500`.
fn clock(text: &str) -> Option<f64> {
    let mut sum = 0.0;
    for part in text.splitn(3, ':') {
        sum = sum * 60.0 + part.replace(',', ".").parse::<f64>().ok().filter(|n| *n >= 0.0)?;
    }
    Some(sum).filter(|n| n.is_finite())
}

/// Seconds since the epoch of `2026-03-02T10:02:11.5Z`, `2026-03-02 10:02:11+01:00` and their like; a moment without
/// its zone counts as UTC.
pub fn epoch(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = |range: std::ops::Range<usize>| -> Option<i64> {
        let part = text.get(range)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let mark = |at: usize, marks: &[u8]| text.as_bytes().get(at).is_some_and(|b| marks.contains(b));
    if !(mark(4, b"-") && mark(7, b"-") && mark(10, b"Tt ") && mark(13, b":")) {
        return None;
    }
    let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
    let (hour, minute) = (digits(11..13)?, digits(14..16)?);
    let whole = mark(16, b":").then(|| digits(17..19)).flatten();
    let rest = text.get(if whole.is_some() { 19 } else { 16 }..)?;
    let behind = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
    let fraction = match rest[..behind].strip_prefix(['.', ',']) {
        Some(digits) if !digits.is_empty() => format!("0.{digits}").parse::<f64>().ok()?,
        _ => 0.0,
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 24 || minute > 59 {
        return None;
    }
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + whole.unwrap_or(0);
    Some(seconds as f64 + fraction - zone(rest[behind..].trim())? as f64)
}

/// Seconds by which a zone is before UTC: `Z`, `UTC`, nothing, `+01:00`, `-0500`, `+02`.
fn zone(text: &str) -> Option<i64> {
    if matches!(text, "" | "Z" | "z" | "UTC") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.strip_prefix(['+', '-'])?.chars().filter(char::is_ascii_digit).collect();
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits.get(2..4).map_or(Some(0), |minutes| minutes.parse().ok())?;
    Some(sign * (hours * 3600 + minutes * 60))
}

/// Days from the epoch to a date of the Gregorian calendar (as by H. Hinnant's `days_from_civil`).
pub(in crate::transcript::formats) fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// A moment in RFC 3339, in UTC; none where no year of four digits holds it.
pub fn rfc3339(epoch: f64) -> Option<String> {
    if !(-62_135_596_800.0..253_402_300_800.0).contains(&epoch) {
        return None;
    }
    let whole = epoch.floor() as i64;
    let (day, second) = (whole.div_euclid(86_400), whole.rem_euclid(86_400));
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// When a call began: RFC 3339 as it is written, and other moments made so.
pub(in crate::transcript::formats) fn started(text: &str) -> Option<String> {
    let moment = epoch(text)?;
    let text = text.trim();
    let whole = text.contains('T') && text.ends_with(|c: char| c == 'Z' || c.is_ascii_digit()) && text.len() >= 20;
    if whole { Some(text.to_owned()) } else { rfc3339(moment) }
}

/// Seconds between two moments, to the millisecond: so far from zero, a number's own steps would show.
pub(in crate::transcript::formats) fn since(began: f64, moment: f64) -> f64 {
    ((moment - began) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_many_dresses() {
        for (json, number) in [
            ("13.6", Some(13.6)),
            ("\"13.6\"", Some(13.6)),
            ("\"0.500s\"", Some(0.5)),
            (r#"{"seconds": "1", "nanos": 500000000}"#, Some(1.5)),
            ("{}", Some(0.0)),
            ("\"PT2.18S\"", Some(2.18)),
            ("\"PT1H2M3.5S\"", Some(3723.5)),
            ("\"PT\"", Some(0.0)),
            ("\"PT2\"", None),
            ("\"Pé\"", None),
            ("\"00:01:02,500\"", Some(62.5)),
            ("\"1:02\"", Some(62.0)),
            ("\"a:b\"", None),
            ("null", None),
            ("\"\"", None),
            ("\"NaN\"", None),
            ("[1]", None),
            ("true", None),
        ] {
            assert_eq!(serde_json::from_str::<Number>(json).expect(json).0, number, "{json}");
        }
    }

    #[test]
    fn moments_are_read_and_written() {
        assert_eq!(epoch("1970-01-01T00:00:00Z"), Some(0.0));
        assert_eq!(epoch("2026-03-02T10:02:11.5Z"), Some(1_772_445_731.5));
        assert_eq!(epoch("2026-03-02 11:02:11.500+01:00"), Some(1_772_445_731.5));
        assert_eq!(epoch("2026-03-02T05:02-0500"), Some(1_772_445_720.0));
        for wrong in ["", "10:02", "2026-13-02T10:02:11Z", "2026-03-02", "aaaa-bb-ccTdd:ee:ff", "2026-03-02T10:02:11Zé"]
        {
            assert_eq!(epoch(wrong), None, "{wrong}");
        }
        for moment in ["2026-03-02T10:02:11Z", "2024-02-29T23:59:59Z", "1969-12-31T00:00:00Z", "2000-03-01T00:00:00Z"] {
            assert_eq!(epoch(moment).and_then(rfc3339).as_deref(), Some(moment));
        }
        assert_eq!(rfc3339(f64::NAN).or(rfc3339(f64::MAX)), None);
    }
}
