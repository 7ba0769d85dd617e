//! Progress of pushing an image: bars on a terminal, plain lines elsewhere.

use super::console::{Console, note};
use crate::oci::CopyProgress;
use indicatif::{HumanBytes, MultiProgress, ProgressBar, ProgressStyle};
use oci_client::manifest::OciDescriptor;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The progress of pushing an image.
pub(super) struct Transfer {
    /// The number of parts.
    parts: usize,
    bars: Option<MultiProgress>,
    each: RefCell<BTreeMap<usize, ProgressBar>>,
}

impl Transfer {
    /// Starts to report.
    pub(super) fn new(console: Console, parts: usize) -> Self {
        Self {
            parts,
            bars: console.has_bars().then(MultiProgress::new),
            each: RefCell::default(),
        }
    }

    /// Ends, and clears the bars.
    pub(super) fn finish(&self) {
        if let Some(bars) = &self.bars {
            // The terminal may be closed.
            let _ = bars.clear();
        }
    }

    /// Returns the name of a part: the first is the configuration, the others are layers.
    fn name(&self, place: usize, blob: &OciDescriptor) -> String {
        let size = HumanBytes(size(blob));
        match place {
            0 => format!("configuration ({size})"),
            _ => format!("layer {place} of {} ({size})", self.parts - 1),
        }
    }

    fn print(&self, text: &str) {
        match &self.bars {
            // The terminal may be closed.
            Some(bars) => drop(bars.println(text)),
            None => note(text),
        }
    }
}

impl CopyProgress for Transfer {
    fn begin(&self, place: usize, blob: &OciDescriptor) -> Arc<dyn Fn(u64) + Send + Sync> {
        let name = self.name(place, blob);
        let Some(bars) = &self.bars else {
            note(&format!("  {name}: pushing"));
            return Arc::new(|_| {});
        };
        let mut each = self.each.borrow_mut();
        let bar = each.entry(place).or_insert_with(|| {
            let bar = bars.add(ProgressBar::new(size(blob)));
            bar.set_style(style());
            bar.set_prefix(name);
            bar
        });
        bar.set_position(0);
        let bar = bar.clone();
        Arc::new(move |sent| bar.set_position(sent))
    }

    fn end(&self, place: usize, blob: &OciDescriptor, sent: bool) {
        if let (Some(bar), Some(bars)) = (self.each.borrow_mut().remove(&place), &self.bars) {
            bar.finish_and_clear();
            bars.remove(&bar);
        }
        let what = if sent { "pushed" } else { "already there" };
        self.print(&format!("  {}: {what}", self.name(place, blob)));
    }
}

fn size(blob: &OciDescriptor) -> u64 {
    u64::try_from(blob.size).unwrap_or_default()
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("  {prefix}  {bar:30} {percent:>3} %  {bytes_per_sec}")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
