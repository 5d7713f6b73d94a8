import { randomInt } from "node:crypto";
import type { CommandBus } from "../../../core/casework/command-bus.ts";
import type { DeviceRecordsView } from "../../../core/field/device-records.ts";
import type { Log } from "../../../core/log.ts";
import type { Actor } from "../../../core/people/actor.ts";
import type { NewestRegistry } from "../../../core/registry/newest-registry.ts";
import type { Device } from "../../../core/registry/registry.ts";
import type { Secrets } from "../../../core/registry/secrets.ts";
import { bodyProblem, problem } from "../../http/api-problem.ts";
import { withRow } from "../registry/edit-row.ts";
import { registryToWire } from "../registry/wire.ts";

const KEY_CHARACTERS = 16;
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

interface KeyDeps {
  readonly commands: Pick<CommandBus, "putRegistry">;
  readonly registry: NewestRegistry;
}

/**
 * Gives a device that encrypts a new key in its row of the registry, sealed, so that whatever it is told of it and
 * whatever it sends with it can be read. A key that waits to be taken stays: the device may use it already.
 * @throws ApiProblem when the device has no key that could be changed, or the registry changes meanwhile
 */
export async function prepareNewKey(device: Device, actor: Actor, { commands, registry }: KeyDeps): Promise<void> {
  if (device.sm4Key === undefined) {
    throw bodyProblem({ pointer: "/command", code: "no-key-to-change", facts: { mn: device.mn } });
  }
  if (device.sm4KeyNew !== undefined) return;
  const taken = await changeDevice(device.mn, { sm4KeyNew: newKey() }, { commands, registry }, actor);
  if (!taken) throw problem("precondition-failed");
}

function newKey(): string {
  return Array.from({ length: KEY_CHARACTERS }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}

/** Whoever changes the registry because devices use their new keys. */
const KEEPER: Actor = { id: "system:new-key", name: "", roles: [], cells: [], enterprise: null, person: null };

export interface KeptKeysDeps extends KeyDeps {
  readonly deviceRecords: Pick<DeviceRecordsView, "device">;
  readonly secrets: Pick<Secrets, "unseal">;
  readonly log: Log;
}

/**
 * Makes the new key of a device its key once the device uses it: it said that it took it (9012), or its data fit with
 * it. Until then both open what it sends, and afterwards the old one opens nothing any more.
 */
export async function takeUsedKeys(deps: KeptKeysDeps): Promise<void> {
  const { deviceRecords, registry, secrets, log } = deps;
  for (const { mn, sm4KeyNew } of (await registry.current()).registry.devices) {
    if (sm4KeyNew === undefined || (await deviceRecords.device(mn))?.key?.used !== sm4KeyNew.stored) continue;
    const taken = await changeDevice(mn, { sm4Key: secrets.unseal(sm4KeyNew), sm4KeyNew: null }, deps, KEEPER);
    // Somebody changed the registry at the same moment: the next look finds the same.
    if (taken) log.info({ mn }, "a device uses its new key, the old one is forgotten");
  }
}

async function changeDevice(
  mn: string,
  fields: Readonly<Record<string, unknown>>,
  { commands, registry }: KeyDeps,
  actor: Actor,
): Promise<boolean> {
  const { version, index } = await registry.inForce();
  const edited = withRow(registryToWire(index.registry), { table: "devices", id: mn }, fields);
  return edited.ok && (await commands.putRegistry(edited.value.document, actor, { expected: version })).ok;
}
