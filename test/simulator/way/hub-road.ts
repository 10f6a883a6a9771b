import { silentLog } from "../../../src/base/log.ts";
import { hub } from "../../../src/sync/hub/hub.ts";
import type { Wire, WireAnswer } from "../../../src/sync/hub/wire.ts";
import { enrolledAt } from "../../sync/reference-hub/a-hub.ts";
import { HubBooks } from "../../sync/reference-hub/books.ts";
import type { Mood } from "../../sync/reference-hub/moods.ts";
import { hubApp } from "../../sync/reference-hub/reference-hub.ts";
import type { WoundClock } from "../../wound-clock.ts";
import type { Chance } from "../chance.ts";
import type { Street } from "../premises.ts";
import type { Road } from "./road.ts";

/** What goes wrong with one request on its way, or at the hub. */
const troubles = [
  "lose-before",
  "lose-after",
  "error-before",
  "error-after",
  "busy",
  "garbage",
  "forgets-some",
  "strange-ids",
  "twice",
  "silent",
] as const satisfies readonly Mood[];
type Trouble = (typeof troubles)[number];

const address = "http://127.0.0.1:4820/";

/** A head office's hub that lends the numbers too, and is now and then put back to an old copy of its books. */
export function hubRoad(clock: WoundClock, chance: Chance, grants: Parameters<HubBooks["grant"]>[0][]): Road {
  const books = new HubBooks();
  const key = enrolledAt({ books });
  for (const grant of grants) books.grant(grant);
  const app = hubApp(books, { clock, moods: [], address: () => address.slice(0, -1) });
  const planned: Trouble[] = [];
  const firstSeenMs = new Map<string, number>();
  const state = { down: false, copy: books.copy() };
  const acts: Readonly<Record<string, () => void>> = {
    "the line is cut": () => Object.assign(state, { down: true }),
    "the line is well": () => Object.assign(state, { down: false }),
    "requests go wrong": () => {
      for (let count = chance.between(1, 4); count > 0; count--) planned.push(chance.pick(troubles));
    },
    "the hub's books are copied": () => Object.assign(state, { copy: books.copy() }),
    "the hub is put back to a copy": () => books.restore(state.copy),
  };
  const ask = async ({ url, headers, body }: Parameters<Wire>[0]): Promise<WireAnswer> => {
    const answer = await app.request(url, { method: "POST", headers, body: Buffer.from(body) });
    const plain = Object.fromEntries(answer.headers);
    return { result: "answered", status: answer.status, headers: plain, body: new Uint8Array(await answer.arrayBuffer()) };
  };
  const wire = (street: Street): Wire => {
    return (request, signal) =>
      street.act(async () => {
        if (state.down) return { result: "broken", reason: "nobody answers at the hub's port", nothingLeft: true };
        const answer = await troubled(planned.shift(), () => ask(request), signal);
        for (const { hash } of books.kept) if (!firstSeenMs.has(hash)) firstSeenMs.set(hash, clock.wallMs);
        return answer;
      });
  };
  return {
    address,
    mayForget: true,
    open: (street) =>
      hub(new URL(address), {
        clock: street.clock,
        log: silentLog,
        wire: wire(street),
        randomBytes: (count) => chance.bytes(count),
        enrolmentKey: () => key,
      }),
    weather(dice) {
      const name = dice.pick(Object.keys(acts));
      acts[name]!();
      return name;
    },
    calm() {
      state.down = false;
      planned.length = 0;
    },
    turn: async () => {},
    arrivals: () =>
      books.kept.map(({ message, reference, hash }) => ({ message, reference, proof: hash, atMs: firstSeenMs.get(hash) ?? 0 })),
    close: () => {},
  };
}

async function troubled(trouble: Trouble | undefined, ask: () => Promise<WireAnswer>, signal: AbortSignal): Promise<WireAnswer> {
  const broken = { result: "broken", reason: "the connection was cut", nothingLeft: false } as const;
  const said = (status: number, text: string, headers = {}) =>
    ({ result: "answered", status, headers, body: Buffer.from(text) }) as const;
  switch (trouble) {
    case undefined:
      return ask();
    case "lose-before":
      return broken;
    case "silent":
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      return broken;
    case "error-before":
      return said(502, "Bad gateway");
    case "busy":
      return said(429, '{"code":"busy","detail":"Too many tills at once."}', { "retry-after": "7" });
    case "lose-after":
      await ask();
      return broken;
    case "error-after":
      await ask();
      return said(500, "Internal error");
    case "garbage":
      await ask();
      return said(200, "<h1>Welcome to the café's network</h1>");
    case "twice":
      await ask();
      return ask(); // the same signed request again: refused by its nonce
    default:
      return misread(trouble, await ask());
  }
}

/** An answer that leaves some parcels out, or speaks of others. */
function misread(trouble: "forgets-some" | "strange-ids", answer: WireAnswer): WireAnswer {
  if (answer.result !== "answered" || answer.status !== 200) return answer;
  const content = JSON.parse(Buffer.from(answer.body).toString("utf8"));
  if (!Array.isArray(content.answers)) return answer;
  const answers = (content.answers as { id: number }[]).flatMap((one, index) => {
    if (trouble === "strange-ids") return [{ ...one, id: one.id + 1_000_000 }];
    return index % 2 === 0 ? [one] : [];
  });
  return { ...answer, body: Buffer.from(JSON.stringify({ ...content, answers })) };
}
