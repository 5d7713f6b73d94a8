import { expect, test } from "vitest";
import type { DeviceCommand, ExchangeState } from "../../core/field/exchange.ts";
import type { Device } from "../../core/registry/registry.ts";
import { instant, parseBeijingStamp } from "../../core/time.ts";
import { openGatewayWithSessions } from "../../tests/support/gateway-with-sessions.ts";
import { encodeFrame } from "../codecs/hj212/encode-frame.ts";

/** Worked out by hand from the standard's rules for header, length and CRC; the QN is the platform's clock. */
const NOW = parseBeijingStamp("20260102030405678") ?? instant(0);
const MODERN = "A0B1C2D3E4F5061728394A5B";
const OLD = "88888880000042";
const DEVICES: readonly Device[] = [
  { mn: MODERN, edition: "2017" },
  { mn: OLD, edition: "2005" },
];
/** By this the door learns that the device is there; it asks for no answer. */
const hello = (mn: string) =>
  encodeFrame({ qn: "20260102030405000", st: "32", cn: "2021", pw: "123456", mn, ...(mn === MODERN && { flag: 4 }), cp: "" });

interface Conversation {
  readonly name: string;
  readonly mn: string;
  readonly command: DeviceCommand;
  /** `<` comes from the platform, `>` from the device. */
  readonly lines: readonly string[];
  readonly state: ExchangeState;
  /** CN of the answers and number of packets that the exchange has in the end. */
  readonly answers: readonly string[];
  readonly packets: number;
}

const CONVERSATIONS: readonly Conversation[] = [
  {
    name: "2017, set a parameter",
    mn: MODERN,
    command: { command: "set-interval", cn: "1062", value: 60 },
    lines: [
      "< ##0101QN=20260102030405678;ST=32;CN=1062;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=5;CP=&&RtdInterval=60&&0000",
      "> ##0094QN=20260102030405678;ST=91;CN=9011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&QnRtn=1&&1400",
      "> ##0095QN=20260102030405678;ST=91;CN=9012;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&ExeRtn=1&&6600",
    ],
    state: "done",
    answers: ["9011", "9012"],
    packets: 0,
  },
  {
    name: "2017, read a parameter",
    mn: MODERN,
    command: { command: "read-time", polId: "w01018" },
    lines: [
      "< ##0099QN=20260102030405678;ST=32;CN=1011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=5;CP=&&PolId=w01018&&1B00",
      "> ##0094QN=20260102030405678;ST=91;CN=9011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&QnRtn=1&&1400",
      "> ##0125QN=20260102030405678;ST=32;CN=1011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&PolId=w01018;SystemTime=20260102030407&&E541",
      "> ##0095QN=20260102030405678;ST=91;CN=9012;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&ExeRtn=1&&6600",
    ],
    state: "done",
    answers: ["9011", "1011", "9012"],
    packets: 0,
  },
  {
    name: "2017, hour history, answered and split",
    mn: MODERN,
    command: {
      command: "history",
      cn: "2061",
      from: parseBeijingStamp("20260102010000") ?? instant(0),
      to: parseBeijingStamp("20260102010000") ?? instant(0),
    },
    lines: [
      "< ##0134QN=20260102030405678;ST=32;CN=2061;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=5;CP=&&BeginTime=20260102010000;EndTime=20260102010000&&9D41",
      "> ##0094QN=20260102030405678;ST=91;CN=9011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&QnRtn=1&&1400",
      "> ##0201QN=20260102030406001;ST=32;CN=2061;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=7;PNUM=2;PNO=1;CP=&&DataTime=20260102010000;w00000-Cou=45.0,w00000-Min=12.0,w00000-Avg=12.5,w00000-Max=13.1,w00000-Flag=N&&09C0",
      "< ##0087QN=20260102030406001;ST=91;CN=9014;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&&&9FC1",
      "> ##0202QN=20260102030406002;ST=32;CN=2061;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=7;PNUM=2;PNO=2;CP=&&DataTime=20260102010000;w01018-Cou=1.584,w01018-Min=33.0,w01018-Avg=35.2,w01018-Max=37.9,w01018-Flag=N&&0CC0",
      "< ##0087QN=20260102030406002;ST=91;CN=9014;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&&&A3C1",
      "> ##0095QN=20260102030405678;ST=91;CN=9012;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&ExeRtn=1&&6600",
    ],
    state: "done",
    answers: ["9011", "9012"],
    packets: 2,
  },
  {
    name: "2017, stop realtime",
    mn: MODERN,
    command: { command: "stop-realtime" },
    lines: [
      "< ##0087QN=20260102030405678;ST=32;CN=2012;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=5;CP=&&&&3840",
      "> ##0087QN=20260102030405678;ST=91;CN=9013;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&&&2EC0",
    ],
    state: "done",
    answers: ["9013"],
    packets: 0,
  },
  {
    name: "2005, read time: the QN stands in the data area of every answer",
    mn: OLD,
    command: { command: "read-time" },
    lines: [
      "< ##0077QN=20260102030405678;ST=32;CN=1011;PW=123456;MN=88888880000042;Flag=3;CP=&&&&5880",
      "> ##0084ST=91;CN=9011;PW=123456;MN=88888880000042;Flag=0;CP=&&QN=20260102030405678;QnRtn=1&&F441",
      "> ##0095ST=32;CN=1011;PW=123456;MN=88888880000042;CP=&&QN=20260102030405678;SystemTime=20260102030407&&2340",
      "> ##0078ST=91;CN=9012;PW=123456;MN=88888880000042;CP=&&QN=20260102030405678;ExeRtn=1&&6240",
    ],
    state: "done",
    answers: ["9011", "1011", "9012"],
    packets: 0,
  },
];

