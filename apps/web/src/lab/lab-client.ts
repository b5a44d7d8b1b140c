import { proxy, type Remote, wrap } from "comlink";
import type { Lab, TestImages } from "../protocol.js";

export interface LabClient {
  readonly lab: Lab;
}

/** The worker is gone; what it held is gone with it. */
export class LabCrashedError extends Error {
  override readonly name = "LabCrashedError";
}

/**
 * Starts the worker. When it fails outside of a call (it could not be loaded, it crashed, or the browser ended it),
 * `onCrash` is told, and every call that waits for it is rejected instead of waiting for ever.
 */
export function startLab(onCrash: (reason: string) => void): LabClient {
  const worker = new Worker(new URL("../worker/lab.worker.ts", import.meta.url), {
    type: "module",
    name: "lab",
  });
  const remote = wrap<Lab>(worker);
  const crashed = new Promise<never>((_, reject) => {
    let ended = false;
    const end = (reason: string) => {
      if (ended) return;
      ended = true;
      worker.terminate();
      reject(new LabCrashedError(reason));
      onCrash(reason);
    };
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      end(event.message.replace(/^Uncaught (\w*Error: )?/, "") || "it could not be loaded");
    });
    worker.addEventListener("messageerror", () => end("what it said could not be read"));
    whenGone(remote).then(
      () => end("the browser ended it"),
      // A worker that cannot answer this has failed already, and was told above.
      () => undefined,
    );
  });
  // Only onCrash tells of a crash while no call waits.
  crashed.catch(() => undefined);

  const orCrash = <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, crashed]);
  const lab: Lab = {
    holdLock: (name) => orCrash(remote.holdLock(name)),
    openSynthetic: () => orCrash(remote.openSynthetic()),
    openFiles: (files) => orCrash(remote.openFiles(files)),
    openFolder: (files, badImages) => orCrash(remote.openFolder(files, badImages)),
    openZip: (file, badImages) => orCrash(remote.openZip(file, badImages)),
    listModels: () => orCrash(remote.listModels()),
    describeForm: (preset, typed) => orCrash(remote.describeForm(preset, typed)),
    train: (settings, onEvent) => orCrash(remote.train(settings, proxy(onEvent))),
    stop: () => orCrash(remote.stop()),
    testImages: () => orCrash<TestImages>(remote.testImages()),
    evaluate: () => orCrash(remote.evaluate()),
    listBases: () => orCrash(remote.listBases()),
    prepareFeatures: (base, onProgress) => orCrash(remote.prepareFeatures(base, proxy(onProgress))),
    trainHead: (settings, onEvent) => orCrash(remote.trainHead(settings, proxy(onEvent))),
    classify: (pixels) => orCrash(remote.classify(pixels)),
    decodePicture: (file, invert) => orCrash(remote.decodePicture(file, invert)),
    testImage: (index) => orCrash(remote.testImage(index)),
    saveRun: () => orCrash(remote.saveRun()),
    openRun: (file) => orCrash(remote.openRun(file)),
    keptRun: () => orCrash(remote.keptRun()),
    openKeptRun: () => orCrash(remote.openKeptRun()),
    resumeKeptRun: (onEvent) => orCrash(remote.resumeKeptRun(proxy(onEvent))),
    removeKeptRun: () => orCrash(remote.removeKeptRun()),
    prefetch: () => orCrash(remote.prefetch()),
  };
  return { lab };
}

/**
 * Ends when the worker does. A worker that ends without an error tells nobody, but the browser frees its locks: so it
 * holds one, and whoever gets that after it knows. Pages that are not served securely have no locks, and wait for ever.
 */
async function whenGone(remote: Remote<Lab>): Promise<void> {
  if (!("locks" in navigator)) return new Promise(() => undefined);
  const name = `imgcls-lab-${crypto.randomUUID()}`;
  await remote.holdLock(name);
  await navigator.locks.request(name, () => undefined);
}
