import { NotEnoughMemoryError } from "./errors.js";
import type { InspectionRequest } from "./inspector.js";
import { fits, largestBatch, type MemoryNeed } from "./memory-need.js";
import type { OrtRuntime, OrtSession } from "./ort-runtime.js";

interface CompiledGraph {
  readonly bytes: Uint8Array;
  readonly variables: readonly { readonly name: string; readonly output?: string | undefined }[];
}

interface Entry<Graph> {
  readonly graph: Graph;
  readonly session: OrtSession;
}

/** What a graph is compiled for. */
export interface BatchForm {
  readonly size: number;
  /** The labels are shares of the classes. */
  readonly softLabels?: unknown;
  /** Every image has a weight of its own. */
  readonly sampleWeights?: unknown;
  /** What is looked at inside the model. */
  readonly look?: Omit<InspectionRequest, "classWeights">;
}

const keyOf = ({ size, softLabels, sampleWeights, look }: BatchForm): string =>
  JSON.stringify([size, softLabels !== undefined, sampleWeights !== undefined, look]);

/** The full batch, the epoch's last batch, and the last batches of validation and test. */
const CAPACITY = 4;

/**
 * Sessions by the form of the batch: graphs have static shapes, because the runtime is faster on them and plans its memory
 * once. The session that was not used for the longest time makes room for a new form.
 */
export class SessionCache<Graph extends CompiledGraph> {
  private readonly entries = new Map<string, Entry<Omit<Graph, "bytes">>>();

  constructor(
    private readonly runtime: OrtRuntime,
    private readonly work: NotEnoughMemoryError["work"],
    private readonly compile: (form: BatchForm) => Graph,
    private readonly needOf: (graph: Omit<Graph, "bytes">) => MemoryNeed,
  ) {}

  /** @throws NotEnoughMemoryError where such a batch does not fit into the memory that is available */
  async get(form: BatchForm): Promise<Entry<Omit<Graph, "bytes">>> {
    const key = keyOf(form);
    const known = this.entries.get(key);
    if (known) {
      this.entries.delete(key);
      this.entries.set(key, known);
      return known;
    }
    const { bytes, ...graph } = this.compile(form);
    await this.makeRoom(form, graph);
    const kept = graph.variables.flatMap(({ output }) => output ?? []);
    const session = await this.runtime.createSession(bytes, kept);
    const entry = { graph, session };
    this.entries.set(key, entry);
    const [oldest] = this.entries.keys();
    if (this.entries.size > CAPACITY && oldest !== undefined) {
      const evicted = this.entries.get(oldest);
      this.entries.delete(oldest);
      await evicted?.session.release();
    }
    return entry;
  }

  /** Other sessions go where there is no room beside them: the runtime keeps all memory that a session once took. */
  private async makeRoom(form: BatchForm, graph: Omit<Graph, "bytes">): Promise<void> {
    const { total } = this.needOf(graph);
    const hasRoom = () => fits(total, this.runtime.availableMemory?.());
    if (hasRoom()) return;
    await this.release();
    if (hasRoom()) return;
    const available = this.runtime.availableMemory?.() ?? 0;
    const most = largestBatch(form.size, available, (size) =>
      size === form.size ? total : this.needOf(this.compile({ ...form, size })).total,
    );
    throw new NotEnoughMemoryError(this.work, form.size, total, available, most);
  }

  async release(): Promise<void> {
    const sessions = [...this.entries.values()];
    this.entries.clear();
    for (const { session } of sessions) await session.release();
  }
}
