/** How a kernel starts, as data; the layer factory adds the seed. */
import * as tf from "@tensorflow/tfjs";

export type KernelInitializer =
  | {
      /** Variance: `scale` over the mean number of inputs, of outputs or of both of a unit. */
      readonly scale: number;
      readonly mode: "fanIn" | "fanOut" | "fanAvg";
      readonly distribution: "normal" | "uniform";
    }
  | {
      /** Normal with mean 0, truncated at two standard deviations. */
      readonly stddev: number;
    }
  | {
      /** Identity filters over another start. */
      readonly dirac: KernelInitializer;
    };

export type Initializer = ReturnType<typeof tf.initializers.ones>;

/**
 * Variance of a standard normal that is truncated at ±2. TensorFlow.js draws its normals so and, unlike Keras,
 * leaves the loss of variance as it is: the scales below make up for it.
 */
const TRUNCATED_VARIANCE = 0.7737413;

/** He et al. (2015), for layers before a ReLU: variance 2 / inputs. */
export const heNormal = {
  scale: 2 / TRUNCATED_VARIANCE,
  mode: "fanIn",
  distribution: "normal",
} as const satisfies KernelInitializer;

/** The same with the outputs, which keeps the gradients' variance: what torchvision's residual networks use. */
export const heNormalFanOut = { ...heNormal, mode: "fanOut" } as const satisfies KernelInitializer;

/** He et al. (2015), uniform. */
export const heUniform = {
  scale: 2,
  mode: "fanIn",
  distribution: "uniform",
} as const satisfies KernelInitializer;

/** Glorot and Bengio (2010), uniform in ±√(6 / (inputs + outputs)): Keras's default. */
export const glorotUniform = {
  scale: 1,
  mode: "fanAvg",
  distribution: "uniform",
} as const satisfies KernelInitializer;

/** Uniform in ±1/√inputs: PyTorch's default. */
export const pytorchUniform = {
  scale: 1 / 3,
  mode: "fanIn",
  distribution: "uniform",
} as const satisfies KernelInitializer;

export const truncatedNormal = (stddev: number) => ({ stddev }) as const satisfies KernelInitializer;

/**
 * Of a convolution's filters the first, one for each input channel, pass that channel on unchanged (PyTorch's
 * `dirac_`); the others start as `rest` says. A network of such layers starts close to the identity: airbench's.
 */
export const diracOver = (rest: KernelInitializer) => ({ dirac: rest }) as const satisfies KernelInitializer;

/**
 * TensorFlow.js's initializer. Saved models name it by its standard name, so they load everywhere. `fan` replaces
 * the number of inputs and outputs where TensorFlow.js counts them wrongly: in a depthwise or grouped
 * convolution it counts every channel as an input (or output) of every unit.
 */
export function initializerOf(kernel: KernelInitializer, seed: number, fan?: number): Initializer {
  if ("dirac" in kernel) return withIdentityFilters(initializerOf(kernel.dirac, seed, fan));
  if ("stddev" in kernel) return tf.initializers.truncatedNormal({ mean: 0, stddev: kernel.stddev, seed });
  if (fan === undefined) return tf.initializers.varianceScaling({ ...kernel, seed });
  const variance = kernel.scale / fan;
  if (kernel.distribution === "normal") {
    return tf.initializers.truncatedNormal({ mean: 0, stddev: Math.sqrt(variance), seed });
  }
  const limit = Math.sqrt(3 * variance);
  return tf.initializers.randomUniform({ minval: -limit, maxval: limit, seed });
}

/** Kernels are `[height, width, inputs, filters]`. */
function withIdentityFilters(rest: Initializer): Initializer {
  const draw = rest.apply.bind(rest);
  rest.apply = (shape, dtype) =>
    tf.tidy(() => {
      const [height = 1, width = 1, inputs = 1, filters = 1] = shape as number[];
      const values = draw(shape, dtype).dataSync<"float32">().slice();
      const centre = Math.floor(height / 2) * width + Math.floor(width / 2);
      for (let filter = 0; filter < Math.min(inputs, filters); filter++) {
        for (let tap = 0; tap < height * width * inputs; tap++) values[tap * filters + filter] = 0;
        values[(centre * inputs + filter) * filters + filter] = 1;
      }
      return tf.tensor(values, shape as number[], "float32");
    });
  return rest;
}
