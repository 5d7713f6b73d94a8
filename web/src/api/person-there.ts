/** After so long without a key or a pointer nobody sits before the page, as far as the session is concerned. */
const THERE_MS = 60_000;
const SIGNS = ["pointerdown", "keydown"] as const;

let lastSignMs = 0;

/** Notes that somebody uses the page; called once, before the first request. */
export function watchPerson(page: Pick<Document, "addEventListener">, nowMs: () => number = Date.now): void {
  lastSignMs = nowMs();
  const note = (): void => {
    lastSignMs = nowMs();
  };
  for (const sign of SIGNS) page.addEventListener(sign, note, { capture: true, passive: true });
}

/** False when what the page asks now is asked by itself: then the server does not take it for an act of a person. */
export function isPersonThere(nowMs: () => number = Date.now): boolean {
  return nowMs() - lastSignMs < THERE_MS;
}
