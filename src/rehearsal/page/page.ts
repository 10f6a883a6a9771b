import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Clock } from "../../base/clock.ts";
import type { Machine } from "../printer/machine.ts";
import { PaperShelf } from "./paper-shelf.ts";
import { pageApp } from "./routes.tsx";

export interface PageOptions {
  readonly machine: Machine;
  readonly clock: Clock;
  /** Shown on the page, for whoever sets up a till. */
  readonly printerUrl: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface Page {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the page on 127.0.0.1. Rejects when the port cannot be had. */
export async function servePage({ machine, clock, printerUrl, port }: PageOptions): Promise<Page> {
  const shelf = new PaperShelf(machine, clock);
  const server = createAdaptorServer({ fetch: (request: Request) => app.fetch(request) }) as Server;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: boundPort } = server.address() as AddressInfo;
  const app = pageApp({ machine, clock, printerUrl, shelf, port: boundPort });
  return {
    port: boundPort,
    async close() {
      shelf.close();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
