import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { DirectoryWire } from "../../../api/resources/registry/schema.ts";
import { read } from "../api/read.ts";
import { useRead } from "../api/use-read.ts";

interface KnownOutlet extends Readonly<DirectoryWire["outlets"][number]> {
  readonly enterpriseName: string;
}

interface Directory {
  /** The outlets the user may see, in the order of the registry. */
  readonly outlets: readonly KnownOutlet[];
  readonly outlet: (id: string) => KnownOutlet | undefined;
  /** The name of an outlet, enterprise, cell, unit or person; the id when it is not known. */
  readonly nameOf: (id: string) => string;
  readonly cells: DirectoryWire["cells"];
  readonly enterprises: DirectoryWire["enterprises"];
  readonly units: DirectoryWire["units"];
  readonly people: DirectoryWire["people"];
  /** False until the names have come. */
  readonly isKnown: boolean;
}

const DIRECTORY = read<DirectoryWire>("/directory");
/** No event tells of a new registry: names are asked for again now and then. */
const NAMES_MS = 300_000;
const Context = createContext<Directory | null>(null);

/** What things are called, asked for once for all pages; pages stand without it. */
export function DirectoryProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { data } = useRead(DIRECTORY, { everyMs: NAMES_MS });
  const directory = useMemo<Directory>(() => directoryOf(data), [data]);
  return <Context value={directory}>{children}</Context>;
}

function directoryOf(wire: DirectoryWire | undefined): Directory {
  const { cells = [], enterprises = [], outlets = [], units = [], people = [] } = wire ?? {};
  const names = new Map([...cells, ...enterprises, ...outlets, ...units, ...people].map((row) => [row.id, row.name]));
  const known = outlets.map((o) => ({ ...o, enterpriseName: names.get(o.enterprise) ?? o.enterprise }));
  const outletById = new Map(known.map((o) => [o.id, o]));
  return {
    outlets: known,
    outlet: (id) => outletById.get(id),
    nameOf: (id) => names.get(id) ?? id,
    cells,
    enterprises,
    units,
    people,
    isKnown: wire !== undefined,
  };
}

/** The outlets and names. */
export function useDirectory(): Directory {
  const directory = useContext(Context);
  if (directory === null) throw new Error("useDirectory needs a DirectoryProvider above it");
  return directory;
}
