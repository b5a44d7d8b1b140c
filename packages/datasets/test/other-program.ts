// What the tests of several processes start: the store of a folder, used by a program of its own.
// node other-program.ts download FOLDER URL BYTES SHA256 | write FOLDER NAME BYTES
import { download } from "../src/files/download.js";
import { openFolder } from "../src/files/store.node.js";

const [, , task, folder, ...rest] = process.argv as [string, string, string, string, ...string[]];
const store = openFolder(folder);
const say = (message: object): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

/** Half of a file, and then nothing for ever. */
async function* half(bytes: number) {
  yield new Uint8Array(bytes / 2).fill(1);
  say({ half: true });
  // A timer keeps the program alive.
  await new Promise((resolve) => setTimeout(resolve, 2 ** 30));
  yield new Uint8Array(bytes / 2).fill(1);
}

try {
  if (task === "download") {
    const [url, bytes, sha256] = rest as [string, string, string];
    const file = { name: "a.bin", bytes: Number(bytes), sha256, urls: [url] };
    await download("set", file, store, { rounds: 1, onProgress: say });
  } else {
    const [name, bytes] = rest as [string, string];
    await store.exclusively(name, () => store.write(name, half(Number(bytes))));
  }
  say({ done: true });
} catch (error) {
  say({
    error: (error as Error).name,
    code: (error as { code?: string }).code,
    message: (error as Error).message,
  });
  process.exitCode = 1;
}
