//! Whose voice it is where a format tells a channel, a speaker, or both: speakers are counted anew in every channel,
//! and a channel with one voice is a better label than what was heard in it. Used by the readers of recognisers.

use rustc_hash::{FxHashMap, FxHashSet};

use super::texts::Text;
use super::words::Words;
use crate::transcript::draft::Who;

/// The channels of a call and the speakers in each.
pub(in crate::transcript::formats) struct Voices {
    channels: FxHashMap<String, FxHashSet<String>>,
}

impl Voices {
    /// From every piece's channel and speaker.
    pub fn of<'a>(pieces: impl IntoIterator<Item = (&'a Text, &'a Text)>) -> Self {
        let mut channels: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
        for (channel, speaker) in pieces {
            let Some(channel) = channel.get() else { continue };
            let speakers = match channels.get_mut(channel) {
                Some(speakers) => speakers,
                None => channels.entry(channel.to_owned()).or_default(),
            };
            if let Some(speaker) = speaker.get().filter(|speaker| !speakers.contains(*speaker)) {
                speakers.insert(speaker.to_owned());
            }
        }
        Self { channels }
    }

    /// To collect the words of one channel.
    pub fn words(&self) -> Words {
        if self.several_channels() { Words::of_one_channel() } else { Words::default() }
    }

    /// More than one channel was recorded.
    pub fn several_channels(&self) -> bool {
        self.channels.len() > 1
    }

    /// Who speaks: the speaker, or the channel where there are several, or both where a channel has several speakers.
    pub fn who(&self, channel: &Text, speaker: &Text) -> Who {
        let speaker = speaker.get();
        let Some(channel) = channel.get().filter(|_| self.several_channels()) else {
            return speaker.map_or(Who::Unknown, |speaker| Who::Label(speaker.to_owned()));
        };
        let number = channel.bytes().all(|b| b.is_ascii_digit());
        let named = if number { format!("ch_{channel}") } else { channel.to_owned() };
        match speaker {
            Some(speaker) if self.channels.get(channel).is_some_and(|speakers| speakers.len() > 1) => {
                Who::Label(format!("{named} {speaker}"))
            }
            _ => Who::Label(named),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_count_where_there_are_several() {
        let text = |text: &str| Text(Some(text.to_owned()));
        let label = |text: &str| Who::Label(text.to_owned());
        let (none, zero, one) = (Text(None), text("0"), text("1"));
        let mono = Voices::of([(&zero, &zero), (&zero, &one)]);
        assert_eq!((mono.who(&zero, &one), mono.who(&zero, &none)), (label("1"), Who::Unknown));
        let stereo = Voices::of([(&zero, &zero), (&one, &zero), (&one, &one)]);
        assert_eq!((stereo.who(&zero, &zero), stereo.who(&one, &one)), (label("ch_0"), label("ch_1 1")));
    }
}
