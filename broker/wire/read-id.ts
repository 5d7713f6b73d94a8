import { err, ok, type Result } from "../../core/result.ts";
import { faultOf, type PacketFault } from "./packet-fault.ts";
import { PacketType, type WirePacket } from "./packet-types.ts";

/** Reads PUBACK, PUBREC, PUBREL or PUBCOMP: their id. */
export function readId({ type, flags, body }: WirePacket): Result<number, PacketFault> {
  if (flags !== (type === PacketType.PUBREL ? 2 : 0)) return err(faultOf("packet-reserved-bits", type));
  if (body.length !== 2) return err(faultOf("packet-fields-and-length", type));
  const id = body.readUInt16BE(0);
  return id === 0 ? err(faultOf("packet-id-zero", type)) : ok(id);
}
