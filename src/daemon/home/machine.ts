import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { hostname, networkInterfaces, platform } from "node:os";

/**
 * What binds a home to this machine and to this very file: a copied or restored database has another inode, or the same one given out
 * anew and then another moment of birth; a home on another disk has another machine. Hashed, so that the machine's own id does not
 * travel in backups.
 */
export function bindingOf(databasePath: string): string {
  const { ino, birthtimeNs } = statSync(databasePath, { bigint: true });
  return createHash("sha256").update(`${machineId()}\n${ino}\n${birthtimeNs}`).digest("hex");
}

/** Names this boot, so that uptimes are only compared within one. */
export function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return "unknown-boot";
  }
}

/** Whether a time server keeps this machine's clock, as far as systemd says; null where nobody does. */
export function clockSynchronised(): boolean | null {
  if (platform() !== "linux") return null;
  const answer = ask("timedatectl", ["show", "--property=NTPSynchronized", "--value"]).trim();
  return answer === "yes" ? true : answer === "no" ? false : null;
}

function machineId(): string {
  for (const read of [systemdId, windowsId, macId]) {
    const id = read();
    if (id) return id;
  }
  return addressId();
}

function systemdId(): string | undefined {
  for (const path of ["/etc/machine-id", "/var/lib/dbus/machine-id"]) {
    try {
      const id = readFileSync(path, "latin1").trim();
      if (id) return id;
    } catch {
      // not that kind of system: the next place may know
    }
  }
  return undefined;
}

function windowsId(): string | undefined {
  if (platform() !== "win32") return undefined;
  const answer = ask("reg", ["query", "HKLM\\SOFTWARE\\Microsoft\\Cryptography", "/v", "MachineGuid"]);
  return /MachineGuid\s+REG_SZ\s+(\S+)/.exec(answer)?.[1];
}

function macId(): string | undefined {
  if (platform() !== "darwin") return undefined;
  return /"IOPlatformUUID" = "([^"]+)"/.exec(ask("ioreg", ["-rd1", "-c", "IOPlatformExpertDevice"]))?.[1];
}

function ask(program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, [...args], { encoding: "utf8", timeout: 5000, stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
}

/** The last resort, as in a container without a machine id: the host's name and its first network address. */
function addressId(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const first = addresses.map(({ mac }) => mac).filter((mac) => mac !== "00:00:00:00:00:00")[0];
  return `${hostname()} ${first ?? ""}`;
}
