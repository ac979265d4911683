//! What each command's help says beyond its arguments: examples, which the tests run against a
//! sandbox, and notes.

use catalogs::{Address, ContactPerson, Organization};
use clap::{Command, CommandFactory};

use crate::{
    cli::Cli,
    exit::Exit,
    kinds::{Fields, Kind},
};

/// The whole command line, with its examples.
pub(crate) fn command() -> Command {
    let mut command = Cli::command().after_long_help(exit_codes());
    for (path, examples, note) in HELP {
        let note = match path {
            ["organizations", "edit"] => clearable::<Organization>(),
            ["addresses", "edit"] => clearable::<Address>(),
            ["contacts", "edit"] => clearable::<ContactPerson>(),
            _ => (*note).to_owned(),
        };
        command = add(command, path, &text(examples, &note));
    }
    command
}

/// What `--clear` takes.
fn clearable<K: Kind>() -> String {
    let names: Vec<&str> = K::Fields::CLEARABLE
        .iter()
        .map(|(name, ..)| *name)
        .collect();
    format!("--clear takes {}.", names.join(", "))
}

fn add(command: Command, path: &[&str], text: &str) -> Command {
    match path {
        [] => command.after_help(text.to_owned()),
        [first, rest @ ..] => command.mut_subcommand(first, |inner| add(inner, rest, text)),
    }
}

fn text(examples: &[&str], note: &str) -> String {
    let title = if examples.len() == 1 {
        "Example:"
    } else {
        "Examples:"
    };
    let mut text = String::new();
    if !examples.is_empty() {
        text = format!("{title}\n  {}", examples.join("\n  "));
    }
    if !note.is_empty() {
        text = [text.as_str(), note]
            .map(str::trim)
            .join("\n\n")
            .trim()
            .to_owned();
    }
    text
}

fn exit_codes() -> String {
    let mut text = "Exit codes:\n    0  success".to_owned();
    for (exit, meaning) in Exit::ALL {
        text += &format!("\n  {:>3}  {meaning}", exit as u8);
    }
    text
}

type Entry = (
    &'static [&'static str],
    &'static [&'static str],
    &'static str,
);

