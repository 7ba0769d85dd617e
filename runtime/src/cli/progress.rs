//! Progress of the execution of a plan: bars on a terminal, plain lines elsewhere.

use super::console::{Console, note};
use crate::execute::{Event, EventKind};
use crate::report::{in_flight, line, short};
use indicatif::{MultiProgress, ProgressBar, ProgressState, ProgressStyle};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How often to redraw the times.
const TICK: Duration = Duration::from_millis(200);

/// The progress of the execution of a plan.
pub(super) struct Progress {
    console: Console,
    /// The last reported state of each resource in progress.
    in_flight: BTreeMap<String, String>,
    bars: Option<Bars>,
}

/// One bar for the whole plan, and a line for each resource in progress.
struct Bars {
    all: MultiProgress,
    whole: ProgressBar,
    each: BTreeMap<String, ProgressBar>,
    pace: Arc<Pace>,
}

/// The time that the bars show. The thread that draws them reads it.
enum Pace {
    /// Virtual time: that of the last event, in milliseconds.
    Virtual(AtomicU64),
    /// Real time, multiplied by a speed.
    Real(Instant, f64),
}

impl Pace {
    fn now(&self) -> Duration {
        match self {
            Self::Virtual(at) => Duration::from_millis(at.load(Ordering::Relaxed)),
            Self::Real(start, speed) => start.elapsed().mul_f64(*speed),
        }
    }
}

impl Progress {
    /// Starts to report. `speed` is that of the clock; `None` if the time is virtual.
    pub(super) fn new(console: Console, steps: usize, speed: Option<f64>) -> Self {
        let bars = console.has_bars().then(|| Bars::new(steps, speed));
        Self {
            console,
            in_flight: BTreeMap::new(),
            bars,
        }
    }

    /// Reports an event.
    pub(super) fn report(&mut self, event: &Event) {
        let doing = in_flight(event);
        let before = match &doing {
            Some(doing) => self.in_flight.insert(event.address.clone(), doing.clone()),
            None => self.in_flight.remove(&event.address),
        };
        // A call that is retried every few seconds with the same result is reported once.
        let is_news = before != doing || matches!(event.what, EventKind::Said(_)) || self.console.is_verbose();
        let line = line(event, self.console.is_verbose()).filter(|_| is_news);
        match &mut self.bars {
            Some(bars) => bars.report(event, line, self.console.is_verbose()),
            None => {
                if let Some(line) = line {
                    note(&line);
                }
            }
        }
    }

    /// Prints a line between the others.
    pub(super) fn print(&self, text: &str) {
        match &self.bars {
            Some(bars) => bars.all.suspend(|| note(text)),
            None => note(text),
        }
    }

    /// Returns the number of resources in progress.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.len()
    }

    /// Ends, and clears the bars.
    pub(super) fn finish(self) {
        if let Some(bars) = self.bars {
            // The terminal may be closed.
            let _ = bars.all.clear();
        }
    }
}

impl Bars {
    fn new(steps: usize, speed: Option<f64>) -> Self {
        let pace = Arc::new(match speed {
            None => Pace::Virtual(AtomicU64::new(0)),
            Some(speed) => Pace::Real(Instant::now(), speed),
        });
        let all = MultiProgress::new();
        let whole = all.add(ProgressBar::new(steps as u64));
        whole.set_style(style(
            "{bar:40} {percent:>3} %  {pos} of {len} steps  {time}",
            &pace,
            Duration::ZERO,
        ));
        whole.enable_steady_tick(TICK);
        Self {
            all,
            whole,
            each: BTreeMap::new(),
            pace,
        }
    }

    fn report(&mut self, event: &Event, line: Option<String>, verbose: bool) {
        if let Pace::Virtual(at) = &*self.pace {
            at.store(event.at.as_millis().try_into().unwrap_or(u64::MAX), Ordering::Relaxed);
        }
        if let Some(doing) = in_flight(event) {
            let begin = || {
                let bar = self.all.add(ProgressBar::new_spinner());
                bar.set_style(style("{spinner} {prefix}  {wide_msg} {time:>7}", &self.pace, event.at));
                bar.set_prefix(format!("{} ({})", event.address, event.kind.noun));
                bar.enable_steady_tick(TICK);
                bar
            };
            let bar = self.each.entry(event.address.clone()).or_insert_with(begin);
            bar.set_message(doing);
        } else if let Some(bar) = self.each.remove(&event.address) {
            bar.finish_and_clear();
            self.all.remove(&bar);
        }
        if matches!(event.what, EventKind::Done(..)) {
            self.whole.inc(1);
        }
        // The resource's own line shows what it waits for. Only what has ended is printed above the bars.
        let is_end = matches!(
            event.what,
            EventKind::Said(_) | EventKind::Done(..) | EventKind::Failed | EventKind::Interrupted
        );
        if let Some(line) = line.filter(|_| is_end || verbose) {
            // The terminal may be closed.
            let _ = self.all.println(line);
        }
    }
}

/// Returns a style whose `{time}` is the time since a moment.
fn style(template: &str, pace: &Arc<Pace>, since: Duration) -> ProgressStyle {
    let pace = Arc::clone(pace);
    let time = move |_: &ProgressState, out: &mut dyn fmt::Write| {
        // Writing into indicatif's own line buffer cannot fail.
        let _ = out.write_str(&short(pace.now().saturating_sub(since)));
    };
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("time", time)
}
