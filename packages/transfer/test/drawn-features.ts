/** The same numbers as `drawn` in golden/drawn_features.py: each class around its own place. */
export function drawnFeatures(
  images: number,
  width: number,
  classes: number,
  seed: number,
): { features: Float32Array; labels: number[] } {
  let state = seed;
  const uniform = () => {
    state = Number((1_103_515_245n * BigInt(state) + 12_345n) % 2n ** 31n);
    return state / 2 ** 31 - 0.5;
  };
  const places = Float64Array.from({ length: classes * width }, uniform);
  const features = new Float32Array(images * width);
  const labels = Array.from({ length: images }, (_, i) => i % classes);
  for (const [i, label] of labels.entries()) {
    for (let j = 0; j < width; j++) {
      features[i * width + j] =
        3 + ((j % 4) + 1) * (places[label * width + j]! + 2 * (uniform() + uniform()));
    }
  }
  return { features, labels };
}
