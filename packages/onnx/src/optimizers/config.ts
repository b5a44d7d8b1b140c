/*
 * Optimizers as plain descriptions, with Keras's names and defaults. Where PyTorch computes something else, it is
 * said here.
 */

/** Weights with settings of their own. */
export interface WeightGroup {
  /** Names of weights, `LAYER/ROLE` such as "conv2d/kernel"; `*` stands for any text: "head/*", "*bias". */
  readonly match: string;
  /** Factor of the learning rate, default 1. */
  readonly learningRateMultiplier?: number;
  /** In place of the optimizer's. */
  readonly weightDecay?: number;
}

/** Options of every optimizer, in the order in which they act. */
export interface UpdateOptions {
  /** The rate of the first step; the rate of the moment is an input of every step. */
  readonly learningRate: number;
  /** The rate falls with the updates: `learningRate / (1 + decay · updates)`. Applied by who runs the steps. Default 0. */
  readonly decay?: number;
  /**
   * Only every so many steps the weights change, by the mean of the gradients since. Default 1. The moving
   * averages of batch normalization follow every step.
   */
  readonly gradientAccumulationSteps?: number;
  /** Every gradient tensor is scaled down to at most this Euclidean norm. */
  readonly clipNorm?: number;
  /** All gradients together are scaled down to at most this norm. (PyTorch's `clip_grad_norm_` adds 1e-6 to the norm.) */
  readonly globalClipNorm?: number;
  /** Elements of gradients are kept within ± this value. */
  readonly clipValue?: number;
  /**
   * Decoupled: with λ the weights become `w − η λ w` before each update. Default 0; AdamW 0.004, Muon 0.1. (PyTorch's
   * `weight_decay` of SGD, Adam, RMSprop and Adagrad is instead added to the gradient: that is the regularizer `l2`
   * of half the number. LARS means it so too, as its paper does.)
   */
  readonly weightDecay?: number;
  /** Keeps the exponential moving average of every trained weight, as the slot `WEIGHT/ema`. Default false. */
  readonly useEma?: boolean;
  /** `ema ← μ ema + (1 − μ) w` after every update; the first makes it w. Default 0.99. */
  readonly emaMomentum?: number;
  /** A weight belongs to the first group that matches its name. */
  readonly groups?: readonly WeightGroup[];
}

/** Stochastic gradient descent. The velocity is free of the learning rate, as in PyTorch; Keras's holds it. */
export interface SgdConfig extends UpdateOptions {
  readonly type: "sgd";
  /** Share of the previous velocity that is kept. Default 0. */
  readonly momentum?: number;
  /** Default false. */
  readonly nesterov?: boolean;
}

interface AdamOptions extends UpdateOptions {
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7; PyTorch's is 1e-8. Added to `√v̂` as in PyTorch; Keras adds it before the correction of v. */
  readonly epsilon?: number;
}

/** Adam (Kingma and Ba, 2014). */
export interface AdamConfig extends AdamOptions {
  readonly type: "adam";
}

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2017), by default 0.004; PyTorch's default is 0.01. */
export interface AdamWConfig extends AdamOptions {
  readonly type: "adamw";
}

/** Adamax (Kingma and Ba, 2014, section 7.1): Adam by the largest gradient. ε is added to it as in Keras; PyTorch adds it to |g|. */
export interface AdamaxConfig extends UpdateOptions {
  readonly type: "adamax";
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

/** RMSprop (Hinton, 2012), ε under the root. PyTorch adds it to the root, and its share `alpha` is 0.99. */
export interface RmspropConfig extends UpdateOptions {
  readonly type: "rmsprop";
  /** Share of the mean square that is kept. Default 0.9. */
  readonly rho?: number;
  /** Default 0. */
  readonly momentum?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
  /** Divides by the variance instead of the mean square. Default false. */
  readonly centered?: boolean;
}

/** Adagrad (Duchi et al., 2011), ε under the root. PyTorch adds it to the root and starts from 0. */
export interface AdagradConfig extends UpdateOptions {
  readonly type: "adagrad";
  /** What the sum of squares starts from. Default 0.1. */
  readonly initialAccumulatorValue?: number;
  /** Default 1e-7. */
  readonly epsilon?: number;
}

/** Lion (Chen et al., 2023). */
export interface LionConfig extends UpdateOptions {
  readonly type: "lion";
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.99. */
  readonly beta2?: number;
}

/**
 * LARS (You, Gitman and Ginsburg, 2017): momentum SGD whose rate is scaled for every kernel by the ratio of its norm
 * to its gradient's. Weights of one axis (biases, scales) are left out of scaling and decay, as in every
 * implementation in use.
 */
export interface LarsConfig extends UpdateOptions {
  readonly type: "lars";
  /** Default 0.9. */
  readonly momentum?: number;
  /** Default 0.001. */
  readonly trustCoefficient?: number;
}

/**
 * Muon (Jordan et al., 2024): the velocity of every kernel of a convolution or dense layer, as a matrix
 * `[filters, the rest]`, is orthogonalized by Newton and Schulz's iteration. Other weights are the companion's.
 * Give the classifier to the companion too: `excludeLayers: ["predictions"]`.
 */
export interface MuonConfig extends UpdateOptions {
  readonly type: "muon";
  /** Default 0.95. */
  readonly momentum?: number;
  /** Default true. */
  readonly nesterov?: boolean;
  /** Iterations. Default 5, as in the reference implementation and PyTorch; Keras's is 6. */
  readonly nsSteps?: number;
  /** Names of layers whose kernels are the companion's, `*` for any text. Default: none. */
  readonly excludeLayers?: readonly string[];
  /** Its learning rate keeps its ratio to Muon's. Default: AdamW with a tenth of Muon's rate, as in Keras. */
  readonly companion?: CompanionConfig;
}

/** An optimizer without the options that concern all weights together. */
export type CompanionConfig = {
  [N in Exclude<OptimizerName, "muon">]: Omit<
    OptimizerConfigs[N],
    Exclude<keyof UpdateOptions, "learningRate" | "weightDecay">
  >;
}[Exclude<OptimizerName, "muon">];

export interface OptimizerConfigs {
  readonly sgd: SgdConfig;
  readonly adam: AdamConfig;
  readonly adamw: AdamWConfig;
  readonly adamax: AdamaxConfig;
  readonly rmsprop: RmspropConfig;
  readonly adagrad: AdagradConfig;
  readonly lion: LionConfig;
  readonly lars: LarsConfig;
  readonly muon: MuonConfig;
}

export type OptimizerName = keyof OptimizerConfigs;
export type OptimizerConfig = OptimizerConfigs[OptimizerName];
