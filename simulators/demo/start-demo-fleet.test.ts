import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { Aedes } from "aedes";
import { afterEach, expect, test, vi } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { HOUR, type Instant, instant, parseIso, plus, startOfHour } from "../../core/time.ts";
import { answer9014 } from "../../ingest/codecs/hj212/answer.ts";
import { decodeCutFrame } from "../../ingest/codecs/hj212/decode-frame.ts";
import { createFrameCutter } from "../../ingest/codecs/hj212/frame-cutter.ts";
import { decodeReadings } from "../../ingest/codecs/json/decode-readings.ts";
import { demoRegistry } from "./demo-district.ts";
import { startDemoFleet } from "./start-demo-fleet.ts";

const NOW = parseIso("2026-11-23T10:25:03+08:00") ?? instant(0);
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** One value as it came over the wire. */
interface Heard {
  readonly mn: string;
  readonly basis: string;
  readonly at: Instant;
  readonly factors: readonly string[];
}

interface TestDoor {
  readonly host: string;
  readonly port: number;
  readonly heard: Heard[];
}

async function listen(heard: Heard[], serve: (socket: Socket) => void): Promise<TestDoor> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on("error", () => {});
    sockets.add(socket);
    serve(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port, heard };
}

function anHj212Door(): Promise<TestDoor> {
  const heard: Heard[] = [];
  return listen(heard, (socket) => {
    const cutter = createFrameCutter();
    socket.on("data", (chunk) => {
      cutter.push(chunk);
      for (let found = cutter.next(); found !== undefined; found = cutter.next()) {
        if (found.kind !== "frame") throw new Error("a bad frame");
        const message = decodeCutFrame(found);
        if (!message.ok || message.value.body.kind === "exchange") throw new Error("no data");
        const { mn, body } = message.value;
        const at = body.time.state === "given" ? body.time.at : instant(Number.NaN);
        heard.push({ mn, basis: body.kind, at, factors: body.factors.map((f) => f.factor) });
        socket.write(answer9014(message.value));
      }
    });
  });
}

async function anMqttDoor(): Promise<TestDoor> {
  const heard: Heard[] = [];
  const aedes = await Aedes.createBroker({
    authorizePublish: (_client, packet, done) => {
      const decoded = decodeReadings(new Uint8Array(packet.payload as Buffer));
      if (!decoded.ok) throw new Error(decoded.error.detail.code);
      for (const { time, basis, values } of decoded.value.readings) {
        const at = time.state === "given" ? time.at : instant(Number.NaN);
        heard.push({ mn: packet.topic.split("/")[2] ?? "", basis, at, factors: [...values.keys()] });
      }
      done(null);
    },
  });
  closers.push(() => new Promise<void>((resolve) => aedes.close(resolve)));
  return await listen(heard, (socket) => void aedes.handle(socket));
}

test("each logger with a past delivers 24 hours and 146 minute statistics, and all is acknowledged", async () => {
  const [mqtt, hj212] = [await anMqttDoor(), await anHj212Door()];
  const fleet = startDemoFleet({ mqtt, hj212, clock: { kind: "manual", now: () => NOW }, log: NO_LOG });
  closers.push(() => fleet.stop());

  // Nine loggers send 24 + 146 statistics. The clock stands still between two whole fives, so there is no realtime
  // value.
  const total = 9 * (24 + 146);
  await vi.waitFor(() => expect(fleet.report().total.acknowledged).toBe(total), { timeout: 20_000, interval: 20 });

  const heard = [...mqtt.heard, ...hj212.heard];
  const registered = new Set(demoRegistry().channels.map((c) => `${c.device}|${c.factor}`));
  expect(fleet.report().total).toEqual({ sent: total, acknowledged: total, resent: 0, refused: 0, dropped: 0, waiting: 0 });
  expect(heard).toHaveLength(total);
  expect(heard.filter((h) => h.basis === "hour" && h.at === plus(startOfHour(NOW), -24 * HOUR))).toHaveLength(9);
  expect(heard.flatMap((h) => h.factors.map((f) => `${h.mn}|${f}`)).filter((key) => !registered.has(key))).toEqual([]);
});

test("every device of the registry is on its line, and a fleet that found no door can be stopped", async () => {
  const fleet = startDemoFleet({
    mqtt: { host: "127.0.0.1", port: 1 },
    hj212: { host: "127.0.0.1", port: 1 },
    clock: { kind: "manual", now: () => NOW },
    log: NO_LOG,
  });

  await fleet.stop();

  expect(
    fleet
      .report()
      .devices.map((d) => d.mn)
      .sort(),
  ).toEqual(
    demoRegistry()
      .devices.map((d) => d.mn)
      .sort(),
  );
});
