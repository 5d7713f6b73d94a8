import { expect, test } from "vitest";
import { type DeviceCommand, type Exchange, queuedExchange } from "../core/field/exchange.ts";
import { instant, parseBeijingStamp } from "../core/time.ts";
import { ExchangeRunner, type RunnerDeps } from "./exchange-runner.ts";

const at = (stamp: string) => parseBeijingStamp(stamp) ?? instant(0);
const NOW = at("20261123080000");
const QN = "20261123080000000";
const [MN, ST, PW] = ["M1", "31", "123456"] as const;
const HISTORY = { command: "history", cn: "2061", from: at("20261123010000"), to: at("20261123050000") } as const;
/** No timer comes while a test runs. */
const TIMING = { answerMs: 600_000, repeats: 3, executionMs: 600_000 };

/** A runner that has begun, and what it told. */
function begun(command: DeviceCommand, transmit: RunnerDeps["transmit"] = async () => true) {
  const changes: Exchange[] = [];
  let end: RunnerDeps["over"] = () => {};
  const over = new Promise<Exchange>((resolve) => {
    end = resolve;
  });
  const runner = new ExchangeRunner({
    exchange: queuedExchange({ id: "x1", mn: MN, command, st: null, createdAt: NOW, createdBy: "user:u1" }),
    header: { qn: QN, st: ST, pw: PW, mn: MN, edition: "2017", crc: "standard" },
    plan: { timing: TIMING, losses: 0 },
    deps: {
      clock: { kind: "manual", now: () => NOW },
      transmit,
      changed: (exchange) => changes.push(exchange),
      over: end,
    },
  });
  runner.begin();
  return { runner, changes, over };
}

test("the packets of a history request are counted, and only what the device says of the request is kept as an answer", async () => {
  const { runner, over } = begun(HISTORY);
  runner.take({ qn: QN, cn: "9011", dataArea: "QnRtn=1" });
  runner.take({ qn: "20261123080001000", cn: "2061", dataArea: "DataTime=20261123010000;w01018-Avg=1" });
  runner.take({ qn: "20261123080002000", cn: "2061", dataArea: "DataTime=20261123020000;w01018-Avg=1" });
  runner.take({ qn: QN, cn: "9012", dataArea: "ExeRtn=1" });

  const ended = await over;

  expect(ended).toMatchObject({ state: "done", packets: 2, returnCode: 1 });
  expect(ended.answers.map(({ cn }) => cn)).toEqual(["9011", "9012"]);
});

test("a request that the line threw away has not happened: it waits again, untouched", async () => {
  const { over } = begun({ command: "set-time" }, () => Promise.reject(new Error("the socket is gone")));

  expect(await over).toMatchObject({ state: "queued", attempts: 0, sentAt: null, qn: null });
});

test("of a device that answers without end, fifty answers are kept", async () => {
  const { runner, changes } = begun({ command: "information", polId: "w01018", infoId: "i12001" });
  for (let n = 0; n < 60; n++) runner.take({ qn: QN, cn: "3020", dataArea: `PolId=w01018;i12001-Info=${n}` });
  runner.stop();

  expect(changes.at(-1)?.answers).toHaveLength(50);
});

test("after the stop nothing of the exchange changes any more", async () => {
  const { runner, changes } = begun({ command: "set-time" });
  runner.stop();
  const before = changes.length;

  runner.take({ qn: QN, cn: "9012", dataArea: "ExeRtn=1" });
  runner.lost();

  expect(changes).toHaveLength(before);
});
