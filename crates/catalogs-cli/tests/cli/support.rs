//! The real binary, a sandbox of its own for each test, and what comes of the two.

use std::{
    ffi::OsStr,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

use catalogs_sandbox::{RateLimit, Sandbox, SandboxBuilder};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// The tokens here hold this word, and no output may.
pub(crate) const CANARY: &str = "canary";
pub(crate) const API_TOKEN: &str = "canary-api-token";
pub(crate) const OAUTH_TOKEN: &str = "canary-oauth-token";

/// An organization, an address and a contact person of the demo data.
pub(crate) const ORGANIZATION: &str = "0a710001-0000-4000-8000-000000000001";
pub(crate) const ADDRESS: &str = "0a710002-0000-4000-8000-000000000001";
pub(crate) const PERSON: &str = "0a710003-0000-4000-8000-000000000001";
pub(crate) const NOBODY: &str = "0a710001-0000-4000-8000-0000000000ff";

/// A sandbox that runs beside the test, and a home for the binary.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) folder: TempDir,
    // Dropped last: the sandbox runs on it.
    runtime: Runtime,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Route {
    Direct,
    Gateway,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(|builder| builder)
    }

    pub(crate) fn with(set_up: impl FnOnce(SandboxBuilder) -> SandboxBuilder) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let builder = Sandbox::builder()
            .rate_limit(RateLimit::off())
            .api_token(API_TOKEN)
            .oauth_token(OAUTH_TOKEN);
        let sandbox = runtime
            .block_on(set_up(builder).start())
            .expect("a sandbox");
        Self {
            sandbox,
            folder: tempfile::tempdir().expect("a folder"),
            runtime,
        }
    }

    pub(crate) fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// Where the binary keeps its profiles.
    pub(crate) fn profiles(&self) -> PathBuf {
        self.folder.path().join("profiles.toml")
    }

    /// The binary without a token, and with nothing of this machine's own settings.
    pub(crate) fn bare(&self) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("catalogs"));
        clean(&mut command, self.folder.path());
        command.env("CATALOGS_CONFIG", self.profiles());
        command
    }

    /// The binary as it reaches the sandbox on a route.
    pub(crate) fn on(&self, route: Route) -> Command {
        let mut command = self.bare();
        self.point(&mut command, route);
        command
    }

    /// Tells a command, ours or another, where the sandbox is.
    pub(crate) fn point(&self, command: &mut Command, route: Route) {
        command
            .env("ATI_BASE_URL", self.sandbox.origin())
            .env("ATI_INTEGRATOR_CODE", "64357");
        match route {
            Route::Direct => command.env("ATI_TOKEN", API_TOKEN),
            Route::Gateway => command.env("ATI_OAUTH_TOKEN", OAUTH_TOKEN),
        };
    }

    /// Runs the binary on the direct route.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ran {
        Ran::of(self.on(Route::Direct).args(args))
    }

    /// Runs a line as it stands in a shell, where the binary is `catalogs`.
    pub(crate) fn shell(&self, route: Route, line: &str) -> Ran {
        let mut command = Command::new("bash");
        clean(&mut command, self.folder.path());
        self.point(&mut command, route);
        let binary = assert_cmd::cargo::cargo_bin!("catalogs");
        let folder = binary.parent().expect("a folder").as_os_str().to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(
            [PathBuf::from(folder)]
                .into_iter()
                .chain(std::env::split_paths(&path)),
        );
        command
            .env("PATH", path.expect("a path"))
            .env("CATALOGS_CONFIG", self.profiles())
            .args(["-o", "pipefail", "-c", line])
            .current_dir(self.folder.path());
        Ran::of(&mut command)
    }

    /// A Python script as it reaches the sandbox on a route.
    pub(crate) fn python(&self, route: Route, script: &str) -> Command {
        let mut command = Command::new(python().expect("checked by the test"));
        clean(&mut command, self.folder.path());
        self.point(&mut command, route);
        command.arg(self.file("script.py", script));
        command
    }

    /// Writes a file into the test's folder.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.to_str().expect("a path").to_owned()
    }
}

const PYTHON_PACKAGES: &str = "import brotli, requests, sys; print(sys.executable)";

/// A Python that has the packages which the scripts import; the first one on the path may not.
fn python() -> Option<&'static Path> {
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    let found = PYTHON.get_or_init(|| {
        let candidates = ["python3", "/usr/bin/python3", "python"].iter();
        let mut found = candidates.filter_map(|python| {
            // Packages of the user's own are out of reach of the tests.
            let args = ["-s", "-c", PYTHON_PACKAGES];
            let run = Command::new(python).args(args).output();
            run.ok().filter(|run| run.status.success())
        });
        let path = String::from_utf8(found.next()?.stdout).ok()?;
        Some(PathBuf::from(path.trim_end()))
    });
    found.as_deref()
}

/// Whether a Python that can run the scripts is missing.
pub(crate) fn python_is_missing() -> bool {
    python().is_none()
        && support::missing(
            "python3 with the packages requests and brotli",
            &["python3", "-s", "-c", PYTHON_PACKAGES],
        )
}

/// Whether one of these programs is missing, each of which knows `--version`.
pub(crate) fn is_missing(programs: &[&str]) -> bool {
    let mut programs = programs.iter();
    programs.any(|program| support::missing(program, &[program, "--version"]))
}

/// Sends an HTTP request as it is, and gives the whole response.
pub(crate) fn http(host: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(host).expect("a connection");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut response = String::new();
    // The server may keep the connection open; what came until then is the response.
    let _ = stream.read_to_string(&mut response);
    response
}

/// Without anything that this machine's user has set.
fn clean(command: &mut Command, home: &Path) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        let is_a_setting = ["ATI_", "CATALOGS_", "CLICOLOR"]
            .iter()
            .any(|prefix| name.starts_with(prefix));
        let is_a_proxy = name.to_lowercase().ends_with("_proxy");
        if is_a_setting || is_a_proxy || name == "NO_COLOR" {
            command.env_remove(name);
        }
    }
    command
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        // No keyring of whoever runs the tests.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().expect("the command runs");
        let ran = Self {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).expect("UTF-8"),
            err: String::from_utf8(stderr).expect("UTF-8"),
        };
        assert!(
            !ran.out.contains(CANARY) && !ran.err.contains(CANARY),
            "a token got out: {ran:?}"
        );
        ran
    }

    /// Gives a command something to read.
    pub(crate) fn fed(command: &mut Command, input: &str) -> Self {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(input.as_bytes()).expect("written");
        std::io::Seek::rewind(&mut file).expect("rewound");
        Self::of(command.stdin(file))
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    #[track_caller]
    pub(crate) fn fails(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// The output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    #[track_caller]
    pub(crate) fn says(self, part: &str) -> Self {
        assert!(self.err.contains(part), "{part:?} is not in {self:?}");
        self
    }

    #[track_caller]
    pub(crate) fn prints(self, part: &str) -> Self {
        assert!(self.out.contains(part), "{part:?} is not in {self:?}");
        self
    }
}
