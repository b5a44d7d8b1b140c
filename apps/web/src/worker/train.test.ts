import { loadDataset } from "@imgcls/datasets";
import { memoryPlace, type RecipeDraft, RunFailedError } from "@imgcls/runs";
import { describe, expect, it } from "vitest";
import type { TrainingEvent } from "../protocol.js";
import { sentenceOf } from "./sentences.js";
import { train } from "./train.js";

// Ends in logits, which nothing keeps finite.
const draft: RecipeDraft = {
  data: { dataset: "synthetic-digits" },
  model: { architecture: "cifar10-tutorial" },
  epochs: 3,
  batchSize: 20,
  optimizer: { type: "sgd", learningRate: 999 },
};

describe("a training", () => {
  it("that diverges ends at once and says what to do", async () => {
    const data = await loadDataset("synthetic-digits", { trainSize: 100, testSize: 20 });
    const events: TrainingEvent[] = [];
    const { signal } = new AbortController();
    const error = await train(draft, {
      data,
      engine: "onnx",
      place: memoryPlace(),
      signal,
      send: (event) => events.push(event),
    }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RunFailedError);
    expect(sentenceOf(error)).toMatch(/Choose a smaller learning rate and train again\.$/);
    expect(events[0]).toMatchObject({ type: "started", epochs: 3, rows: [] });
    expect(events.some(({ type }) => type === "epoch")).toBe(false);
  });
});
