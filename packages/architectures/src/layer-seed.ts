/**
 * The initializer seed of the layer with this name in a model built with `seed`: an integer 0..2³¹ − 1. From the
 * name, not from the position, so that adding a dropout layer leaves all other layers' initial weights as they are.
 */
export function layerSeed(seed: number, name: string): number {
  let hash = mix(seed | 0);
  for (let i = 0; i < name.length; i++) hash = mix(Math.imul(hash, 0x9e3779b1) ^ name.charCodeAt(i));
  return hash >>> 1;
}

/** The finalizer of MurmurHash3: every input bit changes every output bit half of the time. */
function mix(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
