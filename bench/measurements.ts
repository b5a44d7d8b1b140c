/** Starts the process that measures one case with one engine. */
import { execFile } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Case, EngineName, Measurement } from "./cases.ts";

const run = promisify(execFile);
const here = import.meta.dirname;

export interface Settings {
  readonly steps: string;
  readonly threads: string;
  /** The interpreter that has the Python peers. */
  readonly python: string;
}

interface PythonPeer {
  /** What it is imported as. */
  readonly module: string;
  readonly program: string;
  /** What its program is told of the network: the name, or a file that describes it. */
  readonly network: (benchCase: Case) => string | Promise<string>;
  /** What follows the case on its command line. Default: nothing. */
  readonly form?: readonly string[];
}

const PYTORCH = { module: "torch", program: "pytorch_step.py", network: ({ model }: Case) => model };

const PYTHON_PEERS: Readonly<Partial<Record<EngineName, PythonPeer>>> = {
  pytorch: PYTORCH,
  "pytorch-channels-last": { ...PYTORCH, form: ["cpu", "channels-last"] },
  "pytorch-cuda": { ...PYTORCH, form: ["cuda"] },
  keras: { module: "keras", program: "keras_step.py", network: describedNetwork },
};

export async function measure(engine: EngineName, benchCase: Case, settings: Settings): Promise<Measurement> {
  const peer = PYTHON_PEERS[engine];
  const { stdout } = peer
    ? await measureInPython(peer, benchCase, settings)
    : await measureInNode(engine, benchCase, settings);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Measurement;
}

/** Which of the engines can be measured; why the others cannot is printed. */
export async function availableEngines(
  engines: readonly EngineName[],
  python: string,
): Promise<EngineName[]> {
  const modules = [...new Set(engines.flatMap((engine) => PYTHON_PEERS[engine]?.module ?? []))];
  const missing = new Set<string>();
  for (const name of modules) {
    const found = await run(python, ["-c", `import ${name}`], { env: peerEnvironment("1") }).catch(
      () => false,
    );
    if (found !== false) continue;
    missing.add(name);
    console.error(`${name} is left out: ${python} does not have it (pip install -r bench/requirements.txt).`);
  }
  return engines.filter((engine) => !missing.has(PYTHON_PEERS[engine]?.module ?? ""));
}

function measureInNode(engine: EngineName, { model, batchSize }: Case, { steps, threads }: Settings) {
  // One step of the wasm backend takes up to seconds, and its times hardly vary.
  const count = engine === "tfjs-wasm" ? String(Math.min(Number(steps), 6)) : steps;
  const program = [join(here, "step.ts"), engine, model, String(batchSize), count, threads];
  return run(process.execPath, [...process.execArgv, ...program]);
}

async function measureInPython(peer: PythonPeer, benchCase: Case, { steps, threads, python }: Settings) {
  const program = [join(here, peer.program), await peer.network(benchCase)];
  return run(python, [...program, String(benchCase.batchSize), steps, threads, ...(peer.form ?? [])], {
    env: peerEnvironment(threads),
  });
}

/** Settings for old OpenBLAS builds slow the current ones down. */
function peerEnvironment(threads: string): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...environment } = process.env;
  return { ...environment, OPENBLAS_NUM_THREADS: threads, OMP_NUM_THREADS: threads };
}

/** A file with the network's description, for Keras. */
async function describedNetwork({ model }: Case): Promise<string> {
  const program = [...process.execArgv, join(here, "model-json.ts"), model];
  const { stdout } = await run(process.execPath, program, { maxBuffer: 1 << 26 });
  const file = join(await mkdtemp(join(tmpdir(), "imgcls-bench-")), `${model}.json`);
  await writeFile(file, stdout.trim().split("\n").at(-1)!);
  return file;
}
