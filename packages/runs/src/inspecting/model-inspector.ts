import { unknownName } from "@imgcls/checks";
import type { ImageShape } from "@imgcls/datasets";
import type { LayerView, MapsShape, ValueMap } from "@imgcls/evaluation";
import type { EngineDescription, InspectionPoint, Inspector } from "@imgcls/training";
import { InspectionError } from "./errors.js";
import type { FirstFilters } from "./first-filters.js";
import { EXPLANATION_METHODS, type ExplanationMethod, METHODS } from "./methods.js";

/** What a layer puts out for one image. */
export interface LayerOutput {
  readonly values: Float32Array;
  /** `[height, width, channels]`, or `[features]`. */
  readonly shape: readonly number[];
}

export interface ExplainOptions {
  /** Default "grad-cam". */
  readonly method?: ExplanationMethod | undefined;
  /** Number or name of the class whose score is explained. Default: the most likely one. */
  readonly class?: number | string | undefined;
  /** Of methods that look at a layer: a point with feature maps. Default: the last one that has more than one position. */
  readonly layer?: string | undefined;
}

export interface Explanation {
  readonly method: ExplanationMethod;
  /** Number of the class. */
  readonly class: number;
  readonly className: string;
  /** Of methods that look at one. */
  readonly layer: string | undefined;
  /**
   * From 0 to 1, of the layer's size or the image's: divided by its greatest value; of the gradients by the pixels by what
   * 99 % of them do not exceed. 0 everywhere where nothing speaks for the class.
   */
  readonly map: ValueMap;
}

/** Pixels of one image, `[height, width, channels]`, 0..255. */
export type Pixels = Uint8Array | Float32Array;

/** Looks inside a trained model, image by image. All of it throws InspectionError for what is not there, by name. */
export interface ModelInspector {
  readonly classNames: readonly string[];
  readonly inputShape: ImageShape;
  readonly engine: EngineDescription;
  /** What can be looked at, in the order of computation: `conv2d` after its activation, `conv2d/linear` before it. */
  readonly points: readonly InspectionPoint[];
  /** The one that methods of layers explain where none is named; undefined where the network has no feature maps. */
  readonly defaultLayer: string | undefined;
  /** The filters of the first convolution; undefined where the network begins with something else. */
  readonly filters: FirstFilters | undefined;
  /** `[classes]`: the class scores before softmax. */
  scores(image: Pixels): Promise<Float32Array>;
  /** What these points put out for an image, in their order. */
  outputs(image: Pixels, points: readonly string[]): Promise<LayerOutput[]>;
  /** What the score of a class stands on. */
  explain(image: Pixels, options?: ExplainOptions): Promise<Explanation>;
  dispose(): Promise<void>;
}

/** What is known of the model. */
export interface InspectedFacts {
  readonly classNames: readonly string[];
  readonly inputShape: ImageShape;
  readonly filters: FirstFilters | undefined;
}

