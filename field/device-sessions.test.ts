import { expect, test, vi } from "vitest";
import type { DeviceState } from "../core/field/device-state.ts";
import type { Device } from "../core/registry/registry.ts";
import { DAY, instant, MINUTE, parseBeijingStamp } from "../core/time.ts";
import { encodeFrame } from "../ingest/codecs/hj212/encode-frame.ts";
import { type GatewayWithSessions, openGatewayWithSessions } from "../tests/support/gateway-with-sessions.ts";
import type { Peer } from "../tests/support/hj212-door.ts";
import { readPublishedFrame } from "./published-frame.ts";

const NOW = parseBeijingStamp("20261123080000000") ?? instant(0);
const MN = "SIM410102000000000000001";
const DEVICES: readonly Device[] = [{ mn: MN, edition: "2017" }];
/** An answer may take as long as the machine needs; what was accepted lapses soon. */
const SLOW_TO_ANSWER = { timing: { answerMs: 600_000, repeats: 3, executionMs: 40 } };
const QUICK = { timing: { answerMs: 20, repeats: 3, executionMs: 40 } };
/** A request of this dialect without a data area. */
const REQUEST_BYTES = 99;

const frame = (cn: string, qn: string, cp: string, st = "91") => encodeFrame({ qn, st, cn, pw: "123456", mn: MN, flag: 4, cp });
const realtime = (stamp: string, st = "32") => frame("2011", `${stamp}000`, `DataTime=${stamp};w01018-Rtd=1,w01018-Flag=N`, st);
const qnsIn = (text: string) => [...text.matchAll(/QN=(\d{17})/g)].map((m) => m[1] ?? "");

async function onLine(door: GatewayWithSessions, from?: string): Promise<Peer> {
  const peer = await door.connect(from);
  const before = door.journal.entries.length;
  await peer.send(realtime("20261123080000"));
  await door.journal.arrived(before + 1);
  return peer;
}

/** What the records say of the device once that is so. */
function state(door: GatewayWithSessions, holds: (found: DeviceState) => boolean): Promise<DeviceState> {
  return vi.waitFor(
    async () => {
      const found = await door.deviceRecords.device(MN);
      if (found === undefined || !holds(found)) throw new Error(`the records say ${JSON.stringify(found)}`);
      return found;
    },
    { timeout: 20_000, interval: 10 },
  );
}

test("a request without an answer is repeated three times with the same QN, and then the exchange has timed out", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW, QUICK);
  const peer = await onLine(door);

  const exchange = await door.reaches(await door.ask(MN, { command: "set-interval", cn: "1062", value: 60 }), "timed-out");

  expect(exchange).toMatchObject({ attempts: 4, sentAt: NOW, answers: [] });
  expect(qnsIn(peer.soFar())).toEqual(Array.from({ length: 4 }, () => "20261123080000000"));
});

test("after 9011 a device that falls silent is not asked again: the command has failed", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW, SLOW_TO_ANSWER);
  const peer = await onLine(door);

  const id = await door.ask(MN, { command: "set-time" });
  await peer.receives(REQUEST_BYTES);
  await peer.send(frame("9011", "20261123080000000", "QnRtn=1"));
  const exchange = await door.reaches(id, "failed");

  expect(exchange).toMatchObject({ attempts: 1, returnCode: null, result: { code: "nothing-came", facts: { seconds: 0.04 } } });
});

test("one command is in flight; the next has a QN of its own although the clock stands", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const peer = await onLine(door);
  const [first, second] = [
    await door.ask(MN, { command: "read-interval", cn: "1061" }),
    await door.ask(MN, { command: "start-realtime" }),
  ];
  await peer.receives(REQUEST_BYTES - 12);
  const beforeAnswer = qnsIn(peer.soFar());

  await peer.send(frame("9012", "20261123080000000", "ExeRtn=1"));
  await door.reaches(first, "done");
  await door.reaches(second, "sent");

  expect(beforeAnswer).toEqual(["20261123080000000"]);
  expect(qnsIn(peer.soFar())).toEqual(["20261123080000000", "20261123080000001"]);
});

test("a request is repeated as often as the row of its device says", async () => {
  await using door = await openGatewayWithSessions([{ mn: MN, resendCount: 1 }], NOW, QUICK);
  await onLine(door);

  const exchange = await door.reaches(await door.ask(MN, { command: "set-time" }), "timed-out");

  expect(exchange).toMatchObject({ attempts: 2 });
});

