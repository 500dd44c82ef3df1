//! The command line as it is typed: commands, flags, and what they take. Parsed here and nowhere else.

use std::path::PathBuf;

use crate::{report, transcript};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

/// A linter for customer-service conversations: transcripts in, an explained score out.
#[derive(Debug, Parser)]
#[command(name = "coach", version, arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Score transcripts: files, folders (walked recursively), or - for standard input
    Score(ScoreArgs),
    /// Check one message, or a few lines, before they are said or sent
    Check(CheckArgs),
    /// List, explain or test the rules in force
    Rules(RulesArgs),
    /// List the formats that can be read, and what each gives
    Formats(FormatsArgs),
    /// Show what is in force and where each value came from
    Config(ConfigArgs),
    /// Print a JSON Schema: of the results, of rule files, or of coach.toml
    Schema(SchemaArgs),
    /// Print the completions for a shell
    Completions(CompletionsArgs),
    /// Print a manual page, or write them all into a folder
    Man(ManArgs),
}

/// What every command takes.
#[derive(Debug, Args)]
pub struct Common {
    /// Folder of your own rules, laid over the built-in ones (may be given several times)
    #[arg(long = "rules", value_name = "DIR", action = ArgAction::Append, global = true)]
    pub rules: Vec<PathBuf>,
    /// Settings file to use instead of the coach.toml found upward from the input
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use no coach.toml
    #[arg(long)]
    pub no_config: bool,
    /// Language of the calls: a two-letter code, or auto to find it call by call
    #[arg(long, value_name = "LANG")]
    pub lang: Option<String>,
    /// Language of the report: a two-letter code, or auto for the call's own
    #[arg(long, value_name = "LANG")]
    pub ui_lang: Option<String>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How much of each call the text report shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DetailChoice {
    /// Full reports for a few calls, a line a call for many
    Auto,
    /// Full reports
    Full,
    /// A line a call
    Line,
}

/// Whom the report is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AudienceChoice {
    /// Who scores calls: every finding with its points
    Reviewer,
    /// The agent: what would help most and what was good, without a score
    Agent,
}

/// How a list, or what was found in a message, is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Text,
    /// JSON, for programs
    Json,
}

/// How the input is read.
#[derive(Debug, Default, Args)]
pub struct ReadArgs {
    /// The format of every input, as `coach formats` names it; found by the content when left out
    #[arg(long, value_name = "NAME", value_parser = format_name(), hide_possible_values = true)]
    pub from: Option<&'static transcript::Format>,
}

/// `coach score`
#[derive(Debug, Args)]
pub struct ScoreArgs {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to write the results; text when nothing is said
    #[arg(long, value_name = "FORMAT", value_parser = report_format())]
    pub format: Option<&'static report::ReportFormat>,
    /// Write the results into this file, in the format of its ending, of --format, or as in sarif=FILE; - is standard
    /// output (may be given several times)
    #[arg(long, short, value_name = "FILE", action = ArgAction::Append)]
    pub output: Vec<PathBuf>,
    /// How much of each call the text report shows
    #[arg(long, value_enum, default_value_t = DetailChoice::Auto)]
    pub detail: DetailChoice,
    /// Whom the text report is for
    #[arg(long = "for", value_enum, default_value_t = AudienceChoice::Reviewer, value_name = "WHOM")]
    pub audience: AudienceChoice,
    /// Mask personal data in every report, and in what is said on standard error
    #[arg(long, conflicts_with = "no_redact")]
    pub redact: bool,
    /// Mask it in no report, not even in those made to be handed on, which say so
    #[arg(long)]
    pub no_redact: bool,
    /// Findings that this file knows fail no run
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write all findings of this run into this file, as a baseline for later runs
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// Findings that this file disputes cost nothing, and are shown as disputed (may be given several times)
    #[arg(long, value_name = "FILE", action = ArgAction::Append)]
    pub disputes: Vec<PathBuf>,
    /// Say what has changed since an earlier run: its JSON lines, or its summary
    #[arg(long, value_name = "FILE")]
    pub compare: Option<PathBuf>,
    /// A speaker's name in the transcripts that is the agent's (may be given several times)
    #[arg(long = "agent", value_name = "NAME", action = ArgAction::Append)]
    pub agents: Vec<String>,
    /// How the input is read
    #[command(flatten)]
    pub read: ReadArgs,
    /// Points from which a call passes
    #[arg(long, value_name = "POINTS", value_parser = points)]
    pub pass_mark: Option<f64>,
    /// Exit with 1 if a call scores less than this
    #[arg(long, value_name = "POINTS", value_parser = points)]
    pub fail_under: Option<f64>,
    /// Exit with 1 if a call has a fault of this level or worse
    #[arg(long, value_name = "LEVEL", value_parser = ["tip", "minor", "major", "critical"])]
    pub fail_on: Option<String>,
    /// Exit with 1 also if a file was passed over, or anything was guessed or could not be judged; each is named
    #[arg(long)]
    pub strict: bool,
    /// Threads to use; all cores when left out
    #[arg(long, short = 'j', value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
    /// No progress bar and no closing remarks on standard error
    #[arg(long, short)]
    pub quiet: bool,
    /// What every command takes
    #[command(flatten)]
    pub common: Common,
}

