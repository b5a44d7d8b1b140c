import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { presets } from "@imgcls/architectures";
import { listDatasets } from "@imgcls/datasets";
import { describe, expect, it } from "vitest";
import { architectureIds, datasetIds } from "../src/known-ids.js";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

it("checks arguments against the lists of the packages", () => {
  expect(architectureIds).toEqual(Object.keys(presets));
  expect(datasetIds).toEqual(listDatasets().map(({ id }) => id));
});

describe("architectures", () => {
  it("shows the layer table of a preset", async () => {
    const { code, stdout, stderr } = await imgcls(["architectures", "show", "mnist-cnn"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("conv2d (Conv2D)                (None, 26, 26, 32)   320");
    expect(stdout).toContain("Total params: 542,230");
  });

  it("prints the table as one JSON object", async () => {
    const { stdout } = await imgcls(["architectures", "show", "cifar10-tutorial", "--json"]);
    const [result, ...others] = jsonLines(stdout);
    expect(others).toEqual([]);
    expect(result).toMatchObject({
      event: "result",
      id: "cifar10-tutorial",
      parameters: 122_570,
      trainableParameters: 122_570,
    });
    const layers = result?.layers as { parameters: number }[];
    expect(layers).toHaveLength(8);
    expect(layers[0]).toEqual({
      name: "conv2d",
      type: "Conv2D",
      outputShape: [null, 30, 30, 32],
      parameters: 896,
      trainableParameters: 896,
      multiplyAdds: 777_600,
      receptiveField: [3, 3],
    });
    expect(layers.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(122_570);
  });

  it("lists them by family", async () => {
    const { stdout } = await imgcls(["architectures"]);
    expect(stdout).toMatch(/^resnet +resnet18 +224×224×3 +1000 +11,699,112 +1,814 +Residual network/m);
    expect(stdout).toMatch(/^ +resnet34 /m);
  });

  it("shows a graph, without drawing its weights", async () => {
    const { stdout } = await imgcls(["architectures", "show", "resnet50", "--json"]);
    const [result] = jsonLines(stdout);
    expect(result).toMatchObject({
      parameters: 25_610_152,
      trainableParameters: 25_557_032,
      multiplyAdds: 4_089_184_256,
    });
  });

  it("lists presets", async () => {
    const { stdout } = await imgcls(["--json", "architectures"]);
    const [result] = jsonLines(stdout) as { architectures: { id: string }[] }[];
    expect(result?.architectures.map(({ id }) => id)).toEqual(architectureIds);
  });
});

describe("recipes", () => {
  it("shows every hyper-parameter", async () => {
    const { stdout } = await imgcls(["recipes", "show", "cifar10-cnn"]);
    expect(stdout).toContain("sgd, learningRate 0.01, momentum 0.9, decay 0.0004");
    expect(stdout).toContain("imgcls train --recipe cifar10-cnn");
  });

  it("lists what can be reproduced", async () => {
    const { stdout } = await imgcls(["recipes", "--json"]);
    const [result] = jsonLines(stdout) as { recipes: { id: string; testAccuracy: number }[] }[];
    for (const { testAccuracy } of result!.recipes) expect(testAccuracy).toBeGreaterThan(0.3);
  });
});

describe("datasets", () => {
  it("lists sizes", async () => {
    const { stdout } = await imgcls(["datasets"]);
    expect(stdout).toMatch(/^mnist +28×28×1 +10 +60,000 +10,000/m);
  });

  it("says which files are missing, where they come from and where to put them", async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await imgcls(["datasets", "download", "mnist", "--data-dir", folder]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^imgcls: [^\n]+\n$/);
    expect(stderr).toContain("train-images-idx3-ubyte");
    expect(stderr).toContain(folder);
  });

  it.each(["png", "html"])("previews images as .%s", async (extension) => {
    const cwd = temporaryFolder();
    const file = `pictures/digits.${extension}`;
    const { code, stdout } = await imgcls(
      ["datasets", "preview", "synthetic-digits", "--out", file, "--json"],
      {
        cwd,
      },
    );
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toEqual([{ event: "result", id: "synthetic-digits", file, images: 50 }]);
    const bytes = await readFile(join(cwd, file));
    expect(bytes.subarray(0, 4).toString("latin1")).toBe(extension === "png" ? "\x89PNG" : "<!do");
  });

  it("previews augmented images", async () => {
    const cwd = temporaryFolder();
    const augment = ["--augment", "RandomCrop(padding=2), RandomErasing(value='random')", "--count", "3"];
    for (const file of ["digits.png", "digits.html"]) {
      const { code, stdout, stderr } = await imgcls(
        ["datasets", "preview", "synthetic-digits", "--out", file, "--json", ...augment],
        { cwd },
      );
      expect(code, stderr).toBe(0);
      expect(jsonLines(stdout).at(-1)).toMatchObject({
        images: 3,
        augment: [
          { type: "RandomCrop", padding: [2, 2, 2, 2] },
          { type: "RandomErasing", p: 0.5 },
        ],
      });
    }
    const page = await readFile(join(cwd, "digits.html"), "utf8");
    expect(page.match(/<image /g)).toHaveLength(3 + 3 * 8);
    expect(page).toContain("(6000, 28, 28, 1)");
  });
});
