// Creates the layers of one model, with names and initial weights that depend on nothing but the model:
// TensorFlow.js counts its automatic names over the whole process, so a second build would differ.
import { anything, type Checks, integer, oneOf } from "@imgcls/checks";
import * as tf from "@tensorflow/tfjs";
import { glorotUniform, initializerOf, type KernelInitializer } from "./kernel-initializer.js";
import { layerSeed } from "./layer-seed.js";
import { ChannelBias } from "./layers/channel-bias.js";
import { ChannelPadding, type ChannelPaddingArgs } from "./layers/channel-padding.js";
import { ChannelShuffle, type ChannelShuffleArgs } from "./layers/channel-shuffle.js";
import { ChannelSlice, type ChannelSliceArgs } from "./layers/channel-slice.js";
import { GroupedConv2D } from "./layers/grouped-conv2d.js";
import { HardSwish } from "./layers/hard-swish.js";
import { LayerScale, type LayerScaleArgs } from "./layers/layer-scale.js";
import {
  LocalResponseNormalization,
  type LocalResponseNormalizationArgs,
} from "./layers/local-response-normalization.js";
import { scaleFreeNormalization } from "./layers/scale-free-normalization.js";
import { StochasticDepth, type StochasticDepthArgs } from "./layers/stochastic-depth.js";
import { checkOptions } from "./option-checks.js";

type Layer = tf.layers.Layer;

export interface LayerFactoryOptions {
  /** Integer that all initial weights derive from. */
  readonly seed: number;
  /** How kernels start unless a layer says otherwise. Default: Glorot, uniform. */
  readonly kernelInitializer?: KernelInitializer;
  /**
   * "random": as the initializers say. "zeros": all zeros, for weights that are loaded next. "none": layers
   * without weights, which have shapes but cannot compute.
   */
  readonly weights?: "random" | "zeros" | "none";
}

interface Kernel {
  readonly kernelInitializer?: KernelInitializer;
  /** What every bias starts as. Default 0. */
  readonly initialBias?: number;
}

type Initializers = `${"kernel" | "bias" | "depthwise" | "pointwise"}Initializer`;
type WithKernel<Args> = Omit<Args, Initializers> & Kernel;
type ArgsOf<Create extends (args: never) => Layer> = NonNullable<Parameters<Create>[0]>;

interface Named {
  name?: string;
}

/** torchvision's batch normalization; TensorFlow.js's momentum is one minus PyTorch's. */
const NORMALIZATION = { epsilon: 1e-5, momentum: 0.9 } as const;

const pairOf = (size: number | number[]): number[] => (Array.isArray(size) ? size : [size, size]);
const area = (size: number | number[]): number => pairOf(size).reduce((product, each) => product * each, 1);

/** Creates layers with TensorFlow.js's options. Without a `name` each is named by its kind. */
export interface LayerFactory {
  /** Every layer so far, in the order of creation. */
  readonly created: readonly Layer[];

  conv2d(args: WithKernel<ArgsOf<typeof tf.layers.conv2d>>): Layer;
  dense(args: WithKernel<ArgsOf<typeof tf.layers.dense>>): Layer;
  /** The filters of a group have inputs and outputs in their group only. */
  groupedConv2d(args: WithKernel<ArgsOf<typeof tf.layers.conv2d>> & { groups: number }): Layer;
  /** Every unit has one channel as input. */
  depthwiseConv2d(args: WithKernel<ArgsOf<typeof tf.layers.depthwiseConv2d>>): Layer;
  /** A depthwise and a 1×1 convolution in one layer, without anything between them. */
  separableConv2d(args: WithKernel<ArgsOf<typeof tf.layers.separableConv2d>>): Layer;

  /** Defaults are PyTorch's: epsilon 1e-5, momentum 0.9 of the moving averages. */
  batchNormalization(args?: ArgsOf<typeof tf.layers.batchNormalization>): Layer;
  layerNormalization(args?: ArgsOf<typeof tf.layers.layerNormalization>): Layer;
  localResponseNormalization(args?: LocalResponseNormalizationArgs): Layer;

