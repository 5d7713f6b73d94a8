import type { Clock } from "../core/clock.ts";
import type { Exchange } from "../core/field/exchange.ts";
import { starText } from "../ingest/codecs/hj212/star-secrets.ts";
import { type AnswerFrame, exchangeEventOf } from "./exchange-event.ts";
import {
  type ExchangeEffect,
  type ExchangeEvent,
  type ExchangePhase,
  type ExchangePlan,
  stepExchange,
} from "./exchange-machine.ts";
import { type RequestFrame, type RequestHeader, requestFrame, wordsOf } from "./request-frame.ts";

/** What a runner needs of the gateway. */
export interface RunnerDeps {
  readonly clock: Clock;
  /** Hands a frame to the line of the device; false when there is none that takes it. */
  readonly transmit: (frame: RequestFrame) => Promise<boolean>;
  /** The exchange has changed. */
  readonly changed: (exchange: Exchange) => void;
  /** It has ended or gone back into the queue; the runner is of no more use. */
  readonly over: (exchange: Exchange) => void;
}

const MOST_ANSWERS = 50;
const MOST_CP = 4_000;

/** Carries one exchange out: does what the machine says, and writes down what happens. */
export class ExchangeRunner {
  readonly #deps: RunnerDeps;
  readonly #header: RequestHeader;
  readonly #plan: ExchangePlan;
  readonly #cn: string;
  readonly #asItWas: Exchange;
  #exchange: Exchange;
  #phase: ExchangePhase = { phase: "waiting" };
  #timer: NodeJS.Timeout | undefined;

  constructor(start: {
    readonly exchange: Exchange;
    readonly header: RequestHeader;
    readonly plan: Omit<ExchangePlan, "closing">;
    readonly deps: RunnerDeps;
  }) {
    const { exchange, header, plan, deps } = start;
    const words = wordsOf(exchange.command, header, deps.clock.now());
    this.#asItWas = exchange;
    this.#exchange = { ...exchange, qn: header.qn };
    this.#header = header;
    this.#plan = { ...plan, closing: words.closing };
    this.#cn = words.cn;
    this.#deps = deps;
  }

  begin(): void {
    this.#dispatch({ kind: "begin" });
  }

  /** A frame of the device; those of other exchanges and ordinary uploads are let pass. */
  take(frame: AnswerFrame): void {
    const { command } = this.#exchange;
    const span = command.command === "history" ? command : undefined;
    const event = exchangeEventOf(frame, { qn: this.#header.qn, cn: this.#cn, span });
    if (event === undefined) return;
    this.#note(frame);
    this.#dispatch(event);
  }

  lost(): void {
    this.#dispatch({ kind: "lost" });
  }

  /** Lets go of it as it stands. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#phase = { phase: "ended" };
  }

  #note({ cn, qn, dataArea }: AnswerFrame): void {
    const { answers, packets } = this.#exchange;
    if (cn === this.#cn && this.#exchange.command.command === "history") {
      this.#exchange = { ...this.#exchange, packets: packets + 1 };
    } else if ((qn === this.#header.qn || cn === this.#cn) && answers.length < MOST_ANSWERS) {
      const answer = { cn, cp: starText(dataArea).slice(0, MOST_CP), at: this.#deps.clock.now() };
      this.#exchange = { ...this.#exchange, answers: [...answers, answer] };
    }
  }

  #dispatch(event: ExchangeEvent): void {
    if (this.#phase.phase === "ended") return;
    const { next, effects } = stepExchange(this.#phase, event, this.#plan);
    this.#phase = next;
    if (next.phase === "accepted") this.#exchange = { ...this.#exchange, state: "accepted" };
    for (const effect of effects) this.#apply(effect);
    // Nobody took it, so nothing has happened.
    if (event.kind === "unsent" && next.phase === "ended") this.#exchange = this.#asItWas;
    this.#deps.changed(this.#exchange);
    if (next.phase !== "ended") return;
    clearTimeout(this.#timer);
    this.#deps.over(this.#exchange);
  }

  #apply(effect: ExchangeEffect): void {
    switch (effect.kind) {
      case "send":
        this.#send();
        return;
      case "timer":
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#dispatch({ kind: "timer" }), effect.ms);
        return;
      case "requeue":
        this.#exchange = { ...this.#exchange, state: "queued", qn: null };
        return;
      case "finish": {
        const { state, code, result } = effect;
        this.#exchange = { ...this.#exchange, state, returnCode: code, result, endedAt: this.#deps.clock.now() };
        return;
      }
    }
  }

  #send(): void {
    const now = this.#deps.clock.now();
    const { sentAt, attempts, command } = this.#exchange;
    this.#exchange = { ...this.#exchange, state: "sent", sentAt: sentAt ?? now, attempts: attempts + 1 };
    this.#deps.transmit(requestFrame(command, this.#header, now)).then(
      (isTaken) => {
        if (!isTaken) this.#dispatch({ kind: "unsent" });
      },
      () => this.#dispatch({ kind: "unsent" }),
    );
  }
}
