//! The page as it loads.

use anyhow::{Result, ensure};
use console::{ROUTES, with_console};

#[tokio::test]
async fn nothing_is_asked_of_other_machines_and_nothing_goes_wrong() -> Result<()> {
    with_console(async |console| {
        console.open().await?;
        for route in ROUTES {
            console.turn_to(route).await?;
            console.photograph(&format!("loaded-{route}")).await?;
            console.is_quiet().await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_reference_tells_what_a_reader_needs() -> Result<()> {
    with_console(async |console| {
        console.open().await?;
        console
            .in_reference(async || {
                let text = console.script("return document.body.textContent").await?;
                let text = text.as_str().unwrap_or_default();
                for part in [
                    "организации",
                    "10 requests a second",
                    "ati_integrator_",
                    "Kazakhstan (Казахстан)",
                    "warehouse (Склад)",
                    "error_code",
                    "PUT replaces the whole",
                ] {
                    ensure!(text.contains(part), "{part} is nowhere");
                }
                Ok(())
            })
            .await
    })
    .await
}
