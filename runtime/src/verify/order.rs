//! The order of the steps of a plan.

use crate::plan::Plan;

/// The order of the steps of a plan.
pub(super) struct Order {
    /// For each step, whether each other step runs before it.
    before: Vec<Vec<bool>>,
}

impl Order {
    /// Follows the edges of a plan; `None` if they have a cycle or name a step that does not exist.
    pub(super) fn of(plan: &Plan) -> Option<Self> {
        let count = plan.steps.len();
        let mut before = vec![Vec::new(); count];
        let mut open: Vec<usize> = (0..count).collect();
        while !open.is_empty() {
            let length = open.len();
            let mut left = Vec::new();
            for at in open {
                let after = &plan.steps[at].after;
                // A step that was visited has a row with one value for each step.
                if !after
                    .iter()
                    .all(|other| before.get(*other).is_some_and(|row: &Vec<bool>| row.len() == count))
                {
                    left.push(at);
                    continue;
                }
                let mut row = vec![false; count];
                for other in after {
                    row[*other] = true;
                    for (mine, theirs) in row.iter_mut().zip(&before[*other]) {
                        *mine |= theirs;
                    }
                }
                before[at] = row;
            }
            if left.len() == length {
                return None;
            }
            open = left;
        }
        Some(Self { before })
    }

    /// Returns whether a step runs before another.
    pub(super) fn is_before(&self, first: usize, second: usize) -> bool {
        self.before[second][first]
    }
}
