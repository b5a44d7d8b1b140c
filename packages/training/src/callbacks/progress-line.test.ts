import { expect, it } from "vitest";
import { FROM_PROBABILITIES, PREPROCESSING, SGD, smallModel, smallSource } from "../../test/small-model.js";
import type { Callback } from "../callback.js";
import { onnxEngine } from "../engines/onnx.js";
import { fit } from "../fit.js";
import { progressLine } from "./progress-line.js";

/** What a training writes when every look at the clock is `tick` milliseconds after the one before. */
async function written(stream: { isTTY?: boolean; columns?: number }, tick: number, other: Callback[] = []) {
  let time = 0;
  let text = "";
  const now = () => {
    time += tick;
    return time;
  };
  const sink = { ...stream, write: (part: string) => (text += part) };
  await fit(smallModel(), {
    train: smallSource(32),
    validation: smallSource(8),
    epochs: 2,
    optimizer: SGD,
    loss: FROM_PROBABILITIES,
    preprocessing: PREPROCESSING,
    engine: onnxEngine({ threads: 1 }),
    callbacks: [progressLine({ stream: sink, now }), ...other],
  });
  return text;
}

it("updates one line an epoch in a terminal", async () => {
  const text = await written({ isTTY: true, columns: 200 }, 200);
  const lines = text.split("\n");
  expect(lines).toHaveLength(3);
  const updates = lines[0]!.split("\r");
  expect(updates[1]).toMatch(
    /^Epoch 1\/2 \[=====\.{15}\] 1\/4 loss \d\.\d{4} accuracy \d\.\d{4} [\d,]+ img\/s, [\d.]+ s left$/,
  );
  expect(updates.at(-1)).toMatch(
    /^Epoch 1\/2 loss \d\.\d{4} accuracy \d\.\d{4} val_loss \d\.\d{4} val_accuracy \d\.\d{4} [\d.]+ s, [\d,]+ img\/s *$/,
  );
});

it.each([
  [120, 20],
  [80, 15],
  [60, 0],
])("in a terminal of %i columns shortens the bar and never wraps", async (columns, longestBar) => {
  const text = await written({ isTTY: true, columns }, 200);
  const updates = text.split(/[\r\n]/).filter((line) => line.includes("left"));
  expect(Math.max(...updates.map(({ length }) => length))).toBeLessThan(columns);
  const bars = updates.map((line) => /\[([=.]*)\]/.exec(line)?.[1]?.length ?? 0);
  expect(Math.max(...bars)).toBeLessThanOrEqual(longestBar);
  expect(Math.min(...bars)).toBeGreaterThanOrEqual(Math.min(longestBar, 5));
});

it("writes whole lines elsewhere, few of them within an epoch", async () => {
  const quick = await written({}, 1);
  expect(quick.match(/\n/g)).toHaveLength(2);
  expect(quick).not.toContain("\r");
  const slow = await written({}, 6000);
  expect(slow.split("\n")[0]).toContain("2/4");
  expect(slow.match(/\n/g)).toHaveLength(6);
});

it("says on a line of its own why training stopped", async () => {
  const stop: Callback = { name: "stop", onBatchEnd: (_, run) => run.stop("enough") };
  expect(await written({ isTTY: true }, 200, [stop])).toMatch(/left *\nStopped: enough\n$/);
});

it("begins on a line of its own after a training that failed", async () => {
  let text = "";
  const line = progressLine({
    stream: { isTTY: true, columns: 200, write: (part: string) => (text += part) },
    now: () => text.length * 1000 + 1000,
  });
  const train = (other: Callback[]) =>
    fit(smallModel(), {
      train: smallSource(8),
      epochs: 1,
      optimizer: SGD,
      loss: FROM_PROBABILITIES,
      preprocessing: PREPROCESSING,
      engine: onnxEngine({ threads: 1 }),
      callbacks: [line, ...other],
    });
  const fail: Callback = { name: "fail", onBatchEnd: () => Promise.reject(new Error("no disk")) };
  await expect(train([fail])).rejects.toThrow("no disk");
  expect(text).toMatch(/left *$/);
  await train([]);
  expect(text).toMatch(/left *\n\rEpoch 1\/1/);
});
