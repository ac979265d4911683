//! A headless Chromium of its own.

use anyhow::Result;
use serde_json::{Value, json};
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};
use tokio::process::Command;

use crate::process::Process;

/// Nothing of these would be the page's, and all of it would want the network.
const SILENT: [&str; 10] = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    // Without this it does not run as root, which CI is.
    "--no-sandbox",
    // No name server knows it: what is reserved for tests leads nowhere else.
    "--host-resolver-rules=MAP sandbox.test 127.0.0.1",
];

pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    _chromedriver: Process,
    _profile: tempfile::TempDir,
}

impl Browser {
    pub(crate) async fn start() -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let mut command = Command::new("chromedriver");
        command.args(["--port=0"]).env("HOME", profile.path());
        let mut chromedriver = Process::start(command)?;
        let port = chromedriver.says("started successfully on port ").await?;

        let mut wanted = DesiredCapabilities::chrome();
        for arg in SILENT {
            wanted.add_arg(arg)?;
        }
        wanted.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
        wanted.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
        wanted.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await?;
        Ok(Self {
            driver,
            _chromedriver: chromedriver,
            _profile: profile,
        })
    }

    /// How the page is shown: so many CSS pixels wide, dark or light.
    pub(crate) async fn show(&self, width: u32, dark: bool) -> Result<()> {
        let cdp = self.driver.cdp();
        let size = json!({
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        cdp.send_raw("Emulation.setDeviceMetricsOverride", size)
            .await?;
        let scheme = if dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        cdp.send_raw("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    pub(crate) async fn may_use_the_clipboard(&self, origin: &str) -> Result<()> {
        let grant = json!({
            "origin": origin,
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
        });
        self.driver
            .cdp()
            .send_raw("Browser.grantPermissions", grant)
            .await?;
        Ok(())
    }

    /// The addresses that were asked for since the last call.
    pub(crate) async fn requested(&self) -> Result<Vec<String>> {
        let mut urls = Vec::new();
        for entry in self.driver.get_log("performance").await? {
            let entry: Value = serde_json::from_str(&entry.message)?;
            let message = &entry["message"];
            if message["method"] == "Network.requestWillBeSent" {
                let url = message["params"]["request"]["url"].as_str();
                urls.extend(url.map(str::to_owned));
            }
        }
        Ok(urls)
    }

    /// What the pages wrote to the browser's console as errors, since the last call.
    pub(crate) async fn errors(&self) -> Result<Vec<String>> {
        let log = self.driver.browser_log().await?;
        let errors = log.into_iter().filter(|entry| entry.level == "SEVERE");
        Ok(errors.map(|entry| entry.message).collect())
    }
}
