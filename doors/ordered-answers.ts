/** The place of an answer whose message is not durable yet. */
export interface AnswerPlace {
  /** The message is durable: the answer may leave once all before it may. */
  release(): void;
}

interface Waiting<A> {
  readonly answer: A;
  isReady: boolean;
}

/**
 * The answers of one connection. They leave in the order of the messages, whatever becomes durable first
 * [MQTT-4.6.0-2]. All that are ready in one turn of the event loop leave together, so that a group commit costs one
 * write.
 */
export class OrderedAnswers<A> {
  readonly #send: (answers: readonly A[]) => void;
  #waiting: Waiting<A>[] = [];
  #isScheduled = false;
  #idle: (() => void)[] = [];

  /** @param send lets answers go; called behind the code that released the last of them, never within it */
  constructor(send: (answers: readonly A[]) => void) {
    this.#send = send;
  }

  /** Takes the next place in the order. */
  reserve(answer: A): AnswerPlace {
    const place: Waiting<A> = { answer, isReady: false };
    this.#waiting.push(place);
    return {
      release: () => {
        place.isReady = true;
        if (this.#isScheduled) return;
        this.#isScheduled = true;
        process.nextTick(() => this.#flush());
      },
    };
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

  #flush(): void {
    this.#isScheduled = false;
    const firstOpen = this.#waiting.findIndex((place) => !place.isReady);
    const ready = firstOpen < 0 ? this.#waiting : this.#waiting.slice(0, firstOpen);
    this.#waiting = firstOpen < 0 ? [] : this.#waiting.slice(firstOpen);
    if (ready.length > 0) this.#send(ready.map((place) => place.answer));
    if (this.isEmpty()) this.#endWaiting();
  }

  #endWaiting(): void {
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
