import { createModel, pytorchTensors } from "@imgcls/architectures";
import { random } from "@imgcls/datasets";
import { safetensorsFile } from "@imgcls/test-utils";
import { encode } from "fast-png";
import { zipSync } from "fflate";
import { expect, it } from "vitest";
import { chooseFiles, likelihoods, waitForVerdict, wake } from "./lab-page.js";
import { openedSite } from "./opened-site.js";

const opened = openedSite();

const draw = random(0, "weights");
const weights = safetensorsFile(
  pytorchTensors(createModel("resnet20", { classes: 1000, initialWeights: "zeros" })),
  (_, tensor) => (/var|bn\d?\.weight/.test(tensor) ? 0.5 + draw.uniform() : 0.2 * draw.normal()),
);

const plain = (level: number) =>
  encode({ width: 40, height: 30, channels: 3, data: new Uint8Array(3600).fill(level) });
const pictures = Object.fromEntries(
  ["dark", "light"].flatMap((name, c) =>
    Array.from({ length: 30 }, (_, i) => [`${name}/${i}.png`, plain(150 * c + 2 * i)] as const),
  ),
);

it("a last layer is computed on a base from a file, and says what is unknown", async () => {
  const { page, problems } = await opened.openPage();
  await wake(page);
  const zip = { name: "mine.zip", mimeType: "application/zip", buffer: Buffer.from(zipSync(pictures)) };
  await chooseFiles(page, "A zip of folders by class", [zip]);
  await page.getByRole("heading", { name: "Your own images" }).waitFor();

  const compute = page.getByRole("button", { name: "Compute the last layer" });
  await page.getByLabel("Base", { exact: true }).selectOption("resnet20");
  await page.getByText("No weights of this network are known by name: choose a file.").waitFor();
  expect(await compute.isDisabled()).toBe(true);
  const file = { name: "theirs.safetensors", mimeType: "", buffer: Buffer.from(weights) };
  await chooseFiles(page, "Weights of the base", [file]);
  await page.getByText("Weights: theirs.safetensors").waitFor();
  await compute.click();
  await waitForVerdict(page);
  expect(await page.locator("#evaluate").innerText()).toMatch(/Accuracy\s+100/i);

  const picture = (level: number) => [
    { name: "one.png", mimeType: "image/png", buffer: Buffer.from(plain(level)) },
  ];
  await chooseFiles(page, "A picture to classify", picture(180));
  await page.getByText(/^It says light, .* likely\.$/).waitFor();
  await chooseFiles(page, "A picture to classify", picture(75));
  await page.getByText("Unknown: it looks like none of the classes").waitFor();
  expect(await likelihoods(page)).toHaveLength(2);
  expect(problems).toEqual([]);
});
