import type { TrainingOutcome } from "@imgcls/training";
import type {
  BaseSettings,
  DataSummary,
  EngineChoice,
  EpochPoint,
  FeatureCount,
  KeptRun,
  ModelChoice,
  RunSummary,
  TestImages,
  TracePoint,
  TrainingForm,
  Typed,
  Verdict,
} from "../protocol.js";

export type Loadable<Value> =
  | { readonly status: "waiting" }
  | { readonly status: "loading" }
  | { readonly status: "failed"; readonly problem: string }
  | { readonly status: "ready"; readonly value: Value };

/** What the Train stage shows of the training that runs, or ran last. */
export interface TrainingView {
  readonly phase: "starting" | "training" | "testing" | "stopping" | "finished" | "stopped" | "failed";
  readonly engine: string | undefined;
  readonly notices: readonly string[];
  readonly trace: readonly TracePoint[];
  readonly rows: readonly EpochPoint[];
  readonly epochs: number;
  /** Undefined until it is known. */
  readonly learningRate: number | undefined;
  readonly position:
    | {
        /** In epochs: 1.5 is the middle of the second. */
        readonly at: number;
        readonly imagesPerSecond: number;
        readonly secondsLeft: number;
      }
    | undefined;
  /** Pictures that have gone through a base, of all that have to. */
  readonly features?: FeatureCount | undefined;
  /** Once it is finished. */
  readonly outcome: TrainingOutcome | undefined;
  /** Why it failed, or ended early. */
  readonly reason: string | undefined;
  /** Train was pressed again while it ran. */
  readonly pressedAgain: boolean;
}

export interface DataProblem {
  readonly sentence: string;
  /** Only some of the images are at fault, and the others would do. */
  readonly canLeaveOut: boolean;
}

export interface AppState {
  readonly data: Loadable<DataSummary>;
  /** Why the last files were refused; the data from before stay open. */
  readonly dataProblem: DataProblem | undefined;
  readonly models: Loadable<readonly ModelChoice[]>;
  readonly preset: string | undefined;
  readonly typed: Typed;
  readonly engine: EngineChoice;
  /** Of the chosen network with what was typed; undefined until there is one. */
  readonly form: TrainingForm | undefined;
  /** What the visitor has chosen to begin with. */
  readonly base: BaseSettings | undefined;
  /** The open pictures on their way through it, ahead of a training; or why they are not. */
  readonly prepared: FeatureCount | { readonly problem: string } | undefined;
  readonly training: TrainingView | undefined;
  /** Train was pressed before the networks were loaded. */
  readonly trainWhenReady: boolean;
  readonly run: RunSummary | undefined;
  /** The run was trained here and has not been saved as a file. */
  readonly unsaved: boolean;
  /** Dropped or pasted for the network to name. */
  readonly picture: { readonly file: File } | undefined;
  /** What the browser kept of a visit before; undefined as soon as there is a newer one. */
  readonly kept: KeptRun | undefined;
  /** Undefined until it is known. */
  readonly testImages: TestImages | undefined;
  readonly verdict: Loadable<Verdict>;
  /** Why a file could not be opened or saved. */
  readonly fileProblem: string | undefined;
  readonly fileBusy: "opening" | "saving" | undefined;
  /** The worker is gone, and why. */
  readonly crash: string | undefined;
}

export const FRESH: AppState = {
  data: { status: "waiting" },
  dataProblem: undefined,
  models: { status: "waiting" },
  preset: undefined,
  typed: {},
  engine: "auto",
  form: undefined,
  base: undefined,
  prepared: undefined,
  training: undefined,
  trainWhenReady: false,
  run: undefined,
  unsaved: false,
  picture: undefined,
  kept: undefined,
  testImages: undefined,
  verdict: { status: "waiting" },
  fileProblem: undefined,
  fileBusy: undefined,
  crash: undefined,
};

const ACTIVE = new Set<TrainingView["phase"]>(["starting", "training", "testing", "stopping"]);

export const isTraining = ({ training }: Pick<AppState, "training">): boolean =>
  training !== undefined && ACTIVE.has(training.phase);

export const chosenModel = ({ models, preset }: AppState): ModelChoice | undefined =>
  models.status === "ready" ? models.value.find(({ name }) => name === preset) : undefined;
