//! Plots as SVG.

use std::path::Path;

use anyhow::{Result, anyhow};
use plotters::prelude::*;

/// Lines over one another, both axes logarithmic: what grows in proportion rises at 45°.
pub struct Plot {
    /// The file's name, without its ending.
    pub name: &'static str,
    /// What it shows.
    pub title: String,
    /// What is along the bottom.
    pub x: &'static str,
    /// What is up the side.
    pub y: &'static str,
    /// A line for each name.
    pub lines: Vec<(&'static str, Vec<(f64, f64)>)>,
}

const COLORS: [RGBColor; 5] = [
    RGBColor(31, 119, 180),
    RGBColor(214, 39, 40),
    RGBColor(44, 160, 44),
    RGBColor(148, 103, 189),
    RGBColor(255, 127, 14),
];

impl Plot {
    pub(crate) fn draw(&self, folder: &Path) -> Result<()> {
        let path = folder.join(format!("{}.svg", self.name));
        self.draw_to(&path)
            .map_err(|error| anyhow!("{} cannot be drawn: {error}", path.display()))
    }

    fn draw_to(&self, path: &Path) -> Result<(), Box<dyn std::error::Error + '_>> {
        let points = || self.lines.iter().flat_map(|(_, line)| line);
        let range = |values: &mut dyn Iterator<Item = f64>| {
            let values: Vec<f64> = values.collect();
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = values.iter().copied().fold(0.0, f64::max);
            (least / 1.5)..(most * 1.5)
        };
        let (xs, ys) = (
            range(&mut points().map(|point| point.0)),
            range(&mut points().map(|point| point.1)),
        );
        let root = SVGBackend::new(path, (720, 420)).into_drawing_area();
        root.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&root)
            .caption(&self.title, ("sans-serif", 18))
            .margin(12)
            .x_label_area_size(44)
            .y_label_area_size(72)
            .build_cartesian_2d(xs.log_scale(), ys.log_scale())?;
        chart
            .configure_mesh()
            // On a logarithmic axis, finer lines run together.
            .max_light_lines(1)
            .x_desc(self.x)
            .y_desc(self.y)
            .x_label_formatter(&|value| short(*value))
            .y_label_formatter(&|value| short(*value))
            .draw()?;
        for ((name, line), color) in self.lines.iter().zip(COLORS) {
            let series = LineSeries::new(line.iter().copied(), color.stroke_width(2)).point_size(3);
            chart
                .draw_series(series)?
                .label(*name)
                .legend(move |(x, y)| {
                    PathElement::new([(x, y), (x + 18, y)], color.stroke_width(2))
                });
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperLeft)
            .background_style(WHITE.mix(0.8))
            .border_style(BLACK.mix(0.3))
            .draw()?;
        root.present()?;
        Ok(())
    }
}

/// A number without more digits than it needs.
fn short(value: f64) -> String {
    match value {
        value if value >= 1e6 => format!("{}M", value / 1e6),
        value if value >= 1e3 => format!("{}k", value / 1e3),
        value => format!("{value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plot_shows_its_lines() {
        let folder = tempfile::tempdir().unwrap();
        let plot = Plot {
            name: "memory",
            title: "Memory".to_owned(),
            x: "organizations",
            y: "MiB",
            lines: vec![
                ("ours", vec![(1.0, 2.0), (10.0, 20.0)]),
                ("theirs", vec![(1.0, 4.0)]),
            ],
        };
        plot.draw(folder.path()).unwrap();
        let svg = std::fs::read_to_string(folder.path().join("memory.svg")).unwrap();
        for text in ["<svg", "Memory", "organizations", "MiB", "ours", "theirs"] {
            assert!(svg.contains(text), "{text}");
        }
    }
}
