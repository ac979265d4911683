//! Keeps everything that is traced or logged while a test runs.

use std::{
    collections::BTreeMap,
    fmt,
    io::{self, Write},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use tracing::{
    Dispatch, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
    span,
    subscriber::{DefaultGuard, NoSubscriber},
};
use tracing_subscriber::{
    Layer, Registry,
    fmt::{MakeWriter, format::FmtSpan},
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
};

/// A span as it was when it closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenSpan {
    /// Its name.
    pub name: String,
    /// Its level.
    pub level: tracing::Level,
    /// The fields that got a value.
    pub fields: BTreeMap<String, String>,
}

/// Records what the current thread traces, from every crate and at every level, until dropped.
///
/// It sees tasks of a current-thread runtime, which is what `#[tokio::test]` starts.
pub struct Trace {
    text: Arc<Mutex<Vec<u8>>>,
    spans: Arc<Mutex<Vec<SeenSpan>>>,
    _guard: DefaultGuard,
}

impl Trace {
    /// Starts to record.
    #[must_use]
    pub fn start() -> Self {
        static KEPT: OnceLock<Dispatch> = OnceLock::new();
        KEPT.get_or_init(|| {
            // Crates that know only `log` are heard as well, by whichever thread listens.
            tracing_log::LogTracer::init().expect("nobody else takes the log");
            // While there is but one dispatcher, a thread without it that comes first to a span
            // turns that span off for all. So there is always a second one.
            Dispatch::new(NoSubscriber::default())
        });

        let text = Buffer::default();
        let spans = Spans::default();
        let lines = tracing_subscriber::fmt::layer()
            .with_writer(text.clone())
            .with_ansi(false)
            .with_span_events(FmtSpan::FULL);
        let (text, seen) = (text.0, Arc::clone(&spans.0));
        let subscriber = Registry::default()
            .with(LevelFilter::TRACE)
            .with(lines)
            .with(spans);
        let guard = tracing::subscriber::set_default(subscriber);
        Self {
            text,
            spans: seen,
            _guard: guard,
        }
    }

    /// All lines so far.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&locked(&self.text)).into_owned()
    }

    /// The spans with this name that have closed so far.
    pub fn spans(&self, name: &str) -> Vec<SeenSpan> {
        locked(&self.spans)
            .iter()
            .filter(|span| span.name == name)
            .cloned()
            .collect()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        locked(&self.0).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Buffer {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[derive(Default)]
struct Spans(Arc<Mutex<Vec<SeenSpan>>>);

#[derive(Default)]
struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl<S: Subscriber + for<'span> LookupSpan<'span>> Layer<S> for Spans {
    fn on_new_span(
        &self,
        attributes: &span::Attributes<'_>,
        id: &span::Id,
        context: Context<'_, S>,
    ) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_close(&self, id: span::Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else {
            return;
        };
        let fields = span.extensions_mut().remove::<Fields>().unwrap_or_default();
        locked(&self.0).push(SeenSpan {
            name: span.name().to_owned(),
            level: *span.metadata().level(),
            fields: fields.0,
        });
    }
}
