import type { FrameWire } from "../../../../api/resources/devices/schema.ts";

/** What tells a frame from every other one. */
export function frameKey({ at, direction, raw }: FrameWire): string {
  return `${at}|${direction}|${raw}`;
}

/** Which frames are open, and the list that stands still meanwhile. */
export interface Held {
  readonly open: ReadonlySet<string>;
  /** The list as it was when the first frame was opened, or when the reader last asked for the newest. */
  readonly frames: readonly FrameWire[];
}

/** No frame is open. */
export const NONE_HELD: Held = { open: new Set(), frames: [] };

interface Toggle {
  readonly frame: FrameWire;
  readonly isOpen: boolean;
  readonly frames: readonly FrameWire[];
}

/**
 * After a frame was opened or closed: the first one that is opened makes the list stand still, the last one that is
 * closed lets it go.
 */
export function toggled(held: Held, { frame, isOpen, frames }: Toggle): Held {
  const key = frameKey(frame);
  if (held.open.has(key) === isOpen) return held;
  const open = new Set(held.open);
  if (isOpen) open.add(key);
  else open.delete(key);
  if (open.size === 0) return NONE_HELD;
  return { open, frames: held.open.size === 0 ? frames : held.frames };
}

/** How many of `frames` are not in `old`. */
export function newSince(old: readonly FrameWire[], frames: readonly FrameWire[]): number {
  const known = new Set(old.map(frameKey));
  return frames.filter((frame) => !known.has(frameKey(frame))).length;
}

/** The newest frames, and those that are open although they are not among them any more. */
export function withOpen({ open, frames: old }: Held, frames: readonly FrameWire[]): readonly FrameWire[] {
  const here = new Set(frames.map(frameKey));
  return [...old.filter((frame) => open.has(frameKey(frame)) && !here.has(frameKey(frame))), ...frames];
}
