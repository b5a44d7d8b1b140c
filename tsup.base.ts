import { defineConfig, type Options } from "tsup";

/**
 * How every package is built: one ESM bundle and one declaration file per entry.
 * Files behind `imports` (`#name`) are entries of their own and stay external,
 * so the choice between Node and the browser is made by whoever resolves the package.
 */
export const packageBuild = (entry: string[], overrides: Options = {}) =>
  defineConfig({
    entry,
    format: "esm",
    target: "es2023",
    platform: "neutral",
    dts: { entry: entry.filter((file) => !/\.(node|browser)\.ts$/.test(file)) },
    external: [/^#/],
    sourcemap: true,
    clean: true,
    treeshake: true,
    ...overrides,
  });
