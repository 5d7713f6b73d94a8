import { useState } from "react";
import type { FrameWire } from "../../../../api/resources/devices/schema.ts";

/** What tells a frame from every other one. */
export function frameKey({ at, direction, raw }: FrameWire): string {
  return `${at}|${direction}|${raw}`;
}

interface Held {
  readonly open: ReadonlySet<string>;
  /** The list as it was when the first frame was opened, or when the reader last asked for the newest. */
  readonly frames: readonly FrameWire[];
}

const NONE_HELD: Held = { open: new Set(), frames: [] };

interface OpenFrames {
  readonly shown: readonly FrameWire[];
  readonly isOpen: (frame: FrameWire) => boolean;
  readonly setOpen: (frame: FrameWire, isOpen: boolean) => void;
  /** How many frames came since the list stands still. */
  readonly waiting: number;
  readonly showWaiting: () => void;
}

/** Which frames a reader has opened. While one is open, the list stands still, so that nothing moves or falls off its end under the reader's eyes. */
export function useOpenFrames(frames: readonly FrameWire[]): OpenFrames {
  const [held, setHeld] = useState<Held>(NONE_HELD);
  const isHolding = held.open.size > 0;
  return {
    shown: isHolding ? held.frames : frames,
    isOpen: (frame) => held.open.has(frameKey(frame)),
    setOpen: (frame, isOpen) => setHeld((before) => toggled(before, { frame, isOpen, frames })),
    waiting: isHolding ? newSince(held.frames, frames) : 0,
    showWaiting: () => setHeld((before) => ({ ...before, frames: withOpen(before, frames) })),
  };
}

interface Toggle {
  readonly frame: FrameWire;
  readonly isOpen: boolean;
  readonly frames: readonly FrameWire[];
}

function toggled(held: Held, { frame, isOpen, frames }: Toggle): Held {
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
function withOpen({ open, frames: old }: Held, frames: readonly FrameWire[]): readonly FrameWire[] {
  const here = new Set(frames.map(frameKey));
  return [...old.filter((frame) => open.has(frameKey(frame)) && !here.has(frameKey(frame))), ...frames];
}
