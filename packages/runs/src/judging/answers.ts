/** What a model's outputs mean to a person: probabilities that are as likely as they say, and what is of none of the classes. */
import { type LossConfig, type ModelCard, toProbabilities } from "@imgcls/training";
import { energy } from "@imgcls/transfer";

/** What a card says of answers; both are fitted on images that the model was not trained on. */
export type AnswerFacts = Pick<ModelCard, "calibration" | "unknown">;

/** What a model puts out for some images. */
export interface ModelOutputs {
  /** `[images, units]` */
  readonly outputs: Float32Array;
  readonly units: number;
  /** That of its training, which says what the outputs are. */
  readonly loss: LossConfig;
}

/** Of one image. */
export interface UnknownAnswer {
  /** The greater, the less the image is like those of the classes. */
  readonly score: number;
  readonly isUnknown: boolean;
}

export interface Answers {
  /** `[images, classes]` */
  readonly probabilities: Float32Array;
  /** One an image; undefined where the model's card does not say what is unknown. */
  readonly unknown: readonly UnknownAnswer[] | undefined;
}

export function answersOf(output: ModelOutputs, { calibration, unknown }: AnswerFacts): Answers {
  const probabilities = calibratedProbabilities(output, calibration?.temperature ?? 1);
  if (unknown === undefined) return { probabilities, unknown };
  const scores =
    unknown.score === "energy" ? energy(output.outputs, output.units) : uncertainties(output, probabilities);
  return {
    probabilities,
    unknown: Array.from(scores, (score) => ({ score, isUnknown: score > unknown.threshold })),
  };
}

type Form = Omit<ModelOutputs, "outputs">;

const OF_SOFTMAX: ReadonlySet<LossConfig["type"]> = new Set([
  "categoricalCrossentropy",
  "sparseCategoricalCrossentropy",
  "categoricalFocalCrossentropy",
]);

/** Whether one softmax, or the sigmoid of one logit, makes the probabilities, so that a temperature means something. */
export const hasTemperature = ({ units, loss: { type, fromLogits } }: Form): boolean =>
  units > 1 ? OF_SOFTMAX.has(type) : type === "binaryCrossentropy" && fromLogits === true;

/** Whether the outputs are logits of a softmax, which have an energy. */
export const hasEnergy = ({ units, loss: { type, fromLogits } }: Form): boolean =>
  units > 1 && fromLogits === true && OF_SOFTMAX.has(type);

/** ln p is a logit as well; of p = 0 it is that of the least float32. */
const LEAST = 1e-38;

export function calibratedProbabilities(
  { outputs, units, loss }: ModelOutputs,
  temperature: number,
): Float32Array {
  if (temperature === 1) return toProbabilities(outputs, units, loss);
  const logits = loss.fromLogits ? outputs : outputs.map((p) => Math.log(Math.max(p, LEAST)));
  const scaled = logits.map((logit) => logit / temperature);
  const type = units > 1 ? "categoricalCrossentropy" : "binaryCrossentropy";
  return toProbabilities(scaled, units, { type, fromLogits: true });
}

/** 1 − the greatest probability. */
export function uncertainties({ units }: ModelOutputs, probabilities: Float32Array): Float64Array {
  const classes = Math.max(2, units);
  return Float64Array.from({ length: probabilities.length / classes }, (_, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    return 1 - row.reduce((a, b) => Math.max(a, b));
  });
}
