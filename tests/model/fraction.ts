/** A number without any error of arithmetic. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** A decimal number as it is written: 13.8 is 138 / 10. */
export function fraction(decimal: number): Fraction {
  const [whole = "0", part = ""] = String(decimal).split(".");
  return { over: BigInt(`${whole}${part}`), under: 10n ** BigInt(part.length) };
}

export const ZERO: Fraction = { over: 0n, under: 1n };

export function plus(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.under + b.over * a.under, under: a.under * b.under };
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { over: -b.over, under: b.under });
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { over: a.over * b.over, under: a.under * b.under };
}

export function dividedBy(a: Fraction, b: Fraction): Fraction {
  const sign = b.over < 0n ? -1n : 1n;
  return { over: sign * a.over * b.under, under: sign * a.under * b.over };
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.over * b.under - b.over * a.under;
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** To twelve significant digits, as the product writes results of arithmetic. */
export function decimal({ over, under }: Fraction): number {
  return Number((Number(over) / Number(under)).toPrecision(12));
}

export function sum(all: readonly Fraction[]): Fraction {
  return all.reduce(plus, ZERO);
}
