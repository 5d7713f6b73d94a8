import type { DecodedMessage } from "../../core/readings/message.ts";
import type { Reading } from "../../core/readings/reading.ts";

/** Where the readings of tests come from when it does not matter; an order of 0 is none (`byArrival`). */
export const ORIGIN = { mn: "SIM410102000000000000001", factor: "a21026", unit: "mg/m3", order: 0 } as const;

/** The message with its readings ordered by arrival, where they state no order; a retry keeps its first entry. */
export function byArrival(message: DecodedMessage): DecodedMessage {
  const { messageId, seq, receivedAt } = message;
  const order = receivedAt - (seq - messageId) * 1000;
  const ordered = (reading: Reading): Reading =>
    reading.order === 0 ? { ...reading, order, arrival: { entry: messageId, digest: messageId } } : reading;
  return { ...message, readings: message.readings.map(ordered) };
}
