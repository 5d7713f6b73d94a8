/** A message that waits for its acknowledgement. */
export interface AckSlot {
  readonly messageId: number;
  isSettled: boolean;
}

/**
 * Lets acknowledgements go in the order in which the messages came [MQTT-4.6.0-2], whatever becomes durable first. Those of one turn of the
 * event loop leave together.
 */
export class OrderedAcks {
  readonly #send: (messageIds: readonly number[]) => void;
  readonly #slots: AckSlot[] = [];
  #isScheduled = false;
  #idle: (() => void)[] = [];

  constructor(send: (messageIds: readonly number[]) => void) {
    this.#send = send;
  }

  /** Takes the next place in the order. */
  expect(messageId: number): AckSlot {
    const slot = { messageId, isSettled: false };
    this.#slots.push(slot);
    return slot;
  }

  /** The message of this slot may be acknowledged, once all before it are. */
  settle(slot: AckSlot): void {
    slot.isSettled = true;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#flush());
  }

  /** Resolves when no message waits. */
  idle(): Promise<void> {
    return this.#slots.length === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  #flush(): void {
    this.#isScheduled = false;
    const firstOpen = this.#slots.findIndex((slot) => !slot.isSettled);
    const ready = this.#slots.splice(0, firstOpen < 0 ? this.#slots.length : firstOpen);
    if (ready.length > 0) this.#send(ready.map((slot) => slot.messageId));
    if (this.#slots.length > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

/** PUBACKs as they stand on the wire; the short form is the same in MQTT 3.1.1 and 5 (success). */
export function encodePubacks(messageIds: readonly number[]): Buffer {
  const bytes = Buffer.alloc(messageIds.length * 4);
  for (const [i, id] of messageIds.entries()) {
    bytes.writeUInt16BE(0x40_02, i * 4);
    bytes.writeUInt16BE(id, i * 4 + 2);
  }
  return bytes;
}
