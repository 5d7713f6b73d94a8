/** The place of an answer whose message is not durable yet. */
export interface AnswerPlace {
  /** The message is durable: the answer may leave once all before it may. */
  release(): void;
}

/** One object a message and no closure: thousands of them wait for one commit. */
class Place<A> implements AnswerPlace {
  readonly answer: A;
  isReady = false;
  readonly onReady: () => void;

  constructor(answer: A, onReady: () => void) {
    this.answer = answer;
    this.onReady = onReady;
  }

  release(): void {
    this.isReady = true;
    this.onReady();
  }
}

/**
 * The answers of one connection. They leave in the order of the messages, whatever becomes durable first
 * [MQTT-4.6.0-2].
 */
export class OrderedAnswers<A> {
  readonly #send: (answers: readonly A[]) => void;
  #waiting: Place<A>[] = [];
  #isScheduled = false;
  #idle: (() => void)[] = [];
  readonly #onReady: () => void;

  /**
   * @param send lets answers go
   * @param when `together`: all that are ready in one turn of the event loop, so that a group commit costs one write;
   *   `send` is called behind the code that released the last of them. `at-once`: within `release`, for a `send` that
   *   gathers by itself, so that nothing of a message is kept longer than need be.
   */
  constructor(send: (answers: readonly A[]) => void, when: "together" | "at-once" = "together") {
    this.#send = send;
    this.#onReady = when === "at-once" ? this.#flush : () => this.#flushSoon();
  }

  /** Takes the next place in the order. */
  reserve(answer: A): AnswerPlace {
    const place = new Place(answer, this.#onReady);
    this.#waiting.push(place);
    return place;
  }

  /** True when no answer waits. */
  isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Resolves when no answer waits. */
  idle(): Promise<void> {
    return this.isEmpty() ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  /** The connection is gone: nothing that waits will leave. */
  clear(): void {
    this.#waiting = [];
    this.#endWaiting();
  }

  #flushSoon(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    process.nextTick(this.#flush);
  }

  readonly #flush = (): void => {
    this.#isScheduled = false;
    const ready: A[] = [];
    for (const { isReady, answer } of this.#waiting) {
      if (!isReady) break;
      ready.push(answer);
    }
    if (ready.length === this.#waiting.length) this.#waiting = [];
    else this.#waiting.splice(0, ready.length);
    if (ready.length > 0) this.#send(ready);
    if (this.isEmpty()) this.#endWaiting();
  };

  #endWaiting(): void {
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
