/** Lists of images that a training leaves out: one a line, as `referenceOf` names them; lines that begin with # are comments. */
import type { ImagePlace } from "@imgcls/datasets";
import { referenceOf } from "../data/without-excluded.js";
import { FINDING_KINDS, type Finding, KINDS_IN_WORDS } from "./finding.js";
import { isExcludable } from "./findings-of.js";

const HEADING = `# Images that a training leaves out: imgcls train … --exclude THIS_FILE
# One a line; lines that begin with # are comments. Look at the page beside it, take away what is all right, and take the # away from what is not.
`;

/** The images that findings propose to leave out, as a list names them. */
export const proposedImages = (findings: readonly Finding[]): ReadonlySet<string> =>
  new Set(findings.flatMap(({ exclude }) => exclude.map(referenceOf)));

/** What findings propose to leave out; what can be left out besides is there as a comment. */
export function excludeList(findings: readonly Finding[]): string {
  const listed = new Set<string>();
  const sections = FINDING_KINDS.flatMap((kind) => {
    const lines = findings
      .filter((finding) => finding.kind === kind)
      .flatMap(({ images, exclude, why }) => {
        const optional =
          exclude.length > 0 ? [] : images.slice(images.length > 1 ? 1 : 0).filter(isExcludable);
        return [
          ...exclude.map((image) => [lineOf(image), lineOf(image)] as const),
          ...optional.map((image) => [`# ${lineOf(image)}    (${why})`, lineOf(image)] as const),
        ];
      })
      .filter(([, reference]) => !listed.has(reference));
    for (const [, reference] of lines) listed.add(reference);
    return lines.length === 0
      ? []
      : [`\n# ${KINDS_IN_WORDS[kind].title}\n${[...new Set(lines.map(([line]) => line))].join("\n")}\n`];
  });
  return HEADING + sections.join("");
}

/** A path that begins with # is no comment. */
const lineOf = (image: ImagePlace): string => {
  const reference = referenceOf(image);
  return reference.startsWith("#") ? `./${reference}` : reference;
};

/** The images of such a list, for `recipe.data.exclude`. */
export const parseExcludeList = (text: string): string[] =>
  text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