test("an answer with another QN, or from another device, belongs to no exchange", async () => {
  await using door = await openGatewayWithSessions([...DEVICES, { mn: "SIM410102000000000000002" }], NOW, QUICK);
  const peer = await onLine(door);
  const id = await door.ask(MN, { command: "set-time" });
  await peer.receives(REQUEST_BYTES);

  await peer.send(frame("9012", "20261123075959999", "ExeRtn=1"));
  const foreign = { qn: "20261123080000000", st: "91", cn: "9012", pw: "123456", mn: "SIM410102000000000000002", flag: 4 };
  await peer.send(encodeFrame({ ...foreign, cp: "ExeRtn=1" }));
  const exchange = await door.reaches(id, "timed-out", "done");

  expect(exchange).toMatchObject({ state: "timed-out", answers: [] });
});

test.each([
  ["QnRtn=2", "failed", { code: "request-answered", facts: { code: 2 } }],
  ["QnRtn=8", "unsupported", { code: "request-answered", facts: { code: 8 } }],
])("%s ends the exchange as %s", async (cp, ending, result) => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const peer = await onLine(door);

  const id = await door.ask(MN, { command: "sample", polId: "w01018" });
  await peer.receives(REQUEST_BYTES);
  await peer.send(frame("9011", "20261123080000000", cp));

  expect(await door.reaches(id, "failed", "unsupported")).toMatchObject({ state: ending, result });
});

test("a command whose line is lost goes on when the device is back", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const first = await onLine(door);
  const id = await door.ask(MN, { command: "set-interval", cn: "1062", value: 60 });
  await first.receives(REQUEST_BYTES);
  first.socket.destroy();
  await door.reaches(id, "queued");

  const second = await onLine(door);
  const sent = await second.receives(REQUEST_BYTES);
  await second.send(frame("9012", qnsIn(sent)[0] ?? "", "ExeRtn=1"));

  expect(await door.reaches(id, "done")).toMatchObject({ attempts: 2 });
});

test("a command for a device that stays away lapses after a day; one for a stranger fails at once", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);

  const [waiting, stranger] = [await door.ask(MN, { command: "set-time" }), await door.ask("NOBODY", { command: "set-time" })];
  const failed = await door.reaches(stranger, "failed");
  door.pass(DAY + 1);
  await door.sessions.look();

  expect(failed.result).toEqual({ code: "not-registered", facts: {} });
  expect(await door.reaches(waiting, "timed-out")).toMatchObject({ attempts: 0, result: { code: "not-there-for-a-day" } });
});

test("over MQTT a request goes out through the broker, and its answers come in beside the journal", async () => {
  const sent: string[] = [];
  await using door = await openGatewayWithSessions(DEVICES, NOW, {
    publishDown: async (_mn, bytes) => {
      sent.push(Buffer.from(bytes).toString());
      return true;
    },
  });
  const hear = (payload: Uint8Array) => door.sessions.published({ mn: MN, kind: "hj212", payload, address: "10.0.0.1" });
  hear(realtime("20261123080000"));

  const id = await door.ask(MN, { command: "read-interval", cn: "1063" });
  hear(frame("1063", "20261123080000000", "MinInterval=10", "32"));
  hear(frame("9012", "20261123080000000", "ExeRtn=1"));
  const exchange = await door.reaches(id, "done");

  expect(sent).toHaveLength(1);
  expect(sent[0]).toContain(`ST=32;CN=1063;PW=123456;MN=${MN};Flag=5;CP=&&&&`);
  expect(exchange.answers.map((a) => [a.cn, a.cp])).toEqual([
    ["1063", "MinInterval=10"],
    ["9012", "ExeRtn=1"],
  ]);
});

test("over MQTT a result whose CRC is not the device's, or whose device is not registered, ends no exchange", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW, { ...QUICK, publishDown: async () => true });
  const hear = (payload: Uint8Array, mn = MN) => door.sessions.published({ mn, kind: "hj212", payload, address: "10.0.0.1" });
  hear(realtime("20261123080000"));
  const id = await door.ask(MN, { command: "set-time" });
  await door.reaches(id, "sent");

  const result = Buffer.from(frame("9012", "20261123080000000", "ExeRtn=1")).toString();
  hear(new TextEncoder().encode(result.replace("ExeRtn=1", "ExeRtn=3")));
  hear(encodeFrame({ st: "91", cn: "9012", mn: "NOBODY", flag: 4, cp: "ExeRtn=1" }), "NOBODY");

  expect(await door.reaches(id, "timed-out", "done", "failed")).toMatchObject({ state: "timed-out", answers: [] });
  expect(await door.deviceRecords.frames("NOBODY")).toEqual([]);
});

