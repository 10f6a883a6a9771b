import { join } from "node:path";
import { openForWriting } from "../../db/till/file/open.ts";

// Run as a process of its own: makes one database after the other until it is killed, telling each name before it begins.
for (let number = 0; ; number++) {
  const path = join(process.argv[2]!, `${number}.db`);
  process.stdout.write(`${path}\n`);
  openForWriting(path).close();
}
