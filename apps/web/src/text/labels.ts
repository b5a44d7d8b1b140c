/** Names of a recipe's values for people: "batchSize" → "Batch size", "schedule.type" → "Schedule". */
export function labelOf(path: string): string {
  if (path === "data.augment") return "Augmentation";
  const keys = path.split(".");
  const [last, before = ""] = keys.toReversed();
  const name = last === "type" ? before : keys.length > 2 ? `${before} ${last}` : last!;
  const words = name.replace(/[A-Z]+/g, (letters) => ` ${letters.toLowerCase()}`).replace(/\bema\b/, "EMA");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const GROUPS: Readonly<Record<string, string>> = {
  data: "Images",
  model: "Network",
  optimizer: "Optimizer",
  schedule: "Learning rate by schedule",
  loss: "Loss",
  evaluation: "Prediction",
};

/** Under which heading a value stands. */
export const groupOf = (path: string): string => GROUPS[path.slice(0, path.indexOf("."))] ?? "Training";