test("a request that no client listens for waits, untouched", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  door.sessions.published({ mn: MN, kind: "hj212", payload: realtime("20261123080000"), address: "10.0.0.1" });

  const id = await door.ask(MN, { command: "set-time" });

  expect(await door.reaches(id, "queued")).toMatchObject({ attempts: 0, qn: null, sentAt: null });
});

test("a device that comes from another address has moved; coming back is a move, too", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  await onLine(door, "127.0.0.1");
  await onLine(door, "127.0.0.2");
  await onLine(door, "127.0.0.1");

  const found = await state(door, (device) => device.moves === 2);

  expect(found).toMatchObject({ address: "127.0.0.1", movedAt: NOW, connected: true });
  expect(found.addresses.map((a) => a.address)).toEqual(["127.0.0.2", "127.0.0.1"]);
  expect(found.quirks).toEqual({ "addresses-in-turn": 1 });
});

test("the drift of a device's clock is taken from the QN of its uploads, and a time request is answered with the time", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const peer = await onLine(door);

  await peer.send(realtime("20261123080400"));
  await peer.send(frame("1013", "20261123080400500", "", "32"));
  const sent = await peer.receives(REQUEST_BYTES);

  expect(sent).toContain("CN=1012;PW=123456;MN=SIM410102000000000000001;Flag=5;CP=&&SystemTime=20261123080000&&");
  expect(await state(door, (device) => device.driftMs !== 0)).toMatchObject({ driftMs: 4 * MINUTE + 500, driftAt: NOW });
});

test("frames of both directions are kept", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const peer = await onLine(door);
  await door.ask(MN, { command: "read-time" });
  await peer.receives(REQUEST_BYTES - 12);
  await peer.send(frame("9012", "20261123080000000", "ExeRtn=1"));

  await state(door, (device) => device.frames === 3);

  expect((await door.deviceRecords.frames(MN)).map((f) => f.direction)).toEqual(["in", "out", "in"]);
});

test("a device is connected as long as its socket or its connection to the broker is there", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const line = { address: "127.0.0.1", send: () => true };
  const hear = (): void => {
    const published = { mn: MN, kind: "hj212", payload: realtime("20261123080000"), address: "127.0.0.1" } as const;
    const message = readPublishedFrame(published, NOW);
    if (message !== undefined) door.sessions.heard(message, line);
  };

  hear();
  door.sessions.presence(MN, true);
  door.sessions.connectionClosed(line);
  const atBroker = await state(door, (found) => found.frames === 1);
  hear();
  door.sessions.presence(MN, false);
  const onSocket = await state(door, (found) => found.frames === 2);
  door.sessions.connectionClosed(line);

  expect([atBroker.connected, onSocket.connected]).toEqual([true, true]);
  expect(await state(door, (found) => !found.connected)).toMatchObject({ frames: 2 });
});

test("the loss of one of two sockets neither disconnects a device nor ends what was asked of it", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const sent: string[] = [];
  const lineOf = (address: string) => ({
    ...{ address },
    send: (bytes: Uint8Array) => sent.push(Buffer.from(bytes).toString("latin1")) > 0,
  });
  const [first, second] = [lineOf("127.0.0.1"), lineOf("127.0.0.2")];
  const hear = (payload: Uint8Array, line: typeof first): void => {
    const message = readPublishedFrame({ mn: MN, kind: "hj212", payload, address: line.address }, NOW);
    if (message !== undefined) door.sessions.heard(message, line);
  };
  hear(realtime("20261123080000"), first);
  hear(realtime("20261123080000"), second);
  const id = await door.ask(MN, { command: "set-interval", cn: "1062", value: 60 });
  await door.reaches(id, "sent");

  door.sessions.connectionClosed(first);
  hear(frame("9012", qnsIn(sent[0] ?? "")[0] ?? "", "ExeRtn=1"), second);

  expect(await door.reaches(id, "done", "queued")).toMatchObject({ state: "done", attempts: 1 });
  // Two uploads, the request and its result.
  expect(await state(door, (found) => found.frames === 4)).toMatchObject({ connected: true });
});

test("a split packet of which a part never comes is counted for its device, and one that becomes whole is not", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const part = (stamp: string, pno: number): Uint8Array => {
    const cp = `DataTime=${stamp};w01018-Rtd=${pno},w01018-Flag=N`;
    return encodeFrame({ qn: `${stamp}00${pno}`, st: "32", cn: "2011", pw: "123456", mn: MN, flag: 6, pnum: 2, pno, cp });
  };
  const peer = await door.connect();

  for (const frame of [part("20261123075900", 2), part("20261123075900", 1), part("20261123080000", 1)]) await peer.send(frame);
  const before = await state(door, (found) => found.frames === 3);
  door.pass(2 * MINUTE + 1);

  expect(before.quirks).toEqual({});
  expect(await state(door, (found) => Object.keys(found.quirks).length > 0)).toMatchObject({ quirks: { "part-lost": 1 } });
});

