import { type CompiledTrainingStep, compileTrainingStep } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import type { Batch } from "../batch.js";
import { turnsBesideSteps } from "../event-loop.js";
import { readWeights, writeWeights } from "../model-weights.js";
import { toProbabilities } from "../to-probabilities.js";
import type { TrainingPlan } from "../training-plan.js";
import type { StepResult, TrainedState, TrainingSession } from "./engine.js";
import { trainingNeed } from "./memory-need.js";
import { describe, OnnxInference } from "./onnx-predictor.js";
import type { OrtRuntime, OrtTensor } from "./ort-runtime.js";
import { fillRandomBytes } from "./random-bytes.js";
import { type BatchForm, SessionCache } from "./session-cache.js";
import { elements, requireSlots } from "./slots.js";

type StepGraph = Omit<CompiledTrainingStep, "bytes">;

/** Arrays that one batch size's graph is fed with again and again. */
interface Scratch {
  readonly scalars: readonly Float32Array[];
  readonly randomBytes: readonly Uint8Array[];
  readonly feeds: Readonly<Record<string, OrtTensor>>;
}

/** Keeps weights and slots as the tensors that the last step returned, and feeds them to the next one as they are. */
export async function onnxSession(
  runtime: OrtRuntime,
  model: LayersModel,
  plan: TrainingPlan,
): Promise<TrainingSession> {
  const { loss, optimizer, preprocessing, inputShape, seed } = plan;
  const { lowering, store } = runtime;
  const compile = ({ size: batchSize, softLabels, sampleWeights }: BatchForm) =>
    compileTrainingStep(model, {
      batchSize,
      loss,
      optimizer,
      preprocessing,
      inputShape,
      lowering,
      softLabels: softLabels !== undefined,
      sampleWeights: sampleWeights !== undefined,
      predictions: plan.outputs === true,
      gradientNorm: plan.gradientNorm === true,
      asInInference: plan.asInInference ?? [],
    });
  const steps = new SessionCache(runtime, "training", compile, trainingNeed);
  const available = runtime.availableMemory?.();
  const inference = new OnnxInference(runtime, model, plan, { lowering });
  const { graph: first } = await steps.get({ size: plan.batchSize });
  const { variables } = first;
  const weights = variables.filter(({ kind }) => kind === "weight");
  const slots = variables.filter(({ kind }) => kind === "slot");
  const tensors = new Map<string, OrtTensor>();
  const scratchOf = new WeakMap<StepGraph, Scratch>();

  async function setValues(list: typeof variables, values: ReadonlyMap<string, Float32Array>) {
    const next: [name: string, tensor: OrtTensor][] = [];
    try {
      for (const { name, pack, shape } of list) {
        next.push([name, await store.put(pack(values.get(name)!), shape)]);
      }
    } catch (error) {
      store.free(next.map(([, tensor]) => tensor));
      throw error;
    }
    replace(next);
  }

  async function getValues(list: typeof variables): Promise<Map<string, Float32Array>> {
    const values = new Map<string, Float32Array>();
    for (const { name, unpack } of list) values.set(name, unpack(await store.read(tensors.get(name)!)));
    return values;
  }

  /** Tensors of snapshots that are not read yet, by snapshot. */
  const held = new Set<ReadonlySet<OrtTensor>>();
  const isHeld = (tensor: OrtTensor): boolean => [...held].some((own) => own.has(tensor));

  function replace(next: readonly (readonly [name: string, tensor: OrtTensor])[]): void {
    const replaced = next.flatMap(([name]) => tensors.get(name) ?? []);
    for (const [name, tensor] of next) tensors.set(name, tensor);
    store.free(replaced.filter((tensor) => !isHeld(tensor)));
  }

  /** Holds the tensors, which no step changes, and brings them into the model's order piece by piece, between steps. */
  async function snapshot(): Promise<() => Promise<TrainedState>> {
    const parts: { readonly variable: (typeof variables)[number]; readonly data: Float32Array }[] = [];
    for (const variable of variables) {
      parts.push({ variable, data: await store.read(tensors.get(variable.name)!) });
    }
    // What other stores read is a copy.
    const own = new Set(store.isRuntimeMemory ? tensors.values() : []);
    held.add(own);
    return async () => {
      const turn = turnsBesideSteps();
      const state = { weight: new Map<string, Float32Array>(), slot: new Map<string, Float32Array>() };
      for (const { variable, data } of parts) {
        state[variable.kind].set(variable.name, variable.unpack(data));
        await turn();
      }
      held.delete(own);
      const current = new Set(tensors.values());
      store.free([...own].filter((tensor) => !current.has(tensor) && !isHeld(tensor)));
      return { weights: state.weight, slots: state.slot };
    };
  }

  /** What stays of a first run would lie where the runtime wants to put all of the next. */
  async function leaveRuntimeMemory(): Promise<void> {
    const copies: [name: string, tensor: OrtTensor][] = [];
    for (const [name, tensor] of tensors) {
      copies.push([name, await store.put((await store.read(tensor)).slice(), tensor.dims)]);
    }
    replace(copies);
  }

  function scratchFor(graph: StepGraph): Scratch {
    const known = scratchOf.get(graph);
    if (known) return known;
    const scalars = graph.scalars.map(() => new Float32Array(1));
    const randomBytes = graph.randomBytes.map(({ shape }) => new Uint8Array(elements(shape)));
    const scratch = {
      scalars,
      randomBytes,
      feeds: {
        ...Object.fromEntries(graph.scalars.map(({ name }, i) => [name, runtime.tensor(scalars[i]!, [])])),
        ...Object.fromEntries(
          graph.randomBytes.map(({ name, shape }, i) => [name, runtime.tensor(randomBytes[i]!, shape)]),
        ),
      },
    };
    scratchOf.set(graph, scratch);
    return scratch;
  }

  async function trainStep(batch: Batch, at: { learningRate: number; step: number }): Promise<StepResult> {
    const { images, labels, softLabels, sampleWeights } = batch;
    const { graph, session } = await steps.get(batch);
    const isFirstRun = store.isRuntimeMemory && !scratchOf.has(graph);
    const scratch = scratchFor(graph);
    for (const [i, { valueAt }] of graph.scalars.entries()) {
      scratch.scalars[i]![0] = valueAt({ ...at, isFirstRun });
    }
    for (const [i, { layer }] of graph.randomBytes.entries()) {
      fillRandomBytes(scratch.randomBytes[i]!, { seed, layer, step: at.step });
    }

    const feeds: Record<string, OrtTensor> = {
      ...scratch.feeds,
      [graph.images.name]: runtime.tensor(images, graph.images.shape),
      [graph.labels.name]: runtime.tensor(softLabels ?? labels, graph.labels.shape),
    };
    if (graph.sampleWeights && sampleWeights) {
      feeds[graph.sampleWeights.name] = runtime.tensor(sampleWeights, graph.sampleWeights.shape);
    }
    const { gradientNorm, predictions } = graph.outputs;
    const fetches = [
      graph.outputs.loss,
      graph.outputs.correct,
      ...(gradientNorm === undefined ? [] : [gradientNorm]),
      ...(predictions ? [predictions.name] : []),
    ];
    for (const { name, input, output } of graph.variables) {
      feeds[input] = tensors.get(name)!;
      if (output !== undefined) fetches.push(output);
    }
    const results = await session.run(feeds, fetches);
    replace(
      graph.variables.flatMap(({ name, output }) =>
        output === undefined ? [] : [[name, results[output]!] as const],
      ),
    );
    if (isFirstRun) await leaveRuntimeMemory();
    const scalar = (name: string) => (results[name]!.data as Float32Array)[0]!;
    return {
      loss: scalar(graph.outputs.loss),
      correct: scalar(graph.outputs.correct),
      ...(gradientNorm !== undefined && { gradientNorm: scalar(gradientNorm) }),
      ...(predictions && { outputs: modelOutputs(results[predictions.name]!, predictions.isLogits) }),
    };
  }

  /** A last activation that the compiler moved into the loss is applied here. */
  function modelOutputs({ data, dims }: OrtTensor, isLogits: boolean): Float32Array {
    const outputs = (data as Float32Array).slice();
    if (!isLogits || loss.type === "meanSquaredError" || loss.fromLogits) return outputs;
    return toProbabilities(outputs, dims[1]!, { ...loss, fromLogits: true });
  }

  async function dispose(): Promise<void> {
    for (const tensor of tensors.values()) tensor.dispose();
    tensors.clear();
    await steps.release();
    await inference.release();
  }

  const loadWeights = async () => setValues(weights, await readWeights(model));
  try {
    await loadWeights();
    for (const { name, shape } of slots) {
      tensors.set(name, await store.put(new Float32Array(elements(shape)), shape));
    }
  } catch (error) {
    await dispose();
    throw error;
  }

  return {
    description: describe(runtime),
    memory: { needed: trainingNeed(first), available },
    trainStep,
    predict: (images, size) => inference.predict(images, size, tensors),
    loadWeights,
    syncWeights: async () => writeWeights(model, await getValues(weights)),
    saveState: async () => getValues(slots),
    snapshot,
    async loadState(state) {
      requireSlots(new Map(slots.map(({ name, modelShape }) => [name, modelShape])), state);
      await setValues(slots, state);
    },
    dispose,
  };
}
