import type { Folder } from "@imgcls/training";

/** Where a run is: a folder on disk, a zip file, the page's own storage, or memory. */
export interface RunPlace {
  /** For people: a path, the name of a file. */
  readonly name: string;
  readonly folder: Folder;
  /**
   * Makes sure that nobody else trains there until the returned function is called.
   *
   * @param onWait told when it takes a while to find out whether another training, described in words, still runs
   * @throws RunPlaceError when another training is at work there, or there is something else than a run
   */
  hold(onWait?: (owner: string) => void): Promise<() => Promise<void>>;
}

/** A run cannot be where it should be. */
export class RunPlaceError extends Error {
  override readonly name = "RunPlaceError";

  constructor(
    readonly place: string,
    readonly problem: string,
  ) {
    super(`[imgcls/runs] ${place}: ${problem}`);
  }
}

/** What is made of a model: of no use once the model is another. */
const DERIVED_FILES = ["report.html", "report.md", "report.json", "model.onnx"];

/** The files at the place that were made of the model there. */
export async function derivedFiles({ folder }: RunPlace): Promise<string[]> {
  const names = await folder.list("");
  return DERIVED_FILES.filter((name) => names.includes(name));
}

export async function removeDerivedFiles(place: RunPlace): Promise<void> {
  for (const name of await derivedFiles(place)) await place.folder.remove(name);
}

const RUN_FILES = ["imgcls.json", "checkpoint"];

/** Whether a name directly in a folder shows that it is a run's. */
export const isOfRun = (name: string): boolean => RUN_FILES.includes(name);

/** Whether there is a run already, of which a new training would take the place. */
export const holdsRun = async ({ folder }: RunPlace): Promise<boolean> =>
  (await folder.list("")).some(isOfRun);

/** Whether somebody can use what is there. */
export const holdsModel = async ({ folder }: Pick<RunPlace, "folder">): Promise<boolean> =>
  (await folder.list("")).includes("imgcls.json");
