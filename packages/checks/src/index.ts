export {
  anything,
  array,
  type Check,
  count,
  finite,
  flag,
  func,
  integer,
  notNegative,
  notNegatives,
  object,
  oneOf,
  positive,
  share,
  text,
  texts,
  wholeNumber,
  within,
} from "./check.js";
export { inputProblems, numbers } from "./input-problems.js";
export { nearest, unknownName } from "./nearest.js";
export {
  type Option,
  type Options,
  type OptionTable,
  option,
  requiredOptions,
  withDefaults,
} from "./option.js";
export {
  type Checks,
  describedProblems,
  missingProblems,
  optionProblems,
  unknownOptionProblems,
} from "./option-problems.js";
export { firstOf, timeInWords } from "./words.js";
