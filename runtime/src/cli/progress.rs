//! Progress while a plan is carried out: bars on a terminal, plain lines elsewhere.

use super::console::{Console, note};
use crate::execute::{Event, EventKind};
use crate::report::{in_flight, line, short};
use indicatif::{MultiProgress, ProgressBar, ProgressState, ProgressStyle};
use std::collections::BTreeMap;
use std::fmt;
use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How often times are drawn anew.
const TICK: Duration = Duration::from_millis(200);

/// Progress while a plan is carried out.
pub(super) struct Progress {
    console: Console,
    /// What each resource in flight is doing, as last told.
    in_flight: BTreeMap<String, String>,
    bars: Option<Bars>,
}

/// One bar for the whole, and a line for each resource in flight.
struct Bars {
    all: MultiProgress,
    whole: ProgressBar,
    each: BTreeMap<String, ProgressBar>,
    pace: Arc<Pace>,
}

/// The time that bars show, which a thread of their own reads.
enum Pace {
    /// Virtual time, in milliseconds: that of the last event.
    Virtual(AtomicU64),
    /// Real time, at a speed.
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
    /// Begins to tell; `speed` is that of the world's time, or nothing where it is virtual.
    pub(super) fn new(console: Console, steps: usize, speed: Option<f64>) -> Self {
        let bars = std::io::stderr().is_terminal().then(|| Bars::new(steps, speed));
        Self {
            console,
            in_flight: BTreeMap::new(),
            bars,
        }
    }

    /// Tells an event.
    pub(super) fn hear(&mut self, event: &Event) {
        let doing = in_flight(event);
        let before = match &doing {
            Some(doing) => self.in_flight.insert(event.address.clone(), doing.clone()),
            None => self.in_flight.remove(&event.address),
        };
        // A call that is tried again every few seconds, with the same answer, is told once.
        let is_news = before != doing || matches!(event.what, EventKind::Said(_)) || self.console.is_verbose();
        let line = line(event, self.console.is_verbose()).filter(|_| is_news);
        match &mut self.bars {
            Some(bars) => bars.hear(event, line, self.console.is_verbose()),
            None => {
                if let Some(line) = line {
                    note(&line);
                }
            }
        }
    }

    /// Writes a line between the others.
    pub(super) fn say(&self, text: &str) {
        match &self.bars {
            Some(bars) => bars.all.suspend(|| note(text)),
            None => note(text),
        }
    }

    /// Returns how many resources are in flight.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.len()
    }

    /// Ends; what is left of the bars goes.
    pub(super) fn finish(self) {
        if let Some(bars) = self.bars {
            // A terminal that has gone needs no tidying.
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

    fn hear(&mut self, event: &Event, line: Option<String>, verbose: bool) {
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
        // What is waited for stands in the resource's own line; above the bars stays what has ended.
        let is_end = matches!(
            event.what,
            EventKind::Said(_) | EventKind::Done(..) | EventKind::Failed | EventKind::Interrupted
        );
        if let Some(line) = line.filter(|_| is_end || verbose) {
            // A terminal that has gone reads nothing.
            let _ = self.all.println(line);
        }
    }
}

/// Makes a style whose `{time}` is the world's time since a moment.
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