test.each(CONVERSATIONS)("$name: byte for byte over a socket, in both directions", async (conversation) => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const peer = await door.connect();
  await peer.send(hello(conversation.mn));
  await door.journal.arrived(1);

  const id = await door.ask(conversation.mn, conversation.command);
  let expected = "";
  for (const line of conversation.lines) {
    const [direction, frame] = [line.slice(0, 1), `${line.slice(2)}\r\n`];
    if (direction === ">") {
      await peer.send(frame);
      continue;
    }
    expected += frame;
    expect(await peer.receives(expected.length)).toBe(expected);
  }
  const exchange = await door.reaches(id, "done", "failed", "unsupported", "timed-out");

  expect(exchange).toMatchObject({ state: conversation.state, packets: conversation.packets, attempts: 1 });
  expect(exchange.answers.map((answer) => answer.cn)).toEqual(conversation.answers);
  expect(peer.soFar()).toBe(expected);
  // What the device said is in the journal, answers too.
  const said = conversation.lines.filter((line) => line.startsWith(">")).map((line) => `${line.slice(2)}\r\n`);
  expect(door.journal.entries.slice(1).map((entry) => Buffer.from(entry.payload).toString())).toEqual(said);
});

const UPLOADS = [
  [
    "2017 realtime",
    "##0170QN=20260102030500123;ST=32;CN=2011;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=5;CP=&&DataTime=20260102030500;w01018-Rtd=35.2,w01018-Flag=N;w00000-Rtd=12.5,w00000-Flag=N&&BDC1",
    "##0087QN=20260102030500123;ST=91;CN=9014;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&&&6300",
  ],
  [
    "2025 heartbeat",
    "##0087QN=20260102030500123;ST=31;CN=9015;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=9;CP=&&&&BB01",
    "##0087QN=20260102030500123;ST=91;CN=9013;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=8;CP=&&&&7EC0",
  ],
  [
    "2025 minute",
    "##0172QN=20260102030600456;ST=31;CN=2051;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=9;CP=&&DataTime=20260102030500;a21026-Min=17.9,a21026-Avg=18.5,a21026-Max=19.2,a21026-Flag=N&&2A80",
    "##0087QN=20260102030600456;ST=91;CN=9014;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=8;CP=&&&&0780",
  ],
] as const;

test.each(UPLOADS)(
  "%s: the upload is answered byte for byte, with device sessions behind the listener",
  async (_name, upload, answer) => {
    await using door = await openGatewayWithSessions(DEVICES, NOW);
    const peer = await door.connect();

    await peer.send(`${upload}\r\n`);

    expect(await peer.receives(answer.length + 2)).toBe(`${answer}\r\n`);
  },
);
