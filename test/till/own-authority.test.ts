import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { anAuthority } from "../authority.ts";
import { aFolder, type Folder, periodNow, whole } from "../cli/init/a-shop.ts";
import { aMailbox, type Mailbox } from "../daemon/alerts/a-mailbox.ts";
import { aReferenceHub, type ReferenceHub } from "../sync/reference-hub/reference-hub.ts";
import { aSale } from "./a-till.ts";
import { end, start, tillseal } from "./command-line.ts";

/** No other machine's; it must never be written anywhere but in its own file. */
const password = "correct-horse";
const authority = anAuthority();

let place: Folder;
let home: string;
let hub: ReferenceHub;
let mailbox: Mailbox;
const quiet = { TILLSEAL_CLOCK_SERVER: "" };
const trusting = () => ({ ...quiet, NODE_EXTRA_CA_CERTS: join(place.path, "ca.pem") });

beforeAll(async () => {
  place = aFolder();
  home = join(place.path, "shop");
  writeFileSync(join(place.path, "ca.pem"), authority.pem);
  writeFileSync(join(place.path, "password"), `${password}\n`);
  hub = await aReferenceHub(systemClock, authority.certify("localhost"));
  const tls = { ...authority.certify("127.0.0.2"), from: "starttls" } as const;
  mailbox = await aMailbox({ host: "127.0.0.2", user: "till", password, tls });
  await openShop();
});
afterAll(async () => {
  await hub[Symbol.asyncDispose]();
  await mailbox[Symbol.asyncDispose]();
  place[Symbol.dispose]();
});

/** A rehearsal shop whose documents go to the hub and whose alerts go to the mailbox. */
async function openShop(): Promise<void> {
  const seller = ["--seller-id", whole.sellerId!, "--seller-name", whole.sellerName!, "--seller-address", whole.sellerAddress!];
  const key = ["--qr-key", whole.qrKey!, "--check-cipher", whole.checkCipher!];
  const way = ["--upstream", hub.address.href, "--range", place.numbers(periodNow().text)];
  const flags = ["--yes", "--environment", "rehearsal", ...seller, ...key, ...way, "--clock-is-right"];
  const { code, err } = await tillseal(["init", ...flags, "--home", home, "--json"], quiet);
  if (code !== 0) throw new Error(err);
  const mail = {
    server: mailbox.address,
    passwordFile: join(place.path, "password"),
    from: "till@shop.test",
    to: ["owner@shop.test"],
  };
  appendFileSync(join(home, "tillseal.yaml"), `\nalerts: ${JSON.stringify({ mail })}\n`);
}

async function ask<T>(path: string, body?: object): Promise<T> {
  const { url, token } = JSON.parse(readFileSync(join(home, "running.json"), "utf8"));
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(`${url}${path}`, { headers, ...(body && { method: "POST", body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as T;
}

const enrol = async (environment: Record<string, string>) => {
  const { code, out, err } = await tillseal(["upstream", "enrol", "CODE-1", "--home", home, "--json"], environment);
  return { code, answer: JSON.parse(out || err) };
};

test("a hub whose certificate nobody trusts is told nothing, and what to do is said", async () => {
  hub.books.giveCode("CODE-1");
  const { code, answer } = await enrol(quiet);
  expect([code, JSON.stringify(answer)]).toEqual([1, expect.stringContaining("NODE_EXTRA_CA_CERTS=/path/ca.pem")]);
});

test("with the shop's own authority a sale reaches the hub over TLS and an alert its reader, and the password nobody", async () => {
  expect(await enrol(trusting())).toMatchObject({ code: 0, answer: { hub: "總公司", address: hub.address.href } });
  let log = "";
  const hear = (text: string) => {
    log += text;
  };
  const begin = () => start(home, [], { hear, environment: trusting() });
  let till = await begin();
  const { id } = await ask<{ id: string }>("/v1/sales", aSale());
  const uploaded = async () => (await ask<{ upload: { state: string } }>(`/v1/invoices/${id}`)).upload.state;
  await vi.waitUntil(async () => (await uploaded()) === "accepted", { timeout: 60_000, interval: 200 });
  // Less than a fifth of a hundred numbers is left then; a start looks at once what is the matter.
  await Promise.all(Array.from({ length: 81 }, () => ask("/v1/sales", aSale())));
  await end(till, "SIGTERM");
  till = await begin();
  await vi.waitUntil(() => mailbox.mails.length > 0, { timeout: 60_000, interval: 200 });
  expect(mailbox.mails[0]?.text).toContain("numbers-low");
  expect(mailbox.logins).toEqual([`till:${password}`]);
  const { channels } = await ask<{ channels: object[] }>("/v1/alerts");
  expect(channels).toContainEqual({ channel: "mail", waiting: 0, trouble: null });
  await end(till, "SIGTERM");
  expect(log).not.toContain(password);
});
