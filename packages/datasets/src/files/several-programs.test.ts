import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { broken, fileServer, status, whole } from "../../test/file-server.js";
import { chunksOf, gate, remoteFile, sha256Of, temporaryFolder } from "../../test/helpers.js";
import { download } from "./download.js";
import { UNFINISHED, unfinishedName } from "./file-store.js";
import { openFolder } from "./store.node.js";

const MEGABYTE = 2 ** 20;
const content = new Uint8Array(9 * MEGABYTE).map((_, i) => (i * i) % 251);
const PROGRAM = fileURLToPath(new URL("../../test/other-program.ts", import.meta.url));

interface Message {
  readonly receivedBytes?: number;
  readonly note?: string;
  readonly half?: boolean;
  readonly done?: boolean;
  readonly error?: string;
  readonly code?: string;
  readonly message?: string;
}

/** Another program; `message` waits for one that it says. */
function start(args: readonly string[], shell = 'exec "$@"') {
  const node = [process.execPath, "--conditions=imgcls-source", "--import", "tsx", PROGRAM, ...args];
  const child: ChildProcess = spawn("bash", ["-c", shell, "bash", ...node], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const said: Message[] = [];
  const lines = createInterface({ input: child.stdout! });
  lines.on("line", (line) => said.push(JSON.parse(line) as Message));
  return {
    message: (wanted: (message: Message) => unknown): Promise<Message> =>
      expect
        .poll(() => said.find(wanted), { timeout: 30_000, interval: 5 })
        .toBeTruthy()
        .then(() => said.find(wanted)!),
    async kill() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

const ended = ({ done, error }: Message) => done ?? error;
const downloading = (folder: string, url: string, shell?: string) =>
  start(["download", folder, url, String(content.length), sha256Of(content)], shell);

async function expectWhole(folder: string): Promise<void> {
  expect(await readdir(folder)).toEqual(["a.bin"]);
  expect(Buffer.compare(await openFolder(folder).read("a.bin"), content)).toBe(0);
}

describe("two programs that want the same file", () => {
  it("fetch it once: the second waits for the first", async () => {
    const finish = gate();
    const server = await fileServer(async (_, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000));
      await finish.promise;
      response.end(content.subarray(1000));
    }, status(500));
    const folder = await temporaryFolder();
    const first = downloading(folder, server.url);
    await first.message(({ receivedBytes }) => receivedBytes === 1000);
    const second = downloading(folder, server.url);
    await second.message(({ note }) => note?.includes("another program is fetching it"));
    finish.open();
    expect((await first.message(ended)).done).toBe(true);
    expect((await second.message(ended)).done).toBe(true);
    expect(server.ranges).toHaveLength(1);
    await expectWhole(folder);
  });

  it("never corrupt it when they start together", async () => {
    const server = await fileServer(whole(content));
    const folder = await temporaryFolder();
    const programs = [1, 2, 3].map(() => downloading(folder, server.url));
    for (const program of programs) expect((await program.message(ended)).done).toBe(true);
    expect(server.ranges).toHaveLength(1);
    await expectWhole(folder);
  });
});

describe("after kill -9", () => {
  it("in the middle of a download, the next program goes on where it was", async () => {
    const server = await fileServer(broken(content, 6 * MEGABYTE), whole(content));
    const folder = await temporaryFolder();
    const killed = downloading(folder, server.url);
    await killed.message(({ receivedBytes = 0 }) => receivedBytes === 6 * MEGABYTE);
    await killed.kill();
    expect(await readdir(folder)).toEqual([UNFINISHED]);
    expect(await readdir(join(folder, UNFINISHED))).toContain("a.bin.lock");

    await download("set", remoteFile("a.bin", content, server.url), openFolder(folder), { rounds: 1 });
    // The piece of four megabytes that was whole.
    expect(server.ranges.at(-1)).toEqual([`bytes=${4 * MEGABYTE}-`, '"one"']);
    await expectWhole(folder);
  });

  it("in the middle of writing, there is no file or the old one, and the next program cleans up", async () => {
    const folder = await temporaryFolder();
    const store = openFolder(folder);
    await store.write("b.bin", chunksOf(Uint8Array.of(7)));
    for (const name of ["a.bin", "b.bin"]) {
      const killed = start(["write", folder, name, String(MEGABYTE)]);
      await killed.message(({ half }) => half);
      await killed.kill();
    }
    expect(await store.size("a.bin")).toBeUndefined();
    expect(Array.from(await store.read("b.bin"))).toEqual([7]);
    expect((await readdir(join(folder, UNFINISHED))).filter((name) => name.endsWith(".tmp"))).toHaveLength(2);

    for (const name of ["a.bin", "b.bin"]) {
      await store.exclusively(name, () => store.write(name, chunksOf(Uint8Array.of(8))));
    }
    expect((await readdir(folder)).sort()).toEqual(["a.bin", "b.bin"]);
    expect(Array.from(await store.read("b.bin"))).toEqual([8]);
  });
});

describe("a lock that nobody holds any more", () => {
  const minutesAgo = (minutes: number) => new Date(Date.now() - 60_000 * minutes);

  it.each([
    ["of this process's number before a restart", { pid: process.pid, host: hostname(), token: "old" }, 0],
    ["of a process that is gone", { pid: 2 ** 22 + 1, host: hostname(), token: "old" }, 0],
    ["of another machine that has been silent", { pid: 1, host: "elsewhere", token: "old" }, 2],
    ["that is not readable", "{", 2],
  ])("%s is taken over", async (_, owner, silentFor) => {
    const folder = await temporaryFolder();
    const lock = join(folder, unfinishedName("a.bin", "lock"));
    await mkdir(join(folder, UNFINISHED));
    await writeFile(lock, typeof owner === "string" ? owner : JSON.stringify(owner));
    await utimes(lock, minutesAgo(silentFor), minutesAgo(silentFor));
    expect(await openFolder(folder).exclusively("a.bin", async () => "mine")).toBe("mine");
    expect(await readdir(folder)).toEqual([]);
  });

  it("of another machine that gave a sign of life is waited for", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, UNFINISHED));
    const owner = { pid: 1, host: "elsewhere", token: "theirs" };
    await writeFile(join(folder, unfinishedName("a.bin", "lock")), JSON.stringify(owner));
    const abort = new AbortController();
    const options = { signal: abort.signal, onWait: () => abort.abort(new Error("it waits")) };
    const waiting = openFolder(folder).exclusively("a.bin", async () => "mine", options);
    await expect(waiting).rejects.toThrow("it waits");
  });
});

