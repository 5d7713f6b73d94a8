import { createServer } from "node:net";
import { expect, test } from "vitest";
import { instant } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import type { Script, ScriptAct, ScriptMessage } from "../scenarios/scenario-script.ts";
import { type PlayProgress, playScript } from "./play-script.ts";

const MN = "SIM410102000000000009001";
const TUNING = { answerTimeoutMs: 40, resends: 1, window: 2 };
const QNS = ["1", "2", "3", "4", "5"];

function message(qn: string, transport: ScriptMessage["transport"], at = 0): ScriptMessage {
  const frame = encodeFrame({ qn, st: "31", cn: "2061", pw: "123456", mn: MN, flag: 5, cp: "DataTime=20260105000000" });
  return { at: instant(at), mn: MN, transport, topic: "t", writes: [frame], answers: [qn], unanswerable: 0 };
}

const scriptOf = (messages: readonly ScriptMessage[]): Script => ({ messages, acts: [] });

/** A platform that answers the first `answers` frames and is silent after. */
async function startPlatform(answers: number) {
  const server = createServer((socket) => {
    socket.on("error", () => {
      // The line may be cut at any time.
    });
    let left = answers;
    socket.on("data", (chunk) => {
      for (const [, qn = ""] of chunk.toString("latin1").matchAll(/QN=([^;]*);/g)) {
        if (left > 0) socket.write(`##0045QN=${qn};ST=91;CN=9014;Flag=4;CP=&&&&0000\r\n`);
        left -= 1;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    door: { host: "127.0.0.1", port },
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  };
}

/** A port at which nobody listens. */
async function closedDoor() {
  const platform = await startPlatform(0);
  await platform[Symbol.asyncDispose]();
  return platform.door;
}

test.each(["hj212", "mqtt"] as const)(
  "a play against a closed %s port is given up, and says at which door",
  async (transport) => {
    const door = await closedDoor();
    const doors = { mqtt: door, hj212: door };

    const script = scriptOf(QNS.map((qn) => message(qn, transport)));
    const report = await playScript(script, { ...doors, speed: "max", start: instant(0), firstAnswerMs: 300 });

    expect(report).toMatchObject({
      givenUp: "nobody-answers",
      unansweredDoors: [transport],
      sent: 0,
      acknowledged: 0,
      refused: QNS.length,
    });
  },
);

test("a play that waits for its next message in real time is given up as well", async () => {
  const door = await closedDoor();
  const script = scriptOf([message("1", "hj212"), message("2", "hj212", 3_600_000)]);

  const report = await playScript(script, { mqtt: door, hj212: door, speed: 1, start: instant(0), firstAnswerMs: 300 });

  expect(report).toMatchObject({ givenUp: "nobody-answers", refused: 1 });
});

test("a play is given up when nothing is acknowledged any more", async () => {
  await using platform = await startPlatform(1);
  const doors = { mqtt: platform.door, hj212: platform.door };
  const told: PlayProgress[] = [];

  const report = await playScript(scriptOf([...QNS, ...QNS, ...QNS].map((qn, i) => message(`${qn}${i}`, "hj212"))), {
    ...doors,
    speed: "max",
    start: instant(0),
    tuning: TUNING,
    progress: (done) => told.push(done),
  });

  expect(report).toMatchObject({ givenUp: "nothing-acknowledged", unansweredDoors: [], acknowledged: 1, refused: 14 });
  expect(told.at(-1)).toEqual({ at: 0, messages: 15, of: 15, acknowledged: 1, isLast: true });
});

test("an act comes after all messages before it are acknowledged, and before those after it", async () => {
  await using platform = await startPlatform(3);
  const happened: string[] = [];
  const act = (at: number) => ({ at: instant(at), kind: "decide" }) as ScriptAct;
  const messages = [message("1", "hj212", 0), message("2", "hj212", 1), message("3", "hj212", 5)];
  const acts = [act(2), act(9)];

  const report = await playScript(
    { messages, acts },
    {
      ...{ mqtt: platform.door, hj212: platform.door, speed: "max", start: instant(0) },
      beforeStretch: async (at) => void happened.push(`until ${at}`),
      act: async ({ at }) => void happened.push(`act ${at}`),
      signal: new AbortController().signal,
    },
  );

  expect(report).toMatchObject({ givenUp: null, acknowledged: 3, refused: 0 });
  expect(happened).toEqual(["until 2", "act 2", "until 9", "act 9", "until null"]);
});

test("a play that was given up does not act any more", async () => {
  const door = await closedDoor();
  const acted: string[] = [];
  const script = { messages: [message("1", "hj212")], acts: [{ at: instant(1), kind: "decide" } as ScriptAct] };

  const report = await playScript(script, {
    ...{ mqtt: door, hj212: door, speed: "max", start: instant(0), firstAnswerMs: 300 },
    act: async () => void acted.push("act"),
  });

  expect([report.givenUp, acted]).toEqual(["nobody-answers", []]);
});
