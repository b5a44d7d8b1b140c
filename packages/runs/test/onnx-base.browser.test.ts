import { createLabeledImages, type Dataset } from "@imgcls/datasets";
import { expect, it } from "vitest";
import golden from "../../onnx/test/golden/onnx-bases.json" with { type: "json" };
import { fineTune, memoryPlace, openClassifier } from "../src/index.js";

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

it("a page computes a head on the network of an ONNX file, and opens such a run", async () => {
  const shape = [golden.side, golden.side, 3] as const;
  const pixels = golden.side ** 2 * 3;
  const pictures = (count: number) =>
    createLabeledImages({
      shape,
      classNames: ["dark", "bright"],
      labels: Int32Array.from({ length: count }, (_, i) => i % 2),
      images: Uint8Array.from(
        { length: count * pixels },
        (_, i) => 150 * (Math.floor(i / pixels) % 2) + ((7 * i) % 90),
      ),
    });
  const test = pictures(6);
  const data: Dataset = { id: "folder:mine", shape, classNames: test.classNames, train: pictures(20), test };
  const place = memoryPlace();
  const bytes = bytesOf(golden.files.fixed);
  const run = await fineTune(data.id, {
    base: "classifier.onnx",
    bytes,
    data,
    headOnly: true,
    featureCache: "none",
    place,
  });
  expect(run.card.engine.name).toBe("onnx");
  const classifier = await openClassifier(place);
  const probabilities = await classifier.predict(test.images, 6);
  await classifier.dispose();
  expect(Array.from(test.labels, (label, i) => probabilities[2 * i + label]! > 0.5)).toEqual(
    Array(6).fill(true),
  );
});
