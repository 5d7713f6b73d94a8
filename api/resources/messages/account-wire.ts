import { type BeijingDate, plusDays, startOfBeijingDate } from "../../../core/time.ts";
import type { ApiDeps } from "../../context/deps.ts";
import type { AccountWire } from "./schema.ts";

const ATTEMPTS = 5;

/**
 * The account of one device (all when `mn` is undefined) on one Beijing day. What is journalled behind the intake's
 * cursor is pending. The cursor moves while we count, so both are read again until it stood still in between; then the
 * sum is exact.
 */
export async function readAccount(
  asked: { readonly mn?: string; readonly day: BeijingDate },
  deps: ApiDeps,
): Promise<AccountWire> {
  const { intake, journal } = deps;
  const from = startOfBeijingDate(asked.day);
  const to = startOfBeijingDate(plusDays(asked.day, 1));
  const mn = asked.mn === undefined ? {} : { mn: asked.mn };
  let counted = { cursor: await intake.cursor(), account: await intake.account({ ...mn, day: asked.day }) };
  for (let i = 0; i < ATTEMPTS && (await intake.cursor()) !== counted.cursor; i += 1) {
    counted = { cursor: await intake.cursor(), account: await intake.account({ ...mn, day: asked.day }) };
  }
  const pending = await journal.countFrames({ after: counted.cursor, ...mn, from, to });
  const { stored, quarantined, duplicates, control } = counted.account;
  const received = stored + quarantined + pending + duplicates + control;
  return { mn: asked.mn ?? null, day: asked.day, received, stored, quarantined, pending, duplicates, control };
}
