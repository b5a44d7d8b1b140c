import { loadDataset } from "@imgcls/datasets";
import { memoryPlace, trainRun } from "@imgcls/runs";
import { onnxEngine } from "@imgcls/training";
import { expect, it, vi } from "vitest";
import { launchBrowser, openPage, openSite } from "./browser-page.js";
import { savedFiles, trainButton, waitForVerdict, wake } from "./lab-page.js";

// As on a system without ONNX Runtime's native library: its WebAssembly module computes.
vi.mock("onnxruntime-node", () => {
  throw new Error("not for this system");
});
vi.mock("@imgcls/onnxruntime", () => {
  throw new Error("not for this system");
});

it("one recipe gives the same weights, bit by bit, in the page and in Node", async () => {
  // Without the headers of isolation there is one thread: sums are added up in another order with more of them.
  const site = await openSite({});
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser, site);
    await wake(page);
    await page.getByRole("radio", { name: /^mlp/ }).check();
    await page.getByLabel("Epochs", { exact: true }).fill("2");
    await page.getByLabel("Seed", { exact: true }).fill("5");
    await page.getByLabel("Augmentation", { exact: true }).fill("RandomCrop(padding=2)");
    await trainButton(page).click();
    await waitForVerdict(page);
    const inPage = await savedFiles(page);
    const json = (name: string) => JSON.parse(new TextDecoder().decode(inPage[name]));

    const place = memoryPlace();
    const { card } = await trainRun(json("recipe.json"), place, {
      data: await loadDataset("synthetic-digits"),
      engine: async () => onnxEngine({ threads: 1 }),
    });
    expect(card.engine.device).toBe("wasm, 1 thread");
    expect(card.engine.device).toBe(json("imgcls.json").engine.device);
    expect(card.recipe.data).toMatchObject({ augment: [{ type: "RandomCrop" }] });
    expect(card.recipe).toEqual(json("recipe.json"));
    expect(Buffer.from(place.files.get("weights.bin")!).equals(Buffer.from(inPage["weights.bin"]!))).toBe(
      true,
    );
  } finally {
    await browser.close();
    await site.close();
  }
});
