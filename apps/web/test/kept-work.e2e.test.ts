import { describe, expect, it } from "vitest";
import { alert, readout, trainShortly, waitForVerdict } from "./lab-page.js";
import { openedSite } from "./opened-site.js";

const opened = openedSite();

describe("without a connection", () => {
  it("the page says what is missing, loads it when asked again, and then trains and tests offline", async () => {
    const { page } = await opened.openPage();
    await page.locator(".facts").waitFor();
    opened.site.setReachable(false);
    await page.mouse.move(50, 50);
    await alert(page).waitFor();
    expect(await alert(page).innerText()).toMatch(/A part of this page could not be loaded/);

    opened.site.setReachable(true);
    let lastAnswer = Number.POSITIVE_INFINITY;
    page.on("requestfinished", (request) => {
      if (request.url().endsWith(".wasm") || lastAnswer < Date.now()) lastAnswer = Date.now();
    });
    await page.getByRole("button", { name: "Load the networks again" }).click();
    // The runtime's module, and after it its threads.
    await expect.poll(() => Date.now() - lastAnswer, { timeout: 60_000 }).toBeGreaterThan(2000);
    opened.site.setReachable(false);
    await trainShortly(page);
    expect(await page.locator("#train .status").innerText()).toBe("Done.");
    expect(await page.getByText("Slower than usual").count()).toBe(0);
  });
});

describe("a model that was not saved", () => {
  it("is asked about before the page is left, and offered again afterwards", async () => {
    const { page } = await opened.openPage();
    await trainShortly(page);
    const accuracy = await readout(page, "evaluate", "Test accuracy");

    const question = page.waitForEvent("dialog");
    const reloaded = page.reload();
    const dialog = await question;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.accept();
    await reloaded;

    await page.getByText(/This browser still has the model .* on Synthetic digits/).waitFor();
    await page.getByRole("button", { name: "Open it again" }).click();
    await waitForVerdict(page);
    expect(await readout(page, "evaluate", "Test accuracy")).toBe(accuracy);

    // It is kept still, so nothing is asked now, until it is removed.
    await page.reload();
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.reload();
    await page.locator(".facts").waitFor();
    expect(await page.getByText("This browser still has the model").count()).toBe(0);
  });

  it("is not asked about once it is saved", async () => {
    const { page } = await opened.openPage();
    await trainShortly(page);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the run" }).click();
    await download;
    // A question would be a dialog, which nobody answers here, and the page would not come back.
    let asked = false;
    page.on("dialog", (dialog) => {
      asked = true;
      void dialog.accept();
    });
    await page.reload();
    expect(asked).toBe(false);
  });
});
