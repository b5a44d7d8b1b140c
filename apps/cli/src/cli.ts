import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import { architecturesCommand } from "./commands/architectures.js";
import { clusterCommand } from "./commands/cluster.js";
import { datasetsCommand } from "./commands/datasets.js";
import { demoCommand } from "./commands/demo.js";
import { doctorCommand } from "./commands/doctor.js";
import { evaluateCommand } from "./commands/evaluate.js";
import { examples } from "./commands/examples.js";
import { exportCommand } from "./commands/export.js";
import { inspectCommand } from "./commands/inspect.js";
import { kernelsCommand } from "./commands/kernels.js";
import { learningCurveCommand } from "./commands/learning-curve.js";
import { predictCommand } from "./commands/predict.js";
import { recipesCommand } from "./commands/recipes.js";
import { runsCommand } from "./commands/runs.js";
import { trainCommand } from "./commands/train.js";
import { weightsCommand } from "./commands/weights.js";
import { printableText } from "./printable.js";

/**
 * The command table. A command's definition is light; what it does is imported when it runs, so that
 * help, version and wrong arguments never load TensorFlow.js or a native library.
 */
export function createProgram(): Command {
  const program = new Command("imgcls")
    .description("Train, evaluate and use image classifiers. Results go to stdout, progress to stderr.")
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print the help of a command")
    .option("--json", "print results and events as one JSON object a line")
    .option("--quiet", "no progress and no explanations")
    .option("--verbose", "stack traces with errors");

  for (const command of [
    trainCommand(),
    evaluateCommand(),
    predictCommand(),
    inspectCommand(),
    kernelsCommand(),
    exportCommand(),
    runsCommand(),
    learningCurveCommand(),
    doctorCommand(),
    clusterCommand(),
    datasetsCommand(),
    architecturesCommand(),
    weightsCommand(),
    recipesCommand(),
    demoCommand(),
  ]) {
    program.addCommand(command);
  }
  examples(program, [
    ["imgcls demo", "train a digit classifier in under a minute, no download"],
    ["imgcls train --recipe mnist-cnn", "download MNIST and reproduce a published result"],
    ["imgcls evaluate runs/demo", "test-set report, also as a page with pictures"],
    ["imgcls predict runs/demo digit.png", "classify your own picture"],
  ]);
  program.addHelpText(
    "after",
    "\nEnvironment:\n  IMGCLS_CACHE_DIR   where downloaded data sets are kept\n  IMGCLS_OFFLINE=1   never use the network\n\nExit codes: 0 done, 1 failed, 2 wrong arguments, 130 interrupted.",
  );
  configure(program);
  return program;
}

/** The same behaviour for every command: errors as one line, global options in every help. */
function configure(command: Command): void {
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      outputError: (text, write) => {
        const line = text
          .trim()
          .replace(/^error: /, "")
          .replace(/\s*\n\s*/g, " ");
        write(`imgcls: ${printableText(line)}\n`);
      },
    });
  for (const child of command.commands) configure(child);
}
