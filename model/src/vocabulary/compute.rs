//! `compute`.

use crate::Range;

section! {
    /// Amazon ECS on AWS Fargate.
    Fargate in compute {
        /// The CPU units of a task, 1024 per vCPU: 256, 512, 1024, 2048, 4096, 8192 or 16384.
        cpu: u32,
        /// The memory of a task in MiB; the legal values depend on `cpu`.
        memory: u32,
        /// The minimum and maximum number of tasks.
        replicas: Range<u32> = Range { min: 2, max: 10 },
        /// How tasks are split between Fargate and Fargate Spot.
        capacity: Capacity = Capacity::Spread(Spread::DEFAULT),
        /// The average CPU use, in percent, that auto scaling aims for.
        scale_at_cpu: u32 = 50,
        /// The average memory use, in percent, that auto scaling aims for.
        scale_at_memory: Option<u32>,
        /// The number of requests per task and minute that auto scaling aims for.
        scale_at_requests: Option<u32>,
        /// The processor architecture that the image is built for.
        cpu_architecture: Processor = Processor::X86,
        /// The seconds that a web task has to stop: 2 to 120; by default, as long as its requests need.
        stop_timeout: Option<u32>,
        /// The seconds during which failed health checks of a new task are ignored.
        grace_period: u32 = 120,
        /// Confirms a single task, which means an outage whenever it is lost.
        single_replica: bool = false,
        /// Confirms running all tasks on Spot, where AWS may reclaim all of them at once.
        allow_all_spot: bool = false,
    }
}

one_of! {
    /// How tasks are split between Fargate and Fargate Spot.
    Capacity in capacity {
        /// By weights.
        Spread(Spread),
    }
}

section! {
    /// The weights of the two capacity providers.
    Spread {
        /// Fargate's weight: 0 to 1000.
        fargate: u32 = 1,
        /// Fargate Spot's weight: 0 to 1000.
        spot: u32 = 3,
        /// The number of tasks placed on Fargate before the weights apply.
        base: u32 = 1,
    }
}

impl Spread {
    /// One in four tasks on Fargate, and at least one.
    pub const DEFAULT: Self = Self {
        fargate: 1,
        spot: 3,
        base: 1,
    };
}

one_of! {
    /// A processor architecture.
    Processor in cpu_architecture {
        /// 64-bit x86.
        X86,
        /// 64-bit Arm, AWS Graviton.
        Arm,
    }
}
