import fc from "fast-check";
import { gunzipSync, strFromU8 } from "fflate";
import { describe, expect, it } from "vitest";
import golden from "../../test/golden/cifar-python.json" with { type: "json" };
import { chunksOf, rejection } from "../../test/portable.js";
import { DatasetFormatError } from "../errors.js";
import { cifarPython } from "./cifar-python.js";
import type { CifarRecords } from "./cifar-records.js";
import { PIXELS } from "./interleave.js";
import { parsePickle } from "./pickle.js";

const pickles = new Map(
  Object.entries(golden).map(([name, packed]) => [
    name,
    gunzipSync(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))),
  ]),
);

async function read(bytes: Uint8Array, keys = ["coarse_labels", "fine_labels"]): Promise<CifarRecords> {
  let records: CifarRecords | undefined;
  const file = { name: "train", size: bytes.length, chunks: () => chunksOf(bytes) };
  await cifarPython(keys)(file, (count) => {
    records = {
      images: new Uint8Array(count * PIXELS),
      labels: keys.map(() => new Int32Array(count)),
    };
    return { records, first: 0 };
  });
  return records!;
}

describe("the python version of CIFAR", () => {
  it.each(["python 2", "protocol 2", "protocol 3", "protocol 4"])(
    "is read as %s wrote it",
    async (writer) => {
      const { images, labels } = await read(pickles.get(writer)!);
      expect(labels.map((column) => Array.from(column))).toEqual([
        [13, 0],
        [99, 4],
      ]);
      expect(images).toHaveLength(2 * PIXELS);
      const level = (row: number, column: number) => (row * 40 + column * 7) % 251;
      for (let i = 0; i < images.length; i++) {
        const [row, pixel, channel] = [Math.floor(i / PIXELS), Math.floor((i % PIXELS) / 3), i % 3];
        if (images[i] !== level(row, channel * 1024 + pixel)) throw new Error(`byte ${i}: ${images[i]}`);
      }
    },
  );

  it.each([
    ["other numbers", /an array of other numbers than unsigned bytes/],
    ["in Fortran order", /an array in another order/],
    ["a call", /a use of "posix\.getcwd"/],
  ])("is refused with %s", async (kind, message) => {
    const error = await rejection(read(pickles.get(kind)!));
    expect(error).toBeInstanceOf(DatasetFormatError);
    expect(error.message).toMatch(message);
  });

  it("is refused without its labels, all problems at once", async () => {
    const error = await rejection(read(pickles.get("python 2")!, ["labels", "batch_label"]));
    expect(error.message).toMatch(
      /train: expected "labels", a list of as many whole numbers; expected "batch_label", a list/,
    );
  });

  it("is refused when it is cut off", async () => {
    const whole = pickles.get("python 2")!;
    for (const length of [0, 1, 50, whole.length >> 1, whole.length - 1]) {
      const error = await rejection(read(whole.subarray(0, length)));
      expect(error.message).toMatch(/expected a pickle of .*, received an end too early/);
    }
  });
});

describe("a pickle", () => {
  it.each<[string, string, unknown]>([
    ["items without a list", "(K\x01M\x00\x01J\xff\xff\xff\xffe.", undefined],
    ["a list", "](K\x01M\x00\x01J\xff\xff\xff\xffe.", [1, 256, -1]],
    ["a long number", "\x8a\x02\x00\x80.", -32768],
    ["nothing and truths", "(N\x88\x89t.", [null, true, false]],
    ["a dictionary", "}q\x00X\x01\x00\x00\x00aK\x02s.", new Map([["a", 2]])],
    ["a reference", "(]q\x00h\x00t.", [[], []]],
  ])("holds %s", (_, program, value) => {
    const bytes = Uint8Array.from(program, (letter) => letter.charCodeAt(0));
    if (value === undefined) expect(() => parsePickle(bytes, "a")).toThrow(DatasetFormatError);
    else expect(parsePickle(bytes, "a")).toEqual(value);
  });

  it("of any bytes is data or a DatasetFormatError", () => {
    const instructions = fc
      .array(
        fc.constantFrom(...strFromU8(pickles.get("protocol 2")!.subarray(0, 200), true), "(", "t", "e", "u"),
      )
      .map((letters) => Uint8Array.from(letters, (letter) => letter.charCodeAt(0)));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), instructions), (bytes) => {
        try {
          parsePickle(Uint8Array.from([0x80, 2, ...bytes, 46]), "random");
        } catch (error) {
          expect(error).toBeInstanceOf(DatasetFormatError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("of a file with flipped bits is data or a DatasetFormatError", async () => {
    const whole = pickles.get("protocol 4")!;
    await fc.assert(
      fc.asyncProperty(fc.nat(400), fc.nat(255), async (at, value) => {
        // The bytes of the array are in the middle, the instructions around them.
        const position = at < 200 ? at : whole.length - (at - 199);
        const error = await read(whole.with(position, value)).catch((caught) => caught);
        if (error instanceof Error) expect(error).toBeInstanceOf(DatasetFormatError);
      }),
      { numRuns: 500 },
    );
  });
});