  maxPooling2d(args: ArgsOf<typeof tf.layers.maxPooling2d>): Layer;
  averagePooling2d(args: ArgsOf<typeof tf.layers.averagePooling2d>): Layer;
  globalAveragePooling2d(args?: Named): Layer;
  globalMaxPooling2d(args?: Named): Layer;

  activation(activation: ActivationName | "hardSwish", name?: string): Layer;
  dropout(args: ArgsOf<typeof tf.layers.dropout>): Layer;
  stochasticDepth(args: StochasticDepthArgs): Layer;

  flatten(args?: ArgsOf<typeof tf.layers.flatten>): Layer;
  reshape(args: ArgsOf<typeof tf.layers.reshape>): Layer;
  zeroPadding2d(args?: ArgsOf<typeof tf.layers.zeroPadding2d>): Layer;
  /** x · scale + offset. Default offset 0. */
  rescaling(args: Named & { scale: number; offset?: number }): Layer;
  add(args?: Named): Layer;
  multiply(args?: Named): Layer;
  concatenate(args?: Named): Layer;

  channelBias(args?: Named): Layer;
  channelPadding(args: ChannelPaddingArgs): Layer;
  channelShuffle(args: ChannelShuffleArgs): Layer;
  channelSlice(args: ChannelSliceArgs): Layer;
  layerScale(args?: LayerScaleArgs): Layer;
}

const CHECKS: Checks<LayerFactoryOptions> = {
  seed: integer,
  kernelInitializer: anything,
  weights: oneOf("random", "zeros", "none"),
};

/**
 * TensorFlow.js's layer functions, and this package's, for one model. Without a `name`, layers are named as Keras
 * names them in a fresh program (`conv2d`, `conv2d_1`, …). Kernels start with `layerSeed(seed, name)`.
 */
