import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { FakePrinter, type Manners } from "../fake-printer.ts";

/** A pseudo terminal in raw mode whose other side is tied to a TCP port. It keeps its own hold on the near side, as a plugged-in device does. */
const tie = `
import os, pty, select, socket, sys, tty
far, near = pty.openpty()
tty.setraw(near)
wire = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
print(os.ttyname(near), flush=True)
while True:
    ready = select.select([far, wire], [], [])[0]
    if far in ready:
        wire.sendall(os.read(far, 65536))
    if wire in ready:
        said = wire.recv(65536)
        if not said:
            break
        os.write(far, said)
`;

/** Why this machine has no pseudo terminals for tests. */
export const noTerminal: string | undefined =
  spawnSync("python3", ["-c", "import pty"]).status === 0 ? undefined : "there is no python3 with its module pty";

/** A pretend printer behind a terminal device. */
export async function aTerminal(manners: Partial<Manners> = { frame: undefined }) {
  const printer = await new FakePrinter(manners).listen();
  const helper = spawn("python3", ["-c", tie, String(printer.port)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(helper, "exit");
  const [path] = (await once(helper.stdout.setEncoding("utf8"), "data")) as [string];
  return {
    path: path.trim(),
    printer,
    /** The device is gone from under whoever holds it. */
    unplug: () => void helper.kill("SIGKILL"),
    async close() {
      helper.kill("SIGKILL");
      await ended;
      await printer.close();
    },
  };
}
