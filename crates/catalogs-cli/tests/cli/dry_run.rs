//! `--dry-run` sends nothing, and what it prints sends the very same.

use catalogs_sandbox::{Fault, RecordedRequest, Redirect, Route as SandboxRoute};
use serde_json::Value;

use crate::{
    operations::{commands, edits},
    support::{NOBODY, ORGANIZATION, PERSON, Ran, Route, World, is_missing, python_is_missing},
};

/// What counts of a request. The rest (`Host` and so on) is each client's own.
pub(crate) fn essence(
    request: &RecordedRequest,
) -> (String, String, Vec<Option<String>>, Option<Value>, u16) {
    let headers = [
        "user-agent",
        "accept",
        "content-type",
        "accept-encoding",
        "authorization",
    ];
    (
        request.method().to_owned(),
        request.path().to_owned(),
        headers
            .map(|name| request.header(name).map(str::to_owned))
            .to_vec(),
        request.json(),
        request.status(),
    )
}

/// What is pasted somewhere, and runs there.
#[derive(Clone, Copy, Debug)]
enum Pasted {
    Curl,
    Python,
}

impl Pasted {
    /// The languages that this machine can run.
    fn runnable() -> Vec<Self> {
        let mut all = Vec::new();
        if !is_missing(&["bash", "curl", "jq"]) {
            all.push(Self::Curl);
        }
        if !python_is_missing() {
            all.push(Self::Python);
        }
        all
    }

    /// What the tool prints in this language instead of doing it.
    fn text(self, world: &World, route: Route, args: &[&str]) -> String {
        let flag = match self {
            Self::Curl => "--dry-run",
            Self::Python => "--dry-run=python",
        };
        let (dry, nothing) = sent(world, || Ran::of(world.on(route).args(args).arg(flag)).ok());
        assert!(nothing.is_empty(), "{args:?}: {nothing:?}");
        dry.out
    }

    fn run(self, world: &World, route: Route, text: &str) -> Ran {
        match self {
            Self::Curl => world.shell(route, text),
            Self::Python => Ran::of(&mut world.python(route, text)),
        }
    }
}

/// The requests of one run on a fresh address book.
pub(crate) fn sent(world: &World, run: impl FnOnce() -> Ran) -> (Ran, Vec<RecordedRequest>) {
    world.sandbox.reset();
    let ran = run();
    (ran, world.sandbox.requests())
}

