import { testWindows } from "../../test/window-scan.js";

testWindows({ sizes: [1, 2, 3, 4, 5], strides: [1, 2, 3, 4], zeros: [1, 2, 3] });