/// `coach check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// What is to be said; - or nothing reads it from standard input
    #[arg(value_name = "TEXT")]
    pub text: Vec<String>,
    /// How to write what was found: json is for editors, with the place of every finding
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// How the input is read
    #[command(flatten)]
    pub read: ReadArgs,
    /// What every command takes
    #[command(flatten)]
    pub common: Common,
}

/// `coach rules`
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct RulesArgs {
    /// What to do
    #[command(subcommand)]
    pub action: RulesAction,
}

/// `coach rules …`
#[derive(Debug, Subcommand)]
pub enum RulesAction {
    /// Every rule in force: what it finds, how it is judged, what it costs
    List(RulesListArgs),
    /// One rule: what, why, source, cues, examples, weight
    Explain(RulesExplainArgs),
    /// Run every rule's own examples: what must be caught and what must not
    Test(RulesTestArgs),
}

/// `coach rules list`
#[derive(Debug, Args)]
pub struct RulesListArgs {
    /// What every command takes
    #[command(flatten)]
    pub common: Common,
}

/// `coach rules explain`
#[derive(Debug, Args)]
pub struct RulesExplainArgs {
    /// The rule's id, or a behaviour's
    #[arg(value_name = "ID")]
    pub id: String,
    /// Show on this transcript, turn by turn, why the rule finds something or does not
    #[arg(long, value_name = "FILE")]
    pub on: Option<PathBuf>,
    /// How the transcript is read
    #[command(flatten)]
    pub read: ReadArgs,
    /// What every command takes
    #[command(flatten)]
    pub common: Common,
}

/// `coach rules test`
#[derive(Debug, Args)]
pub struct RulesTestArgs {
    /// Test the rules of this folder (with the built-in ones beside); all rules in force when left out
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// What every command takes
    #[command(flatten)]
    pub common: Common,
}

/// `coach formats`
#[derive(Debug, Args)]
pub struct FormatsArgs {
    /// How to write the list
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// What every command takes
    #[command(flatten)]
    pub common: Common,
}

/// `coach config`
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// The coach.toml in force for this file or folder; the working folder when left out
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// What every command takes
    #[command(flatten)]
    pub common: Common,
}

/// `coach schema`
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// What the schema is of
    #[arg(value_enum, value_name = "WHAT")]
    pub of: SchemaOf,
}

/// What there are schemas of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// One call's card: a line of jsonl, an element of json
    Output,
    /// A rule file
    Rules,
    /// A coach.toml
    Config,
    /// Files of disputes
    Disputes,
}

/// `coach completions`
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// `coach man`
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The command that the page is about, as in `coach man rules list`; coach itself when left out
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
    /// Write the pages of all commands into this folder, which is made if it is not there
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub dir: Option<PathBuf>,
}

/// Takes the name of a format of reports.
fn report_format() -> impl TypedValueParser<Value = &'static report::ReportFormat> {
    let names = report::REPORTS.iter().map(|format| format.name);
    PossibleValuesParser::new(names).try_map(|name| report::report_named(&name).ok_or("no format"))
}

/// Takes a format's name; of another word clap says which name it is like.
fn format_name() -> impl TypedValueParser<Value = &'static transcript::Format> {
    let names = transcript::FORMATS.iter().map(|format| format.name);
    PossibleValuesParser::new(names).try_map(|name| transcript::format_named(&name).ok_or("no format"))
}

fn points(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| format!("{text:?} is not a number"))?;
    if (0.0..=100.0).contains(&number) { Ok(number) } else { Err(format!("{text} is not between 0 and 100")) }
}
