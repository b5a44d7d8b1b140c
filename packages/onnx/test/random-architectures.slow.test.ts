import { testRandomArchitectures } from "./random-architectures.js";

testRandomArchitectures(24, 300);
