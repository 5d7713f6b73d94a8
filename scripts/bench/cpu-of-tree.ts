import { readdirSync, readFileSync } from "node:fs";

const TICKS_PER_SECOND = 100;

export interface CpuUse {
  readonly seconds: number;
  /** Threads by name and place after the first of their process. */
  readonly threads: Readonly<Record<string, number>>;
}

/** CPU seconds so far of the process and all below it (Linux). */
export function cpuOf(pid: number): CpuUse {
  let seconds = 0;
  const threads: Record<string, number> = {};
  for (const one of processTree(pid)) {
    seconds += statSeconds(`/proc/${one}/stat`) ?? 0;
    for (const task of list(`/proc/${one}/task`)) {
      const name = `${read(`/proc/${one}/task/${task}/comm`)?.trim() ?? "?"}+${Number(task) - one}`;
      threads[name] = statSeconds(`/proc/${one}/task/${task}/stat`) ?? 0;
    }
  }
  return { seconds, threads };
}

function processTree(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of list("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statFields(`/proc/${name}/stat`);
    if (fields !== undefined) parents.set(Number(name), Number(fields[1]));
  }
  const tree = [root];
  for (const parent of tree) for (const [pid, above] of parents) if (above === parent) tree.push(pid);
  return tree;
}

/** The fields of a `stat` file after the name, which may itself contain anything: state, parent, … */
function statFields(path: string): readonly string[] | undefined {
  return read(path)
    ?.replace(/^.*\) /s, "")
    .split(" ");
}

function statSeconds(path: string): number | undefined {
  const fields = statFields(path);
  return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** `undefined` when it is gone: processes end while we look. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function list(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
