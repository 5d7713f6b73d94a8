/** How far a live stream has come: the journal entry of the newest reading it saw, and the newest record event. */
export interface LivePosition {
  readonly intakeSeq: number;
  readonly eventId: number;
}

/** The position as the `id` of an event. */
export function formatPosition(position: LivePosition): string {
  return `${position.intakeSeq}.${position.eventId}`;
}

/** Reads a `Last-Event-ID`; `undefined` when it is not one of ours. */
export function parsePosition(text: string): LivePosition | undefined {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(text);
  return match === null ? undefined : { intakeSeq: Number(match[1]), eventId: Number(match[2]) };
}
