import { createServer, type Socket } from "node:net";
import { expect, test } from "vitest";
import { instant } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import type { ScriptMessage } from "../scenarios/scenario-script.ts";
import { openHj212Line } from "./hj212-line.ts";

const MN = "SIM410102000000000009001";
/** Longer than an answer takes on a machine that is busy: nothing is sent again. */
const PATIENT_MS = 20_000;
const TUNING = { answerTimeoutMs: 40, resends: 2, window: 2 };

function message(qn: string, answers: readonly string[] = [qn]): ScriptMessage {
  const frame = encodeFrame({ qn, st: "31", cn: "2061", pw: "123456", mn: MN, flag: 5, cp: "DataTime=20260105000000" });
  return {
    at: instant(0),
    mn: MN,
    transport: "hj212",
    topic: "",
    writes: [frame],
    answers,
    unanswerable: 1 - Math.min(1, answers.length),
  };
}

/** A platform that answers each frame with what `answer` says, and remembers the QNs it heard. */
async function startPlatform(answer: (qn: string, socket: Socket, count: number) => string | undefined) {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {
      // The line may be cut while an answer is on its way.
    });
    socket.on("data", (chunk) => {
      for (const [, qn = ""] of chunk.toString("latin1").matchAll(/QN=([^;]*);/g)) {
        heard.push(qn);
        const said = answer(qn, socket, heard.length);
        if (said !== undefined) socket.write(said);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    heard,
    door: { host: "127.0.0.1", port },
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  };
}

const modern = (qn: string): string => `##0045QN=${qn};ST=91;CN=9014;Flag=4;CP=&&&&0000\r\n`;
const of2005 = (qn: string): string => `##0040ST=91;CN=9014;CP=&&QN=${qn};CN=2061&&0000\r\n`;

test.each([
  ["in the header", modern],
  ["in the data area, as in 2005", of2005],
])("a message is acknowledged by a 9014 with its QN %s", async (_, answer) => {
  await using platform = await startPlatform(answer);
  const line = openHj212Line(platform.door, MN, { ...TUNING, answerTimeoutMs: PATIENT_MS });

  for (const qn of ["1", "2", "3"]) line.send(message(qn));
  await line.settled();
  await line.close();

  expect(platform.heard).toEqual(["1", "2", "3"]);
  expect(line.counts()).toEqual({ sent: 3, acknowledged: 3, refused: 0, resent: 0, unanswerable: 0 });
});

test("a message that is never answered is sent again as often as it may, and then given up", async () => {
  await using platform = await startPlatform((qn) => (qn === "2" ? undefined : modern(qn)));
  const line = openHj212Line(platform.door, MN, TUNING);

  for (const qn of ["1", "2", "3"]) line.send(message(qn));
  await line.settled();
  await line.close();

  expect(platform.heard.filter((qn) => qn === "2")).toHaveLength(3);
  expect(line.counts()).toEqual({ sent: 3, acknowledged: 2, refused: 1, resent: 2, unanswerable: 0 });
});

test("what was on its way when the line broke goes out again, before what waited", async () => {
  await using platform = await startPlatform((qn, socket, count) => {
    if (count > 1) return modern(qn);
    socket.destroy();
    return undefined;
  });
  const line = openHj212Line(platform.door, MN, { ...TUNING, window: 1, answerTimeoutMs: 5_000 });

  for (const qn of ["1", "2"]) line.send(message(qn));
  await line.settled();
  await line.close();

  expect(platform.heard).toEqual(["1", "1", "2"]);
  expect(line.counts()).toMatchObject({ sent: 2, acknowledged: 2, resent: 1 });
});

test("a message of parts is acknowledged when each of them is", async () => {
  await using platform = await startPlatform((qn) => modern(qn) + modern(qn));
  const line = openHj212Line(platform.door, MN, { ...TUNING, answerTimeoutMs: PATIENT_MS });

  line.send(message("1", ["1", "1"]));
  await line.settled();
  await line.close();

  expect(line.counts()).toMatchObject({ sent: 1, acknowledged: 1, resent: 0 });
});

test("a message to which there is no answer leaves before the line does", async () => {
  await using platform = await startPlatform(() => undefined);
  const line = openHj212Line(platform.door, MN, TUNING);

  line.send(message("1", []));
  await line.settled();
  await line.close();

  expect(line.counts()).toEqual({ sent: 1, acknowledged: 0, refused: 0, resent: 0, unanswerable: 1 });
});
