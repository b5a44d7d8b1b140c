import { chunksOf, joined, streamOf } from "../streams.js";

/** Inflates a whole gzip file to at most `maxBytes`. */
export async function gunzip(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  return joined(limited(chunksOf(inflated(new Blob([bytes as BlobPart]).stream())), maxBytes));
}

async function* limited(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > maxBytes) throw new RangeError(`more than ${maxBytes} bytes`);
    yield chunk;
  }
}

/** Inflates a gzip file piece by piece. */
export async function* gunzipStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunksOf(inflated(streamOf(copies(chunks))));
}

/** The pieces may be overwritten when the next one is asked for, and a stream asks early. */
async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk.slice();
}

const inflated = (packed: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> =>
  packed.pipeThrough(new DecompressionStream("gzip") as TransformStream<Uint8Array, Uint8Array>);
