import type { Step } from "../base/loop.ts";
import type { Outbox } from "./outbox.ts";
import type { Upstream } from "./upstream.ts";

/** Hands over the most pressing parcels that are due. Order is kept within a thread; no thread waits for another. */
export async function deliverNext(outbox: Outbox, upstream: Upstream, signal: AbortSignal): Promise<Step> {
  const parcels = outbox.due(upstream.batchSize);
  if (parcels.length === 0) return "idle";
  await outbox.send(parcels);
  const answer = await upstream.deliver(parcels, signal);
  await outbox.conclude(parcels, answer);
  return answer.result === "answered" ? "worked" : "faulted";
}

/** Asks what became of parcels handed over earlier, before anything of theirs could be sent again. */
export async function inquireNext(outbox: Outbox, upstream: Upstream, signal: AbortSignal): Promise<Step> {
  if ((await outbox.release()) > 0) return "worked";
  const parcels = outbox.unanswered(upstream.batchSize);
  if (parcels.length === 0) return "idle";
  const answer = await upstream.inquire(parcels, signal);
  await outbox.conclude(parcels, answer);
  return answer.result === "answered" ? "worked" : "faulted";
}
