import { fork } from "node:child_process";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import { systemClock } from "../../src/base/clock.ts";
import { aTill } from "../../test/till/a-till.ts";
import { aFolder } from "../rig/built-till.ts";
import type { Door } from "../rig/post.ts";

/** `together`: requests that wait share a commit, as in the product. `alone`: each sale is a commit of its own. */
export type Commits = "together" | "alone";

/** A whole till behind its real door in a process of its own, with or without group commit. */
export async function serveTill(commits: Commits, env: Record<string, string>): Promise<Door & Disposable> {
  const folder = aFolder();
  const child = fork(fileURLToPath(import.meta.url), ["serve", commits, folder.path], {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ...env },
  });
  const [door] = (await once(child, "message")) as [Door];
  return {
    ...door,
    [Symbol.dispose]() {
      child.kill("SIGKILL");
      folder[Symbol.dispose]();
    },
  };
}

/** Committing as soon as a work is there, and not once the requests at hand were read, leaves nothing to group. */
const defer: Record<Commits, (callback: () => void) => void> = { together: setImmediate, alone: (callback) => callback() };

async function serve(commits: Commits, folder: string): Promise<Door> {
  const till = await aTill({ folder, world: { clock: systemClock, defer: defer[commits] } });
  const server = createAdaptorServer({ fetch: till.till.app.fetch }) as Server;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = "a-caller's-token";
  await till.home.ledger.write(() => till.home.ledger.tokens.keep({ name: "caller", scope: "sell" }, token, 0));
  return { url, token, host: "till.test" };
}

const [, , mode, commits, folder] = process.argv;
if (mode === "serve" && process.send) process.send(await serve(commits as Commits, folder!));
