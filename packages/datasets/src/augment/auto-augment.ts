import { pixelsPerImage } from "../labeled-images.js";
import { POLICY_NAMES, type PolicyName, policies } from "./auto-augment-policies.js";
import { colourProblems, define, fillProblems } from "./definition.js";
import { usualMagnitudes } from "./magnitudes.js";
import { namedOperations } from "./named-operations.js";
import { betweenOperations } from "./ops/kernel-memory.js";
import { type Fill, fill, type Interpolation, interpolation, oneOf } from "./parameters.js";

/** One of 25 pairs of operations that a search found, `torchvision.transforms.AutoAugment`. */
export interface AutoAugment {
  readonly type: "AutoAugment";
  /** The data set that the search was made on. Default "imagenet". */
  readonly policy?: PolicyName;
  /** Default "nearest". */
  readonly interpolation?: Interpolation;
  /** Grey level where the image does not reach, or one for each channel. Default 0. */
  readonly fill?: Fill;
}

export const autoAugment = (
  policy: PolicyName = "imagenet",
  options: Omit<AutoAugment, "type" | "policy"> = {},
): AutoAugment => ({ type: "AutoAugment", policy, ...options });

const MAGNITUDES = 10;

export const autoAugmentDefinition = define({
  parameters: { policy: oneOf(POLICY_NAMES, "imagenet"), interpolation: interpolation("nearest"), fill },
  problems: ({ fill }, shape) => [...colourProblems(shape), ...fillProblems(fill, shape)],
  compile: ({ policy, ...drawing }, shape) => {
    const operations = namedOperations(shape, drawing);
    const table = usualMagnitudes(shape, MAGNITUDES);
    const pairs = policies[policy].map((pair) =>
      pair.map(({ name, probability, magnitude }) => ({
        operation: operations[name],
        probability,
        amount: magnitude === undefined ? 0 : (table[name]?.amounts?.[magnitude] ?? 0),
        signed: table[name]?.signed ?? false,
      })),
    );
    const bytes = pixelsPerImage(shape);
    return (image, out, { random }) => {
      const [between] = betweenOperations(bytes);
      const pair = pairs[random.integer(pairs.length)]!;
      let current = image;
      for (const { operation, probability, amount, signed } of pair) {
        if (random.uniform() >= probability) continue;
        const target = current === image ? between : out;
        operation(current, target, signed && random.integer(2) === 0 ? -amount : amount);
        current = target;
      }
      if (current !== out) out.set(current);
    };
  },
});
