/** Where your own images are: by what was typed for a new training, by its card for a run that is there. */
import { stat } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { isPlaceId, kindOfPlace, pathOfPlace } from "@imgcls/runs";
import type { ModelCard } from "@imgcls/training";
import { CommandFailedError } from "../errors.js";

/** The id for card, titles and reports, which people share: an absolute path is nobody else's business. */
export const shareableId = (id: string): string =>
  isPlaceId(id) && isAbsolute(pathOfPlace(id)) ? `${kindOfPlace(id)}:${basename(pathOfPlace(id))}` : id;

/** For the card: the way from the run folder to the images, with "/". */
export const pathInCard = (run: string, place: string): string =>
  relative(resolve(run), resolve(place)).split(sep).join("/");

/**
 * Finds the images of a run: from the run folder, as the card has it; else from the current folder or the run folder by the
 * path in the id.
 *
 * @param adviceWith the command that finds them when they are in another place
 * @returns undefined for data sets that are no place
 * @throws CommandFailedError when they are not there any more
 */
export async function ownImagesOf(
  run: string,
  { id, path }: Pick<ModelCard["dataset"], "id" | "path">,
  adviceWith: (dataDir: string) => string,
): Promise<string | undefined> {
  if (!isPlaceId(id)) return undefined;
  const inId = pathOfPlace(id);
  const candidates = [
    ...(path === undefined ? [] : [fromHere(join(run, path))]),
    inId,
    fromHere(join(run, inId)),
  ];
  for (const candidate of candidates) {
    if (await stat(candidate).catch(() => undefined)) return candidate;
  }
  throw new CommandFailedError(
    `the images of ${id} are not where they were for the training (${[...new Set(candidates)].join(", ")}). Say where they are now: ${adviceWith("DIR")}`,
  );
}

/** From the current folder where that is shorter. */
function fromHere(path: string): string {
  const absolute = resolve(path);
  const short = relative(".", absolute);
  return short !== "" && short.length < absolute.length ? short : absolute;
}
