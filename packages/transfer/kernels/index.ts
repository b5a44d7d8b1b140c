/**
 * The inner part of a matrix product, in 64-bit floats. It works on addresses. `a` has panels of 4 rows and `b` panels of
 * 4 columns, the four numbers of each step of the sum side by side; `c` gets tiles of 4 × 4, those of a panel of `a` in
 * a row.
 */
export function multiplyPanels(a: usize, b: usize, c: usize, aPanels: i32, bPanels: i32, depth: i32): void {
  const panel: usize = depth << 5;
  for (let j = 0; j < bPanels; j++) {
    for (let i = 0; i < aPanels; i++) {
      multiplyTile(a + i * panel, b + j * panel, c + ((i * bPanels + j) << 7), panel);
    }
  }
}

/** 4 rows times 4 columns. `bytes`: of one panel. */
@inline
function multiplyTile(a: usize, b: usize, c: usize, bytes: usize): void {
  let c00 = f64x2.splat(0);
  let c01 = f64x2.splat(0);
  let c10 = f64x2.splat(0);
  let c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0);
  let c21 = f64x2.splat(0);
  let c30 = f64x2.splat(0);
  let c31 = f64x2.splat(0);
  for (const end = a + bytes; a < end; a += 32, b += 32) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let factor = v128.load64_splat(a);
    c00 = f64x2.add(c00, f64x2.mul(factor, left));
    c01 = f64x2.add(c01, f64x2.mul(factor, right));
    factor = v128.load64_splat(a, 8);
    c10 = f64x2.add(c10, f64x2.mul(factor, left));
    c11 = f64x2.add(c11, f64x2.mul(factor, right));
    factor = v128.load64_splat(a, 16);
    c20 = f64x2.add(c20, f64x2.mul(factor, left));
    c21 = f64x2.add(c21, f64x2.mul(factor, right));
    factor = v128.load64_splat(a, 24);
    c30 = f64x2.add(c30, f64x2.mul(factor, left));
    c31 = f64x2.add(c31, f64x2.mul(factor, right));
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c10, 32);
  v128.store(c, c11, 48);
  v128.store(c, c20, 64);
  v128.store(c, c21, 80);
  v128.store(c, c30, 96);
  v128.store(c, c31, 112);
}

/** From here on memory is free. */
export function firstFreeAddress(): usize {
  return __heap_base;
}
