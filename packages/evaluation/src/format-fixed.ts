/** The most that `toFixed` gives; numbers that sit exactly between two decimals need far fewer. */
const EXACT_DIGITS = 100;

/**
 * Like `Number.prototype.toFixed`, but an exact tie goes to the even digit, as in Python's `format`:
 * 0.125 gives "0.12", where `toFixed` gives "0.13".
 *
 * @param digits 0..20
 */
export function formatFixed(value: number, digits: number): string {
  const exact = value.toFixed(EXACT_DIGITS);
  const cut = exact.length - EXACT_DIGITS + digits;
  const kept = exact.slice(0, digits === 0 ? cut - 1 : cut);
  const isTie = /^50*$/.test(exact.slice(cut));
  return isTie && Number(kept.at(-1)) % 2 === 0 ? kept : value.toFixed(digits);
}
