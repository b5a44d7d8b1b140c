import { expectAllClose } from "@imgcls/test-utils";
import { expect, it } from "vitest";
import { CLASSES, smallBatch, smallModel, smallPlan } from "../../test/small-model.js";
import type { TrainingSession } from "./engine.js";
import { NotEnoughMemoryError } from "./errors.js";
import { onnxPredictor } from "./onnx-predictor.js";
import { onnxSession } from "./onnx-session.js";
import { loadOrt } from "./ort.node.js";

/** This machine's runtime as if so much memory were left. */
const runtimeWith = async (available: number) => ({
  ...(await loadOrt({ threads: 1 })),
  availableMemory: () => available,
});

const open = async (available: number, batchSize: number): Promise<TrainingSession> =>
  onnxSession(await runtimeWith(available), smallModel(), smallPlan({ batchSize }));

const refusalOf = async (work: Promise<unknown>): Promise<NotEnoughMemoryError> => {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NotEnoughMemoryError);
  return error as NotEnoughMemoryError;
};

const AVAILABLE = 120e6;

it("a batch that does not fit is refused before the session, with the largest that does", async () => {
  const { message, largestBatch, ...refusal } = await refusalOf(open(AVAILABLE, 4096));
  expect(refusal).toMatchObject({ work: "training", batchSize: 4096, available: AVAILABLE });
  expect(message).toMatch(
    new RegExp(
      `A training step on 4096 images takes about \\d+ MB of memory, but 120 MB are available. Use a batch size of at most ${largestBatch}, `,
    ),
  );
  expect(largestBatch).toBeGreaterThan(100);
  expect(largestBatch).toBeLessThan(4096);
  const session = await open(AVAILABLE, largestBatch);
  const step = { learningRate: 0.1, step: 0 };
  expect((await session.trainStep(smallBatch(largestBatch, 1), step)).loss).toBeGreaterThan(0);
  expect(session.memory?.available).toBe(AVAILABLE);
  expect(session.memory?.needed.total).toBeLessThanOrEqual(0.9 * AVAILABLE);
  await session.dispose();
  // Not a timid number: a tenth more would not fit.
  expect((await refusalOf(open(AVAILABLE, Math.ceil(1.15 * largestBatch)))).largestBatch).toBeGreaterThan(0);
});

it("where not one image fits, it says so", async () => {
  const { message, largestBatch } = await refusalOf(open(1e6, 8));
  expect(largestBatch).toBe(0);
  expect(message).toContain("Not even one image fits: use smaller images or a smaller model.");
});

it("images that do not fit at once are predicted in parts, with the same result", async () => {
  const { images } = smallBatch(3000, 2);
  const plan = smallPlan({ batchSize: 3000 });
  const roomy = await onnxPredictor(await runtimeWith(64e9), smallModel(), plan);
  const narrow = await onnxPredictor(await runtimeWith(100e6), smallModel(), plan);
  const expected = await roomy.predict(images, 3000);
  const actual = await narrow.predict(images, 3000);
  expect(actual).toHaveLength(3000 * CLASSES);
  expectAllClose(actual, expected, 1e-5);
  await Promise.all([roomy.dispose(), narrow.dispose()]);
  const none = await onnxPredictor(await runtimeWith(1e6), smallModel(), plan);
  expect((await refusalOf(none.predict(images, 3000))).work).toBe("predicting");
  await none.dispose();
});

it("a session of another batch size makes room where both do not fit", async () => {
  const runtime = await loadOrt({ threads: 1 });
  let sessions = 0;
  let created = 0;
  const counting: typeof runtime = {
    ...runtime,
    // Each session takes half of it.
    availableMemory: () => 180e6 - sessions * 95e6,
    async createSession(bytes, kept) {
      const session = await runtime.createSession(bytes, kept);
      sessions += 1;
      created += 1;
      return {
        run: (feeds, fetches) => session.run(feeds, fetches),
        async release() {
          sessions -= 1;
          await session.release();
        },
      };
    },
  };
  const session = await onnxSession(counting, smallModel(), smallPlan());
  for (const [step, size] of [8, 3, 8].entries()) {
    const { loss } = await session.trainStep(smallBatch(size, step), { learningRate: 0.01, step });
    expect(loss).toBeGreaterThan(0);
  }
  expect([sessions, created]).toEqual([1, 3]);
  await session.dispose();
});
