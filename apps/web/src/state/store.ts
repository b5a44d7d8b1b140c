// The page's state and everything that can happen to it. Components show the state and call the actions.
import { type LabClient, startLab } from "../lab/lab-client.js";
import type { BadImages, DataSummary, Lab, ModelChoice } from "../protocol.js";
import { chosenModel, FRESH, isTraining } from "./app-state.js";
import { kindOf } from "./dropped-files.js";
import { messageOf } from "./messages.js";
import { RunStore } from "./run-store.js";
import { chosenAgain, isRight, valueIn } from "./settings.js";

type OpenData = (lab: Lab, badImages: BadImages) => Promise<DataSummary>;

export class Store extends RunStore {
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
    if (isTraining(this.state) || preset === undefined || form === undefined || !isRight(form)) return;
    const settings = { preset, typed, engine };
    await this.follow(Number(valueIn(form, "epochs")), (lab) => lab.train(settings, this.onEvent));
  };

  readonly stop = () => {
    if (!isTraining(this.state)) return;
    this.set({ training: { ...this.state.training!, phase: "stopping" } });
    void this.lab.stop();
  };

  readonly forgetFileProblem = () => this.set({ fileProblem: undefined });

  /** A new worker in the place of one that crashed. What was typed stays. */
  readonly restart = () => {
    this.client = undefined;
    const { preset, typed, engine, form, base } = this.state;
    this.state = { ...FRESH, preset, typed, engine, form, base };
    this.begin();
  };

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

  private async openData(open: OpenData, badImages: BadImages = "error"): Promise<void> {
    const before = this.state.data;
    this.set({ data: { status: "loading" }, dataProblem: undefined });
    try {
      const value = await open(this.lab, badImages);
      this.set({ data: { status: "ready", value }, prepared: undefined });
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
    void this.prepareFeatures();
    if (this.state.run && this.state.testImages?.fit !== "own") await this.testOwnImages();
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
        // Values that change under the visitor's hands are worse than none for a moment.
        form: undefined,
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
