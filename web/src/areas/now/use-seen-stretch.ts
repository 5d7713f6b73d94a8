import { type RefObject, useEffect, useState } from "react";
import type { Stretch } from "./board-layout.ts";

/** Drawn beyond what is in sight, so that a turn of the wheel meets rows. */
const BEYOND = 600;
/** What is drawn changes in steps of this many pixels: not with each of them. */
const STEP = 300;

/** The stretch of a box that is in sight of the window or near it, in pixels below the top of the box. */
export function useSeenStretch(box: RefObject<HTMLElement | null>): Stretch {
  const [seen, setSeen] = useState<Stretch>({ top: 0, bottom: window.innerHeight + BEYOND });
  useEffect(() => {
    let frame = 0;
    const look = (): void => {
      frame = 0;
      if (box.current === null) return;
      const { top } = box.current.getBoundingClientRect();
      const from = Math.floor((-top - BEYOND) / STEP) * STEP;
      const to = Math.ceil((window.innerHeight - top + BEYOND) / STEP) * STEP;
      setSeen((before) => (before.top === from && before.bottom === to ? before : { top: from, bottom: to }));
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    look();
    window.addEventListener("scroll", soon, { passive: true });
    window.addEventListener("resize", soon);
    return () => {
      window.removeEventListener("scroll", soon);
      window.removeEventListener("resize", soon);
      cancelAnimationFrame(frame);
    };
  }, [box]);
  return seen;
}