/// For each command its examples, as they run in a shell, and a note. The ids are the sandbox's. A
/// line of more than 98 characters has to be broken here: the help would break it anywhere.
const HELP: &[Entry] = &[
    (&["demo"], &["catalogs demo"], ""),
    (
        &["sandbox"],
        &[
            "catalogs sandbox",
            "catalogs sandbox --port 0 --empty --no-limit",
            "catalogs sandbox --port 0 --fault 429*3 --fault create_organization=reset+after-effect",
        ],
        FAULTS,
    ),
    (&["organizations"], &["catalogs organizations list"], ""),
    (
        &["organizations", "list"],
        &[
            "catalogs organizations list --where residency=russia --sort name",
            "catalogs organizations list --columns id,name,inn,addresses",
            "catalogs organizations list --output csv > organizations.csv",
        ],
        "",
    ),
    (
        &["organizations", "get"],
        &[
            "catalogs organizations get 0a710001-0000-4000-8000-000000000001",
            "catalogs organizations get 0a710001-0000-4000-8000-000000000001 --output yaml",
        ],
        "",
    ),
    (
        &["organizations", "find"],
        &[
            "catalogs organizations find фомин",
            "catalogs organizations find '+7 495 000-01-01'",
        ],
        "",
    ),
    (
        &["organizations", "create"],
        &[
            "catalogs organizations create --name 'ООО «Ромашка»' --ownership 1 --residency russia \\\n      --inn 7707083893 --all-departments",
            "catalogs organizations get 0a710001-0000-4000-8000-000000000001 -o json | \\\n      catalogs organizations create --file - --name Копия",
        ],
        "",
    ),
    (
        &["organizations", "edit"],
        &[
            "catalogs organizations edit 0a710001-0000-4000-8000-000000000001 \\\n      --phone '+7 495 123-45-67' --clear extra-phone",
            "catalogs organizations edit 0a710001-0000-4000-8000-000000000001 \\\n      --department 7 --department 9 --dry-run=1c",
        ],
        "",
    ),
    (
        &["organizations", "replace"],
        &[
            "catalogs organizations replace 0a710001-0000-4000-8000-000000000002 \\\n      --name 'АО «Новое»' --ownership 1 --residency ru --department 7",
        ],
        "",
    ),
    (
        &["organizations", "delete"],
        &[
            "catalogs organizations delete --yes 0a710001-0000-4000-8000-000000000011 \\\n      0a710001-0000-4000-8000-000000000012",
        ],
        "",
    ),
    (
        &["organizations", "filter"],
        &["catalogs organizations filter --department 7 --department 9"],
        "",
    ),
    (&["addresses"], &["catalogs addresses list"], ""),
    (
        &["addresses", "list"],
        &["catalogs addresses list --where address_type=warehouse --sort address"],
        "",
    ),
    (
        &["addresses", "get"],
        &["catalogs addresses get 0a710002-0000-4000-8000-000000000001"],
        "",
    ),
    (
        &["addresses", "find"],
        &["catalogs addresses find складская"],
        "",
    ),
    (
        &["addresses", "create"],
        &[
            "catalogs addresses create --address 'ул. Складская, 5' --city 1 --type warehouse \\\n      --latitude 55.7558 --longitude 37.6173",
        ],
        "",
    ),
    (
        &["addresses", "edit"],
        &[
            "catalogs addresses edit 0a710002-0000-4000-8000-000000000001 \\\n      --schedule 'Пн-Пт 09:00-18:00' --clear note",
        ],
        "",
    ),
    (
        &["addresses", "replace"],
        &[
            "catalogs addresses replace 0a710002-0000-4000-8000-000000000002 \\\n      --address 'ул. Новая, 1' --city 1 --type office",
        ],
        "",
    ),
    (
        &["addresses", "delete"],
        &["catalogs addresses delete --yes 0a710002-0000-4000-8000-000000000013"],
        "",
    ),
    (&["addresses", "types"], &["catalogs addresses types"], ""),
    (&["contacts"], &["catalogs contacts list"], ""),
    (
        &["contacts", "list"],
        &["catalogs contacts list --where phone~495 --sort name"],
        "",
    ),
    (
        &["contacts", "get"],
        &["catalogs contacts get 0a710003-0000-4000-8000-000000000001"],
        "",
    ),
    (
        &["contacts", "find"],
        &["catalogs contacts find соколова"],
        "",
    ),
    (
        &["contacts", "create"],
        &[
            "catalogs contacts create --name 'Иванова Мария Петровна' --phone '+7 495 123-45-67' \\\n      --email m.ivanova@romashka.example",
        ],
        "",
    ),
    (
        &["contacts", "edit"],
        &["catalogs contacts edit 0a710003-0000-4000-8000-000000000001 --extra-phone 104"],
        "",
    ),
    (
        &["contacts", "replace"],
        &[
            "catalogs contacts replace 0a710003-0000-4000-8000-000000000002 \\\n      --name 'Егоров Павел' --phone '+7 495 000-01-02'",
        ],
        "",
    ),
    (
        &["contacts", "delete"],
        &["catalogs contacts delete --yes 0a710003-0000-4000-8000-000000000013"],
        "",
    ),
    (
        &["export"],
        &[
            "catalogs export address-book.xlsx",
            "catalogs export folder --russian",
            "catalogs export contacts.csv --kind contacts --delimiter comma",
            "catalogs export - --kind organizations --format csv --force > organizations.csv",
        ],
        "",
    ),
    (
        &["import"],
        &[
            "catalogs export book.xlsx && catalogs import book.xlsx --dry-run",
            "printf 'ФИО;Телефон\\nИванова Мария;+7 495 123-45-67\\n' > contacts.csv && \\\n      \
             catalogs import contacts.csv --yes",
        ],
        IMPORT,
    ),
    (
        &["login"],
        &["echo \"$ATI_TOKEN\" | catalogs login --profile work --store file"],
        "The token is never an argument: whoever lists the processes would see it. By OAuth:\n  \
         catalogs login --oauth --client-id my-app --integrator-code 64357",
    ),
    (&["logout"], &["catalogs logout --profile work"], ""),
    (&["whoami"], &["catalogs whoami"], ""),
    (
        &["doctor"],
        &[
            "catalogs doctor",
            "catalogs doctor --offline --report doctor.md",
        ],
        DOCTOR,
    ),
    (
        &["request"],
        &[
            "catalogs request GET /organizations/addresses/types",
            "catalogs request POST /organizations/filter --data '{\"departments\": [7]}'",
        ],
        "",
    ),
    (
        &["completions"],
        &["catalogs completions bash > catalogs.bash"],
        "",
    ),
    (
        &["man"],
        &["catalogs man > catalogs.1", "catalogs man --dir man"],
        "",
    ),
];

