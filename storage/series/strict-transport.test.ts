import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { influxPart } from "../installation/influx-part.ts";
import { influxQuestion } from "./ask-influx.ts";
import { createInfluxSeries } from "./influx-series.ts";

const KEY = { outlet: "o", pollutant: "p", basis: "hour" } as const;
const READING = {
  ...KEY,
  at: 0,
  value: 1,
  flag: "N",
  mn: "M",
  factor: "p",
  unit: "mg/m3",
  order: 1,
  seq: 1,
  receivedAt: 0,
  revision: 0,
};

test("nobody who asks a server that stands still leaves a connection open", async () => {
  const open = new Set<Socket>();
  const mute = createServer((socket) => {
    open.add(socket);
    socket
      .on("error", () => {})
      .on("close", () => void open.delete(socket))
      .resume();
  }).listen(0, "127.0.0.1");
  await once(mute, "listening");
  onTestFinished(() => void mute.close());
  const address = mute.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const options = { url, token: "t", org: "o", bucket: "b", timeoutMs: 100 };
  const [series, part] = [createInfluxSeries(options), influxPart(options)];
  const asked = [
    influxQuestion(options)(),
    series.write([READING as never]),
    series.query({ ...KEY, from: 0, to: 1 } as never),
    part.look(),
    part.mark({ installation: "i", keyProof: "" }),
  ];

  for (const one of await Promise.allSettled(asked)) {
    expect(one).toMatchObject({ status: "rejected", reason: expect.any(StoreUnavailableError) });
  }

  await expect.poll(() => open.size).toBe(0);
});
