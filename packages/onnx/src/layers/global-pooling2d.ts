import type { Value } from "../graph/graph.js";
import { type Window, wholeWindow } from "../graph/shapes.js";
import type { Lowering } from "../lowering/lowering.js";
import { type Maps, requireMaps } from "./feature.js";
import type { LayerCompiler } from "./layer-compiler.js";
import { unsupportedMaps } from "./layer-options.js";

interface Pooling {
  pool(maps: Value, window: Window): Value;
  gradient(maps: Value, pooled: Value, dPooled: Value, window: Window): Value;
}

/** Pools whole maps to `[batch, channels]`. */
const globalPooling = (poolingOf: (lowering: Lowering) => Pooling): LayerCompiler => ({
  unsupported: unsupportedMaps,

  compile(_step, [input], { lowering }) {
    const maps = requireMaps(input);
    const window = wholeWindow(maps.extent);
    const { pool, gradient } = poolingOf(lowering);
    const pooled = pool(maps.value, window);
    const extent = { ...maps.extent, height: 1, width: 1 };
    const output: Maps = { ...maps, value: pooled, extent };
    return {
      output: { ...output, kind: "flattened", value: lowering.flatten(pooled, extent) },
      backward: (dOutput) => ({
        inputs: [() => gradient(maps.value, pooled, lowering.unflatten(dOutput, extent), window)],
      }),
    };
  },
});

export const globalAveragePooling2d = globalPooling((lowering) => ({
  pool: lowering.averagePool,
  gradient: (_maps, _pooled, dPooled, window) => lowering.averagePoolGradient(dPooled, window),
}));

export const globalMaxPooling2d = globalPooling((lowering) => ({
  pool: lowering.maxPool,
  gradient: lowering.maxPoolGradient,
}));
