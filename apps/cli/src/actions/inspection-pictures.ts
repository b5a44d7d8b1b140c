/** What is seen inside a network as pictures: its first filters, what a class stands on, feature maps. */
import { unknownName } from "@imgcls/checks";
import { type ImageShape, type Picture, pictureGrid } from "@imgcls/datasets";
import {
  featureMap,
  filterPictures,
  heatPicture,
  type MapsShape,
  overlayPicture,
  stretched,
} from "@imgcls/evaluation";
import {
  type ExplanationMethod,
  explanationMethods,
  InspectionError,
  type ModelInspector,
} from "@imgcls/runs";

export interface Drawing {
  /** Of its file, without an ending. */
  readonly name: string;
  readonly svg: string;
}

/** An image as the network sees it. */
export interface SeenImage {
  /** For titles. */
  readonly file: string;
  /** For file names. */
  readonly stem: string;
  readonly pixels: Uint8Array;
}

/** What was asked for; without layers those of a round. */
export interface Asked {
  readonly methods: readonly ExplanationMethod[];
  readonly layers: readonly string[] | undefined;
  readonly class: string | undefined;
}

export interface ExplainedClass {
  readonly method: ExplanationMethod;
  readonly layer: string | undefined;
  readonly class: string;
}

const FILTER_WIDTH = 56;
const MAP_WIDTH = 72;
/** Small images are enlarged to this, larger ones stay as they are. */
const LEAST_WIDTH = 168;
const MOST_MAPS = 64;
const MOST_LAYERS = 8;

/** The filters of the first convolution, if the network begins with one that sees grey or colour. */
export function drawFilters({ filters }: ModelInspector): Drawing | undefined {
  if (filters === undefined || (filters.shape[2] !== 1 && filters.shape[2] !== 3)) return undefined;
  const pictures = filterPictures(filters.kernel, filters.shape).map(captioned);
  const [height, width] = filters.shape;
  const title = `First filters: ${filters.layer}, ${pictures.length} of ${height} × ${width}`;
  return { name: "filters", svg: pictureGrid(pictures, { columns: 12, cellWidth: FILTER_WIDTH, title }) };
}

/** The image and, for each method and layer, what its class score stands on. */
export async function drawExplanations(
  inspector: ModelInspector,
  { file, stem, pixels }: SeenImage,
  asked: Asked,
): Promise<{ drawing: Drawing; explained: readonly ExplainedClass[] }> {
  const { inputShape: shape } = inspector;
  const pictures: Picture[] = [{ pixels, shape, caption: "as the network sees it" }];
  const explained: ExplainedClass[] = [];
  // The most likely class is found once.
  let wanted: string | number | undefined = asked.class;
  for (const { method, layer } of asked.methods.flatMap((method) => eachLayer(method, asked.layers))) {
    const explanation = await inspector.explain(pixels, { method, layer, class: wanted });
    wanted = explanation.class;
    const picture = overlayPicture(explanation.map, { pixels, shape });
    const where = explanation.layer === undefined ? "" : `, ${explanation.layer}`;
    pictures.push({ ...picture, caption: `${method}${where}` });
    explained.push({ method, layer: explanation.layer, class: explanation.className });
  }
  const title = `${file}: what “${explained[0]?.class}” stands on`;
  const layout = { columns: Math.min(4, pictures.length), cellWidth: Math.max(LEAST_WIDTH, shape[1]), title };
  return { drawing: { name: `${stem}-explained`, svg: pictureGrid(pictures, layout) }, explained };
}

/** Methods of the image are asked once, those of layers for each layer that was named. */
const eachLayer = (method: ExplanationMethod, layers: readonly string[] | undefined) =>
  looksAtLayer(method)
    ? (layers ?? [undefined]).map((layer) => ({ method, layer }))
    : [{ method, layer: undefined }];

const looksAtLayer = (method: ExplanationMethod): boolean =>
  explanationMethods().some(({ name, ofLayer }) => name === method && ofLayer);

/** Feature maps of an image, a drawing a layer; each map from its least value to its greatest. */
export async function drawMaps(
  inspector: ModelInspector,
  { stem, pixels }: SeenImage,
  layers: readonly string[],
): Promise<Drawing[]> {
  const outputs = await inspector.outputs(pixels, layers);
  return outputs.map(({ values, shape }, i) => {
    const [height, width, channels] = shape as unknown as MapsShape;
    const shown = Math.min(MOST_MAPS, channels);
    const pictures = Array.from({ length: shown }, (_, channel) =>
      captioned(heatPicture(stretched(featureMap(values, [height, width, channels], channel))), channel),
    );
    const layer = layers[i]!;
    const { className } = inspector.points.find(({ name }) => name === layer)!;
    const count = shown < channels ? `${shown} of ${channels}` : `${channels}`;
    const title = `${layer} (${className}): ${count} feature maps of ${height} × ${width}`;
    const svg = pictureGrid(pictures, { columns: 12, cellWidth: MAP_WIDTH, title });
    return { name: `${stem}-${layer.replace(/[^\w.-]+/g, "-")}`, svg };
  });
}

/**
 * Those that were asked for, else some from the first to the last.
 *
 * @throws InspectionError with all names that are no layers, or layers without feature maps
 */
export function mapLayers(
  { points }: ModelInspector,
  asked: readonly string[] | undefined,
): readonly string[] {
  const withMaps = points.filter(({ shape }) => shape.length === 3);
  if (asked !== undefined) {
    const names = withMaps.map(({ name }) => name);
    const problems = asked
      .filter((name) => !names.includes(name))
      .map((name) => {
        const found = points.find((point) => point.name === name);
        if (found === undefined) return unknownName("layer", name, names);
        return `layer "${name}" puts out [${found.shape.join(", ")}], no feature maps`;
      });
    if (problems.length > 0) throw new InspectionError(problems);
    return asked;
  }
  const names = withMaps.filter(({ shape }) => shape[0]! * shape[1]! > 1).map(({ name }) => name);
  if (names.length <= MOST_LAYERS) return names;
  return Array.from(
    { length: MOST_LAYERS },
    (_, i) => names[Math.round((i * (names.length - 1)) / (MOST_LAYERS - 1))]!,
  );
}

const captioned = (
  { pixels, shape }: { readonly pixels: Uint8Array; readonly shape: ImageShape },
  index: number,
): Picture => ({ pixels, shape, caption: String(index) });
