import { datasetInfo } from "@imgcls/datasets";

/** What a folder without a name is called in a data set's id. */
export const UNNAMED = "my images";

/** A data set's name for people: "MNIST", "own images (cats)". Paths of somebody's computer are not in it. */
export function titleOf(id: string): string {
  const own = ownName(id);
  if (own !== undefined) return own === UNNAMED ? "own images" : `own images (${own})`;
  try {
    return datasetInfo(id).title;
  } catch {
    // A run of another version may have a data set that this one does not know.
    return id;
  }
}

/** The last part of the path in an id of somebody's own images. */
function ownName(id: string): string | undefined {
  const path = /^(?:folder|zip):(.*)$/s.exec(id)?.[1];
  return path === undefined ? undefined : (path.split(/[\\/]/).findLast((part) => part !== "") ?? UNNAMED);
}
