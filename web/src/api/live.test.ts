import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setPageLanguage } from "../i18n/page-language.ts";
import { liveStatus, onLive, onSubject, startLive, stopLive, subscribeLiveStatus } from "./live.ts";

/** An event stream that a test drives by hand. */
class FakeStream extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeStream[] = [];
  readonly url: string;
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(url: string) {
    super();
    this.url = url;
    FakeStream.opened.push(this);
  }

  say(type: string, data: string): void {
    this.dispatchEvent(new MessageEvent(type, { data }));
  }

  break(isClosed: boolean): void {
    this.readyState = isClosed ? FakeStream.CLOSED : 0;
    this.onerror?.();
  }

  close(): void {
    this.readyState = FakeStream.CLOSED;
  }
}

beforeEach(() => {
  FakeStream.opened = [];
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", FakeStream);
});
afterEach(() => {
  stopLive();
  setPageLanguage("zh");
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("the page has one stream, in its language", () => {
  setPageLanguage("en");

  startLive();
  startLive();

  expect(FakeStream.opened.map((s) => s.url)).toEqual(["/api/v1/live?lang=en"]);
});

test("an event reaches those who listen to its type until they stop, and what is no JSON reaches nobody", () => {
  const heard: unknown[] = [];
  const stop = onLive("finding", (data) => heard.push(data));
  startLive();
  const [stream] = FakeStream.opened;

  stream?.say("finding", '{"id":"f1"}');
  stream?.say("lag", '{"pending":0}');
  stream?.say("finding", "{");
  stop();
  stream?.say("finding", '{"id":"f2"}');

  expect(heard).toEqual([{ id: "f1" }]);
});

test("an event of a subject that the stream named says where its rows are read, once however often the stream names it", () => {
  const heard: string[] = [];
  const stop = onSubject((path) => heard.push(path));
  startLive();
  const [stream] = FakeStream.opened;

  stream?.say("permit-change", '{"id":"p0"}');
  stream?.say("subjects", '[{"name":"permit-change","path":"permit-changes"}]');
  stream?.say("subjects", '[{"name":"permit-change","path":"permit-changes"}]');
  stream?.say("permit-change", '{"id":"p1"}');
  stop();
  stream?.say("permit-change", '{"id":"p2"}');

  expect(heard).toEqual(["permit-changes"]);
});

test("a stream that broke is lost until it speaks again, and one that was refused is asked for again", () => {
  const seen: string[] = [];
  startLive();
  const [first] = FakeStream.opened;
  first?.break(false);
  const stop = subscribeLiveStatus(() => seen.push(liveStatus()));

  first?.onopen?.();
  first?.break(false);
  first?.say("lag", "{}");
  first?.break(true);
  vi.advanceTimersByTime(5_000);
  FakeStream.opened[1]?.onopen?.();
  stop();

  expect(seen).toEqual(["open", "lost", "open", "lost", "open"]);
  expect(FakeStream.opened).toHaveLength(2);
});

test("a stream that is stopped is not asked for again", () => {
  startLive();
  FakeStream.opened[0]?.break(true);
  stopLive();
  vi.advanceTimersByTime(60_000);

  expect(FakeStream.opened).toHaveLength(1);
});

test("a stream that comes back is told of once each time, and its first opening is no coming back", async () => {
  vi.resetModules();
  const fresh = await import("./live.ts");
  let times = 0;
  const stop = fresh.onLiveBack(() => {
    times += 1;
  });
  fresh.startLive();
  const [stream] = FakeStream.opened;

  stream?.onopen?.();
  expect(times).toBe(0);
  stream?.break(false);
  stream?.onopen?.();
  stream?.say("lag", "{}");
  expect(times).toBe(1);
  stop();
  stream?.break(false);
  stream?.onopen?.();
  expect(times).toBe(1);
  fresh.stopLive();
});
