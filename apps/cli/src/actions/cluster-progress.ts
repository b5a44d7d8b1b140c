import type { ClusterImagesRequest } from "@imgcls/runs";
import type { Output } from "../output.js";

const LINE_WIDTH = 60;

interface ClusterProgress {
  readonly round: NonNullable<ClusterImagesRequest["onRound"]>;
  readonly distances: NonNullable<ClusterImagesRequest["onDistances"]>;
  /** Leaves the line. */
  end(): void;
}

/** One line that is rewritten in a terminal, nothing elsewhere: it takes seconds, and its end is the result. */
export function clusterProgress(output: Output): ClusterProgress {
  const { stderr } = process;
  let isShown = false;
  const show = (text: string): void => {
    if (output.quiet || !stderr.isTTY) return;
    isShown = true;
    stderr.write(`\r${text.padEnd(LINE_WIDTH)}`);
  };
  return {
    round({ start, starts, round }) {
      output.event({ event: "clustering", start, starts, round });
      show(`k-means: start ${start} of ${starts}, round ${round}`);
    },
    distances(share) {
      output.event({ event: "clustering", distances: share });
      show(`Distances between images: ${Math.round(100 * share)} %`);
    },
    end() {
      if (isShown) stderr.write("\n");
    },
  };
}
