import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { realWeights } from "@imgcls/test-utils/real-weights";
import { encode } from "fast-png";
import { expect, it } from "vitest";
import { parsePredictOptions } from "../src/options/pictures.js";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

it("lists weights, and says what is known of them, without loading TensorFlow.js", async () => {
  const [list, info] = await Promise.all([
    imgcls(["weights", "list", "resnet50", "--json"]),
    imgcls(["weights", "info", "efficientnet-lite0"]),
  ]);
  const [result] = jsonLines(list.stdout) as [{ weights: { id: string }[] }];
  expect(result.weights.map(({ id }) => id)).toEqual([
    "timm/resnet50.a1_in1k",
    "torchvision/resnet50.IMAGENET1K_V1",
    "torchvision/resnet50.IMAGENET1K_V2",
  ]);
  expect(info.stdout).toContain("pictures       224×224: shorter side 256 (bicubic), centre crop");
  expect(info.stdout).toContain("licence        Apache-2.0");
  // TensorFlow.js greets when it is loaded.
  expect([list.stderr, info.stderr]).toEqual(["", ""]);
});

const real = realWeights();

it.skipIf(real === undefined)("predicts with a base and a file of weights, offline", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "lite0.safetensors"), real!.file);
  writeFileSync(join(cwd, "names.txt"), Array.from({ length: 1000 }, (_, i) => `name ${i}`).join("\n"));
  const picture = { width: 224, height: 224, channels: 3, data: real!.picture } as const;
  writeFileSync(join(cwd, "picture.png"), encode(picture));
  const flags =
    "--base efficientnet-lite0 --weights lite0.safetensors --class-names names.txt --top 1 --json";
  const { stdout, stderr, code } = await imgcls(["predict", ...flags.split(" "), "picture.png"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(jsonLines(stdout)).toMatchObject([{ file: "picture.png", predictions: [{ class: "name 506" }] }]);
});

it("names options of predict that do not go together", () => {
  expect(() => parsePredictOptions(["a.png"], { weights: "x.pth" })).toThrow("--weights needs --base");
  expect(() => parsePredictOptions(["a.png"], { base: "resnet18", invert: true })).toThrow(
    "--invert is for runs: leave it out with --base",
  );
  expect(() => parsePredictOptions([], {})).toThrow("expected a run folder (or --base and a network)");
});
