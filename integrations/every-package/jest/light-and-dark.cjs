const IMAGES = 64;
const PIXELS = 28 * 28;

/** Dark images of class 0, light ones of class 1. */
exports.lightAndDark = () => {
  const labels = Int32Array.from({ length: IMAGES }, (_, i) => i % 2);
  const images = new Uint8Array(IMAGES * PIXELS);
  for (const [i, label] of labels.entries()) images.fill(label ? 192 + i : i, i * PIXELS, (i + 1) * PIXELS);
  return { images, labels, shape: [28, 28, 1], classNames: ["dark", "light"] };
};
