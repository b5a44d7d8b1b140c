import { expect, it } from "vitest";
import { requireAgreement } from "./resume-check.js";

it("names the option that has the value, and --set where there is none", () => {
  const started = { model: { weights: "./b.pth" }, schedule: { type: "constant" } } as const;
  const asked = { model: { weights: "./a.pth" }, schedule: { type: "cosine" } } as const;
  expect(() => requireAgreement(asked, started)).toThrow(
    /--weights \.\/a\.pth: .* started with \.\/b\.pth.*--set schedule\.type=cosine: /,
  );
});
