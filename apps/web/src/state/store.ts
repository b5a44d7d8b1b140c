// The page's state and everything that can happen to it. Components show the state and call the actions.
import { type LabClient, LabCrashedError, startLab } from "../lab/lab-client.js";
import type { BadImages, DataSummary, Lab, ModelChoice, RunSummary, TrainingEvent } from "../protocol.js";
import { chosenModel, FRESH, isTraining } from "./app-state.js";
import { kindOf } from "./dropped-files.js";
import { chosenAgain, isRight, valueIn } from "./settings.js";
import { SettingsStore } from "./settings-store.js";
import { afterEvent, newTraining } from "./training-view.js";

type OpenData = (lab: Lab, badImages: BadImages) => Promise<DataSummary>;

export class Store extends SettingsStore {
  private client: LabClient | undefined;
  private refused: OpenData | undefined;
  /** The model that was chosen for the images before. */
  private lastModel: ModelChoice | undefined;
  /** Whether the visitor has touched the page: until then no runtime is loaded. */
  private awake = false;

  constructor() {
    super(FRESH);
  }

  get lab(): Lab {
    this.client ??= startLab((reason) => this.crashed(reason));
    return this.client.lab;
  }

  /** The first data, at once. */
  readonly begin = () => {
    if (this.state.data.status !== "waiting") return;
    void this.openData((lab) => lab.openSynthetic());
    void this.lookForKeptRun();
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
  readonly openOwnFolder = (files: readonly File[]) =>
    this.openData((lab, badImages) => lab.openFolder(files, badImages));
  readonly openOwnZip = ([file]: readonly File[]) =>
    this.openData((lab, badImages) => lab.openZip(file!, badImages));

  /** What was refused last, without the images that cannot be read. */
  readonly leaveOutBadImages = () => this.refused && this.openData(this.refused, "skip");

  /** Files that were dropped or pasted. */
  readonly takeFiles = async (files: readonly File[]): Promise<void> => {
    if (this.refuseWhileTraining()) return;
    const kinds = new Set(await Promise.all(files.map(kindOf)));
    const [kind] = kinds;
    if (kinds.size === 1 && kind === "picture") this.takePictures(files);
    else if (files.length === 1 && kind === "run") await this.openRun(files[0]!);
    else if (files.length === 1 && kind === "images") await this.openOwnZip(files);
    else await this.openFiles(files);
  };

  readonly takeFolder = (files: Promise<ReadonlyMap<string, File>>) => {
    if (!isTraining(this.state))
      void this.openData(async (lab, badImages) => lab.openFolder(await files, badImages));
  };

  readonly train = async (): Promise<void> => {
    if (isTraining(this.state)) {
      this.set({ training: { ...this.state.training!, pressedAgain: true } });
      return;
    }
    const { models } = this.state;
    if (models.status !== "ready") {
      this.set({ trainWhenReady: true });
      if (models.status === "failed") await this.loadModels();
      else this.wake();
      return;
    }
    await this.describeForm();
    const { preset, typed, engine, form } = this.state;
    if (preset === undefined || form === undefined || !isRight(form)) return;
    const settings = { preset, typed, engine };
    await this.follow(Number(valueIn(form, "epochs")), (lab) => lab.train(settings, this.onEvent));
  };

  /** Goes on with the training that was cut off when the page was left. */
  readonly resumeKeptRun = async (): Promise<void> => {
    if (isTraining(this.state) || this.state.kept === undefined) return;
    await this.follow(this.state.kept.epochs, (lab) => lab.resumeKeptRun(this.onEvent));
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

  readonly openRun = (file: File): Promise<void> =>
    this.takeRun(`“${file.name}”`, (lab) => lab.openRun(file));

  readonly openKeptRun = (): Promise<void> => this.takeRun("The model", (lab) => lab.openKeptRun());

  readonly removeKeptRun = async (): Promise<void> => {
    try {
      await this.lab.removeKeptRun();
      this.set({ kept: undefined });
    } catch (error) {
      this.set({ fileProblem: `It was not removed. ${messageOf(error)}` });
    }
  };

  /** The zip file, or undefined when it could not be made. */
  readonly saveRun = async (): Promise<Uint8Array | undefined> => {
    this.set({ fileProblem: undefined, fileBusy: "saving" });
    try {
      const bytes = await this.lab.saveRun();
      this.set({ unsaved: false });
      return bytes;
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
    const { preset, typed, engine, form } = this.state;
    this.state = { ...FRESH, preset, typed, engine, form };
    this.begin();
  };

  /** Shows a training from its start to its end, and tests what came of it. */
  private async follow(epochs: number, start: (lab: Lab) => Promise<RunSummary | undefined>): Promise<void> {
    this.set({ training: newTraining(epochs), fileProblem: undefined });
    try {
      const run = await start(this.lab);
      const training = this.state.training!;
      const phase = training.phase === "stopping" ? "stopped" : "finished";
      if (run === undefined) {
        this.set({ training: { ...training, phase, reason: "before its first step" } });
        return;
      }
      const { outcome, stopped: reason } = run;
      this.set({
        training: { ...training, phase, outcome, reason },
        run,
        unsaved: true,
        kept: undefined,
        testImages: { fit: "own" },
      });
      await this.evaluate();
    } catch (error) {
      this.set({ training: { ...this.state.training!, phase: "failed", reason: messageOf(error) } });
    }
  }

  private async takeRun(name: string, open: (lab: Lab) => Promise<RunSummary>): Promise<void> {
    this.set({ fileProblem: undefined, fileBusy: "opening" });
    try {
      const run = await open(this.lab);
      this.set({
        run,
        unsaved: false,
        kept: undefined,
        picture: undefined,
        training: undefined,
        testImages: undefined,
        verdict: { status: "waiting" },
        fileBusy: undefined,
      });
    } catch (error) {
      this.set({ fileBusy: undefined, fileProblem: `${name} was not opened. ${messageOf(error)}` });
      return;
    }
    await this.testOwnImages();
  }

  private async lookForKeptRun(): Promise<void> {
    try {
      const kept = await this.lab.keptRun();
      if (this.state.run === undefined) this.set({ kept });
    } catch {
      // A browser that refuses its storage has nothing to offer; when there is something to keep, it is said.
    }
  }

  /** One picture is for the network to name; a class needs many. */
  private takePictures(files: readonly File[]): void {
    const [first] = files;
    if (files.length > 1) {
      this.refuse(
        `These are ${files.length} pictures without a folder. To learn from them, put those of each class into a folder of their own, and drop the folder around these.`,
      );
    } else if (this.state.run === undefined) {
      this.refuse(
        `“${first!.name}” is a picture. Train a network or open a saved run first, then drop it again to see what the network says.`,
      );
    } else this.set({ picture: { file: first! }, dataProblem: undefined });
  }

  private refuseWhileTraining(): boolean {
    if (isTraining(this.state)) this.refuse("A training is running. Stop it before you open something else.");
    return isTraining(this.state);
  }

  private refuse(sentence: string): void {
    this.set({ dataProblem: { sentence, canLeaveOut: false } });
  }

  private readonly onEvent = (event: TrainingEvent): void => {
    if (this.state.training) this.set({ training: afterEvent(this.state.training, event) });
  };

  private async openData(open: OpenData, badImages: BadImages = "error"): Promise<void> {
    const before = this.state.data;
    this.set({ data: { status: "loading" }, dataProblem: undefined });
    try {
      const value = await open(this.lab, badImages);
      this.set({ data: { status: "ready", value } });
    } catch (error) {
      const problem = messageOf(error);
      const hadData = before.status === "ready";
      this.set({
        data: hadData ? before : { status: "failed", problem },
        dataProblem: hadData ? { sentence: problem, canLeaveOut: isAboutImages(error) } : undefined,
      });
      this.refused = open;
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

  /** Again after a failure, such as a connection that was gone. */
  readonly loadModels = async (): Promise<void> => {
    const before = chosenModel(this.state) ?? this.lastModel;
    this.lastModel = before;
    this.set({ models: { status: "loading" } });
    try {
      const value = await this.lab.listModels();
      const wanted = this.state.trainWhenReady;
      this.set({
        models: { status: "ready", value },
        ...chosenAgain(value, before, this.state.typed),
        trainWhenReady: false,
      });
      await this.describeForm();
      // What does not load now is loaded, and its failure told, when it is needed.
      this.lab.prefetch().catch(() => undefined);
      if (wanted) void this.train();
    } catch (error) {
      this.set({ models: { status: "failed", problem: messageOf(error) }, trainWhenReady: false });
    }
  };

  /** The old worker stays until there is a new one: every call to it fails, which ends what still waits. */
  private crashed(reason: string): void {
    this.set({ crash: reason });
  }
}

const isAboutImages = (error: unknown): boolean =>
  error instanceof Error && error.name === "UnreadableImagesError";

function messageOf(error: unknown): string {
  if (error instanceof LabCrashedError) return "The worker that computes ended unexpectedly.";
  return error instanceof Error ? error.message : String(error);
}
