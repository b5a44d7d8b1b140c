export interface CifarRecords {
  /** `[count, 32, 32, 3]` */
  readonly images: Uint8Array;
  /** One array a label of the record, each `[count]`. */
  readonly labels: readonly Int32Array[];
}

/** Where the records of a file go. */
export interface CifarPlace {
  readonly records: CifarRecords;
  /** The position of the first. */
  readonly first: number;
}

export interface CifarFile {
  /** For messages. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  chunks(): AsyncIterable<Uint8Array>;
}

/** Reads one file: as soon as it knows how many records it has it asks for their place, and fills it. */
export type CifarReader = (file: CifarFile, place: (count: number) => CifarPlace) => Promise<void>;

/** What to do about a damaged file. */
export const REFETCH = { advice: "Fetch the data set again." };
