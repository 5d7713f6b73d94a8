const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/** The weight of a place is this to the power of its number, counted from 0, modulo 31 (1, 3, 9, 27, 19 …). */
const WEIGHT_STEP = 3;

/**
 * True when `code` is a unified social credit code (统一社会信用代码): 18 characters of the alphabet without I, O, S, V, Z, the
 * last one the check character. Upper case is asked for; a confused O or 0 is refused, never repaired.
 * @see docs/sources.md#uscc
 */
export function isUscc(code: string): boolean {
  if (code.length !== 18) return false;
  const values = [...code].map((c) => ALPHABET.indexOf(c));
  if (values.some((v) => v < 0)) return false;
  const sum = values.slice(0, 17).reduceRight((total, value) => (total * WEIGHT_STEP + value) % 31, 0);
  return values[17] === (31 - sum) % 31;
}

/**
 * True when `code` has the form of a pollutant discharge permit (排污许可证编号): a valid USCC, a running number of three
 * digits and one class letter. A holder without a USCC has a number that begins with `H9` and a division code. The
 * letter is no check character.
 * @see docs/sources.md#permit-number
 */
export function isPermitNumber(code: string): boolean {
  if (/^H9\d{6}[0-9A-Z]{0,13}[A-Z]$/.test(code)) return true;
  return /^[0-9A-Z]{18}\d{3}[A-Z]$/.test(code) && isUscc(code.slice(0, 18));
}
