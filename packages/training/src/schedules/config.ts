/*
 * Schedules of the learning rate as plain data. A schedule gives a factor of the optimizer's learning rate for every
 * step, so the optimizer's rate is the highest one (with warm-up and one cycle: the peak). Times are in epochs, which
 * may be fractions of one; `minFactor` is the share of the rate that is left at the end.
 */

/** A straight line from `from` to the full rate before the schedule begins, whose times count from the end of it. */
export interface Warmup {
  readonly epochs: number;
  /** Factor of the first step. Default 0, as Keras; PyTorch's `LinearLR` has a third. */
  readonly from?: number;
}

interface Scheduled {
  /** Default: none. */
  readonly warmup?: Warmup;
}

/** The same rate for all steps. */
export interface ConstantSchedule extends Scheduled {
  readonly type: "constant";
}

/** `gamma ^ floor(epoch / everyEpochs)`. PyTorch: `StepLR`. */
export interface StepSchedule extends Scheduled {
  readonly type: "step";
  readonly everyEpochs: number;
  /** Default 0.1. */
  readonly gamma?: number;
}

/** `gamma ^ (milestones that are reached)`. PyTorch: `MultiStepLR`. */
export interface MultiStepSchedule extends Scheduled {
  readonly type: "multiStep";
  /** Epochs that are complete when the rate falls, ascending. */
  readonly milestones: readonly number[];
  /** Default 0.1. */
  readonly gamma?: number;
}

interface Decaying extends Scheduled {
  /** Default 1. */
  readonly decayEpochs?: number;
  /** Falls only after each `decayEpochs`, instead of a little with every step. Default false. */
  readonly staircase?: boolean;
}

/** `gamma ^ (epoch / decayEpochs)`. Keras: `ExponentialDecay`; PyTorch: `ExponentialLR` (a staircase of one epoch). */
export interface ExponentialSchedule extends Decaying {
  readonly type: "exponential";
  readonly gamma: number;
}

/** `1 / (1 + decayRate · epoch / decayEpochs)`. Keras: `InverseTimeDecay`. */
export interface InverseTimeSchedule extends Decaying {
  readonly type: "inverseTime";
  readonly decayRate: number;
}

/** `(1 − minFactor) (1 − t)^power + minFactor`, with t the share of the steps. Keras: `PolynomialDecay`; PyTorch: `PolynomialLR`. */
export interface PolynomialSchedule extends Scheduled {
  readonly type: "polynomial";
  /** Default 1: a straight line. */
  readonly power?: number;
  /** Default 0. */
  readonly minFactor?: number;
}

/** `(1 − minFactor) (1 + cos πt) / 2 + minFactor`. Keras: `CosineDecay`; PyTorch: `CosineAnnealingLR`. */
export interface CosineSchedule extends Scheduled {
  readonly type: "cosine";
  /** Default 0. */
  readonly minFactor?: number;
}

/**
 * `(1 − minFactor) (1 − tanh(from (1 − t) + to t)) / 2 + minFactor`: stays high and low for longer than a cosine (Hsueh et al.,
 * 2019). timm: `TanhLRScheduler`.
 */
export interface TanhSchedule extends Scheduled {
  readonly type: "tanh";
  /** Default −7. */
  readonly from?: number;
  /** Default 3. */
  readonly to?: number;
  /** Default 0. */
  readonly minFactor?: number;
}

/** Cosines one after the other (Loshchilov and Hutter, 2016). Keras: `CosineDecayRestarts`; PyTorch: `CosineAnnealingWarmRestarts`. */
export interface CosineRestartsSchedule extends Scheduled {
  readonly type: "cosineRestarts";
  /** Length of the first cosine. */
  readonly firstEpochs: number;
  /** How many times as long each next one is, from 1. Default 1, as PyTorch; Keras's is 2. */
  readonly lengthFactor?: number;
  /** How many times as high each next one begins. Default 1. */
  readonly peakFactor?: number;
  /** Default 0. */
  readonly minFactor?: number;
}

/** Up to the full rate and down to almost nothing (Smith and Topin, 2017). PyTorch: `OneCycleLR`. */
export interface OneCycleSchedule extends Scheduled {
  readonly type: "oneCycle";
  /** Share of the steps in which the rate rises. Default 0.3. */
  readonly riseShare?: number;
  /** The first rate is the full one divided by this. Default 25. */
  readonly divFactor?: number;
  /** The last rate is the first one divided by this. Default 10,000. */
  readonly finalDivFactor?: number;
  /** Default "cosine". */
  readonly anneal?: "cosine" | "linear";
}

/** Up and down between `minFactor` and 1, again and again (Smith, 2015). PyTorch: `CyclicLR`. */
export interface TriangularSchedule extends Scheduled {
  readonly type: "triangular";
  readonly upEpochs: number;
  /** Default: `upEpochs`. */
  readonly downEpochs?: number;
  /** Default 0.1. */
  readonly minFactor?: number;
  /** Each cycle rises half as high as the one before ("triangular2"). Default false. */
  readonly halving?: boolean;
}

/** Factors at epochs, ascending; before the first point and after the last, theirs. Keras: `PiecewiseConstantDecay`. */
export interface PiecewiseSchedule extends Scheduled {
  readonly type: "piecewise";
  readonly points: readonly (readonly [epoch: number, factor: number])[];
  /** Between points: the earlier one's factor, or the line between them. Default "constant". */
  readonly interpolation?: "constant" | "linear";
}

export interface Schedules {
  readonly constant: ConstantSchedule;
  readonly step: StepSchedule;
  readonly multiStep: MultiStepSchedule;
  readonly exponential: ExponentialSchedule;
  readonly inverseTime: InverseTimeSchedule;
  readonly polynomial: PolynomialSchedule;
  readonly cosine: CosineSchedule;
  readonly tanh: TanhSchedule;
  readonly cosineRestarts: CosineRestartsSchedule;
  readonly oneCycle: OneCycleSchedule;
  readonly triangular: TriangularSchedule;
  readonly piecewise: PiecewiseSchedule;
}

export type ScheduleName = keyof Schedules;
export type ScheduleConfig = Schedules[ScheduleName];
