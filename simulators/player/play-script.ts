import { setTimeout as sleep } from "node:timers/promises";
import type { Instant } from "../../core/time.ts";
import type { Door } from "../fleet/start-fleet.ts";
import type { Script, ScriptAct, ScriptMessage } from "../scenarios/scenario-script.ts";
import { openHj212Line } from "./hj212-line.ts";
import { type Line, type LineCounts, type LineTuning, sumCounts } from "./line.ts";
import { openMqttLine } from "./mqtt-line.ts";

/** How fast a script is played: so many times real time, or as fast as it is acknowledged. */
export type PlaySpeed = number | "max";

export interface PlayOptions {
  readonly mqtt: Door;
  readonly hj212: Door;
  readonly speed: PlaySpeed;
  /** The moment of the script that is played first. */
  readonly start: Instant;
  readonly tuning?: Partial<LineTuning>;
  /** Before the messages up to `until` go out; `null` before the last ones. A test moves the product's clock here. */
  beforeStretch?(until: Instant | null): Promise<void>;
  /** Does what a person does; all messages before it are answered by then. */
  act?(act: ScriptAct): Promise<void>;
  progress?(done: PlayProgress): void;
  readonly signal?: AbortSignal;
}

export interface PlayProgress {
  readonly at: Instant;
  readonly messages: number;
  readonly of: number;
}

/** What became of a script's messages, by device and in all. */
export interface PlayReport extends LineCounts {
  readonly seconds: number;
  readonly devices: readonly (LineCounts & { readonly mn: string })[];
}

/** A message unanswered for 10 s is sent again (HJ 212-2017); who plays fast is as quick to repeat, but never quicker than a busy disk. */
const USUAL_TIMEOUT_MS = 10_000;
const SHORTEST_TIMEOUT_MS = 2_000;
const MAX_SPEED_WINDOW = 32;
const LIVE_WINDOW = 16;

/** Plays a script against the doors of a product, and answers when every message is acknowledged or given up. */
export async function playScript(script: Script, options: PlayOptions): Promise<PlayReport> {
  const began = performance.now();
  const lines = new Map<string, Line>();
  const lineOf = (message: ScriptMessage): Line => {
    const known = lines.get(message.mn);
    if (known !== undefined) return known;
    const opened = openLine(message, options);
    lines.set(message.mn, opened);
    return opened;
  };
  const settled = async (): Promise<void> => void (await Promise.all([...lines.values()].map((line) => line.settled())));
  let done = 0;
  for (const stretch of stretchesOf(script)) {
    await options.beforeStretch?.(stretch.act?.at ?? null);
    for (const message of stretch.messages) {
      await pace(message.at, began, options);
      if (options.signal?.aborted === true) break;
      lineOf(message).send(message);
      done += 1;
      options.progress?.({ at: message.at, messages: done, of: script.messages.length });
    }
    if (stretch.act !== undefined) {
      await settled();
      await pace(stretch.act.at, began, options);
      await options.act?.(stretch.act);
    }
  }
  await settled();
  await Promise.all([...lines.values()].map((line) => line.close()));
  const devices = [...lines].map(([mn, line]) => ({ mn, ...line.counts() }));
  return { seconds: Math.round(performance.now() - began) / 1_000, ...sumCounts(devices), devices };
}

function openLine(message: ScriptMessage, { mqtt, hj212, speed, tuning }: PlayOptions): Line {
  const answerTimeoutMs = speed === "max" ? SHORTEST_TIMEOUT_MS : Math.max(SHORTEST_TIMEOUT_MS, USUAL_TIMEOUT_MS / speed);
  const patient = { answerTimeoutMs, resends: 3, window: speed === "max" ? MAX_SPEED_WINDOW : LIVE_WINDOW, ...tuning };
  return message.transport === "mqtt" ? openMqttLine(mqtt, message.mn, patient) : openHj212Line(hj212, message.mn, patient);
}

async function pace(at: Instant, began: number, { speed, start, signal }: PlayOptions): Promise<void> {
  if (speed === "max") return;
  const waitMs = began + (at - start) / speed - performance.now();
  if (waitMs > 1) await sleep(waitMs, undefined, { ...(signal !== undefined && { signal }) }).catch(() => undefined);
}

interface Stretch {
  readonly messages: readonly ScriptMessage[];
  readonly act?: ScriptAct;
}

/** The messages before each act, and those after the last. */
function stretchesOf({ messages, acts }: Script): readonly Stretch[] {
  let from = 0;
  const stretches = acts.map((act): Stretch => {
    const next = messages.findIndex((m, i) => i >= from && m.at >= act.at);
    const to = next === -1 ? messages.length : next;
    const before = messages.slice(from, to);
    from = to;
    return { messages: before, act };
  });
  return [...stretches, { messages: messages.slice(from) }];
}
