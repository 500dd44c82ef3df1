//! The formats that can be read: one table of names, sniffers and readers, content first. A new format is a file
//! beside this one and a row here; nothing else in the house knows formats.

mod abcd;
mod amazon_bda;
mod amazon_pca;
mod amazon_transcribe;
mod assemblyai;
mod azure_ckm;
mod azure_conversation;
mod azure_speech;
mod call_analytics;
mod captions;
mod ccai;
mod chat;
mod clock;
mod contact_lens_chat;
mod deepgram;
mod dialpad;
mod genesys;
mod gladia;
mod gong;
mod google_stt;
mod harper_valley;
mod html;
mod intercom;
mod labelled;
mod labels;
mod markup;
mod meet;
mod otter;
pub(super) mod own;
mod revai;
mod ringcentral;
mod sides;
mod speechmatics;
mod srt;
mod table;
mod text;
mod texts;
mod times;
mod twilio;
mod vcon;
mod voices;
mod watson;
mod webvtt;
mod whatsapp;
mod whisper;
mod words;
mod wtf;
mod zendesk;
mod zoom_chat;

pub use times::{epoch, rfc3339};

use std::sync::Arc;

use super::decode::decode;
use super::draft::{Draft, Origin};
use super::json::{self, Item};
use super::shape::Shape;
use super::{Calls, Input, Note, ReadError, Reader, hash, id_from};

pub(super) use table::Columns;

/// A decoded piece of input, as the readers of formats get it.
pub(super) struct Piece<'a> {
    pub source: &'a Arc<str>,
    pub text: &'a str,
    /// The bytes that the text was decoded from, for the call's hash.
    pub bytes: &'a [u8],
    pub first_line: usize,
}

/// What a format tells of who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roles {
    /// Agent and customer.
    Given,
    /// Names, numbers or letters: the role is found out.
    Labels,
    /// Nothing, in most files.
    None,
}

/// What a format tells of when it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// Start and end of each turn.
    Both,
    /// Starts only.
    Starts,
    /// Nothing, in most files.
    None,
}

impl Roles {
    /// As written in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Labels => "labels",
            Self::None => "none",
        }
    }
}

impl Times {
    /// As written in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Starts => "starts",
            Self::None => "none",
        }
    }
}

/// What a format gives at its best.
#[derive(Debug, Clone, Copy)]
pub struct Gives {
    /// Who speaks.
    pub roles: Roles,
    /// When.
    pub times: Times,
    /// The times of words.
    pub words: bool,
    /// The interruptions, as the source itself found them.
    pub interruptions: bool,
}

/// One supported format.
#[derive(Debug)]
pub struct Format {
    /// As said to `--from`.
    pub name: &'static str,
    /// As its makers call it.
    pub title: &'static str,
    /// What it gives.
    pub gives: Gives,
    how: How,
}

