import { err, ok, type Result } from "../../core/result.ts";
import { FieldReader } from "./field-reader.ts";
import { faultOf, malformedTopic, type PacketFault } from "./packet-fault.ts";
import { PacketType } from "./packet-types.ts";

/** What a CONNECT says, but for its password. */
export interface ConnectRequest {
  /** 3 or 4, and 5, of which the rest of the product has only heard. */
  readonly version: number;
  readonly isClean: boolean;
  readonly clientId: string;
  readonly willTopic: string | undefined;
  readonly username: string | undefined;
}

/** With the highest bit the level of a bridge. */
const LEVEL_BITS = 0x7f;
/** By protocol name. `MQTT` with 3 is no pair of the standard, and of no harm. */
const VERSIONS: ReadonlyMap<unknown, readonly number[]> = new Map([
  ["MQIsdp", [3]],
  ["MQTT", [3, 4, 5]],
]);
const FLAGS = {
  reserved: 0x01,
  clean: 0x02,
  will: 0x04,
  willQos: 0x18,
  willRetain: 0x20,
  password: 0x40,
  username: 0x80,
} as const;
const MALFORMED = faultOf("packet-fields-and-length", PacketType.CONNECT);
const NOT_TEXT = faultOf("packet-text-not-utf8", PacketType.CONNECT);

/** Reads a CONNECT as strictly as the standard asks [MQTT 3.1]. */
export function readConnect(body: Buffer): Result<ConnectRequest, PacketFault> {
  const fields = new FieldReader(body);
  const versions = VERSIONS.get(fields.text());
  if (versions === undefined) return err({ code: "protocol-name-other", facts: {} });
  const level = fields.byte();
  if (level === undefined) return err(MALFORMED);
  const version = level & LEVEL_BITS;
  if (!versions.includes(version)) return err({ code: "protocol-version-other", facts: { version: level } });
  const flags = fields.byte();
  const keepalive = fields.word();
  if (flags === undefined || keepalive === undefined) return err(MALFORMED);
  const fault = faultInFlags(flags, version);
  return fault === undefined ? readPayload(fields, flags, version) : err(fault);
}

function faultInFlags(flags: number, version: number): PacketFault | undefined {
  // [MQTT-3.1.2-3], and [MQTT-3.1.2-11, 3.1.2-13, 3.1.2-15] for what only belongs to a will.
  const isReservedSet = (flags & FLAGS.reserved) !== 0;
  const isWillless = (flags & FLAGS.will) === 0 && (flags & (FLAGS.willQos | FLAGS.willRetain)) !== 0;
  if (isReservedSet || isWillless) return faultOf("packet-reserved-bits", PacketType.CONNECT);
  // [MQTT-3.1.2-14]
  if ((flags & FLAGS.willQos) === FLAGS.willQos) return faultOf("packet-qos-3", PacketType.CONNECT);
  // [MQTT-3.1.2-22]; MQTT 5 has no such rule.
  const isNameless = (flags & FLAGS.username) === 0 && (flags & FLAGS.password) !== 0;
  return isNameless && version < 5 ? { code: "password-without-user", facts: {} } : undefined;
}

function readPayload(fields: FieldReader, flags: number, version: number): Result<ConnectRequest, PacketFault> {
  const isVersion5 = version === 5;
  if (isVersion5 && !fields.skipProperties()) return err(MALFORMED);
  const clientId = fields.text();
  const willTopic = (flags & FLAGS.will) === 0 ? NONE : readWill(fields, isVersion5);
  const username = (flags & FLAGS.username) === 0 ? NONE : fields.text();
  const password = (flags & FLAGS.password) === 0 ? NONE : fields.bytes();
  const isCut = [clientId, willTopic, username, password].includes(undefined);
  if (isCut || !fields.isAtEnd()) return err(MALFORMED);
  if (clientId === null || willTopic === null || username === null) return err(NOT_TEXT);
  if (typeof willTopic === "string" && /^$|[+#]/.test(willTopic)) return err(malformedTopic(PacketType.CONNECT, willTopic));
  const isClean = (flags & FLAGS.clean) !== 0;
  return ok({ version, isClean, clientId: clientId ?? "", willTopic: textOf(willTopic), username: textOf(username) });
}

/** Stands for a field that the flags leave out, where `undefined` is one that is missing. */
const NONE = Symbol("none");

/** The topic of the will; its payload is passed over. */
function readWill(fields: FieldReader, isVersion5: boolean): string | null | undefined {
  if (isVersion5 && !fields.skipProperties()) return undefined;
  const topic = fields.text();
  return fields.bytes() === undefined ? undefined : topic;
}

function textOf(field: string | typeof NONE | undefined): string | undefined {
  return typeof field === "string" ? field : undefined;
}
