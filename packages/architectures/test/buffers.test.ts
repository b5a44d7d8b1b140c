import { expect, it } from "vitest";
import { readPytorchFile, readSafetensors } from "../src/index.js";
import golden from "./golden/pytorch-files.json" with { type: "json" };

it.each([
  ["network", readPytorchFile],
  ["networkSafetensors", readSafetensors],
] as const)("reads %s from a Buffer, as Node's readFile gives it, as from other bytes", (name, read) => {
  const buffer = Buffer.from(golden.files[name], "base64");
  const values = (bytes: Uint8Array) => [...read(bytes)].map(([key, tensor]) => [key, tensor.values()]);
  expect(values(buffer)).toEqual(values(new Uint8Array(buffer)));
});
