import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

export const run = promisify(execFile);
export const root = resolve(import.meta.dirname, "..");

/** Variables of the npm that runs this test would make the inner npm act on the repository. */
const cleanEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith("npm_")),
);

/**
 * A project outside the repository that has installed the packed tarballs of these folders, and nothing else of
 * the repository.
 *
 * @param template folder with the project's own files. Default: an empty project.
 * @returns its path, in the system's temporary folder
 */
export async function packedProject(folders: readonly string[], template?: string): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), "imgcls-project-"));
  if (template) await cp(template, project, { recursive: true });
  else await writeFile(join(project, "package.json"), '{ "name": "project", "private": true }');
  const tarballs = await pack(folders, project);
  const options = ["--prefer-offline", "--no-audit", "--no-fund"];
  await npm(["install", ...options, ...tarballs.map((name) => `./${name}`)], project);
  return project;
}

/** Packs these folders into `destination`. Returns the names of the tarballs. */
export async function pack(folders: readonly string[], destination: string): Promise<string[]> {
  const workspaces = folders.flatMap((folder) => ["--workspace", folder]);
  await npm(["pack", ...workspaces, "--pack-destination", destination], root);
  const tarballs = (await readdir(destination)).filter((name) => name.endsWith(".tgz"));
  if (tarballs.length !== folders.length)
    throw new Error(`expected ${folders.length} tarballs, found ${tarballs}`);
  return tarballs;
}

export const npm = (args: readonly string[], cwd: string, variables: Record<string, string> = {}) =>
  run("npm", args, { cwd, env: { ...cleanEnvironment, ...variables } });

/** A file of the repository, as text. */
export const rootFile = (...path: string[]): Promise<string> => readFile(join(root, ...path), "utf8");
