/**
 * Whole numbers from 0 to below `limit`, the same for the same seed everywhere. Chris Doty-Humphrey's sfc32: 128 bits of
 * state, passes PractRand.
 */
export function randomIndices(seed: number): (limit: number) => number {
  let [a, b, c, counter] = [0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  const next = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return (limit) => Math.floor((next() / 2 ** 32) * limit);
}
