import { loadDataset } from "@imgcls/datasets";
import { memoryPlace, type RecipeDraft, resumeRun, trainRun } from "@imgcls/runs";
import { expect, it } from "vitest";
import type { TrainingEvent } from "../protocol.js";
import { progressMessages } from "./progress.js";

it("counts the epochs of a training that goes on in a later phase through all of them", async () => {
  const data = await loadDataset("synthetic-digits", { trainSize: 64, testSize: 20 });
  const draft: RecipeDraft = {
    data: { dataset: "synthetic-digits" },
    model: { architecture: "mlp" },
    phases: [{ epochs: 2 }, { epochs: 2 }],
  };
  const place = memoryPlace();
  const controller = new AbortController();
  let epochs = 0;
  const stop = { name: "stop", onEpochEnd: () => void (++epochs === 3 && controller.abort()) };
  await trainRun(draft, place, { data, callbacks: [stop], signal: controller.signal });

  const sent: TrainingEvent[] = [];
  await resumeRun(place, { data, ...progressMessages((event) => sent.push(structuredClone(event))) });
  const started = sent.find((event) => event.type === "started")!;
  expect(started).toMatchObject({ epochs: 4, rows: [{ epoch: 1 }, { epoch: 2 }, { epoch: 3 }] });
  expect(sent.filter((event) => event.type === "epoch").map(({ row }) => row.epoch)).toEqual([4]);
  expect(sent.filter((event) => event.type === "progress").at(-1)!.at).toBe(4);
});
