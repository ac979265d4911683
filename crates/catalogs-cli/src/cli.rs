//! The command line: every command, and what runs it.

use std::path::PathBuf;

use catalogs::{Address, ContactPerson, Organization};
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    commands::{
        create, delete, demo, doctor, edit, export, filter, get, import, list, login, logout,
        replace, request, sandbox, search, types, whoami,
    },
    context::Context,
    entities::CliEntity,
    error::Failure,
    exit_code, generate,
    globals::Globals,
    help::examples,
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
#[command(after_long_help = exit_code::help())]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Take a tour on an embedded sandbox; needs no account and no network
    #[command(after_help = examples(&["catalogs demo"]))]
    Demo,
    /// Emulate the service on this machine, to try things out and to test other programs
    Sandbox(sandbox::SandboxArgs),
    /// Organizations (организации)
    #[command(subcommand, visible_alias = "orgs")]
    #[command(after_help = examples(&["catalogs organizations list"]))]
    Organizations(OrganizationsCommand),
    /// Addresses (адреса): warehouses, offices, shops
    #[command(subcommand, after_help = examples(&["catalogs addresses list"]))]
    Addresses(AddressesCommand),
    /// Contact persons (контактные лица)
    #[command(subcommand, after_help = examples(&["catalogs contacts list"]))]
    Contacts(EntityCommand<ContactPerson>),
    /// Log in: verify a token and save it
    Login(login::LoginArgs),
    /// Log out: delete the token of a profile
    #[command(after_help = examples(&["catalogs logout --profile work"]))]
    Logout,
    /// Show the effective settings, where each comes from, and whether the token is valid
    Whoami(whoami::WhoamiArgs),
    /// Import organizations, addresses and contact persons from a file: checked as a whole, matched
    /// with existing records, planned, and resumed where it was interrupted. Nothing is ever deleted
    Import(import::ImportArgs),
    /// Write the address book to a file: a workbook, JSON, or CSV
    Export(export::ExportArgs),
    /// Diagnose problems: settings, connection, token, and whether the responses match the
    /// documentation
    Doctor(doctor::DoctorArgs),
    /// Send any request below the route, with the same token, rate limit and retries
    Request(request::RequestArgs),
    /// Write the completions for a shell
    #[command(after_help = examples(&["catalogs completions bash > catalogs.bash"]))]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual page, or with --dir one for each command
    #[command(after_help = examples(&["catalogs man > catalogs.1", "catalogs man --dir man"]))]
    Man {
        /// A folder for the pages of all commands
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
enum OrganizationsCommand {
    #[command(flatten)]
    Common(EntityCommand<Organization>),
    /// List the organizations that some departments (подразделения) see, filtered by the service
    Filter(filter::FilterArgs),
}

#[derive(Subcommand)]
enum AddressesCommand {
    #[command(flatten)]
    Common(EntityCommand<Address>),
    /// List the service's dictionary of address types
    Types(types::TypesArgs),
}

/// The commands of each entity.
#[derive(Subcommand)]
enum EntityCommand<E: CliEntity> {
    /// List all
    #[command(after_help = list::help::<E>())]
    List(list::ListArgs),
    /// Show those with these ids
    #[command(after_help = get::help::<E>())]
    Get(get::GetArgs),
    /// List those that hold a text in any field, ignoring case; also finds ids
    #[command(after_help = search::help::<E>())]
    Search(search::SearchArgs),
    /// Create one, from flags or a file; or several, from a file with a list
    #[command(after_help = create::help::<E>())]
    Create(create::CreateArgs<E>),
    /// Change only the named fields; the rest stays as it is
    #[command(after_help = edit::help::<E>())]
    Edit(edit::EditArgs<E>),
    /// Replace all fields with those of a draft: what it leaves out becomes empty
    #[command(after_help = replace::help::<E>())]
    Replace(replace::ReplaceArgs<E>),
    /// Delete those with these ids
    #[command(after_help = delete::help::<E>())]
    Delete(delete::DeleteArgs),
}

impl Cli {
    /// Runs the command.
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let context = &Context::new(self.globals);
        match self.command {
            Command::Demo => demo::run().await,
            Command::Sandbox(args) => sandbox::run(context, args).await,
            Command::Organizations(command) => command.run(context).await,
            Command::Addresses(command) => command.run(context).await,
            Command::Contacts(command) => command.run(context).await,
            Command::Login(args) => login::run(context, args).await,
            Command::Logout => logout::run(context).await,
            Command::Whoami(args) => whoami::run(context, args).await,
            Command::Import(args) => import::run(context, args).await,
            Command::Export(args) => export::run(context, args).await,
            Command::Doctor(args) => doctor::run(context, args).await,
            Command::Request(args) => request::run(context, args).await,
            Command::Completions { shell } => generate::completions(Self::command(), shell),
            Command::Man { dir } => generate::man(Self::command(), dir.as_deref()),
        }
    }
}

impl OrganizationsCommand {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::Common(command) => command.run(context).await,
            Self::Filter(args) => filter::run(context, args).await,
        }
    }
}

impl AddressesCommand {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::Common(command) => command.run(context).await,
            Self::Types(args) => types::run(context, args).await,
        }
    }
}

impl<E: CliEntity> EntityCommand<E> {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        match self {
            Self::List(args) => list::run::<E>(context, args).await,
            Self::Get(args) => get::run::<E>(context, args).await,
            Self::Search(args) => search::run::<E>(context, args).await,
            Self::Create(args) => create::run::<E>(context, args).await,
            Self::Edit(args) => edit::run::<E>(context, args).await,
            Self::Replace(args) => replace::run::<E>(context, args).await,
            Self::Delete(args) => delete::run::<E>(context, args).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::*;

    #[test]
    fn every_command_has_an_example() {
        fn walk(command: &Command) {
            for inner in command
                .get_subcommands()
                .filter(|it| it.get_name() != "help")
            {
                let help = inner
                    .get_after_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                assert!(help.starts_with("Example"), "{}: {help}", inner.get_name());
                walk(inner);
            }
        }
        walk(&Cli::command());
    }

    #[test]
    fn clap_definition_is_valid() {
        Cli::command().debug_assert();
    }
}
