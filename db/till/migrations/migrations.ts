import { first } from "./0001-first.ts";
import { papers } from "./0002-papers.ts";
import { opening } from "./0003-opening.ts";
import { branches } from "./0004-branches.ts";
import { closings } from "./0005-closings.ts";
import { reprints } from "./0006-reprints.ts";
import { printerSettings } from "./0007-printer-settings.ts";
import { outbox } from "./0008-outbox.ts";
import { prizes } from "./0009-prizes.ts";
import { tickets } from "./0010-tickets.ts";
import { safekeeping } from "./0011-safekeeping.ts";
import { documents } from "./0012-documents.ts";
import { endedParcels } from "./0013-ended-parcels.ts";
import { lentNumbers } from "./0014-lent-numbers.ts";
import { alerts } from "./0015-alerts.ts";

/** Every migration in order. The database's `user_version` says how many have run. Add at the end, never change one. */
export const migrations: readonly string[] = [
  first,
  papers,
  opening,
  branches,
  closings,
  reprints,
  printerSettings,
  outbox,
  prizes,
  tickets,
  safekeeping,
  documents,
  endedParcels,
  lentNumbers,
  alerts,
];
