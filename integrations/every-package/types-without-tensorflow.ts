// What these packages declare compiles whole, with all that they use.
export type * as charts from "@imgcls/charts";
export type * as datasets from "@imgcls/datasets";
export type * as evaluation from "@imgcls/evaluation";
export type * as transfer from "@imgcls/transfer";
