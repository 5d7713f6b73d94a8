// Decoding one frame: ours and a naive parser in turn (A B A B …), so that what else the machine does meets both.
import { crcOf } from "../../ingest/codecs/hj212/crc.ts";
import { decodeFrame } from "../../ingest/codecs/hj212/decode-frame.ts";
import { createFrameCutter } from "../../ingest/codecs/hj212/frame-cutter.ts";
import { type Spread, spread } from "../harness/spread.ts";
import type { NamedFrame } from "./hj212-frames.ts";

const WARMUP_MS = 300;
const FRAMES_IN_STREAM = 200;
const BEIJING_MS = 8 * 3_600_000;

interface NaiveMessage {
  readonly header: Record<string, string>;
  time: number | undefined;
  readonly factors: Record<string, Record<string, string | number>>;
}

/** What a quick implementation does with a text: split, split, split. The CRC is the usual loop over a table. */
function naive(bytes: Buffer): NaiveMessage {
  const crcAt = bytes.length - 6;
  const text = bytes.toString("latin1");
  if (Number(text.slice(2, 6)) !== crcAt - 6) throw new Error("wrong length");
  if (Number.parseInt(text.slice(crcAt, crcAt + 4), 16) !== naiveCrc(bytes, 6, crcAt)) throw new Error("wrong CRC");
  const [head = "", area = ""] = text.slice(6, crcAt - 2).split("CP=&&");
  const header: Record<string, string> = {};
  for (const item of head.split(";")) {
    const [key = "", value = ""] = item.split("=");
    header[key] = value;
  }
  const message: NaiveMessage = { header, time: undefined, factors: {} };
  for (const item of area.split(";")) {
    for (const pair of item.split(",")) {
      const [name = "", value = ""] = pair.split("=");
      const [factor = "", field] = name.split("-");
      if (field === undefined) message.time = timeOf(value);
      else {
        const values = message.factors[factor] ?? {};
        message.factors[factor] = values;
        values[field] = field === "Flag" ? value : Number(value);
      }
    }
  }
  return message;
}

function timeOf(stamp: string): number {
  const part = (from: number, to: number): number => Number(stamp.slice(from, to));
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14)) - BEIJING_MS;
}

const TABLE = Uint16Array.from({ length: 256 }, (_, start) => {
  let register = start;
  for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  return register;
});

function naiveCrc(bytes: Buffer, from: number, to: number): number {
  let register = 0xffff;
  for (let i = from; i < to; i++) register = TABLE[(register >> 8) ^ (bytes[i] ?? 0)] ?? 0;
  return register;
}

/** Results go here, so that no work and no object is optimised away. */
let sink: unknown;

/** Microseconds a call, over about `ms`. */
function time(work: () => unknown, ms: number): number {
  const begin = performance.now();
  let calls = 0;
  do {
    for (let i = 0; i < 500; i++) sink = work();
    calls += 500;
  } while (performance.now() - begin < ms);
  return ((performance.now() - begin) * 1_000) / calls;
}

/**
 * Bytes that one call leaves to the garbage collector: the greatest heap growth of several short runs, because a
 * collection within a run only lowers it.
 */
function allocation(work: () => unknown): number {
  const calls = 500;
  let most = 0;
  for (let attempt = 0; attempt < 40; attempt++) {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < calls; i++) sink = work();
    most = Math.max(most, (process.memoryUsage().heapUsed - before) / calls);
  }
  if (sink === undefined) throw new Error("nothing was decoded");
  return Math.round(most);
}

function cutAll(stream: Buffer): number {
  const cutter = createFrameCutter();
  cutter.push(stream);
  let count = 0;
  while (cutter.next() !== undefined) count++;
  if (count !== FRAMES_IN_STREAM) throw new Error(`${count} frames cut`);
  return count;
}

function decode(bytes: Buffer): unknown {
  const result = decodeFrame(bytes);
  if (!result.ok) throw new Error(result.error.detail.code);
  return result.value;
}

export interface ParseFigures {
  readonly frame: string;
  readonly bytes: number;
  readonly decodeUs: Spread;
  readonly naiveUs: Spread;
  readonly ratio: Spread;
  readonly crcUs: Spread;
  readonly cutUs: Spread;
  readonly decodeBytes: number;
  readonly naiveBytes: number;
}

interface Effort {
  readonly pairs: number;
  readonly ms: number;
}

export function measureParse(frames: readonly NamedFrame[], effort: Effort): readonly ParseFigures[] {
  const decoders = frames.map(
    ({ bytes }) =>
      () =>
        decode(bytes),
  );
  // All kinds of frames before any is measured: a decoder that has seen one shape only would be measured faster than it
  // is.
  for (const work of decoders) time(work, WARMUP_MS);
  for (const { bytes } of frames) time(() => naive(bytes), WARMUP_MS);
  return frames.map((frame) => measureFrame(frame, effort));
}

function measureFrame({ name, bytes }: NamedFrame, { pairs, ms }: Effort): ParseFigures {
  const segment = bytes.subarray(6, -6);
  const stream = Buffer.concat(Array.from({ length: FRAMES_IN_STREAM }, () => bytes));
  const runs = Array.from({ length: pairs }, () => ({
    decode: time(() => decode(bytes), ms),
    naive: time(() => naive(bytes), ms),
    crc: time(() => crcOf(segment), ms / 3),
    cut: time(() => cutAll(stream), ms / 3) / FRAMES_IN_STREAM,
  }));
  return {
    frame: name,
    bytes: bytes.length,
    decodeUs: spread(runs.map((r) => r.decode)),
    naiveUs: spread(runs.map((r) => r.naive)),
    ratio: spread(runs.map((r) => r.naive / r.decode)),
    crcUs: spread(runs.map((r) => r.crc)),
    cutUs: spread(runs.map((r) => r.cut)),
    decodeBytes: allocation(() => decode(bytes)),
    naiveBytes: allocation(() => naive(bytes)),
  };
}
