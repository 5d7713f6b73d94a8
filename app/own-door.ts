import { hostname, networkInterfaces } from "node:os";

/** Where a door listens. */
interface Door {
  readonly host: string;
  readonly port: number;
}

/**
 * True when who dials that host and port comes out at our own door: what is passed on there would come back as if a
 * device had sent it. Names are not resolved, but for those that every machine has of itself.
 */
export function isOwnDoor(door: Door | undefined, host: string, port: number): boolean {
  if (door === undefined || door.port !== port) return false;
  const name = host.toLowerCase();
  if (name === door.host.toLowerCase()) return true;
  const isBare = ANY_ADDRESS.has(door.host);
  if (isLoopbackName(name)) return isBare || isLoopbackName(door.host);
  return isBare && ownNames().has(name);
}

const ANY_ADDRESS: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/** Dialling no address at all reaches the own machine, too. */
function isLoopbackName(name: string): boolean {
  return name === "localhost" || name === "::1" || /^127\.\d+\.\d+\.\d+$/.test(name) || ANY_ADDRESS.has(name);
}

function ownNames(): ReadonlySet<string> {
  const addresses = Object.values(networkInterfaces()).flatMap((found) =>
    (found ?? []).map(({ address }) => address.toLowerCase()),
  );
  return new Set([hostname().toLowerCase(), ...addresses]);
}
