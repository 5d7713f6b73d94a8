import { UsageError } from "./usage-error.ts";

/**
 * The whole number of an option, of at most nine digits and not below `least`. @throws UsageError that names the option
 */
export function wholeNumber(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value < least)
    throw UsageError.wrong({ of: `--${option}`, code: "not-a-whole-number", facts: { text, least } });
  return value;
}
