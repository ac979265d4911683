//! The whole command line: commands, their arguments, and the options that all of them take.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
};

use catalogs::{Address, ContactPerson, Method, Organization};
use clap::{Args, Parser, Subcommand, value_parser};
use clap_complete::Shell;

use crate::{
    dry_run::DryRun,
    kinds::Kind,
    output::{ColorWhen, Format},
    select::Condition,
};

/// The ATI.SU address book from the command line: organizations, addresses and contact persons
/// (организации, адреса, контактные лица)
#[derive(Parser)]
#[command(
    name = "catalogs",
    version,
    propagate_version = true,
    max_term_width = 100
)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes. A flag wins over the environment, that over the profile, and that
/// over the default.
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

#[derive(Subcommand)]
pub(crate) enum Command {
    /// A tour on an embedded sandbox; needs no account and no network
    Demo,
    /// Play the service on this machine, to try things out and to test other programs
    Sandbox(SandboxArgs),
    /// Organizations (организации)
    #[command(subcommand, visible_alias = "orgs")]
    Organizations(OrganizationsCommand),
    /// Addresses (адреса): warehouses, offices, shops
    #[command(subcommand)]
    Addresses(AddressesCommand),
    /// Contact persons (контактные лица)
    #[command(subcommand)]
    Contacts(Verb<ContactPerson>),
    /// Keep a token for the calls to come, after trying it
    Login(LoginArgs),
    /// Forget the token of a profile
    Logout,
    /// Show which settings hold, where each comes from, and whether the token is good
    Whoami(WhoamiArgs),
    /// Bring organizations, addresses and contact persons in from a file: checked as a whole, matched
    /// with what is there, planned, and resumed where it was interrupted. Nothing is ever deleted
    Import(crate::transfer::ImportArgs),
    /// Write the address book to a file: a workbook, JSON, or CSV
    Export(crate::transfer::ExportArgs),
    /// Find out what is wrong: settings, connection, token, and whether the answers are as documented
    Doctor(DoctorArgs),
    /// Make any request below the route, through the same token, pace and retries
    Request(RequestArgs),
    /// Write the completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual page, or with --dir one for each command
    Man {
        /// A folder for the pages of all commands
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one, read once")]
pub(crate) enum OrganizationsCommand {
    #[command(flatten)]
    Common(Verb<Organization>),
    /// List what some departments (подразделения) see, as the service answers it
    Filter(FilterArgs),
}

#[derive(Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one, read once")]
pub(crate) enum AddressesCommand {
    #[command(flatten)]
    Common(Verb<Address>),
    /// List the service's own dictionary of address types
    Types(TypesArgs),
}

/// What can be done with each kind of entity.
#[derive(Subcommand)]
pub(crate) enum Verb<K: Kind> {
    /// List them all
    List(ListArgs),
    /// Show those with these ids
    Get(GetArgs),
    /// List those that hold a text, in any field, whatever its case; an id finds that one
    Find(FindArgs),
    /// Add one, from flags or a file; or several, from a file with a list
    Create(CreateArgs<K::Fields>),
    /// Change only what is named; the rest stays as it is
    Edit(EditArgs<K::Fields>),
    /// Write a whole draft in place of what is there: what it leaves out becomes empty
    Replace(ReplaceArgs<K::Fields>),
    /// Delete those with these ids
    Delete(DeleteArgs),
}

#[derive(Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) view: View,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

/// What of a list is shown, and in which order.
#[derive(Args)]
pub(crate) struct View {
    /// Only those that match, such as residency=russia, name~ромашка, phone!=, docs_address.city_id=1;
    /// several have to match all. `=` compares whole values, `~` looks inside; both ignore case
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    pub(crate) conditions: Vec<Condition>,
    /// Order by this field; with a minus in front, the other way round
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    pub(crate) sort: Option<String>,
    /// The fields to show, separated by commas, for table and csv
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) columns: Option<Vec<String>>,
}

#[derive(Args)]
pub(crate) struct GetArgs {
    #[command(flatten)]
    pub(crate) ids: Ids,
    /// The fields to show, separated by commas, for table and csv
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) columns: Option<Vec<String>>,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

#[derive(Args)]
pub(crate) struct Ids {
    /// Ids (GUIDs)
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<uuid::Uuid>,
}

#[derive(Args)]
pub(crate) struct FindArgs {
    /// What to look for
    #[arg(value_name = "TEXT")]
    pub(crate) text: String,
    #[command(flatten)]
    pub(crate) view: View,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

#[derive(Args)]
pub(crate) struct FilterArgs {
    /// A department's number; several times for more than one
    #[arg(long = "department", value_name = "NUMBER", required = true)]
    pub(crate) departments: Vec<i32>,
    #[command(flatten)]
    pub(crate) view: View,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

#[derive(Args)]
pub(crate) struct TypesArgs {
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

#[derive(Args)]
pub(crate) struct CreateArgs<F: Args> {
    #[command(flatten)]
    pub(crate) fields: F,
    #[command(flatten)]
    pub(crate) file: FromFile,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

#[derive(Args)]
pub(crate) struct FromFile {
    /// Take the draft from a JSON or YAML file, or from stdin with `-`: in the shape of the API's
    /// requests, or as `list` and `get` print it. Flags go on top
    #[arg(long, short, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct EditArgs<F: Args> {
    #[command(flatten)]
    pub(crate) ids: Ids,
    #[command(flatten)]
    pub(crate) fields: F,
    /// Empty a field, such as phone; several times, or separated by commas, for more than one
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    pub(crate) clear: Vec<String>,
    /// Take the fields to change from a JSON or YAML file, or from stdin with `-`. Flags go on top
    #[arg(long, short, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Where the service's answer leaves out a list or a code, write it back as empty instead of
    /// refusing to
    #[arg(long)]
    pub(crate) treat_missing_as_empty: bool,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

#[derive(Args)]
pub(crate) struct ReplaceArgs<F: Args> {
    /// The id (GUID)
    pub(crate) id: uuid::Uuid,
    #[command(flatten)]
    pub(crate) fields: F,
    #[command(flatten)]
    pub(crate) file: FromFile,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

#[derive(Args)]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    pub(crate) ids: Ids,
    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

/// Reads the name of a method in any case.
fn method(text: &str) -> Result<Method, String> {
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    let name = text.trim().to_ascii_uppercase();
    let method = name.parse().ok().filter(|_| known.contains(&&*name));
    method.ok_or_else(|| format!("the method has to be one of {}", known.join(", ")))
}

#[derive(Args)]
pub(crate) struct RequestArgs {
    /// GET, POST, PUT, PATCH or DELETE
    #[arg(value_parser = method)]
    pub(crate) method: Method,
    /// The path after the route, such as /organizations
    pub(crate) path: String,
    /// The body, as JSON; `@FILE` takes it from a file, `@-` from stdin
    #[arg(long, short, value_name = "JSON")]
    pub(crate) data: Option<String>,
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

#[derive(Args)]
pub(crate) struct WhoamiArgs {
    #[command(flatten)]
    pub(crate) dry_run: DryRun,
}

#[derive(Args)]
pub(crate) struct DoctorArgs {
    /// Write all of it to a file, too, fit for an issue: without hosts, paths, names and tokens
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Write the report over a file that is there and is no earlier report
    #[arg(long, requires = "report")]
    pub(crate) force: bool,
    /// Check only what needs no service
    #[arg(long)]
    pub(crate) offline: bool,
}

#[derive(Args)]
pub(crate) struct LoginArgs {
    /// Get the token by OAuth 2.0: a page in the browser asks for consent. Without it, an API token
    /// is read, hidden, from the terminal, or from stdin
    #[arg(long)]
    pub(crate) oauth: bool,
    /// Where the token is kept
    #[arg(long, value_enum, default_value_t, value_name = "WHERE")]
    pub(crate) store: Store,
    /// Do not try the token before it is kept
    #[arg(long)]
    pub(crate) no_check: bool,
    /// The application's id, which ATI.SU gave it [env: ATI_CLIENT_ID]. Its secret is read from
    /// ATI_CLIENT_SECRET, or asked for
    #[arg(long, value_name = "ID", requires = "oauth")]
    pub(crate) client_id: Option<String>,
    /// The redirect address that was registered for the application, on this machine
    #[arg(long, value_name = "URL", requires = "oauth")]
    #[arg(default_value = "http://127.0.0.1:8419/callback")]
    pub(crate) redirect_uri: String,
    /// What to ask consent for, in the service's words
    #[arg(long, value_name = "SCOPE", requires = "oauth")]
    pub(crate) scope: Option<String>,
    /// The page that asks for consent [default: https://id.ati.su/oauth2/, or /oauth2/ at another
    /// base URL]
    #[arg(long, value_name = "URL", requires = "oauth")]
    pub(crate) consent_url: Option<String>,
    /// Where tokens are given out [env: ATI_OAUTH_URL] [default: /oauth2/token at the base URL]
    #[arg(long, value_name = "URL", requires = "oauth")]
    pub(crate) token_url: Option<String>,
    /// Send token requests as forms instead of JSON
    #[arg(long, requires = "oauth")]
    pub(crate) form: bool,
    /// Only print the page's address
    #[arg(long, requires = "oauth")]
    pub(crate) no_browser: bool,
}

/// Where a token is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Store {
    /// In the system's keyring; where there is none, in the profile file, and that is said
    #[default]
    Keyring,
    /// In the profile file, which only you can read
    File,
}

#[derive(Args)]
pub(crate) struct SandboxArgs {
    /// The port to listen on; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = crate::settings::SANDBOX_PORT)]
    pub(crate) port: u16,
    /// The address to listen on; 0.0.0.0 or :: for all of them, in a container for example. Whoever
    /// can reach it can read and change the data, and see the log
    #[arg(long, value_name = "ADDRESS", default_value_t = Ipv4Addr::LOCALHOST.into())]
    pub(crate) listen: IpAddr,
    /// Answer to this name, too, besides localhost and the address listened on; several times for
    /// several. Other names are refused: a page of the web could have its own lead here
    #[arg(long = "allow-host", value_name = "NAME")]
    pub(crate) hosts: Vec<String>,
    /// Start with the data of a JSON file instead of the demo's: lists named organizations,
    /// addresses and contact_persons
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,
    /// Start empty
    #[arg(long, conflicts_with = "data")]
    pub(crate) empty: bool,
    /// Answer any number of requests a second, not only 10
    #[arg(long)]
    pub(crate) no_limit: bool,
    /// Let a request go wrong: FAULT, or OPERATION=FAULT, and FAULT*3 for three in a row; several
    /// times for several. See the list below
    #[arg(long = "fault", value_name = "FAULT")]
    pub(crate) faults: Vec<crate::sandbox::PlannedFault>,
}
