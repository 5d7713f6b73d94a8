import { err, ok, type Result } from "../../core/result.ts";
import { FieldReader } from "./field-reader.ts";
import { faultOf, malformedTopic, type PacketFault } from "./packet-fault.ts";
import { PacketType, type WirePacket } from "./packet-types.ts";

/** A PUBLISH of a client. */
export interface Publish {
  readonly qos: number;
  readonly isRetained: boolean;
  readonly topic: string;
  /** 0 with QoS 0, which has none. */
  readonly id: number;
  readonly payload: Buffer;
}

const MALFORMED = err(faultOf("packet-fields-and-length", PacketType.PUBLISH));
const NOT_TEXT = err(faultOf("packet-text-not-utf8", PacketType.PUBLISH));
const ID_ZERO = err(faultOf("packet-id-zero", PacketType.PUBLISH));
const QOS_3 = err(faultOf("packet-qos-3", PacketType.PUBLISH));

/** Reads a PUBLISH [MQTT 3.3]. DUP means nothing to us: a repeat is known by its content. */
export function readPublish({ flags, body }: WirePacket): Result<Publish, PacketFault> {
  const qos = (flags >> 1) & 3;
  if (qos === 3) return QOS_3;
  const fields = new FieldReader(body);
  const topic = fields.text();
  if (topic === undefined) return MALFORMED;
  if (topic === null) return NOT_TEXT;
  if (topic === "" || topic.includes("+") || topic.includes("#")) return err(malformedTopic(PacketType.PUBLISH, topic));
  const id = qos === 0 ? 0 : fields.word();
  if (id === undefined) return MALFORMED;
  if (id === 0 && qos > 0) return ID_ZERO;
  return ok({ qos, isRetained: (flags & 1) !== 0, topic, id, payload: fields.rest() });
}
