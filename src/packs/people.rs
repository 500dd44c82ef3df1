//! What the packs say of who speaks: labels, what the sides say, and how tables name their columns. Used by the
//! reader.

use super::table::{Problems, Table, Text};

/// `[speakers]`: words that name who speaks, in a transcript's labels.
#[derive(Debug, Clone)]
pub struct RawSpeakers {
    /// The agent side.
    pub agent: Vec<Text>,
    /// The customer side.
    pub customer: Vec<Text>,
    /// Neither: a supervisor, a machine.
    pub other: Vec<Text>,
}

impl RawSpeakers {
    pub(super) fn read(mut t: Table, problems: &mut Problems) -> Self {
        let speakers = Self {
            agent: t.texts("agent", problems),
            customer: t.texts("customer", problems),
            other: t.texts("other", problems),
        };
        t.finish(problems);
        speakers
    }
}

/// `[roles]`: what agents, customers and machines say, by which they can be told where no label does it.
#[derive(Debug, Clone)]
pub struct RawRoles {
    /// Agents more than customers.
    pub agent: Vec<Text>,
    /// Agents only.
    pub surely_agent: Vec<Text>,
    /// Customers more than agents.
    pub customer: Vec<Text>,
    /// Customers only.
    pub surely_customer: Vec<Text>,
    /// Machines: menus, announcements; people quote them.
    pub machine: Vec<Text>,
    /// Machines only: they say that they are one.
    pub surely_machine: Vec<Text>,
}

impl RawRoles {
    pub(super) fn read(mut t: Table, problems: &mut Problems) -> Self {
        let roles = Self {
            agent: t.texts("agent", problems),
            surely_agent: t.texts("surely-agent", problems),
            customer: t.texts("customer", problems),
            surely_customer: t.texts("surely-customer", problems),
            machine: t.texts("machine", problems),
            surely_machine: t.texts("surely-machine", problems),
        };
        t.finish(problems);
        roles
    }
}

/// `[columns]`: how the columns of a table of turns or calls are named.
#[derive(Debug, Clone)]
pub struct RawColumns {
    /// What a column holds, and its names, the surest first.
    pub names: Vec<(&'static str, Vec<Text>)>,
}

impl RawColumns {
    /// What a column may hold; the last two are the units in the names of columns of times.
    pub const KEYS: [&'static str; 14] = [
        "text",
        "role",
        "speaker",
        "start",
        "end",
        "duration",
        "call",
        "id",
        "agent",
        "team",
        "started",
        "order",
        "milliseconds",
        "seconds",
    ];

    pub(super) fn read(mut t: Table, problems: &mut Problems) -> Self {
        let names = Self::KEYS.map(|key| (key, t.texts(key, problems))).to_vec();
        t.finish(problems);
        Self { names }
    }
}