export function layerFactory(options: LayerFactoryOptions): LayerFactory {
  checkOptions("layerFactory", options, CHECKS, ["seed"]);
  const { seed, kernelInitializer = glorotUniform, weights = "random" } = options;
  const used = new Map<string, number>();
  const created: Layer[] = [];

  const nameOf = (kind: string): string => {
    const count = used.get(kind) ?? 0;
    used.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  };
  const finished = (layer: Layer): Layer => {
    if (weights === "zeros") layer.setFastWeightInitDuringBuild(true);
    if (weights === "none") layer.built = true;
    created.push(layer);
    return layer;
  };
  const start = (name: string, kernel: Kernel, fan?: number) =>
    initializerOf(kernel.kernelInitializer ?? kernelInitializer, layerSeed(seed, name), fan);
  const bias = ({ initialBias = 0 }: Kernel) =>
    initialBias === 0 ? tf.initializers.zeros() : tf.initializers.constant({ value: initialBias });
  /** A function for layers without a kernel. */
  const plain =
    <Args extends Named>(kind: string, create: (args: Args) => Layer) =>
    (args: Args): Layer =>
      finished(create({ ...args, name: args.name ?? nameOf(kind) }));
  /** The same when all options have defaults. */
  const optional =
    <Args extends Named>(kind: string, create: (args: Args) => Layer) =>
    (args: Args = {} as Args): Layer =>
      plain(kind, create)(args);

  return {
    created,

    conv2d(args) {
      const name = args.name ?? nameOf("conv2d");
      const [kernel, options] = splitKernel(args);
      return finished(
        tf.layers.conv2d({
          ...options,
          name,
          kernelInitializer: start(name, kernel),
          biasInitializer: bias(kernel),
        }),
      );
    },
    dense(args) {
      const name = args.name ?? nameOf("dense");
      const [kernel, options] = splitKernel(args);
      return finished(
        tf.layers.dense({
          ...options,
          name,
          kernelInitializer: start(name, kernel),
          biasInitializer: bias(kernel),
        }),
      );
    },
    groupedConv2d(args) {
      const name = args.name ?? nameOf("grouped_conv2d");
      const [kernel, options] = splitKernel(args);
      const initializer = kernel.kernelInitializer ?? kernelInitializer;
      const countsOutputs = "mode" in initializer && initializer.mode === "fanOut";
      const fan = countsOutputs ? (area(args.kernelSize) * args.filters) / args.groups : undefined;
      return finished(
        new GroupedConv2D({
          ...options,
          name,
          groups: args.groups,
          kernelInitializer: start(name, kernel, fan),
          biasInitializer: bias(kernel),
        }),
      );
    },
    depthwiseConv2d(args) {
      const name = args.name ?? nameOf("depthwise_conv2d");
      const [kernel, options] = splitKernel(args);
      return finished(
        tf.layers.depthwiseConv2d({
          ...options,
          name,
          depthwiseInitializer: start(name, kernel, area(args.kernelSize)),
          biasInitializer: bias(kernel),
        }),
      );
    },
    separableConv2d(args) {
      const name = args.name ?? nameOf("separable_conv2d");
      const [kernel, options] = splitKernel(args);
      return finished(
        tf.layers.separableConv2d({
          ...options,
          name,
          depthwiseInitializer: start(`${name}/depthwise`, kernel, area(args.kernelSize)),
          pointwiseInitializer: start(`${name}/pointwise`, kernel),
          biasInitializer: bias(kernel),
        }),
      );
    },

    batchNormalization: optional("batch_normalization", (args) =>
      scaleFreeNormalization({ ...NORMALIZATION, ...args }),
    ),
    layerNormalization: optional("layer_normalization", tf.layers.layerNormalization),
    localResponseNormalization: optional(
      "local_response_normalization",
      (args) => new LocalResponseNormalization(args),
    ),

    maxPooling2d: plain("max_pooling2d", tf.layers.maxPooling2d),
    averagePooling2d: plain("average_pooling2d", tf.layers.averagePooling2d),
    globalAveragePooling2d: optional("global_average_pooling2d", (args: Named) =>
      tf.layers.globalAveragePooling2d(args),
    ),
    globalMaxPooling2d: optional("global_max_pooling2d", (args: Named) => tf.layers.globalMaxPooling2d(args)),

    activation(activation, name = nameOf(activation)) {
      if (activation === "hardSwish") tf.serialization.registerClass(HardSwish);
      return finished(tf.layers.activation({ activation: activation as ActivationName, name }));
    },
    dropout: plain("dropout", tf.layers.dropout),
    stochasticDepth: plain("stochastic_depth", (args: StochasticDepthArgs) => new StochasticDepth(args)),

    flatten: optional("flatten", (args: ArgsOf<typeof tf.layers.flatten>) => tf.layers.flatten(args)),
    reshape: plain("reshape", tf.layers.reshape),
    zeroPadding2d: optional("zero_padding2d", (args: ArgsOf<typeof tf.layers.zeroPadding2d>) =>
      tf.layers.zeroPadding2d(args),
    ),
    rescaling: plain("rescaling", (args: Named & { scale: number; offset?: number }) =>
      tf.layers.rescaling({ offset: 0, ...args }),
    ),
    add: optional("add", (args: Named) => tf.layers.add(args)),
    multiply: optional("multiply", (args: Named) => tf.layers.multiply(args)),
    concatenate: optional("concatenate", (args: Named) => tf.layers.concatenate(args)),

    channelBias: optional("channel_bias", (args: Named) => new ChannelBias(args)),
    channelPadding: plain("channel_padding", (args: ChannelPaddingArgs) => new ChannelPadding(args)),
    channelShuffle: plain("channel_shuffle", (args: ChannelShuffleArgs) => new ChannelShuffle(args)),
    channelSlice: plain("channel_slice", (args: ChannelSliceArgs) => new ChannelSlice(args)),
    layerScale: optional("layer_scale", (args: LayerScaleArgs) => new LayerScale(args)),
  };
}

export type ActivationName = NonNullable<ArgsOf<typeof tf.layers.activation>["activation"]>;

function splitKernel<Args extends Kernel>(args: Args): [Kernel, Omit<Args, keyof Kernel>] {
  const { kernelInitializer, initialBias, ...options } = args;
  return [
    {
      ...(kernelInitializer === undefined ? {} : { kernelInitializer }),
      ...(initialBias === undefined ? {} : { initialBias }),
    },
    options,
  ];
}
