// The worker's side of the protocol: what is open, what is trained, and what may happen at the same time.
import { decodeDrawnDigit, decodeImage } from "@imgcls/datasets";
import { transfer } from "comlink";
import type { Lab, RunSummary, TestImages } from "../protocol.js";
import { BackgroundWork } from "./background-work.js";
import { titleOf } from "./data-title.js";
import type { EngineRoom, OpenRun } from "./engine-room.js";
import { type Kept, newestKept, removeKept } from "./kept-runs.js";
import {
  type OpenedData,
  openFiles,
  openFolder,
  openSynthetic,
  openZip,
  SYNTHETIC,
  summarizeData,
} from "./open-data.js";
import { LabError, sentenceOf } from "./sentences.js";

/** No run of the page or the command line comes near it. */
const MOST_ZIP_BYTES = 1_000_000_000;
/** Data sets of digits, light on dark, in a box in the middle. */
const HAND_WRITTEN: ReadonlySet<string> = new Set(["mnist", SYNTHETIC]);
const MOST_PICTURE_BYTES = 50_000_000;

const loadRoom = async () => (await import("./engine-room.js")).room;

export function createLab(): Lab {
  let data: OpenedData | undefined;
  let run: OpenRun | undefined;
  let kept: Kept | undefined;
  let training: AbortController | undefined;
  const features = new BackgroundWork();

  function requireData(): OpenedData {
    if (data === undefined) throw new LabError("No images are open. Choose data first.");
    return data;
  }

  function requireRun(): OpenRun {
    if (run === undefined)
      throw new LabError("There is no trained model yet. Train one, or open a saved run.");
    return run;
  }

  async function replaceRun(next: OpenRun): Promise<RunSummary> {
    const previous = run;
    run = next;
    await previous?.classifier.dispose();
    return (await loadRoom()).summarizeRun(next);
  }

  async function open(load: () => Promise<OpenedData>) {
    await features.stop();
    const opened = await load();
    data = opened;
    return summarizeData(opened);
  }

  /** Gives a run from a file the images that it is tested on, if this page has them. */
  async function findTestImages(): Promise<TestImages> {
    const tested = requireRun();
    if (tested.data !== undefined) return { fit: "own" };
    const { card } = tested.classifier;
    const candidate = card.dataset.id === SYNTHETIC ? await openSynthetic() : data;
    const found = await (await loadRoom()).compareImages(card, candidate);
    if (found.fit === "own" && run === tested) run = { ...tested, data: candidate! };
    return found;
  }

  function requireKept(): Kept {
    if (kept === undefined) throw new LabError("This browser has removed what it kept.");
    return kept;
  }

  /** The images of a training that was cut off. Whether they are the same ones shows when it goes on. */
  async function dataOf({ about: { dataset } }: Kept): Promise<OpenedData> {
    if (dataset === SYNTHETIC) return openSynthetic();
    if (data !== undefined && data.id !== SYNTHETIC) return data;
    throw new LabError(
      `The training is on ${titleOf(dataset)}, and a page that was left has no images any more. Open them again under Data, then go on.`,
    );
  }

  async function trainAlone(
    work: (room: EngineRoom, signal: AbortSignal) => Promise<OpenRun | undefined>,
  ): Promise<RunSummary | undefined> {
    if (training) throw new LabError("A training is already running. Stop it before you start another one.");
    training = new AbortController();
    try {
      await features.stop();
      const trained = await work(await loadRoom(), training.signal);
      return trained && (await replaceRun(trained));
    } finally {
      training = undefined;
    }
  }

  return withSentences({
    holdLock: (name) =>
      new Promise((resolve, reject) => {
        const forEver = () => {
          resolve();
          return new Promise<never>(() => undefined);
        };
        navigator.locks.request(name, forEver).catch(reject);
      }),

    openSynthetic: () => open(openSynthetic),
    openFiles: (files) => open(() => openFiles(files)),
    openFolder: (files, badImages) => open(() => openFolder(files, badImages)),
    openZip: (file, badImages) => open(() => openZip(file, badImages)),

    async listModels() {
      return (await loadRoom()).modelsFor(requireData());
    },

    async describeForm(preset, typed) {
      return (await loadRoom()).describeForm(preset, requireData(), typed);
    },

    train: (settings, onEvent) =>
      trainAlone((room, signal) => room.train(settings, { data: requireData(), signal, send: onEvent })),

    async listBases() {
      return (await loadRoom()).listBases();
    },

    prepareFeatures: (base, onProgress) =>
      features.start(async (signal) => {
        if (training) return;
        await (await loadRoom()).prepareBase(base, { data: requireData(), signal, onProgress });
      }),

    trainHead: (settings, onEvent) =>
      trainAlone((room, signal) => room.trainHead(settings, { data: requireData(), signal, send: onEvent })),

    resumeKeptRun: (onEvent) =>
      trainAlone(async (room, signal) => {
        const before = requireKept();
        return room.resume(before, { data: await dataOf(before), signal, send: onEvent });
      }),

    async stop() {
      training?.abort();
    },

    testImages: findTestImages,

    async evaluate() {
      const found = await findTestImages();
      if (found.fit === "none") throw new LabError(found.reason);
      // From here on these are the images that this page tests the model on.
      if (found.fit === "others") {
        const { judged: _, ...other } = requireRun();
        run = { ...other, data: requireData() };
      }
      const tested = requireRun();
      return (await loadRoom()).verdictOn(tested, tested.data!);
    },

    async classify(pixels) {
      const { probabilities, unknown } = await requireRun().classifier.classify(pixels, 1);
      return { probabilities: Array.from(probabilities), unknown: unknown?.[0] };
    },

    async decodePicture(file, invert) {
      if (file.size > MOST_PICTURE_BYTES) {
        throw new LabError(`“${file.name}” is too large for a picture. Choose one of at most 50 MB.`);
      }
      const { card } = requireRun().classifier;
      const { inputShape: shape, dataset } = card;
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (HAND_WRITTEN.has(dataset.id)) return decodeDrawnDigit(bytes, { size: shape[0], invert });
      const { fit } = (await loadRoom()).dataOfCard(card);
      return { pixels: await decodeImage(bytes, { shape, ...(fit && { fit }) }), inverted: undefined };
    },

    async testImage(index) {
      const { data: own } = requireRun();
      if (own === undefined) throw new LabError("This page does not have the test images of this model.");
      const { test, classNames, shape } = own;
      const size = shape[0] * shape[1] * shape[2];
      const position = index % test.length;
      const pixels = test.images.slice(position * size, (position + 1) * size);
      return { pixels, index: position, trueClass: classNames[test.labels[position]!]! };
    },

    async saveRun() {
      const bytes = (await loadRoom()).zipOf(requireRun().place);
      return transfer(bytes, [bytes.buffer]);
    },

    async openRun(file) {
      if (training) throw new LabError("A training is running. Stop it before you open another model.");
      if (file.size > MOST_ZIP_BYTES) {
        throw new LabError(
          `“${file.name}” is too large for a saved run. Choose the zip file of a run folder.`,
        );
      }
      const zip = new Uint8Array(await file.arrayBuffer());
      return replaceRun(await (await loadRoom()).openZip(file.name, zip));
    },

    async keptRun() {
      kept = await newestKept();
      if (kept === undefined) return undefined;
      const { about, epochsDone } = kept;
      const { dataset, isTrained, engine, ...shown } = about;
      return { ...shown, epochsDone, datasetTitle: titleOf(dataset), isUnfinished: !isTrained };
    },

    async openKeptRun() {
      return replaceRun(await (await loadRoom()).openKept(requireKept().name));
    },

    async removeKeptRun() {
      await removeKept(requireKept().name);
    },

    async prefetch() {
      await (await loadRoom()).prefetch();
    },
  });
}

/** Errors cross the boundary as a name and a message, so the sentence is made on this side. */
function withSentences(lab: Lab): Lab {
  const wrapped = Object.entries(lab).map(([name, method]: [string, (...values: never[]) => unknown]) => [
    name,
    async (...values: never[]) => {
      try {
        return await method(...values);
      } catch (error) {
        console.warn(error);
        const name = error instanceof Error ? error.name : "Error";
        throw Object.assign(new Error(sentenceOf(error), { cause: error }), { name });
      }
    },
  ]);
  return Object.fromEntries(wrapped) as Lab;
}
