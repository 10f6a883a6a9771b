import { describe, expect, test } from "vitest";
import { ledgerOutbox } from "../../src/daemon/operations/upload/ledger-outbox.ts";
import { deliverNext, inquireNext } from "../../src/sync/deliver.ts";
import { allow, answer, cancel, type Invoice, reissue, sell, withdraw } from "../daemon/operations/undo/acts.ts";
import { problemOf } from "../daemon/problem.ts";
import { aTill, type TestTill } from "../till/a-till.ts";
import { anUpstream, type TestUpstream } from "./an-upstream.ts";

const never = new AbortController().signal;

interface Way {
  readonly till: TestTill;
  readonly upstream: TestUpstream;
  deliver(): Promise<string>;
  inquire(): Promise<string>;
}

/** A till with a way upstream, whose loops do not run: the test takes the steps. */
async function aWay(batchSize?: number): Promise<Way & AsyncDisposable> {
  const upstream = anUpstream(batchSize);
  const till = await aTill({ config: { upstream: "https://hub.test/" }, world: { upstreamOf: () => upstream } });
  const outbox = ledgerOutbox(till.till.shop);
  return {
    till,
    upstream,
    deliver: () => deliverNext(outbox, upstream, never),
    inquire: () => inquireNext(outbox, upstream, never),
    [Symbol.asyncDispose]: () => till[Symbol.asyncDispose](),
  };
}

const unqualified = { result: "rejected", code: "E0101", reason: "賣方無電子發票使用資格" } as const;
const states = ({ till }: Way) =>
  till.home.ledger.parcels.list(undefined, undefined, 100).map(({ row }) => `${row.message} ${row.state}`);
const messagesOf = (batch: readonly { message: string }[]) => batch.map(({ message }) => message);
const unreachable = (nothingArrived: boolean) => ({ result: "unreachable", reason: "the wire is cut", nothingArrived }) as const;

test.each(["waiting", "sent"] as const)("a clock that was far ahead for a moment puts off nothing that is %s", async (state) => {
  await using way = await aWay();
  await sell(way.till);
  const days = 400 * 86_400_000;
  const step = state === "sent" ? way.inquire : way.deliver;
  way.upstream.answerDelivery(state === "sent" ? { result: "pending" } : unreachable(true));
  way.upstream.answerInquiry({ result: "pending" });
  if (state === "sent") await way.deliver();
  way.till.clock.jump(days);
  await step();
  way.till.clock.jump(-days);
  expect(states(way)).toEqual([`F0401 ${state}`]);
  expect(await step()).toBe("worked");
  expect(states(way)).toEqual(["F0401 accepted"]);
});

describe("delivering", () => {
  test("hands over what waits, most pressing first, and is idle when nothing does", async () => {
    await using way = await aWay();
    await sell(way.till, { buyer: { businessId: "04595257" } });
    await sell(way.till);
    expect(await way.deliver()).toBe("worked");
    // A consumer's invoice has 48 hours, a company's seven days.
    expect(way.upstream.deliveries[0]!.map(({ id }) => id)).toEqual([5, 4]);
    expect(states(way)).toEqual(["F0401 accepted", "F0401 accepted"]);
    expect(await way.deliver()).toBe("idle");
  });

  test("keeps the order of one number's documents, over its revisions, and lets no other wait for it", async () => {
    await using way = await aWay();
    const [first, other] = [await sell(way.till), await sell(way.till)];
    await answer(withdraw(way.till, first.id));
    await answer(reissue(way.till, first.id), 201);
    await answer(allow(way.till, other.id, [{ line: 1, quantity: 1 }]), 201);
    const [row] = way.till.home.ledger.invoices.byNumber(first.number);
    expect(row?.revision).toBe(2);
    way.upstream.answerDelivery({ result: "pending" });
    await way.deliver();
    expect(messagesOf(way.upstream.deliveries[0]!)).toEqual(["F0401", "F0401"]);
    expect(await way.deliver()).toBe("idle");
    await way.till.clock.wind(60_000);
    await way.inquire();
    await way.deliver();
    expect(messagesOf(way.upstream.deliveries[1]!).toSorted()).toEqual(["F0701", "G0401"]);
    await way.deliver();
    expect(messagesOf(way.upstream.deliveries[2]!)).toEqual(["F0401"]);
    expect(states(way).every((state) => state.endsWith("accepted"))).toBe(true);
  });

  test("writes down that a parcel is under way before anything leaves", async () => {
    await using way = await aWay();
    await sell(way.till);
    way.upstream.deliver = async () => {
      expect(states(way)).toEqual(["F0401 sent"]);
      return { result: "answered", fates: new Map() };
    };
    await way.deliver();
    expect(states(way)).toEqual(["F0401 sent"]);
  });

  test("takes batches no larger than the upstream's", async () => {
    await using way = await aWay(2);
    for (let sale = 0; sale < 5; sale++) await sell(way.till);
    while ((await way.deliver()) === "worked");
    expect(way.upstream.deliveries.map(({ length }) => length)).toEqual([2, 2, 1]);
  });
});

