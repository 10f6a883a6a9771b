import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { startVirtualPrinter, type VirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import { blackRows, bytes, connect, cut, processId } from "../bench.ts";

let printer: VirtualPrinter;
beforeAll(async () => {
  printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, model: { ...models["virtual-58"], cutMs: 0 } });
});
afterAll(() => printer.close());

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Plain HTTP, because fetch would not let a test lie about its Host. */
function ask(path: string, { method = "GET", headers = {}, body }: Asked = {}) {
  return new Promise<{ status: number; type: string; bytes: Buffer }>((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const asked = request(
      { host: "127.0.0.1", port: printer.pagePort, path, method, headers: { ...length, ...headers } },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, type: answer.headers["content-type"] ?? "", bytes: Buffer.concat(parts) }),
        );
      },
    );
    asked.on("error", reject);
    asked.end(body);
  });
}

const json = { "content-type": "application/json" };
const order = (path: string, body: unknown, headers: Record<string, string> = json) =>
  ask(path, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });

test("an empty printer says in two languages that nothing was printed", async () => {
  const { status, bytes } = await ask("/");
  expect(status).toBe(200);
  expect(bytes.toString()).toContain("Nothing printed yet.");
  expect(bytes.toString()).toContain("尚未列印");
  expect(bytes.toString()).toContain(printer.url);
  expect(bytes.toString()).not.toMatch(/https?:\/\//); // no assets from elsewhere
});

test("a printed piece appears on the page, in the state and as a picture", async () => {
  const connection = connect(printer.machine);
  await connection.write(bytes(blackRows(160), cut, blackRows(40), processId("PAGE")));
  await printer.machine.atRest();
  connection.close();
  const page = (await ask("/")).bytes.toString();
  expect(page).toContain("/paper/1.png");
  expect(page).toContain("Not cut yet");
  const state = JSON.parse((await ask("/state")).bytes.toString());
  expect(state).toMatchObject({ model: "virtual-58", power: true, pieces: 1, paper: [{ number: 1, heightDots: 160 }] });
  for (const path of ["/paper/1.png", "/paper/now.png"]) {
    const picture = await ask(path);
    expect([picture.type, picture.bytes.subarray(1, 4).toString()]).toEqual(["image/png", "PNG"]);
  }
  expect((await ask("/paper/99.png")).status).toBe(404);
});

test("a fault is set at once or at a byte, and shows in the answer", async () => {
  const now = await order("/faults", { fault: "cover-open" });
  expect(JSON.parse(now.bytes.toString())).toMatchObject({ fault: "cover-open", offline: true });
  const later = await order("/faults", { fault: "none" });
  expect(later.status).toBe(200);
  const armed = await order("/faults", { fault: "paper-out", atByte: 100 });
  expect(JSON.parse(armed.bytes.toString())).toMatchObject({ fault: "none", armed: { fault: "paper-out", inBytes: 100 } });
  await order("/faults", { fault: "none" });
});

test("an unknown fault is refused with the field and the faults there are", async () => {
  const { status, type, bytes } = await order("/faults", { fault: "on-fire" });
  expect([status, type]).toEqual([400, "application/problem+json"]);
  const problem = JSON.parse(bytes.toString());
  expect(problem).toMatchObject({ code: "order-invalid", status: 400, faults: [{ path: "fault" }] });
  expect(problem.title).toContain("paper-out");
  expect(printer.machine.state.fault).toBe("none");
});

test.each([
  ["/faults", { fault: "none", atByte: -1 }],
  ["/faults", { fault: "none", atBytes: 1 }],
  ["/faults", "{"],
  ["/power", { on: "yes" }],
  ["/feed", { twice: true }],
  ["/faults", JSON.stringify({ fault: "mute", pad: "x".repeat(2000) })],
])("%s refuses %j and changes nothing", async (path, body) => {
  const before = printer.machine.state;
  expect((await order(path, body)).status).toBe(400);
  expect(printer.machine.state).toEqual(before);
});

test("FEED and power are pressed from the page", async () => {
  const before = printer.machine.attachedPaper.heightDots;
  expect((await order("/feed", {})).status).toBe(200);
  expect(printer.machine.attachedPaper.heightDots).toBe(before + 30);
  await order("/power", { on: false });
  expect(printer.machine.state.power).toBe(false);
  await order("/power", { on: true });
  expect(printer.machine.state.power).toBe(true);
});

test("a foreign Host is refused whatever it asks", async () => {
  for (const host of [
    "evil.example",
    `evil.example:${printer.pagePort}`,
    "127.0.0.1",
    `127.0.0.1.evil.example:${printer.pagePort}`,
  ]) {
    const { status, type } = await ask("/state", { headers: { host } });
    expect([host, status, type]).toEqual([host, 403, "application/problem+json"]);
  }
  for (const name of ["localhost", "127.0.0.1", "[::1]"]) {
    expect((await ask("/state", { headers: { host: `${name}:${printer.pagePort}` } })).status).toBe(200);
  }
});

test("an order from another origin, or in another form than JSON, is refused and not carried out", async () => {
  const evil = await order("/faults", { fault: "mute" }, { ...json, origin: "http://evil.example" });
  const sandboxed = await order("/faults", { fault: "mute" }, { ...json, origin: "null" });
  const form = await order("/faults", { fault: "mute" }, { "content-type": "text/plain" });
  const bare = await order("/faults", { fault: "mute" }, {});
  expect([evil.status, sandboxed.status, form.status, bare.status]).toEqual([403, 403, 415, 415]);
  expect(form.type).toBe("application/problem+json");
  expect(printer.machine.state.fault).toBe("none");
  const own = await order("/faults", { fault: "none" }, { ...json, origin: `http://127.0.0.1:${printer.pagePort}` });
  expect(own.status).toBe(200);
});

test("the page is told of changes as they happen", async () => {
  const stream = await fetch(`${printer.pageUrl}events`);
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  const hear = async (word: string) => {
    while (!heard.includes(word)) heard += (await reader.read()).value;
  };
  await hear("event: lamps");
  printer.setFault("cover-open");
  await hear("The cover is open");
  await hear("data: cover-open");
  printer.setFault("none");
  await reader.cancel();
});
