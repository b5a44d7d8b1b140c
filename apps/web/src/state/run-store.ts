// The part of the store that has to do with trained models: how they come, from a training or a file, and how they are tested.
import type { BaseSettings, Lab, RunSummary, TrainingEvent } from "../protocol.js";
import { type AppState, isTraining } from "./app-state.js";
import { messageOf } from "./messages.js";
import { SettingsStore } from "./settings-store.js";
import { afterEvent, newTraining } from "./training-view.js";

export abstract class RunStore extends SettingsStore {
  /** Goes on with the training that was cut off when the page was left. */
  readonly resumeKeptRun = async (): Promise<void> => {
    if (isTraining(this.state) || this.state.kept === undefined) return;
    await this.follow(this.state.kept.epochs, (lab) => lab.resumeKeptRun(this.onEvent));
    const { training } = this.state;
    // Such as images that have to be opened again: nothing is lost, and the offer stays.
    if (training?.phase === "failed" && training.engine === undefined) {
      this.set({ training: undefined, fileProblem: `The training did not go on. ${training.reason}` });
    }
  };

  /** Bases whose weights by name have been loaded. */
  private readonly loaded = new Set<string>();

  /** When its weights are at hand the open pictures go through it while the visitor does something else. */
  readonly chooseBase = (base: BaseSettings): void => {
    this.set({ base, prepared: undefined });
    void this.prepareFeatures();
  };

  /** A last layer for the open pictures, on a network that others have trained; and all layers from there if wanted. */
  readonly trainHead = async (base: BaseSettings, fineTune: boolean): Promise<void> => {
    if (isTraining(this.state)) return;
    const { engine } = this.state;
    this.set({ base });
    await this.follow(0, (lab) => lab.trainHead({ ...base, fineTune, engine }, this.onEvent));
    if (this.state.training?.phase !== "failed") this.loaded.add(base.architecture);
  };

  protected async prepareFeatures(): Promise<void> {
    const { base, data } = this.state;
    if (base === undefined || data.status !== "ready" || isTraining(this.state)) return;
    // Weights by name are fetched when they are needed: not by whoever looks through the list.
    if (base.weights === undefined && !this.loaded.has(base.architecture)) return;
    const tell = (prepared: AppState["prepared"]) => {
      if (this.state.base === base && this.state.data === data) this.set({ prepared });
    };
    try {
      await this.lab.prepareFeatures(base, tell);
    } catch (error) {
      tell({ problem: messageOf(error) });
    }
  }

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

  /** Shows a training from its start to its end, and tests what came of it. */
  protected async follow(
    epochs: number,
    start: (lab: Lab) => Promise<RunSummary | undefined>,
  ): Promise<void> {
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
    // A training ends it.
    const { prepared } = this.state;
    if (prepared && "done" in prepared && prepared.done < prepared.total) await this.prepareFeatures();
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

  protected async lookForKeptRun(): Promise<void> {
    try {
      const kept = await this.lab.keptRun();
      if (this.state.run === undefined) this.set({ kept });
    } catch {
      // A browser that refuses its storage has nothing to offer; when there is something to keep, it is said.
    }
  }

  /** Tests a model from a file where this page has its test images; others are tested when the visitor says so. */
  protected async testOwnImages(): Promise<void> {
    try {
      const testImages = await this.lab.testImages();
      this.set({ testImages });
      if (testImages.fit === "own") await this.evaluate();
    } catch (error) {
      this.set({ verdict: { status: "failed", problem: messageOf(error) } });
    }
  }

  protected readonly onEvent = (event: TrainingEvent): void => {
    if (this.state.training) this.set({ training: afterEvent(this.state.training, event) });
  };
}
