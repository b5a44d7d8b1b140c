import { defineConfig } from "vitest/config";

/** Tests run on the sources: no build is needed, and none can be stale. */
const conditions = ["imgcls-source", "node", "default"];
const fromSource = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
};

export default defineConfig({
  test: {
    projects: [
      {
        ...fromSource,
        test: {
          name: "unit",
          include: ["{packages,apps}/*/{src,test}/**/*.test.ts", "tools/**/*.test.ts"],
          exclude: ["**/*.{slow,package,browser}.test.ts"],
          pool: "forks",
          testTimeout: 60_000,
        },
      },
      {
        ...fromSource,
        test: {
          name: "slow",
          include: ["{packages,apps}/*/{src,test}/**/*.slow.test.ts"],
          pool: "forks",
          testTimeout: 30 * 60_000,
        },
      },
      {
        test: {
          name: "package",
          include: ["tools/**/*.package.test.ts"],
          pool: "forks",
          testTimeout: 5 * 60_000,
        },
      },
    ],
  },
});
