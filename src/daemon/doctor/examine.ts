import type { Light } from "../lamp.ts";
import { examineConfig, examineDatabase, examineHome, examineJournal } from "./examine-home.ts";
import { examineExposure, examinePrinters, examineTokens } from "./examine-reach.ts";
import { examineRoad } from "./examine-road.ts";
import {
  examineClock,
  examineCopies,
  examineDisk,
  examineKeys,
  examineNumbers,
  examineSlips,
  examineUpload,
} from "./examine-sales.ts";
import { type Examine, type Group, red } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** Everything the doctor looks at, in the order it is told. Add a line to add a group. */
const groups: Readonly<Record<string, Examine>> = {
  config: examineConfig,
  home: examineHome,
  database: examineDatabase,
  journal: examineJournal,
  keys: examineKeys,
  clock: examineClock,
  numbers: examineNumbers,
  printers: examinePrinters,
  slips: examineSlips,
  upload: examineUpload,
  disk: examineDisk,
  copies: examineCopies,
  tokens: examineTokens,
  exposure: examineExposure,
  road: examineRoad,
};

export interface Examination {
  /** The worst of all. */
  readonly light: Light;
  readonly groups: readonly Group[];
}

/** Looks at everything and changes nothing. A group that breaks is a finding; the others are looked at all the same. */
export async function examine(patient: Patient): Promise<Examination> {
  const looked: Group[] = [];
  for (const [name, look] of Object.entries(groups)) looked.push({ name, findings: await findingsOf(look, patient) });
  const lights = looked.flatMap(({ findings }) => findings.map(({ light }) => light));
  return { light: lights.includes("red") ? "red" : lights.includes("yellow") ? "yellow" : "green", groups: looked };
}

async function findingsOf(look: Examine, patient: Patient): Promise<Group["findings"]> {
  try {
    return await look(patient);
  } catch (error) {
    return [red(`This could not be looked at: ${String(error)}`, "Run `tillseal verify`; if that passes, report this.")];
  }
}
