import type { Socket } from "node:net";

/** The answers of one connection: they leave in the order of the messages, and all that are ready in one turn of the event loop leave in one write. */
export interface AnswerQueue {
  /** Keeps the place of an answer whose message is not durable yet. */
  reserve(answer: Uint8Array): AnswerPlace;
  /** True when no answer waits. */
  isEmpty(): boolean;
}

export interface AnswerPlace {
  /** The message is durable: the answer may leave. */
  release(): void;
}

interface Place extends AnswerPlace {
  readonly answer: Uint8Array;
  isReady: boolean;
}

/** @param afterWrite called after each write, with the bytes the peer has not taken yet */
export function createAnswerQueue(socket: Socket, afterWrite: (unsentBytes: number) => void): AnswerQueue {
  let places: Place[] = [];
  let isScheduled = false;

  const write = (): void => {
    isScheduled = false;
    const waiting = places.findIndex((p) => !p.isReady);
    const ready = waiting < 0 ? places : places.slice(0, waiting);
    places = waiting < 0 ? [] : places.slice(waiting);
    if (ready.length === 0 || !socket.writable) return;
    socket.write(ready.length === 1 ? (ready[0] as Place).answer : Buffer.concat(ready.map((p) => p.answer)));
    afterWrite(socket.writableLength);
  };

  return {
    isEmpty: () => places.length === 0,
    reserve(answer) {
      const place: Place = {
        answer,
        isReady: false,
        release() {
          place.isReady = true;
          if (isScheduled) return;
          isScheduled = true;
          process.nextTick(write);
        },
      };
      places.push(place);
      return place;
    },
  };
}