describe("a lost answer", () => {
  test("is asked about before anything is sent again", async () => {
    await using way = await aWay();
    await sell(way.till);
    way.upstream.answerDelivery(unreachable(false));
    expect(await way.deliver()).toBe("faulted");
    expect(states(way)).toEqual(["F0401 sent"]);
    await way.till.clock.wind(3_600_000);
    expect(await way.deliver()).toBe("idle");
    way.upstream.answerInquiry({ result: "absent" });
    await way.inquire();
    expect(states(way)).toEqual(["F0401 waiting"]);
    await way.till.clock.wind(3_600_000);
    await way.deliver();
    expect(states(way)).toEqual(["F0401 accepted"]);
    expect(way.upstream.deliveries).toHaveLength(2);
  });

  test("is no reason any more once the way is open again, whether at the hand-over or while it is asked about", async () => {
    await using way = await aWay();
    await sell(way.till);
    const reason = () => way.till.home.ledger.parcels.list(undefined, undefined, 1)[0]!.row.reason;
    way.upstream.answerDelivery(unreachable(true), { result: "pending" });
    await way.deliver();
    expect(reason()).toBe("the wire is cut");
    await way.till.clock.wind(3_600_000);
    await way.deliver();
    expect(reason()).toBeNull();
    way.upstream.answerInquiry(unreachable(false), { result: "pending" });
    for (const said of ["the wire is cut", null]) {
      await way.till.clock.wind(3_600_000);
      await way.inquire();
      expect(reason()).toBe(said);
    }
    expect(states(way)).toEqual(["F0401 sent"]);
  });

  test("is not asked for where it is certain that nothing arrived: the parcel waits again, a little longer each time", async () => {
    await using way = await aWay();
    await sell(way.till);
    const pauses: number[] = [];
    for (let round = 0; round < 5; round++) {
      way.upstream.answerDelivery(unreachable(true));
      await way.deliver();
      const { row } = way.till.home.ledger.parcels.list(undefined, undefined, 1)[0]!;
      expect(row).toMatchObject({ state: "waiting", reason: "the wire is cut", tries: round + 1 });
      pauses.push(row.dueAt - Math.floor(way.till.clock.now().getTime() / 1000));
      expect(await way.deliver()).toBe("idle");
      await way.till.clock.wind(3_600_000);
    }
    expect(pauses.every((pause, index) => index === 0 || pause > pauses[index - 1]!)).toBe(true);
    expect(way.upstream.inquiries).toEqual([]);
  });
});

