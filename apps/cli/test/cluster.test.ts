import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { random } from "@imgcls/datasets";
import { encode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import { imgcls, jsonLines, temporaryFolder } from "./imgcls.js";

let cwd: string;

/** Noise around one of two levels: two groups that pixels tell apart. */
function picture(level: number, index: number): Uint8Array {
  const draw = random(0, "picture", index);
  const data = Uint8Array.from({ length: 20 * 20 * 3 }, () => level + draw.integer(60));
  return encode({ width: 20, height: 20, channels: 3, data });
}

beforeAll(() => {
  cwd = temporaryFolder();
  for (const folder of ["sorted/dark", "sorted/light", "mixed"])
    mkdirSync(join(cwd, folder), { recursive: true });
  for (let i = 0; i < 12; i++) {
    const isLight = i % 3 === 0;
    const file = picture(isLight ? 170 : 20, i);
    writeFileSync(join(cwd, "sorted", isLight ? "light" : "dark", `${i}.png`), file);
    writeFileSync(join(cwd, "mixed", `=${i}.png`), file);
  }
});

describe("imgcls cluster", () => {
  it("finds groups, and says how far they are the classes", async () => {
    const { code, stdout, stderr } = await imgcls(["cluster", "folder:sorted", "--method", "ward"], { cwd });
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/1 +8 +dark +100\.00 %/);
    expect(stdout).toContain(
      "Each cluster as one class: 100.00 % right. Purity 1.0000, normalized mutual information 1.0000, adjusted Rand index 1.0000.",
    );
    expect(stderr).toContain("Page with pictures: clusters/index.html");
    expect(readFileSync(join(cwd, "clusters/index.html"), "utf8")).toContain("12 images in 2 clusters");
    const rows = readFileSync(join(cwd, "clusters/clusters.csv"), "utf8").trimEnd().split("\r\n");
    expect(rows[0]).toBe("image,cluster,distance,class");
    for (const row of rows.slice(1))
      expect(row).toMatch(/^dark\/\d+\.png,1,[\d.]+,dark$|^light\/\d+\.png,2,[\d.]+,light$/);
    expect(rows).toHaveLength(13);
  });

  it("lays points out by UMAP, the same for the same seed", async () => {
    const args = ["cluster", "folder:sorted", "--projection", "umap", "--out"];
    const pages = [];
    for (const out of ["plane", "again"]) {
      const { code, stderr } = await imgcls([...args, out], { cwd });
      expect(code, stderr).toBe(0);
      pages.push(readFileSync(join(cwd, out, "index.html"), "utf8"));
    }
    expect(pages[0]).toContain("The images laid out by UMAP: those that are alike are near each other");
    expect(pages[1]).toBe(pages[0]);
    const wrong = await imgcls(["cluster", "folder:sorted", "--projection", "tsne"], { cwd });
    expect(wrong.stderr).toContain('unknown projection "tsne"');
  });

  it("needs no classes, only a number", async () => {
    const args = ["cluster", "folder:mixed", "--out", "groups", "--json"];
    const found = await imgcls([...args, "--clusters", "2"], { cwd });
    expect(found.code, found.stderr).toBe(0);
    const result = jsonLines(found.stdout).at(-1)!;
    expect(result).toMatchObject({ event: "result", images: 12, clusters: [{ size: 8 }, { size: 4 }] });
    expect(result).not.toHaveProperty("scores");
    const { images } = JSON.parse(readFileSync(join(cwd, "groups/clusters.json"), "utf8"));
    for (const { image, cluster } of images as { image: string; cluster: number }[])
      expect(cluster).toBe(Number(/\d+/.exec(image)![0]) % 3 === 0 ? 2 : 1);
    expect(readFileSync(join(cwd, "groups/clusters.csv"), "utf8")).toContain("\r\n./=1.png,1,");

    const unknown = await imgcls(args, { cwd });
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain(
      "these images have no classes: say how many clusters there shall be (--clusters N)",
    );
  });

  it("says all that is wrong with what was typed", async () => {
    const { code, stderr } = await imgcls(
      [
        "cluster",
        "mnits",
        "--clusters",
        "0",
        "--method",
        "k-mean",
        "--weights",
        "x",
        "--on-bad-image",
        "skip",
      ],
      { cwd },
    );
    expect(code).toBe(2);
    for (const problem of [
      "--clusters: expected a whole number from 1 to 1000",
      'Did you mean "k-means"?',
      'Did you mean "mnist"?',
      "--weights is for --base",
      "--on-bad-image is for images of your own",
    ])
      expect(stderr).toContain(problem);
    const few = await imgcls(["cluster", "folder:mixed", "--clusters", "13"], { cwd });
    expect(few.stderr).toContain("expected at most 12 clusters of 12 images, received 13");
  });
});
