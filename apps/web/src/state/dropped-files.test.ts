import { encode } from "fast-png";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { kindOf } from "./dropped-files.js";

const bytes = (...parts: (string | number)[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "number" ? [part] : [...part].map((c) => c.charCodeAt(0)))),
  );
const png = encode({ width: 1, height: 1, channels: 1, data: Uint8Array.of(7) });

describe("what a file is", () => {
  it.each([
    ["picture", png],
    ["picture", bytes(0xff, 0xd8, 0xff, 0xe0)],
    ["picture", bytes("RIFF", 0, 10, 13, 0, "WEBP")],
    ["picture", bytes(0, 0, 0, 24, "ftypheic")],
    ["run", zipSync({ "run/imgcls.json": bytes("{}"), "run/weights.bin": new Uint8Array(50_000) })],
    ["images", zipSync({ "cat/1.png": png })],
    ["images", zipSync({})],
    ["other", bytes(0, 0, 8, 3, 0, 0, 0, 1)],
    ["other", bytes(0x1f, 0x8b, 8)],
    ["other", bytes("RIFF", 0, 0, 0, 0, "WAVE")],
    ["other", bytes()],
  ] as const)("is a %s by its bytes", async (kind, content) => {
    expect(await kindOf(new Blob([content as Uint8Array<ArrayBuffer>]))).toBe(kind);
  });
});
