/**
 * Codes of states that say 1 while they hold, else 0, and of a period the share in which they did. HJ 212-2017 has no
 * code for them, and those of HJ 212-2025 were not found: a channel of a bypass is called one of these.
 * @see docs/sources.md#fugitive
 */
export const OPEN_STATES: ReadonlySet<string> = new Set(["bypass", "bypass_open"]);
