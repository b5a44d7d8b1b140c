export {
  type ClusteredImages,
  type ClusterImagesRequest,
  clusterImages,
} from "./clustering/cluster-images.js";
export { ClusteringError } from "./clustering/errors.js";
export type { ClusterMethod } from "./clustering/methods.js";
export { runDifferences, runFacts } from "./comparing/run-differences.js";
export { haveSameWeights, type RunSummary, summarizeRun } from "./comparing/run-summary.js";
export { classDifferences } from "./data/class-differences.js";
export { type DataAccess, loadData } from "./data/load-data.js";
export { type Parts, partsOf, type ValidatedOn } from "./data/parts.js";
export {
  isPlaceId,
  isSameKindOfPlace,
  kindOfPlace,
  PLACE_FORMS,
  pathOfPlace,
} from "./data/place-id.js";
export { type Marks, parseRelabelFile, RELABEL_VERSION } from "./data/relabel-file.js";
export { fingerprintOfNames } from "./data/relabeled.js";
export { referenceOf } from "./data/without-excluded.js";
export { type ExamineDataRequest, type ExaminedData, examineData } from "./examining/examine-data.js";
export { excludeList, parseExcludeList, proposedImages } from "./examining/exclude-list.js";
export { FINDING_KINDS, type Finding, type FindingKind } from "./examining/finding.js";
export { findingsInWords, findingsReport } from "./examining/findings-report.js";
export type { BaseRequest } from "./features/data-for-base.js";
export type { FeatureBase } from "./features/feature-base.js";
export {
  type FeatureBatch,
  type FeatureComputer,
  type FeatureOptions,
  type FeatureProgress,
  type FeatureRequest,
  openFeatures,
} from "./features/feature-computer.js";
export {
  type LearningCurveOfData,
  type LearningCurveRequest,
  learningCurveOf,
} from "./features/learning-curve.js";
export { mirrored } from "./features/mirrored.js";
export { type PrepareFeaturesOptions, prepareFeatures } from "./features/prepare-features.js";
export * from "./inspecting/index.js";
export type { AnswerFacts, Answers, UnknownAnswer } from "./judging/answers.js";
export {
  type Classifier,
  type ClassifierOptions,
  type JudgedImages,
  openClassifier,
} from "./judging/classifier.js";
export {
  type EvaluatedRun,
  type EvaluateRunOptions,
  type EvaluationStart,
  evaluateRun,
  fingerprintFor,
  WrongDataError,
} from "./judging/evaluate-run.js";
export {
  EXPORT_FORMATS,
  type ExportFormat,
  ExportRunError,
  exportRun,
  type OnnxRunOptions,
} from "./judging/export-run.js";
export { folderPlace } from "./places/folder-place.js";
export { type MemoryPlace, memoryPlace } from "./places/memory-place.js";
export { derivedFiles, holdsModel, holdsRun, type RunPlace, RunPlaceError } from "./places/place.js";
export { hasStorage, type StoragePlace, storagePlace, storedRuns } from "./places/storage-place.js";
export { zipOf, zipPlace } from "./places/zip-place.js";
export { dataOfCard, recipeOfCard } from "./recipe/card-recipe.js";
export { completeRecipe, phasesOf } from "./recipe/complete.js";
export { contradictionsOf, type Difference, differencesOf } from "./recipe/differences.js";
export type { HeadSettings, RegressionHead, TrainedHead } from "./recipe/head.js";
export { RecipeError, recipeProblems } from "./recipe/problems.js";
export type {
  CallbackSettings,
  ClassWeight,
  DataFacts,
  DataSettings,
  ModelSettings,
  PhaseSettings,
  Recipe,
  RecipeDraft,
  Relabeling,
  TrainingSettings,
  Validation,
} from "./recipe/recipe.js";
export {
  type Described,
  type Leaf,
  type List,
  type Node,
  RECIPE_SCHEMA,
  type Section,
} from "./recipe/schema.js";
export { withValues } from "./recipe/set-value.js";
export { type TransferChoice, transferDraft } from "./recipe/transfer-draft.js";
export { namedRecipe, RECIPE_IDS, RECIPES, type RecipeId } from "./recipes/index.js";
export type { NamedRecipe } from "./recipes/named-recipe.js";
export type { TestMetrics } from "./training/card.js";
export { type FineTuneOptions, fineTune } from "./training/fine-tune.js";
export {
  type EngineChooser,
  type FeaturePart,
  type ResumePoint,
  type RunEvent,
  RunFailedError,
  type RunStart,
  type RunSubject,
  type TrainedRun,
  type TrainRunOptions,
} from "./training/options.js";
export { ResumeError } from "./training/resume-error.js";
export {
  factsOf,
  type ResumeRunOptions,
  resumeRun,
  type StartedTraining,
  startedTraining,
  trainRun,
} from "./training/train-run.js";
export { type PlanWithin, planWithin } from "./training/within.js";
export { inputShapeFor } from "./weights/choice.js";
export { imagenetClassNames, readClassNames } from "./weights/class-names.js";
export { PretrainedError } from "./weights/errors.js";
export {
  loadPretrained,
  type Pretrained,
  type PretrainedFacts,
  type PretrainedOptions,
} from "./weights/load-pretrained.js";
export {
  type ClassifyOptions,
  classify,
  mostLikely,
  type OpenPretrainedOptions,
  openPretrained,
  type PretrainedClassifier,
  type RatedClass,
} from "./weights/pretrained-classifier.js";
export { type PretrainedFile, pretrainedFile } from "./weights/pretrained-file.js";
