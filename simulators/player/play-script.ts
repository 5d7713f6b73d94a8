import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../core/clock.ts";
import { type Instant, instant } from "../../core/time.ts";
import type { Door } from "../fleet/start-fleet.ts";
import type { Script, ScriptAct, ScriptMessage } from "../scenarios/scenario-script.ts";
import { openHj212Line } from "./hj212-line.ts";
import { type Ear, type Line, type LineCounts, type LineTuning, sumCounts } from "./line.ts";
import { openMqttLine } from "./mqtt-line.ts";
import { ObedientDevice, type PlayedDevice } from "./played-devices.ts";
import { type GivenUp, PlayingTimeouts } from "./playing-timeouts.ts";

/** How fast a script is played: so many times real time, or as fast as it is acknowledged. */
export type PlaySpeed = number | "max";

export interface PlayOptions {
  readonly mqtt: Door;
  readonly hj212: Door;
  readonly speed: PlaySpeed;
  /** The moment of the script that is played first. */
  readonly start: Instant;
  readonly tuning?: Partial<LineTuning>;
  /** Loggers that answer what the platform asks; without them nobody listens. */
  readonly devices?: ReadonlyMap<string, PlayedDevice>;
  /** The loggers' clock; the system's when left out. */
  readonly clock?: Clock;
  /** How long nobody may answer at any door before the play is given up; 15 s when left out. */
  readonly firstAnswerMs?: number;
  /** Before the messages up to `until` go out; `null` before the last ones. A test moves the product's clock here. */
  beforeStretch?(until: Instant | null): Promise<void>;
  /** Does what a person does; all messages before it are answered by then. */
  act?(act: ScriptAct): Promise<void>;
  progress?(done: PlayProgress): void;
  readonly signal?: AbortSignal;
}

/** How far a play is, told now and then. */
export interface PlayProgress {
  /** When the message that was given last goes out, in the time of the script. */
  readonly at: Instant;
  /** Messages given to their lines. */
  readonly messages: number;
  readonly of: number;
  readonly acknowledged: number;
  readonly isLast: boolean;
}

/** What became of a script's messages, by device and in all. */
export interface PlayReport extends LineCounts {
  /** Frames with which loggers answered what the platform asked of them. */
  readonly answers: number;
  readonly seconds: number;
  /** Why not everything was played; `null` when it was, whatever became of single messages. */
  readonly givenUp: GivenUp | null;
  /** Doors at which lines were opened and not one was ever answered. */
  readonly unansweredDoors: readonly ScriptMessage["transport"][];
  readonly devices: readonly (LineCounts & { readonly mn: string })[];
}

/**
 * A message unanswered for 10 s is sent again (HJ 212-2017); who plays fast is as quick to repeat, but never quicker
 * than a busy disk.
 */
const USUAL_TIMEOUT_MS = 10_000;
const SHORTEST_TIMEOUT_MS = 2_000;
const MAX_SPEED_WINDOW = 32;
const LIVE_WINDOW = 16;
/** A product that is just being started is there by then. */
const FIRST_ANSWER_MS = 15_000;
const LOOK_MS = 200;

/**
 * Plays a script against the doors of a product, and answers when every message is acknowledged or given up. It always
 * ends: when nobody answers at the doors, or nothing is acknowledged for twice the time in which a line gives a message
 * up, everything is given up.
 */
export async function playScript(script: Script, options: PlayOptions): Promise<PlayReport> {
  const play = new Play(script, options);
  try {
    for (const stretch of stretchesOf(script)) await play.stretch(stretch);
    await play.settled();
  } finally {
    await play.close();
  }
  return play.report();
}

/** One run of a script. */
class Play {
  readonly #script: Script;
  readonly #options: PlayOptions;
  readonly #tuning: LineTuning;
  readonly #began = performance.now();
  readonly #lines = new Map<string, { readonly line: Line; readonly transport: ScriptMessage["transport"] }>();
  readonly #obedient = new Map<string, ObedientDevice>();
  readonly #timeouts: PlayingTimeouts;
  readonly #look: NodeJS.Timeout;
  /** Ends the waits between messages. */
  readonly #end = new AbortController();
  readonly #signal: AbortSignal;
  #given = 0;
  #givenUp: GivenUp | null = null;

