import { packageBuild } from "../../tsup.base.ts";

const platformFiles = ["engines/ort", "saving/folder", "saving/sha256"];

export default packageBuild([
  "src/index.ts",
  ...platformFiles.flatMap((file) => [`src/${file}.node.ts`, `src/${file}.browser.ts`]),
]);
