import { proxy, wrap } from "comlink";
import type { Lab, TestImages } from "../protocol.js";

export interface LabClient {
  readonly lab: Lab;
  end(): void;
}

/** The worker is gone; what it held is gone with it. */
export class LabCrashedError extends Error {
  override readonly name = "LabCrashedError";
}

/**
 * Starts the worker. When it fails outside of a call (it could not be loaded, or it crashed), `onCrash` is told,
 * and every call that waits for it is rejected instead of waiting for ever.
 */
export function startLab(onCrash: (reason: string) => void): LabClient {
  const worker = new Worker(new URL("../worker/lab.worker.ts", import.meta.url), {
    type: "module",
    name: "lab",
  });
  const crashed = new Promise<never>((_, reject) => {
    worker.addEventListener("error", ({ message }) => reject(new LabCrashedError(message)));
  });
  // A crash while no call waits is told by onCrash alone.
  crashed.catch(() => undefined);
  const end = () => worker.terminate();
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    end();
    onCrash(event.message.replace(/^Uncaught (\w*Error: )?/, "") || "it could not be loaded");
  });

  const remote = wrap<Lab>(worker);
  const orCrash = <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, crashed]);
  const lab: Lab = {
    openSynthetic: () => orCrash(remote.openSynthetic()),
    openFiles: (files) => orCrash(remote.openFiles(files)),
    openFolder: (files) => orCrash(remote.openFolder(files)),
    openZip: (file) => orCrash(remote.openZip(file)),
    listModels: () => orCrash(remote.listModels()),
    train: (settings, onEvent) => orCrash(remote.train(settings, proxy(onEvent))),
    stop: () => orCrash(remote.stop()),
    testImages: () => orCrash<TestImages>(remote.testImages()),
    evaluate: () => orCrash(remote.evaluate()),
    classify: (pixels) => orCrash(remote.classify(pixels)),
    decodePicture: (file) => orCrash(remote.decodePicture(file)),
    testImage: (index) => orCrash(remote.testImage(index)),
    saveRun: () => orCrash(remote.saveRun()),
    openRun: (file) => orCrash(remote.openRun(file)),
    keepRun: () => orCrash(remote.keepRun()),
    keptRun: () => orCrash(remote.keptRun()),
    openKeptRun: () => orCrash(remote.openKeptRun()),
    removeKeptRun: () => orCrash(remote.removeKeptRun()),
    prefetch: () => orCrash(remote.prefetch()),
  };
  return { lab, end };
}
