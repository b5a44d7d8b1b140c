import type { MobileBlockNames } from "./mobile-block.js";

/** timm's names of the parts of a mobile block. */
export const timmNames = (name: string, expands: boolean): MobileBlockNames => ({
  ...(expands ? { expand: [`${name}.conv_pw`, `${name}.bn1`] } : {}),
  depthwise: [`${name}.conv_dw`, `${name}.${expands ? "bn2" : "bn1"}`],
  project: expands ? [`${name}.conv_pwl`, `${name}.bn3`] : [`${name}.conv_pw`, `${name}.bn2`],
});
