import type { Page } from "../../core/casework/collection.ts";
import type { DeviceRecords, DeviceUpdate, QuirkCount } from "../../core/field/device-records.ts";
import { type DeviceFrame, type DeviceState, FRAMES_KEPT, withPresence } from "../../core/field/device-state.ts";
import { type Exchange, type NewExchange, queuedExchange } from "../../core/field/exchange.ts";
import type { Gap } from "../../core/field/gap.ts";
import { joinRefusals, REFUSALS_KEPT, type Refusal, refusalKey } from "../../core/field/refusal.ts";
import type { Instant } from "../../core/time.ts";
import { interrupted } from "../devices/interrupted.ts";
import { pageInMemory } from "./memory-page.ts";

const endOf = (exchange: Exchange) => ({ at: exchange.createdAt, id: exchange.id });

/** The device records in memory. */
export class MemoryDeviceRecords implements DeviceRecords {
  readonly #exchanges = new Map<string, Exchange>();
  readonly #devices = new Map<string, DeviceState>();
  readonly #frames = new Map<string, Map<number, DeviceFrame>>();
  readonly #gaps = new Map<string, Gap>();
  readonly #refusals = new Map<string, Refusal>();
  readonly #quirks = new Map<string, QuirkCount>();

  async exchange(id: string): Promise<Exchange | undefined> {
    return this.#exchanges.get(id);
  }

  async exchanges({
    mn,
    ...page
  }: {
    readonly mn: string;
    readonly limit: number;
    readonly cursor?: string;
  }): Promise<Page<Exchange>> {
    return pageInMemory(
      [...this.#exchanges.values()].filter((e) => e.mn === mn),
      page,
      endOf,
    );
  }

  async device(mn: string): Promise<DeviceState | undefined> {
    return this.#devices.get(mn);
  }

  async devices(): Promise<readonly DeviceState[]> {
    return [...this.#devices.values()].sort((a, b) => (a.mn < b.mn ? -1 : 1));
  }

  async frames(mn: string): Promise<readonly DeviceFrame[]> {
    return [...(this.#frames.get(mn)?.values() ?? [])].sort((a, b) => a.n - b.n);
  }

  async refusals({ mn, limit }: { readonly mn?: string; readonly limit: number }): Promise<readonly Refusal[]> {
    return this.#newestRefusals()
      .filter((r) => mn === undefined || r.mn === mn)
      .slice(0, limit);
  }

  async openGaps(): Promise<readonly { readonly mn: string; readonly count: number }[]> {
    const counts = new Map<string, number>();
    for (const { mn, state } of this.#gaps.values()) if (state !== "filled") counts.set(mn, (counts.get(mn) ?? 0) + 1);
    return [...counts].map(([mn, count]) => ({ mn, count })).sort((a, b) => (a.mn < b.mn ? -1 : 1));
  }

  async gaps({ mn, states, limit }: Parameters<DeviceRecords["gaps"]>[0]): Promise<readonly Gap[]> {
    return [...this.#gaps.values()]
      .filter((gap) => (mn === undefined || gap.mn === mn) && (states === undefined || states.includes(gap.state)))
      .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }

  async request(asked: readonly NewExchange[]): Promise<void> {
    for (const one of asked) if (!this.#exchanges.has(one.id)) this.#exchanges.set(one.id, queuedExchange(one));
  }

  async queued(limit: number): Promise<readonly Exchange[]> {
    const oldest = new Map<string, Exchange>();
    for (const exchange of this.#exchanges.values())
      if (exchange.state === "queued" && !oldest.has(exchange.mn)) oldest.set(exchange.mn, exchange);
    return [...oldest.values()].slice(0, limit);
  }

  async quirks(): Promise<readonly QuirkCount[]> {
    return [...this.#quirks.values()].sort((a, b) => (`${a.mn}|${a.quirk}` < `${b.mn}|${b.quirk}` ? -1 : 1));
  }

  async addQuirks(counts: readonly QuirkCount[]): Promise<void> {
    for (const { mn, quirk, count } of counts) {
      const key = `${mn}|${quirk}`;
      this.#quirks.set(key, { mn, quirk, count: (this.#quirks.get(key)?.count ?? 0) + count });
    }
  }

  async waiting(mn: string): Promise<number> {
    return [...this.#exchanges.values()].filter((e) => e.mn === mn && e.state === "queued").length;
  }

  async save({ exchanges, devices, frames, refusals = [] }: DeviceUpdate): Promise<void> {
    for (const exchange of exchanges) this.#exchanges.set(exchange.id, exchange);
    for (const device of devices) this.#devices.set(device.mn, device);
    for (const frame of frames) {
      const kept = this.#frames.get(frame.mn) ?? new Map<number, DeviceFrame>();
      this.#frames.set(frame.mn, kept.set(frame.n, frame));
      for (const n of kept.keys()) if (n <= frame.n - FRAMES_KEPT) kept.delete(n);
    }
    for (const refusal of refusals) {
      const key = refusalKey(refusal);
      this.#refusals.set(key, joinRefusals(this.#refusals.get(key), refusal));
    }
    const newest = this.#newestRefusals().slice(0, REFUSALS_KEPT).map(refusalKey);
    for (const key of this.#refusals.keys()) if (!newest.includes(key)) this.#refusals.delete(key);
  }

  async beginAnew(now: Instant): Promise<void> {
    for (const exchange of this.#exchanges.values()) {
      if (exchange.state === "sent" || exchange.state === "accepted")
        this.#exchanges.set(exchange.id, interrupted(exchange, now));
    }
    for (const device of this.#devices.values()) this.#devices.set(device.mn, withPresence(device, { at: now, online: false }));
  }

  async saveGaps(changed: readonly Gap[], forgotten: readonly string[]): Promise<void> {
    for (const id of forgotten) this.#gaps.delete(id);
    for (const gap of changed) this.#gaps.set(gap.id, gap);
  }

  async tidy(before: Instant): Promise<void> {
    for (const { id, endedAt } of this.#exchanges.values()) if (endedAt !== null && endedAt < before) this.#exchanges.delete(id);
    for (const { id, state, changedAt } of this.#gaps.values()) {
      if ((state === "filled" || state === "given-up") && changedAt < before) this.#gaps.delete(id);
    }
  }

  async close(): Promise<void> {}

  #newestRefusals(): Refusal[] {
    return [...this.#refusals.values()].sort((a, b) => b.lastAt - a.lastAt || (refusalKey(a) < refusalKey(b) ? -1 : 1));
  }
}
