import type { DownloadProgress } from "@imgcls/datasets";
import type { Output } from "../output.js";
import { formatBytes, formatSeconds } from "./format.js";

const MILLISECONDS_BETWEEN_LINES = 250;
const PERCENT_BETWEEN_LINES = 10;
const BAR_WIDTH = 20;
/** Wide enough for every line, so that each covers the one before. */
const LINE_WIDTH = 76;

/**
 * Shows a download: one line that is rewritten in a terminal, a line every ten percent elsewhere.
 * `--json` gets throttled events.
 */
export function downloadProgress(output: Output): (event: DownloadProgress) => void {
  const { stderr } = process;
  let shown = { file: "", at: 0, percent: -PERCENT_BETWEEN_LINES };

  return (event) => {
    const { dataset, file, url, receivedBytes, totalBytes, bytesPerSecond, note } = event;
    if (note !== undefined) {
      output.note(`${clearLine()}${note}`);
      output.event({ event: "download", dataset, file, note });
      return;
    }
    const percent = percentOf(event);
    if (file !== shown.file) {
      const rest = receivedBytes > 0 ? `, going on at ${formatBytes(receivedBytes)}` : "";
      output.note(`Downloading ${file} (${formatBytes(totalBytes)}${rest}) from ${new URL(url).host}`);
      shown = { file, at: 0, percent };
    }
    const done = receivedBytes >= totalBytes;
    const now = performance.now();
    const due = stderr.isTTY
      ? now - shown.at >= MILLISECONDS_BETWEEN_LINES
      : percent - shown.percent >= PERCENT_BETWEEN_LINES;
    if (!due && !done) return;
    shown = { file, at: now, percent };
    output.event({
      event: "download",
      dataset,
      file,
      receivedBytes,
      totalBytes,
      ...(bytesPerSecond === undefined ? {} : { bytesPerSecond: Math.round(bytesPerSecond) }),
    });
    if (output.quiet) return;
    const line = progressLine(event);
    stderr.write(stderr.isTTY ? `\r${line.padEnd(LINE_WIDTH)}${done ? "\n" : ""}` : `${line}\n`);
  };
}

/** `  [========............]  43 %  73.1 MB  12.3 MB/s  8.0 s left` */
export function progressLine(
  event: Pick<DownloadProgress, "receivedBytes" | "totalBytes" | "bytesPerSecond">,
): string {
  const { receivedBytes, totalBytes, bytesPerSecond } = event;
  const percent = percentOf(event);
  const filled = Math.floor((percent * BAR_WIDTH) / 100);
  const bar = `[${"=".repeat(filled)}${".".repeat(BAR_WIDTH - filled)}]`;
  const parts = [bar, `${String(percent).padStart(3)} %`, formatBytes(receivedBytes)];
  if (bytesPerSecond !== undefined) {
    parts.push(`${formatBytes(Math.round(bytesPerSecond))}/s`);
    const left = (totalBytes - receivedBytes) / bytesPerSecond;
    if (left > 0) parts.push(`${formatSeconds(left)} left`);
  }
  return `  ${parts.join("  ")}`;
}

const percentOf = ({ receivedBytes, totalBytes }: Pick<DownloadProgress, "receivedBytes" | "totalBytes">) =>
  totalBytes > 0 ? Math.min(100, Math.floor((100 * receivedBytes) / totalBytes)) : 100;

/** Takes an unfinished line of a terminal away. */
const clearLine = (): string => (process.stderr.isTTY ? `\r${" ".repeat(LINE_WIDTH)}\r` : "");
