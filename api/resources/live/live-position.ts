/** How far a live stream has come: the journal entry of the newest reading it saw, and the newest record event. */
export interface LivePosition {
  readonly intakeSeq: number;
  readonly eventId: number;
}

/**
 * The position as the `id` of an event. `life` tells the data from which it counts: numbers of data that were begun
 * anew mean something else.
 */
export function formatPosition({ intakeSeq, eventId }: LivePosition, life: string): string {
  return `${life}.${intakeSeq}.${eventId}`;
}

/**
 * Where a stream that comes back with a `Last-Event-ID` goes on; `undefined` when that is not one of ours, is of
 * another life, or lies ahead of `now` (the data are those of an older backup): such a stream begins now.
 */
export function resumedPosition(text: string, life: string, now: LivePosition): LivePosition | undefined {
  const match = /^([A-Za-z0-9_-]{1,64})\.(\d{1,15})\.(\d{1,15})$/.exec(text);
  if (match === null || match[1] !== life) return undefined;
  const position = { intakeSeq: Number(match[2]), eventId: Number(match[3]) };
  return position.intakeSeq > now.intakeSeq || position.eventId > now.eventId ? undefined : position;
}
