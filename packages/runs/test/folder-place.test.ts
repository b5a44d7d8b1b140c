import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderPlace } from "../src/index.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "imgcls-place-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("folderPlace", () => {
  it("leaves nothing of a training that wrote nothing", async () => {
    const path = join(folder, "runs/one");
    const release = await folderPlace(path).hold();
    mkdirSync(join(path, "checkpoint"));
    await release();
    expect(existsSync(path)).toBe(false);
  });

  it("keeps what was written, and a folder that was there before", async () => {
    const release = await folderPlace(folder).hold();
    await release();
    expect(readdirSync(folder)).toEqual([]);
    const again = await folderPlace(folder).hold();
    mkdirSync(join(folder, "checkpoint"));
    writeFileSync(join(folder, "checkpoint/start.json"), "{}");
    await again();
    expect(readdirSync(folder)).toEqual(["checkpoint"]);
  });
});
