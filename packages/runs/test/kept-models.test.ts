import { loadDataset } from "@imgcls/datasets";
import { memory } from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { exportRun, memoryPlace, openClassifier, trainRun } from "../src/index.js";

const place = memoryPlace();
const data = await loadDataset("synthetic-digits", { trainSize: 100, testSize: 20 });
const draft = { data: { dataset: "synthetic-digits" }, model: { architecture: "mlp" }, epochs: 1 } as const;
await trainRun(draft, place, { data });

it("keeps no model of a run that was exported, or that no engine takes", async () => {
  const before = memory().numTensors;
  await exportRun(place, "tfjs");
  await exportRun(place, "onnx");
  const refusing = { engine: () => Promise.reject(new Error("no engine")) };
  await expect(openClassifier(place, refusing)).rejects.toThrow("no engine");
  const classifier = await openClassifier(place);
  await classifier.dispose();
  expect(memory().numTensors).toBe(before);
});