/// How a format is known, and read.
#[derive(Debug)]
enum How {
    /// By fields that a JSON value has; of each inner list one path is enough. Reads one value: one call or several.
    Json { fields: &'static [&'static [&'static str]], read: JsonRead },
    /// By the text. Reads all of it: one call or several.
    Text { sniff: fn(&str) -> bool, read: TextRead },
    /// By the names of its columns, which are words that the packs know. Reads all of it.
    Table { sniff: fn(&Reader, &str) -> bool, read: TextRead },
}

pub(super) type JsonRead = fn(&Item<'_>) -> Result<Vec<Draft>, ReadError>;
type TextRead = fn(&Reader, &Piece<'_>) -> Vec<Result<Draft, ReadError>>;

const fn gives(roles: Roles, times: Times) -> Gives {
    Gives { roles, times, words: false, interruptions: false }
}

impl Gives {
    const fn words(self) -> Self {
        Self { words: true, ..self }
    }

    const fn interruptions(self) -> Self {
        Self { interruptions: true, ..self }
    }
}

/// Name of our own format.
pub(super) const OWN: &str = "coach";
/// Name of the format that reports can be written back into.
pub(super) const VCON: &str = "vcon";
/// Name of the format that takes what no other claims.
pub(super) const TEXT: &str = "text";

/// Every format, in the order in which they are tried; plain text takes what is left.
pub const FORMATS: &[Format] = &[
    Format {
        name: OWN,
        title: "coach JSON, JSON lines",
        gives: gives(Roles::Given, Times::Both),
        how: How::Json { fields: &[&["turns[].speaker"], &["turns[].text"]], read: own::read },
    },
    Format {
        name: VCON,
        title: "vCon (IETF)",
        gives: gives(Roles::Given, Times::Both).words(),
        how: How::Json {
            // As it is; signed; encrypted.
            fields: &[
                &["parties[]", "vcon", "payload", "ciphertext"],
                &["dialog[]", "analysis[]", "attachments[]", "created_at", "signatures[]", "recipients[]"],
            ],
            read: vcon::read,
        },
    },
    Format {
        name: "wtf",
        title: "World Transcription Format (of vCons)",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json { fields: &[&["transcript.text"], &["segments[].text"]], read: wtf::read },
    },
    Format {
        name: "call-analytics",
        title: "Amazon Transcribe Call Analytics",
        gives: gives(Roles::Given, Times::Both).words().interruptions(),
        how: How::Json {
            fields: &[&["Transcript[].ParticipantRole"], &["Transcript[].BeginOffsetMillis"]],
            read: call_analytics::read,
        },
    },
    Format {
        name: "azure-conversation",
        title: "Azure conversation",
        gives: gives(Roles::Given, Times::Both).words(),
        how: How::Json {
            fields: &[&[
                "conversationItems[].text",
                "conversationItems[].lexical",
                "conversations[].conversationItems[].text",
                "conversations[].conversationItems[].lexical",
                "analysisInput.conversations[].conversationItems[]",
            ]],
            read: azure_conversation::read,
        },
    },
    Format {
        name: "azure-ckm",
        title: "Azure Conversation Knowledge Mining",
        gives: gives(Roles::Labels, Times::None),
        how: How::Json { fields: &[&["Content"], &["ConversationId"]], read: azure_ckm::read },
    },
    Format {
        name: "genesys",
        title: "Genesys Cloud",
        gives: gives(Roles::Given, Times::Both).words(),
        how: How::Json {
            fields: &[
                &["transcripts[].phrases"],
                &["transcripts[].phrases[].participantPurpose", "conversationId", "communicationId"],
            ],
            read: genesys::read,
        },
    },
    Format {
        name: "gong",
        title: "Gong",
        gives: gives(Roles::Given, Times::Both),
        how: How::Json {
            fields: &[
                &["callTranscripts[].transcript[].sentences", "transcript[].sentences"],
                &["callTranscripts[].transcript[].speakerId", "transcript[].speakerId"],
            ],
            read: gong::read,
        },
    },
    Format {
        name: "dialpad",
        title: "Dialpad",
        gives: gives(Roles::Given, Times::Starts),
        how: How::Json {
            fields: &[
                &["lines[].content"],
                &["lines[].type", "lines[].time"],
                &["lines[].user_id", "lines[].contact_id", "call_id"],
            ],
            read: dialpad::read,
        },
    },
    Format {
        name: "ringcentral",
        title: "RingCentral",
        gives: gives(Roles::Given, Times::Both).words(),
        how: How::Json {
            fields: &[&[
                "utteranceInsights[].text",
                "response.utteranceInsights[].text",
                "response.utterances[].speakerId",
                "insights.Transcript[].text",
                "body.insights.Transcript[].text",
            ]],
            read: ringcentral::read,
        },
    },
    Format {
        name: "contact-lens",
        title: "Amazon Connect Contact Lens, calls",
        gives: gives(Roles::Given, Times::Both).interruptions(),
        how: How::Json {
            fields: &[&["Transcript[].ParticipantId"], &["Transcript[].BeginOffsetMillis"]],
            read: call_analytics::read,
        },
    },
    Format {
        name: "contact-lens-chat",
        title: "Amazon Connect chats and Contact Lens segments",
        gives: gives(Roles::Given, Times::Starts),
        how: How::Json {
            fields: &[&[
                "Transcript[].AbsoluteTime",
                "Segments[].Transcript.ParticipantId",
                "Segments[].Transcript.ParticipantRole",
            ]],
            read: contact_lens_chat::read,
        },
    },
    Format {
        name: "amazon-pca",
        title: "Amazon post-call analytics application",
        gives: gives(Roles::Given, Times::Both).words().interruptions(),
        how: How::Json { fields: &[&["ConversationAnalytics"], &["SpeechSegments"]], read: amazon_pca::read },
    },
    Format {
        name: "amazon-bda",
        title: "Amazon Bedrock Data Automation",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json {
            fields: &[&["audio_segments[].text"], &["audio_segments[].start_timestamp_millis"]],
            read: amazon_bda::read,
        },
    },
    Format {
        name: "amazon-transcribe",
        title: "Amazon Transcribe",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json { fields: &[&["results.items[].alternatives"]], read: amazon_transcribe::read },
    },
    Format {
        name: "twilio",
        title: "Twilio Voice Intelligence",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json {
            fields: &[
                &["sentences[].media_channel", "sentences[].mediaChannel", "[].media_channel", "[].mediaChannel"],
                &["sentences[].transcript", "[].transcript"],
            ],
            read: twilio::read,
        },
    },
    Format {
        name: "harper-valley",
        title: "Harper Valley corpus (Gridspace)",
        gives: gives(Roles::Given, Times::Both).words(),
        how: How::Json {
            fields: &[
                &["[].speaker_role"],
                &["[].human_transcript", "[].transcript"],
                &["[].offset_ms", "[].start_ms"],
            ],
            read: harper_valley::read,
        },
    },
    Format {
        name: "ccai-insights",
        title: "Google CCAI Insights",
        gives: gives(Roles::Given, Times::Starts),
        how: How::Json {
            fields: &[
                &["entries[].text", "transcript.transcriptSegments[].text"],
                &[
                    "entries[].start_timestamp_usec",
                    "entries[].startTimestampUsec",
                    "transcript.transcriptSegments[].segmentParticipant",
                    "transcript.transcriptSegments[].channelTag",
                ],
            ],
            read: ccai::read,
        },
    },
    Format {
        name: "abcd",
        title: "ABCD corpus (ASAPP)",
        gives: gives(Roles::Given, Times::None),
        how: How::Json {
            fields: &[
                &["original[]", "delexed[].speaker", "train[].original", "dev[].original", "test[].original"],
                &["convo_id", "train[].convo_id", "dev[].convo_id", "test[].convo_id", "original[][]"],
            ],
            read: abcd::read,
        },
    },
    Format {
        name: "intercom",
        title: "Intercom conversations",
        gives: gives(Roles::Given, Times::Starts),
        how: How::Json {
            fields: &[&["conversation_parts", "conversations[].conversation_parts", "data.item.conversation_parts"]],
            read: intercom::read,
        },
    },
    Format {
        name: "zendesk",
        title: "Zendesk chats, ticket comments and messages",
        gives: gives(Roles::Given, Times::Starts),
        how: How::Json {
            fields: &[
                &["history[].msg", "chats[].history[].msg", "comments[].author_id", "messages[].author.type"],
                &[
                    "history[].type",
                    "chats[].history[].type",
                    "comments[].body",
                    "comments[].html_body",
                    "messages[].content",
                ],
            ],
            read: zendesk::read,
        },
    },
    Format {
        name: "deepgram",
        title: "Deepgram",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json { fields: &[&["results.channels[].alternatives[]"]], read: deepgram::read },
    },
    Format {
        name: "assemblyai",
        title: "AssemblyAI",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json {
            fields: &[
                &["audio_url", "audio_duration", "acoustic_model", "language_model"],
                &["utterances"],
                &["words"],
                &["text"],
            ],
            read: assemblyai::read,
        },
    },
    Format {
        name: "speechmatics",
        title: "Speechmatics",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json {
            fields: &[
                &["results[].type", "[].message"],
                &["results[].alternatives[].content", "[].results[].alternatives[]"],
            ],
            read: speechmatics::read,
        },
    },
    Format {
        name: "watson",
        title: "IBM Watson Speech to Text",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json {
            fields: &[
                &[
                    "result_index",
                    "speaker_labels",
                    "results[].result_index",
                    "results[].speaker_labels",
                    "results[].final",
                    "results[].alternatives[].timestamps",
                    "[].result_index",
                    "[].speaker_labels",
                ],
                &[
                    "results[].alternatives[].transcript",
                    "results[].results[].alternatives",
                    "[].results[].alternatives[]",
                ],
            ],
            read: watson::read,
        },
    },
    Format {
        name: "google-stt",
        title: "Google Speech-to-Text",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json {
            fields: &[&[
                "results[].alternatives[].words",
                "results[].alternatives[].transcript",
                "response.results[].alternatives[]",
            ]],
            read: google_stt::read,
        },
    },
    Format {
        name: "revai",
        title: "Rev AI",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json { fields: &[&["monologues[].elements[]"]], read: revai::read },
    },
    Format {
        name: "gladia",
        title: "Gladia",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json {
            fields: &[&[
                "transcription.utterances[]",
                "result.transcription.utterances[]",
                "payload.transcription.utterances[]",
                "data.utterance",
                "data.utterances[]",
                "[].data.utterance",
                "prediction[].transcription",
            ]],
            read: gladia::read,
        },
    },
    Format {
        name: "azure-speech",
        title: "Azure Speech, batch and fast transcription",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json {
            fields: &[
                &["recognizedPhrases[]", "combinedPhrases[]", "AudioFileResults[]"],
                &["recognizedPhrases[]", "phrases[]", "AudioFileResults[].SegmentResults[]"],
            ],
            read: azure_speech::read,
        },
    },
    Format {
        name: "openai-diarized",
        title: "OpenAI with speakers",
        gives: gives(Roles::Labels, Times::Both),
        how: How::Json {
            fields: &[&["segments[].type"], &["segments[].speaker"], &["segments[].text"]],
            read: whisper::read,
        },
    },
    Format {
        name: "whisperx",
        title: "WhisperX, whisper-diarization",
        gives: gives(Roles::Labels, Times::Both).words(),
        how: How::Json {
            fields: &[
                &[
                    "segments[].speaker",
                    "result.segments[].speaker",
                    "output.segments[].speaker",
                    "speakers[].speaker",
                    "[].speaker",
                ],
                &["segments[].text", "result.segments[].text", "output.segments[].text", "speakers[].text", "[].text"],
                &[
                    "segments[].start",
                    "result.segments[].start",
                    "output.segments[].start",
                    "speakers[].timestamp",
                    "[].start",
                ],
                &["segments[].end", "result.segments[].end", "output.segments[].end", "speakers[].timestamp", "[].end"],
            ],
            read: whisper::read,
        },
    },
    Format {
        name: "whisper",
        title: "Whisper, whisper-timestamped, whisper.cpp",
        gives: gives(Roles::None, Times::Both).words(),
        how: How::Json {
            fields: &[
                &[
                    "segments[].text",
                    "result.segments[].text",
                    "output.segments[].text",
                    "chunks[].text",
                    "transcription[].text",
                ],
                &[
                    "segments[].start",
                    "result.segments[].start",
                    "output.segments[].start",
                    "chunks[].timestamp",
                    "transcription[].offsets",
                ],
            ],
            read: whisper::read,
        },
    },
    Format {
        name: "csv",
        title: "CSV, TSV",
        gives: gives(Roles::Labels, Times::Both),
        how: How::Table { sniff: table::sniff, read: table::read },
    },
    Format {
        name: "webvtt",
        title: "WebVTT (Teams, Zoom, Webex)",
        gives: gives(Roles::Labels, Times::Both),
        how: How::Text { sniff: webvtt::sniff, read: webvtt::read },
    },
    Format {
        name: "srt",
        title: "SRT captions",
        gives: gives(Roles::Labels, Times::Both),
        how: How::Text { sniff: srt::sniff, read: srt::read },
    },
    Format {
        name: "chat",
        title: "CHAT (TalkBank .cha)",
        gives: gives(Roles::Labels, Times::Both).words().interruptions(),
        how: How::Text { sniff: chat::sniff, read: chat::read },
    },
    Format {
        name: "otter",
        title: "Otter text",
        gives: gives(Roles::Labels, Times::Starts),
        how: How::Text { sniff: otter::sniff, read: otter::read },
    },
    Format {
        name: "google-meet",
        title: "Google Meet transcript",
        gives: gives(Roles::Labels, Times::Starts),
        how: How::Text { sniff: meet::sniff, read: meet::read },
    },
    Format {
        name: "zoom-chat",
        title: "Zoom chat",
        gives: gives(Roles::Labels, Times::Starts),
        how: How::Text { sniff: zoom_chat::sniff, read: zoom_chat::read },
    },
    Format {
        name: "whatsapp",
        title: "WhatsApp chat export",
        gives: gives(Roles::Labels, Times::Starts),
        how: How::Text { sniff: whatsapp::sniff, read: whatsapp::read },
    },
    Format {
        name: TEXT,
        title: "plain text",
        gives: gives(Roles::Labels, Times::Starts),
        how: How::Text { sniff: |_| true, read: text::read },
    },
];

/// The format of a name.
pub fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Whether a format is read from JSON.
pub(super) fn is_json(format: &Format) -> bool {
    matches!(format.how, How::Json { .. })
}

/// The reader of the JSON format that a value's fields tell, or that the user named.
pub(super) fn of_shape(reader: &Reader, shape: &Shape) -> Option<(&'static str, JsonRead)> {
    match reader.from {
        Some(Format { name, how: How::Json { read, .. }, .. }) => Some((name, *read)),
        Some(_) => None,
        None => by_shape(shape),
    }
}

/// The reader of the JSON format that a value's fields tell, whatever the user named.
fn by_shape(shape: &Shape) -> Option<(&'static str, JsonRead)> {
    FORMATS.iter().find_map(|format| match format.how {
        How::Json { fields, read } if fields.iter().all(|any| any.iter().any(|path| shape.has(path))) => {
            Some((format.name, read))
        }
        How::Json { .. } | How::Text { .. } | How::Table { .. } => None,
    })
}

/// The reader of the text format that a text tells; none for plain text.
fn by_text(text: &str) -> Option<TextRead> {
    FORMATS.iter().filter(|format| format.name != TEXT).find_map(|format| match format.how {
        How::Text { sniff, read } if sniff(text) => Some(read),
        How::Json { .. } | How::Text { .. } | How::Table { .. } => None,
    })
}

/// Decodes, finds the format by the content, and reads.
pub(super) fn read(reader: &Reader, input: &Input<'_>) -> Calls {
    let Input { source, bytes, first_line, lines } = *input;
    let Some(decoded) = decode(bytes) else {
        return vec![Err(ReadError::new(source, "binary", Vec::new()))];
    };
    let text = decoded.text.as_ref();
    if text.trim().is_empty() && lines {
        return Vec::new();
    }
    if text.trim().is_empty() {
        return vec![Err(ReadError::new(source, "empty", Vec::new()))];
    }
    let piece = Piece { source, text, bytes, first_line };
    let mut calls = match text_format(reader, text) {
        Some((name, read)) if !lines => read_text(reader, &piece, name, read),
        _ if lines || json::sniff_lines(text) => json::read_lines(reader, &piece),
        _ => json::read(reader, &piece),
    };
    if let Some(encoding) = decoded.assumed {
        for call in calls.iter_mut().flatten() {
            call.notes.push(Note { code: "encoding-assumed", args: vec![("encoding", encoding.to_owned())] });
        }
    }
    calls
}

/// The reader of the text format that the user named or the content tells; none for JSON.
fn text_format(reader: &Reader, text: &str) -> Option<(&'static str, TextRead)> {
    let json = json::sniff_lines(text) || json::sniff(text);
    let claims = |format: &&Format| match (&format.how, reader.from) {
        (How::Text { .. } | How::Table { .. }, Some(from)) => std::ptr::eq(*format, from),
        (How::Text { sniff, .. }, None) => !json && sniff(text),
        (How::Table { sniff, .. }, None) => !json && sniff(reader, text),
        (How::Json { .. }, _) => false,
    };
    FORMATS.iter().find(claims).and_then(|format| match format.how {
        How::Text { read, .. } | How::Table { read, .. } => Some((format.name, read)),
        How::Json { .. } => None,
    })
}

fn read_text(reader: &Reader, piece: &Piece<'_>, format: &'static str, read: TextRead) -> Calls {
    let drafts = read(reader, piece);
    let several = drafts.iter().filter(|draft| draft.is_ok()).count() > 1;
    let id = id_from(piece.source, None);
    let finished = drafts.into_iter().enumerate().map(|(index, draft)| {
        let id = if several { format!("{id}#{}", index + 1) } else { id.clone() };
        let origin = Origin { source: piece.source, format, line: piece.first_line, id, hash: hash(piece.bytes) };
        draft?.finish(reader, origin)
    });
    finished.collect()
}
