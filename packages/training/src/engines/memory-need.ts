import { elements } from "./slots.js";

/** An estimate, in bytes. Measured on ten networks it is within a fifth of what a process grows by, from 0.5 GB on. */
export interface MemoryNeed {
  /** Weights and the optimizer's tensors, with the copies that exist while a step gives their next values. */
  readonly variables: number;
  /** Of the runtime: feature maps and their gradients, as it places them. */
  readonly activations: number;
  /** A batch as it is fed. */
  readonly images: number;
  readonly total: number;
}

/** What an estimate reads off a compiled graph. */
export interface MeasuredGraph {
  readonly peakActivationBytes: number;
  readonly images: { readonly shape: readonly number[] };
  readonly variables: readonly { readonly shape: readonly number[] }[];
}

const BYTES_OF_FLOAT = 4;

/** In the model, fed, given back, and on the way between runtime and store. */
const COPIES = 4;

/** Of the runtime itself: a session, and the buffers of its threads. */
const SESSION_BYTES = 80e6;

/** A first run takes memory piece by piece, and the block for later runs beside them. */
const PIECES_AND_BLOCK = 2;
/** A step that reserves its block has both in one place. */
const RESERVED = 1.05;

/** @param constantBytes weights that are in the graph */
export const inferenceNeed = (graph: MeasuredGraph, constantBytes = 0): MemoryNeed =>
  need(graph, constantBytes, PIECES_AND_BLOCK);

export const trainingNeed = (
  graph: MeasuredGraph & { readonly scalars: readonly { readonly name: string }[] },
): MemoryNeed => {
  const isReserved = graph.scalars.some(({ name }) => name === "reserve");
  return need(graph, 0, isReserved ? RESERVED : PIECES_AND_BLOCK);
};

function need(
  { peakActivationBytes, images, variables }: MeasuredGraph,
  constantBytes: number,
  factor: number,
): MemoryNeed {
  const floats = variables.reduce((sum, { shape }) => sum + elements(shape), 0);
  const parts = {
    variables: COPIES * (BYTES_OF_FLOAT * floats + constantBytes),
    activations: Math.ceil(factor * peakActivationBytes),
    images: elements(images.shape),
  };
  return { ...parts, total: parts.variables + parts.activations + parts.images + SESSION_BYTES };
}

/** Of what is available: the rest is for the estimate's error and for everybody else. */
const USABLE = 0.9;

export const fits = (bytes: number, available: number | undefined): boolean =>
  available === undefined || bytes <= USABLE * available;

/**
 * The most images, fewer than `size`, that fit; 0 where not even one does. Memory grows about linearly with the batch.
 *
 * @param bytesOf what so many images take
 */
export function largestBatch(
  size: number,
  available: number | undefined,
  bytesOf: (size: number) => number,
): number {
  const one = bytesOf(1);
  if (size <= 1 || !fits(one, available)) return 0;
  const perImage = Math.max(1, (bytesOf(size) - one) / (size - 1));
  const room = USABLE * (available ?? Number.POSITIVE_INFINITY) - one;
  let candidate = Math.min(size - 1, 1 + Math.floor(room / perImage));
  while (candidate > 1 && !fits(bytesOf(candidate), available)) candidate = Math.floor(candidate * 0.9);
  return Math.max(1, candidate);
}

/** "1.3 GB", "87 MB" */
export const formatBytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
