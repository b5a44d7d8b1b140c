import { array, assert, asyncProperty, nat } from "fast-check";
import { expect, it } from "vitest";
import { memoryRoom } from "./memory-room.js";

it("holds no more than its bytes at once, or one task that needs more, and runs all in order", async () => {
  await assert(
    asyncProperty(array(nat(30), { maxLength: 40 }), async (sizes) => {
      const room = memoryRoom(20);
      let [held, tasks] = [0, 0];
      const started: number[] = [];
      const run = (bytes: number, i: number) =>
        room.during(bytes, async () => {
          started.push(i);
          held += bytes;
          if (bytes > 0) tasks++;
          expect(held <= 20 || tasks === 1).toBe(true);
          await new Promise((resolve) => setImmediate(resolve));
          held -= bytes;
          if (bytes > 0) tasks--;
          if (i % 3 === 0) throw new Error("failed");
          return i;
        });
      const results = await Promise.allSettled(sizes.map(run));
      expect(started).toEqual([...sizes.keys()]);
      for (const [i, { status }] of results.entries()) {
        expect(status).toBe(i % 3 === 0 ? "rejected" : "fulfilled");
      }
    }),
  );
});
