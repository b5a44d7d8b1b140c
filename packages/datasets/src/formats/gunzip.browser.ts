/** Inflates a whole gzip file. */
export async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  // Through a Blob of its pieces: a Response of the stream would hide what is wrong behind "Failed to fetch".
  const pieces: BlobPart[] = [];
  for await (const piece of gunzipStream(bytes)) pieces.push(piece as BlobPart);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/** Inflates a gzip file piece by piece, for files too large to hold twice. */
export function gunzipStream(bytes: Uint8Array): ReadableStream<Uint8Array> {
  const source = new Blob([bytes as BlobPart]).stream();
  return source.pipeThrough(new DecompressionStream("gzip") as TransformStream<Uint8Array, Uint8Array>);
}
