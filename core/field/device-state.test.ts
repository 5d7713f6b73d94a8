import { expect, test } from "vitest";
import { instant, MINUTE, plus } from "../time.ts";
import { unheardDevice, withPresence } from "./device-state.ts";

const T0 = instant(Date.UTC(2026, 10, 23));
const UNHEARD = unheardDevice("SIM410102000000000000001");

test("a device that comes and goes is remembered with both moments", () => {
  const came = withPresence(UNHEARD, { at: T0, online: true });
  const gone = withPresence(came, { at: plus(T0, MINUTE), online: false });

  expect(came.connected).toBe(true);
  expect(gone.connected).toBe(false);
  expect(gone.presence).toEqual([
    { at: T0, online: true },
    { at: plus(T0, MINUTE), online: false },
  ]);
});

test("a device that is there already does not come again", () => {
  const came = withPresence(UNHEARD, { at: T0, online: true });

  expect(withPresence(came, { at: plus(T0, MINUTE), online: true })).toBe(came);
});

test("the newest twenty comings and goings are kept", () => {
  let state = UNHEARD;
  for (let n = 0; n < 25; n++) state = withPresence(state, { at: plus(T0, n * MINUTE), online: n % 2 === 0 });

  expect(state.presence).toHaveLength(20);
  expect(state.presence[0]).toEqual({ at: plus(T0, 5 * MINUTE), online: false });
  expect(state.presence.at(-1)).toEqual({ at: plus(T0, 24 * MINUTE), online: true });
});
