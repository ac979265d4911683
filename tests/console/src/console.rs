//! The console as somebody uses it.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use serde_json::Value;
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::sandbox::Sandbox;

/// How long something may take to show, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(180);
const STEP: Duration = Duration::from_millis(100);

/// The routes as the page calls them.
pub const ROUTES: [&str; 2] = ["direct", "gateway"];

/// A browser on the console of a sandbox.
pub struct Console {
    origin: String,
    sandbox: Sandbox,
    browser: Browser,
}

/// Runs a test with a console of its own, and ends the browser whatever came of it.
///
/// # Errors
///
/// What the test says, and whatever keeps sandbox or browser from starting.
pub async fn with_console(test: impl AsyncFnOnce(&Console) -> Result<()>) -> Result<()> {
    with_console_under("127.0.0.1", test).await
}

/// The same, with a page that the browser reaches under this host.
///
/// # Errors
///
/// As [`with_console`].
pub async fn with_console_under(
    host: &str,
    test: impl AsyncFnOnce(&Console) -> Result<()>,
) -> Result<()> {
    let binary = std::env::var("CATALOGS_BINARY").unwrap_or_default();
    if support::missing("chromium", &["chromium", "--version"])
        || support::missing("chromedriver", &["chromedriver", "--version"])
        || support::missing("`cargo xtask console-test`", &[&binary, "--version"])
    {
        return Ok(());
    }
    let sandbox = Sandbox::start().await?;
    let console = Console {
        origin: sandbox.origin().replace("127.0.0.1", host),
        sandbox,
        browser: Browser::start().await?,
    };
    console.show(1440, false).await?;
    let tested = test(&console).await;
    if tested.is_err() {
        // What went wrong first counts.
        let _ = console.photograph("failed").await;
    }
    let quit = console.browser.driver.clone().quit().await;
    tested?;
    Ok(quit?)
}

impl Console {
    /// The sandbox that it belongs to.
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// The browser, for what is said nowhere else.
    pub fn driver(&self) -> &WebDriver {
        &self.browser.driver
    }

    /// Opens the page, and waits until reference and data are there.
    ///
    /// # Errors
    ///
    /// When they do not come.
    pub async fn open(&self) -> Result<()> {
        self.driver().goto(format!("{}/", self.origin)).await?;
        self.element("#line[data-live=yes]").await?;
        self.reference_is_there("direct").await
    }

