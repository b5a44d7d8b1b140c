import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "fast-png";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  alert,
  chooseFiles,
  give,
  readout,
  savedFiles,
  trainButton,
  trainShortly,
  waitForVerdict,
  wake,
} from "./lab-page.js";
import { openedSite } from "./opened-site.js";

const opened = openedSite();
let folder: string;

const plain = (level: number) =>
  encode({ width: 40, height: 30, channels: 3, data: new Uint8Array(3600).fill(level) });
const files = Object.fromEntries(
  ["dark", "light"].flatMap((name, c) =>
    Array.from({ length: 40 }, (_, i) => [`${name}/${i}.png`, plain(150 * c + i)] as const),
  ),
);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "imgcls-web-"));
  for (const name of ["dark", "light"]) mkdirSync(join(folder, name));
  for (const [path, bytes] of Object.entries(files)) writeFileSync(join(folder, path), bytes);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const zip = (content: Record<string, Uint8Array>) => [
  { name: "mine.zip", mimeType: "application/zip", buffer: Buffer.from(zipSync(content)) },
];

const pictureFile = { name: "PHOTO.JPG", content: plain(200) };

describe("what is dropped or pasted", () => {
  it("is told apart by its content, wherever it lands", async () => {
    const { page, problems } = await opened.openPage();
    await page.locator(".facts").waitFor();
    await give(page, "drop", "main", [pictureFile]);
    await alert(page).waitFor();
    expect(await alert(page).innerText()).toMatch(/^“PHOTO\.JPG” is a picture\. Train a network or open/);
    await give(page, "drop", "main", [pictureFile, pictureFile]);
    await page.getByText("These are 2 pictures without a folder.").waitFor();

    await give(page, "drop", "main", [{ name: "MINE.ZIP", content: zipSync(files) }]);
    await page.getByRole("heading", { name: "Your own images" }).waitFor();
    expect(await alert(page).count()).toBe(0);
    await page.getByRole("button", { name: "Back to synthetic digits" }).click();
    await page.getByRole("heading", { name: "Synthetic digits" }).waitFor();

    await trainShortly(page);
    await give(page, "drop", ".pad", [pictureFile]);
    await page.getByText(/^It says \d, .* likely/).waitFor();
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByText("No image yet.").waitFor();
    await give(page, "paste", "body", [pictureFile]);
    await page.getByText(/^It says \d, .* likely/).waitFor();
    expect(problems).toEqual([]);
  });
});

/** A one or a bar that lies, as a thin dark line on light paper, anywhere on it. */
function onPaper(line: { x: number; y: number; width: number; height: number }): Uint8Array {
  const data = new Uint8Array(300 * 200).fill(225);
  for (let y = line.y; y < line.y + line.height; y++) {
    data.fill(40, y * 300 + line.x, y * 300 + line.x + line.width);
  }
  return encode({ width: 300, height: 200, channels: 1, data });
}

describe("a picture of a digit", () => {
  it("dark on light paper, small and off the middle, is seen as the network knows digits, which is said", async () => {
    const { page } = await opened.openPage();
    await trainShortly(page);
    const one = onPaper({ x: 230, y: 20, width: 3, height: 60 });
    await give(page, "drop", "body", [{ name: "one.png", content: one }]);
    await page.getByText("Light and dark were swapped; the digit was cut out").waitFor();
    const seen = () =>
      page.locator(".seen canvas").evaluate((element) => {
        const { data } = (element as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, 28, 28);
        const rows = Array.from({ length: 28 }, (_, y) => data[4 * (y * 28 + 13)]!);
        return { corner: data[0], tall: rows.filter((level) => level > 100).length };
      });
    expect(await seen()).toEqual({ corner: 0, tall: expect.closeTo(20, -0.5) });
    await page.getByLabel("The picture has").selectOption("Light ink on dark paper");
    await page.getByText(/^The digit was cut out/).waitFor();
  });
});

