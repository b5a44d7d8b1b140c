/** The packages that a package's sources may import. Its tests may import any package. */
const PACKAGES = {
  checks: [],
  charts: ["checks"],
  datasets: ["charts", "checks"],
  architectures: ["charts", "checks"],
  onnx: ["checks"],
  evaluation: ["charts", "checks"],
  transfer: ["checks"],
  onnxruntime: [],
  training: ["onnx", "onnxruntime", "checks"],
  runs: ["datasets", "architectures", "onnx", "training", "evaluation", "transfer", "checks"],
  "test-utils": [],
};

/** The folders of packages/onnx/src that a folder there may import. All but `graph` also know the type of a lowering. */
const COMPILER_PARTS = {
  graph: [],
  constraints: ["graph", "lowering"],
  regularizers: ["graph", "lowering"],
  inlined: [],
  layers: ["graph", "constraints", "inlined", "regularizers", "lowering"],
  lowering: ["graph", "layers"],
  losses: ["graph", "layers", "lowering"],
  optimizers: ["graph", "lowering"],
};

const TESTS = ["\\.test\\.tsx?$", "^(packages|apps)/[^/]+/test/"];

/** One rule for each row of a table: a folder's sources import only themselves and what the row names. */
const rules = (table, folder, comment) =>
  Object.entries(table).map(([name, allowed]) => ({
    name: `${folder}/${name}`,
    comment,
    severity: "error",
    from: { path: `^${folder}/${name}/`, pathNot: TESTS },
    to: { path: `^${folder}/[^/]+/`, pathNot: `^${folder}/(${[name, ...allowed].join("|")})/` },
  }));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...rules(PACKAGES, "packages", "See PACKAGES in .dependency-cruiser.mjs and docs/architecture.md."),
    ...rules(COMPILER_PARTS, "packages/onnx/src", "See COMPILER_PARTS in .dependency-cruiser.mjs."),
    {
      name: "package-without-a-row",
      comment: "A new package needs a row in PACKAGES before it may import another one.",
      severity: "error",
      from: { path: `^packages/(?!(${Object.keys(PACKAGES).join("|")})/)([^/]+)/` },
      to: { path: "^packages/", pathNot: "^packages/$2/" },
    },
    {
      name: "a-lowering-is-handed-in",
      comment: "Only what chooses a lowering imports one; all others import its type.",
      severity: "error",
      from: {
        path: "^packages/onnx/src/(constraints|regularizers|layers|losses|optimizers)/",
        pathNot: TESTS,
      },
      to: { path: "^packages/onnx/src/lowering/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-package-imports-an-app",
      severity: "error",
      from: { path: "^(packages|tools)/" },
      to: { path: "^apps/" },
    },
    {
      name: "no-app-imports-another",
      comment: "Only a test may run both apps, to see that one opens what the other made.",
      severity: "error",
      from: { path: "^apps/([^/]+)/", pathNot: TESTS },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "test-utils-only-in-tests",
      severity: "error",
      from: { pathNot: [...TESTS, "^packages/test-utils/"] },
      to: { path: "^packages/test-utils/" },
    },
    {
      name: "no-cycles",
      comment: "A cycle with a type-only import in it is gone at run time, and allowed.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "every-import-is-found",
      comment: "An import that is not found could be an arrow that no rule sees.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/dist/" },
    tsConfig: { fileName: "tsconfig.base.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["imgcls-source", "types", "import", "node", "default"],
    },
  },
};
