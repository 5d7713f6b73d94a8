import type { PacketFaultCodes } from "../../core/field/mqtt-refusal.ts";
import type { Said } from "../../core/said.ts";
import { packetName } from "./packet-types.ts";

/** Why a packet, and with it the stream, is not carried on. */
export type PacketFault = Said<PacketFaultCodes>;

/** Faults that say no more than which packet has them. */
type FaultOfPacket =
  | "packet-fields-and-length"
  | "packet-id-zero"
  | "packet-without-filter"
  | "packet-text-not-utf8"
  | "packet-reserved-bits"
  | "packet-qos-3"
  | "packet-out-of-place";

/** A fault of the packet with this type. */
export function faultOf(code: FaultOfPacket, type: number): PacketFault {
  return { code, facts: { packet: packetName(type) } };
}

const SHOWN_CHARACTERS = 200;

/** A topic or filter that cannot be one; shown as far as a person reads. */
export function malformedTopic(type: number, topic: string): PacketFault {
  return { code: "packet-topic-malformed", facts: { packet: packetName(type), topic: topic.slice(0, SHOWN_CHARACTERS) } };
}
