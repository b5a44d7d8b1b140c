// The page's state and everything that can happen to it. Components show the state and call the actions.
import { type LabClient, LabCrashedError, startLab } from "../lab/lab-client.js";
import type { DataSummary, Lab, OptimizerName, TrainingEvent } from "../protocol.js";
import { type AppState, chosenModel, isTraining } from "./app-state.js";
import { holdsRun } from "./holds-run.js";
import { formProblems, recommended, type SettingsForm, settingsFrom, withOptimizer } from "./settings.js";
import { afterEvent, newTraining } from "./training-view.js";

const FRESH: AppState = {
  data: { status: "waiting" },
  dataProblem: undefined,
  models: { status: "waiting" },
  preset: undefined,
  form: { epochs: "10", batchSize: "32", learningRate: "0.01", seed: "0", optimizer: "sgd", engine: "auto" },
  training: undefined,
  trainWhenReady: false,
  run: undefined,
  testImages: undefined,
  verdict: { status: "waiting" },
  fileProblem: undefined,
  fileBusy: undefined,
  crash: undefined,
};

export class Store {
  private state = FRESH;
  private client: LabClient | undefined;
  private readonly listeners = new Set<() => void>();
  /** Whether the visitor has touched the page: until then no runtime is loaded. */
  private awake = false;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): AppState => this.state;

  get lab(): Lab {
    this.client ??= startLab((reason) => this.crashed(reason));
    return this.client.lab;
  }

  /** The first data, at once. */
  readonly begin = () => {
    if (this.state.data.status === "waiting") void this.openData((lab) => lab.openSynthetic());
  };

  /** The first touch: now the models are worth their download. */
  readonly wake = () => {
    if (this.awake) return;
    this.awake = true;
    if (this.state.data.status === "ready") void this.loadModels();
  };

  readonly openSynthetic = () => this.openData((lab) => lab.openSynthetic());
  readonly openFiles = (files: readonly File[]) => this.openData((lab) => lab.openFiles(files));

  /** A folder of images by class that was chosen, or a zip of one. */
  readonly openOwnFolder = (files: readonly File[]) => this.openData((lab) => lab.openFolder(files));
  readonly openOwnZip = ([file]: readonly File[]) => this.openData((lab) => lab.openZip(file!));

  /** Files that were dropped: a zip is a saved run or images, everything else data. */
  readonly takeFiles = async (files: readonly File[]): Promise<void> => {
    if (isTraining(this.state)) return;
    const [first] = files;
    if (files.length > 1 || !first!.name.endsWith(".zip")) await this.openFiles(files);
    else if (await holdsRun(first!)) await this.openRun(first!);
    else await this.openOwnZip(files);
  };

  readonly takeFolder = (files: Promise<ReadonlyMap<string, File>>) => {
    if (!isTraining(this.state)) void this.openData(async (lab) => lab.openFolder(await files));
  };

  readonly choosePreset = (preset: string) => {
    const choice =
      this.state.models.status === "ready" && this.state.models.value.find((m) => m.name === preset);
    if (choice) this.set({ preset, form: recommended(choice, this.state.form) });
  };

  readonly setForm = (change: Partial<SettingsForm>) => this.set({ form: { ...this.state.form, ...change } });

  readonly chooseOptimizer = (optimizer: OptimizerName) => {
    const choice = chosenModel(this.state);
    if (choice) this.set({ form: withOptimizer(this.state.form, optimizer, choice) });
  };

  readonly train = async (): Promise<void> => {
    if (isTraining(this.state)) {
      this.set({ training: { ...this.state.training!, pressedAgain: true } });
      return;
    }
    const { preset, form, models } = this.state;
    if (models.status === "waiting" || models.status === "loading") {
      this.set({ trainWhenReady: true });
      this.wake();
      return;
    }
    if (preset === undefined || Object.keys(formProblems(form)).length > 0) return;
    const settings = settingsFrom(form, preset);
    this.set({ training: newTraining(settings), fileProblem: undefined });
    try {
      const run = await this.lab.train(settings, this.onEvent);
      const stopped = this.state.training!.phase === "stopping";
      this.set({
        training: { ...this.state.training!, phase: stopped ? "stopped" : "finished", reason: run.stopped },
        run,
        testImages: { fit: "own" },
      });
      await this.evaluate();
    } catch (error) {
      this.set({ training: { ...this.state.training!, phase: "failed", reason: messageOf(error) } });
    }
  };

  readonly stop = () => {
    if (!isTraining(this.state)) return;
    this.set({ training: { ...this.state.training!, phase: "stopping" } });
    void this.lab.stop();
  };

  readonly evaluate = async (): Promise<void> => {
    this.set({ verdict: { status: "loading" } });
    try {
      const value = await this.lab.evaluate();
      this.set({ verdict: { status: "ready", value }, testImages: { fit: "own" } });
    } catch (error) {
      this.set({ verdict: { status: "failed", problem: messageOf(error) } });
    }
  };

  readonly openRun = async (file: File): Promise<void> => {
    this.set({ fileProblem: undefined, fileBusy: "opening" });
    try {
      const run = await this.lab.openRun(file);
      this.set({
        run,
        training: undefined,
        testImages: undefined,
        verdict: { status: "waiting" },
        fileBusy: undefined,
      });
      await this.testOwnImages();
    } catch (error) {
      this.set({ fileBusy: undefined, fileProblem: `“${file.name}” was not opened. ${messageOf(error)}` });
    }
  };

  /** The zip file, or undefined when it could not be made. */
  readonly saveRun = async (): Promise<Uint8Array | undefined> => {
    this.set({ fileProblem: undefined, fileBusy: "saving" });
    try {
      return await this.lab.saveRun();
    } catch (error) {
      this.set({ fileProblem: `The model was not saved. ${messageOf(error)}` });
      return undefined;
    } finally {
      this.set({ fileBusy: undefined });
    }
  };

  readonly forgetFileProblem = () => this.set({ fileProblem: undefined });

  /** A new worker in the place of one that crashed. What was typed stays. */
  readonly restart = () => {
    this.client = undefined;
    const { preset, form } = this.state;
    this.state = { ...FRESH, preset, form };
    this.begin();
  };

  private readonly onEvent = (event: TrainingEvent): void => {
    if (this.state.training) this.set({ training: afterEvent(this.state.training, event) });
  };

  private async openData(open: (lab: Lab) => Promise<DataSummary>): Promise<void> {
    const before = this.state.data;
    this.set({ data: { status: "loading" }, dataProblem: undefined });
    try {
      const value = await open(this.lab);
      this.set({ data: { status: "ready", value } });
    } catch (error) {
      const problem = messageOf(error);
      const hadData = before.status === "ready";
      this.set({
        data: hadData ? before : { status: "failed", problem },
        dataProblem: hadData ? problem : undefined,
      });
      return;
    }
    if (this.awake) await this.loadModels();
    if (this.state.run && this.state.testImages?.fit !== "own") await this.testOwnImages();
  }

  /** Tests a model from a file where this page has its test images; others are tested when the visitor says so. */
  private async testOwnImages(): Promise<void> {
    try {
      const testImages = await this.lab.testImages();
      this.set({ testImages });
      if (testImages.fit === "own") await this.evaluate();
    } catch (error) {
      this.set({ verdict: { status: "failed", problem: messageOf(error) } });
    }
  }

  private async loadModels(): Promise<void> {
    this.set({ models: { status: "loading" } });
    try {
      const value = await this.lab.listModels();
      const wanted = this.state.trainWhenReady;
      const kept = value.find(({ name }) => name === this.state.preset);
      const first = kept ?? value[0];
      this.set({
        models: { status: "ready", value },
        preset: first?.name,
        ...(first && !kept && { form: recommended(first, this.state.form) }),
        trainWhenReady: false,
      });
      if (wanted) void this.train();
    } catch (error) {
      this.set({ models: { status: "failed", problem: messageOf(error) }, trainWhenReady: false });
    }
  }

  private crashed(reason: string): void {
    this.client = undefined;
    this.set({ crash: reason });
  }

  private set(change: Partial<AppState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

function messageOf(error: unknown): string {
  if (error instanceof LabCrashedError) return "The worker that computes ended unexpectedly.";
  return error instanceof Error ? error.message : String(error);
}
