import { maskSecrets } from "./codecs/hj212/mask-secrets.ts";

/** Bytes that belong to no frame: where they begin, how many they are, and the first of them as text. */
export interface FrameNoise {
  readonly offset: number;
  readonly bytes: number;
  readonly text: string;
}

const SHOWN_BYTES = 64;

/** What stands in `bytes[from, to)` besides blanks and line ends; `undefined` when there is nothing else. */
export function noiseIn(bytes: Uint8Array, from: number, to: number): FrameNoise | undefined {
  let start = from;
  let end = to;
  while (start < end && isBlank(bytes[start])) start++;
  while (end > start && isBlank(bytes[end - 1])) end--;
  if (start >= end) return undefined;
  const shown = bytes.subarray(start, Math.min(end, start + SHOWN_BYTES));
  return { offset: start, bytes: end - start, text: maskSecrets(new TextDecoder().decode(shown)) };
}

function isBlank(c: number | undefined): boolean {
  return c === 32 || c === 9 || c === 13 || c === 10 || c === 0;
}
