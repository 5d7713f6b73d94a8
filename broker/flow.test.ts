import { expect, test } from "vitest";
import { createFixture, MN_A, MN_B } from "./testing/broker-fixture.ts";
import { RawClient } from "./testing/raw-client.ts";

const READINGS_A = `outfall/v1/${MN_A}/readings`;
/** PUBLISH QoS 1 with a remaining length of 64 MiB. */
const HUGE_PUBLISH = Buffer.from([0x32, 0x80, 0x80, 0x80, 0x20]);

test("a PUBLISH of 64 MiB is closed on its length field, before its body is read", async () => {
  await using fixture = await createFixture();
  const device = await RawClient.connect(fixture.port, MN_A);

  device.socket.write(HUGE_PUBLISH);
  await device.closed;

  expect(fixture.counts.get("mqtt_refused_total:packet-too-large")).toBe(1);
});

test("a CONNECT beyond its own, smaller limit is closed on its length field", async () => {
  await using fixture = await createFixture({ limits: { connectBytes: 200 } });
  const client = await RawClient.open(fixture.port);

  client.socket.write(Buffer.from([0x10, 201, 0x01]));
  await client.closed;

  expect(fixture.counts.get("mqtt_refused_total:packet-too-large")).toBe(1);
});

test("a message at the size limit passes", async () => {
  await using fixture = await createFixture();
  fixture.journal.releaseAlways();
  const device = await RawClient.connect(fixture.port, MN_A);
  const topicAndId = 2 + READINGS_A.length + 2;
  const largest = 256 * 1024 - topicAndId;

  device.publish(1, READINGS_A, "x".repeat(largest));
  await device.next("puback");

  expect(fixture.journal.entries[0]?.payload).toHaveLength(largest);
});

test("while too much waits for the disk devices are not read, and nothing is lost", async () => {
  await using fixture = await createFixture({ limits: { journalPendingBytes: 1_000, deviceRate: 100_000 } });
  const device = await RawClient.connect(fixture.port, MN_A);
  const other = await RawClient.connect(fixture.port, MN_B);

  device.publish(1, READINGS_A, "x".repeat(1_001));
  await fixture.journal.appended(1);
  other.publish(1, `outfall/v1/${MN_B}/readings`, "later");
  await expect.poll(() => fixture.counts.get("mqtt_paused_total:journal")).toBe(1);
  const takenWhilePaused = fixture.journal.entries.length;
  fixture.journal.releaseAlways();
  await other.next("puback");

  expect(takenWhilePaused).toBe(1);
  expect(fixture.journal.entries).toHaveLength(2);
});

test("while the disk is full devices may connect, wait, and are read again when there is space", async () => {
  await using fixture = await createFixture({ limits: { keepaliveSeconds: 0.02, sweepMs: 10 } });
  fixture.journal.setHealth("full");
  const device = await RawClient.connect(fixture.port, MN_A);

  device.publish(1, READINGS_A);
  await expect.poll(() => fixture.counts.get("mqtt_paused_total:journal")).toBe(1);
  fixture.journal.releaseAlways();
  fixture.journal.setHealth("ok");
  await device.next("puback");

  expect(fixture.journal.entries).toHaveLength(1);
});

test("a device that sends too fast is read more slowly, and every message is taken in order", async () => {
  await using fixture = await createFixture({ limits: { deviceRate: 1_000 } });
  fixture.journal.releaseAlways();
  const device = await RawClient.connect(fixture.port, MN_A);
  const other = await RawClient.connect(fixture.port, MN_B);

  for (let i = 1; i <= 4_000; i++) device.publish(i, READINGS_A, `${i}`);
  await other.roundTrip();
  const before = device.messageIds("puback").length;
  await device.next("puback", 4_000);

  // A thousand are free, and what is read in one piece is paid for before the next: the other device is answered long
  // before.
  expect(before).toBeLessThan(4_000);
  expect(fixture.journal.entries.map((entry) => Number(Buffer.from(entry.payload).toString()))).toEqual(
    Array.from({ length: 4_000 }, (_, i) => i + 1),
  );
  expect(fixture.counts.get("mqtt_paused_total:rate")).toBeGreaterThan(0);
});

test("closing waits for messages on their way to the disk and sends their acknowledgements", async () => {
  const fixture = await createFixture();
  const device = await RawClient.connect(fixture.port, MN_A);
  device.publish(1, READINGS_A);
  await fixture.journal.appended(1);

  const closed = fixture.broker.close();
  fixture.journal.release();
  await closed;
  await device.closed;

  expect(device.messageIds("puback")).toEqual([1]);
});

test("closing ends after its deadline though the disk never answers, and acknowledges nothing", async () => {
  const fixture = await createFixture({ limits: { closeTimeoutMs: 20 } });
  const device = await RawClient.connect(fixture.port, MN_A);
  device.publish(1, READINGS_A);
  await fixture.journal.appended(1);

  await fixture.broker.close();
  await device.closed;

  expect(device.messageIds("puback")).toEqual([]);
});