export function modelInspector(inspector: Inspector, facts: InspectedFacts): ModelInspector {
  const { points, units } = inspector;
  const { classNames, inputShape } = facts;
  const candidates = points.filter(isMapPoint);
  const defaultLayer = candidates.findLast(({ shape }) => shape[0]! * shape[1]! > 1)?.name;
  const pointAt = new Map(points.map((point) => [point.name, point]));

  const requirePoints = (names: readonly string[]) =>
    requireNone(
      names
        .filter((name) => !pointAt.has(name))
        .map((name) => unknownName("layer", name, [...pointAt.keys()])),
    );

  const scores = async (image: Pixels): Promise<Float32Array> => {
    const own = await inspector.inspect(Float32Array.from(image), 1, {});
    return units > 1 ? own.scores : Float32Array.of(-own.scores[0]!, own.scores[0]!);
  };

  const classOf = async (image: Pixels, wanted: ExplainOptions["class"]): Promise<number> => {
    if (wanted === undefined) {
      const all = await scores(image);
      return all.indexOf(Math.max(...all));
    }
    const index = typeof wanted === "number" ? wanted : classNames.indexOf(wanted);
    const isKnown = Number.isInteger(index) && index >= 0 && index < classNames.length;
    requireNone(isKnown ? [] : [unknownClass(wanted, classNames)]);
    return index;
  };

  return {
    ...facts,
    engine: inspector.description,
    points,
    defaultLayer,
    scores,
    async outputs(image, names) {
      requirePoints(names);
      const { outputs } = await inspector.inspect(Float32Array.from(image), 1, { outputs: names });
      return names.map((name) => ({ values: outputs.get(name)!, shape: pointAt.get(name)!.shape }));
    },
    async explain(image, options = {}) {
      const { method = "grad-cam" } = options;
      requireNone(
        EXPLANATION_METHODS.includes(method) ? [] : [unknownName("method", method, EXPLANATION_METHODS)],
      );
      const { ofLayer, explain } = METHODS[method];
      const layer = ofLayer ? (options.layer ?? defaultLayer) : undefined;
      if (ofLayer) requireNone(layerProblems(layer, points));
      const index = await classOf(image, options.class);
      const pixels = Float32Array.from(image);
      const weightsOf = classWeights(index, units);
      const map = await explain({
        image: pixels,
        shape: inputShape,
        gradientsOf: async (images, count) => {
          const request = { imageGradient: true, classWeights: weightsOf(count) };
          return (await inspector.inspect(images, count, request)).imageGradient;
        },
        scoresOf: async (images, count) => {
          const weights = weightsOf(1);
          const { scores } = await inspector.inspect(images, count, {});
          return Array.from({ length: count }, (_, i) =>
            weights.reduce((sum, weight, unit) => sum + weight * scores[i * units + unit]!, 0),
          );
        },
        layerView: () => viewOf(inspector, pixels, layer!, weightsOf(1)),
      });
      return { method, class: index, className: classNames[index]!, layer, map };
    },
    dispose: () => inspector.dispose(),
  };
}

async function viewOf(
  inspector: Inspector,
  image: Float32Array,
  layer: string,
  classWeights: Float32Array,
): Promise<LayerView> {
  const request = { outputs: [layer], gradients: [layer], classWeights };
  const { outputs, gradients } = await inspector.inspect(image, 1, request);
  const { shape } = inspector.points.find(({ name }) => name === layer)!;
  return {
    activations: outputs.get(layer)!,
    gradients: gradients.get(layer)!,
    shape: shape as unknown as MapsShape,
  };
}

/** Of a model with one output, which scores class 1, class 0 has its opposite. */
const classWeights =
  (index: number, units: number) =>
  (count: number): Float32Array =>
    Float32Array.from({ length: count * units }, (_, i) => {
      if (units === 1) return index === 1 ? 1 : -1;
      return Number(i % units === index);
    });

const isMapPoint = ({ shape, hasGradient }: InspectionPoint): boolean => shape.length === 3 && hasGradient;

function layerProblems(layer: string | undefined, points: readonly InspectionPoint[]): string[] {
  const names = points.filter(isMapPoint).map(({ name }) => name);
  if (names.length === 0)
    return ["this network has no feature maps: choose a method that looks at the image"];
  if (names.includes(layer!)) return [];
  const found = points.find(({ name }) => name === layer);
  if (found === undefined) return [unknownName("layer", String(layer), names)];
  return [
    `layer "${layer}" puts out [${found.shape.join(", ")}]; this method needs one with feature maps: ${names.join(", ")}`,
  ];
}

function unknownClass(wanted: number | string, classNames: readonly string[]): string {
  if (typeof wanted === "string") return unknownName("class", wanted, classNames);
  return `expected a class from 0 to ${classNames.length - 1}, received ${wanted}`;
}

function requireNone(problems: readonly string[]): void {
  if (problems.length > 0) throw new InspectionError(problems);
}
