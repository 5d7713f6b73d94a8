import type { LiveSubjects } from "../../../api/resources/live/live-subjects.ts";
import { pageLanguage } from "../i18n/page-language.ts";

/**
 * One connection to the live stream for the whole page. Native reconnecting carries `Last-Event-ID`; a refused stream
 * is asked for again.
 */

export type LiveType = "reading" | "finding" | "registry" | "lag";
export type LiveStatus = "connecting" | "open" | "lost";

type Listener = (data: unknown) => void;

const RETRY_MS = 5_000;
const TYPES: readonly LiveType[] = ["reading", "finding", "registry", "lag"];
const listeners: Readonly<Record<LiveType, Set<Listener>>> = {
  reading: new Set(),
  finding: new Set(),
  registry: new Set(),
  lag: new Set(),
};
/** Called with where the rows of a subject are read, when one of them changed. */
type SubjectListener = (path: string) => void;

const subjectListeners = new Set<SubjectListener>();
const statusListeners = new Set<() => void>();
let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let status: LiveStatus = "connecting";

/** Opens the stream; calling again while it is open does nothing. */
export function startLive(): void {
  if (source !== null) return;
  const stream = new EventSource(`/api/v1/live?lang=${pageLanguage()}`);
  source = stream;
  stream.onopen = () => setStatus("open");
  stream.onerror = () => {
    setStatus("lost");
    if (stream.readyState !== EventSource.CLOSED) return;
    stopLive();
    retry = setTimeout(startLive, RETRY_MS);
  };
  for (const type of TYPES) stream.addEventListener(type, (event) => deliver(type, event as MessageEvent<string>));
  listenToSubjects(stream);
}

/** Which subjects there are is what the stream begins with, each time that it is opened. */
function listenToSubjects(stream: EventSource): void {
  const known = new Set<string>();
  stream.addEventListener("subjects", (event) => {
    const subjects = (parsed(event as MessageEvent<string>) ?? []) as LiveSubjects;
    for (const { name, path } of subjects) {
      if (known.has(name)) continue;
      known.add(name);
      stream.addEventListener(name, () => {
        setStatus("open");
        for (const listener of subjectListeners) listener(path);
      });
    }
  });
}

/** Closes the stream and forgets a planned retry. */
export function stopLive(): void {
  clearTimeout(retry);
  source?.close();
  source = null;
}

function deliver(type: LiveType, event: MessageEvent<string>): void {
  setStatus("open");
  const data = parsed(event);
  if (data === undefined) return;
  for (const listener of listeners[type]) listener(data);
}

/** `undefined` when it is no JSON. */
function parsed(event: MessageEvent<string>): unknown {
  try {
    return JSON.parse(event.data);
  } catch {
    return undefined;
  }
}

function setStatus(next: LiveStatus): void {
  if (next === status) return;
  status = next;
  for (const listener of statusListeners) listener();
}

/** Calls `listener` with each event of the type until the returned function is called. */
export function onLive(type: LiveType, listener: Listener): () => void {
  listeners[type].add(listener);
  return () => listeners[type].delete(listener);
}

/** Calls `listener` whenever a row of casework changed until the returned function is called. */
export function onSubject(listener: SubjectListener): () => void {
  subjectListeners.add(listener);
  return () => subjectListeners.delete(listener);
}

/** For `useSyncExternalStore`. */
export function subscribeLiveStatus(listener: () => void): () => void {
  statusListeners.add(listener);
  return () => statusListeners.delete(listener);
}

/**
 * Calls `listener` whenever a lost stream speaks again, until the returned function is called: events may have been
 * missed meanwhile.
 */
export function onLiveBack(listener: () => void): () => void {
  let before = status;
  return subscribeLiveStatus(() => {
    if (status === "open" && before === "lost") listener();
    before = status;
  });
}

/** Whether values on the page are moving. */
export function liveStatus(): LiveStatus {
  return status;
}
