import { array, assert, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex } from "../../test/golden-picture.js";
import { guessNames } from "./entry-names.js";

/** By Python: `"ソース/表.png".encode("cp932").hex()`. */
const written: Readonly<Record<string, readonly (readonly [name: string, bytes: string])[]>> = {
  "Shift-JIS": [
    ["ソース/表.png", "835c815b83582f955c2e706e67"],
    ["能力/画像1.png", "945c97cd2f89e6919c312e706e67"],
  ],
  GBK: [
    ["花卉/玫瑰1.jpg", "bba8bbdc2fc3b5b9e5312e6a7067"],
    ["联通/图片.png", "c1aacda82fcdbcc6ac2e706e67"],
  ],
  Big5: [
    ["功課/許蓋.png", "a55cbdd22fb35cbb5c2e706e67"],
    ["花/照片一.png", "aae12fb7d3a4f9a4402e706e67"],
  ],
  "EUC-KR": [
    ["고양이/사진.png", "b0edbee7c0cc2fbbe7c1f82e706e67"],
    ["강아지/그림1.png", "b0adbec6c1f62fb1d7b8b2312e706e67"],
  ],
  "code page 866": [
    ["кошки/фото.png", "aaaee8aaa82fe4aee2ae2e706e67"],
    ["СОБАКИ/один.png", "918e81808a882faea4a8ad2e706e67"],
  ],
  "code page 437": [
    ["Käfer/Müller.png", "4b846665722f4d816c6c65722e706e67"],
    ["Épée/café.png", "907082652f636166822e706e67"],
  ],
  "UTF-8": [
    ["猫/写真.png", "e78cab2fe58699e79c9f2e706e67"],
    ["Käfer/ü.png", "4bc3a46665722fc3bc2e706e67"],
  ],
};

describe("guessNames", () => {
  it.each(Object.entries(written))("reads %s, names together and alone", (_, names) => {
    const raw = names.map(([, bytes]) => fromHex(bytes));
    expect(raw.map(guessNames(raw))).toEqual(names.map(([name]) => name));
    for (const [name, bytes] of names) expect(guessNames([fromHex(bytes)])(fromHex(bytes))).toBe(name);
  });

  it("reads all names in one way, also one that happens to be UTF-8", () => {
    // 联通 is valid UTF-8 too.
    const [flowers, happens] = [fromHex("bba8bbdc"), fromHex("c1aacda8")];
    expect([flowers, happens].map(guessNames([happens, flowers]))).toEqual(["花卉", "联通"]);
  });

  it("gives a text for any bytes", () => {
    assert(
      property(array(uint8Array({ maxLength: 20 }), { minLength: 1, maxLength: 5 }), (names) => {
        for (const text of names.map(guessNames(names))) expect(typeof text).toBe("string");
      }),
    );
  });
});
