import { packageBuild } from "../../tsup.base.ts";

const platformFiles = ["training/environment", "places/folder-place", "weights/weights-file"];

export default packageBuild([
  "src/index.ts",
  "src/fields.ts",
  "src/places/storage-place.ts",
  "src/weights/index.ts",
  ...platformFiles.flatMap((file) => [`src/${file}.node.ts`, `src/${file}.browser.ts`]),
]);
