import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createModel, pytorchTensors } from "@imgcls/architectures";
import { random } from "@imgcls/datasets";
import { safetensorsFile } from "@imgcls/test-utils";
import { encode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

let cwd: string;
const before = process.env.IMGCLS_CACHE_DIR;

/** Noise around one of two levels. */
function picture(level: number, index: number): Uint8Array {
  const draw = random(0, "picture", index);
  const data = Uint8Array.from({ length: 40 * 40 * 3 }, () => level + draw.integer(60));
  return encode({ width: 40, height: 40, channels: 3, data });
}

beforeAll(() => {
  cwd = temporaryFolder();
  process.env.IMGCLS_CACHE_DIR = join(cwd, "cache");
  for (const [label, name] of ["dark", "light"].entries()) {
    mkdirSync(join(cwd, "photos", name), { recursive: true });
    for (let i = 0; i < 10; i++)
      writeFileSync(join(cwd, "photos", name, `${i}.png`), picture(20 + 150 * label, 10 * label + i));
  }
  const draw = random(0, "weights");
  const tensors = pytorchTensors(createModel("resnet20", { classes: 1000, initialWeights: "zeros" }));
  writeFileSync(
    join(cwd, "theirs.safetensors"),
    safetensorsFile(tensors, (_, tensor) =>
      /var|bn\d?\.weight/.test(tensor) ? 0.5 + draw.uniform() : 0.2 * draw.normal(),
    ),
  );
  return () => {
    if (before === undefined) delete process.env.IMGCLS_CACHE_DIR;
    else process.env.IMGCLS_CACHE_DIR = before;
  };
});

const BASE = ["--base", "resnet20", "--weights", "theirs.safetensors"];

describe("a network that others have trained", () => {
  it("gives a run by its features, which are known the next time", async () => {
    const train = ["train", "--dataset", "folder:photos", ...BASE, "--out", "run"];
    const first = await imgcls(train, { cwd });
    expect(first.code, first.stderr).toBe(0);
    expect(first.stderr).toMatch(/Features of 16 training images in .* \(\d+ a second\)\./);
    expect(first.stderr).toMatch(
      /Head: accuracy 100\.00 % .* \(5 folds, 4 times\), 95 % interval .* to 100\.00 %/,
    );
    expect(first.stderr).toMatch(/4 test images tell little/);
    expect(first.stdout).toMatch(/^Test accuracy 100\.00 %, test loss .* with a head on features in /);

    const again = await imgcls(["learning-curve", "folder:photos", ...BASE, "--out", "curve.svg", "--json"], {
      cwd,
    });
    expect(again.code, again.stderr).toBe(0);
    const events = jsonLines(again.stdout);
    expect(events).toContainEqual(expect.objectContaining({ event: "features", done: 16, computed: 0 }));
    expect(events.at(-1)).toMatchObject({ event: "result", images: 16, file: "curve.svg" });
    expect(readFileSync(join(cwd, "curve.svg"), "utf8")).toMatch(/^<svg/);

    const resumed = await imgcls(["train", "--resume", "--out", "run"], { cwd });
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain(
      "Nothing left to do: the head is computed, and the recipe has no epochs.",
    );

    const relabel = async (references: readonly string[]) => {
      const labels = Object.fromEntries(references.map((reference) => [reference, "light"]));
      writeFileSync(join(cwd, "relabel.json"), JSON.stringify({ schemaVersion: 1, labels, exclude: [] }));
      return imgcls(["train", "--from", "run", "--relabel", "relabel.json", "--out", "other", "--json"], {
        cwd,
      });
    };
    const dark = Array.from({ length: 10 }, (_, i) => `dark/${i}.png`);
    const refused = await relabel(dark);
    expect(refused.code).toBe(2);
    const ofTest = refused.stderr.match(/"dark\/\d\.png"/g)!.map((name) => JSON.parse(name) as string);
    expect(refused.stderr).toMatch(/recipe\.data\.relabel\.labels: "dark\/\d\.png".* of the test images/);
    const changed = await relabel([dark.find((name) => !ofTest.includes(name))!]);
    expect(changed.code, changed.stderr).toBe(0);
    expect(jsonLines(changed.stdout)).toContainEqual(
      expect.objectContaining({ event: "features", done: 16, computed: 0 }),
    );

    const evaluated = await imgcls(["evaluate", "other", "--baseline", "run"], { cwd });
    expect(evaluated.code, evaluated.stderr).toBe(0);
    expect(evaluated.stdout).toMatch(
      /Baseline run: 100\.00 %; the difference is .* points .* p = .* by McNemar's test\./,
    );
    expect(readFileSync(join(cwd, "other", "report.md"), "utf8")).toMatch(/^## Comparison$/m);
  });

  it("gives groups by its features", async () => {
    const args = ["cluster", "folder:photos", ...BASE, "--out", "groups"];
    const { code, stdout, stderr } = await imgcls(args, { cwd });
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("Each cluster as one class: 100.00 % right.");
    const { subtitle, images } = JSON.parse(readFileSync(join(cwd, "groups/clusters.json"), "utf8"));
    expect(subtitle).toBe("k-means, by features of resnet20");
    expect(images).toHaveLength(20);
  });

  it("tells likely label errors, and what is unlike its class", async () => {
    for (const [label, name] of ["dark", "light"].entries()) {
      mkdirSync(join(cwd, "faulty", name), { recursive: true });
      for (let i = 0; i < 24; i++)
        writeFileSync(
          join(cwd, "faulty", name, `${i}.png`),
          picture(20 + 150 * label, 100 * (label + 1) + i),
        );
    }
    writeFileSync(join(cwd, "faulty/dark/is-light.png"), picture(170, 300));
    const stripes = Uint8Array.from({ length: 40 * 40 * 3 }, (_, at) => (at % 24 < 12 ? 0 : 120));
    writeFileSync(
      join(cwd, "faulty/dark/stripes.png"),
      encode({ width: 40, height: 40, channels: 3, data: stripes }),
    );
    const args = ["doctor", "folder:faulty", ...BASE, "--out", "checkup", "--quiet"];
    const { code, stderr } = await imgcls(args, { cwd });
    expect(code, stderr).toBe(0);
    const { findings } = JSON.parse(readFileSync(join(cwd, "checkup/doctor.json"), "utf8"));
    const found = (findings as { kind: string; images: { path: string }[] }[]).map(({ kind, images }) => [
      kind,
      images[0]!.path,
    ]);
    expect(found).toContainEqual(["labelError", "dark/is-light.png"]);
    expect(found).toContainEqual(["outlier", "dark/stripes.png"]);
  });
});
