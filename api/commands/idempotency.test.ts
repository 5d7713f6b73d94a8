import { afterEach, beforeEach, expect, test } from "vitest";
import type { RememberedAnswer } from "../../core/people/identity.ts";
import { MemoryIdentity } from "../../storage/memory/memory-identity.ts";
import { ADMIN_TOKEN, type ApiFixture, startApi } from "../../tests/support/api-fixture.ts";

/** An identity store whose look-up of answers is held until it is let go, and that may refuse to keep one. */
class HeldIdentity extends MemoryIdentity {
  letGo = (): void => {};
  asked = (): void => {};
  isHeld = false;
  isFull = false;

  override async remembered(key: string, actor: string): Promise<RememberedAnswer | undefined> {
    if (this.isHeld) {
      const free = new Promise<void>((resolve) => {
        this.letGo = resolve;
      });
      this.asked();
      await free;
    }
    return super.remembered(key, actor);
  }

  override async remember(answer: RememberedAnswer): Promise<void> {
    if (this.isFull) throw new Error("the disk is full");
    return super.remember(answer);
  }
}

let fixture: ApiFixture;
let identity: HeldIdentity;
beforeEach(async () => {
  identity = new HeldIdentity();
  fixture = await startApi({ identity });
});
afterEach(() => fixture.api.close());

const ask = (key: string, payload: object) =>
  fixture.api.inject({
    method: "POST",
    url: "/api/v1/devices/SIM-NONE/commands",
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, "idempotency-key": key },
    payload,
  });

test("a repeat while the first request is still being answered is told to come again", async () => {
  identity.isHeld = true;
  const isAsked = new Promise<void>((resolve) => {
    identity.asked = resolve;
  });
  const first = ask("k", { command: "set-time" });
  await isAsked;

  const twin = await ask("k", { command: "set-time" });
  identity.letGo();
  await first;

  expect([twin.statusCode, twin.json().code, twin.headers["retry-after"]]).toEqual([409, "request-in-progress", "1"]);
});

test("a refusal is remembered, too, and comes again as the problem that it was", async () => {
  const first = await ask("k", { command: "set-time" });
  const again = await ask("k", { command: "set-time" });

  expect([again.statusCode, again.body]).toEqual([404, first.body]);
  expect(again.headers["idempotency-replayed"]).toBe("true");
  expect(again.headers["content-type"]).toContain("application/problem+json");
});

test.each(["", "with space", "x".repeat(129)])("a key that is no token of 1 to 128 characters (%j) is refused", async (key) => {
  const answer = await ask(key, { command: "set-time" });

  expect([answer.statusCode, answer.json().code]).toEqual([400, "invalid-idempotency-key"]);
});

test("an answer that could not be remembered goes out all the same, and the key is free again", async () => {
  identity.isFull = true;

  const first = await ask("k", { command: "set-time" });
  const again = await ask("k", { command: "set-time" });

  expect([first.statusCode, again.statusCode]).toEqual([404, 404]);
  expect(again.headers["idempotency-replayed"]).toBeUndefined();
});
