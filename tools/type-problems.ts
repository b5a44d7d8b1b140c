import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { run } from "./packed-project.ts";

/** The repository's own TypeScript, and the one that the project has installed. */
const compilers = (project: string) => ({
  5: join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc"),
  7: join(project, "node_modules/typescript/bin/tsc"),
});

const OPTIONS = [
  "--noEmit",
  "--strict",
  "--skipLibCheck",
  "false",
  "--target",
  "es2023",
  "--pretty",
  "false",
];

/** What the compiler says of a file of the project and of all declarations that it reaches, a line a problem. */
export async function typeProblems(
  project: string,
  file: string,
  version: keyof ReturnType<typeof compilers>,
  moduleResolution: "nodenext" | "bundler",
): Promise<string[]> {
  const module = moduleResolution === "bundler" ? "esnext" : moduleResolution;
  const resolution = ["--module", module, "--moduleResolution", moduleResolution];
  const compile = run(process.execPath, [compilers(project)[version], ...OPTIONS, ...resolution, file], {
    cwd: project,
    maxBuffer: 1e8,
  });
  const output = await compile.then(
    ({ stdout }) => stdout,
    (failed: { readonly stdout: string }) => failed.stdout,
  );
  return output.split("\n").filter((line) => line.includes("error TS"));
}

/** TensorFlow.js's declarations have mistakes of their own, and of WebGPU's types that TypeScript 7 has too. */
export const ofOthers = (problem: string): boolean =>
  /^node_modules\/(@tensorflow|@webgpu|@typescript|typescript)\//.test(problem);
