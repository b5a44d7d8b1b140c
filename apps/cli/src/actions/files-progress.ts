import type { Output } from "../output.js";
import { type Counted, countedProgress } from "./counted-progress.js";
import { formatCount, formatSeconds } from "./format.js";

export interface FilesProgress {
  /** So many more are classified. */
  add(files: number): void;
  end(): void;
}

/** Shows how files are classified; the time that is left as soon as it is known how many there are. */
export function filesProgress(output: Output, total: Promise<number | undefined>): FilesProgress {
  const begun = performance.now();
  const show = countedProgress<Counted>(output, {
    noun: () => "files",
    doneLine: ({ done, seconds }) =>
      `Classified ${formatCount(done)} ${done === 1 ? "file" : "files"} in ${formatSeconds(seconds)} (${Math.round(done / seconds)} a second).`,
    event: (counted) => ({ event: "files", ...counted }),
  });
  let done = 0;
  let known: number | undefined;
  const counted = (all: number | undefined) =>
    show({ done, total: all, seconds: (performance.now() - begun) / 1000 });
  void total.then((count) => {
    known = count;
  });
  return {
    add(files) {
      done += files;
      // Which files do not decode shows only at the end.
      counted(known !== undefined && known > done ? known : undefined);
    },
    end: () => counted(done),
  };
}
