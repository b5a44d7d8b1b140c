import { DatasetStorageError } from "../../errors.js";

/** Turns an error of Node's file system into a DatasetStorageError. */
export async function guarded<T>(path: string, problem: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw storageError(path, problem, cause);
  }
}

/** The same, but `absent` when there is no such file. */
export async function unlessAbsent<T>(path: string, absent: T, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return absent;
    throw storageError(path, "cannot be looked at", cause);
  }
}

const MEANINGS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is larger than this system or its limits allow",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "not permitted",
  ENOENT: "there is no such file or folder",
  ENOTDIR: "it, or a part of its path, is not a folder",
  EEXIST: "a part of its path is a file, not a folder",
  EISDIR: "it is a folder",
};

export function storageError(path: string, problem: string, cause: unknown): DatasetStorageError {
  const code = codeOf(cause);
  const meaning = code === undefined ? undefined : MEANINGS[code];
  const reason = meaning ?? (cause instanceof Error ? cause.message : String(cause));
  return new DatasetStorageError(path, code, `${problem}: ${reason}`, { cause });
}

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
