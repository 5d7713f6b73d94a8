import { useState } from "react";
import type { FrameWire } from "../../../../api/resources/devices/schema.ts";
import { frameKey, type Held, NONE_HELD, newSince, toggled, withOpen } from "./open-frames.ts";

interface OpenFrames {
  readonly shown: readonly FrameWire[];
  readonly isOpen: (frame: FrameWire) => boolean;
  readonly setOpen: (frame: FrameWire, isOpen: boolean) => void;
  /** How many frames came since the list stands still. */
  readonly waiting: number;
  readonly showWaiting: () => void;
}

/**
 * Which frames a reader has opened. While one is open, the list stands still, so that nothing moves or falls off its
 * end under the reader's eyes.
 */
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