describe("images of one's own", () => {
  it("from a folder are learned", async () => {
    const { page, problems } = await opened.openPage();
    await wake(page);
    await chooseFiles(page, "A folder of folders by class", folder);
    await page.getByRole("heading", { name: "Your own images" }).waitFor();
    // What is chosen by itself suits few colour images.
    expect(await page.getByRole("radio", { checked: true }).getAttribute("value")).toBe("cifar10-tutorial");
    expect(await page.getByLabel("Batch size", { exact: true }).inputValue()).toBe("8");
    expect(await page.getByLabel("Augmentation", { exact: true }).inputValue()).toMatch(/^RandomCrop/);
    await page.getByLabel("Epochs", { exact: true }).fill("20");
    await page.getByLabel("Learning rate", { exact: true }).fill("0.01");
    await trainButton(page).click();
    await waitForVerdict(page);
    expect(await readout(page, "evaluate", "Test images")).toBe(16);
    expect(await readout(page, "evaluate", "Test accuracy")).toBe(1);
    expect(problems).toEqual([]);
  });

  it("are not taken for those of a saved run because of their name", async () => {
    const { page } = await opened.openPage();
    await wake(page);
    await chooseFiles(page, "A zip of folders by class", zip(files));
    await page.getByRole("heading", { name: "Your own images" }).waitFor();
    await page.getByLabel("Epochs", { exact: true }).fill("1");
    await trainButton(page).click();
    await waitForVerdict(page);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the run" }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toMatch(/^[\w-]+-own-images-mine-zip\.zip$/);
    const run = readFileSync(await saved.path());

    const open = async (images: Record<string, Uint8Array>) => {
      const { page } = await opened.openPage();
      await chooseFiles(page, "A zip of folders by class", zip(images));
      await page.getByRole("heading", { name: "Your own images" }).waitFor();
      await chooseFiles(page, "Saved run, a zip file", {
        name: "run.zip",
        mimeType: "application/zip",
        buffer: run,
      });
      return page;
    };
    const others = Object.entries(files).map(([path, bytes]) => [path.replace("dark", "night"), bytes]);
    const misfit = await open(Object.fromEntries(others));
    await misfit.getByText("they have no class “dark”, and it does not know “night”").waitFor();
    expect(await misfit.locator(".confusion svg").count()).toBe(0);
    await chooseFiles(misfit, "A zip of folders by class", zip(files));
    await waitForVerdict(misfit);
    expect(await readout(misfit, "evaluate", "Test images")).toBe(16);

    const same = await open({ ...files, "dark/one-more.png": plain(7) });
    await same.getByText("the open images have its classes but are others").waitFor();
    await same.getByRole("button", { name: "Test it on these images" }).click();
    await waitForVerdict(same);
    await same.getByText("are not those that the model was trained with").waitFor();
  });

  it("from a zip are shown by class", async () => {
    const { page, problems } = await opened.openPage();
    await chooseFiles(page, "A zip of folders by class", zip(files));
    await page.getByRole("heading", { name: "Your own images" }).waitFor();
    expect(await page.locator("#data .facts").innerText()).toMatch(
      /64\s+Test images\s+16\s+Shape\s+32\s×\s32\s×\s3/,
    );
    expect(problems).toEqual([]);
  });

  it("of which one class has far more can be balanced, and the recipe of the training says so", async () => {
    const { page } = await opened.openPage();
    await wake(page);
    const few = Object.entries(files).filter(([path]) => !/light\/\d\d/.test(path));
    await chooseFiles(page, "A zip of folders by class", zip(Object.fromEntries(few)));
    await page.getByText(/The classes are very unequal: dark has 32 training images, light 8\./).waitFor();
    await page.getByRole("button", { name: "Balance the classes" }).click();
    await page.getByText("The classes are balanced").waitFor();
    await page.getByText("Advanced").click();
    expect(await page.getByLabel("Class balanced").inputValue()).toBe("true");
    await page.getByLabel("Schedule", { exact: true }).selectOption("cosine");
    await page.getByLabel("Epochs", { exact: true }).fill("1");
    await trainButton(page).click();
    await waitForVerdict(page);
    const recipe = JSON.parse(new TextDecoder().decode((await savedFiles(page))["recipe.json"]));
    expect(recipe).toMatchObject({ data: { classBalanced: true }, schedule: { type: "cosine" }, epochs: 1 });
  });

  it("whose training was cut off have to be opened again before it goes on", async () => {
    const { page, problems } = await opened.openPage();
    page.on("dialog", (dialog) => void dialog.accept());
    await wake(page);
    await chooseFiles(page, "A zip of folders by class", zip(files));
    await page.getByRole("heading", { name: "Your own images" }).waitFor();
    await page.getByLabel("Epochs", { exact: true }).fill("40");
    await trainButton(page).click();
    await expect.poll(() => readout(page, "train", "Epoch"), { timeout: 60_000 }).toBeGreaterThan(240);
    await page.reload();
    await page.getByRole("button", { name: "Go on with the training" }).click();
    await page.getByText(/did not go on\. The training is on own images \(mine\.zip\)/).waitFor();
    await chooseFiles(page, "A zip of folders by class", zip(files));
    await page.getByRole("heading", { name: "Your own images" }).waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("button", { name: "Go on with the training" }).click();
    await waitForVerdict(page);
    expect(await page.locator("#train .readouts").innerText()).toMatch(/40 of 40/);
    expect(problems).toEqual([]);
  });

  it("with a validation part say that curves are of it, and what is left out", async () => {
    const { page, problems } = await opened.openPage();
    await wake(page);
    const names = ["train_set", "valid_set", "test_set"];
    const parts = Object.entries(files).map(([path, png], i) => [`${names[i % 3]}/${path}`, png] as const);
    const content = { ...Object.fromEntries(parts), "test_set/dark/1.xyz": plain(1) };
    await chooseFiles(page, "A zip of folders by class", zip(content));
    await page.getByRole("heading", { name: "Your own images" }).waitFor();
    expect(await page.locator("#data .facts").innerText()).toMatch(
      /Validation images\s+\d+\s+Test images[\s\S]*Left out\s+1 \.xyz/,
    );
    await page.getByLabel("Epochs", { exact: true }).fill("2");
    await trainButton(page).click();
    await waitForVerdict(page);
    expect(await page.locator("#train .key").allInnerTexts()).toContain("validation");
    expect(await page.locator("#train .readouts").innerText()).toContain("Validation accuracy");
    expect(problems).toEqual([]);
  });

  it("are used without those that cannot be read, when the visitor wants that", async () => {
    const { page } = await opened.openPage();
    await page.locator(".facts").waitFor();
    await chooseFiles(page, "A zip of folders by class", zip({ ...files, "dark/x.png": new Uint8Array(9) }));
    await page.getByRole("button", { name: "Leave these out" }).click();
    await page.getByText(/^1 image was left out: dark\/x\.png/).waitFor();
    expect(await alert(page).count()).toBe(0);
    await page.getByRole("heading", { name: "Your own images" }).waitFor();
  });

  it.each([
    ["one class", { "cat/1.png": plain(1) }, /at least two classes, received one: cat/],
    ["an entry that escapes", { ...files, "../x.png": plain(1) }, /\.\.\/x\.png leads out of the archive/],
    ["a broken image", { ...files, "dark/x.png": new Uint8Array(9) }, /1 image cannot be read: dark\/x\.png/],
  ])("with %s are refused in one sentence", async (_, content, sentence) => {
    const { page } = await opened.openPage();
    await page.locator(".facts").waitFor();
    await chooseFiles(page, "A zip of folders by class", zip(content));
    await alert(page).waitFor();
    expect(await alert(page).innerText()).toMatch(sentence);
  });
});
