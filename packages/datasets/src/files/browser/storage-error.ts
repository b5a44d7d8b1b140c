import { DatasetStorageError } from "../../errors.js";

/** Turns what a browser's storage throws into a DatasetStorageError. */
export async function guarded<T>(path: string, problem: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw storageError(path, problem, cause);
  }
}

export function storageError(path: string, problem: string, cause: unknown): DatasetStorageError {
  if (cause instanceof DatasetStorageError) return cause;
  const [code, reason] = cause instanceof Error ? [cause.name, cause.message] : [undefined, String(cause)];
  return new DatasetStorageError(path, code, `${problem}: ${MEANINGS[code ?? ""] ?? reason}`, { cause });
}

const MEANINGS: Readonly<Record<string, string>> = {
  QuotaExceededError: "the browser gives this site no more space",
  NotFoundError: "there is no such file",
};
