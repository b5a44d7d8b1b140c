import { testRandomArchitectures } from "./random-architectures.js";

testRandomArchitectures(0, 24);
