"""Runs ONNX's checker, shape inference included, on every .onnx file of a folder.

Needs the package `onnx` (Debian: python3-onnx). See export.ts for how the files are made.
"""

import collections
import pathlib
import sys

import onnx

FORBIDDEN = ("com.microsoft", "com.microsoft.nchwc")


def problems(path):
    model = onnx.load(str(path))
    found = []
    try:
        onnx.checker.check_model(model, full_check=True)
    except Exception as error:  # the checker's errors have no common class
        found.append(str(error).strip().splitlines()[0])
    if any(opset.domain in FORBIDDEN for opset in model.opset_import):
        found.append("it has operators of one runtime alone")
    if any(True for _ in normalizations_behind_convolutions(model.graph)):
        found.append("a batch normalization is left behind a convolution that feeds nothing else")
    return found


def normalizations_behind_convolutions(graph):
    convolutions = {node.output[0] for node in graph.node if node.op_type == "Conv"}
    readers = collections.Counter(name for node in graph.node for name in node.input)
    for node in graph.node:
        if node.op_type == "BatchNormalization" and node.input[0] in convolutions and readers[node.input[0]] == 1:
            yield node


def main():
    files = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
    broken = {path.name: found for path in files if (found := problems(path))}
    for name, found in broken.items():
        print(f"{name}: {'; '.join(found)}")
    print(f"{len(files) - len(broken)} of {len(files)} files are clean")
    sys.exit(1 if broken or not files else 0)


if __name__ == "__main__":
    main()
