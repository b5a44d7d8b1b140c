/**
 * Gives the memory of arrays back at once, after which they are empty. Garbage collection would do so too, but late:
 * a step that returns 34 MB of weights then runs on fresh pages each time, and takes 40 ms instead of 25.
 */
export function freeMemory(arrays: readonly Float32Array[]): void {
  // Who transfers an array gives it away, and here nobody is left to receive it.
  nobody.postMessage(undefined, { transfer: arrays.map(({ buffer }) => buffer as ArrayBuffer) });
}

const nobody = portToNobody();

function portToNobody(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
}
