//! What the page tells of the sandbox, and what its buttons do.

use anyhow::{Result, ensure};
use console::with_console;
use thirtyfour::prelude::*;

#[tokio::test]
async fn log_and_data_follow_other_clients() -> Result<()> {
    with_console(async |console| {
        console.open().await?;
        let create = [
            "contacts",
            "create",
            "--name",
            "<img src=x onerror=alert(1)> Анна",
        ];
        console.sandbox().tool("sandbox-oauth", &create).await?;
        let line = console
            .logged(&["200", "create_contact_person", "gateway route"])
            .await?;
        let told = line.text().await?;
        ensure!(told.contains("1 of 10 in the last second"), "{told}");
        line.find(By::Tag("summary")).await?.click().await?;
        console
            .shows("#requests pre", "<img src=x onerror=alert(1)> Анна")
            .await?;

        console.look_at("book").await?;
        console
            .shows("#lists td", "<img src=x onerror=alert(1)> Анна")
            .await?;
        console
            .shows("#lists caption", "Contact persons (контактные лица): 14")
            .await?;
        console
            .shows("#lists caption", "Organizations (организации): 12")
            .await?;
        console.photograph("data").await?;
        ensure!(
            console
                .driver()
                .find_all(By::Css("#lists img, #requests img"))
                .await?
                .is_empty()
        );
        console.is_quiet().await
    })
    .await
}

#[tokio::test]
async fn break_and_reset_buttons_work() -> Result<()> {
    with_console(async |console| {
        console.open().await?;
        console.look_at("controls").await?;
        console.shows("#pending", "Nothing is broken").await?;
        console
            .click("#break select[name=fault] option[value='503']")
            .await?;
        console
            .click("#break select[name=operation] option[value=list_addresses]")
            .await?;
        console.click("#break button").await?;
        console
            .shows(
                "#pending",
                "Going to go wrong: “list addresses”, once, with 503.",
            )
            .await?;
        console.photograph("break").await?;

        console
            .sandbox()
            .tool(
                "sandbox",
                &[
                    "contacts",
                    "delete",
                    "--yes",
                    "0a710003-0000-4000-8000-000000000001",
                ],
            )
            .await?;
        let once = ["addresses", "list"];
        console.sandbox().tool("sandbox", &once).await?;
        console.look_at("log").await?;
        console
            .logged(&["503", "list_addresses", "broken: 503"])
            .await?;
        // The tool tries again.
        console.logged(&["200", "list_addresses"]).await?;
        console.look_at("book").await?;
        console
            .shows("#lists caption", "Contact persons (контактные лица): 12")
            .await?;

        console.look_at("controls").await?;
        console.shows("#pending", "Nothing is broken").await?;
        console.click("#reset").await?;
        console
            .shows("#sure", "Everything that was changed here is lost")
            .await?;
        console.click("#sure button[value=no]").await?;
        console.shows("#count", "3").await?;
        console.click("#reset").await?;
        console.click("#sure button[value=yes]").await?;
        console.shows("#count", "0").await?;
        console.look_at("book").await?;
        console
            .shows("#lists caption", "Contact persons (контактные лица): 13")
            .await?;
        console.sandbox().tool("sandbox", &once).await?;
        console.is_quiet().await
    })
    .await
}
