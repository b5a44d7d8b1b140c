import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { encode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import { nextSteps } from "../src/actions/demo.js";
import { createProgram } from "../src/cli.js";
import { imgcls, pasted, temporaryFolder } from "./imgcls.js";

const commandsIn = (text: string): string[] =>
  text.match(/(?<!`)(?:npx @imgcls\/cli|imgcls) [a-z].*?(?= {2}|\.?$)/gm) ?? [];

/** What bash makes of a line. */
const words = (line: string): string[] =>
  execFileSync("bash", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

/** The real parser with commands that do nothing. */
async function parse(line: string): Promise<void> {
  const program = createProgram();
  const silence = (command: Command): void => {
    command.action(() => {});
    command.configureOutput({ writeOut: () => {} });
    for (const child of command.commands) silence(child);
  };
  for (const command of program.commands) silence(command);
  await program.parseAsync(words(line.replace(/^npx /, "")).slice(1), { from: "user" });
}

describe("advised commands", () => {
  it("parse: of the demo, of recipes, of help and of every example in it", async () => {
    const helps: string[] = [];
    const collect = (command: Command): void => {
      command.configureOutput({ writeOut: (text) => helps.push(text) });
      command.outputHelp();
      for (const child of command.commands) collect(child);
    };
    collect(createProgram());
    const recipe = await imgcls(["recipes", "show", "mnist-cnn"]);
    const download = await imgcls(["datasets", "download", "folder:my photos"]);
    const lines = [
      ...helps.flatMap((text) => commandsIn(text.split("Examples:\n")[1] ?? "")),
      ...commandsIn(nextSteps("runs/my 'first'")),
      ...commandsIn(recipe.stdout),
      ...commandsIn(download.stderr),
    ];
    expect(lines.length).toBeGreaterThan(30);
    expect(lines).toContain("imgcls datasets info 'folder:my photos'");
    for (const line of lines) {
      await parse(line).catch((error: { code?: string }) => {
        // Help that was asked for ends the parser too.
        if (error.code !== "commander.helpDisplayed") throw new Error(`${line}: ${String(error)}`);
      });
    }
  });
});

describe("with a run of your own images in folders whose names have spaces and quotes", () => {
  let cwd: string;
  const RUN = "runs/Ann's run";

  beforeAll(async () => {
    cwd = temporaryFolder();
    mkdirSync(join(cwd, "elsewhere"));
    for (const [name, level] of [
      ["light", 200],
      ["dark", 20],
    ] as const) {
      mkdirSync(join(cwd, "my photos", name), { recursive: true });
      for (let i = 0; i < 12; i++) {
        const data = new Uint8Array(64).fill(level + i);
        writeFileSync(
          join(cwd, "my photos", name, `${i}.png`),
          encode({ width: 8, height: 8, channels: 1, data }),
        );
      }
    }
  });

  const card = () => JSON.parse(readFileSync(join(cwd, RUN, "imgcls.json"), "utf8"));
  const photos = () => `folder:${join(cwd, "my photos")}`;

  it("an interrupted training goes on by the advised command, from an absolute path that stays out of the card", async () => {
    const args = "--arch mlp --image-size 8 --epochs 4000 --batch-size 8 --engine tfjs --backend cpu".split(
      " ",
    );
    const interrupted = await imgcls(["train", "--dataset", photos(), ...args, "--out", RUN], {
      cwd,
      watch: (child) =>
        child.stderr?.on("data", (chunk: Buffer) => {
          if (chunk.toString().includes("Epoch 2/")) child.kill("SIGINT");
        }),
    });
    expect(interrupted.code, interrupted.stderr).toBe(130);
    const [line] = commandsIn(interrupted.stderr);
    expect(line).toBe("imgcls train --resume --out 'runs/Ann'\\''s run' --engine tfjs --backend cpu");
    expect(card().dataset).toMatchObject({ id: "folder:my photos", path: "../../my photos" });
    expect(JSON.stringify(card())).not.toContain(cwd);

    const wrong = await pasted(`${line} --epochs 1`, cwd);
    expect(wrong.code, wrong.stderr).toBe(0);
    const [next] = commandsIn(wrong.stderr.split("Next: ")[1]!);
    expect(next).toBe("imgcls evaluate 'runs/Ann'\\''s run'");
    expect((await pasted(next!, cwd)).code).toBe(0);
  }, 120_000);

  it("--resume needs no --dataset beside --arch, and finds the images from another folder", async () => {
    const line = `imgcls train --resume --arch mlp --epochs 1 --out ../'${RUN.replace("'", "'\\''")}'`;
    const resumed = await pasted(line, join(cwd, "elsewhere"));
    expect(resumed.code, resumed.stderr).toBe(0);
    const evaluated = await imgcls(["evaluate", join("..", RUN)], { cwd: join(cwd, "elsewhere") });
    expect(evaluated.code, evaluated.stderr).toBe(0);
    expect(evaluated.stderr).not.toContain("are not those");
  });

  it("a class that was renamed is named, and images that have moved are found by the advised command", async () => {
    renameSync(join(cwd, "my photos/dark"), join(cwd, "my photos/black"));
    const renamed = await imgcls(["evaluate", RUN], { cwd });
    expect(renamed.code).toBe(1);
    expect(renamed.stderr).toContain('the class "dark" of the model is missing; the class "black" is new');
    const resumed = await imgcls(["train", "--resume", "--out", RUN], { cwd });
    expect(resumed.stderr).toContain('the class "dark" of the model is missing; the class "black" is new');

    renameSync(join(cwd, "my photos/black"), join(cwd, "my photos/dark"));
    renameSync(join(cwd, "my photos"), join(cwd, "moved away"));
    const moved = await imgcls(["evaluate", RUN], { cwd });
    expect(moved.code).toBe(1);
    const [line] = commandsIn(moved.stderr);
    expect(line).toBe("imgcls evaluate 'runs/Ann'\\''s run' --data-dir DIR");
    const found = await pasted(line!.replace("DIR", "'moved away'"), cwd);
    expect(found.code, found.stderr).toBe(0);
  });
});
