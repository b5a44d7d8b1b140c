import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pack, run } from "./packed-project.ts";
import { type WalledRegistry, walledRegistry } from "./walled-registry.ts";

/** What `@imgcls/cli` needs of this repository. */
const FOLDERS = ["charts", "datasets", "evaluation", "onnxruntime"]
  .map((name) => `packages/${name}`)
  .concat("apps/cli");

export interface PackageManager {
  /** Arguments of Node that install `@imgcls/cli`, beginning with the package manager's own file. */
  readonly install: readonly string[];
  /** And those that run its command. */
  readonly imgcls: readonly string[];
  /** The Node that runs both. Default: this one. */
  readonly node?: string;
}

export interface PlainInstall {
  readonly output: string;
  readonly refused: readonly string[];
  /** The last line of a short training. */
  readonly result: { readonly engine: { readonly name: string; readonly device: string } };
  /** What the training says to people. */
  readonly messages: string;
}

/** Installs the packed command line with nothing but a registry, from an empty home, and trains with it. */
export class Installer {
  private constructor(
    private readonly folder: string,
    private readonly registry: WalledRegistry,
  ) {}

  static async create(): Promise<Installer> {
    const folder = await mkdtemp(join(tmpdir(), "imgcls-plain-"));
    await pack(FOLDERS, folder);
    return new Installer(folder, await walledRegistry(folder));
  }

  async install(name: string, manager: PackageManager): Promise<PlainInstall> {
    const project = join(this.folder, name, "project");
    const home = join(this.folder, name, "home");
    await mkdir(project, { recursive: true });
    await mkdir(home);
    await writeFile(
      join(project, "package.json"),
      '{ "name": "project", "version": "1.0.0", "private": true }\n',
    );
    const node = manager.node ?? process.execPath;
    const options = {
      cwd: project,
      env: {
        ...this.registry.environment,
        HOME: home,
        // Yarn 1 keeps root's outside of the home.
        YARN_CACHE_FOLDER: join(home, "yarn-cache"),
        TMPDIR: tmpdir(),
        PATH: [dirname(node), "/usr/bin", "/bin"].join(delimiter),
      },
    };
    const before = this.registry.refused.length;
    const installed = await run(node, [...manager.install], options);
    const training = await run(node, [...manager.imgcls, ...TRAINING], options);
    await rm(join(this.folder, name), { recursive: true });
    return {
      output: installed.stdout + installed.stderr,
      refused: this.registry.refused.slice(before),
      result: JSON.parse(training.stdout.trim().split("\n").at(-1)!),
      messages: training.stderr,
    };
  }

  async close(): Promise<void> {
    this.registry.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const DATA = ["--dataset", "synthetic-digits", "--limit", "64", "--batch-size", "32"];
const TRAINING = ["train", ...DATA, "--arch", "mnist-cnn", "--epochs", "1", "--json", "--out", "run"];
