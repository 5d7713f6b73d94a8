import { expect, test } from "vitest";
import { isPersonThere, watchPerson } from "./person-there.ts";

test("a person is there for a minute after a key or a pointer, and what the page asks later is its own", () => {
  const page = new EventTarget();
  let now = 1_000_000;
  const nowMs = () => now;
  watchPerson(page as unknown as Document, nowMs);

  expect(isPersonThere(nowMs)).toBe(true);
  now += 60_000;
  expect(isPersonThere(nowMs)).toBe(false);
  page.dispatchEvent(new Event("keydown"));
  expect(isPersonThere(nowMs)).toBe(true);
  now += 60_000;
  page.dispatchEvent(new Event("scroll"));
  expect(isPersonThere(nowMs)).toBe(false);
});
