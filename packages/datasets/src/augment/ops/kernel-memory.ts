import { instantiateKernels, type Kernels } from "./kernels.js";

/** An image in the memory of the kernels. */
interface Place {
  readonly address: number;
  readonly pixels: Uint8Array;
}

/** Memory for images of one size: a kernel reads one place and writes the other. */
export interface KernelMemory {
  readonly bytes: number;
  readonly kernels: Kernels;
  readonly places: readonly [Place, Place];
  /** Where a pixel may be, of at most as many channels as the image has bytes. */
  readonly pixel: Place;
}

/** Of this thread. */
let kernels: Kernels | undefined;
let current: KernelMemory | undefined;

/** For images of so many bytes, until it is asked for images of another size. */
function kernelMemory(bytes: number): KernelMemory {
  if (current?.bytes === bytes) return current;
  kernels ??= instantiateKernels();
  current = arrange(kernels, bytes);
  return current;
}

const PAGE = 65_536;

function arrange(kernels: Kernels, bytes: number): KernelMemory {
  const { memory, SURPLUS, firstFreeAddress } = kernels;
  const first = firstFreeAddress();
  const size = Math.ceil((bytes + SURPLUS.value) / 16) * 16;
  const missing = first + 3 * size - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  const placeAt = (address: number): Place => ({
    address,
    pixels: new Uint8Array(memory.buffer, address, bytes),
  });
  return {
    bytes,
    kernels,
    places: [placeAt(first), placeAt(first + size)],
    pixel: placeAt(first + 2 * size),
  };
}

/**
 * An operation that a kernel does. It allocates nothing once it has seen images of a size.
 *
 * @param call runs the kernel on addresses
 */
export function byKernel<Argument>(
  call: (memory: KernelMemory, from: number, to: number, argument: Argument) => void,
): (image: Uint8Array, out: Uint8Array, argument: Argument) => void {
  return (image, out, argument) => {
    const memory = kernelMemory(image.length);
    const [first, second] = memory.places;
    const from = image === second.pixels ? second : first;
    const to = from === first ? second : first;
    if (image !== from.pixels) from.pixels.set(image);
    call(memory, from.address, to.address, argument);
    if (out !== to.pixels) out.set(to.pixels);
  };
}

/**
 * Two arrays of so many bytes for the image between two operations, so that it need not be copied.
 * They belong to whoever asked last on this thread: for one image, not to be kept.
 */
export function betweenOperations(bytes: number): readonly [Uint8Array, Uint8Array] {
  const [first, second] = kernelMemory(bytes).places;
  return [second.pixels, first.pixels];
}
