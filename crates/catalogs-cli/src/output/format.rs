//! The values of `--output` and `--color`.

use clap::ValueEnum;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Table,
    /// The API's own shape, which `create --file -` reads
    Json,
    /// The same, one entity a line
    Jsonl,
    /// For spreadsheets
    Csv,
    /// The API's own shape, as YAML
    Yaml,
}

impl Format {
    /// Whether results that are no entities are written as text.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Table | Self::Csv)
    }

    pub(crate) fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}

impl ColorWhen {
    pub(crate) fn write_global(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}
