import { expect, test } from "vitest";
import { knownDevices, MN_A, NOW, Tally } from "../../broker/testing/broker-fixture.ts";
import { HeldJournal } from "../../broker/testing/held-journal.ts";
import type { NewRefusal } from "../../core/field/refusal.ts";
import { NO_LOG } from "../../core/log.ts";
import type { ExternalLimits } from "../../ingest/external/external-limits.ts";
import { startExternalReader } from "../../ingest/external/start-external-reader.ts";
import { accept, type Greeting, refuse, ScriptedCluster, type Visit } from "./scripted-cluster.ts";

const READINGS_A = `outfall/v1/${MN_A}/readings`;

async function readScripted(greet: Greeting = accept, limits: Partial<ExternalLimits> = {}) {
  const cluster = await ScriptedCluster.start(greet);
  const journal = new HeldJournal();
  const tally = new Tally();
  const refused: Omit<NewRefusal, "at">[] = [];
  const reader = startExternalReader({
    onRefused: (refusal) => void refused.push(refusal),
    url: `mqtt://user:p%40ss@127.0.0.1:${cluster.port}?clientId=reader-1`,
    journal,
    devices: knownDevices([MN_A]),
    clock: { now: () => NOW, kind: "manual" },
    counters: tally,
    log: NO_LOG,
    limits: { backOff: { firstMs: 2, longestMs: 5 }, closeMs: 200, ...limits },
  });
  return {
    cluster,
    journal,
    reader,
    refused,
    counts: tally.counts,
    [Symbol.asyncDispose]: async () => {
      await reader.close();
      await cluster[Symbol.asyncDispose]();
    },
  };
}

test("it asks for a lasting session under a fixed name and for shared subscriptions of QoS 1", async () => {
  await using scene = await readScripted();

  const visit = await scene.cluster.visit(1);
  const [subscribe] = await visit.next("subscribe");

  expect(visit.packets[0]).toMatchObject({
    cmd: "connect",
    protocolVersion: 5,
    clean: false,
    clientId: "reader-1",
    username: "user",
    password: Buffer.from("p@ss"),
    properties: { sessionExpiryInterval: 604_800, receiveMaximum: 1_000 },
  });
  expect(subscribe).toMatchObject({
    subscriptions: [
      { topic: "$share/outfall/outfall/v1/+/hj212", qos: 1 },
      { topic: "$share/outfall/outfall/v1/+/readings", qos: 1 },
    ],
  });
});

test("messages are taken without waiting for the disk and acknowledged after it, in their order", async () => {
  await using scene = await readScripted();
  const visit = await scene.cluster.visit(1);
  await visit.next("subscribe");

  for (const id of [11, 5, 9]) visit.publish(id, READINGS_A, `${id}`);
  await scene.journal.appended(3);
  scene.journal.releaseOne(2);
  scene.journal.releaseOne(1);
  await visit.roundTrip();
  const early = visit.packets.filter((packet) => packet.cmd === "puback");
  scene.journal.release();
  const acknowledged = await visit.next("puback", 3);

  expect(early).toEqual([]);
  expect(acknowledged.map((packet) => packet.messageId)).toEqual([11, 5, 9]);
});

test("a message that the journal refuses is not acknowledged, and the connection begins anew", async () => {
  await using scene = await readScripted();
  const visit = await scene.cluster.visit(1);
  await visit.next("subscribe");

  visit.publish(1, READINGS_A, "lost?");
  await scene.journal.appended(1);
  scene.journal.fail();
  await visit.closed;
  await scene.cluster.visit(2);

  expect(visit.packets.filter((packet) => packet.cmd === "puback")).toEqual([]);
});

test.each([
  ["refuses it with code 1", (visit: Visit) => refuse(visit, 1)],
  ["refuses it with code 132", (visit: Visit) => refuse(visit, 132)],
  ["just closes", (visit: Visit) => void visit.socket.end()],
])("where the cluster does not speak MQTT 5 and %s, 3.1.1 is spoken", async (_, refuses) => {
  await using scene = await readScripted((visit) => (visit.version === 5 ? refuses(visit) : accept(visit)));

  const second = await scene.cluster.visit(2);
  await second.next("subscribe");

  expect(scene.cluster.visits.map((visit) => visit.version)).toEqual([5, 4]);
  await expect.poll(() => scene.reader.isConnected()).toBe(true);
});

test("a cluster that refuses again and again is asked again and again", async () => {
  await using scene = await readScripted((visit, visits) => (visits < 10 ? refuse(visit, 135) : accept(visit)));

  await (await scene.cluster.visit(10)).next("subscribe");

  await expect.poll(() => scene.reader.isConnected()).toBe(true);
  expect(scene.cluster.visits.map((visit) => visit.version)).toEqual(Array(10).fill(5));
});

test("a cluster that has gone silent is left and asked anew", async () => {
  await using scene = await readScripted(accept, { silenceMs: 20 });

  const silent = await scene.cluster.visit(1);

  await silent.closed;
  await scene.cluster.visit(2);
});

test.each([
  ["of a device that is not registered", "outfall/v1/SIM410102999999999999999/hj212", "x", "unknown-device"],
  ["on a topic that is not ours", "outfall/v1/a/b/readings", "x", "foreign-topic"],
  ["that is too large", READINGS_A, "x".repeat(1_001), "too-large"],
])("a message %s is acknowledged and counted, and not journalled", async (_, topic, payload, reason) => {
  await using scene = await readScripted(accept, { payloadBytes: 1_000 });
  const visit = await scene.cluster.visit(1);
  await visit.next("subscribe");

  visit.publish(3, topic, payload);
  const acknowledged = await visit.next("puback");

  expect(acknowledged).toMatchObject([{ messageId: 3 }]);
  expect(scene.journal.entries).toEqual([]);
  expect(scene.counts.get(`external_refused_total:${reason}`)).toBe(1);
  expect(scene.refused).toMatchObject([
    { transport: "mqtt", reason, detail: { code: "on-topic", facts: { topic } }, address: "127.0.0.1" },
  ]);
  expect(scene.refused[0]?.sample.length).toBe(Math.min(payload.length, 256));
});

test("closing acknowledges what reaches the disk in time and says goodbye", async () => {
  const scene = await readScripted();
  const visit = await scene.cluster.visit(1);
  await visit.next("subscribe");
  visit.publish(1, READINGS_A, "on its way");
  await scene.journal.appended(1);

  const closed = scene.reader.close();
  visit.publish(2, READINGS_A, "for the next one");
  scene.journal.releaseAlways();
  await closed;
  await visit.closed;
  await scene.cluster[Symbol.asyncDispose]();

  expect(visit.packets.filter((packet) => packet.cmd === "puback").map((packet) => packet.messageId)).toEqual([1]);
  expect(visit.packets.at(-1)?.cmd).toBe("disconnect");
  expect(scene.journal.entries).toHaveLength(1);
});
