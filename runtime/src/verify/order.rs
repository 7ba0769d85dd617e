//! Which steps of a plan are taken before which.

use crate::plan::Plan;

/// Which steps of a plan are taken before which.
pub(super) struct Order {
    before: Vec<Vec<bool>>,
}

impl Order {
    /// Follows the edges of a plan; `None` if they run in a circle, or lead to no step.
    pub(super) fn of(plan: &Plan) -> Option<Self> {
        let count = plan.steps.len();
        let mut before = vec![Vec::new(); count];
        let mut open: Vec<usize> = (0..count).collect();
        while !open.is_empty() {
            let length = open.len();
            let mut left = Vec::new();
            for at in open {
                let after = &plan.steps[at].after;
                // What is done has a row; that of a step is as long as there are steps.
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

    /// Tells whether a step is taken before another.
    pub(super) fn is_before(&self, first: usize, second: usize) -> bool {
        self.before[second][first]
    }
}
