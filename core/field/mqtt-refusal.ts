import type { NoFacts } from "../said.ts";

/** What is wrong with a packet of MQTT by the standard; `packet` is what the standard calls it. */
export interface PacketFaultCodes {
  /** Its fields do not fill its length. */
  "packet-fields-and-length": { readonly packet: string };
  "packet-id-zero": { readonly packet: string };
  "packet-without-filter": { readonly packet: string };
  /** A text that is no UTF-8, or holds U+0000. */
  "packet-text-not-utf8": { readonly packet: string };
  "packet-reserved-bits": { readonly packet: string };
  "packet-qos-3": { readonly packet: string };
  /** Empty, or a wildcard where none may stand. */
  "packet-topic-malformed": { readonly packet: string; readonly topic: string };
  /** A second CONNECT, a first packet that is none, or one that only a server sends. */
  "packet-out-of-place": { readonly packet: string };
  "packet-length-malformed": NoFacts;
  "packet-beyond-limit": { readonly bytes: number; readonly limit: number };
  "protocol-name-other": NoFacts;
  "protocol-version-other": { readonly version: number };
  "password-without-user": NoFacts;
}

/** Why our MQTT broker refused a client or something of it. */
export interface MqttRefusalCodes extends PacketFaultCodes {
  "topic-of-another": { readonly topic: string };
  "filter-of-another": { readonly filter: string };
  "will-of-another": { readonly topic: string };
  "filters-beyond-limit": { readonly limit: number };
  "sockets-beyond-limit": { readonly limit: number };
  "taken-over-too-often": { readonly perMinute: number };
  "client-id-missing": NoFacts;
  /** The client does not read what we answer. */
  "answers-unread": NoFacts;
}
