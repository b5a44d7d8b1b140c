// The part of the store that has to do with the settings of a training.
import { LabCrashedError } from "../lab/lab-client.js";
import type { EngineChoice, Lab } from "../protocol.js";
import { type AppState, chosenModel } from "./app-state.js";
import { recommended, withField } from "./settings.js";
import { StateHolder } from "./state-holder.js";

export abstract class SettingsStore extends StateHolder<AppState> {
  /** Counts what was asked of the worker: an older answer than the newest question is of no use. */
  private asked = 0;

  abstract get lab(): Lab;

  readonly choosePreset = (preset: string) => {
    this.set({ preset, typed: recommended(this.state.typed), form: undefined });
    void this.describeForm();
  };

  readonly setField = (path: string, text: string) => {
    this.set({ typed: withField(this.state.typed, path, text) });
    void this.describeForm();
  };

  readonly setEngine = (engine: EngineChoice) => this.set({ engine });

  /** The form for the chosen network with what was typed. */
  protected async describeForm(): Promise<void> {
    const model = chosenModel(this.state);
    if (model === undefined) return;
    const question = ++this.asked;
    try {
      const form = await this.lab.describeForm(model.name, this.state.typed);
      if (question === this.asked) this.set({ form });
    } catch (error) {
      // That it crashed is told to all at once.
      if (!(error instanceof LabCrashedError)) throw error;
    }
  }
}
