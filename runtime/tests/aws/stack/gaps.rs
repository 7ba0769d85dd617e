//! Where an emulator answers otherwise than AWS documents, so that a second plan would find a difference.

use moodle_stack::journal::Journal;
use moodle_stack::plan::ObservedState;
use serde::Deserialize;

/// A field that an emulator answers wrongly.
#[derive(Debug, Deserialize)]
struct Gap {
    /// The kind, by AWS's name for it.
    kind: String,
    /// The field.
    field: String,
    /// Which emulator.
    emulator: String,
    /// What it answers.
    why: String,
}

/// All of them, in a file that `.ci/life` reads too. One that is not needed any more fails the tests.
const EMULATOR_GAPS: &str = include_str!("emulator_gaps.json");

fn gaps() -> Vec<Gap> {
    serde_json::from_str(EMULATOR_GAPS).expect("a list of gaps")
}

/// Takes what the emulators answer wrongly out of what was seen.
pub fn mask(seen: &mut ObservedState, journal: &Journal) {
    for gap in gaps() {
        for (address, _) in journal.resources.iter().filter(|(_, entry)| entry.kind == gap.kind) {
            if let Some(live) = seen.resources.get_mut(address).and_then(Option::as_mut) {
                live.fields.remove(&gap.field);
            }
        }
    }
}

/// Checks that the emulators answer wrongly what they are said to. Of what was found without a journal that cannot be told:
/// its entry has what they answer.
///
/// # Panics
///
/// If a gap is closed: the stack has resources of its kind, and none of them shows it.
pub fn check(seen: &ObservedState, journal: &Journal) {
    for gap in gaps() {
        let mut answers = 0;
        let mut wrong = 0;
        for (address, entry) in journal.resources.iter().filter(|(_, entry)| entry.kind == gap.kind) {
            let live = seen.resources.get(address).and_then(Option::as_ref);
            if let Some(answer) = live.and_then(|live| live.fields.get(&gap.field)) {
                answers += 1;
                wrong += usize::from(*answer != entry.fields[&gap.field]);
            }
        }
        assert!(
            answers == 0 || wrong > 0,
            "{} answers `{}` of {} rightly now; take it off the list ({})",
            gap.emulator,
            gap.field,
            gap.kind,
            gap.why
        );
    }
}