  constructor(script: Script, options: PlayOptions) {
    this.#script = script;
    this.#options = options;
    this.#tuning = tuningOf(options);
    this.#signal = AbortSignal.any([this.#end.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    const { answerTimeoutMs, resends } = this.#tuning;
    this.#timeouts = new PlayingTimeouts({
      firstAnswerMs: options.firstAnswerMs ?? FIRST_ANSWER_MS,
      quietMs: 2 * (resends + 1) * answerTimeoutMs,
    });
    this.#look = setInterval(() => this.#lookAfter(), LOOK_MS);
  }

  async stretch({ messages, act }: Stretch): Promise<void> {
    if (this.#givenUp !== null) return;
    await this.#options.beforeStretch?.(act?.at ?? null);
    for (const message of messages) {
      await this.#pace(message.at);
      if (this.#signal.aborted) break;
      const line = this.#lineOf(message);
      if (this.#obedient.get(message.mn)?.wants(message.isRealtime === true) !== false) line.send(message);
      this.#given += 1;
    }
    if (act === undefined) return;
    await this.settled();
    await this.#pace(act.at);
    if (this.#givenUp === null) await this.#options.act?.(act);
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#lines.values()].map(({ line }) => line.settled()));
  }

  async close(): Promise<void> {
    clearInterval(this.#look);
    for (const { handler } of this.#obedient.values()) handler.close();
    await Promise.all([...this.#lines.values()].map(({ line }) => line.close()));
    this.#tell(true);
  }

  report(): PlayReport {
    const devices = [...this.#lines].map(([mn, { line }]) => ({ mn, ...line.counts() }));
    const seconds = Math.round(performance.now() - this.#began) / 1_000;
    const answers = [...this.#obedient.values()].reduce((sum, device) => sum + device.answered, 0);
    return { seconds, ...sumCounts(devices), answers, givenUp: this.#givenUp, unansweredDoors: this.#unansweredDoors(), devices };
  }

  #lineOf(message: ScriptMessage): Line {
    const known = this.#lines.get(message.mn);
    if (known !== undefined) return known.line;
    const line = this.#open(message);
    this.#lines.set(message.mn, { line, transport: message.transport });
    return line;
  }

  #open(message: ScriptMessage): Line {
    const { devices, clock = SYSTEM_CLOCK } = this.#options;
    const device = devices?.get(message.mn);
    if (device === undefined) return openLine(message, this.#options, this.#tuning);
    const obedient = new ObedientDevice(device, { clock, say: (frame) => line.say(frame) });
    const line = openLine(message, this.#options, this.#tuning, (heard) => obedient.handler.hear(heard));
    this.#obedient.set(message.mn, obedient);
    return line;
  }

  async #pace(at: Instant): Promise<void> {
    const { speed, start } = this.#options;
    if (speed === "max") return;
    const waitMs = this.#began + (at - start) / speed - performance.now();
    if (waitMs > 1) await sleep(waitMs, undefined, { signal: this.#signal }).catch(() => undefined);
  }

  #lookAfter(): void {
    this.#tell(false);
    const lines = [...this.#lines.values()].map(({ line }) => line);
    const reason = this.#timeouts.look(performance.now(), {
      waiting: lines.reduce((sum, line) => sum + line.waiting(), 0),
      isAnswered: lines.some((line) => line.hasBeenAnswered()),
      acknowledged: this.#acknowledged(),
    });
    if (reason === null) return;
    this.#givenUp = reason;
    clearInterval(this.#look);
    this.#end.abort();
    for (const line of lines) line.giveUp();
  }

  #tell(isLast: boolean): void {
    const last = this.#script.messages[this.#given - 1];
    if (last === undefined) return;
    const of = this.#script.messages.length;
    this.#options.progress?.({ at: last.at, messages: this.#given, of, acknowledged: this.#acknowledged(), isLast });
  }

  #acknowledged(): number {
    return [...this.#lines.values()].reduce((sum, { line }) => sum + line.counts().acknowledged, 0);
  }

  #unansweredDoors(): readonly ScriptMessage["transport"][] {
    const all = [...this.#lines.values()];
    const answered = new Set(all.filter(({ line }) => line.hasBeenAnswered()).map(({ transport }) => transport));
    return [...new Set(all.map(({ transport }) => transport))].filter((transport) => !answered.has(transport));
  }
}

function tuningOf({ speed, tuning }: PlayOptions): LineTuning {
  const answerTimeoutMs = speed === "max" ? SHORTEST_TIMEOUT_MS : Math.max(SHORTEST_TIMEOUT_MS, USUAL_TIMEOUT_MS / speed);
  return { answerTimeoutMs, resends: 3, window: speed === "max" ? MAX_SPEED_WINDOW : LIVE_WINDOW, ...tuning };
}

/** The loggers' clocks are right. */
const SYSTEM_CLOCK: Clock = { kind: "system", now: () => instant(Date.now()) };

type PlayDoors = Pick<PlayOptions, "mqtt" | "hj212">;

function openLine({ transport, mn }: ScriptMessage, { mqtt, hj212 }: PlayDoors, tuning: LineTuning, ear?: Ear): Line {
  return transport === "mqtt" ? openMqttLine(mqtt, mn, tuning, ear) : openHj212Line(hj212, mn, tuning, ear);
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
