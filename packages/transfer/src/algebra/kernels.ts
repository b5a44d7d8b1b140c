import { kernelsBase64 } from "./kernels-wasm.js";

/** What `packages/transfer/kernels` exports. Arguments are addresses and sizes. */
interface Kernels {
  readonly memory: WebAssembly.Memory;
  firstFreeAddress(): number;
  multiplyPanels(a: number, b: number, c: number, aPanels: number, bPanels: number, depth: number): void;
}

/** Memory for a block of each factor and of the product, and the kernel that multiplies them. */
export interface BlockMultiplier {
  /** Panels of 4 rows. */
  readonly left: Float64Array;
  /** Panels of 4 columns. */
  readonly right: Float64Array;
  /** Tiles of 4 × 4, those of a panel of `left` in a row. */
  readonly product: Float64Array;
  multiply(leftPanels: number, rightPanels: number, depth: number): void;
}

const PAGE = 65_536;
const BYTES = Float64Array.BYTES_PER_ELEMENT;

/**
 * @param lengths of the three blocks, in numbers
 * @throws Error where WebAssembly is forbidden
 */
export function blockMultiplier(lengths: { left: number; right: number; product: number }): BlockMultiplier {
  const { memory, firstFreeAddress, multiplyPanels } = instantiate();
  const left = Math.ceil(firstFreeAddress() / 16) * 16;
  const right = left + lengths.left * BYTES;
  const product = right + lengths.right * BYTES;
  memory.grow(Math.ceil((product + lengths.product * BYTES - memory.buffer.byteLength) / PAGE));
  return {
    left: new Float64Array(memory.buffer, left, lengths.left),
    right: new Float64Array(memory.buffer, right, lengths.right),
    product: new Float64Array(memory.buffer, product, lengths.product),
    multiply: (leftPanels, rightPanels, depth) =>
      multiplyPanels(left, right, product, leftPanels, rightPanels, depth),
  };
}

function instantiate(): Kernels {
  const bytes = Uint8Array.from(atob(kernelsBase64), (character) => character.charCodeAt(0));
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Kernels;
  } catch (cause) {
    throw new Error(
      `[imgcls/transfer] matrix product: expected WebAssembly with SIMD to start, received a refusal (${cause}). ` +
        "Where a content security policy forbids it, add 'wasm-unsafe-eval' to script-src.",
      { cause },
    );
  }
}
