import { packageBuild } from "../../tsup.base.ts";

export default packageBuild(["src/bin.ts"], { platform: "node", dts: false, splitting: true });
