// Turns whatever was thrown into words that say what happened and what a visitor of the page can do about it.
import type {
  DatasetFilesMissingError,
  ImageDecodeError,
  UnreadableImage,
  UnreadableImagesError,
} from "@imgcls/datasets";

/** A failure whose message is already meant for the visitor. */
export class LabError extends Error {
  override readonly name = "LabError";
}

type Words = (error: Error) => string;

const OUT_OF_MEMORY =
  /out of memory|allocation failed|invalid typed array length|could not allocate|bad_alloc/i;
const NOT_LOADED =
  /dynamically imported module|importing a module script failed|failed to fetch|networkerror/i;

const NO_MEMORY =
  "The browser refused more memory. Close other tabs, or choose a smaller batch or model, and try again.";
const PART_MISSING =
  "A part of this page could not be loaded. Check the connection to its server and try again.";

const NO_STORAGE =
  "The browser gives this page no room to store it. Free some of its storage, or leave its private mode, and try again.";
const FILE_GONE = "A file was changed or removed after it was chosen. Choose it again.";

/**
 * By the error's name: most of these packages are loaded late, so their classes are not here. Their own advice names
 * options, packages and commands, which a visitor does not have.
 */
const BY_NAME: Readonly<Record<string, Words>> = {
  LabError: ({ message }) => message,
  UnreadableImagesError: (error) => unreadable((error as UnreadableImagesError).images),
  ImageDecodeError: (error) => {
    const { reason } = error as ImageDecodeError;
    return `This is no picture that the page can read: ${reason}. Choose a PNG, JPEG, WebP or GIF.`;
  },
  DatasetFilesMissingError: (error) => {
    const names = (error as DatasetFilesMissingError).missing.map(({ name }) => name);
    return `Some of the four files are missing: ${names.join(", ")}. Choose all four together.`;
  },
  DatasetFormatError: ({ message }) => sentenceCase(withoutOptions(withoutPackage(message))),
  DatasetStorageError: () => NO_STORAGE,
  QuotaExceededError: () => NO_STORAGE,
  NotFoundError: () => FILE_GONE,
  NotReadableError: () => FILE_GONE,
  BuildModelError: (error) =>
    `The network does not fit these images: ${(error as Error & { problems: readonly string[] }).problems.join("; ")}. Choose another network.`,
  EngineUnavailableError: (error) => {
    const { refusals } = error as Error & { refusals: readonly { engine: string; reason: string }[] };
    const reasons = new Set(refusals.map(({ reason }) => engineReason(reason)));
    return `This browser cannot train with the engine that is chosen: ${[...reasons].join("; ")}. Choose another engine, or another network.`;
  },
  WeightsError: (error) => {
    const { problems } = error as Error & { readonly problems: readonly string[] };
    const more = problems.length > 1 ? `, and ${problems.length - 1} more problems` : "";
    return `These weights cannot be used: ${problems[0]}${more}. Choose the network that they are of, or another file.`;
  },
  ResumeError: (error) => sentenceCase((error as Error & { readonly problem: string }).problem),
  RunFailedError: () =>
    "The loss is no longer a number, because the steps were too large. Choose a smaller learning rate and train again.",
  RunFolderError: ({ message }) =>
    sentenceCase(withoutPackage(message).replace(/ Raise maxBytes[^.]*\./, "")),
};

export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (OUT_OF_MEMORY.test(message)) return NO_MEMORY;
  if (error instanceof TypeError && NOT_LOADED.test(message)) return PART_MISSING;
  const words = error instanceof Error ? BY_NAME[error.name] : undefined;
  return words ? words(error as Error) : sentenceCase(withoutPackage(message));
}

/** Why an engine cannot be used, in a few words without a full stop. */
export function engineReason(reason: string): string {
  if (/onnxruntime-web (cannot be loaded|does not start)/.test(reason)) {
    return "a part of it could not be loaded or started; check the connection to the page's server";
  }
  return withoutPackage(reason)
    .replace(/ Change what is named here, or train with the "tfjs" engine\./, "")
    .replace(/\.$/, "");
}

const NAMED_AT_MOST = 5;

function unreadable(images: readonly UnreadableImage[]): string {
  const named = images.slice(0, NAMED_AT_MOST).map(({ path, reason }) => `${path} (${reason})`);
  const more = images.length - named.length;
  const subject = images.length === 1 ? "1 image cannot be read" : `${images.length} images cannot be read`;
  return `${subject}: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

const withoutPackage = (message: string): string => message.replace(/\[imgcls\/[\w-]+\] /g, "");

/** What the packages say to people who program, such as the name of the option that is the limit. */
const withoutOptions = (message: string): string =>
  message
    .replace(/,? more than limits\.maxRatio,? \d+/g, ", which is more than images ever do")
    .replace(/ \(limits\.\w+\)/g, "")
    .replace(/limits\.\w+,? ?/g, "the limit of ")
    .replace(/,? or raise the limits(?: if you trust it)?/g, "")
    .replace(/,? or change testFraction/g, "");

/** A capital at the start, unless a file's name is there, and a full stop at the end. */
function sentenceCase(text: string): string {
  const trimmed = text.trim();
  const start = /^[a-z]+\b(?![-.\w])/.test(trimmed) ? trimmed.charAt(0).toUpperCase() : trimmed.charAt(0);
  return `${start}${trimmed.slice(1)}${/[.?!]$/.test(trimmed) ? "" : "."}`;
}
