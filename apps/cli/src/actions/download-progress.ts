import type { DownloadProgress } from "@imgcls/datasets";
import type { Output } from "../output.js";
import { formatBytes } from "./format.js";

const MILLISECONDS_BETWEEN_LINES = 250;
const PERCENT_BETWEEN_LINES = 10;

/**
 * Shows a download: one line that is rewritten in a terminal, a line every ten percent elsewhere.
 * `--json` gets throttled events.
 */
export function downloadProgress(output: Output): (event: DownloadProgress) => void {
  const { stderr } = process;
  let shown = { file: "", at: 0, percent: -PERCENT_BETWEEN_LINES };

  return (event) => {
    const { file, url, receivedBytes, totalBytes, note } = event;
    if (note !== undefined) {
      output.note(note);
      return;
    }
    if (file !== shown.file) {
      output.note(`Downloading ${file} (${formatBytes(totalBytes)}) from ${new URL(url).host}`);
      shown = { file, at: 0, percent: 0 };
    }
    const done = receivedBytes >= totalBytes;
    const percent = totalBytes > 0 ? Math.floor((100 * receivedBytes) / totalBytes) : 0;
    const now = performance.now();
    const due = stderr.isTTY
      ? now - shown.at >= MILLISECONDS_BETWEEN_LINES
      : percent - shown.percent >= PERCENT_BETWEEN_LINES;
    if (!due && !done) return;
    shown = { file, at: now, percent };
    output.event({ event: "download", dataset: event.dataset, file, receivedBytes, totalBytes });
    if (output.quiet) return;
    const line = `  ${String(percent).padStart(3)} %  ${formatBytes(receivedBytes)}`;
    stderr.write(stderr.isTTY ? `\r${line.padEnd(30)}${done ? "\n" : ""}` : `${line}\n`);
  };
}
