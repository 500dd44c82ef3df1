//! What the packs say of personal data: the words by which it is known, and number words. Used by the redaction.

use super::problem::Problem;
use super::table::{Problems, Table, Text};

/// `[redaction]`: words around personal data, list by list.
#[derive(Debug, Clone)]
pub struct RawRedaction {
    /// A list's key and its phrases.
    pub lists: Vec<(&'static str, Vec<Text>)>,
    /// Number words beside those that say digits: `"doscientos" = "200"`, and `"double" = "x2"`.
    pub numbers: Vec<(Text, Text)>,
}

impl RawRedaction {
    /// The lists. `card` to `code` are said before or behind a number that is personal, `ending` before a piece of one,
    /// `innocent` around numbers that are nobody's, and `units` behind them; `links` may stand between such a word and its
    /// number, `joints` inside a number. `street-behind` follows a street's name, and so does `street-maybe`, which may be an
    /// ordinary word too; those of `street-capital` are only streets where they have a capital, or nothing has. Behind `clock`
    /// stands a time of day, behind `age` an age or a birthday; around `dates-of-things` a date is no birth. Before
    /// `spelled-with` and a letter stands a name. Behind `own-name` comes the speaker's (behind `answer-name` only if a customer speaks), behind `holder-name` the customer's and behind
    /// `other-name` the listener's; behind `maybe-name` and `greets` only what is clearly a name. `name-before` follows the
    /// speaker's name. `year-words` stand before years. `surnames` are known
    /// as such in text without capitals, `not-names` never are.
    pub const KEYS: [&'static str; 47] = [
        "card",
        "account",
        "id",
        "phone",
        "mail",
        "address",
        "birth",
        "postcode",
        "code",
        "ending",
        "innocent",
        "units",
        "clock",
        "age",
        "dates-of-things",
        "spelled-with",
        "links",
        "joints",
        "letters",
        "months",
        "ordinals",
        "date-links",
        "street",
        "street-numbered",
        "street-behind",
        "street-maybe",
        "street-capital",
        "address-parts",
        "po-box",
        "mail-at",
        "mail-dot",
        "mail-joints",
        "mail-hosts",
        "own-name",
        "maybe-name",
        "answer-name",
        "name-before",
        "year-words",
        "holder-name",
        "other-name",
        "greets",
        "signs-off",
        "asks-name",
        "spells",
        "particles",
        "not-names",
        "surnames",
    ];

    pub(super) fn read(mut t: Table, problems: &mut Problems) -> Self {
        let lists = Self::KEYS.map(|key| (key, t.texts(key, problems))).to_vec();
        let numbers = t.table("numbers", problems).map(|mut n| n.all_pairs(problems)).unwrap_or_default();
        for (word, value) in &numbers {
            if value.value.trim_start_matches('x').parse::<u32>().is_err() {
                let args = vec![
                    ("key", word.value.to_string()),
                    ("wanted", "number".to_owned()),
                    ("found", value.value.to_string()),
                ];
                problems.push(Problem::at("wrong-type", &value.at, args));
            }
        }
        t.finish(problems);
        Self { lists, numbers }
    }
}
