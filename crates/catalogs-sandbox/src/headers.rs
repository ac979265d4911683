//! The header check: what the service requires on every request.

use axum::http::HeaderMap;

use crate::refusal::Refusal;

/// The headers that the service requires on every request, whatever its method.
pub(crate) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    for (name, holds, text) in RULES {
        let values: Vec<&str> = headers
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        if values.is_empty() {
            return Err(Refusal::missing_header(name, text));
        }
        if !holds(&values.join(", ")) {
            return Err(Refusal::invalid_header(name, text));
        }
    }
    Ok(())
}

/// A required header, the check of its value, and the rule in words.
type Rule = (&'static str, fn(&str) -> bool, &'static str);

const RULES: [Rule; 4] = [
    (
        "User-Agent",
        names_integrator,
        "ati_integrator_<your ATI code>",
    ),
    ("Accept", accepts_json, "application/json"),
    (
        "Content-Type",
        is_json,
        "application/json, also when there is no body",
    ),
    ("Accept-Encoding", accepts_compression, "gzip, deflate, br"),
];

fn names_integrator(user_agent: &str) -> bool {
    let code = user_agent.strip_prefix("ati_integrator_");
    code.is_some_and(|code| !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn accepts_json(accept: &str) -> bool {
    ["application/json", "application/*", "*/*"]
        .iter()
        .any(|media| allows(accept, media))
}

fn is_json(content_type: &str) -> bool {
    let media = content_type.split(';').next().unwrap_or_default();
    media.trim().eq_ignore_ascii_case("application/json")
}

fn accepts_compression(accept_encoding: &str) -> bool {
    ["gzip", "deflate", "br"]
        .iter()
        .all(|coding| allows(accept_encoding, coding))
}

/// Whether a list such as `gzip, br;q=0.5` names something, and not with `q=0`.
fn allows(list: &str, wanted: &str) -> bool {
    list.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(wanted));
        named && !parts.any(is_zero_quality)
    })
}

fn is_zero_quality(parameter: &str) -> bool {
    let quality = parameter
        .split_once('=')
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    quality.is_some_and(|(_, value)| value.trim().parse::<f32>().is_ok_and(|q| q == 0.0))
}

#[cfg(test)]
mod tests;
