/** A small seeded generator (mulberry32): a failing run can be repeated with its seed. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The natural day in Beijing. */
export function today() {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}
