import { testWindows } from "../../test/window-scan.js";

// The windows of the networks that there are; blocked-windows.slow.test.ts has all of them.
testWindows({ sizes: [1, 2, 3, 5], strides: [1, 2], zeros: [1] });