#[test]
fn snippets_send_what_the_tool_sends() {
    let runnable = Pasted::runnable();
    let world = World::new();
    let mut seen = Vec::new();
    for route in [Route::Direct, Route::Gateway] {
        for (operation, args) in commands() {
            let (_, by_tool) = sent(&world, || Ran::of(world.on(route).args(&args)).ok());
            for &pasted in &runnable {
                let text = pasted.text(&world, route, &args);
                let (_, by_text) = sent(&world, || pasted.run(&world, route, &text).ok());

                let essences =
                    |requests: &[RecordedRequest]| requests.iter().map(essence).collect::<Vec<_>>();
                assert_eq!(
                    essences(&by_text),
                    essences(&by_tool),
                    "{operation}: {text}"
                );
                assert_eq!(by_text.len(), 1, "{operation}");
                assert_eq!(by_text[0].operation(), Some(operation));
                let prefix = match route {
                    Route::Direct => SandboxRoute::Direct,
                    Route::Gateway => SandboxRoute::Gateway,
                };
                assert_eq!(by_text[0].route(), Some(prefix));
            }
            seen.push(operation);
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 17, "the API has 17 operations");
}

/// Methods and paths.
fn lines(requests: &[RecordedRequest]) -> Vec<String> {
    requests
        .iter()
        .map(|it| format!("{} {}", it.method(), it.path()))
        .collect()
}

#[test]
fn edit_snippets_write_what_the_tool_writes() {
    let runnable = Pasted::runnable();
    let world = World::new();
    for route in [Route::Direct, Route::Gateway] {
        for args in edits() {
            let (_, by_tool) = sent(&world, || Ran::of(world.on(route).args(args)).ok());
            let after = world.sandbox.state();
            for &pasted in &runnable {
                let text = pasted.text(&world, route, args);
                let (_, by_text) = sent(&world, || pasted.run(&world, route, &text).ok());
                assert_eq!(lines(&by_text), lines(&by_tool), "{args:?}");
                assert!(world.sandbox.state() == after, "{args:?}: {text}");
            }
        }
    }
}

#[test]
fn several_items_are_several_steps() {
    let runnable = Pasted::runnable();
    let world = World::new();
    let other = "0a710003-0000-4000-8000-000000000002";
    for &pasted in &runnable {
        let delete = ["contacts", "delete", PERSON, other];
        let text = pasted.text(&world, Route::Direct, &delete);
        let (_, by_text) = sent(&world, || pasted.run(&world, Route::Direct, &text).ok());
        assert_eq!(by_text.len(), 2);
        assert!(by_text.iter().all(|request| request.status() == 200));
        let left = world.sandbox.state().contact_persons;
        assert!(
            left.iter()
                .all(|person| person["id"] != PERSON && person["id"] != other)
        );
    }
}

#[test]
fn snippets_print_response_or_fail() {
    let runnable = Pasted::runnable();
    let world = World::new();
    let found = ["contacts", "get", PERSON];
    let nobody = ["contacts", "get", NOBODY];
    for &pasted in &runnable {
        let text = pasted.text(&world, Route::Direct, &found);
        let ran = pasted.run(&world, Route::Direct, &text).ok();
        assert_eq!(ran.json()["id"], PERSON);

        let text = pasted.text(&world, Route::Direct, &nobody);
        let ran = pasted.run(&world, Route::Direct, &text);
        assert_ne!(ran.code, 0);
        let said = ran.out + &ran.err;
        assert!(said.contains("error_code"), "{pasted:?}: {said}");
    }
}

#[test]
fn sending_commands_have_dry_run_in_all_languages() {
    let world = World::new();
    let more: [&[&str]; 4] = [
        &["whoami"],
        &["request", "PATCH", "/organizations", "--data", "{\"a\": 1}"],
        &["organizations", "search", "ромашка"],
        &["organizations", "edit", ORGANIZATION, "--clear", "phone"],
    ];
    let languages = [
        ("http", " HTTP/1.1"),
        ("json", "\"method\""),
        ("curl", "--header \"Authorization: Bearer $ATI_TOKEN\""),
        ("1c", "КонецФункции"),
        ("python", "f\"Bearer {token('ATI_TOKEN')}\""),
    ];
    // The test of the console runs all operations in the other languages.
    let operations = commands()
        .into_iter()
        .map(|(_, args)| (args, &languages[..2]));
    let all = operations.chain(more.map(|args| (args.to_vec(), &languages[..])));
    for (args, languages) in all {
        for (language, mark) in languages {
            let flag = format!("--dry-run={language}");
            let dry = world.run(args.iter().copied().chain([&*flag])).ok();
            assert!(dry.out.contains(mark), "{args:?} {language}: {}", dry.out);
        }
    }
    assert!(world.sandbox.requests().is_empty());
    world
        .run(["contacts", "list", "--dry-run=cobol"])
        .fails(2)
        .says("possible values: curl, 1c, python, http, json");
}

#[test]
fn dry_run_needs_no_token() {
    let world = World::new();
    let mut command = world.bare();
    command.args([
        "contacts",
        "list",
        "--dry-run",
        "--integrator-code",
        "64357",
    ]);
    let ran = Ran::of(&mut command).ok();
    assert!(
        ran.out
            .contains("'https://api.ati.su/v1.2/catalogs/organizations/contactPersons'")
    );
    assert!(ran.out.contains("$ATI_TOKEN\""));
    let gateway = Ran::of(
        world
            .on(Route::Gateway)
            .args(["contacts", "list", "--dry-run"]),
    )
    .ok();
    assert!(
        gateway.out.contains("/gw/oauth2/catalogs/v1.2/")
            && gateway.out.contains("$ATI_OAUTH_TOKEN\"")
    );
}

#[test]
fn snippets_follow_redirect_with_method_and_body() {
    let runnable = Pasted::runnable();
    let world = World::new();
    for (operation, args) in commands() {
        for &pasted in &runnable {
            // In Python, one function sends them all, so that every method will do.
            if matches!(pasted, Pasted::Python) && args[0] != "contacts" {
                continue;
            }
            let text = pasted.text(&world, Route::Direct, &args);
            for redirect in Redirect::ALL {
                world.sandbox.reset();
                world.sandbox.inject(Fault::redirect_to_self(redirect));
                pasted.run(&world, Route::Direct, &text).ok();
                let requests = world.sandbox.requests();
                assert_eq!(requests.len(), 2, "{operation}: {requests:?}");
                let sent = |request: &RecordedRequest| {
                    (
                        request.method().to_owned(),
                        request.path().to_owned(),
                        request.json(),
                    )
                };
                assert_eq!(sent(&requests[0]), sent(&requests[1]), "{operation}");
                assert_eq!(requests[1].status(), 200, "{operation}");
            }
        }
    }
}

#[test]
fn python_script_protects_token() {
    if python_is_missing() {
        return;
    }
    let (world, other) = (World::new(), World::new());
    let create = ["contacts", "create", "--name", "Мария"];
    let script = Pasted::Python.text(&world, Route::Direct, &create);

    let elsewhere = format!("{}/v1.2/catalogs/organizations", other.sandbox.origin());
    let redirect = Fault::redirect(Redirect::Temporary, elsewhere);
    world.sandbox.inject(redirect);
    let ran = Ran::of(&mut world.python(Route::Direct, &script));
    ran.fails(1).says("where the token must not go");
    assert!(other.sandbox.requests().is_empty());

    // Without it, requests would put what is here in the token's place.
    world.file(".netrc", "default login somebody password canary\n");
    let (_, by_script) = sent(&world, || {
        Ran::of(&mut world.python(Route::Direct, &script)).ok()
    });
    assert_eq!(by_script[0].status(), 200);

    // Its own text would quote the header; that no output holds the canary is checked for every run.
    let mut odd = world.python(Route::Direct, &script);
    let ran = Ran::of(odd.env("ATI_TOKEN", "canary\n"));
    ran.fails(1).says("cannot be sent; look at the token");
}
