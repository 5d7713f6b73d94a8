import type { Words } from "../../../words/language.ts";

/** A table of `words/` as words of the page: the key of each is its code below a prefix, `verdict.exempt`. */
export function below<Prefix extends string, Code extends string>(
  prefix: Prefix,
  table: Readonly<Record<Code, Words>>,
): { readonly [Key in Code as `${Prefix}.${Key}`]: Words } {
  const entries = Object.entries<Words>(table).map(([code, words]) => [`${prefix}.${code}`, words]);
  return Object.fromEntries(entries) as { readonly [Key in Code as `${Prefix}.${Key}`]: Words };
}
