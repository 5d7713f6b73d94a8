import type { Instant } from "../../core/time.ts";

/** Repeatable chance: the same seed, name and index always give the same number, in any order of asking. */
export interface NoiseStream {
  /** Independent for each index, uniform in [-1, 1). */
  jitter(index: number): number;
  /** Smooth in time, within [-1, 1]: free values every `knotMs`, eased in between. */
  wander(at: Instant, knotMs: number): number;
  /** Independent for each index; bell-shaped, mean 0, standard deviation 1, within ±3.5. */
  bell(index: number): number;
}

/**
 * A stream of noise of its own for each seed and name.
 * @param strength scales everything the stream gives; 0 is silence
 */
export function createNoise(seed: number, name: string, strength = 1): NoiseStream {
  let key = mix(seed | 0);
  for (let i = 0; i < name.length; i++) key = mix(key ^ name.charCodeAt(i));
  const uniform = (index: number): number =>
    strength * (mix(key ^ mix(index | 0) ^ Math.floor(index / 0x1_0000_0000)) / 0x8000_0000 - 1);
  return {
    jitter: uniform,
    wander(at, knotMs) {
      const knot = Math.floor(at / knotMs);
      const gone = at / knotMs - knot;
      const eased = gone * gone * (3 - 2 * gone);
      return uniform(knot) * (1 - eased) + uniform(knot + 1) * eased;
    },
    // The sum of four uniform numbers of variance 1/3 each has variance 4/3.
    bell(index) {
      const first = index * 4;
      return (uniform(first) + uniform(first + 1) + uniform(first + 2) + uniform(first + 3)) * Math.sqrt(3 / 4);
    },
  };
}

/** Spreads 32 bits over 32 bits (the finaliser of MurmurHash3); the result is unsigned. */
function mix(bits: number): number {
  let h = bits;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
