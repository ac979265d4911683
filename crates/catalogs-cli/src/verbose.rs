//! `--verbose`: a line on stderr for each call, from the spans that the library opens. They hold no
//! body, no id and no token.

use std::{fmt, io::Write, sync::Mutex, time::Instant};

use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{Layer, layer::Context, layer::SubscriberExt, registry::LookupSpan};

/// Shows what the library does from now on.
pub(crate) fn install() {
    let subscriber = tracing_subscriber::registry().with(Lines);
    // Somebody else may have set one, which then shows as much.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

pub(crate) struct Lines;

/// A call, with the fields of its span.
struct Call {
    begun: Instant,
    fields: Fields,
}

#[derive(Default)]
struct Fields(Vec<(&'static str, String)>);

impl Fields {
    /// What was recorded last.
    fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.0.iter().rev();
        fields
            .find(|(field, _)| *field == name)
            .map(|(_, value)| value.as_str())
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push((field.name(), format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name(), value.to_owned()));
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let (Some(span), "catalogs.call") = (context.span(id), attributes.metadata().name()) else {
            return;
        };
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let begun = Instant::now();
        span.extensions_mut()
            .insert(Mutex::new(Call { begun, fields }));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(call) = span.extensions().get::<Mutex<Call>>()
            && let Ok(mut call) = call.lock()
        {
            values.record(&mut call.fields);
        }
    }

    /// Events of the library while it waits or gives up.
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let is_ours = event.metadata().target().starts_with("catalogs");
        if !is_ours || *event.metadata().level() > Level::DEBUG {
            return;
        }
        let mut fields = Fields::default();
        event.record(&mut fields);
        let message = fields.get("message").unwrap_or_default().to_owned();
        let rest = fields.0.iter().filter(|(name, _)| *name != "message");
        let rest: Vec<String> = rest
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        let _ = writeln!(
            anstream::stderr(),
            "  {message}{}{}",
            if rest.is_empty() { "" } else { ": " },
            rest.join(", ")
        );
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        if let Some(span) = context.span(&id)
            && let Some(call) = span.extensions().get::<Mutex<Call>>()
            && let Ok(call) = call.lock()
        {
            let _ = writeln!(
                anstream::stderr(),
                "{}",
                line(&call.fields, call.begun.elapsed().as_millis())
            );
        }
    }
}

fn line(fields: &Fields, milliseconds: u128) -> String {
    let method = fields.get("http.request.method").unwrap_or("?");
    let path = fields.get("url.template").unwrap_or("?");
    let host = fields.get("server.address").unwrap_or("?");
    let outcome = match (
        fields.get("http.response.status_code"),
        fields.get("error.type"),
    ) {
        (Some(status), Some(error)) if status != error => format!("{status}, {error}"),
        (Some(status), _) => status.to_owned(),
        (None, Some(error)) => error.to_owned(),
        (None, None) => "no response".to_owned(),
    };
    let again = match fields.get("http.request.resend_count") {
        Some("0") | None => String::new(),
        Some(times) => format!(", sent again {times}×"),
    };
    format!("> {method} {path} at {host}: {outcome} in {milliseconds} ms{again}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_has_request_and_outcome() {
        let fields = |more: &[(&'static str, &str)]| {
            let fixed = [
                ("http.request.method", "GET"),
                ("url.template", "/v1.2/catalogs/organizations"),
                ("server.address", "api.ati.su"),
            ];
            let all = fixed.into_iter().chain(more.iter().copied());
            Fields(all.map(|(name, value)| (name, value.to_owned())).collect())
        };
        let cases: [(&[(&str, &str)], &str); 4] = [
            (&[("http.response.status_code", "200")], "200 in 12 ms"),
            (
                &[
                    ("http.response.status_code", "502"),
                    ("error.type", "502"),
                    ("http.request.resend_count", "4"),
                ],
                "502 in 12 ms, sent again 4×",
            ),
            (&[("error.type", "connect")], "connect in 12 ms"),
            (&[], "no response in 12 ms"),
        ];
        for (more, expected) in cases {
            let expected = format!("> GET /v1.2/catalogs/organizations at api.ati.su: {expected}");
            assert_eq!(line(&fields(more), 12), expected);
        }
    }
}
