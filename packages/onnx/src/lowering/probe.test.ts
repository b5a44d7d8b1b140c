import { loadOnnx } from "@imgcls/test-utils";
import { describe, expect, it } from "vitest";
import { FASTEST } from "../../test/lowerings.js";
import { probeLowering } from "./probe.js";

async function run(model: Uint8Array): Promise<Float32Array> {
  const program = await loadOnnx(model);
  const { result } = await program.run({});
  await program.release();
  return result!;
}

/** The order in which a runtime with blocks of that size has two positions of 64 channels. */
const orderOf = (block: number) =>
  Float32Array.from({ length: 128 }, (_, i) => {
    const [position, inBlock] = [Math.floor((i % (2 * block)) / block), i % block];
    return position * 64 + Math.floor(i / (2 * block)) * block + inBlock;
  });

describe("probing a runtime for the fastest lowering", () => {
  it("gives the portable lowering where the runtime refuses the model", async () => {
    expect(await probeLowering(() => Promise.reject(new Error("no such domain")))).toBe("portable");
  });

  it.each([1, 4, 32])(
    "gives the portable lowering for blocks of %i, which no kernel is known for",
    async (block) => {
      expect(await probeLowering(async () => orderOf(block))).toBe("portable");
    },
  );

  it.each([8, 16])("takes blocks of %i whose results agree with the portable lowering's", async (block) => {
    const answers = [orderOf(block), Float32Array.of(1e-6, -1e-7)];
    expect(await probeLowering(async () => answers.shift()!)).toEqual({ blocked: block });
  });

  it.each([[0.1], [Number.NaN]])("does not trust blocks whose results differ by %d", async (difference) => {
    const answers = [orderOf(16), Float32Array.of(0, difference)];
    expect(await probeLowering(async () => answers.shift()!)).toBe("portable");
  });

  it.skipIf(FASTEST === "portable")("finds differences where the blocks are of another size", async () => {
    const own = FASTEST === "portable" ? 16 : FASTEST.blocked;
    const other = own === 16 ? 8 : 16;
    let first = true;
    const pretending = async (model: Uint8Array) => {
      if (!first) return run(model);
      first = false;
      return orderOf(other);
    };
    expect(await probeLowering(pretending)).toBe("portable");
  });
});
