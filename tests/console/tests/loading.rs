//! The page as it loads.

use anyhow::{Result, ensure};
use console::{ROUTES, with_console};

#[tokio::test]
async fn page_loads_nothing_external_without_errors() -> Result<()> {
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
async fn reference_shows_routes_codes_and_headers() -> Result<()> {
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