test("parts that come again, and those of a packet of more than a hundred parts, are counted for their device", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const part = (pnum: number, pno: number): Uint8Array => {
    const cp = `DataTime=20261123075900;w01018-Rtd=${pno},w01018-Flag=N`;
    return encodeFrame({ qn: `2026112307590000${pno}`, st: "32", cn: "2011", pw: "123456", mn: MN, flag: 6, pnum, pno, cp });
  };
  const peer = await door.connect();

  for (const frame of [part(2, 1), part(2, 1), part(2, 2), part(101, 1)]) await peer.send(frame);

  expect(await state(door, (found) => found.frames === 4)).toMatchObject({ quirks: { "part-repeated": 1, "part-refused": 1 } });
});

test("after the close nothing more is heard, and nothing is written", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const peer = await onLine(door);
  const { sessions } = door;
  await sessions.close();
  const before = await door.deviceRecords.device(MN);

  await peer.send(realtime("20261123080100"));
  await door.journal.arrived(2);
  sessions.published({ mn: MN, kind: "readings", payload: new Uint8Array(0), address: "203.0.113.9" });
  sessions.presence(MN, true);
  sessions.refused({
    ...({ mn: "M1", transport: "hj212", address: "203.0.113.7", reason: "unknown-device" } as const),
    ...({ detail: { code: "mn-not-registered", facts: {} }, sample: new Uint8Array(0) } as const),
  });
  await door.ask(MN, { command: "set-time" });
  await sessions.close();

  expect(await door.deviceRecords.device(MN)).toEqual(before);
  expect(await door.deviceRecords.refusals({ limit: 10 })).toEqual([]);
  expect(await door.deviceRecords.queued(10)).toHaveLength(1);
});

test("a request that busy records do not take is made at the next occasion, and one that waits is begun when they answer", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const peer = await onLine(door);
  door.deviceRecords.isBusy = true;
  await peer.send(frame("1013", "20261123080001000", ""));
  await door.journal.arrived(2);
  await door.sessions.look();
  door.deviceRecords.isBusy = false;

  await peer.send(frame("1013", "20261123080002000", ""));
  await peer.receives(REQUEST_BYTES);

  expect(qnsIn(peer.soFar())).toEqual(["20261123080000000"]);
});

test("a logger that a person gave an MN is told it once a minute, by its own id; one that is not registered is told nothing", async () => {
  await using door = await openGatewayWithSessions([{ mn: MN, edition: "2025", loggerId: "LOGGER-1" }], NOW, SLOW_TO_ANSWER);
  const sent: string[] = [];
  const line = {
    address: "203.0.113.7",
    send: (bytes: Uint8Array) => {
      sent.push(Buffer.from(bytes).toString());
      return true;
    },
  };

  door.sessions.activating("SIM410102000000000000009", line);
  door.sessions.activating(MN, line);
  door.sessions.activating(MN, line);
  await vi.waitFor(() => expect(sent).not.toEqual([]), { timeout: 20_000, interval: 10 });
  door.sessions.connectionClosed(line);
  await door.sessions.look();

  expect((await door.deviceRecords.exchanges({ mn: MN, limit: 10 })).items).toHaveLength(1);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toContain("CN=1002;");
  expect(sent[0]).toContain(`MN=${MN};Flag=9;CP=&&i23005-Info=LOGGER-1&&`);
});

// Behaviour
test("of a frame that was refused the password is starred out where it is kept", async () => {
  await using door = await openGatewayWithSessions(DEVICES, NOW);
  const sample = encodeFrame({ qn: "20261123080000000", st: "32", cn: "2011", pw: "654321", mn: MN, flag: 4, cp: "" });
  const detail = { code: "pw-other", facts: {} } as const;

  door.sessions.refused({ transport: "hj212", mn: MN, reason: "wrong-password", detail, address: "127.0.0.1", sample });
  await door.sessions.look();
  const [kept] = await vi.waitFor(
    async () => {
      const rows = await door.deviceRecords.refusals({ mn: MN, limit: 10 });
      if (rows.length === 0) throw new Error("nothing is kept yet");
      return rows;
    },
    { timeout: 20_000, interval: 10 },
  );

  expect(Buffer.from(kept?.sample ?? []).toString("latin1")).toContain("PW=******;");
});
