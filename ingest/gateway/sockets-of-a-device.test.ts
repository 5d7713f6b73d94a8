import { expect, test } from "vitest";
import { openDoor, type Peer } from "../../tests/support/hj212-door.ts";
import { encodeFrame } from "../codecs/hj212/encode-frame.ts";

const MN = "A0B1C2D3E4F5061728394A5B";
const OTHER = "A0B1C2D3E4F5061728394A5C";

function upload(mn: string, n: number): Uint8Array {
  const cp = "DataTime=20260102030500;w01018-Rtd=35.2";
  return encodeFrame({ qn: `2026010203050000${n}`, st: "32", cn: "2011", pw: "123456", mn, flag: 5, cp });
}

// Behaviour
test("of a device's HJ 212 connections the newest four stay, what the oldest brought is answered, and no other device loses any", async () => {
  await using door = await openDoor([{ mn: MN }, { mn: OTHER }]);
  const other = await door.connect();
  await other.send(upload(OTHER, 0));
  const answer = (await other.receives(1)).length;
  const peers: Peer[] = [];

  for (let n = 0; n < 5; n++) {
    const peer = await door.connect();
    peers.push(peer);
    await peer.send(upload(MN, n));
    await peer.receives(answer);
  }
  await peers[0]?.ended;
  for (const [n, peer] of [...peers.slice(1), other].entries()) {
    await peer.send(upload(peer === other ? OTHER : MN, n));
    await peer.receives(2 * answer);
  }

  expect(peers[0]?.soFar()).toContain("CN=9014");
  expect(door.refused).toMatchObject([
    { transport: "hj212", mn: MN, reason: "too-many-sockets", detail: { code: "sockets-beyond-limit", facts: { limit: 4 } } },
  ]);
  expect(door.count("hj212_closed_total", "too-many-sockets")).toBe(1);
});

test("a device that reconnects without a farewell again and again is let in each time", async () => {
  await using door = await openDoor([{ mn: MN }]);

  for (let n = 0; n < 9; n++) {
    const peer = await door.connect();
    await peer.send(upload(MN, n));
    expect(await peer.receives(1)).toContain("CN=9014");
  }

  expect(door.count("hj212_closed_total", "too-many-sockets")).toBe(5);
});
