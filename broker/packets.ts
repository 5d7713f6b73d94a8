import type { Client } from "aedes";
import { refuseConnect } from "./admission.ts";
import { type BrokerContext, type RefusalReason, refuse, refuseDevice } from "./broker-context.ts";
import { type Connection, SAMPLE_BYTES } from "./connection.ts";
import { type Publishing, refuseTopic, takePublish } from "./publishing.ts";
import type { Subscribing } from "./subscribing.ts";
import { CONNACK, PINGRESP, pubcomp } from "./wire/answers.ts";
import { faultOf, type PacketFault } from "./wire/packet-fault.ts";
import { PacketType, type WirePacket } from "./wire/packet-types.ts";
import { readConnect } from "./wire/read-connect.ts";
import { readFilters } from "./wire/read-filters.ts";
import { readId } from "./wire/read-id.ts";
import { readPublish } from "./wire/read-publish.ts";

/** What the packets of devices go to. */
export interface PacketRoutes {
  readonly context: BrokerContext;
  readonly publishing: Publishing;
  readonly subscribing: Subscribing;
  readonly clientOf: (connection: Connection) => Client | undefined;
}

/**
 * What each packet of a device does. Messages and their answers are ours, from the byte to the disk and back; aedes
 * gets what concerns sessions and what the platform says: CONNECT, UNSUBSCRIBE and the answers to `down`. A
 * packet that the standard does not allow ends the connection [MQTT-4.8.0-1].
 */
export class Packets {
  readonly #routes: PacketRoutes;

  constructor(routes: PacketRoutes) {
    this.#routes = routes;
  }

  take(connection: Connection, packet: WirePacket): void {
    // A PUBREL belongs to a message that was counted.
    if (packet.type !== PacketType.PUBREL) connection.countPacket();
    const fault = this.#take(connection, packet);
    if (fault === undefined) return;
    // The password stands in a CONNECT.
    const sample = packet.type === PacketType.CONNECT ? undefined : packet.head(SAMPLE_BYTES);
    this.fault(connection, fault, sample);
    connection.finish();
  }

  /** Says what was wrong with a stream that goes no further. */
  fault(connection: Connection, detail: PacketFault, sample: Uint8Array | undefined): void {
    const { context } = this.#routes;
    const reason = reasonOf(detail, connection);
    if (connection.request === undefined) refuse(context, reason, { address: connection.address, ...detail.facts });
    else refuseDevice(context, connection, { reason, detail, ...(sample !== undefined && { sample }) });
    // [MQTT-3.1.2-2]
    if (detail.code === "protocol-version-other") connection.say(CONNACK.unacceptableVersion);
  }

  #take(connection: Connection, packet: WirePacket): PacketFault | undefined {
    switch (packet.type) {
      case PacketType.PUBLISH:
        return this.#publish(connection, packet);
      case PacketType.PUBREL:
        return this.#release(connection, packet);
      case PacketType.CONNECT:
        return this.#connect(connection, packet);
      case PacketType.SUBSCRIBE:
        return this.#subscribe(connection, packet);
      case PacketType.UNSUBSCRIBE:
        return this.#passOn(connection, packet, readFilters(packet));
      case PacketType.PUBACK:
      case PacketType.PUBREC:
      case PacketType.PUBCOMP:
        return this.#passOn(connection, packet, readId(packet));
      case PacketType.PINGREQ:
        return this.#ping(connection, packet);
      case PacketType.DISCONNECT:
        return this.#goodbye(connection, packet);
      default:
        return faultOf("packet-out-of-place", packet.type);
    }
  }

  #publish(connection: Connection, packet: WirePacket): PacketFault | undefined {
    const publish = readPublish(packet);
    if (!publish.ok) return publish.error;
    const { context, publishing } = this.#routes;
    if (takePublish(publishing, connection, publish.value)) return undefined;
    const { topic, payload } = publish.value;
    // The topic is told beside it; of the packet the payload says most. A copy: a view would keep the whole chunk.
    refuseTopic(context, connection, topic, Buffer.from(payload.subarray(0, SAMPLE_BYTES)));
    connection.finish();
    return undefined;
  }

  /** Nothing is kept of the message's id, so any PUBREL is answered, behind the PUBREC that was due before it. */
  #release(connection: Connection, packet: WirePacket): PacketFault | undefined {
    const id = readId(packet);
    if (!id.ok) return id.error;
    connection.expectAnswer(pubcomp(id.value)).release();
    return undefined;
  }

  #connect(connection: Connection, packet: WirePacket): PacketFault | undefined {
    if (connection.request !== undefined) return faultOf("packet-out-of-place", packet.type);
    const request = readConnect(packet.body);
    if (!request.ok) return request.error;
    connection.request = request.value;
    if (refuseConnect(this.#routes.context, connection, request.value)) {
      connection.finish();
      return undefined;
    }
    connection.hold();
    give(connection, packet);
    return undefined;
  }

  #subscribe(connection: Connection, packet: WirePacket): PacketFault | undefined {
    const request = readFilters(packet);
    if (!request.ok) return request.error;
    const client = this.#routes.clientOf(connection);
    const sample = packet.head(SAMPLE_BYTES);
    if (client !== undefined) this.#routes.subscribing.subscribe(connection, client, { ...request.value, sample });
    return undefined;
  }

  #passOn(
    connection: Connection,
    packet: WirePacket,
    read: ReturnType<typeof readId | typeof readFilters>,
  ): PacketFault | undefined {
    if (!read.ok) return read.error;
    give(connection, packet);
    return undefined;
  }

  #ping(connection: Connection, packet: WirePacket): PacketFault | undefined {
    if (packet.flags !== 0) return faultOf("packet-reserved-bits", packet.type);
    connection.say(PINGRESP);
    return undefined;
  }

  #goodbye(connection: Connection, packet: WirePacket): PacketFault | undefined {
    // [MQTT-3.14.1-1]
    if (packet.flags !== 0) return faultOf("packet-reserved-bits", packet.type);
    if (packet.body.length > 0) return faultOf("packet-fields-and-length", packet.type);
    connection.hasSaidGoodbye = true;
    connection.finish();
    return undefined;
  }
}

function give(connection: Connection, packet: WirePacket): void {
  connection.aedesSide.give(Buffer.concat([packet.header(), packet.body]));
}

/** The label under which a fault is counted. */
function reasonOf({ code }: PacketFault, { request }: Connection): RefusalReason {
  switch (code) {
    case "packet-beyond-limit":
      return "packet-too-large";
    case "packet-length-malformed":
      return "malformed-length";
    case "protocol-version-other":
      return "protocol-version";
    case "packet-out-of-place":
      return request === undefined ? "not-a-connect" : "malformed-packet";
    default:
      return "malformed-packet";
  }
}
