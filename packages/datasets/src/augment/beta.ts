/** Numbers of the beta distribution, the same on every platform. */
import { exponential } from "../elementary.js";
import { naturalLog, type Random } from "../random.js";

/**
 * Beta(alpha, alpha): G₁ / (G₁ + G₂) for two gamma variates, from their logarithms because small alphas make
 * both too small for a number.
 */
export function symmetricBeta(random: Random, alpha: number): number {
  const difference = logGamma(random, alpha) - logGamma(random, alpha);
  return 1 / (1 + exponential(-difference));
}

/**
 * ln of a Gamma(shape, 1) variate. Shapes below 1 by way of shape + 1: G(a) = G(a + 1) · U^(1/a). Otherwise
 * Marsaglia and Tsang, "A simple method for generating gamma variables" (2000): d·(1 + c·x)³ for a normal x,
 * accepted with probability exp(x²/2 + d − d·v + d·ln v), v = (1 + c·x)³.
 */
function logGamma(random: Random, shape: number): number {
  if (shape < 1) return logGamma(random, shape + 1) + naturalLog(positiveUniform(random)) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const logV = naturalLog(v);
    if (naturalLog(positiveUniform(random)) < 0.5 * x * x + d - d * v + d * logV) return naturalLog(d) + logV;
  }
}

/** In (0, 1]. */
const positiveUniform = (random: Random): number => 1 - random.uniform();
