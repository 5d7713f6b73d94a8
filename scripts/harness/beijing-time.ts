const BEIJING_MS = 8 * 3_600_000;

/** The day in Beijing now, `YYYY-MM-DD`. */
export function today(): string {
  return new Date(Date.now() + BEIJING_MS).toISOString().slice(0, 10);
}

/** 14 digits of Beijing time, as HJ 212 writes it. */
export function stamp(at: number): string {
  return new Date(at + BEIJING_MS).toISOString().replace(/\D/g, "").slice(0, 14);
}
