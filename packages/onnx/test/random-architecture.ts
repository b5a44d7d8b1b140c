import {
  ChannelBias,
  ChannelShuffle,
  GroupedConv2D,
  GroupNormalization,
  LayerScale,
  LocalResponseNormalization,
} from "@imgcls/architectures";
import { uniformAt } from "@imgcls/test-utils";
import * as tf from "@tensorflow/tfjs";

/*
 * Small networks by chance, each a function of its seed alone, from the layers whose gradients TensorFlow.js
 * computes. What it computes wrongly, otherwise or not at all (dilation, padded average pooling, upsampling,
 * equal maxima of whole maps) is left to the layers' own tests.
 */

export interface RandomArchitecture {
  readonly inputShape: readonly [number, number, number];
  readonly batchSize: number;
  readonly outputs: (image: tf.SymbolicTensor) => tf.SymbolicTensor[];
}

/** Streams of the formula that no other test uses. */
const STREAM = 50_000;

/** The same numbers for the same seed. */
class Chance {
  private drawn = 0;

  constructor(private readonly seed: number) {}

  private next(): number {
    return uniformAt(STREAM + this.seed, this.drawn++);
  }
  /** From `least` to `most`, both among them. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }
  from<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)]!;
  }
  happens(probability: number): boolean {
    return this.next() < probability;
  }
}

type Tensor = tf.SymbolicTensor;
type Block = (x: Tensor, chance: Chance) => Tensor;

const through = (x: Tensor | Tensor[], ...layers: tf.layers.Layer[]): Tensor =>
  layers.reduce<Tensor | Tensor[]>((tensor, layer) => layer.apply(tensor) as Tensor, x) as Tensor;

const extentOf = ({ shape }: Tensor) => shape.slice(1) as [height: number, width: number, channels: number];

/** Most of them smooth: a kink close to an element would let two float orders take different sides. */
const activations = [
  "linear",
  "tanh",
  "sigmoid",
  "relu",
  "elu",
  "softplus",
  "swish",
  "softsign",
  "selu",
] as const;

/** Options that every convolution has. The kernel fits into the maps. */
function convolution(x: Tensor, chance: Chance) {
  const [height, width] = extentOf(x);
  const largest = Math.min(3, height, width);
  return {
    kernelSize: [chance.integer(1, largest), chance.integer(1, largest)] as [number, number],
    strides: chance.from([1, 1, 2]),
    padding: chance.from(["valid", "same"] as const),
    useBias: chance.happens(0.7),
    activation: chance.from(activations),
  };
}

const pooling = (x: Tensor, chance: Chance, padding: "valid" | "same") => {
  const [height, width] = extentOf(x);
  const poolSize = Math.min(chance.integer(2, 3), height, width);
  return { poolSize, strides: chance.integer(1, 2), padding };
};

/** A branch of the same shape. */
const sameShape = (x: Tensor, chance: Chance): Tensor =>
  through(
    x,
    tf.layers.conv2d({
      filters: extentOf(x)[2],
      kernelSize: chance.from([1, 3]),
      padding: "same",
      activation: chance.from(activations),
    }),
  );

const BLOCKS: readonly Block[] = [
  (x, chance) => through(x, tf.layers.conv2d({ filters: chance.integer(1, 5), ...convolution(x, chance) })),
  (x, chance) => through(x, tf.layers.conv2d({ filters: chance.integer(1, 5), ...convolution(x, chance) })),
  (x, chance) =>
    through(
      x,
      tf.layers.depthwiseConv2d({ depthMultiplier: chance.integer(1, 2), ...convolution(x, chance) }),
    ),
  (x, chance) =>
    through(x, tf.layers.separableConv2d({ filters: chance.integer(1, 4), ...convolution(x, chance) })),
  (x, chance) => {
    const widened = through(x, tf.layers.conv2d({ filters: 4, kernelSize: 1 }));
    const filters = chance.from([2, 4, 6]);
    return through(widened, new GroupedConv2D({ filters, groups: 2, ...convolution(x, chance) }));
  },
  (x, chance) => {
    const { strides, ...options } = convolution(x, chance);
    const upTo = Math.max(...extentOf(x).slice(0, 2)) > 6 ? 1 : strides;
    return through(
      x,
      tf.layers.conv2dTranspose({ filters: chance.integer(1, 3), strides: upTo, ...options }),
    );
  },
  (x, chance) => through(x, tf.layers.maxPooling2d(pooling(x, chance, chance.from(["valid", "same"])))),
  (x, chance) => through(x, tf.layers.averagePooling2d(pooling(x, chance, "valid"))),
  (x, chance) => through(x, tf.layers.batchNormalization({ trainable: chance.happens(0.8) })),
  (x) => through(x, tf.layers.batchNormalization(), tf.layers.reLU()),
  (x) => through(x, tf.layers.conv2d({ filters: 3, kernelSize: 1 }), tf.layers.layerNormalization()),
  (x) => through(x, new GroupNormalization({ groups: 1 })),
  (x, chance) =>
    through(x, new LocalResponseNormalization({ alpha: 0.1, depthRadius: chance.integer(1, 2) })),
  (x, chance) => through(x, tf.layers.activation({ activation: chance.from(activations) })),
  (x, chance) => through(x, tf.layers.prelu(chance.happens(0.5) ? { sharedAxes: [1, 2] } : {})),
  (x) => through(x, tf.layers.leakyReLU()),
  (x, chance) => through(x, tf.layers.dropout({ rate: chance.from([0.25, 0.5]) })),
  (x, chance) => {
    const side = () => chance.integer(0, 2);
    return through(
      x,
      tf.layers.zeroPadding2d({
        padding: [
          [side(), side()],
          [side(), side()],
        ],
      }),
    );
  },
  (x) => through(x, new LayerScale(), new ChannelBias()),
  (x) => through(x, tf.layers.conv2d({ filters: 4, kernelSize: 1 }), new ChannelShuffle({ groups: 2 })),
  (x) => through(x, tf.layers.permute({ dims: [2, 1, 3] })),
  (x, chance) => {
    const merge = chance.from([tf.layers.add, tf.layers.multiply, tf.layers.average, tf.layers.maximum]);
    return through([x, sameShape(x, chance), sameShape(x, chance)], merge());
  },
  (x, chance) => through([x, sameShape(x, chance)], tf.layers.add()),
  (x, chance) => through([sameShape(x, chance), x], tf.layers.concatenate()),
  (x) => {
    const channels = extentOf(x)[2];
    const gates = tf.layers.dense({ units: channels, activation: "sigmoid" });
    return through([x, through(x, tf.layers.globalAveragePooling2d({}), gates)], tf.layers.multiply());
  },
  (x, chance) => {
    const shared = tf.layers.conv2d({
      filters: extentOf(x)[2],
      kernelSize: 3,
      padding: "same",
      activation: chance.from(["tanh", "linear"] as const),
    });
    return through(x, shared, shared);
  },
];

/** From maps to `[batch, features]`. */
const SQUEEZES: readonly ((x: Tensor) => Tensor)[] = [
  (x) => through(x, tf.layers.flatten()),
  (x) => through(x, tf.layers.flatten(), tf.layers.dropout({ rate: 0.25 })),
  (x) => through(x, tf.layers.globalAveragePooling2d({})),
  (x) =>
    through(
      [tf.layers.flatten(), tf.layers.globalAveragePooling2d({})].map((layer) => through(x, layer)),
      tf.layers.concatenate(),
    ),
];

function classifier(x: Tensor, chance: Chance): Tensor {
  const features = chance.from(SQUEEZES)(x);
  const hidden = tf.layers.dense({ units: chance.integer(2, 5), activation: chance.from(activations) });
  const normalized = chance.happens(0.3) ? [hidden, tf.layers.batchNormalization()] : [hidden];
  const top = chance.happens(0.6) ? through(features, ...normalized) : features;
  return through(top, tf.layers.dense({ units: 3, activation: "softmax" }));
}

export function randomArchitecture(seed: number): RandomArchitecture {
  const chance = new Chance(seed);
  const inputShape = [chance.integer(4, 8), chance.integer(4, 8), chance.integer(1, 3)] as const;
  return {
    inputShape,
    batchSize: chance.integer(2, 4),
    outputs(image) {
      // Pixels may be equal, and equal maxima have a gradient by convention: a smooth layer tells them apart.
      let x = through(image, tf.layers.conv2d({ filters: 3, kernelSize: 2, activation: "tanh" }));
      const auxiliary: Tensor[] = [];
      for (let blocks = chance.integer(2, 7); blocks > 0; blocks--) {
        x = chance.from(BLOCKS)(x, chance);
        if (chance.happens(0.08)) auxiliary.push(classifier(x, chance));
      }
      return [classifier(x, chance), ...auxiliary];
    },
  };
}