describe("an outage that is over", () => {
  test("ends the long pauses of all that waited, at the first answer", async () => {
    await using way = await aWay(1);
    const early = [await sell(way.till), await sell(way.till), await sell(way.till)];
    for (let round = 0; round < 8; round++) {
      for (const _ of early) {
        way.upstream.answerDelivery(unreachable(true));
        await way.deliver();
      }
      await way.till.clock.wind(1_200_000);
    }
    for (const _ of early) {
      way.upstream.answerDelivery(unreachable(true));
      await way.deliver();
    }
    expect(await way.deliver()).toBe("idle");
    await sell(way.till);
    while ((await way.deliver()) === "worked");
    expect(states(way)).toEqual(Array(4).fill("F0401 accepted"));
  });

  test("asks at once about what had left, and hastens nothing that upstream itself wants to wait", async () => {
    await using way = await aWay(1);
    await sell(way.till);
    way.upstream.answerDelivery({ result: "again", code: "E9901", reason: "busy", once: false });
    await way.deliver();
    await sell(way.till);
    way.upstream.answerDelivery(unreachable(false));
    await way.deliver();
    expect(await way.inquire()).toBe("idle");
    await sell(way.till);
    expect(await way.deliver()).toBe("worked");
    expect(await way.deliver()).toBe("idle");
    expect(await way.inquire()).toBe("worked");
    expect(states(way)).toEqual(["F0401 accepted", "F0401 accepted", "F0401 waiting"]);
  });
});

