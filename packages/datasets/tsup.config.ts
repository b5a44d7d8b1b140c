import { packageBuild } from "../../tsup.base.ts";

const platformFiles = [
  "decoded-cache/cache-file",
  "files/store",
  "files/sha256",
  "folder/folder-files",
  "formats/gunzip",
  "images/decode",
  "images/svg-to-png",
  "workers/start-worker",
  "workers/batch-worker",
  "zip/zip-file",
];

export default packageBuild([
  "src/index.ts",
  ...platformFiles.flatMap((file) => [`src/${file}.node.ts`, `src/${file}.browser.ts`]),
]);
