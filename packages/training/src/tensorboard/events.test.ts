// Oracle: TensorBoard's own writer, in packages/test-utils/golden/tensorboard_events.py.
import { tensorboardEvents } from "@imgcls/test-utils";
import { expect, it } from "vitest";
import {
  type Hyperparameters,
  scalarEvent,
  sessionEndEvent,
  sessionStartEvent,
  versionEvent,
} from "./events.js";
import { crc32c, recordFile } from "./records.js";

it("writes the bytes that TensorBoard's writer writes", () => {
  const { events, file } = tensorboardEvents;
  const { start, end, scalars, hparams } = events;
  const written = recordFile([
    versionEvent(start),
    ...scalars.map(({ value, ...scalar }) => scalarEvent(start, { ...scalar, value: Number(value) })),
    ...hparams.map((values) => sessionStartEvent(start, values as Hyperparameters)),
    sessionEndEvent(start, end),
  ]);
  expect(btoa(String.fromCharCode(...written))).toBe(file);
});

it("crc32c has the check value of its specification", () => {
  expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
});
