import type { CheckableRegistry, CheckableUpstream, RegistryNotes } from "./check-registry-rows.ts";

/**
 * Checks to whom readings are passed on: references, that no two devices get one MN up there, and that every device has
 * a PW to show. An upstream that selects nothing is a warning.
 */
export function checkUpstreams(registry: CheckableRegistry, say: RegistryNotes): void {
  const known = {
    enterprise: new Set(registry.enterprises.map((e) => e.id)),
    outlet: new Set(registry.outlets.map((o) => o.id)),
    device: new Set(registry.devices.map((d) => d.mn)),
  };
  checkRelays(registry, say);
  for (const [i, upstream] of (registry.upstreams ?? []).entries()) {
    const pointer = `/upstreams/${i}`;
    const references = [
      ...(upstream.enterprises ?? []).map((id, j) => ["enterprise", id, `/enterprises/${j}`] as const),
      ...(upstream.outlets ?? []).map((id, j) => ["outlet", id, `/outlets/${j}`] as const),
      ...(upstream.devices ?? []).map(({ mn }, j) => ["device", mn, `/devices/${j}/mn`] as const),
    ];
    for (const [thing, id, where] of references) {
      if (!known[thing].has(id)) say.problem(`${pointer}${where}`, `unknown-${thing}`, { id });
    }
    const senders = devicesOf(upstream, registry);
    if (senders.length === 0) say.warning(pointer, "upstream-without-data", { upstream: upstream.id });
    checkNames(upstream, senders, pointer, say);
    checkPasswords(upstream, senders, pointer, say);
  }
}

function checkRelays({ devices, upstreams = [] }: CheckableRegistry, say: RegistryNotes): void {
  for (const [i, { relayedBy: id }] of devices.entries()) {
    if (id === undefined || upstreams.some((upstream) => upstream.id === id)) continue;
    say.problem(`/devices/${i}/relayedBy`, "unknown-upstream", { id });
  }
}

/** The devices whose readings an upstream gets. */
function devicesOf(upstream: CheckableUpstream, registry: CheckableRegistry): readonly string[] {
  const enterprises = new Set(upstream.enterprises ?? []);
  const outlets = new Set(upstream.outlets ?? []);
  for (const outlet of registry.outlets) if (enterprises.has(outlet.enterprise)) outlets.add(outlet.id);
  return [...new Set(registry.channels.filter((c) => outlets.has(c.outlet)).map((c) => c.device))];
}

/** Two devices under one MN would overwrite each other's values up there. */
function checkNames(upstream: CheckableUpstream, senders: readonly string[], pointer: string, say: RegistryNotes): void {
  const listed = new Set<string>();
  const taken = new Map<string, string>();
  const rows = upstream.devices ?? [];
  const unlisted = senders.filter((mn) => !rows.some((row) => row.mn === mn));
  for (const mn of unlisted) taken.set(mn, mn);
  for (const [j, { mn, as }] of rows.entries()) {
    if (listed.has(mn)) say.problem(`${pointer}/devices/${j}/mn`, "duplicate-id", { id: mn, table: "devices" });
    listed.add(mn);
    const other = taken.get(as);
    if (other !== undefined && other !== mn) {
      say.problem(`${pointer}/devices/${j}/as`, "duplicate-upstream-mn", { mn: other, as });
    }
    taken.set(as, mn);
  }
}

function checkPasswords(upstream: CheckableUpstream, senders: readonly string[], pointer: string, say: RegistryNotes): void {
  if (upstream.password !== undefined) return;
  for (const mn of senders) {
    if (upstream.devices?.find((d) => d.mn === mn)?.password !== undefined) continue;
    say.problem(`${pointer}/password`, "upstream-without-password", { mn, upstream: upstream.id });
  }
}
