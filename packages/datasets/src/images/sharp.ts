type Sharp = typeof import("sharp")["default"];

/** Loaded when the first image is: loading is slow, and most programs never need it. */
export async function loadSharp(): Promise<Sharp> {
  try {
    return (await import("sharp")).default;
  } catch (cause) {
    throw new Error(
      '[imgcls/datasets] Image files need the package "sharp", which does not load here. Install it again on this platform: npm install sharp.',
      { cause },
    );
  }
}
