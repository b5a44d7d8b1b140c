import { arch, cpus, platform, release } from "node:os";

/** What a card says of the machine. */
export const environment = (): Readonly<Record<string, string>> => ({
  node: process.version,
  platform: `${platform()} ${release()} ${arch()}`,
  cpu: `${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores`,
});
