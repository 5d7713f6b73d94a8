import { UsageError } from "./usage-error.ts";

/**
 * The whole number of an option, of at most nine digits and not below `least`. @throws UsageError that names the option
 */
export function wholeNumber(option: string, text: string, least = 1): number {
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value < least)
    throw new UsageError([`--${option}: ${text} is no whole number from ${least} on`]);
  return value;
}
