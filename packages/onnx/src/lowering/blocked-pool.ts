import { mul } from "../graph/ops/elementwise.js";
import { blockedAveragePool, blockedMaxPool, blockedUpsample } from "../graph/ops/nchwc.js";
import { type BlockRule, isBlocked, viaPlain } from "./blocked-maps.js";
import { tiledMaxPoolGradient } from "./blocked-max-pool.js";
import { overlappingMaxPoolGradient } from "./blocked-overlapping-pool.js";
import { fitted, restored } from "./blocked-window.js";
import type { Lowering } from "./lowering.js";
import { portable } from "./portable.js";
import { isTiled } from "./portable-window.js";

type Poolings = Pick<Lowering, "maxPool" | "maxPoolGradient" | "averagePool" | "averagePoolGradient">;

export const blockedPoolings = ({ block }: BlockRule): Poolings => ({
  maxPool(maps, window) {
    if (!isBlocked(maps, block)) return portable.maxPool(maps, window);
    const fit = fitted(maps, window, block);
    return blockedMaxPool(fit.maps, fit.window);
  },
  maxPoolGradient(maps, output, dOutput, window) {
    if (!isBlocked(maps, block)) return portable.maxPoolGradient(maps, output, dOutput, window);
    if (isTiled(window)) return tiledMaxPoolGradient(maps, output, dOutput, window, block);
    return overlappingMaxPoolGradient(maps, output, dOutput, window, block);
  },

  averagePool(maps, window, countPadding = false) {
    if (!isBlocked(maps, block)) return portable.averagePool(maps, window, countPadding);
    const fit = fitted(maps, window, block);
    return blockedAveragePool(fit.maps, fit.window, countPadding);
  },
  averagePoolGradient(dOutput, window, countPadding) {
    if (!isBlocked(dOutput, block)) return portable.averagePoolGradient(dOutput, window, countPadding);
    if (!isTiled(window)) {
      return viaPlain([dOutput], block, (plain) => portable.averagePoolGradient(plain, window, countPadding));
    }
    const [height, width] = window;
    const share = mul(dOutput, 1 / (height.size * width.size));
    return restored(blockedUpsample(share, [height.size, width.size]), height.input, width.input);
  },
});