    /// How the page is shown: so many CSS pixels wide, dark or light.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn show(&self, width: u32, dark: bool) -> Result<()> {
        self.browser.show(width, dark).await
    }

    async fn reference_is_there(&self, route: &str) -> Result<()> {
        self.in_reference(async || {
            self.shows(".introduction-section, main", "ATI.SU catalogs")
                .await?;
            self.eventually(&format!("the {route} reference"), async || {
                let address = self.script("return location.search").await?;
                let known = self
                    .script("return document.querySelectorAll('section').length > 5")
                    .await?;
                Ok((address == format!("?route={route}").as_str() && known == true).then_some(()))
            })
            .await
        })
        .await
    }

    /// Turns to a route.
    ///
    /// # Errors
    ///
    /// When the reference of that route does not come.
    pub async fn turn_to(&self, route: &str) -> Result<()> {
        self.click(&format!("#route input[value={route}]")).await?;
        self.reference_is_there(route).await
    }

    /// Looks at one of the views: `reference`, `log`, `book`, `controls`.
    ///
    /// # Errors
    ///
    /// When there is no button for it.
    pub async fn look_at(&self, view: &str) -> Result<()> {
        self.click(&format!("[data-view={view}]:is(button)")).await
    }

    /// Does something inside the viewer's frame.
    ///
    /// # Errors
    ///
    /// What that says.
    pub async fn in_reference<T>(&self, act: impl AsyncFnOnce() -> Result<T>) -> Result<T> {
        self.driver().enter_default_frame().await?;
        self.element("#reference iframe:not([hidden])")
            .await?
            .enter_frame()
            .await?;
        let done = act().await;
        self.driver().enter_default_frame().await?;
        done
    }

    /// In the reference: goes to an operation by its title. What was never looked at is not drawn.
    ///
    /// # Errors
    ///
    /// When the list at the side does not have it.
    pub async fn go_to(&self, title: &str) -> Result<()> {
        self.click_xpath(&format!("//li/a[contains(normalize-space(.), '{title}')]"))
            .await
    }

    /// In the reference: opens the form to try an operation, such as `get /organizations`.
    ///
    /// # Errors
    ///
    /// When it does not show.
    pub async fn try_it(&self, title: &str, operation: &str) -> Result<()> {
        self.go_to(title).await?;
        let button =
            format!("//button[contains(., 'Test Request') and contains(., '({operation})')]");
        let button = self.found(By::XPath(button)).await?;
        button.scroll_into_view().await?;
        // Sticky headings may lie over it for a moment.
        self.eventually("the button to be free", async || {
            Ok(button.click().await.ok())
        })
        .await?;
        self.found(By::XPath("//button[contains(., 'Send')]"))
            .await?;
        Ok(())
    }

    /// In the form: sends, and closes the form again.
    ///
    /// # Errors
    ///
    /// When there is no form.
    pub async fn send(&self) -> Result<()> {
        self.click_xpath("//button[contains(., 'Send') and not(@disabled)]")
            .await
    }

    /// Closes the form.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub async fn close_form(&self) -> Result<()> {
        self.click_xpath("//button[contains(@class, 'close') or contains(., 'Close Client')]")
            .await
    }

    /// Waits until a line of the log has all these words, and gives it.
    ///
    /// # Errors
    ///
    /// When none has.
    pub async fn logged(&self, words: &[&str]) -> Result<WebElement> {
        self.eventually(&format!("a request with {words:?}"), async || {
            for line in self.driver().find_all(By::Css("#requests li")).await? {
                let text = line.text().await.unwrap_or_default();
                if words.iter().all(|word| text.contains(word)) {
                    return Ok(Some(line));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Waits until an element has this text in it.
    ///
    /// # Errors
    ///
    /// When it has not.
    pub async fn shows(&self, selector: &str, text: &str) -> Result<()> {
        self.eventually(&format!("{selector} with {text:?}"), async || {
            for element in self.driver().find_all(By::Css(selector)).await? {
                if element.text().await.unwrap_or_default().contains(text) {
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Waits for an element.
    ///
    /// # Errors
    ///
    /// When it does not come.
    pub async fn element(&self, selector: &str) -> Result<WebElement> {
        self.found(By::Css(selector)).await
    }

    /// Waits for an element that can be seen, and clicks it.
    ///
    /// # Errors
    ///
    /// When it does not come, or lies below another.
    pub async fn click(&self, selector: &str) -> Result<()> {
        Ok(self.element(selector).await?.click().await?)
    }

    /// The same by XPath.
    ///
    /// # Errors
    ///
    /// As [`click`](Self::click).
    pub async fn click_xpath(&self, path: &str) -> Result<()> {
        Ok(self.found(By::XPath(path)).await?.click().await?)
    }

    /// Waits for an element that can be seen, by XPath.
    ///
    /// # Errors
    ///
    /// When it does not come.
    pub async fn element_at(&self, path: &str) -> Result<WebElement> {
        self.found(By::XPath(path)).await
    }

    async fn found(&self, by: By) -> Result<WebElement> {
        self.eventually(&format!("{by:?}"), async || {
            for element in self.driver().find_all(by.clone()).await? {
                if element.is_displayed().await.unwrap_or_default() {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await
    }

    /// What a script returns.
    ///
    /// # Errors
    ///
    /// When it throws.
    pub async fn script(&self, script: &str) -> Result<Value> {
        Ok(self
            .driver()
            .execute(script, Vec::new())
            .await?
            .json()
            .clone())
    }

    /// What the clipboard holds.
    ///
    /// # Errors
    ///
    /// When the browser does not say.
    pub async fn clipboard(&self) -> Result<String> {
        self.with_clipboard("readText()").await
    }

    /// Empties the clipboard.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn empty_clipboard(&self) -> Result<()> {
        self.with_clipboard("writeText('')").await.map(drop)
    }

    async fn with_clipboard(&self, act: &str) -> Result<String> {
        self.browser.may_use_the_clipboard(&self.origin).await?;
        let script = format!(
            "const done = arguments[0]; navigator.clipboard.{act}.then(done, (error) => done({{ error: String(error) }}));"
        );
        let said = self.driver().execute_async(script, Vec::new()).await?;
        let said = said.json();
        ensure!(!said.is_object(), "the clipboard: {said}");
        Ok(said.as_str().unwrap_or_default().to_owned())
    }

    /// Presses a key, wherever the focus is.
    ///
    /// # Errors
    ///
    /// When the browser does not do it.
    pub async fn press(&self, key: Key) -> Result<()> {
        Ok(self
            .driver()
            .action_chain()
            .send_keys(key)
            .perform()
            .await?)
    }

    /// Checks that nothing was asked of any other machine, and that no page reported an error.
    ///
    /// # Errors
    ///
    /// What was asked for, or reported.
    pub async fn is_quiet(&self) -> Result<()> {
        let own = format!("{}/", self.origin);
        let requested = self.browser.requested().await?;
        ensure!(
            !requested.is_empty(),
            "the browser tells of no request at all"
        );
        // The browser's own first page is of `chrome:` and `chrome-untrusted:`.
        let outside: Vec<_> = requested
            .iter()
            .filter(|url| {
                ![&own, "data:", "blob:", "chrome:", "chrome-untrusted:"]
                    .iter()
                    .any(|begin| url.starts_with(begin))
            })
            .collect();
        ensure!(outside.is_empty(), "asked elsewhere: {outside:?}");
        let errors = self.browser.errors().await?;
        ensure!(errors.is_empty(), "reported: {errors:?}");
        Ok(())
    }

    /// Writes a picture into the folder that `CONSOLE_PICTURES` names, if it does.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub async fn photograph(&self, name: &str) -> Result<()> {
        if let Some(folder) = std::env::var_os("CONSOLE_PICTURES") {
            std::fs::create_dir_all(&folder)?;
            let file = Path::new(&folder).join(format!("{name}.png"));
            self.driver().screenshot(&file).await?;
        }
        Ok(())
    }

    /// Asks again and again until there is something.
    ///
    /// # Errors
    ///
    /// When nothing comes.
    pub async fn eventually<T>(
        &self,
        what: &str,
        look: impl AsyncFn() -> Result<Option<T>>,
    ) -> Result<T> {
        let asking = async {
            loop {
                // What was there a moment ago may just be drawn anew.
                if let Ok(Some(found)) = look().await {
                    return found;
                }
                tokio::time::sleep(STEP).await;
            }
        };
        match tokio::time::timeout(PATIENCE, asking).await {
            Ok(found) => Ok(found),
            Err(_) => bail!("waited in vain for {what}"),
        }
    }
}
