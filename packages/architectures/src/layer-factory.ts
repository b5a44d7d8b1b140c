// Creates the layers of one model, with names and initial weights that depend on nothing but the model:
// TensorFlow.js counts its automatic names over the whole process, so a second build would differ.
import * as tf from "@tensorflow/tfjs";
import { glorotUniform, initializerOf, type KernelInitializer } from "./kernel-initializer.js";
import { layerSeed } from "./layer-seed.js";
import { ChannelBias } from "./layers/channel-bias.js";
import { ChannelPadding } from "./layers/channel-padding.js";
import { ChannelShuffle } from "./layers/channel-shuffle.js";
import { ChannelSlice } from "./layers/channel-slice.js";
import { GroupedConv2D } from "./layers/grouped-conv2d.js";
import { LayerScale } from "./layers/layer-scale.js";
import { LocalResponseNormalization } from "./layers/local-response-normalization.js";
import { scaleFreeNormalization } from "./layers/scale-free-normalization.js";
import { StochasticDepth } from "./layers/stochastic-depth.js";

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

/** torchvision's batch normalization; TensorFlow.js's momentum is one minus PyTorch's. */
const NORMALIZATION = { epsilon: 1e-5, momentum: 0.9 } as const;

const pairOf = (size: number | number[]): number[] => (Array.isArray(size) ? size : [size, size]);
const area = (size: number | number[]): number => pairOf(size).reduce((product, each) => product * each, 1);

export type LayerFactory = ReturnType<typeof layerFactory>;

/**
 * TensorFlow.js's layer functions, and this package's, for one model. Without a `name`, layers are named as Keras
 * names them in a fresh program (`conv2d`, `conv2d_1`, …). Kernels start with `layerSeed(seed, name)`.
 */
export function layerFactory({
  seed,
  kernelInitializer = glorotUniform,
  weights = "random",
}: LayerFactoryOptions) {
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
  /** A layer without a kernel. */
  const plain =
    <Args>(kind: string, create: (args: Args) => Layer) =>
    (args: Args & { name?: string }): Layer =>
      finished(create({ ...args, name: args.name ?? nameOf(kind) }));
  const optional = <Args>(kind: string, create: (args: Args) => Layer) => {
    const createPlain = plain(kind, create);
    return (args: Partial<NonNullable<Args>> & { name?: string } = {}): Layer =>
      createPlain(args as Args & { name?: string });
  };

  return {
    /** Every layer so far, in the order of creation. */
    created: created as readonly Layer[],

    conv2d(args: WithKernel<ArgsOf<typeof tf.layers.conv2d>>): Layer {
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
    dense(args: WithKernel<ArgsOf<typeof tf.layers.dense>>): Layer {
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
    /** The filters of a group have inputs and outputs in their group only. */
    groupedConv2d(args: WithKernel<ArgsOf<typeof tf.layers.conv2d>> & { groups: number }): Layer {
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
    /** Every unit has one channel as input. */
    depthwiseConv2d(args: WithKernel<ArgsOf<typeof tf.layers.depthwiseConv2d>>): Layer {
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
    /** A depthwise and a 1×1 convolution in one layer, without anything between them. */
    separableConv2d(args: WithKernel<ArgsOf<typeof tf.layers.separableConv2d>>): Layer {
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

    batchNormalization: optional("batch_normalization", (args: ArgsOf<typeof tf.layers.batchNormalization>) =>
      scaleFreeNormalization({ ...NORMALIZATION, ...args }),
    ),
    layerNormalization: optional("layer_normalization", tf.layers.layerNormalization),
    localResponseNormalization: optional(
      "local_response_normalization",
      (args: ConstructorParameters<typeof LocalResponseNormalization>[0]) =>
        new LocalResponseNormalization(args),
    ),

    maxPooling2d: plain("max_pooling2d", tf.layers.maxPooling2d),
    averagePooling2d: plain("average_pooling2d", tf.layers.averagePooling2d),
    globalAveragePooling2d: optional("global_average_pooling2d", tf.layers.globalAveragePooling2d),
    globalMaxPooling2d: optional("global_max_pooling2d", tf.layers.globalMaxPooling2d),

    activation: (activation: ActivationName, name: string = nameOf(activation)): Layer =>
      finished(tf.layers.activation({ activation, name })),
    dropout: plain("dropout", tf.layers.dropout),
    stochasticDepth: plain("stochastic_depth", (args: { rate: number }) => new StochasticDepth(args)),

    flatten: optional("flatten", tf.layers.flatten),
    reshape: plain("reshape", tf.layers.reshape),
    zeroPadding2d: optional("zero_padding2d", tf.layers.zeroPadding2d),
    rescaling: plain("rescaling", (args: { name?: string; scale: number }) =>
      tf.layers.rescaling({ ...args, offset: 0 }),
    ),
    add: optional("add", tf.layers.add),
    multiply: optional("multiply", tf.layers.multiply),
    concatenate: optional("concatenate", tf.layers.concatenate),

    channelBias: optional("channel_bias", (args: { name?: string }) => new ChannelBias(args)),
    channelPadding: plain(
      "channel_padding",
      (args: { padding: [number, number] }) => new ChannelPadding(args),
    ),
    channelShuffle: plain("channel_shuffle", (args: { groups: number }) => new ChannelShuffle(args)),
    channelSlice: plain("channel_slice", (args: { start: number; size: number }) => new ChannelSlice(args)),
    layerScale: optional("layer_scale", (args: { initialValue?: number }) => new LayerScale(args)),
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
