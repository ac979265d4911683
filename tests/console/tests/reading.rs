//! The page to be read: snippets, sizes, schemes, and the keyboard.

use anyhow::{Context, Result, ensure};
use console::{Console, ROUTES, with_console};
use serde_json::json;
use thirtyfour::prelude::*;

const ID: &str = "0a710001-0000-4000-8000-000000000001";

#[tokio::test]
async fn copied_snippet_equals_dry_run_output() -> Result<()> {
    with_console(async |console| {
        console.open().await?;
        for (route, profile) in ROUTES.into_iter().zip(["sandbox", "sandbox-oauth"]) {
            console.turn_to(route).await?;
            for (label, language) in [("1C", "1c"), ("Python", "python"), ("curl", "curl")] {
                let copied = copied(console, label).await?;
                let dry_run = format!("--dry-run={language}");
                let args = ["organizations", "get", ID, &dry_run];
                let printed = console.sandbox().tool(profile, &args).await?;
                ensure!(
                    copied.trim_end() == printed.trim_end(),
                    "{label} on {route}:\n{copied}\n{printed}"
                );
            }
        }
        console.is_quiet().await
    })
    .await
}

/// Chooses a language in the reference of `get_organization`, and copies.
async fn copied(console: &Console, label: &str) -> Result<String> {
    const CARD: &str = "//div[contains(@class,'request-card')][.//button[contains(., '(get /organizations/{organizationId})')]]";
    console
        .in_reference(async || {
            console.go_to("Get one organization").await?;
            let card = console.element_at(CARD).await?;
            card.scroll_into_view().await?;
            card.find(By::Css("button[aria-label^='Change code sample language']"))
                .await?
                .click()
                .await?;
            console
                .click_xpath(&format!(
                    "//*[@role='option' or @role='menuitem'][normalize-space(.)='{label}']"
                ))
                .await?;
            console.photograph(&format!("snippet-{label}")).await?;
            let chosen = format!("button[aria-label='Change code sample language: {label}']");
            console.element(&chosen).await?;
            // What was copied before is not what is copied now.
            console.empty_clipboard().await?;
            console
                .eventually("the copy", async || {
                    let card = console.element_at(CARD).await?;
                    let copy = card.find(By::Css("button[aria-label^=Copy]")).await?;
                    copy.click().await?;
                    let copied = console.clipboard().await?;
                    Ok((!copied.is_empty()).then_some(copied))
                })
                .await
        })
        .await
}

/// What of a page does not fit its width; and text that is small, or pale on its ground.
const FAULTS: &str = r#"
const faults = [];
const root = document.documentElement;
if (root.scrollWidth > root.clientWidth) faults.push(`${root.scrollWidth} wide on ${root.clientWidth}`);
const light = (color) => {
  const parts = color.match(/[\d.]+/g).map(Number);
  const linear = parts.slice(0, 3).map((part) => {
    const share = color.startsWith("color(") ? part : part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
};
const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const color = getComputedStyle(at).backgroundColor;
    if (color !== "rgba(0, 0, 0, 0)" && color !== "transparent") return color;
  }
  return "rgb(255, 255, 255)";
};
for (const element of document.querySelectorAll("body *")) {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  if (!own || !element.checkVisibility()) continue;
  const style = getComputedStyle(element);
  const [one, other] = [light(style.color), light(ground(element))].sort((a, b) => b - a);
  const contrast = (one + 0.05) / (other + 0.05);
  const text = element.textContent.trim().slice(0, 30);
  if (contrast < 4.5) faults.push(`contrast ${contrast.toFixed(1)}: ${text}`);
  if (parseFloat(style.fontSize) < 12) faults.push(`${style.fontSize}: ${text}`);
}
return faults;
"#;

#[tokio::test]
async fn console_is_readable_at_any_width_and_scheme() -> Result<()> {
    with_console(async |console| {
        console.open().await?;
        console
            .sandbox()
            .tool("sandbox", &["organizations", "list"])
            .await?;
        let missing = ["contacts", "get", "0a710003-0000-4000-8000-0000000000ff"];
        ensure!(console.sandbox().tool("sandbox", &missing).await.is_err());
        let line = console.logged(&["404"]).await?;
        line.find(By::Tag("summary")).await?.click().await?;
        for width in [375, 800, 1440] {
            for dark in [false, true] {
                console.show(width, dark).await?;
                let scheme = if dark { "dark" } else { "light" };
                for view in ["reference", "log", "book", "controls"] {
                    if view == "reference" && width == 1440 {
                        continue;
                    }
                    console.look_at(view).await?;
                    console
                        .photograph(&format!("{view}-{width}-{scheme}"))
                        .await?;
                    let faults = console.script(FAULTS).await?;
                    ensure!(faults == json!([]), "{view} at {width}, {scheme}: {faults}");
                }
                if width < 1440 {
                    console.look_at("reference").await?;
                }
                let wide = console
                    .in_reference(async || {
                        console
                            .script("return document.documentElement.scrollWidth - innerWidth")
                            .await
                    })
                    .await?;
                ensure!(
                    wide.as_i64().is_some_and(|over| over <= 0),
                    "the reference is {wide} too wide at {width}"
                );
            }
        }
        Ok(())
    })
    .await
}

