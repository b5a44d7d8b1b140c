import { memoryPlace } from "@imgcls/runs";
import { encode } from "fast-png";
import { describe, expect, it } from "vitest";
import type { TrainingEvent } from "../protocol.js";
import { draftOf } from "./form.js";
import { openFolder, summarizeData } from "./open-data.js";
import { summarizeRun } from "./open-run.js";
import { train } from "./train.js";

function folder(parts: Readonly<Record<string, number>>): Map<string, File> {
  const files = Object.entries(parts).flatMap(([part, count]) =>
    ["dark", "light"].flatMap((name, c) =>
      Array.from({ length: count }, (_, i): [string, File] => {
        const data = new Uint8Array(12).fill(40 + 150 * c + i);
        const png = encode({ width: 2, height: 2, channels: 3, data });
        return [`${part}${name}/${i}.png`, new File([new Uint8Array(png)], `${i}.png`)];
      }),
    ),
  );
  return new Map(files);
}

const trained = async (files: ReadonlyMap<string, File>) => {
  const data = await openFolder(files, "error");
  const events: TrainingEvent[] = [];
  const { signal } = new AbortController();
  const run = await train(draftOf("mlp", data.id, { epochs: "2", batchSize: "8" }), {
    data,
    engine: "onnx",
    place: memoryPlace(),
    signal,
    send: (event) => events.push(event),
  });
  const rows = events.flatMap((event) => (event.type === "epoch" ? [event.row] : []));
  return { data, run: run!, rows };
};

describe("a folder of one's own", () => {
  it("with a validation part is validated on that, and everything says so", async () => {
    const files = folder({ "Train/": 8, "Valid/": 4, "Test/": 2 });
    files.set("Train/dark/1.xyz", new File(["x"], "1.xyz"));
    const { data, run, rows } = await trained(files);
    expect(summarizeData(data)).toMatchObject({
      trainSize: 16,
      validationSize: 8,
      testSize: 4,
      leftOut: "1 .xyz",
    });
    expect(rows.map(({ validatedOn }) => validatedOn)).toEqual(["validation", "validation"]);
    const { loss, accuracy } = { loss: rows[1]!.valLoss, accuracy: rows[1]!.valAccuracy };
    const { card } = run.classifier;
    expect(card).toMatchObject({
      validatedOn: "validation",
      dataset: { sizes: { train: 16, validation: 8, test: 4 } },
      metrics: { validation: { loss, accuracy }, test: {} },
    });
    const summary = summarizeRun(run);
    expect(summary.history[0]!.validatedOn).toBe("validation");
    expect(summary.testAccuracy).toBe((card.metrics.test as { accuracy: number }).accuracy);
  });

  it("without one gives a tenth of its training images for that, each class by its share", async () => {
    const { data, run, rows } = await trained(folder({ "": 25 }));
    expect(summarizeData(data)).toMatchObject({ trainSize: 40, testSize: 10, leftOut: "" });
    expect(rows[0]!.validatedOn).toBe("validation");
    expect(run.classifier.card).toMatchObject({
      validatedOn: "validation",
      dataset: { sizes: { train: 36, validation: 4, test: 10 } },
    });
  });
});

it("pictures for a base are cut, not stretched", async () => {
  // Black on both sides of a white square.
  const data = Uint8Array.from({ length: 8 * 4 * 3 }, (_, i) =>
    Math.abs((Math.floor(i / 3) % 8) - 3.5) < 2 ? 255 : 0,
  );
  const png = new Uint8Array(encode({ width: 8, height: 4, channels: 3, data }));
  const names = ["a", "b"].flatMap((name) => [0, 1, 2, 3, 4].map((i) => `${name}/${i}.png`));
  const files = new Map(names.map((name) => [name, new File([png], name)]));
  const opened = await openFolder(files, "error");
  const cut = await opened.inShape!({ shape: [4, 4, 3], fit: "cover" });
  expect(cut.shape).toEqual([4, 4, 3]);
  expect(cut.train.images.every((level) => level === 255)).toBe(true);
});
