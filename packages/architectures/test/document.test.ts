import { expect, it } from "vitest";
import { presets } from "../src/index.js";
import { architecturesDocument } from "./architectures-document.js";

it("docs/architectures.md is what the registry says", async () => {
  await expect(architecturesDocument(Object.values(presets))).toMatchFileSnapshot(
    "../../../docs/architectures.md",
  );
});
