import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Fault, faults } from "../../../src/rehearsal/printer/faults.ts";
import { moments, type Wire } from "./cases.ts";
import type { Outcome } from "./cell.ts";
import type { PeerOutcome } from "./peers/peer.ts";

const docs = new URL("../../../docs/", import.meta.url);
const page = fileURLToPath(new URL("reliability.md", docs));
const everything = fileURLToPath(new URL("reliability-printers.csv", docs));
const [opening, closing] = ["<!-- faults printer: begin -->", "<!-- faults printer: end -->"];

export interface Tables {
  readonly outcomes: readonly Outcome[];
  readonly peers: readonly PeerOutcome[];
  /** Why something was not run. */
  readonly notRun: readonly string[];
}

/** Puts the table between its marks in docs/reliability.md, and every single case into a file beside it. */
export function writeTables({ outcomes, peers, notRun }: Tables): void {
  const text = readFileSync(page, "utf8");
  const [before = "", rest = ""] = text.split(opening);
  const [, after = ""] = rest.split(closing);
  const notes = notRun.map((what) => `\n\nNot run: ${what}.`).join("");
  writeFileSync(page, `${before}${opening}\n${tableOf(outcomes, peers)}${notes}\n${closing}${after}`);
  writeFileSync(everything, `${[...ownRows(outcomes), ...peerRows(peers)].join("\n")}\n`);
}

function tableOf(outcomes: readonly Outcome[], peers: readonly PeerOutcome[]): string {
  const head = [
    "| fault | tcp | serial | file | named | node-thermal-printer | CUPS raw queue |",
    "|---|---|---|---|---|---|---|",
  ];
  const rows = faults.map((fault) => {
    const own = outcomes.filter((outcome) => outcome.fault === fault && outcome.wire !== "fifo");
    const wires = (["tcp", "serial", "file"] as const).map((wire) => states(own, wire));
    const others = (["node-thermal-printer", "CUPS raw queue"] as const).map((peer) => answers(peers, peer, fault));
    return `| ${[fault, ...wires, naming(own), ...others].join(" | ")} |`;
  });
  const oneWay = outcomes.filter(({ wire }) => wire === "fifo");
  const sent = oneWay.filter(({ after }) => after === "sent").length;
  const line = `\nA one-way wire (FIFO): ${sent} of ${oneWay.length} slips ended as \`sent\`, none as \`printed\`.`;
  return [...head, ...rows, ...(oneWay.length > 0 ? [line] : [])].join("\n");
}

/** One letter a moment: how the slip ended, and a small mark where the paper is not whole. */
function states(outcomes: readonly Outcome[], wire: Wire): string {
  const letters = moments.map((moment) => {
    const outcome = outcomes.find((one) => one.wire === wire && one.moment === moment);
    if (!outcome) return "–";
    const letter = ({ printed: "P", uncertain: "U", waiting: "W", sent: "S" } as Record<string, string>)[outcome.after] ?? "?";
    return outcome.look === "whole"
      ? letter
      : `${letter}${{ readable: "≈", torn: "t", garbled: "g", nothing: "0" }[outcome.look]}`;
  });
  return letters.every((letter) => letter === "–") ? "–" : letters.join(" ");
}

/** What it was called, and the longest it took. */
function naming(outcomes: readonly Outcome[]): string {
  const named = outcomes.flatMap(({ named }) => (named ? [named] : []));
  if (named.length === 0) return "–";
  const words = new Set(named.map(({ as }) => (as.includes(" ") ? "in doubt" : as)));
  return `${[...words].join(", ")}; ${(Math.max(...named.map(({ ms }) => ms)) / 1000).toFixed(1)} s`;
}

/** One sign a moment: what the caller was told, held against the paper. */
function answers(peers: readonly PeerOutcome[], peer: PeerOutcome["peer"], fault: Fault): string {
  const signs = moments.map((moment) => {
    const outcome = peers.find((one) => one.peer === peer && one.fault === fault && one.moment === moment);
    if (!outcome) return "–";
    const { said, look, inTime, originals } = outcome;
    const paper = originals > 1 || (originals === 1 && look === "readable") ? "2" : "";
    if (said === "success" && look === "whole") return inTime ? "ok" : "early";
    if (said === "success") return `FALSE${paper}`;
    return `${said === "error" ? "err" : "?"}${paper}`;
  });
  return signs.every((sign) => sign === "–") ? "–" : signs.join(" ");
}

function ownRows(outcomes: readonly Outcome[]): string[] {
  const head = "who,fault,wire,moment,answer,answerMs,during,after,paper,originalsOrNext,named,namedMs";
  const rows = outcomes.map(({ fault, wire, moment, answer, answerMs, during, after, look, next, named }) =>
    [
      "tillseal",
      fault,
      wire,
      moment,
      answer,
      answerMs.toFixed(0),
      during,
      after,
      look,
      `next ${next.state} ${next.look}`,
      named ? JSON.stringify(named.as) : "",
      named ? named.ms.toFixed(0) : "",
    ].join(","),
  );
  return [head, ...rows.sort()];
}

function peerRows(peers: readonly PeerOutcome[]): string[] {
  return peers
    .map(({ peer, fault, moment, said, words, look, inTime, originals }) => {
      const paper = inTime ? look : `${look} after mending`;
      return [peer, fault, "tcp", moment, said, "", "", JSON.stringify(words), paper, `${originals} originals`, "", ""].join(",");
    })
    .sort();
}
