import { expect, it } from "vitest";
import { MARKING } from "./marking.js";
import { MATRIX_KEYS } from "./matrix-keys.js";
import { SORTABLE_TABLES } from "./sortable-tables.js";

it.each(Object.entries({ SORTABLE_TABLES, MATRIX_KEYS, MARKING }))(
  "%s has the digest that policies name",
  async (_, { code, sha256 }) => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
    expect(sha256).toBe(btoa(String.fromCharCode(...new Uint8Array(digest))));
  },
);
