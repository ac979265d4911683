//! The options of every command.

use std::path::PathBuf;

use clap::{Args, value_parser};

use crate::output::format::{ColorWhen, Format};

/// The global options. A flag takes precedence over the environment, the environment over the
/// profile, and the profile over the default.
#[derive(Args, Clone)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Settings to use: `default`, or one that `login` has saved. `sandbox` and `sandbox-oauth`
    /// reach a local `catalogs sandbox` [env: CATALOGS_PROFILE]
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// The file with the profiles [env: CATALOGS_CONFIG]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where the service is, without a route [env: ATI_BASE_URL] [default: https://api.ati.su]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Your ATI code, such as 64357, which every request names [env: ATI_INTEGRATOR_CODE]
    #[arg(long, global = true, value_name = "CODE")]
    pub(crate) integrator_code: Option<String>,
    /// How many seconds a call may take, retries included [default: 60]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = value_parser!(u64).range(1..))]
    pub(crate) timeout: Option<u64>,
    /// How many requests a second at most; less than the usual 10 leaves room for other programs of the
    /// same user, more is for sandboxes [default: 10]
    #[arg(long, global = true, value_name = "NUMBER", value_parser = value_parser!(u32).range(1..))]
    pub(crate) rate: Option<u32>,
    /// How results are written; errors too, with json and jsonl
    #[arg(
        long,
        short,
        global = true,
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    pub(crate) output: Format,
    /// Colours: where the terminal has them and NO_COLOR is not set, always, or never
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: ColorWhen,
    /// Show each request and its outcome on stderr, without secrets and personal data
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,
    /// Say nothing on stderr but errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
}
