import { describe, expect, test } from "vitest";
import type { AlertView } from "../../../src/daemon/alerts/view-alert.ts";
import type { ParcelAnswer } from "../../../src/daemon/http/schema/outbox.ts";
import type { Fate } from "../../../src/sync/upstream.ts";
import { type AlertedTill, anAlertedTill } from "./an-alerted-till.ts";

// What issue 5 asks to be shown: each of these in the outbox, events, metrics, mail, webhook and log, with what to do next.

const hour = 3_600_000;

interface Case {
  readonly code: string;
  readonly parcel: Partial<ParcelAnswer>;
  readonly outboxNext: RegExp;
  readonly next: RegExp;
  readonly what: RegExp;
  happen(till: AlertedTill): Promise<unknown>;
}

const selling = (fate?: Fate) => (till: AlertedTill) => till.sell(fate);

const cases: readonly Case[] = [
  {
    code: "parcel-rejected",
    parcel: { state: "rejected" },
    outboxNext: /mend what the code says and retry it/,
    next: /mend what the code says and retry/,
    what: /refused 1 × F0401 with code E0402: The invoice is cancelled already/,
    happen: selling({ result: "rejected", code: "E0402", reason: "此筆發票已作廢 /ABC+123" }),
  },
  {
    code: "parcel-conflict",
    parcel: { state: "conflict" },
    outboxNext: /Compare both/,
    next: /Compare both/,
    what: /other content than this till/,
    happen: selling({ result: "conflict", code: "E0201", reason: "other content" }),
  },
  {
    code: "upload-deadline",
    parcel: { state: "waiting", urgency: "hour" },
    outboxNext: /due within an hour: see that the network/,
    next: /See that the network and Turnkey/,
    what: /1 documents are not confirmed.*within an hour/,
    async happen(till) {
      await till.sell();
      await till.clock.wind(47.5 * hour);
    },
  },
];

describe.each(cases)("$code", ({ code, parcel, outboxNext, next, what, happen }) => {
  test("is visible in outbox, events, metrics, status, mail, webhook and log, with the next action in words and no buyer data", async () => {
    await using shop = await anAlertedTill();
    const { till } = shop;
    const stream = await till.get("/v1/events");
    const events = reading(stream.body!);
    await happen(shop);
    await shop.turn();

    const outbox = await (await till.get<{ parcels: ParcelAnswer[] }>("/v1/outbox")).json();
    expect(outbox.parcels[0]).toMatchObject({ ...parcel, next: expect.stringMatching(outboxNext) });

    const event = await events.until((line) => line.includes(code));
    expect(event).toMatch(next);
    expect(event).toMatch(what);
    await events.stop();

    expect(await (await till.get("/metrics")).text()).toContain(`tillseal_alerts{kind="${code}"} 1\n`);

    const status = await (
      await till.get<{ alerts: AlertView[]; lamps: Record<string, { light: string; message: string }> }>("/v1/status")
    ).json();
    const seen = status.alerts.find((alert) => alert.code === code);
    expect(seen?.next?.en).toMatch(next);
    expect(seen?.next?.zh).toMatch(/請/);
    expect(status.lamps.alerts).toMatchObject({ light: "red" });

    const mail = shop.mailbox.mails.at(-1)!;
    expect(mail.to).toEqual(["owner@shop.example"]);
    expect(mail.text.replace(/\s+/g, " ")).toMatch(next);
    expect(mail.text.replace(/\s+/g, " ")).toMatch(what);
    expect(mail.subject).toContain("[Tillseal] 測試茶舖有限公司: 緊急");

    const post = shop.receiver.posts.find(({ body }) => body.code === code)!;
    expect(post).toMatchObject({ signed: true, body: { event: "raised", severity: "critical" } });
    expect(post.body.next?.en).toMatch(next);

    const line = shop.lines.find(({ log, code: said }) => log === "alert" && said === code)!;
    expect(line).toMatchObject({ message: expect.stringMatching(what), next: expect.stringMatching(next) });

    const told = event.slice(event.indexOf("event: alert"));
    const everything = JSON.stringify([told, status.alerts, mail, shop.receiver.posts, shop.lines]);
    expect(everything).not.toContain("ABC+123");
  });
});

/** Server-sent events as they come. */
function reading(body: ReadableStream<Uint8Array>) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  return {
    async until(wanted: (text: string) => boolean): Promise<string> {
      while (!wanted(text)) {
        const { value, done } = await reader.read();
        if (done) break;
        text += decoder.decode(value, { stream: true });
      }
      return text;
    },
    stop: () => reader.cancel(),
  };
}
