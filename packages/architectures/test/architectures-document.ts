import type { Preset } from "../src/index.js";

const HEADERS = ["name", "what it is", "input", "parameters", "trainable", "multiply-adds (M)"];

const INTRODUCTION = `# Architectures

Every architecture of [\`@imgcls/architectures\`](../packages/architectures), with its default input. This page is
written from the registry by \`packages/architectures/test/document.test.ts\`; \`registry.slow.test.ts\` beside it checks that
the built models have these numbers. After a change, this writes the page anew:
\`npx vitest run --project unit packages/architectures/test/document.test.ts -u\`.

- **Parameters** are all numbers in all weights, as Keras's "Total params" (with the moving averages of batch
  normalization); **trainable** are those that training changes, as PyTorch's \`num_params\`.
- **Multiply-adds** are those of convolutions and dense layers, in millions, for one image. A floating-point operation
  count is twice as many.
- \`simple-cnn\` and \`mlp\` end in softmax (\`cifar10-tutorial\` in logits, as published), all others in logits.
- Layers of architectures "as torchvision" have torchvision's module names, so that PyTorch's weights load by name;
  those "as timm" have timm's, those "as Keras" Keras's.

## Small images

Networks made for ImageNet's 224×224 have a second beginning, without the first two reductions of height and width,
for images like CIFAR's. It is the default when the smaller side of the input has at most 64 pixels;
\`stem: "small"\` and \`stem: "imagenet"\` choose at any size.

| family                    | small stem                                                                                  |
| ------------------------- | ------------------------------------------------------------------------------------------- |
| resnet, preact-resnet     | a 3×3 convolution of stride 1 for 7×7 of stride 2, no pooling; in ResNet-D stride 1         |
| densenet                  | the same, without normalization                                                             |
| googlenet                 | a 3×3 convolution of stride 1 for 7×7 of stride 2, no first pooling                         |
| convnext                  | a 3×3 convolution of stride 1 for 4×4 of stride 4                                           |
| mobilenet, efficientnet   | stride 1 in the first convolution and in the first strided stage                            |
| regnet                    | the same                                                                                    |
| shufflenet, squeezenet    | stride 1 in the first convolution, no first pooling                                         |
| alexnet                   | stride 1 in the first convolution, for 4                                                    |
| zfnet                     | stride 1 in the first two convolutions, for 2                                               |
| vgg                       | dense layers of 512 units for 4096; pooling keeps a row that is left over, as of 7×7 pixels |

The dense layers of AlexNet, ZFNet and VGG fit the size of the input, so their parameters depend on it.
`;

/** docs/architectures.md */
export function architecturesDocument(presets: readonly Preset[]): string {
  const families = [...new Set(presets.map(({ family }) => family))];
  const sections = families.map((family) => {
    const members = presets.filter((preset) => preset.family === family);
    const sources = [...new Set(members.map(({ source }) => `${source}.`))];
    return `## ${family}\n\n${table(members)}\n\n${sources.map((source) => `- ${source}`).join("\n")}\n`;
  });
  return [INTRODUCTION, ...sections].join("\n");
}

function table(presets: readonly Preset[]): string {
  const rows = presets.map(({ name, title, inputShape, expected }) => [
    `\`${name}\``,
    title,
    inputShape.join("×"),
    expected.parameters.toLocaleString("en-US"),
    expected.trainableParameters.toLocaleString("en-US"),
    (expected.multiplyAdds / 1e6).toLocaleString("en-US", {
      maximumFractionDigits: 1,
      minimumFractionDigits: 1,
    }),
  ]);
  const isNumber = (column: number) => column >= 3;
  const widths = HEADERS.map((header, column) =>
    Math.max(header.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    isNumber(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width),
  );
  return [line(HEADERS), line(rule), ...rows.map(line)].join("\n");
}
