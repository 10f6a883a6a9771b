import { describe, expect, test } from "vitest";
import type { RoadAnswer } from "../../../../src/daemon/http/schema/opening.ts";
import { aTill, type TestTill } from "../../../till/a-till.ts";
import { problemOf } from "../../problem.ts";

const read = async (till: TestTill) => (await till.get<RoadAnswer>("/v1/road")).json();
const mark = (till: TestTill, step: string, body: object) => till.post<RoadAnswer>(`/v1/road/${step}`, body);
const stepOf = ({ steps }: RoadAnswer, id: string) => steps.find((step) => step.id === id);

describe("the road", () => {
  test("begins with everything to do, each step in both languages with a sentence how", async () => {
    await using till = await aTill();
    const road = await read(till);
    expect(road.way).toBeNull();
    expect(road.steps.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        "way",
        "tax-registration",
        "application",
        "qr-key",
        "numbers",
        "clock",
        "printer",
        "code-check",
        "live",
      ]),
    );
    for (const { title, how, state } of road.steps) {
      expect(title.local).toMatch(/\p{Script=Han}/u);
      expect(title.english).toMatch(/^[A-Z]/);
      expect(how).toMatch(/[.…]$/);
      expect(state).toBe("todo");
    }
    expect(stepOf(road, "application")?.papers).toHaveLength(5);
  });

  test("of a shop that chose its way has only that way's steps", async () => {
    await using till = await aTill();
    const turnkey = await (await mark(till, "way", { evidence: "turnkey" })).json();
    expect([turnkey.way, stepOf(turnkey, "turnkey-folders")?.state, stepOf(turnkey, "provider-contract")]).toEqual([
      "turnkey",
      "todo",
      undefined,
    ]);
    const provider = await (await mark(till, "way", { evidence: "provider" })).json();
    expect([stepOf(provider, "turnkey-folders"), stepOf(provider, "provider-contract")?.state]).toEqual([undefined, "todo"]);
  });

  test("keeps a person's word with its evidence and its day, journalled under the token's name", async () => {
    await using till = await aTill();
    const said = { state: "done", evidence: "國稅局收文 1150001234", date: "2026-11-02" };
    const road = await (await mark(till, "application", said)).json();
    expect(stepOf(road, "application")).toMatchObject(said);
    const { doc } = till.home.ledger.journal.newestOf("road")!;
    expect(JSON.parse(doc)).toMatchObject({ step: "application", ...said, by: "test" });
    const taken = await (await mark(till, "application", { state: "todo", evidence: "papers came back" })).json();
    expect(stepOf(taken, "application")).toMatchObject({ state: "todo", date: null });
  });

  test("takes today in the shop's own time where no day is said", async () => {
    await using till = await aTill();
    till.clock.wallMs = Date.parse("2026-11-22T23:30:00Z");
    const road = await (await mark(till, "platform-account", { evidence: "signed in" })).json();
    expect(stepOf(road, "platform-account")?.date).toBe("2026-11-23");
  });
});

describe("what the till sees itself", () => {
  test("is the key that made a known cipher; one that was not checked is still to do", async () => {
    await using till = await aTill();
    const hex = "FE0F50D87215F625D1248F5FDAEBA37F";
    await till.post("/v1/admin/keys", { hex });
    expect(stepOf(await read(till), "qr-key")?.state).toBe("todo");
    await till.post("/v1/admin/keys", { hex, check: "AA12345678+1234=73UqXrAk5DsVNv2VEvIFkQ==" });
    expect(stepOf(await read(till), "qr-key")).toMatchObject({ state: "done", date: "2026-11-22", seenByTill: true });
  });

  test("is the imported numbers, by their file", async () => {
    await using till = await aTill();
    const header = "營業人統編,發票類別代號,發票類別,發票期別,發票字軌名稱,發票起號,發票迄號";
    const headers = { host: "till.test", authorization: "Bearer secret-of-test", "content-type": "text/csv" };
    const body = `${header}\r\n12345675,7,一般稅額計算,115/11 ~ 115/12,KD,12345600,12345649\r\n`;
    await till.till.app.request("http://till.test/v1/ranges/import?name=invnoapply.csv", { method: "POST", headers, body });
    const step = stepOf(await read(till), "numbers");
    expect([step?.state, step?.evidence]).toEqual(["done", expect.stringContaining("invnoapply.csv")]);
  });

  test("is that a home is live, and only a live one", async () => {
    await using live = await aTill({ environment: "live" });
    expect(stepOf(await read(live), "live")?.state).toBe("done");
    await using rehearsal = await aTill({ environment: "rehearsal" });
    expect(stepOf(await read(rehearsal), "live")?.state).toBe("todo");
  });

  test.each(["qr-key", "numbers", "live"])("nobody's word makes done: %s", async (step) => {
    await using till = await aTill();
    const refused = await mark(till, step, { evidence: "trust me" });
    expect([refused.status, (await problemOf(refused)).code]).toEqual([422, "road-refused"]);
    expect((await mark(till, step, { state: "not-needed", evidence: "numbers come with their ciphers" })).status).toBe(200);
  });
});

describe("a word is refused", () => {
  test.each([
    ["on a step there is not", "paint-the-door", { evidence: "green" }, 404, "not-found"],
    ["on a way there is not", "way", { evidence: "pigeon" }, 422, "road-refused"],
    ["of a day to come", "application", { evidence: "soon", date: "2026-11-23" }, 422, "road-refused"],
    ["of a day there is not", "application", { evidence: "x", date: "2026-02-30" }, 422, "request-invalid"],
    ["without evidence", "application", { state: "done" }, 422, "request-invalid"],
    ["of an unknown state", "application", { state: "almost", evidence: "x" }, 422, "request-invalid"],
  ])("%s", async (_, step, body, status, code) => {
    await using till = await aTill();
    const head = till.home.ledger.journal.head().seq;
    const refused = await mark(till, step, body);
    expect([refused.status, (await problemOf(refused)).code]).toEqual([status, code]);
    expect(till.home.ledger.journal.head().seq).toBe(head);
  });

  test("of who may only read, or only sell", async () => {
    await using till = await aTill();
    const reader = { authorization: `Bearer ${await till.token("eye", "read")}` };
    const seller = { authorization: `Bearer ${await till.token("pos", "sell")}` };
    expect((await till.get("/v1/road", reader)).status).toBe(200);
    expect((await till.get("/v1/road", seller)).status).toBe(403);
    expect((await till.post("/v1/road/application", { evidence: "x" }, reader)).status).toBe(403);
  });
});
