import { loadOnnx } from "@imgcls/test-utils";
import { type LoweringChoice, probeLowering } from "../src/index.js";

interface NamedLowering {
  readonly name: string;
  readonly lowering: LoweringChoice;
}

/** What this machine's runtime runs: the blocked lowering on a CPU, not in a browser. */
export const FASTEST = await probeLowering(async (model) => {
  const program = await loadOnnx(model);
  const { result } = await program.run({});
  await program.release();
  return result!;
});

/** The lowerings to test, as an engine uses them. */
export const LOWERINGS: readonly NamedLowering[] = [
  { name: "portable", lowering: "portable" },
  ...(FASTEST === "portable" ? [] : [{ name: "blocked", lowering: FASTEST }]),
];

/** The same for models of few channels: all but images of one channel come in blocks, most of them not full. */
export const LOWERINGS_OF_SMALL_MODELS: readonly NamedLowering[] = LOWERINGS.map(({ name, lowering }) => ({
  name,
  lowering: typeof lowering === "string" ? lowering : { ...lowering, fromChannels: 2 },
}));