describe("what upstream refuses", () => {
  test("is told of in events by what its code means, never in free words that may name a buyer", async () => {
    await using way = await aWay();
    const told: (string | null)[] = [];
    way.till.till.shop.feed.listen((happening) => {
      if (happening.kind === "upload") told.push(happening.reason);
    });
    await sell(way.till);
    way.upstream.answerDelivery({ result: "rejected", code: "E0102", reason: "王小明的發票" });
    await way.deliver();
    await answer(way.till.post("/v1/outbox/4/resolve", { reason: "王小明 was told" }));
    expect(told).toEqual([null, expect.stringContaining("字軌"), null]);
  });

  test("stops its own thread only, and is shown with its code, its meaning and the next act", async () => {
    await using way = await aWay();
    const [bad] = [await sell(way.till), await sell(way.till)];
    await answer(cancel(way.till, bad.id));
    way.upstream.answerDelivery({
      result: "answered",
      fates: new Map([
        [4, { result: "rejected", code: "E0102", reason: "發票字軌號碼非申購部分" }],
        [5, { result: "accepted" }],
      ]),
    });
    await way.deliver();
    expect(await way.deliver()).toBe("idle");
    const { parcels } = await answer<{ parcels: object[] }>(way.till.get("/v1/outbox?state=rejected"));
    expect(parcels).toMatchObject([
      {
        invoice: bad.id,
        message: "F0401",
        code: { code: "E0102", text: "發票字軌號碼非申購部分", english: expect.stringMatching(/./) },
        next: expect.stringContaining("Somebody must look"),
      },
    ]);
  });

  test("is sent again when a person says what was mended, and its thread goes on", async () => {
    await using way = await aWay();
    const { id } = await sell(way.till);
    await answer(cancel(way.till, id));
    way.upstream.answerDelivery({ result: "rejected", code: "E0101", reason: "賣方無電子發票使用資格" });
    await way.deliver();
    await answer(way.till.post("/v1/outbox/4/retry", { reason: "國稅局已核准" }));
    while ((await way.deliver()) === "worked");
    expect(states(way)).toEqual(["F0501 accepted", "F0401 accepted"]);
  });

  test("is named by what waits behind it, which is not said to go by itself", async () => {
    await using way = await aWay();
    const { id } = await sell(way.till);
    await answer(cancel(way.till, id));
    const nextOf = async () =>
      (await answer<{ parcels: { next: string }[] }>(way.till.get("/v1/outbox?state=waiting"))).parcels[0]!.next;
    expect(await nextOf()).toBe("It is sent by itself, after document 4 (F0401).");
    way.upstream.answerDelivery(unqualified);
    await way.deliver();
    expect(await nextOf()).toBe("It waits behind document 4 (F0401), which is rejected: do what `next` of that one says.");
    await answer(way.till.post("/v1/outbox/4/resolve", { reason: "settled by hand" }));
    expect(await nextOf()).toBe("It is sent by itself.");
  });

  test("can be resolved with a reason, which is journalled; a conflict only so", async () => {
    await using way = await aWay();
    await sell(way.till);
    way.upstream.answerDelivery({ result: "conflict", reason: "other content under this number" });
    await way.deliver();
    expect(await problemOf(await way.till.post("/v1/outbox/4/retry", { reason: "again" }))).toMatchObject({
      code: "parcel-not-stuck",
    });
    await answer(way.till.post("/v1/outbox/4/resolve", { reason: "compared: theirs is right" }));
    expect(states(way)).toEqual(["F0401 resolved"]);
    const { ledger } = way.till.home;
    expect(ledger.journal.find(ledger.journal.head().seq)).toMatchObject({ kind: "parcel-resolve" });
  });

  test("of an invoice that is then withdrawn is settled with it, and the corrected one goes at once", async () => {
    await using way = await aWay();
    const { id } = await sell(way.till);
    await answer(cancel(way.till, id));
    way.upstream.answerDelivery(unqualified);
    await way.deliver();
    const { undoings } = await answer<Invoice>(withdraw(way.till, id));
    expect(undoings.at(-1)).toMatchObject({ act: "withdraw", upload: null });
    expect(states(way)).toEqual(["F0501 resolved", "F0401 resolved"]);
    const { journal } = way.till.home.ledger;
    const doc = JSON.parse(journal.find(journal.head().seq)!.doc);
    expect(doc).toMatchObject({
      message: "F0501",
      was: "waiting",
      by: "test",
      reason: expect.stringContaining("withdrawn before"),
    });
    await answer(reissue(way.till, id), 201);
    await way.deliver();
    expect(messagesOf(way.upstream.deliveries.at(-1)!)).toEqual(["F0401"]);
    expect(states(way)).toEqual(["F0401 accepted", "F0501 resolved", "F0401 resolved"]);
  });

  test("of an invoice that was withdrawn while it was on its way takes its withdrawal with it", async () => {
    await using way = await aWay();
    const { id } = await sell(way.till);
    way.upstream.answerDelivery({ result: "pending" });
    await way.deliver();
    await answer(withdraw(way.till, id));
    await answer(reissue(way.till, id), 201);
    way.upstream.answerInquiry(unqualified);
    await way.till.clock.wind(60_000);
    await way.inquire();
    await way.deliver();
    expect(states(way)).toEqual(["F0401 accepted", "F0701 resolved", "F0401 resolved"]);
    expect(way.upstream.deliveries.map(messagesOf)).toEqual([["F0401"], ["F0401"]]);
  });

  test("leaves the withdrawal on its way where upstream may have something of the invoice", async () => {
    await using way = await aWay();
    const { id } = await sell(way.till);
    await way.deliver();
    await answer(cancel(way.till, id));
    way.upstream.answerDelivery(unqualified);
    await way.deliver();
    await answer(withdraw(way.till, id));
    expect(states(way)).toEqual(["F0701 waiting", "F0501 rejected", "F0401 accepted"]);
  });

  test("because of a document it refers to waits, is tried once more, and then goes to a person", async () => {
    await using way = await aWay();
    await sell(way.till);
    const waitsFor = { result: "waits-for", code: "E0229", reason: "發票資料不存在" } as const;
    way.upstream.answerDelivery(waitsFor, waitsFor);
    await way.deliver();
    expect(states(way)).toEqual(["F0401 held"]);
    expect(await way.inquire()).toBe("idle");
    await way.till.clock.wind(7_200_000);
    expect(await way.inquire()).toBe("worked");
    await way.deliver();
    expect(states(way)).toEqual(["F0401 rejected"]);
  });

  test("for a reason of the channel's waits again, and no parcel is blamed", async () => {
    await using way = await aWay();
    await sell(way.till);
    way.upstream.answerDelivery({ result: "channel", code: "E0301", reason: "驗章失敗(用戶)" });
    await way.deliver();
    const { row } = way.till.home.ledger.parcels.list(undefined, undefined, 1)[0]!;
    expect(row).toMatchObject({ state: "waiting", code: "E0301" });
  });
});

test("what was held for want of an upstream goes as soon as there is one", async () => {
  const first = await aTill();
  await sell(first);
  expect(first.home.ledger.parcels.counts()).toEqual({ held: 1 });
  const { ledger } = first.home;
  ledger.parcels.releaseHeld("no-upstream", 0);
  expect(ledger.parcels.counts()).toEqual({ waiting: 1 });
  await first[Symbol.asyncDispose]();
});