describe("a full disk", () => {
  it("of which the system lets files have five megabytes, ends the download; later it goes on", async () => {
    const server = await fileServer(whole(content), status(500));
    const folder = await temporaryFolder();
    const limited = downloading(folder, server.url, 'ulimit -f 5120; exec "$@"');
    const { error, code, message } = await limited.message(ended);
    expect([error, code]).toEqual(["DatasetStorageError", "EFBIG"]);
    expect(message).toMatch(/a\.bin: cannot be written: the file is larger than .* Choose another folder/);
    expect(await readdir(folder)).toEqual([UNFINISHED]);

    // Every piece was kept, only the whole file was too large.
    await download("set", remoteFile("a.bin", content, server.url), openFolder(folder), { rounds: 1 });
    expect(server.ranges).toHaveLength(1);
    await expectWhole(folder);
  });

  it("of six megabytes ends the download; with more space it goes on", async ({ skip }) => {
    const folder = join(await temporaryFolder(), "disk");
    await mkdir(folder);
    if (!mount(folder, "6m")) skip("needs the right to mount a small disk");
    const server = await fileServer(whole(content));
    const { error, code, message } = await downloading(folder, server.url).message(ended);
    expect([error, code]).toEqual(["DatasetStorageError", "ENOSPC"]);
    expect(message).toContain("the disk is full");
    expect(await readdir(folder)).toEqual([UNFINISHED]);

    execFileSync("mount", ["-o", "remount,size=24m", folder]);
    await download("set", remoteFile("a.bin", content, server.url), openFolder(folder), { rounds: 1 });
    expect(server.ranges.at(-1)?.[0]).toMatch(/^bytes=\d{7}-$/);
    await expectWhole(folder);
  });
});

/** Whether a disk of this size could be put there; it goes away with the test. */
function mount(folder: string, size: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return false;
  }
  onTestFinished(() => {
    execFileSync("umount", [folder]);
  });
  return true;
}
