/** A file of which any part can be read, without loading the rest. */
export interface RandomAccess {
  /** For messages: its path or name. */
  readonly location: string;
  readonly size: number;
  /** `length` bytes from `offset`; fewer at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** A text that is another one when the file has changed. */
  readonly stamp: string;
}

/** A file that was picked or dropped, or bytes in memory. */
export const blobAccess = (blob: Blob): RandomAccess => {
  const isFile = blob instanceof File;
  return {
    location: isFile ? blob.name : "the archive given",
    size: blob.size,
    read: async (offset, length) =>
      new Uint8Array(await blob.slice(offset, Math.min(blob.size, offset + length)).arrayBuffer()),
    stamp: isFile ? `${blob.size} ${blob.lastModified}` : `${blob.size}`,
  };
};
