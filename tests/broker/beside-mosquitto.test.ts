/**
 * The same bytes to our broker and to mosquitto: what a client that breaks a rule of MQTT 3.1.1 is answered, and
 * whether its connection goes on. The expected answers are the standard's; mosquitto is beside us as a second reader of
 * it, where it is installed.
 */
import { connect as connectSocket } from "node:net";
import { expect, test } from "vitest";
import { createFixture, MN_A } from "../../broker/testing/broker-fixture.ts";
import { hasMosquitto, Mosquitto } from "./mosquitto.ts";

const READINGS = `outfall/v1/${MN_A}/readings`;
const DOWN = `outfall/v1/${MN_A}/down`;
const ID = Buffer.from([0, 1]);
const PINGREQ = Buffer.from([0xc0, 0]);
const PINGRESP = "d000";
const CONNACK = "20020000";

/** Text with its length before it. */
function text(content: string | readonly number[]): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

function packet(first: number, ...fields: readonly (Buffer | readonly number[])[]): Buffer {
  const body = Buffer.concat(fields.map((field) => Buffer.from(field)));
  const length = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7];
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

interface Connect {
  readonly flags?: number;
  readonly level?: number;
  readonly clientId?: string | readonly number[];
  readonly will?: string;
  readonly more?: readonly number[];
}

/** Flags: clean session, user name and password, unless said otherwise. */
function connect({ flags = 0xc2, level = 4, clientId = "raw", will, more = [] }: Connect = {}): Buffer {
  const willFields = will === undefined ? [] : [text(will), text("gone")];
  const user = (flags & 0x80) === 0 ? [] : [text(MN_A)];
  const secret = (flags & 0x40) === 0 ? [] : [text(`secret-of-${MN_A}`)];
  return packet(0x10, text("MQTT"), [level, flags, 0, 60], text(clientId), ...willFields, ...user, ...secret, more);
}

function publish(qos: number, id: readonly number[], topic: string | readonly number[] = READINGS, payload = "{}"): Buffer {
  return packet(0x30 | (qos << 1), text(topic), id, Buffer.from(payload));
}

/**
 * What the broker answered, as hexadecimal digits; resolves when it closes the connection. One that is to go on answers
 * a PINGREQ and everything that is expected, and is ended by us. The answer to PINGREQ keeps no order with those to
 * messages, so it is put last.
 */
function exchange(port: number, [, bytes, answer, isToGoOn]: Row): Promise<string> {
  const isLasting = isToGoOn !== undefined;
  return new Promise((resolve) => {
    const socket = connectSocket(port, "127.0.0.1", () => socket.write(isLasting ? Buffer.concat([bytes, PINGREQ]) : bytes));
    let heard = "";
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.toString("hex");
      if (isLasting && heard.includes(PINGRESP) && heard.length >= answer.length + PINGRESP.length) socket.destroy();
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(isLasting ? heard.replace(PINGRESP, "") + PINGRESP : heard));
  });
}

type Row = readonly [title: string, bytes: Buffer, answer: string, isToGoOn?: "goes on"];

