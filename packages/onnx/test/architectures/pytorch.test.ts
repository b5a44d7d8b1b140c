import { testArchitectureAgainstPytorch } from "../architectures.js";

testArchitectureAgainstPytorch("resnet20");
testArchitectureAgainstPytorch("squeezenet1.1");
