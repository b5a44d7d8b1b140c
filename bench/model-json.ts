/**
 * Prints the description of one of the bench's networks, for `keras_step.py`.
 *
 *     tsx bench/model-json.ts MODEL
 */
import { buildModel, getPreset } from "@imgcls/architectures";
import { type Case, extentOf } from "./cases.ts";

const model = process.argv[2] as Case["model"];
console.log(JSON.stringify(buildModel(getPreset(model), extentOf(model)).toJSON(undefined, false)));
