export { gradCam, gradCamPlusPlus, type LayerView, layerCam } from "./activation-maps.js";
export {
  attributionMap,
  type GradientsOf,
  type IntegratedGradientsOptions,
  integratedGradients,
  type SmoothGradOptions,
  saliency,
  smoothGrad,
} from "./input-gradients.js";
export { filterPictures, heatPicture, overlayPicture } from "./map-pictures.js";
export { type OcclusionOptions, occlusion, type ScoresOf } from "./occlusion.js";
export {
  type PrincipalComponents,
  type PrincipalComponentsOptions,
  principalComponents,
} from "./principal-components.js";
export { featureMap, type MapsShape, normalized, resized, stretched, type ValueMap } from "./value-map.js";