const C = connect();
const ROWS: readonly Row[] = [
  ["a PUBLISH of QoS 1 with id 0 [MQTT-2.3.1-1]", Buffer.concat([C, publish(1, [0, 0])]), CONNACK],
  ["a PUBLISH of QoS 2 with id 0", Buffer.concat([C, publish(2, [0, 0])]), CONNACK],
  ["a PUBREL with id 0", Buffer.concat([C, packet(0x62, [0, 0])]), CONNACK],
  [
    "a PUBREL of an unknown id is answered [MQTT-4.3.3-2]",
    Buffer.concat([C, packet(0x62, [0, 9])]),
    `${CONNACK}70020009`,
    "goes on",
  ],
  ["a SUBSCRIBE with id 0", Buffer.concat([C, packet(0x82, [0, 0], text(DOWN), [1])]), CONNACK],
  ["a SUBSCRIBE without a filter [MQTT-3.8.3-3]", Buffer.concat([C, packet(0x82, ID)]), CONNACK],
  ["a SUBSCRIBE of QoS 3 [MQTT-3-8.3-4]", Buffer.concat([C, packet(0x82, ID, text(DOWN), [3])]), CONNACK],
  ["a SUBSCRIBE to an empty filter [MQTT-4.7.3-1]", Buffer.concat([C, packet(0x82, ID, text(""), [1])]), CONNACK],
  ["a SUBSCRIBE with # in the middle [MQTT-4.7.1-2]", Buffer.concat([C, packet(0x82, ID, text("a/#/b"), [1])]), CONNACK],
  ["a SUBSCRIBE with U+0000 [MQTT-1.5.3-2]", Buffer.concat([C, packet(0x82, ID, text("a/\0"), [1])]), CONNACK],
  [
    "a SUBSCRIBE that names a filter twice has two codes [MQTT-3.9.3-1]",
    Buffer.concat([C, packet(0x82, ID, text(DOWN), [1], text(DOWN), [0])]),
    `${CONNACK}900400010100`,
    "goes on",
  ],
  ["an UNSUBSCRIBE with id 0", Buffer.concat([C, packet(0xa2, [0, 0], text(DOWN))]), CONNACK],
  ["an UNSUBSCRIBE without a filter [MQTT-3.10.3-2]", Buffer.concat([C, packet(0xa2, ID)]), CONNACK],
  ["a PUBLISH with U+0000 in its topic", Buffer.concat([C, publish(1, [0, 1], `${READINGS}\0`)]), CONNACK],
  ["a PUBLISH whose topic is no UTF-8 [MQTT-1.5.3-1]", Buffer.concat([C, publish(1, [0, 1], [0x61, 0xff])]), CONNACK],
  ["a PUBLISH with a wildcard [MQTT-3.3.2-2]", Buffer.concat([C, publish(1, [0, 1], "outfall/+")]), CONNACK],
  ["a PUBLISH without a topic [MQTT-4.7.3-1]", Buffer.concat([C, publish(1, [0, 1], "")]), CONNACK],
  [
    "a PUBLISH of QoS 2, its PUBREL and the next with the same id in one write are answered in their order [MQTT-4.6.0-3]",
    Buffer.concat([C, publish(2, [0, 1], READINGS, "a"), packet(0x62, [0, 1]), publish(2, [0, 1], READINGS, "b")]),
    `${CONNACK}500200017002000150020001`,
    "goes on",
  ],
  ["CONNECT, PUBLISH and DISCONNECT in one write", Buffer.concat([C, publish(1, [0, 7]), packet(0xe0)]), `${CONNACK}40020007`],
  ["a DISCONNECT with a reserved bit [MQTT-3.14.1-1]", Buffer.concat([C, packet(0xe1)]), CONNACK],
  ["a packet that only a server sends", Buffer.concat([C, packet(0x20, [0, 0])]), CONNACK],
  ["a second CONNECT [MQTT-3.1.0-2]", Buffer.concat([C, C]), CONNACK],
  ["level 6 is answered with code 1 [MQTT-3.1.2-2]", connect({ level: 6 }), "20020001"],
  ["a reserved flag of CONNECT [MQTT-3.1.2-3]", connect({ flags: 0xc3 }), ""],
  ["a password without a user name [MQTT-3.1.2-22]", connect({ flags: 0x42 }), ""],
  ["a CONNECT with something behind its last field", connect({ more: [1, 2] }), ""],
  ["a will of QoS 3 [MQTT-3.1.2-14]", connect({ flags: 0xde, will: READINGS }), ""],
  ["a will on a wildcard", connect({ flags: 0xce, will: "outfall/#" }), ""],
  [
    "a will on a topic of somebody else is no reason to refuse",
    Buffer.concat([connect({ flags: 0xce, will: "plant/status" })]),
    CONNACK,
    "goes on",
  ],
  ["a will on no topic", connect({ flags: 0xce, will: "" }), ""],
  ["U+0000 in the client id [MQTT-1.5.3-2]", connect({ clientId: "a\0b" }), ""],
  ["a client id that is no UTF-8 [MQTT-1.5.3-1]", connect({ clientId: [0x61, 0xff] }), ""],
  ["a surrogate in the client id [MQTT-1.5.3-1]", connect({ clientId: [0xed, 0xa0, 0x80] }), ""],
];

function expected([, , answer, isToGoOn]: Row): string {
  return isToGoOn === undefined ? answer : `${answer}${PINGRESP}`;
}

test.each(ROWS.map((row) => [row[0], row] as const))("%s", async (_, row) => {
  await using fixture = await createFixture();
  fixture.journal.releaseAlways();

  expect(await exchange(fixture.port, row)).toBe(expected(row));
});

test.runIf(hasMosquitto)("mosquitto answers all of these bytes as we do", async () => {
  await using mosquitto = await Mosquitto.start();
  const heard: (readonly [string, string])[] = [];

  for (const row of ROWS) heard.push([row[0], await exchange(mosquitto.port, row)]);

  expect(heard).toEqual(ROWS.map((row) => [row[0], expected(row)]));
});
