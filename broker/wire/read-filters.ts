import { err, ok, type Result } from "../../core/result.ts";
import { FieldReader } from "./field-reader.ts";
import { faultOf, malformedTopic, type PacketFault } from "./packet-fault.ts";
import { PacketType, type WirePacket } from "./packet-types.ts";

/** One filter that a client subscribes to; UNSUBSCRIBE has no `qos`. */
export interface WantedFilter {
  readonly topic: string;
  readonly qos: 0 | 1 | 2;
}

/** A SUBSCRIBE or UNSUBSCRIBE: every filter in its order, also one that is named twice. */
export interface FilterRequest {
  readonly id: number;
  readonly filters: readonly WantedFilter[];
}

const FLAGS = 2;

/** Reads a SUBSCRIBE or an UNSUBSCRIBE [MQTT 3.8, 3.10]. */
export function readFilters({ type, flags, body }: WirePacket): Result<FilterRequest, PacketFault> {
  if (flags !== FLAGS) return err(faultOf("packet-reserved-bits", type));
  const fields = new FieldReader(body);
  const id = fields.word();
  if (id === undefined) return err(faultOf("packet-fields-and-length", type));
  if (id === 0) return err(faultOf("packet-id-zero", type));
  if (fields.isAtEnd()) return err(faultOf("packet-without-filter", type));
  const filters: WantedFilter[] = [];
  while (!fields.isAtEnd()) {
    const filter = readFilter(fields, type);
    if (!filter.ok) return filter;
    filters.push(filter.value);
  }
  return ok({ id, filters });
}

function readFilter(fields: FieldReader, type: number): Result<WantedFilter, PacketFault> {
  const topic = fields.text();
  const options = type === PacketType.SUBSCRIBE ? fields.byte() : 0;
  if (topic === undefined || options === undefined) return err(faultOf("packet-fields-and-length", type));
  if (topic === null) return err(faultOf("packet-text-not-utf8", type));
  if (!isFilter(topic)) return err(malformedTopic(type, topic));
  if (options === 3) return err(faultOf("packet-qos-3", type));
  if (options === 0 || options === 1 || options === 2) return ok({ topic, qos: options });
  return err(faultOf("packet-reserved-bits", type));
}

/** `#` alone in the last level, `+` alone in any, and not empty [MQTT-4.7.1-2, 4.7.1-3, 4.7.3-1]. */
function isFilter(text: string): boolean {
  if (text === "") return false;
  const levels = text.split("/");
  return levels.every((level, i) => level === "+" || (level === "#" && i === levels.length - 1) || !/[+#]/.test(level));
}
