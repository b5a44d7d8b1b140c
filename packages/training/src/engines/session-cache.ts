import type { OrtRuntime, OrtSession } from "./ort-runtime.js";

interface Entry<Graph> {
  readonly graph: Graph;
  readonly session: OrtSession;
}

/** The full batch, the epoch's last batch, and the last batches of validation and test. */
const CAPACITY = 4;

/**
 * Sessions by batch size: graphs have static shapes, because the runtime is faster on them and plans its memory
 * once. The session that was not used for the longest time makes room for a new size.
 */
export class SessionCache<Graph extends { readonly bytes: Uint8Array }> {
  private readonly entries = new Map<number, Entry<Omit<Graph, "bytes">>>();

  constructor(
    private readonly runtime: OrtRuntime,
    private readonly compile: (batchSize: number) => Graph,
  ) {}

  async get(batchSize: number): Promise<Entry<Omit<Graph, "bytes">>> {
    const known = this.entries.get(batchSize);
    if (known) {
      this.entries.delete(batchSize);
      this.entries.set(batchSize, known);
      return known;
    }
    const { bytes, ...graph } = this.compile(batchSize);
    const session = await this.runtime.createSession(bytes);
    const entry = { graph, session };
    this.entries.set(batchSize, entry);
    const [oldest] = this.entries.keys();
    if (this.entries.size > CAPACITY && oldest !== undefined) {
      const evicted = this.entries.get(oldest);
      this.entries.delete(oldest);
      await evicted?.session.release();
    }
    return entry;
  }

  async release(): Promise<void> {
    const sessions = [...this.entries.values()];
    this.entries.clear();
    for (const { session } of sessions) await session.release();
  }
}