const IMPORT: &str = "\
Columns are called as in the API (name, inn, docs_address.postcode …) or in Russian (Название,
ИНН, Индекс …), in any order; an export shows them all. `key` (Ключ) names a row, and
address_ids (Адреса) and contact_person_ids (Контактные лица) link to it, or to an id; several
with `;` between them, and what is listed takes the place of the whole list. An empty cell
leaves what is there; <clear> (<очистить>) empties it, <empty> (<пусто>) makes an empty text
of it, and an apostrophe in front has the rest meant as it is. A file that is wrong anywhere
is not imported at all.

A row means the entity of its `id`. Without one, an organization is known by residency and
registration number (without a number, by its name), an address by text, city and type, a
contact person by name, phone and e-mail. What says the same but for one thing (two of name,
phone and e-mail; the name, and the residency or number; the text, and the city or type, or
the same coordinates) is listed, and nothing is written: put its id into `id` to change it, or
<new> (<новый>) to add another.

The journal is there from the first write until all rows are done, and lets an interrupted
import go on. When it is finished, it gives way to the next; --anew gives an unfinished one
up.";

const DOCTOR: &str = "\
It only reads. The exit code is 0 only if all is well; else that of the first problem (2 settings, 4
token, 5 rate limit, 6 connection, 1 an answer that is not as documented), or 1 if there are but
warnings. Values of answers are never shown: only their type and shape.";

const FAULTS: &str = "\
Faults: reset, reset-mid-body, hang, hang-mid-body, cut-body, cut-chunks, cut-gzip, bad-gzip, 429,
401, 500, 502, 503, 504, 301, 302, 307, 308, slow-body, wrong-content-type, garbage-json,
empty-body, huge-body, gzip-bomb. Add +after-effect to have a write take effect all the same, and
+retry-after=SECONDS to 429, 401 and 5XX. Operations are those of the OpenAPI document, such as
create_organization, and oauth_token. Without an operation, the next request has it.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_an_example_and_every_entry_a_command() {
        fn walk(command: &Command, path: &mut Vec<String>, found: &mut Vec<String>) {
            for inner in command
                .get_subcommands()
                .filter(|inner| inner.get_name() != "help")
            {
                path.push(inner.get_name().to_owned());
                found.push(path.join(" "));
                walk(inner, path, found);
                path.pop();
            }
        }
        let mut found = Vec::new();
        walk(&Cli::command(), &mut Vec::new(), &mut found);
        let mut told: Vec<String> = HELP.iter().map(|(path, ..)| path.join(" ")).collect();
        assert!(HELP.iter().all(|(_, examples, _)| !examples.is_empty()));
        found.sort();
        told.sort();
        assert_eq!(found, told);
    }

    #[test]
    fn clap_finds_nothing_wrong() {
        command().debug_assert();
    }
}
