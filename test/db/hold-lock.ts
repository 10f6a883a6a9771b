import { setTimeout } from "node:timers/promises";
import { lockHome } from "../../db/till/file/lock.ts";

// Run as a process of its own: holds the lock named on the command line until it is killed.
lockHome(process.argv[2]!, process.pid);
process.stdout.write("held\n");
await setTimeout(60_000);
