import { useEffect, useRef, useState } from "react";
import type { LatestWire } from "../../../../api/resources/outlets/schema.ts";
import { onLive } from "../../api/live.ts";
import { isLiveReading, rowKey } from "./live-row.ts";

/** Newest live reading by `outlet|pollutant`. Events that come together are shown together, once a frame. */
export function useLiveReadings(): ReadonlyMap<string, LatestWire> {
  const [readings, setReadings] = useState<ReadonlyMap<string, LatestWire>>(new Map());
  const waiting = useRef(new Map<string, LatestWire>());
  useEffect(() => {
    let frame = 0;
    const flush = (): void => {
      frame = 0;
      const arrived = waiting.current;
      waiting.current = new Map();
      setReadings((before) => new Map([...before, ...arrived]));
    };
    const stop = onLive("reading", (data) => {
      const reading = data as LatestWire;
      if (!isLiveReading(reading)) return;
      waiting.current.set(rowKey(reading.outlet, reading.pollutant), reading);
      if (frame === 0) frame = requestAnimationFrame(flush);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, []);
  return readings;
}
