/** Inflates a whole gzip file. */
export async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await new Response(gunzipStream(bytes)).arrayBuffer());
}

/** Inflates a gzip file piece by piece, for files too large to hold twice. */
export function gunzipStream(bytes: Uint8Array): ReadableStream<Uint8Array> {
  const source = new Blob([bytes as BlobPart]).stream();
  return source.pipeThrough(new DecompressionStream("gzip") as TransformStream<Uint8Array, Uint8Array>);
}