/// Where the focus is, as a test names it.
const FOCUS: &str = "const at = document.activeElement;
return at.id || at.name || at.dataset.view || at.value || at.getAttribute('aria-label') || at.tagName";

async fn tab_to(console: &Console, place: &str) -> Result<()> {
    let mut passed = Vec::new();
    for _ in 0..40 {
        console.press(Key::Tab).await?;
        let at = console.script(FOCUS).await?;
        if at == place {
            let outline = console
                .script("return getComputedStyle(document.activeElement).outlineStyle")
                .await?;
            // In the frame it is the viewer that shows it.
            ensure!(
                place == "gateway" || outline != "none",
                "{place} does not show that it has the focus"
            );
            return Ok(());
        }
        passed.push(at);
    }
    anyhow::bail!("{place} cannot be reached: {passed:?}")
}

#[tokio::test]
async fn keyboard_reaches_every_control() -> Result<()> {
    with_console(async |console| {
        console.open().await?;
        tab_to(console, "route").await?;
        console.press(Key::Right).await?;
        let route = console
            .script("return document.querySelector('#route :checked').value")
            .await?;
        ensure!(route == "gateway", "{route}");

        tab_to(console, "book").await?;
        console.press(Key::Enter).await?;
        console.shows("#lists caption", "Organizations").await?;
        // The frame is on the way, and what scrolls beside it.
        tab_to(console, "gateway").await.context("the reference")?;

        console.driver().refresh().await?;
        console.element("#line[data-live=yes]").await?;
        tab_to(console, "controls").await?;
        console.press(Key::Enter).await?;
        tab_to_behind_the_frame(console, "fault").await?;
        console.press(Key::Down).await?;
        tab_to(console, "operation").await?;
        tab_to(console, "times").await?;
        console.press(Key::Enter).await?;
        console
            .shows("#pending", "Going to go wrong: any request, once, with")
            .await?;
        tab_to(console, "mend").await?;
        console.press(Key::Space).await?;
        console.shows("#pending", "Nothing is broken").await?;
        tab_to(console, "reset").await?;
        console.press(Key::Enter).await?;
        console.shows("#sure", "Reset?").await?;
        let at = console.script(FOCUS).await?;
        ensure!(at == "no", "the harmless response comes first, not {at}");
        console.press(Key::Escape).await?;
        let open = console
            .script("return document.getElementById('sure').open")
            .await?;
        ensure!(open == false, "Escape keeps it");
        Ok(())
    })
    .await
}

/// In the reference, too: from the first place in it to a request that was sent.
#[tokio::test]
async fn request_can_be_sent_by_keyboard() -> Result<()> {
    with_console(async |console| {
        console.open().await?;
        console
            .in_reference(async || {
                // Where a click into the text would put it.
                console.script("window.focus()").await?;
                for place in ["List the organizations", "Test Request", "Send"] {
                    tab_to_text(console, place).await?;
                    console.press(Key::Enter).await?;
                }
                Ok(())
            })
            .await?;
        console.logged(&["200", "list_organizations"]).await?;
        Ok(())
    })
    .await
}

/// Goes on until what has the focus reads so.
async fn tab_to_text(console: &Console, text: &str) -> Result<()> {
    let mut passed = Vec::new();
    for _ in 0..150 {
        console.press(Key::Tab).await?;
        let read = "return document.activeElement.textContent.trim().slice(0, 60)";
        let at = console.script(read).await?;
        if at.as_str().is_some_and(|at| at.contains(text)) {
            return Ok(());
        }
        passed.push(at);
    }
    anyhow::bail!("{text} cannot be reached: {passed:?}")
}

/// The viewer has many places for the focus: this one steps over it.
async fn tab_to_behind_the_frame(console: &Console, place: &str) -> Result<()> {
    console
        .script("for (const frame of document.querySelectorAll('iframe')) frame.inert = true")
        .await?;
    let reached = tab_to(console, place).await;
    console
        .script("for (const frame of document.querySelectorAll('iframe')) frame.inert = false")
        .await?;
    reached
}
