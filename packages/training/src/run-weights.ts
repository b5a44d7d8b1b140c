// Which weights of a running training are whose: those that are trained, and those that are judged.
import type { OptimizerConfig } from "@imgcls/onnx";
import type { LayersModel } from "@tensorflow/tfjs";
import type { TrainingRun } from "./callback.js";
import type { TrainingSession } from "./engines/engine.js";
import { updatesBefore } from "./learning-rate.js";
import { readWeights, type WeightMap, writeWeights } from "./model-weights.js";
import { modelFiles } from "./saving/model-files.js";

interface Parts {
  readonly model: LayersModel;
  readonly session: TrainingSession;
  readonly optimizer: OptimizerConfig;
  /** Steps taken since the training began. */
  readonly stepsTaken: () => number;
}

export class RunWeights implements Readonly<TrainingRun["weights"]> {
  private view: () => Promise<WeightMap | undefined> = async () => undefined;

  constructor(private readonly parts: Parts) {}

  async current(): Promise<WeightMap> {
    await this.parts.session.syncWeights();
    return readWeights(this.parts.model);
  }

  async snapshot(): Promise<WeightMap> {
    return (await this.view()) ?? this.current();
  }

  get hasAverages(): boolean {
    return this.parts.optimizer.useEma === true;
  }

  async averages(): Promise<WeightMap | undefined> {
    const { optimizer, session, stepsTaken } = this.parts;
    if (!this.hasAverages || updatesBefore(optimizer, stepsTaken()) === 0) return undefined;
    const weights = await this.current();
    const state = await session.saveState();
    return new Map([...weights].map(([name, values]) => [name, state.get(`${name}/ema`) ?? values]));
  }

  async restore(weights: WeightMap): Promise<void> {
    writeWeights(this.parts.model, weights);
    await this.parts.session.loadWeights();
  }

  judge(view: () => Promise<WeightMap | undefined>): void {
    this.view = view;
  }

  /** Does something with the weights that are judged in place, and puts the current ones back. */
  async withJudged<T>(act: () => Promise<T>): Promise<T> {
    const judged = await this.view();
    if (judged === undefined) return act();
    const current = await this.current();
    await this.restore(judged);
    try {
      return await act();
    } finally {
      await this.restore(current);
    }
  }

  /** Of the weights that are judged. */
  modelFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
    return this.withJudged(async () => {
      await this.parts.session.syncWeights();
      return modelFiles(this.parts.model);
    });
  }

  /** The weights that a training ends with: those that are judged, or the optimizer's averages. */
  async finish(): Promise<void> {
    const last = (await this.view()) ?? (await this.averages());
    if (last) await this.restore(last);
  }
}
