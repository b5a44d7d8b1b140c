/** What `inspect` looks into: a run, or a network that others have trained. */
import { folderPlace, type ModelInspector, openInspector } from "@imgcls/runs";
import { loadSavedModel } from "@imgcls/training";
import type { InspectOptions } from "../options/pictures.js";
import { type ImageReader, imageReader } from "./image-reader.js";
import { type Opening, openBase } from "./predict-source.js";
import { prepareTensorflow } from "./tensorflow.js";

export interface InspectSource {
  readonly inspector: ModelInspector;
  readonly decode: ImageReader;
  dispose(): Promise<void>;
}

/** @throws UsageError for ways of reading that the run's images have not */
export async function inspectedRun(folder: string, options: InspectOptions): Promise<InspectSource> {
  await prepareTensorflow();
  const saved = await loadSavedModel(folderPlace(folder).folder);
  const decode = imageReader(saved.card, options, "inspect");
  const inspector = await openInspector(saved);
  return {
    inspector,
    decode,
    async dispose() {
      await inspector.dispose();
      saved.model.dispose();
    },
  };
}

export async function inspectedBase(
  base: string,
  options: InspectOptions,
  opening: Opening,
): Promise<InspectSource> {
  const classifier = await openBase(base, options, opening);
  const { model, facts, classNames, decode } = classifier;
  const inputShape = [facts.size, facts.size, 3] as const;
  const inspector = await openInspector({
    model,
    preprocessing: facts.preprocessing,
    inputShape,
    classNames,
  });
  return {
    inspector,
    decode,
    async dispose() {
      await inspector.dispose();
      await classifier.dispose();
    },
  };
}
